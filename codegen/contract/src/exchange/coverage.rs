//! How much of a contract exchanges have used.

use std::collections::{HashMap, HashSet};

use super::headers;
use super::members::Use;
use crate::contract::{Contract, Location, SchemaId};

/// How often each part of a contract was used: operations, their parameters and statuses, and the properties of schemas that
/// bodies have.
#[derive(Clone, Debug)]
pub struct Coverage {
    operations: Vec<Called>,
    properties: Vec<Property>,
    /// The property, by its schema and its index there. Copies of a schema have the same properties.
    index: HashMap<(SchemaId, usize), usize>,
}

#[derive(Clone, Debug)]
struct Called {
    title: Box<str>,
    requests: u64,
    /// `None` for parameters that OpenAPI tells elsewhere.
    parameters: Vec<Option<(Box<str>, u64)>>,
    answers: Vec<(Box<str>, u64)>,
}

#[derive(Clone, Debug)]
struct Property {
    address: Box<str>,
    count: u64,
}

/// A part of a contract that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'c> {
    /// What it is.
    pub kind: PartKind,
    /// The operation that it belongs to; `None` for properties, which operations share.
    pub operation: Option<&'c str>,
    /// What it is called: `GET /v1/apps`, `query limit`, `404`, `schema App.data.id`.
    pub name: &'c str,
    /// How often it was used.
    pub count: u64,
}

/// The kinds of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the part of that name")]
pub enum PartKind {
    Operation,
    Parameter,
    Status,
    Property,
}

impl PartKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Operation, Self::Parameter, Self::Status, Self::Property];

    /// What several of them are called.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Operation => "operations",
            Self::Parameter => "parameters",
            Self::Status => "statuses",
            Self::Property => "properties",
        }
    }
}

impl Coverage {
    /// A contract of which nothing was used.
    pub fn of(contract: &Contract) -> Self {
        let operations = contract
            .operations()
            .iter()
            .map(|operation| Called {
                title: operation.title().into(),
                requests: 0,
                parameters: operation
                    .parameters
                    .iter()
                    .map(|parameter| {
                        let told_elsewhere = parameter.location == Location::Header
                            && headers::is_told_elsewhere(&parameter.key);
                        let name = format!("{} {}", parameter.location, parameter.name);
                        (!told_elsewhere).then(|| (name.into(), 0))
                    })
                    .collect(),
                answers: operation
                    .answers
                    .iter()
                    .map(|answer| (answer.status.to_string().into(), 0))
                    .collect(),
            })
            .collect();
        let (properties, index) = properties(contract);
        Self { operations, properties, index }
    }

    pub(super) fn add_request(&mut self, operation: usize, uses: &[Use]) {
        if let Some(of) = self.operations.get_mut(operation) {
            of.requests += 1;
        }
        self.add(operation, uses);
    }

    pub(super) fn add(&mut self, operation: usize, uses: &[Use]) {
        let Some(of) = self.operations.get_mut(operation) else { return };
        for one in uses {
            match one {
                Use::Parameter(at) => {
                    of.parameters.get_mut(*at).into_iter().flatten().for_each(|(_, count)| *count += 1);
                }
                Use::Answer(at) => of.answers.get_mut(*at).into_iter().for_each(|(_, count)| *count += 1),
                Use::Property(schema, at) => {
                    if let Some(at) = self.index.get(&(*schema, *at)) {
                        self.properties[*at].count += 1;
                    }
                }
            }
        }
    }

    /// All parts: by operation, then the properties by their address.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let of_operations = self.operations.iter().flat_map(|of| {
            let title = &*of.title;
            let part = move |kind, name, count| Part { kind, operation: Some(title), name, count };
            let parameters = of.parameters.iter().flatten();
            std::iter::once(part(PartKind::Operation, title, of.requests))
                .chain(parameters.map(move |(name, count)| part(PartKind::Parameter, name, *count)))
                .chain(of.answers.iter().map(move |(status, count)| part(PartKind::Status, status, *count)))
        });
        let properties = self.properties.iter().map(|property| Part {
            kind: PartKind::Property,
            operation: None,
            name: &property.address,
            count: property.count,
        });
        of_operations.chain(properties)
    }

    /// How many parts of a kind were used, and how many there are.
    pub fn count(&self, kind: PartKind) -> (usize, usize) {
        let mut parts = self.parts().filter(|part| part.kind == kind);
        parts.by_ref().fold((0, 0), |(used, all), part| (used + usize::from(part.count > 0), all + 1))
    }
}

/// The properties that bodies can have, sorted by address.
fn properties(contract: &Contract) -> (Vec<Property>, HashMap<(SchemaId, usize), usize>) {
    let bodies = contract.operations().iter().flat_map(|operation| {
        let requests = operation.body.iter().flat_map(|body| &body.content);
        requests.chain(operation.answers.iter().flat_map(|answer| &answer.content))
    });
    let mut queue: Vec<SchemaId> = bodies.map(|media| media.schema).collect();
    let mut seen: HashSet<SchemaId> = queue.iter().copied().collect();
    let mut found: HashMap<String, Vec<(SchemaId, usize)>> = HashMap::new();
    while let Some(id) = queue.pop() {
        let schema = contract.schema(id);
        let holder = super::address(contract, id);
        for (at, property) in schema.properties.iter().enumerate() {
            found.entry(format!("{holder}.{}", property.name)).or_default().push((id, at));
        }
        queue.extend(schema.children().map(|(_, child)| child).filter(|child| seen.insert(*child)));
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort();
    let mut index = HashMap::new();
    let properties = found.into_iter().enumerate().map(|(at, (address, places))| {
        index.extend(places.into_iter().map(|place| (place, at)));
        Property { address: address.into(), count: 0 }
    });
    let properties = properties.collect();
    (properties, index)
}
