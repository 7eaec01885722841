//! The generator's types: each with what is implemented for it.

use std::collections::BTreeMap;

use syn::visit_mut::VisitMut;
use syn::{Attribute, Item, Type, parse_quote};

use super::super::TypeDefinition;
use super::super::paths::{Module, Rewrite};

/// A type of the generator's.
#[derive(Clone, Debug)]
pub(crate) struct ReadType {
    /// The struct or the enum.
    pub(crate) item: Item,
    /// What is implemented for it.
    pub(crate) implementations: Vec<Item>,
}

pub(super) fn read(items: Vec<Item>) -> Result<BTreeMap<String, ReadType>, String> {
    let mut types: BTreeMap<String, ReadType> = BTreeMap::new();
    let mut implementations: Vec<(String, Item)> = Vec::new();
    for item in items {
        let name = match &item {
            Item::Struct(item) => item.ident.to_string(),
            Item::Enum(item) => item.ident.to_string(),
            Item::Impl(block) => {
                let owner = owner(block).ok_or("something is implemented for a type that is not known")?;
                implementations.push((owner, item));
                continue;
            }
            // The error of conversions, which nothing that is kept can run into.
            Item::Mod(module) if module.ident == "error" => continue,
            _ => return Err("there is something other than structs and enums among the types".to_owned()),
        };
        if types.insert(name.clone(), ReadType { item, implementations: Vec::new() }).is_some() {
            return Err(format!("there are two types `{name}`"));
        }
    }
    for (name, item) in implementations {
        match types.get_mut(&name) {
            Some(found) => found.implementations.push(item),
            None => return Err(format!("something is implemented for `{name}`, which is not there")),
        }
    }
    Ok(types)
}

/// The generated type that an `impl` block belongs to: the one implemented for, or else the one that a
/// foreign type is made from.
fn owner(block: &syn::ItemImpl) -> Option<String> {
    if let Type::Path(path) = block.self_ty.as_ref()
        && let Some(ident) = path.path.get_ident()
    {
        return Some(ident.to_string());
    }
    let from = &block.trait_.as_ref()?.0;
    let syn::PathArguments::AngleBracketed(arguments) = &from.segments.last()?.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(Type::Path(path)) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
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

/// A type as the generator has it, on the runtime's names.
pub(crate) fn plain(name: &str, found: &ReadType) -> Result<TypeDefinition, String> {
    let mut items: Vec<Item> = Vec::new();
    for mut item in std::iter::once(&found.item).chain(&found.implementations).cloned() {
        Rewrite { module: Module::Types }.visit_item_mut(&mut item);
        let attributes = match &mut item {
            Item::Struct(item) => Some(&mut item.attrs),
            Item::Enum(item) => Some(&mut item.attrs),
            _ => None,
        };
        if let Some(attributes) = attributes {
            // After the derives, or the attribute would be there before what it belongs to.
            attributes.push(parse_quote!(#[serde(crate = "runtime::serde")]));
        }
        items.push(item);
    }
    Ok(TypeDefinition::Plain { name: name.to_owned(), items })
}
