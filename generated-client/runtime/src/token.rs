//! Tokens that end, and who makes them.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::SystemTime;

use crate::authorization::Authorization;
use crate::error::Result;

/// An authorization and when it ends. `Debug` shows the latter only.
#[derive(Clone, Debug)]
pub struct Token {
    pub(crate) authorization: Authorization,
    pub(crate) expires: Option<SystemTime>,
}

/// What is known to a [`TokenProvider`] that is asked for a token.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The time by the client's clock.
    pub now: SystemTime,
    /// The authorization that the service answered 401 to, if that is why a new token is wanted: it is of no more use, whatever
    /// its end. `None` for the first token, and after one that ended.
    pub rejected: Option<&'a Authorization>,
}

/// What [`TokenProvider::token`] gives.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<Token>> + Send + 'a>>;

/// Makes tokens or has them made. It need not keep them: a [`TokenCache`](crate::TokenCache) asks only when one is needed, and
/// does not ask again before it has its answer.
///
/// ```
/// use std::time::Duration;
/// use game_achievements_runtime::{Authorization, Token, TokenFuture, TokenProvider, TokenRequest};
///
/// struct SignIn;
///
/// impl TokenProvider for SignIn {
///     fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
///         Box::pin(async move {
///             // … asks some other service, and does not trust what it kept if `request.rejected` is there …
///             let authorization = Authorization::raw("XBL3.0 x=1;token")?;
///             Ok(Token::new(authorization).expires_at(request.now + Duration::from_secs(3600)))
///         })
///     }
/// }
/// ```
pub trait TokenProvider: Send + Sync {
    /// A new token.
    ///
    /// # Errors
    /// Best of kind [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), without any secret in it. All calls that wait for
    /// the token fail; the next one asks again.
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a>;
}

impl<'a> TokenRequest<'a> {
    /// A request made by hand, for tests of a provider.
    pub fn new(now: SystemTime, rejected: Option<&'a Authorization>) -> Self {
        Self { now, rejected }
    }
}

impl Token {
    /// A token without a known end: it is used until the service rejects it.
    pub fn new(authorization: Authorization) -> Self {
        Self { authorization, expires: None }
    }

    /// Sets when it ends.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires = Some(time);
        self
    }

    /// What is sent.
    pub fn authorization(&self) -> &Authorization {
        &self.authorization
    }

    /// When it ends, where that is known.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for std::sync::Arc<P> {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        (**self).token(request)
    }
}

impl fmt::Debug for TokenRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest").field("now", &self.now).field("rejected", &self.rejected).finish()
    }
}
