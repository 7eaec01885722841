//! A service with a state, on loopback.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};

use game_achievements_contract::exchange::Unknown;
use serde_json::Value as Json;

use crate::answer::Answer;
use crate::app_store_connect::AppStoreConnect;
use crate::fault_header::AskedFaults;
use crate::har;
use crate::mock::{Mock, Respond, lock};
use crate::provider::Provider;
use crate::request::Request;
use crate::settings::Settings;
use crate::validation::{self, Breach, Place};
use crate::xbox_live::XboxLive;

/// A service with a state, on a free port of 127.0.0.1, for as long as this value lives.
///
/// It holds each request and each answer against the contract of its provider. A request that breaks it is refused with 400 in
/// the form of the provider, and is in [`breaches`](Self::breaches). An answer that breaks it is a bug of the mock: the client
/// gets 500 with a text that says so, and dropping the service panics, unless the thread is panicking already.
pub struct Service {
    mock: Mock,
    desk: Arc<Desk>,
}

/// The state of a service at one time, from [`Service::snapshot`].
pub struct Snapshot(Box<dyn Provider>);

/// One request and its answer, as the log keeps them.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The base address of the provider that the service stands for.
    pub(crate) server: String,
    pub(crate) request: Request,
    pub(crate) answer: Answer,
}

struct Desk(Mutex<State>);

struct State {
    provider: Box<dyn Provider>,
    faults: AskedFaults,
    log: Vec<Entry>,
    /// What clients did that the contract does not allow.
    breaches: Vec<Breach>,
    /// The same of the mock itself.
    own: Vec<Breach>,
}

impl Service {
    /// Starts App Store Connect in the tokio runtime that this is called in.
    ///
    /// # Errors
    /// The system gives no port, or the fixture cannot be read ([`io::ErrorKind::InvalidData`]).
    pub async fn app_store_connect(settings: &Settings) -> io::Result<Self> {
        Self::start(Box::new(AppStoreConnect::new(settings)?)).await
    }

    /// Starts Xbox Live; otherwise as [`app_store_connect`](Self::app_store_connect).
    ///
    /// # Errors
    /// As there.
    pub async fn xbox_live(settings: &Settings) -> io::Result<Self> {
        Self::start(Box::new(XboxLive::new(settings)?)).await
    }

    async fn start(provider: Box<dyn Provider>) -> io::Result<Self> {
        let (faults, log, breaches, own) = Default::default();
        let desk = Arc::new(Desk(Mutex::new(State { provider, faults, log, breaches, own })));
        let mock = Mock::serve(Some(desk.clone())).await?;
        Ok(Self { mock, desk })
    }

    /// Where to send requests: `http://127.0.0.1:<port>`.
    pub fn base_url(&self) -> &str {
        self.mock.base_url()
    }

    /// The server: it has all requests, and takes scripted answers, which go before those of the service.
    pub fn mock(&self) -> &Mock {
        &self.mock
    }

    /// The state as it is now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(lock(&self.desk.0).provider.copy())
    }

    /// Puts the state back. Requests after this are answered as those after the snapshot were, ids included.
    pub fn restore(&self, snapshot: &Snapshot) {
        let mut state = lock(&self.desk.0);
        state.provider = snapshot.0.copy();
        state.faults = AskedFaults::default();
    }

    /// What clients have done that the contract does not allow.
    pub fn breaches(&self) -> Vec<Breach> {
        lock(&self.desk.0).breaches.clone()
    }

    /// All requests that the service has answered, with the answers, as a HAR 1.2 document. Addresses are those of the
    /// provider, credentials and the signatures of uploads are left out, and times are the same in every run.
    pub fn har(&self) -> Json {
        har::document(&lock(&self.desk.0).log)
    }

    pub(crate) fn log(&self) -> Vec<Entry> {
        lock(&self.desk.0).log.clone()
    }

    /// Nobody has broken the contract.
    ///
    /// # Panics
    /// If a client or the mock itself has, with all that they did.
    #[track_caller]
    pub fn assert_clean(&self) {
        let (breaches, own) = {
            let state = lock(&self.desk.0);
            (lines(&state.breaches), lines(&state.own))
        };
        assert!(breaches.is_empty(), "requests break the contract:\n{breaches}");
        assert!(own.is_empty(), "the mock breaks the contract, which is a bug of the mock:\n{own}");
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let own = lines(&lock(&self.desk.0).own);
        // A panic while panicking would end the process, and hide what the test found.
        if !std::thread::panicking() {
            assert!(own.is_empty(), "the mock breaks the contract, which is a bug of the mock:\n{own}");
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").finish_non_exhaustive()
    }
}

impl Respond for Desk {
    fn respond(&self, request: &Request) -> Answer {
        let mut state = lock(&self.0);
        let (server, answer) = state.respond(request);
        state.log.push(Entry { server, request: request.clone(), answer: answer.clone() });
        answer
    }
}

impl State {
    /// The answer, and the address of the service that it is an answer of.
    fn respond(&mut self, request: &Request) -> (String, Answer) {
        self.provider.tick();
        let service = self.provider.contract(request);
        let operations = service.contract().operations();
        let server = operations.first().and_then(|operation| operation.servers.servers.first());
        let server = server.map(|server| server.url.trim_end_matches('/').to_owned()).unwrap_or_default();
        (server, self.answer(service, request))
    }

    fn answer(
        &mut self,
        service: &'static game_achievements_contract::exchange::Service,
        request: &Request,
    ) -> Answer {
        match self.faults.next(request) {
            Ok(None) => {}
            Ok(Some(status)) => return self.fail(status),
            Err(message) => return self.provider.error(400, &message),
        }
        if let Some(answer) = self.provider.before(request) {
            return answer;
        }
        let call = match service.route(request.method(), request.path()) {
            Ok(call) => call,
            Err(unknown) => {
                let status = if matches!(unknown, Unknown::Path) { 404 } else { 405 };
                let message = "there is no such operation";
                let breach = Breach::new(request, "undocumented-operation", Place::Whole, message);
                return self.refuse(status, vec![breach]);
            }
        };
        let breaches = validation::request(service, &call, request);
        let answer = match breaches.is_empty() {
            true => self.provider.answer(service, &call, request),
            false => self.refuse(400, breaches),
        };
        let own = validation::answer(service, &call, request, &answer);
        if own.is_empty() {
            return answer;
        }
        let text = lines(&own);
        self.own.extend(own);
        Answer::text(500, format!("the mock breaks the contract, which is a bug of the mock:\n{text}\n"))
    }

    fn fail(&mut self, status: u16) -> Answer {
        let answer = self.provider.error(status, "the request asked for this failure");
        if matches!(status, 429 | 503) { answer.header("retry-after", "1") } else { answer }
    }

    fn refuse(&mut self, status: u16, breaches: Vec<Breach>) -> Answer {
        let answer = self.provider.refuse(status, &breaches);
        self.breaches.extend(breaches);
        answer
    }
}

fn lines(breaches: &[Breach]) -> String {
    breaches.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
