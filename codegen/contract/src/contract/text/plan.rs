//! Which schemas get a block of their own, in which section, and what they are called.

use std::collections::{HashMap, HashSet};

use super::super::Contract;
use super::super::answer::Header;
use super::super::operation::{Media, Operation, Written};
use super::super::print::Print;
use super::super::schema::{Schema, SchemaId, Step, Types};

/// Enums of more values are not written out at each use.
const SHORT_ENUM: usize = 4;

/// Where schemas are written.
pub(super) struct Plan<'c> {
    uses: HashMap<Print, Use<'c>>,
    /// Shapes in the order of their first use.
    order: Vec<Print>,
}

struct Use<'c> {
    count: usize,
    first: SchemaId,
    /// How often which own documentation is used, in the order of first use.
    said: Vec<(Print, SchemaId, usize)>,
    reached: Reached<'c>,
    is_block: bool,
    label: String,
}

/// By operations of which resources.
#[derive(Clone, Copy, PartialEq)]
enum Reached<'c> {
    Nothing,
    One(&'c str),
    Several,
}

/// A use of a schema in an operation, with a word for what it is there.
struct Site<'c> {
    schema: SchemaId,
    hint: &'c str,
}

impl<'c> Plan<'c> {
    pub(super) fn new(contract: &'c Contract) -> Self {
        let mut plan = Self { uses: HashMap::new(), order: Vec::new() };
        let mut hints: HashMap<Print, &str> = HashMap::new();
        for operation in &contract.operations {
            for site in sites(operation) {
                plan.count(contract, site, &mut hints);
            }
        }
        for operation in &contract.operations {
            for site in sites(operation) {
                plan.reach(contract, site.schema, &operation.resource);
            }
        }
        plan.name(contract, &hints);
        plan
    }

    /// Counts how often each schema would be written.
    fn count(&mut self, contract: &'c Contract, site: Site<'c>, hints: &mut HashMap<Print, &'c str>) {
        let mut stack = vec![site];
        while let Some(Site { schema: id, hint }) = stack.pop() {
            let schema = contract.schema(id);
            let used = self.uses.entry(schema.shape).or_insert_with(|| {
                self.order.push(schema.shape);
                hints.insert(schema.shape, hint);
                Use {
                    count: 0,
                    first: id,
                    said: Vec::new(),
                    reached: Reached::Nothing,
                    is_block: false,
                    label: String::new(),
                }
            });
            used.count += 1;
            match used.said.iter_mut().find(|(print, ..)| *print == schema.documented) {
                Some((_, _, count)) => *count += 1,
                None => used.said.push((schema.documented, id, 1)),
            }
            let is_light = is_light(contract, id, 0);
            used.is_block = used.count > 1 && !is_light;
            if used.count == 1 || is_light {
                let first = stack.len();
                stack.extend(schema.children().map(|(step, schema)| Site {
                    schema,
                    hint: match step {
                        Step::Property(name) => name,
                        _ => hint,
                    },
                }));
                stack[first..].reverse();
            }
        }
    }

    fn reach(&mut self, contract: &'c Contract, schema: SchemaId, resource: &'c str) {
        let mut stack = vec![schema];
        while let Some(id) = stack.pop() {
            let schema = contract.schema(id);
            let Some(used) = self.uses.get_mut(&schema.shape) else { continue };
            let reached = match used.reached {
                Reached::Nothing => Reached::One(resource),
                Reached::One(other) if other != resource => Reached::Several,
                known => known,
            };
            if reached != used.reached {
                used.reached = reached;
                stack.extend(schema.children().map(|(_, id)| id));
            }
        }
    }

    fn name(&mut self, contract: &Contract, hints: &HashMap<Print, &str>) {
        let mut names: HashMap<Print, Vec<&str>> = HashMap::new();
        for schema in &contract.schemas {
            if let Some(name) = &schema.name
                && self.uses.contains_key(&schema.shape)
            {
                names.entry(schema.shape).or_default().push(name);
            }
        }
        let mut taken: HashSet<String> = HashSet::new();
        for names in names.values_mut() {
            names.sort_unstable();
            taken.insert(names[0].to_owned());
        }
        for shape in &self.order {
            let Some(used) = self.uses.get_mut(shape) else { continue };
            used.label = match names.get(shape) {
                Some(names) => names[0].to_owned(),
                None => {
                    let hint = hints.get(shape).copied().unwrap_or_default();
                    let numbered = (2..).map(|number| format!("{hint} {number}"));
                    // The numbers do not end, the labels taken do.
                    let free =
                        std::iter::once(hint.to_owned()).chain(numbered).find(|label| !taken.contains(label));
                    let free = free.unwrap_or_default();
                    if used.is_block {
                        taken.insert(free.clone());
                    }
                    free
                }
            };
        }
    }

    /// Whether a schema is written in a block of its own.
    pub(super) fn is_block(&self, schema: &Schema) -> bool {
        self.uses.get(&schema.shape).is_some_and(|used| used.is_block)
    }

    /// Takes a schema out of where it is used.
    pub(super) fn make_block(&mut self, schema: &Schema) {
        if let Some(used) = self.uses.get_mut(&schema.shape) {
            used.is_block = true;
        }
    }

    pub(super) fn label(&self, schema: &Schema) -> &str {
        self.uses.get(&schema.shape).map_or("", |used| &used.label)
    }

    /// The documentation that stands at the block of a schema: the one that most of its uses have.
    pub(super) fn spokesman(&self, schema: &Schema) -> Option<SchemaId> {
        let said = &self.uses.get(&schema.shape)?.said;
        let most = said.iter().map(|(.., count)| *count).max()?;
        said.iter().find(|(.., count)| *count == most).map(|(_, id, _)| *id)
    }

    /// The blocks of a resource, or those that several share, in the order of their first use.
    pub(super) fn blocks_of(&self, resource: Option<&str>) -> Vec<SchemaId> {
        let reached = resource.map_or(Reached::Several, Reached::One);
        let uses = self.order.iter().filter_map(|shape| self.uses.get(shape));
        uses.filter(|used| used.is_block && used.reached == reached).map(|used| used.first).collect()
    }
}

/// Whether a schema is as short as its name would be.
fn is_light(contract: &Contract, id: SchemaId, depth: usize) -> bool {
    let schema = contract.schema(id);
    if let Some(items) = schema.items {
        let only_items = schema.children().count() == 1 && schema.values.is_none();
        return only_items
            && depth < 3
            && (contract.schema(items).items.is_none() || is_light(contract, items, depth + 1));
    }
    let is_plain = schema.children().next().is_none() && !schema.types.contains(Types::OBJECT);
    let is_long = schema.pattern.is_some() || schema.limits.len() > 2;
    is_plain && !is_long && schema.values.as_ref().is_none_or(|values| values.len() <= SHORT_ENUM)
}

/// The schemas of an operation in the order in which they are written.
fn sites(operation: &Operation) -> Vec<Site<'_>> {
    let mut sites = Vec::new();
    for parameter in &operation.parameters {
        written(&parameter.value, &parameter.name, &mut sites);
    }
    if let Some(body) = &operation.body {
        content(&body.content, "body", &mut sites);
    }
    for answer in &operation.answers {
        headers(&answer.headers, &mut sites);
        content(&answer.content, "answer", &mut sites);
    }
    for callback in &operation.callbacks {
        sites.extend(callback.operations.iter().flat_map(self::sites));
    }
    sites
}

fn headers<'c>(headers: &'c [Header], sites: &mut Vec<Site<'c>>) {
    for header in headers {
        written(&header.value, &header.name, sites);
    }
}

fn written<'c>(value: &'c Written, hint: &'c str, sites: &mut Vec<Site<'c>>) {
    match value {
        Written::Styled { schema, .. } => sites.push(Site { schema: *schema, hint }),
        Written::Content(media) => content(media, hint, sites),
    }
}

fn content<'c>(content: &'c [Media], hint: &'c str, sites: &mut Vec<Site<'c>>) {
    for media in content {
        sites.push(Site { schema: media.schema, hint });
        for encoding in &media.encoding {
            headers(&encoding.headers, sites);
        }
    }
}
