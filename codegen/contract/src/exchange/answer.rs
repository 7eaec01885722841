//! An answer, held against its operation.

use super::body::{self, Body};
use super::members::Use;
use super::request::{read, schema};
use super::rules;
use super::service::Answer;
use super::value::{Checker, Direction};
use super::violation::{At, Violation};
use super::words::{self, Quotes};
use super::written::Encoding;
use super::{Level, headers};
use crate::contract::{Contract, Method, Operation, Status};

/// What is found about one answer.
pub(super) struct Answers<'c> {
    contract: &'c Contract,
    operation: &'c Operation,
    pub(super) uses: Vec<Use>,
    violations: Vec<Violation>,
}

impl<'c> Answers<'c> {
    pub(super) fn new(contract: &'c Contract, operation: &'c Operation) -> Self {
        Self { contract, operation, uses: Vec::new(), violations: Vec::new() }
    }

    pub(super) fn check(&mut self, answer: &Answer<'_>) -> Vec<Violation> {
        let find = |status| self.operation.answers.iter().position(|answer| answer.status == status);
        let hundred = u8::try_from(answer.status / 100).unwrap_or_default();
        let found = find(Status::Code(answer.status))
            .or_else(|| find(Status::Range(hundred)))
            .or_else(|| find(Status::Default));
        match found {
            Some(at) => {
                self.uses.push(Use::Answer(at));
                self.headers(at, answer.headers);
                self.body(at, answer);
            }
            None => self.undocumented(answer.status),
        }
        std::mem::take(&mut self.violations)
    }

    fn undocumented(&mut self, status: u16) {
        let known: Vec<String> =
            self.operation.answers.iter().map(|answer| answer.status.to_string()).collect();
        let message = match &*known {
            [] => format!("{status} is not in the spec, which has none"),
            known => format!("{status} is none of {}", known.join(", ")),
        };
        let mut violation =
            Violation::new(&rules::UNDOCUMENTED_STATUS, Direction::Answer, At::Status, message);
        // What caches and proxies answer in the name of the service.
        let is_conditional = matches!(self.operation.method, Method::Get | Method::Head) && status == 304;
        if is_conditional || matches!(status, 407 | 511) {
            violation.level = Level::Note;
        }
        self.violations.push(violation);
    }

    fn headers(&mut self, at: usize, given: &[(&str, &str)]) {
        let documented = &self.operation.answers[at].headers;
        for header in documented.iter().filter(|header| &*header.name != "content-type") {
            let place = At::Header(header.name.clone());
            let Some(raw) = headers::value(given, &header.name) else {
                if header.required {
                    let message = "is missing";
                    self.violations.push(Violation::new(
                        &rules::MISSING_HEADER,
                        Direction::Answer,
                        place,
                        message,
                    ));
                }
                continue;
            };
            match read(self.contract, &header.value, &header.name, &raw, Encoding::Plain) {
                Ok(value) => {
                    let quotes = if words::is_secret(&header.name) { Quotes::Nothing } else { Quotes::Words };
                    let mut findings = Vec::new();
                    let mut checker = Checker::new(self.contract, Direction::Answer, quotes);
                    checker.check(schema(&header.value), &value, &mut findings);
                    let violation = |finding| Violation::of_value(finding, Direction::Answer, place.clone());
                    self.violations.extend(findings.into_iter().map(violation));
                }
                Err(why) => {
                    let rule = &rules::MALFORMED_PARAMETER;
                    self.violations.push(Violation::new(rule, Direction::Answer, place, why.0));
                }
            }
        }
        for name in headers::names(given) {
            if !headers::is_usual(&name) && documented.iter().all(|header| *header.name != *name) {
                let at = At::Header(words::name(&name).into());
                let message = "is not in the spec";
                self.violations.push(Violation::new(
                    &rules::UNDOCUMENTED_HEADER,
                    Direction::Answer,
                    at,
                    message,
                ));
            }
        }
    }

    fn body(&mut self, at: usize, answer: &Answer<'_>) {
        let content = &self.operation.answers[at].content;
        let (contract, direction) = (self.contract, Direction::Answer);
        let mut body = Body { contract, direction, uses: &mut self.uses, violations: Vec::new() };
        let has_none =
            self.operation.method == Method::Head || matches!(answer.status, 100..=199 | 204 | 205 | 304);
        match body::bytes(answer.body) {
            // A browser shows what its cache has beside a 304.
            _ if has_none => {}
            None if content.is_empty() => {}
            None => body.tell(&rules::UNCHECKED_BODY, "was not recorded as it was sent".to_owned()),
            Some([]) if content.is_empty() => {}
            Some([]) => body.tell(&rules::MISSING_BODY, "is empty".to_owned()),
            Some(bytes) => body.check(content, answer.headers, bytes),
        }
        self.violations.append(&mut body.violations);
    }
}
