//! Optional parameters move into one struct for each operation.
//!
//! So a parameter that is new breaks no caller, and each is sent in the form that the document asks for:
//! the generator knows one form only. What is optional is for the document to say as well, since the
//! generator takes whatever can be null for optional.

use super::paths;
use super::read::ReadMethod;
use crate::facts::{Location, Operation};
use crate::naming;
use crate::pass::{About, Expects, GENERATOR};

/// The optional parameters of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) name: String,
    pub(crate) method: String,
    /// In the order of their names.
    pub(crate) fields: Vec<OptionField>,
}

#[derive(Clone, Debug)]
pub(crate) struct OptionField {
    pub(crate) name: String,
    pub(crate) wire: String,
    pub(crate) location: Location,
    /// The type of one value.
    pub(crate) value: syn::Type,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
}

pub(super) const ABOUT: About = About {
    id: "options",
    reason: "an optional argument that is new breaks every caller, and the generator sends lists in one form only",
    link: GENERATOR,
    expects: Expects::Each,
};

/// The options struct of an operation, if it has optional parameters.
pub(super) fn pass(
    name: &str,
    operation: &Operation,
    method: &ReadMethod,
) -> Result<Option<Options>, String> {
    let mut fields: Vec<OptionField> = Vec::new();
    for parameter in operation.parameters.iter().filter(|parameter| !parameter.required) {
        let argument = method.argument(&parameter.name)?;
        let argument = paths::argument_of(argument, "Option").unwrap_or(argument);
        fields.push(OptionField {
            name: parameter.name.clone(),
            wire: parameter.wire.clone(),
            location: parameter.location,
            value: value_type(argument, parameter.location)
                .ok_or_else(|| format!("`{}` is no {:?} parameter", parameter.name, parameter.location))?,
            description: parameter.description.clone(),
            deprecated: parameter.deprecated,
        });
    }
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    let options = Options { name: naming::type_name(name), method: name.to_owned(), fields };
    Ok((!options.fields.is_empty()).then_some(options))
}

/// The type of one value of an argument; `None` if it is a list where one value goes, or the reverse.
pub(super) fn value_type(argument: &syn::Type, location: Location) -> Option<syn::Type> {
    let owned = paths::beside_types(&paths::owned(argument));
    match (location, paths::argument_of(&owned, "Vec")) {
        (Location::QueryCsv | Location::QueryRepeated, Some(item)) => Some(item.clone()),
        (Location::QueryCsv | Location::QueryRepeated, None) | (_, Some(_)) => None,
        (_, None) => Some(owned),
    }
}
