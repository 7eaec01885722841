//! What an OpenAPI 3.0 document promises on the wire, as a canonical model.
//!
//! The modules stand in the order in which data flows through them:
//!
//! - [`source`]: the bytes of a YAML or JSON file become a [`source::Node`], a value that knows the line
//!   and column of each of its parts. Size, nesting and aliases are bounded.
//! - [`document`]: the value is an OpenAPI 3.0 document and every `$ref` in it leads somewhere.
//! - [`contract`]: what the document promises on the wire, in canonical form, and its text.
//! - [`diff`]: two contracts become the changes between them.
//! - [`drift`]: our spec held against what the provider publishes, and the differences that are there on purpose.
//! - [`exchange`]: values that go over the wire, held against the contract.
//! - [`problem`]: what is wrong with a file, where, and what to do about it.
//!
//! Nothing here does IO, knows Rust code generation, or panics on bad input.

pub mod contract;
pub mod diff;
pub mod document;
pub mod drift;
pub mod exchange;
pub mod problem;
pub mod source;
