//! The runtime over TCP: what it sends, and what it makes of answers.

#![allow(clippy::unwrap_used, reason = "a test panics where something fails")]

mod answers;
mod client;
mod credentials;
mod limits;
mod redirects;
mod requests;
mod retries;
mod server;
