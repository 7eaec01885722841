//! A violation: what an exchange does that its contract does not say.

use std::fmt;

use super::Direction;
use super::rules::{self, Level, Rule};
use super::value::{Finding, Token};
use super::words;
use crate::contract::{Location, SchemaId};

/// Something about a request or an answer that the contract does not say.
///
/// Messages never quote headers of credentials or cookies, and other texts only where they look like words: what they are
/// made from may be a secret, or somebody's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What is violated.
    pub rule: &'static Rule,
    /// How much it weighs here.
    pub level: Level,
    /// On which way.
    pub direction: Direction,
    /// Where in the request or the answer.
    pub at: At,
    /// The schema that the value there violates; `None` where no value does.
    pub schema: Option<SchemaId>,
    /// What is wrong, in one line.
    pub message: String,
}

impl Violation {
    pub(super) fn new(rule: &'static Rule, direction: Direction, at: At, message: impl Into<String>) -> Self {
        let level = match direction {
            Direction::Request => rule.request,
            Direction::Answer => rule.answer,
        };
        Self { rule, level, direction, at, schema: None, message: message.into() }
    }

    /// What was found about the value at a place.
    pub(super) fn of_value(finding: Finding, direction: Direction, at: At) -> Self {
        let rule = rules::of_keyword(finding.rule, &finding.message);
        let schema = Some(finding.schema);
        let (at, message) = match at {
            At::Body(mut tokens) => {
                tokens.extend(finding.tokens);
                (At::Body(tokens), finding.message)
            }
            at => (at, finding.to_string()),
        };
        Self { schema, ..Self::new(rule, direction, at, message) }
    }
}

impl fmt::Display for Violation {
    /// `query parameter limit: must be an integer, this is a string [wrong-type]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.at, self.message, self.rule.id)
    }
}

/// Where in a request or an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// The operation that is called.
    Operation,
    /// A parameter of the request, by its documented name.
    Parameter(Location, Box<str>),
    /// A header of the answer, or one of the request that is no parameter. In lower case.
    Header(Box<str>),
    /// The status of the answer.
    Status,
    /// The body, or a part of it.
    Body(Vec<Token>),
}

impl At {
    /// The part of a body as a JSON pointer: `/data/attributes/points`. `None` if this is in no body.
    ///
    /// Names of members are as they were sent, whatever they are.
    pub fn pointer(&self) -> Option<String> {
        match self {
            Self::Body(tokens) => Some(pointer(tokens, |at| at.to_string(), str::to_owned)),
            _ => None,
        }
    }

    /// The place in words, with `*` for the index of any element: what repeated violations have in common.
    pub fn of_any_element(&self) -> String {
        match self {
            Self::Body(tokens) => in_body(&pointer(tokens, |_| "*".to_owned(), words::name)),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for At {
    /// `query parameter limit`, `body /data/0/id`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation => f.write_str("operation"),
            Self::Parameter(Location::Header, name) | Self::Header(name) => write!(f, "header {name}"),
            Self::Parameter(location, name) => write!(f, "{location} parameter {name}"),
            Self::Status => f.write_str("status"),
            Self::Body(tokens) => f.write_str(&in_body(&pointer(tokens, |at| at.to_string(), words::name))),
        }
    }
}

fn in_body(pointer: &str) -> String {
    if pointer.is_empty() { "body".to_owned() } else { format!("body {pointer}") }
}

fn pointer(tokens: &[Token], element: impl Fn(usize) -> String, member: impl Fn(&str) -> String) -> String {
    tokens.iter().fold(String::new(), |pointer, token| match token {
        Token::Member(name) => crate::contract::below(&pointer, &member(name)).into(),
        Token::Element(at) => format!("{pointer}/{}", element(*at)),
    })
}
