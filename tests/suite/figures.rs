//! How much code is generated, and how long it takes to check, beside what the generator writes by itself.
//!
//! The table in ARCHITECTURE.md is what this prints.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use game_achievements_codegen::api::{Api, Registry};
use game_achievements_contract::document::Document;
use game_achievements_tests::{Built, PROFILE, root};
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use serde_json::Value;

/// Measured this often, in turns, so that a busy machine slows both alike; the best counts.
const RUNS: usize = 2;

/// Most lines of an operation, on average.
const LINES: f64 = 100.0;

/// The most of the time that the generator's own code takes.
const SHARE: f64 = 0.5;

#[test]
#[ignore = "takes minutes and crates.io: cargo test -p game-achievements-tests -- --ignored --nocapture figures"]
fn figures_of_generated_code_are_within_what_was_promised() {
    let built = Built::new(env!("CARGO_TARGET_TMPDIR"), "figures");
    println!(
        "| API | operations | lines | per operation | check | by progenitor alone | per operation | check |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    let mut all = (0, 0);
    let mut times = (0.0, 0.0);
    for api in Registry::builtin().apis() {
        let bytes = fs::read(root().join(&api.spec)).expect("a readable spec");
        let document = Document::read(&api.spec, &bytes).expect("a spec of ours can be read");
        let json = document.to_json();
        let operations = json["paths"].as_object().into_iter().flatten();
        let operations = operations.filter_map(|(_, item)| item.as_object()).flatten();
        let operations = operations.filter(|(_, operation)| operation.get("operationId").is_some()).count();
        let (ours, alone) = (format!("ours-{}", api.module), format!("alone-{}", api.module));
        let our_lines = write_ours(&built, &ours, api, &document);
        let their_lines = write_alone(&built, &alone, &json);
        let mut best = (f64::INFINITY, f64::INFINITY);
        for run in 0..=RUNS {
            let taken = (check(&built, &ours), check(&built, &alone));
            // The first run builds what they depend on.
            if run > 0 {
                best = (best.0.min(taken.0), best.1.min(taken.1));
            }
        }
        println!(
            "| {} | {operations} | {our_lines} | {} | {:.2} s | {their_lines} | {} | {:.2} s |",
            api.name,
            our_lines / operations,
            best.0,
            their_lines / operations,
            best.1
        );
        all = (all.0 + operations, all.1 + our_lines);
        times = (times.0 + best.0, times.1 + best.1);
    }
    let average = all.1 as f64 / all.0 as f64;
    // Of a small API it is cargo's own time that counts, so all are taken together.
    let share = times.0 / times.1;
    println!("\n{average:.0} lines for each of {} operations; {:.0} % of the time", all.0, share * 100.0);
    assert!(average < LINES, "{average:.1} lines per operation");
    assert!(share <= SHARE, "{share:.2} of the time");
}

/// Whether it is compiled into the client.
fn is_code(path: &str) -> bool {
    path.starts_with(game_achievements_codegen::format::FOLDER) && path.ends_with(".rs")
}

/// Writes the crate of an API as it is generated here; the lines of its code.
fn write_ours(built: &Built, name: &str, api: &Api, document: &Document) -> usize {
    let made = game_achievements_codegen::generate(api, document).expect("a spec of ours");
    let mut lines = 0;
    for file in made.files.iter().filter(|file| is_code(&file.path)) {
        let (_, file_name) = file.path.rsplit_once('/').expect("a folder");
        let file_name = if file_name == "mod.rs" { "lib.rs" } else { file_name };
        built.write(&format!("{name}/src/{file_name}"), &file.text);
        lines += file.text.lines().count();
    }
    let runtime = root().join("generated-client/runtime");
    manifest(built, name, &format!("game-achievements-runtime = {{ path = {runtime:?} }}\n"));
    lines
}

/// Writes the crate that the generator's own builders make of the same document; the lines of its code.
fn write_alone(built: &Built, name: &str, document: &Value) -> usize {
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder).with_tag(TagStyle::Merged);
    let generate = |document: &Value| {
        let document = serde_json::from_value(document.clone()).expect("it reads the document");
        Generator::new(&settings).generate_tokens(&document).expect("it takes the document")
    };
    // It panics at errors of several shapes. Without them it takes the document, and writes a little less.
    let tokens = catch_unwind(|| generate(document)).unwrap_or_else(|_| generate(&without_errors(document)));
    let code = prettyplease::unparse(&syn::parse2(tokens).expect("it writes Rust"));
    built.write(&format!("{name}/src/lib.rs"), &code);
    manifest(
        built,
        name,
        "bytes = \"1\"\nchrono = { version = \"0.4\", default-features = false, features = [\"serde\"] }\n\
         futures-core = \"0.3\"\nprogenitor-client = \"0.15.1\"\nregress = \"0.12\"\n\
         reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\"] }\n\
         serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\nserde_urlencoded = \"0.7\"\n\
         uuid = { version = \"1\", features = [\"serde\"] }\n",
    );
    code.lines().count()
}

/// The document without answers other than those of success.
fn without_errors(document: &Value) -> Value {
    let mut document = document.clone();
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (_, operation) in paths.filter_map(|(_, item)| item.as_object_mut()).flatten() {
        if let Some(answers) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            answers.retain(|status, _| status.starts_with('2'));
        }
    }
    document
}

fn manifest(built: &Built, name: &str, dependencies: &str) {
    let text = format!(
        "[package]\nname = {name:?}\nedition = \"2021\"\n\n[dependencies]\n{dependencies}\n[workspace]\n{PROFILE}"
    );
    built.write(&format!("{name}/Cargo.toml"), &text);
}

/// Checks a crate from nothing, its dependencies being checked: how long that takes, in seconds.
fn check(built: &Built, name: &str) -> f64 {
    let folder = built.path().join(name);
    let file = folder.join("src/lib.rs");
    let text = fs::read_to_string(&file).expect("a text");
    fs::write(&file, text).expect("a writable folder");
    let before = (Instant::now(), processor_time());
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", built.path().join("target"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    match (before.1, processor_time()) {
        (Some(before), Some(after)) => after - before,
        _ => before.0.elapsed().as_secs_f64(),
    }
}

/// The processor time of all processes that this one has waited for, where the system tells: a busy machine does not
/// change it. All else is measured by the clock.
fn processor_time() -> Option<f64> {
    let stat = fs::read_to_string(Path::new("/proc/self/stat")).ok()?;
    // The name of the program may have spaces in it; it ends with the last parenthesis.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    Some((ticks(13)? + ticks(14)?) / 100.0)
}
