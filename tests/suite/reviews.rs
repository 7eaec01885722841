//! What people review: contract, outline, and the problems of bad specs.

use std::fs;

use game_achievements_codegen::api::{Api, Registry};
use game_achievements_codegen::lint::{self, Profile};
use game_achievements_contract::contract::Contract;
use game_achievements_contract::document::Document;
use game_achievements_tests::{Snapshots, root};

/// A text for review.
pub struct Review {
    /// The folder of its snapshot.
    pub family: &'static str,
    /// The name of its snapshot.
    pub name: String,
    /// The text.
    pub text: String,
}

/// The texts for review of one spec: its contract by resource, and the outline of the code generated from it.
pub fn review(api: &Api, spec: &[u8]) -> Vec<Review> {
    let document = Document::read(&api.spec, spec).expect("a spec of ours can be read");
    let contract = Contract::read(&document).expect("a spec of ours has a contract");
    let sections = contract.text().sections.into_iter().map(|section| Review {
        family: "contract",
        name: format!("{}--{}", api.name, section.resource.to_lowercase().replace(' ', "-")),
        text: section.text,
    });
    let generated = game_achievements_codegen::generate(api, &document).expect("a spec of ours generates");
    let outline = Review { family: "outline", name: api.name.clone(), text: generated.outline };
    sections.chain([outline]).collect()
}

#[test]
fn contract_and_outline_stay_as_reviewed() {
    let mut contract = Snapshots::of("contract");
    let mut outline = Snapshots::of("outline");
    for api in Registry::builtin().apis() {
        let spec = fs::read(root().join(&api.spec)).expect("a readable spec");
        for review in review(api, &spec) {
            let family = if review.family == "contract" { &mut contract } else { &mut outline };
            family.hold(&review.name, &review.text);
        }
    }
    contract.finish();
    outline.finish();
}

#[test]
fn problems_of_bad_specs_stay_as_reviewed() {
    let mut snapshots = Snapshots::of("problems");
    let folder = root().join("tests/fixtures/bad-specs");
    let mut fixtures: Vec<_> = fs::read_dir(&folder)
        .expect("fixtures")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    fixtures.sort();
    for fixture in fixtures {
        let name = fixture.file_stem().expect("a name").to_string_lossy().into_owned();
        let shown = fixture.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(&fixture).expect("a readable fixture");
        let problems = match Document::read(&shown, &bytes) {
            Err(problems) => problems,
            Ok(document) => match lint::lint(&document, Profile::Registered) {
                Err(problems) => problems,
                Ok(linted) => linted.warnings().to_vec(),
            },
        };
        assert!(!problems.is_empty(), "nothing is wrong with {shown}");
        let text: Vec<_> = problems.iter().map(ToString::to_string).collect();
        snapshots.hold(&name, &text.join("\n"));
    }
    snapshots.finish();
}
