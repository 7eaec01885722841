//! Redirects: followed on the same host, and nowhere else.

use game_achievements_runtime as runtime;
use runtime::{ErrorKind, StatusCode};

use crate::client::{Read, TOKEN, Thing, builder, client, run};
use crate::server::{Server, answer};

fn redirect(status: &str, location: &str) -> String {
    answer(status, &format!("location: {location}\r\n"), "")
}

#[test]
fn the_same_host_is_followed_with_all_headers() {
    let server = Server::start([
        redirect("301 Moved Permanently", "/v2/moved?a=b"),
        answer("200 OK", "", r#"{"name":"a"}"#),
    ]);
    let thing = run(client(&server.base_url).read("a", Read::default())).unwrap();
    assert_eq!(thing.name, "a");
    let requests = server.requests();
    assert!(requests[1].starts_with("GET /v2/moved?a=b HTTP/1.1\r\n"), "{}", requests[1]);
    assert!(requests[1].contains(TOKEN) && !requests[1].contains("referer"), "{}", requests[1]);
}

#[test]
fn a_307_repeats_the_body() {
    let server = Server::start([
        redirect("307 Temporary Redirect", "/v2"),
        answer("201 Created", "", r#"{"name":"a"}"#),
    ]);
    run(client(&server.base_url).create(&Thing { name: "a".to_owned() })).unwrap();
    let requests = server.requests();
    assert!(requests[1].starts_with("POST /v2 HTTP/1.1\r\n") && requests[1].ends_with(r#"{"name":"a"}"#));
}

#[test]
fn another_host_gets_nothing() {
    let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let place = format!("http://{}", elsewhere.local_addr().unwrap());
    let server = Server::start([redirect("302 Found", &format!("{place}/path?secret=1"))]);
    let error = run(client(&server.base_url).read("a", Read::default())).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "read: the service redirects to another place, {place}, which is not followed (status 302 Found)"
        )
    );
    assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(StatusCode::FOUND)));
    assert!(error.headers().unwrap().contains_key("location"));
    assert!(elsewhere.accept().is_err(), "something came to the other place");
}

#[test]
fn a_post_does_not_become_a_get() {
    let server = Server::start([redirect("302 Found", "/v2")]);
    let error = run(client(&server.base_url).create(&Thing { name: "a".to_owned() })).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
}

#[test]
fn a_loop_ends() {
    let server = Server::start(std::iter::repeat_n(redirect("302 Found", "/"), 11));
    let error = run(client(&server.base_url).read("a", Read::default())).unwrap_err();
    assert_eq!(error.to_string(), "read: the service redirects more than 10 times");
    assert_eq!(server.requests().len(), 11);
}

#[test]
fn a_client_of_the_callers_keeps_its_own_policy() {
    let own = || reqwest::Client::builder().no_proxy();
    let stopping = own().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let server = Server::start([redirect("302 Found", "/v2")]);
    let client = builder(&server.base_url).http_client(stopping).build().unwrap();
    let error = run(client.read("a", Read::default())).unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(StatusCode::FOUND)));

    let following = own().build().unwrap();
    let server = Server::start([redirect("302 Found", "/v2"), answer("200 OK", "", r#"{"name":"a"}"#)]);
    let client = builder(&server.base_url).http_client(following).build().unwrap();
    run(client.read("a", Read::default())).unwrap();
}
