//! `generate --spec FILE --out DIR`: a crate of its own from a document that is not one of ours.

use std::process::Command;

use game_achievements_tests::{Scratch, root};
use xtask::Exit;

const SHOP: &str = "openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
servers: [{ url: 'https://shop.example.com' }]
paths:
  /cats:
    get:
      operationId: listCats
      tags: [Cats]
      parameters: [{ name: limit, in: query, schema: { type: integer } }]
      responses:
        '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Cat' } } } }
    put:
      operationId: replaceCats
      tags: [Cats]
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Cat' } } } }
        '204': { description: Nothing. }
components:
  schemas:
    Cat: { type: object, properties: { kind: { type: string, enum: [Err, Self] }, more: { type: array, items: {} } } }
";

#[test]
fn a_crate_is_made_of_what_can_be_generated() {
    let scratch = Scratch::new();
    scratch.write("shop.yaml", SHOP);
    let spec = scratch.path().join("shop.yaml").display().to_string();
    let out = scratch.path().join("made/shop").display().to_string();
    let generate = ["generate", "--spec", &spec, "--out", &out];
    assert_eq!(scratch.xtask(generate).exit, Exit::Findings, "an operation is not supported");
    assert!(!scratch.path().join("made").exists(), "nothing is written unless all is well");

    let skipping = [&generate[..], &["--skip-unsupported", "--only", "Cats"]].concat();
    let outcome = scratch.xtask(skipping.clone());
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.stderr);
    for line in ["Skipped PUT /cats: ", "[success-shapes]", "Finished 1 of 2 operations, 5 files written"] {
        assert!(outcome.stderr.contains(line), "no `{line}` in {}", outcome.stderr);
    }

    let again = scratch.xtask(skipping);
    assert!(again.stderr.contains("0 files written"), "{}", again.stderr);
}

#[test]
#[ignore = "builds the runtime and all that it needs once more: cargo test -p game-achievements-tests -- --ignored"]
fn a_crate_compiles_without_a_warning() {
    let scratch = Scratch::new();
    scratch.write("shop.yaml", SHOP);
    let spec = scratch.path().join("shop.yaml").display().to_string();
    let out = scratch.path().join("shop").display().to_string();
    let outcome = scratch.xtask(["generate", "--spec", &spec, "--out", &out, "--skip-unsupported"]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.stderr);

    // The scratch has no runtime crate that could be built.
    let manifest = scratch.read("shop/Cargo.toml");
    let line =
        manifest.lines().find(|line| line.starts_with("game-achievements-runtime")).expect("the runtime");
    let runtime = root().join("generated-client/runtime").display().to_string();
    let runtime = format!("game-achievements-runtime = {{ path = {runtime:?} }}");
    scratch.write("shop/Cargo.toml", &manifest.replace(line, &runtime));
    scratch
        .write("shop/Cargo.lock", &std::fs::read_to_string(root().join("Cargo.lock")).expect("a lockfile"));
    let check = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--target-dir"])
        .arg(root().join("target/made-crates"))
        .env("RUSTFLAGS", "-D warnings")
        .current_dir(scratch.path().join("shop"))
        .output()
        .expect("cargo runs");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
}

#[test]
fn a_folder_with_other_files_is_left_alone() {
    let scratch = Scratch::new();
    scratch.write("shop.yaml", SHOP);
    scratch.write("mine/notes.txt", "mine\n");
    let spec = scratch.path().join("shop.yaml").display().to_string();
    let out = scratch.path().join("mine").display().to_string();
    let outcome = scratch.xtask(["generate", "--spec", &spec, "--out", &out, "--skip-unsupported"]);
    assert_eq!(outcome.exit, Exit::Usage, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("notes.txt, which was not generated"), "{}", outcome.stderr);
    assert_eq!(scratch.files("mine").len(), 1);
}

#[test]
fn a_crate_needs_a_document_and_a_folder() {
    let scratch = Scratch::new();
    for arguments in
        [&["generate", "--out", "x"][..], &["generate", "--spec", "x"], &["generate", "--only", "Cats"]]
    {
        assert_eq!(scratch.xtask(arguments.iter().copied()).exit, Exit::Usage, "{arguments:?}");
    }
}
