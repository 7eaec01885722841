//! Achievement services on loopback, for tests and examples.
//!
//! [`Services`] are App Store Connect and Xbox Live with a state: what a client creates can be read, changed, reviewed, unlocked.
//! They begin with an invented game ([`fixtures`]), and hold every request against the contract of the service: one that
//! has a wrong parameter, lacks a header or a member is refused, with the rule that it breaks.
//!
//! ```
//! use game_achievements_mock::{Services, fixtures};
//! use tokio::io::{AsyncReadExt, AsyncWriteExt};
//!
//! # fn main() -> std::io::Result<()> {
//! # tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(async {
//! let services = Services::start().await?;
//!
//! // Any client will do: give it `base_url()`, and any token. Here it is a socket.
//! let xbox = services.xbox_live();
//! let mut stream = tokio::net::TcpStream::connect(xbox.mock().address()).await?;
//! let target = format!("/users/xuid({})/achievements?titleId={}", fixtures::XUID, fixtures::TITLE_ID);
//! let authorization = fixtures::XBOX_LIVE_AUTHORIZATION;
//! let head = format!(
//!     "GET {target} HTTP/1.1\r\nHost: a\r\nAuthorization: {authorization}\r\n\
//!      x-xbl-contract-version: 4\r\nConnection: close\r\n\r\n"
//! );
//! stream.write_all(head.as_bytes()).await?;
//! let mut answer = String::new();
//! stream.read_to_string(&mut answer).await?;
//! assert!(answer.contains("\"name\":\"First Light\""));
//!
//! // The client has kept to the contract, and so has the mock.
//! services.assert_clean();
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! In tests of your own:
//!
//! - [`Service::assert_clean`] at the end fails the test for each request that breaks the contract; [`Service::breaches`]
//!   tells them.
//! - [`Service::snapshot`] and [`Service::restore`] take the state back. Nothing depends on time or chance: the same
//!   [`Settings`] and requests give the same answers, ids and times included.
//! - What takes time at the service takes reads here ([`Settings::processing_reads`]): the image that was uploaded is
//!   complete when it is read again, and a review goes on step by step.
//! - A request with the header [`FAULT_HEADER`] fails as it asks. [`Service::mock`] takes scripted answers, which go first.
//! - [`Service::har`] is the log of all exchanges, as an HTTP Archive without secrets.
//!
//! [`Mock`] alone is a server that knows nothing: an HTTP/1.1 server of its own on a free port of 127.0.0.1, which answers as told
//! and remembers each request to the byte. It is written down to the socket on purpose, so that tests see what really went over
//! the wire.
//!
//! ```
//! use game_achievements_mock::{Answer, Mock};
//!
//! # fn main() -> std::io::Result<()> {
//! # tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(async {
//! let mock = Mock::start().await?;
//! mock.answer("GET", "/v1/things", Answer::json(200, r#"{"data":[]}"#));
//! // … a client calls `mock.base_url()` …
//! assert!(mock.requests().is_empty());
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! It can be told to get things wrong: see [`Fault`], [`Mock::fault`] and [`Mock::fault_every`].

mod answer;
mod app_store_connect;
mod clock;
mod contracts;
mod fault;
mod fault_header;
mod faults;
mod har;
mod leak;
mod mock;
mod provider;
mod query;
mod read;
mod request;
mod routes;
mod serve;
mod service;
mod services;
mod settings;
mod validation;
mod xbox_live;

pub mod fixtures;
pub mod samples;

pub use crate::answer::Answer;
pub use crate::fault::Fault;
pub use crate::fault_header::FAULT_HEADER;
pub use crate::mock::Mock;
pub use crate::request::Request;
pub use crate::service::{Service, Snapshot};
pub use crate::services::{Services, Snapshots};
pub use crate::settings::Settings;
pub use crate::validation::{Breach, Place};
