//! What all calls of a client share.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};

use crate::authorization::Credentials;
use crate::base_url::BaseUrl;
use crate::call::Call;
use crate::call_options::CallOptions;
use crate::error::{Error, ErrorKind};
use crate::pacer::Pacer;
use crate::path::{self, PathValue};
use crate::retry_after;
use crate::signer::RequestSigner;
use crate::time::{Clock, Sleeper};

/// How a client reaches its service. Cheap to clone; all clones share connections, credentials and pace.
#[derive(Clone)]
pub struct Transport {
    inner: Arc<Inner>,
    options: CallOptions,
}

pub(crate) struct Inner {
    pub(crate) name: &'static str,
    pub(crate) base_url: BaseUrl,
    pub(crate) http: reqwest::Client,
    /// Whether this crate follows redirects; not so with a client of the caller's, which has its own mind.
    pub(crate) follows_redirects: bool,
    pub(crate) credentials: Option<Arc<dyn Credentials>>,
    pub(crate) signer: Option<Arc<dyn RequestSigner>>,
    /// Headers of every request, the least binding.
    pub(crate) base_headers: HeaderMap,
    /// Headers from [`Builder::header`](crate::Builder::header): these replace what a call sends by itself.
    pub(crate) client_headers: HeaderMap,
    pub(crate) max_body_size: usize,
    pub(crate) pacer: Option<Pacer>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sleeper: Arc<dyn Sleeper>,
    pub(crate) describe_error: fn(&[u8]) -> Option<String>,
}

impl Transport {
    pub(crate) fn new(inner: Inner, options: CallOptions) -> Self {
        Self { inner: Arc::new(inner), options }
    }

    /// The same with other settings; what these leave open stays. For a client: [`Api::with`](crate::Api::with).
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self { inner: self.inner.clone(), options: options.or(self.options) }
    }

    /// Starts a call: `path` has a `{}` for each argument, which is percent-encoded. An argument that could leave its place in
    /// the path fails the call before anything is sent; see [`PathValue`].
    pub fn call(&self, method: Method, path: &'static str, arguments: &[&(dyn PathValue + Sync)]) -> Call {
        let url = path::fill(path, arguments)
            .map(|path| format!("{}{path}", self.inner.base_url.as_str()))
            .map_err(|error| Error::invalid_argument(error.to_string()));
        Call::new(self.clone(), method, url)
    }

    /// Starts a call to a link that the service sent, as it is: absolute, or relative to the base URL.
    ///
    /// The call fails before anything is sent, with [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument), if the
    /// link leads to another scheme, host or port: the credentials are not for that place.
    pub fn call_link(&self, method: Method, link: &str) -> Call {
        let base = &self.inner.base_url;
        let url = base.same_place(base.url(), link).map(String::from).ok_or_else(|| {
            Error::invalid_argument(format!("the link does not lead to {}", base.authority()))
        });
        Call::new(self.clone(), method, url)
    }

    /// The address of the service, without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.inner.base_url.as_str()
    }

    /// The HTTP client, for requests elsewhere that must not carry the credentials, such as an upload to a signed URL.
    pub fn http_client(&self) -> &reqwest::Client {
        &self.inner.http
    }

    /// The time by the client's clock: see [`Builder::clock`](crate::Builder::clock).
    pub fn now(&self) -> SystemTime {
        self.inner.clock.now()
    }

    /// Waits with the client's sleeper, for polling: see [`Builder::sleeper`](crate::Builder::sleeper).
    pub async fn sleep(&self, duration: Duration) {
        self.inner.sleeper.sleep(duration).await;
    }

    /// How long to wait before sending again what was sent with [`http_client`](Self::http_client), by the client's
    /// [`RetryPolicy`](crate::RetryPolicy); `None` if that is final. For requests that do no harm if they are repeated.
    ///
    /// `answer` is what came of the last try, if anything did; its `Retry-After` counts. `failed` counts the tries so far, and
    /// `waited` is what the waits between them took, which the policy bounds. How long the tries took is left to the caller.
    pub fn wait_to_repeat(
        &self,
        answer: Option<(StatusCode, &HeaderMap)>,
        failed: u32,
        waited: Duration,
    ) -> Option<Duration> {
        let error = match answer {
            Some((status, headers)) => {
                let wait = retry_after::parse(headers, self.now());
                Error::new(ErrorKind::Status, "").with_status(status).with_retry_after(wait)
            }
            None => Error::new(ErrorKind::Transport, ""),
        };
        self.options.retry.unwrap_or_default().wait_after(&error, failed, true, waited)
    }

    pub(crate) fn options(&self) -> CallOptions {
        self.options
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("api", &self.inner.name)
            .field("base_url", &self.base_url())
            .field("has_credentials", &self.inner.credentials.is_some())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
