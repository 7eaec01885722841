//! Drift between a spec and what was generated from it or reviewed of it is seen, and is short to read.

use game_achievements_codegen::api::Registry;
use game_achievements_contract::source::{self, Node, Value};
use game_achievements_tests::Scratch;
use similar::{ChangeTag, TextDiff};
use xtask::Exit;

use crate::reviews::{Review, review};

const SPEC: &str = "specs/xbox-live.yaml";

#[test]
fn a_changed_description_shows_in_check_then_in_contract_and_outline() {
    let scratch = Scratch::new();
    let summary = |line: &str| line.starts_with("      summary: ");
    scratch.edit_line(SPEC, summary, |line| format!("{line}, planted"));
    let diff = drift(&scratch);
    assert!(diff.contains(", planted"), "{diff}");
    assert!(changed_lines(&diff) <= 6, "{diff}");
}

#[test]
fn an_added_enum_value_shows_in_check_then_in_contract_and_outline() {
    let scratch = Scratch::new();
    let values = |line: &str| line.trim_start().starts_with("enum: [") && line.ends_with(']');
    scratch.edit_line(SPEC, values, |line| format!("{}, Planted]", line.trim_end_matches(']')));
    let diff = drift(&scratch);
    assert!(diff.contains("Planted"), "{diff}");
    assert!(changed_lines(&diff) <= 12, "{diff}");
}

/// Goes the way of a maintainer: `check` complains, `generate` mends, and the reviewed texts differ.
fn drift(scratch: &Scratch) -> String {
    let before = reviews(&Scratch::new());
    let check = scratch.xtask(["check"]);
    assert_eq!(check.exit, Exit::NeedsGenerate, "{}", check.stderr);
    assert!(check.stderr.contains("generated-client/src/generated/xbox_live/"), "{}", check.stderr);
    assert!(check.stderr.ends_with("next run `cargo xtask generate`\n"), "{}", check.stderr);
    assert_eq!(scratch.xtask(["generate"]).exit, Exit::Fine);
    assert_eq!(scratch.xtask(["check"]).exit, Exit::Fine);
    let after = reviews(scratch);
    let mut diff = String::new();
    let mut families = Vec::new();
    for (old, new) in before.iter().zip(&after) {
        assert_eq!((old.family, &old.name), (new.family, &new.name));
        if old.text != new.text {
            families.push(old.family);
            diff += &TextDiff::from_lines(&old.text, &new.text).unified_diff().context_radius(1).to_string();
        }
    }
    families.dedup();
    assert_eq!(families, ["contract", "outline"], "{diff}");
    diff
}

fn reviews(scratch: &Scratch) -> Vec<Review> {
    Registry::builtin()
        .apis()
        .iter()
        .flat_map(|api| review(api, scratch.read(&api.spec).as_bytes()))
        .collect()
}

fn changed_lines(diff: &str) -> usize {
    let changed = |line: &&str| {
        (line.starts_with('-') || line.starts_with('+'))
            && !line.starts_with("---")
            && !line.starts_with("+++")
    };
    diff.lines().filter(changed).count()
}

#[test]
fn the_order_of_keys_and_paths_leaves_no_trace() {
    let scratch = Scratch::new();
    for api in Registry::builtin().apis() {
        let text = scratch.read(&api.spec);
        let root = source::read(&api.spec, text.as_bytes()).expect("a readable spec");
        let reversed = reversed(&root);
        assert_ne!(reversed.find("paths"), text.find("paths"));
        scratch.write(&api.spec, &reversed);
    }
    let outcome = scratch.xtask(["check"]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.stderr);
}

/// The value as JSON, which YAML includes, with the keys of each mapping in reverse.
fn reversed(node: &Node) -> String {
    match &node.value {
        Value::Array(elements) => {
            format!("[{}]", elements.iter().map(reversed).collect::<Vec<_>>().join(","))
        }
        Value::Object(object) => {
            let mut members: Vec<_> = object
                .iter()
                .map(|entry| format!("{}: {}", serde_json::Value::from(&*entry.key), reversed(&entry.node)))
                .collect();
            members.reverse();
            format!("{{{}}}", members.join(",\n"))
        }
        _ => node.to_json().to_string(),
    }
}

#[test]
fn a_text_diff_counts_only_changed_lines() {
    let diff = TextDiff::from_lines("a\nb\n", "a\nc\n");
    assert_eq!(diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal).count(), 2);
    assert_eq!(changed_lines(&diff.unified_diff().header("x", "y").to_string()), 2);
}
