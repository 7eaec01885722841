//! The mock over TCP, byte by byte.

#![allow(clippy::unwrap_used, reason = "a test panics where something fails")]

use game_achievements_mock::{Answer, Mock, samples};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap().block_on(future)
}

async fn connect(mock: &Mock) -> TcpStream {
    TcpStream::connect(mock.address()).await.unwrap()
}

/// Sends all at once, and reads until the mock closes.
async fn talk(mock: &Mock, bytes: impl AsRef<[u8]>) -> String {
    let mut stream = connect(mock).await;
    stream.write_all(bytes.as_ref()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut text = Vec::new();
    while !text.ends_with(end.as_bytes()) {
        text.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(text).unwrap()
}

#[test]
fn answers_and_remembers() {
    run(async {
        let mock = Mock::start().await.unwrap();
        mock.answer("GET", "/a", Answer::json(200, "{}"));
        let host = mock.address();
        let sent = format!(
            "GET /a?b=%5B HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer t\r\nConnection: close\r\n\r\n"
        );
        assert_eq!(
            talk(&mock, &sent).await,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}"
        );
        let requests = mock.requests();
        assert_eq!(requests.len(), 1);
        let request = &requests[0];
        assert_eq!(request.raw(), sent);
        assert_eq!((request.method(), request.target()), ("GET", "/a?b=%5B"));
        assert_eq!((request.path(), request.query()), ("/a", Some("b=%5B")));
        assert_eq!(request.headers()[1], ("Authorization".to_owned(), "Bearer t".to_owned()));
        assert_eq!(request.header("AUTHORIZATION"), Some("Bearer t"));
        assert_eq!(
            request.to_string(),
            "GET /a?b=%5B HTTP/1.1\nHost: (mock)\nAuthorization: Bearer t\nConnection: close\n"
        );
        assert_eq!(format!("{request:?}"), request.to_string());
    });
}

#[test]
fn serves_answers_in_turn_on_one_connection() {
    run(async {
        let mock = Mock::start().await.unwrap();
        mock.answer("GET", "/a", Answer::text(500, "first"));
        mock.answer("GET", "/a", Answer::text(200, "second"));
        mock.answer("GET", "/a?b", Answer::text(200, "with query"));
        let mut stream = connect(&mock).await;
        for (target, status, body) in [
            ("/a", "500", "first"),
            ("/a?b", "200", "with query"),
            ("/a?c", "200", "second"),
            ("/a", "200", "second"),
        ] {
            stream.write_all(format!("GET {target} HTTP/1.1\r\n\r\n").as_bytes()).await.unwrap();
            let answer = read_until(&mut stream, body).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        }
    });
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    run(async {
        let mock = Mock::start().await.unwrap();
        mock.answer("POST", "/a", Answer::text(201, "one"));
        mock.answer("DELETE", "/b", Answer::empty(204));
        mock.answer("HEAD", "/c", Answer::text(200, "not sent"));
        let answer = talk(
            &mock,
            "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc\
             DELETE /b HTTP/1.1\r\n\r\n\
             HEAD /c HTTP/1.1\r\n\r\n\
             GET /d HTTP/1.1\r\nconnection: close\r\n\r\n",
        )
        .await;
        assert_eq!(
            answer,
            "HTTP/1.1 201 Created\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 3\r\n\r\none\
             HTTP/1.1 204 No Content\r\n\r\n\
             HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 8\r\n\r\n\
             HTTP/1.1 404 Not Found\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\ncontent-length: 33\r\n\r\n\
             no answer is scripted for GET /d\n"
        );
        let requests = mock.requests();
        assert_eq!(
            requests.iter().map(|request| request.method()).collect::<Vec<_>>(),
            ["POST", "DELETE", "HEAD", "GET"]
        );
        assert_eq!(requests[0].body(), b"abc");
        assert!(requests[0].raw().ends_with("\r\n\r\nabc"));
        assert_eq!(requests[0].to_string(), "POST /a HTTP/1.1\nContent-Length: 3\n\nabc");
    });
}

#[test]
fn a_chunked_body_is_put_together_however_it_arrives() {
    run(async {
        let mock = Mock::start().await.unwrap();
        mock.answer("POST", "/a", Answer::empty(200));
        let sent = "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\
                    4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\nTrailer: t\r\n\r\n";
        let mut stream = connect(&mock).await;
        for byte in sent.bytes() {
            stream.write_all(&[byte]).await.unwrap();
            tokio::task::yield_now().await;
        }
        read_until(&mut stream, "\r\n\r\n").await;
        let request = &mock.requests()[0];
        assert_eq!((request.body(), request.raw().as_ref()), (&b"Wikipedia"[..], sent));

        // All at once, with another request behind it.
        let both = format!("{sent}GET /b HTTP/1.1\r\nConnection: close\r\n\r\n");
        assert!(talk(&mock, both).await.contains("GET /b"));
        assert_eq!(mock.requests()[1].raw(), sent);
    });
}

#[test]
fn a_client_that_asks_first_is_told_to_continue() {
    run(async {
        let mock = Mock::start().await.unwrap();
        mock.answer("POST", "/a", Answer::text(200, "done"));
        let mut stream = connect(&mock).await;
        stream
            .write_all(b"POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            .await
            .unwrap();
        assert_eq!(read_until(&mut stream, "\r\n\r\n").await, "HTTP/1.1 100 Continue\r\n\r\n");
        stream.write_all(b"{}").await.unwrap();
        assert!(read_until(&mut stream, "done").await.starts_with("HTTP/1.1 200 OK\r\n"));
        assert_eq!(mock.requests()[0].body(), b"{}");
    });
}

#[test]
fn bad_requests_are_refused_and_not_remembered() {
    run(async {
        let mock = Mock::start().await.unwrap();
        for (sent, status) in [
            ("nonsense\r\n\r\n".to_owned(), "400"),
            (format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(80_000)), "431"),
            (format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(300)), "431"),
            ("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n".to_owned(), "413"),
            ("POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\nx".to_owned(), "400"),
            ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx".to_owned(), "400"),
            ("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx".to_owned(), "400"),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nx".to_owned(), "501"),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n".to_owned(), "400"),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n".to_owned(), "400"),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n".to_owned(), "413"),
        ] {
            let answer = talk(&mock, &sent).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer} to {:.80}", sent);
        }
        assert!(mock.requests().is_empty());
    });
}

#[test]
fn dropping_a_mock_closes_its_connections_and_no_others() {
    run(async {
        let (mock, other) = (Mock::start().await.unwrap(), Mock::start().await.unwrap());
        mock.answer("GET", "/", Answer::empty(204));
        let mut stream = connect(&mock).await;
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        read_until(&mut stream, "\r\n\r\n").await;
        drop(mock);
        assert_eq!(stream.read(&mut [0; 8]).await.unwrap(), 0);
        assert!(talk(&other, "GET / HTTP/1.0\r\n\r\n").await.starts_with("HTTP/1.1 404 "));
        assert_eq!(other.requests().len(), 1);
    });
}

#[test]
fn runs_in_a_runtime_with_threads() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_io().build().unwrap();
    runtime.block_on(async {
        let mock = std::sync::Arc::new(Mock::start().await.unwrap());
        mock.answer("GET", "/", Answer::text(200, "x"));
        let clients = (0..20).map(|_| {
            let mock = mock.clone();
            tokio::spawn(async move { talk(&mock, "GET / HTTP/1.0\r\n\r\n").await })
        });
        for client in clients.collect::<Vec<_>>() {
            assert!(client.await.unwrap().ends_with("\r\n\r\nx"));
        }
        assert_eq!(mock.requests().len(), 20);
    });
}

#[test]
fn samples_are_served_to_who_is_authorized() {
    run(async {
        let mock = Mock::with_samples().await.unwrap();
        let apple = format!(
            "/v1/gameCenterAchievementLocalizations/{}/gameCenterAchievementImage",
            samples::ACHIEVEMENT_LOCALIZATION_ID
        );
        let xbox = format!(
            "/users/xuid({})/achievements/{}/{}",
            samples::XUID,
            samples::SCID,
            samples::ACHIEVEMENT_ID
        );
        for (path, pointer, value) in
            [(&apple, "/data/id", samples::ACHIEVEMENT_IMAGE_ID), (&xbox, "/achievements/0/id", "3")]
        {
            let answer = talk(&mock, format!("GET {path} HTTP/1.0\r\nAuthorization: t\r\n\r\n")).await;
            let (head, body) = answer.split_once("\r\n\r\n").unwrap();
            assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(body.pointer(pointer).unwrap(), value);
        }
        let answer = talk(&mock, format!("GET {apple} HTTP/1.0\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 401 ") && answer.contains("NOT_AUTHORIZED"), "{answer}");
        let answer = talk(&mock, format!("GET {xbox} HTTP/1.0\r\n\r\n")).await;
        assert!(answer.contains("WWW-Authenticate: Token realm='xboxlive.com'"), "{answer}");
        assert!(answer.ends_with("content-length: 0\r\n\r\n"), "{answer}");
    });
}
