//! Tests through the public functions.

mod hostile;
mod requests;
mod values;

use std::sync::Arc;

use super::{Answer, Payload, Request, Service, Violation};
use crate::contract::Contract;
use crate::document::Document;

/// A service with these paths and components.
fn service(paths: &str, components: &str) -> Service {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: 1.0.0 }}\npaths:\n{paths}\ncomponents: {{ {components} }}"
    );
    let document =
        Document::read("a.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let contract = Contract::read(&document).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Service::new(Arc::new(contract))
}

/// What is found about a request: `GET /a?b=1`, headers, body.
fn request(service: &Service, line: &str, headers: &[(&str, &str)], body: &str) -> Vec<String> {
    let (method, target) = line.split_once(' ').unwrap();
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    match service.route(method, path) {
        Ok(call) => {
            let body = Payload::Bytes(body.as_bytes());
            told(service.request(&call, &Request { method, path, query, headers, body }))
        }
        Err(unknown) => vec![unknown.violation(method, path).to_string()],
    }
}

/// What is found about an answer to a request.
fn answer(service: &Service, line: &str, status: u16, headers: &[(&str, &str)], body: &str) -> Vec<String> {
    let (method, path) = line.split_once(' ').unwrap();
    let call = service.route(method, path).unwrap();
    told(service.answer(&call, &Answer { status, headers, body: Payload::Bytes(body.as_bytes()) }))
}

fn told(violations: Vec<Violation>) -> Vec<String> {
    violations.iter().map(Violation::to_string).collect()
}
