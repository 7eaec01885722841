//! Every rule has a fixture, and every fixture breaks one rule.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use game_achievements_contract::document::Document;
use game_achievements_contract::problem::Problem;

use super::{Profile, lint, rules};
use crate::api::Api;

/// Rules that a minimal file cannot break: what they bound takes a large one.
const WITHOUT_FIXTURE: [&str; 2] = ["too-large", "too-recursive"];

fn fixtures() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/bad-specs");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The rule that a fixture is named after.
fn rule_of(file: &Path) -> String {
    let name = file.file_stem().unwrap().to_str().unwrap();
    name.split("--").next().unwrap().to_owned()
}

fn document(file: &Path) -> Document {
    let bytes = std::fs::read(file).unwrap();
    Document::read(file.to_str().unwrap(), &bytes).unwrap_or_else(|found| panic!("{found:#?}"))
}

fn problems(file: &Path, profile: Profile) -> Vec<Problem> {
    match lint(&document(file), profile) {
        Ok(linted) => linted.warnings().to_vec(),
        Err(problems) => problems,
    }
}

#[test]
fn each_bad_spec_breaks_the_rule_that_it_is_named_after_and_no_other() {
    let mut wrong = String::new();
    for file in fixtures() {
        let expected = rule_of(&file);
        let rule = rules().iter().find(|rule| rule.id == expected);
        for profile in [Profile::Registered, Profile::Foreign] {
            let severity = rule.and_then(|rule| rule.severity(profile));
            let found = problems(&file, profile);
            let is_as_expected = match (severity, found.as_slice()) {
                (None, []) => true,
                // What leaves the contract without a meaning is an error everywhere.
                (Some(severity), [only]) => {
                    only.rule == expected && (only.severity == severity || only.is_error())
                }
                _ => false,
            };
            if !is_as_expected {
                let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
                wrong += &format!("{} as {profile:?}:\n{}\n\n", file.display(), shown.join("\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn each_rule_has_a_bad_spec() {
    let broken: BTreeSet<String> =
        fixtures().iter().map(|file| rule_of(file)).chain(WITHOUT_FIXTURE.map(str::to_owned)).collect();
    let all: BTreeSet<String> = rules().iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(broken, all);
    assert_eq!(all.len(), rules().len(), "two rules have the same id");
}

#[test]
fn what_is_let_through_can_be_generated() {
    let api = Api::foreign("pets", "pets.yaml", "pets", "pets");
    for file in fixtures() {
        let document = document(&file);
        if lint(&document, Profile::Foreign).is_ok() {
            let generated = crate::generate(&api, &document);
            assert!(generated.is_ok(), "{}: {:#?}", file.display(), generated.err());
        }
    }
}

#[test]
fn problems_say_why_and_what_to_do() {
    for file in fixtures() {
        for problem in problems(&file, Profile::Registered) {
            assert!(problem.place.is_some() && problem.help.is_some() && problem.fix.is_some(), "{problem}");
            for text in
                [Some(&problem.message), problem.help.as_ref(), problem.fix.as_ref()].into_iter().flatten()
            {
                let is_name =
                    ["GET ", "HTTP ", "OpenAPI ", "Rust "].iter().any(|name| text.starts_with(name));
                assert!(is_name || !text.starts_with(char::is_uppercase), "{text}");
                assert!(!text.ends_with('.') && !text.contains('\n'), "{text}");
            }
        }
    }
}
