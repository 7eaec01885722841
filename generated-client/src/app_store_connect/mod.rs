//! Game Center achievements, through the App Store Connect API.
//!
//! [`Client`] has a method for each operation; [`types`] what they take and give, [`options`] their optional arguments.

mod client;
mod image_asset;

pub use crate::generated::app_store_connect::*;
