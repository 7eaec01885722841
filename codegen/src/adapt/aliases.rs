//! Components that need no type of their own are written where they are used.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::walk::{component, each_schema, elements, inside_out, is_true, members, reference};
use super::{Draft, Pass};
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "aliases",
        reason: "the generator wraps a component that is a text, a number, an array or a map in a struct, and drops a \
                 component's own `nullable`",
        link: GENERATOR,
        expects: Expects::Of(&["app-store-connect"]),
    },
    run,
};

/// Leaves only objects, enums and unions as components; their `nullable` moves to where they are used.
fn run(draft: &mut Draft<'_>) -> usize {
    let mut aliases: BTreeMap<String, Value> = BTreeMap::new();
    let mut nullable: Vec<String> = Vec::new();
    if let Some(schemas) = draft.json.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        let names: Vec<String> = schemas.keys().cloned().collect();
        for name in names {
            let Some(schema) = schemas.get_mut(&name) else { continue };
            if !is_named(schema) {
                aliases.insert(name, schema.clone());
            } else if is_true(schema, "nullable") {
                if let Some(schema) = schema.as_object_mut() {
                    schema.remove("nullable");
                }
                nullable.push(name);
            }
        }
    }
    let places = aliases.len() + nullable.len();

    let mut written_out: BTreeMap<String, Value> = BTreeMap::new();
    for name in aliases.keys() {
        if let Some(schema) = write_out(name, &aliases, &mut Vec::new()) {
            written_out.insert(name.clone(), schema);
        }
    }
    each_schema(&mut draft.json, |schema| replace(schema, &written_out));
    each_schema(&mut draft.json, |schema| {
        let Some(name) = refers_to(schema) else { return };
        if nullable.iter().any(|nullable| nullable == name) {
            if component(schema).is_some() {
                *schema = json!({ "allOf": [reference(name)] });
            }
            schema["nullable"] = true.into();
        }
    });
    if let Some(schemas) = draft.json.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.retain(|name, _| !written_out.contains_key(name));
    }
    places
}

/// Whether a schema has a type of its own in Rust.
pub(super) fn is_named(schema: &Value) -> bool {
    is_object(schema) || is_text_enum(schema) || !elements(schema, "oneOf").is_empty()
}

pub(super) fn is_object(schema: &Value) -> bool {
    members(schema.get("properties")).next().is_some()
}

pub(super) fn is_text_enum(schema: &Value) -> bool {
    let values = elements(schema, "enum");
    values.iter().any(Value::is_string) && values.iter().all(|value| value.is_string() || value.is_null())
}

/// The component that a schema stands for, notes beside the reference or not.
pub(super) fn refers_to(schema: &Value) -> Option<&str> {
    component(schema).or_else(|| match elements(schema, "allOf") {
        [member] => component(member),
        _ => None,
    })
}

/// An alias with the aliases inside it written out; `None` if it contains itself, and so needs a name.
fn write_out(name: &str, aliases: &BTreeMap<String, Value>, above: &mut Vec<String>) -> Option<Value> {
    if above.iter().any(|seen| seen == name) {
        return None;
    }
    above.push(name.to_owned());
    let mut schema = aliases.get(name)?.clone();
    let mut endless = false;
    inside_out(&mut schema, &mut |inner| {
        let Some(target) = refers_to(inner).filter(|target| aliases.contains_key(*target)) else { return };
        match write_out(target, aliases, above) {
            Some(replacement) => *inner = with_notes(replacement, inner),
            None => endless = true,
        }
    });
    above.pop();
    (!endless).then_some(schema)
}

fn replace(schema: &mut Value, aliases: &BTreeMap<String, Value>) {
    if let Some(alias) = refers_to(schema).and_then(|name| aliases.get(name)) {
        *schema = with_notes(alias.clone(), schema);
    }
}

/// The replacement, with the notes that stood beside the reference.
fn with_notes(mut replacement: Value, reference: &Value) -> Value {
    if let Some(replacement) = replacement.as_object_mut() {
        let notes: Map<String, Value> = ["deprecated", "description", "nullable", "x-sensitive"]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), reference.get(key)?.clone())))
            .collect();
        replacement.extend(notes);
    }
    replacement
}
