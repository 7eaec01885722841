//! The sample answers of the providers' pages, through HTTP into types and back.

use game_achievements::xbox_live::types::{AchievementResponse, ProgressState};
use game_achievements::{app_store_connect, xbox_live};
use game_achievements_mock::{Answer, Mock, samples};
use serde_json::Value;

use crate::held::Held;
use crate::operations::client;

#[tokio::test]
#[allow(deprecated, reason = "Apple's page is about an operation that has since been superseded")]
async fn the_image_of_apples_page_decodes_and_encodes_back() {
    let mock = Mock::with_samples().await.expect("a free port");
    let client: app_store_connect::Client = client(mock.base_url()).expect("a client");
    let options = app_store_connect::options::ReadAchievementLocalizationImage::default();
    let answer = client
        .read_achievement_localization_image(samples::ACHIEVEMENT_LOCALIZATION_ID, options)
        .await
        .expect("the sample decodes");

    let sent: Value = serde_json::from_str(samples::ACHIEVEMENT_IMAGE).expect("JSON");
    let back = serde_json::to_value(&*answer).expect("JSON");
    assert_eq!(back, sent);

    let image = answer.into_inner().data.expect("an image");
    let attributes = image.attributes.expect("attributes");
    assert_eq!(attributes.file_name.as_deref(), Some("coffee1.png"));
    assert_eq!(attributes.file_size, Some(357_407));
    let url = attributes.image_asset.expect("an asset").url(512, 512, "png").expect("a template");
    assert!(url.ends_with("_coffee1.png/512x512bb.png"), "{url}");
}

#[tokio::test]
async fn both_forms_of_microsofts_page_decode_and_encode_back() {
    let wire: Value = serde_json::from_str(samples::XBOX_ACHIEVEMENT).expect("JSON");
    let page = serde_json::json!({ "achievement": wire["achievements"][0] });
    for sent in [wire, page] {
        let mock = Held::start().await;
        let path = format!(
            "/users/xuid({})/achievements/{}/{}",
            samples::XUID,
            samples::SCID,
            samples::ACHIEVEMENT_ID
        );
        mock.answer("GET", &path, Answer::json(200, sent.to_string()));
        let client: xbox_live::Client = client(mock.base_url()).expect("a client");
        let scid = samples::SCID.parse().expect("a UUID");
        let answer: AchievementResponse = client
            .read_achievement(
                samples::XUID,
                scid,
                samples::ACHIEVEMENT_ID,
                xbox_live::options::ReadAchievement::default(),
            )
            .await
            .expect("the sample decodes")
            .into_inner();

        let back = serde_json::to_value(&answer).expect("JSON");
        assert_eq!(back, sent);

        let achievement = answer.into_achievement().expect("an achievement");
        assert_eq!(achievement.progress_state, Some(ProgressState::Achieved));
        assert_eq!(achievement.gamerscore(), 10);
        let unlocked = achievement.time_unlocked().expect("it is unlocked");
        assert_eq!(unlocked.as_str(), "2013-01-17T03:19:00.3087016Z");
    }
}

#[tokio::test]
async fn the_contract_version_is_sent_by_itself_and_can_be_set_on_the_client() {
    use game_achievements::Api as _;

    let mock = Mock::with_samples().await.expect("a free port");
    let builder = || xbox_live::Client::builder().base_url(mock.base_url());
    let scid = samples::SCID.parse().expect("a UUID");
    for client in [builder(), builder().header("x-xbl-contract-version", "4")] {
        let client = client.build().expect("a client");
        let options = xbox_live::options::ReadAchievement::default();
        // Without authorization the mock answers 401, but the request is what counts here.
        let _ = client.read_achievement(samples::XUID, scid, samples::ACHIEVEMENT_ID, options).await;
        let _ =
            client.list_achievements(samples::XUID, xbox_live::options::ListAchievements::default()).await;
    }
    let sent: Vec<_> = mock
        .requests()
        .iter()
        .map(|request| request.header("x-xbl-contract-version").map(str::to_owned))
        .collect();
    let expected = ["2", "4", "4", "4"].map(|version| Some(version.to_owned()));
    assert_eq!(sent, expected, "defaults are those of the operations; the client's own wins");
}
