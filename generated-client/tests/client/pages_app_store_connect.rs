//! Lists of App Store Connect, over TCP.

use game_achievements::ErrorKind;
use game_achievements::app_store_connect::types::GameCenterAchievementsV2Response;
use game_achievements::app_store_connect::{Client, options};
use game_achievements::pages::{Items, Pages};
use game_achievements_mock::Answer;

use crate::support::Service;

const LIST: &str = "/v1/gameCenterDetails/d/gameCenterAchievementsV2";

fn client(mock: &Service) -> Client {
    mock.client()
}

/// A page of achievements with these ids; `next` is the whole member, comma included.
fn page(ids: &[&str], next: &str) -> Answer {
    let data: Vec<_> =
        ids.iter().map(|id| format!(r#"{{"type":"gameCenterAchievements","id":"{id}"}}"#)).collect();
    Answer::json(
        200,
        format!(
            r#"{{"data":[{}],"links":{{"self":"https://elsewhere.example/self"{next}}},
               "included":[{{"type":"gameCenterDetails","id":"of {}"}}]}}"#,
            data.join(","),
            ids.concat()
        ),
    )
}

async fn pages(mock: &Service) -> Pages<GameCenterAchievementsV2Response> {
    let client = client(mock);
    let options = options::ListAchievementsV2::default().limit(2);
    client.pages(client.list_achievements_v2("d", options).await.unwrap())
}

async fn ids(mut items: Items<GameCenterAchievementsV2Response>) -> Vec<String> {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id);
    }
    ids
}

fn targets(mock: &Service) -> Vec<String> {
    mock.requests().iter().map(|request| request.target().to_owned()).collect()
}

#[tokio::test]
async fn links_are_followed_as_they_are_absolute_or_relative() {
    let mock = Service::start().await;
    let absolute = format!(
        "{}{LIST}?cursor=A%2CB.x&limit=2&fields%5BgameCenterAchievements%5D=points,archived",
        mock.base_url()
    );
    let relative = format!("{LIST}?cursor=2&limit=2");
    mock.answer("GET", &format!("{LIST}?limit=2"), page(&["1", "2"], &format!(r#","next":"{absolute}""#)));
    mock.answer(
        "GET",
        absolute.trim_start_matches(mock.base_url()),
        page(&["3"], &format!(r#","next":"{relative}""#)),
    );
    mock.answer("GET", &relative, page(&["4"], ""));
    assert_eq!(ids(pages(&mock).await.items()).await, ["1", "2", "3", "4"]);
    assert_eq!(
        targets(&mock),
        [
            format!("{LIST}?limit=2"),
            format!("{LIST}?cursor=A%2CB.x&limit=2&fields%5BgameCenterAchievements%5D=points,archived"),
            relative
        ]
    );
    for request in mock.requests() {
        assert_eq!(request.header("authorization"), Some("Bearer t0p.s3cret-token"));
    }
}

#[tokio::test]
async fn a_page_is_asked_for_when_the_last_is_taken_and_has_what_is_included() {
    let mock = Service::start().await;
    mock.answer("GET", &format!("{LIST}?limit=2"), page(&["1"], &format!(r#","next":"{LIST}?cursor=2""#)));
    mock.answer("GET", &format!("{LIST}?cursor=2"), page(&["2"], ""));
    let mut pages = pages(&mock).await;
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!(first.included.iter().count(), 1);
    assert_eq!(mock.requests().len(), 1);
    assert_eq!(pages.cursor(), Some(format!("{LIST}?cursor=2").as_str()));
    let second = pages.next().await.unwrap().unwrap();
    assert!(serde_json::to_string(&second.included).unwrap().contains("of 2"));
    assert!(pages.is_done() && pages.next().await.is_none() && pages.cursor().is_none());
}

#[tokio::test]
async fn an_absent_null_empty_or_repeated_link_ends_the_list() {
    for next in ["", r#","next":null"#, r#","next":"""#] {
        let mock = Service::start().await;
        mock.answer("GET", LIST, page(&["1"], next));
        assert_eq!(ids(pages(&mock).await.items()).await, ["1"], "{next}");
        assert_eq!(mock.requests().len(), 1);
    }
    // The second page leads to the third, the third back to the second.
    let mock = Service::start().await;
    mock.answer("GET", &format!("{LIST}?limit=2"), page(&["1"], &format!(r#","next":"{LIST}?cursor=b""#)));
    mock.answer("GET", &format!("{LIST}?cursor=b"), page(&["2"], &format!(r#","next":"{LIST}?cursor=c""#)));
    mock.answer("GET", &format!("{LIST}?cursor=c"), page(&["3"], &format!(r#","next":"{LIST}?cursor=b""#)));
    assert_eq!(ids(pages(&mock).await.items()).await, ["1", "2", "3"]);
}

#[tokio::test]
async fn a_link_to_elsewhere_is_an_error_and_nothing_is_sent_there() {
    let (mock, other) = (Service::start().await, Service::stranger().await);
    for link in [other.base_url().to_owned() + LIST, "https://api.example/x".into(), "//api.example/x".into()]
    {
        mock.answer("GET", LIST, page(&["1"], &format!(r#","next":"{link}""#)));
        let mut items = client(&mock).pages_at::<GameCenterAchievementsV2Response>(LIST).items();
        // The script serves its answers in turn, and the last again.
        let mut last = None;
        while let Some(item) = items.next().await {
            last = Some(item);
        }
        assert_eq!(last.unwrap().unwrap_err().kind(), ErrorKind::InvalidArgument, "{link}");
        assert!(items.next().await.is_none());
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn an_error_ends_the_stream_which_can_go_on_from_its_cursor() {
    let mock = Service::start().await;
    let link = format!("{LIST}?cursor=2");
    mock.answer("GET", &format!("{LIST}?limit=2"), page(&["1"], &format!(r#","next":"{link}""#)));
    mock.answer("GET", &link, Answer::json(403, r#"{"errors":[]}"#));
    mock.answer("GET", &link, page(&["2"], ""));
    let mut pages = pages(&mock).await;
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.operation()), (403, Some("read_page")));
    assert!(pages.next().await.is_none() && pages.is_done());
    let cursor = pages.cursor().unwrap();
    assert_eq!(cursor, link);
    let mut again = client(&mock).pages_at::<GameCenterAchievementsV2Response>(cursor).items();
    assert_eq!(again.next().await.unwrap().unwrap().id, "2");
    assert_eq!(again.page_cursor(), Some(link.as_str()));
    assert!(again.next().await.is_none());
}

#[tokio::test]
async fn too_many_pages_are_an_error() {
    let mock = Service::start().await;
    mock.answer("GET", &format!("{LIST}?limit=2"), page(&["1"], &format!(r#","next":"{LIST}?cursor=b""#)));
    let mut pages = pages(&mock).await.max_pages(1);
    assert!(pages.next().await.unwrap().is_ok());
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::TooLarge);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_dropped_wait_loses_nothing() {
    let mock = Service::start().await;
    mock.answer("GET", LIST, page(&["1"], ""));
    let mut items = client(&mock).pages_at::<GameCenterAchievementsV2Response>(LIST).items();
    // Polled once, then dropped: the request is under way.
    tokio::select! {
        biased;
        _ = items.next() => panic!("there is no answer yet"),
        () = std::future::ready(()) => {}
    }
    assert_eq!(items.next().await.unwrap().unwrap().id, "1");
    assert_eq!(mock.requests().len(), 1);
}

#[test]
fn streams_can_be_sent_to_other_threads() {
    fn is_stream<S: futures_core::Stream + Send + Unpin>(_: fn() -> S) {}
    is_stream::<Pages<GameCenterAchievementsV2Response>>(|| unreachable!());
    is_stream::<Items<GameCenterAchievementsV2Response>>(|| unreachable!());
    fn is_send<T: Send>(_: T) {}
    let _ = |mut items: Items<GameCenterAchievementsV2Response>| is_send(items.next());
}

#[test]
fn every_list_has_pages() {
    let read =
        |path: &str| std::fs::read_to_string(format!("{}/src/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (types, pages) = (read("generated/app_store_connect/types.rs"), read("app_store_connect/pages.rs"));
    let lists: Vec<_> = types
        .split("pub struct ")
        .filter(|text| text.contains("PagedDocumentLinks> ="))
        .map(|text| text.split(' ').next().unwrap())
        .collect();
    assert!(lists.len() > 10, "{lists:?}");
    for list in lists {
        assert!(
            pages.contains(&format!(" {list} of ")),
            "add `{list}` to `paged!` in app_store_connect/pages.rs"
        );
    }
}
