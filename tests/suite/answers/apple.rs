//! Answers of App Store Connect.

use game_achievements::app_store_connect::types::{
    AppMediaState, ErrorAssociatedLink, ErrorResponse, GameCenterAchievementV2Included,
    GameCenterAchievementV2Response, GameCenterAchievementVersionsV2Response, GameCenterDetailIncluded,
    GameCenterVersionState,
};
use game_achievements::app_store_connect::{Client, options};
use game_achievements::{Error, ErrorKind};
use game_achievements_mock::Answer;
use serde_json::{Value, json};

use super::{answering, kept, written};

const IMAGE: &str = "/v2/gameCenterAchievementImages/i";
const ACHIEVEMENT: &str = "/v2/gameCenterAchievements/a";

fn image(attributes: Value) -> Value {
    json!({"data": {"type": "gameCenterAchievementImages", "id": "i", "attributes": attributes}})
}

/// An achievement with these related resources.
fn achievement(included: Value) -> Value {
    json!({"data": {"type": "gameCenterAchievements", "id": "a"}, "included": included})
}

async fn read_achievement(sent: &Value) -> GameCenterAchievementV2Response {
    let (_mock, client) = answering::<Client>("GET", ACHIEVEMENT, Answer::json(200, sent.to_string())).await;
    kept(client.read_achievement_v2("a", options::ReadAchievementV2::default()).await, sent)
}

/// The error of an operation that is refused with this body, after a look that nothing of it is lost.
async fn refused(status: u16, body: &Value) -> (Error, ErrorResponse) {
    let (_mock, client) =
        answering::<Client>("DELETE", ACHIEVEMENT, Answer::json(status, body.to_string())).await;
    let error = client.delete_achievement_v2("a").await.expect_err("it is refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    assert_eq!(error.body(), body.to_string().as_bytes());
    let errors: ErrorResponse = error.json().expect("the documented shape");
    assert_eq!(written(&errors), *body);
    (error, errors)
}

#[tokio::test]
async fn upload_operations_may_be_null_or_empty_or_missing() {
    for attributes in [json!({"uploadOperations": null}), json!({"uploadOperations": []}), json!({})] {
        let sent = image(attributes.clone());
        let (_mock, client) = answering::<Client>("GET", IMAGE, Answer::json(200, sent.to_string())).await;
        let answer = client.read_achievement_image_v2("i", options::ReadAchievementImageV2::default()).await;
        let operations = kept(answer, &sent).data.attributes.expect("attributes").upload_operations;
        assert!(operations.as_slice().is_empty());
        assert_eq!(operations.is_null(), attributes.get("uploadOperations") == Some(&Value::Null));
        assert_eq!(operations.is_absent(), attributes.get("uploadOperations").is_none());
    }
}

#[tokio::test]
async fn errors_and_warnings_of_a_delivery_may_be_null() {
    let sent = image(json!({"assetDeliveryState": {"errors": null, "warnings": null, "state": "COMPLETE"}}));
    let (_mock, client) = answering::<Client>("GET", IMAGE, Answer::json(200, sent.to_string())).await;
    let answer = client.read_achievement_image_v2("i", options::ReadAchievementImageV2::default()).await;
    let attributes = kept(answer, &sent).data.attributes.expect("attributes");
    let state = attributes.asset_delivery_state.expect("a state");
    assert!(state.errors.is_null() && state.warnings.is_null());
    assert_eq!(state.state, Some(AppMediaState::Complete));
}

#[tokio::test]
async fn included_may_be_null_or_missing() {
    assert!(read_achievement(&achievement(Value::Null)).await.included.is_null());
    let without = json!({"data": {"type": "gameCenterAchievements", "id": "a"}});
    assert!(read_achievement(&without).await.included.is_absent());
}

#[tokio::test]
async fn an_empty_to_one_relationship_is_read_as_none() {
    let sent = json!({"data": null, "links": {"self": "https://api.appstoreconnect.apple.com/x"}});
    let path = "/v2/gameCenterAchievementLocalizations/l/image";
    let (_mock, client) = answering::<Client>("GET", path, Answer::json(200, sent.to_string())).await;
    let options = options::ReadAchievementLocalizationImageV2::default();
    assert_eq!(kept(client.read_achievement_localization_image_v2("l", options).await, &sent).data, None);

    let path = "/v2/gameCenterAchievementLocalizations/l/relationships/image";
    let (_mock, client) = answering::<Client>("GET", path, Answer::json(200, sent.to_string())).await;
    assert_eq!(kept(client.read_achievement_localization_image_linkage_v2("l").await, &sent).data, None);

    let related = json!({"data": {"type": "gameCenterAchievements", "id": "a",
        "relationships": {"activity": {"data": null}}}});
    let relationships = read_achievement(&related).await.data.relationships.expect("relationships");
    assert!(relationships.activity.expect("an activity").data.is_null());
}

#[tokio::test]
async fn links_may_be_missing() {
    assert_eq!(read_achievement(&achievement(json!([]))).await.links, None);
    let path = "/v2/gameCenterAchievements/a/versions";
    let sent = json!({"data": [{"type": "gameCenterAchievementVersions", "id": "v"}]});
    let (_mock, client) = answering::<Client>("GET", path, Answer::json(200, sent.to_string())).await;
    let page: GameCenterAchievementVersionsV2Response = kept(
        client.list_achievement_versions_v2("a", options::ListAchievementVersionsV2::default()).await,
        &sent,
    );
    assert_eq!((page.data.len(), page.links, page.meta), (1, None, None));
}

#[tokio::test]
async fn what_an_app_submitted_may_come_back_as_null() {
    let sent = json!({"data": {"type": "gameCenterPlayerAchievementSubmissions", "id": "s",
        "attributes": {"challengeIds": null, "submittedDate": null, "percentageAchieved": 30}}});
    let path = "/v1/gameCenterPlayerAchievementSubmissions";
    let (_mock, client) = answering::<Client>("POST", path, Answer::json(201, sent.to_string())).await;
    let body = serde_json::from_value(json!({"data": {"type": "gameCenterPlayerAchievementSubmissions",
        "attributes": {"bundleId": "b", "percentageAchieved": 30, "scopedPlayerId": "p", "vendorIdentifier": "v"}}}))
    .expect("a body");
    let answer = client.create_player_achievement_submission(&body).await;
    let attributes = kept(answer, &sent).data.attributes.expect("attributes");
    assert!(attributes.challenge_ids.is_null() && attributes.submitted_date.is_null());
}

#[tokio::test]
async fn an_error_without_detail_is_still_an_error_that_says_what() {
    let body = json!({"errors": [{"status": "409", "code": "STATE_ERROR", "title": "Not in this state"}]});
    let (error, errors) = refused(409, &body).await;
    assert_eq!(error.kind(), ErrorKind::Status);
    assert!(error.to_string().contains("STATE_ERROR"), "{error}");
    assert_eq!(errors.errors.expect("errors")[0].detail, None);
}

#[tokio::test]
async fn an_error_of_a_code_alone_can_be_read() {
    let (_, errors) = refused(403, &json!({"errors": [{"code": "FORBIDDEN"}]})).await;
    assert_eq!(errors.errors.expect("errors")[0].code, "FORBIDDEN");
    assert_eq!(refused(401, &json!({})).await.1.errors, None);
}

#[tokio::test]
async fn an_error_links_to_where_it_is_remedied() {
    let body = json!({"errors": [{
        "status": "403",
        "code": "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED",
        "title": "A required agreement is missing",
        "links": {"see": "/business", "associated": {"href": "https://x.example", "meta": {"source": "s"}}}
    }]});
    let links = refused(403, &body).await.1.errors.expect("errors").remove(0).links.expect("links");
    assert_eq!(links.see.as_deref(), Some("/business"));
    assert!(matches!(links.associated, Some(ErrorAssociatedLink::ErrorLinkObject(_))));
}

#[tokio::test]
async fn errors_of_related_resources_need_neither_status_nor_title() {
    let body = json!({"errors": [{
        "status": "409",
        "code": "STATE_ERROR.ENTITY_STATE_INVALID",
        "title": "Not in a valid state",
        "meta": {
            "associatedErrors": {"/v1/gameCenterAchievements/a": [{"code": "ENTITY_ERROR.ATTRIBUTE.REQUIRED"}]},
            "somethingNew": [1, {"a": null}]
        }
    }]});
    let meta = refused(409, &body).await.1.errors.expect("errors").remove(0).meta.expect("meta");
    let associated = meta.associated_errors.expect("errors");
    assert_eq!(associated["/v1/gameCenterAchievements/a"][0].code, "ENTITY_ERROR.ATTRIBUTE.REQUIRED");
    assert_eq!(meta.additional_properties["somethingNew"], json!([1, {"a": null}]));
}

#[tokio::test]
async fn an_unknown_enum_value_is_kept_beside_known_ones() {
    let version = |id: &str, state: &str| json!({"type": "gameCenterAchievementVersions", "id": id, "attributes": {"version": 1, "state": state}});
    // Case counts for Apple: `live` is not `LIVE`.
    let sent =
        json!({"data": [version("1", "LIVE"), version("2", "PROCESSING_SOMEHOW"), version("3", "live")]});
    let path = "/v2/gameCenterAchievements/a/versions";
    let (_mock, client) = answering::<Client>("GET", path, Answer::json(200, sent.to_string())).await;
    let answer =
        client.list_achievement_versions_v2("a", options::ListAchievementVersionsV2::default()).await;
    let states: Vec<_> = kept(answer, &sent)
        .data
        .into_iter()
        .map(|version| version.attributes.expect("attributes").state.expect("a state"))
        .collect();
    assert_eq!(states[0], GameCenterVersionState::Live);
    for (state, text) in states[1..].iter().zip(["PROCESSING_SOMEHOW", "live"]) {
        assert!(matches!(state, GameCenterVersionState::Unknown(value) if value.as_str() == text));
    }
}

#[tokio::test]
async fn an_included_achievement_keeps_what_either_version_has() {
    let achievement = |id: &str, relationships: Value| json!({"type": "gameCenterAchievements", "id": id, "relationships": relationships});
    let sent = json!({
        "data": {"type": "gameCenterDetails", "id": "d"},
        "included": [
            achievement("1", json!({"groupAchievement": {"data": null}, "releases": {"data": []}})),
            achievement("2", json!({"versions": {"data": [{"type": "gameCenterAchievementVersions", "id": "v"}]}}))
        ]
    });
    let path = "/v1/gameCenterDetails/d";
    let (_mock, client) = answering::<Client>("GET", path, Answer::json(200, sent.to_string())).await;
    let answer = client.read_game_center_detail("d", options::ReadGameCenterDetail::default()).await;
    let included = kept(answer, &sent).included;
    let [_, GameCenterDetailIncluded::GameCenterIncludedAchievement(second)] = included.as_slice() else {
        panic!("{included:?}")
    };
    let versions = second.relationships.as_ref().and_then(|some| some.versions.as_ref()).expect("versions");
    assert_eq!(versions.data.as_ref().map(|data| data[0].id.as_str()), Some("v"));
}

#[tokio::test]
async fn an_answer_may_exceed_what_a_request_may_not() {
    let identifier = "a".repeat(101);
    let sent = json!({"data": {"type": "gameCenterAchievements", "id": "a",
        "attributes": {"points": 101, "vendorIdentifier": identifier}}});
    let attributes = read_achievement(&sent).await.data.attributes.expect("attributes");
    assert_eq!((attributes.points, attributes.vendor_identifier), (Some(101), Some(identifier)));
}

#[tokio::test]
async fn a_date_is_read_in_each_of_the_forms_that_are_sent() {
    for date in [
        "2026-03-09T16:15:00Z",
        "2026-03-09T16:15:00.000Z",
        "2026-03-09T08:15:00-08:00",
        "2026-03-09T16:15:00.000+00:00",
    ] {
        let sent =
            json!({"data": {"type": "reviewSubmissions", "id": "r", "attributes": {"submittedDate": date}}});
        let path = "/v1/reviewSubmissions/r";
        let (_mock, client) = answering::<Client>("GET", path, Answer::json(200, sent.to_string())).await;
        let answer = client.read_review_submission("r", options::ReadReviewSubmission::default()).await;
        let attributes = kept(answer, &sent).data.attributes.expect("attributes");
        let submitted = attributes.submitted_date.value().expect("a date").unix_seconds();
        assert_eq!(submitted, 1_773_072_900, "{date}");
    }
}

#[tokio::test]
async fn an_unknown_type_tag_is_no_reason_to_lose_an_answer() {
    let sent = json!({"data": {"type": "gameCenterAchievementsV3", "id": "a"}});
    assert_eq!(read_achievement(&sent).await.data.type_.as_str(), "gameCenterAchievementsV3");
}

#[tokio::test]
async fn a_resource_of_unknown_type_is_kept_as_json_and_written_back() {
    let unknown =
        json!({"type": "gameCenterQuests", "id": "q", "attributes": {"steps": [1, null, {"a": 0.5}]}});
    let known = json!({"type": "gameCenterGroups", "id": "g", "attributes": {"referenceName": "All"}});
    let included = read_achievement(&achievement(json!([unknown, known]))).await.included;
    let [
        GameCenterAchievementV2Included::Unknown(quest),
        GameCenterAchievementV2Included::GameCenterGroup(group),
    ] = included.as_slice()
    else {
        panic!("{included:?}")
    };
    assert_eq!(*quest.json(), unknown);
    assert_eq!(group.id, "g");
}

#[tokio::test]
async fn a_known_resource_that_does_not_decode_names_its_json_path() {
    // Text, because the order counts: what comes before `type` is set aside until the type is known.
    for version in [
        r#"{"type":"gameCenterAchievementVersions","id":"v","attributes":{"version":"one"}}"#,
        r#"{"id":"v","attributes":{"version":"one"},"type":"gameCenterAchievementVersions"}"#,
        r#"{"attributes":{"version":"one"},"type":"gameCenterAchievementVersions","id":"v"}"#,
    ] {
        let body = format!(
            r#"{{"data":{{"type":"gameCenterAchievements","id":"a"}},"included":[{{"type":"gameCenterQuests","id":"q"}},{version}]}}"#
        );
        let (_mock, client) = answering::<Client>("GET", ACHIEVEMENT, Answer::json(200, &*body)).await;
        let answer = client.read_achievement_v2("a", options::ReadAchievementV2::default()).await;
        let error = answer.expect_err("a version is a number");
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Decode, Some("read_achievement_v2")));
        let (place, why) =
            ("at included[1].attributes.version: ", "invalid type: string \"one\", expected i64");
        assert!(error.to_string().contains(&format!("{place}{why}")), "{error}");
        assert_eq!(error.body(), body.as_bytes());
    }
}

#[tokio::test]
async fn nothing_that_can_be_printed_shows_how_to_upload() {
    let sent = image(json!({"fileName": "a.png", "uploadOperations": [{
        "method": "PUT", "url": "https://upload.example/s3cret?signature=s3cret", "offset": 0, "length": 5,
        "requestHeaders": [{"name": "Authorization", "value": "s3cret"}]
    }]}));
    let (_mock, client) = answering::<Client>("GET", IMAGE, Answer::json(200, sent.to_string())).await;
    let options = options::ReadAchievementImageV2::default();
    let answer = client.read_achievement_image_v2("i", options).await.expect("a success");
    let printed = format!("{answer:?} {answer:#?}");
    assert!(!printed.contains("s3cret"), "{printed}");
    // What is no secret is still there to be looked at.
    assert!(printed.contains(r#"method: Some("PUT"), offset: Some(0)"#), "{printed}");
    let operations = kept(Ok(answer), &sent).data.attributes.expect("attributes").upload_operations;
    let operation = &operations.as_slice()[0];
    assert_eq!(operation.url.as_deref(), Some("https://upload.example/s3cret?signature=s3cret"));
    // In an error, neither.
    let (_mock, client) = answering::<Client>("GET", IMAGE, Answer::json(200, format!("{sent}x"))).await;
    let options = options::ReadAchievementImageV2::default();
    let error = client.read_achievement_image_v2("i", options).await.expect_err("it is no JSON");
    let printed = format!("{error:?} {error}");
    assert!(!printed.contains("s3cret"), "{printed}");
}
