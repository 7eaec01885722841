//! Schemas seen in the simplest way that means the same.

use std::borrow::Cow;

use crate::contract::{Additional, Contract, Schema, SchemaId, Types};

/// How much two sets of values have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overlap {
    /// Nothing.
    None,
    /// Something, or it cannot be told.
    Some,
}

/// Two schemas seen in the same way: two unions are compared as unions, unless both list nothing but types.
pub(super) fn both_simple<'c>(
    (old_contract, old): (&'c Contract, &'c Schema),
    (new_contract, new): (&'c Contract, &'c Schema),
) -> (Cow<'c, Schema>, Cow<'c, Schema>) {
    let (a, b) = (simple(old_contract, old), simple(new_contract, new));
    let are_unions = !members(old).is_empty() && !members(new).is_empty();
    if are_unions && matches!(a, Cow::Owned(_)) != matches!(b, Cow::Owned(_)) {
        return (Cow::Borrowed(old), Cow::Borrowed(new));
    }
    (a, b)
}

/// A union of bare types as a schema of several types: `oneOf: [{type: string}, {type: integer}]`.
fn simple<'c>(contract: &'c Contract, schema: &'c Schema) -> Cow<'c, Schema> {
    let members = members(schema);
    if members.is_empty() || !is_pure_union(contract, schema) || schema.discriminator.is_some() {
        return Cow::Borrowed(schema);
    }
    let mut types = Types::default();
    let mut nullable = schema.nullable;
    for id in members {
        let member = contract.schema(*id);
        let overlaps = !types.intersection(member.types).is_empty();
        if !is_bare_type(member) || overlaps && !schema.one_of.is_empty() {
            return Cow::Borrowed(schema);
        }
        types = types.union(member.types);
        nullable |= member.nullable;
    }
    let (one_of, any_of) = (Box::default(), Box::default());
    Cow::Owned(Schema { types, nullable, one_of, any_of, ..schema.clone() })
}

/// The members of a schema's union.
pub(super) fn members(schema: &Schema) -> &[SchemaId] {
    match (&*schema.one_of, &*schema.any_of) {
        (members, []) | ([], members) => members,
        _ => &[],
    }
}

/// Whether a schema is a union and says nothing else of values: a type that all members have says nothing.
pub(super) fn is_pure_union(contract: &Contract, schema: &Schema) -> bool {
    let members = members(schema);
    let says_types = !schema.types.is_empty()
        && !members.iter().all(|id| {
            let types = contract.schema(*id).types;
            !types.is_empty() && schema.types.contains(types)
        });
    !members.is_empty()
        && !says_types
        && schema.values.is_none()
        && schema.limits.is_empty()
        && schema.pattern.is_none()
        && schema.format.is_none()
        && !schema.unique_items
        && schema.items.is_none()
        && schema.properties.is_empty()
        && schema.additional == Additional::Any
        && schema.all_of.is_empty()
        && schema.not.is_none()
}

fn is_bare_type(schema: &Schema) -> bool {
    !schema.types.is_empty()
        && schema.values.is_none()
        && schema.limits.is_empty()
        && schema.pattern.is_none()
        && schema.format.is_none()
        && !schema.unique_items
        && schema.items.is_none_or(|items| items == SchemaId::ANY)
        && schema.properties.is_empty()
        && schema.additional == Additional::Any
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && schema.all_of.is_empty()
        && schema.not.is_none()
        && schema.discriminator.is_none()
        && schema.default.is_none()
        && schema.xml.is_none()
        && !(schema.read_only || schema.write_only || schema.deprecated)
}

/// Whether two schemas, each of its own contract, can have a value in common, as far as their surface tells.
pub(super) fn overlap(
    (a_contract, a): (&Contract, &Schema),
    (b_contract, b): (&Contract, &Schema),
) -> Overlap {
    if !a.types.is_empty() && !b.types.is_empty() && a.types.intersection(b.types).is_empty() {
        return Overlap::None;
    }
    if apart(a, b) {
        return Overlap::None;
    }
    for property in a.properties.iter().filter(|property| property.required) {
        match b.property(&property.name) {
            Some(other)
                if other.required
                    && apart(a_contract.schema(property.schema), b_contract.schema(other.schema)) =>
            {
                return Overlap::None;
            }
            None if b.additional == Additional::None => return Overlap::None,
            _ => {}
        }
    }
    let missing = |property: &&crate::contract::Property| {
        property.required && a.additional == Additional::None && a.property(&property.name).is_none()
    };
    if b.properties.iter().find(missing).is_some() { Overlap::None } else { Overlap::Some }
}

/// Whether the values that two schemas list are other ones.
fn apart(a: &Schema, b: &Schema) -> bool {
    match (&a.values, &b.values) {
        (Some(a), Some(b)) => !a.iter().any(|value| b.contains(value)),
        _ => false,
    }
}
