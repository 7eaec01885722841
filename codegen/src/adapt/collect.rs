//! What is left of the document, as facts; what no operation reaches goes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::aliases::refers_to;
use super::walk::{SCHEMA_PREFIX, component, elements, is_true, members, operations, references_in, text};
use super::{Draft, Pass};
use crate::facts::{EnumValue, Property, Schema, Shape, Union};
use crate::naming;
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "collect",
        reason: "the generator writes a type for each component, used or not, and forgets how requests and answers differ",
        link: GENERATOR,
        expects: Expects::Each,
    },
    run,
};

fn run(draft: &mut Draft<'_>) -> usize {
    let (requests, answers) = roots(draft);
    let Some(components) = draft.json.pointer("/components/schemas").and_then(Value::as_object) else {
        return 0;
    };
    let components: BTreeMap<String, Value> =
        components.iter().map(|(name, schema)| (name.clone(), schema.clone())).collect();
    let in_requests = reached(&components, requests);
    let in_answers = reached(&components, answers);
    for (name, schema) in &components {
        if in_requests.contains(name) || in_answers.contains(name) {
            let named = draft.components.get(name);
            let facts = Schema {
                description: words(schema),
                deprecated: is_true(schema, "deprecated"),
                in_requests: in_requests.contains(name),
                in_answers: in_answers.contains(name),
                component: named.map(|(component, _)| component.clone()),
                place: named.and_then(|(_, place)| place.clone()),
                shape: shape(schema, &components),
            };
            draft.facts.schemas.insert(name.clone(), facts);
        }
    }
    if let Some(left) = draft.json.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        left.retain(|name, _| draft.facts.schemas.contains_key(name));
        for (name, schema) in left {
            // The generator panics at values that it cannot tell apart in Rust: it gets the names.
            if let Some(Shape::Enum { values, .. }) = draft.facts.schemas.get(name).map(|facts| &facts.shape)
            {
                schema["enum"] = values.iter().map(|value| Value::from(value.name.as_str())).collect();
            }
            if let Some(Shape::Object { rest: Some(rest), .. }) =
                draft.facts.schemas.get(name).map(|facts| &facts.shape)
            {
                tell_of_rest(schema, rest);
            }
        }
    }
    draft.facts.schemas.len()
}

/// The components that requests and answers begin with.
fn roots(draft: &Draft<'_>) -> (Vec<String>, Vec<String>) {
    let mut requests: Vec<String> = Vec::new();
    let mut answers: Vec<String> = Vec::new();
    for (_, _, operation) in operations(&draft.json) {
        let sent = elements(operation, "parameters").iter().filter_map(|parameter| parameter.get("schema"));
        let sent = sent.chain(operation.pointer("/requestBody/content/application~1json/schema"));
        requests.extend(sent.flat_map(references_in).map(str::to_owned));
        let received = operation.pointer("/responses/200/content/application~1json/schema");
        answers.extend(received.into_iter().flat_map(references_in).map(str::to_owned));
    }
    let errors = draft.facts.operations.values().flat_map(|operation| &operation.errors);
    answers.extend(errors.filter_map(|error| error.schema.clone()));
    (requests, answers)
}

fn reached(components: &BTreeMap<String, Value>, roots: Vec<String>) -> BTreeSet<String> {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut left = roots;
    while let Some(name) = left.pop() {
        let Some(schema) = components.get(&name) else { continue };
        if reached.insert(name) {
            left.extend(references_in(schema).into_iter().map(str::to_owned));
        }
    }
    reached
}

fn shape(schema: &Value, components: &BTreeMap<String, Value>) -> Shape {
    if schema.get("oneOf").is_some() {
        return Shape::Union(union(schema, components));
    }
    if schema.get("enum").is_some() {
        let values = enum_values(elements(schema, "enum").iter().filter_map(Value::as_str));
        return Shape::Enum { values, case_insensitive: is_true(schema, "x-case-insensitive") };
    }
    if schema.get("properties").is_none() {
        return Shape::Other;
    }
    let required: BTreeSet<&str> = elements(schema, "required").iter().filter_map(Value::as_str).collect();
    let properties = members(schema.get("properties")).map(|(name, property)| {
        let facts = Property {
            description: words(property),
            required: required.contains(name.as_str()),
            nullable: is_true(property, "nullable") || is_anything(property),
            deprecated: is_true(property, "deprecated"),
            sensitive: is_sensitive(property, components),
        };
        (name.clone(), facts)
    });
    let properties: BTreeMap<String, Property> = properties.collect();
    let rest = schema.get("additionalProperties").map(|_| {
        let is_taken = |free: &str| properties.keys().any(|name| naming::value_name(name) == free);
        naming::free("additional_properties", is_taken)
    });
    Shape::Object { properties, rest }
}

/// Whether the values of a property are secrets, or lists or maps of them.
fn is_sensitive(schema: &Value, components: &BTreeMap<String, Value>) -> bool {
    let component = refers_to(schema).and_then(|name| components.get(name));
    let inside = ["items", "additionalProperties"].into_iter().filter_map(|keyword| schema.get(keyword));
    is_true(schema, "x-sensitive")
        || component.is_some_and(|component| is_true(component, "x-sensitive"))
        || inside.into_iter().any(|inside| is_sensitive(inside, components))
}

/// Whether a schema takes any value: null is one of them.
fn is_anything(schema: &Value) -> bool {
    ["$ref", "allOf", "enum", "oneOf", "type"].iter().all(|keyword| schema.get(keyword).is_none())
}

/// The generator has one name for the map of all other properties, which a property may have as well:
/// it is told of the map as of a property.
fn tell_of_rest(schema: &mut Value, rest: &str) {
    let Some(map) = schema.as_object_mut() else { return };
    let values = map.remove("additionalProperties").unwrap_or_default();
    map["properties"][rest] = json!({ "type": "object", "additionalProperties": values });
    if let Some(required) = map.entry("required").or_insert_with(|| json!([])).as_array_mut() {
        required.push(rest.into());
    }
}

/// The values with names of their own; a text that stands there twice counts once.
fn enum_values<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<EnumValue> {
    let mut values: Vec<EnumValue> = Vec::new();
    for wire in texts {
        if values.iter().all(|value| value.wire != wire) {
            let name = naming::free(&naming::variant_name(wire), |name| {
                values.iter().any(|value| value.name == name)
            });
            values.push(EnumValue { name, wire: wire.to_owned() });
        }
    }
    values
}

/// A union with its tag: the one that the document names, or one that is there all the same because
/// each member has a text of its own under one name.
fn union(schema: &Value, components: &BTreeMap<String, Value>) -> Union {
    let names: Vec<&str> = elements(schema, "oneOf").iter().filter_map(component).collect();
    let untagged =
        || Union { tag: None, members: names.iter().map(|name| (None, (*name).to_owned())).collect() };
    if names.len() != elements(schema, "oneOf").len() {
        return untagged();
    }
    let discriminator =
        schema.get("discriminator").and_then(|discriminator| text(discriminator, "propertyName"));
    let tag = match discriminator {
        Some(tag) => tag.to_owned(),
        None => match names
            .first()
            .and_then(|name| components.get(*name))
            .and_then(|first| tag_of(first, components))
        {
            Some(tag) => tag,
            None => return untagged(),
        },
    };
    let mapping = schema.get("discriminator").and_then(|discriminator| discriminator.get("mapping"));
    let mut members_by_tag: Vec<(Option<String>, String)> = Vec::new();
    for name in &names {
        let mapped: Vec<String> = members(mapping)
            .filter(|(_, target)| {
                target.as_str().is_some_and(|target| target.trim_start_matches(SCHEMA_PREFIX) == *name)
            })
            .map(|(value, _)| value.clone())
            .collect();
        let own = components.get(*name).and_then(|member| tag_value(member, &tag, components));
        let values = match (mapped.is_empty(), own) {
            (false, _) => mapped,
            (true, Some(own)) => vec![own],
            (true, None) if discriminator.is_some() => vec![(*name).to_owned()],
            (true, None) => return untagged(),
        };
        members_by_tag.extend(values.into_iter().map(|value| (Some(value), (*name).to_owned())));
    }
    let distinct: BTreeSet<&Option<String>> = members_by_tag.iter().map(|(value, _)| value).collect();
    if distinct.len() < members_by_tag.len() {
        return untagged();
    }
    Union { tag: Some(tag), members: members_by_tag }
}

/// The first property of an object that must be there and can only have one value.
fn tag_of(schema: &Value, components: &BTreeMap<String, Value>) -> Option<String> {
    elements(schema, "required")
        .iter()
        .filter_map(Value::as_str)
        .find(|name| tag_value(schema, name, components).is_some())
        .map(str::to_owned)
}

/// The only value that a property can have.
fn tag_value(schema: &Value, property: &str, components: &BTreeMap<String, Value>) -> Option<String> {
    let property = schema.get("properties")?.get(property)?;
    match elements(components.get(refers_to(property)?)?, "enum") {
        [Value::String(value)] => Some(value.clone()),
        _ => None,
    }
}

fn words(schema: &Value) -> Option<String> {
    text(schema, "description").map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
