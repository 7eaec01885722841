//! Setting up a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use crate::api::Api;
use crate::authorization::{Authorization, Credentials};
use crate::base_url::BaseUrl;
use crate::call_options::CallOptions;
use crate::error::{Error, Result};
use crate::header;
use crate::pacer::Pacer;
use crate::retry::RetryPolicy;
use crate::signer::RequestSigner;
use crate::time::{Clock, Sleeper, SystemClock, TokioSleeper};
use crate::token::TokenProvider;
use crate::token_cache::TokenCache;
use crate::transport::Transport;

/// The most that one successful answer may hold, unless the builder says otherwise.
const MAX_BODY_SIZE: usize = 64 * 1024 * 1024;

/// Limits of the default HTTP client. There is none on the whole of a call, because a large answer may take its time.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// Sets up a client `C`. Mistakes are reported by [`build`](Self::build).
///
/// `Debug` prints the names of headers and no secret.
pub struct Builder<C> {
    base_url: String,
    http_client: Option<reqwest::Client>,
    credentials: Option<Source>,
    signer: Option<Arc<dyn RequestSigner>>,
    headers: Vec<(String, String)>,
    user_agent: String,
    options: CallOptions,
    pacer: Option<Pacer>,
    max_body_size: usize,
    clock: Arc<dyn Clock>,
    sleeper: Arc<dyn Sleeper>,
    client: PhantomData<fn() -> C>,
}

/// Where the authorization comes from.
enum Source {
    Credentials(Arc<dyn Credentials>),
    /// Yet to be given the client's clock.
    Tokens(Arc<dyn TokenProvider>),
}

impl<C: Api> Builder<C> {
    /// Starts with the public address of the API and no credentials.
    pub fn new() -> Self {
        Self {
            base_url: C::BASE_URL.to_owned(),
            http_client: None,
            credentials: None,
            signer: None,
            headers: Vec::new(),
            user_agent: concat!("game-achievements/", env!("CARGO_PKG_VERSION")).to_owned(),
            options: CallOptions::default(),
            pacer: None,
            max_body_size: MAX_BODY_SIZE,
            clock: Arc::new(SystemClock),
            sleeper: Arc::new(TokioSleeper),
            client: PhantomData,
        }
    }

    /// Sends to another address: https, or http for a loopback host such as `http://127.0.0.1:8080`. It may have a path, which
    /// then precedes the path of each operation.
    #[must_use]
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// Sends with this HTTP client, as it is: its proxies, its certificates, its redirect policy, its limits of time.
    ///
    /// Redirects and TLS are then its own matter. reqwest follows redirects to any host by default; it leaves the `Authorization`
    /// behind when the host changes, but no other header, and turns a POST into a GET. `connection_verbose` would log tokens.
    ///
    /// Without it, the client is one with rustls that gives up a connection after 10 s and a silent answer after 60 s, and
    /// that follows a redirect only to the same scheme, host and port and only if that keeps the method.
    #[must_use]
    pub fn http_client(mut self, http_client: reqwest::Client) -> Self {
        self.http_client = Some(http_client);
        self
    }

    /// Sends this `Authorization` with each request.
    #[must_use]
    pub fn authorization(self, authorization: Authorization) -> Self {
        self.credentials(authorization)
    }

    /// Asks these credentials for the `Authorization` of each request.
    #[must_use]
    pub fn credentials(mut self, credentials: impl Credentials + 'static) -> Self {
        self.credentials = Some(Source::Credentials(Arc::new(credentials)));
        self
    }

    /// Sends tokens of this provider, each for as long as it is good by the client's clock: see [`TokenCache`].
    #[must_use]
    pub fn token_provider(mut self, provider: impl TokenProvider + 'static) -> Self {
        self.credentials = Some(Source::Tokens(Arc::new(provider)));
        self
    }

    /// Has each request signed.
    #[must_use]
    pub fn signer(mut self, signer: impl RequestSigner + 'static) -> Self {
        self.signer = Some(Arc::new(signer));
        self
    }

    /// Sends this header with each request. It replaces what the client sends by itself under that name, and gives way to what
    /// an operation was called with.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Replaces the `User-Agent`, which is `game-achievements/<version>`.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Limits the time of each request, from connecting to the end of the answer's body. A redirect that is followed is a
    /// request of its own.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// When to try again what failed; [`RetryPolicy::default`] without this.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Keeps under limits by waiting before requests. Clients that count against the same limits can be given clones of one.
    #[must_use]
    pub fn pacer(mut self, pacer: Pacer) -> Self {
        self.pacer = Some(pacer);
        self
    }

    /// Limits the size of a successful answer that is read into memory; 64 MiB without this.
    #[must_use]
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.max_body_size = bytes;
        self
    }

    /// Tells the time by this clock; by that of the system without this.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Waits with this sleeper, between tries for example; on the timer of tokio without this.
    #[must_use]
    pub fn sleeper(mut self, sleeper: impl Sleeper + 'static) -> Self {
        self.sleeper = Arc::new(sleeper);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the base URL or a header cannot be used, or if the HTTP
    /// client cannot be made.
    pub fn build(self) -> Result<C> {
        let base_url =
            BaseUrl::parse(&self.base_url).map_err(|error| Error::configuration(error.to_string()))?;
        let mut base_headers = HeaderMap::new();
        base_headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        base_headers.insert(USER_AGENT, parse_header("user-agent", &self.user_agent)?.1);
        let mut client_headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let (name, value) = parse_header(name, value)?;
            client_headers.insert(name, value);
        }
        let follows_redirects = self.http_client.is_none();
        let http = match self.http_client {
            Some(client) => client,
            None => default_http_client(&base_url)?,
        };
        let inner = crate::transport::Inner {
            name: C::NAME,
            base_url,
            http,
            follows_redirects,
            credentials: self.credentials.map(|source| match source {
                Source::Credentials(credentials) => credentials,
                Source::Tokens(provider) => Arc::new(TokenCache::with_clock(provider, self.clock.clone())),
            }),
            signer: self.signer,
            base_headers,
            client_headers,
            pacer: self.pacer,
            max_body_size: self.max_body_size,
            clock: self.clock.clone(),
            sleeper: self.sleeper,
            describe_error: C::describe_error,
        };
        Ok(C::from_transport(Transport::new(inner, self.options)))
    }
}

impl<C: Api> Default for Builder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A base URL that is yet to be checked may have a password in it.
        let base_url = BaseUrl::parse(&self.base_url).map(|base| base.as_str().to_owned());
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Builder")
            .field("base_url", &base_url)
            .field("has_credentials", &self.credentials.is_some())
            .field("headers", &headers)
            .field("user_agent", &self.user_agent)
            .field("options", &self.options)
            .field("pacer", &self.pacer)
            .field("max_body_size", &self.max_body_size)
            .finish_non_exhaustive()
    }
}

fn parse_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    header::parse(name, value).map_err(|error| Error::configuration(error.to_string()))
}

fn default_http_client(base_url: &BaseUrl) -> Result<reqwest::Client> {
    let mut builder = reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false);
    if !base_url.is_encrypted() {
        // A proxy from the environment would see the credentials; with https it sees a tunnel.
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| Error::configuration("the HTTP client cannot be made").with_source(error))
}
