//! What the mock gets wrong on demand, over TCP, byte by byte.

#![allow(clippy::unwrap_used, reason = "a test panics where something fails")]

use std::io::ErrorKind;
use std::time::Duration;

use game_achievements_mock::{Answer, Fault, Mock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

async fn send(mock: &Mock, head: &str) -> TcpStream {
    let mut stream = TcpStream::connect(mock.address()).await.unwrap();
    stream.write_all(format!("{head}\r\n\r\n").as_bytes()).await.unwrap();
    stream
}

/// What comes until the connection ends, and whether that was in order.
async fn read(mut stream: TcpStream) -> (String, Result<(), ErrorKind>) {
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).await;
    (String::from_utf8(bytes).unwrap(), end.map(|_| ()).map_err(|error| error.kind()))
}

/// The body of what comes to a request that ends its connection.
async fn body(mock: &Mock, target: &str) -> String {
    let (answer, end) = read(send(mock, &format!("GET {target} HTTP/1.0")).await).await;
    end.unwrap();
    answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default()
}

async fn mock() -> Mock {
    let mock = Mock::start().await.unwrap();
    mock.answer("GET", "/a", Answer::text(200, "0123456789"));
    mock
}

fn acted_on(mock: &Mock) -> Vec<bool> {
    mock.requests().iter().map(|request| request.is_acted_on()).collect()
}

#[test]
fn an_answer_instead_of_the_right_one_keeps_the_service_from_acting() {
    run(async {
        let mock = mock().await;
        mock.fault("GET", "/a", Fault::too_many_requests(7));
        mock.fault("GET", "/a", Fault::unauthorized());
        mock.fault("GET", "/a", Fault::redirect(307, "https://elsewhere.example/"));
        for head in ["HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n", "HTTP/1.1 401 ", "HTTP/1.1 307 "]
        {
            let (answer, _) = read(send(&mock, "GET /a?b HTTP/1.0").await).await;
            assert!(answer.starts_with(head), "{answer}");
        }
        assert_eq!(body(&mock, "/a").await, "0123456789");
        assert_eq!(acted_on(&mock), [false, false, false, true]);
    });
}

#[test]
fn connections_end_before_and_after_the_service_acts() {
    run(async {
        let mock = mock().await;
        mock.fault("GET", "/a", Fault::Refused);
        mock.fault("GET", "/a", Fault::Lost);
        for _ in 0..2 {
            assert_eq!(read(send(&mock, "GET /a HTTP/1.1").await).await, (String::new(), Ok(())));
        }
        assert_eq!(acted_on(&mock), [false, true]);
    });
}

#[test]
fn an_answer_is_cut_in_its_body_in_order_or_by_a_reset() {
    run(async {
        let mock = mock().await;
        for (fault, end) in [(Fault::Cut(4), Ok(())), (Fault::Reset(4), Err(ErrorKind::ConnectionReset))] {
            mock.fault("GET", "/a", fault);
            let (answer, ended) = read(send(&mock, "GET /a HTTP/1.1").await).await;
            assert!(answer.ends_with("content-length: 10\r\n\r\n0123"), "{answer}");
            assert_eq!(ended, end);
        }
        assert_eq!(acted_on(&mock), [true, true]);
    });
}

#[test]
fn a_slow_answer_comes_in_pieces_and_a_silent_one_not_at_all() {
    run(async {
        let mock = mock().await;
        mock.fault("GET", "/a", Fault::Slow { piece: 40, gap: Duration::from_millis(2) });
        let mut stream = send(&mock, "GET /a HTTP/1.0").await;
        let mut piece = [0; 1000];
        assert_eq!(stream.read(&mut piece).await.unwrap(), 40);
        assert!(read(stream).await.0.ends_with("0123456789"));

        mock.fault("GET", "/a", Fault::Silent);
        let mut stream = send(&mock, "GET /a HTTP/1.1").await;
        let silence = tokio::time::timeout(Duration::from_millis(20), stream.read(&mut piece)).await;
        assert!(silence.is_err());
        assert_eq!(acted_on(&mock), [true, true]);
    });
}

#[test]
fn the_type_is_wrong_and_the_rest_right() {
    run(async {
        let mock = mock().await;
        mock.answer("GET", "/b", Answer::json(200, "{}").with_fault(Fault::ContentType("text/html".into())));
        for _ in 0..2 {
            let (answer, _) = read(send(&mock, "GET /b HTTP/1.0").await).await;
            assert!(answer.contains("content-type: text/html\r\n") && answer.ends_with("{}"), "{answer}");
            assert!(!answer.contains("json"), "{answer}");
        }
    });
}

#[test]
fn a_page_comes_again_whatever_the_query() {
    run(async {
        let mock = mock().await;
        mock.answer("GET", "/a?page=2", Answer::text(200, "second"));
        mock.fault("GET", "/a", Fault::Repeat);
        // There is nothing to repeat yet.
        assert_eq!(body(&mock, "/a?page=1").await, "0123456789");
        mock.fault("GET", "/a", Fault::Repeat);
        assert_eq!(body(&mock, "/a?page=2").await, "0123456789");
        assert_eq!(body(&mock, "/a?page=2").await, "second");
        mock.fault_every(1, [Fault::Repeat]);
        assert_eq!(
            (body(&mock, "/a").await, body(&mock, "/b").await.contains("no answer")),
            ("second".into(), true)
        );
    });
}

#[test]
fn every_nth_request_goes_wrong_in_turn_until_told_otherwise() {
    run(async {
        let mock = mock().await;
        mock.fault_every(3, [Fault::status(503), Fault::status(500)]);
        let status = async || {
            let (answer, _) = read(send(&mock, "GET /a HTTP/1.0").await).await;
            answer["HTTP/1.1 ".len()..][..3].parse::<u16>().unwrap()
        };
        let mut statuses = Vec::new();
        for _ in 0..9 {
            statuses.push(status().await);
        }
        assert_eq!(statuses, [200, 200, 503, 200, 200, 500, 200, 200, 503]);
        mock.fault_every(0, []);
        for _ in 0..4 {
            assert_eq!(status().await, 200);
        }
    });
}

#[test]
fn answers_are_made_of_requests_and_guarded() {
    run(async {
        let mock = mock().await;
        mock.answer_with("GET", "/things/", |request| Answer::text(200, request.target().to_uppercase()));
        mock.guard(|request| (request.query() == Some("no")).then(|| Answer::text(403, "guarded")));
        assert_eq!(body(&mock, "/things/x?y").await, "/THINGS/X?Y");
        assert_eq!(body(&mock, "/things/x?no").await, "guarded");
        assert_eq!(body(&mock, "/a").await, "0123456789");
        assert_eq!(acted_on(&mock), [true, false, true]);
    });
}

#[test]
fn a_token_outside_of_its_header_or_on_another_host_is_a_leak() {
    run(async {
        let (mock, other) = (mock().await, Mock::stranger().await.unwrap());
        let authorization = "Authorization: XBL3.0 x=1;t0p.s3cret";
        for (head, leak) in [
            (format!("GET /a?x=t0p.s3cret HTTP/1.0\r\n{authorization}"), "GET has its token in the target"),
            (
                format!("GET /a HTTP/1.0\r\n{authorization}\r\nReferer: t0p.s3cret"),
                "GET /a has its token in the header Referer",
            ),
            (
                format!("GET /a HTTP/1.0\r\n{authorization}\r\nContent-Length: 10\r\n\r\nt0p.s3cret"),
                "GET /a has its token in the body",
            ),
        ] {
            let (answer, _) = read(send(&mock, &head).await).await;
            assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
            assert_eq!(mock.leaks().last().unwrap(), leak);
        }
        let _ = read(send(&mock, &format!("GET /a?t0p HTTP/1.0\r\n{authorization}")).await).await;
        assert_eq!(mock.leaks().len(), 3);
        let _ = read(send(&other, &format!("PUT /a HTTP/1.0\r\n{authorization}")).await).await;
        let _ = read(send(&other, "PUT /a HTTP/1.0").await).await;
        assert_eq!(other.leaks(), ["PUT /a has an authorization that is for another host"]);
        assert_eq!(acted_on(&mock), [false, false, false, true]);
    });
}
