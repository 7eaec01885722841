//! The generator. Nothing else names progenitor or openapiv3.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use game_achievements_contract::problem::Problem;
use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};
use serde_json::{Value, json};

use crate::adapt::Adapted;

/// The generator's output: a client as progenitor writes it, which nobody is meant to compile.
#[derive(Clone, Debug)]
pub struct Emitted(pub(crate) syn::File);

/// Generates code from a document in normal form.
///
/// # Errors
/// A document in normal form that the generator does not take is a mistake of ours: the problem says
/// so and names the operation where one alone brings it about.
///
/// The generator panics at what it does not expect. That is caught here, but the panic hook of the
/// process runs as with any panic; a library has no business replacing it.
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

fn generate(document: &Value) -> Result<syn::File, String> {
    let document: OpenAPI = serde_json::from_value(document.clone()).map_err(|error| error.to_string())?;
    let settings = settings().map_err(|error| error.to_string())?;
    let run = || Generator::new(&settings).generate_tokens(&document);
    // The generator is made and dropped inside: nothing half-done is seen after a panic.
    let tokens = catch_unwind(AssertUnwindSafe(run))
        .map_err(|panic| format!("it panicked: {}", words(&*panic)))?
        .map_err(|error| error.to_string())?;
    syn::parse2(tokens).map_err(|error| format!("its output is no Rust: {error}"))
}

/// The first operation that cannot be generated even by itself.
fn culprit(document: &Value) -> Option<String> {
    let paths = document.get("paths")?.as_object()?;
    for (path, item) in paths {
        for (method, operation) in item.as_object()? {
            let mut alone = document.clone();
            alone["paths"] = json!({ path: { method: operation } });
            if generate(&alone).is_err() {
                return operation.get("operationId")?.as_str().map(str::to_owned);
            }
        }
    }
    None
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word")
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
