//! The secrets of the tests, looked for in all that can be printed. What is sent and logged is watched in every test of this
//! binary, by its [`Service`]; here are the errors of all operations, and the `Debug` of all types.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use game_achievements::app_store_connect::types::GameCenterAchievementsV2Response;
use game_achievements::app_store_connect::upload::{ImageSource, Progress, UploadedImage};
use game_achievements::app_store_connect::{self, Key, PrivateKey};
use game_achievements::time::{ManualClock, SystemClock, TokioSleeper};
use game_achievements::xbox_live::types::AchievementProgress;
use game_achievements::xbox_live::{self, XstsToken};
use game_achievements::{
    Api, Authorization, CallOptions, Error, HeaderMap, RateLimit, Response, Result, RetryPolicy, Token,
    TokenCache, TokenFuture, TokenProvider, TokenRequest, UnsignedRequest, Uuid, reqwest, xbox_360,
};
use game_achievements_mock::{Answer, Fault};
use game_achievements_runtime::{Method, StatusCode};

use crate::generated;
use crate::support::images::Setup;
use crate::support::keys::{pem, signing_key};
use crate::support::{ADDRESS_MARK, MARK, Service, TOKEN, XBOX_TOKEN, log, printed};

thread_local! {
    /// Making an HTTP client takes most of the time of a call, so one that follows nothing is shared. `None` for our own.
    static SHARED: RefCell<Option<reqwest::Client>> = const { RefCell::new(None) };
}

/// The client that the generated calls are made with.
pub(crate) fn client<C: Api>(base_url: &str) -> Result<C> {
    let builder = C::builder().base_url(base_url).authorization(Authorization::raw(XBOX_TOKEN)?);
    let builder = match SHARED.with_borrow(Clone::clone) {
        Some(shared) => builder.http_client(shared),
        None => builder,
    };
    builder.retry(RetryPolicy::never()).build()
}

/// Calls each operation of each API once for each fault, and gives the number of failures.
async fn call_all(service: &Service, faults: &[Fault]) -> usize {
    let mut failures = 0;
    for api in ["app-store-connect", "xbox-live", "xbox-360"] {
        for &operation in generated::operations(api) {
            for fault in faults {
                service.fault_every(1, [fault.clone()]);
                if let Err(error) = generated::call(api, service.base_url(), operation).await {
                    assert_eq!(error.operation(), Some(operation));
                    printed(&error);
                    failures += 1;
                }
            }
        }
    }
    failures
}

fn operations() -> usize {
    ["app-store-connect", "xbox-live", "xbox-360"].map(|api| generated::operations(api).len()).iter().sum()
}

#[tokio::test]
async fn no_operation_shows_a_secret_whatever_goes_wrong() {
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    SHARED.set(Some(http.build().unwrap()));
    let (service, line) = (Service::start().await, log::len());
    let json = |status, text: &str| Fault::Instead(Answer::json(status, text));
    let failing = [
        json(401, r#"{"errors":[{"code":"NOT_AUTHORIZED","detail":"no"}]}"#),
        Fault::Instead(Answer::empty(401).header("WWW-Authenticate", "Token error='token_expired'")),
        json(403, r#"{"code":23,"description":"No valid claims"}"#),
        Fault::too_many_requests(3),
        Fault::Instead(Answer::text(503, "<html>")),
        Fault::redirect(302, "/v1?x"),
        Fault::Refused,
        Fault::Reset(3),
        Fault::Cut(3),
        // Services that write into the body what they got.
        Fault::Instead(Answer::text(400, format!("authorization: {XBOX_TOKEN}"))),
        json(400, &format!(r#"{{"errors":[{{"code":"ECHO","detail":"authorization: {XBOX_TOKEN}"}}]}}"#)),
    ];
    assert_eq!(call_all(&service, &failing).await, failing.len() * operations());
    // Operations without a body in their answer do not look at one.
    let bad_bodies =
        [json(200, "{"), json(200, "\"t\""), json(200, &format!("\"{XBOX_TOKEN}\"")), json(200, "")];
    assert!(call_all(&service, &bad_bodies).await > bad_bodies.len() * operations() / 2);
    // It was told, by us and by the HTTP client.
    assert!(log::ours(line, "failed kind=Status status=503") >= operations());
    assert!(log::has(line, "log reqwest"));
    log::scan(line, &service.tokens());
}

#[tokio::test]
async fn no_operation_takes_its_secret_to_another_host() {
    SHARED.set(None);
    let (service, other, line) = (Service::start().await, Service::stranger().await, log::len());
    let elsewhere = Fault::redirect(307, format!("{}/?s1gnature", other.base_url()));
    assert_eq!(call_all(&service, &[elsewhere]).await, operations());
    assert!(other.requests().is_empty());
    log::scan(line, &service.tokens());
}

struct Failing;

impl TokenProvider for Failing {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let first = Token::new(Authorization::bearer(TOKEN)?);
            if request.rejected.is_none() {
                Ok(first)
            } else {
                Authorization::bearer(format!("{MARK} \n")).map(Token::new)
            }
        })
    }
}

#[tokio::test]
async fn no_refused_secret_is_repeated() {
    let line = log::len();
    let (text, bad) = (pem(&signing_key()), format!("{MARK} {MARK}\n"));
    let key = || PrivateKey::from_pem(&text).unwrap();
    let broken = text.replacen(text.lines().nth(1).unwrap(), &format!("{MARK}!"), 1);
    let errors: Vec<Error> = vec![
        Authorization::bearer(&bad).unwrap_err(),
        Authorization::raw(&bad).unwrap_err(),
        XstsToken::parse(&bad).unwrap_err(),
        XstsToken::new("1", &bad).unwrap_err(),
        xbox_live::Client::new(&bad).unwrap_err(),
        app_store_connect::Client::new(&bad).unwrap_err(),
        PrivateKey::from_pem(&broken).unwrap_err(),
        PrivateKey::from_pem(MARK).unwrap_err(),
        Key::team(&bad, "k", key()).unwrap_err(),
        Key::individual(&bad, key()).unwrap_err(),
        xbox_live::Client::builder().header("x-a", format!("{MARK}\n")).build().unwrap_err(),
        xbox_live::Client::builder().header("authorization", MARK).build().unwrap_err(),
        xbox_live::Client::builder().base_url(format!("https://u:{MARK}@x.example")).build().unwrap_err(),
    ];
    let service = Service::start().await;
    service.fault_every(1, [Fault::unauthorized()]);
    let client: xbox_live::Client =
        xbox_live::Client::builder().base_url(service.base_url()).token_provider(Failing).build().unwrap();
    let renewing = client.list_achievements(1, Default::default()).await.unwrap_err();
    for error in errors.iter().chain([&renewing]) {
        printed(error);
    }
    log::scan(
        line,
        &text.lines().map(str::to_owned).filter(|line| !line.starts_with("---")).collect::<Vec<_>>(),
    );
}

/// Types that hold no secret of the client's: what a service sent, numbers, or names.
const DATA: &[&str] = &[
    "ErrorKind",
    "Field",
    "ImageProblem",
    "NoSuchValue",
    "Timestamp",
    "TimestampError",
    "UnknownMember",
    "UnknownValue",
    "UpdateOutcome",
    "UploadProblem",
];

/// All other public types, as `Debug` shows them, made of secrets where they can be.
async fn shown() -> Vec<(&'static str, String)> {
    let setup = Setup::new().await;
    setup.script();
    let (service, client) = (&setup.service, &setup.client);
    let (key, authorization) = (pem(&signing_key()), Authorization::bearer(TOKEN).unwrap());
    let private_key = PrivateKey::from_pem(&key).unwrap();
    let mut secret_headers = HeaderMap::new();
    secret_headers.insert("set-cookie", MARK.parse().unwrap());
    secret_headers.insert("x-rate-limit", "user-hour-lim:1".parse().unwrap());
    let token = || Token::new(authorization.clone());
    let cache = TokenCache::new(Failing);
    game_achievements::Credentials::authorization(&cache).await.unwrap();
    let call = client.transport().call(Method::POST, "/a/{}", &[&"b"]).query("q", MARK).json(MARK);
    let call = call.header_argument("x-secret", MARK);
    service.answer("GET", "/bytes", Answer::raw(200, [("set-cookie", MARK)], "bytes"));
    let bytes = client.transport().call(Method::GET, "/bytes", &[]).send_bytes("bytes").await.unwrap();
    let builder = service.builder::<xbox_live::Client>().header("x-secret", MARK);
    let with_password = xbox_live::Client::builder().base_url(format!("https://u:{MARK}@x.example"));
    let xbox: xbox_live::Client = service.client();
    let first: GameCenterAchievementsV2Response =
        serde_json::from_str(r#"{"data":[],"links":{"self":"x"}}"#).unwrap();
    let pages = || client.pages(Response::new(StatusCode::OK, secret_headers.clone(), first.clone()));
    let progress = [AchievementProgress::new("1", 100u32)];
    let report = xbox.report_progress(1, Uuid::nil(), 7, &progress).await.unwrap();
    let error = report.failures().next().unwrap().1;
    setup.parts.fault("PUT", "/a", Fault::status(403));
    let upload_error = setup.upload().send("l").await.unwrap_err();
    let uploaded = setup.upload().send("l").await.unwrap();
    let found = {
        let list = "/users/xuid(1)/achievements";
        service.answer("GET", list, Answer::json(200, game_achievements_mock::samples::XBOX_ACHIEVEMENT));
        xbox.title_achievements(1, 7, None).await.unwrap()
    };
    let debug: &[(&'static str, &dyn std::fmt::Debug)] = &[
        ("Authorization", &authorization),
        ("Builder", &(&builder, with_password)),
        ("ByteStream", &bytes),
        ("Call", &call),
        ("CallOptions", &CallOptions::default().timeout(Duration::from_secs(1))),
        ("Error", error),
        ("ImageSource", &ImageSource::bytes("a.png", MARK.as_bytes())),
        ("ImageUpload", &setup.upload()),
        ("Items", &pages().items()),
        ("Key", &Key::team("issuer", "KEY1", private_key.clone()).unwrap()),
        ("ManualClock", &ManualClock::new()),
        ("Pacer", &xbox_live::pacer()),
        ("Pages", &pages()),
        ("PrivateKey", &private_key),
        ("Progress", &Progress::Committed),
        ("RateLimit", &RateLimit::from_headers(&secret_headers)),
        ("Response", &Response::new(StatusCode::OK, secret_headers.clone(), ())),
        ("RetryPolicy", &RetryPolicy::default()),
        ("SystemClock", &SystemClock),
        ("TitleAchievements", &found),
        ("Token", &token().expires_at(SystemTime::UNIX_EPOCH)),
        ("TokenCache", &cache),
        ("TokenRequest", &TokenRequest::new(SystemTime::UNIX_EPOCH, Some(&authorization))),
        ("TokioSleeper", &TokioSleeper),
        ("Transport", client.transport()),
        ("UnsignedRequest", &UnsignedRequest::new(&Method::GET, "/a?s3cret", TOKEN, MARK.as_bytes())),
        ("UpdateReport", &report),
        ("UploadError", &upload_error),
        ("UploadedImage", &uploaded as &UploadedImage),
        ("XstsToken", &XstsToken::parse(XBOX_TOKEN).unwrap()),
        ("Client", &(client, &xbox, service.client::<xbox_360::Client>())),
    ];
    let mut shown: Vec<_> =
        debug.iter().map(|(name, value)| (*name, format!("{value:?} {value:#?}"))).collect();
    let body = key.lines().nth(1).unwrap();
    assert!(shown.iter().all(|(_, text)| !text.contains(body)), "the private key shows");
    shown.sort();
    shown
}

#[tokio::test]
async fn no_public_type_shows_a_secret() {
    let shown = shown().await;
    for (name, text) in &shown {
        assert!(!text.contains(MARK) && !text.contains(ADDRESS_MARK), "{name}: {text}");
    }
    let mut public = Vec::new();
    for folder in ["src", "runtime/src"] {
        public_types(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut public);
    }
    assert!(public.len() > 35, "{public:?}");
    for name in public {
        let is_known = DATA.contains(&&*name) || shown.iter().any(|(known, _)| *known == name);
        assert!(is_known, "add `{name}` to the table in {}", file!());
    }
}

/// The names of all types that are written by hand and public.
fn public_types(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("generated") {
                public_types(&path, found);
            }
            continue;
        }
        for line in fs::read_to_string(&path).unwrap().lines() {
            let name = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
            let name = name.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
            found.extend(name.filter(|name| !name.starts_with('_')).map(str::to_owned));
        }
    }
}

/// Every test of this binary has to be watched, so none may go around the service of [`support`](crate::support).
#[test]
fn every_test_asks_a_service_that_is_watched() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/client");
    let unwatched = concat!("Mock", "::");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let text = fs::read_to_string(&path).unwrap();
            assert!(!text.contains(unwatched), "{} starts a mock of its own", path.display());
        }
    }
}
