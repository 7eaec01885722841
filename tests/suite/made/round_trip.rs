//! Random documents make code that compiles, and random values go through its types unchanged.

use std::collections::BTreeMap;

use game_achievements_codegen::{adapt, api::Api, calls, emit, format, lint, refine};
use game_achievements_contract::contract::Contract;
use game_achievements_contract::document::Document;
use game_achievements_contract::exchange::Direction;
use game_achievements_contract::problem::Problem;
use game_achievements_mock::Mock;
use game_achievements_tests::Built;
use serde_json::{Value, json};

use super::cases::{self, Answered, same};
use super::values::Values;
use super::{RANDOM, program, random, referee};

/// The documents of the fixed batch. More would be slower than they are worth on every run.
const FIXED: u64 = 12;

/// How many documents are compiled as one crate.
const BATCH: u64 = 25;

/// How many values each type is given.
const VALUES: u64 = 12;

#[test]
fn values_of_random_documents_go_through_the_types_unchanged() {
    let report = proven("random-fixed", 0..FIXED);
    assert!(report.values > 300, "{} values", report.values);
    assert!(report.calls > 50, "{} calls", report.calls);
}

#[test]
#[ignore = "takes minutes: RANDOM_DOCUMENTS=12..312 cargo test -p game-achievements-tests -- --ignored --nocapture values_of_many"]
fn values_of_many_random_documents_go_through_the_types_unchanged() {
    let range = std::env::var(RANDOM).ok();
    let range = range.as_deref().and_then(|range| range.split_once(".."));
    let range = range.and_then(|(first, end)| Some((first.parse().ok()?, end.parse().ok()?)));
    let (mut first, end): (u64, u64) =
        range.unwrap_or_else(|| panic!("{RANDOM} is no range such as 12..312"));
    while first < end {
        let next = (first + BATCH).min(end);
        let report = proven("random-many", first..next);
        println!("documents {first}..{next}: {} values, {} calls", report.values, report.calls);
        first = next;
    }
}

struct Report {
    values: usize,
    calls: usize,
}

/// A document with the code that was made of it.
struct Made {
    module: String,
    json: Value,
    contract: Contract,
    facts: game_achievements_codegen::facts::Facts,
}

fn proven(name: &str, seeds: std::ops::Range<u64>) -> Report {
    let built = Built::new(env!("CARGO_TARGET_TMPDIR"), name);
    let mut documents: Vec<Made> = Vec::new();
    let mut modules: Vec<(String, String)> = Vec::new();
    for (number, seed) in seeds.clone().enumerate() {
        let module = format!("m{number}");
        let json = random::document(seed);
        let (made, code) = made(&built, &module, seed, json);
        documents.push(made);
        modules.push((module, code));
    }
    let names: Vec<&str> = modules.iter().map(|(module, _)| module.as_str()).collect();
    let program = program::build(&built, &format!("{name}-caller"), &modules, "", &names);
    let values = types(&program, &documents);
    Report { values, calls: operations(&program, &documents) }
}

/// Makes the code of a document, and writes it as a module.
fn made(built: &Built, module: &str, seed: u64, json: Value) -> (Made, String) {
    let file = format!("random-{seed}.json");
    let text = format!("{json:#}\n");
    // What is wrong with a document is easier to see beside it.
    built.write(&format!("documents/{file}"), &text);
    let refused = |problems: &[Problem]| -> ! {
        let problems: Vec<String> = problems.iter().map(Problem::to_string).collect();
        panic!("a random document is refused, see {}:\n{}", built.path().display(), problems.join("\n"))
    };
    let document = Document::read(&file, text.as_bytes()).unwrap_or_else(|problems| refused(&problems));
    let contract = Contract::read(&document).unwrap_or_else(|problems| refused(&problems));
    let api = Api::foreign(&file, &file, module, module);
    let linted = lint::lint(&document, api.profile()).unwrap_or_else(|problems| refused(&problems));
    let adapted = adapt::adapt(&linted, &api).unwrap_or_else(|problems| refused(&problems));
    let emitted = emit::emit(&adapted).unwrap_or_else(|problem| refused(&[problem]));
    let facts = adapted.facts().clone();
    let refined = refine::refine(emitted, &facts, &api).unwrap_or_else(|problems| refused(&problems));
    for file in format::format(&refined, &facts, &api) {
        let (_, name) = file.path.rsplit_once('/').expect("a folder");
        built.write(&format!("caller/src/{module}/{name}"), &file.text);
    }
    let code = calls::given(&refined, &facts, &format!("crate::{module}"));
    (Made { module: module.to_owned(), json, contract, facts }, code)
}

/// Values of each component go through its type.
fn types(program: &std::path::PathBuf, documents: &[Made]) -> usize {
    let mut tasks: Vec<Value> = Vec::new();
    for made in documents {
        let components: BTreeMap<&str, _> =
            made.contract.schemas().filter_map(|(id, schema)| Some((schema.name.as_deref()?, id))).collect();
        for (name, id) in components {
            if !made.facts.schemas.contains_key(name) {
                // Lists and scalars have no type of their own; they are in those of others.
                continue;
            }
            let referee = referee::validator(&made.json, name);
            for seed in 0..VALUES {
                let mut values = Values::new(&made.contract, Direction::Answer, seed);
                values.fullness = u8::try_from(seed % 5).expect("small");
                let Some(value) = values.of(id) else { continue };
                if let Err(error) = referee.validate(&value) {
                    panic!("the referee refuses {value} as {name} of {}: {error}", made.facts.title);
                }
                tasks.push(json!({ "module": made.module, "type": name, "value": value }));
            }
        }
    }
    let done = program::run(program, "http://127.0.0.1:9", &tasks);
    let mut wrong: Vec<String> = Vec::new();
    for (task, done) in tasks.iter().zip(&done) {
        if done.get("error").is_some() || !same(&task["value"], &done["value"]) {
            wrong.push(format!("{task} became {done}"));
        }
    }
    let first: Vec<&String> = wrong.iter().take(10).collect();
    assert!(wrong.is_empty(), "{} of {} values changed:\n{first:#?}", wrong.len(), tasks.len());
    tasks.len()
}

/// Each operation is called: the request is what the document says, and the answer is read.
fn operations(program: &std::path::PathBuf, documents: &[Made]) -> usize {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let mut count = 0;
    for made in documents {
        let mock = runtime.block_on(Mock::start()).expect("a free port");
        let cases: Vec<_> = (0..)
            .zip(made.contract.operations())
            .flat_map(|(number, operation)| cases::of(&made.contract, operation, &made.facts, number))
            .collect();
        let task =
            |case: &cases::Case| json!({ "module": made.module, "call": case.method, "given": case.given });
        for case in &cases {
            let (verb, path) = case.expected.route();
            mock.answer(verb, path, case.answer.answer());
        }
        let done = program::run(program, mock.base_url(), &cases.iter().map(task).collect::<Vec<_>>());
        let requests = mock.requests();
        assert_eq!(requests.len(), cases.len(), "a call of {} was not sent: {done:#?}", made.facts.title);
        for ((case, done), request) in cases.iter().zip(&done).zip(&requests) {
            let differences = case.expected.differences(request);
            assert!(differences.is_empty(), "{} with {}: {differences:#?}", case.method, case.given);
            let Answered::Json(_, value) = &case.answer else { continue };
            assert!(
                same(&done["value"], value),
                "{} of {}: answered {value}, read {done}",
                case.method,
                made.facts.title
            );
        }
        count += cases.len();
    }
    count
}
