//! Whole crates of foreign documents: they compile without a warning, and each operation is called.

use std::fs;
use std::path::Path;

use game_achievements_codegen::calls;
use game_achievements_codegen::generate_crate::{Crate, Settings, generate_crate};
use game_achievements_contract::contract::Contract;
use game_achievements_contract::document::Document;
use game_achievements_contract::problem::Problem;
use game_achievements_mock::Mock;
use game_achievements_tests::{Built, root};
use serde_json::{Value, json};

use super::cases::{self, Answered, Case, same};
use super::{DOCUMENTS, program};

#[test]
fn a_crate_of_a_nasty_document_compiles_and_each_operation_is_right_on_the_wire() {
    let file = root().join("tests/fixtures/crates/nasty.yaml");
    let report = proven(&file, false);
    assert_eq!(report.skipped, 0);
    assert!(report.called > 30, "{} calls", report.called);
}

#[test]
#[ignore = "takes minutes: MADE_DOCUMENTS=FILE[:FILE…] cargo test -p game-achievements-tests -- --ignored --nocapture documents_that"]
fn documents_that_are_named_make_crates_that_are_right_on_the_wire() {
    let files = std::env::var(DOCUMENTS).unwrap_or_else(|_| panic!("{DOCUMENTS} names no document"));
    for file in files.split(':') {
        let report = proven(Path::new(file), true);
        println!(
            "{file}: {} of {} operations, {} calls; {} operations with no value that fits",
            report.generated,
            report.generated + report.skipped,
            report.called,
            report.left_out.len()
        );
        for title in &report.left_out {
            println!("  not called: {title}");
        }
    }
}

/// What was done with a document.
struct Report {
    generated: usize,
    skipped: usize,
    called: usize,
    /// Operations for which no values were found.
    left_out: Vec<String>,
}

/// Makes a crate of a document, builds it, and calls each operation; panics with all that is not as the document says.
fn proven(file: &Path, skip_unsupported: bool) -> Report {
    let bytes = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let document =
        Document::read(&file.display().to_string(), &bytes).unwrap_or_else(|problems| refused(&problems));
    let contract = Contract::read(&document).unwrap_or_else(|problems| refused(&problems));
    let name = file
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let name = format!("made-{}", name.trim_matches('-').to_lowercase());
    let settings = Settings {
        name: name.clone(),
        runtime: root().join("generated-client/runtime").display().to_string(),
        only: Vec::new(),
        skip_unsupported,
    };
    let made = generate_crate(&document, &settings).unwrap_or_else(|problems| refused(&problems));
    let (cases, left_out) = cases(&contract, &made);
    let tasks: Vec<Value> = cases
        .iter()
        .map(|case| json!({ "module": "it", "call": case.method, "given": case.given }))
        .collect();
    let program = compiled(&name, &made);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let mock = runtime.block_on(Mock::start()).expect("a free port");
    for case in &cases {
        let (verb, path) = case.expected.route();
        mock.answer(verb, path, case.answer.answer());
    }
    let done = program::run(&program, mock.base_url(), &tasks);
    let wrong = compared(&cases, &done, &mock);
    let first: Vec<&String> = wrong.iter().take(20).collect();
    assert!(wrong.is_empty(), "{} of {} calls are wrong:\n{first:#?}", wrong.len(), cases.len());
    Report { generated: made.generated, skipped: made.skipped.len(), called: cases.len(), left_out }
}

fn refused(problems: &[Problem]) -> ! {
    let problems: Vec<String> =
        problems.iter().filter(|problem| problem.is_error()).map(Problem::to_string).collect();
    panic!("{}", problems.join("\n"))
}

/// Writes the crate and its caller, and builds both without a warning.
fn compiled(name: &str, made: &Crate) -> std::path::PathBuf {
    let built = Built::new(env!("CARGO_TARGET_TMPDIR"), name);
    for file in &made.files {
        built.write(&format!("crate/{}", file.path), &file.text);
    }
    let code = name.replace('-', "_");
    let modules = [("it".to_owned(), calls::given(&made.code, &made.facts, &code))];
    let dependency = format!("{name} = {{ path = \"../crate\" }}\n");
    program::build(&built, &format!("{name}-caller"), &modules, &dependency, &[])
}

fn cases(contract: &Contract, made: &Crate) -> (Vec<Case>, Vec<String>) {
    let mut all = Vec::new();
    let mut left_out = Vec::new();
    for (number, operation) in (0..).zip(contract.operations()) {
        let is_skipped =
            |key: &game_achievements_codegen::slice::OperationKey| key.to_string() == operation.title();
        if made.skipped.keys().any(is_skipped) {
            continue;
        }
        let of_operation = cases::of(contract, operation, &made.facts, number * 10);
        if of_operation.is_empty() {
            left_out.push(operation.title());
        }
        all.extend(of_operation);
    }
    (all, left_out)
}

/// What is not as it should be, for each call in a line.
fn compared(cases: &[Case], done: &[Value], mock: &Mock) -> Vec<String> {
    let requests = mock.requests();
    let mut wrong = Vec::new();
    let mut requests = requests.iter();
    for (case, done) in cases.iter().zip(done) {
        let mut found: Vec<String> = Vec::new();
        // A call that is refused before it is sent leaves no request.
        match done["error"].as_str() {
            Some(error) => found.push(error.to_owned()),
            None => {
                let value = match &case.answer {
                    Answered::Json(_, value) => value,
                    Answered::Bytes(_) | Answered::Empty(_) => &Value::Null,
                };
                if !same(&done["value"], value) && !matches!(case.answer, Answered::Bytes(_)) {
                    found.push(format!("answered {value}, read {}", done["value"]));
                }
            }
        }
        match requests.next() {
            Some(request) => found.extend(case.expected.differences(request)),
            None => found.push("nothing was sent".to_owned()),
        }
        if !found.is_empty() {
            wrong.push(format!("{} with {}: {}", case.method, case.given, found.join("; ")));
        }
    }
    wrong
}
