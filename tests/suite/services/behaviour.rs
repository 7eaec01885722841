//! What all answers have in common: pages, chosen members, failures on demand, states that come back, the log.

use game_achievements::app_store_connect::types::{
    GameCenterAchievementV2Field, GameCenterAchievementV2Include, GameCenterAchievementV2Included,
};
use game_achievements::app_store_connect::{self, options};
use game_achievements::xbox_live::{self, types::AchievementOrder};
use game_achievements::{Api, ErrorKind, RetryPolicy, StatusCode};
use game_achievements_contract::exchange::RULES;
use game_achievements_mock::{Answer, FAULT_HEADER, Service, Services, Settings, fixtures};
use serde_json::Value;

use super::life::{all, client};
use super::{Raw, json};

fn apple(services: &Services) -> app_store_connect::Client {
    client(services.app_store_connect(), "Bearer t")
}

fn xbox(services: &Services) -> xbox_live::Client {
    client(services.xbox_live(), fixtures::XBOX_LIVE_AUTHORIZATION)
}

#[tokio::test]
async fn pages_lead_from_one_to_the_next_and_have_each_item_once() {
    let services = Services::start().await.expect("services");
    let apple = apple(&services);
    let few = options::ListAchievementsV2::default().limit(2);
    let first = apple.list_achievements_v2(fixtures::DETAIL_ID, few).await.expect("a page");
    let paging = &first.meta.as_ref().expect("it is told").paging;
    assert_eq!((paging.total, paging.limit), (Some(5), 2));
    let ids: Vec<String> = all(apple.pages(first).items()).await.into_iter().map(|of| of.id).collect();
    assert_eq!(ids, ["first-light", "night-watch", "storm-chaser", "archivist", "harbour-master"]);
    assert_eq!(services.app_store_connect().mock().requests().len(), 3);

    let xbox = xbox(&services);
    let few = xbox_live::options::ListAchievements::default().title_id([fixtures::TITLE_ID]).max_items(4u32);
    let ids: Vec<String> =
        all(xbox.achievement_pages(fixtures::XUID, few).items()).await.into_iter().map(|of| of.id).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(services.xbox_live().mock().requests().len(), 2);
    services.assert_clean();

    // A cursor of the client's own making is refused, where the service would do so too.
    let mut request = Raw::of(&services.app_store_connect().mock().requests()[1]);
    request.target = request.target.replace("cursor=", "cursor=zz");
    let answer = request.send(services.app_store_connect().mock()).await;
    assert_eq!((answer.0, json(&answer)["errors"][0]["source"]["parameter"].as_str()), (400, Some("cursor")));
}

#[tokio::test]
async fn only_what_is_asked_for_is_answered() {
    let services = Services::start().await.expect("services");
    let apple = apple(&services);
    let bare = apple
        .read_achievement_v2(fixtures::ACHIEVEMENT_ID, Default::default())
        .await
        .expect("an achievement");
    let relationships = bare.data.relationships.as_ref().expect("links");
    assert!(relationships.versions.as_ref().is_some_and(|of| of.data.is_none() && of.links.is_some()));
    assert!(bare.included.value().is_none());

    let chosen = options::ReadAchievementV2::default()
        .fields_game_center_achievements([
            GameCenterAchievementV2Field::Points,
            GameCenterAchievementV2Field::Versions,
        ])
        .include([GameCenterAchievementV2Include::Versions]);
    let answer = apple
        .read_achievement_v2(fixtures::ACHIEVEMENT_ID, chosen)
        .await
        .expect("an achievement")
        .into_inner();
    let attributes = answer.data.attributes.expect("attributes");
    assert_eq!((attributes.points, attributes.reference_name), (Some(10), None));
    let versions = answer.data.relationships.and_then(|of| of.versions).and_then(|of| of.data).expect("ids");
    assert_eq!(versions[0].id, fixtures::ACHIEVEMENT_VERSION_ID);
    let included = answer.included.value().cloned().expect("included resources");
    let [GameCenterAchievementV2Included::GameCenterAchievementVersionV2(version)] = &included[..] else {
        panic!("{included:?}")
    };
    assert_eq!(version.id, fixtures::ACHIEVEMENT_VERSION_ID);

    let filter = options::ListAchievementsV2::default().filter_reference_name(["Storm chaser", "No such"]);
    let found = apple.list_achievements_v2(fixtures::DETAIL_ID, filter).await.expect("a list");
    assert_eq!(found.data.iter().map(|of| of.id.as_str()).collect::<Vec<_>>(), ["storm-chaser"]);
    let sorted = options::ListApps::default().sort(["-name"]);
    let names: Vec<_> = apple.list_apps(sorted).await.expect("apps").into_inner().data;
    let names: Vec<_> = names.into_iter().filter_map(|of| of.attributes?.name).collect();
    assert_eq!(names, ["Tidewatch Pocket", "Tidewatch", "Paper Kites"]);
    let none = apple.read_app_game_center_detail(fixtures::APP_WITHOUT_GAME_CENTER, Default::default()).await;
    assert!(none.expect("an answer").data.is_none());

    let xbox = xbox(&services);
    let options = xbox_live::options::ListAchievements::default().title_id([fixtures::TITLE_ID]);
    let unlocked = options.clone().unlocked_only(true).order_by(AchievementOrder::UnlockTime);
    let found = xbox.list_achievements(fixtures::XUID, unlocked).await.expect("a list");
    assert_eq!(found.achievements.iter().map(|of| of.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert!(found.achievements[0].rarity.is_some(), "version 4 is asked for");
    let own = xbox.list_achievements(fixtures::XUID, Default::default()).await.expect("a list");
    assert_eq!(own.achievements.len(), 3, "without a title it is the player's own");
    services.assert_clean();
}

#[tokio::test]
#[allow(deprecated, reason = "both generations show the same")]
async fn both_generations_show_the_same_achievements() {
    let services = Services::start().await.expect("services");
    let apple = apple(&services);
    let first = apple
        .list_achievement_localizations(fixtures::ACHIEVEMENT_ID, Default::default())
        .await
        .expect("texts");
    let second =
        apple.list_achievement_localizations_v2(fixtures::ACHIEVEMENT_VERSION_ID, Default::default()).await;
    let first: Vec<_> = first.data.iter().map(|of| of.id.clone()).collect();
    let second: Vec<_> = second.expect("texts").data.iter().map(|of| of.id.clone()).collect();
    assert_eq!((first.len(), &first), (3, &second));
    let read =
        apple.read_achievement(fixtures::ACHIEVEMENT_ID, Default::default()).await.expect("an achievement");
    let address =
        |links: Option<&app_store_connect::types::ResourceLinks>| links.and_then(|of| of.self_.clone());
    assert!(
        address(read.data.links.as_ref())
            .is_some_and(|link| link.ends_with("/v1/gameCenterAchievements/first-light"))
    );
    services.assert_clean();
}

#[tokio::test]
async fn a_request_fails_as_it_asks_in_the_form_of_its_provider() {
    let services = Services::start().await.expect("services");
    let failing = |service: &Service, authorization: &str, fault: &str| {
        xbox_live::Client::builder()
            .base_url(service.base_url())
            .authorization(game_achievements::Authorization::raw(authorization).expect("an authorization"))
            .header(FAULT_HEADER, fault)
            .retry(RetryPolicy::never())
            .build()
            .expect("a client")
    };
    let xbox = failing(services.xbox_live(), fixtures::XBOX_LIVE_AUTHORIZATION, "429; times=2");
    for expected in [Some(StatusCode::TOO_MANY_REQUESTS), Some(StatusCode::TOO_MANY_REQUESTS), None] {
        let answer = xbox.list_achievements(fixtures::XUID, Default::default()).await;
        if let Err(error) = &answer {
            assert!(error.body().starts_with(br#"{"currentRequests":101"#), "{error:?}");
            assert!(error.retry_after().is_some());
        }
        assert_eq!(answer.err().and_then(|error| error.status()), expected);
    }
    let mut request = Raw::of(&services.xbox_live().mock().requests()[0]);
    request.target = "/v1/apps".to_owned();
    request.headers = vec![("Authorization".to_owned(), "Bearer t".to_owned())];
    for (fault, status, code) in
        [("403", 403, "FORBIDDEN_ERROR"), ("503", 503, "UNEXPECTED_ERROR"), ("soon", 400, "PARAMETER_ERROR")]
    {
        request.headers.truncate(1);
        request.headers.push((FAULT_HEADER.to_owned(), fault.to_owned()));
        let answer = request.send(services.app_store_connect().mock()).await;
        assert_eq!((answer.0, json(&answer)["errors"][0]["code"].as_str()), (status, Some(code)));
    }
    // What a script says goes before.
    services.app_store_connect().mock().answer("GET", "/v1/apps", Answer::text(418, "tea"));
    assert_eq!(request.send(services.app_store_connect().mock()).await.0, 418);
    services.assert_clean();
}

#[tokio::test]
async fn the_same_seed_and_requests_give_the_same_answers_and_a_state_comes_back() {
    let headers = [("authorization", "Bearer t"), ("content-type", "application/json")];
    let request = Raw {
        method: "POST".to_owned(),
        target: "/v1/gameCenterGroups".to_owned(),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        body: br#"{"data":{"type":"gameCenterGroups","attributes":{"referenceName":"New"}}}"#.to_vec(),
    };
    let mut answers = Vec::new();
    for seed in [7, 7, 8] {
        let services = Services::with(&Settings::default().seed(seed)).await.expect("services");
        let base = services.app_store_connect().base_url();
        let before = services.snapshot();
        let first = request.send(services.app_store_connect().mock()).await;
        let second = request.send(services.app_store_connect().mock()).await;
        assert_ne!(json(&first)["data"]["id"], json(&second)["data"]["id"]);
        let groups = apple(&services).list_groups(Default::default()).await.expect("groups");
        assert_eq!(groups.data.len(), 3);
        services.restore(&before);
        let groups = apple(&services).list_groups(Default::default()).await.expect("groups");
        assert_eq!(groups.data.len(), 1);
        answers.push(first.1.replace(base, ""));
    }
    assert_eq!(answers[0], answers[1]);
    assert_ne!(answers[0], answers[2]);
}

#[tokio::test]
async fn the_log_is_a_har_without_secrets() {
    let services = Services::start().await.expect("services");
    let apple: app_store_connect::Client = client(services.app_store_connect(), "Bearer s3cret");
    let xbox: xbox_live::Client = client(services.xbox_live(), "XBL3.0 x=1;s3cret");
    let upload =
        apple.upload_image_v2(app_store_connect::upload::ImageSource::bytes("a.png", super::life::png(512)));
    let taken = upload.send(fixtures::ACHIEVEMENT_LOCALIZATION_ID).await;
    assert!(taken.is_err(), "it has an image, and is live");
    let request = super::life::body(serde_json::json!({"data": {
        "type": "gameCenterAchievementVersions",
        "relationships": {"achievement": {"data": {"type": "gameCenterAchievements", "id": "first-light"}}},
    }}));
    let version =
        apple.create_achievement_version_v2(&request).await.expect("a version").into_inner().data.id;
    let request = super::life::body(serde_json::json!({"data": {
        "type": "gameCenterAchievementLocalizations",
        "attributes": {"locale": "fr-FR", "name": "n", "beforeEarnedDescription": "b", "afterEarnedDescription": "a"},
        "relationships": {"version": {"data": {"type": "gameCenterAchievementVersions", "id": version}}},
    }}));
    let localization =
        apple.create_achievement_localization_v2(&request).await.expect("texts").into_inner().data.id;
    let upload =
        apple.upload_image_v2(app_store_connect::upload::ImageSource::bytes("a.png", super::life::png(512)));
    upload.send(&localization).await.expect("an image");
    xbox.list_achievements(fixtures::XUID, Default::default()).await.expect("a list");

    let har = services.har();
    let entries = har["log"]["entries"].as_array().expect("entries");
    let requests =
        services.app_store_connect().mock().requests().len() + services.xbox_live().mock().requests().len();
    assert_eq!((har["log"]["version"].as_str(), entries.len()), (Some("1.2"), requests));
    let text = har.to_string();
    let signature = services.app_store_connect().mock().requests();
    let signature = signature
        .iter()
        .filter_map(|of| of.query())
        .find_map(|of| of.strip_prefix("signature="))
        .expect("an upload");
    for secret in ["s3cret", signature, "127.0.0.1"] {
        assert!(!text.contains(secret), "{secret} is in the log");
    }
    let urls: Vec<&str> = entries.iter().filter_map(|entry| entry["request"]["url"].as_str()).collect();
    assert!(urls.contains(&"https://api.appstoreconnect.apple.com/v2/gameCenterAchievementVersions"));
    assert!(urls.iter().any(|url| url.starts_with("https://achievements.xboxlive.com/users/xuid(")));
    assert_eq!(
        entries.last().map(|of| &of["request"]["headers"]).and_then(Value::as_array).map(Vec::is_empty),
        Some(false)
    );
    services.assert_clean();
}

#[tokio::test]
async fn a_breach_is_told_with_the_request_and_fails_the_test_that_asks() {
    let services = Services::start().await.expect("services");
    let apple = apple(&services);
    let error =
        apple.list_apps(options::ListApps::default().limit(300)).await.expect_err("it is out of bounds");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(StatusCode::BAD_REQUEST)));
    let breaches = services.app_store_connect().breaches();
    assert_eq!(breaches[0].request, "GET /v1/apps?limit=300");
    assert!(RULES.iter().any(|rule| rule.id == breaches[0].rule));
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| services.assert_clean()));
    let message = panic.expect_err("it fails");
    let message = message.downcast_ref::<String>().expect("a text");
    assert!(message.contains("GET /v1/apps?limit=300: parameter limit: "), "{message}");
}

#[tokio::test]
async fn a_fixture_that_cannot_be_read_is_told_with_its_place() {
    for (settings, expected) in [
        (
            Settings::default().app_store_connect("apps: {a: {gameCenterDetail: d}}"),
            "1:30: there is no `d` among gameCenterDetails",
        ),
        (Settings::default().app_store_connect("apps: [a]"), "1:7: this must be a mapping"),
        (Settings::default().xbox_live("players: {}\n"), "there must be a player"),
        (Settings::default().xbox_live("players: {'1': {hash: x}}"), "1:23: `hash` is none of userHash, "),
    ] {
        let error = Services::with(&settings).await.expect_err("it is refused").to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_breaks_the_contract_fails_the_test_that_caused_it() {
    let settings = Settings::default().app_store_connect("apps: {a: {name: 5}}");
    let service = Service::app_store_connect(&settings).await.expect("a service");
    let apple: app_store_connect::Client = client(&service, "Bearer t");
    let calm = game_achievements::CallOptions::default().retry(RetryPolicy::never());
    let error = apple.with(calm).list_apps(Default::default()).await.expect_err("a name is a text");
    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    assert!(String::from_utf8_lossy(error.body()).contains("/data/0/attributes/name"), "{error:?}");
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(service)));
    let message = dropped.expect_err("it fails");
    assert!(message.downcast_ref::<String>().is_some_and(|text| text.contains("[wrong-type]")));
}

#[tokio::test]
async fn the_wrong_contract_version_is_an_empty_list_and_an_unknown_one_an_error() {
    let services = Services::start().await.expect("services");
    let service = services.xbox_live();
    let list = |version: &str, title: u32| {
        let headers =
            [("Authorization", fixtures::XBOX_LIVE_AUTHORIZATION), ("x-xbl-contract-version", version)];
        Raw {
            method: "GET".to_owned(),
            target: format!("/users/xuid({})/achievements?titleId={title}", fixtures::XUID),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            body: Vec::new(),
        }
    };
    for (version, title, count, is_360) in [
        ("2", fixtures::TITLE_ID, 6, false),
        ("4", fixtures::TITLE_ID, 6, false),
        ("1", fixtures::TITLE_ID, 0, true),
        ("4", fixtures::XBOX_360_TITLE_ID, 0, false),
        ("1", fixtures::XBOX_360_TITLE_ID, 2, true),
    ] {
        let answer = list(version, title).send(service.mock()).await;
        let json = json(&answer);
        let found = json["achievements"].as_array().map(Vec::len);
        assert_eq!(
            (answer.0, found, json["version"].is_string()),
            (200, Some(count), is_360),
            "{version} {title}"
        );
        let has_rarity = json["achievements"][0]["rarity"].is_object();
        assert_eq!(has_rarity, version == "4" && count > 0, "{version} {title}");
    }
    assert_eq!(list("9", fixtures::TITLE_ID).send(service.mock()).await.0, 406);
    let first = &service.har()["log"]["entries"][0]["request"]["url"];
    assert!(
        first.as_str().is_some_and(|url| url.starts_with("https://achievements.xboxlive.com/")),
        "{first}"
    );
    services.assert_clean();
}
