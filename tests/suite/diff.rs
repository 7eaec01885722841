//! What changed between two documents, as people and programs are told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use game_achievements_contract::contract::Contract;
use game_achievements_contract::diff::format::Format;
use game_achievements_contract::diff::{Diff, Options};
use game_achievements_contract::document::Document;
use game_achievements_tests::{Outcome, Scratch, Snapshots, root};
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

#[test]
fn hostile_documents_end_in_an_answer_or_a_clear_problem() {
    // As much stack as test threads have, whoever runs this.
    let run = std::thread::Builder::new().stack_size(2 << 20).spawn(hostile_documents).expect("a thread");
    run.join().expect("no document takes the command down");
}

fn hostile_documents() {
    const DEEP: usize = 10_000;
    let scratch = Scratch::new();
    let answer = |schema: &str, components: &str| {
        format!(
            r##"{{"openapi":"3.0.3","info":{{"title":"t","version":"1.0.0"}},"paths":{{"/a":{{"get":{{"responses":{{"200":{{"description":"d","content":{{"application/json":{{"schema":{schema}}}}}}}}}}}}}}},"components":{{"schemas":{{{components}}}}}}}"##
        )
    };
    let of = |name: &str| format!(r##"{{"$ref":"#/components/schemas/{name}"}}"##);
    let object = |name: &str, target: &str, kind: &str| {
        format!(
            r##""{name}":{{"type":"object","properties":{{"next":{},"value":{{"type":"{kind}"}}}}}}"##,
            of(target)
        )
    };
    let own = |kind: &str| answer(&of("A"), &object("A", "A", kind));
    let mutual =
        |kind: &str| answer(&of("A"), &format!("{},{}", object("A", "B", "string"), object("B", "A", kind)));
    let chain = |kind: &str| {
        let links: Vec<String> =
            (0..DEEP).map(|at| object(&format!("S{at}"), &format!("S{}", at + 1), "string")).collect();
        answer(&of("S0"), &format!(r#"{},"S{DEEP}":{{"type":"{kind}"}}"#, links.join(",")))
    };
    let large = |kind: &str| {
        let words = "words ".repeat(850);
        let links: Vec<String> = (0..DEEP)
            .map(|at| {
                object(&format!("S{at}"), &format!("S{}", at / 2), kind).replace(
                    "\"type\":\"object\"",
                    &format!("\"type\":\"object\",\"description\":\"{words}{at}\""),
                )
            })
            .collect();
        answer(&of("S9999"), &links.join(","))
    };
    for (name, old, new, rows) in [
        ("own", own("string"), own("integer"), 1),
        ("mutual", mutual("string"), mutual("integer"), 1),
        ("chain", chain("string"), chain("integer"), 1),
        ("large", large("string"), large("integer"), 15),
    ] {
        scratch.write("old.json", &old);
        scratch.write("new.json", &new);
        let outcome = compare(&scratch, "old.json", "new.json");
        assert_eq!(outcome.exit, Exit::Findings, "{name}: {}", outcome.stderr);
        assert_eq!(
            outcome.stdout.matches("breaking[type-changed]").count(),
            rows,
            "{name}: {}",
            outcome.stdout
        );
    }
    assert!(large("string").len() > 50_000_000);
    let nested = format!("{}{}{}", r#"{"not":"#.repeat(DEEP), "{}", "}".repeat(DEEP));
    let levels: String = (1..12)
        .map(|at| format!("  a{at}: &a{at} [{}]\n", vec![format!("*a{}", at - 1); 12].join(",")))
        .collect();
    for (file, bytes, rule) in [
        ("deep.json", answer(&nested, "").into_bytes(), "too-deep"),
        ("deep.yaml", answer(&nested, "").into_bytes(), "too-deep"),
        (
            "bomb.yaml",
            format!("openapi: 3.0.3\nx-a:\n  a0: &a0 [x, x]\n{levels}").into_bytes(),
            "too-many-aliases",
        ),
        ("bytes.yaml", b"openapi: 3.0.3\ninfo: { title: \xff }\n".to_vec(), "not-utf-8"),
        (
            "circle.json",
            answer(&of("A"), &format!(r#""A":{},"B":{}"#, of("B"), of("A"))).into_bytes(),
            "circular",
        ),
        (
            "nothing-else.json",
            answer(&of("A"), &format!(r#""A":{{"allOf":[{}]}}"#, of("A"))).into_bytes(),
            "circular",
        ),
        ("too-large.json", vec![b' '; (64 << 20) + 2], "too-large"),
    ] {
        fs::write(scratch.path().join(file), bytes).expect("a file that can be written");
        let outcome = compare(&scratch, file, file);
        assert_eq!(outcome.exit, Exit::Findings, "{file}: {}", outcome.stderr);
        let problem = outcome.stderr.lines().find(|line| line.contains(rule)).unwrap_or_default();
        assert!(problem.contains(file) && problem.contains("error["), "{file}: {}", outcome.stderr);
    }
}

fn compare(scratch: &Scratch, old: &str, new: &str) -> Outcome {
    let file = |name: &str| scratch.path().join(name).display().to_string();
    scratch.xtask(["diff".to_owned(), file(old), file(new)])
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
