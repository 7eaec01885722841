//! What was found, each kind once: with a count and the first place.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use game_achievements_contract::contract::SchemaId;
use game_achievements_contract::exchange::{At, Direction, Level, Rule, Violation};
use game_achievements_contract::problem;

use super::scan::Position;

/// The most rows. Traffic that has more of them is not that of the specs it is held against.
const MAX_ROWS: usize = 5_000;

/// An entry of a HAR file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file as the user named it.
    pub(crate) file: Arc<str>,
    /// Which entry, from 1.
    pub(crate) entry: u64,
    /// Where it begins.
    pub(crate) position: Position,
}

impl Place {
    /// The place as problems have it.
    pub(crate) fn in_file(&self) -> problem::Place {
        let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let position =
            problem::Position { line: number(self.position.line), column: number(self.position.column) };
        problem::Place { file: self.file.clone(), position }
    }
}

/// What one row is about: all violations with the same are one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    level: Level,
    api: usize,
    is_answer: bool,
    part: Part,
    rule: &'static str,
    /// What tells apart what has the same place and rule: the message, where that is worth a row of its own.
    subject: String,
}

/// The part of a spec that a row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    /// A schema, and what of it; many operations may have it.
    Schema(SchemaId, String),
    /// Something that every operation may have: a header.
    Any(String),
    /// Something of one operation.
    Operation(Option<usize>, String),
}

/// A kind of violation, and how often it was met.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) rule: &'static Rule,
    pub(crate) level: Level,
    /// The index of the API.
    pub(crate) api: usize,
    /// The indices of the operations; none if what was called is no operation.
    pub(crate) operations: BTreeSet<usize>,
    pub(crate) direction: Direction,
    /// The schema that is violated.
    pub(crate) schema: Option<SchemaId>,
    /// Where in the request or answer, with `*` for any element; that of the first.
    pub(crate) at: String,
    /// What the first one says.
    pub(crate) message: String,
    pub(crate) count: u64,
    pub(crate) first: Place,
}

/// The rows of all files.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: HashMap<Key, Row>,
    /// How many violations found no room.
    pub(crate) left_out: u64,
}

impl Table {
    /// Adds a violation. Texts that come with it hold no secrets any more.
    pub(super) fn add(
        &mut self,
        api: usize,
        operation: Option<usize>,
        violation: &Violation,
        texts: (String, String),
        first: &Place,
    ) {
        let (at, message) = texts;
        // Values that an enum lacks, and operations that a spec lacks, are the news; lengths and dates are not.
        let tells_apart = matches!(
            violation.rule.id,
            "enum-value-not-listed"
                | "undocumented-operation"
                | "undocumented-status"
                | "undocumented-media-type"
                | "unknown-tag"
        );
        let part = match (violation.schema, &violation.at) {
            // The same member at another place is the same.
            (Some(schema), At::Body(_)) => {
                Part::Schema(schema, at.rsplit('/').next().unwrap_or_default().to_owned())
            }
            (Some(schema), _) => Part::Schema(schema, at.clone()),
            (None, At::Header(_)) => Part::Any(at.clone()),
            (None, _) => Part::Operation(operation, at.clone()),
        };
        let key = Key {
            level: violation.level,
            api,
            is_answer: violation.direction == Direction::Answer,
            part,
            rule: violation.rule.id,
            subject: if tells_apart { message.clone() } else { String::new() },
        };
        let room = self.rows.len() < MAX_ROWS;
        match self.rows.entry(key) {
            Entry::Occupied(mut row) => {
                let row = row.get_mut();
                row.count += 1;
                row.operations.extend(operation);
            }
            Entry::Vacant(place) if room => {
                place.insert(Row {
                    rule: violation.rule,
                    level: violation.level,
                    api,
                    operations: operation.into_iter().collect(),
                    direction: violation.direction,
                    schema: violation.schema,
                    at,
                    message,
                    count: 1,
                    first: first.clone(),
                });
            }
            Entry::Vacant(_) => self.left_out += 1,
        }
    }

    /// The rows: errors first, then by API, operation and place.
    pub(crate) fn sorted(&self) -> Vec<&Row> {
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.sort_by_key(|(key, row)| {
            (key.level, key.api, row.operations.first(), key.is_answer, &row.at, *key)
        });
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// How many rows there are of a level.
    pub(crate) fn count(&self, level: Level) -> usize {
        self.rows.keys().filter(|key| key.level == level).count()
    }
}
