//! Recorded traffic: HAR files of several tools, whole and broken ones, held against the specs by `cargo xtask traffic`.

mod broken;
mod calls;
mod secrets;

use std::fs;

use game_achievements_codegen::api::Registry;
use game_achievements_tests::{Outcome, Scratch, Snapshots, root};
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::{Exit, Workspace};

/// A recording of another tool, from the fixtures.
fn recording(name: &str) -> String {
    let path = root().join("tests/fixtures/traffic").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Runs the command on one file of this text, with the specs of this checkout, which it only reads.
fn traffic(text: &str, more: &[&str]) -> Outcome {
    let folder = folder(&[("traffic.har", text)]);
    traffic_on(&folder, &["traffic.har"], more)
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a writable folder");
    }
    folder
}

fn traffic_on(folder: &TempDir, files: &[&str], more: &[&str]) -> Outcome {
    let files: Vec<String> =
        files.iter().map(|name| folder.path().join(name).display().to_string()).collect();
    let arguments =
        ["traffic"].into_iter().chain(files.iter().map(String::as_str)).chain(more.iter().copied());
    Outcome::of(arguments, Some(&Workspace::new(root(), Registry::builtin())), folder.path())
}

/// What is reviewed of a report: all but the lines of the specs, which every edit of those moves.
fn reviewed(outcome: &Outcome) -> String {
    let text = outcome.transcript();
    let mut pieces = text.split(".yaml");
    let mut reviewed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let after = match piece.strip_prefix(",line=") {
            Some(rest) => rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(",col="),
            None => piece.strip_prefix(':'),
        };
        let rest =
            after.map_or(piece, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':'));
        reviewed += &format!(".yaml{}{rest}", if after.is_some() { ":[line]" } else { "" });
    }
    reviewed
}

/// A HAR file of these exchanges.
fn har(entries: &[Value]) -> String {
    json!({"log": {"version": "1.2", "creator": {"name": "the tests", "version": "1"}, "entries": entries}})
        .to_string()
}

/// An exchange in JSON: what is sent with which headers, and what comes back.
fn exchange(
    line: &str,
    headers: &[(&str, &str)],
    sent: Option<&Value>,
    status: u16,
    body: Option<&Value>,
) -> Value {
    let (method, url) = line.split_once(' ').expect("a method and a URL");
    let named = |headers: &[(&str, &str)]| -> Vec<Value> {
        headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
    };
    let media = [("content-type", "application/json")];
    let all = [headers, if sent.is_some() { &media } else { &[] }].concat();
    let mut request = json!({"method": method, "url": url, "headers": named(&all)});
    if let Some(sent) = sent {
        request["postData"] = json!({"mimeType": "application/json", "text": sent.to_string()});
    }
    let content = body
        .map_or(json!({"size": 0}), |body| json!({"mimeType": "application/json", "text": body.to_string()}));
    let answered = named(if body.is_some() { &media } else { &[] });
    json!({"request": request, "response": {"status": status, "headers": answered, "content": content}})
}

#[test]
fn recordings_of_other_tools_are_read_and_reported_as_reviewed() {
    let mut snapshots = Snapshots::of("traffic");
    // Five tools write HAR in as many ways: members of their own, missing and null ones, a mark in front, bodies in base64,
    // packed bodies, bodies that were cut or left out.
    for tool in ["chrome", "firefox", "charles", "http-toolkit"] {
        snapshots.hold(tool, &reviewed(&traffic(&recording(&format!("{tool}.har")), &[])));
    }
    // A proxy in front of a service on this machine.
    let (proxied, of) = (recording("mitmproxy.har"), ["--server", "http://127.0.0.1:9001=app-store-connect"]);
    for format in ["text", "json", "markdown", "github"] {
        let outcome = traffic(&proxied, &[&of[..], &["--format", format]].concat());
        assert_eq!(outcome.exit, Exit::Findings);
        snapshots.hold(&format!("mitmproxy-{format}"), &reviewed(&outcome));
    }
    // What was used of a spec of ours changes with it, so a small one shows how it is told.
    let shelves = "https://trophies.example.com/shelves";
    let list = json!({"trophies": [{"id": "first-light", "metal": "GOLD"}]});
    let of_trophies = har(&[exchange(&format!("GET {shelves}/hall/trophies"), &[], None, 200, Some(&list))]);
    for format in ["text", "markdown"] {
        let scratch = Scratch::trophies();
        scratch.write("traffic.har", &of_trophies);
        let file = scratch.path().join("traffic.har").display().to_string();
        let outcome = scratch.xtask(["traffic", &file, "--coverage", "--format", format]);
        assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.stderr);
        snapshots.hold(&format!("coverage-{format}"), &outcome.transcript());
    }
    snapshots.hold("elsewhere", &traffic(&proxied, &[]).transcript());
    snapshots.hold("rules", &traffic_on(&folder(&[]), &[], &["--rules"]).transcript());
    snapshots.hold("help", &traffic_on(&folder(&[]), &[], &["--help"]).transcript());
    snapshots
        .hold("server-of-nobody", &traffic(&proxied, &["--server", "http://127.0.0.1=apple"]).transcript());
    snapshots.hold("server-without-url", &traffic(&proxied, &["--server", "app-store-connect"]).transcript());
    for (name, text) in broken::files() {
        snapshots.hold(name, &reviewed(&traffic(&text, &[])));
    }
    snapshots.finish();
}

#[test]
fn specs_of_one_address_are_told_apart_by_the_version_of_the_contract() {
    let url = "GET https://achievements.xboxlive.com/users/xuid(1)/achievements";
    let with = |version: &str, body: &Value| {
        let text = har(&[exchange(url, &[("X-XBL-Contract-Version", version)], None, 200, Some(body))]);
        traffic(&text, &["--format", "json"])
    };
    let modern = json!({"achievements": [], "pagingInfo": {"continuationToken": null, "totalRecords": 0}});
    let old = json!({"achievements": [], "pagingInfo": {"continuationToken": null, "totalRecords": 0}, "version": "0001-01-01T00:00:00.0000000Z"});
    for (version, body, api) in [
        ("2", &modern, "xbox-live"),
        ("4", &modern, "xbox-live"),
        ("1", &old, "xbox-360"),
        ("3", &old, "xbox-360"),
    ] {
        let outcome = with(version, body);
        let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        assert_eq!(report["traffic"]["requests"][api], 1, "{version}: {}", outcome.stdout);
        assert_eq!((outcome.exit, &report["violations"]), (Exit::Fine, &json!([])), "{version}");
    }
    // A version that neither knows is told against the first.
    let report: Value = serde_json::from_str(&with("5", &modern).stdout).expect("JSON");
    assert_eq!(report["violations"][0]["rule"], "enum-value-not-listed");
    assert_eq!(report["violations"][0]["at"], "header x-xbl-contract-version");
    // And an operation that only one of them has is its.
    let title = json!({"achievements": [], "version": "0001-01-01T00:00:00.0000000Z", "pagingInfo": {"totalRecords": 0}});
    let only = "GET https://achievements.xboxlive.com/users/xuid(1)/titleachievements?titleId=1";
    let text = har(&[exchange(only, &[], None, 200, Some(&title))]);
    let report: Value = serde_json::from_str(&traffic(&text, &["--format", "json"]).stdout).expect("JSON");
    assert_eq!(report["traffic"]["requests"]["xbox-360"], 1, "{report:#}");
}

#[test]
fn a_server_on_loopback_or_below_a_path_is_whose_the_user_says() {
    let text = har(&[
        exchange("GET http://127.0.0.1:8080/v1/apps?limit=1&bad=1", &[], None, 404, None),
        exchange(
            "GET http://127.0.0.1:8080/xbox/users/xuid(1)/history/titles",
            &[("x-xbl-contract-version", "2")],
            None,
            404,
            None,
        ),
        exchange("GET http://127.0.0.1:8081/v1/apps", &[], None, 404, None),
    ]);
    let servers = [
        "--server",
        "http://127.0.0.1:8080=app-store-connect",
        "--server",
        "http://127.0.0.1:8080/xbox/=xbox-live",
    ];
    let outcome = traffic(&text, &[&servers[..], &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(
        report["traffic"]["requests"],
        json!({"app-store-connect": 1, "xbox-live": 1, "xbox-360": 0}),
        "{report:#}"
    );
    assert_eq!(report["traffic"]["elsewhere"], json!({"127.0.0.1": 1}));
    assert_eq!(report["violations"][0]["at"], "query parameter bad");
}

#[test]
fn a_document_of_any_service_will_do() {
    let spec = "openapi: 3.0.3\ninfo: { title: t, version: 1.0.0 }\npaths: { '/a/{id}': { get: { parameters: [{ name: id, in: path, required: true, schema: { type: integer } }], responses: { '200': { description: d } } } } }\n";
    let text = har(&[
        exchange("GET http://api.example/v9/a/1", &[], None, 200, None),
        exchange("GET http://api.example/v9/a/b", &[], None, 200, None),
    ]);
    let folder = folder(&[("other.yaml", spec), ("traffic.har", &text)]);
    let server = format!("http://api.example/v9={}", folder.path().join("other.yaml").display());
    let outcome = traffic_on(&folder, &["traffic.har"], &["--server", &server]);
    assert_eq!(outcome.exit, Exit::Findings);
    assert!(
        outcome.stdout.starts_with("error[wrong-type]: path parameter id: must be an integer"),
        "{}",
        outcome.stdout
    );
    assert_eq!(outcome.stdout.matches("error[").count(), 1, "{}", outcome.stdout);
}

#[test]
fn a_finding_is_one_row_however_often_and_wherever_it_was_met() {
    let achievement = |id: &str| json!({"type": "gameCenterAchievements", "id": id, "attributes": {"points": 1, "tier": "gold"}});
    let base = "https://api.appstoreconnect.apple.com";
    let list = json!({"data": [achievement("a"), achievement("b")], "links": {"self": base}});
    let one = json!({"data": achievement("a"), "links": {"self": base}});
    let text = har(&[
        exchange(
            &format!("GET {base}/v1/gameCenterDetails/d/gameCenterAchievementsV2"),
            &[],
            None,
            200,
            Some(&list),
        ),
        exchange(&format!("GET {base}/v2/gameCenterAchievements/a"), &[], None, 200, Some(&one)),
        exchange(&format!("GET {base}/v2/gameCenterAchievements/b"), &[], None, 200, Some(&one)),
    ]);
    let outcome = traffic(&text, &["--format", "json"]);
    let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let rows = report["violations"].as_array().expect("rows");
    assert_eq!(rows.len(), 1, "{report:#}");
    assert_eq!((&rows[0]["rule"], &rows[0]["count"]), (&json!("undocumented-property"), &json!(4)));
    assert_eq!(rows[0]["operations"].as_array().map(Vec::len), Some(2));
    assert_eq!(rows[0]["spec"]["part"], "schema GameCenterAchievementAttributes");
    assert_eq!(rows[0]["first"]["entry"], 1);
}

#[test]
fn enum_values_of_answers_are_notes_for_clients_that_keep_them_and_requests_are_not() {
    let url = "https://achievements.xboxlive.com/users/xuid(1)/history/titles";
    let title = json!({"lastUnlock": "2024-03-09T18:22:41Z", "titleId": 1, "serviceConfigId": "s", "titleType": "DGame", "platform": "Scarlett", "name": "n", "earnedAchievements": 1, "currentGamerscore": 1, "maxGamerscore": 1});
    let body = json!({"titles": [title]});
    let version = [("x-xbl-contract-version", "2")];
    let answers = har(&[exchange(&format!("GET {url}"), &version, None, 200, Some(&body))]);
    assert_eq!(traffic(&answers, &[]).exit, Exit::Findings);
    let open = traffic(&answers, &["--open-enums"]);
    assert_eq!(open.exit, Exit::Fine);
    assert!(
        open.stdout.starts_with("note[enum-value-not-listed]: body /titles/*/platform: "),
        "{}",
        open.stdout
    );
    let requests = har(&[exchange(
        &format!("GET {url}?orderBy=name"),
        &version,
        None,
        200,
        Some(&json!({"titles": []})),
    )]);
    assert_eq!(traffic(&requests, &["--open-enums"]).exit, Exit::Findings);
}

#[test]
fn what_stands_in_a_link_that_the_service_gave_is_no_fault_of_the_client() {
    let base = "https://api.appstoreconnect.apple.com/v1/apps";
    let page = |next: &str| json!({"data": [], "links": {"self": base, "next": next}});
    let next = format!("{base}?cursor=AQ.x&limit=1");
    let given = exchange(&format!("GET {base}?limit=1"), &[], None, 200, Some(&page(&next)));
    let followed =
        exchange(&format!("GET {next}"), &[], None, 200, Some(&json!({"data": [], "links": {"self": base}})));
    let outcome = traffic(&har(&[given, followed.clone()]), &[]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.stdout);
    assert!(
        outcome.stdout.contains("note[undocumented-parameter]: query parameter cursor"),
        "{}",
        outcome.stdout
    );
    assert_eq!(traffic(&har(&[followed]), &[]).exit, Exit::Findings);
}

#[test]
fn requests_are_checked_whatever_the_answer_and_without_one() {
    let url = "GET https://api.appstoreconnect.apple.com/v1/apps?limit=many";
    let mut unanswered = exchange(url, &[], None, 0, None);
    unanswered["response"] = Value::Null;
    for (entry, more) in
        [(exchange(url, &[], None, 500, None), 2), (exchange(url, &[], None, 0, None), 1), (unanswered, 1)]
    {
        let outcome = traffic(&har(&[entry]), &[]);
        assert!(outcome.stdout.contains("error[wrong-type]: query parameter limit"), "{}", outcome.stdout);
        assert_eq!(outcome.stdout.matches("error[").count(), more, "{}", outcome.stdout);
    }
}

#[test]
fn several_files_are_one_report() {
    let text =
        har(&[exchange("GET https://api.appstoreconnect.apple.com/v1/apps?x=1", &[], None, 404, None)]);
    let folder = folder(&[("a.har", &text), ("b.har", &text)]);
    let outcome = traffic_on(&folder, &["a.har", "b.har"], &[]);
    assert!(outcome.stdout.contains("first: [folder]/a.har:1:"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("entry 1 (2 times)"), "{}", outcome.stdout);
    let outcome = traffic_on(&folder, &["a.har", "c.har"], &[]);
    assert_eq!((outcome.exit, &*outcome.stdout), (Exit::Usage, ""), "nothing is read if a file is missing");
}
