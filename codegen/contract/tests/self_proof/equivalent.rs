//! Edits that change nothing on the wire.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::Planned;
use crate::places::{Kind, edited, places};

/// All edits at all places.
pub(crate) fn edits<'d>(document: &'d Json) -> Vec<Planned<'d>> {
    let mut planned = vec![
        whole("order of everything", move || Some(reversed(document, true))),
        whole("order of keys", move || Some(reversed(document, false))),
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
                let at = pointer.clone();
                plan("allOf of one", Box::new(move || edited(document, &at, wrap)));
            }
            Kind::Parameter if is_inline(&pointer) => {
                let at = pointer.clone();
                plan("parameter as a component", Box::new(move || parameter_as_component(document, &at)));
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

fn component(copy: &mut Json, section: &str, value: Json) -> Json {
    let components = copy["components"].as_object_mut();
    let sections = match components {
        Some(components) => components,
        None => {
            copy["components"] = json!({});
            copy["components"].as_object_mut().expect("just made")
        }
    };
    let section_node = sections.entry(section).or_insert_with(|| json!({}));
    section_node["ANewComponent"] = value;
    json!({ "$ref": format!("#/components/{section}/ANewComponent") })
}

fn as_component(document: &Json, pointer: &str) -> Option<String> {
    let mut copy = document.clone();
    let value = copy.pointer_mut(pointer)?.take();
    // A member of a union with a discriminator would get its name as a tag.
    let (group, _) = pointer.rsplit_once('/')?;
    if let Some(holder) = group.strip_suffix("/oneOf").or_else(|| group.strip_suffix("/anyOf"))
        && copy.pointer(holder)?.get("discriminator").is_some()
    {
        return None;
    }
    let reference = component(&mut copy, "schemas", value);
    *copy.pointer_mut(pointer)? = reference;
    Some(copy.to_string())
}

fn parameter_as_component(document: &Json, pointer: &str) -> Option<String> {
    let mut copy = document.clone();
    let value = copy.pointer_mut(pointer)?.take();
    let reference = component(&mut copy, "parameters", value);
    *copy.pointer_mut(pointer)? = reference;
    Some(copy.to_string())
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What all operations of a path have moves to the path.
fn to_path(document: &Json, pointer: &str) -> Option<String> {
    edited(document, pointer, |path| {
        let lists: Vec<Vec<Json>> = METHODS
            .iter()
            .filter_map(|method| path.get(method))
            .map(|operation| operation["parameters"].as_array().cloned().unwrap_or_default())
            .collect();
        let Some((first, others)) = lists.split_first() else { return false };
        let common: Vec<Json> = first
            .iter()
            .filter(|parameter| others.iter().all(|list| list.contains(parameter)))
            .cloned()
            .collect();
        if common.is_empty() {
            return false;
        }
        for method in METHODS {
            if let Some(own) =
                path.get_mut(method).and_then(|o| o.get_mut("parameters")).and_then(Json::as_array_mut)
            {
                own.retain(|parameter| !common.contains(parameter));
            }
        }
        let mut shared = path["parameters"].as_array().cloned().unwrap_or_default();
        shared.extend(common);
        path["parameters"] = shared.into();
        true
    })
}

/// What the path has moves to its operations.
fn to_operations(document: &Json, pointer: &str) -> Option<String> {
    edited(document, pointer, |path| {
        let Some(Json::Array(shared)) = path.as_object_mut().and_then(|path| path.remove("parameters"))
        else {
            return false;
        };
        for method in METHODS {
            if let Some(operation) = path.get_mut(method) {
                let mut own = operation["parameters"].as_array().cloned().unwrap_or_default();
                own.extend(shared.iter().cloned());
                operation["parameters"] = own.into();
            }
        }
        true
    })
}

/// `{id}` becomes `{id1}`, in the path and in its parameters, which are written out for it.
fn rename_variables(document: &Json, pointer: &str) -> Option<String> {
    let mut copy = document.clone();
    let path = pointer.strip_prefix("/paths/")?.replace("~1", "/").replace("~0", "~");
    let renamed = path.replace('}', "1}");
    if renamed == path {
        return None;
    }
    let mut item = copy["paths"].as_object_mut()?.remove(&path)?;
    let rename = |holder: &mut Json| {
        for parameter in holder.get_mut("parameters").and_then(Json::as_array_mut).into_iter().flatten() {
            if let Some(target) = parameter["$ref"].as_str() {
                *parameter = document
                    .pointer(target.trim_start_matches('#'))
                    .expect("a reference leads somewhere")
                    .clone();
            }
            if parameter["in"] == "path" {
                let name = format!("{}1", parameter["name"].as_str().expect("a name"));
                parameter["name"] = name.into();
            }
        }
    };
    rename(&mut item);
    for method in METHODS {
        if let Some(operation) = item.get_mut(method) {
            rename(operation);
        }
    }
    copy["paths"][renamed] = item;
    Some(copy.to_string())
}

/// The component and all that refers to it; its tag stays what it was.
fn rename_component(document: &Json, name: &str) -> Option<String> {
    fn rename(node: &mut Json, from: &str, to: &str, name: &str) {
        match node {
            Json::Object(members) => {
                for (key, value) in members.iter_mut() {
                    if key == "$ref" && value == from {
                        *value = to.into();
                    } else if key == "mapping" {
                        for target in value.as_object_mut().into_iter().flatten().map(|(_, target)| target) {
                            if *target == *from || *target == *name {
                                *target = to.into();
                            }
                        }
                    } else {
                        rename(value, from, to, name);
                    }
                }
            }
            Json::Array(elements) => elements.iter_mut().for_each(|element| rename(element, from, to, name)),
            _ => {}
        }
    }
    if is_tag(document, name) {
        return None;
    }
    let mut copy = document.clone();
    let schemas = copy["components"]["schemas"].as_object_mut()?;
    let value = schemas.remove(name)?;
    schemas.insert(format!("Renamed{name}"), value);
    let (from, to) = (format!("#/components/schemas/{name}"), format!("#/components/schemas/Renamed{name}"));
    rename(&mut copy, &from, &to, name);
    Some(copy.to_string())
}

/// Whether a discriminator without a mapping for it goes by its name.
fn is_tag(node: &Json, name: &str) -> bool {
    match node {
        Json::Object(members) => {
            let target = format!("#/components/schemas/{name}");
            let of_union = members.get("discriminator").is_some_and(|discriminator| {
                let is_mapped = discriminator["mapping"]
                    .as_object()
                    .is_some_and(|mapping| mapping.values().any(|to| *to == *target || *to == *name));
                let listed =
                    ["oneOf", "anyOf"].iter().filter_map(|key| members.get(*key)?.as_array()).flatten();
                let is_heir = members.get("oneOf").is_none() && members.get("anyOf").is_none();
                !is_mapped && (is_heir || listed.into_iter().any(|member| member["$ref"] == *target))
            });
            of_union || members.values().any(|value| is_tag(value, name))
        }
        Json::Array(elements) => elements.iter().any(|element| is_tag(element, name)),
        _ => false,
    }
}

/// The references to schemas that can be written out: their pointers, and what they lead to.
fn references(document: &Json) -> Vec<(String, Json)> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for place in places(document).into_iter().filter(|place| place.kind == Kind::Schema) {
        let node = document.pointer(&place.pointer).unwrap_or(&Json::Null);
        // Its name is its tag.
        let members: &[&str] =
            if node.get("discriminator").is_some() { &[] } else { &["oneOf", "anyOf", "allOf"] };
        for key in ["properties"].iter().chain(members) {
            let tokens: Vec<String> = match node.get(key) {
                Some(Json::Object(all)) => all.keys().map(|key| crate::places::escaped(key)).collect(),
                Some(Json::Array(all)) => (0..all.len()).map(|at| at.to_string()).collect(),
                _ => continue,
            };
            found.extend(tokens.into_iter().map(|token| format!("{}/{key}/{token}", place.pointer)));
        }
        found.insert(format!("{}/items", place.pointer));
        found.insert(format!("{}/additionalProperties", place.pointer));
    }
    let holders = places(document)
        .into_iter()
        .filter(|place| matches!(place.kind, Kind::Media | Kind::Parameter | Kind::Header));
    found.extend(holders.map(|place| format!("{}/schema", place.pointer)));
    found
        .into_iter()
        .filter_map(|pointer| {
            let node = document.pointer(&pointer)?.as_object()?;
            let target = node.get("$ref").filter(|_| node.len() == 1)?.as_str()?;
            let value = document.pointer(target.trim_start_matches('#'))?;
            // A schema with heirs is told from its copies by them.
            (value.get("discriminator").is_none()).then(|| (pointer, value.clone()))
        })
        .collect()
}
