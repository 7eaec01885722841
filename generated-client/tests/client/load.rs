//! Ten thousand calls over one client.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use game_achievements::app_store_connect::types::{
    GameCenterAchievementCreateAttributes, GameCenterAchievementV2CreateRequest,
};
use game_achievements::app_store_connect::{Client, Key, options};
use game_achievements::time::ManualClock;
use game_achievements::{Api as _, ErrorKind, RetryPolicy, TokenFuture, TokenProvider, TokenRequest};
use game_achievements_mock::{Answer, Fault};
use tokio::task::JoinSet;

use crate::support::keys::{signing_key, team_key};
use crate::support::{NoWait, Service};

const CALLS: usize = 10_000;
const AT_ONCE: usize = 64;
const READ: &str = "/v2/gameCenterAchievements/";
const WRITE: &str = "/v2/gameCenterAchievements";

/// Counts the tokens that a key makes.
struct Counted(Key, Arc<AtomicU32>);

impl TokenProvider for Counted {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.token(request)
    }
}

/// How a call ended.
enum Ended {
    Well,
    /// It failed, and whether it was done is unknown to the caller.
    Broken(ErrorKind),
    /// The service said that it did nothing.
    Refused,
}

async fn call(client: Client, number: usize) -> (usize, Ended) {
    let result = if writes(number) {
        let named = GameCenterAchievementCreateAttributes::new(1u32, "n", false, true, number.to_string());
        let request = GameCenterAchievementV2CreateRequest::for_detail("d", named);
        client.create_achievement_v2(&request).await.map(|answer| answer.into_inner().data.id)
    } else {
        let options = options::ReadAchievementV2::default();
        let answer = client.read_achievement_v2(&number.to_string(), options).await;
        answer.map(|answer| answer.into_inner().data.id)
    };
    let ended = match result {
        Ok(id) => {
            assert_eq!(id, number.to_string(), "the answer to another call");
            Ended::Well
        }
        Err(error) if error.kind() == ErrorKind::Status => {
            assert_eq!(error.status().unwrap().as_u16(), 503, "{error}");
            Ended::Refused
        }
        Err(error) => Ended::Broken(error.kind()),
    };
    (number, ended)
}

/// One call in four creates something.
fn writes(number: usize) -> bool {
    number.is_multiple_of(4)
}

fn answer(status: u16, id: &str) -> Answer {
    Answer::json(status, format!(r#"{{"data":{{"type":"gameCenterAchievements","id":"{id}"}}}}"#))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_are_each_answered_once_and_no_write_is_done_twice() {
    let service = Service::start().await;
    service.answer_with("GET", READ, |request| answer(200, &request.path()[READ.len()..]));
    let written = Arc::new(Mutex::new(HashMap::<String, u32>::new()));
    let writing = written.clone();
    service.answer_with("POST", WRITE, move |request| {
        let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
        let id = body["data"]["attributes"]["vendorIdentifier"].as_str().unwrap();
        *writing.lock().unwrap().entry(id.to_owned()).or_default() += 1;
        answer(201, id)
    });
    service.fault_every(
        7,
        [
            Fault::too_many_requests(1),
            Fault::status(503),
            Fault::Reset(5),
            Fault::Cut(5),
            Fault::Lost,
            Fault::Refused,
            Fault::Slow { piece: 50, gap: Duration::from_millis(1) },
        ],
    );

    let (tokens, clock) = (Arc::new(AtomicU32::new(0)), ManualClock::new());
    let client = Client::builder()
        .base_url(service.base_url())
        .token_provider(Counted(team_key(&signing_key()), tokens.clone()))
        // A call can be unlucky more often than four times in ten thousand, and is not to mind that the clock jumps.
        .retry(RetryPolicy::default().max_tries(20).max_total(Duration::from_secs(3600)))
        .clock(clock.clone())
        .sleeper(NoWait)
        .build()
        .unwrap();

    let mut running = JoinSet::new();
    let mut ended: HashMap<usize, Ended> = HashMap::new();
    for number in 0..CALLS {
        if running.len() == AT_ONCE {
            let (number, how) = running.join_next().await.unwrap().unwrap();
            assert!(ended.insert(number, how).is_none());
        }
        if number == CALLS / 2 {
            // The token ends for 63 calls under way and the next one at once.
            clock.advance(Duration::from_secs(14 * 60));
        }
        running.spawn(call(client.clone(), number));
    }
    while let Some(result) = running.join_next().await {
        let (number, how) = result.unwrap();
        assert!(ended.insert(number, how).is_none());
    }

    assert_eq!(ended.len(), CALLS);
    let written = written.lock().unwrap();
    let (mut broken, mut refused) = (0, 0);
    for (number, how) in &ended {
        let times = written.get(&number.to_string()).copied().unwrap_or_default();
        match (how, writes(*number)) {
            (Ended::Well, writes) => assert_eq!(times, u32::from(writes), "{number}"),
            // What may be repeated is, until it is done.
            (_, false) => panic!("the read {number} failed"),
            (Ended::Refused, true) => {
                refused += 1;
                assert_eq!(times, 0, "{number}");
            }
            (Ended::Broken(kind), true) => {
                broken += 1;
                assert_eq!(*kind, ErrorKind::Transport);
                assert!(times <= 1, "{number}");
            }
        }
    }
    // A write meets one of the faults that end it about every tenth time.
    assert!(broken > 50 && refused > 10, "{broken} {refused}");
    let requests = service.requests().len();
    assert!(requests > CALLS + CALLS / 10, "{requests}");
    assert_eq!(tokens.load(Ordering::SeqCst), 2, "one to begin with, and one renewal");
    assert_eq!(service.tokens().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_rejected_in_the_middle_of_many_calls_is_renewed_once() {
    let service = Service::start().await;
    service.answer_with("GET", READ, |request| answer(200, &request.path()[READ.len()..]));
    let rejected = Arc::new(Mutex::new((0_u32, String::new())));
    // The token that the 500th request has is good no more, whoever comes with it.
    service.guard(move |request| {
        let mut rejected = rejected.lock().unwrap();
        rejected.0 += 1;
        let token = request.header("authorization").unwrap();
        if rejected.0 == 500 {
            rejected.1 = token.to_owned();
        }
        (rejected.1 == token).then(|| Answer::json(401, "{}"))
    });
    let tokens = Arc::new(AtomicU32::new(0));
    let client = Client::builder()
        .base_url(service.base_url())
        .token_provider(Counted(team_key(&signing_key()), tokens.clone()))
        .clock(ManualClock::new())
        .build()
        .unwrap();
    let mut running = JoinSet::new();
    for number in (0..1_000).map(|number| 2 * number + 1) {
        if running.len() == AT_ONCE {
            running.join_next().await.unwrap().unwrap();
        }
        let client = client.clone();
        running.spawn(async move { assert!(matches!(call(client, number).await.1, Ended::Well)) });
    }
    running.join_all().await;
    assert_eq!(service.acted_on("GET"), 1_000);
    assert_eq!((tokens.load(Ordering::SeqCst), service.tokens().len()), (2, 2));
}
