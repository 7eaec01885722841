//! Fingerprints of what the provider has at a row.
//!
//! A diff tells that something is there that was not, and goes no deeper. What a divergence leaves out has to stay as
//! it was when that was decided, all the way down, or else the decision is to be looked at again.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::contract::{Contract, Operation, SchemaId, below};
use crate::diff::{Change, Diff};
use crate::problem::Position;

use super::address::unnamed;

pub(super) struct Evidence<'c> {
    ours: &'c Contract,
    upstream: &'c Contract,
    our_schemas: HashMap<Position, SchemaId>,
    /// By pointer: schemas, and properties with the schema that they have.
    their_schemas: HashMap<String, SchemaId>,
    their_operations: HashMap<String, &'c Operation>,
}

impl<'c> Evidence<'c> {
    pub(super) fn new(ours: &'c Contract, upstream: &'c Contract) -> Self {
        let our_schemas = ours.schemas().map(|(id, schema)| (schema.origin.position, id)).collect();
        let mut their_schemas = HashMap::new();
        for (id, schema) in upstream.schemas() {
            let pointer = upstream.pointer(id);
            let properties = below(&pointer, "properties");
            for property in &schema.properties {
                their_schemas.insert(below(&properties, &property.name).into(), property.schema);
            }
            their_schemas.entry(pointer).or_insert(id);
        }
        let their_operations =
            upstream.operations().iter().map(|operation| (operation.key(), operation)).collect();
        Self { ours, upstream, our_schemas, their_schemas, their_operations }
    }

    /// The fingerprint of what the provider has at a row.
    pub(super) fn print(&self, diff: &Diff, change: &Change) -> String {
        let mut text = change.rule.id.to_owned();
        for side in [&change.old, &change.new] {
            text += "\n";
            text += side.as_deref().unwrap_or_default();
        }
        match change.rule.id {
            "enum-value-added" | "enum-value-removed" => self.values(change, &mut text),
            "member-added" | "member-repeated" => self.member(change, &mut text),
            // What both sides have is compared further down, where each difference is a row of its own.
            "null-allowed"
            | "null-forbidden"
            | "property-became-required"
            | "property-became-optional"
            | "property-removed"
            | "required-property-removed"
            | "deprecated"
            | "no-longer-deprecated"
            | "member-removed"
            | "operation-removed"
            | "bound-added"
            | "bound-removed"
            | "bound-tightened"
            | "bound-loosened"
            | "parameter-became-required"
            | "parameter-became-optional"
            | "parameter-removed"
            | "required-parameter-removed"
            | "union-ambiguous" => {}
            id if id.starts_with("server-") || id.starts_with("security-") => {}
            _ => self.whole(diff, change, &mut text),
        }
        format!("{:016x}", hash(text.as_bytes()))
    }

    /// Long lists of values are cut in rows.
    fn values(&self, change: &Change, text: &mut String) {
        let place = change.old_place.as_ref();
        let old =
            place.and_then(|place| self.our_schemas.get(&place.position)).map(|id| self.ours.schema(*id));
        let new = self.their_schemas.get(&*change.at).map(|id| self.upstream.schema(*id));
        let list = |schema: Option<&crate::contract::Schema>| -> Vec<String> {
            let values = schema.and_then(|schema| schema.values.as_deref()).unwrap_or_default();
            values.iter().map(serde_json::Value::to_string).collect()
        };
        let (old, new) = (list(old), list(new));
        let (from, to) = if change.rule.id == "enum-value-added" { (&new, &old) } else { (&old, &new) };
        for value in from.iter().filter(|value| !to.contains(value)) {
            text.push('\n');
            *text += value;
        }
    }

    /// A member of a union is named only, and the name means nothing.
    fn member(&self, change: &Change, text: &mut String) {
        let Some(union) = self.their_schemas.get(&*change.at).map(|id| self.upstream.schema(*id)) else {
            return;
        };
        for id in union.one_of.iter().chain(&union.any_of) {
            let member = self.upstream.schema(*id);
            if member.name.as_deref() != change.new.as_deref() {
                continue;
            }
            _ = write!(text, "\n{:?}", member.class);
            // Its tags come with it, without rows of their own.
            let mapping = union.discriminator.iter().flat_map(|discriminator| &discriminator.mapping);
            for (tag, _) in mapping.filter(|(_, target)| *target == Some(*id)) {
                _ = write!(text, "\n{tag}");
            }
        }
    }

    /// The schema, else the parameter, else the operation.
    fn whole(&self, diff: &Diff, change: &Change, text: &mut String) {
        if let Some(id) = self.their_schemas.get(&*change.at) {
            _ = write!(text, "\n{:?}", self.upstream.schema(*id).class);
            return;
        }
        for reached in change.operations.iter() {
            let Some(operation) = self.their_operations.get(&unnamed(diff.operation(reached))) else {
                continue;
            };
            let is_it = |name: String| change.new.as_deref() == Some(&*name);
            let parameter =
                operation.parameters.iter().find(|one| is_it(format!("{} {}", one.location, one.name)));
            _ = match parameter {
                Some(parameter) => write!(text, "\n{:?}", parameter.class),
                None => write!(text, "\n{:?}", operation.class),
            };
        }
    }
}

/// FNV-1a: short, and the same everywhere. Nobody gains by making two texts of one fingerprint.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
