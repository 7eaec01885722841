//! Structs: constructors and setters in place of literals, and null told from absent.
//!
//! A struct that anybody can write as a literal can never get a field. So required fields are the
//! arguments of a constructor, all fields have setters, and what can only have one value is filled in.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Type, parse_quote};

use super::paths;
use super::read::ReadType;
use super::{TypeDefinition, TypePass};
use crate::facts::{Facts, Property, Schema, Shape};
use crate::naming;
use crate::pass::{About, Expects, GENERATOR};

/// An object.
#[derive(Clone, Debug)]
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// In the order of their names.
    pub(crate) fields: Vec<Field>,
    /// What is there beside the fields, if the document says that there is something.
    pub(crate) rest: Option<Rest>,
}

/// A map of all members of an object that have no field of their own.
#[derive(Clone, Debug)]
pub(crate) struct Rest {
    pub(crate) name: String,
    pub(crate) ty: Type,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) wire: String,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    /// Whether `Debug` leaves its value out.
    pub(crate) sensitive: bool,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
}

/// Whether a field must be given, and whether it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// An argument of the constructor.
    Required,
    /// Left out unless set: an `Option`, or a `Field` that can be null as well.
    Optional,
    /// Filled in with the only value that it can have.
    Constant(String),
}

pub(super) const PASS: TypePass = TypePass {
    about: About {
        id: "structs",
        reason: "a struct that is written as a literal can never get a field, and the generator knows two states of a field where JSON has three",
        link: GENERATOR,
        expects: Expects::Each,
    },
    run: pass,
};

fn pass(
    name: &str,
    schema: &Schema,
    found: &ReadType,
    facts: &Facts,
) -> Option<Result<TypeDefinition, String>> {
    let Shape::Object { properties, rest: rest_name } = &schema.shape else { return None };
    let syn::Item::Struct(item) = &found.item else {
        return Some(Err("an object became something else".to_owned()));
    };
    let mut left: BTreeMap<&str, &Property> =
        properties.iter().map(|(name, property)| (name.as_str(), property)).collect();
    let mut fields: Vec<Field> = Vec::new();
    let mut rest: Option<Rest> = None;
    for field in &item.fields {
        let Some(name) = field.ident.as_ref().map(|ident| ident.to_string()) else {
            return Some(Err("a field has no name".to_owned()));
        };
        let wire = match super::read::renamed(&field.attrs) {
            Ok(renamed) => renamed.unwrap_or_else(|| name.clone()),
            Err(message) => return Some(Err(message)),
        };
        if rest_name.as_ref() == Some(&wire) {
            rest = Some(Rest { name, ty: paths::in_types(&field.ty) });
            continue;
        }
        let Some(property) = left.remove(wire.as_str()) else {
            return Some(Err(format!("field `{name}` is no property")));
        };
        let value = paths::in_types(&field.ty);
        let value = paths::argument_of(&value, "Option").cloned().unwrap_or(value);
        let (ty, presence) = shape(value, property, facts);
        // The constructor has this name.
        let name = if name == "new" { "new_".to_owned() } else { name };
        fields.push(Field {
            name,
            wire,
            description: property.description.clone(),
            deprecated: property.deprecated,
            sensitive: property.sensitive && !matches!(presence, Presence::Constant(_)),
            ty,
            presence,
        });
    }
    if rest.is_none() && rest_name.is_some() {
        return Some(Err("there is no field for other properties".to_owned()));
    }
    if let Some(lost) = left.keys().next() {
        return Some(Err(format!("property `{lost}` has no field")));
    }
    tell_apart(&mut fields);
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    Some(Ok(TypeDefinition::Struct(Box::new(Struct {
        name: name.to_owned(),
        description: schema.description.clone(),
        fields,
        rest,
    }))))
}

/// Properties that have one name in Rust get numbers, but for the first: the one that is written like that, if there is
/// one, so that a clash that is new renames nothing.
fn tell_apart(fields: &mut [Field]) {
    fields.sort_by_cached_key(|field| (field.wire != field.name, field.wire.clone()));
    let names: BTreeSet<String> = fields.iter().map(|field| field.name.clone()).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for field in fields {
        if seen.contains(&field.name) {
            field.name = naming::free(&field.name, |name| names.contains(name) || seen.contains(name));
        }
        seen.insert(field.name.clone());
    }
}

/// The type of a field whose values are `value`, and when it is there.
///
/// One rule for requests and answers: what is missing, null and empty are told apart as far as the document does.
fn shape(value: Type, property: &Property, facts: &Facts) -> (Type, Presence) {
    match (property.required, property.nullable) {
        (true, false) => match only_value(&value, facts) {
            Some(constant) => (value, Presence::Constant(constant)),
            None => (value, Presence::Required),
        },
        (true, true) => (parse_quote!(Option<#value>), Presence::Required),
        (false, true) => (parse_quote!(runtime::Field<#value>), Presence::Optional),
        (false, false) => (parse_quote!(Option<#value>), Presence::Optional),
    }
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
