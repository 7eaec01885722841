//! One binary for all tests that need more than one package: linking is the slowest part of a test run.

#![allow(unreachable_pub, reason = "a test binary is reached by nothing")]

mod answers;
mod bad_input;
mod commands;
mod consumer;
mod crates;
mod diff;
mod drift;
mod drift_page;
mod examples;
mod figures;
#[rustfmt::skip]
#[allow(clippy::unwrap_used, reason = "what cannot be parsed there is a bug of the generator")]
mod generated;
#[rustfmt::skip]
mod generated_schemas;
mod held;
mod invariants;
mod loop_closing;
mod made;
mod new_api;
mod operations;
mod reviews;
mod samples;
mod services;
mod traffic;
mod upstream;
mod wire;
