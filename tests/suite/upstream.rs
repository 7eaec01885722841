//! A spec held against what a provider publishes: what differs without a reason is seen, and what has one is not.

use std::fs;
use std::io::{Cursor, Write as _};

use game_achievements_codegen::api::{Api, Registry};
use game_achievements_contract::source;
use game_achievements_tests::{Outcome, Scratch, Snapshots, root};
use serde_json::Value as Json;
use xtask::Exit;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const LIST: &str = "specs/divergences.toml";
const LOCK: &str = "specs/divergences.lock";

#[test]
fn what_has_a_reason_is_no_drift() {
    let scratch = scratch();
    let outcome = drift(&scratch, &upstream());
    assert_eq!(outcome.exit, Exit::Fine, "{}{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stderr.contains("11 differences covered by 6 listed divergences"), "{}", outcome.stderr);
    // With nothing written down, places and rules alone say what is covered.
    fs::remove_file(scratch.path().join(LOCK)).expect("it is there");
    assert_eq!(drift(&scratch, &upstream()).exit, Exit::Fine);
}

#[test]
fn every_edit_on_the_wire_is_seen_and_named() {
    let scratch = scratch();
    let base = upstream();
    let edits = fixture("edits.txt");
    let mut missed = Vec::new();
    let mut count = 0;
    for line in edits.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        count += 1;
        let mut words = line.splitn(4, ' ');
        let mut word = || words.next().unwrap_or_default();
        let (rules, verb, pointer, value) = (word(), word(), word(), word());
        let mut edited = base.clone();
        edit(&mut edited, &pointer_of(pointer), (verb == "set").then(|| value.parse().expect(line)));
        let outcome = drift(&scratch, &edited);
        let names = |rule: &str| {
            outcome.stdout.contains(&format!("[{rule}]: "))
                || outcome.stderr.contains(&format!("error[{rule}]: "))
        };
        if outcome.exit != Exit::Findings || !rules.split(',').all(names) {
            missed.push(format!("{line}\n{}{}", outcome.stdout, outcome.stderr));
        }
    }
    assert!(count >= 100, "only {count} edits");
    assert!(
        missed.is_empty(),
        "{} of {count} edits are not told as expected:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn what_is_not_on_the_wire_or_not_ours_is_no_drift() {
    let scratch = scratch();
    for (pointer, value) in [
        ("list/summary", "\"Medals, all of them\""),
        ("list/operationId", "\"medals\""),
        ("list/parameters/0/description", "\"Fields.\""),
        ("Medal/properties/attributes/properties/title/description", "\"The title.\""),
        ("/servers/0/url", "\"https://api.example.com\""),
        ("/paths/~1v1~1shops/get/responses/404", "{\"description\":\"None.\"}"),
        ("/paths/~1v1~1shops/post", "{\"responses\":{\"201\":{\"description\":\"One more.\"}}}"),
        ("/components/schemas/Unused", "{\"type\":\"string\"}"),
        ("/info/version", "\"8.0\""),
    ] {
        let mut edited = upstream();
        edit(&mut edited, &pointer_of(pointer), Some(value.parse().expect(value)));
        let outcome = drift(&scratch, &edited);
        assert_eq!(outcome.exit, Exit::Fine, "{pointer}: {}{}", outcome.stdout, outcome.stderr);
    }
}

#[test]
fn accepting_writes_what_is_covered_and_nothing_else() {
    let scratch = scratch();
    let before = scratch.read(LOCK);
    assert_eq!(accept(&scratch, &upstream()).exit, Exit::Fine);
    assert_eq!(scratch.read(LOCK), before, "accepting what is accepted changes nothing");
    let mut edited = upstream();
    edit(&mut edited, &pointer_of("Shop/properties/meta"), Some(serde_json::json!({"type": "string"})));
    edit(&mut edited, &pointer_of("Medal/properties/glory"), Some(serde_json::json!({"type": "string"})));
    let outcome = accept(&scratch, &edited);
    assert_eq!(outcome.exit, Exit::Findings, "what no divergence covers cannot be accepted");
    assert!(outcome.stdout.contains("glory") && !outcome.stdout.contains("Shop"), "{}", outcome.stdout);
    let changed = scratch.read(LOCK).lines().filter(|line| !before.contains(line)).count();
    assert_eq!(changed, 1, "{}", scratch.read(LOCK));
}

#[test]
fn output_stays_as_reviewed() {
    let mut snapshots = Snapshots::of("upstream");
    let mut edited = upstream();
    for (pointer, value) in [
        ("Medal/properties/id/nullable", Some(serde_json::json!(true))),
        ("Shop/properties/meta", Some(serde_json::json!({"type": "string"}))),
        ("Medal/properties/attributes/properties/price", None),
        ("/paths/~1v1~1medals/put", Some(serde_json::json!({"responses": {"204": {"description": "Put."}}}))),
    ] {
        edit(&mut edited, &pointer_of(pointer), value);
    }
    let drifted = scratch();
    drifted.write("upstream.json", &edited.to_string());
    for format in ["text", "json", "markdown", "github"] {
        let outcome = run(&drifted, &["--format", format]);
        snapshots.hold(format, &outcome.transcript());
    }

    let stale = scratch();
    stale.edit(LIST, "9999-12-31", "2020-01-31");
    stale.edit(LIST, "schema ErrorResponse.errors[].status", "schema ErrorResponse.errors[].state");
    stale.write("upstream.json", &upstream().to_string());
    snapshots.hold("stale-and-expired", &run(&stale, &[]).transcript());

    for (name, old, new) in [
        ("list-syntax", "api = \"medals\"", "api = medals"),
        ("list-key", "reason =", "because ="),
        ("list-rule", "[\"property-added\"]", "[\"property-aded\"]"),
        ("list-api", "api = \"medals\"", "api = \"models\""),
        ("list-document", "document = \"published\"", "document = \"public\""),
        ("list-twice", "id = \"no-prices\"", "id = \"no-shops\""),
        ("list-place", "place = \"schema *Response.links\"", "place = \"*\""),
        ("list-expiry", "9999-12-31", "9999-12-31T10:00:00Z"),
    ] {
        let broken = scratch();
        broken.edit(LIST, old, new);
        broken.write("upstream.json", &upstream().to_string());
        snapshots.hold(name, &run(&broken, &[]).transcript());
    }
    let broken = scratch();
    broken.edit(LOCK, "[medals published]", "medals published");
    broken.write("upstream.json", &upstream().to_string());
    snapshots.hold("lock-syntax", &run(&broken, &[]).transcript());

    let other = scratch();
    snapshots.hold("unreadable", &run(&other, &[]).transcript());
    other.write("upstream.json", "PK\u{3}\u{4} no archive");
    snapshots.hold("damaged-archive", &run(&other, &[]).transcript());
    other.write("upstream.json", "{");
    snapshots.hold("malformed", &run(&other, &[]).transcript());
    snapshots.hold("unknown-document", &run(&other, &["--document", "secret"]).transcript());
    snapshots.finish();
}

#[test]
fn an_archive_is_unpacked() {
    let scratch = scratch();
    let run_zip = |files: &[(&str, &str)]| {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_level(Some(1));
        for (name, text) in files {
            archive.start_file(*name, options).expect("a file");
            archive.write_all(text.as_bytes()).expect("room");
        }
        let bytes = archive.finish().expect("an archive").into_inner();
        fs::write(scratch.path().join("upstream.json"), bytes).expect("a writable folder");
        run(&scratch, &[])
    };
    let text = upstream().to_string();
    let fine =
        run_zip(&[("openapi.oas.json", &text), ("__MACOSX/._openapi.oas.json", "x"), ("README.md", "x")]);
    assert_eq!(fine.exit, Exit::Fine, "{}{}", fine.stdout, fine.stderr);
    for files in [&[][..], &[("a.txt", "x")], &[("a.json", "{}"), ("b.yaml", "{}")]] {
        let outcome = run_zip(files);
        assert_eq!(outcome.exit, Exit::Usage, "{}{}", outcome.stdout, outcome.stderr);
    }
    let bomb = " ".repeat(source::MAX_BYTES + 1);
    let outcome = run_zip(&[("a.json", &bomb)]);
    assert_eq!(outcome.exit, Exit::Usage);
    assert!(outcome.stderr.contains("bytes"), "{}", outcome.stderr);
}

fn scratch() -> Scratch {
    let api = Api::ours("medals", "specs/medals.yaml", "medals", "medals")
        .published(&["published", "corrected"], &["*medals*"]);
    let scratch = Scratch::with(Registry::new([api]));
    for (file, of) in
        [("specs/medals.yaml", "spec.yaml"), (LIST, "divergences.toml"), (LOCK, "divergences.lock")]
    {
        scratch.write(file, &fixture(of));
    }
    scratch
}

fn fixture(name: &str) -> String {
    let path = root().join("tests/fixtures/upstream").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn upstream() -> Json {
    source::read("upstream.yaml", fixture("upstream.yaml").as_bytes()).expect("a readable fixture").to_json()
}

fn drift(scratch: &Scratch, upstream: &Json) -> Outcome {
    scratch.write("upstream.json", &upstream.to_string());
    run(scratch, &[])
}

fn accept(scratch: &Scratch, upstream: &Json) -> Outcome {
    scratch.write("upstream.json", &upstream.to_string());
    run(scratch, &["--accept"])
}

fn run(scratch: &Scratch, more: &[&str]) -> Outcome {
    let file = scratch.path().join("upstream.json").display().to_string();
    let mut arguments = vec!["drift", "medals", "--upstream", &file];
    arguments.extend(more);
    scratch.xtask(arguments)
}

/// A pointer that may start with the name of an operation or of a schema.
fn pointer_of(short: &str) -> String {
    if short.starts_with('/') {
        return short.to_owned();
    }
    let (head, rest) = short.find('/').map_or((short, ""), |at| short.split_at(at));
    let start = match head {
        "list" => "/paths/~1v1~1medals/get".to_owned(),
        "create" => "/paths/~1v1~1medals/post".to_owned(),
        "read" => "/paths/~1v1~1medals~1{medalId}/get".to_owned(),
        "delete" => "/paths/~1v1~1medals~1{medalId}/delete".to_owned(),
        schema => format!("/components/schemas/{schema}"),
    };
    start + rest
}

/// Sets what a pointer leads to, or removes it.
fn edit(document: &mut Json, pointer: &str, value: Option<Json>) {
    let (holder, key) = pointer.rsplit_once('/').expect("a pointer");
    let key = key.replace("~1", "/").replace("~0", "~");
    match (document.pointer_mut(holder).unwrap_or_else(|| panic!("no {holder}")), value) {
        (Json::Object(members), Some(value)) => _ = members.insert(key, value),
        (Json::Object(members), None) => _ = members.remove(&key).unwrap_or_else(|| panic!("no {pointer}")),
        (Json::Array(elements), value) => {
            let at: usize = key.parse().expect("an index");
            match value {
                Some(value) => elements[at] = value,
                None => _ = elements.remove(at),
            }
        }
        _ => panic!("{pointer} leads nowhere"),
    }
}
