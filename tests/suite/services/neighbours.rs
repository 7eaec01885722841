//! What serves achievements: groups, activities, app versions, releases, and reviews that are called off.

use game_achievements::app_store_connect::types::{
    GameCenterActivityInclude, GameCenterVersionState, ReviewSubmissionState,
};
use game_achievements::app_store_connect::{Client, options};
use game_achievements::{Result, StatusCode};
use game_achievements_mock::{Services, fixtures};
use serde_json::{Value, json};

use super::life::{body, client};

async fn start() -> (Services, Client) {
    let services = Services::start().await.expect("services");
    let client = client(services.app_store_connect(), "Bearer t");
    (services, client)
}

fn linkages(ids: &[&str]) -> Value {
    let data: Vec<Value> = ids.iter().map(|id| json!({"type": "gameCenterAchievements", "id": id})).collect();
    json!({"data": data})
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T>) -> Value {
    let error = answer.expect_err("it is refused");
    assert_eq!(error.status(), Some(StatusCode::CONFLICT), "{error}");
    serde_json::from_slice::<Value>(error.body()).expect("errors")["errors"][0].clone()
}

#[tokio::test]
async fn game_center_is_enabled_for_an_app_that_joins_a_group_and_leaves_it() {
    let (services, apple) = start().await;
    let request = body(json!({"data": {
        "type": "gameCenterDetails",
        "relationships": {"app": {"data": {"type": "apps", "id": fixtures::APP_WITHOUT_GAME_CENTER}}},
    }}));
    let detail = apple.enable_game_center(&request).await.expect("a detail").into_inner().data.id;
    assert_eq!(
        refused(apple.enable_game_center(&request).await)["source"]["pointer"],
        "/data/relationships/app/data"
    );

    let join = |group: Value| {
        body(json!({"data": {
            "type": "gameCenterDetails",
            "id": detail,
            "relationships": {
                "gameCenterGroup": {"data": group},
                // The contract has them; the mock knows no leaderboards, and takes any.
                "defaultLeaderboardV2": {"data": {"type": "gameCenterLeaderboards", "id": "any"}},
            },
        }}))
    };
    let group = json!({"type": "gameCenterGroups", "id": fixtures::GROUP_ID});
    apple.modify_game_center_detail(&detail, &join(group)).await.expect("it joins");
    let members = apple
        .list_game_center_details_in_group(fixtures::GROUP_ID, Default::default())
        .await
        .expect("a list");
    assert_eq!(members.data.len(), 3);
    let other =
        apple.create_group(&body(json!({"data": {"type": "gameCenterGroups"}}))).await.expect("a group");
    let other = json!({"type": "gameCenterGroups", "id": other.into_inner().data.id});
    refused(apple.modify_game_center_detail(&detail, &join(other)).await);
    apple.modify_game_center_detail(&detail, &join(Value::Null)).await.expect("it leaves");
    let none = apple.read_game_center_detail_group(&detail, Default::default()).await.expect("an answer");
    assert!(none.data.is_none());
    services.assert_clean();
}

#[tokio::test]
async fn game_center_is_turned_on_version_by_version() {
    let (services, apple) = start().await;
    let none =
        apple.read_game_center_app_version_of_app_store_version("tidewatch-1.1", Default::default()).await;
    assert!(none.expect("an answer").data.is_none());
    let request = body(json!({"data": {
        "type": "gameCenterAppVersions",
        "relationships": {"appStoreVersion": {"data": {"type": "appStoreVersions", "id": "tidewatch-1.1"}}},
    }}));
    let version =
        apple.create_game_center_app_version(&request).await.expect("a version").into_inner().data.id;
    let on = body(
        json!({"data": {"type": "gameCenterAppVersions", "id": version, "attributes": {"enabled": true}}}),
    );
    apple.modify_game_center_app_version(&version, &on).await.expect("a change");
    let filter = options::ListGameCenterAppVersions::default().filter_enabled(["true"]);
    let enabled = apple.list_game_center_app_versions(fixtures::DETAIL_ID, filter).await.expect("a list");
    assert_eq!(enabled.data.iter().map(|of| of.id.as_str()).collect::<Vec<_>>(), ["tidewatch-1.0", &version]);
    services.assert_clean();
}

#[tokio::test]
async fn an_achievement_has_one_activity_whichever_side_says_so() {
    let (services, apple) = start().await;
    let request = body(json!({"data": {
        "type": "gameCenterActivities",
        "attributes": {"referenceName": "Fog", "vendorIdentifier": "fog"},
        "relationships": {"gameCenterDetail": {"data": {"type": "gameCenterDetails", "id": fixtures::DETAIL_ID}}},
    }}));
    let fog = apple.create_activity(&request).await.expect("an activity").into_inner().data.id;
    let ids = |activity: &str| {
        let (apple, activity) = (apple.clone(), activity.to_owned());
        async move {
            let options =
                options::ReadActivity::default().include([GameCenterActivityInclude::AchievementsV2]);
            let read = apple.read_activity(&activity, options).await.expect("an activity").into_inner().data;
            let linked = read.relationships.and_then(|of| of.achievements_v2).and_then(|of| of.data);
            linked.into_iter().flatten().map(|of| of.id).collect::<Vec<_>>()
        }
    };
    assert_eq!(ids("storm-season").await, ["storm-chaser"]);
    let both = body(linkages(&["storm-chaser", "night-watch"]));
    apple.add_achievements_to_activity_v2(&fog, &both).await.expect("they are added");
    assert_eq!((ids("storm-season").await.len(), ids(&fog).await.len()), (0, 2));
    apple
        .remove_achievements_from_activity_v2(&fog, &body(linkages(&["night-watch"])))
        .await
        .expect("it is removed");
    assert_eq!(ids(&fog).await, ["storm-chaser"]);
    let back = body(json!({"data": {"type": "gameCenterActivities", "id": "storm-season"}}));
    apple.modify_achievement_activity_linkage_v2("storm-chaser", &back).await.expect("it is moved");
    assert_eq!((ids("storm-season").await, ids(&fog).await.len()), (vec!["storm-chaser".to_owned()], 0));
    refused(apple.add_achievements_to_activity_v2(&fog, &body(linkages(&["no-such"]))).await);
    refused(apple.add_achievements_to_activity_v2(&fog, &body(linkages(&["archivist", "archivist"]))).await);
    services.assert_clean();
}

#[tokio::test]
async fn the_limits_of_achievements_hold() {
    let (services, apple) = start().await;
    let create = |vendor: String, points: u32, owner: (&str, &str, &str)| {
        let (member, kind, id) = owner;
        body(json!({
            "data": {
                "type": "gameCenterAchievements",
                "attributes": {
                    "referenceName": vendor, "vendorIdentifier": vendor, "points": points, "repeatable": false, "showBeforeEarned": true,
                },
                "relationships": {
                    (member): {"data": {"type": kind, "id": id}},
                    "versions": {"data": [{"type": "gameCenterAchievementVersions", "id": "${v}"}]},
                },
            },
            "included": [{"type": "gameCenterAchievementVersions", "id": "${v}"}],
        }))
    };
    let app = ("gameCenterDetail", "gameCenterDetails", fixtures::DETAIL_ID);
    let group = ("gameCenterGroup", "gameCenterGroups", fixtures::GROUP_ID);
    let nowhere = ("gameCenterDetail", "gameCenterDetails", "no-such");
    for (request, pointer) in [
        (create("first_light".to_owned(), 1, app), "/data/attributes/vendorIdentifier"),
        (create("no_prefix".to_owned(), 1, group), "/data/attributes/vendorIdentifier"),
        (create("lost".to_owned(), 1, nowhere), "/data/relationships/gameCenterDetail/data/id"),
    ] {
        assert_eq!(refused(apple.create_achievement_v2(&request).await)["source"]["pointer"], pointer);
    }
    // 260 points are there.
    for at in 0..7 {
        apple.create_achievement_v2(&create(format!("a{at}"), 100, app)).await.expect("there is room");
    }
    let error = refused(apple.create_achievement_v2(&create("much".to_owned(), 41, app)).await);
    assert_eq!(error["source"]["pointer"], "/data/attributes/points");
    for at in 12..100 {
        apple.create_achievement_v2(&create(format!("b{at}"), 0, app)).await.expect("there is room");
    }
    assert_eq!(
        refused(apple.create_achievement_v2(&create("last".to_owned(), 0, app)).await)["code"],
        "STATE_ERROR"
    );
    let list = apple.list_achievements_v2(fixtures::DETAIL_ID, Default::default()).await.expect("a list");
    assert_eq!(
        list.meta.as_ref().and_then(|meta| meta.paging.total),
        Some(100),
        "what was refused left nothing behind"
    );
    services.assert_clean();
}

#[tokio::test]
async fn a_review_that_is_called_off_gives_its_versions_back_and_a_new_version_takes_the_place_of_the_old() {
    let (services, apple) = start().await;
    // The draft gets an image that is no good out of the way.
    apple.delete_achievement_image_v2("harbour-master-en-US").await.expect("it is deleted");
    let upload = apple.upload_image_v2(game_achievements::app_store_connect::upload::ImageSource::bytes(
        "harbour-master.png",
        super::life::png(1024),
    ));
    upload.send("harbour-master-en-US").await.expect("an image");

    let submit = |review: &str, command: &str| {
        body(json!({"data": {"type": "reviewSubmissions", "id": review, "attributes": {(command): true}}}))
    };
    let state = |version: &str| {
        let (apple, version) = (apple.clone(), version.to_owned());
        async move {
            let read =
                apple.read_achievement_version_v2(&version, Default::default()).await.expect("a version");
            read.into_inner().data.attributes.and_then(|of| of.state).expect("a state")
        }
    };
    let mut version = "harbour-master-1".to_owned();
    for (round, command) in ["canceled", "submitted", "submitted"].into_iter().enumerate() {
        let request = body(json!({"data": {
            "type": "reviewSubmissions", "relationships": {"app": {"data": {"type": "apps", "id": fixtures::APP_ID}}},
        }}));
        let review = apple.create_review_submission(&request).await.expect("a review").into_inner().data.id;
        refused(apple.create_review_submission(&request).await);
        refused(apple.modify_review_submission(&review, &submit(&review, "submitted")).await);
        let item = body(json!({"data": {"type": "reviewSubmissionItems", "relationships": {
            "reviewSubmission": {"data": {"type": "reviewSubmissions", "id": review}},
            "gameCenterAchievementVersion": {"data": {"type": "gameCenterAchievementVersions", "id": version}},
        }}}));
        apple.create_review_submission_item(&item).await.expect("an item");
        apple
            .modify_review_submission(&review, &submit(&review, "submitted"))
            .await
            .expect("it is submitted");
        assert_eq!(state(&version).await, GameCenterVersionState::WaitingForReview);
        let text = body(json!({"data": {
            "type": "gameCenterAchievementLocalizations", "id": "harbour-master-en-US", "attributes": {"name": "Changed"},
        }}));
        refused(apple.modify_achievement_localization_v2("harbour-master-en-US", &text).await);
        if command == "canceled" {
            apple
                .modify_review_submission(&review, &submit(&review, command))
                .await
                .expect("it is called off");
        }
        let mut last = None;
        while last != Some(ReviewSubmissionState::Complete) {
            let read = apple.read_review_submission(&review, Default::default()).await.expect("the review");
            last = read.into_inner().data.attributes.and_then(|of| of.state);
        }
        if command == "canceled" {
            assert_eq!(state(&version).await, GameCenterVersionState::DeveloperRejected);
            apple
                .modify_achievement_localization_v2("harbour-master-en-US", &text)
                .await
                .expect("it is free again");
            continue;
        }
        assert_eq!(state(&version).await, GameCenterVersionState::Live);
        if round == 1 {
            version = next_version(&apple).await;
        } else {
            assert_eq!(state("harbour-master-1").await, GameCenterVersionState::ReplacedWithNewVersion);
        }
    }
    services.assert_clean();
}

/// A second version with a text and an image.
async fn next_version(apple: &Client) -> String {
    let request = body(json!({"data": {
        "type": "gameCenterAchievementVersions",
        "relationships": {"achievement": {"data": {"type": "gameCenterAchievements", "id": "harbour-master"}}},
    }}));
    let created = apple.create_achievement_version_v2(&request).await.expect("a version").into_inner().data;
    assert_eq!(created.attributes.and_then(|of| of.version), Some(2));
    refused(apple.create_achievement_version_v2(&request).await);
    let request = body(json!({"data": {
        "type": "gameCenterAchievementLocalizations",
        "attributes": {"locale": "en-US", "name": "n", "beforeEarnedDescription": "b", "afterEarnedDescription": "a"},
        "relationships": {"version": {"data": {"type": "gameCenterAchievementVersions", "id": created.id}}},
    }}));
    let text = apple.create_achievement_localization_v2(&request).await.expect("a text").into_inner().data.id;
    refused(apple.create_achievement_localization_v2(&request).await);
    let image =
        game_achievements::app_store_connect::upload::ImageSource::bytes("a.png", super::life::png(512));
    apple.upload_image_v2(image).send(&text).await.expect("an image");
    created.id
}
