//! Bodies and successful answers, in the one form that the generator takes.

use serde_json::{Value, json};

use super::walk::{is_true, members, operations, text};
use super::{Draft, Pass};
use crate::facts::{Body, Success};
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "success",
        reason: "the generator panics at two shapes of success and knows one spelling of JSON",
        link: GENERATOR,
        expects: Expects::Each,
    },
    run,
};

/// Leaves each operation one answer, `200` with JSON or bytes or `204` with nothing, and JSON bodies.
fn run(draft: &mut Draft<'_>) -> usize {
    let found: Vec<(String, &'static str, Value)> = operations(&draft.json)
        .map(|(path, method, operation)| (path.to_owned(), method, operation.clone()))
        .collect();
    let mut places = 0;
    for (path, method, mut operation) in found {
        let Some(name) = text(&operation, "operationId").map(str::to_owned) else { continue };
        let Some(pointer) = draft.facts.operations.get(&name).map(|facts| facts.pointer.clone()) else {
            continue;
        };
        match success(&operation) {
            Ok((kind, answer)) => {
                operation["responses"] = answer;
                places += 1;
                if let Some(facts) = draft.facts.operations.get_mut(&name) {
                    facts.success = kind;
                }
            }
            Err(message) => {
                draft.error(
                    "success-shapes",
                    &format!("{pointer}/responses"),
                    message,
                    "describe one shape of success",
                );
                continue;
            }
        }
        if let Some(body) = operation.get("requestBody") {
            match request_body(body) {
                Ok((body, schema)) => {
                    operation["requestBody"] =
                        json!({ "required": true, "content": { "application/json": { "schema": schema } } });
                    if let Some(facts) = draft.facts.operations.get_mut(&name) {
                        facts.body = Some(body);
                    }
                }
                Err(message) => {
                    draft.error(
                        "request-media",
                        &format!("{pointer}/requestBody"),
                        message,
                        "describe the body as one JSON media type",
                    );
                    continue;
                }
            }
        }
        draft.json["paths"][&path][method] = operation;
    }
    places
}

/// What success carries, and the only answer that is left.
fn success(operation: &Value) -> Result<(Success, Value), String> {
    let empty = || json!({ "204": { "description": "" } });
    // Whatever a document says of it, nothing follows the head of such an answer.
    if members(operation.get("responses")).all(|(status, _)| matches!(status.as_str(), "204" | "205")) {
        return Ok((Success::Empty, empty()));
    }
    let mut shapes: Vec<(Success, Value)> = Vec::new();
    for (_, response) in members(operation.get("responses")) {
        let shape = match json_media(response) {
            Some(media) => {
                let schema = media.get("schema").cloned().unwrap_or_else(|| json!({}));
                let content = json!({ "application/json": { "schema": schema } });
                (Success::Json, json!({ "200": { "description": "", "content": content } }))
            }
            None if members(response.get("content")).next().is_some() => {
                let content = json!({ "application/octet-stream": {} });
                (Success::Bytes, json!({ "200": { "description": "", "content": content } }))
            }
            None => (Success::Empty, empty()),
        };
        if !shapes.contains(&shape) {
            shapes.push(shape);
        }
    }
    match shapes.len() {
        1 => Ok(shapes.remove(0)),
        _ => Err("success has more than one shape".to_owned()),
    }
}

fn request_body(body: &Value) -> Result<(Body, Value), String> {
    let media = json_media(body).ok_or_else(|| {
        let found: Vec<&str> = members(body.get("content")).map(|(media, _)| media.as_str()).collect();
        format!("a request body must be JSON, this is {}", found.join(", "))
    })?;
    let schema = media.get("schema").cloned().unwrap_or_else(|| json!({}));
    let description = text(body, "description").map(str::to_owned);
    Ok((Body { required: is_true(body, "required"), description }, schema))
}

/// The JSON among the media types of a body or an answer.
fn json_media(carrier: &Value) -> Option<&Value> {
    members(carrier.get("content")).find(|(media, _)| is_json(media)).map(|(_, media)| media)
}

fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_many_spellings() {
        for media in
            ["application/json", "application/json; charset=utf-8", "application/vnd.api+json", "TEXT/JSON"]
        {
            assert!(is_json(media), "{media}");
        }
        assert!(!is_json("application/a-gzip"));
    }

    #[test]
    fn two_shapes_of_success_are_refused() {
        let answer = |schema: Value| json!({ "content": { "application/json": { "schema": schema } } });
        let operation = json!({ "responses": { "200": answer(json!({})), "202": {} } });
        assert!(success(&operation).is_err());
        let operation = json!({ "responses": { "204": answer(json!({})) } });
        assert_eq!(success(&operation).map(|(kind, _)| kind), Ok(Success::Empty));
        let operation = json!({ "responses": { "200": answer(json!({})), "201": answer(json!({})) } });
        assert_eq!(success(&operation).map(|(kind, _)| kind), Ok(Success::Json));
    }
}
