//! One binary for all tests that need more than one package: linking is the slowest part of a test run.

#![allow(unreachable_pub, reason = "a test binary is reached by nothing")]

mod bad_input;
mod commands;
mod consumer;
mod drift;
mod examples;
#[rustfmt::skip]
mod generated;
mod invariants;
mod operations;
mod reviews;
mod samples;
