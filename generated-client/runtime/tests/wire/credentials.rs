//! Tokens that are renewed, rejected and signed with, and that never show.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use game_achievements_runtime as runtime;
use runtime::time::ManualClock;
use runtime::{
    Api as _, Authorization, CallOptions, Error, ErrorKind, HeaderName, HeaderValue, RequestSigner, Result,
    RetryPolicy, StatusCode, Token, TokenCache, TokenFuture, TokenProvider, TokenRequest, UnsignedRequest,
};

use crate::client::{Client, Read, TOKEN, Thing, client, run};
use crate::server::{Server, answer};

/// Gives `s3cret-1`, `s3cret-2` and so on, each for an hour.
#[derive(Clone, Default)]
struct Counting(Arc<AtomicU32>);

impl Counting {
    fn count(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

impl TokenProvider for Counting {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let count = self.0.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
            let token = Token::new(Authorization::bearer(format!("s3cret-{count}"))?);
            Ok(token.expires_at(request.now + Duration::from_secs(3600)))
        })
    }
}

fn good() -> String {
    answer("200 OK", "", r#"{"name":"a"}"#)
}

fn unauthorized() -> String {
    answer("401 Unauthorized", "", "")
}

/// The client, and its clock, which does not go on by itself.
fn with_provider(server: &Server, provider: impl TokenProvider + 'static) -> (Client, ManualClock) {
    let time = ManualClock::new();
    let builder = Client::builder().base_url(&server.base_url).token_provider(provider);
    (builder.clock(time.clone()).sleeper(time.clone()).build().unwrap(), time)
}

fn tokens(server: Server) -> Vec<u32> {
    let number = |request: &String| {
        let (_, rest) = request.split_once("authorization: Bearer s3cret-").unwrap();
        rest.split("\r\n").next().unwrap().parse().unwrap()
    };
    server.requests().iter().map(number).collect()
}

#[test]
fn a_token_is_used_until_shortly_before_its_end() {
    let server = Server::start([good(), good(), good()]);
    let (client, time) = with_provider(&server, Counting::default());
    run(async {
        client.read("a", Read::default()).await.unwrap();
        client.clone().with(CallOptions::default()).read("a", Read::default()).await.unwrap();
        time.advance(Duration::from_secs(3540));
        client.read("a", Read::default()).await.unwrap();
    });
    assert_eq!(tokens(server), [1, 1, 2]);
}

#[test]
fn a_rejected_token_is_renewed_and_the_call_tried_once_more_whatever_the_method() {
    let server = Server::start([unauthorized(), good(), unauthorized(), unauthorized()]);
    let (client, time) = with_provider(&server, Counting::default());
    let thing = Thing { name: "a".to_owned() };
    run(async {
        client.create(&thing).await.unwrap();
        let error = client.create(&thing).await.unwrap_err();
        assert_eq!((error.status(), error.tries()), (Some(StatusCode::UNAUTHORIZED), 2));
    });
    assert!(time.waits().is_empty(), "a renewal is no reason to wait");
    assert_eq!(tokens(server), [1, 2, 2, 3]);
}

#[test]
fn a_static_token_is_not_tried_again() {
    let server = Server::start([unauthorized()]);
    let client = client(&server.base_url);
    let error =
        run(client.with(CallOptions::default().retry(RetryPolicy::default())).read("a", Read::default()));
    assert_eq!(error.unwrap_err().tries(), 1);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_provider_that_has_nothing_better_is_not_tried_again() {
    struct Same;
    impl TokenProvider for Same {
        fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
            Box::pin(async { Ok(Token::new(Authorization::bearer("s3cret-1")?)) })
        }
    }
    let server = Server::start([unauthorized()]);
    let (client, _) = with_provider(&server, Same);
    assert_eq!(run(client.read("a", Read::default())).unwrap_err().tries(), 1);
    assert_eq!(tokens(server), [1]);
}

#[test]
fn parallel_calls_and_parallel_rejections_make_one_token_each() {
    let server = Server::start([unauthorized(), unauthorized(), unauthorized(), good(), good(), good()]);
    let provider = Counting::default();
    let (client, _) = with_provider(&server, provider.clone());
    run(async {
        let read = || client.read("a", Read::default());
        let (a, b, c) = tokio::join!(read(), read(), read());
        assert!(a.is_ok() && b.is_ok() && c.is_ok());
    });
    assert_eq!(provider.count(), 2);
}

#[test]
fn clients_can_share_a_token() {
    let server = Server::start([good(), good()]);
    let provider = Counting::default();
    let cache = TokenCache::new(provider.clone());
    let client = || Client::builder().base_url(&server.base_url).credentials(cache.clone()).build().unwrap();
    run(async {
        client().read("a", Read::default()).await.unwrap();
        client().read("a", Read::default()).await.unwrap();
    });
    assert_eq!(provider.count(), 1);
}

#[test]
fn without_a_token_nothing_is_sent() {
    struct Locked;
    impl TokenProvider for Locked {
        fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
            Box::pin(async { Err(Error::new(ErrorKind::Credentials, "the account is locked")) })
        }
    }
    let server = Server::start::<&str>([]);
    let (client, time) = with_provider(&server, Locked);
    let error = run(client.read("a", Read::default())).unwrap_err();
    assert_eq!(error.to_string(), "read: the account is locked");
    assert_eq!((error.kind(), error.tries(), time.waits().len()), (ErrorKind::Credentials, 0, 0));
}

type Seen = Arc<Mutex<Vec<(String, String, String, Vec<u8>)>>>;

struct Signer(Seen);

impl RequestSigner for Signer {
    fn sign(&self, request: &UnsignedRequest<'_>) -> Result<(HeaderName, HeaderValue)> {
        assert!(!format!("{request:?}").contains(TOKEN), "{request:?}");
        let mut seen = self.0.lock().unwrap();
        seen.push((
            request.method.to_string(),
            request.target.to_owned(),
            request.authorization.to_owned(),
            request.body.to_vec(),
        ));
        Ok((HeaderName::from_static("signature"), HeaderValue::from(seen.len())))
    }
}

#[test]
fn each_request_is_signed_anew_redirects_and_repetitions_included() {
    let moved = answer("307 Temporary Redirect", "location: /v2/things?x=%20\r\n", "");
    let busy = answer("429 Too Many Requests", "", "");
    let server = Server::start([moved.clone(), busy, moved, good()]);
    let seen = Seen::default();
    let time = ManualClock::new();
    let builder = Client::builder().base_url(&server.base_url).signer(Signer(seen.clone()));
    let builder = builder.authorization(Authorization::bearer(TOKEN).unwrap());
    let client = builder.clock(time.clone()).sleeper(time).build().unwrap();
    run(client.create(&Thing { name: "a".to_owned() })).unwrap();

    let signed: Vec<_> = seen.lock().unwrap().clone();
    let expected = |target: &str| {
        let body = br#"{"name":"a"}"#.to_vec();
        ("POST".to_owned(), target.to_owned(), format!("Bearer {TOKEN}"), body)
    };
    let (first, second) = (expected("/v1/things"), expected("/v2/things?x=%20"));
    assert_eq!(signed, [first.clone(), second.clone(), first, second]);
    for (index, request) in server.requests().iter().enumerate() {
        assert!(request.contains(&format!("signature: {}\r\n", index + 1)), "{request}");
        assert!(request.starts_with(&format!("POST {} HTTP/1.1\r\n", signed[index].1)), "{request}");
    }
}

#[test]
fn no_secret_shows() {
    let server = Server::start([unauthorized(), unauthorized()]);
    let (client, _) = with_provider(&server, Counting::default());
    let error = run(client.read("a", Read::default())).unwrap_err();
    let text = format!("{client:?} {:?} {error} {error:?} {error:#?}", client.transport());
    assert!(!text.contains("s3cret"), "{text}");
}
