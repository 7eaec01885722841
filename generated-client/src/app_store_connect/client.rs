//! Setting up a client of App Store Connect.

use super::Client;
use crate::{Api as _, Authorization, Result};

/// The environment variable that [`Client::from_env`] reads.
const TOKEN: &str = "APP_STORE_CONNECT_TOKEN";

impl Client {
    /// A client that sends this token, a JWT as Apple's
    /// ["Generating Tokens for API Requests"](https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests)
    /// describes it. It is valid for at most 20 minutes; renewing it is up to the caller.
    ///
    /// [`Api::builder`](crate::Api::builder) sets up everything else.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) if the token cannot stand in a header,
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the HTTP client cannot be made.
    pub fn new(token: &str) -> Result<Self> {
        Self::builder().authorization(Authorization::bearer(token)?).build()
    }

    /// A client that sends the token in the environment variable `APP_STORE_CONNECT_TOKEN`.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if it is not set; else as [`Client::new`].
    pub fn from_env() -> Result<Self> {
        Self::new(&crate::token_from_env(TOKEN)?)
    }
}
