//! The generator's types: structs and enums. What is implemented for them is the runtime's to do.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use syn::{Attribute, Item};

use super::split;

/// A type of the generator's.
#[derive(Clone, Debug)]
pub(crate) struct ReadType {
    /// The struct or the enum.
    pub(crate) item: Item,
}

pub(super) fn read(tokens: TokenStream) -> Result<BTreeMap<String, ReadType>, String> {
    let mut types: BTreeMap<String, ReadType> = BTreeMap::new();
    for item in split::items(tokens) {
        match item.keyword.as_str() {
            "struct" | "enum" => {}
            "impl" => continue,
            // The error of conversions, which nothing that is kept can run into.
            "mod" if item.name().as_deref() == Some("error") => continue,
            _ => return Err("there is something other than structs and enums among the types".to_owned()),
        }
        let name = item.name().ok_or("a type has no name")?;
        let item =
            syn::parse2(item.into_tokens()).map_err(|error| format!("`{name}` is no Rust: {error}"))?;
        if types.insert(name.clone(), ReadType { item }).is_some() {
            return Err(format!("there are two types `{name}`"));
        }
    }
    Ok(types)
}

/// The name that serde gives a field, if it is another than the field's.
///
/// # Errors
/// The field is no property of its own.
pub(crate) fn renamed(attributes: &[Attribute]) -> Result<Option<String>, String> {
    let mut name = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                let text: syn::LitStr = meta.value()?.parse()?;
                name = Some(text.value());
            } else if meta.path.is_ident("flatten") {
                return Err(meta.error("the field is no property of its own"));
            } else if meta.input.peek(syn::Token![=]) {
                let _: syn::LitStr = meta.value()?.parse()?;
            }
            Ok(())
        });
        parsed.map_err(|error| error.to_string())?;
    }
    Ok(name)
}
