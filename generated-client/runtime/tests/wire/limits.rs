//! What services say about their limits, and keeping under them.

use std::time::Duration;

use game_achievements_runtime as runtime;
use runtime::time::ManualClock;
use runtime::{Pacer, RetryPolicy};

use crate::client::{Read, builder, client, run};
use crate::server::{Server, answer};

const BODY: &str = r#"{"name":"a"}"#;

#[test]
fn answers_and_errors_tell_the_rate_limit() {
    let one = "X-Rate-Limit: user-hour-lim:3600;user-hour-rem:12;\r\n";
    let two = "x-rate-limit: user-hour-lim:3600;\r\nX-RATE-LIMIT: user-minute-rem:0;new:x;\r\n";
    let server = Server::start([
        answer("200 OK", one, BODY),
        answer("429 Too Many Requests", two, ""),
        answer("200 OK", "", BODY),
    ]);
    let client = client(&server.base_url);
    run(async {
        let limit = client.read("a", Read::default()).await.unwrap().rate_limit().unwrap();
        assert_eq!((limit.hour_limit(), limit.hour_remaining()), (Some(3600), Some(12)));
        let limit = client.read("a", Read::default()).await.unwrap_err().rate_limit().unwrap();
        assert_eq!((limit.hour_limit(), limit.minute_remaining()), (Some(3600), Some(0)));
        assert_eq!(limit.value("new"), Some("x"));
        assert_eq!(client.read("a", Read::default()).await.unwrap().rate_limit(), None);
    });
}

#[test]
fn a_pacer_makes_all_clones_of_a_client_wait_in_turn() {
    let server = Server::start(std::iter::repeat_n(answer("200 OK", "", BODY), 6));
    let time = ManualClock::new();
    let minute = Duration::from_secs(60);
    let builder = builder(&server.base_url).pacer(Pacer::new([(2, minute)]));
    let client = builder.clock(time.clone()).sleeper(time.clone()).build().unwrap();
    run(async {
        for _ in 0..3 {
            client.clone().read("a", Read::default()).await.unwrap();
            client.read("a", Read::default()).await.unwrap();
        }
    });
    assert_eq!(time.waits(), [minute, minute]);
}

#[test]
fn each_try_counts() {
    let busy = || answer("503 Service Unavailable", "", "");
    let server = Server::start([busy(), busy(), answer("200 OK", "", BODY)]);
    let time = ManualClock::new();
    let builder = builder(&server.base_url)
        .retry(RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO))
        .pacer(Pacer::new([(1, Duration::from_secs(7))]));
    let client = builder.clock(time.clone()).sleeper(time.clone()).build().unwrap();
    run(client.read("a", Read::default())).unwrap();
    let waits: Vec<_> = time.waits().into_iter().filter(|wait| !wait.is_zero()).collect();
    assert_eq!(waits, [Duration::from_secs(7); 2]);
}

#[test]
fn a_queue_at_the_pacer_costs_a_call_none_of_its_tries() {
    let busy = answer("503 Service Unavailable", "", "");
    let server = Server::start([answer("200 OK", "", BODY), busy, answer("200 OK", "", BODY)]);
    let time = ManualClock::new();
    let builder = builder(&server.base_url)
        // Longer than the policy has for a call.
        .pacer(Pacer::new([(1, Duration::from_secs(300))]))
        .retry(RetryPolicy::default());
    let client = builder.clock(time.clone()).sleeper(time.clone()).build().unwrap();
    run(async {
        client.read("a", Read::default()).await.unwrap();
        client.read("a", Read::default()).await.unwrap();
    });
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_call_that_gives_up_at_the_pacer_leaves_its_place_to_the_next() {
    let server = Server::start(std::iter::repeat_n(answer("200 OK", "", BODY), 2));
    let soon = Duration::from_millis(300);
    let client = builder(&server.base_url).pacer(Pacer::new([(1, soon)])).build().unwrap();
    run(async {
        client.read("a", Read::default()).await.unwrap();
        for _ in 0..100 {
            let given_up = tokio::time::timeout(Duration::ZERO, client.read("a", Read::default())).await;
            assert!(given_up.is_err());
        }
        // Behind a hundred others it would be half a minute.
        tokio::time::timeout(20 * soon, client.read("a", Read::default())).await.unwrap().unwrap();
    });
}
