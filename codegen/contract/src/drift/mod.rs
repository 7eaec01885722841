//! Our spec against the document that the provider publishes.
//!
//! The two are compared as [`diff`](crate::diff) does, ours as the old side and theirs as the new one, by method and
//! path. Of the rows these are dropped, and all others are drift:
//!
//! - wording, `operationId`s and whatever else is cosmetic;
//! - operations that only the provider has, unless they belong to the family that we model;
//! - a slash at the end of a server (names of security schemes are no contract anyway);
//! - rows that a [divergence](List) covers: a listed difference, with its reason.
//!
//! # Divergences
//! A divergence names a place, and where that keeps it narrow the rules of `diff` and the operations that it is
//! about. The address of a place is one line, in the names of our spec or of theirs, and `*` stands for any text:
//!
//! | address | is |
//! |---|---|
//! | `schema Name` | a schema: its kind, its values, its members as a union |
//! | `schema Name.data.id` | a property, as deep as it goes; `[]` are the elements of a list, `{}` other members |
//! | `GET /v1/apps/{id}` | an operation |
//! | `GET /v1/apps ?sort` | one of its query parameters; `header Name`, `cookie name` and `{}` are the others |
//! | `POST /v1/apps body` | its body |
//! | `GET /v1/apps 404` | one of its answers |
//! | `server`, `parameter Name`, `response Name`, `scheme Name` | the components of these kinds |
//!
//! One that matches nothing has outlived its reason, and is a problem; so is one that has expired.
//!
//! # What was accepted
//! A place and a rule cannot tell the fifty values that we leave out from the fifty-first that the provider adds
//! tomorrow. So each row that a divergence covers is written down when it is reviewed, with a fingerprint of what the
//! provider has there: [`Accepted`]. A row that is not as it was accepted is drift again.

mod accepted;
pub(crate) mod address;
mod date;
mod divergence;
mod evidence;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use accepted::Accepted;
pub use date::Date;
pub use divergence::{Divergence, List};

use crate::contract::Contract;
use crate::diff::{Change, Diff, Level, Options};
use crate::problem::{self, Problem};
use address::{Addresses, Glob};
use evidence::Evidence;

/// What is to be compared, and what is known about it.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The API, as entries of the list name it.
    pub api: &'a str,
    /// Which of the provider's documents it is, as entries of the list name it.
    pub document: &'a str,
    /// Our spec.
    pub ours: &'a Contract,
    /// What the provider publishes.
    pub upstream: &'a Contract,
    /// Which operations we should have all of: globs for paths with unnamed variables, `/v1/apps/{}`.
    pub family: &'a [String],
    /// The differences that are there on purpose.
    pub list: &'a List,
    /// What the list covered when it was reviewed.
    pub accepted: &'a Accepted,
    /// The day that expiry dates are held against.
    pub today: Date,
}

/// What differs without a reason, and reasons without a difference.
#[derive(Clone, Debug)]
pub struct Drift {
    /// The rows that no divergence covers; `operation-added` is one of the family that we do not model.
    pub diff: Diff,
    /// How many rows each divergence covers, by id.
    pub covered: BTreeMap<Box<str>, usize>,
    /// What is wrong with the divergences.
    pub problems: Vec<Problem>,
    /// What the divergences cover now, whether that was accepted or not.
    pub covers: Accepted,
}

impl Drift {
    /// Answers a question.
    ///
    /// # Errors
    /// As [`Diff::between`].
    pub fn of(question: &Question<'_>) -> Result<Self, Problem> {
        let mut diff = Diff::between(question.ours, question.upstream, Options::default())?;
        let addresses = Addresses::new(question.ours, question.upstream);
        let evidence = Evidence::new(question.ours, question.upstream);
        let family: Vec<Glob> = question.family.iter().map(|glob| Glob::new(glob)).collect();
        let entries: Vec<&Divergence> = question.list.of(question.api, question.document).collect();
        let mut drift = Self {
            covered: BTreeMap::new(),
            problems: Vec::new(),
            covers: Accepted::none(question.accepted.file()),
            diff: Diff { changes: Vec::new(), ..diff.clone() },
        };
        let mut matched = BTreeSet::new();
        for mut change in std::mem::take(&mut diff.changes) {
            if !counts(&diff, &change, &family) {
                continue;
            }
            let row = addresses.of(&diff, &change);
            let mut by = entries.iter().enumerate().filter(|(_, entry)| entry.covers(&diff, &change, &row));
            let Some((at, entry)) = by.next() else {
                drift.diff.changes.push(change);
                continue;
            };
            matched.insert(at);
            matched.extend(by.map(|(at, _)| at));
            let section = (question.api, question.document);
            let print = evidence.print(&diff, &change);
            drift.covers.add(section, &entry.id, &row.key(&change), &print);
            if question.accepted.has(section, &entry.id, &row.key(&change), &print) {
                *drift.covered.entry(entry.id.clone()).or_default() += 1;
            } else {
                change.message =
                    format!("{} (`{}` covers it, but was not accepted for this)", change.message, entry.id)
                        .into();
                drift.diff.changes.push(change);
            }
        }
        drift.problems = question.accepted.gone((question.api, question.document), &drift.covers);
        for (at, entry) in entries.iter().enumerate() {
            drift.problems.extend(entry.expired(question.today));
            if !matched.contains(&at) {
                drift.problems.push(entry.stale(question.document));
            }
        }
        problem::sort(&mut drift.problems);
        Ok(drift)
    }

    /// How many operations of the family are not modelled.
    pub fn unmodelled(&self) -> usize {
        self.diff.changes.iter().filter(|change| is_unmodelled(change)).count()
    }

    /// Whether every difference has its reason, and every reason its difference.
    pub fn is_none(&self) -> bool {
        self.diff.changes.is_empty() && self.problems.is_empty()
    }
}

fn is_unmodelled(change: &Change) -> bool {
    change.rule.id == "operation-added"
}

/// Whether a row is about the wire, and about what we model.
fn counts(diff: &Diff, change: &Change, family: &[Glob]) -> bool {
    if change.level == Level::Cosmetic {
        return false;
    }
    if is_unmodelled(change) {
        let is_family = |title: &str| {
            let path = title.split_once(' ').map_or(title, |(_, path)| path);
            family.iter().any(|glob| glob.fits(path))
        };
        return change.operations.iter().any(|reached| is_family(diff.operation(reached)));
    }
    let is_server = change.rule.id.starts_with("server-");
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if is_server => old.trim_end_matches('/') != new.trim_end_matches('/'),
        _ => true,
    }
}
