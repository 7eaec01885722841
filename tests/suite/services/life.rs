//! The life of an achievement on both services, through the client.

use game_achievements::app_store_connect::types::{
    AppMediaState, GameCenterAchievementCreateAttributes, GameCenterAchievementV2CreateRequest,
    GameCenterVersionState, ReviewSubmissionState,
};
use game_achievements::app_store_connect::upload::ImageSource;
use game_achievements::app_store_connect::{self, options};
use game_achievements::xbox_live::types::{AchievementProgress, ProgressState};
use game_achievements::xbox_live::{self, TitleAchievements, UpdateOutcome};
use game_achievements::{Api, Authorization, StatusCode, xbox_360};
use game_achievements_mock::{Service, Services, Settings, fixtures};
use game_achievements_runtime::serde::de::DeserializeOwned;
use game_achievements_runtime::time::ManualClock;
use serde_json::{Value, json};

/// A client that waits in no time.
pub fn client<C: Api>(service: &Service, authorization: &str) -> C {
    let clock = ManualClock::new();
    C::builder()
        .base_url(service.base_url())
        .authorization(Authorization::raw(authorization).expect("an authorization"))
        .clock(clock.clone())
        .sleeper(clock)
        .build()
        .expect("a client")
}

pub fn body<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).expect("a body of that type")
}

/// The head of a PNG of that size, and something behind it.
pub fn png(side: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(side.to_be_bytes());
    bytes.extend(side.to_be_bytes());
    bytes.resize(3000, 7);
    bytes
}

#[tokio::test]
async fn an_achievement_is_created_illustrated_reviewed_live_and_then_only_archived() {
    let services = Services::with(&Settings::default().part_size(1000)).await.expect("services");
    let apple: app_store_connect::Client = client(services.app_store_connect(), "Bearer t");

    let filter = options::ListApps::default().filter_bundle_id(["com.example.tidewatch"]);
    let app = apple.list_apps(filter).await.expect("apps").into_inner().data.remove(0);
    assert_eq!(app.id, fixtures::APP_ID);
    let detail = apple.read_app_game_center_detail(&app.id, Default::default()).await.expect("a detail");
    let detail = detail.into_inner().data.expect("Game Center is enabled").id;

    let attributes = GameCenterAchievementCreateAttributes::new(10u32, "Regatta", false, true, "regatta");
    let request = GameCenterAchievementV2CreateRequest::for_detail(&detail, attributes);
    let achievement =
        apple.create_achievement_v2(&request).await.expect("an achievement").into_inner().data.id;
    let twice = apple.create_achievement_v2(&request).await.expect_err("the id is taken");
    assert_eq!(twice.status(), Some(StatusCode::CONFLICT));
    let versions =
        apple.list_achievement_versions_v2(&achievement, Default::default()).await.expect("versions");
    let version = versions.into_inner().data.remove(0).id;

    let mut images = Vec::new();
    for (locale, name) in [("en-US", "Regatta"), ("de-DE", "Regatta"), ("ja", "レガッタ")] {
        let request = body(json!({"data": {
            "type": "gameCenterAchievementLocalizations",
            "attributes": {"locale": locale, "name": name, "beforeEarnedDescription": "b", "afterEarnedDescription": "a"},
            "relationships": {"version": {"data": {"type": "gameCenterAchievementVersions", "id": version}}},
        }}));
        let localization = apple.create_achievement_localization_v2(&request).await.expect("a localization");
        let localization = localization.into_inner().data.id;
        if locale == "en-US" {
            // A file that the service finds no good, behind the back of the client's own checks.
            let bad = upload_by_hand(&apple, services.app_store_connect(), &localization, &png(300)).await;
            assert_eq!(bad, (AppMediaState::Failed, "IMAGE_INCORRECT_DIMENSIONS".to_owned()));
        }
        let upload = apple.upload_image_v2(ImageSource::bytes("regatta.png", png(512)));
        let uploaded = upload.send(&localization).await.expect("an image");
        assert_eq!(uploaded.asset.and_then(|asset| asset.width), Some(512));
        images.push(uploaded.id);
    }
    let again = apple.upload_image_v2(ImageSource::bytes("regatta.png", png(512))).resume(&images[0]).await;
    assert_eq!(again.expect("it is complete").id, images[0]);

    order(&apple, &detail, &achievement).await;
    review(&apple, &app.id, &version).await;

    let read = apple.read_achievement_version_v2(&version, Default::default()).await.expect("the version");
    assert_eq!(read.into_inner().data.attributes.and_then(|of| of.state), Some(GameCenterVersionState::Live));
    let refused = apple.delete_achievement_v2(&achievement).await.expect_err("it is live");
    assert_eq!(refused.status(), Some(StatusCode::FORBIDDEN));
    let archive = body(json!({"data": {
        "type": "gameCenterAchievements", "id": achievement, "attributes": {"archived": true},
    }}));
    apple.modify_achievement_v2(&achievement, &archive).await.expect("a change");
    let archived = options::ListAchievementsV2::default().filter_archived(["true"]);
    let found = apple.list_achievements_v2(&detail, archived).await.expect("a list").into_inner().data;
    assert_eq!(found.iter().map(|of| of.id.as_str()).collect::<Vec<_>>(), [achievement.as_str()]);

    let progress = body(json!({"data": {
        "type": "gameCenterPlayerAchievementSubmissions",
        "attributes": {
            "bundleId": "com.example.tidewatch", "percentageAchieved": 50, "scopedPlayerId": "A:_1", "vendorIdentifier": "regatta",
        },
    }}));
    let submitted = apple.create_player_achievement_submission(&progress).await.expect("a submission");
    assert!(submitted.into_inner().data.attributes.is_some_and(|of| of.submitted_date.value().is_some()));
    services.assert_clean();
}

/// Reserves, sends and commits an image, and deletes it when it has failed; gives its last state and the first error.
async fn upload_by_hand(
    apple: &app_store_connect::Client,
    service: &Service,
    localization: &str,
    bytes: &[u8],
) -> (AppMediaState, String) {
    let request = body(json!({"data": {
        "type": "gameCenterAchievementImages",
        "attributes": {"fileName": "small.png", "fileSize": bytes.len()},
        "relationships": {"localization": {"data": {"type": "gameCenterAchievementLocalizations", "id": localization}}},
    }}));
    let image = apple.create_achievement_image_v2(&request).await.expect("a reservation").into_inner().data;
    let commit = body(json!({"data": {
        "type": "gameCenterAchievementImages", "id": image.id, "attributes": {"uploaded": true},
    }}));
    let early = apple.modify_achievement_image_v2(&image.id, &commit).await.expect_err("nothing was sent");
    assert_eq!(early.status(), Some(StatusCode::CONFLICT));

    let attributes = image.attributes.expect("attributes");
    let operations = attributes.upload_operations.value().cloned().expect("parts");
    assert_eq!(operations.len(), 3);
    for part in operations {
        let (offset, length) =
            (part.offset.expect("an offset") as usize, part.length.expect("a length") as usize);
        let target = part.url.expect("an address").replace(service.base_url(), "");
        let headers = part.request_headers.into_iter().flatten();
        let headers = headers.map(|header| (header.name.expect("a name"), header.value.expect("a value")));
        let good = super::Raw {
            method: part.method.expect("a method"),
            target,
            headers: headers.collect(),
            body: bytes[offset..offset + length].to_vec(),
        };
        // What the real storage refuses: the token of the API, a part that is cut, other headers, another signature.
        let mut bad = [good.clone(), good.clone(), good.clone(), good.clone()];
        bad[0].headers.push(("Authorization".to_owned(), "Bearer t".to_owned()));
        bad[1].body.pop();
        bad[2].headers.clear();
        bad[3].target = bad[3].target.replace("signature=", "signature=0");
        for bad in bad {
            let (status, answer) = bad.send(service.mock()).await;
            assert!((400..500).contains(&status) && answer.contains("<Error>"), "{answer}");
        }
        assert_eq!(good.send(service.mock()).await.0, 200);
    }
    apple.modify_achievement_image_v2(&image.id, &commit).await.expect("all parts have come");
    let read =
        apple.read_achievement_image_v2(&image.id, Default::default()).await.expect("the image").into_inner();
    let state = read.data.attributes.and_then(|of| of.asset_delivery_state).expect("a state");
    let errors = state.errors.value().cloned().expect("errors");
    apple.delete_achievement_image_v2(&image.id).await.expect("it is deleted");
    (state.state.expect("a state"), errors[0].code.clone().expect("a code"))
}

/// Puts the new achievement first.
async fn order(apple: &app_store_connect::Client, detail: &str, first: &str) {
    let ids = |list: Vec<app_store_connect::types::GameCenterAchievementLinkage>| -> Vec<String> {
        list.into_iter().map(|of| of.id).collect()
    };
    let before = apple.list_achievement_linkages_v2(detail, Default::default()).await.expect("an order");
    let mut wanted = ids(before.into_inner().data);
    wanted.retain(|id| id != first);
    let partial = apple.set_achievement_order_v2(detail, wanted.clone()).await.expect_err("one is missing");
    assert_eq!(partial.status(), Some(StatusCode::CONFLICT));
    wanted.insert(0, first.to_owned());
    apple.set_achievement_order_v2(detail, wanted.clone()).await.expect("an order");
    let after = apple.list_achievement_linkages_v2(detail, Default::default()).await.expect("an order");
    assert_eq!(ids(after.into_inner().data), wanted);
}

/// Submits a version, and reads until App Review is done.
async fn review(apple: &app_store_connect::Client, app: &str, version: &str) {
    let request = body(json!({"data": {
        "type": "reviewSubmissions", "relationships": {"app": {"data": {"type": "apps", "id": app}}},
    }}));
    let review = apple.create_review_submission(&request).await.expect("a submission").into_inner().data.id;
    let item = |version: &str| {
        body(json!({"data": {"type": "reviewSubmissionItems", "relationships": {
            "reviewSubmission": {"data": {"type": "reviewSubmissions", "id": review}},
            "gameCenterAchievementVersion": {"data": {"type": "gameCenterAchievementVersions", "id": version}},
        }}}))
    };
    // The draft of the fixture has an image that failed.
    let draft = apple
        .create_review_submission_item(&item("harbour-master-1"))
        .await
        .expect("an item")
        .into_inner()
        .data
        .id;
    apple.create_review_submission_item(&item(version)).await.expect("an item");
    let submit =
        body(json!({"data": {"type": "reviewSubmissions", "id": review, "attributes": {"submitted": true}}}));
    let refused =
        apple.modify_review_submission(&review, &submit).await.expect_err("the draft is incomplete");
    let told: Value = serde_json::from_slice(refused.body()).expect("errors");
    let associated =
        &told["errors"][0]["meta"]["associatedErrors"]["/v2/gameCenterAchievementVersions/harbour-master-1"];
    assert_eq!(associated[0]["code"], "STATE_ERROR", "{told}");
    apple.delete_review_submission_item(&draft).await.expect("the draft is taken out");
    apple.modify_review_submission(&review, &submit).await.expect("it is submitted");

    let mut states = Vec::new();
    for _ in 0..2 {
        let read = apple.read_review_submission(&review, Default::default()).await.expect("the submission");
        states.push(read.into_inner().data.attributes.and_then(|of| of.state).expect("a state"));
    }
    assert_eq!(states, [ReviewSubmissionState::InReview, ReviewSubmissionState::Complete]);
}

#[tokio::test]
async fn a_player_advances_unlocks_and_is_seen_by_those_who_may() {
    let services = Services::start().await.expect("services");
    let service = services.xbox_live();
    let xbox: xbox_live::Client = client(service, fixtures::XBOX_LIVE_AUTHORIZATION);
    let scid = fixtures::SCID.parse().expect("a UUID");
    let state = |id| {
        let xbox = xbox.clone();
        async move {
            let answer =
                xbox.read_achievement(fixtures::XUID, scid, id, Default::default()).await.expect("an answer");
            answer.into_inner().into_achievement().expect("an achievement").progress_state.expect("a state")
        }
    };
    assert_eq!(state(5).await, ProgressState::NotStarted);
    for (percent, is_new, after) in [
        (30, true, ProgressState::InProgress),
        (30, false, ProgressState::InProgress),
        (10, false, ProgressState::InProgress),
        (100, true, ProgressState::Achieved),
        (100, false, ProgressState::Achieved),
    ] {
        let progress = [AchievementProgress::new("5", percent as u32)];
        let report = xbox
            .report_progress(fixtures::XUID, scid, fixtures::TITLE_ID, &progress)
            .await
            .expect("a report");
        let outcome = report.outcomes().next().expect("an outcome");
        assert_eq!(matches!(outcome, UpdateOutcome::Updated), is_new, "{percent}: {outcome:?}");
        assert!(outcome.is_done());
        assert_eq!(state(5).await, after);
    }

    let history =
        xbox.list_title_history(fixtures::XUID, Default::default()).await.expect("a history").into_inner();
    assert_eq!((history.titles[0].earned_achievements, history.titles[0].current_gamerscore), (2, 25));

    // The same list is asked for with another version until one has an achievement.
    let modern =
        xbox.title_achievements(fixtures::XUID, fixtures::TITLE_ID, Some("de-DE")).await.expect("a list");
    let TitleAchievements::Modern(pages) = modern else { panic!("{modern:?}") };
    let names: Vec<String> = all(pages.items()).await.into_iter().map(|of| of.name).collect();
    assert_eq!(names[..2], ["Erstes Licht", "Nachtwache"]);
    let old =
        xbox.title_achievements(fixtures::XUID, fixtures::XBOX_360_TITLE_ID, None).await.expect("a list");
    assert_eq!(old.contract_version(), Some(3));
    let legacy: xbox_360::Client = client(service, fixtures::XBOX_LIVE_AUTHORIZATION);
    let empty = legacy
        .list_achievements(
            fixtures::XUID,
            xbox_360::options::ListAchievements::default().title_id([fixtures::TITLE_ID]),
        )
        .await;
    // Version 3 disregards the title; whatever it lists is of the old generation.
    assert!(empty.expect("a list").achievements.iter().all(|of| of.title_id == fixtures::XBOX_360_TITLE_ID));

    for (authorization, xuid, expected) in [
        (fixtures::XBOX_LIVE_AUTHORIZATION, fixtures::PRIVATE_XUID, Some(StatusCode::FORBIDDEN)),
        ("XBL3.0 x=3;t", fixtures::PRIVATE_XUID, None),
        (fixtures::XBOX_LIVE_AUTHORIZATION, fixtures::FRIEND_XUID, None),
        (fixtures::XBOX_LIVE_AUTHORIZATION, 7, Some(StatusCode::NOT_FOUND)),
        ("Bearer t", fixtures::XUID, Some(StatusCode::UNAUTHORIZED)),
    ] {
        let xbox: xbox_live::Client = client(service, authorization);
        let answer = xbox.list_achievements(xuid, Default::default()).await;
        assert_eq!(answer.err().and_then(|error| error.status()), expected, "{authorization} {xuid}");
    }
    let progress = [AchievementProgress::new("5", 100u32)];
    let report = xbox
        .report_progress(fixtures::FRIEND_XUID, scid, fixtures::TITLE_ID, &progress)
        .await
        .expect("a report");
    let error = report.into_result().expect_err("progress of others");
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    services.assert_clean();
}

pub async fn all<P: game_achievements::pages::Paged>(
    mut items: game_achievements::pages::Items<P>,
) -> Vec<P::Item> {
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.expect("an item"));
    }
    found
}
