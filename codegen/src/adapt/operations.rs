//! Every operation stands by itself: nothing shared, nothing inherited, and a name that is a Rust name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::walk::{METHODS, elements, is_true, members, operation_pointer, operations, resolved, text};
use super::{Draft, Pass};
use crate::facts::{Operation, Success};
use crate::naming;
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "operations",
        reason: "the generator turns an operationId into a method name by itself and two of them may meet there",
        link: GENERATOR,
        expects: Expects::Each,
    },
    run,
};

/// Writes references to parameters, bodies and answers out, moves the parameters of a path to its
/// operations, names the operations, and drops the components that are then needless.
fn run(draft: &mut Draft<'_>) -> usize {
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut names: BTreeSet<String> = BTreeSet::new();
    let found: Vec<(String, &'static str, Value)> = operations(&draft.json)
        .map(|(path, method, operation)| (path.to_owned(), method, operation.clone()))
        .collect();
    let mut places = 0;
    for (path, method, operation) in found {
        let pointer = operation_pointer(&path, method);
        let inherited = draft.json.get("paths").and_then(|paths| paths.get(&path));
        let parameters = parameters(&draft.json, inherited.unwrap_or(&Value::Null), &operation);
        let id = match text(&operation, "operationId") {
            Some(id) => id.to_owned(),
            None => format!("{method} {path}"),
        };
        let name = naming::value_name(&id);
        if !names.insert(name.clone()) {
            let message = format!(
                "two operations would be the method `{name}`, one of them {} {path}",
                method.to_uppercase()
            );
            draft.error("method-name", &pointer, message, "give it another operationId");
            continue;
        }
        let mut standing = Map::new();
        standing.insert("operationId".to_owned(), name.clone().into());
        standing.insert("parameters".to_owned(), Value::Array(parameters));
        if let Some(body) = operation.get("requestBody") {
            standing.insert("requestBody".to_owned(), resolved(&draft.json, body).clone());
        }
        let responses = members(operation.get("responses"))
            .filter(|(status, _)| !status.starts_with("x-"))
            .map(|(status, response)| (status.clone(), resolved(&draft.json, response).clone()));
        standing.insert("responses".to_owned(), Value::Object(responses.collect()));
        places += 1;
        let place = draft.document.pointer(&pointer).map(|node| draft.document.place(node.position));
        draft
            .facts
            .operations
            .insert(name, Operation { place, ..facts(id, pointer, method, &path, &operation) });
        paths.entry(path).or_default().insert(method.to_owned(), Value::Object(standing));
    }
    debug_assert!(paths.values().flat_map(Map::keys).all(|key| METHODS.contains(&key.as_str())));
    let paths = paths.into_iter().map(|(path, item)| (path, Value::Object(item)));
    let schemas =
        draft.json.pointer_mut("/components/schemas").map_or_else(|| Map::new().into(), Value::take);
    draft.json["paths"] = Value::Object(paths.collect());
    draft.json["components"] = serde_json::json!({ "schemas": schemas });
    places
}

/// The parameters of an operation, those of its path included; its own win.
fn parameters(document: &Value, item: &Value, operation: &Value) -> Vec<Value> {
    let mut parameters: BTreeMap<(String, String), Value> = BTreeMap::new();
    for parameter in elements(item, "parameters").iter().chain(elements(operation, "parameters")) {
        let parameter = resolved(document, parameter);
        let key = |key| text(parameter, key).unwrap_or_default().to_owned();
        parameters.insert((key("in"), key("name")), parameter.clone());
    }
    parameters.into_values().collect()
}

fn facts(id: String, pointer: String, method: &str, path: &str, operation: &Value) -> Operation {
    let words = |value: Option<&str>| value.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    Operation {
        id,
        pointer,
        place: None,
        method: method.to_uppercase(),
        path: path.to_owned(),
        path_arguments: Vec::new(),
        tag: elements(operation, "tags").first().and_then(Value::as_str).map(str::to_owned),
        summary: words(text(operation, "summary")),
        description: words(text(operation, "description")),
        docs: operation.get("externalDocs").and_then(|docs| words(text(docs, "url"))),
        parameters: Vec::new(),
        sent_headers: Vec::new(),
        body: None,
        success: Success::Empty,
        other_statuses: Vec::new(),
        errors: Vec::new(),
        deprecated: is_true(operation, "deprecated"),
        repeatable: is_true(operation, "x-repeatable"),
        successor: text(operation, "x-successor").map(str::to_owned),
    }
}
