//! Lists of Xbox Live, over TCP.

use game_achievements::xbox_live::{Client, options};
use game_achievements::{ErrorKind, xbox_360};
use game_achievements_mock::Answer;

use crate::support::Service;

const LIST: &str = "/users/xuid(1)/history/titles";

fn client<C: game_achievements::Api>(mock: &Service) -> C {
    mock.client()
}

fn page(name: &str, paging: &str) -> Answer {
    let title = format!(
        r#"{{"lastUnlock":"2020-01-01T00:00:00Z","titleId":1,"serviceConfigId":"","titleType":"DGame","platform":"Durango","name":"{name}","earnedAchievements":1,"currentGamerscore":1,"maxGamerscore":1}}"#
    );
    Answer::json(200, format!(r#"{{"titles":[{title}]{paging}}}"#))
}

fn token(token: &str) -> String {
    format!(r#","pagingInfo":{{"continuationToken":{token}}}"#)
}

fn queries(mock: &Service) -> Vec<String> {
    mock.requests().iter().map(|request| request.query().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn tokens_are_followed_with_all_other_options() {
    let mock = Service::start().await;
    mock.answer("GET", LIST, page("a", &token(r#""32,2018-03-28T01:28:51.8070000Z""#)));
    mock.answer("GET", LIST, page("b", &token(r#""64""#)));
    mock.answer("GET", LIST, page("c", &token("null")));
    let options = options::ListTitleHistory::default().skip_items(3u32).max_items(1u32);
    let titles = client::<Client>(&mock).title_history_pages(1, options).items().collect().await.unwrap();
    assert_eq!(titles.iter().map(|title| title.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(
        queries(&mock),
        [
            "maxItems=1&skipItems=3",
            "continuationToken=32%2C2018-03-28T01%3A28%3A51.8070000Z&maxItems=1",
            "continuationToken=64&maxItems=1"
        ]
    );
}

#[tokio::test]
async fn a_token_that_is_null_empty_missing_or_does_not_advance_ends_the_list() {
    for paging in [
        token("null"),
        token(r#""""#),
        r#","pagingInfo":{}"#.into(),
        r#","pagingInfo":null"#.into(),
        "".into(),
    ] {
        let mock = Service::start().await;
        mock.answer("GET", LIST, page("a", &paging));
        let titles = client::<Client>(&mock).title_history_pages(1, Default::default()).items();
        assert_eq!(titles.collect().await.unwrap().len(), 1, "{paging}");
        assert_eq!(mock.requests().len(), 1);
    }
    let mock = Service::start().await;
    mock.answer("GET", LIST, page("a", &token(r#""32""#)));
    let titles = client::<Client>(&mock).title_history_pages(1, Default::default()).items();
    assert_eq!(titles.collect().await.unwrap().len(), 2);
    assert_eq!(queries(&mock), ["", "continuationToken=32"]);
}

#[tokio::test]
async fn a_list_goes_on_from_a_token() {
    let mock = Service::start().await;
    mock.answer("GET", LIST, page("a", &token(r#""32""#)));
    mock.answer("GET", &format!("{LIST}?continuationToken=32"), Answer::empty(403));
    let mut pages = client::<Client>(&mock).title_history_pages(1, Default::default());
    assert!(pages.cursor().is_none() && !pages.is_done());
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
    let token = pages.cursor().unwrap();
    let options = options::ListTitleHistory::default().continuation_token(token);
    let again = client::<Client>(&mock).title_history_pages(1, options);
    assert_eq!(again.cursor(), Some("32"));
}

#[tokio::test]
async fn the_number_of_pages_is_bounded() {
    let mock = Service::start().await;
    mock.answer("GET", LIST, page("a", &token(r#""1""#)));
    mock.answer("GET", LIST, page("b", &token(r#""2""#)));
    let mut items = client::<Client>(&mock).title_history_pages(1, Default::default()).max_pages(1).items();
    assert!(items.next().await.unwrap().is_ok());
    assert_eq!(items.next().await.unwrap().unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn lists_of_xbox_360_titles_have_pages_too() {
    let mock = Service::start().await;
    let path = "/users/xuid(1)/titleachievements";
    let empty = |paging: String| Answer::json(200, format!(r#"{{"achievements":[]{paging}}}"#));
    mock.answer("GET", path, empty(token(r#""32""#)));
    mock.answer("GET", path, empty(token("null")));
    let pages = client::<xbox_360::Client>(&mock).title_achievement_pages(1, 7, Default::default());
    assert!(pages.items().collect().await.unwrap().is_empty());
    assert_eq!(queries(&mock), ["titleId=7", "titleId=7&continuationToken=32"]);
}
