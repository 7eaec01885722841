//! Setting up a client of Xbox Live.

use std::time::Duration;

use super::{Client, XstsToken};
use crate::{Api as _, Error, ErrorKind, Pacer, Result, TokenProvider};

/// The environment variables that [`Client::from_env`] reads.
const TOKEN: &str = "XBOX_LIVE_TOKEN";
const BASE_URL: &str = "XBOX_LIVE_BASE_URL";

impl Client {
    /// A client that sends this authorization, a whole header value: `XBL3.0 x=<user hash>;<token>`. It is not renewed: see
    /// [`with_tokens`](Self::with_tokens).
    ///
    /// [`Api::builder`](crate::Api::builder) sets up everything else. There, a header `x-xbl-contract-version` replaces the
    /// contract version that each operation asks for by itself, and a [`RequestSigner`](crate::RequestSigner) adds the
    /// `Signature` header that some Xbox services want.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if the value is not of that form,
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the HTTP client cannot be made.
    pub fn new(authorization: &str) -> Result<Self> {
        let token = XstsToken::parse(authorization)?;
        Self::builder().authorization(token.authorization().clone()).build()
    }

    /// A client that sends the tokens of this provider, each until it ends or the service rejects it.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the HTTP client cannot be made.
    pub fn with_tokens(provider: impl TokenProvider + 'static) -> Result<Self> {
        Self::builder().token_provider(provider).build()
    }

    /// A client that sends the authorization in the environment variable `XBOX_LIVE_TOKEN`. `XBOX_LIVE_BASE_URL` sends it
    /// elsewhere: see [`Builder::base_url`](crate::Builder::base_url).
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if it is not set; else as [`Client::new`].
    pub fn from_env() -> Result<Self> {
        match crate::variable(TOKEN)? {
            Some(authorization) => {
                let token = XstsToken::parse(&authorization)?;
                let builder = Self::builder().authorization(token.authorization().clone());
                crate::build_at(builder, crate::variable(BASE_URL)?)
            }
            None => {
                let message = format!("the environment variable {TOKEN} is not set");
                Err(Error::new(ErrorKind::Configuration, message))
            }
        }
    }
}

/// Keeps under the limits of the achievements service for one player in one title: 100 requests in 15 s and 300 in 300 s
/// (Microsoft's page ["Fine-grained rate limiting"](https://learn.microsoft.com/en-us/windows/uwp/xbox-live/using-xbox-live/best-practices/fine-grained-rate-limiting)).
/// For [`Builder::pacer`](crate::Builder::pacer).
pub fn pacer() -> Pacer {
    Pacer::new([(100, Duration::from_secs(15)), (300, Duration::from_secs(300))])
}
