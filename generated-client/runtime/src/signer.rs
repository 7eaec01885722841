//! Signing requests, for services that want more than a token.

use std::fmt;

use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};

use crate::error::Result;

/// What a [`RequestSigner`] signs. `Debug` shows no authorization, no query and no body.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct UnsignedRequest<'a> {
    /// The method.
    pub method: &'a Method,
    /// Path and query as they stand in the request line.
    pub target: &'a str,
    /// The value of the `Authorization` header; empty without credentials. It is a secret.
    pub authorization: &'a str,
    /// The body; empty where there is none.
    pub body: &'a [u8],
}

/// Adds a header that vouches for the request, such as the `Signature` of Xbox services. It is asked for each request anew: after
/// a redirect and for each try, since what it signs has changed.
pub trait RequestSigner: Send + Sync {
    /// The header to send. Its value is treated as a secret.
    ///
    /// # Errors
    /// Best of kind [`ErrorKind::Credentials`](crate::ErrorKind::Credentials); the call fails with it.
    fn sign(&self, request: &UnsignedRequest<'_>) -> Result<(HeaderName, HeaderValue)>;
}

impl<'a> UnsignedRequest<'a> {
    /// A request made by hand, for tests of a signer.
    pub fn new(method: &'a Method, target: &'a str, authorization: &'a str, body: &'a [u8]) -> Self {
        Self { method, target, authorization, body }
    }
}

impl fmt::Debug for UnsignedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnsignedRequest")
            .field("method", self.method)
            .field("path", &self.target.split('?').next().unwrap_or_default())
            .finish_non_exhaustive()
    }
}
