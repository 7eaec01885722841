//! Two contracts become the changes between them: each once, at the place where it was made, with every
//! operation that it reaches.
//!
//! - [`Diff::between`] compares.
//! - [`Change`] is a row; [`Rule`] says what rows of its kind mean, and [`RULES`] lists all of them.
//! - [`version`] holds the changes against the versions of the two documents.
//! - [`mod@format`] prints a diff; all formats print the same rows.
//!
//! What narrows a request or widens an answer is breaking, the reverse is compatible, and documentation is
//! cosmetic. A schema that requests and answers reach is judged for both. Names of components, places of schemas
//! and the order of things are not compared at all: the contract has none of them.
//!
//! Only pairs of things that differ are looked at, each pair once, so the work grows with the change and not with
//! the documents.

mod answers;
pub mod format;
mod groups;
mod local;
mod matching;
mod members;
mod operations;
mod parameters;
mod pattern;
mod reach;
mod rules;
mod schema;
mod service;
#[cfg(test)]
mod tests;
mod values;
pub mod version;
mod views;
mod walk;
mod words;

use std::fmt;
use std::sync::Arc;

pub use reach::Reached;
pub use rules::{RULES, Rule};

use crate::contract::Contract;
use crate::problem::{Place, Problem};

/// What the two contracts do not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether clients keep values of enums that they do not know, so that a new one in an answer breaks none.
    pub open_enums: bool,
}

/// The changes from an old contract to a new one.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The changes: the worst first, then by place.
    pub changes: Vec<Change>,
    /// The operations that [`Reached::operation`] counts.
    pub operations: Vec<Box<str>>,
    /// The new document, as the user named it.
    pub new_file: Arc<str>,
}

impl Diff {
    /// Compares two contracts.
    ///
    /// # Errors
    /// If the contracts differ in so many places, reached by so many operations, that telling which reaches which
    /// would take longer than anybody waits. Documents of services stay far below.
    pub fn between(old: &Contract, new: &Contract, options: Options) -> Result<Self, Problem> {
        let graph = walk::walk(old, new);
        reach::attribute(graph, old, new, options)
    }

    /// How many changes there are of each level, and what they ask of the version.
    pub fn summary(&self) -> Summary {
        let count = |level| self.changes.iter().filter(|change| change.level == level).count();
        Summary {
            breaking: count(Level::Breaking),
            compatible: count(Level::Compatible),
            cosmetic: count(Level::Cosmetic),
        }
    }

    /// The operation of an index.
    pub fn operation(&self, reached: &Reached) -> &str {
        &self.operations[reached.operation as usize]
    }
}

/// A change: one row of a diff.
#[derive(Clone, Debug)]
pub struct Change {
    /// The kind of change.
    pub rule: &'static Rule,
    /// What it means, given who reaches it.
    pub level: Level,
    /// The pointer to it, in the new document if it is there: `#/components/schemas/App/properties/name`.
    pub at: Box<str>,
    /// Where it is in the old document.
    pub old_place: Option<Place>,
    /// Where it is in the new document.
    pub new_place: Option<Place>,
    /// The operations that it reaches, by title.
    pub operations: Arc<[Reached]>,
    /// What it was.
    pub old: Option<Box<str>>,
    /// What it is.
    pub new: Option<Box<str>>,
    /// What changed, in one line.
    pub message: Box<str>,
}

impl Change {
    /// Where to look: in the new document if it is there.
    pub fn place(&self) -> Option<&Place> {
        self.new_place.as_ref().or(self.old_place.as_ref())
    }
}

/// What a change means for clients that were written against the old contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing on the wire.
    Cosmetic,
    /// They work as before.
    Compatible,
    /// Some stop working.
    Breaking,
}

impl Level {
    /// All of them, the worst first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Compatible, Self::Cosmetic];

    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Compatible => "compatible",
            Self::Cosmetic => "cosmetic",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// How many changes a diff has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Some clients stop working.
    pub breaking: usize,
    /// Clients work as before.
    pub compatible: usize,
    /// Nothing on the wire.
    pub cosmetic: usize,
}

impl Summary {
    /// How much the version should grow.
    pub fn bump(self) -> version::Bump {
        match self {
            Self { breaking: 1.., .. } => version::Bump::Major,
            Self { compatible: 1.., .. } => version::Bump::Minor,
            Self { cosmetic: 1.., .. } => version::Bump::Patch,
            _ => version::Bump::None,
        }
    }

    /// How many changes there are in all.
    pub fn total(self) -> usize {
        self.breaking + self.compatible + self.cosmetic
    }
}

impl fmt::Display for Summary {
    /// `1 breaking, 2 compatible, 0 cosmetic`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} breaking, {} compatible, {} cosmetic", self.breaking, self.compatible, self.cosmetic)
    }
}
