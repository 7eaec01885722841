//! What schemas say: keywords that would be lost, and how our own schemas are written.

use std::collections::{HashMap, HashSet};

use game_achievements_contract::document::Document;
use game_achievements_contract::source::{Entry, Node, Object, Value};

use super::findings::Findings;
use super::kinds::{each_part, keyword, properties};
use super::rule::rules;
use super::survey::{Site, Spot, Survey, elements, is_true, members, position_of, text};

rules! {
    MISPLACED = "misplaced-keyword", Meaning,
        "a keyword of a schema says something about its `type`",
        "values of this type always fit it, so it says nothing; one of the two is probably wrong";
    ALL_OF_CONFLICT = "all-of-conflict", Meaning,
        "a property has one type in all members of an `allOf`",
        "no value fits both, and the last one would win without a word";
    INLINE_TITLE = "inline-title", House,
        "only components have a `title`",
        "the generator takes two inline schemas of one title for one type and drops the second";
    NOT = "schema-not", Meaning,
        "no schema has `not`",
        "Rust has no type for what a value is not, so it is left out";
    NULLABLE_REFERENCE = "nullable-beside-reference", Meaning,
        "`nullable` does not stand beside a `$ref`",
        "OpenAPI 3.0 lets tools ignore it there, and most do";
    REQUIRED_UNKNOWN = "required-unknown", House,
        "`required` names properties that the schema has",
        "a property without a schema can hold anything, and is usually a misspelled one";
    TYPE_MISSING = "type-missing", House,
        "a schema has a `type`, or is made of others",
        "without one any JSON value fits";
    ITEMS_MISSING = "items-missing", House,
        "an array has `items`",
        "without them an element is any JSON value";
    READ_ONLY = "read-only-in-request", Meaning,
        "a schema that requests carry requires no property that is `readOnly`",
        "callers would have to give a value that the service ignores or refuses";
    WRITE_ONLY = "write-only-in-answer", Meaning,
        "a schema that answers carry requires no property that is `writeOnly`",
        "the service never sends it, so no answer could be read";
    BOUND = "bound-in-answer", House,
        "a schema that answers carry has no bounds",
        "bounds are for what we send; a service that sends more one day should not look broken";
    REPEATED = "repeated-schema", House,
        "the same inline schema is not written twice",
        "each would become a type of its own, and a change to one would miss the other";
}

/// Keywords that bound values.
const BOUNDS: [&str; 13] = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    for site in &survey.schemas {
        lost(survey, site, findings);
        style(survey, site, findings);
    }
    if findings.wants(&REPEATED) {
        repeated(survey, findings);
    }
}

fn lost(survey: &Survey<'_>, site: &Site<'_>, findings: &mut Findings<'_>) {
    let node = site.node;
    if node.get("not").is_some() {
        findings
            .add(&NOT, position_of(node, "not"), "a schema with `not`")
            .fix("remove it, and say in the `description` what is not allowed");
    }
    if node.get("$ref").is_some() && is_true(node, "nullable") {
        findings
            .add(&NULLABLE_REFERENCE, position_of(node, "nullable"), "`nullable` beside a `$ref`")
            .fix("wrap the reference: `nullable: true` and `allOf: [{ $ref: … }]`");
    }
    misplaced(node, findings);
    conflicts(survey.document, node, findings);
    for name in elements(node, "required").iter().filter_map(|name| Some((name, name.as_str()?))) {
        let (position, name) = (name.0.position, name.1);
        let Some(property) = node.get("properties").and_then(|properties| properties.get(name)) else {
            continue;
        };
        let property = survey.document.resolve(property);
        if is_true(property, "readOnly") && survey.is_in_requests(node) {
            findings
                .add(&READ_ONLY, position, format!("`{name}` is required, but `readOnly`"))
                .fix("give requests a schema of their own without it");
        }
        if is_true(property, "writeOnly") && survey.is_in_answers(node) {
            findings
                .add(&WRITE_ONLY, position, format!("`{name}` is required, but `writeOnly`"))
                .fix("give answers a schema of their own without it");
        }
    }
}

/// The type that a keyword is about.
fn type_of_keyword(keyword: &str) -> Option<&'static [&'static str]> {
    Some(match keyword {
        "maxLength" | "minLength" | "pattern" => &["string"],
        "exclusiveMaximum" | "exclusiveMinimum" | "maximum" | "minimum" | "multipleOf" => {
            &["integer", "number"]
        }
        "items" | "maxItems" | "minItems" | "uniqueItems" => &["array"],
        "additionalProperties" | "maxProperties" | "minProperties" | "properties" | "required" => &["object"],
        _ => return None,
    })
}

fn misplaced(node: &Node, findings: &mut Findings<'_>) {
    let Some(own) = text(node, "type") else { return };
    for entry in node.as_object().into_iter().flatten() {
        if type_of_keyword(&entry.key).is_some_and(|types| !types.contains(&own)) {
            findings
                .add(&MISPLACED, entry.position, format!("`{}` on a schema of `type: {own}`", entry.key))
                .fix("correct the `type`, or remove the keyword");
        }
    }
}

/// Properties that members of an `allOf` declare with different types.
fn conflicts(document: &Document, node: &Node, findings: &mut Findings<'_>) {
    if node.get("allOf").is_none() {
        return;
    }
    let mut seen: HashMap<&str, (&Entry, &str)> = HashMap::new();
    each_part(document, node, |part| {
        for property in members(part, "properties") {
            let Some(kind) = keyword(document, &property.node, "type").and_then(Node::as_str) else {
                continue;
            };
            let (first, first_kind) = *seen.entry(&property.key).or_insert((property, kind));
            let are_numbers = matches!((kind, first_kind), ("integer", "number") | ("number", "integer"));
            if kind != first_kind && !are_numbers {
                findings
                    .add(
                        &ALL_OF_CONFLICT,
                        property.position,
                        format!(
                            "`{}` is of `type: {kind}` here and of `type: {first_kind}` elsewhere",
                            property.key
                        ),
                    )
                    .related(first.position, "the other one")
                    .fix("leave one of the two out");
            }
        }
    });
}

fn style(survey: &Survey<'_>, site: &Site<'_>, findings: &mut Findings<'_>) {
    if !findings.wants(&INLINE_TITLE) {
        return;
    }
    let node = site.node;
    if node.get("title").is_some() && !matches!(site.spot, Spot::Component(_)) {
        findings
            .add(&INLINE_TITLE, position_of(node, "title"), "an inline schema with a `title`")
            .fix("remove it, or make the schema a component of that name");
    }
    required_unknown(survey, site, findings);
    let says_something = ["$ref", "type", "allOf", "anyOf", "oneOf", "not", "enum"];
    let is_part = matches!(site.spot, Spot::Member | Spot::Not);
    if !is_part && !says_something.iter().any(|key| node.get(key).is_some()) {
        findings
            .add(&TYPE_MISSING, node.position, "a schema without a `type`")
            .fix("write what is sent: `type: string`");
    } else if text(node, "type") == Some("array") && node.get("items").is_none() {
        findings
            .add(&ITEMS_MISSING, position_of(node, "type"), "an array without `items`")
            .fix("write what the elements are: `items: { type: string }`");
    }
    if survey.is_in_answers(node) {
        for entry in node.as_object().into_iter().flatten().filter(|entry| BOUNDS.contains(&&*entry.key)) {
            findings
                .add(&BOUND, entry.position, format!("`{}` on a schema that answers carry", entry.key))
                .fix("remove it, or give requests a schema of their own");
        }
    }
}

fn required_unknown(survey: &Survey<'_>, site: &Site<'_>, findings: &mut Findings<'_>) {
    let required = elements(site.node, "required");
    if required.is_empty() {
        return;
    }
    // What a member of a composition requires may be declared beside it.
    let mut whole = site;
    while let (Spot::Member, Some(parent)) = (whole.spot, whole.parent) {
        whole = &survey.schemas[parent];
    }
    let known: HashSet<&str> = properties(survey.document, whole.node)
        .iter()
        .chain(&properties(survey.document, site.node))
        .map(|p| &*p.key)
        .collect();
    for name in required {
        let Some(text) = name.as_str() else { continue };
        if !known.contains(text) {
            findings
                .add(&REQUIRED_UNKNOWN, name.position, format!("`{text}` is required but no property"))
                .fix("add the property, or correct the name");
        }
    }
}

fn repeated(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    let mut seen: HashMap<String, &Site<'_>> = HashMap::new();
    for site in survey.schemas.iter().filter(|site| is_type(site.node)) {
        let mut shape = String::new();
        write_shape(site.node, &mut shape);
        let Some(first) = seen.get(&shape) else {
            seen.insert(shape, site);
            continue;
        };
        // Two components may mean different things that look alike for now.
        if matches!(site.spot, Spot::Component(_)) {
            continue;
        }
        let (what, fix) = match first.spot {
            Spot::Component(entry) => {
                (format!("this is the component `{}` once more", entry.key), "refer to it with a `$ref`")
            }
            _ => (
                "this schema is written twice".to_owned(),
                "make it a component and refer to it with a `$ref`",
            ),
        };
        findings
            .add(&REPEATED, site.node.position, what)
            .related(first.node.position, "it stands here first")
            .fix(fix);
    }
}

/// Whether a schema has a type of its own in Rust.
pub(super) fn is_type(schema: &Node) -> bool {
    let has_properties =
        schema.get("properties").and_then(Node::as_object).is_some_and(|all| !all.is_empty());
    has_properties || is_text_enum(schema) || elements(schema, "oneOf").len() > 1
}

/// Whether the values of a schema are some texts.
pub(super) fn is_text_enum(schema: &Node) -> bool {
    let values = elements(schema, "enum");
    values.iter().any(|value| value.as_str().is_some())
        && values.iter().all(|value| value.as_str().is_some() || value.is_null())
}

/// A schema without what it says to readers; the same for schemas that differ in the order of their keys.
fn write_shape(node: &Node, shape: &mut String) {
    match &node.value {
        Value::Array(elements) => {
            shape.push('[');
            for element in elements {
                write_shape(element, shape);
                shape.push(',');
            }
            shape.push(']');
        }
        Value::Object(object) => {
            shape.push('{');
            for entry in sorted(object) {
                // A property called `description` has a schema, and that is no text.
                let is_note = matches!(&*entry.key, "description" | "deprecated" | "nullable")
                    && entry.node.as_object().is_none();
                if !is_note {
                    shape.push_str(&entry.key);
                    shape.push(':');
                    write_shape(&entry.node, shape);
                    shape.push(',');
                }
            }
            shape.push('}');
        }
        _ => shape.push_str(&node.to_json().to_string()),
    }
}

fn sorted(object: &Object) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = object.iter().collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    entries
}
