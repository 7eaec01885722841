//! One token for all calls, renewed once when it must be.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::authorization::{Authorization, AuthorizationFuture, Credentials};
use crate::error::{Error, ErrorKind, Result};
use crate::time::{Clock, SystemClock};
use crate::token::{Token, TokenProvider, TokenRequest};

/// How long before its end a token is renewed: it must outlast the way to the service, and clocks differ.
const LEEWAY: Duration = Duration::from_secs(60);

/// Keeps the token of a [`TokenProvider`] for as long as it is good: until a minute before its end, or until the service rejects
/// it. However many calls find it gone at once, one renewal is made, and they all wait for it.
///
/// Clones share the token, so that several clients can. [`Builder::token_provider`](crate::Builder::token_provider) makes one
/// for a single client.
#[derive(Clone)]
pub struct TokenCache(Arc<Inner>);

struct Inner {
    provider: Box<dyn TokenProvider>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Held by the call that renews. A call that is dropped releases it, and the next in line renews.
    renewing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    rejected: Option<Authorization>,
    /// Counts renewals, failed ones included.
    renewals: u64,
    /// Why the last renewal failed.
    failure: Option<String>,
}

impl TokenCache {
    /// A cache by the clock of the system. Nothing is asked for yet.
    pub fn new(provider: impl TokenProvider + 'static) -> Self {
        Self::with_clock(provider, SystemClock)
    }

    /// A cache by this clock.
    pub fn with_clock(provider: impl TokenProvider + 'static, clock: impl Clock + 'static) -> Self {
        Self(Arc::new(Inner {
            provider: Box::new(provider),
            clock: Arc::new(clock),
            state: Mutex::default(),
            renewing: tokio::sync::Mutex::default(),
        }))
    }

    async fn current(&self) -> Result<Authorization> {
        let seen = match self.good_token() {
            Ok(authorization) => return Ok(authorization),
            Err(renewals) => renewals,
        };
        let _renewing = self.0.renewing.lock().await;
        if let Some(result) = self.renewed_since(seen) {
            return result;
        }
        let rejected = self.state().rejected.clone();
        let request = TokenRequest { now: self.0.clock.now(), rejected: rejected.as_ref() };
        let result = self.0.provider.token(request).await;
        let mut state = self.state();
        state.renewals += 1;
        match result {
            Ok(token) => {
                let authorization = token.authorization.clone();
                *state = State { token: Some(token), renewals: state.renewals, ..State::default() };
                Ok(authorization)
            }
            Err(error) => {
                state.failure = Some(error.to_string());
                Err(error)
            }
        }
    }

    /// The token if it can be used, else the count of renewals.
    fn good_token(&self) -> Result<Authorization, u64> {
        let state = self.state();
        let needed_until = self.0.clock.now() + LEEWAY;
        match &state.token {
            Some(token) if token.expires.is_none_or(|expires| expires > needed_until) => {
                Ok(token.authorization.clone())
            }
            _ => Err(state.renewals),
        }
    }

    /// What another call got while this one waited; it is not looked at again, since a token may end within the leeway from the
    /// beginning.
    fn renewed_since(&self, seen: u64) -> Option<Result<Authorization>> {
        let state = self.state();
        if state.renewals == seen {
            return None;
        }
        if let Some(failure) = &state.failure {
            let message = format!("the credentials that this call waited for could not be had: {failure}");
            return Some(Err(Error::new(ErrorKind::Credentials, message)));
        }
        // It may have been rejected since; then this call renews.
        state.token.as_ref().map(|token| Ok(token.authorization.clone()))
    }

    /// Each change is one step, so a panic elsewhere leaves the state whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Credentials for TokenCache {
    fn authorization(&self) -> AuthorizationFuture<'_> {
        Box::pin(self.current())
    }

    fn rejected(&self, authorization: &Authorization) -> bool {
        let mut state = self.state();
        // Another call may have had it renewed already.
        if state.token.as_ref().is_some_and(|token| token.authorization == *authorization) {
            state.token = None;
            state.rejected = Some(authorization.clone());
        }
        true
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").field("token", &self.state().token).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::time::ManualClock;
    use crate::token::TokenFuture;

    /// Gives `t1`, `t2` and so on, each for ten minutes, and fails where it is told to.
    #[derive(Default)]
    struct Counting {
        count: AtomicU32,
        failing: Option<u32>,
        rejected: Mutex<Vec<bool>>,
    }

    impl TokenProvider for Counting {
        fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
            Box::pin(async move {
                let count = self.count.fetch_add(1, Ordering::SeqCst) + 1;
                self.rejected.lock().unwrap().push(request.rejected.is_some());
                tokio::task::yield_now().await;
                if self.failing == Some(count) {
                    return Err(Error::new(ErrorKind::Credentials, "the account is locked"));
                }
                let authorization = Authorization::bearer(format!("t{count}"))?;
                Ok(Token::new(authorization).expires_at(request.now + Duration::from_secs(600)))
            })
        }
    }

    fn cache(failing: Option<u32>) -> (Arc<Counting>, TokenCache, ManualClock) {
        let provider = Arc::new(Counting { failing, ..Counting::default() });
        let time = ManualClock::new();
        (provider.clone(), TokenCache::with_clock(provider, time.clone()), time)
    }

    fn run<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    fn bearer(token: &str) -> Authorization {
        Authorization::bearer(token).unwrap()
    }

    #[test]
    fn a_token_is_renewed_a_minute_before_its_end() {
        let (provider, cache, time) = cache(None);
        run(async {
            assert!(cache.current().await.unwrap() == bearer("t1"));
            time.advance(Duration::from_secs(539));
            assert!(cache.current().await.unwrap() == bearer("t1"));
            time.advance(Duration::from_secs(1));
            assert!(cache.current().await.unwrap() == bearer("t2"));
        });
        assert_eq!(*provider.rejected.lock().unwrap(), [false, false]);
    }

    #[test]
    fn parallel_calls_and_parallel_rejections_make_one_token() {
        let (provider, cache, _) = cache(None);
        run(async {
            let (a, b, c) = tokio::join!(cache.current(), cache.current(), cache.current());
            for authorization in [a, b, c] {
                let authorization = authorization.unwrap();
                assert!(authorization == bearer("t1"));
                assert!(cache.rejected(&authorization));
            }
            let (a, b) = tokio::join!(cache.current(), cache.current());
            assert!(a.unwrap() == bearer("t2") && b.unwrap() == bearer("t2"));
            // A late report of the old one does not cost the new one.
            assert!(cache.rejected(&bearer("t1")));
            assert!(cache.current().await.unwrap() == bearer("t2"));
        });
        assert_eq!(*provider.rejected.lock().unwrap(), [false, true]);
    }

    #[test]
    fn a_failure_is_shared_by_those_who_wait_and_by_nobody_else() {
        let (provider, cache, _) = cache(Some(1));
        run(async {
            let (a, b) = tokio::join!(cache.current(), cache.current());
            assert_eq!(a.unwrap_err().to_string(), "the account is locked");
            assert!(b.unwrap_err().to_string().ends_with("could not be had: the account is locked"));
            assert!(cache.current().await.unwrap() == bearer("t2"));
        });
        assert_eq!(provider.count.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn who_gives_up_leaves_the_renewal_to_the_next() {
        let (_, cache, _) = cache(None);
        run(async {
            let mut given_up = Box::pin(cache.current());
            std::future::poll_fn(|context| {
                assert!(given_up.as_mut().poll(context).is_pending());
                std::task::Poll::Ready(())
            })
            .await;
            drop(given_up);
            assert!(cache.current().await.unwrap() == bearer("t2"));
        });
    }

    #[test]
    fn debug_shows_no_token() {
        let (_, cache, _) = cache(None);
        run(cache.current()).unwrap();
        let text = format!("{cache:?}");
        assert!(text.contains("redacted") && !text.contains("t1"), "{text}");
    }
}
