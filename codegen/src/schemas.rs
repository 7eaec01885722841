//! The type of each component, as Rust code for the test suite.
//!
//! The suite holds the schema that a type reports against the component that it was made from, so what the generator
//! drops or merges on the way is seen, in a type that was added today as well.

use std::fmt::Write as _;

use crate::api::Api;
use crate::calls::FOLDER;
use crate::facts::Facts;
use crate::format::{OutputFile, header};

/// The types of all components of an API.
pub(crate) fn schemas(api: &Api, facts: &Facts) -> OutputFile {
    let module = &api.module;
    let named: Vec<(&String, &String)> =
        facts.schemas.iter().filter_map(|(name, schema)| Some((schema.component.as_ref()?, name))).collect();
    let mut text = header(&api.spec);
    // Writing to a String cannot fail, so the results are of no interest here and below.
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
    OutputFile { path: format!("{FOLDER}/{module}_schemas.rs"), text }
}
