//! Error answers go: the runtime decodes them, whatever they carry.

use std::collections::BTreeMap;

use serde_json::Value;

use super::walk::{component, each_operation, members, text};
use super::{Draft, Pass};
use crate::facts::ErrorAnswer;
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "errors",
        reason: "the generator wants one error shape for each operation and loses the status of all that does not fit it",
        link: GENERATOR,
        expects: Expects::Each,
    },
    run,
};

/// Takes everything but 2xx answers out of the operations; notes which errors carry which schema.
fn run(draft: &mut Draft<'_>) -> usize {
    let Draft { json, facts, .. } = draft;
    let mut places = 0;
    each_operation(json, |operation| {
        let Some(facts) = text(operation, "operationId").and_then(|name| facts.operations.get_mut(name))
        else {
            return;
        };
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
        let succeeds = responses.keys().any(|status| is_success(status));
        let mut errors: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
        let mut gone: Vec<String> = Vec::new();
        for (status, response) in responses.iter() {
            // A lone `default` describes every answer, success included.
            if is_success(status) || (status == "default" && !succeeds) {
                continue;
            }
            gone.push(status.clone());
            if status.starts_with(['1', '3']) {
                facts.other_statuses.push(status.clone());
            } else {
                errors.entry(schema_name(response)).or_default().push(status.clone());
            }
        }
        places += gone.len();
        for status in gone {
            responses.remove(&status);
        }
        facts.other_statuses.sort();
        facts.errors = errors
            .into_iter()
            .map(|(schema, mut statuses)| {
                statuses.sort();
                ErrorAnswer { schema, statuses }
            })
            .collect();
    });
    places
}

pub(super) fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

/// The component that an answer carries.
fn schema_name(response: &Value) -> Option<String> {
    let mut schemas = members(response.get("content")).filter_map(|(_, media)| media.get("schema"));
    component(schemas.next()?).map(str::to_owned)
}
