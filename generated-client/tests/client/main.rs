//! The client over TCP, against a mock that also gets things wrong. One binary, as linking is the slowest part of a test run.
//!
//! Every test asks a [`support::Service`], which looks for the secrets of the tests in all that was sent to it and logged meanwhile.

#![allow(clippy::unwrap_used, reason = "a test panics where something fails")]
#![cfg_attr(
    not(all(feature = "app-store-connect", feature = "xbox-live")),
    allow(dead_code, reason = "with one of the modules off, fewer tests ask for support")
)]

mod support;

#[cfg(feature = "app-store-connect")]
mod clock_skew;
#[cfg(feature = "app-store-connect")]
mod create_and_order;
mod credentials;
#[cfg(feature = "app-store-connect")]
mod dropping;
#[cfg(feature = "app-store-connect")]
mod load;
#[cfg(feature = "app-store-connect")]
mod own_http_client;
#[cfg(feature = "app-store-connect")]
mod pages_app_store_connect;
#[cfg(feature = "xbox-live")]
mod pages_xbox_live;
#[cfg(feature = "xbox-live")]
mod report_progress;
#[cfg(all(feature = "app-store-connect", feature = "xbox-live"))]
mod secrets;
#[cfg(feature = "xbox-live")]
mod title_achievements;
#[cfg(all(feature = "app-store-connect", feature = "xbox-live"))]
mod trouble;
#[cfg(feature = "app-store-connect")]
mod upload_image;
#[cfg(feature = "app-store-connect")]
mod upload_trouble;

/// One call of each operation, as the suite of the workspace makes them.
#[cfg(all(feature = "app-store-connect", feature = "xbox-live"))]
#[rustfmt::skip]
#[path = "../../../tests/suite/generated/mod.rs"]
#[allow(unreachable_pub, reason = "a test binary is reached by nothing")]
mod generated;

/// What the calls of [`generated`] ask for their clients.
#[cfg(all(feature = "app-store-connect", feature = "xbox-live"))]
mod operations {
    pub(crate) use crate::secrets::client;
}
