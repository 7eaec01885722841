//! The public surface of the generated code as short text, for review.
//!
//! A line for each method, field and value, in the order of their names: what a change of a spec does to
//! those who use the client is then a few lines in a diff. Words stand behind `//`, cut to their start; a
//! checksum of the rest makes that a change there shows too. The contract has them in full.

use std::fmt::Write as _;

use crate::api::Api;
use crate::facts::{Location, Success};
use crate::refine::calls::Method;
use crate::refine::enums::Enum;
use crate::refine::options::Options;
use crate::refine::structs::{Presence, Struct};
use crate::refine::unions::Union;
use crate::refine::wrappers::Wrapper;
use crate::refine::{Refined, TypeDefinition, text as type_text};

/// The most characters of a description that are shown.
const WORDS: usize = 60;

/// The outline of the code of one API.
pub fn outline(refined: &Refined, api: &Api) -> String {
    let mut out = format!("module {}\n\n", api.module);
    for one in &refined.methods {
        method(&mut out, one);
    }
    for one in &refined.options {
        options(&mut out, one);
    }
    for one in &refined.types {
        match one {
            TypeDefinition::Struct(definition) => object(&mut out, definition),
            TypeDefinition::Enum(definition) => text_enum(&mut out, definition),
            TypeDefinition::Union(definition) => union(&mut out, definition),
            TypeDefinition::Wrapper(Wrapper { name, description, ty }) => {
                let about = words(description.as_deref());
                let _ = writeln!(out, "\nwrapper {name}({}){about}", type_text(ty));
            }
        }
    }
    out
}

fn method(out: &mut String, method: &Method) {
    let mut arguments: Vec<String> = method
        .arguments
        .iter()
        .map(|argument| format!("{}: {}", argument.name, type_text(&argument.ty)))
        .collect();
    arguments.extend(method.options.iter().map(|name| format!("options: {name}")));
    let answer = match method.operation.success {
        Success::Bytes => "ByteStream".to_owned(),
        Success::Empty | Success::Json => type_text(&method.answer),
    };
    let deprecated = match (method.operation.deprecated, &method.successor) {
        (false, _) => String::new(),
        (true, None) => ", deprecated".to_owned(),
        (true, Some(successor)) => format!(", deprecated for {successor}"),
    };
    let operation = &method.operation;
    let about: Vec<&str> = [&operation.summary, &operation.description, &operation.docs]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let line = format!("fn {}({}) -> {answer}{deprecated}", method.name, arguments.join(", "));
    let _ = writeln!(out, "{}{}", line.replace("types::", ""), words(Some(&about.join(". "))));
}

fn options(out: &mut String, options: &Options) {
    let _ = writeln!(out, "\noptions {}", options.name);
    for field in &options.fields {
        let list = matches!(field.location, Location::QueryCsv | Location::QueryRepeated);
        let value = type_text(&field.value).replace("types::", "");
        let value = if list { format!("Vec<{value}>") } else { value };
        let _ = writeln!(
            out,
            "  {}: {value}{}{}",
            field.name,
            deprecated(field.deprecated),
            words(field.description.as_deref())
        );
    }
}

fn object(out: &mut String, definition: &Struct) {
    let required: Vec<&str> = definition
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Required)
        .map(|field| field.name.as_str())
        .collect();
    let about = words(definition.description.as_deref());
    let _ = writeln!(out, "\nstruct {}, new({}){about}", definition.name, required.join(", "));
    for field in &definition.fields {
        let constant = match &field.presence {
            Presence::Constant(value) => format!(" = {value}"),
            Presence::Required | Presence::Optional => String::new(),
        };
        let _ = writeln!(
            out,
            "  {}: {}{constant}{}{}{}",
            field.name,
            type_text(&field.ty),
            if field.sensitive { ", sensitive" } else { "" },
            deprecated(field.deprecated),
            words(field.description.as_deref())
        );
    }
    if let Some(rest) = &definition.rest {
        let _ = writeln!(out, "  {}: {} = the rest", rest.name, type_text(&rest.ty));
    }
}

fn text_enum(out: &mut String, definition: &Enum) {
    let kind = if definition.unknown.is_some() { "open" } else { "closed" };
    let _ = writeln!(out, "\nenum {}, {kind}{}", definition.name, words(definition.description.as_deref()));
    let mut values: Vec<&str> = definition.values.iter().map(|value| value.name.as_str()).collect();
    values.sort_unstable();
    for value in values {
        let _ = writeln!(out, "  {value}");
    }
}

fn union(out: &mut String, definition: &Union) {
    let tag = definition.tag.as_ref().map_or_else(|| "by shape".to_owned(), |tag| format!("by {tag}"));
    let kind = if definition.unknown.is_some() { "open" } else { "closed" };
    let _ = writeln!(
        out,
        "\nunion {}, {tag}, {kind}{}",
        definition.name,
        words(definition.description.as_deref())
    );
    for variant in &definition.variants {
        let _ = writeln!(out, "  {}({})", variant.name, type_text(&variant.ty));
    }
}

fn deprecated(is: bool) -> &'static str {
    if is { ", deprecated" } else { "" }
}

/// The start of a description as the end of a line.
fn words(text: Option<&str>) -> String {
    let words: Vec<&str> = text.into_iter().flat_map(str::split_whitespace).collect();
    let words = words.join(" ");
    match words.char_indices().nth(WORDS) {
        _ if words.is_empty() => String::new(),
        None => format!("  // {words}"),
        Some((end, _)) => format!("  // {}… [{:04x}]", words[..end].trim_end(), checksum(&words)),
    }
}

/// 16 bits that differ when the text does, nearly always: FNV-1a, folded.
fn checksum(text: &str) -> u32 {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 16) ^ (hash & 0xffff)
}
