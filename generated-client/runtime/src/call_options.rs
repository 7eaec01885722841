//! What can differ from call to call.

use std::time::Duration;

use crate::retry::RetryPolicy;

/// Settings of some calls, for [`Api::with`](crate::Api::with). What is not set stays as the client has it.
///
/// ```
/// use std::time::Duration;
/// use game_achievements_runtime::{CallOptions, RetryPolicy};
///
/// let options = CallOptions::default().timeout(Duration::from_secs(5)).retry(RetryPolicy::never());
/// # let _ = options;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) repeatable: Option<bool>,
}

impl CallOptions {
    /// Limits the time of each request: see [`Builder::timeout`](crate::Builder::timeout).
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// When to try again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Whether doing it twice does no harm, whatever the method. With `true`, a POST, PATCH or DELETE is tried again where a GET
    /// is, though the service may have acted on the failed try.
    #[must_use]
    pub fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// These, and for what they leave open those.
    pub(crate) fn or(self, those: Self) -> Self {
        Self {
            timeout: self.timeout.or(those.timeout),
            retry: self.retry.or(those.retry),
            repeatable: self.repeatable.or(those.repeatable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_setting_counts() {
        let client = CallOptions::default().timeout(Duration::from_secs(1)).repeatable(true);
        let call = CallOptions::default().timeout(Duration::from_secs(2));
        assert_eq!(call.or(client), call.repeatable(true));
    }
}
