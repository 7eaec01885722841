//! What calls tell `tracing`, with the feature of that name; without it, nothing.
//!
//! Spans and events have names of operations, statuses, counts and times in them, and no URL, header or body: any of these may
//! hold a secret.

use std::time::Duration;

use crate::error::{Error, Result};

/// Runs a call in a span, and tells how it ended.
#[cfg(feature = "tracing")]
pub(crate) async fn call<T>(
    api: &'static str,
    operation: &'static str,
    method: &reqwest::Method,
    call: impl Future<Output = (Result<T>, Ended)>,
) -> Result<T> {
    use tracing::Instrument as _;

    let span = tracing::info_span!(
        target: "game_achievements",
        "call",
        api,
        operation,
        method = method.as_str(),
        status = tracing::field::Empty,
        tries = tracing::field::Empty,
        elapsed_ms = tracing::field::Empty,
    );
    let (result, ended) = call.instrument(span.clone()).await;
    if let Some(status) = ended.status {
        span.record("status", status);
    }
    span.record("tries", ended.tries);
    let elapsed_ms = milliseconds(ended.elapsed);
    span.record("elapsed_ms", elapsed_ms);
    let _entered = span.enter();
    let (tries, status) = (ended.tries, ended.status);
    match &result {
        Ok(_) => tracing::debug!(target: "game_achievements", status, tries, elapsed_ms, "done"),
        Err(error) => {
            let kind = error.kind();
            tracing::warn!(target: "game_achievements", ?kind, status, tries, elapsed_ms, "failed");
        }
    }
    result
}

#[cfg(not(feature = "tracing"))]
pub(crate) async fn call<T>(
    _: &'static str,
    _: &'static str,
    _: &reqwest::Method,
    call: impl Future<Output = (Result<T>, Ended)>,
) -> Result<T> {
    call.await.0
}

/// How a call ended.
#[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "only told"))]
pub(crate) struct Ended {
    pub(crate) status: Option<u16>,
    pub(crate) tries: u32,
    pub(crate) elapsed: Duration,
}

/// A try failed, and there is another after this wait.
pub(crate) fn waiting(error: &Error, failed: u32, wait: Duration) {
    #[cfg(feature = "tracing")]
    {
        let (kind, status) = (error.kind(), error.status().map(|status| status.as_u16()));
        let wait_ms = milliseconds(wait);
        tracing::info!(target: "game_achievements", ?kind, status, tries = failed, wait_ms, "trying again");
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (error, failed, wait);
}

/// The service rejected the credentials, and there are new ones.
pub(crate) fn renewed() {
    #[cfg(feature = "tracing")]
    tracing::info!(target: "game_achievements", "the credentials were rejected and renewed");
}

#[cfg(feature = "tracing")]
fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
