//! Edits that put things elsewhere or call them something else, and so change nothing on the wire.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::places::{Kind, edited, places};

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

pub(crate) fn as_component(document: &Json, pointer: &str) -> Option<String> {
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

/// A part of an operation, as a component of a section.
pub(crate) fn part_as_component(document: &Json, pointer: &str, section: &str) -> Option<String> {
    let mut copy = document.clone();
    let value = copy.pointer_mut(pointer)?.take();
    let reference = component(&mut copy, section, value);
    *copy.pointer_mut(pointer)? = reference;
    Some(copy.to_string())
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What all operations of a path have moves to the path.
pub(crate) fn to_path(document: &Json, pointer: &str) -> Option<String> {
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
pub(crate) fn to_operations(document: &Json, pointer: &str) -> Option<String> {
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
pub(crate) fn rename_variables(document: &Json, pointer: &str) -> Option<String> {
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
pub(crate) fn rename_component(document: &Json, name: &str) -> Option<String> {
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
pub(crate) fn references(document: &Json) -> Vec<(String, Json)> {
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

/// What holds for the whole document, said at an operation.
pub(crate) fn from_the_document(document: &Json, pointer: &str, key: &str) -> Option<String> {
    let common = match (key, document.get(key)) {
        (_, Some(common)) => common.clone(),
        ("security", None) => json!([]),
        _ => return None,
    };
    edited(document, pointer, |operation| {
        let is_said = operation.get(key).is_some();
        operation[key] = if is_said { operation[key].take() } else { common };
        !is_said
    })
}

/// The scheme and all that asks for it.
pub(crate) fn rename_scheme(document: &Json, name: &str) -> Option<String> {
    fn rename(node: &mut Json, name: &str) {
        match node {
            Json::Object(members) => {
                for (key, value) in members.iter_mut() {
                    match (key.as_str(), value.as_array_mut()) {
                        ("security", Some(ways)) => {
                            for way in ways.iter_mut().filter_map(Json::as_object_mut) {
                                if let Some(scopes) = way.remove(name) {
                                    way.insert(format!("Renamed{name}"), scopes);
                                }
                            }
                        }
                        _ => rename(value, name),
                    }
                }
            }
            Json::Array(elements) => elements.iter_mut().for_each(|element| rename(element, name)),
            _ => {}
        }
    }
    let mut copy = document.clone();
    let schemes = copy.pointer_mut("/components/securitySchemes")?.as_object_mut()?;
    let scheme = schemes.remove(name)?;
    schemes.insert(format!("Renamed{name}"), scheme);
    rename(&mut copy, name);
    Some(copy.to_string())
}
