//! Structs: constructors and setters in place of literals, and null told from absent.
//!
//! A struct that anybody can write as a literal can never get a field. So required fields are the
//! arguments of a constructor, all fields have setters, and what can only have one value is filled in.

use std::collections::BTreeMap;

use syn::{Type, parse_quote};

use super::TypeDefinition;
use super::paths;
use super::read::ReadType;
use crate::facts::{Facts, Property, Schema, Shape};

/// An object.
#[derive(Clone, Debug)]
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// In the order of their names.
    pub(crate) fields: Vec<Field>,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) wire: String,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
}

/// Whether a field must be given, and whether it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// An argument of the constructor.
    Required,
    /// Left out unless set: an `Option`, a `Vec`, a map or a `Clearable`.
    Optional,
    /// Filled in with the only value that it can have.
    Constant(String),
}

pub(super) fn pass(
    name: &str,
    schema: &Schema,
    found: &ReadType,
    facts: &Facts,
) -> Option<Result<TypeDefinition, String>> {
    let Shape::Object(properties) = &schema.shape else { return None };
    let syn::Item::Struct(item) = &found.item else {
        return Some(Err("an object became something else".to_owned()));
    };
    let mut left: BTreeMap<&str, &Property> =
        properties.iter().map(|(name, property)| (name.as_str(), property)).collect();
    let mut fields: Vec<Field> = Vec::new();
    for field in &item.fields {
        let Some(name) = field.ident.as_ref().map(|ident| ident.to_string()) else {
            return Some(Err("a field has no name".to_owned()));
        };
        let wire = match super::read::renamed(&field.attrs) {
            Ok(renamed) => renamed.unwrap_or_else(|| name.clone()),
            Err(message) => return Some(Err(message)),
        };
        let Some(property) = left.remove(wire.as_str()) else {
            return Some(Err(format!("field `{name}` is no property")));
        };
        let value = paths::in_types(&field.ty);
        let value = paths::argument_of(&value, "Option").cloned().unwrap_or(value);
        let (ty, presence) = shape(value, property, schema, facts);
        // The constructor has this name.
        let name = if name == "new" { "new_".to_owned() } else { name };
        fields.push(Field {
            name,
            wire,
            description: property.description.clone(),
            deprecated: property.deprecated,
            ty,
            presence,
        });
    }
    if let Some(lost) = left.keys().next() {
        return Some(Err(format!("property `{lost}` has no field")));
    }
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    Some(Ok(TypeDefinition::Struct(Struct {
        name: name.to_owned(),
        description: schema.description.clone(),
        fields,
    })))
}

/// The type of a field whose values are `value`, and when it is there.
fn shape(value: Type, property: &Property, owner: &Schema, facts: &Facts) -> (Type, Presence) {
    let many = is_container(&value);
    match (property.required, property.nullable) {
        (true, false) => match only_value(&value, facts) {
            Some(constant) => (value, Presence::Constant(constant)),
            None => (value, Presence::Required),
        },
        (true, true) => (parse_quote!(Option<#value>), Presence::Required),
        (false, true) if owner.in_requests => (parse_quote!(Clearable<#value>), Presence::Optional),
        // An answer without a list says the same as one with an empty list. A request does not.
        (false, _) if many && !owner.in_requests => (value, Presence::Optional),
        (false, _) => (parse_quote!(Option<#value>), Presence::Optional),
    }
}

fn is_container(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| ["Vec", "BTreeMap"].iter().any(|name| last.ident == name))
}

/// The value of an enum that has only one.
fn only_value(ty: &Type, facts: &Facts) -> Option<String> {
    let name = paths::text(ty);
    match &facts.schemas.get(&name)?.shape {
        Shape::Enum { values, .. } => match values.as_slice() {
            [value] => Some(value.name.clone()),
            _ => None,
        },
        _ => None,
    }
}
