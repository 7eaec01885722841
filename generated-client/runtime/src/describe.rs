//! A short description of an error body whose shape nobody promised.

use serde_json::{Map, Value};

/// Where services put what a program should look at, best first.
const CODES: [&str; 4] = ["code", "errorCode", "error_code", "error"];

/// Where services put what a person should read, best first.
const DETAILS: [&str; 7] =
    ["detail", "description", "error_description", "message", "Message", "errorMessage", "title"];

/// The code and the detail of a JSON error body, or `None` where the body has neither.
///
/// The shapes understood are those in wide use: `{"errors":[{…}]}` (JSON:API), `{"error":{…}}`, and a plain object such as
/// that of RFC 9457. Of several errors, the first is described and the rest counted.
///
/// ```
/// use game_achievements_runtime::describe_json_error;
///
/// let body = br#"{"errors":[{"code":"NOT_FOUND","detail":"There is no such image."}]}"#;
/// assert_eq!(describe_json_error(body).as_deref(), Some("NOT_FOUND: There is no such image."));
/// assert_eq!(describe_json_error(b"<html>"), None);
/// ```
pub fn describe_json_error(body: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let top = value.as_object()?;
    if let Some(Value::Array(errors)) = top.get("errors") {
        let first = describe_object(errors.first()?.as_object()?)?;
        return Some(match errors.len() {
            1 => first,
            many => format!("{first} (and {} more)", many - 1),
        });
    }
    match top.get("error") {
        Some(Value::Object(error)) => describe_object(error),
        _ => describe_object(top),
    }
}

fn describe_object(object: &Map<String, Value>) -> Option<String> {
    let code = CODES.iter().find_map(|name| scalar(object.get(*name)?));
    let detail = DETAILS.iter().find_map(|name| scalar(object.get(*name)?));
    match (code, detail) {
        (Some(code), Some(detail)) => Some(format!("{code}: {detail}")),
        (Some(text), None) | (None, Some(text)) => Some(text),
        (None, None) => None,
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::describe_json_error;

    fn describe(body: &str) -> Option<String> {
        describe_json_error(body.as_bytes())
    }

    #[test]
    fn understands_the_usual_shapes() {
        for (body, expected) in [
            (
                r#"{"errors":[{"status":"409","code":"STATE_ERROR","title":"t","detail":"d"},{}]}"#,
                "STATE_ERROR: d (and 1 more)",
            ),
            (
                r#"{"code":23,"source":"Progress","description":"No valid claims were found on the request."}"#,
                "23: No valid claims were found on the request.",
            ),
            (r#"{"errorCode":"e","errorMessage":"m"}"#, "e: m"),
            (r#"{"error":{"code":403,"message":"no"}}"#, "403: no"),
            (r#"{"error":"invalid_grant","error_description":"expired"}"#, "invalid_grant: expired"),
            (r#"{"title":"Gone"}"#, "Gone"),
        ] {
            assert_eq!(describe(body).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn says_nothing_about_other_bodies() {
        for body in [
            "",
            "<html></html>",
            "[]",
            "null",
            r#"{"errors":[]}"#,
            r#"{"errors":["x"]}"#,
            r#"{"maxRequests":100}"#,
        ] {
            assert_eq!(describe(body), None, "{body}");
        }
    }
}
