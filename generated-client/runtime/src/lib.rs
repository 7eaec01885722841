//! All that the generated code of game-achievements names: calls, answers, errors, options.
//!
//! This crate knows no API. A generated client is a thin type around a [`Transport`]; each of its methods is one chain on a
//! [`Call`]. What holds for every call is decided here, once:
//!
//! - An argument cannot leave its segment of the path: see [`PathValue`].
//! - The `Authorization` header goes to the host of the base URL and nowhere else, and is never printed.
//! - Any 2xx status is a success. Any other keeps its status, headers and body in the [`Error`], whatever the body is.
//! - What failed is tried again where that does no harm: see [`RetryPolicy`].
//! - Memory is bounded, whatever a service answers.
//!
//! With the feature `tracing`, each call is a span of the target `game_achievements`, with events for repetitions and renewals.
//! With the feature `schemars`, all that requests and answers are made of implements `schemars::JsonSchema`, and so must what
//! is named in a definition.
//!
//! ```
//! use game_achievements_runtime as runtime;
//! use runtime::serde::Deserialize;
//!
//! /// What generated code looks like.
//! #[derive(Clone, Debug)]
//! pub struct Client {
//!     transport: runtime::Transport,
//! }
//!
//! impl runtime::Api for Client {
//!     const NAME: &'static str = "games";
//!     const BASE_URL: &'static str = "https://games.example";
//!     fn from_transport(transport: runtime::Transport) -> Self {
//!         Self { transport }
//!     }
//!     fn transport(&self) -> &runtime::Transport {
//!         &self.transport
//!     }
//! }
//!
//! #[derive(Debug, Deserialize)]
//! #[serde(crate = "runtime::serde")]
//! pub struct Achievement {
//!     pub name: String,
//! }
//!
//! runtime::options! {
//!     /// Options of [`Client::list_achievements`].
//!     pub struct ListAchievements {
//!         /// At most so many.
//!         limit: Option<u32> = query "limit",
//!         /// Only these fields.
//!         fields: Vec<String> = csv "fields[achievements]",
//!     }
//! }
//!
//! impl Client {
//!     pub async fn list_achievements(
//!         &self,
//!         game: &str,
//!         options: ListAchievements,
//!     ) -> runtime::Result<runtime::Response<Vec<Achievement>>> {
//!         self.transport
//!             .call(runtime::Method::GET, "/v1/games/{}/achievements", &[&game])
//!             .options(&options)
//!             .send("list_achievements")
//!             .await
//!     }
//! }
//!
//! /// What a consumer writes.
//! async fn names(token: &str) -> runtime::Result<Vec<String>> {
//!     use runtime::Api as _;
//!
//!     let client = Client::builder()
//!         .authorization(runtime::Authorization::bearer(token)?)
//!         .build()?;
//!     let options = ListAchievements::default().limit(20).fields(["name"]);
//!     let answer = client.list_achievements("coffee", options).await?;
//!     Ok(answer.iter().map(|achievement| achievement.name.clone()).collect())
//! }
//! # let _ = names;
//! ```

// What macros write names this crate from outside.
extern crate self as game_achievements_runtime;

mod api;
mod attempt;
mod authorization;
mod base_url;
mod body;
mod builder;
mod call;
mod call_options;
mod deliver;
mod describe;
mod error;
mod field;
mod header;
mod json_path;
#[cfg(feature = "schemars")]
mod json_schema;
#[cfg(not(feature = "schemars"))]
mod no_json_schema;
mod object;
mod open_enum;
mod options;
mod pacer;
mod path;
mod query;
mod rate_limit;
mod redirect;
mod response;
mod retry;
mod retry_after;
mod send;
mod signer;
mod tagged_union;
pub mod time;
mod timestamp;
mod token;
mod token_cache;
mod trace;
mod transport;
mod untagged_union;
mod wrapper;

pub use crate::api::Api;
pub use crate::authorization::{Authorization, AuthorizationFuture, Credentials};
pub use crate::body::ByteStream;
pub use crate::builder::Builder;
pub use crate::call::Call;
pub use crate::call_options::CallOptions;
pub use crate::describe::describe_json_error;
pub use crate::error::{Error, ErrorKind, Result};
pub use crate::field::Field;
#[cfg(feature = "schemars")]
#[doc(hidden)]
pub use crate::json_schema::{
    __About, __Member, __Property, __schema_name, __schema_of_enum, __schema_of_object, __schema_of_union,
    __schema_of_wrapper,
};
#[doc(hidden)]
pub use crate::object::{
    __Hidden, __Name, __Object, __Optional, __Others, __add, __debug, __decode_object, __hidden, __required,
    __take, __write,
};
#[doc(hidden)]
pub use crate::open_enum::{__OpenEnum, __decode_text, __open_value};
pub use crate::open_enum::{NoSuchValue, UnknownValue};
pub use crate::options::{Argument, Options};
pub use crate::pacer::Pacer;
pub use crate::path::PathValue;
pub use crate::query::QueryValue;
pub use crate::rate_limit::RateLimit;
pub use crate::response::Response;
pub use crate::retry::RetryPolicy;
pub use crate::signer::{RequestSigner, UnsignedRequest};
pub use crate::tagged_union::UnknownMember;
#[doc(hidden)]
pub use crate::tagged_union::{__Rest, __TaggedUnion, __decode_tagged};
pub use crate::timestamp::{Timestamp, TimestampError};
pub use crate::token::{Token, TokenFuture, TokenProvider, TokenRequest};
pub use crate::token_cache::TokenCache;
pub use crate::transport::Transport;

pub use bytes::Bytes;
pub use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
pub use reqwest::{Method, StatusCode};
pub use uuid::Uuid;

#[doc(hidden)]
pub use reqwest;
#[cfg(feature = "schemars")]
#[doc(hidden)]
pub use schemars;
#[doc(hidden)]
pub use serde;
#[doc(hidden)]
pub use serde_json;
