//! A server that sends prepared bytes and remembers what it got.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

pub(crate) struct Server {
    pub(crate) base_url: String,
    thread: JoinHandle<Vec<String>>,
}

impl Server {
    /// Takes one connection for each answer, one after the other. After the bytes it closes the connection, unless they end
    /// with `HOLD`: then it waits for the client to do so.
    pub(crate) fn start<A: AsRef<[u8]> + Send + 'static>(answers: impl IntoIterator<Item = A>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let answers: Vec<A> = answers.into_iter().collect();
        let thread = std::thread::spawn(move || {
            answers.iter().map(|answer| serve(listener.accept().unwrap().0, answer.as_ref())).collect()
        });
        Self { base_url, thread }
    }

    /// The requests as received. Call it after the last answer.
    pub(crate) fn requests(self) -> Vec<String> {
        self.thread.join().unwrap()
    }
}

pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}")
}

fn serve(mut stream: TcpStream, answer: &[u8]) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !is_complete(&request) {
        let count = stream.read(&mut buffer).unwrap();
        assert_ne!(count, 0, "the client closed in the middle of a request");
        request.extend_from_slice(&buffer[..count]);
    }
    let request = String::from_utf8(request).unwrap();
    assert!(!repeats_its_token(&request), "the token is not in its header alone: {request}");
    match answer.strip_suffix(b"HOLD") {
        None => {
            // A client that has read enough may close first.
            let _ = stream.write_all(answer);
        }
        Some(answer) => {
            stream.write_all(answer).unwrap();
            let _ = stream.read(&mut buffer);
        }
    }
    request
}

/// No request of any test may have its token anywhere but in the header for it.
fn repeats_its_token(request: &str) -> bool {
    let header = request.lines().find_map(|line| line.strip_prefix("authorization: "));
    let token = header.and_then(|value| value.rsplit(' ').next());
    token.is_some_and(|token| request.matches(token).count() > 1)
}

fn is_complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse().unwrap());
    body.len() >= length
}
