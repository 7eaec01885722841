//! What the examples share: which services they ask, and what for.

#![allow(dead_code, reason = "no example asks for all of it")]

use std::error::Error;
use std::str::FromStr;

use game_achievements::{Api, Authorization, app_store_connect, xbox_live};
use game_achievements_mock::{Service, Services, Settings, fixtures};

pub(crate) type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// The services, and the arguments of the example.
///
/// With credentials in the environment a service is the real one, and what to ask of it must be given: nobody wants an example to
/// change something by accident. Without any, it is a mock within this process.
pub(crate) struct Stage {
    mock: Services,
    arguments: std::vec::IntoIter<String>,
    is_real: bool,
}

impl Stage {
    pub(crate) async fn new() -> Result<Self> {
        // Images are processed at once, and small ones have several parts too.
        let mock = Services::with(&Settings::default().processing_reads(0).part_size(1000)).await?;
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        Ok(Self { mock, arguments: arguments.into_iter(), is_real: false })
    }

    pub(crate) fn app_store_connect(&mut self) -> Result<app_store_connect::Client> {
        if is_set("APP_STORE_CONNECT_KEY_ID") || is_set("APP_STORE_CONNECT_TOKEN") {
            self.is_real = true;
            return Ok(app_store_connect::Client::from_env()?);
        }
        mocked(self.mock.app_store_connect(), Authorization::bearer(fixtures::APP_STORE_CONNECT_TOKEN)?)
    }

    pub(crate) fn xbox_live(&mut self) -> Result<xbox_live::Client> {
        if is_set("XBOX_LIVE_TOKEN") {
            self.is_real = true;
            return Ok(xbox_live::Client::from_env()?);
        }
        mocked(self.mock.xbox_live(), Authorization::raw(fixtures::XBOX_LIVE_AUTHORIZATION)?)
    }

    /// The next argument, or the one for the mock.
    pub(crate) fn argument<T>(&mut self, name: &str, of_mock: impl ToString) -> Result<T>
    where
        T: FromStr<Err: Error + 'static>,
    {
        let given = match self.arguments.next() {
            Some(given) => given,
            None if self.is_real => {
                return Err(format!("{name} is missing: this asks the real service").into());
            }
            None => of_mock.to_string(),
        };
        Ok(given.parse()?)
    }
}

fn mocked<C: Api>(service: &Service, authorization: Authorization) -> Result<C> {
    Ok(C::builder().base_url(service.base_url()).authorization(authorization).build()?)
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}
