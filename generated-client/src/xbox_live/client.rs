//! Setting up a client of Xbox Live.

use super::Client;
use crate::{Api as _, Authorization, Result};

/// The environment variable that [`Client::from_env`] reads.
const TOKEN: &str = "XBOX_LIVE_TOKEN";

impl Client {
    /// A client that sends this authorization, a whole header value: `XBL3.0 x=<userhash>;<token>`.
    ///
    /// [`Api::builder`](crate::Api::builder) sets up everything else. There, a header `x-xbl-contract-version` replaces the
    /// contract version that each operation asks for by itself.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) if the value cannot stand in a header,
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the HTTP client cannot be made.
    pub fn new(authorization: &str) -> Result<Self> {
        Self::builder().authorization(Authorization::raw(authorization)?).build()
    }

    /// A client that sends the authorization in the environment variable `XBOX_LIVE_TOKEN`.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if it is not set; else as [`Client::new`].
    pub fn from_env() -> Result<Self> {
        Self::new(&crate::token_from_env(TOKEN)?)
    }
}
