//! The service that tests ask, the secrets that they ask it with, and a watch on the latter.

#[cfg(feature = "app-store-connect")]
pub(crate) mod images;
#[cfg(feature = "app-store-connect")]
pub(crate) mod keys;
pub(crate) mod log;

use std::ops::Deref;
use std::time::Duration;

use game_achievements::time::{ManualClock, Sleep, Sleeper};
use game_achievements::{Api, Authorization, Builder};
use game_achievements_mock::Mock;

/// What all secrets of the tests have in them, but for the tokens that keys make.
pub(crate) const MARK: &str = "s3cret";

/// What addresses of uploads have in them. They are secrets too, but belong in the target of a request.
pub(crate) const ADDRESS_MARK: &str = "s1gnature";

pub(crate) const TOKEN: &str = "t0p.s3cret-token";

#[cfg(feature = "xbox-live")]
pub(crate) const XBOX_TOKEN: &str = "XBL3.0 x=s3cret-hash;s3cret-token";

/// A mock whose end is a check that no secret was where it does not belong, and that requests have kept to the contract.
pub(crate) struct Service {
    mock: Mock,
    first_line: usize,
}

impl Service {
    pub(crate) async fn start() -> Self {
        Self::of(Mock::start().await)
    }

    pub(crate) async fn with_samples() -> Self {
        Self::of(Mock::with_samples().await)
    }

    /// A server that is not the service.
    pub(crate) async fn stranger() -> Self {
        Self::of(Mock::stranger().await)
    }

    fn of(mock: std::io::Result<Mock>) -> Self {
        log::start();
        Self { mock: mock.unwrap(), first_line: log::len() }
    }

    pub(crate) fn builder<C: Api>(&self) -> Builder<C> {
        C::builder().base_url(self.base_url()).authorization(Authorization::bearer(TOKEN).unwrap())
    }

    pub(crate) fn client<C: Api>(&self) -> C {
        self.builder().build().unwrap()
    }

    /// A client whose waits are over at once, and its clock.
    pub(crate) fn client_with_clock<C: Api>(&self) -> (C, ManualClock) {
        let clock = ManualClock::new();
        (self.builder().clock(clock.clone()).sleeper(clock.clone()).build().unwrap(), clock)
    }

    /// How many requests there were that the service acted on, by method.
    pub(crate) fn acted_on(&self, method: &str) -> usize {
        let requests = self.requests();
        requests.iter().filter(|request| request.method() == method && request.is_acted_on()).count()
    }

    /// The tokens that came, each once.
    pub(crate) fn tokens(&self) -> Vec<String> {
        let requests = self.requests();
        let header =
            |request: &game_achievements_mock::Request| request.header("authorization").map(str::to_owned);
        let mut tokens: Vec<String> = requests.iter().filter_map(header).collect();
        tokens.sort();
        tokens.dedup();
        let token = |header: String| header.rsplit([' ', ';']).next().unwrap_or_default().to_owned();
        tokens.into_iter().map(token).collect()
    }
}

impl Deref for Service {
    type Target = Mock;

    fn deref(&self) -> &Mock {
        &self.mock
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.mock.leaks(), [""; 0]);
            for request in self.mock.requests() {
                let headers =
                    request.headers().iter().filter(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
                let rest: String = headers.map(|(_, value)| value.as_str()).collect();
                assert!(!request.target().contains(MARK) && !rest.contains(MARK), "{request}");
                assert!(!String::from_utf8_lossy(request.body()).contains(MARK), "{request}");
            }
            log::scan(self.first_line, &self.tokens());
            assert_eq!(self.mock.breaches(), [], "requests keep to the contract, however they are answered");
        }
    }
}

/// Writes an error down in all ways that there are, among what is logged.
pub(crate) fn printed(error: &(dyn std::error::Error + 'static)) {
    let mut cause = Some(error);
    while let Some(error) = cause {
        log::note(&format!("{error} {error:?} {error:#?}"));
        cause = error.source();
    }
}

/// Waits are over at once, and no time passes.
#[derive(Clone, Copy)]
pub(crate) struct NoWait;

impl Sleeper for NoWait {
    fn sleep(&self, _: Duration) -> Sleep<'_> {
        Box::pin(tokio::task::yield_now())
    }
}
