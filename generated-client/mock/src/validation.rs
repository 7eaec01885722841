//! Requests and answers, held against the contract.

use game_achievements_contract::exchange::{self, At, Call, Level, Payload, Service, Violation};

use crate::answer::Answer;
use crate::contracts;
use crate::request::Request;

/// Something in a request that the contract does not allow, or in an answer that it does not promise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Breach {
    /// The request line, such as `GET /v1/apps?limit=x`.
    pub request: String,
    /// The rule, such as `undocumented-parameter`; `cargo xtask traffic --rules` lists them.
    pub rule: String,
    /// Where in the request or the answer.
    pub place: Place,
    /// What is wrong, in one line.
    pub message: String,
}

/// Where a breach is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In the operation, the status, or the whole.
    Whole,
    /// A parameter in the path, the query or a header.
    Parameter(String),
    /// A place in the body, as a JSON pointer.
    Body(String),
}

impl std::fmt::Display for Breach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: ", self.request)?;
        match &self.place {
            Place::Whole => {}
            Place::Parameter(name) => write!(f, "parameter {name}: ")?,
            Place::Body(pointer) => write!(f, "body {pointer}: ")?,
        }
        write!(f, "{} [{}]", self.message, self.rule)
    }
}

impl Breach {
    pub(crate) fn new(request: &Request, rule: &str, place: Place, message: impl Into<String>) -> Self {
        let request = format!("{} {}", request.method(), request.target());
        Self { request, rule: rule.to_owned(), place, message: message.into() }
    }

    fn of(request: &Request, violation: &Violation) -> Self {
        let place = match &violation.at {
            At::Parameter(_, name) | At::Header(name) => Place::Parameter(name.to_string()),
            at => at.pointer().map_or(Place::Whole, Place::Body),
        };
        Self::new(request, violation.rule.id, place, violation.message.clone())
    }
}

/// What the request does that the contract does not allow.
pub(crate) fn request(service: &Service, call: &Call<'_>, request: &Request) -> Vec<Breach> {
    let headers = headers(request.headers());
    let query = request.query().map(without_cursor).filter(|query| !query.is_empty());
    let held = exchange::Request {
        method: request.method(),
        path: request.path(),
        query: query.as_deref(),
        headers: &headers,
        body: Payload::Bytes(request.body()),
    };
    breaches(request, service.request(call, &held))
}

/// What a request does that its contract does not allow, where it calls an operation of a contract.
pub(crate) fn of_any_service(held: &Request) -> Vec<Breach> {
    let service = match held.header("x-xbl-contract-version") {
        Some("1" | "3") => contracts::xbox_360(),
        _ if held.path().starts_with("/users/") => contracts::xbox_live(),
        _ => contracts::app_store_connect(),
    };
    match service.route(held.method(), held.path()) {
        Ok(call) => request(service, &call, held),
        Err(_) => Vec::new(),
    }
}

/// What the answer has that the contract does not promise.
pub(crate) fn answer(service: &Service, call: &Call<'_>, request: &Request, answer: &Answer) -> Vec<Breach> {
    let headers = headers(answer.headers());
    let body = Payload::Bytes(answer.body());
    breaches(
        request,
        service.answer(call, &exchange::Answer { status: answer.status(), headers: &headers, body }),
    )
}

fn headers(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// A cursor is in no contract: clients follow `links.next` as it is.
fn without_cursor(query: &str) -> String {
    let pairs: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("cursor=")).collect();
    pairs.join("&")
}

fn breaches(request: &Request, violations: Vec<Violation>) -> Vec<Breach> {
    let errors = violations.iter().filter(|violation| violation.level == Level::Error);
    errors.map(|violation| Breach::of(request, violation)).collect()
}
