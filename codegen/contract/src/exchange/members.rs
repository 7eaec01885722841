//! Members that no schema names, and the members that a value has of those that are named.

use std::collections::HashSet;

use super::instance::{Instance, View};
use super::value::{Checker, MAX_DEPTH, MAX_FINDINGS, Token};
use crate::contract::{Additional, Schema, SchemaId};

/// The most members and elements that are looked at in one value.
const MAX_STEPS: usize = 4_000_000;

/// Something of the contract that an exchange uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// A parameter of the operation, by its index.
    Parameter(usize),
    /// An answer of the operation, by its index.
    Answer(usize),
    /// A property of a schema, by its index.
    Property(SchemaId, usize),
}

/// Walks over a value along the schemas that it is held against.
pub(super) struct Walk<'w, 'c> {
    /// Tells which members of a union a value fits.
    pub(super) checker: &'w mut Checker<'c>,
    /// What of the contract the value uses.
    pub(super) uses: &'w mut Vec<Use>,
    /// Members that no schema names, each with the schema that should.
    pub(super) unnamed: Vec<(Vec<Token>, SchemaId)>,
    path: Vec<Token>,
    steps: usize,
}

impl<'w, 'c> Walk<'w, 'c> {
    pub(super) fn new(checker: &'w mut Checker<'c>, uses: &'w mut Vec<Use>) -> Self {
        Self { checker, uses, unnamed: Vec::new(), path: Vec::new(), steps: 0 }
    }

    /// Looks at a value that all of these schemas are about.
    pub(super) fn value<V: Instance>(&mut self, ids: &[SchemaId], value: &V) {
        self.steps += 1;
        if ids.is_empty() || self.path.len() >= MAX_DEPTH || self.steps >= MAX_STEPS {
            return;
        }
        match value.view() {
            View::Object => self.object(ids, value),
            View::Array(elements) => {
                let schemas = self.closure(ids, value);
                let items: Vec<SchemaId> = schemas.iter().filter_map(|(_, schema)| schema.items).collect();
                for (at, element) in elements.iter().enumerate() {
                    self.path.push(Token::Element(at));
                    self.value(&items, element);
                    self.path.pop();
                }
            }
            View::Null | View::Bool(_) | View::Number(_) | View::String(_) => {}
        }
    }

    fn object<V: Instance>(&mut self, ids: &[SchemaId], value: &V) {
        let schemas = self.closure(ids, value);
        // What may have any members, or what has been told already.
        let takes_all =
            schemas.iter().any(|(_, schema)| is_open(schema) || schema.additional == Additional::None);
        // Of a union it is the member that the value is.
        let named = schemas.iter().rev().find(|(_, schema)| !schema.properties.is_empty());
        let holder = named.or(schemas.first()).map_or(SchemaId::ANY, |(id, _)| *id);
        for (name, member) in value.members() {
            let mut below = Vec::new();
            for (id, schema) in &schemas {
                if let Ok(at) = schema.properties.binary_search_by(|property| (*property.name).cmp(name)) {
                    self.uses.push(Use::Property(*id, at));
                    below.push(schema.properties[at].schema);
                } else if let Additional::Schema(additional) = schema.additional {
                    below.push(additional);
                }
            }
            self.path.push(Token::Member(name.to_owned()));
            if below.is_empty() && !takes_all && self.unnamed.len() < MAX_FINDINGS {
                self.unnamed.push((self.path.clone(), holder));
            }
            self.value(&below, member);
            self.path.pop();
        }
    }

    /// The schemas that a value is held against by these: members of groups are, if it fits them.
    fn closure<V: Instance>(&mut self, ids: &[SchemaId], value: &V) -> Vec<(SchemaId, &'c Schema)> {
        let contract = self.checker.contract;
        let (mut queue, mut seen, mut schemas) = (ids.to_vec(), HashSet::new(), Vec::new());
        while let Some(id) = queue.pop() {
            if !seen.insert(id) {
                continue;
            }
            let schema = contract.schema(id);
            schemas.push((id, schema));
            queue.extend(&schema.all_of);
            if let Some(discriminator) = &schema.discriminator
                && let Some(View::String(tag)) = value.member(&discriminator.property).map(Instance::view)
                && let Some((_, target)) = discriminator.mapping.iter().find(|(known, _)| **known == *tag)
            {
                queue.extend(target);
                continue;
            }
            for group in [&schema.one_of, &schema.any_of] {
                let before = queue.len();
                let checker = &mut *self.checker;
                queue.extend(group.iter().filter(|member| checker.fits(**member, value)));
                if queue.len() == before {
                    // It fits none, which has been told: then a member of any of them is no news.
                    queue.extend(group);
                }
            }
        }
        schemas
    }
}

/// Whether a schema says nothing of the members of an object, or says that there are others.
fn is_open(schema: &Schema) -> bool {
    schema.open
        || (schema.properties.is_empty()
            && schema.additional == Additional::Any
            && schema.one_of.is_empty()
            && schema.any_of.is_empty()
            && schema.all_of.is_empty()
            && schema.discriminator.is_none())
}
