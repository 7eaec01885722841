//! Updates of many achievements on Xbox Live, over TCP.

use game_achievements::xbox_live::types::AchievementProgress;
use game_achievements::xbox_live::{Client, UpdateOutcome};
use game_achievements::{ErrorKind, Uuid};
use game_achievements_mock::Answer;

use crate::support::Service;

const SCID: &str = "05B70100-D6CB-4EDC-9D77-0EB2A4AA1ED3";
const PATH: &str = "/users/xuid(2533274790412952)/achievements/05b70100-d6cb-4edc-9d77-0eb2a4aa1ed3/update";
const XUID: u64 = 2_533_274_790_412_952;

fn client(mock: &Service) -> Client {
    mock.client()
}

fn scid() -> Uuid {
    SCID.parse().unwrap()
}

fn items(count: usize) -> Vec<AchievementProgress> {
    (1..=count).map(|id| AchievementProgress::new(id.to_string(), 100u32)).collect()
}

#[tokio::test]
async fn ids_are_sent_in_lower_case_and_at_most_50_to_a_request() {
    let mock = Service::start().await;
    mock.answer("POST", PATH, Answer::empty(200));
    let report = client(&mock).report_progress(XUID, scid(), 7, &items(101)).await.unwrap();
    assert!(report.is_complete());
    assert_eq!((report.len(), report.unfinished().count()), (101, 0));
    let bodies: Vec<serde_json::Value> =
        mock.requests().iter().map(|request| serde_json::from_slice(request.body()).unwrap()).collect();
    let sizes: Vec<_> = bodies.iter().map(|body| body["achievements"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [50, 50, 1]);
    assert_eq!(
        bodies[2],
        serde_json::json!({
            "action": "progressUpdate",
            "serviceConfigId": SCID.to_lowercase(),
            "titleId": 7,
            "userId": "2533274790412952",
            "achievements": [{"id": "101", "percentComplete": 100}],
        })
    );
    assert_eq!(mock.requests()[0].header("x-xbl-contract-version"), Some("2"));
}

#[tokio::test]
async fn an_answer_of_304_is_no_error() {
    let mock = Service::start().await;
    mock.answer("POST", PATH, Answer::empty(304));
    mock.answer("POST", PATH, Answer::empty(204));
    let report = client(&mock).report_progress(XUID, scid(), 7, &items(51)).await.unwrap();
    let outcomes: Vec<_> = report.outcomes().collect();
    assert!(outcomes[..50].iter().all(|outcome| matches!(outcome, UpdateOutcome::NotModified)));
    assert!(matches!(outcomes[50], UpdateOutcome::Updated));
    report.into_result().unwrap();
}

#[tokio::test]
async fn a_bad_request_does_not_keep_the_others_back() {
    let mock = Service::start().await;
    mock.answer("POST", PATH, Answer::empty(200));
    mock.answer("POST", PATH, Answer::json(400, r#"{"code":4000,"description":"bad body"}"#));
    mock.answer("POST", PATH, Answer::empty(200));
    let report = client(&mock).report_progress(XUID, scid(), 7, &items(120)).await.unwrap();
    assert!(!report.is_complete());
    assert_eq!(report.unfinished().collect::<Vec<_>>(), (50..100).collect::<Vec<_>>());
    let (range, error) = report.failures().next().unwrap();
    assert_eq!((range, error.status().unwrap().as_u16()), (50..100, 400));
    assert!(matches!(report.outcomes().nth(99), Some(UpdateOutcome::Failed(_))));
    assert!(matches!(report.outcomes().nth(100), Some(UpdateOutcome::Updated)));
    assert_eq!(report.into_result().unwrap_err().status().unwrap().as_u16(), 400);
}

#[tokio::test]
async fn an_error_of_all_requests_stops_the_rest() {
    let mock = Service::start().await;
    mock.answer("POST", PATH, Answer::empty(200));
    mock.answer("POST", PATH, Answer::empty(403));
    let report = client(&mock).report_progress(XUID, scid(), 7, &items(120)).await.unwrap();
    assert_eq!(mock.requests().len(), 2);
    let outcomes: Vec<_> = report.outcomes().collect();
    assert_eq!(outcomes.len(), 120);
    assert!(outcomes[49].is_done());
    assert!(matches!(outcomes[50], UpdateOutcome::Failed(error) if error.status().unwrap() == 403));
    assert!(matches!(outcomes[100], UpdateOutcome::NotSent));
    assert_eq!(report.unfinished().next(), Some(50));
}

#[tokio::test]
async fn what_cannot_be_right_is_refused_before_anything_is_sent() {
    let mock = Service::start().await;
    let client = client(&mock);
    let bad = [
        (0, AchievementProgress::new("1", 1u32)),
        (7, AchievementProgress::new("", 1u32)),
        (7, AchievementProgress::new("1", 101u32)),
    ];
    for (title, item) in bad {
        let error = client.report_progress(XUID, scid(), title, &[item]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    assert!(client.report_progress(XUID, scid(), 7, &[]).await.unwrap().is_complete());
    assert!(mock.requests().is_empty());
}

#[test]
fn futures_can_be_sent_to_other_threads() {
    fn is_send<T: Send>(_: T) {}
    let _ = |client: &Client| is_send(client.report_progress(1, scid(), 1, &[]));
}
