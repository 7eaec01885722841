//! The order of the members of a group, which means nothing on the wire, is made canonical.

use super::print::Print;
use super::schema::{Schema, SchemaId};

/// Sorts the members of all groups, after the fingerprints are known.
///
/// They are sorted by what tells them apart and seldom changes: the discriminator's values, the type, members of
/// one value, names of members. An order by fingerprint alone would turn with every edit.
pub(super) fn sort_groups(schemas: &mut [Schema]) {
    for at in 0..schemas.len() {
        let schema = &schemas[at];
        if schema.one_of.len() + schema.any_of.len() + schema.all_of.len() < 2 {
            continue;
        }
        let sorted = |group: &[SchemaId]| {
            let mut group = group.to_vec();
            group.sort_by_cached_key(|id| (mapped_to(schema, schemas, *id), key(schemas, *id), *id));
            group.into()
        };
        let (one_of, any_of, all_of) =
            (sorted(&schema.one_of), sorted(&schema.any_of), sorted(&schema.all_of));
        let schema = &mut schemas[at];
        (schema.one_of, schema.any_of, schema.all_of) = (one_of, any_of, all_of);
    }
}

fn mapped_to<'s>(schema: &'s Schema, schemas: &[Schema], member: SchemaId) -> Vec<&'s str> {
    let class = schemas[member.index()].class;
    let mapping = schema.discriminator.iter().flat_map(|discriminator| &discriminator.mapping);
    mapping
        .filter(|(_, target)| target.is_some_and(|id| schemas[id.index()].class == class))
        .map(|(value, _)| &**value)
        .collect()
}

fn key(schemas: &[Schema], id: SchemaId) -> (String, Print) {
    let schema = &schemas[id.index()];
    let mut key = format!("{} {}", schema.types, schema.format.as_deref().unwrap_or_default());
    for property in &schema.properties {
        if let Some([value]) = schemas[property.schema.index()].values.as_deref() {
            key.push_str(&format!(" {}={value}", property.name));
        }
    }
    for property in &schema.properties {
        key.push_str(&format!(" {}", property.name));
    }
    (key, schema.documented)
}
