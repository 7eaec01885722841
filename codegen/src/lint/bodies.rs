//! What requests and answers carry.

use std::collections::HashSet;

use game_achievements_contract::document::Document;
use game_achievements_contract::source::{Entry, Node};

use super::findings::Findings;
use super::rule::rules;
use super::survey::{Answer, Operation, Survey, address, is_json, media, position_of};

rules! {
    SUCCESS_MISSING = "success-missing", Meaning,
        "an operation has an answer for success",
        "without one the client takes every 2xx answer to carry nothing";
    SUCCESS_SHAPES = "success-shapes", Generation,
        "all answers of an operation that tell of success carry the same",
        "a method returns one type, whatever the status is";
    INLINE_ANSWER = "inline-answer-schema", House,
        "the schema of an answer is a reference to a component",
        "the generator gives inline schemas of one operation one name, and we name our types ourselves";
    INLINE_REQUEST = "inline-request-schema", House,
        "the schema of a request body is a reference to a component",
        "callers name the type, so it should not be named after its place";
    INLINE_ERROR = "inline-error-answer", House,
        "error answers stand under `components.responses` and are referred to",
        "they are the same for many operations, and should change in one place";
    SCHEMA_MISSING = "json-without-schema", House,
        "a JSON body has a schema",
        "without one its type is any JSON value";
    REQUEST_MEDIA = "request-media-type", Generation,
        "a request body can be sent as JSON",
        "the client writes JSON and nothing else";
    SEVERAL_MEDIA = "several-media-types", House,
        "a body has one media type",
        "only the JSON one is used; what stands beside it is never tested";
    MEDIA_TYPE = "media-type", Meaning,
        "a media type has the form `type/subtype`",
        "another word is not recognised as JSON or anything else";
}

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    let mut seen: HashSet<usize> = HashSet::new();
    for operation in &survey.operations {
        success(operation, findings);
        if let Some(body) = operation.body
            && seen.insert(address(body))
        {
            request(survey.document, body, findings);
        }
        for answer in &operation.answers {
            if answer.is_error() && answer.status.node.get("$ref").is_none() {
                findings
                    .add(
                        &INLINE_ERROR,
                        answer.status.position,
                        format!("the answer {} is written inline", answer.status.key),
                    )
                    .fix("move it to `components.responses` and write `$ref: '#/components/responses/…'`");
            }
            if seen.insert(address(answer.node)) {
                self::answer(survey.document, answer, findings);
            }
        }
    }
}

fn success(operation: &Operation<'_>, findings: &mut Findings<'_>) {
    let successes: Vec<&Answer<'_>> = operation.answers.iter().filter(|answer| answer.is_success()).collect();
    let Some((first, others)) = successes.split_first() else {
        // A lone `default` is for every status; our own specs say which. That there are no `responses` at
        // all is told by the contract.
        let only_default = operation.answers.iter().any(|answer| &*answer.status.key == "default");
        let is_told = operation.node().get("responses").is_none();
        if !is_told && (!only_default || findings.wants(&INLINE_ANSWER)) {
            findings
                .add(
                    &SUCCESS_MISSING,
                    operation.method.position,
                    format!("{} has no answer for success", operation.title()),
                )
                .fix("add the 2xx answer, without `content` if it has no body");
        }
        return;
    };
    let expected = Shape::of(first.node);
    if let Some(other) = others.iter().find(|other| Shape::of(other.node) != expected) {
        findings
            .add(
                &SUCCESS_SHAPES,
                other.status.position,
                format!(
                    "{} carries {}, but {} carries {}",
                    other.status.key,
                    Shape::of(other.node).words(),
                    first.status.key,
                    expected.words()
                ),
            )
            .related(first.status.position, "the other answer")
            .fix("give both the same schema, or leave out the one that is never sent");
    }
}

/// What an answer carries.
#[derive(PartialEq)]
enum Shape<'a> {
    Nothing,
    Bytes,
    Json(Option<&'a str>, serde_json::Value),
}

impl<'a> Shape<'a> {
    fn of(answer: &'a Node) -> Self {
        match media(answer).find(|media| is_json(&media.key)) {
            Some(json) => {
                let schema = json.node.get("schema");
                let reference = schema.and_then(|schema| schema.get("$ref")).and_then(Node::as_str);
                Self::Json(reference, schema.map(Node::to_json).unwrap_or_default())
            }
            None if media(answer).next().is_some() => Self::Bytes,
            None => Self::Nothing,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Bytes => "bytes".to_owned(),
            Self::Json(Some(reference), _) => {
                let name = reference.rsplit('/').next().unwrap_or(reference);
                format!("`{name}`")
            }
            Self::Json(None, _) => "another JSON value".to_owned(),
        }
    }
}

fn answer(document: &Document, answer: &Answer<'_>, findings: &mut Findings<'_>) {
    several(answer.node, "the answer", findings);
    for media in media(answer.node) {
        self::media_type(media, findings);
        if is_json(&media.key) {
            json(document, media, &INLINE_ANSWER, findings);
        }
    }
}

fn request(document: &Document, body: &Node, findings: &mut Findings<'_>) {
    let Some(json) = media(body).find(|media| is_json(&media.key)) else {
        let found: Vec<String> = media(body).map(|media| format!("`{}`", media.key)).collect();
        let found = if found.is_empty() { "of no media type".to_owned() } else { found.join(", ") };
        findings
            .add(&REQUEST_MEDIA, position_of(body, "content"), format!("a request body that is {found}"))
            .fix("describe the body as `application/json`, or leave the operation out");
        return;
    };
    several(body, "the request body", findings);
    for media in media(body) {
        media_type(media, findings);
    }
    self::json(document, json, &INLINE_REQUEST, findings);
}

fn json(document: &Document, media: &Entry, inline: &super::Rule, findings: &mut Findings<'_>) {
    match media.node.get("schema") {
        None => {
            findings
                .add(&SCHEMA_MISSING, media.position, format!("`{}` without a schema", media.key))
                .fix("write `schema: { $ref: '#/components/schemas/…' }`");
        }
        Some(schema) if document.component_name(schema).is_none() => {
            findings
                .add(inline, schema.position, "a schema that is written inline")
                .fix("move it to `components.schemas` and write `$ref: '#/components/schemas/…'`");
        }
        Some(_) => {}
    }
}

fn several(carrier: &Node, what: &str, findings: &mut Findings<'_>) {
    let found: Vec<String> = media(carrier).map(|media| format!("`{}`", media.key)).collect();
    if found.len() > 1 {
        findings
            .add(
                &SEVERAL_MEDIA,
                position_of(carrier, "content"),
                format!("{what} can be {}", found.join(" or ")),
            )
            .fix("keep the one that the client is to use");
    }
}

fn media_type(media: &Entry, findings: &mut Findings<'_>) {
    let essence = media.key.split(';').next().unwrap_or_default().trim();
    let is_token =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
    if !essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype)) {
        findings
            .add(&MEDIA_TYPE, media.position, format!("`{}` is no media type", media.key))
            .fix("write `application/json`, or what the service sends");
    }
}
