//! A request, held against its operation.

use serde_json::Value as Json;

use super::body::{self, Body};
use super::members::Use;
use super::query::{self, Given, Pair, Wanted};
use super::rules::{self, Rule};
use super::service::Request;
use super::value::{Checker, Direction};
use super::violation::{At, Violation};
use super::words::{self, Quotes};
use super::written::{Encoding, Malformed, Reader};
use super::{Finding, headers};
use crate::contract::{Contract, Location, Operation, Parameter, SchemaId, Written};

/// What is found about one request.
pub(super) struct Requests<'c> {
    contract: &'c Contract,
    operation: &'c Operation,
    pub(super) uses: Vec<Use>,
    violations: Vec<Violation>,
}

impl<'c> Requests<'c> {
    pub(super) fn new(contract: &'c Contract, operation: &'c Operation) -> Self {
        Self { contract, operation, uses: Vec::new(), violations: Vec::new() }
    }

    /// Holds a request against the operation; `variables` are those of its path, encoded.
    pub(super) fn check(&mut self, variables: &[String], request: &Request<'_>) -> Vec<Violation> {
        let mut pairs = query::pairs(request.query.unwrap_or_default());
        let cookies = headers::value(request.headers, "cookie").unwrap_or_default();
        for (at, parameter) in self.operation.parameters.iter().enumerate() {
            let before = self.uses.len();
            self.uses.push(Use::Parameter(at));
            let given = match parameter.location {
                Location::Path => self.in_path(parameter, variables),
                Location::Query => self.in_query(parameter, &mut pairs),
                Location::Header if headers::is_told_elsewhere(&parameter.key) => continue,
                Location::Header => {
                    let raw = headers::value(request.headers, &parameter.key);
                    raw.map_or(Given::Missing, |raw| self.in_text(parameter, &raw, Encoding::Plain))
                }
                Location::Cookie => {
                    let raw = cookie(&cookies, &parameter.name);
                    raw.map_or(Given::Missing, |raw| self.in_text(parameter, raw, Encoding::Path))
                }
            };
            if given == Given::Missing {
                self.uses.truncate(before);
            }
            self.judge(parameter, given);
        }
        self.others(&pairs, request.headers);
        self.body(request);
        std::mem::take(&mut self.violations)
    }

    fn in_path(&self, parameter: &Parameter, variables: &[String]) -> Given {
        let at = parameter.key.trim_matches(['{', '}']).parse::<usize>().ok();
        match at.and_then(|at| variables.get(at.checked_sub(1)?)) {
            Some(raw) => self.in_text(parameter, raw, Encoding::Path),
            None => Given::Missing,
        }
    }

    fn in_query(&self, parameter: &Parameter, pairs: &mut [Pair<'_>]) -> Given {
        let others = |name: &str| {
            let mut queries =
                self.operation.parameters.iter().filter(|other| other.location == Location::Query);
            queries.any(|other| *other.name == *name && other.name != parameter.name)
        };
        match &parameter.value {
            Written::Styled { style, explode, schema, .. } => {
                let wanted =
                    Wanted { name: &parameter.name, style: *style, explode: *explode, schema: *schema };
                query::take(self.contract, wanted, pairs, &others)
            }
            Written::Content(_) => {
                let mut taken = Vec::new();
                for pair in pairs.iter_mut().filter(|pair| pair.name == *parameter.name) {
                    pair.taken = true;
                    taken.push(pair.value);
                }
                match &*taken {
                    [] => Given::Missing,
                    [raw] => self.in_text(parameter, raw, Encoding::Query),
                    several => Given::Repeated(several.len()),
                }
            }
        }
    }

    /// The value of a parameter that stands in one piece of text.
    fn in_text(&self, parameter: &Parameter, raw: &str, encoding: Encoding) -> Given {
        let read = read(self.contract, &parameter.value, &parameter.name, raw, encoding);
        read.map_or_else(Given::Malformed, Given::Value)
    }

    fn judge(&mut self, parameter: &Parameter, given: Given) {
        match given {
            Given::Missing if parameter.required => {
                self.tell(&rules::MISSING_PARAMETER, parameter, "is missing".to_owned());
            }
            Given::Missing => {}
            Given::Empty if parameter.allow_empty => {}
            Given::Empty => {
                self.tell(&rules::EMPTY_PARAMETER, parameter, "stands without a value".to_owned())
            }
            Given::Repeated(count) => {
                let message = format!("stands {count} times, where one is wanted");
                self.tell(&rules::REPEATED_PARAMETER, parameter, message);
            }
            Given::Malformed(why) => self.tell(&rules::MALFORMED_PARAMETER, parameter, why.0.to_owned()),
            Given::Value(value) => {
                let findings = self.findings(parameter, &value);
                self.report(parameter, findings);
            }
            Given::Either(exact, lenient) => {
                let findings = self.findings(parameter, &exact);
                if !findings.is_empty() && self.findings(parameter, &lenient).is_empty() {
                    let message =
                        "has `%2C` between its elements, which is a part of an element by the letter";
                    self.tell(&rules::ENCODED_DELIMITER, parameter, message.to_owned());
                } else {
                    self.report(parameter, findings);
                }
            }
        }
    }

    fn findings(&self, parameter: &Parameter, value: &Json) -> Vec<Finding> {
        let secret = parameter.location == Location::Cookie || words::is_secret(&parameter.name);
        let quotes = if secret { Quotes::Nothing } else { Quotes::Words };
        let mut findings = Vec::new();
        let mut checker = Checker::new(self.contract, Direction::Request, quotes);
        checker.check(schema(&parameter.value), value, &mut findings);
        findings
    }

    fn report(&mut self, parameter: &Parameter, findings: Vec<Finding>) {
        let at = || At::Parameter(parameter.location, parameter.name.clone());
        let violation = |finding| Violation::of_value(finding, Direction::Request, at());
        self.violations.extend(findings.into_iter().map(violation));
    }

    fn tell(&mut self, rule: &'static Rule, parameter: &Parameter, message: String) {
        let at = At::Parameter(parameter.location, parameter.name.clone());
        self.violations.push(Violation::new(rule, Direction::Request, at, message));
    }

    /// Parameters and headers that are not documented.
    fn others(&mut self, pairs: &[Pair<'_>], given: &[(&str, &str)]) {
        let mut unknown: Vec<&str> =
            pairs.iter().filter(|pair| !pair.taken).map(|pair| pair.name.as_str()).collect();
        unknown.sort_unstable();
        unknown.dedup();
        for name in unknown {
            if !self.is_proof("query", name) {
                let at = At::Parameter(Location::Query, words::name(name).into());
                let message = "is not in the spec";
                self.violations.push(Violation::new(
                    &rules::UNDOCUMENTED_PARAMETER,
                    Direction::Request,
                    at,
                    message,
                ));
            }
        }
        for name in headers::names(given) {
            let mut parameters = self.operation.parameters.iter();
            let is_documented = headers::is_usual(&name)
                || parameters
                    .any(|parameter| parameter.location == Location::Header && *parameter.key == *name)
                || self.is_proof("header", &name);
            if !is_documented {
                let at = At::Header(words::name(&name).into());
                let message = "is not in the spec";
                self.violations.push(Violation::new(
                    &rules::UNDOCUMENTED_HEADER,
                    Direction::Request,
                    at,
                    message,
                ));
            }
        }
    }

    /// Whether a security scheme of the operation goes by that name.
    fn is_proof(&self, place: &str, name: &str) -> bool {
        let mut demands = self.operation.security.alternatives.iter().flatten();
        demands.any(|demand| {
            let says = |key: &str, text: &str| {
                demand.scheme.iter().any(|(known, said)| **known == *key && **said == *text)
            };
            says("in", place) && says("name", name)
        })
    }

    fn body(&mut self, request: &Request<'_>) {
        let documented = self.operation.body.as_ref();
        let (contract, direction) = (self.contract, Direction::Request);
        let mut body = Body { contract, direction, uses: &mut self.uses, violations: Vec::new() };
        match body::bytes(request.body) {
            None if documented.is_none() => {}
            None => body.tell(&rules::UNCHECKED_BODY, "was not recorded as it was sent".to_owned()),
            Some([]) if documented.is_some_and(|documented| documented.required) => {
                body.tell(&rules::MISSING_BODY, "is missing".to_owned());
            }
            Some([]) => {}
            Some(bytes) => {
                body.check(documented.map_or(&[], |documented| &*documented.content), request.headers, bytes);
            }
        }
        self.violations.append(&mut body.violations);
    }
}

/// The schema that a value which is written as text is held against.
pub(super) fn schema(written: &Written) -> SchemaId {
    match written {
        Written::Styled { schema, .. } => *schema,
        Written::Content(content) => content.first().map_or(SchemaId::ANY, |media| media.schema),
    }
}

/// Reads a value that stands in one piece of text.
pub(super) fn read(
    contract: &Contract,
    written: &Written,
    name: &str,
    raw: &str,
    encoding: Encoding,
) -> Result<Json, Malformed> {
    let reader = Reader { contract, encoding };
    match written {
        Written::Styled { style, explode, schema, .. } => reader.styled(*style, *explode, name, *schema, raw),
        Written::Content(content) => {
            let text = reader.scalar(SchemaId::ANY, raw)?;
            let is_json = content.first().is_some_and(|media| media.media_type.contains("json"));
            match text {
                Json::String(text) if is_json => {
                    serde_json::from_str(&text).map_err(|_| Malformed("is no JSON"))
                }
                text => Ok(text),
            }
        }
    }
}

fn cookie<'h>(cookies: &'h str, name: &str) -> Option<&'h str> {
    // Several headers are joined by commas, several cookies of one by semicolons.
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(given, _)| *given == name).map(|(_, value)| value)
}
