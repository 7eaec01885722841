//! What an `allOf` holds together becomes one schema, where one schema can say it.
//!
//! A value fits an `allOf` if it fits each member, so the merged schema is their intersection. Where OpenAPI has
//! no word for that (two patterns, two `oneOf`s, types that exclude each other) the members are kept side by
//! side, as a set.

use std::collections::HashMap;

use super::keywords::Keywords;
use super::read_schema::Schemas;
use super::schema::{Additional, Limit, LimitKind, Property, Schema, SchemaId, Types};
use crate::problem::Problem;

/// The most schemas that merging may add. Real documents need some dozens; the bound ends documents that are
/// made to have a schema for each subset of their components.
const MAX_ADDED: usize = 100_000;

/// Merges every `allOf` of the schemas.
pub(super) fn merge(schemas: &mut Schemas<'_>, keywords: &mut Keywords<'_>) {
    let mut merger = Merger {
        schemas,
        sets: HashMap::new(),
        members: HashMap::new(),
        states: Vec::new(),
        circular: Vec::new(),
    };
    let mut next = 0;
    while next < merger.schemas.arena.len() {
        merger.finish(SchemaId(next as u32));
        next += 1;
    }
    let circular = std::mem::take(&mut merger.circular);
    drop(merger);
    say_nothing_once(&mut schemas.arena);
    for id in circular {
        let position = schemas.arena[id.index()].origin.position;
        keywords.problems.push(
            Problem::error("circular-all-of", "this schema is a member of its own `allOf`")
                .at(keywords.document.place(position))
                .help("a schema may contain itself in a property or item, but not be nothing but itself"),
        );
    }
}

/// An array without `items` holds anything, and so do members without a schema that says more.
fn say_nothing_once(schemas: &mut [Schema]) {
    for at in 0..schemas.len() {
        if schemas[at].types == Types::ARRAY {
            schemas[at].items.get_or_insert(SchemaId::ANY);
        }
        if let Additional::Schema(id) = schemas[at].additional
            && schemas[id.index()].is_plainly_any()
        {
            schemas[at].additional = Additional::Any;
            let said: serde_json::Map<_, _> = schemas[id.index()]
                .documentation
                .iter()
                .map(|(keyword, json)| (keyword.to_owned(), json.clone()))
                .collect();
            if !said.is_empty() {
                schemas[at].documentation.set("additionalProperties", said.into());
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Merger<'s, 'a> {
    schemas: &'s mut Schemas<'a>,
    /// The schema that stands for several at once, by these. One for each set, so that merging two recursive
    /// schemas ends.
    sets: HashMap<Box<[SchemaId]>, SchemaId>,
    /// The same the other way round.
    members: HashMap<SchemaId, Box<[SchemaId]>>,
    states: Vec<State>,
    circular: Vec<SchemaId>,
}

impl Merger<'_, '_> {
    fn state(&mut self, id: SchemaId) -> &mut State {
        self.states.resize(self.schemas.arena.len().max(self.states.len()), State::New);
        &mut self.states[id.index()]
    }

    /// Merges a schema after the members that it depends on. Chains of members have no bound, hence no recursion.
    fn finish(&mut self, id: SchemaId) {
        let mut stack = vec![id];
        while let Some(&id) = stack.last() {
            match *self.state(id) {
                State::Done => _ = stack.pop(),
                State::New => {
                    *self.state(id) = State::Open;
                    self.dissolve_single(id);
                    for member in self.schemas.all_of[id.index()].clone() {
                        match *self.state(member) {
                            State::New => stack.push(member),
                            State::Open => self.circular.push(member),
                            State::Done => {}
                        }
                    }
                }
                State::Open => {
                    self.combine(id);
                    *self.state(id) = State::Done;
                    stack.pop();
                }
            }
        }
    }

    /// A `oneOf` or `anyOf` of one member is an `allOf` of it.
    fn dissolve_single(&mut self, id: SchemaId) {
        let schema = &mut self.schemas.arena[id.index()];
        if schema.discriminator.is_some() {
            return;
        }
        for group in [&mut schema.one_of, &mut schema.any_of] {
            if let [single] = **group {
                *group = Box::default();
                self.schemas.all_of[id.index()].push(single);
            }
        }
    }

    fn combine(&mut self, id: SchemaId) {
        let mut parts = std::mem::take(&mut self.schemas.all_of[id.index()]);
        parts.retain(|part| *part != SchemaId::ANY && *self.state(*part) == State::Done);
        parts.sort_unstable();
        parts.dedup();
        if parts.is_empty() {
            return;
        }
        let own = std::mem::take(&mut self.schemas.arena[id.index()]);
        let (name, origin) = (own.name.clone(), own.origin.clone());
        let (own_nullable, mut documentation) = (own.nullable, own.documentation.clone());
        let own_part = (!own.is_any()).then(|| {
            let part = self.schemas.add(origin.clone());
            self.schemas.arena[part.index()] = Schema { name: None, ..own.clone() };
            *self.state(part) = State::Done;
            part
        });
        parts.extend(own_part);
        let mut merged = match self.intersection(&parts) {
            Some(merged) => merged,
            None => Schema { all_of: self.flat(&parts), ..Schema::default() },
        };
        merged.nullable = own_nullable || self.all_nullable(&parts);
        merged.read_only |= own.read_only;
        merged.write_only |= own.write_only;
        merged.deprecated |= own.deprecated;
        merged.default = own.default.or(merged.default);
        merged.xml = own.xml.or(merged.xml);
        for part in parts.iter().filter(|part| Some(**part) != own_part) {
            let said = &self.schemas.arena[part.index()].documentation;
            if parts.len() == 1 { documentation.complete(said) } else { documentation.join(said) }
        }
        self.schemas.arena[id.index()] =
            Schema { name, origin, documentation, parts: parts.into(), ..merged };
    }

    /// The members without `allOf`s among them.
    fn flat(&self, parts: &[SchemaId]) -> Box<[SchemaId]> {
        let mut flat: Vec<SchemaId> = Vec::new();
        for part in parts {
            match &*self.schemas.arena[part.index()].all_of {
                [] => flat.push(*part),
                members => flat.extend(members),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        flat.into()
    }

    /// Whether null fits all of these, at least one of which says so.
    fn all_nullable(&self, parts: &[SchemaId]) -> bool {
        let parts = || parts.iter().map(|part| &self.schemas.arena[part.index()]);
        // A part that names no kind of values leaves it to the others.
        let silent = |part: &Schema| {
            part.types.is_empty()
                && part.values.is_none()
                && part.one_of.is_empty()
                && part.any_of.is_empty()
                && part.all_of.is_empty()
                && part.not.is_none()
        };
        parts().any(|part| part.nullable) && parts().all(|part| part.nullable || silent(part))
    }

    fn intersection(&mut self, parts: &[SchemaId]) -> Option<Schema> {
        let content = |schema: &Schema| Schema {
            name: None,
            documentation: Default::default(),
            parts: Box::default(),
            ..schema.clone()
        };
        let (first, rest) = parts.split_first()?;
        let mut merged = content(&self.schemas.arena[first.index()]);
        if !rest.is_empty() {
            drop_inheritance(&mut merged);
        }
        for part in rest {
            let mut part = content(&self.schemas.arena[part.index()]);
            drop_inheritance(&mut part);
            merged = self.both(merged, part)?;
        }
        Some(merged)
    }

    /// The schema of values that fit both.
    fn both(&mut self, a: Schema, b: Schema) -> Option<Schema> {
        if !a.all_of.is_empty() || !b.all_of.is_empty() {
            return None;
        }
        let types = match (a.types.is_empty(), b.types.is_empty()) {
            (true, _) => b.types,
            (_, true) => a.types,
            _ => Some(a.types.intersection(b.types)).filter(|types| !types.is_empty())?,
        };
        let values = match (a.values, b.values) {
            (Some(a), Some(b)) => {
                let common: Box<[_]> = a.into_iter().filter(|value| b.contains(value)).collect();
                Some(Some(common).filter(|common| !common.is_empty())?)
            }
            (values, None) | (None, values) => values,
        };
        let (properties, additional) =
            self.members(&a.properties, a.additional, &b.properties, b.additional)?;
        Some(Schema {
            types,
            values,
            properties,
            additional,
            format: agree(a.format, b.format)?,
            pattern: agree(a.pattern, b.pattern)?,
            default: agree(a.default, b.default)?,
            xml: agree(a.xml, b.xml)?,
            limits: tighter(&a.limits, &b.limits)?,
            unique_items: a.unique_items || b.unique_items,
            items: match (a.items, b.items) {
                (Some(a), Some(b)) => Some(self.set(a, b)?),
                (items, None) | (None, items) => items,
            },
            one_of: one_group(a.one_of, b.one_of)?,
            any_of: one_group(a.any_of, b.any_of)?,
            not: agree(a.not, b.not)?,
            discriminator: agree(a.discriminator, b.discriminator)?,
            read_only: a.read_only || b.read_only,
            write_only: a.write_only || b.write_only,
            deprecated: a.deprecated || b.deprecated,
            open: a.open || b.open,
            ..Schema::default()
        })
    }

    fn members(
        &mut self,
        a: &[Property],
        a_additional: Additional,
        b: &[Property],
        b_additional: Additional,
    ) -> Option<(Box<[Property]>, Additional)> {
        let mut properties = Vec::with_capacity(a.len() + b.len());
        for property in a {
            match b.binary_search_by(|other| other.name.cmp(&property.name)) {
                Ok(at) => properties.push(Property {
                    required: property.required || b[at].required,
                    schema: self.set(property.schema, b[at].schema)?,
                    ..property.clone()
                }),
                Err(_) => properties.extend(self.under(property, b_additional)?),
            }
        }
        for property in b {
            if a.binary_search_by(|other| other.name.cmp(&property.name)).is_err() {
                properties.extend(self.under(property, a_additional)?);
            }
        }
        properties.sort_by(|a, b| a.name.cmp(&b.name));
        let additional = match (a_additional, b_additional) {
            (Additional::None, _) | (_, Additional::None) => Additional::None,
            (Additional::Any, other) | (other, Additional::Any) => other,
            (Additional::Schema(a), Additional::Schema(b)) => Additional::Schema(self.set(a, b)?),
        };
        Some((properties.into(), additional))
    }

    /// A property of one member, which for another member is an additional one.
    fn under(&mut self, property: &Property, additional: Additional) -> Option<Option<Property>> {
        match additional {
            Additional::Any => Some(Some(property.clone())),
            Additional::None if property.required => None,
            Additional::None => Some(None),
            Additional::Schema(other) => {
                Some(Some(Property { schema: self.set(property.schema, other)?, ..property.clone() }))
            }
        }
    }

    /// The schema of values that fit both of two schemas that are perhaps not merged yet themselves.
    fn set(&mut self, a: SchemaId, b: SchemaId) -> Option<SchemaId> {
        if a == b || b == SchemaId::ANY {
            return Some(a);
        }
        if a == SchemaId::ANY {
            return Some(b);
        }
        let mut members: Vec<SchemaId> = Vec::new();
        for id in [a, b] {
            match self.members.get(&id) {
                Some(known) => members.extend(known),
                None => members.push(id),
            }
        }
        members.sort_unstable();
        members.dedup();
        let members: Box<[SchemaId]> = members.into();
        if let Some(id) = self.sets.get(&members) {
            return Some(*id);
        }
        if self.sets.len() >= MAX_ADDED {
            return None;
        }
        let id = self.schemas.add(self.schemas.arena[a.index()].origin.clone());
        self.schemas.all_of[id.index()] = members.to_vec();
        self.members.insert(id, members.clone());
        self.sets.insert(members, id);
        Some(id)
    }
}

/// A discriminator without `oneOf` tells the heirs of a schema apart; it is of no meaning within an heir.
fn drop_inheritance(schema: &mut Schema) {
    if schema.one_of.is_empty() && schema.any_of.is_empty() {
        schema.discriminator = None;
    }
}

fn agree<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
    match (a, b) {
        (Some(a), Some(b)) if a != b => None,
        (a, b) => Some(a.or(b)),
    }
}

fn one_group(a: Box<[SchemaId]>, b: Box<[SchemaId]>) -> Option<Box<[SchemaId]>> {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => Some(b),
        (_, true) => Some(a),
        _ => (a == b).then_some(a),
    }
}

fn tighter(a: &[Limit], b: &[Limit]) -> Option<Box<[Limit]>> {
    let find = |limits: &[Limit], kind| limits.iter().find(|limit| limit.kind == kind).cloned();
    let mut limits = Vec::new();
    for kind in LimitKind::ALL {
        let limit = match (find(a, kind), find(b, kind)) {
            (Some(a), Some(b)) if a == b => a,
            (Some(_), Some(_)) if kind == LimitKind::MultipleOf => return None,
            (Some(a), Some(b)) => match a.tightness(&b) {
                std::cmp::Ordering::Less => b,
                _ => a,
            },
            (Some(limit), None) | (None, Some(limit)) => limit,
            (None, None) => continue,
        };
        limits.push(limit);
    }
    Some(limits.into())
}
