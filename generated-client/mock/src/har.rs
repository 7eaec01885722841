//! The log as an HTTP Archive, version 1.2 (<http://www.softwareishard.com/blog/har-12-spec/>).

use serde_json::{Map, Value as Json, json};

use crate::answer::reason;
use crate::app_store_connect::UPLOADS;
use crate::query::decoded;
use crate::request::Request;
use crate::service::Entry;

const HIDDEN: &str = "REDACTED";

/// Where files go, in the log: as at the service, not to the API.
const STORAGE: &str = "https://upload.example.com";

/// The archive of these exchanges, in their order.
pub(crate) fn document(log: &[Entry]) -> Json {
    let entries: Vec<Json> = log.iter().enumerate().map(|(at, entry)| archived(at, entry)).collect();
    json!({"log": {
        "version": "1.2",
        "creator": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "entries": entries,
    }})
}

fn archived(at: usize, Entry { server, request, answer }: &Entry) -> Json {
    let version = format!("HTTP/1.{}", request.minor_version);
    let own = format!("http://{}", request.address);
    let elsewhere = |text: &str| {
        let text = text.replace(&format!("{own}{UPLOADS}"), &format!("{STORAGE}{UPLOADS}"));
        hide_signatures(&text.replace(&own, server))
    };
    let mut sent = json!({
        "method": request.method(),
        "url": elsewhere(&format!("{own}{}", request.target())),
        "httpVersion": version,
        "cookies": [],
        "headers": headers(request),
        "queryString": query(request.query().unwrap_or_default()),
        "headersSize": -1,
        "bodySize": request.body().len(),
    });
    // HAR has no place for a request body that is no text.
    if let Ok(text) = std::str::from_utf8(request.body())
        && !text.is_empty()
    {
        let mime_type = request.header("content-type").unwrap_or_default();
        sent["postData"] = json!({"mimeType": mime_type, "text": text});
    }
    let text = elsewhere(&String::from_utf8_lossy(answer.body()));
    let mime_type = answer.headers().iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let mime_type = mime_type.map_or("", |(_, value)| value.as_str());
    let mut content =
        Map::from_iter([("size".to_owned(), text.len().into()), ("mimeType".to_owned(), mime_type.into())]);
    if !text.is_empty() {
        content.insert("text".to_owned(), text.into());
    }
    json!({
        "startedDateTime": format!("2026-01-01T{:02}:{:02}:{:02}.000Z", at / 3_600 % 24, at / 60 % 60, at % 60),
        "time": 0,
        "request": sent,
        "response": {
            "status": answer.status(),
            "statusText": reason(answer.status()),
            "httpVersion": version,
            "cookies": [],
            "headers": named(answer.headers().iter().cloned()),
            "content": content,
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": answer.body().len(),
        },
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
    })
}

/// The headers of a request, but for the address of the mock and for credentials.
fn headers(request: &Request) -> Json {
    let shown = request.headers().iter().filter(|(name, _)| !name.eq_ignore_ascii_case("host"));
    named(shown.map(|(name, value)| {
        let value = match name.to_ascii_lowercase().as_str() {
            // The scheme is no secret, and says which kind of credentials it was.
            "authorization" => format!("{} {HIDDEN}", value.split(' ').next().unwrap_or_default()),
            _ => value.clone(),
        };
        (name.clone(), value)
    }))
}

fn named(pairs: impl Iterator<Item = (String, String)>) -> Json {
    pairs.map(|(name, value)| json!({"name": name, "value": value})).collect()
}

fn query(query: &str) -> Json {
    named(query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), if name == "signature" { HIDDEN.to_owned() } else { decoded(value) })
    }))
}

/// Who has the address of an upload may write to it, by the signature in it.
fn hide_signatures(text: &str) -> String {
    const MARK: &str = "signature=";
    let mut pieces = text.split(MARK);
    let mut hidden = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let rest = piece.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        hidden += &format!("{MARK}{HIDDEN}{rest}");
    }
    hidden
}
