//! References that the generator misreads.

use serde_json::{Map, Value, json};

use super::walk::{component, each_schema, target, text};
use super::{Draft, Pass};
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "references",
        reason: "the generator drops what stands beside a reference, `nullable` included, and takes every reference \
                 for one to a component",
        link: GENERATOR,
        expects: Expects::None,
    },
    run,
};

/// Keywords that mean something beside a reference.
const KEPT: [&str; 4] = ["deprecated", "description", "nullable", "x-sensitive"];

/// How many references that lead to no component a document may nest before it is taken to be endless.
const DEPTH: usize = 32;

/// Wraps references with neighbours in `allOf`, and writes out what a reference into the middle of
/// something leads to.
fn run(draft: &mut Draft<'_>) -> usize {
    let mut places = 0;
    for _ in 0..DEPTH {
        let mut leads_elsewhere = false;
        each_schema(&mut draft.json, |schema| {
            leads_elsewhere |= schema.get("$ref").is_some() && !is_component(schema);
        });
        let document = if leads_elsewhere { draft.json.clone() } else { Value::Null };
        let mut left = 0;
        each_schema(&mut draft.json, |schema| {
            let Some(reference) = text(schema, "$ref") else { return };
            let is_component = is_component(schema);
            let neighbours: Map<String, Value> =
                KEPT.into_iter().filter_map(|key| Some((key.to_owned(), schema.get(key)?.clone()))).collect();
            if is_component && schema.as_object().is_some_and(|schema| schema.len() == 1) {
                return;
            }
            places += 1;
            let mut replaced = if is_component && neighbours.is_empty() {
                // What else stands there says nothing, or the same as the component.
                json!({ "$ref": reference })
            } else if is_component {
                json!({ "allOf": [{ "$ref": reference }] })
            } else {
                left += 1;
                target(&document, reference).cloned().unwrap_or_else(|| json!({}))
            };
            if let Some(replaced) = replaced.as_object_mut() {
                replaced.extend(neighbours);
            }
            *schema = replaced;
        });
        if left == 0 {
            return places;
        }
    }
    draft.error(
        "endless-reference",
        "#",
        "a schema contains itself through a reference that names no component",
        "make the schema that it leads to a component and refer to that",
    );
    places
}

/// Whether a reference leads to a component, and not into one or elsewhere.
fn is_component(schema: &Value) -> bool {
    component(schema).is_some_and(|name| !name.contains('/'))
}
