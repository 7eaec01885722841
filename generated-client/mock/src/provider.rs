//! What the two services have in common.

use game_achievements_contract::exchange::{Call, Service};

use crate::answer::Answer;
use crate::request::Request;
use crate::validation::Breach;

/// A service behind its contract: its state, and how it answers.
pub(crate) trait Provider: Send {
    /// A copy with the state as it is.
    fn copy(&self) -> Box<dyn Provider>;

    /// A request has come, whatever it is.
    fn tick(&mut self);

    /// The answer to what is no operation of the contract, or comes before it: credentials, limits, uploads.
    fn before(&mut self, request: &Request) -> Option<Answer>;

    /// The contract that a request falls under.
    fn contract(&self, request: &Request) -> &'static Service;

    /// An error in the form of the provider.
    fn error(&mut self, status: u16, message: &str) -> Answer;

    /// The answer to a request that breaks the contract, which it does in at least one way.
    fn refuse(&mut self, status: u16, breaches: &[Breach]) -> Answer;

    /// The answer to a request that keeps to the contract.
    fn answer(&mut self, service: &'static Service, call: &Call<'static>, request: &Request) -> Answer;
}
