//! Rules that documents are held to before code is made from them.
//!
//! The generator panics at some documents, and quietly makes wrong code from others. `adapt` cures what
//! can be cured; what is left is refused here, with the place, the reason and what to write instead.
//! Our own specs are held to house rules as well: they are read and reviewed by people.
//!
//! A rule is an entry in the `rules!` of its family and a few lines that look for it. Each has a fixture
//! in `tests/fixtures/bad-specs`, named after it, with that one defect.

mod bodies;
mod enums;
mod examples;
mod extensions;
mod findings;
mod house;
mod kinds;
mod malformed;
mod names;
mod operations;
mod parameters;
mod paths;
mod rule;
mod schemas;
mod survey;
#[cfg(test)]
mod tests;
mod unions;
mod unused;
mod walk;

use std::sync::LazyLock;

use game_achievements_contract::document::Document;
use game_achievements_contract::problem::{self, Problem};

pub use rule::{Profile, Rule, Weight};

use findings::Findings;
use survey::Survey;

/// A document that keeps the rules; the only way to get one is [`lint`].
#[derive(Clone, Debug)]
pub struct Linted<'a> {
    document: &'a Document,
    warnings: Vec<Problem>,
}

impl<'a> Linted<'a> {
    /// The document.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// What deserves a look all the same, those of reading the document included.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}

/// Holds a document against the rules that apply to it.
///
/// # Errors
/// All problems, warnings included, in the order of the file, if one of them is an error.
pub fn lint(document: &Document, profile: Profile) -> Result<Linted<'_>, Vec<Problem>> {
    let survey = Survey::of(document);
    let mut findings = Findings::new(document, profile);
    let contract = malformed::check(&survey, &mut findings);
    house::check(document, &mut findings);
    extensions::check(&survey, &mut findings);
    unused::check(document, &mut findings);
    paths::check(&survey, &mut findings);
    operations::check(&survey, &mut findings);
    parameters::check(&survey, &mut findings);
    bodies::check(&survey, &mut findings);
    schemas::check(&survey, &mut findings);
    enums::check(&survey, &mut findings);
    unions::check(&survey, &mut findings);
    names::check(&survey, &mut findings);
    examples::check(&survey, &mut findings);
    if let Some(contract) = &contract {
        examples::check_values(document, contract, &mut findings);
    }
    let mut problems = findings.problems;
    problem::sort(&mut problems);
    if problems.iter().any(Problem::is_error) {
        return Err(problems);
    }
    Ok(Linted { document, warnings: problems })
}

/// All rules, by family.
pub fn rules() -> &'static [Rule] {
    static RULES: LazyLock<Vec<Rule>> =
        LazyLock::new(|| FAMILIES.iter().flat_map(|rules| rules.iter().cloned()).collect());
    &RULES
}

const FAMILIES: &[&[Rule]] = &[
    malformed::RULES,
    house::RULES,
    extensions::RULES,
    unused::RULES,
    paths::RULES,
    operations::RULES,
    parameters::RULES,
    bodies::RULES,
    schemas::RULES,
    enums::RULES,
    unions::RULES,
    names::RULES,
    examples::RULES,
];
