//! Game Center achievements, through the App Store Connect API.
//!
//! [`Client`] has a method for each operation; [`types`] what they take and give, [`options`] their optional arguments.

mod client;
mod create;
mod env;
mod image_asset;
mod key;
mod order;
mod pages;
mod private_key;
pub mod upload;

pub use self::key::Key;
pub use self::private_key::PrivateKey;
pub use crate::generated::app_store_connect::*;
