//! Crates made from documents, compiled, and called: what they send and read is held against the document.
//!
//! What is expected comes from the contract, which knows nothing of Rust, and from JSON Schema; what happens comes from
//! compiled code, over TCP.

mod called;
mod cases;
mod program;
mod random;
mod referee;
mod round_trip;
mod values;

/// The variable that names documents to make crates of, beside those of the suite; several are separated by `:`.
const DOCUMENTS: &str = "MADE_DOCUMENTS";

/// The variable that says which random documents are tried, beside those of the suite: `12..312`, by seed.
const RANDOM: &str = "RANDOM_DOCUMENTS";
