//! One call of each operation, with every parameter set, as Rust code for the test suite.
//!
//! The suite sends these to the mock, keeps the bytes that arrive as snapshots, and decodes the spec's own
//! example from the answer. An operation that is added to a spec is so tested without a line of test code.

mod given;

use std::fmt::Write as _;

pub use given::given;

use game_achievements_contract::document::Document;
use game_achievements_contract::source::{Node, Value};

use crate::api::{Api, Registry};
use crate::facts::{Facts, Location, Operation, Parameter, Success};
use crate::format::{OutputFile, header, pretty};

/// The folder of the calls, relative to the root of the workspace.
pub const FOLDER: &str = "tests/suite/generated";

/// The list of modules, and where an API's name leads.
pub fn index(registry: &Registry) -> OutputFile {
    let mut text = String::new();
    let _ = writeln!(text, "//! One call of each operation of each API.\n");
    for api in registry.apis() {
        let _ = writeln!(text, "mod {};", api.module);
    }
    let _ = writeln!(
        text,
        "\nuse game_achievements_runtime::serde_json::Value;\n\
         use game_achievements_runtime::{{Result, StatusCode}};\n\n\
         /// The operations of an API, by the names of their methods.\n\
         pub fn operations(api: &str) -> &'static [&'static str] {{\n    match api {{"
    );
    for api in registry.apis() {
        let _ = writeln!(text, "        {:?} => {}::OPERATIONS,", api.name, api.module);
    }
    let _ = writeln!(
        text,
        "        _ => panic!(\"no API {{api}}\"),\n    }}\n}}\n\n\
         /// Calls an operation of an API at this address; gives the answer's status and its value, written back as JSON.\n\
         pub async fn call(api: &str, base_url: &str, operation: &str) -> Result<(StatusCode, Value)> {{\n    \
         match api {{"
    );
    for api in registry.apis() {
        let _ = writeln!(text, "        {:?} => {}::call(base_url, operation).await,", api.name, api.module);
    }
    let _ = writeln!(text, "        _ => panic!(\"no API {{api}}\"),\n    }}\n}}");
    OutputFile { path: format!("{FOLDER}/mod.rs"), text: pretty("the registry of APIs", &text) }
}

/// The calls of all operations of an API.
pub(crate) fn calls(api: &Api, document: &Document, facts: &Facts) -> OutputFile {
    let module = &api.module;
    let mut text = header(&api.spec);
    // Writing to a String cannot fail, so the results are of no interest here and below.
    let _ = writeln!(
        text,
        "//! One call of each operation of {}, with every parameter set.\n\n\
         #![allow(deprecated, reason = \"deprecated operations are tested like the others\")]\n\n\
         use game_achievements::{module}::{{Client, options}};\n\
         use game_achievements_runtime::serde_json::{{self, Value}};\n\
         use game_achievements_runtime::{{Result, StatusCode}};\n\n\
         /// The operations, by the names of their methods.\n\
         pub const OPERATIONS: &[&str] = &[",
        facts.title
    );
    for name in facts.operations.keys() {
        let _ = writeln!(text, "    {name:?},");
    }
    let _ = writeln!(
        text,
        "];\n\n\
         /// Calls an operation at this address; gives the answer's status and its value, written back as JSON.\n\
         pub async fn call(base_url: &str, operation: &str) -> Result<(StatusCode, Value)> {{\n    \
         let client: Client = crate::operations::client(base_url)?;\n    \
         match operation {{"
    );
    for (name, operation) in &facts.operations {
        let _ = writeln!(text, "        {name:?} => {{");
        arm(&mut text, document, name, operation);
        let _ = writeln!(text, "        }}");
    }
    let _ = writeln!(text, "        _ => panic!(\"no operation {{operation}}\"),\n    }}\n}}");
    OutputFile { path: format!("{FOLDER}/{module}.rs"), text }
}

fn arm(text: &mut String, document: &Document, name: &str, operation: &Operation) {
    let described = Described::new(document, operation);
    let mut arguments: Vec<String> = operation
        .path_arguments
        .iter()
        .map(|argument| {
            let wire =
                operation.parameters.iter().find(|p| p.location == Location::Path && p.name == *argument);
            let value = wire.map_or_else(|| "x".to_owned(), |p| described.value(p).remove(0));
            if wire.is_some_and(|p| described.is_text(p)) { literal(&value) } else { parsed(&value) }
        })
        .collect();
    if let Some(body) = &operation.body {
        let example = described.body().map_or_else(|| "null".to_owned(), |node| node.to_json().to_string());
        let _ =
            writeln!(text, "            let body = serde_json::from_str({}).unwrap();", literal(&example));
        arguments.push(if body.required { "&body" } else { "Some(&body)" }.to_owned());
    }
    let given: Vec<&Parameter> =
        operation.parameters.iter().filter(|parameter| parameter.location != Location::Path).collect();
    for parameter in given.iter().filter(|parameter| parameter.required) {
        let values = described.value(parameter);
        arguments.push(match parameter.location {
            Location::QueryCsv | Location::QueryRepeated => format!("&[{}]", list(&values)),
            _ if described.is_text(parameter) => literal(&values[0]),
            _ => parsed(&values[0]),
        });
    }
    let optional: Vec<_> = given.into_iter().filter(|parameter| !parameter.required).collect();
    if !optional.is_empty() {
        let _ = writeln!(
            text,
            "            let mut options = options::{}::default();",
            crate::naming::type_name(&operation.id)
        );
        for parameter in optional {
            let values = described.value(parameter);
            let value = match parameter.location {
                Location::QueryCsv | Location::QueryRepeated => format!("vec![{}]", list(&values)),
                _ => format!("Some({})", parsed(&values[0])),
            };
            let _ = writeln!(text, "            options.{} = {value};", parameter.name);
        }
        arguments.push("options".to_owned());
    }
    let _ = writeln!(text, "            let answer = client.{name}({}).await?;", arguments.join(", "));
    let value = match operation.success {
        Success::Json => "serde_json::to_value(&*answer).unwrap()",
        Success::Empty => "Value::Null",
        Success::Bytes => "serde_json::to_value(answer.into_inner().collect().await?).unwrap()",
    };
    let _ = writeln!(text, "            Ok((answer.status(), {value}))");
}

/// What the document says of an operation's parameters and body beyond the facts.
struct Described<'a> {
    document: &'a Document,
    operation: Option<&'a Node>,
    path_item: Option<&'a Node>,
}

impl<'a> Described<'a> {
    fn new(document: &'a Document, operation: &Operation) -> Self {
        let path_item = operation.pointer.rsplit_once('/').and_then(|(pointer, _)| document.pointer(pointer));
        Self { document, operation: document.pointer(&operation.pointer), path_item }
    }

    /// The example of the request body.
    fn body(&self) -> Option<&'a Node> {
        let body = self.document.resolve(self.operation?.get("requestBody")?);
        let media = &body.get("content")?.as_object()?.iter().next()?.node;
        self.example(media)
    }

    /// Values for a parameter: two for a list, one for all else.
    fn value(&self, parameter: &Parameter) -> Vec<String> {
        let Some(node) = self.parameter(parameter) else { return vec!["x".to_owned()] };
        match self.example(node) {
            Some(Node { value: Value::Array(values), .. }) if !values.is_empty() => {
                values.iter().map(scalar).collect()
            }
            Some(value) => vec![scalar(value)],
            None => self.sample(node.get("schema")),
        }
    }

    /// Whether the argument is a text without further meaning, which methods take as `&str`.
    fn is_text(&self, parameter: &Parameter) -> bool {
        let schema = self.parameter(parameter).and_then(|node| node.get("schema"));
        schema.map(|schema| self.document.resolve(schema)).is_some_and(|schema| {
            let special = matches!(schema.get("format").and_then(Node::as_str), Some("uuid" | "date-time"));
            schema.get("type").and_then(Node::as_str) == Some("string")
                && !special
                && schema.get("enum").is_none()
        })
    }

    fn parameter(&self, parameter: &Parameter) -> Option<&'a Node> {
        let place = match parameter.location {
            Location::Path => "path",
            Location::Header => "header",
            _ => "query",
        };
        [self.operation, self.path_item]
            .into_iter()
            .flatten()
            .filter_map(|holder| holder.get("parameters")?.as_array())
            .flatten()
            .map(|node| self.document.resolve(node))
            .find(|node| {
                node.get("name").and_then(Node::as_str) == Some(&parameter.wire)
                    && node.get("in").and_then(Node::as_str) == Some(place)
            })
    }

    /// The one example, or the first by name: in which order a spec has them must leave no trace.
    fn example(&self, holder: &'a Node) -> Option<&'a Node> {
        let named = || {
            let first = holder.get("examples")?.as_object()?.iter().min_by_key(|entry| &entry.key)?;
            self.document.resolve(&first.node).get("value")
        };
        holder.get("example").or_else(named)
    }

    /// A value that fits a schema for which there is no example.
    fn sample(&self, schema: Option<&'a Node>) -> Vec<String> {
        let Some(schema) = schema.map(|schema| self.document.resolve(schema)) else {
            return vec!["x".to_owned()];
        };
        let word = |key: &str| schema.get(key).and_then(Node::as_str);
        if let Some(values) = schema.get("enum").and_then(Node::as_array) {
            return values.iter().take(2).map(scalar).collect();
        }
        let one = match (word("type"), word("format")) {
            (Some("array"), _) => return self.sample(schema.get("items")),
            (Some("integer" | "number"), _) => schema.get("minimum").map_or_else(|| "7".to_owned(), scalar),
            (Some("boolean"), _) => "true".to_owned(),
            (_, Some("uuid")) => "0f8fad5b-d9cb-469f-a165-70867728950e".to_owned(),
            (_, Some("date-time")) => "2024-03-09T18:22:41.1234567Z".to_owned(),
            _ => "x".to_owned(),
        };
        vec![one]
    }
}

fn scalar(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.to_string(),
        _ => node.to_json().to_string(),
    }
}

fn list(values: &[String]) -> String {
    let values: Vec<_> = values.iter().map(|value| parsed(value)).collect();
    values.join(", ")
}

fn parsed(value: &str) -> String {
    format!("{}.parse().unwrap()", literal(value))
}

/// A Rust literal of a text, raw where escapes would make it hard to read.
fn literal(text: &str) -> String {
    if !text.contains(['"', '\\']) || text.contains(char::is_control) {
        return format!("{text:?}");
    }
    let mut fence = String::from("#");
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}")
}
