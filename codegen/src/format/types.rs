//! The types, one macro call for each.

use std::fmt::Write as _;

use super::docs;
use crate::refine::TypeDefinition;
use crate::refine::enums::Enum;
use crate::refine::structs::{Field, Presence, Struct};
use crate::refine::text as type_text;
use crate::refine::unions::Union;
use crate::refine::wrappers::Wrapper;

const OUTER: &str = "    ";
const INNER: &str = "        ";
const FIELD: &str = "            ";

pub(super) fn text(types: &[TypeDefinition]) -> String {
    let definitions: Vec<String> = types.iter().map(definition).collect();
    let body = definitions.join("\n");
    let mut out = "//! What requests and answers are made of.\n\n".to_owned();
    if body.contains("BTreeMap<") {
        out.push_str("use std::collections::BTreeMap;\n\n");
    }
    out.push_str("use game_achievements_runtime as runtime;\n\n");
    out + &body
}

fn definition(definition: &TypeDefinition) -> String {
    match definition {
        TypeDefinition::Struct(definition) => object(definition),
        TypeDefinition::Enum(definition) => text_enum(definition),
        TypeDefinition::Union(definition) => union(definition),
        TypeDefinition::Wrapper(definition) => wrapper(definition),
    }
}

fn object(definition: &Struct) -> String {
    let mut out = "runtime::object! {\n".to_owned();
    out.push_str(&docs::description(OUTER, definition.description.as_deref()));
    let _ = writeln!(out, "{OUTER}pub struct {} {{", definition.name);
    type Selection = fn(&Presence) -> bool;
    let sections: [(&str, Selection); 3] = [
        ("required", |presence| *presence == Presence::Required),
        ("optional", |presence| *presence == Presence::Optional),
        ("constant", |presence| matches!(presence, Presence::Constant(_))),
    ];
    for (section, selects) in sections {
        let fields: Vec<&Field> = definition.fields.iter().filter(|field| selects(&field.presence)).collect();
        if fields.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{INNER}{section} {{");
        for one in fields {
            field(&mut out, one);
        }
        let _ = writeln!(out, "{INNER}}}");
    }
    if let Some(rest) = &definition.rest {
        let _ = writeln!(out, "{INNER}rest {{");
        let _ = writeln!(out, "{FIELD}/// What else there is, by name.");
        let _ = writeln!(out, "{FIELD}{}: {},", rest.name, type_text(&rest.ty));
        let _ = writeln!(out, "{INNER}}}");
    }
    out + OUTER + "}\n}\n"
}

fn field(out: &mut String, field: &Field) {
    out.push_str(&docs::description(FIELD, field.description.as_deref()));
    if field.deprecated {
        let _ = writeln!(out, "{FIELD}#[deprecated(note = \"the provider has deprecated it\")]");
    }
    let _ = write!(out, "{FIELD}{}: {} = {:?}", field.name, type_text(&field.ty), field.wire);
    if let Presence::Constant(value) = &field.presence {
        let _ = write!(out, " as {value}");
    }
    if field.sensitive {
        out.push_str(" sensitive");
    }
    out.push_str(",\n");
}

fn text_enum(definition: &Enum) -> String {
    let kind = if definition.unknown.is_some() { "open_enum" } else { "closed_enum" };
    let case = if definition.case_insensitive { " ignoring case" } else { "" };
    let mut out = format!("runtime::{kind}! {{\n");
    out.push_str(&docs::description(OUTER, definition.description.as_deref()));
    let _ = writeln!(out, "{OUTER}pub enum {}{case} {{", definition.name);
    for value in &definition.values {
        let _ = writeln!(out, "{INNER}{} = {:?},", value.name, value.wire);
    }
    if let Some(unknown) = &definition.unknown {
        let _ = writeln!(out, "{INNER}..{unknown}");
    }
    out + OUTER + "}\n}\n"
}

fn union(definition: &Union) -> String {
    let (kind, tag) = match &definition.tag {
        Some(tag) => ("tagged_union", format!(" by {tag:?}")),
        None => ("untagged_union", String::new()),
    };
    let mut out = format!("runtime::{kind}! {{\n");
    out.push_str(&docs::description(OUTER, definition.description.as_deref()));
    let _ = writeln!(out, "{OUTER}pub enum {}{tag} {{", definition.name);
    for variant in &definition.variants {
        let tags: Vec<String> = variant.tags.iter().map(|tag| format!("{tag:?}")).collect();
        let tags = if tags.is_empty() { String::new() } else { format!(" = {}", tags.join(" | ")) };
        let _ = writeln!(out, "{INNER}{}({}){tags},", variant.name, type_text(&variant.ty));
    }
    if let Some(unknown) = &definition.unknown {
        let _ = writeln!(out, "{INNER}..{unknown}");
    }
    out + OUTER + "}\n}\n"
}

fn wrapper(definition: &Wrapper) -> String {
    let mut out = "runtime::wrapper! {\n".to_owned();
    out.push_str(&docs::description(OUTER, definition.description.as_deref()));
    let _ = writeln!(out, "{OUTER}pub struct {}({});", definition.name, type_text(&definition.ty));
    out + "}\n"
}
