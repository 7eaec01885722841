//! Files that are cut, broken, huge, or no HAR at all.

use game_achievements_tests::Outcome;
use serde_json::{Value, json};
use xtask::Exit;

use super::{exchange, folder, har, recording};

/// Broken files by the names of their snapshots.
pub(super) fn files() -> Vec<(&'static str, String)> {
    let entry = exchange("GET https://api.appstoreconnect.apple.com/v1/apps?x=1", &[], None, 404, None);
    let pretty = format!(
        "{:#}\n",
        serde_json::from_str::<Value>(&har(&[entry.clone(), entry.clone()])).expect("JSON")
    );
    let odd = har(&[
        json!({"request": {"url": "https://api.appstoreconnect.apple.com/v1/apps"}}),
        json!(7),
        json!({"request": {"method": "GET", "url": "https://api.appstoreconnect.apple.com/v1/apps?x=1", "headers": 5}}),
        json!({"request": {"method": "GET", "url": "data:text/plain,x"}}),
        entry,
    ]);
    vec![
        ("broken-cut", pretty[..pretty.len() * 2 / 3].to_owned()),
        ("broken-behind-the-entries", pretty[..pretty.trim_end().len() - 1].to_owned()),
        ("broken-entries", odd),
        ("broken-comma", pretty.replacen("},\n      {", "}\n      {", 1)),
        ("broken-no-har", "{\"openapi\": \"3.0.3\", \"paths\": {}}".to_owned()),
        ("broken-empty", String::new()),
        ("broken-html", "<!doctype html>".to_owned()),
    ]
}

/// Reads a file with a small document for its requests: reading the specs would take most of the time.
fn quickly(text: &str) -> Outcome {
    const DOCUMENT: &str = "openapi: 3.0.3\ninfo: { title: t, version: 1.0.0 }\npaths:
  /users/xuid({xuid})/achievements: { get: { parameters: [{ name: xuid, in: path, required: true, schema: { type: integer } }], responses: { '200': { description: d, content: { application/json: { schema: { type: object } } } } } } }
  /v1/gameCenterAchievementImages/{id}: { delete: { responses: { '429': { description: d, content: { application/json: {} } } } } }
  /v1/apps: { get: { responses: { '200': { description: d, content: { application/json: {} } } } } }
";
    let folder = folder(&[("traffic.har", text), ("document.yaml", DOCUMENT)]);
    let document = folder.path().join("document.yaml").display().to_string();
    let xbox = format!("https://achievements.xboxlive.com={document}");
    let apple = format!("https://api.appstoreconnect.apple.com={document}");
    let file = folder.path().join("traffic.har").display().to_string();
    Outcome::of(["traffic", &file, "--server", &xbox, "--server", &apple], None, folder.path())
}

#[test]
fn a_file_that_is_cut_anywhere_says_so_and_what_stands_before_is_checked() {
    let whole = recording("http-toolkit.har");
    let mut checked = 0;
    for end in (61..whole.trim_end().len()).step_by(61).filter(|end| whole.is_char_boundary(*end)) {
        let outcome = quickly(&whole[..end]);
        let said = &outcome.stderr;
        assert!(matches!(outcome.exit, Exit::Findings | Exit::Usage), "{end}: {said}");
        assert!(said.contains("traffic.har:") && said.contains("the file ends here"), "{end}: {said}");
        assert_eq!(
            outcome.exit == Exit::Findings,
            said.contains("what stands before it was checked"),
            "{end}: {said}"
        );
        checked += usize::from(outcome.stdout.contains("text/html"));
    }
    assert!(checked > 10, "{checked}");
}

#[test]
fn bytes_of_any_kind_are_told_and_never_a_panic() {
    let whole = recording("chrome.har").into_bytes();
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    for _ in 0..60 {
        let mut bytes = whole.clone();
        for _ in 0..12 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let at = usize::try_from(seed >> 16).unwrap_or_default() % bytes.len();
            bytes[at] = b"\"{}[],:\\%0e-"[usize::try_from(seed % 12).unwrap_or_default()];
        }
        let outcome = quickly(&String::from_utf8_lossy(&bytes));
        assert!(matches!(outcome.exit, Exit::Findings | Exit::Usage), "{}", outcome.stderr);
    }
}

#[test]
fn a_body_that_unpacks_without_end_is_left_alone() {
    // Each of these members stands for a mebibyte of blanks.
    let mut member = Vec::new();
    let mut encoder = flate2::write::GzEncoder::new(&mut member, flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, &vec![b' '; 1 << 20]).expect("memory");
    encoder.finish().expect("memory");
    let packed = member.repeat(17);
    let text = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, packed);
    let mut entry =
        exchange("GET https://api.appstoreconnect.apple.com/v1/apps", &[], None, 200, Some(&json!({})));
    entry["response"]["content"] =
        json!({"mimeType": "application/json", "encoding": "base64", "text": text});
    entry["response"]["headers"] = json!([{"name": "Content-Encoding", "value": "gzip"}]);
    let outcome = quickly(&har(&[entry]));
    assert!(outcome.stdout.contains("note[unchecked-body]"), "{}", outcome.stdout);
    assert_eq!(outcome.exit, Exit::Fine);
}
