//! Which schemas mean the same: each gets a fingerprint that depends on nothing but its meaning.
//!
//! Without recursion this is a hash from the leaves up. Recursive schemas depend on each other, so each group of
//! them is told apart in rounds: in each round a schema's colour is renewed from its own content and the colours
//! of its children, until a round tells no more of them apart. Recursion that is written out in another way
//! (unrolled once, a component copied) then has the same colours, since only what can be told apart on a path
//! from the schema counts.

use std::collections::{HashMap, HashSet};

use super::print::{Print, Printer};
use super::schema::{Additional, Schema, Step};

/// The most colours that are renewed for recursive schemas: some seconds of work. Ten thousand schemas in
/// one circle need a tenth of it.
const MAX_RENEWALS: usize = 300_000_000;

/// The graph of all schemas was too entangled to be told apart within the bound.
#[derive(Debug)]
pub(super) struct TooRecursive;

/// Sets the fingerprints of all schemas.
pub(super) fn set_prints(schemas: &mut [Schema]) -> Result<(), TooRecursive> {
    let graph = Graph::new(schemas);
    let wire: Vec<Print> = schemas.iter().map(local).collect();
    let classes = graph.prints(&wire)?;
    let with_texts: Vec<Print> = schemas
        .iter()
        .zip(&wire)
        .map(|(schema, wire)| {
            let mut printer = Printer::of("documented");
            printer.print(*wire);
            schema.documentation.add_to(&mut printer);
            printer.done()
        })
        .collect();
    let documented = graph.prints(&with_texts)?;
    for (at, schema) in schemas.iter_mut().enumerate() {
        schema.class = classes[at];
        schema.documented = documented[at];
        schema.shape = graph.print(at, wire[at], &documented);
    }
    Ok(())
}

/// The content of a schema without its children and its documentation.
fn local(schema: &Schema) -> Print {
    let mut printer = Printer::of("schema");
    printer
        .number(schema.types.bits().into())
        .flag(schema.nullable)
        .flag(schema.unique_items)
        .flag(schema.read_only)
        .flag(schema.write_only)
        .flag(schema.deprecated)
        .option(schema.format.as_deref())
        .option(schema.pattern.as_deref())
        .flag(schema.items.is_some())
        .flag(schema.not.is_some());
    for json in [&schema.default, &schema.xml] {
        match json {
            Some(json) => printer.flag(true).json(json),
            None => printer.flag(false),
        };
    }
    match &schema.values {
        Some(values) => {
            printer.flag(true).number(values.len() as u64);
            for value in values {
                printer.json(value);
            }
        }
        None => _ = printer.flag(false),
    }
    printer.number(schema.limits.len() as u64);
    for limit in &schema.limits {
        printer.number(limit.kind as u64).flag(limit.exclusive).text(&limit.value.to_string());
    }
    printer.number(match schema.additional {
        Additional::Any => 0,
        Additional::None => 1,
        Additional::Schema(_) => 2,
    });
    printer.number(schema.properties.len() as u64);
    for property in &schema.properties {
        printer.text(&property.name).flag(property.required);
    }
    printer
        .number(schema.one_of.len() as u64)
        .number(schema.any_of.len() as u64)
        .number(schema.all_of.len() as u64);
    if let Some(discriminator) = &schema.discriminator {
        printer.text(&discriminator.property);
        for (value, target) in &discriminator.mapping {
            printer.text(value).flag(target.is_some());
        }
    }
    printer.done()
}

/// The schemas and which stand in which.
struct Graph {
    /// Where the children of each schema start; one more than there are schemas.
    starts: Vec<u32>,
    children: Vec<Child>,
}

#[derive(Clone, Copy)]
struct Child {
    schema: u32,
    /// Children of the same group, other than 0, have no order.
    group: u8,
}

impl Graph {
    fn new(schemas: &[Schema]) -> Self {
        let mut graph = Self { starts: vec![0], children: Vec::new() };
        for schema in schemas {
            graph.children.extend(schema.children().map(|(step, id)| Child {
                schema: id.0,
                group: match step {
                    Step::OneOf(_) => 1,
                    Step::AnyOf(_) => 2,
                    Step::AllOf(_) => 3,
                    _ => 0,
                },
            }));
            graph.starts.push(graph.children.len() as u32);
        }
        graph
    }

    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn children(&self, schema: usize) -> &[Child] {
        &self.children[self.starts[schema] as usize..self.starts[schema + 1] as usize]
    }

    /// The fingerprint of a schema from its own content and the fingerprints of its children.
    fn print(&self, schema: usize, local: Print, prints: &[Print]) -> Print {
        let mut printer = Printer::of("schema");
        printer.print(local);
        for run in self.children(schema).chunk_by(|a, b| a.group == b.group) {
            if run[0].group == 0 {
                for child in run {
                    printer.print(prints[child.schema as usize]);
                }
            } else {
                printer.unordered(run.iter().map(|child| prints[child.schema as usize]));
            }
        }
        printer.done()
    }

    fn prints(&self, locals: &[Print]) -> Result<Vec<Print>, TooRecursive> {
        let mut prints = vec![Print::default(); self.len()];
        let mut recursive = Recursive::default();
        for component in self.components() {
            match *component {
                [schema] if !self.children(schema).iter().any(|child| child.schema as usize == schema) => {
                    let print = self.print(schema, locals[schema], &prints);
                    prints[schema] = recursive.same.get(&print).copied().unwrap_or(print);
                }
                _ => recursive.print(self, &component, locals, &mut prints)?,
            }
        }
        Ok(prints)
    }

    /// The strongly connected components, each after those that it leads to (Tarjan, without recursion).
    fn components(&self) -> Vec<Vec<usize>> {
        const UNSEEN: u32 = u32::MAX;
        let mut order = vec![UNSEEN; self.len()];
        let mut low = vec![0; self.len()];
        let mut open = vec![false; self.len()];
        let (mut next, mut stack, mut components) = (0, Vec::new(), Vec::new());
        for root in 0..self.len() {
            if order[root] != UNSEEN {
                continue;
            }
            let mut calls = vec![(root, 0)];
            while let Some((schema, child)) = calls.last_mut() {
                let schema = *schema;
                if *child == 0 && order[schema] == UNSEEN {
                    (order[schema], low[schema]) = (next, next);
                    next += 1;
                    stack.push(schema);
                    open[schema] = true;
                }
                if let Some(below) = self.children(schema).get(*child) {
                    *child += 1;
                    let below = below.schema as usize;
                    if order[below] == UNSEEN {
                        calls.push((below, 0));
                    } else if open[below] {
                        low[schema] = low[schema].min(order[below]);
                    }
                    continue;
                }
                calls.pop();
                if let Some((caller, _)) = calls.last() {
                    low[*caller] = low[*caller].min(low[schema]);
                }
                if low[schema] == order[schema] {
                    // The schema itself is on the stack, so this finds it.
                    let start = stack.iter().rposition(|member| *member == schema).unwrap_or(0);
                    let component = stack.split_off(start);
                    for member in &component {
                        open[*member] = false;
                    }
                    components.push(component);
                }
            }
        }
        components
    }
}

/// What is known of recursive schemas so far.
#[derive(Default)]
struct Recursive {
    /// The fingerprint of a recursive schema by the one that it would have if its children were not recursive:
    /// another schema with that content and those children is the same.
    same: HashMap<Print, Print>,
    /// Groups of recursive schemas, by the own content of their members.
    groups: Vec<Vec<usize>>,
    by_local: HashMap<Print, Vec<usize>>,
    renewals: usize,
}

impl Recursive {
    fn print(
        &mut self,
        graph: &Graph,
        group: &[usize],
        locals: &[Print],
        prints: &mut [Print],
    ) -> Result<(), TooRecursive> {
        if !self.is_known(graph, group, locals, prints)? {
            let (colours, rounds) = self.colours(graph, group, locals, prints)?;
            // Two groups that agree in all their colours after the same number of rounds, the last of which told
            // nothing apart, are the same. So the set of colours belongs to the fingerprint.
            let distinct: HashSet<Print> = colours.iter().copied().collect();
            let mut printer = Printer::of("recursive");
            printer.number(rounds).unordered(distinct);
            let whole = printer.done();
            for (schema, colour) in group.iter().zip(colours) {
                let mut printer = Printer::of("recursive");
                printer.print(whole).print(colour);
                prints[*schema] = printer.done();
            }
        }
        for schema in group {
            let as_if_not = graph.print(*schema, locals[*schema], prints);
            self.same.insert(as_if_not, prints[*schema]);
            let known = self.by_local.entry(locals[*schema]).or_default();
            known.push(self.groups.len());
            known.dedup();
        }
        self.groups.push(group.to_vec());
        Ok(())
    }

    /// Whether the group is an earlier one written out in another way: it leads there, and cannot be told apart
    /// from it. Then it gets the fingerprints of that one.
    fn is_known(
        &mut self,
        graph: &Graph,
        group: &[usize],
        locals: &[Print],
        prints: &mut [Print],
    ) -> Result<bool, TooRecursive> {
        let Some(candidates) = self.by_local.get(&locals[group[0]]).cloned() else { return Ok(false) };
        let members: HashSet<usize> = group.iter().copied().collect();
        let leads_to: HashSet<Print> = group
            .iter()
            .flat_map(|schema| graph.children(*schema))
            .map(|child| child.schema as usize)
            .filter(|child| !members.contains(child))
            .map(|child| prints[child])
            .collect();
        for candidate in candidates {
            if !self.groups[candidate].iter().any(|schema| leads_to.contains(&prints[*schema])) {
                continue;
            }
            let earlier = self.groups[candidate].clone();
            let both: Vec<usize> = group.iter().chain(&earlier).copied().collect();
            let (colours, _) = self.colours(graph, &both, locals, prints)?;
            let (ours, theirs) = colours.split_at(group.len());
            let by_colour: HashMap<Print, Print> =
                theirs.iter().copied().zip(earlier.iter().map(|schema| prints[*schema])).collect();
            if by_colour.contains_key(&ours[0]) {
                for (schema, colour) in group.iter().zip(ours) {
                    // What the first leads to is told apart no better than the first is.
                    if let Some(print) = by_colour.get(colour) {
                        prints[*schema] = *print;
                    }
                }
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Tells the members of a group apart, given the fingerprints of all schemas outside that it leads to.
    fn colours(
        &mut self,
        graph: &Graph,
        group: &[usize],
        locals: &[Print],
        prints: &[Print],
    ) -> Result<(Vec<Print>, u64), TooRecursive> {
        let inside: HashMap<usize, u32> =
            group.iter().enumerate().map(|(at, schema)| (*schema, at as u32)).collect();
        /// A child within the group, or the fingerprint of one outside.
        enum Colour {
            Inside(u32),
            Outside(Print),
        }
        let children: Vec<Vec<(u8, Colour)>> = group
            .iter()
            .map(|schema| {
                let colour = |child: &Child| match inside.get(&(child.schema as usize)) {
                    Some(at) => (child.group, Colour::Inside(*at)),
                    None => (child.group, Colour::Outside(prints[child.schema as usize])),
                };
                graph.children(*schema).iter().map(colour).collect()
            })
            .collect();
        let mut colours: Vec<Print> = group.iter().map(|schema| locals[*schema]).collect();
        let mut told_apart = colours.iter().collect::<HashSet<_>>().len();
        let mut rounds = 0;
        loop {
            self.renewals += group.len();
            if self.renewals > MAX_RENEWALS {
                return Err(TooRecursive);
            }
            rounds += 1;
            let now = |child: &Colour| match child {
                Colour::Inside(at) => colours[*at as usize],
                Colour::Outside(print) => *print,
            };
            let renewed: Vec<Print> = children
                .iter()
                .zip(&colours)
                .map(|(children, colour)| {
                    let mut printer = Printer::of("");
                    printer.print(*colour);
                    for run in children.chunk_by(|a, b| a.0 == b.0) {
                        if run[0].0 == 0 {
                            for (_, child) in run {
                                printer.print(now(child));
                            }
                        } else {
                            printer.unordered(run.iter().map(|(_, child)| now(child)));
                        }
                    }
                    printer.done()
                })
                .collect();
            colours = renewed;
            let tells_apart = colours.iter().collect::<HashSet<_>>().len();
            if tells_apart == told_apart {
                return Ok((colours, rounds));
            }
            told_apart = tells_apart;
        }
    }
}
