//! Lists and maps of themselves, which need a name to end somewhere.

use syn::{Fields, Item, Type};

use super::paths;
use super::read::ReadType;
use super::{TypeDefinition, TypePass};
use crate::facts::{Facts, Schema, Shape};
use crate::pass::{About, Expects, GENERATOR};

/// A type around another one, without a trace in JSON.
#[derive(Clone, Debug)]
pub(crate) struct Wrapper {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) ty: Type,
}

pub(super) const PASS: TypePass = TypePass {
    about: About {
        id: "wrappers",
        reason: "a list of itself needs a name, and the generator derives on the names of crates that consumers do not have",
        link: GENERATOR,
        expects: Expects::None,
    },
    run: pass,
};

fn pass(name: &str, schema: &Schema, found: &ReadType, _: &Facts) -> Option<Result<TypeDefinition, String>> {
    let Shape::Other = schema.shape else { return None };
    let field = match &found.item {
        Item::Struct(item) => match &item.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first(),
            _ => None,
        },
        _ => None,
    };
    let Some(field) = field else {
        return Some(Err("it is no list or map of itself".to_owned()));
    };
    Some(Ok(TypeDefinition::Wrapper(Wrapper {
        name: name.to_owned(),
        description: schema.description.clone(),
        ty: paths::in_types(&field.ty),
    })))
}
