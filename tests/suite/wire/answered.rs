//! Answers that generated clients tend to lose: every operation takes any success, and keeps any failure.

use game_achievements::{ErrorKind, HeaderMap, Result, StatusCode, app_store_connect, xbox_live};
use game_achievements_mock::{Answer, Mock};
use serde_json::{Value, json};

use super::surface::generated_text;
use super::{Sent, sent_by_all};
use crate::generated;
use crate::operations::client;

/// Calls the operation, which gets this answer.
async fn call(sent: &Sent, answer: Answer) -> Result<(StatusCode, Value)> {
    let mock = Mock::start().await.expect("a free port");
    mock.answer(sent.request.method(), sent.request.target(), answer);
    generated::call(&sent.api, mock.base_url(), sent.id).await
}

#[tokio::test]
async fn every_operation_keeps_status_headers_and_body_of_any_failure() {
    let conflict = r#"{"errors":[{"status":"409","code":"STATE_ERROR","title":"No","detail":"Not now"}]}"#;
    let failures = [
        (429, "text/html", "<html>slow down</html>"),
        (500, "text/plain", ""),
        (409, "application/json", conflict),
        // It breaks off: still the body of a 403.
        (403, "application/json", r#"{"errors":[{"sta"#),
        (502, "application/json", "null"),
        (418, "application/octet-stream", "\u{0}\u{1}"),
    ];
    // One failure for each operation, in turn: every failure meets many operations.
    for (sent, (status, media, body)) in sent_by_all().iter().zip(failures.into_iter().cycle()) {
        let answer = Answer::raw(status, [("content-type", media), ("x-request-id", "R.1")], body);
        let error = call(sent, answer).await.expect_err("a failure");
        let place = format!("{} {} {status}: {error}", sent.api, sent.id);
        assert_eq!(error.kind(), ErrorKind::Status, "{place}");
        assert_eq!(error.operation(), Some(sent.id), "{place}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{place}");
        assert_eq!(error.body(), body.as_bytes(), "{place}");
        let header = |name| error.headers().and_then(|headers: &HeaderMap| headers.get(name));
        assert_eq!(header("content-type").map(|value| value.as_bytes()), Some(media.as_bytes()), "{place}");
        assert_eq!(error.request_id(), Some("R.1"), "{place}");
    }
}

#[tokio::test]
async fn every_operation_without_an_answer_body_takes_any_2xx_as_success() {
    let mut count = 0;
    for sent in sent_by_all().iter().filter(|sent| answers_nothing(sent)) {
        // Documented are 200 or 204.
        for answer in
            [Answer::empty(204), Answer::json(200, r#"{"not":"looked at"}"#), Answer::text(299, "no JSON")]
        {
            let (status, value) =
                call(sent, answer).await.unwrap_or_else(|error| panic!("{} {}: {error}", sent.api, sent.id));
            assert_eq!((status.is_success(), value), (true, Value::Null), "{} {}", sent.api, sent.id);
        }
        count += 1;
    }
    // 18 of achievements (11 writes of relationships, 7 deletions), 3 deletions of neighbours, 1 update on Xbox Live.
    assert_eq!(count, 22);
}

/// Whether no schema of an answer was generated for it.
fn answers_nothing(sent: &Sent) -> bool {
    let text = generated_text(&sent.api.replace('-', "_"), "mod.rs");
    let (_, method) = text.split_once(&format!("pub async fn {}(", sent.id)).expect("a method");
    let (signature, _) = method.split_once(" {\n").expect("a signature");
    signature.contains("Response<()>")
}

#[tokio::test]
async fn a_documented_201_may_be_a_200_and_the_reverse() {
    let achievement = r#"{"data":{"type":"gameCenterAchievements","id":"a"}}"#;
    let list = r#"{"achievements":[]}"#;
    for status in [200, 201, 202, 203, 226] {
        let mock = Mock::start().await.expect("a free port");
        for (method, path, body) in [
            ("POST", "/v2/gameCenterAchievements", achievement),
            ("GET", "/v2/gameCenterAchievements/a", achievement),
            ("GET", "/users/xuid(1)/achievements", list),
        ] {
            mock.answer(method, path, Answer::json(status, body));
        }
        let apple: app_store_connect::Client = client(mock.base_url()).expect("a client");
        let body = serde_json::from_value(json!({
            "data": {
                "type": "gameCenterAchievements",
                "attributes": {
                    "referenceName": "a", "vendorIdentifier": "b", "points": 0, "showBeforeEarned": true, "repeatable": false
                },
                "relationships": {"versions": {"data": []}}
            },
            "included": []
        }))
        .expect("a body");
        let created = apple.create_achievement_v2(&body).await.expect("a success");
        assert_eq!((created.status().as_u16(), &*created.data.id), (status, "a"));
        let options = app_store_connect::options::ReadAchievementV2::default();
        let read = apple.read_achievement_v2("a", options).await.expect("a success");
        assert_eq!((read.status().as_u16(), &*read.data.id), (status, "a"));
        let xbox: xbox_live::Client = client(mock.base_url()).expect("a client");
        let options = xbox_live::options::ListAchievements::default();
        let listed = xbox.list_achievements(1, options).await.expect("a success");
        assert_eq!((listed.status().as_u16(), listed.achievements.len()), (status, 0));
    }
}

#[tokio::test]
async fn every_operation_with_an_answer_body_keeps_the_status_of_one_it_cannot_read() {
    let unreadable = [
        ("application/json", r#"{"data":{"type":"#),
        ("application/json", r#"{"data":5,"achievements":5,"titles":5}"#),
        ("text/html", "<html>"),
        ("application/json", ""),
    ];
    let all = sent_by_all().iter().filter(|sent| !answers_nothing(sent));
    for (sent, (media, body)) in all.zip(unreadable.into_iter().cycle()) {
        let answer = Answer::raw(200, [("content-type", media), ("x-request-id", "R.1")], body);
        let error = call(sent, answer).await.expect_err("it cannot be read");
        let place = format!("{} {}: {error}", sent.api, sent.id);
        assert_eq!(error.kind(), ErrorKind::Decode, "{place}");
        assert_eq!(error.status(), Some(StatusCode::OK), "{place}");
        assert_eq!((error.body(), error.request_id()), (body.as_bytes(), Some("R.1")), "{place}");
    }
}
