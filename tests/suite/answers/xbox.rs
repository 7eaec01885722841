//! Answers of Xbox Live.

use game_achievements::xbox_live::types::{
    Achievement, AchievementType, MediaAssetType, Platform, ProgressState, RarityCategory, Requirement,
    RequirementOperation, RewardType, ServiceError, ThrottleError,
};
use game_achievements::{Response, Result, xbox_360, xbox_live};
use game_achievements_mock::{Answer, samples};
use serde_json::{Value, json};

use super::{answering, kept, written};

/// An achievement as it is recorded most often: locked, one requirement, one reward.
fn locked() -> Value {
    json!({
        "id": "39",
        "serviceConfigId": "00000000-0000-0000-0000-00007a3b5c11",
        "name": "First Light",
        "titleAssociations": [{"name": "Example Quest", "id": 2_050_710_545}],
        "progressState": "NotStarted",
        "progression": {
            "requirements": [{
                "id": "00000000-0000-0000-0000-000000000000",
                "current": null,
                "target": "100",
                "operationType": "SUM",
                "valueType": "Integer",
                "ruleParticipationType": "Individual"
            }],
            "timeUnlocked": "0001-01-01T00:00:00.0000000Z"
        },
        "mediaAssets": [{"name": "a.png", "type": "Icon", "url": "https://images-eds-ssl.xboxlive.com/a"}],
        "platforms": ["XboxOne"],
        "isSecret": false,
        "description": "You lit the first beacon.",
        "lockedDescription": "Light the first beacon.",
        "productId": "00000000-0000-0000-0000-00007a3b5c11",
        "achievementType": "Persistent",
        "participationType": "Individual",
        "timeWindow": null,
        "rewards": [{
            "name": null,
            "description": null,
            "value": "10",
            "type": "Gamerscore",
            "mediaAsset": null,
            "valueType": "Int"
        }],
        "estimatedTime": "00:00:00",
        "deeplink": null,
        "isRevoked": false
    })
}

/// [`locked`] with one value changed: `place` is a JSON pointer.
fn with(place: &str, value: Value) -> Value {
    let mut achievement = locked();
    *achievement.pointer_mut(place).unwrap_or_else(|| panic!("no {place}")) = value;
    achievement
}

/// [`locked`] without one member of the object at `place`.
fn without(place: &str, name: &str) -> Value {
    let mut achievement = locked();
    let object = achievement.pointer_mut(place).and_then(Value::as_object_mut).expect("an object");
    object.remove(name).unwrap_or_else(|| panic!("no {name}"));
    achievement
}

async fn list(sent: &Value) -> Result<Response<xbox_live::types::AchievementsResponse>> {
    let (_mock, client) = answering::<xbox_live::Client>(
        "GET",
        "/users/xuid(1)/achievements",
        Answer::json(200, sent.to_string()),
    )
    .await;
    client.list_achievements(1, xbox_live::options::ListAchievements::default()).await
}

/// The achievement as it is decoded, after a look that it is written back exactly as it was sent.
async fn decoded(achievement: Value) -> Achievement {
    written_as(achievement.clone(), &achievement).await
}

/// The achievement as it is decoded, after a look that it is written back like `back`.
async fn written_as(achievement: Value, back: &Value) -> Achievement {
    let page = list(&json!({"achievements": [achievement]})).await.expect("it decodes").into_inner();
    assert_eq!(written(&page), json!({"achievements": [back]}));
    page.achievements.into_iter().next().expect("an achievement")
}

fn requirement(achievement: &Achievement) -> &Requirement {
    &achievement.progression.as_ref().expect("a progression").requirements.as_slice()[0]
}

#[tokio::test]
async fn the_value_reached_is_null_before_any_progress_and_may_exceed_the_target() {
    let sent = with("/progression/requirements/0/operationType", json!("Sum"));
    assert_eq!(requirement(&decoded(sent).await).current, None);
    let mut sent = with("/progression/requirements/0/operationType", json!("Sum"));
    sent["progression"]["requirements"][0]["current"] = json!("43579.5");
    sent["progression"]["requirements"][0]["valueType"] = json!("Double");
    assert_eq!(requirement(&decoded(sent).await).current.as_deref(), Some("43579.5"));
}

/// [`locked`] has one value in capitals; this one has none.
fn plain() -> Value {
    with("/progression/requirements/0/operationType", json!("Sum"))
}

#[tokio::test]
async fn the_value_to_reach_may_be_null() {
    let mut sent = plain();
    sent["progression"]["requirements"][0]["target"] = Value::Null;
    assert_eq!(requirement(&decoded(sent).await).target, None);
}

#[tokio::test]
async fn rarity_is_there_with_contract_version_4_and_not_with_2() {
    assert_eq!(decoded(plain()).await.rarity, None);
    let mut sent = plain();
    sent["rarity"] = json!({"currentCategory": "Common", "currentPercentage": 64.86});
    let rarity = decoded(sent).await.rarity.expect("a rarity");
    assert_eq!(
        (rarity.current_category, rarity.current_percentage),
        (Some(RarityCategory::Common), Some(64.86))
    );
}

#[tokio::test]
async fn a_deeplink_is_null_or_empty_or_one() {
    for (deeplink, expected) in [
        (Value::Null, None),
        (json!(""), Some("")),
        (json!("ms-xbl-7a3b5c11://a"), Some("ms-xbl-7a3b5c11://a")),
    ] {
        let mut sent = plain();
        sent["deeplink"] = deeplink;
        assert_eq!(decoded(sent).await.deeplink.as_deref(), expected);
    }
}

#[tokio::test]
async fn a_challenge_has_a_time_window_and_all_else_null() {
    assert_eq!(decoded(plain()).await.time_window, None);
    let mut sent = plain();
    sent["achievementType"] = json!("Challenge");
    sent["timeWindow"] =
        json!({"startDate": "2013-02-01T00:00:00Z", "endDate": "2100-07-01T00:00:00.1234567Z"});
    let challenge = decoded(sent).await;
    assert_eq!(challenge.achievement_type, AchievementType::Challenge);
    let window = challenge.time_window.expect("a window");
    assert_eq!(window.start_date.as_str(), "2013-02-01T00:00:00Z");
    assert_eq!(window.end_date.as_str(), "2100-07-01T00:00:00.1234567Z");
}

#[tokio::test]
#[allow(deprecated, reason = "the page has the one, the service the other")]
async fn platforms_are_a_list_and_the_documented_single_one_is_taken_too() {
    let achievement = decoded(plain()).await;
    assert_eq!((achievement.platforms, achievement.platform), (Some(vec![Platform::XboxOne]), None));
    let mut sent = plain();
    sent["platform"] = json!("D");
    let achievement = decoded(sent).await;
    assert_eq!(achievement.platform.as_deref(), Some("D"));
    assert_eq!(achievement.platforms, Some(vec![Platform::XboxOne]));
    let mut sent = plain();
    let members = sent.as_object_mut().expect("an object");
    members.remove("platforms");
    members.insert("platform".to_owned(), json!("D"));
    let achievement = decoded(sent).await;
    assert_eq!((achievement.platforms, achievement.platform.as_deref()), (None, Some("D")));
}

#[tokio::test]
async fn seven_digits_of_a_second_are_kept_and_tell_when_it_was_unlocked() {
    let mut sent = plain();
    sent["progressState"] = json!("Achieved");
    sent["progression"]["timeUnlocked"] = json!("2013-01-17T03:19:00.3087016Z");
    let achievement = decoded(sent).await;
    let time = achievement.time_unlocked().expect("it is unlocked");
    assert_eq!((time.as_str(), time.subsec_nanos()), ("2013-01-17T03:19:00.3087016Z", 308_701_600));
}

#[tokio::test]
async fn the_time_that_stands_for_locked_is_kept_as_sent_and_is_no_time() {
    for sentinel in ["0001-01-01T00:00:00.0000000Z", "0001-01-01T00:00:00Z"] {
        let mut sent = plain();
        sent["progression"]["timeUnlocked"] = json!(sentinel);
        let achievement = decoded(sent).await;
        assert_eq!(achievement.time_unlocked(), None);
        assert_eq!(achievement.progression.expect("a progression").time_unlocked.as_str(), sentinel);
    }
    let mut sent = plain();
    sent["progression"] = Value::Null;
    assert_eq!(decoded(sent).await.time_unlocked(), None);
}

#[tokio::test]
async fn a_time_that_says_no_instant_is_named_with_its_field() {
    // A client that is told it as UTC would be hours off.
    for (time, why) in [
        ("0001-01-01T00:00:00", "it has no offset"),
        ("2013-01-17", "is no date and time"),
        ("yesterday", "is no date and time"),
    ] {
        let mut second = plain();
        second["progression"]["timeUnlocked"] = json!(time);
        let sent = json!({"achievements": [plain(), second]});
        let error = list(&sent).await.expect_err("it says no instant");
        let text = error.to_string();
        assert!(text.contains("at achievements[1].progression.timeUnlocked: "), "{text}");
        assert!(text.contains(&format!("`{time}`")) && text.contains(why), "{text}");
    }
    // Any offset is good, and kept.
    let mut sent = plain();
    sent["progression"]["timeUnlocked"] = json!("2013-01-16T20:19:00.3087016-07:00");
    let achievement = decoded(sent).await;
    let time = achievement.time_unlocked().expect("it is unlocked");
    assert_eq!((time.as_str(), time.unix_seconds()), ("2013-01-16T20:19:00.3087016-07:00", 1_358_392_740));
}

#[tokio::test]
async fn the_times_that_stand_for_locked_on_xbox_360_are_kept_as_sent() {
    let achievement = |time: &str| {
        json!({
            "id": 6, "titleId": 4_294_967_295_u32, "name": "a", "sequence": 0, "flags": 9, "unlockedOnline": false,
            "unlocked": false, "isSecret": false, "platform": 255, "gamerscore": 10, "imageId": 12,
            "description": "a", "lockedDescription": "b", "type": 1, "isRevoked": false, "timeUnlocked": time
        })
    };
    let sent = json!({
        "achievements": [achievement("2002-11-15T00:00:00.0000000Z"), achievement("1753-01-01T00:00:00.0000000Z")],
        "pagingInfo": {"continuationToken": null, "totalRecords": 2},
        "version": "0001-01-01T00:00:00.0000000Z"
    });
    let (_mock, client) = answering::<xbox_360::Client>(
        "GET",
        "/users/xuid(1)/titleachievements",
        Answer::json(200, sent.to_string()),
    )
    .await;
    let options = xbox_360::options::ListTitleAchievements::default();
    let page = kept(client.list_title_achievements(1, 4_294_967_295, options).await, &sent);
    assert_eq!(page.achievements[0].title_id, u32::MAX);
    assert_eq!(page.achievements[1].time_unlocked.year(), 1753);
}

#[tokio::test]
async fn a_title_id_may_exceed_the_signed_32_bit_range() {
    let mut sent = plain();
    sent["titleAssociations"][0]["id"] = json!(3_051_199_919_u32);
    assert_eq!(decoded(sent).await.title_associations[0].id, 3_051_199_919);
}

#[tokio::test]
async fn paging_information_may_be_missing_and_its_token_null_or_empty() {
    let sent = json!({"achievements": []});
    assert_eq!(kept(list(&sent).await, &sent).paging_info, None);
    let sent = json!({"achievements": [], "pagingInfo": {"totalRecords": 0}});
    let info = kept(list(&sent).await, &sent).paging_info.expect("it is there");
    assert!(info.continuation_token.is_absent());
    for (token, expected) in [(Value::Null, None), (json!(""), Some("")), (json!("32"), Some("32"))] {
        let sent = json!({"achievements": [], "pagingInfo": {"continuationToken": token, "totalRecords": 0}});
        let info = kept(list(&sent).await, &sent).paging_info.expect("it is there");
        assert_eq!(info.continuation_token.as_deref(), expected);
    }
}

#[tokio::test]
async fn requirements_may_be_null_or_empty_or_missing() {
    for sent in [
        with("/progression/requirements", Value::Null),
        with("/progression/requirements", json!([])),
        without("/progression", "requirements"),
    ] {
        let progression = decoded(sent).await.progression.expect("a progression");
        assert!(progression.requirements.as_slice().is_empty());
    }
}

#[tokio::test]
async fn lists_and_flags_that_are_missing_stay_missing() {
    for name in ["mediaAssets", "platforms", "rewards", "isSecret", "isRevoked", "progressState"] {
        let mut sent = plain();
        sent.as_object_mut().expect("an object").remove(name).expect("a member");
        decoded(sent).await;
    }
}

#[tokio::test]
async fn unknown_enum_values_are_kept_wherever_they_stand() {
    let places = [
        "/progressState",
        "/achievementType",
        "/participationType",
        "/platforms/0",
        "/mediaAssets/0/type",
        "/rewards/0/type",
        "/rewards/0/valueType",
        "/progression/requirements/0/operationType",
        "/progression/requirements/0/valueType",
        "/progression/requirements/0/ruleParticipationType",
    ];
    let mut sent = locked();
    for place in places {
        *sent.pointer_mut(place).expect("a value") = json!(format!("New {place}"));
    }
    sent["rarity"] = json!({"currentCategory": "Legendary", "currentPercentage": 0.6});
    let achievement = decoded(sent).await;
    assert_eq!(achievement.progress_state.expect("a state").as_str(), "New /progressState");
    assert_eq!(achievement.rewards.expect("rewards")[0].type_.as_str(), "New /rewards/0/type");
    assert_eq!(achievement.rarity.expect("a rarity").current_category.expect("one").as_str(), "Legendary");
}

#[tokio::test]
async fn case_does_not_count_where_the_spec_says_so() {
    // Recorded are `SUM` and `Sum`; the pages write camel case. What is written back is the spec's spelling.
    for (place, sent, back) in [
        ("/progression/requirements/0/operationType", "SUM", "Sum"),
        ("/progressState", "achieved", "Achieved"),
        ("/achievementType", "challenge", "Challenge"),
        ("/mediaAssets/0/type", "art", "Art"),
        ("/rewards/0/type", "inApp", "InApp"),
    ] {
        let mut achievement = plain();
        *achievement.pointer_mut(place).expect("a value") = json!(sent);
        let mut expected = plain();
        *expected.pointer_mut(place).expect("a value") = json!(back);
        let achievement = written_as(achievement, &expected).await;
        match place {
            "/progressState" => assert_eq!(achievement.progress_state, Some(ProgressState::Achieved)),
            "/achievementType" => assert_eq!(achievement.achievement_type, AchievementType::Challenge),
            "/mediaAssets/0/type" => {
                assert_eq!(achievement.media_assets.expect("assets")[0].type_, MediaAssetType::Art);
            }
            "/rewards/0/type" => {
                assert_eq!(achievement.rewards.expect("rewards")[0].type_, RewardType::InApp)
            }
            _ => assert_eq!(requirement(&achievement).operation_type, Some(RequirementOperation::Sum)),
        }
    }
    // Elsewhere it does.
    let mut sent = plain();
    sent["platforms"] = json!(["xboxone"]);
    let platforms = decoded(sent).await.platforms.expect("platforms");
    assert!(matches!(&platforms[0], Platform::Unknown(platform) if platform.as_str() == "xboxone"));
}

#[tokio::test]
async fn a_reward_may_be_a_picture_and_may_lack_its_media_asset() {
    let mut sent = plain();
    sent["rewards"] = json!([
        {
            "name": "Art", "description": "A picture", "value": "https://a.example", "type": "Art",
            "mediaAsset": {"name": "a.png", "type": "Art", "url": "http://a.example"}, "valueType": "String"
        },
        {"name": null, "description": null, "value": "20", "type": "Gamerscore", "valueType": "Int"}
    ]);
    let achievement = decoded(sent).await;
    assert_eq!(achievement.gamerscore(), 20);
    let rewards = achievement.rewards.expect("rewards");
    assert_eq!(rewards[0].media_asset.value().map(|asset| asset.url.as_str()), Some("http://a.example"));
    assert!(rewards[1].media_asset.is_absent());
}

#[tokio::test]
async fn an_answer_that_nothing_changed_is_a_success() {
    let scid = samples::SCID;
    let path = format!("/users/xuid(1)/achievements/{scid}/update");
    let (_mock, client) = answering::<xbox_live::Client>("POST", &path, Answer::empty(304)).await;
    let progress = xbox_live::types::AchievementProgress::new("1", 100_u32);
    let scid = scid.parse().expect("a UUID");
    let body = xbox_live::types::UpdateAchievementsRequest::new([progress], scid, 3_051_199_919_u32, "1");
    let options = xbox_live::options::UpdateAchievements::default();
    let answer = client.update_achievements(1, scid, &body, options).await.expect("no failure");
    assert_eq!(answer.status().as_u16(), 304);
}

#[tokio::test]
async fn errors_are_read_in_the_shape_that_belongs_to_their_status() {
    let (_mock, client) = answering::<xbox_live::Client>(
        "GET",
        "/users/xuid(1)/achievements",
        Answer::json(403, r#"{"code":23,"source":"Progress","description":"No valid claims were found.","traceInformation":null}"#),
    )
    .await;
    let options = xbox_live::options::ListAchievements::default();
    let error = client.list_achievements(1, options.clone()).await.expect_err("it is refused");
    let service: ServiceError = error.json().expect("the documented shape");
    assert_eq!((service.code, service.source.as_deref()), (Some(23), Some("Progress")));
    assert!(service.trace_information.is_null());

    // The other documented shape of errors.
    let body = r#"{"errorCode":null,"errorMessage":"No longer available."}"#;
    let (_mock, client) =
        answering::<xbox_live::Client>("GET", "/users/xuid(1)/achievements", Answer::json(410, body)).await;
    let error = client.list_achievements(1, options.clone()).await.expect_err("it is gone");
    let service: ServiceError = error.json().expect("the documented shape");
    assert!(service.error_code.is_null());
    assert_eq!(service.error_message.as_deref(), Some("No longer available."));

    let body =
        r#"{"version":1,"currentRequests":13,"maxRequests":10,"periodInSeconds":15,"limitType":"rate"}"#;
    let (_mock, client) =
        answering::<xbox_live::Client>("GET", "/users/xuid(1)/achievements", Answer::json(429, body)).await;
    let error = client.list_achievements(1, options).await.expect_err("it is too much");
    let throttle: ThrottleError = error.json().expect("the documented shape");
    assert_eq!((throttle.max_requests, throttle.period_in_seconds), (Some(10), Some(15)));
    assert_eq!(throttle.limit_type, Some(xbox_live::types::LimitType::Rate));
}
