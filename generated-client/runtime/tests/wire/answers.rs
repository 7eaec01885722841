//! What is made of answers, good and bad.

use std::error::Error as _;
use std::time::Duration;

use game_achievements_runtime as runtime;
use runtime::time::ManualClock;
use runtime::{Error, ErrorKind, RetryPolicy, StatusCode};

use crate::client::{Client, Read, TOKEN, Thing, builder, client, run};
use crate::server::{Server, answer};

const JSON: &str = "content-type: application/json\r\n";

fn failure(answer: impl AsRef<[u8]> + Send + 'static) -> Error {
    failure_of(answer, client)
}

fn failure_of(answer: impl AsRef<[u8]> + Send + 'static, client: impl FnOnce(&str) -> Client) -> Error {
    let server = Server::start([answer]);
    let client = client(&server.base_url);
    let error = run(client.read("a", Read::default())).unwrap_err();
    assert_eq!(error.operation(), Some("read"));
    assert!(!format!("{error} {error:?}").contains(TOKEN), "{error:?}");
    server.requests();
    error
}

#[test]
fn any_2xx_is_a_success() {
    for status in ["200 OK", "201 Created", "202 Accepted", "226 IM Used"] {
        let server =
            Server::start([answer(status, JSON, r#"{"name":"a"}"#), answer(status, "", "not looked at")]);
        let client = client(&server.base_url);
        run(async {
            let thing = Thing { name: "a".to_owned() };
            let answer = client.create(&thing).await.unwrap();
            assert_eq!(*answer, thing);
            assert_eq!(answer.status().as_str(), &status[..3]);
            client.delete().await.unwrap();
        });
    }
}

#[test]
fn a_documented_status_is_a_success() {
    let thing = Thing { name: "a".to_owned() };
    let server = Server::start(["HTTP/1.1 304 Not Modified\r\n\r\n", "HTTP/1.1 304 Not Modified\r\n\r\n"]);
    let client = client(&server.base_url);
    run(async {
        assert_eq!(client.update(&thing).await.unwrap().status(), StatusCode::NOT_MODIFIED);
        assert_eq!(client.create(&thing).await.unwrap_err().status(), Some(StatusCode::NOT_MODIFIED));
    });
}

#[test]
fn errors_keep_everything_whatever_the_body_is() {
    let error = failure(answer(
        "409 Conflict",
        "content-type: application/json\r\nX-Request-ID: ABC.1\r\n",
        r#"{"errors":[{"code":"STATE_ERROR","detail":"not now"}]}"#,
    ));
    assert_eq!(
        error.to_string(),
        "read: the service answered 409 Conflict: STATE_ERROR: not now [x-request-id: ABC.1]"
    );
    assert_eq!(error.headers().unwrap()["x-request-id"], "ABC.1");
    assert_eq!(error.json::<runtime::serde_json::Value>().unwrap()["errors"][0]["code"], "STATE_ERROR");

    let error = failure(answer("429 Too Many Requests", "retry-after: 3\r\n", "<html>slow down</html>"));
    assert_eq!((error.kind(), error.body()), (ErrorKind::Status, &b"<html>slow down</html>"[..]));
    assert_eq!(error.headers().unwrap()["retry-after"], "3");

    let error = failure(answer("500 Internal Server Error", "", ""));
    assert_eq!(error.to_string(), "read: the service answered 500 Internal Server Error");
    assert!(error.body().is_empty() && !error.body_is_cut());
}

#[test]
fn a_torn_error_body_does_not_hide_the_status() {
    let error = failure("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 100\r\n\r\nbusy");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(StatusCode::SERVICE_UNAVAILABLE)));
    assert_eq!((error.body(), error.body_is_cut()), (&b"busy"[..], true));
    assert!(error.source().is_some());
}

#[test]
fn error_bodies_are_cut() {
    let error = failure(answer("500 Internal Server Error", "", &"x".repeat(100_000)));
    assert_eq!((error.body().len(), error.body_is_cut()), (64 * 1024, true));
}

#[test]
fn a_body_that_does_not_fit_says_where() {
    let error = failure(answer("200 OK", JSON, r#"{"name":5}"#));
    assert_eq!(
        error.to_string(),
        "read: the service answered with a body that does not fit: at name: invalid type: integer `5`, expected a string \
         at line 1 column 9 (status 200 OK)"
    );
    assert_eq!((error.kind(), error.body()), (ErrorKind::Decode, &br#"{"name":5}"#[..]));
    assert_eq!(error.headers().unwrap()["content-type"], "application/json");

    let error = failure(answer("200 OK", "content-type: text/html\r\n", "<html>"));
    assert!(error.to_string().contains("with a body of type text/html: "), "{error}");

    let error = failure("HTTP/1.1 204 No Content\r\n\r\n");
    assert!(error.to_string().contains("with no body: "), "{error}");
    assert_eq!(error.status(), Some(StatusCode::NO_CONTENT));
}

#[test]
fn a_torn_answer_keeps_its_status() {
    let error = failure("HTTP/1.1 200 OK\r\ncontent-length: 100\r\nx-request-id: T\r\n\r\n{\"name\":");
    assert_eq!(error.to_string(), "read: the answer broke off (status 200 OK) [x-request-id: T]");
    assert_eq!((error.kind(), error.body()), (ErrorKind::Transport, &b"{\"name\":"[..]));
    assert!(error.source().is_some());

    let error = failure("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"nam\r\n");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(StatusCode::OK)));
}

#[test]
fn an_answer_that_is_none_has_no_status() {
    for garbage in ["", "garbage\r\n\r\n"] {
        let error = failure(garbage);
        assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None));
    }
}

#[test]
fn no_connection_is_told_apart() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = run(client(&format!("http://{free}")).read("a", Read::default())).unwrap_err();
    assert_eq!(error.to_string(), format!("read: no connection to {free}"));
    assert_eq!(error.kind(), ErrorKind::Connect);
}

#[test]
fn a_large_answer_is_refused() {
    let body = format!(r#"{{"name":"{}"}}"#, "x".repeat(1_000));
    let error =
        failure_of(answer("200 OK", JSON, &body), |url| builder(url).max_body_size(999).build().unwrap());
    assert_eq!(error.to_string(), "read: the answer is larger than 999 bytes (status 200 OK)");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[test]
fn time_runs_out_before_and_in_the_answer() {
    for (answer, status) in
        [("HOLD", None), ("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{HOLD", Some(StatusCode::OK))]
    {
        let error =
            failure_of(answer, |url| builder(url).timeout(Duration::from_millis(200)).build().unwrap());
        assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, status));
    }
}

#[test]
fn bytes_come_in_pieces_or_as_one() {
    let body = "x".repeat(200_000);
    let server = Server::start([
        answer("200 OK", "", &body),
        answer("200 OK", "", &body),
        answer("404 Not Found", "", "no"),
    ]);
    let client = client(&server.base_url);
    run(async {
        let answer = client.download().await.unwrap();
        assert_eq!(answer.headers()["content-length"], "200000");
        let mut stream = answer.into_inner();
        let mut length = 0;
        while let Some(chunk) = stream.chunk().await.unwrap() {
            length += chunk.len();
        }
        assert_eq!(length, body.len());
        let stream = client.download().await.unwrap().into_inner();
        assert_eq!(stream.collect().await.unwrap(), body.as_bytes());
        assert_eq!(client.download().await.unwrap_err().body(), b"no");
    });
}

#[test]
fn bytes_that_break_off_keep_the_status_and_say_how_often_and_how_long() {
    let busy = answer("503 Service Unavailable", "retry-after: 20\r\n", "");
    let server = Server::start([busy, "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc".to_owned()]);
    let time = ManualClock::new();
    let builder = builder(&server.base_url).retry(RetryPolicy::default());
    let client = builder.clock(time.clone()).sleeper(time.clone()).build().unwrap();
    let error = run(async {
        let stream = client.download().await.unwrap().into_inner();
        time.advance(Duration::from_secs(100));
        stream.collect().await.unwrap_err()
    });
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(StatusCode::OK)));
    assert_eq!((error.operation(), error.tries()), (Some("download"), 2));
    assert_eq!(error.elapsed(), time.waits()[0] + Duration::from_secs(100));
}

#[test]
fn a_body_that_echoes_the_token_is_kept_and_not_printed() {
    let echo = format!(r#"{{"detail":"you sent Bearer {TOKEN}"}}"#);
    let error = failure(answer("400 Bad Request", JSON, &echo));
    assert_eq!(error.body(), echo.as_bytes());
    assert_eq!(error.to_string(), "read: the service answered 400 Bad Request");
    assert!(format!("{error:?}").contains("body: withheld, for it has the credentials in it"), "{error:?}");
    // What is wrong with it would quote it.
    let error = failure(answer("200 OK", JSON, &format!("\"{TOKEN}\"")));
    assert!(
        error.to_string().ends_with("a body that does not fit: it has the credentials in it (status 200 OK)")
    );
}
