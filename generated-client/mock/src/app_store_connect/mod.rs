//! App Store Connect, as far as the contract goes.
//!
//! The resources are those of JSON:API. What can be done with them follows from the contract: an operation's path says what it
//! is about ([`target`]), its answer's schema which members are shown ([`shape`]). What no contract says is in small files: how
//! resources belong together ([`relations`]), and what the service makes of changes ([`rules`]).
//!
//! Both generations show the same resources, each in its own shape. So an achievement has a version from the start, whichever
//! generation created it, and a localization belongs to an achievement and to a version of it.

mod errors;
mod fixture;
mod page;
mod read;
mod relations;
mod render;
mod rules;
mod select;
mod shape;
mod store;
mod target;
mod uploads;
mod write;

use std::collections::BTreeMap;
use std::io;

use game_achievements_contract::contract::Method;
use game_achievements_contract::exchange::{Call, Service};
use serde_json::Value as Json;

use self::errors::ApiError;
use self::rules::Progress;
use self::store::Store;
use self::target::Target;
pub(crate) use self::uploads::FOLDER as UPLOADS;
use self::uploads::Upload;
use crate::answer::Answer;
use crate::clock::Clock;
use crate::contracts;
use crate::provider::Provider;
use crate::query::Query;
use crate::request::Request;
use crate::settings::Settings;
use crate::validation::Breach;

/// How many requests the key has an hour, by Apple's page "Identifying Rate Limits".
const HOUR_LIMIT: u32 = 3600;

/// The state of the service.
#[derive(Clone)]
pub(crate) struct AppStoreConnect {
    store: Store,
    /// Images whose files are being uploaded, by id.
    uploads: BTreeMap<String, Upload>,
    /// What is under way, by the id of its resource.
    progress: Progress,
    clock: Clock,
    requests: u32,
    part_size: u64,
}

/// One call, decoded.
struct Ask<'r> {
    service: &'static Service,
    operation: &'static game_achievements_contract::contract::Operation,
    target: Target,
    query: Query,
    body: Json,
    request: &'r Request,
    base: String,
}

impl AppStoreConnect {
    pub(crate) fn new(settings: &Settings) -> io::Result<Self> {
        let store = fixture::read(&settings.app_store_connect)
            .map_err(|message| io::Error::new(io::ErrorKind::InvalidData, message))?;
        Ok(Self {
            store,
            uploads: BTreeMap::new(),
            progress: Progress::new(settings.processing_reads),
            clock: Clock::new(settings.seed),
            requests: 0,
            part_size: settings.part_size,
        })
    }

    fn ask(&mut self, ask: &Ask<'_>) -> Result<Answer, ApiError> {
        match (ask.operation.method, &ask.target) {
            (Method::Get, _) => self.read(ask),
            (Method::Post, Target::Collection(kind)) => self.create(ask, kind),
            (Method::Patch, Target::Instance(id)) => self.change(ask, id),
            (Method::Delete, Target::Instance(id)) => self.delete(id),
            (method, Target::Relationship(id, name)) => self.relate(ask, method, id, name),
            (method, _) => Err(ApiError::of_status(405, &format!("{method} means nothing here"))),
        }
    }
}

impl Provider for AppStoreConnect {
    fn copy(&self) -> Box<dyn Provider> {
        Box::new(self.clone())
    }

    fn tick(&mut self) {
        self.clock.tick();
    }

    fn before(&mut self, request: &Request) -> Option<Answer> {
        if uploads::is_upload(request) {
            return Some(uploads::receive(&mut self.uploads, request));
        }
        let scheme = request.header("authorization").and_then(|value| value.split_once(' '));
        if !scheme.is_some_and(|(scheme, token)| scheme == "Bearer" && !token.trim().is_empty()) {
            let detail = "Provide a properly configured and signed bearer token, and make sure that it has \
                          not expired.";
            return Some(ApiError::of_status(401, detail).into_answer(&mut self.clock));
        }
        None
    }

    fn contract(&self, _: &Request) -> &'static Service {
        contracts::app_store_connect()
    }

    fn error(&mut self, status: u16, message: &str) -> Answer {
        ApiError::of_status(status, message).into_answer(&mut self.clock)
    }

    fn refuse(&mut self, status: u16, breaches: &[Breach]) -> Answer {
        let errors: Vec<ApiError> =
            breaches.iter().map(|breach| ApiError::of_breach(status, breach)).collect();
        errors::answer(&errors, &mut self.clock)
    }

    fn answer(&mut self, service: &'static Service, call: &Call<'static>, request: &Request) -> Answer {
        let variables: Vec<String> = call.variables().collect();
        let Some(target) = Target::read(&call.operation.template, &variables) else {
            return self.error(404, "the mock does not know what this path is about");
        };
        let ask = Ask {
            service,
            operation: call.operation,
            target,
            query: Query::parse(request.query().unwrap_or_default()),
            body: serde_json::from_slice(request.body()).unwrap_or_default(),
            request,
            base: format!("http://{}", request.address),
        };
        // What is refused has changed nothing.
        let (store, uploads, progress) = (self.store.clone(), self.uploads.clone(), self.progress.clone());
        let answer = self.ask(&ask).unwrap_or_else(|error| {
            (self.store, self.uploads, self.progress) = (store, uploads, progress);
            error.into_answer(&mut self.clock)
        });
        // The mock never refuses for it: a request that wants a 429 asks for one.
        self.requests += 1;
        let left = HOUR_LIMIT - self.requests % HOUR_LIMIT;
        answer.header("x-rate-limit", format!("user-hour-lim:{HOUR_LIMIT};user-hour-rem:{left};"))
    }
}
