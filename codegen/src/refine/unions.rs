//! Unions: decoded by their tag where there is one, and unknown members kept.
//!
//! The generator tries one member after the other and says of a failure only that none fits. With a tag
//! the member is known before it is decoded, and a failure in it has a path.

use syn::{Type, parse_quote};

use super::paths;
use super::read::ReadType;
use super::{TypeDefinition, TypePass};
use crate::facts::{Facts, Schema, Shape};
use crate::naming;
use crate::pass::{About, Expects, GENERATOR};

/// One of several types.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// The property that tells which.
    pub(crate) tag: Option<String>,
    pub(crate) variants: Vec<UnionVariant>,
    /// The name for a member that is none of these; `None` if there can be no such member.
    pub(crate) unknown: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    pub(crate) name: String,
    pub(crate) ty: Type,
    /// The values of the tag.
    pub(crate) tags: Vec<String>,
}

pub(super) const PASS: TypePass = TypePass {
    about: About {
        id: "unions",
        reason: "the generator tries one member after the other, and says of a failure only that none fits",
        link: GENERATOR,
        expects: Expects::Of(&["app-store-connect"]),
    },
    run: pass,
};

fn pass(
    name: &str,
    schema: &Schema,
    found: &ReadType,
    facts: &Facts,
) -> Option<Result<TypeDefinition, String>> {
    let Shape::Union(union) = &schema.shape else { return None };
    let mut variants: Vec<UnionVariant> = Vec::new();
    if union.tag.is_some() {
        for (tag, member) in &union.members {
            let tag = tag.clone().unwrap_or_default();
            match variants.iter_mut().find(|variant| variant.name == *member) {
                Some(variant) => variant.tags.push(tag),
                None => {
                    let ty = syn::parse_str(member).map_err(|error| error.to_string());
                    match ty {
                        Ok(ty) => variants.push(UnionVariant { name: member.clone(), ty, tags: vec![tag] }),
                        Err(message) => return Some(Err(message)),
                    }
                }
            }
        }
        variants.sort_by(|a, b| a.name.cmp(&b.name));
    } else {
        let syn::Item::Enum(item) = &found.item else {
            return Some(Err("a union became something else".to_owned()));
        };
        for variant in &item.variants {
            let mut fields = variant.fields.iter();
            let (Some(field), None) = (fields.next(), fields.next()) else {
                return Some(Err("a member of a union without a tag is no type".to_owned()));
            };
            let ty = paths::in_types(&field.ty);
            let ty = paths::argument_of(&ty, "Box").cloned().unwrap_or(ty);
            let text = paths::text(&ty);
            let telling = naming::variant_name(&text);
            let name = naming::free(&telling, |name| variants.iter().any(|variant| variant.name == name));
            // As in unions with a tag: the union must not be as large as its largest member.
            let ty = if facts.schemas.contains_key(&text) { parse_quote!(Box<#ty>) } else { ty };
            variants.push(UnionVariant { name, ty, tags: Vec::new() });
        }
    }
    let is_taken = |name: &str| variants.iter().any(|variant| variant.name == name);
    let catch_all = if is_taken("Unknown") { naming::free("Other", is_taken) } else { "Unknown".to_owned() };
    Some(Ok(TypeDefinition::Union(Union {
        name: name.to_owned(),
        description: schema.description.clone(),
        tag: union.tag.clone(),
        variants,
        unknown: schema.in_answers.then_some(catch_all),
    })))
}
