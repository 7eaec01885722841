//! What really goes over the wire, held against the contract.
//!
//! - [`Service`] finds the operation that a request calls, and holds the request and its answer against it.
//! - [`Violation`] is what either does that the contract does not say; [`RULES`] lists the kinds.
//! - [`Coverage`] counts what of a contract exchanges have used; [`Base`] tells which URLs are a service's.
//! - [`value`] holds one JSON value against one schema: examples of a document, and the bodies of the above.
//!
//! What comes from the wire is not trusted: any bytes give violations and never a panic, recursion is bounded, and messages
//! quote no text that may be a secret.

mod answer;
mod base;
mod body;
mod coverage;
mod format;
mod groups;
mod headers;
mod instance;
mod kinds;
mod members;
mod percent;
mod query;
mod request;
mod route;
mod rules;
mod service;
#[cfg(test)]
mod tests;
pub mod value;
mod violation;
mod words;
mod written;

pub use base::{Base, Url};
pub use coverage::{Coverage, Part, PartKind};
pub use instance::{Instance, View};
pub use rules::{Level, RULES, Rule, rules_as_markdown, rules_as_text};
pub use service::{Answer, Call, Payload, Request, Service, Unknown};
pub use value::{Direction, Finding, Token, check};
pub use violation::{At, Violation};

use crate::contract::{Contract, SchemaId};

/// What a schema is called: `schema App.attributes`, `GET /v1/apps 200.data[]`.
pub fn address(contract: &Contract, schema: SchemaId) -> String {
    crate::drift::address::address(&contract.pointer(schema), &std::collections::HashMap::new())
}
