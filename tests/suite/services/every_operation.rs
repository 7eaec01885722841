//! Every operation of the specs has an answer, with and without all of its parameters.

use std::ffi::OsString;
use std::fs;

use game_achievements_mock::{Mock, Services, Settings, fixtures};
use game_achievements_tests::{Outcome, root};

use super::Raw;
use crate::wire::{Sent, sent_by_all};

/// The ids of the fixture, by the type in a path.
fn id_of(kind: &str) -> &'static str {
    match kind {
        "apps" => "6740012345",
        "appStoreVersions" => "d25c8e47-6a1b-4f93-b0e8-7c4d2a9f1e36",
        "gameCenterDetails" => "9e1d7b34-0c6a-4f28-b5d1-3a8c2f4e6b90",
        "gameCenterGroups" => "3c6e9f12-d8b5-4a07-9e43-f1a2b7c8d650",
        "gameCenterAppVersions" => "f7b1a4c9-2e58-4d36-8a7f-0c9e5b3d6214",
        "gameCenterActivities" => "b83f5d21-4e9a-47c0-a6d8-1c7e0f2b9a54",
        "gameCenterAchievements" => "2f4c8a90-7d13-4be6-a1c2-5e0b9d6f3a77",
        "gameCenterAchievementVersions" => "e4a7b0d3-95f2-4c68-8b1e-2d6f9c3a5e08",
        "gameCenterAchievementReleases" => "5d8b2e7a-c4f1-4e39-a6b0-9f7d3c1e8a42",
        "gameCenterAchievementLocalizations" => "6b1f0c52-3a7e-4d0b-9c55-1f3f8a2f7e10",
        "gameCenterAchievementImages" => "0d9a3c1e-52b4-4f4e-8f0a-9b7f5f6f2c31",
        "reviewSubmissions" => "15a9d7e3-c4b8-4f60-92d1-e8f7a6b5c340",
        "reviewSubmissionItems" => "4b7e2c9a-f0d3-4815-a6c9-d3e1f8b2a754",
        kind => panic!("the fixture has no {kind}"),
    }
}

/// Services that know what the examples are about.
pub async fn services() -> Services {
    let fixture = fs::read_to_string(root().join("tests/fixtures/every-operation.yaml")).expect("a fixture");
    Services::with(&Settings::default().app_store_connect(fixture)).await.expect("services")
}

#[tokio::test]
async fn every_operation_is_answered_within_its_contract() {
    let services = services().await;
    let before = services.snapshot();
    let mut failed = Vec::new();
    for Sent { api, id, request } in sent_by_all() {
        let service =
            if api == "app-store-connect" { services.app_store_connect() } else { services.xbox_live() };
        let mut full = Raw::of(request);
        adapt(&mut full, id);
        let bare = Raw { target: without_optional(&full.target), ..full.clone() };
        for (kind, request) in [("with all parameters", full), ("with few parameters", bare)] {
            services.restore(&before);
            let request = uploaded(&request, id, service.mock()).await;
            let (status, answer) = request.send(service.mock()).await;
            // 304 is how a report of what is known is answered.
            if !matches!(status, 200..300 | 304) {
                failed.push(format!("{id} {kind}: {} {}\n{answer}\n", request.method, request.target));
            }
        }
    }
    assert!(failed.is_empty(), "{} fail\n{}", failed.len(), failed.join("\n"));
    services.assert_clean();
    is_covered(&services);
}

/// The log of the mock, given to `cargo xtask traffic`, has nothing that the specs do not say, and leaves out no operation and
/// hardly a parameter.
fn is_covered(services: &Services) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let log = folder.path().join("log.har");
    fs::write(&log, services.har().to_string()).expect("a file");
    let workspace = xtask::Workspace::around(root()).expect("a workspace");
    let arguments = ["traffic".into(), "--coverage".into(), log.into_os_string()];
    let outcome = Outcome::of::<OsString>(arguments, Some(&workspace), folder.path());
    assert_eq!(outcome.exit, xtask::Exit::Fine, "{}", outcome.transcript());
    let percentages = |of: &str| -> Vec<u32> {
        let lines = outcome.stdout.lines().filter_map(|line| line.trim().strip_prefix(of));
        let last = lines.filter_map(|line| line.trim().strip_suffix('%')?.rsplit(' ').next());
        last.map(|number| number.parse().expect("a percentage")).collect()
    };
    assert_eq!(percentages("operations"), [100, 100, 100], "{}", outcome.stdout);
    let parameters = percentages("parameters");
    assert!(parameters.len() == 3 && parameters.iter().all(|percent| *percent >= 95), "{}", outcome.stdout);
}

/// Puts in what the fixtures have: the paths of the generated calls have no ids, and some examples of bodies meet a resource that
/// is taken.
pub fn adapt(request: &mut Raw, operation: &str) {
    let mut parts = request.target.splitn(2, '?');
    let mut segments: Vec<String> = parts.next().unwrap_or_default().split('/').map(str::to_owned).collect();
    if segments.get(3).is_some_and(|id| id == "x") {
        segments[3] = id_of(&segments[2]).to_owned();
    }
    let query = parts.next().map(|query| format!("?{query}")).unwrap_or_default();
    let mut body = String::from_utf8(request.body.clone()).expect("text");
    for (of, example, known) in KNOWN {
        if operation.starts_with(of) {
            body = body.replace(example, known);
            segments.iter_mut().for_each(|segment| *segment = segment.replace(example, known));
        }
    }
    (request.target, request.body) = (segments.join("/") + &query, body.into_bytes());
    let token = if segments[1] == "users" { "XBL3.0 x=1;t" } else { "Bearer t" };
    let authorization = request.headers.iter_mut().find(|(name, _)| name == "authorization");
    authorization.expect("it is sent").1 = token.to_owned();
}

/// What the operations that begin so have in their examples, and what the fixtures have instead.
const KNOWN: &[(&str, &str, &str)] = &[
    ("", "2533270000000001", "2533274790412952"),
    ("", "b5dd9daf-0000-0000-0000-000000000000", fixtures::SCID),
    ("update_achievements", "00000000-0000-0000-0000-00007a3b5c11", fixtures::SCID),
    ("create_achievement_image", "6b1f0c52-3a7e-4d0b-9c55-1f3f8a2f7e10", "bare"),
    (
        "create_achievement_release",
        "2f4c8a90-7d13-4be6-a1c2-5e0b9d6f3a77",
        "c90d4e6b-1f83-4a52-97be-5b2c8d0a7f19",
    ),
    (
        "create_achievement_version",
        "2f4c8a90-7d13-4be6-a1c2-5e0b9d6f3a77",
        "c90d4e6b-1f83-4a52-97be-5b2c8d0a7f19",
    ),
    ("create_game_center_app_version", "d25c8e47-6a1b-4f93-b0e8-7c4d2a9f1e36", "bare"),
    ("create_player", "com.example.game.early_bird", "com.example.game.two"),
    ("create_review_submission", "6740012345", "bare"),
    ("enable_game_center", "6740012345", "bare"),
    (
        "modify_achievement_linkages_in_group",
        "c90d4e6b-1f83-4a52-97be-5b2c8d0a7f19",
        "84d2b6f1-19ce-4a35-8e70-c6f3a5b1d924",
    ),
    (
        "modify_achievement_linkages_in_group",
        "2f4c8a90-7d13-4be6-a1c2-5e0b9d6f3a77",
        "5a1c7e30-92bd-4f68-b7e4-d08c6f3a1b95",
    ),
];

/// The target without the parameters that may be left out.
fn without_optional(target: &str) -> String {
    let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
    let is_needed = |pair: &&str| {
        pair.starts_with("filter%5Bapp%5D")
            || (path.ends_with("titleachievements") && pair.starts_with("titleId"))
    };
    let kept: Vec<&str> = query.split('&').filter(is_needed).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// Uploads the file of an image, where the operation commits it.
async fn uploaded(request: &Raw, operation: &str, mock: &Mock) -> Raw {
    let mut commit = request.clone();
    if operation.starts_with("modify_achievement_image") {
        let version = if operation.ends_with("v2") {
            ("v2", "localization")
        } else {
            ("v1", "gameCenterAchievementLocalization")
        };
        let body = format!(
            r#"{{"data":{{"type":"gameCenterAchievementImages","attributes":{{"fileName":"a.png","fileSize":3}},
               "relationships":{{"{}":{{"data":{{"type":"gameCenterAchievementLocalizations","id":"bare"}}}}}}}}}}"#,
            version.1
        );
        let target = format!("/{}/gameCenterAchievementImages", version.0);
        let create = Raw { method: "POST".to_owned(), target, body: body.into_bytes(), ..request.clone() };
        let image = super::json(&create.send(mock).await);
        let id = image["data"]["id"].as_str().expect("an id");
        let url = image["data"]["attributes"]["uploadOperations"][0]["url"].as_str().expect("an address");
        let target = url.strip_prefix(mock.base_url()).expect("an address of the mock").to_owned();
        let headers = vec![("content-type".to_owned(), "image/png".to_owned())];
        let part = Raw { method: "PUT".to_owned(), target, headers, body: b"abc".to_vec() };
        assert_eq!(part.send(mock).await.0, 200);
        let known = id_of("gameCenterAchievementImages");
        commit.target = commit.target.replace(known, id);
        commit.body = String::from_utf8(commit.body).expect("text").replace(known, id).into_bytes();
    }
    commit
}
