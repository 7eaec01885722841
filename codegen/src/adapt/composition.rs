//! `allOf` is written out, `anyOf` read as `oneOf`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::shapes::is_condition;
use super::walk::{each_schema, elements, resolved};
use super::{Draft, Pass};
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "composition",
        reason: "the generator makes `anyOf` a struct that can be neither read nor written, and an `allOf` without a \
                 component behind it loses its properties",
        link: GENERATOR,
        expects: Expects::Of(&["app-store-connect", "xbox-live"]),
    },
    run,
};

/// Gives schemas one of three forms: no composition, `oneOf` with a discriminator or with two members or
/// more, or `allOf` with one reference, which stands for a reference with neighbours.
fn run(draft: &mut Draft<'_>) -> usize {
    let mut places = 0;
    each_schema(&mut draft.json, |schema| {
        let Some(schema) = schema.as_object_mut() else { return };
        places += usize::from(schema.remove("not").is_some());
        for keyword in ["anyOf", "oneOf"] {
            if schema.get(keyword).is_some_and(is_condition) {
                places += 1;
                schema.remove(keyword);
            }
        }
        if let Some(members) = schema.remove("anyOf") {
            places += 1;
            schema.entry("oneOf").or_insert(members);
        }
        let members = schema.get("oneOf").and_then(Value::as_array).map_or(2, Vec::len);
        // With a discriminator the union may have other members one day, and an answer may have them today.
        if members == 0 || (members == 1 && schema.get("discriminator").is_none()) {
            places += 1;
            let members = schema.remove("oneOf").unwrap_or_default();
            schema.remove("discriminator");
            schema.entry("allOf").or_insert(members);
        }
    });
    // Only now: a merged member must have its own composition settled.
    let mut has_parts = false;
    each_schema(&mut draft.json, |schema| has_parts |= schema.get("allOf").is_some() && !is_plain(schema));
    let document = if has_parts { draft.json.clone() } else { Value::Null };
    each_schema(&mut draft.json, |schema| {
        if is_plain(schema) {
            // The type is that of the component; beside it, `nullable` would count for nothing to some readers.
            let typed = schema.as_object_mut().and_then(|schema| schema.remove("type"));
            places += usize::from(typed.is_some());
        } else if schema.get("allOf").is_some() {
            places += 1;
            *schema = merged(&document, schema, &mut Vec::new());
        }
    });
    places
}

/// Whether this is a reference with nothing but notes beside it.
fn is_plain(schema: &Value) -> bool {
    let notes = ["allOf", "deprecated", "description", "nullable", "title", "type", "x-sensitive"];
    let keys_are_notes =
        schema.as_object().is_some_and(|schema| schema.keys().all(|key| notes.contains(&key.as_str())));
    matches!(elements(schema, "allOf"), [member] if member.get("$ref").is_some()) && keys_are_notes
}

/// The schema and all members of its `allOf` in one; what it says itself wins over its members.
fn merged(document: &Value, schema: &Value, above: &mut Vec<String>) -> Value {
    let mut whole: Map<String, Value> = Map::new();
    for member in elements(schema, "allOf") {
        // Something that is part of itself adds nothing the second time.
        let key = member.to_string();
        if above.contains(&key) {
            continue;
        }
        above.push(key);
        let member = merged(document, resolved(document, member), above);
        above.pop();
        absorb(&mut whole, member, Notes::Dropped);
    }
    let mut own = schema.clone();
    if let Some(own) = own.as_object_mut() {
        own.remove("allOf");
    }
    absorb(&mut whole, own, Notes::Kept);
    Value::Object(whole)
}

/// Whether what a schema says about itself, rather than about its values, is taken over.
#[derive(Clone, Copy, PartialEq)]
enum Notes {
    Kept,
    Dropped,
}

fn absorb(whole: &mut Map<String, Value>, part: Value, notes: Notes) {
    let Value::Object(part) = part else { return };
    for (keyword, value) in part {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                if let Some(all) = whole.entry("properties").or_insert_with(|| json!({})).as_object_mut() {
                    all.extend(properties);
                }
            }
            ("required", Value::Array(required)) => {
                let all = whole.entry("required").or_insert_with(|| json!([]));
                if let Some(all) = all.as_array_mut() {
                    all.extend(required);
                    let mut seen = BTreeSet::new();
                    all.retain(|name| seen.insert(name.to_string()));
                }
            }
            ("description" | "title" | "nullable" | "deprecated" | "discriminator", value) => {
                if notes == Notes::Kept {
                    whole.insert(keyword, value);
                }
            }
            (_, value) => {
                whole.insert(keyword, value);
            }
        }
    }
}
