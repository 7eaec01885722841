//! Edits that change nothing on the wire.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::Planned;
use crate::moved::{
    as_component, from_the_document, part_as_component, references, rename_component, rename_scheme,
    rename_variables, to_operations, to_path,
};
use crate::places::{Kind, edited, places};

/// All edits at all places.
pub(crate) fn edits<'d>(document: &'d Json) -> Vec<Planned<'d>> {
    let mut planned = vec![
        whole("order of everything", move || Some(reversed(document, true))),
        whole("order of keys", move || Some(reversed(document, false))),
        // JSON with a comment is YAML.
        whole("YAML", move || Some(format!("# YAML\n{document}"))),
        whole("defaults spelled out everywhere", move || {
            let mut copy = document.clone();
            for place in places(document) {
                copy.pointer_mut(&place.pointer).map(|node| spell_out(place.kind, node));
            }
            Some(copy.to_string())
        }),
    ];
    for place in places(document) {
        let pointer = place.pointer.clone();
        let mut plan = |kind: &'static str, make: Box<dyn Fn() -> Option<String> + 'd>| {
            planned.push(Planned { kind, at: place.pointer.clone(), make });
        };
        let (at, kind) = (pointer.clone(), place.kind);
        plan("defaults spelled out", Box::new(move || edited(document, &at, |node| spell_out(kind, node))));
        match place.kind {
            Kind::Schema => {
                if is_inline(&pointer) {
                    let at = pointer.clone();
                    plan("inline schema as a component", Box::new(move || as_component(document, &at)));
                }
                type Make = fn(&mut Json) -> bool;
                let makes: [(&str, Make); 4] = [
                    ("allOf of one", wrap),
                    ("object split into an allOf", split),
                    ("other members as an empty schema", open),
                    ("whole numbers with a fraction", fractions),
                ];
                for (kind, make) in makes {
                    let at = pointer.clone();
                    plan(kind, Box::new(move || edited(document, &at, make)));
                }
            }
            Kind::Parameter | Kind::Body | Kind::Answer | Kind::Header if is_inline(&pointer) => {
                let at = pointer.clone();
                let (kind, section) = match place.kind {
                    Kind::Parameter => ("parameter as a component", "parameters"),
                    Kind::Body => ("body as a component", "requestBodies"),
                    Kind::Answer => ("answer as a component", "responses"),
                    _ => ("header as a component", "headers"),
                };
                plan(kind, Box::new(move || part_as_component(document, &at, section)));
            }
            Kind::Operation => {
                for (kind, key) in
                    [("security at the operation", "security"), ("servers at the operation", "servers")]
                {
                    let at = pointer.clone();
                    plan(kind, Box::new(move || from_the_document(document, &at, key)));
                }
            }
            Kind::Path => {
                let at = pointer.clone();
                plan("parameters to the path", Box::new(move || to_path(document, &at)));
                let at = pointer.clone();
                plan("parameters to the operations", Box::new(move || to_operations(document, &at)));
                let at = pointer.clone();
                plan("path variable renamed", Box::new(move || rename_variables(document, &at)));
            }
            _ => {}
        }
    }
    for name in document["components"]["schemas"].as_object().into_iter().flatten().map(|(name, _)| name) {
        let at = format!("/components/schemas/{name}");
        let make = move || rename_component(document, name);
        planned.push(Planned { kind: "component renamed", at, make: Box::new(make) });
    }
    for name in
        document["components"]["securitySchemes"].as_object().into_iter().flatten().map(|(name, _)| name)
    {
        let at = format!("/components/securitySchemes/{name}");
        planned.push(Planned {
            kind: "scheme renamed",
            at,
            make: Box::new(move || rename_scheme(document, name)),
        });
    }
    for (pointer, target) in references(document) {
        let at = pointer.clone();
        let make = move || edited(document, &pointer, |node| replace(node, target.clone()));
        planned.push(Planned { kind: "reference written out", at, make: Box::new(make) });
    }
    planned
}

fn whole<'d>(kind: &'static str, make: impl Fn() -> Option<String> + 'd) -> Planned<'d> {
    Planned { kind, at: "#".into(), make: Box::new(make) }
}

fn replace(node: &mut Json, with: Json) -> bool {
    *node = with;
    true
}

fn is_inline(pointer: &str) -> bool {
    !pointer.starts_with("/components") || pointer.split('/').count() > 4
}

/// Keys in reverse order, and with them all lists whose order means nothing.
fn reversed(document: &Json, lists: bool) -> String {
    fn write(json: &Json, key: &str, lists: bool, is_data: bool, out: &mut String) {
        match json {
            Json::Object(members) => {
                out.push('{');
                for (at, (name, value)) in members.iter().rev().enumerate() {
                    let _ = write!(out, "{}{}:", if at == 0 { "" } else { "," }, Json::from(name.as_str()));
                    let is_names =
                        matches!(key, "properties" | "schemas" | "parameters" | "headers" | "responses");
                    let is_data = is_data
                        || !is_names
                            && (matches!(name.as_str(), "example" | "default" | "value")
                                || name.starts_with("x-"));
                    let name = if is_names { "" } else { name };
                    write(value, name, lists, is_data, out);
                }
                out.push('}');
            }
            Json::Array(elements) => {
                let turns = lists
                    && !is_data
                    && matches!(
                        key,
                        "enum" | "required" | "parameters" | "oneOf" | "anyOf" | "allOf" | "security"
                    );
                let mut elements: Vec<&Json> = elements.iter().collect();
                if turns {
                    elements.reverse();
                }
                out.push('[');
                for (at, element) in elements.into_iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    write(element, "", lists, is_data, out);
                }
                out.push(']');
            }
            plain => {
                let _ = write!(out, "{plain}");
            }
        }
    }
    let mut out = String::new();
    write(document, "", lists, false, &mut out);
    out
}

fn spell_out(kind: Kind, node: &mut Json) -> bool {
    let style = match node["in"].as_str() {
        Some("query" | "cookie") => "form",
        _ => "simple",
    };
    let mut defaults: Vec<(&str, Json)> = Vec::new();
    match kind {
        Kind::Parameter | Kind::Header => {
            defaults.extend([("required", json!(false)), ("deprecated", json!(false))]);
            if node.get("schema").is_some() {
                let style = node.get("style").cloned().unwrap_or(json!(style));
                defaults.extend([("explode", json!(style == "form")), ("allowReserved", json!(false))]);
                defaults.push(("style", style));
            }
        }
        Kind::Body => defaults.push(("required", json!(false))),
        Kind::Operation => defaults.push(("deprecated", json!(false))),
        Kind::Schema => {
            for key in ["nullable", "readOnly", "writeOnly", "deprecated", "uniqueItems"] {
                defaults.push((key, json!(false)));
            }
            match node["type"].as_str() {
                Some("object") => {
                    defaults.extend([("additionalProperties", json!(true)), ("minProperties", json!(0))])
                }
                Some("array") => defaults.push(("minItems", json!(0))),
                Some("string") => defaults.push(("minLength", json!(0))),
                Some("integer" | "number") => {
                    for (bound, key) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
                        if node.get(bound).is_some() {
                            defaults.push((key, json!(false)));
                        }
                    }
                }
                _ => {}
            }
        }
        _ => return false,
    }
    let Some(members) = node.as_object_mut() else { return false };
    let before = members.len();
    for (key, value) in defaults {
        members.entry(key).or_insert(value);
    }
    members.len() > before
}

fn wrap(node: &mut Json) -> bool {
    let inner = node.take();
    *node = json!({ "allOf": [inner] });
    true
}

/// The first property goes into a schema of its own.
fn split(node: &mut Json) -> bool {
    let Some(members) = node.as_object_mut() else { return false };
    let is_plain = [
        "allOf",
        "oneOf",
        "anyOf",
        "discriminator",
        "additionalProperties",
        "minProperties",
        "maxProperties",
    ]
    .iter()
    .all(|key| !members.contains_key(*key));
    let Some(properties) = members.get_mut("properties").and_then(Json::as_object_mut).filter(|_| is_plain)
    else {
        return false;
    };
    let Some(first) = properties.keys().next().cloned() else { return false };
    let mut part = json!({ "type": "object", "properties": { first.clone(): properties.remove(&first) } });
    if let Some(required) = members.get_mut("required").and_then(Json::as_array_mut)
        && let Some(at) = required.iter().position(|name| *name == *first)
    {
        required.remove(at);
        part["required"] = json!([first]);
    }
    members.insert("allOf".into(), json!([part]));
    true
}

fn open(node: &mut Json) -> bool {
    let is_object = node["type"] == "object" && node.get("additionalProperties").is_none();
    if is_object {
        node["additionalProperties"] = json!({});
    }
    is_object
}

fn fractions(node: &mut Json) -> bool {
    let mut found = false;
    for key in [
        "minimum",
        "maximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "maxProperties",
    ] {
        if let Some(bound) = node.get_mut(key)
            && let Some(whole) = bound.as_i64()
        {
            *bound = json!(whole as f64);
            found = true;
        }
    }
    found
}
