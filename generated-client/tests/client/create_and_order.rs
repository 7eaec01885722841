//! Creating and ordering achievements, over TCP.

use game_achievements::ErrorKind;
use game_achievements::app_store_connect::Client;
use game_achievements::app_store_connect::types::{
    GameCenterAchievementCreateAttributes, GameCenterAchievementV2CreateRequest,
};
use game_achievements_mock::Answer;
use serde_json::json;

use crate::support::Service;

fn client(mock: &Service) -> Client {
    mock.client()
}

fn body(mock: &Service) -> serde_json::Value {
    serde_json::from_slice(mock.requests().last().unwrap().body()).unwrap()
}

#[tokio::test]
async fn an_achievement_is_created_with_its_version_in_one_expression() {
    let mock = Service::start().await;
    let answer = r#"{"data":{"type":"gameCenterAchievements","id":"a"}}"#;
    mock.answer("POST", "/v2/gameCenterAchievements", Answer::json(201, answer));
    let medal = GameCenterAchievementCreateAttributes::new(0u32, "Medal", false, true, "medal");
    for (request, owner) in [
        (
            GameCenterAchievementV2CreateRequest::for_detail("d", medal.clone()),
            ("gameCenterDetail", "gameCenterDetails", "d"),
        ),
        (
            GameCenterAchievementV2CreateRequest::for_group("g", medal.clone()),
            ("gameCenterGroup", "gameCenterGroups", "g"),
        ),
    ] {
        let created = client(&mock).create_achievement_v2(&request).await.unwrap();
        assert_eq!(created.data.id, "a");
        let (member, kind, id) = owner;
        let version = json!({"type": "gameCenterAchievementVersions", "id": "${version}"});
        assert_eq!(
            body(&mock),
            json!({
                "data": {
                    "type": "gameCenterAchievements",
                    "attributes": {
                        "points": 0, "referenceName": "Medal", "repeatable": false,
                        "showBeforeEarned": true, "vendorIdentifier": "medal",
                    },
                    "relationships": {
                        "versions": {"data": [version]},
                        (member): {"data": {"type": kind, "id": id}},
                    },
                },
                "included": [version],
            })
        );
    }
}

#[tokio::test]
async fn an_order_names_all_achievements_in_turn() {
    let mock = Service::start().await;
    let list = json!({"data": [
        {"type": "gameCenterAchievements", "id": "b"}, {"type": "gameCenterAchievements", "id": "a"},
    ]});
    for path in ["gameCenterDetails/x", "gameCenterGroups/x"] {
        let path = format!("/v1/{path}/relationships/gameCenterAchievementsV2");
        mock.answer("PATCH", &path, Answer::empty(204));
    }
    client(&mock).set_achievement_order_v2("x", ["b", "a"]).await.unwrap();
    assert_eq!(body(&mock), list);
    client(&mock).set_achievement_order_in_group_v2("x", vec!["b".to_owned(), "a".to_owned()]).await.unwrap();
    assert_eq!(body(&mock), list);
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn an_id_that_is_there_twice_is_refused() {
    let mock = Service::start().await;
    let error = client(&mock).set_achievement_order_v2("x", ["a", "b", "a"]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(mock.requests().is_empty());
}

#[test]
fn futures_can_be_sent_to_other_threads() {
    fn is_send<T: Send>(_: T) {}
    let _ = |client: &Client| is_send(client.set_achievement_order_v2("x", vec!["a".to_owned()]));
}
