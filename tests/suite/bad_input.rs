//! Input that is wrong gets a problem with its place and the promised exit code, and changes nothing.

use game_achievements_codegen::api::{Api, Registry};
use game_achievements_tests::{Outcome, Scratch, Snapshots, TROPHIES};
use xtask::Exit;

/// The name of an input, what is done to the spec, and how commands end then.
type Case = (&'static str, fn(&Scratch), Exit);

const CASES: &[Case] = &[
    ("unreadable-file", remove, Exit::Usage),
    ("broken-yaml", |s| s.edit(TROPHIES, "openapi: 3.0.3\n", "openapi: [3.0.3\n"), Exit::Findings),
    (
        "duplicate-key",
        |s| s.edit(TROPHIES, "openapi: 3.0.3\n", "openapi: 3.0.3\nopenapi: 3.0.3\n"),
        Exit::Findings,
    ),
    ("dangling-reference", dangle, Exit::Findings),
    ("openapi-3-1", |s| s.edit(TROPHIES, "openapi: 3.0.3\n", "openapi: 3.1.0\n"), Exit::Findings),
    ("two-success-shapes", two_success_shapes, Exit::Findings),
    ("not-utf-8", not_utf_8, Exit::Findings),
    ("empty-file", |s| s.write(TROPHIES, ""), Exit::Findings),
];

#[test]
fn bad_specs_are_refused_with_place_and_exit_code_and_leave_the_client_as_it_is() {
    let mut snapshots = Snapshots::of("bad-input");
    for (name, spoil, exit) in CASES {
        let scratch = Scratch::trophies();
        let before = scratch.files("generated-client");
        spoil(&scratch);
        for command in ["generate", "check", "lint"] {
            let outcome = scratch.xtask([command]);
            assert_eq!(outcome.exit, *exit, "{command} on {name}:\n{}", outcome.stderr);
        }
        assert!(scratch.files("generated-client") == before, "{name} has changed the generated files");
        snapshots.hold(name, &scratch.xtask(["generate"]).transcript());
    }
    snapshots.finish();
}

#[test]
fn findings_win_over_stale_files() {
    let scratch = Scratch::new();
    scratch.write("generated-client/src/generated/mod.rs", "// stale\n");
    scratch.edit("specs/xbox-live.yaml", "openapi: 3.0.", "openapi: 3.1.");
    assert_eq!(scratch.xtask(["check"]).exit, Exit::Findings);
}

#[test]
fn problems_of_all_specs_are_shown_at_once() {
    let scratch = Scratch::new();
    for spec in ["specs/xbox-live.yaml", "specs/app-store-connect.yaml"] {
        scratch.edit(spec, "openapi: 3.0.", "openapi: 3.1.");
    }
    let outcome = scratch.xtask(["generate"]);
    assert!(outcome.stderr.contains("specs/xbox-live.yaml:"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("specs/app-store-connect.yaml:"), "{}", outcome.stderr);
}

#[test]
fn what_cannot_be_carried_out_as_asked_exits_2() {
    let scratch = Scratch::new();
    let cases: &[&[&str]] = &[
        &["generate", "playstation"],
        &["contract", "playstation"],
        &["contract", "no/such/file.yaml"],
        &["lint", "no/such/file.yaml"],
        &["frobnicate"],
        &["generate", "--frobnicate"],
        &[],
    ];
    for args in cases {
        let outcome = scratch.xtask(args.iter().copied());
        assert_eq!(outcome.exit, Exit::Usage, "{args:?}:\n{}", outcome.stderr);
        assert!(!outcome.stderr.is_empty() && outcome.stdout.is_empty(), "{args:?}");
    }
    assert_eq!(Outcome::of(["check"], None, scratch.path()).exit, Exit::Usage);
}

#[test]
fn a_file_that_was_not_generated_is_never_removed() {
    let scratch = Scratch::new();
    let mine = "generated-client/src/generated/notes.txt";
    scratch.write(mine, "mine");
    let outcome = scratch.xtask(["generate"]);
    assert_eq!(outcome.exit, Exit::Fine);
    assert!(outcome.stderr.contains("notes.txt"), "{}", outcome.stderr);
    assert_eq!(scratch.read(mine), "mine");
}

#[test]
fn orphans_are_found_by_check_and_removed_by_generate() {
    let orphan = "generated-client/src/generated/playstation/types.rs";
    let scratch = Scratch::new();
    scratch.write(orphan, "// @generated long ago\n");
    let outcome = scratch.xtask(["check"]);
    assert_eq!(outcome.exit, Exit::NeedsGenerate);
    assert!(outcome.stderr.contains(orphan), "{}", outcome.stderr);
    assert_eq!(scratch.xtask(["generate"]).exit, Exit::Fine);
    assert!(!scratch.path().join("generated-client/src/generated/playstation").exists());
}

#[test]
fn an_api_without_a_spec_is_named() {
    let scratch = Scratch::with(Registry::new([Api::ours("none", "specs/none.yaml", "none", "none")]));
    let outcome = scratch.xtask(["list"]);
    assert_eq!(outcome.exit, Exit::Usage);
    assert!(outcome.stderr.contains("specs/none.yaml"), "{}", outcome.stderr);
}

fn remove(scratch: &Scratch) {
    std::fs::remove_file(scratch.path().join(TROPHIES)).expect("the spec is there");
}

fn dangle(scratch: &Scratch) {
    let component = "'#/components/parameters/Limit'";
    scratch.edit(TROPHIES, component, "'#/components/parameters/Limt'");
}

fn two_success_shapes(scratch: &Scratch) {
    let other = "        '201':\n          description: Made.\n          content:\n            \
                 application/json:\n              schema: { $ref: '#/components/schemas/Trophy' }\n        '200':\n";
    scratch.edit(TROPHIES, "        '200':\n", other);
}

fn not_utf_8(scratch: &Scratch) {
    let mut bytes = scratch.read(TROPHIES).into_bytes();
    bytes.extend(b"# \xff\n");
    std::fs::write(scratch.path().join(TROPHIES), bytes).expect("a writable folder");
}
