//! One entry after the other, held against the spec of the service that it belongs to.

use std::collections::BTreeMap;
use std::sync::Arc;

use game_achievements_contract::contract::{Contract, Location};
use game_achievements_contract::exchange::{
    Answer, At, Base, Coverage, Direction, Level, Payload, Request, Service, Unknown, Url, Violation,
};

use super::har::{Content, Entry, Pair};
use super::links::Links;
use super::payload;
use super::secrets::Secrets;
use super::table::{Place, Table};

/// The most hosts of others that are counted one by one.
const MAX_HOSTS: usize = 1_000;

/// A spec that traffic is held against.
pub(crate) struct Api {
    /// The name that the user knows it by.
    pub(crate) name: String,
    pub(crate) service: Service,
    pub(crate) coverage: Coverage,
    /// How many requests were held against it.
    pub(crate) requests: u64,
}

/// What has been seen so far.
pub(crate) struct Checker {
    pub(crate) apis: Vec<Api>,
    /// Which addresses belong to which API, those that the user named first.
    bases: Vec<(Base, usize)>,
    open_enums: bool,
    links: Links,
    pub(crate) table: Table,
    /// Requests to other hosts.
    pub(crate) elsewhere: BTreeMap<String, u64>,
    /// Questions of browsers whether they may ask.
    pub(crate) preflights: u64,
    /// Requests that nobody answered.
    pub(crate) unanswered: u64,
}

/// A spec that a request may be for, and its path there.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    api: usize,
    path: &'a str,
}

impl Checker {
    /// Holds traffic against these specs. Addresses that the user names win over those in the specs.
    pub(crate) fn new(apis: Vec<(String, Contract)>, named: Vec<(Base, usize)>, open_enums: bool) -> Self {
        let mut bases = named;
        let named: Vec<Base> = bases.iter().map(|(base, _)| base.clone()).collect();
        let mut known = Vec::new();
        for (at, (name, contract)) in apis.into_iter().enumerate() {
            let own = Base::all_of(&contract).into_iter().filter(|base| !named.contains(base));
            bases.extend(own.map(|base| (base, at)));
            let coverage = Coverage::of(&contract);
            known.push(Api { name, coverage, service: Service::new(Arc::new(contract)), requests: 0 });
        }
        Self {
            apis: known,
            bases,
            open_enums,
            links: Links::default(),
            table: Table::default(),
            elsewhere: BTreeMap::new(),
            preflights: 0,
            unanswered: 0,
        }
    }

    /// Looks at one entry.
    pub(crate) fn entry(&mut self, entry: &Entry<'_>, place: &Place) {
        let (request, response) = (&entry.request, entry.response.as_ref());
        let url = &*request.url.0;
        let Some(parsed) = Url::parse(url) else { return self.count_elsewhere("an address without http") };
        let candidates = self.candidates(&parsed);
        if candidates.is_empty() {
            return self.count_elsewhere(&parsed.host.to_ascii_lowercase());
        }
        let method = request.method.0.to_ascii_uppercase();
        let sent = request.headers.as_deref().unwrap_or_default();
        let received = response.and_then(|response| response.headers.as_deref()).unwrap_or_default();
        let has = |name: &str| sent.iter().any(|pair| pair.name.0.eq_ignore_ascii_case(name));
        if method == "OPTIONS" && has("access-control-request-method") {
            self.preflights += 1;
            return;
        }
        let secrets = Secrets::of(url, &[sent, received]);
        let mut headers = texts(sent);
        complete(&mut headers, request.post_data.as_ref());
        let Candidate { api, path } = candidates[self.choose(&candidates, &method, &headers)];
        let of = &mut self.apis[api];
        of.requests += 1;
        let call = match of.service.route(&method, path) {
            Ok(call) => call,
            Err(unknown) => {
                let violation = unknown.violation(&method, path);
                return add(&mut self.table, api, None, violation, &secrets, place);
            }
        };
        let sent = payload::sent(request.post_data.as_ref(), request.body_size, sent);
        let request = Request {
            method: &method,
            path,
            query: parsed.query,
            headers: &headers,
            body: known(sent.as_deref()),
        };
        let content = response.and_then(|response| response.content.as_ref());
        let body = payload::received(content, received);
        let mut headers = texts(received);
        complete(&mut headers, content);
        let status =
            response.and_then(|response| u16::try_from(response.status.0?).ok()).filter(|status| *status > 0);
        let answer = status.map(|status| Answer { status, headers: &headers, body: known(body.as_deref()) });
        self.unanswered += u64::from(answer.is_none());
        let operation = Some(call.index);
        let follows = self.links.has(&parsed);
        if let Some(body) = &body {
            self.links.note(body);
        }
        for mut violation in of.service.count(&call, &request, answer.as_ref(), &mut of.coverage) {
            match violation.rule.id {
                "enum-value-not-listed" if self.open_enums && violation.direction == Direction::Answer => {
                    violation.level = Level::Note;
                }
                "undocumented-parameter" if follows => {
                    violation.level = Level::Note;
                    violation.message += ", but in the link that an answer gave";
                }
                _ => {}
            }
            add(&mut self.table, api, operation, violation, &secrets, place);
        }
    }

    /// The specs that a URL may belong to. Addresses that the user named leave no room for others.
    fn candidates<'u>(&self, url: &Url<'u>) -> Vec<Candidate<'u>> {
        let found =
            self.bases.iter().filter_map(|(base, api)| Some(Candidate { api: *api, path: base.strip(url)? }));
        let mut found: Vec<_> = found.collect();
        // Of two bases, the longer one is meant, which leaves the shorter path.
        let shortest = found.iter().map(|candidate| candidate.path.len()).min().unwrap_or_default();
        found.retain(|candidate| candidate.path.len() == shortest);
        found
    }

    /// Which of several specs of one address a request is for: the one that has the operation and whose headers it has, such
    /// as the version of a contract. If that leaves none or several, the first.
    fn choose(&self, candidates: &[Candidate<'_>], method: &str, headers: &[(&str, &str)]) -> usize {
        if candidates.len() == 1 {
            return 0;
        }
        let call = |candidate: &Candidate<'_>| self.apis[candidate.api].service.route(method, candidate.path);
        let fits = |candidate: &Candidate<'_>| {
            call(candidate).is_ok_and(|call| {
                !self.apis[candidate.api]
                    .service
                    .request(&call, &bare(method, candidate.path, headers))
                    .iter()
                    .any(is_of_header)
            })
        };
        let has = |candidate: &Candidate<'_>| call(candidate).is_ok();
        let has_path = |candidate: &Candidate<'_>| !matches!(call(candidate), Err(Unknown::Path));
        let first = |test: &dyn Fn(&Candidate<'_>) -> bool| candidates.iter().position(test);
        first(&fits).or_else(|| first(&has)).or_else(|| first(&has_path)).unwrap_or_default()
    }

    fn count_elsewhere(&mut self, host: &str) {
        let host = if self.elsewhere.len() < MAX_HOSTS || self.elsewhere.contains_key(host) {
            host
        } else {
            "others"
        };
        *self.elsewhere.entry(host.to_owned()).or_default() += 1;
    }
}

/// A request of which only method, path and headers count.
fn bare<'r>(method: &'r str, path: &'r str, headers: &'r [(&'r str, &'r str)]) -> Request<'r> {
    Request { method, path, query: None, headers, body: Payload::Unknown }
}

fn is_of_header(violation: &Violation) -> bool {
    violation.level == Level::Error && matches!(violation.at, At::Parameter(Location::Header, _))
}

fn add(
    table: &mut Table,
    api: usize,
    operation: Option<usize>,
    violation: Violation,
    secrets: &Secrets,
    place: &Place,
) {
    let texts = (secrets.masked(violation.at.of_any_element()), secrets.masked(violation.message.clone()));
    table.add(api, operation, &violation, texts, place);
}

fn known(bytes: Option<&[u8]>) -> Payload<'_> {
    bytes.map_or(Payload::Unknown, Payload::Bytes)
}

fn texts<'e>(headers: &'e [Pair<'_>]) -> Vec<(&'e str, &'e str)> {
    headers.iter().map(|header| (&*header.name.0, &*header.value.0)).collect()
}

/// Some recorders drop headers, and tell the media type beside the body only.
fn complete<'e>(headers: &mut Vec<(&'e str, &'e str)>, content: Option<&'e Content<'_>>) {
    let told =
        content.and_then(|content| content.mime_type.as_ref()).map(|told| &*told.0).unwrap_or_default();
    let has = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    if !has && !told.is_empty() && told != "x-unknown" {
        headers.push(("content-type", told));
    }
}
