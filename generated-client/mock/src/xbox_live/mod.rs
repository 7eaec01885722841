//! Xbox Live, all contract versions: 2 and 4 for modern titles, 1 and 3 for those of Xbox 360.
//!
//! A title asked for with the wrong version is no error, but an empty list: the lists of the two generations are apart.

mod fixture;
mod history;
mod legacy;
mod modern;
mod page;
mod update;
mod world;

use std::io;

use game_achievements_contract::exchange::{Call, Service};
use serde_json::{Value as Json, json};

use self::world::World;
use crate::answer::Answer;
use crate::clock::Clock;
use crate::contracts;
use crate::provider::Provider;
use crate::query::Query;
use crate::request::Request;
use crate::settings::Settings;
use crate::validation::Breach;

/// The header that says which shape an answer has.
const CONTRACT_VERSION: &str = "x-xbl-contract-version";

/// The state of the service.
#[derive(Clone)]
pub(crate) struct XboxLive {
    world: World,
    clock: Clock,
}

/// One call, decoded.
struct Ask {
    version: u32,
    /// Whom it asks about.
    xuid: u64,
    /// Who asks.
    caller: u64,
    /// The variables of the path after the first, which is the player.
    rest: Vec<String>,
    query: Query,
    languages: Vec<String>,
    body: Json,
}

/// Status, number and words of an error.
struct ApiError(u16, Option<i32>, String);

type Answered = Result<Answer, ApiError>;

impl XboxLive {
    pub(crate) fn new(settings: &Settings) -> io::Result<Self> {
        let world = fixture::read(&settings.xbox_live)
            .map_err(|message| io::Error::new(io::ErrorKind::InvalidData, message))?;
        Ok(Self { world, clock: Clock::new(settings.seed) })
    }

    fn ask(&mut self, operation: &str, ask: &Ask) -> Answered {
        let Some(player) = self.world.player(ask.xuid) else {
            return Err(ApiError(404, Some(4100), "there is no such player".to_owned()));
        };
        if player.is_private && ask.caller != ask.xuid {
            let message = "the privacy settings of the player do not allow it";
            return Err(ApiError(403, Some(4500), message.to_owned()));
        }
        match (operation, ask.version) {
            ("GET /users/xuid({})/achievements", 2 | 4) => self.modern_list(ask, player),
            ("GET /users/xuid({})/achievements", _) => self.legacy_list(ask, player),
            ("GET /users/xuid({})/achievements/{}/{}", _) => self.modern_one(ask, player),
            ("GET /users/xuid({})/titleachievements", _) => self.legacy_title(ask),
            ("GET /users/xuid({})/history/titles", 2 | 4) => self.modern_history(ask, player),
            ("GET /users/xuid({})/history/titles", _) => self.legacy_history(ask, player),
            ("POST /users/xuid({})/achievements/{}/update", _) => self.update(ask),
            _ => Err(ApiError(404, None, "the mock does not know this operation".to_owned())),
        }
    }

    /// The player whose token it is, by the user hash; that of an unknown one is the first player's.
    fn caller(&self, request: &Request) -> Option<u64> {
        let token = request.header("authorization")?.strip_prefix("XBL3.0 x=")?;
        let (user_hash, rest) = token.split_once(';')?;
        let known = self.world.players.iter().find(|player| player.user_hash == user_hash);
        let player = known.or(self.world.players.first()).filter(|_| !rest.is_empty());
        player.map(|player| player.xuid)
    }
}

impl Provider for XboxLive {
    fn copy(&self) -> Box<dyn Provider> {
        Box::new(self.clone())
    }

    fn tick(&mut self) {
        self.clock.tick();
    }

    fn before(&mut self, request: &Request) -> Option<Answer> {
        if self.caller(request).is_none() {
            // The service says why in a header, and sends no body.
            let why = "Token realm='xboxlive.com', error='token_required'";
            return Some(Answer::empty(401).header("WWW-Authenticate", why));
        }
        // Without a version the contract tells that it is missing.
        let version = request.header(CONTRACT_VERSION)?.trim();
        let is_known = matches!(version, "1" | "2" | "3" | "4");
        (!is_known).then(|| error(ApiError(406, None, "the contract version is not known".to_owned())))
    }

    fn contract(&self, request: &Request) -> &'static Service {
        match request.header(CONTRACT_VERSION).map(str::trim) {
            Some("1" | "3") => contracts::xbox_360(),
            _ => contracts::xbox_live(),
        }
    }

    fn error(&mut self, status: u16, message: &str) -> Answer {
        match status {
            401 => Answer::empty(401)
                .header("WWW-Authenticate", "Token realm='xboxlive.com', error='token_expired'"),
            429 => Answer::json(
                429,
                json!({
                    "version": 1, "currentRequests": 101, "maxRequests": 100, "periodInSeconds": 15, "limitType": "Rate",
                })
                .to_string(),
            ),
            _ => error(ApiError(status, None, message.to_owned())),
        }
    }

    fn refuse(&mut self, status: u16, breaches: &[Breach]) -> Answer {
        let words: Vec<String> = breaches
            .iter()
            .map(|breach| {
                breach.to_string().trim_start_matches(&*breach.request).trim_start_matches(": ").to_owned()
            })
            .collect();
        error(ApiError(status, Some(4000), words.join("; ")))
    }

    fn answer(&mut self, _: &'static Service, call: &Call<'static>, request: &Request) -> Answer {
        let mut variables = call.variables();
        let ask = Ask {
            version: request
                .header("x-xbl-contract-version")
                .and_then(|text| text.trim().parse().ok())
                .unwrap_or_default(),
            xuid: variables.next().and_then(|text| text.parse().ok()).unwrap_or_default(),
            caller: self.caller(request).unwrap_or_default(),
            rest: variables.collect(),
            query: Query::parse(request.query().unwrap_or_default()),
            languages: languages(request.header("accept-language").unwrap_or_default()),
            body: serde_json::from_slice(request.body()).unwrap_or_default(),
        };
        self.ask(&call.operation.key(), &ask).unwrap_or_else(error)
    }
}

/// The languages of a list, in order; weights are not looked at.
fn languages(list: &str) -> Vec<String> {
    let names = list.split(',').filter_map(|item| item.split(';').next());
    names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn error(ApiError(status, code, description): ApiError) -> Answer {
    let mut json = json!({"source": "Mock", "description": description});
    if let Some(code) = code {
        json["code"] = code.into();
    }
    Answer::json(status, json.to_string())
}
