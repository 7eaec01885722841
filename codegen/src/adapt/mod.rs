//! Document passes: what makes a document fit the generator.
//!
//! After the last pass a document has one normal form. Every operation stands by itself: no parameter,
//! body or answer is shared or inherited, and only what succeeds is left of its answers. Every object,
//! enum and union is a component whose name is a Rust type name, and everything else is written in
//! place. So one component becomes one Rust type, and nothing is left for the generator to name.
//!
//! What the generator would lose or get wrong on the way is kept in [`Facts`].

mod aliases;
mod bodies;
mod collect;
mod composition;
mod errors;
mod hoist;
mod layout;
mod names;
mod operations;
mod parameters;
mod references;
mod scalars;
mod sent_headers;
mod shapes;
mod success;
mod walk;

use std::collections::BTreeMap;

use game_achievements_contract::document::Document;
use game_achievements_contract::problem::{Place, Problem};
use game_achievements_contract::source::Node;
use serde_json::Value;

use crate::api::Api;
use crate::facts::Facts;
use crate::lint::Linted;
use crate::pass::About;

/// A document in the form that the generator takes, and what it would not have told.
#[derive(Clone, Debug)]
pub struct Adapted {
    pub(crate) json: Value,
    pub(crate) facts: Facts,
}

impl Adapted {
    /// The facts of the document.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }
}

/// Brings a document into normal form.
///
/// # Errors
/// What no pass can cure, each with its place; and adaptations of our own specs that have outlived
/// their reason.
pub fn adapt(linted: &Linted<'_>, api: &Api) -> Result<Adapted, Vec<Problem>> {
    run(linted, api, &|_| true)
}

/// Runs the passes that `runs` does not leave out, as tests do.
pub(crate) fn run(
    linted: &Linted<'_>,
    api: &Api,
    runs: &dyn Fn(&About) -> bool,
) -> Result<Adapted, Vec<Problem>> {
    let document = linted.document();
    let mut draft = Draft {
        document,
        json: document.to_json(),
        facts: Facts::default(),
        components: BTreeMap::new(),
        problems: Vec::new(),
    };
    for pass in PASSES.iter().filter(|pass| runs(&pass.about)) {
        let places = (pass.run)(&mut draft);
        let idle = pass.about.idle(places, api, document.place(document.root().position));
        draft.problems.extend(idle);
        // A later pass may rely on what an earlier one has refused.
        if !draft.problems.is_empty() {
            return Err(draft.problems);
        }
    }
    // The generator writes methods in the order of the paths, and the same spec must give the same bytes.
    draft.json.sort_all_objects();
    Ok(Adapted { json: draft.json, facts: draft.facts })
}

/// What the passes say about themselves.
#[cfg(test)]
pub(crate) fn passes() -> impl Iterator<Item = &'static About> {
    PASSES.iter().map(|pass| &pass.about)
}

/// A pass over a document.
struct Pass {
    about: About,
    /// Makes the changes and says how many places it has touched.
    run: fn(&mut Draft<'_>) -> usize,
}

/// The passes in the order in which they run; each may rely on those before it.
const PASSES: &[Pass] = &[
    layout::NULLS,
    layout::TOP_LEVEL,
    operations::PASS,
    names::PASS,
    sent_headers::PASS,
    errors::PASS,
    success::PASS,
    references::PASS,
    composition::PASS,
    shapes::PASS,
    aliases::PASS,
    scalars::PASS,
    bodies::PASS,
    parameters::PASS,
    hoist::PASS,
    collect::PASS,
    layout::WORDLESS,
];

/// A document on its way through the passes.
struct Draft<'a> {
    document: &'a Document,
    json: Value,
    facts: Facts,
    /// The names that components have in the document, and where they stand there.
    components: BTreeMap<String, (String, Option<Place>)>,
    problems: Vec<Problem>,
}

impl Draft<'_> {
    /// Notes an error at a place of the document as it was read.
    fn error(&mut self, rule: &'static str, pointer: &str, message: impl Into<String>, fix: &str) {
        let place = self.document.pointer(pointer).map(|node| self.document.place(node.position));
        self.error_at(rule, place, message, fix);
    }

    /// Notes an error at a parameter of an operation.
    fn parameter_error(
        &mut self,
        rule: &'static str,
        operation: &str,
        parameter: &Value,
        message: impl Into<String>,
        fix: &str,
    ) {
        match parameter_place(self.document, operation, parameter) {
            Some(place) => self.error_at(rule, Some(place), message, fix),
            None => self.error(rule, operation, message, fix),
        }
    }

    fn error_at(&mut self, rule: &'static str, place: Option<Place>, message: impl Into<String>, fix: &str) {
        let problem = Problem::error(rule, message).fix(fix);
        self.problems.push(match place {
            Some(place) => problem.at(place),
            None => problem,
        });
    }
}

/// Where a parameter of an operation is described in the document as it was read.
fn parameter_place(document: &Document, operation: &str, parameter: &Value) -> Option<Place> {
    let path_item = operation.rsplit_once('/').map(|(path_item, _)| path_item);
    [Some(operation), path_item]
        .into_iter()
        .flatten()
        .filter_map(|holder| document.pointer(holder)?.get("parameters")?.as_array())
        .flatten()
        .map(|node| document.resolve(node))
        .find(|node| {
            ["in", "name"]
                .iter()
                .all(|key| node.get(key).and_then(Node::as_str) == walk::text(parameter, key))
        })
        .map(|node| document.place(node.position))
}

#[cfg(test)]
mod tests;
