//! Which failed tries are repeated, and after how long.
//!
//! Written out, as the crates for it have no place for the rules below: the wait depends on the answer, and the time spent is
//! measured by an injected clock.

use std::time::Duration;

use reqwest::{Method, StatusCode};

use crate::error::{Error, ErrorKind};

/// When a call is tried again, and how long that may go on.
///
/// A try is repeated
/// - after 429, whatever the method: the service refused it before any work was done;
/// - after an error of kind [`Connect`](ErrorKind::Connect), whatever the method: nothing was sent;
/// - after 408, any 5xx but 501 and 505, a connection that broke and a time limit, only if doing it twice does no harm: GET and
///   HEAD, operations known for it ([`Call::repeatable`](crate::Call::repeatable)), and others when the caller says so
///   ([`CallOptions::repeatable`](crate::CallOptions::repeatable)).
///
/// The wait before the n-th repetition is a random time between `first · 2^(n-1)` and `first · 2^n`, at most `longest`. After 500
/// it is at least `5 · first`. Where the answer has a `Retry-After`, in seconds or as a date, the wait is at least that, and up
/// to a fifth more, so that not all clients come back at once.
///
/// The default is 2 s for `first`, 60 s for `longest`, 4 tries within 60 s. No wait of it is shorter than those of Microsoft's own
/// client for Xbox services (libHttpClient).
///
/// A 401 has no part in this, and no wait: it leads to one renewal and one more try, whatever the policy. See
/// [`Credentials`](crate::Credentials).
///
/// ```
/// use std::time::Duration;
/// use game_achievements_runtime::RetryPolicy;
///
/// let patient = RetryPolicy::default().max_tries(8).max_total(Duration::from_secs(15 * 60));
/// let never = RetryPolicy::never();
/// # let _ = (patient, never);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_tries: u32,
    max_total: Duration,
    first: Duration,
    longest: Duration,
}

impl RetryPolicy {
    /// One try, no matter how it ends.
    pub fn never() -> Self {
        Self { max_tries: 1, ..Self::default() }
    }

    /// At most so many tries, the first included. Zero is as good as one.
    #[must_use]
    pub fn max_tries(mut self, tries: u32) -> Self {
        self.max_tries = tries;
        self
    }

    /// No try begins later than this after the call did. A wait that would end later is not begun: the call fails at once, as
    /// it does when `Retry-After` asks for too much. Waits for a [`Pacer`](crate::Pacer) do not count. How long one try lasts is the
    /// matter of [`Builder::timeout`](crate::Builder::timeout).
    #[must_use]
    pub fn max_total(mut self, total: Duration) -> Self {
        self.max_total = total;
        self
    }

    /// The waits: the shortest that the first can be, and the longest that any can be. `Retry-After` goes beyond both.
    #[must_use]
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// How long to wait after this error; `None` if it is final.
    ///
    /// `failed` counts the tries so far, `repeatable` tells whether doing it twice does no harm.
    pub(crate) fn wait_after(
        &self,
        error: &Error,
        failed: u32,
        repeatable: bool,
        elapsed: Duration,
    ) -> Option<Duration> {
        if failed >= self.max_tries || !is_worth_repeating(error, repeatable) {
            return None;
        }
        let wait = self.wait(error.status(), error.retry_after(), failed, fastrand::f64());
        (elapsed.checked_add(wait)? <= self.max_total).then_some(wait)
    }

    /// `jitter` is from 0 to 1.
    fn wait(
        &self,
        status: Option<StatusCode>,
        retry_after: Option<Duration>,
        failed: u32,
        jitter: f64,
    ) -> Duration {
        let doubled = |times: u32| self.first.saturating_mul(2_u32.saturating_pow(times)).min(self.longest);
        let (shortest, longest) = (doubled(failed.saturating_sub(1)), doubled(failed));
        let mut wait = shortest + longest.saturating_sub(shortest).mul_f64(jitter);
        if status == Some(StatusCode::INTERNAL_SERVER_ERROR) {
            wait = wait.max(self.first.saturating_mul(5));
        }
        match retry_after {
            Some(asked) => wait.max(asked.saturating_add((asked / 5).mul_f64(jitter))),
            None => wait,
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_tries: 4,
            max_total: Duration::from_secs(60),
            first: Duration::from_secs(2),
            longest: Duration::from_secs(60),
        }
    }
}

/// Whether repeating this method does no harm by the rules of HTTP. PUT and DELETE are left out: a repeated DELETE that had
/// worked answers 404, which the caller would take for a failure.
pub(crate) fn is_repeatable(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn is_worth_repeating(error: &Error, repeatable: bool) -> bool {
    match (error.kind(), error.status()) {
        (ErrorKind::Connect, _) | (ErrorKind::Status, Some(StatusCode::TOO_MANY_REQUESTS)) => true,
        (ErrorKind::Transport | ErrorKind::Timeout, _) => repeatable,
        (ErrorKind::Status, Some(status)) => {
            repeatable
                && match status.as_u16() {
                    501 | 505 => false,
                    code => code == 408 || (500..600).contains(&code),
                }
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn waits_are_at_least_those_of_the_xbox_client() {
        let policy = RetryPolicy::default();
        for (failed, shortest, longest) in [(1, 2, 4), (2, 4, 8), (3, 8, 16), (5, 32, 60), (9, 60, 60)] {
            assert_eq!(policy.wait(None, None, failed, 0.0), shortest * SECOND, "{failed}");
            assert_eq!(policy.wait(None, None, failed, 1.0), longest * SECOND, "{failed}");
        }
        let busy = Some(StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(policy.wait(busy, None, 1, 0.5), 10 * SECOND);
        assert_eq!(policy.wait(busy, None, 4, 0.5), 24 * SECOND);
    }

    #[test]
    fn retry_after_is_a_lower_bound() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.wait(None, Some(100 * SECOND), 1, 0.0), 100 * SECOND);
        assert_eq!(policy.wait(None, Some(100 * SECOND), 1, 1.0), 120 * SECOND);
        assert_eq!(policy.wait(None, Some(SECOND), 1, 0.0), 2 * SECOND);
    }

    #[test]
    fn extreme_settings_do_no_harm() {
        let policy = RetryPolicy::default().backoff(Duration::MAX, Duration::MAX);
        let most = policy.wait(Some(StatusCode::INTERNAL_SERVER_ERROR), Some(Duration::MAX), u32::MAX, 1.0);
        assert_eq!(most, Duration::MAX);
        let least = policy.backoff(Duration::ZERO, Duration::ZERO).wait(None, None, 0, 1.0);
        assert_eq!(least, Duration::ZERO);
    }

    #[test]
    fn errors_of_the_caller_are_final() {
        for kind in
            [ErrorKind::InvalidArgument, ErrorKind::Credentials, ErrorKind::Redirect, ErrorKind::Decode]
        {
            assert!(!is_worth_repeating(&Error::new(kind, "no"), true), "{kind:?}");
        }
        assert!(is_worth_repeating(&Error::new(ErrorKind::Connect, "no"), false));
        for repeatable in [true, false] {
            assert_eq!(is_worth_repeating(&Error::new(ErrorKind::Timeout, "no"), repeatable), repeatable);
        }
    }
}
