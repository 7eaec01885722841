//! Tokens by two clocks: that of the client, and that of a service which looks at them.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use game_achievements::app_store_connect::{Client, options};
use game_achievements::time::{Clock as _, ManualClock};
use game_achievements::{Api as _, StatusCode};
use game_achievements_mock::{Answer, Request};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};

use crate::support::Service;
use crate::support::keys::{signing_key, team_key};

const PATH: &str = "/v2/gameCenterAchievements/a";

/// Looks at the token of a request as Apple does.
fn look(request: &Request, key: &VerifyingKey, now: i64) -> Result<(), &'static str> {
    let token =
        request.header("authorization").and_then(|value| value.strip_prefix("Bearer ")).ok_or("none")?;
    let (message, signature) = token.rsplit_once('.').ok_or("no signature")?;
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| "not base64url");
    let signature = Signature::from_slice(&decoded(signature)?).map_err(|_| "no ES256 signature")?;
    key.verify(message.as_bytes(), &signature).map_err(|_| "signed with another key")?;
    let claims = decoded(message.split('.').nth(1).ok_or("no claims")?)?;
    let claims: serde_json::Value = serde_json::from_slice(&claims).map_err(|_| "no JSON")?;
    let claim = |name: &str| claims[name].as_i64().ok_or("a time is no integer");
    let (issued, expires) = (claim("iat")?, claim("exp")?);
    match () {
        () if expires - issued > 20 * 60 => Err("it lives longer than 20 minutes"),
        () if issued > now => Err("it is from the future"),
        () if expires <= now => Err("it has expired"),
        () => Ok(()),
    }
}

/// A client, its clock, and a service whose clock is so many seconds ahead of it, or behind.
async fn service(ahead: i64) -> (Service, Client, ManualClock) {
    let (service, key, clock) = (Service::start().await, signing_key(), ManualClock::new());
    service.answer("GET", PATH, Answer::json(200, r#"{"data":{"type":"gameCenterAchievements","id":"a"}}"#));
    let builder = Client::builder().base_url(service.base_url()).token_provider(team_key(&key));
    let client = builder.clock(clock.clone()).sleeper(clock.clone()).build().unwrap();
    guard(&service, &key, &clock, ahead);
    (service, client, clock)
}

fn guard(service: &Service, key: &SigningKey, clock: &ManualClock, ahead: i64) {
    let (key, clock) = (*key.verifying_key(), clock.clone());
    service.guard(move |request| {
        let now = clock.now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let why = look(request, &key, i64::try_from(now).unwrap() + ahead).err()?;
        Some(Answer::json(401, format!(r#"{{"errors":[{{"code":"NOT_AUTHORIZED","detail":"{why}"}}]}}"#)))
    });
}

async fn read(client: &Client) -> game_achievements::Result<()> {
    client.read_achievement_v2("a", options::ReadAchievementV2::default()).await.map(|_| ())
}

#[tokio::test]
async fn a_minute_between_the_clocks_does_not_matter_at_any_time() {
    for ahead in [-60, -30, 0, 30, 59] {
        let (service, client, clock) = service(ahead).await;
        // An hour, in steps that meet tokens at all ages.
        for _ in 0..120 {
            read(&client).await.unwrap();
            clock.advance(Duration::from_secs(30));
        }
        assert_eq!(service.requests().len(), 120, "no token was rejected");
        // Each for 13 minutes: 15, less the back-dating and the leeway.
        assert!((4..=6).contains(&service.tokens().len()), "{}", service.tokens().len());
    }
}

#[tokio::test]
async fn a_token_that_ended_by_the_clock_of_the_service_is_made_anew() {
    let (service, client, clock) = service(10 * 60).await;
    read(&client).await.unwrap();
    clock.advance(Duration::from_secs(6 * 60));
    read(&client).await.unwrap();
    assert_eq!((service.requests().len(), service.tokens().len()), (3, 2));
    assert!(clock.waits().is_empty());
}

#[tokio::test]
async fn a_clock_that_is_far_ahead_is_an_error_that_says_so() {
    let (service, client, _) = service(-5 * 60).await;
    let error = read(&client).await.unwrap_err();
    assert_eq!((error.status(), error.tries()), (Some(StatusCode::UNAUTHORIZED), 2));
    assert!(error.to_string().contains("NOT_AUTHORIZED: it is from the future"), "{error}");
    assert_eq!(service.acted_on("GET"), 0);
}
