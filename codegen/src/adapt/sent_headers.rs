//! Headers that the client sends by itself are no arguments.

use game_achievements_contract::problem::Problem;
use serde_json::Value;

use super::walk::{each_operation, resolved, text};
use super::{Draft, Pass, parameter_place};
use crate::facts::SentHeader;
use crate::pass::{About, Expects};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "sent-headers",
        reason: "a header with one right value is the client's to send, and the generator would ask the caller for it",
        link: "specs/README.md",
        expects: Expects::Of(&["xbox-360", "xbox-live"]),
    },
    run,
};

/// Takes the header parameters marked `x-sent-by: client` out.
fn run(draft: &mut Draft<'_>) -> usize {
    let Draft { document: source, json, facts, problems, .. } = draft;
    // Only schemas are looked up, while the operations change.
    let document = serde_json::json!({ "components": json.get("components").cloned() });
    let mut places = 0;
    each_operation(json, |operation| {
        let Some(name) = text(operation, "operationId").map(str::to_owned) else { return };
        let Some(facts) = facts.operations.get_mut(&name) else { return };
        let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) else { return };
        parameters.retain(|parameter| {
            if text(parameter, "x-sent-by") != Some("client") {
                return true;
            }
            places += 1;
            let name = text(parameter, "name").unwrap_or_default().to_owned();
            let schema = parameter.get("schema").map(|schema| resolved(&document, schema));
            match schema.and_then(|schema| schema.get("default")).map(plain) {
                Some(Some(value)) if text(parameter, "in") == Some("header") => {
                    facts.sent_headers.push(SentHeader { name, value });
                }
                _ => {
                    let message = format!(
                        "`{name}` of {} is marked x-sent-by: client but has no value to send",
                        facts.id
                    );
                    let problem = Problem::error("sent-header", message)
                        .fix("make it a header parameter whose schema has a scalar default");
                    let place = parameter_place(source, &facts.pointer, parameter).or(facts.place.clone());
                    problems.push(match place {
                        Some(place) => problem.at(place),
                        None => problem,
                    });
                }
            }
            false
        });
        facts.sent_headers.sort_by(|a, b| a.name.cmp(&b.name));
    });
    places
}

/// A scalar as the text that goes into a header.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
