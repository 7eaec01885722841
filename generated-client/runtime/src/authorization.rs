//! What proves to a service who is calling.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use reqwest::header::HeaderValue;

use crate::error::{Error, ErrorKind, Result};

/// The value of an `Authorization` header. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Authorization(HeaderValue);

/// What [`Credentials::authorization`] gives.
pub type AuthorizationFuture<'a> = Pin<Box<dyn Future<Output = Result<Authorization>> + Send + 'a>>;

/// Gives the `Authorization` of each request.
///
/// An [`Authorization`] is the simplest one: always the same. A [`TokenCache`](crate::TokenCache) keeps a token and renews it in
/// time.
///
/// ```
/// use game_achievements_runtime::{Authorization, AuthorizationFuture, Credentials};
///
/// struct FromEnvironment;
///
/// impl Credentials for FromEnvironment {
///     fn authorization(&self) -> AuthorizationFuture<'_> {
///         Box::pin(async { Authorization::bearer(std::env::var("TOKEN").unwrap_or_default()) })
///     }
/// }
/// ```
pub trait Credentials: Send + Sync {
    /// Called before each try of a call.
    ///
    /// # Errors
    /// Best of kind [`ErrorKind::Credentials`]; the call fails with it.
    fn authorization(&self) -> AuthorizationFuture<'_>;

    /// Called when the service answered 401 to this authorization. With `true`, [`authorization`](Self::authorization) is asked
    /// again, and if it then gives another one, the call is tried once more. Several calls may report the same one.
    ///
    /// The default is `false`: nothing better is to be had.
    fn rejected(&self, authorization: &Authorization) -> bool {
        let _ = authorization;
        false
    }
}

impl Authorization {
    /// `Bearer <token>`.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`] if the token is empty, or has white space or anything else in it that no header can carry
    /// (a token read from a file often ends with a line break). The message does not repeat the token.
    pub fn bearer(token: impl AsRef<str>) -> Result<Self> {
        let token = token.as_ref();
        if token.is_empty() {
            return Err(refused("the bearer token is empty"));
        }
        if token.contains(char::is_whitespace) {
            return Err(refused("the bearer token has white space in it, perhaps a line break at its end"));
        }
        Self::parse(&format!("Bearer {token}"))
    }

    /// The complete value of the header, such as `XBL3.0 x=<userhash>;<token>`.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`] if the value is empty or has control or non-ASCII characters in it. The message does not
    /// repeat the value.
    pub fn raw(value: impl AsRef<str>) -> Result<Self> {
        let value = value.as_ref();
        if value.trim().is_empty() {
            return Err(refused("the authorization is empty"));
        }
        Self::parse(value)
    }

    pub(crate) fn header_value(&self) -> HeaderValue {
        self.0.clone()
    }

    /// The whole value of the header, for code that signs requests or compares tokens. It is a secret: keep it out of logs.
    pub fn expose(&self) -> &str {
        // Always there, as `parse` lets ASCII through only.
        self.0.to_str().unwrap_or_default()
    }

    /// Whether a body has the secret in it, as services write it that echo what they got.
    pub(crate) fn is_in(&self, body: &[u8]) -> bool {
        // `Bearer <token>`, and for Xbox Live `XBL3.0 x=<user hash>;<token>`.
        let secret = self.expose().rsplit([' ', ';']).next().unwrap_or_default();
        !secret.is_empty() && String::from_utf8_lossy(body).contains(secret)
    }

    fn parse(value: &str) -> Result<Self> {
        if value.contains(|c: char| c.is_control() || !c.is_ascii()) {
            return Err(refused("the authorization has control or non-ASCII characters in it"));
        }
        // No source: what `http` says about the value is not ours to vouch for.
        let mut value =
            HeaderValue::from_str(value).map_err(|_| refused("the authorization fits in no header"))?;
        value.set_sensitive(true);
        Ok(Self(value))
    }
}

impl Credentials for Authorization {
    fn authorization(&self) -> AuthorizationFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorization(redacted)")
    }
}

fn refused(message: &str) -> Error {
    Error::new(ErrorKind::Credentials, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_sensitive_header_values() {
        for (authorization, value) in [
            (Authorization::bearer("abc.def").unwrap(), "Bearer abc.def"),
            (Authorization::raw("XBL3.0 x=1;abc").unwrap(), "XBL3.0 x=1;abc"),
        ] {
            assert_eq!(authorization.header_value(), value);
            assert!(authorization.header_value().is_sensitive());
            assert_eq!(format!("{authorization:?}"), "Authorization(redacted)");
        }
    }

    #[test]
    fn refuses_what_no_header_can_carry_without_repeating_it() {
        for result in [
            Authorization::bearer(""),
            Authorization::bearer("s3cret\n"),
            Authorization::bearer("s3cret s3cret"),
            Authorization::bearer("s3cret\u{7f}"),
            Authorization::bearer("s3crét"),
            Authorization::raw(""),
            Authorization::raw("  "),
            Authorization::raw("s3cret\r\nX-Evil: 1"),
            Authorization::raw("s3cret\0"),
            Authorization::raw("s3cret\ts3cret"),
        ] {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Credentials);
            assert!(!format!("{error} {error:?}").contains("s3cr"), "{error:?}");
        }
    }
}
