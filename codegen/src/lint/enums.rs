//! Enums: their values, and the names that the values get.

use std::collections::HashMap;

use game_achievements_contract::source::{Node, Value};

use super::findings::Findings;
use super::rule::rules;
use super::schemas::is_text_enum;
use super::survey::{Site, Spot, Survey, is_true, position_of, text};
use crate::naming;

rules! {
    EMPTY = "enum-empty", Meaning,
        "an `enum` has a value",
        "no value fits a schema that lists none";
    VALUE_TYPE = "enum-value-type", Generation,
        "the values of an `enum` are of the schema's `type`",
        "a value of another type never fits, and the generator takes it for one that does";
    VALUE_KIND = "enum-value-kind", Meaning,
        "the values of an `enum` of numbers or truth values are such",
        "a value of another type never fits; which ones there are is left to the documentation";
    NOT_TEXT = "enum-not-text", House,
        "the values of an `enum` are texts",
        "Rust enums are made of texts; other values are left to the documentation";
    NULL = "enum-null", House,
        "an `enum` with null is `nullable: true`",
        "readers look for `nullable`, not through the values";
    CLASH = "name-clash-enum-value", House,
        "the values of an `enum` differ as Rust names",
        "they become variants in Pascal case; one of the two would get a number behind its name";
    NAMELESS = "nameless-enum-value", House,
        "each value of an `enum` has an ASCII letter or digit",
        "its variant would be called `X`";
}

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    for site in &survey.schemas {
        let Some(values) = site.node.get("enum").and_then(Node::as_array) else { continue };
        kinds(site, values, findings);
        if is_text_enum(site.node) {
            names(values, findings);
        }
    }
}

fn kinds(site: &Site<'_>, values: &[Node], findings: &mut Findings<'_>) {
    let node = site.node;
    let position = position_of(node, "enum");
    let is_nothing = values.iter().all(Node::is_null);
    if is_nothing {
        findings.add(&EMPTY, position, "an `enum` without a value").fix("list the values, or remove `enum`");
        return;
    }
    let expected = text(node, "type");
    let (fits, quoted): (fn(&Value) -> bool, _) = match expected {
        Some("string") => (|value| matches!(value, Value::String(_)), true),
        Some("integer" | "number") => (|value| matches!(value, Value::Number(_)), false),
        Some("boolean") => (|value| matches!(value, Value::Bool(_)), false),
        Some(_) => (|_| false, false),
        None => (|value| !matches!(value, Value::Array(_) | Value::Object(_)), false),
    };
    if let Some(odd) = values.iter().find(|value| !value.is_null() && !fits(&value.value)) {
        let fix = if quoted {
            "put the value in quotes"
        } else {
            "correct the `type`, or write the value without quotes"
        };
        let kind = expected.map_or_else(String::new, |kind| format!(", but the `type` is `{kind}`"));
        // Types are made of texts alone, so no other value comes to be one.
        let is_left_out = matches!(expected, Some("integer" | "number" | "boolean"));
        findings
            .add(
                if is_left_out { &VALUE_KIND } else { &VALUE_TYPE },
                odd.position,
                format!("a value of this `enum` is {}{kind}", odd.kind()),
            )
            .fix(fix);
        return;
    }
    let kinds = || values.iter().filter(|value| !value.is_null()).map(Node::kind);
    if let Some(odd) = kinds().zip(kinds().skip(1)).find(|(a, b)| a != b) {
        findings
            .add(&VALUE_TYPE, position, format!("this `enum` has {} and {}", odd.0, odd.1))
            .fix("write all values as texts, in quotes");
        return;
    }
    if expected.is_none() && kinds().any(|kind| kind == "a number") {
        findings
            .add(&VALUE_TYPE, position, "an `enum` of numbers without a `type`")
            .help("nothing tells whole numbers from others")
            .fix("write `type: integer` or `type: number`");
        return;
    }
    // The client sends such a header by itself; no type is made of it.
    let is_sent = matches!(site.spot, Spot::Parameter(parameter) if parameter.get("x-sent-by").is_some());
    if !is_sent && values.iter().any(|value| !value.is_null() && value.as_str().is_none()) {
        findings
            .add(&NOT_TEXT, position, "the values of this `enum` are no texts")
            .fix("say in the `description` which values there are");
    }
    if let Some(null) = values.iter().find(|value| value.is_null())
        && !is_true(node, "nullable")
    {
        findings
            .add(&NULL, null.position, "a null among the values")
            .fix("write `nullable: true` beside the `enum`");
    }
}

fn names(values: &[Node], findings: &mut Findings<'_>) {
    if !findings.wants(&CLASH) {
        return;
    }
    let mut seen: HashMap<String, (&str, &Node)> = HashMap::new();
    for value in values {
        let Some(text) = value.as_str() else { continue };
        let name = naming::variant_name(text);
        if !text.contains(|c: char| c.is_ascii_alphanumeric()) {
            findings
                .add(&NAMELESS, value.position, format!("nothing in `{text}` can be a name"))
                .fix("describe it as a text without `enum`, or leave the value out");
        } else if let Some((other, first)) = seen.get(&name).filter(|(other, _)| *other != text) {
            findings
                .add(&CLASH, value.position, format!("the values `{text}` and `{other}` are both `{name}`"))
                .related(first.position, "the other one")
                .fix("if they mean the same, keep one and write `x-case-insensitive: true` or say so in a comment");
        } else {
            seen.entry(name).or_insert((text, value));
        }
    }
}
