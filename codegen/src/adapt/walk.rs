//! Getting around in a document.

use std::borrow::Cow;

use serde_json::Value;

/// The keys of a path item that are operations, in the order of the OpenAPI specification.
pub(super) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

pub(super) const SCHEMA_PREFIX: &str = "#/components/schemas/";

/// The members of a mapping, or none.
pub(super) fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

/// The members of a mapping, or none.
pub(super) fn members_mut(value: Option<&mut Value>) -> impl Iterator<Item = (&String, &mut Value)> {
    value.and_then(Value::as_object_mut).into_iter().flatten()
}

/// The text at a key.
pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

/// Whether the key is there and true.
pub(super) fn is_true(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool) == Some(true)
}

/// The elements at a key, or none.
pub(super) fn elements<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Each operation with its path and method.
pub(super) fn operations(document: &Value) -> impl Iterator<Item = (&str, &'static str, &Value)> {
    let paths = members(document.get("paths")).filter(|(path, _)| !path.starts_with("x-"));
    paths.flat_map(|(path, item)| {
        METHODS.into_iter().filter_map(move |method| Some((path.as_str(), method, item.get(method)?)))
    })
}

/// Runs a function on each operation.
pub(super) fn each_operation(document: &mut Value, mut change: impl FnMut(&mut Value)) {
    for (_, item) in members_mut(document.get_mut("paths")) {
        for (key, operation) in members_mut(Some(item)) {
            if METHODS.contains(&key.as_str()) {
                change(operation);
            }
        }
    }
}

/// What one step along a reference leads to.
pub(super) fn target<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    let pointer = percent_encoding::percent_decode_str(reference.strip_prefix('#')?).decode_utf8().ok()?;
    document.pointer(&pointer)
}

/// What a value stands for: itself, or the end of its chain of references.
pub(super) fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut at = value;
    // A document that could be read has no circles; the bound is for documents made by hand in tests.
    for _ in 0..64 {
        match text(at, "$ref").and_then(|reference| target(document, reference)) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// The name of the schema component that a schema refers to.
pub(super) fn component(schema: &Value) -> Option<&str> {
    text(schema, "$ref")?.strip_prefix(SCHEMA_PREFIX)
}

/// A reference to a schema component.
pub(super) fn reference(name: &str) -> Value {
    serde_json::json!({ "$ref": format!("{SCHEMA_PREFIX}{name}") })
}

/// Runs a function on each schema outside components, and on each component; not on what is inside them.
pub(super) fn each_root(document: &mut Value, mut change: impl FnMut(&mut Value)) {
    each_operation(document, |operation| {
        if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
            for parameter in parameters {
                parameter.get_mut("schema").map(&mut change);
            }
        }
        let responses = members_mut(operation.get_mut("responses")).map(|(_, response)| response);
        let contents: Vec<&mut Value> =
            responses.filter_map(|response| response.get_mut("content")).collect();
        for content in contents {
            for (_, media) in members_mut(Some(content)) {
                media.get_mut("schema").map(&mut change);
            }
        }
        if let Some(body) = operation.get_mut("requestBody") {
            for (_, media) in members_mut(body.get_mut("content")) {
                media.get_mut("schema").map(&mut change);
            }
        }
    });
    for (_, schema) in members_mut(document.pointer_mut("/components/schemas")) {
        change(schema);
    }
}

/// Runs a function on each schema of a document, the inner ones first.
pub(super) fn each_schema(document: &mut Value, mut change: impl FnMut(&mut Value)) {
    each_root(document, |root| inside_out(root, &mut change));
}

/// Runs a function on a schema and all schemas inside it, the inner ones first.
pub(super) fn inside_out(schema: &mut Value, change: &mut impl FnMut(&mut Value)) {
    for (_, child) in children_mut(schema) {
        inside_out(child, change);
    }
    change(schema);
}

/// Where in a schema another one stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A property of this name.
    Property(String),
    /// The elements of an array.
    Item,
    /// The values of a map.
    MapValue,
    /// A member of `oneOf`, `anyOf`, `allOf` or `not`.
    Member(usize),
}

/// The schemas directly inside a schema.
pub(super) fn children_mut(schema: &mut Value) -> Vec<(Step, &mut Value)> {
    let Some(schema) = schema.as_object_mut() else { return Vec::new() };
    let mut children = Vec::new();
    for (keyword, value) in schema {
        match keyword.as_str() {
            "properties" => {
                let properties = members_mut(Some(value));
                children.extend(properties.map(|(name, child)| (Step::Property(name.clone()), child)));
            }
            "items" => children.push((Step::Item, value)),
            "additionalProperties" if value.is_object() => children.push((Step::MapValue, value)),
            "oneOf" | "anyOf" | "allOf" => {
                let members = value.as_array_mut().into_iter().flatten().enumerate();
                children.extend(members.map(|(index, child)| (Step::Member(index), child)));
            }
            "not" => children.push((Step::Member(0), value)),
            _ => {}
        }
    }
    children
}

/// Every reference inside a schema, the schema itself included.
pub(super) fn references_in(schema: &Value) -> Vec<&str> {
    fn collect<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
        let Some(map) = schema.as_object() else { return };
        if let Some(name) = component(schema) {
            found.push(name);
        }
        for (keyword, value) in map {
            match keyword.as_str() {
                "properties" => members(Some(value)).for_each(|(_, child)| collect(child, found)),
                "items" | "additionalProperties" | "not" => collect(value, found),
                "oneOf" | "anyOf" | "allOf" => {
                    value.as_array().into_iter().flatten().for_each(|child| collect(child, found));
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    collect(schema, &mut found);
    found
}

/// A pointer to an operation in the document as it was read.
pub(super) fn operation_pointer(path: &str, method: &str) -> String {
    format!("#/paths/{}/{method}", token(path))
}

/// A pointer to a schema component in the document as it was read.
pub(super) fn component_pointer(name: &str) -> String {
    format!("{SCHEMA_PREFIX}{}", token(name))
}

fn token(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/', '%']) {
        key.replace('%', "%25").replace('~', "~0").replace('/', "~1").into()
    } else {
        key.into()
    }
}
