//! Edits that change what goes over the wire.

use serde_json::{Value as Json, json};

use crate::Planned;
use crate::places::{Kind, Place, edited, places};

type Make = fn(&mut Json) -> bool;

/// Edits of a schema; each says whether it could be made.
const SCHEMAS: &[(&str, Make)] = &[
    ("schema: nullable", |s| has_type(s, "") && toggle(s, "nullable")),
    ("schema: type", |s| {
        let other = match s["type"].as_str() {
            Some("string") if s.get("enum").is_none() && s.get("default").is_none() => "boolean",
            Some("integer") => "number",
            Some("number" | "boolean") => "string",
            _ => return false,
        };
        set(s, "type", json!(other))
    }),
    ("schema: enum value added", |s| match s.get_mut("enum").and_then(Json::as_array_mut) {
        Some(values) if values.iter().all(Json::is_string) => {
            values.push(json!("ANOTHER"));
            true
        }
        _ => false,
    }),
    ("schema: enum value removed", |s| match s.get_mut("enum").and_then(Json::as_array_mut) {
        Some(values) if values.len() > 1 => values.pop().is_some(),
        _ => false,
    }),
    ("schema: enum added", |s| has_type(s, "string") && add(s, "enum", json!(["ONLY"]))),
    ("schema: enum removed", |s| has_type(s, "") && remove(s, "enum")),
    ("schema: format", |s| has_type(s, "string") && set(s, "format", json!("other"))),
    ("schema: format of a number", |s| {
        let other = if s["format"] == "int64" { "int32" } else { "int64" };
        has_type(s, "integer") && set(s, "format", json!(other))
    }),
    // A published document has `format: null`, which says nothing.
    ("schema: format removed", |s| has_type(s, "") && s["format"].is_string() && remove(s, "format")),
    ("schema: pattern", |s| has_type(s, "string") && add(s, "pattern", json!("^x$"))),
    ("schema: maxLength", |s| has_type(s, "string") && set(s, "maxLength", json!(7))),
    ("schema: minLength", |s| has_type(s, "string") && set(s, "minLength", json!(5))),
    ("schema: minimum", |s| has_number(s) && set(s, "minimum", json!(-7))),
    ("schema: maximum", |s| has_number(s) && set(s, "maximum", json!(77_777))),
    ("schema: exclusiveMinimum", |s| {
        has_number(s) && s.get("minimum").is_some() && toggle(s, "exclusiveMinimum")
    }),
    ("schema: exclusiveMaximum", |s| {
        has_number(s) && s.get("maximum").is_some() && toggle(s, "exclusiveMaximum")
    }),
    ("schema: multipleOf", |s| has_number(s) && add(s, "multipleOf", json!(3))),
    ("schema: maxItems", |s| has_type(s, "array") && set(s, "maxItems", json!(77))),
    ("schema: minItems", |s| has_type(s, "array") && set(s, "minItems", json!(3))),
    ("schema: uniqueItems", |s| has_type(s, "array") && toggle(s, "uniqueItems")),
    ("schema: maxProperties", |s| has_type(s, "object") && set(s, "maxProperties", json!(77))),
    ("schema: minProperties", |s| has_type(s, "object") && set(s, "minProperties", json!(3))),
    ("schema: other members of a type", |s| {
        has_type(s, "object") && add(s, "additionalProperties", json!({ "type": "boolean" }))
    }),
    ("schema: additionalProperties", |s| {
        let closed = s.get("additionalProperties") != Some(&json!(false));
        has_type(s, "object") && set(s, "additionalProperties", json!(!closed))
    }),
    ("schema: property added", |s| match s.get_mut("properties").and_then(Json::as_object_mut) {
        Some(properties) => properties.insert("another".into(), json!({ "type": "string" })).is_none(),
        None => false,
    }),
    ("schema: property removed", |s| match s.get_mut("properties").and_then(Json::as_object_mut) {
        Some(properties) => {
            properties.clone().keys().next().is_some_and(|first| properties.remove(first).is_some())
        }
        None => false,
    }),
    ("schema: property required", |s| {
        let required: Vec<Json> = s["required"].as_array().cloned().unwrap_or_default();
        let optional = s["properties"].as_object().into_iter().flatten().map(|(name, _)| json!(name));
        let Some(name) = optional.into_iter().find(|name| !required.contains(name)) else { return false };
        s["required"] = required.into_iter().chain([name]).collect();
        true
    }),
    ("schema: property optional", |s| match s.get_mut("required").and_then(Json::as_array_mut) {
        Some(required) => {
            let gone = required.pop().is_some();
            if required.is_empty() {
                remove(s, "required");
            }
            gone
        }
        None => false,
    }),
    ("schema: property renamed", |s| match s.get_mut("properties").and_then(Json::as_object_mut) {
        Some(properties) => {
            let Some(last) = properties.keys().next_back().cloned() else { return false };
            let value = properties.remove(&last).expect("it was there");
            properties.insert(format!("{last}Renamed"), value).is_none()
        }
        None => false,
    }),
    ("schema: readOnly", |s| has_type(s, "") && toggle(s, "readOnly")),
    ("schema: writeOnly", |s| has_type(s, "") && toggle(s, "writeOnly")),
    ("schema: deprecated", |s| has_type(s, "") && toggle(s, "deprecated")),
    ("schema: default", |s| has_type(s, "") && set(s, "default", json!("another"))),
    ("schema: xml", |s| has_type(s, "") && add(s, "xml", json!({ "name": "another" }))),
    ("schema: items", |s| {
        has_type(s, "array") && set(s, "items", json!({ "type": "array", "items": { "type": "boolean" } }))
    }),
    ("schema: not", |s| has_type(s, "") && add(s, "not", json!({ "type": "string", "enum": ["NEVER"] }))),
    ("schema: oneOf member added", |s| {
        push(
            s,
            "oneOf",
            json!({ "type": "object", "required": ["q"], "properties": { "q": { "type": "integer" } } }),
        )
    }),
    ("schema: oneOf member removed", |s| pop(s, "oneOf")),
    ("schema: anyOf member added", |s| {
        push(
            s,
            "anyOf",
            json!({ "type": "object", "required": ["q"], "properties": { "q": { "type": "integer" } } }),
        )
    }),
    ("schema: anyOf member removed", |s| pop(s, "anyOf")),
    ("schema: allOf member added", |s| {
        push(
            s,
            "allOf",
            json!({ "type": "object", "required": ["q"], "properties": { "q": { "type": "integer" } } }),
        )
    }),
    ("schema: tag", |s| {
        let Some(mapping) = s.pointer_mut("/discriminator/mapping").and_then(Json::as_object_mut) else {
            return false;
        };
        let Some(first) = mapping.keys().next().cloned() else { return false };
        let target = mapping.remove(&first).expect("it was there");
        mapping.insert(format!("{first}Another"), target).is_none()
    }),
    ("schema: anyOf becomes oneOf", |s| {
        let Some(members) = s.as_object_mut().and_then(|s| s.remove("anyOf")) else { return false };
        set(s, "oneOf", members)
    }),
    ("schema: discriminator", |s| {
        s.get_mut("discriminator").is_some_and(|d| set(d, "propertyName", json!("another")))
    }),
    ("schema: oneOf becomes anyOf", |s| {
        let Some(members) = s.as_object_mut().and_then(|s| s.remove("oneOf")) else { return false };
        set(s, "anyOf", members)
    }),
];

const PARAMETERS: &[(&str, Make)] = &[
    ("parameter: required", |p| p["in"] != "path" && toggle(p, "required")),
    ("parameter: deprecated", |p| toggle(p, "deprecated")),
    ("parameter: renamed", |p| p["in"] != "path" && set(p, "name", json!("another"))),
    ("parameter: moved", |p| {
        let other = if p["in"] == "query" { "header" } else { "query" };
        p["in"] != "path" && set(p, "in", json!(other))
    }),
    ("parameter: allowEmptyValue", |p| p["in"] == "query" && toggle(p, "allowEmptyValue")),
    ("parameter: allowReserved", |p| p["in"] == "query" && toggle(p, "allowReserved")),
    ("parameter: explode", |p| p["in"] == "query" && set(p, "explode", json!(p["explode"] == json!(false)))),
    ("parameter: style", |p| p["in"] == "query" && set(p, "style", json!("pipeDelimited"))),
    ("parameter: as JSON", |p| {
        let Some(schema) = p.as_object_mut().and_then(|p| p.remove("schema")) else { return false };
        remove(p, "style");
        remove(p, "explode");
        set(p, "content", json!({ "application/json": { "schema": schema } }))
    }),
];

const OPERATIONS: &[(&str, Make)] = &[
    ("operation: deprecated", |o| toggle(o, "deprecated")),
    ("operation: parameter added", |o| {
        let parameter = json!({ "name": "another", "in": "query", "schema": { "type": "string" } });
        push(o, "parameters", parameter.clone()) || add(o, "parameters", json!([parameter]))
    }),
    ("operation: parameter removed", |o| {
        let is_free = |p: &Json| p.get("in").is_some_and(|place| place != "path");
        let Some(all) = o.get_mut("parameters").and_then(Json::as_array_mut) else { return false };
        all.iter().position(is_free).is_some_and(|at| !all.remove(at).is_null())
    }),
    ("operation: body removed", |o| remove(o, "requestBody")),
    ("operation: body added", |o| {
        add(
            o,
            "requestBody",
            json!({ "content": { "application/json": { "schema": { "type": "string" } } } }),
        )
    }),
    ("operation: answer added", |o| {
        o.get_mut("responses").is_some_and(|r| add(r, "418", json!({ "description": "A teapot" })))
    }),
    ("operation: answer removed", |o| {
        let Some(all) = o.get_mut("responses").and_then(Json::as_object_mut) else { return false };
        all.clone().keys().next().is_some_and(|first| all.remove(first).is_some())
    }),
    ("operation: status", |o| {
        let Some(all) = o.get_mut("responses").and_then(Json::as_object_mut) else { return false };
        let Some(first) = all.keys().next().cloned() else { return false };
        let answer = all.remove(&first).expect("it was there");
        all.insert(if first.starts_with('2') { "299" } else { "499" }.into(), answer).is_none()
    }),
    ("operation: security", |o| set(o, "security", json!([]))),
    ("operation: scope", |o| set(o, "security", json!([{ "undefined": ["scope"] }]))),
    ("operation: servers", |o| set(o, "servers", json!([{ "url": "https://another.example.com/base" }]))),
    ("operation: callback", |o| {
        let call = json!({ "post": { "responses": { "200": { "description": "d" } } } });
        add(o, "callbacks", json!({ "c": { "{$url}": call } }))
    }),
];

const BODIES: &[(&str, Make)] = &[
    ("body: required", |b| toggle(b, "required")),
    ("body: media type", rename_media),
    ("body: media type added", add_media),
];

const ANSWERS: &[(&str, Make)] = &[
    ("answer: media type", rename_media),
    ("answer: media type added", add_media),
    ("answer: body removed", |a| remove(a, "content")),
    ("answer: header removed", |a| {
        let Some(headers) = a.get_mut("headers").and_then(Json::as_object_mut) else { return false };
        headers.keys().next().cloned().is_some_and(|first| headers.remove(&first).is_some())
    }),
    ("answer: header renamed", |a| {
        let Some(headers) = a.get_mut("headers").and_then(Json::as_object_mut) else { return false };
        let Some(first) = headers.keys().next().cloned() else { return false };
        let header = headers.remove(&first).expect("it was there");
        headers.insert(format!("{first}-Another"), header).is_none()
    }),
    ("answer: header added", |a| {
        let header = json!({ "X-Another": { "schema": { "type": "string" } } });
        match a.get_mut("headers").and_then(Json::as_object_mut) {
            Some(headers) => headers.insert("X-Another".into(), header["X-Another"].clone()).is_none(),
            None => add(a, "headers", header),
        }
    }),
];

const DOCUMENTS: &[(&str, Make)] = &[
    ("document: security", |d| set(d, "security", json!([{ "undefined": [] }]))),
    ("document: server", |d| set(d, "servers", json!([{ "url": "https://another.example.com/base" }]))),
    ("document: scheme", |d| {
        let first = d["security"][0].as_object().and_then(|way| Some(way.keys().next()?.clone()));
        let another = json!({ "type": "apiKey", "in": "query", "name": "another" });
        first.is_some_and(|first| {
            d["components"]["securitySchemes"]
                .as_object_mut()
                .is_some_and(|schemes| schemes.insert(first, another).is_some())
        })
    }),
];

const HEADERS: &[(&str, Make)] =
    &[("header: required", |h| toggle(h, "required")), ("header: deprecated", |h| toggle(h, "deprecated"))];

const MEDIA: &[(&str, Make)] = &[
    ("media: schema removed", |m| m["schema"] != json!({}) && remove(m, "schema")),
    ("media: encoding", |m| add(m, "encoding", json!({ "another": { "contentType": "text/another" } }))),
];

const PATHS: &[(&str, Make)] = &[
    ("path: operation removed", |p| {
        ["get", "post", "patch", "delete"].iter().any(|method| remove(p, method))
    }),
    ("path: operation added", |p| add(p, "trace", json!({ "responses": { "200": { "description": "d" } } }))),
];

/// All edits at all places.
pub(crate) fn edits(document: &Json) -> Vec<Planned<'_>> {
    let mut planned: Vec<Planned<'_>> = Vec::new();
    for place in places(document) {
        let makes = match place.kind {
            Kind::Document => DOCUMENTS,
            Kind::Path => PATHS,
            Kind::Operation => OPERATIONS,
            Kind::Parameter => PARAMETERS,
            Kind::Body => BODIES,
            Kind::Answer => ANSWERS,
            Kind::Header => HEADERS,
            Kind::Media => MEDIA,
            Kind::Schema => SCHEMAS,
        };
        for (kind, make) in makes {
            if !changes_nothing(document, &place, kind) && can(document, &place, *make) {
                planned.push(plan(document, &place, kind, *make));
            }
        }
        if place.kind == Kind::Path {
            let at = place.pointer.clone();
            let make = Box::new(move || move_path(document, &at));
            planned.push(Planned { kind: "path: moved", at: place.pointer, make });
        }
    }
    planned
}

fn move_path(document: &Json, pointer: &str) -> Option<String> {
    let path = pointer.strip_prefix("/paths/")?.replace("~1", "/").replace("~0", "~");
    let mut copy = document.clone();
    let item = copy["paths"].as_object_mut()?.remove(&path)?;
    copy["paths"][format!("{path}/another")] = item;
    Some(copy.to_string())
}

fn can(document: &Json, place: &Place, make: Make) -> bool {
    document.pointer(&place.pointer).is_some_and(|node| make(&mut node.clone()))
}

fn plan<'d>(document: &'d Json, place: &Place, kind: &'static str, make: Make) -> Planned<'d> {
    let pointer = place.pointer.clone();
    Planned { kind, at: place.pointer.clone(), make: Box::new(move || edited(document, &pointer, make)) }
}

/// Edits that are none where they are made.
fn changes_nothing(document: &Json, place: &Place, kind: &str) -> bool {
    let node = document.pointer(&place.pointer).unwrap_or(&Json::Null);
    match kind {
        // One member of an `allOf` that allows null allows none.
        "schema: nullable" => {
            place.in_all_of
                || node.get("enum").is_some_and(|v| v.as_array().is_some_and(|v| v.contains(&Json::Null)))
        }
        // The holder of an `allOf` may say it already, and so may a member.
        "schema: deprecated" | "schema: readOnly" | "schema: writeOnly" if place.in_all_of => true,
        "schema: deprecated" | "schema: readOnly" | "schema: writeOnly" => {
            let keyword = kind.trim_start_matches("schema: ");
            let members = node["allOf"].as_array().into_iter().flatten();
            let targets = members.filter_map(|member| {
                let target = member["$ref"].as_str()?;
                document.pointer(target.trim_start_matches('#'))
            });
            targets.into_iter().any(|target| target[keyword] == true)
        }
        // Where none is needed there is none to take.
        "operation: security" => {
            let own = node.get("security").or_else(|| document.get("security"));
            own.and_then(Json::as_array)
                .is_none_or(|ways| ways.iter().all(|way| way.as_object().is_none_or(|way| way.is_empty())))
        }
        _ => false,
    }
}

fn has_type(schema: &Json, name: &str) -> bool {
    schema["type"].as_str().is_some_and(|own| name.is_empty() || own == name)
}

fn has_number(schema: &Json) -> bool {
    has_type(schema, "integer") || has_type(schema, "number")
}

fn toggle(node: &mut Json, key: &str) -> bool {
    let was = node.get(key).and_then(Json::as_bool).unwrap_or(false);
    set(node, key, json!(!was))
}

/// Sets a key to something new.
fn set(node: &mut Json, key: &str, value: Json) -> bool {
    let Some(members) = node.as_object_mut() else { return false };
    members.insert(key.into(), value.clone()) != Some(value)
}

fn add(node: &mut Json, key: &str, value: Json) -> bool {
    node.get(key).is_none() && set(node, key, value)
}

fn remove(node: &mut Json, key: &str) -> bool {
    node.as_object_mut().is_some_and(|members| members.remove(key).is_some())
}

fn push(node: &mut Json, key: &str, value: Json) -> bool {
    let Some(list) = node.get_mut(key).and_then(Json::as_array_mut) else { return false };
    list.push(value);
    true
}

fn pop(node: &mut Json, key: &str) -> bool {
    let Some(list) = node.get_mut(key).and_then(Json::as_array_mut) else { return false };
    list.len() > 1 && list.pop().is_some()
}

fn add_media(node: &mut Json) -> bool {
    let Some(content) = node.get_mut("content").and_then(Json::as_object_mut) else { return false };
    content.insert("application/x-another".into(), json!({ "schema": { "type": "string" } })).is_none()
}

fn rename_media(node: &mut Json) -> bool {
    let Some(content) = node.get_mut("content").and_then(Json::as_object_mut) else { return false };
    let Some(first) = content.keys().next().cloned() else { return false };
    let value = content.remove(&first).expect("it was there");
    content.insert("application/x-another".into(), value).is_none()
}
