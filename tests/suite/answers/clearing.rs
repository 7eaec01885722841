//! What is sent: null where a value is taken away, nothing where it stays as it is.

use std::collections::BTreeMap;

use game_achievements::app_store_connect::{Client, types};
use game_achievements::{xbox_360, xbox_live};
use game_achievements_mock::{Answer, samples};
use game_achievements_runtime::Field;
use serde_json::json;

use super::{answering, body_of, written};
use crate::held::Held;
use crate::operations::client;

type Attributes = types::GameCenterAchievementUpdateRequestDataAttributes;

/// What is sent to change an achievement in this way.
async fn sent(attributes: Option<Attributes>) -> serde_json::Value {
    let path = "/v2/gameCenterAchievements/a";
    let answer = json!({"data": {"type": "gameCenterAchievements", "id": "a"}});
    let (mock, client) = answering::<Client>("PATCH", path, Answer::json(200, answer.to_string())).await;
    let mut data = types::GameCenterAchievementUpdateRequestData::new("a");
    data.attributes = attributes;
    let body = types::GameCenterAchievementUpdateRequest::new(data);
    client.modify_achievement_v2("a", &body).await.expect("a success");
    body_of(&mock)
}

#[tokio::test]
async fn an_attribute_is_cleared_with_null_and_absent_ones_are_not_sent() {
    let body = sent(Some(Attributes::new().reference_name(Field::Null).points(50))).await;
    assert_eq!(
        body,
        json!({"data": {
            "type": "gameCenterAchievements",
            "id": "a",
            "attributes": {"referenceName": null, "points": 50}
        }})
    );
    // `None` is null as well, as it is everywhere in Rust.
    let body = sent(Some(Attributes::new().archived(None::<bool>))).await;
    assert_eq!(body["data"]["attributes"], json!({"archived": null}));
}

#[tokio::test]
async fn what_is_not_set_is_not_sent() {
    assert_eq!(sent(None).await, json!({"data": {"type": "gameCenterAchievements", "id": "a"}}));
    let body = sent(Some(Attributes::new())).await;
    assert_eq!(body["data"]["attributes"], json!({}));
}

#[tokio::test]
async fn a_map_is_cleared_emptied_or_set() {
    // The specs have `nullable` beside a reference here, which generators lose easily.
    let body = sent(Some(Attributes::new().activity_properties(Field::Null))).await;
    assert_eq!(body["data"]["attributes"], json!({"activityProperties": null}));
    let body = sent(Some(Attributes::new().activity_properties(BTreeMap::new()))).await;
    assert_eq!(body["data"]["attributes"], json!({"activityProperties": {}}));
    let properties = BTreeMap::from([("mode".to_owned(), "daily".to_owned())]);
    let body = sent(Some(Attributes::new().activity_properties(properties))).await;
    assert_eq!(body["data"]["attributes"], json!({"activityProperties": {"mode": "daily"}}));
}

#[tokio::test]
async fn an_enum_beside_a_reference_is_cleared_with_null() {
    let attributes = types::GameCenterActivityUpdateRequestDataAttributes::new()
        .play_style(Field::Null)
        .properties(Field::Null);
    let answer = json!({"data": {"type": "gameCenterActivities", "id": "a"}});
    let (mock, client) =
        answering::<Client>("PATCH", "/v1/gameCenterActivities/a", Answer::json(200, answer.to_string()))
            .await;
    let data = types::GameCenterActivityUpdateRequestData::new("a").attributes(attributes);
    client.modify_activity("a", &types::GameCenterActivityUpdateRequest::new(data)).await.expect("a success");
    assert_eq!(
        body_of(&mock),
        json!({"data": {
            "type": "gameCenterActivities",
            "id": "a",
            "attributes": {"playStyle": null, "properties": null}
        }})
    );
}

#[tokio::test]
async fn a_to_one_relationship_is_set_to_none_with_null() {
    let path = "/v2/gameCenterAchievements/a/relationships/activity";
    let (mock, client) = answering::<Client>("PATCH", path, Answer::empty(204)).await;
    let body = types::GameCenterActivityLinkageRequest::new(None::<types::GameCenterActivityLinkage>);
    client.modify_achievement_activity_linkage_v2("a", &body).await.expect("a success");
    assert_eq!(body_of(&mock), json!({"data": null}));

    let path = "/v1/gameCenterAchievements/a/relationships/groupAchievement";
    let (mock, client) = answering::<Client>("PATCH", path, Answer::empty(204)).await;
    let body = types::GameCenterAchievementGroupAchievementLinkageRequest::new(
        None::<types::GameCenterAchievementLinkage>,
    );
    #[allow(deprecated, reason = "V2 has no relationship to a group's achievement")]
    client.modify_group_achievement_linkage("a", &body).await.expect("a success");
    assert_eq!(body_of(&mock), json!({"data": null}));
}

#[tokio::test]
async fn a_to_one_relationship_inside_an_update_is_none_or_not_sent() {
    let none = types::GameCenterGroupRelationshipUpdateRequest::new(None::<types::GameCenterGroupLinkage>);
    let relationships = types::GameCenterDetailUpdateRequestDataRelationships::new().game_center_group(none);
    let data = types::GameCenterDetailUpdateRequestData::new("d").relationships(relationships);
    let answer = json!({"data": {"type": "gameCenterDetails", "id": "d"}});
    let (mock, client) =
        answering::<Client>("PATCH", "/v1/gameCenterDetails/d", Answer::json(200, answer.to_string())).await;
    client
        .modify_game_center_detail("d", &types::GameCenterDetailUpdateRequest::new(data))
        .await
        .expect("a success");
    assert_eq!(
        body_of(&mock),
        json!({"data": {
            "type": "gameCenterDetails",
            "id": "d",
            "relationships": {"gameCenterGroup": {"data": null}}
        }})
    );
}

#[test]
fn schema_defaults_are_neither_sent_nor_made_up() {
    // The spec gives defaults of `false` to two properties of this.
    let sent = samples::XBOX_ACHIEVEMENT;
    let mut sent: serde_json::Value = serde_json::from_str(sent).expect("JSON");
    let achievement = sent["achievements"][0].as_object_mut().expect("an object");
    for name in ["isSecret", "isRevoked"] {
        achievement.remove(name);
    }
    let decoded: xbox_live::types::AchievementResponse =
        serde_json::from_value(sent.clone()).expect("it decodes");
    assert_eq!(written(&decoded), sent);
    let achievement = decoded.into_achievement().expect("an achievement");
    assert_eq!((achievement.is_secret, achievement.is_revoked), (None, None));
}

#[tokio::test]
async fn each_operation_sends_its_own_contract_version() {
    let mock = Held::start().await;
    let live: xbox_live::Client = client(mock.base_url()).expect("a client");
    let old: xbox_360::Client = client(mock.base_url()).expect("a client");
    let scid = samples::SCID.parse().expect("a UUID");
    let progress = xbox_live::types::AchievementProgress::new("1", 100_u32);
    let update = xbox_live::types::UpdateAchievementsRequest::new([progress], scid, 1_u32, "1");
    // Nothing answers; the requests are what counts.
    let _ = live.list_achievements(1, xbox_live::options::ListAchievements::default()).await;
    let _ = live.list_title_history(1, xbox_live::options::ListTitleHistory::default()).await;
    let _ = live.read_achievement(1, scid, 1, xbox_live::options::ReadAchievement::default()).await;
    let _ =
        live.update_achievements(1, scid, &update, xbox_live::options::UpdateAchievements::default()).await;
    let _ = old.list_achievements(1, xbox_360::options::ListAchievements::default()).await;
    let _ = old.list_title_achievements(1, 1, xbox_360::options::ListTitleAchievements::default()).await;
    let _ = old.list_title_history(1, xbox_360::options::ListTitleHistory::default()).await;
    let requests = mock.requests();
    let versions: Vec<_> =
        requests.iter().map(|request| request.header("x-xbl-contract-version").unwrap_or("none")).collect();
    assert_eq!(versions, ["4", "2", "2", "2", "3", "3", "1"]);

    // Apple has no such thing.
    let apple: Client = client(mock.base_url()).expect("a client");
    let _ = apple.delete_achievement_v2("a").await;
    assert_eq!(mock.requests()[7].header("x-xbl-contract-version"), None);
}
