//! Services that misbehave: each kind of trouble, and what a call makes of it. All waits are virtual.

use std::time::Duration;

use game_achievements::app_store_connect::types::{
    GameCenterAchievementCreateAttributes, GameCenterAchievementV2CreateRequest,
    GameCenterAchievementsV2Response,
};
use game_achievements::app_store_connect::{Client, options};
use game_achievements::time::ManualClock;
use game_achievements::xbox_live::types::AchievementProgress;
use game_achievements::{Api as _, Uuid};
use game_achievements::{CallOptions, Error, ErrorKind, Result, RetryPolicy, StatusCode, xbox_live};
use game_achievements_mock::{Answer, Fault};

use crate::support::{Service, log};

const ACHIEVEMENTS: &str = "/v2/gameCenterAchievements";
const PATH: &str = "/v2/gameCenterAchievements/a";
const LIST: &str = "/v1/gameCenterDetails/d/gameCenterAchievementsV2";
const UPDATE: &str = "/users/xuid(1)/achievements/00000000-0000-0000-0000-000000000000/update";
const ONE: &str = r#"{"data":{"type":"gameCenterAchievements","id":"a"}}"#;

const SECOND: Duration = Duration::from_secs(1);

async fn service() -> (Service, Client, ManualClock) {
    let service = Service::start().await;
    service.answer("GET", PATH, Answer::json(200, ONE));
    service.answer("POST", ACHIEVEMENTS, Answer::json(201, ONE));
    let (client, clock) = service.client_with_clock();
    (service, client, clock)
}

async fn read(client: &Client) -> Result<()> {
    let answer = client.read_achievement_v2("a", options::ReadAchievementV2::default()).await?;
    assert_eq!(answer.data.id, "a");
    Ok(())
}

async fn create(client: &Client) -> Result<()> {
    let medal = GameCenterAchievementCreateAttributes::new(1u32, "Medal", false, true, "medal");
    client
        .create_achievement_v2(&GameCenterAchievementV2CreateRequest::for_detail("d", medal))
        .await
        .map(|_| ())
}

async fn update(client: &xbox_live::Client) -> Result<()> {
    let item = AchievementProgress::new("1", 100u32);
    client.report_progress(1, Uuid::nil(), 7, &[item]).await?.into_result()
}

/// Connections that break before and in the middle of an answer, and statuses that pass.
fn passing() -> Vec<Fault> {
    let mut faults = vec![Fault::Refused, Fault::Lost, Fault::Cut(9), Fault::Reset(9), Fault::Cut(0)];
    faults.extend([408, 500, 502, 503, 504].map(Fault::status));
    faults
}

#[tokio::test]
async fn a_storm_of_429_is_waited_out_as_the_service_asks_whatever_the_method() {
    let (service, client, clock) = service().await;
    for asked in [3, 7, 20] {
        service.fault("GET", PATH, Fault::too_many_requests(asked));
        service.fault("POST", ACHIEVEMENTS, Fault::too_many_requests(asked));
    }
    read(&client).await.unwrap();
    create(&client).await.unwrap();
    let waits = clock.waits();
    for (wait, asked) in waits.iter().zip([3, 7, 20, 3, 7, 20]) {
        assert!(*wait >= asked * SECOND, "{waits:?}");
    }
    assert_eq!((waits.len(), service.acted_on("GET"), service.acted_on("POST")), (6, 1, 1));
}

#[tokio::test]
async fn a_storm_that_does_not_end_is_an_error_that_says_how_often_and_how_long() {
    let (service, client, clock) = service().await;
    service.fault_every(1, [Fault::too_many_requests(5)]);
    let line = log::len();
    let error = read(&client).await.unwrap_err();
    let waited: Duration = clock.waits().iter().sum();
    assert_eq!((error.tries(), error.elapsed()), (4, waited));
    assert_eq!(error.retry_after(), Some(5 * SECOND));
    let said = format!("429 Too Many Requests (after 4 tries in {} s)", waited.as_secs());
    assert!(error.to_string().ends_with(&said), "{error}");
    assert_eq!(service.acted_on("GET"), 0);
    assert!(log::ours(line, "trying again kind=Status status=429") >= 3);

    // What asks for an hour is not waited for.
    service.fault_every(1, [Fault::too_many_requests(3600)]);
    let error = create(&client).await.unwrap_err();
    assert_eq!((error.tries(), error.retry_after()), (1, Some(3600 * SECOND)));
}

#[tokio::test]
async fn a_read_is_repeated_after_any_trouble_that_passes() {
    for fault in passing() {
        let (service, client, clock) = service().await;
        service.fault("GET", PATH, fault.clone());
        read(&client).await.unwrap();
        assert_eq!((service.requests().len(), clock.waits().len()), (2, 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_write_is_never_done_twice_unless_the_caller_says_that_it_may() {
    for fault in passing() {
        let (service, client, clock) = service().await;
        service.fault("POST", ACHIEVEMENTS, fault.clone());
        let error = create(&client).await.unwrap_err();
        assert_eq!((error.tries(), clock.waits().len(), service.requests().len()), (1, 0, 1), "{fault:?}");
        assert_eq!(service.acted_on("POST"), usize::from(fault.acts()));

        service.fault("POST", ACHIEVEMENTS, fault);
        create(&client.with(CallOptions::default().repeatable(true))).await.unwrap();
        assert_eq!(service.requests().len(), 3);
    }
}

#[tokio::test]
async fn progress_on_xbox_is_repeated_like_a_read_and_waits_as_long_as_microsofts_client() {
    // An answer without a body cannot break off in it.
    for fault in passing().into_iter().filter(|fault| !matches!(fault, Fault::Cut(_) | Fault::Reset(_))) {
        let service = Service::start().await;
        service.answer("POST", UPDATE, Answer::empty(200));
        service.fault("POST", UPDATE, fault.clone());
        let (client, clock) = service.client_with_clock();
        update(&client).await.unwrap();
        let shortest = if fault == Fault::status(500) { 10 } else { 2 };
        assert!(clock.waits()[0] >= shortest * SECOND, "{fault:?} {:?}", clock.waits());
        assert_eq!((service.requests().len(), clock.waits().len()), (2, 1));
    }
}

#[tokio::test]
async fn a_slow_answer_is_read_and_one_that_is_too_slow_is_asked_for_again() {
    let (service, client, clock) = service().await;
    service.fault("GET", PATH, Fault::Slow { piece: 16, gap: Duration::from_millis(1) });
    read(&client).await.unwrap();
    assert!(clock.waits().is_empty());

    let hasty = client.with(CallOptions::default().timeout(SECOND / 5));
    for fault in [Fault::Silent, Fault::Slow { piece: 90, gap: SECOND / 2 }] {
        service.fault("GET", PATH, fault.clone());
        read(&hasty).await.unwrap();
        service.fault("POST", ACHIEVEMENTS, fault);
        let error = create(&hasty).await.unwrap_err();
        assert_eq!((error.kind(), error.tries()), (ErrorKind::Timeout, 1));
    }
    assert_eq!(clock.waits().len(), 2);
}

#[tokio::test]
async fn a_redirect_to_another_host_is_an_error_and_nothing_goes_there() {
    let (service, client, clock) = service().await;
    let other = Service::stranger().await;
    for status in [301, 302, 303, 307, 308] {
        let fault = Fault::redirect(status, format!("{}{PATH}?session=1", other.base_url()));
        service.fault("GET", PATH, fault.clone());
        service.fault("POST", ACHIEVEMENTS, fault);
        for error in [read(&client).await.unwrap_err(), create(&client).await.unwrap_err()] {
            assert_eq!((error.kind(), error.tries()), (ErrorKind::Redirect, 1), "{error}");
            assert!(!error.to_string().contains("session"), "{error}");
        }
    }
    assert!(other.requests().is_empty() && clock.waits().is_empty());
}

#[tokio::test]
async fn a_wrong_type_is_told_if_the_body_does_not_fit_and_no_matter_if_it_does() {
    let (service, client, _) = service().await;
    service.fault("GET", PATH, Fault::ContentType("text/html".into()));
    read(&client).await.unwrap();
    let page =
        Answer::json(200, "<html>Maintenance</html>").with_fault(Fault::ContentType("text/html".into()));
    service.fault("GET", PATH, Fault::Instead(page));
    let error = read(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(StatusCode::OK)));
    assert!(error.to_string().contains("with a body of type text/html: "), "{error}");
    assert_eq!(error.body(), b"<html>Maintenance</html>");
    // An answer that is cut where it could end is no answer either.
    service.fault("GET", PATH, Fault::Instead(Answer::json(200, "")));
    assert!(read(&client).await.unwrap_err().to_string().contains("with no body"));
}

fn apple_page(id: &str, next: &str) -> Answer {
    let links = format!(r#""links":{{"self":"{LIST}","next":"{LIST}?cursor={next}"}}"#);
    Answer::json(200, format!(r#"{{"data":[{{"type":"gameCenterAchievements","id":"{id}"}}],{links}}}"#))
}

async fn ids(client: &Client) -> Result<Vec<String>, Error> {
    let items = client.pages_at::<GameCenterAchievementsV2Response>(LIST).items().collect().await?;
    Ok(items.into_iter().map(|item| item.id).collect())
}

#[tokio::test]
async fn a_list_that_repeats_a_page_or_leads_in_a_circle_ends() {
    let (service, client, _) = service().await;
    service.answer("GET", LIST, apple_page("1", "2"));
    service.answer("GET", &format!("{LIST}?cursor=2"), apple_page("2", "3"));
    service.answer("GET", &format!("{LIST}?cursor=3"), apple_page("3", "1"));
    service.answer("GET", &format!("{LIST}?cursor=1"), apple_page("1", "2"));
    // A circle: the first page is there again under a link of its own.
    assert_eq!(ids(&client).await.unwrap(), ["1", "2", "3", "1"]);
    // From the second request on, the first page again and again.
    service.fault_every(1, [Fault::Repeat]);
    assert_eq!(ids(&client).await.unwrap().len(), 2);

    let xbox = Service::start().await;
    let list = "/users/xuid(1)/history/titles";
    xbox.answer_with("GET", list, |_| {
        Answer::json(200, r#"{"titles":[],"pagingInfo":{"continuationToken":"7"}}"#)
    });
    let client: xbox_live::Client = xbox.client();
    let titles = client.title_history_pages(1, Default::default()).items().collect().await.unwrap();
    assert_eq!((titles.len(), xbox.requests().len()), (0, 2));
}

#[tokio::test]
async fn a_page_that_breaks_off_is_asked_for_again_and_no_item_comes_twice() {
    let (service, client, clock) = service().await;
    service.answer("GET", LIST, apple_page("1", "2"));
    let last =
        Answer::json(200, r#"{"data":[{"type":"gameCenterAchievements","id":"2"}],"links":{"self":"x"}}"#);
    service.answer("GET", &format!("{LIST}?cursor=2"), last);
    for fault in [Fault::Reset(20), Fault::too_many_requests(9), Fault::status(503)] {
        service.fault("GET", LIST, fault.clone());
        service.fault("GET", &format!("{LIST}?cursor=2"), fault);
    }
    assert_eq!(ids(&client).await.unwrap(), ["1", "2"]);
    assert_eq!(clock.waits().len(), 6);
}

#[tokio::test]
async fn no_call_is_repeated_if_the_policy_says_never() {
    let (service, client, clock) = service().await;
    let once = client.with(CallOptions::default().retry(RetryPolicy::never()));
    service.fault_every(1, passing());
    for _ in passing() {
        assert_eq!(read(&once).await.unwrap_err().tries(), 1);
    }
    assert!(clock.waits().is_empty());
}
