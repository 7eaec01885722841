//! What changed between two documents, as people and programs are told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use game_achievements_contract::contract::Contract;
use game_achievements_contract::diff::format::Format;
use game_achievements_contract::diff::{Diff, Options};
use game_achievements_contract::document::Document;
use game_achievements_tests::{Scratch, Snapshots, root};
use xtask::Exit;

#[test]
fn diffs_and_the_command_stay_as_reviewed() {
    let mut snapshots = Snapshots::of("diff");
    for case in cases() {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let diff = diff(&case);
        let formats = [
            ("text", Format::Text),
            ("json", Format::Json),
            ("markdown", Format::Markdown),
            ("github", Format::Github),
        ];
        let texts = formats.map(|(word, format)| {
            let text = anstream::adapter::strip_str(&diff.print(format)).to_string();
            format!("--- {word} ---\n{text}")
        });
        snapshots.hold(&name, &texts.join("\n"));
        if name == "shared-schema" {
            snapshots.hold("coloured", &diff.print(Format::Text).replace('\u{1b}', "␛"));
        }
    }
    let scratch = Scratch::new();
    for (name, arguments) in [
        ("command-help", &["diff", "--help"][..]),
        ("command-rules", &["diff", "--rules"]),
        ("command-one-side", &["diff", "specs/xbox-live.yaml"]),
        ("command-unreadable", &["diff", "no-such-file.yaml", "no-such-file.yaml"]),
    ] {
        snapshots.hold(name, &scratch.xtask(arguments.iter().copied()).transcript());
    }
    snapshots.finish();
}

#[test]
fn exit_codes_follow_fail_on() {
    let scratch = Scratch::new();
    let run = |case: &str, more: &[&str]| {
        let file =
            |side: &str| root().join("tests/fixtures/diff").join(case).join(side).display().to_string();
        let mut arguments = vec!["diff".to_owned(), file("old.yaml"), file("new.yaml")];
        arguments.extend(more.iter().map(|argument| (*argument).to_owned()));
        scratch.xtask(arguments)
    };
    assert_eq!(run("nothing", &["--fail-on", "any", "--check-version"]).exit, Exit::Fine);
    assert_eq!(run("documentation", &[]).exit, Exit::Fine);
    assert_eq!(run("documentation", &["--fail-on", "any"]).exit, Exit::Findings);
    assert_eq!(run("documentation", &["--check-version"]).exit, Exit::Findings);
    assert_eq!(run("shared-schema", &[]).exit, Exit::Findings);
    assert_eq!(run("shared-schema", &["--fail-on", "none"]).exit, Exit::Fine);
    assert_eq!(run("callback", &["--open-enums"]).exit, Exit::Fine);
    let outcome = run("tags", &["--open-enums", "--format", "json"]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.stdout);
    // Data is all that goes to stdout.
    assert!(outcome.stdout.starts_with('{') && outcome.stdout.ends_with("}\n"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("\"bump\": \"minor\""), "{}", outcome.stdout);
}

#[test]
fn a_side_may_be_a_revision() {
    let scratch = Scratch::new();
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"])
            .arg("-C")
            .arg(scratch.path())
            .args(arguments)
            .output()
            .expect("git runs");
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "specs"]);
    git(&["commit", "--quiet", "--message", "specs"]);
    let spec = scratch.path().join("specs/xbox-live.yaml").display().to_string();
    let same = scratch.xtask(["diff", "HEAD:specs/xbox-live.yaml", &spec, "--fail-on", "any"]);
    assert_eq!(same.exit, Exit::Fine, "{}{}", same.stdout, same.stderr);
    scratch
        .write("specs/xbox-live.yaml", &scratch.read("specs/xbox-live.yaml").replacen("maxItems", "most", 1));
    let changed = scratch.xtask(["diff", "HEAD:specs/xbox-live.yaml", &spec, "--fail-on", "any"]);
    assert_eq!(changed.exit, Exit::Findings, "{}{}", changed.stdout, changed.stderr);
    for unknown in ["HEAD:specs/none.yaml", "no-such-revision:specs/xbox-live.yaml", "--output=a:b"] {
        let refused = scratch.xtask(["diff", "--", unknown, &spec]);
        assert_eq!(refused.exit, Exit::Usage, "{}{}", refused.stdout, refused.stderr);
    }
}

fn cases() -> Vec<PathBuf> {
    let folder = root().join("tests/fixtures/diff");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .expect("fixtures")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    cases.sort();
    cases
}

fn diff(case: &Path) -> Diff {
    let contract = |side: &str| {
        let bytes = fs::read(case.join(side)).expect("a readable fixture");
        let document = Document::read(side, &bytes).unwrap_or_else(|problems| panic!("{problems:#?}"));
        Contract::read(&document).unwrap_or_else(|problems| panic!("{problems:#?}"))
    };
    Diff::between(&contract("old.yaml"), &contract("new.yaml"), Options::default()).expect("a diff")
}
