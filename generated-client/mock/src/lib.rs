//! Achievement services on loopback for tests and examples: scripted answers and a log of requests.
//!
//! A [`Mock`] is an HTTP/1.1 server of its own on a free port of 127.0.0.1. It answers as told and remembers each request to
//! the byte. It is written down to the socket on purpose, so that tests see what really went over the wire.
//!
//! ```
//! use game_achievements_mock::{Answer, Mock};
//! use tokio::io::{AsyncReadExt, AsyncWriteExt};
//!
//! # fn main() -> std::io::Result<()> {
//! # tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(async {
//! let mock = Mock::start().await?;
//! mock.answer("GET", "/v1/things", Answer::json(200, r#"{"data":[]}"#));
//!
//! // Any client will do: give it `mock.base_url()`.
//! let mut stream = tokio::net::TcpStream::connect(mock.base_url().trim_start_matches("http://")).await?;
//! stream.write_all(b"GET /v1/things?limit=2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await?;
//! let mut answer = String::new();
//! stream.read_to_string(&mut answer).await?;
//!
//! assert!(answer.ends_with(r#"{"data":[]}"#));
//! assert_eq!(mock.requests()[0].target(), "/v1/things?limit=2");
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! It can be told to get things wrong: see [`Fault`], [`Mock::fault`] and [`Mock::fault_every`].

mod answer;
mod fault;
mod faults;
mod leak;
mod mock;
mod read;
mod request;
mod routes;
mod serve;

pub mod samples;

pub use crate::answer::Answer;
pub use crate::fault::Fault;
pub use crate::mock::Mock;
pub use crate::request::Request;
