//! What calls tell `tracing`. The subscriber writes down all it gets.
//!
//! A program of its own: what a thread without a subscriber passes at the same time may stay off for this one too.

#![allow(clippy::unwrap_used, reason = "a test panics where something fails")]

#[path = "../wire/server.rs"]
mod server;

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use game_achievements_runtime as runtime;
use runtime::time::ManualClock;
use runtime::{
    Api, Authorization, Method, Response, Result, Token, TokenFuture, TokenProvider, TokenRequest, Transport,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::server::{Server, answer};

struct Client(Transport);

impl Api for Client {
    const NAME: &'static str = "test";
    const BASE_URL: &'static str = "https://api.example";
    fn from_transport(transport: Transport) -> Self {
        Self(transport)
    }
    fn transport(&self) -> &Transport {
        &self.0
    }
}

impl Client {
    async fn read(&self) -> Result<Response<runtime::serde_json::Value>> {
        self.0
            .call(Method::GET, "/things/{}", &[&"s3cret"])
            .query("q", "s3cret")
            .header_argument("x-a", "s3cret")
            .send("read")
            .await
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn line(&self, what: &str, record: impl FnOnce(&mut dyn Visit)) {
        struct Fields(String);
        impl Visit for Fields {
            fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
                write!(self.0, " {field}={value:?}").unwrap();
            }
        }
        let mut fields = Fields(String::new());
        record(&mut fields);
        writeln!(self.0.lock().unwrap(), "{what}{}", fields.0).unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        // All targets: what the HTTP client tells is told too.
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.line(&format!("span {}", span.metadata().target()), |visit| span.record(visit));
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        self.line("record", |visit| values.record(visit));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        self.line(&format!("event {}", event.metadata().target()), |visit| event.record(visit));
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Counting(Mutex<u32>);

impl TokenProvider for Counting {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async {
            let mut count = self.0.lock().unwrap();
            *count += 1;
            Ok(Token::new(Authorization::bearer(format!("s3cret-{count}"))?))
        })
    }
}

#[test]
fn calls_are_told_without_any_secret() {
    let server = Server::start([
        answer("401 Unauthorized", "set-cookie: s3cret\r\n", "s3cret"),
        answer("503 Service Unavailable", "", ""),
        answer("200 OK", "", r#"{"name":"s3cret"}"#),
        answer("404 Not Found", "", r#"{"detail":"s3cret"}"#),
    ]);
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), || {
        let time = ManualClock::new();
        let builder = Client::builder().base_url(&server.base_url).token_provider(Counting::default());
        let client = builder.clock(time.clone()).sleeper(time).build().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            client.read().await.unwrap();
            client.read().await.unwrap_err();
        });
    });
    assert_eq!(server.requests().len(), 4);
    let text = log.0.lock().unwrap().clone();
    assert!(!text.contains("s3cret"), "{text}");
    let ours: Vec<_> = text.lines().filter(|line| line.contains("game_achievements")).collect();
    assert_eq!(ours[0], r#"span game_achievements api="test" operation="read" method="GET""#);
    assert!(ours[1].contains("credentials were rejected and renewed"), "{text}");
    assert!(ours[2].contains("trying again kind=Status status=503 tries=2 wait_ms="), "{text}");
    assert!(ours[3].contains("done status=200 tries=3 elapsed_ms="), "{text}");
    assert!(ours[5].contains("failed kind=Status status=404 tries=1 elapsed_ms="), "{text}");
}
