//! The type of each component, as Rust code for the test suite.
//!
//! The suite holds the schema that a type reports against the component that it was made from, so what the generator
//! drops or merges on the way is seen, in a type that was added today as well.

use std::fmt::Write as _;

use crate::api::{Api, Registry};
use crate::facts::Facts;
use crate::format::{OutputFile, header, pretty};

/// Where the lists of types are written.
pub const FOLDER: &str = "tests/suite/generated_schemas";

/// The list of modules, and where an API's name leads.
pub fn index(registry: &Registry) -> OutputFile {
    let mut text = String::new();
    // Writing to a String cannot fail, so the results are of no interest here and below.
    let _ = writeln!(text, "//! The type of each component of each API.\n");
    for api in registry.apis() {
        let _ = writeln!(text, "mod {};", api.module);
    }
    let _ = writeln!(
        text,
        "\nuse schemars::{{Schema, SchemaGenerator}};\n\n\
         /// What a type reports.\n\
         pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;\n\n\
         /// Each component of an API that has a type, and what the type reports.\n\
         pub fn schemas(api: &str) -> &'static [(&'static str, SchemaOf)] {{\n    match api {{"
    );
    for api in registry.apis() {
        let _ = writeln!(text, "        {:?} => {}::SCHEMAS,", api.name, api.module);
    }
    let _ = writeln!(text, "        _ => panic!(\"no API {{api}}\"),\n    }}\n}}");
    OutputFile { path: format!("{FOLDER}/mod.rs"), text: pretty("the registry of APIs", &text) }
}

/// The types of all components of an API.
pub(crate) fn schemas(api: &Api, facts: &Facts) -> OutputFile {
    let module = &api.module;
    let named: Vec<(&String, &String)> =
        facts.schemas.iter().filter_map(|(name, schema)| Some((schema.component.as_ref()?, name))).collect();
    let mut text = header(&api.spec);
    let _ = writeln!(text, "//! The schemas that the types of {} report.\n", facts.title);
    if !named.is_empty() {
        let _ = writeln!(text, "use game_achievements::{module}::types;");
    }
    let _ = writeln!(
        text,
        "use schemars::SchemaGenerator;\n\n\
         use super::SchemaOf;\n\n\
         /// Each component that has a type, and what the type reports.\n\
         pub const SCHEMAS: &[(&str, SchemaOf)] = &["
    );
    for (component, name) in named {
        let _ = writeln!(text, "    ({component:?}, SchemaGenerator::subschema_for::<types::{name}>),");
    }
    let _ = writeln!(text, "];");
    OutputFile { path: format!("{FOLDER}/{module}.rs"), text }
}
