//! Enums: open where answers can carry them, closed where only requests do.
//!
//! A service adds values as it likes. An answer with a value that the document does not list must not
//! be lost for it, so the value is kept as it came. In a request an unlisted value is a mistake.

use super::read::ReadType;
use super::{TypeDefinition, TypePass};
use crate::facts::{EnumValue, Facts, Schema, Shape};
use crate::naming;
use crate::pass::{About, Expects, GENERATOR};

/// An enum of texts.
#[derive(Clone, Debug)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) values: Vec<EnumValue>,
    pub(crate) case_insensitive: bool,
    /// The name for a value that is none of these; `None` if there can be no such value.
    pub(crate) unknown: Option<String>,
}

pub(super) const PASS: TypePass = TypePass {
    about: About {
        id: "enums",
        reason: "the generator refuses a whole answer for one value that it does not know",
        link: GENERATOR,
        expects: Expects::Each,
    },
    run: pass,
};

fn pass(name: &str, schema: &Schema, found: &ReadType, _: &Facts) -> Option<Result<TypeDefinition, String>> {
    let Shape::Enum { values, case_insensitive } = &schema.shape else { return None };
    let syn::Item::Enum(item) = &found.item else {
        return Some(Err("an enum became something else".to_owned()));
    };
    if !item
        .variants
        .iter()
        .map(|variant| variant.ident.to_string())
        .eq(values.iter().map(|value| value.name.clone()))
    {
        return Some(Err("an enum has other values than in the document".to_owned()));
    }
    let is_taken = |name: &str| values.iter().any(|value| value.name == name);
    let catch_all = if is_taken("Unknown") { naming::free("Other", is_taken) } else { "Unknown".to_owned() };
    Some(Ok(TypeDefinition::Enum(Enum {
        name: name.to_owned(),
        description: schema.description.clone(),
        values: values.clone(),
        case_insensitive: *case_insensitive,
        unknown: schema.in_answers.then_some(catch_all),
    })))
}
