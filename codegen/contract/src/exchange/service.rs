//! A contract with its operations at hand by path: what requests and answers are held against.

use std::sync::Arc;

use super::answer::Answers;
use super::request::Requests;
use super::route::{Found, Routes};
use super::rules;
use super::violation::{At, Violation};
use super::{Coverage, Direction, words};
use crate::contract::{Contract, Method, Operation};

/// A contract that requests and answers are held against.
#[derive(Clone, Debug)]
pub struct Service {
    contract: Arc<Contract>,
    routes: Routes,
}

/// A request as it is on the wire.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// The method in upper case.
    pub method: &'r str,
    /// The path behind the base address, encoded: `/v1/apps/6`.
    pub path: &'r str,
    /// What stands behind the question mark, encoded.
    pub query: Option<&'r str>,
    /// The headers in their order, names in any case. Those of HTTP/2 that start with a colon do not count.
    pub headers: &'r [(&'r str, &'r str)],
    /// The body.
    pub body: Payload<'r>,
}

/// An answer as it is on the wire.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'r> {
    /// The status.
    pub status: u16,
    /// The headers in their order, names in any case.
    pub headers: &'r [(&'r str, &'r str)],
    /// The body.
    pub body: Payload<'r>,
}

/// A body, without the codings of transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload<'r> {
    /// These bytes; none if there is no body.
    Bytes(&'r [u8]),
    /// Not known: a recorder left it out, or it could not be decoded.
    Unknown,
}

/// The operation that a request calls.
#[derive(Clone, Debug)]
pub struct Call<'s> {
    /// The operation.
    pub operation: &'s Operation,
    /// Its index among the operations of its contract.
    pub index: usize,
    /// The values of the variables of its path, encoded as they are on the wire. In the order of the path.
    pub(super) variables: Vec<String>,
}

impl Call<'_> {
    /// The decoded values of the variables of the path, in its order. What is no UTF-8 has replacement characters.
    pub fn variables(&self) -> impl Iterator<Item = String> {
        let decode =
            |raw: &String| percent_encoding::percent_decode_str(raw).decode_utf8_lossy().into_owned();
        self.variables.iter().map(decode)
    }
}

/// Why no operation is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The path has operations, but of these methods only.
    Method(Vec<Method>),
    /// No operation has the path.
    Path,
}

impl Unknown {
    /// What is wrong with a request that calls no operation. Segments that are no words are left out of the message.
    pub fn violation(&self, method: &str, path: &str) -> Violation {
        let path = words::path(path);
        let method = words::name(method);
        let message = match self {
            Self::Method(methods) => {
                let known: Vec<String> = methods.iter().map(Method::to_string).collect();
                format!("there is no {method} of {path}, only {}", known.join(", "))
            }
            Self::Path => format!("there is no {method} {path}"),
        };
        Violation::new(&rules::UNDOCUMENTED_OPERATION, Direction::Request, At::Operation, message)
    }
}

impl Service {
    /// Makes the operations of a contract known by their paths.
    pub fn new(contract: Arc<Contract>) -> Self {
        let routes = Routes::of(&contract);
        Self { contract, routes }
    }

    /// The contract.
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// The operation that a method and an encoded path lead to. Base address and query are no part of the path.
    ///
    /// Of several templates that fit, the one with literal segments further in front is meant.
    ///
    /// # Errors
    /// If there is none.
    pub fn route(&self, method: &str, path: &str) -> Result<Call<'_>, Unknown> {
        match self.routes.find(method, path) {
            Found::Operation(index, variables) => {
                Ok(Call { operation: &self.contract.operations()[index], index, variables })
            }
            Found::Methods(methods) => Err(Unknown::Method(methods)),
            Found::Nothing => Err(Unknown::Path),
        }
    }

    /// Holds a request against the operation that it calls: parameters, headers, body. Nothing is found if it keeps to the
    /// contract; notes are found in most requests that browsers send.
    pub fn request(&self, call: &Call<'_>, request: &Request<'_>) -> Vec<Violation> {
        Requests::new(&self.contract, call.operation).check(&call.variables, request)
    }

    /// Holds an answer against the operation that was called: status, headers, body.
    pub fn answer(&self, call: &Call<'_>, answer: &Answer<'_>) -> Vec<Violation> {
        Answers::new(&self.contract, call.operation).check(answer)
    }

    /// Both, and counts what of the contract they use.
    pub fn count(
        &self,
        call: &Call<'_>,
        request: &Request<'_>,
        answer: Option<&Answer<'_>>,
        coverage: &mut Coverage,
    ) -> Vec<Violation> {
        let mut requests = Requests::new(&self.contract, call.operation);
        let mut violations = requests.check(&call.variables, request);
        coverage.add_request(call.index, &requests.uses);
        if let Some(answer) = answer {
            let mut answers = Answers::new(&self.contract, call.operation);
            violations.extend(answers.check(answer));
            coverage.add(call.index, &answers.uses);
        }
        violations
    }
}
