//! Calls with values that are given when the program runs.
//!
//! The values come from whoever runs it, in the words of the document: parameters by their names in the request, a
//! body as JSON. So what is expected of the request can be worked out from the document alone, without this crate.

use std::fmt::Write as _;

use crate::facts::{Facts, Location, Success};
use crate::refine::calls::{Argument, Method, Role};
use crate::refine::{Refined, TypeDefinition, text as type_text};

/// A module that calls each operation, and takes each type from JSON and back; `code` is the path of the client's module.
///
/// It names two functions of its surroundings: `client`, which makes a client for an address, and those of `given`.
pub fn given(refined: &Refined, facts: &Facts, code: &str) -> String {
    let mut text = format!(
        "//! Calls of {}, with values that are given.\n\n\
         #![allow(deprecated, unused, clippy::all, reason = \"whatever the document has is called\")]\n\n\
         use game_achievements_runtime::serde_json::{{self, Value}};\n\
         use game_achievements_runtime::{{Result, StatusCode}};\n\
         use {code}::Client;\n",
        facts.title.replace(['\n', '\r'], " ")
    );
    if !refined.options.is_empty() {
        let _ = writeln!(text, "use {code}::options;");
    }
    if !refined.types.is_empty() {
        let _ = writeln!(text, "use {code}::types;");
    }
    text.push_str(
        "\nuse crate::given::{list, one, optional};\n\n\
         /// Calls an operation; gives the answer's status and its value, written back as JSON.\n\
         pub async fn call(base_url: &str, operation: &str, given: &Value) -> Result<(StatusCode, Value)> {\n    \
         let client: Client = crate::given::client(base_url)?;\n    match operation {\n",
    );
    for method in &refined.methods {
        arm(&mut text, refined, method);
    }
    text.push_str("        _ => panic!(\"no operation {operation}\"),\n    }\n}\n");
    text.push_str(
        "\n/// Reads a value as the type of this name, and writes it again.\n\
         pub fn round_trip(name: &str, value: Value) -> serde_json::Result<Value> {\n    match name {\n",
    );
    for definition in &refined.types {
        let name = match definition {
            TypeDefinition::Struct(definition) => &definition.name,
            TypeDefinition::Enum(definition) => &definition.name,
            TypeDefinition::Union(definition) => &definition.name,
            TypeDefinition::Wrapper(definition) => &definition.name,
        };
        let _ = writeln!(
            text,
            "        {name:?} => serde_json::to_value(serde_json::from_value::<types::{name}>(value)?),"
        );
    }
    text.push_str("        _ => panic!(\"no type {name}\"),\n    }\n}\n");
    text
}

fn arm(text: &mut String, refined: &Refined, method: &Method) {
    let _ = writeln!(text, "        {:?} => {{", method.name);
    let mut arguments: Vec<String> = Vec::new();
    for argument in &method.arguments {
        let value = match &argument.role {
            Role::Path => {
                let mut parameters = method.operation.parameters.iter();
                let parameter = parameters.find(|p| p.location == Location::Path && p.name == argument.name);
                scalar(argument, "path", parameter.map_or(&argument.name, |parameter| &parameter.wire))
            }
            Role::Parameter { wire, location } => match location {
                Location::QueryCsv | Location::QueryRepeated => format!("&list(given, \"query\", {wire:?})"),
                location => scalar(argument, place(*location), wire),
            },
            Role::Body { required } => body(text, argument, *required),
        };
        arguments.push(value);
    }
    if let Some(name) = &method.options {
        let _ = writeln!(text, "            let mut options = options::{name}::default();");
        let fields =
            refined.options.iter().find(|options| options.name == *name).map(|options| &options.fields);
        for field in fields.into_iter().flatten() {
            let function = match field.location {
                Location::QueryCsv | Location::QueryRepeated => "list",
                _ => "optional",
            };
            let _ = writeln!(
                text,
                "            options.{} = {function}(given, {:?}, {:?});",
                field.name,
                place(field.location),
                field.wire
            );
        }
        arguments.push("options".to_owned());
    }
    let _ =
        writeln!(text, "            let answer = client.{}({}).await?;", method.name, arguments.join(", "));
    let value = match method.operation.success {
        Success::Json => "serde_json::to_value(&*answer).unwrap()",
        Success::Empty => "Value::Null",
        Success::Bytes => "serde_json::to_value(answer.into_inner().collect().await?).unwrap()",
    };
    let _ = writeln!(text, "            Ok((answer.status(), {value}))\n        }}");
}

fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Header => "header",
        Location::Query | Location::QueryCsv | Location::QueryRepeated => "query",
    }
}

/// An argument with one value, which methods take as `&str`, by value or by reference.
fn scalar(argument: &Argument, place: &str, wire: &str) -> String {
    let ty = type_text(&argument.ty);
    match ty.as_str() {
        "&str" => format!("&one::<String>(given, {place:?}, {wire:?})"),
        ty if ty.starts_with('&') => format!("&one(given, {place:?}, {wire:?})"),
        _ => format!("one(given, {place:?}, {wire:?})"),
    }
}

/// The statement that reads the body, and the argument.
fn body(text: &mut String, argument: &Argument, required: bool) -> String {
    let ty = type_text(&argument.ty);
    let inner = if required { ty.as_str() } else { ty.trim_start_matches("Option<").trim_end_matches('>') };
    let annotation = if inner == "&str" { "String" } else { "_" };
    if required {
        let _ = writeln!(
            text,
            "            let body: {annotation} = serde_json::from_value(given[\"body\"].clone()).unwrap();"
        );
        return if inner.starts_with('&') { "&body" } else { "body" }.to_owned();
    }
    let _ = writeln!(
        text,
        "            let body: Option<{annotation}> = given.get(\"body\").map(|body| serde_json::from_value(body.clone()).unwrap());"
    );
    match inner {
        "&str" => "body.as_deref()",
        inner if inner.starts_with('&') => "body.as_ref()",
        _ => "body",
    }
    .to_owned()
}
