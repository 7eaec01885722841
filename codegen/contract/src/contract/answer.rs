//! Answers of operations.

use std::fmt;

use super::docs::Documentation;
use super::operation::{Media, Origin, Written};
use super::print::Print;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// For which status.
    pub status: Status,
    /// Its headers, sorted by name.
    pub headers: Box<[Header]>,
    /// Its body by media type, sorted; none if empty.
    pub content: Box<[Media]>,
    /// What the document says about it to readers: description, links. Not contract.
    pub documentation: Documentation,
    /// Where it is written.
    pub origin: Origin,
    /// Equal for answers that mean the same on the wire, whatever the status.
    pub class: Print,
    /// Equal if all documentation is the same too.
    pub documented: Print,
}

/// The statuses that an answer is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status.
    Code(u16),
    /// All of a hundred: `2` for `2XX`.
    Range(u8),
    /// All that have no answer of their own.
    Default,
}

impl Status {
    /// Reads the key of a response: `200`, `2XX`, `default`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        match bytes {
            b"default" => Some(Self::Default),
            [b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => Some(Self::Range(bytes[0] - b'0')),
            [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => text.parse().ok().map(Self::Code),
            _ => None,
        }
    }

    /// Whether it tells success.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(hundred) => write!(f, "{hundred}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A header of an answer, or of a part of a form.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name in lower case.
    pub name: Box<str>,
    /// Whether it is always there.
    pub required: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// How its value is written.
    pub value: Written,
    /// What the document says about it to readers. Not contract.
    pub documentation: Documentation,
    /// Where it is written.
    pub origin: Origin,
    /// Equal for headers that mean the same on the wire.
    pub class: Print,
    /// Equal if all documentation is the same too.
    pub documented: Print,
}
