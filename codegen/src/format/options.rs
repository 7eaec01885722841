//! The optional parameters, one macro call for each operation.

use std::fmt::Write as _;

use super::docs;
use crate::facts::Location;
use crate::refine::options::{OptionField, Options};
use crate::refine::text as type_text;

pub(super) fn text(all: &[Options]) -> String {
    let mut out = "//! Optional parameters of the operations.\n\nuse game_achievements_runtime as runtime;\n"
        .to_owned();
    if all.iter().flat_map(|options| &options.fields).any(|field| type_text(&field.value).contains("types::"))
    {
        out.push_str("\nuse super::types;\n");
    }
    for options in all {
        let _ = write!(
            out,
            "
runtime::options! {{
    /// Options of [`Client::{method}`](super::Client::{method}).
    pub struct {name} {{
",
            method = options.method,
            name = options.name,
        );
        for option in &options.fields {
            field(&mut out, option);
        }
        out.push_str("    }\n}\n");
    }
    out
}

fn field(out: &mut String, field: &OptionField) {
    let indent = "        ";
    out.push_str(&docs::description(indent, field.description.as_deref()));
    if field.deprecated {
        let _ = writeln!(out, "{indent}#[deprecated(note = \"the provider has deprecated it\")]");
    }
    let value = type_text(&field.value);
    let (container, kind) = match field.location {
        Location::QueryCsv => ("Vec", "csv"),
        Location::QueryRepeated => ("Vec", "repeat"),
        Location::Header => ("Option", "header"),
        Location::Query | Location::Path => ("Option", "query"),
    };
    let _ = writeln!(out, "{indent}{}: {container}<{value}> = {kind} {:?},", field.name, field.wire);
}
