//! Typed client for the achievements of Game Center (through the App Store Connect API) and Xbox Live.
//!
//! ```
//! use game_achievements::{app_store_connect, xbox_live};
//!
//! async fn compare() -> game_achievements::Result<()> {
//!     // From APP_STORE_CONNECT_KEY_ID and the like, and from XBOX_LIVE_TOKEN.
//!     let apple = app_store_connect::Client::from_env()?;
//!     let xbox = xbox_live::Client::from_env()?;
//!
//!     # #[allow(deprecated)]
//!     let image = apple
//!         .read_achievement_localization_image(
//!             "ca329301-e7ad-4784-97cd-02faade43c2f",
//!             app_store_connect::options::ReadAchievementLocalizationImage::default(),
//!         )
//!         .await?;
//!     println!("{:?}", image.data);
//!
//!     let options = xbox_live::options::ListAchievements::default().title_id([2_050_710_545]);
//!     for achievement in &xbox.list_achievements(2_533_274_790_412_952, options).await?.achievements {
//!         println!("{}: {:?} gamerscore", achievement.name, achievement.gamerscore());
//!     }
//!     Ok(())
//! }
//! # let _ = compare;
//! ```
//!
//! # What holds for every call
//!
//! - Required arguments are arguments; optional ones are setters of one struct for each operation, in the module `options`.
//! - Any 2xx status is a success. Any other is an [`Error`] that keeps status, headers and body, whatever the body is.
//! - What failed is tried again where that does no harm, and waits as the service asks: see [`RetryPolicy`].
//! - The token is sent in the `Authorization` header to the service's own host, and never printed.
//! - An id cannot lead a request to another path: what would, is refused before anything is sent.
//!
//! The [`guide`] tells of credentials, pages, updates, uploads, errors, retries, limits and tests of your own, with code for each. All
//! operations by the titles of the provider's pages: [`app_store_connect::operations`], [`xbox_live::operations`] and
//! [`xbox_360::operations`].
//!
//! # Features
//!
//! `app-store-connect` and `xbox-live`, both on by default, each turn their module on.
//!
//! `schemars`, off by default, implements `schemars::JsonSchema` for all that requests and answers are made of. A type is called
//! after its API, `xbox_live.Achievement`. An enum that may get new values is `anyOf` those that are known and any other text, so that
//! a reader sees the values and a validator lets new ones pass.
//!
//! `tracing`, off by default, makes each call a span of the target `game_achievements`: operation, status, tries and time, and no
//! secret.
#![cfg_attr(
    not(all(feature = "app-store-connect", feature = "xbox-live")),
    allow(rustdoc::broken_intra_doc_links, reason = "one of the modules is turned off")
)]

#[rustfmt::skip]
#[allow(unreachable_pub, reason = "which modules are public is decided below")]
mod generated;

#[cfg(feature = "app-store-connect")]
pub mod app_store_connect;
#[cfg(any(feature = "app-store-connect", feature = "xbox-live"))]
pub mod pages;
#[cfg(feature = "xbox-live")]
pub mod xbox_live;

// The modules above hide the generated ones of the same name, which they re-export with additions. An API without
// additions is public as it was generated.
#[allow(unused_imports, unreachable_pub, reason = "what is left to import depends on the features")]
pub use generated::*;

/// The HTTP client, for those who set up one of their own: see [`Builder::http_client`].
#[doc(inline)]
pub use game_achievements_runtime::reqwest;
pub use game_achievements_runtime::time;
pub use game_achievements_runtime::{
    Api, Authorization, Builder, CallOptions, Credentials, Error, ErrorKind, Field, HeaderMap, NoSuchValue,
    Pacer, RateLimit, RequestSigner, Response, Result, RetryPolicy, StatusCode, Timestamp, Token, TokenCache,
    TokenFuture, TokenProvider, TokenRequest, UnknownMember, UnknownValue, UnsignedRequest, Uuid,
};

/// The value of an environment variable, without white space around it; `None` if it is not set, or to nothing.
#[cfg(any(feature = "app-store-connect", feature = "xbox-live"))]
fn variable(name: &str) -> Result<Option<String>> {
    match std::env::var(name) {
        Ok(value) if value.trim().is_empty() => Ok(None),
        Ok(value) => Ok(Some(value.trim().to_owned())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            let message = format!("the environment variable {name} is not valid Unicode");
            Err(Error::new(ErrorKind::Configuration, message))
        }
    }
}

#[cfg(all(any(doc, doctest), feature = "app-store-connect", feature = "xbox-live"))]
/// From the installation to tests of your own.
///
#[doc = include_str!("../GUIDE.md")]
pub mod guide {}

/// Builds a client that sends to the service, or to this address instead.
#[cfg(any(feature = "app-store-connect", feature = "xbox-live"))]
fn build_at<C: Api>(builder: Builder<C>, base_url: Option<String>) -> Result<C> {
    match base_url {
        Some(base_url) => builder.base_url(base_url).build(),
        None => builder.build(),
    }
}

/// The code in the README files compiles.
#[cfg(all(doctest, feature = "app-store-connect", feature = "xbox-live"))]
#[doc = include_str!("../README.md")]
#[doc = include_str!("../../README.md")]
struct ReadmeExamples;
