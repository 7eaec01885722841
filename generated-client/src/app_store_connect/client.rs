//! Setting up a client of App Store Connect.

use super::env::{self, Found};
use super::{Client, Key};
use crate::{Api as _, Authorization, Result};

impl Client {
    /// A client that makes tokens with this key, and renews them in time.
    ///
    /// [`Api::builder`](crate::Api::builder) sets up everything else.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the HTTP client cannot be made.
    pub fn with_key(key: Key) -> Result<Self> {
        Self::builder().token_provider(key).build()
    }

    /// A client that sends this token, a JWT as Apple's
    /// ["Generating Tokens for API Requests"](https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests)
    /// describes it. It is valid for at most 20 minutes, and not renewed: see [`with_key`](Self::with_key).
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if the token cannot stand in a header,
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the HTTP client cannot be made.
    pub fn new(token: &str) -> Result<Self> {
        Self::builder().authorization(Authorization::bearer(token)?).build()
    }

    /// A client with the key in the environment, as [`Key::from_env`] reads it. If there is none, with the token in
    /// `APP_STORE_CONNECT_TOKEN`. `APP_STORE_CONNECT_BASE_URL` sends it elsewhere: see [`Builder::base_url`](crate::Builder::base_url).
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if neither is there, or a key only in part; else as
    /// [`Key::from_env`] and [`Client::new`].
    pub fn from_env() -> Result<Self> {
        let builder = match env::find(&crate::variable)? {
            Found::Key(key) => Self::builder().token_provider(key),
            Found::Token(token) => Self::builder().authorization(Authorization::bearer(&token)?),
        };
        crate::build_at(builder, crate::variable(env::BASE_URL)?)
    }
}
