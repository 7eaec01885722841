//! What is tried again, and when. The waits are virtual: a manual clock goes ahead by each of them at once.

use std::time::{Duration, SystemTime};

use game_achievements_runtime as runtime;
use runtime::time::ManualClock;
use runtime::{Api as _, CallOptions, ErrorKind, RetryPolicy, StatusCode};

use crate::client::{Client, Read, Thing, builder, run};
use crate::server::{Server, answer};

const SECOND: Duration = Duration::from_secs(1);

/// A client with the default policy, and its clock.
fn client(server: &Server) -> (Client, ManualClock) {
    client_with(server, RetryPolicy::default())
}

fn client_with(server: &Server, policy: RetryPolicy) -> (Client, ManualClock) {
    let time = ManualClock::new();
    let builder = builder(&server.base_url).retry(policy);
    (builder.clock(time.clone()).sleeper(time.clone()).build().unwrap(), time)
}

fn good() -> String {
    answer("200 OK", "", r#"{"name":"a"}"#)
}

fn busy() -> String {
    answer("503 Service Unavailable", "", "")
}

fn thing() -> Thing {
    Thing { name: "a".to_owned() }
}

#[test]
fn a_get_is_tried_again_after_what_may_pass() {
    for passing in [
        answer("408 Request Timeout", "", ""),
        answer("429 Too Many Requests", "", ""),
        answer("500 Internal Server Error", "", ""),
        answer("502 Bad Gateway", "", "<html>"),
        busy(),
        answer("504 Gateway Timeout", "", ""),
        // The connection ends before, within the head of and within the body of an answer.
        String::new(),
        "HTTP/1.1 200 OK\r\ncontent-".to_owned(),
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"name\":".to_owned(),
    ] {
        let server = Server::start([passing.clone(), good()]);
        let (client, time) = client(&server);
        assert_eq!(run(client.read("a", Read::default())).unwrap().name, "a", "{passing}");
        assert_eq!(time.waits().len(), 1, "{passing}");
        let requests = server.requests();
        assert_eq!(requests[0], requests[1]);
    }
}

#[test]
fn what_will_not_pass_is_final() {
    for status in ["400 Bad Request", "403 Forbidden", "404 Not Found", "409 Conflict", "501 Not Implemented"]
    {
        let server = Server::start([answer(status, "retry-after: 1\r\n", "")]);
        let (client, time) = client(&server);
        let error = run(client.read("a", Read::default())).unwrap_err();
        assert_eq!((error.tries(), time.waits().len()), (1, 0), "{status}");
    }
    let server = Server::start([answer("200 OK", "", "{}")]);
    let (client, _) = client(&server);
    let error = run(client.read("a", Read::default())).unwrap_err();
    assert_eq!((error.kind(), error.tries()), (ErrorKind::Decode, 1));
}

#[test]
fn what_may_have_been_done_is_not_done_twice() {
    for failure in [busy(), String::new(), "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_owned()] {
        let server = Server::start([failure]);
        let (client, time) = client(&server);
        let error = run(client.create(&thing())).unwrap_err();
        assert_eq!((error.tries(), time.waits().len()), (1, 0));
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn what_was_refused_before_any_work_is_tried_again_whatever_the_method() {
    let server = Server::start([answer("429 Too Many Requests", "", ""), good()]);
    let (client, time) = client(&server);
    run(client.create(&thing())).unwrap();
    assert_eq!(time.waits().len(), 1);
    let requests = server.requests();
    assert!(requests[1].starts_with("POST ") && requests[1].ends_with(r#"{"name":"a"}"#));
}

#[test]
fn the_caller_can_say_that_repeating_does_no_harm() {
    let server = Server::start([busy(), answer("204 No Content", "", ""), busy(), good()]);
    let (client, time) = client(&server);
    run(async {
        client.with(CallOptions::default().repeatable(true)).delete().await.unwrap();
        // An operation that is known for it.
        client.search().await.unwrap();
    });
    assert_eq!(time.waits().len(), 2);

    let server = Server::start([busy()]);
    let (client, _) = client_with(&server, RetryPolicy::default());
    let options = CallOptions::default().repeatable(false);
    assert_eq!(run(client.with(options).search()).unwrap_err().tries(), 1);
}

#[test]
fn waits_grow_and_are_no_shorter_than_those_of_the_xbox_client() {
    let server = Server::start([busy(), busy(), busy(), busy()]);
    let (client, time) = client(&server);
    let error = run(client.read("a", Read::default())).unwrap_err();
    let waits = time.waits();
    assert_eq!(waits.len(), 3);
    for (wait, shortest) in waits.iter().zip([2, 4, 8]) {
        assert!((shortest * SECOND..=2 * shortest * SECOND).contains(wait), "{waits:?}");
    }
    let total: Duration = waits.iter().sum();
    assert_eq!((error.tries(), error.elapsed()), (4, total));
    assert_eq!(
        error.to_string(),
        format!(
            "read: the service answered 503 Service Unavailable (after 4 tries in {} s)",
            total.as_secs()
        )
    );
    assert!(format!("{error:?}").contains("tries: 4"), "{error:?}");
}

#[test]
fn retry_after_is_heeded_in_seconds_and_as_a_date() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_747);
    for header in ["Retry-After: 30\r\n", "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n"] {
        let server = Server::start([answer("429 Too Many Requests", header, ""), good()]);
        let time = ManualClock::at(now);
        let builder = builder(&server.base_url).retry(RetryPolicy::default());
        let client = builder.clock(time.clone()).sleeper(time.clone()).build().unwrap();
        run(client.read("a", Read::default())).unwrap();
        let asked = 30;
        let waits = time.waits();
        assert!((asked * SECOND..=asked * SECOND * 6 / 5).contains(&waits[0]), "{header} {waits:?}");
    }
}

#[test]
fn a_wait_that_is_too_long_is_not_begun() {
    let server = Server::start([answer("429 Too Many Requests", "retry-after: 3600\r\n", "")]);
    let (client, time) = client(&server);
    let error = run(client.read("a", Read::default())).unwrap_err();
    assert_eq!((error.status(), error.tries()), (Some(StatusCode::TOO_MANY_REQUESTS), 1));
    assert_eq!(error.retry_after(), Some(3600 * SECOND));
    assert!(time.waits().is_empty());
}

#[test]
fn the_time_of_all_tries_is_bounded() {
    let policy = RetryPolicy::default().max_tries(u32::MAX).max_total(20 * SECOND);
    // The waits of three tries are 14 s to 28 s, that of a fourth 16 s to 32 s.
    let server = Server::start([busy(), busy(), busy(), busy()]);
    let (client, time) = client_with(&server, policy);
    let error = run(client.read("a", Read::default())).unwrap_err();
    assert!((3..=4).contains(&error.tries()), "{error}");
    assert!(time.waits().iter().sum::<Duration>() <= 20 * SECOND);
}

#[test]
fn each_call_can_have_its_own_policy_and_time_limit() {
    let server = Server::start([busy(), "HOLD".to_owned()]);
    let (client, _) = client(&server);
    let hasty = CallOptions::default().retry(RetryPolicy::never());
    run(async {
        let error = client.with(hasty).read("a", Read::default()).await.unwrap_err();
        assert_eq!(error.tries(), 1);
        let hastier = client.with(hasty).with(CallOptions::default().timeout(SECOND / 10));
        let error = hastier.read("a", Read::default()).await.unwrap_err();
        assert_eq!((error.kind(), error.tries()), (ErrorKind::Timeout, 1));
    });
}

#[test]
fn no_connection_is_tried_again_whatever_the_method() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let time = ManualClock::new();
    let client = builder(&format!("http://{free}")).retry(RetryPolicy::default());
    let client = client.clock(time.clone()).sleeper(time.clone()).build().unwrap();
    let error = run(client.create(&thing())).unwrap_err();
    assert_eq!((error.kind(), error.tries(), time.waits().len()), (ErrorKind::Connect, 4, 3));
}

#[test]
fn an_argument_that_cannot_be_sent_is_not_tried() {
    let server = Server::start::<&str>([]);
    let (client, _) = client(&server);
    let error = run(client.read("..", Read::default())).unwrap_err();
    assert_eq!((error.kind(), error.tries()), (ErrorKind::InvalidArgument, 0));
}

/// A call that is given up while it waits sends nothing more, and the client goes on.
#[test]
fn a_call_can_be_given_up_at_any_time() {
    let server = Server::start([busy(), good()]);
    let client = builder(&server.base_url).retry(RetryPolicy::default()).build().unwrap();
    run(async {
        // The real wait is 2 s at least.
        let given_up = tokio::time::timeout(SECOND / 4, client.read("a", Read::default())).await;
        assert!(given_up.is_err());
        client.read("b", Read::default()).await.unwrap();
    });
    let requests = server.requests();
    assert!(requests[1].contains("/things/b"), "{}", requests[1]);
}
