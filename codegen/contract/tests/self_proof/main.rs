//! The diff proves itself on real documents: every edit that changes what goes over the wire is seen, at every
//! place where it can be made, and every edit that changes nothing is not.
//!
//! `cargo test` makes a fixed sample of the edits. `SELF_PROOF=all` makes all of them, `SELF_PROOF=20` some twenty of
//! each kind, and `SELF_PROOF_FILES` names other documents to make them in, separated by colons:
//!
//! ```sh
//! SELF_PROOF=all SELF_PROOF_FILES=/tmp/apple.json cargo test --release -p game-achievements-contract --test self_proof -- --nocapture
//! ```

mod equivalent;
mod moved;
mod places;
mod wire;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use game_achievements_contract::contract::Contract;
use game_achievements_contract::diff::{Diff, Options};
use game_achievements_contract::document::Document;
use serde_json::Value as Json;

/// An edited document.
pub(crate) struct Edit {
    /// Which kind of edit, for the counts.
    pub(crate) kind: &'static str,
    /// Where it was made.
    pub(crate) at: String,
    /// The document after it, as text.
    pub(crate) text: String,
}

/// An edit that has not been made yet: making it costs as much as the document is large.
pub(crate) struct Planned<'d> {
    pub(crate) kind: &'static str,
    pub(crate) at: String,
    pub(crate) make: Box<dyn Fn() -> Option<String> + 'd>,
}

#[test]
fn every_edit_of_the_wire_is_seen_and_mirrored() {
    let mut proof = Proof::default();
    for (name, json) in documents() {
        let old = contract(&json.to_string());
        for edit in made(wire::edits(&json)) {
            let new = contract(&edit.text);
            let (there, back) = (diff(&old, &new), diff(&new, &old));
            let summary = there.summary();
            proof.holds(&name, &edit, "the contract is the same", old != new);
            proof.holds(&name, &edit, "no row", summary.breaking + summary.compatible > 0);
            proof.holds(&name, &edit, "not mirrored", mirror(&there, false) == mirror(&back, true));
            proof.counts(edit.kind);
        }
    }
    proof.report("wire-changing edits, all seen");
}

#[test]
fn no_equivalent_edit_is_seen() {
    let mut proof = Proof::default();
    for (name, json) in documents() {
        let old = contract(&json.to_string());
        let text = old.text_without_labels();
        for edit in made(equivalent::edits(&json)) {
            let new = contract(&edit.text);
            let summary = diff(&old, &new).summary();
            proof.holds(&name, &edit, "another contract", old == new);
            proof.holds(&name, &edit, "rows", summary.breaking + summary.compatible == 0);
            proof.holds(&name, &edit, "another text", text == new.text_without_labels());
            proof.counts(edit.kind);
        }
    }
    proof.report("equivalent edits, none seen");
}

/// What has been found so far.
#[derive(Default)]
struct Proof {
    counts: BTreeMap<&'static str, usize>,
    failures: Vec<String>,
}

impl Proof {
    fn holds(&mut self, document: &str, edit: &Edit, what: &str, holds: bool) {
        if !holds {
            self.failures.push(format!("{document}: {} at {}: {what}", edit.kind, edit.at));
        }
    }

    fn counts(&mut self, kind: &'static str) {
        *self.counts.entry(kind).or_default() += 1;
    }

    #[expect(clippy::print_stdout, reason = "the counts are what the test is run for")]
    fn report(&self, what: &str) {
        println!("{} {what}:", self.counts.values().sum::<usize>());
        for (kind, count) in &self.counts {
            println!("  {count:6} {kind}");
        }
        assert!(self.failures.is_empty(), "{} failures:\n{}", self.failures.len(), self.failures.join("\n"));
    }
}

#[test]
fn no_document_differs_from_itself() {
    for (name, json) in documents() {
        let (old, new) = (contract(&json.to_string()), contract(&json.to_string()));
        assert!(diff(&old, &new).changes.is_empty(), "{name}");
    }
}

/// The documents of this workspace, or those that the environment names instead.
fn documents() -> Vec<(String, Json)> {
    let specs = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs"));
    let mut files: Vec<PathBuf> = match std::env::var_os("SELF_PROOF_FILES") {
        Some(others) => std::env::split_paths(&others).collect(),
        None => fs::read_dir(specs)
            .expect("the specs")
            .map(|entry| entry.expect("a readable folder").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
            .collect(),
    };
    files.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let document = Document::read(&name, &bytes).unwrap_or_else(|problems| panic!("{problems:#?}"));
        (name, document.to_json())
    };
    files.into_iter().map(read).collect()
}

/// Makes the edits, or a sample of each kind that is the same in every run.
///
/// # Panics
/// If `SELF_PROOF` is neither a number nor `all`.
fn made<'d>(planned: Vec<Planned<'d>>) -> impl Iterator<Item = Edit> + 'd {
    // Of each kind, in each document. `cargo test` should not make anybody wait.
    let sample: usize = match std::env::var("SELF_PROOF").as_deref() {
        Ok("all") => usize::MAX,
        Ok(number) => number.parse().expect("SELF_PROOF is `all`, or how many edits of each kind to make"),
        Err(_) => 1,
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for edit in &planned {
        *counts.entry(edit.kind).or_default() += 1;
    }
    let mut passed: BTreeMap<&str, usize> = BTreeMap::new();
    planned.into_iter().filter_map(move |edit| {
        let at = passed.entry(edit.kind).or_default();
        let step = counts[edit.kind].div_ceil(sample);
        *at += 1;
        // The last of each step: the first places are often alike.
        let is_chosen = at.is_multiple_of(step);
        let text = is_chosen.then(|| (edit.make)()).flatten()?;
        Some(Edit { kind: edit.kind, at: edit.at, text })
    })
}

fn contract(text: &str) -> Contract {
    let name = if text.starts_with('#') { "a.yaml" } else { "a.json" };
    let document = Document::read(name, text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Contract::read(&document).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn diff(old: &Contract, new: &Contract) -> Diff {
    Diff::between(old, new, Options::default()).unwrap_or_else(|problem| panic!("{problem}"))
}

/// What a diff tells, with old and new exchanged on demand.
fn mirror(diff: &Diff, exchange: bool) -> Vec<String> {
    let mut rows: Vec<String> = diff
        .changes
        .iter()
        .map(|change| {
            // An operation that moved goes by its new path, which the row tells beside the old one.
            let is_moved = change.rule.id == "operation-moved";
            let operations: Vec<&str> =
                change.operations.iter().filter(|_| !is_moved).map(|one| diff.operation(one)).collect();
            let (old, new) = if exchange { (&change.new, &change.old) } else { (&change.old, &change.new) };
            format!("{old:?} {new:?} {operations:?}")
        })
        .collect();
    rows.sort();
    rows
}
