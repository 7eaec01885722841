//! Trying a call until it is done: new credentials where the old were rejected, waits where the service asks for them.
//!
//! Dropping the future at any point leaves nothing behind: what the tries share belongs to the future itself.

use std::time::{Duration, Instant};

use reqwest::StatusCode;

use crate::attempt::{Delivered, Prepared, Reads};
use crate::authorization::Authorization;
use crate::call::Call;
use crate::error::{Error, Result};
use crate::retry_after;
use crate::trace::{self, Ended};

impl Call {
    /// Sends the call, again where that is right, and gives the answer if it is a success.
    pub(crate) async fn deliver(self, operation: &'static str, reads: Reads) -> Result<Delivered> {
        let prepared = Prepared::new(self).map_err(|error| error.in_operation(operation))?;
        let inner = prepared.transport.inner();
        let call = async {
            let start = inner.clock.instant();
            let mut tries = 0;
            let result = prepared.deliver(reads, start, &mut tries).await;
            let elapsed = inner.clock.instant().saturating_duration_since(start);
            let (status, result) = match result {
                Ok(done) => (Some(done.response.status()), Ok(Delivered { tries, elapsed, ..done })),
                Err(error) => (error.status(), Err(error.after(tries, elapsed).in_operation(operation))),
            };
            (result, Ended { status: status.map(|status| status.as_u16()), tries, elapsed })
        };
        trace::call(inner.name, operation, &prepared.method, call).await
    }
}

impl Prepared {
    async fn deliver(&self, reads: Reads, start: Instant, tries: &mut u32) -> Result<Delivered> {
        let transport = self.transport.inner();
        let options = self.transport.options();
        let policy = options.retry.unwrap_or_default();
        let repeatable = options.repeatable.unwrap_or(self.repeatable);
        let mut authorization = self.authorization().await?;
        let mut may_renew = true;
        // A queue before the first try must not cost the call its repetitions.
        let mut paced = Duration::ZERO;
        loop {
            if let Some(pacer) = &transport.pacer {
                paced += pacer.wait(&*transport.clock, &*transport.sleeper).await;
            }
            *tries += 1;
            let error = match self.attempt(authorization.as_ref(), reads).await {
                Ok(delivered) => return Ok(delivered),
                Err(error) => self.note_retry_after(error),
            };
            if error.status() == Some(StatusCode::UNAUTHORIZED) && may_renew {
                may_renew = false;
                match self.renewed(authorization.as_ref()).await? {
                    Some(renewed) => {
                        trace::renewed();
                        authorization = Some(renewed);
                    }
                    None => return Err(error),
                }
                continue;
            }
            let elapsed = transport.clock.instant().saturating_duration_since(start).saturating_sub(paced);
            let Some(wait) = policy.wait_after(&error, *tries, repeatable, elapsed) else {
                return Err(error);
            };
            trace::waiting(&error, *tries, wait);
            transport.sleeper.sleep(wait).await;
            // It may have run out meanwhile.
            authorization = self.authorization().await?;
        }
    }

    async fn authorization(&self) -> Result<Option<Authorization>> {
        match &self.transport.inner().credentials {
            Some(credentials) => credentials.authorization().await.map(Some),
            None => Ok(None),
        }
    }

    /// Another authorization than the rejected one, if there is one to be had.
    async fn renewed(&self, rejected: Option<&Authorization>) -> Result<Option<Authorization>> {
        let (Some(credentials), Some(rejected)) = (&self.transport.inner().credentials, rejected) else {
            return Ok(None);
        };
        if !credentials.rejected(rejected) {
            return Ok(None);
        }
        let renewed = credentials.authorization().await?;
        Ok((renewed != *rejected).then_some(renewed))
    }

    fn note_retry_after(&self, error: Error) -> Error {
        let wait = error.headers().and_then(|headers| retry_after::parse(headers, self.transport.now()));
        error.with_retry_after(wait)
    }
}
