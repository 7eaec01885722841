//! Schema components get the names that their types will have.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::walk::{SCHEMA_PREFIX, component, component_pointer, each_schema, members_mut, reference};
use super::{Draft, Pass};
use crate::naming;
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "names",
        reason: "two components whose names differ in punctuation alone become one Rust name, which does not compile",
        link: GENERATOR,
        expects: Expects::None,
    },
    run,
};

/// Renames components to Rust type names; of two that meet, the later in the alphabet gets a number.
fn run(draft: &mut Draft<'_>) -> usize {
    let Some(schemas) = draft.json.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return 0;
    };
    let mut old_names: Vec<String> = schemas.keys().cloned().collect();
    // Names that need no change keep it, whoever else would like to have it.
    old_names.sort_by_key(|name| (naming::type_name(name) != *name, name.clone()));
    let mut new_names: BTreeMap<String, String> = BTreeMap::new();
    let mut renamed: Map<String, Value> = Map::new();
    for old in old_names {
        let new = naming::free(&naming::type_name(&old), |name| renamed.contains_key(name));
        renamed.insert(new.clone(), schemas.remove(&old).unwrap_or_default());
        let node = draft.document.pointer(&component_pointer(&old));
        let place = node.map(|node| draft.document.place(node.position));
        draft.components.insert(new.clone(), (old.clone(), place));
        new_names.insert(old, new);
    }
    *schemas = renamed;
    new_names.retain(|old, new| old != new);
    if !new_names.is_empty() {
        each_schema(&mut draft.json, |schema| rename_in(schema, &new_names));
    }
    new_names.len()
}

fn rename_in(schema: &mut Value, names: &BTreeMap<String, String>) {
    if let Some(new) = component(schema).and_then(|name| names.get(name)) {
        schema["$ref"] = reference(new)["$ref"].take();
    }
    let mapping = schema.get_mut("discriminator").and_then(|discriminator| discriminator.get_mut("mapping"));
    for (_, target) in members_mut(mapping) {
        let Some(old) = target.as_str() else { continue };
        let (prefix, name) = match old.strip_prefix(SCHEMA_PREFIX) {
            Some(name) => (SCHEMA_PREFIX, name),
            None => ("", old),
        };
        if let Some(new) = names.get(name) {
            *target = format!("{prefix}{new}").into();
        }
    }
}
