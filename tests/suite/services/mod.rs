//! The mock services, as a client meets them: every operation, the life of an achievement, and what they refuse.

mod behaviour;
mod breaches;
mod every_operation;
mod life;
mod neighbours;

use game_achievements_mock::{Mock, Request};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request that can be changed before it is sent.
#[derive(Clone, Debug)]
struct Raw {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Raw {
    fn of(request: &Request) -> Self {
        let headers = request
            .headers()
            .iter()
            .filter(|(name, _)| !["host", "content-length"].contains(&name.to_ascii_lowercase().as_str()));
        Self {
            method: request.method().to_owned(),
            target: request.target().to_owned(),
            headers: headers.cloned().collect(),
            body: request.body().to_vec(),
        }
    }

    /// Sends it; gives status, headers and body as one text, and the status.
    async fn send(&self, mock: &Mock) -> (u16, String) {
        let mut head = format!("{} {} HTTP/1.1\r\nHost: {}\r\n", self.method, self.target, mock.address());
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.body.is_empty() {
            head += &format!("Content-Length: {}\r\n", self.body.len());
        }
        head += "Connection: close\r\n\r\n";
        let mut stream = TcpStream::connect(mock.address()).await.expect("a connection");
        stream.write_all(head.as_bytes()).await.expect("a request");
        stream.write_all(&self.body).await.expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        (answer[9..12].parse().expect("a status"), answer)
    }
}

/// The body of an answer.
#[track_caller]
fn json((_, answer): &(u16, String)) -> Value {
    let (_, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
}
