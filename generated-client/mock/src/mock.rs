//! The server.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::answer::Answer;
use crate::faults::Faults;
use crate::leak;
use crate::request::Request;
use crate::routes::Routes;
use crate::serve;
use crate::validation::{self, Breach};

/// A server on a free port of 127.0.0.1, for as long as this value lives.
///
/// Each mock stands for itself: two of them share neither answers nor requests.
pub struct Mock {
    address: SocketAddr,
    base_url: String,
    pub(crate) state: Arc<State>,
    /// Dropping it stops the server.
    _stop: watch::Sender<()>,
}

#[derive(Default)]
pub(crate) struct State {
    routes: Mutex<Routes>,
    requests: Mutex<Vec<Request>>,
    pub(crate) faults: Mutex<Faults>,
    leaks: Mutex<Vec<String>>,
    is_stranger: AtomicBool,
    /// Answers what no script does.
    service: Option<Arc<dyn Respond>>,
}

/// A service with answers of its own.
pub(crate) trait Respond: Send + Sync {
    /// The answer to a request.
    fn respond(&self, request: &Request) -> Answer;
}

impl Mock {
    /// Starts a server that knows no answers yet. It runs in the tokio runtime that this is called in.
    ///
    /// # Errors
    /// The system gives no port.
    pub async fn start() -> io::Result<Self> {
        Self::serve(None).await
    }

    /// Starts a server that asks this service where no answer is scripted.
    pub(crate) async fn serve(service: Option<Arc<dyn Respond>>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State { service, ..State::default() });
        let (stop, stopped) = watch::channel(());
        tokio::spawn(serve::accept(listener, address, state.clone(), stopped));
        Ok(Self { address, base_url: format!("http://{address}"), state, _stop: stop })
    }

    /// Starts a server that is not the service: any `Authorization` that comes to it is one of the [`leaks`](Self::leaks).
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn stranger() -> io::Result<Self> {
        let mock = Self::start().await?;
        mock.state.is_stranger.store(true, Ordering::Relaxed);
        Ok(mock)
    }

    /// Where to send requests: `http://127.0.0.1:<port>`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Adds an answer to requests with this method and path. Several for one path are served in turn, and the last one again and
    /// again.
    ///
    /// The path is compared as it stands in the request, percent-encoding included. A path with a query answers requests with
    /// exactly that query, one without answers them all. Requests that nothing fits are answered with 404 and a text that
    /// names them.
    pub fn answer(&self, method: &str, path: &str, answer: Answer) {
        lock(&self.state.routes).add(method, path, answer);
    }

    /// Answers requests with this method, and a path that begins so, with what this makes of each. It is asked after the answers to
    /// whole paths, and only if it is to act: see [`Request::is_acted_on`].
    pub fn answer_with(
        &self,
        method: &str,
        prefix: &str,
        make: impl Fn(&Request) -> Answer + Send + 'static,
    ) {
        lock(&self.state.routes).add_maker(method, prefix, Box::new(make));
    }

    /// Answers requests with this method and path that have no `Authorization` with `answer`, whatever else is scripted.
    pub fn require_authorization(&self, method: &str, path: &str, answer: Answer) {
        lock(&self.state.routes).require_authorization(method, path, answer);
    }

    /// All requests so far, in the order in which they were complete. A request is here before its answer goes out; one that is
    /// malformed or too large is not.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.state.requests).clone()
    }

    /// What requests have done that the contracts do not allow: those to operations of App Store Connect or Xbox Live, however they
    /// were answered.
    pub fn breaches(&self) -> Vec<Breach> {
        let requests = self.requests();
        requests.iter().flat_map(validation::of_any_service).collect()
    }

    /// Where credentials were found that did not belong there: outside of the `Authorization` of a request, or at a
    /// [`stranger`](Self::stranger). Such a request was answered with 400, and nothing else.
    pub fn leaks(&self) -> Vec<String> {
        lock(&self.state.leaks).clone()
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

impl State {
    /// Remembers the request and gives its answer.
    pub(crate) fn answer(&self, mut request: Request) -> Answer {
        let answer = match leak::find(&request, self.is_stranger.load(Ordering::Relaxed)) {
            Some(leak) => {
                let answer = leak::answer(&leak);
                lock(&self.leaks).push(leak);
                answer
            }
            None => lock(&self.faults).around(&mut request, |request| self.respond(request)),
        };
        lock(&self.requests).push(request);
        answer
    }

    /// A script goes before the service.
    fn respond(&self, request: &Request) -> Answer {
        let scripted = lock(&self.routes).next(request);
        scripted.unwrap_or_else(|| match &self.service {
            Some(service) => service.respond(request),
            None => Routes::unscripted(request),
        })
    }
}

/// A panic elsewhere leaves what is locked here whole: each is changed in one step.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
