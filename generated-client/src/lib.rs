//! Typed client for the achievements of Game Center (through the App Store Connect API) and Xbox Live.
//!
//! ```
//! use game_achievements::{app_store_connect, xbox_live};
//!
//! async fn compare() -> game_achievements::Result<()> {
//!     // Tokens from APP_STORE_CONNECT_TOKEN and XBOX_LIVE_TOKEN.
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
//! - The token is sent in the `Authorization` header to the service's own host, and never printed.
//! - An id cannot lead a request to another path: what would, is refused before anything is sent.
//!
//! # Features
//!
//! `app-store-connect` and `xbox-live`, both on by default, each turn their module on.

#[rustfmt::skip]
#[allow(unreachable_pub, reason = "which modules are public is decided below")]
mod generated;

#[cfg(feature = "app-store-connect")]
pub mod app_store_connect;
#[cfg(feature = "xbox-live")]
pub mod xbox_live;

// The modules above hide the generated ones of the same name, which they re-export with additions. An API without
// additions is public as it was generated.
#[allow(unused_imports, unreachable_pub, reason = "what is left to import depends on the features")]
pub use generated::*;

pub use game_achievements_runtime::{
    Api, Authorization, Builder, Credentials, Error, ErrorKind, HeaderMap, Response, Result, StatusCode,
    Timestamp, Uuid,
};

/// The token in an environment variable.
#[cfg(any(feature = "app-store-connect", feature = "xbox-live"))]
fn token_from_env(variable: &str) -> Result<String> {
    std::env::var(variable).map_err(|error| {
        let reason = match error {
            std::env::VarError::NotPresent => "is not set",
            std::env::VarError::NotUnicode(_) => "is not valid Unicode",
        };
        Error::new(ErrorKind::Configuration, format!("the environment variable {variable} {reason}"))
    })
}

/// The code in the README files compiles.
#[cfg(all(doctest, feature = "xbox-live"))]
#[doc = include_str!("../README.md")]
#[doc = include_str!("../../README.md")]
struct ReadmeExamples;
