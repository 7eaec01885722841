//! Which operations a change reaches, and what it means given who sends what there.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use super::local::{Directions, Row, Site, Turn};
use super::walk::{Graph, NodeId};
use super::{Change, Diff, Level, Options, Rule};
use crate::contract::Contract;
use crate::problem::{Place, Problem};

/// The most steps from a pair to one that holds it: some seconds. All 1,394 schemas of Apple's document changed at
/// once need a hundredth of it.
const MAX_STEPS: usize = 20_000_000;

/// The most operations that all pairs together may be reached by.
const MAX_LISTED: usize = 5_000_000;

/// An operation that a change reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The index of the operation in [`Diff::operations`].
    pub operation: u32,
    /// Whether its requests have it.
    pub request: bool,
    /// Whether its answers have it.
    pub answer: bool,
    /// The components on the way from the operation to the change: `AppsResponse → App`. Empty if there are none.
    pub via: Arc<str>,
}

/// The operations, with who sends the change there and by which components it is reached.
type Reach = BTreeMap<u32, (Directions, Arc<str>)>;

/// What is told of once: the old place, the new place, and what about them.
type Aspect = (Option<Box<str>>, Option<Box<str>>, Box<str>);

/// Rows of pairs become changes.
pub(super) fn attribute(
    graph: Graph<'_>,
    old: &Contract,
    new: &Contract,
    options: Options,
) -> Result<Diff, Problem> {
    let mut rows: Vec<(Row, Rc<Reach>)> = Vec::new();
    // The same two places may be a pair in several contexts: as text and as JSON, in a property and alone.
    let mut known: HashMap<Aspect, usize> = HashMap::new();
    let mut search = Search { graph: &graph, seen: vec![0; graph.nodes.len()], steps: 0 };
    let mut listed = 0;
    for at in 0..graph.nodes.len() {
        let node = &graph.nodes[at];
        if node.rows.is_empty() {
            continue;
        }
        let reach = Rc::new(search.reach(NodeId::from_index(at)).ok_or_else(too_entangled)?);
        listed += reach.len();
        if listed > MAX_LISTED {
            return Err(too_entangled());
        }
        for row in &node.rows {
            let turned = turned(&reach, row.turn);
            let pointer = |site: &Option<Site>| site.as_ref().map(|site| site.pointer.clone());
            let key = (pointer(&row.old_site), pointer(&row.new_site), row.aspect.clone());
            match known.get(&key) {
                Some(at) => join(&mut rows[*at], row, &turned, options),
                None => {
                    known.insert(key, rows.len());
                    rows.push((row.clone(), turned));
                }
            }
        }
    }
    // Rows of one pair share what reaches them.
    let mut lists: HashMap<*const Reach, Arc<[Reached]>> = HashMap::new();
    for (_, reach) in &rows {
        lists.entry(Rc::as_ptr(reach)).or_insert_with(|| list(reach));
    }
    let mut changes: Vec<Change> = rows
        .into_iter()
        .map(|(row, reach)| {
            let level = level(row.rule, &reach, options);
            change(row, level, lists[&Rc::as_ptr(&reach)].clone(), old, new)
        })
        .collect();
    changes.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(Diff { changes, operations: graph.operations, new_file: new.file().into() })
}

fn order(change: &Change) -> impl Ord + '_ {
    let position = change.place().map(|place| place.position);
    (Reverse(change.level), position, &change.at, change.rule.id, &change.message)
}

fn too_entangled() -> Problem {
    Problem::error("too-different", "the documents differ in too many places that too many operations reach")
        .help("nothing but documents made for it are known to differ so much")
}

/// Who reaches a row, given who reaches its pair.
fn turned(reach: &Rc<Reach>, turn: Turn) -> Rc<Reach> {
    if turn == Turn::SAME {
        return reach.clone();
    }
    let turned = |(operation, (directions, via)): (&u32, &(Directions, Arc<str>))| {
        (*operation, (turn.apply(*directions), via.clone()))
    };
    Rc::new(reach.iter().map(turned).collect())
}

/// Two pairs of the same places tell of the same aspect: the worse row stays, and reaches what both reach.
fn join((row, reach): &mut (Row, Rc<Reach>), other: &Row, others: &Reach, options: Options) {
    if level(other.rule, others, options) > level(row.rule, reach, options) {
        *row = other.clone();
    }
    let reach = Rc::make_mut(reach);
    for (operation, (directions, via)) in others {
        let entry = reach.entry(*operation).or_insert_with(|| (*directions, via.clone()));
        entry.0 = Directions(entry.0.0 | directions.0);
    }
}

fn list(reach: &Reach) -> Arc<[Reached]> {
    let reached = |(operation, (directions, via)): (&u32, &(Directions, Arc<str>))| Reached {
        operation: *operation,
        request: directions.contains(Directions::REQUEST),
        answer: directions.contains(Directions::ANSWER),
        via: via.clone(),
    };
    reach.iter().map(reached).collect()
}

fn change(row: Row, level: Level, operations: Arc<[Reached]>, old: &Contract, new: &Contract) -> Change {
    let place = |contract: &Contract, site: &Option<Site>| -> Option<Place> {
        site.as_ref().map(|site| contract.place(site.position))
    };
    Change {
        level,
        rule: row.rule,
        old_place: place(old, &row.old_site),
        new_place: place(new, &row.new_site),
        at: row.new_site.or(row.old_site).map_or_else(|| "#".into(), |site| site.pointer),
        operations,
        old: row.old,
        new: row.new,
        message: row.message,
    }
}

fn level(rule: &Rule, reach: &Reach, options: Options) -> Level {
    let directions = reach.values().fold(0, |all, (directions, _)| all | directions.0);
    let judged = Directions(directions);
    let answer =
        if rule.open && options.open_enums { rule.answer.min(Level::Compatible) } else { rule.answer };
    let least = rule.request.min(rule.answer).min(Level::Compatible);
    [(Directions::REQUEST, rule.request), (Directions::ANSWER, answer)]
        .into_iter()
        .filter(|(direction, _)| judged.contains(*direction))
        .map(|(_, level)| level)
        .max()
        .unwrap_or(least)
}

/// Searches from a pair to the operations.
struct Search<'g> {
    graph: &'g Graph<'g>,
    /// For each pair the directions in which it has been reached, by the bit of the direction at the start.
    seen: Vec<u16>,
    steps: usize,
}

/// A pair on the way: who sends there if `start` does at the pair where the search began.
struct Step {
    node: NodeId,
    here: Directions,
    start: Directions,
    /// The step before, and with it the components on the way.
    from: Option<usize>,
}

impl Search<'_> {
    /// `None` if the bound of all searches is exceeded.
    fn reach(&mut self, start: NodeId) -> Option<Reach> {
        let mut reach = Reach::new();
        let mut vias: HashMap<usize, Arc<str>> = HashMap::new();
        let mut steps: Vec<Step> = Vec::new();
        for direction in Directions::EACH {
            self.add(&mut steps, Step { node: start, here: direction, start: direction, from: None });
        }
        let mut next = 0;
        while let Some(Step { node, here, start, .. }) = steps.get(next) {
            let (node, here, start) = (*node, *here, *start);
            let graph = self.graph;
            for (operation, directions) in &graph.nodes[node.index()].uses {
                self.steps += 1;
                if directions.contains(here) {
                    let via = vias.entry(next).or_insert_with(|| via(graph, &steps, next));
                    let entry = reach.entry(*operation).or_insert_with(|| (Directions::NONE, via.clone()));
                    entry.0 = Directions(entry.0.0 | start.0);
                }
            }
            for (parent, turn) in &graph.nodes[node.index()].parents {
                self.steps += 1;
                for above in Directions::EACH {
                    if turn.apply(above) == here {
                        self.add(&mut steps, Step { node: *parent, here: above, start, from: Some(next) });
                    }
                }
            }
            if self.steps > MAX_STEPS {
                return None;
            }
            next += 1;
        }
        for step in &steps {
            self.seen[step.node.index()] = 0;
        }
        Some(reach)
    }

    fn add(&mut self, steps: &mut Vec<Step>, step: Step) {
        // Three directions here times three at the start.
        let bit = 1 << (step.here.0.trailing_zeros() * 3 + step.start.0.trailing_zeros());
        let seen = &mut self.seen[step.node.index()];
        if *seen & bit == 0 {
            *seen |= bit;
            steps.push(step);
        }
    }
}

/// The components from an operation down to where the search began.
fn via(graph: &Graph<'_>, steps: &[Step], last: usize) -> Arc<str> {
    /// More than these are of no help.
    const LONGEST: usize = 6;
    let mut names: Vec<&str> = Vec::new();
    let mut next = Some(last);
    while let Some(at) = next
        && names.len() <= LONGEST
    {
        if let Some(label) = graph.nodes[steps[at].node.index()].label
            && names.last() != Some(&label)
        {
            names.push(label);
        }
        next = steps[at].from;
    }
    if names.len() > LONGEST {
        names[LONGEST] = "…";
    }
    names.join(" → ").into()
}
