//! Parameters: what can be sent, and how our own are written.

use std::collections::{HashMap, HashSet};

use game_achievements_contract::document::Document;
use game_achievements_contract::source::Node;

use super::findings::Findings;
use super::kinds::{Kind, keyword};
use super::rule::rules;
use super::survey::{Operation, Parameter, Survey, elements, is_true, position_of, text};
use crate::naming;

rules! {
    LOCATION = "parameter-location", Generation,
        "a parameter is in the path, the query or a header",
        "the client sends no cookies of its own";
    CONTENT = "parameter-content", Generation,
        "a parameter has a `schema`",
        "a value that is written as a media type of its own cannot be sent";
    KIND = "parameter-kind", Generation,
        "a parameter is a scalar or a list of scalars",
        "there is no one way to write anything else into a path, a query or a header";
    LIST = "parameter-list", Generation,
        "only query parameters are lists",
        "lists in paths and headers are not sent";
    STYLE = "parameter-style", Generation,
        "a parameter has the style `form` in the query and `simple` elsewhere",
        "other styles cannot be sent";
    RESERVED_CHARACTERS = "allow-reserved", Meaning,
        "no parameter has `allowReserved`",
        "values are percent-encoded whatever this says, which services decode all the same";
    TWICE = "parameter-twice", Meaning,
        "no list of parameters has one twice",
        "the later one replaces the earlier one without a word";
    NULLABLE = "parameter-nullable", House,
        "a parameter is not nullable",
        "there is no null in a path, a query or a header: a parameter is there or not";
    LIST_STYLE = "list-style", House,
        "a list in the query spells out `style` and `explode`",
        "whether values are joined or the parameter repeated is easily read past when it is a default";
    IGNORED_HEADER = "ignored-header", House,
        "`Accept`, `Content-Type` and `Authorization` are no parameters",
        "OpenAPI has media types and security schemes for them, and ignores parameters of these names";
    HEADER_NAME = "header-name", Generation,
        "the name of a header is made of letters, digits and `!#$%&'*+-.^_`|~`",
        "HTTP has no other header names";
    SENT_HEADER = "sent-header", Generation,
        "`x-sent-by: client` is for required headers with a `default` and an `enum`",
        "the client sends the default by itself, and the enum says what it may be replaced with";
    CLASH = "name-clash-parameter", House,
        "the parameters of an operation differ as Rust names",
        "they become arguments and fields in snake case; one of the two would get a number behind its name";
    RESERVED = "reserved-parameter-name", House,
        "no parameter is called `body`, `options` or `self`",
        "the method has another argument of that name, so the parameter would get a number behind its name";
}

/// Headers that OpenAPI 3.0.3 tells to ignore as parameters.
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

/// The styles of OpenAPI 3.0.
const STYLES: [&str; 7] =
    ["deepObject", "form", "label", "matrix", "pipeDelimited", "simple", "spaceDelimited"];

/// What a method's other arguments are called.
const ARGUMENTS: [&str; 3] = ["body", "options", "self"];

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    for parameter in &survey.parameters {
        if parameter.get("x-sent-by").is_some() {
            sent_header(survey.document, parameter, findings);
        } else {
            written(survey.document, parameter, findings);
        }
        if text(parameter, "in") == Some("header") {
            header(parameter, findings);
        }
    }
    for operation in &survey.operations {
        names(operation, findings);
        for holder in [&operation.path.node, operation.node()] {
            twice(survey.document, holder, findings);
        }
    }
}

fn name(parameter: &Node) -> &str {
    text(parameter, "name").unwrap_or_default()
}

fn written(document: &Document, parameter: &Node, findings: &mut Findings<'_>) {
    let (name, place) = (name(parameter), text(parameter, "in").unwrap_or_default());
    if place == "cookie" {
        findings
            .add(&LOCATION, position_of(parameter, "in"), format!("parameter `{name}` is a cookie"))
            .fix("leave it out if it is optional, or set the header `Cookie` of the client");
        return;
    }
    if !matches!(place, "path" | "query" | "header") || ignored(parameter) {
        return;
    }
    let Some(schema) = parameter.get("schema") else {
        findings
            .add(&CONTENT, position_of(parameter, "content"), format!("parameter `{name}` has no `schema`"))
            .fix("describe its text: `schema: { type: string }`");
        return;
    };
    let kind = Kind::of(document, schema);
    let style = text(parameter, "style").unwrap_or(if place == "query" { "form" } else { "simple" });
    let expected = if place == "query" { "form" } else { "simple" };
    // Words that are no style at all are told by the contract.
    if style != expected && STYLES.contains(&style) {
        findings
            .add(
                &STYLE,
                position_of(parameter, "style"),
                format!("parameter `{name}` in the {place} has the style `{style}`"),
            )
            .fix(format!("write `style: {expected}`, or describe its text: `schema: {{ type: string }}`"));
        return;
    }
    match kind {
        Kind::Scalar => {}
        Kind::Array if place != "query" => {
            findings
                .add(
                    &LIST,
                    position_of(parameter, "schema"),
                    format!("parameter `{name}` in the {place} is a list"),
                )
                .fix("describe its text: `schema: { type: string }`");
        }
        Kind::Array => list(document, parameter, schema, findings),
        Kind::Object | Kind::Union | Kind::Any => {
            findings
                .add(
                    &KIND,
                    position_of(parameter, "schema"),
                    format!("parameter `{name}` is {}", kind.words()),
                )
                .fix("describe its text: `schema: { type: string }`");
        }
    }
    if is_true(parameter, "allowReserved") {
        findings
            .add(
                &RESERVED_CHARACTERS,
                position_of(parameter, "allowReserved"),
                format!("parameter `{name}` allows reserved characters"),
            )
            .fix("remove it");
    }
    if let Some(nullable) = keyword(document, schema, "nullable").filter(|flag| flag.as_bool() == Some(true))
    {
        findings
            .add(&NULLABLE, nullable.position, format!("parameter `{name}` is nullable"))
            .fix("remove it");
    }
}

fn list(document: &Document, parameter: &Node, schema: &Node, findings: &mut Findings<'_>) {
    let name = name(parameter);
    let kind = keyword(document, schema, "items").map_or(Kind::Any, |items| Kind::of(document, items));
    if kind != Kind::Scalar {
        findings
            .add(
                &KIND,
                position_of(parameter, "schema"),
                format!("each element of parameter `{name}` is {}", kind.words()),
            )
            .fix("describe the elements: `items: { type: string }`");
    }
    if parameter.get("style").is_none() || parameter.get("explode").is_none() {
        findings
            .add(
                &LIST_STYLE,
                position_of(parameter, "name"),
                format!("list `{name}` leaves its form to the default"),
            )
            .fix("write `style: form` and `explode: false` (joined by commas) or `true` (repeated)");
    }
}

fn ignored(parameter: &Node) -> bool {
    text(parameter, "in") == Some("header")
        && IGNORED.contains(&name(parameter).to_ascii_lowercase().as_str())
}

fn header(parameter: &Node, findings: &mut Findings<'_>) {
    let name = name(parameter);
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        findings
            .add(&HEADER_NAME, position_of(parameter, "name"), format!("`{name}` is no name of a header"))
            .fix("write the name alone, without a colon or a value");
    } else if ignored(parameter) {
        findings
            .add(&IGNORED_HEADER, position_of(parameter, "name"), format!("`{name}` is a parameter"))
            .fix("remove it; describe tokens under `components.securitySchemes`");
    }
}

/// A header that the client sends by itself.
fn sent_header(document: &Document, parameter: &Node, findings: &mut Findings<'_>) {
    let position = position_of(parameter, "x-sent-by");
    let default = parameter.get("schema").and_then(|schema| keyword(document, schema, "default"));
    let values = parameter.get("schema").and_then(|schema| keyword(document, schema, "enum"));
    let is_scalar = |node: &Node| node.as_array().is_none() && node.as_object().is_none() && !node.is_null();
    let (wrong, fix) = if text(parameter, "x-sent-by") != Some("client") {
        ("has an `x-sent-by` that is not `client`", "write `x-sent-by: client`, or leave it out")
    } else if text(parameter, "in") != Some("header") {
        ("is sent by the client but is no header", "write `in: header`, or leave `x-sent-by` out")
    } else if !is_true(parameter, "required") {
        (
            "is sent by the client but not required",
            "write `required: true`; a header that may be left out is the caller's",
        )
    } else if !default.is_some_and(is_scalar) {
        ("is sent by the client but has no value to send", "give its schema a `default`")
    } else if values.is_none() {
        ("is sent by the client but does not list its values", "give its schema an `enum`")
    } else {
        return;
    };
    findings.add(&SENT_HEADER, position, format!("`{}` {wrong}", name(parameter))).fix(fix);
}

fn names(operation: &Operation<'_>, findings: &mut Findings<'_>) {
    if !findings.wants(&CLASH) {
        return;
    }
    let mut seen: HashMap<String, &Parameter<'_>> = HashMap::new();
    let given = operation.parameters.iter().filter(|parameter| parameter.node.get("x-sent-by").is_none());
    for parameter in given.filter(|parameter| !ignored(parameter.node)) {
        let Some(wire) = parameter.name() else { continue };
        let name = naming::value_name(wire);
        if ARGUMENTS.contains(&name.trim_end_matches('_')) {
            findings
                .add(
                    &RESERVED,
                    parameter.listed.position,
                    format!("parameter `{wire}` has the name of another argument"),
                )
                .fix("leave it out if it is optional: the name goes over the wire, so only the service could change it");
        } else if let Some(other) = seen.get(&name) {
            if other.name() == Some(wire) && other.location() == parameter.location() {
                // The same one twice, which has a rule of its own.
                continue;
            }
            let other_wire = other.name().unwrap_or_default();
            findings
                .add(
                    &CLASH,
                    parameter.listed.position,
                    format!(
                        "parameters `{wire}` and `{other_wire}` of {} are both `{name}`",
                        operation.title()
                    ),
                )
                .related(other.listed.position, "the other one")
                .fix("leave one of the two out");
        } else {
            seen.insert(name, parameter);
        }
    }
}

fn twice(document: &Document, holder: &Node, findings: &mut Findings<'_>) {
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    for listed in elements(holder, "parameters") {
        let parameter = document.resolve(listed);
        let (Some(name), Some(place)) = (text(parameter, "name"), text(parameter, "in")) else { continue };
        if !seen.insert((place, name)) {
            findings
                .add(&TWICE, listed.position, format!("{place} parameter `{name}` stands twice in this list"))
                .fix("remove one of the two");
        }
    }
}
