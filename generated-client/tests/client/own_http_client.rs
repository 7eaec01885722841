//! A `reqwest::Client` of the caller's own, and what it then decides.

use game_achievements::app_store_connect::{Client, options};
use game_achievements::{ErrorKind, reqwest};
use game_achievements_mock::{Answer, Fault};

use crate::support::Service;

const PATH: &str = "/v2/gameCenterAchievements/a";
const ACHIEVEMENT: &str = r#"{"data":{"type":"gameCenterAchievements","id":"a"}}"#;

fn own() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy()
}

async fn read(client: &Client) -> game_achievements::Result<String> {
    let answer = client.read_achievement_v2("a", options::ReadAchievementV2::default()).await?;
    Ok(answer.into_inner().data.id)
}

#[tokio::test]
async fn it_follows_redirects_as_it_likes_and_reqwest_leaves_the_token_behind() {
    let (service, other) = (Service::start().await, Service::stranger().await);
    other.answer("GET", PATH, Answer::json(200, ACHIEVEMENT));
    let location = format!("{}{PATH}", other.base_url());
    service.fault_every(1, [Fault::redirect(302, &location)]);
    let client: Client = service.builder().http_client(own().build().unwrap()).build().unwrap();
    assert_eq!(read(&client).await.unwrap(), "a");
    // That no token came is checked at the end of `other`.
    assert_eq!(other.requests().len(), 1);

    let ours: Client = service.client();
    assert_eq!(read(&ours).await.unwrap_err().kind(), ErrorKind::Redirect);
    assert_eq!(other.requests().len(), 1);
}

#[tokio::test]
async fn its_limits_of_time_and_its_headers_count_and_ours_go_before_them() {
    let service = Service::start().await;
    service.answer("GET", PATH, Answer::json(200, ACHIEVEMENT));
    let mut headers = game_achievements::HeaderMap::new();
    headers.insert("user-agent", "theirs".parse().unwrap());
    headers.insert("x-theirs", "1".parse().unwrap());
    let quick = own().default_headers(headers).read_timeout(std::time::Duration::from_millis(100));
    let builder = service.builder().http_client(quick.build().unwrap());
    let client: Client = builder.retry(game_achievements::RetryPolicy::never()).build().unwrap();
    read(&client).await.unwrap();
    service.fault("GET", PATH, Fault::Silent);
    assert_eq!(read(&client).await.unwrap_err().kind(), ErrorKind::Timeout);
    let request = service.requests().remove(0);
    assert_eq!(request.header("x-theirs"), Some("1"));
    assert!(request.header("user-agent").unwrap().starts_with("game-achievements/"));
}
