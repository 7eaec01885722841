//! Finding the achievements of a title of any generation, over TCP.

use game_achievements::xbox_live::types::AchievementsResponse;
use game_achievements::xbox_live::{Client, TitleAchievements};
use game_achievements_mock::{Answer, samples};

use crate::support::Service;

const LIST: &str = "/users/xuid(1)/achievements";

fn client(mock: &Service) -> Client {
    mock.builder().header("x-xbl-contract-version", "2").build().unwrap()
}

fn empty(paging: &str) -> Answer {
    Answer::json(200, format!(r#"{{"achievements":[]{paging}}}"#))
}

fn xbox_360(titles: &[u32]) -> Answer {
    let achievement = |title: &u32| {
        format!(
            r#"{{"id":1,"titleId":{title},"name":"n","sequence":1,"flags":1,"unlockedOnline":true,"unlocked":true,
               "isSecret":false,"platform":1,"gamerscore":5,"imageId":1,"description":"","lockedDescription":"","type":1,
               "isRevoked":false,"timeUnlocked":"2012-11-15T00:00:00.0000000Z"}}"#
        )
    };
    let list: Vec<_> = titles.iter().map(achievement).collect();
    Answer::json(
        200,
        format!(r#"{{"achievements":[{}],"version":"0001-01-01T00:00:00.0000000Z"}}"#, list.join(",")),
    )
}

fn versions(mock: &Service) -> Vec<String> {
    let requests = mock.requests();
    requests.iter().map(|request| request.header("x-xbl-contract-version").unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_modern_title_is_found_at_once_even_behind_an_empty_page() {
    let mock = Service::start().await;
    mock.answer("GET", LIST, empty(r#","pagingInfo":{"continuationToken":"32"}"#));
    mock.answer("GET", LIST, Answer::json(200, samples::XBOX_ACHIEVEMENT));
    let found = client(&mock).title_achievements(1, 7, Some("de-DE")).await.unwrap();
    assert_eq!(found.contract_version(), Some(4));
    let TitleAchievements::Modern(pages) = found else { panic!("{found:?}") };
    assert_eq!(pages.cursor(), Some("32"));
    assert_eq!(pages.items().collect().await.unwrap().len(), 1);
    assert_eq!(versions(&mock), ["4", "4"]);
    let requests = mock.requests();
    assert_eq!(requests[1].query(), Some("continuationToken=32&titleId=7"));
    assert_eq!(requests[0].header("accept-language"), Some("de-DE"));
}

#[tokio::test]
async fn an_older_title_is_found_with_version_3_or_1_and_without_those_of_others() {
    let mock = Service::start().await;
    mock.answer("GET", LIST, empty(""));
    mock.answer("GET", LIST, xbox_360(&[8, 7]));
    let found = client(&mock).title_achievements(1, 7, None).await.unwrap();
    assert_eq!((found.contract_version(), versions(&mock)), (Some(3), vec!["4".to_owned(), "3".to_owned()]));
    let TitleAchievements::Xbox360 { pages, .. } = found else { panic!("{found:?}") };
    let list = pages.items().collect().await.unwrap();
    assert_eq!(list.iter().map(|achievement| achievement.title_id).collect::<Vec<_>>(), [7]);
    assert_eq!(mock.requests().len(), 2);

    let mock = Service::start().await;
    mock.answer("GET", LIST, empty(""));
    mock.answer("GET", LIST, xbox_360(&[8]));
    mock.answer("GET", LIST, xbox_360(&[7]));
    let found = client(&mock).title_achievements(1, 7, None).await.unwrap();
    assert_eq!(found.contract_version(), Some(1));
}

#[tokio::test]
async fn nothing_is_no_error_and_an_error_ends_the_search() {
    let mock = Service::start().await;
    mock.answer("GET", LIST, empty(""));
    let found = client(&mock).title_achievements(1, 7, None).await.unwrap();
    assert!(matches!(found, TitleAchievements::Nothing) && found.contract_version().is_none());
    assert_eq!(versions(&mock), ["4", "3", "1"]);

    let mock = Service::start().await;
    mock.answer("GET", LIST, empty(""));
    mock.answer("GET", LIST, Answer::empty(403));
    let error = client(&mock).title_achievements(1, 7, None).await.unwrap_err();
    assert_eq!((error.operation(), mock.requests().len()), (Some("title_achievements"), 2));
}

#[test]
fn rarity_is_told_where_the_service_tells_it() {
    let read = |rarity: &str| {
        let mut list: serde_json::Value = serde_json::from_str(samples::XBOX_ACHIEVEMENT).unwrap();
        list["achievements"][0]["rarity"] = serde_json::from_str(rarity).unwrap();
        serde_json::from_value::<AchievementsResponse>(list).unwrap().achievements.remove(0)
    };
    let rare = read(r#"{"currentCategory":"Rare","currentPercentage":9.91}"#);
    assert_eq!((rare.is_rare(), rare.unlocked_by_percent()), (Some(true), Some(9.91)));
    assert_eq!(read(r#"{"currentCategory":"Common"}"#).is_rare(), Some(false));
    for unknown in [r#"{"currentCategory":"Unset"}"#, r#"{"currentCategory":"Epic"}"#, "{}", "null"] {
        assert_eq!(read(unknown).is_rare(), None, "{unknown}");
    }
}

#[test]
fn futures_can_be_sent_to_other_threads() {
    fn is_send<T: Send>(_: T) {}
    let _ = |client: &Client| is_send(client.title_achievements(1, 7, None));
}
