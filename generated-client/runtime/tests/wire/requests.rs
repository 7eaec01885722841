//! What is sent, to the byte.

use std::sync::atomic::{AtomicU32, Ordering};

use game_achievements_runtime as runtime;
use runtime::{
    Api as _, Authorization, AuthorizationFuture, Credentials, Error, ErrorKind, Method, StatusCode,
};

use crate::client::{Client, Read, TOKEN, Thing, builder, client, run};
use crate::server::{Server, answer};

const THING: &str = r#"{"name":"a"}"#;

fn exchange<T>(body: &str, send: impl AsyncFnOnce(&str) -> T) -> (T, String) {
    let server = Server::start([answer("200 OK", "content-type: application/json\r\n", body)]);
    let result = run(send(&server.base_url));
    let version = concat!("game-achievements/", env!("CARGO_PKG_VERSION"));
    let request =
        server.requests().remove(0).replace("\r\n", "\n").replace(version, "game-achievements/(version)");
    let (before, after) = request.split_once("host: 127.0.0.1:").unwrap();
    let (_port, after) = after.split_once('\n').unwrap();
    (result, format!("{before}host: (ours)\n{after}"))
}

#[test]
fn a_get_carries_what_was_asked_for_and_no_more() {
    let (answer, request) =
        exchange(THING, async |url: &str| client(url).read("a b", Read::default()).await.unwrap());
    assert_eq!(
        request,
        "GET /v1/users/xuid(7)/things/a%20b HTTP/1.1\n\
         accept: application/json\n\
         user-agent: game-achievements/(version)\n\
         x-contract-version: 2\n\
         authorization: Bearer t0p.s3cret\n\
         host: (ours)\n\n"
    );
    assert_eq!(*answer, Thing { name: "a".to_owned() });
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.map(|thing| thing.name).into_inner(), "a");
}

#[test]
#[allow(deprecated, reason = "deprecated parameters are sent too")]
fn options_go_into_query_and_headers() {
    let options = Read::default()
        .fields(["name", "a,b"])
        .limit(5)
        .tags([1, 2])
        .accept_language("de, en;q=0.5")
        .pairs(Box::new(Box::new(1)));
    let (_, request) = exchange(THING, async |url: &str| client(url).read("a", options).await.unwrap());
    assert!(
        request.starts_with(
            "GET /v1/users/xuid(7)/things/a?fields%5Bthings%5D=name,a%2Cb&limit=5&tag=1&tag=2&is_pair=1 HTTP/1.1\n"
        ),
        "{request}"
    );
    assert!(request.contains("\naccept-language: de, en;q=0.5\n"), "{request}");
}

#[test]
fn a_body_is_json() {
    let thing = Thing { name: "é".to_owned() };
    let (_, request) = exchange(THING, async |url: &str| client(url).create(&thing).await.unwrap());
    assert_eq!(
        request,
        "POST /v1/things HTTP/1.1\n\
         accept: application/json\n\
         user-agent: game-achievements/(version)\n\
         content-type: application/json\n\
         authorization: Bearer t0p.s3cret\n\
         host: (ours)\n\
         content-length: 13\n\n\
         {\"name\":\"é\"}"
    );
}

#[test]
fn a_delete_has_no_body() {
    let (_, request) = exchange("", async |url: &str| client(url).delete().await.unwrap());
    assert!(!request.contains("content-"), "{request}");
}

#[test]
fn client_wide_headers_replace_defaults_and_give_way_to_arguments() {
    let (_, request) = exchange(THING, async |url: &str| {
        let client = builder(url)
            .user_agent("mine/1")
            .header("X-Contract-Version", "4")
            .header("Accept-Language", "fr")
            .header("Accept", "application/x+json")
            .build()
            .unwrap();
        client.read("a", Read::default().accept_language("de")).await.unwrap()
    });
    assert!(request.contains("\nx-contract-version: 4\n"), "{request}");
    assert!(request.contains("\naccept-language: de\n") && !request.contains(": fr\n"), "{request}");
    assert!(request.contains("\nuser-agent: mine/1\n"), "{request}");
    assert!(request.contains("\naccept: application/x+json\n"), "{request}");
}

#[test]
fn a_base_url_may_have_a_path_and_credentials_may_be_absent() {
    let (_, request) = exchange(THING, async |url: &str| {
        let client = Client::builder().base_url(format!("{url}/prefix/")).build().unwrap();
        client.read("a", Read::default()).await.unwrap()
    });
    assert!(request.starts_with("GET /prefix/v1/users/xuid(7)/things/a HTTP/1.1\n"), "{request}");
    assert!(!request.contains("authorization"), "{request}");
}

#[test]
fn a_link_is_followed_as_it_is_on_this_host_only() {
    let (_, request) = exchange(THING, async |url: &str| {
        let client = client(url);
        for elsewhere in ["https://api.example/v1/things", "//evil.example/", "http://127.0.0.1:1/"] {
            let call = client.transport().call_link(Method::GET, elsewhere);
            let error = call.send_empty("page").await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        }
        let link = format!("{url}/v1/things?cursor=A%2C.b&fields%5Ba%5D=x,y");
        client.transport().call_link(Method::GET, &link).query("limit", &2).send_empty("page").await.unwrap()
    });
    assert!(
        request.starts_with("GET /v1/things?cursor=A%2C.b&fields%5Ba%5D=x,y&limit=2 HTTP/1.1\n"),
        "{request}"
    );
}

#[test]
fn what_cannot_be_sent_is_refused_before_anything_is() {
    // Nothing listens there: an attempt to send would fail in another way.
    let client = client("http://127.0.0.1:1");
    let refused = run(async {
        [
            client.read("../apps", Read::default()).await.unwrap_err(),
            client.read("a", Read::default().accept_language("s3cret\r\nx: y")).await.unwrap_err(),
            client.read(&"x".repeat(70_000), Read::default()).await.unwrap_err(),
        ]
    });
    for error in &refused {
        assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidArgument, Some("read")), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
    assert_eq!(
        refused[0].to_string(),
        "read: argument 2 of the path `/v1/users/xuid({})/things/{}` has `/` in it, which addresses another resource"
    );
}

#[test]
fn credentials_are_asked_for_each_call() {
    struct Counting(AtomicU32);

    impl Credentials for Counting {
        fn authorization(&self) -> AuthorizationFuture<'_> {
            let count = self.0.fetch_add(1, Ordering::Relaxed);
            Box::pin(async move {
                match count {
                    0 | 1 => Authorization::raw(format!("token-{count}")),
                    _ => Err(Error::new(ErrorKind::Credentials, "the key is gone")),
                }
            })
        }
    }

    let server = Server::start([answer("200 OK", "", THING), answer("200 OK", "", THING)]);
    let client = Client::builder()
        .base_url(&server.base_url)
        .credentials(Counting(AtomicU32::new(0)))
        .build()
        .unwrap();
    let error = run(async {
        client.read("a", Read::default()).await.unwrap();
        client.read("a", Read::default()).await.unwrap();
        client.read("a", Read::default()).await.unwrap_err()
    });
    assert_eq!(error.to_string(), "read: the key is gone");
    let requests = server.requests();
    assert!(
        requests[0].contains("authorization: token-0\r\n")
            && requests[1].contains("authorization: token-1\r\n")
    );
}

#[test]
fn nothing_prints_the_token() {
    let builder = builder("https://user:t0p.s3cret@api.example").header("x-key", TOKEN);
    let text = format!("{builder:?}");
    let text = format!("{text} {:?}", builder.build().unwrap_err());
    let client = crate::client::builder("https://api.example").header("x-key", TOKEN).build().unwrap();
    let call = client.transport().call_link(Method::GET, "/?key=t0p.s3cret").header("x-key", TOKEN);
    let text = format!("{text} {client:?} {call:?}");
    assert!(!text.contains(TOKEN), "{text}");
    assert!(text.contains("x-key") && text.contains("https://api.example"), "{text}");
}

#[test]
fn a_builder_refuses_what_it_cannot_use() {
    for (builder, message) in [
        (
            builder("http://api.example"),
            "the base URL must be https (http is for loopback hosts such as 127.0.0.1 only)",
        ),
        (
            builder("https://api.example").header("Authorization", TOKEN),
            "the header `authorization` is set by `Builder::authorization` or `Builder::credentials`",
        ),
        (
            builder("https://api.example").user_agent("a\nb"),
            "the header `user-agent` has a value that no header can carry: control or non-ASCII characters",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Configuration, message));
        assert_eq!(error.operation(), None);
    }
}
