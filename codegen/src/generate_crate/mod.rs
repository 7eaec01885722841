//! A complete crate from any document, or from a part of one.

use std::collections::{BTreeMap, BTreeSet};

use game_achievements_contract::document::Document;
use game_achievements_contract::problem::{self, Problem};

use crate::api::Api;
use crate::facts::Facts;
use crate::format::{self, OutputFile, header};
use crate::refine::Refined;
use crate::slice::{OperationKey, Slicer};
use crate::{adapt, emit, lint, naming, refine};

/// What a crate is made of.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name of the package.
    pub name: String,
    /// The path of the runtime crate, as it stands in `Cargo.toml`.
    pub runtime: String,
    /// The tags and paths to take; everything if there is none.
    pub only: Vec<String>,
    /// Whether an operation that cannot be generated is left out, rather than a reason to give up.
    pub skip_unsupported: bool,
}

/// A complete crate.
#[derive(Clone, Debug)]
pub struct Crate {
    /// Its files, relative to its folder.
    pub files: Vec<OutputFile>,
    /// The code that the files are written from.
    pub code: Refined,
    /// What the document says of that code.
    pub facts: Facts,
    /// How many operations it has.
    pub generated: usize,
    /// How many were asked for.
    pub selected: usize,
    /// The operations that are left out, each with its reasons.
    pub skipped: BTreeMap<OperationKey, Vec<Problem>>,
    /// What is odd about the document, but no reason to refuse it.
    pub warnings: Vec<Problem>,
}

/// Makes a crate from a document.
///
/// # Errors
/// All problems of what cannot be generated; where unsupported operations are skipped, those that are left when none
/// can be told apart, or nothing is left.
pub fn generate_crate(document: &Document, settings: &Settings) -> Result<Crate, Vec<Problem>> {
    let slicer = Slicer::new(document);
    let mut operations = slicer.select(&settings.only).map_err(|problem| vec![problem])?;
    let selected = operations.len();
    let mut skipped: BTreeMap<OperationKey, Vec<Problem>> = BTreeMap::new();
    loop {
        let problems = match attempt(&slicer, &operations, settings) {
            Ok(Attempt { files, code, facts, warnings }) => {
                let generated = operations.len();
                return Ok(Crate { files, code, facts, generated, selected, skipped, warnings });
            }
            Err(problems) => problems,
        };
        if !settings.skip_unsupported {
            return Err(problems);
        }
        let culprits = culprits(&slicer, &operations, &problems, settings);
        operations.retain(|key| !culprits.contains_key(key));
        if culprits.is_empty() || operations.is_empty() {
            return Err(problems);
        }
        skipped.extend(culprits);
    }
}

/// The operations that cannot be generated, with the reasons.
fn culprits(
    slicer: &Slicer<'_>,
    operations: &BTreeSet<OperationKey>,
    problems: &[Problem],
    settings: &Settings,
) -> BTreeMap<OperationKey, Vec<Problem>> {
    let mut culprits: BTreeMap<OperationKey, Vec<Problem>> = BTreeMap::new();
    for problem in problems.iter().filter(|problem| problem.is_error()) {
        for key in slicer.concerned(problem).intersection(operations) {
            culprits.entry(key.clone()).or_default().push(problem.clone());
        }
    }
    if culprits.is_empty() {
        // The problems have no place, or one that belongs to all: only trying tells.
        for key in operations {
            if let Err(problems) = attempt(slicer, &BTreeSet::from([key.clone()]), settings) {
                culprits.insert(key.clone(), problems);
            }
        }
    }
    culprits
}

struct Attempt {
    files: Vec<OutputFile>,
    code: Refined,
    facts: Facts,
    warnings: Vec<Problem>,
}

fn attempt(
    slicer: &Slicer<'_>,
    operations: &BTreeSet<OperationKey>,
    settings: &Settings,
) -> Result<Attempt, Vec<Problem>> {
    let document = slicer.part(operations)?;
    // Names of features and modules are for crates with several APIs.
    let api = Api::foreign(&settings.name, document.file(), "client", "client");
    let linted = lint::lint(&document, api.profile())?;
    let adapted = adapt::adapt(&linted, &api)?;
    let emitted = emit::emit(&adapted).map_err(|problem| vec![problem])?;
    let refined = refine::refine(emitted, adapted.facts(), &api)?;
    let facts = adapted.facts();
    let mut files = vec![manifest(settings, &facts.title, document.file())];
    for mut file in format::format(&refined, facts, &api) {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        // The module of the client is the crate.
        file.path = format!("src/{}", if name == "mod.rs" { "lib.rs" } else { name });
        files.push(file);
    }
    let mut warnings = linted.warnings().to_vec();
    problem::sort(&mut warnings);
    Ok(Attempt { files, code: refined, facts: facts.clone(), warnings })
}

fn manifest(settings: &Settings, title: &str, origin: &str) -> OutputFile {
    let about = format!("Client for {}", title.trim()).replace(char::is_control, " ");
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let text = format!(
        "{}[package]
name = {}
description = {}
version = \"0.1.0\"
edition = \"2024\"
rust-version = \"1.88\"
publish = false

[dependencies]
game-achievements-runtime = {{ path = {} }}

# It is built by itself, wherever it stands.
[workspace]
",
        header(origin).replacen("//", "#", 1),
        quoted(&package_name(&settings.name)),
        quoted(&about),
        quoted(&settings.runtime),
    );
    OutputFile { path: "Cargo.toml".to_owned(), text }
}

/// A name that cargo takes for a package.
fn package_name(name: &str) -> String {
    naming::value_name(name).trim_matches('_').replace('_', "-")
}

#[cfg(test)]
mod tests;
