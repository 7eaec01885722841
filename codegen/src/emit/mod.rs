//! The generator. Nothing else names progenitor or openapiv3.

mod quiet;

use std::collections::BTreeSet;

use game_achievements_contract::problem::Problem;
use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};
use serde::Deserialize as _;
use serde_json::{Value, json};

use crate::adapt::Adapted;

/// The generator's output: a client as progenitor writes it, which nobody is meant to compile.
#[derive(Clone, Debug)]
pub struct Emitted(pub(crate) TokenStream);

/// Generates code from a document in normal form.
///
/// # Errors
/// A document in normal form that the generator does not take is a mistake of ours: the problem says
/// so and names the operation where one alone brings it about.
///
/// The generator panics at what it does not expect. That is caught here, and nothing of it is printed.
pub fn emit(adapted: &Adapted) -> Result<Emitted, Problem> {
    generate(&adapted.json).map(Emitted).map_err(|message| {
        let problem =
            Problem::error("generator", format!("the generator does not take the document: {message}"))
                .help("an adaptation is missing or wrong: this is a mistake in codegen, not in the spec");
        let Some(name) = culprit(&adapted.json) else { return problem };
        let operation = adapted.facts.operations.get(&name);
        let problem = match operation.and_then(|operation| operation.place.clone()) {
            Some(place) => problem.at(place),
            None => problem,
        };
        let id = operation.map_or(name.as_str(), |operation| &operation.id);
        problem.fix(format!("leave out the operation `{id}` until it is mended"))
    })
}

fn generate(document: &Value) -> Result<TokenStream, String> {
    let document = OpenAPI::deserialize(document).map_err(|error| error.to_string())?;
    let settings = settings().map_err(|error| error.to_string())?;
    let run = || Generator::new(&settings).generate_tokens(&document);
    // The generator is made and dropped inside: nothing half-done is seen after a panic.
    quiet::run(run)?.map_err(|error| error.to_string())
}

/// The first operation that cannot be generated even by itself.
fn culprit(document: &Value) -> Option<String> {
    let paths = document.get("paths")?.as_object()?;
    for (path, item) in paths {
        for (method, operation) in item.as_object()? {
            if generate(&alone(document, path, method, operation)).is_err() {
                return operation.get("operationId")?.as_str().map(str::to_owned);
            }
        }
    }
    None
}

/// A document with one operation and the components that it reaches.
fn alone(document: &Value, path: &str, method: &str, operation: &Value) -> Value {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let mut left: Vec<&Value> = vec![operation];
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    while let Some(value) = left.pop() {
        match value {
            Value::Object(map) => left.extend(map.values()),
            Value::Array(elements) => left.extend(elements),
            Value::String(text) => {
                let name = text.strip_prefix("#/components/schemas/");
                let found = name.and_then(|name| Some((name, schemas?.get(name)?)));
                if let Some((name, schema)) = found
                    && reached.insert(name)
                {
                    left.push(schema);
                }
            }
            _ => {}
        }
    }
    let schemas = schemas.into_iter().flatten().filter(|(name, _)| reached.contains(name.as_str()));
    let schemas: serde_json::Map<String, Value> =
        schemas.map(|(name, schema)| (name.clone(), schema.clone())).collect();
    json!({
        "openapi": document["openapi"],
        "info": document["info"],
        "paths": { path: { method: operation } },
        "components": { "schemas": schemas },
    })
}

fn settings() -> Result<GenerationSettings, serde_json::Error> {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged)
        .with_derive("PartialEq")
        .with_map_type("BTreeMap");
    // `adapt` has left nothing but type and format on these, which is what the conversion asks for.
    for (format, name) in [("date-time", "runtime::Timestamp"), ("uuid", "runtime::Uuid")] {
        let schema = serde_json::from_value(json!({ "type": "string", "format": format }))?;
        settings.with_conversion(schema, name, [TypeImpl::Display, TypeImpl::FromStr].into_iter());
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Facts, Operation, Success};

    #[test]
    fn what_the_generator_panics_at_is_our_mistake_and_names_the_operation() {
        // Two shapes of success, which `adapt` never leaves.
        let responses = json!({
            "200": { "description": "", "content": { "application/json": { "schema": { "type": "string" } } } },
            "204": { "description": "" },
        });
        let well = json!({ "operationId": "well", "responses": { "204": { "description": "" } } });
        let json = json!({
            "openapi": "3.0.3",
            "info": { "title": "API", "version": "0" },
            "paths": { "/a": { "get": well, "put": { "operationId": "ill", "responses": responses } } },
        });
        let operation = Operation {
            id: "Ill".to_owned(),
            pointer: String::new(),
            place: None,
            method: "PUT".to_owned(),
            path: "/a".to_owned(),
            path_arguments: Vec::new(),
            tag: None,
            summary: None,
            description: None,
            docs: None,
            parameters: Vec::new(),
            sent_headers: Vec::new(),
            body: None,
            success: Success::Empty,
            other_statuses: Vec::new(),
            errors: Vec::new(),
            deprecated: false,
            repeatable: false,
            successor: None,
        };
        let facts = Facts { operations: [("ill".to_owned(), operation)].into(), ..Facts::default() };
        let problem = emit(&Adapted { json, facts }).expect_err("the generator panics");
        assert_eq!(problem.rule, "generator");
        let text = problem.to_string();
        assert!(text.contains("it panicked at progenitor-impl-0.15.1/src/method.rs:"), "{text}");
        assert!(text.contains("a mistake in codegen") && text.contains("`Ill`"), "{text}");
    }
}
