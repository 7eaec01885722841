//! What really goes over the wire, held against the contract.
//!
//! [`value`] holds one JSON value against one schema: examples of a document, bodies that were recorded, bodies
//! that the mock answers.

mod format;
mod groups;
mod instance;
#[cfg(test)]
mod tests;
pub mod value;

pub use instance::{Instance, View};
pub use value::{Direction, Finding, check};
