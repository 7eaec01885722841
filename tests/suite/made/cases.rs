//! Calls with what the document says of them: the request that they make, worked out from the contract alone.

use std::collections::BTreeMap;

use game_achievements_codegen::facts::{Facts, Success};
use game_achievements_contract::contract::{Contract, Location, Media, Operation, Status, Style, Written};
use game_achievements_contract::exchange::Direction;
use game_achievements_mock::{Answer, Request};
use serde_json::{Map, Value, json};

use super::values::Values;

/// One call, what it is given, what is expected of the request, and what is answered.
pub(super) struct Case {
    /// The name of the method.
    pub(super) method: String,
    pub(super) given: Value,
    pub(super) expected: Expected,
    pub(super) answer: Answered,
}

/// A request as the document describes it.
pub(super) struct Expected {
    verb: String,
    /// Decoded.
    path: String,
    /// With all but unreserved characters of values encoded.
    target: String,
    query: BTreeMap<String, Sent>,
    headers: BTreeMap<String, String>,
    body: Option<Value>,
}

enum Sent {
    One(String),
    Joined(Vec<String>),
    Repeated(Vec<String>),
}

/// What the service answers.
pub(super) enum Answered {
    Json(u16, Value),
    Bytes(u16),
    Empty(u16),
}

impl Answered {
    pub(super) fn answer(&self) -> Answer {
        match self {
            Self::Json(status, value) => Answer::json(*status, value.to_string()),
            Self::Bytes(status) => {
                Answer::raw(*status, [("content-type", "application/octet-stream")], "bytes")
            }
            Self::Empty(status) => Answer::empty(*status),
        }
    }
}

/// The calls of an operation: with everything, with some of it, and with what is required alone.
pub(super) fn of(contract: &Contract, operation: &Operation, facts: &Facts, seed: u64) -> Vec<Case> {
    let (method, fact) = facts
        .operations
        .iter()
        .find(|(_, fact)| fact.method == operation.method.to_string() && *fact.path == *operation.template)
        .unwrap_or_else(|| panic!("{} has no method", operation.title()));
    let cases = [4, 2, 0].into_iter().filter_map(|fullness| {
        let mut values = Values::new(contract, Direction::Request, seed + u64::from(fullness));
        values.fullness = fullness;
        let (given, expected) = request(operation, &mut values)?;
        let mut answers = Values::new(contract, Direction::Answer, seed + u64::from(fullness));
        answers.fullness = fullness;
        let answer = answer(operation, fact.success, &mut answers)?;
        Some(Case { method: method.clone(), given, expected, answer })
    });
    cases.collect()
}

/// Headers that OpenAPI 3.0 says are not described as parameters.
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

fn request(operation: &Operation, values: &mut Values<'_>) -> Option<(Value, Expected)> {
    let mut given: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut expected = Expected {
        verb: operation.method.to_string(),
        path: operation.template.to_string(),
        target: operation.template.to_string(),
        query: BTreeMap::new(),
        headers: BTreeMap::new(),
        body: None,
    };
    for parameter in &operation.parameters {
        if parameter.location == Location::Header && IGNORED.contains(&&*parameter.key) {
            continue;
        }
        let fullness = values.fullness;
        if !parameter.required && values.random.u8(0..4) >= fullness {
            continue;
        }
        let Written::Styled { style, explode, schema, .. } = &parameter.value else {
            panic!("{}: `{}` has `content`", operation.title(), parameter.name);
        };
        let value =
            (0..200).filter_map(|_| values.telling(*schema)).find(|value| fits(parameter.location, value))?;
        let name = parameter.name.to_string();
        match parameter.location {
            Location::Path => {
                let (place, text) = (format!("{{{name}}}"), scalar(&value));
                expected.path = expected.path.replace(&place, &text);
                expected.target = expected.target.replace(&place, &encoded(&text));
            }
            Location::Header => {
                expected.headers.insert(parameter.key.to_string(), scalar(&value));
            }
            Location::Cookie => panic!("{}: a cookie", operation.title()),
            Location::Query => {
                let sent = match &value {
                    Value::Array(elements) => {
                        let texts = elements.iter().map(scalar).collect();
                        match (style, explode) {
                            (_, true) => Sent::Repeated(texts),
                            (Style::Form, false) => Sent::Joined(texts),
                            (style, false) => panic!("{}: {}", operation.title(), style.keyword()),
                        }
                    }
                    value => Sent::One(scalar(value)),
                };
                expected.query.insert(name.clone(), sent);
            }
        }
        let value = match &value {
            Value::Array(elements) => json!(elements.iter().map(scalar).collect::<Vec<_>>()),
            value => json!(scalar(value)),
        };
        given.entry(parameter.location.keyword()).or_default().insert(name, value);
    }
    let mut given = json!(given);
    if let Some(body) = &operation.body {
        let fullness = values.fullness;
        if body.required || values.random.u8(0..4) < fullness {
            let value = values.of(json_of(&body.content)?.schema)?;
            given["body"] = value.clone();
            expected.body = Some(value);
        }
    }
    Some((given, expected))
}

/// Whether a value can be sent there at all.
fn fits(location: Location, value: &Value) -> bool {
    let text = scalar(value);
    match location {
        Location::Path => !text.is_empty() && ![".", ".."].contains(&&*text) && !text.contains(['/', '\\']),
        Location::Header => text.is_ascii() && !text.is_empty() && text.trim() == text,
        Location::Query | Location::Cookie => true,
    }
}

fn json_of(content: &[Media]) -> Option<&Media> {
    content.iter().find(|media| {
        let essence = media.media_type.split(';').next().unwrap_or_default();
        essence == "application/json" || essence.ends_with("+json")
    })
}

fn answer(operation: &Operation, success: Success, values: &mut Values<'_>) -> Option<Answered> {
    let documented = operation.answers.iter().find(|answer| answer.status.is_success());
    let documented =
        documented.or_else(|| operation.answers.iter().find(|answer| answer.status == Status::Default));
    let status = match documented.map(|answer| answer.status) {
        Some(Status::Code(code)) => code,
        _ => 200,
    };
    Some(match success {
        Success::Empty => Answered::Empty(status),
        Success::Bytes => Answered::Bytes(status),
        Success::Json => Answered::Json(status, values.of(json_of(&documented?.content)?.schema)?),
    })
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

impl Expected {
    /// The method and the path that the mock has an answer for.
    pub(super) fn route(&self) -> (&str, &str) {
        (&self.verb, &self.target)
    }

    /// What the request that came has otherwise.
    pub(super) fn differences(&self, request: &Request) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut differs = |what: &str, expected: &str, sent: &str| {
            found.push(format!("{what}: expected `{expected}`, sent `{sent}`"));
        };
        if request.method() != self.verb {
            differs("method", &self.verb, request.method());
        }
        let (path, query) = request.target().split_once('?').unwrap_or((request.target(), ""));
        // A slash inside of a value would be another segment; it is compared before anything is decoded.
        let segments = path.split('/').map(decoded).collect::<Vec<_>>();
        if segments != self.path.split('/').collect::<Vec<_>>() {
            differs("path", &self.path, path);
        }
        let mut pairs: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, "(none)"));
            pairs.entry(decoded(name)).or_default().push(value);
        }
        if query.contains('+') {
            differs("query", "no `+`, which is a space to some", query);
        }
        for (name, sent) in &self.query {
            let came = pairs.remove(name).unwrap_or_default();
            let (fits, expected) = match sent {
                Sent::One(text) => (came.len() == 1 && same_text(&decoded(came[0]), text), text.clone()),
                Sent::Repeated(texts) => (same_texts(came.iter().copied(), texts), texts.join("` and `")),
                Sent::Joined(texts) => {
                    let one = came.len() == 1;
                    (one && same_texts(came[0].split(','), texts), texts.join("`,`"))
                }
            };
            if !fits {
                differs(&format!("query `{name}`"), &expected, &came.join("&"));
            }
        }
        for name in pairs.keys() {
            differs("query", "no such parameter", name);
        }
        self.head_and_body(request, &mut differs);
        found
    }

    fn head_and_body(&self, request: &Request, differs: &mut impl FnMut(&str, &str, &str)) {
        for (name, expected) in &self.headers {
            let came = request.header(name).unwrap_or("(none)");
            if !same_text(came, expected) {
                differs(&format!("header `{name}`"), expected, came);
            }
        }
        let usual = ["host", "accept", "user-agent", "authorization", "content-type", "content-length"];
        for (name, value) in request.headers() {
            let name = name.to_lowercase();
            if !usual.contains(&&*name) && !self.headers.contains_key(&name) {
                differs("header", "no such header", &format!("{name}: {value}"));
            }
        }
        match &self.body {
            Some(expected) => {
                let came: Value = serde_json::from_slice(request.body()).unwrap_or(json!("(no JSON)"));
                if !same(&came, expected) {
                    differs("body", &expected.to_string(), &came.to_string());
                }
                if !request.header("content-type").is_some_and(|ty| ty.starts_with("application/json")) {
                    differs(
                        "header `content-type`",
                        "application/json",
                        request.header("content-type").unwrap_or(""),
                    );
                }
            }
            None if !request.body().is_empty() => {
                differs("body", "(none)", &String::from_utf8_lossy(request.body()));
            }
            None => {}
        }
    }
}

fn same_texts<'a>(came: impl Iterator<Item = &'a str>, expected: &[String]) -> bool {
    let came: Vec<String> = came.map(decoded).collect();
    came.len() == expected.len()
        && came.iter().zip(expected).all(|(came, expected)| same_text(came, expected))
}

/// Whether two texts are the same, or the same number: `3` and `3.0` are.
fn same_text(came: &str, expected: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok().filter(|_| text.contains('.') || text.contains('e'));
    came == expected || number(expected).is_some_and(|number| came.parse() == Ok(number))
}

/// Whether two values are the same, however their numbers are written.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => one == other,
    }
}

fn encoded(text: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = |byte| if unreserved(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(encoded).collect()
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
