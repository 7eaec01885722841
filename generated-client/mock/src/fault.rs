//! What goes wrong.

use std::time::Duration;

use crate::answer::{Answer, Delivery};

/// One way in which an answer goes wrong.
///
/// Some faults come before the service does anything, some when it has done as it was asked: [`acts`](Self::acts) tells. That is the
/// difference between a request that may be repeated and one that may not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The service does nothing, and answers this.
    Instead(Answer),
    /// The service does nothing, and the connection ends without an answer.
    Refused,
    /// The service does as it was asked, and the connection ends without an answer.
    Lost,
    /// The answer breaks off after so many bytes of its body: the connection ends in order.
    Cut(usize),
    /// The answer breaks off after so many bytes of its body: the connection is reset.
    Reset(usize),
    /// The answer comes in pieces, with a wait before each. The wait is a real one, on the timer of tokio.
    Slow {
        /// Bytes of each piece.
        piece: usize,
        /// The wait before it.
        gap: Duration,
    },
    /// The service does as it was asked, and never answers. The connection stays open until the client ends it.
    Silent,
    /// The answer says that it is of this type.
    ContentType(String),
    /// The service does nothing, and answers what it answered last at this method and path, whatever the query: the page of a list
    /// that was there before. Applied to all requests, that is a list that leads in a circle. Without an answer before, the right
    /// one is given.
    Repeat,
}

impl Fault {
    /// An empty answer of this status, before the service does anything.
    pub fn status(status: u16) -> Self {
        Self::Instead(Answer::empty(status))
    }

    /// 401, for a token that was good until now.
    pub fn unauthorized() -> Self {
        Self::status(401)
    }

    /// 429 with a `Retry-After` in seconds.
    pub fn too_many_requests(retry_after: u32) -> Self {
        Self::Instead(Answer::empty(429).header("Retry-After", retry_after.to_string()))
    }

    /// A redirect: 301, 302, 303, 307 or 308.
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::Instead(Answer::empty(status).header("Location", location))
    }

    /// Whether the service does as it was asked before this goes wrong.
    pub fn acts(&self) -> bool {
        !matches!(self, Self::Instead(_) | Self::Refused | Self::Repeat)
    }

    /// What goes out in place of the right answer; that is `None` if the service does nothing.
    pub(crate) fn spoil(self, right: Option<Answer>) -> Answer {
        let right = right.unwrap_or_else(|| Answer::empty(500));
        match self {
            Self::Instead(answer) => answer,
            Self::Refused | Self::Lost => right.delivered(Delivery::Dropped),
            Self::Cut(after) => right.delivered(Delivery::Cut { after, is_reset: false }),
            Self::Reset(after) => right.delivered(Delivery::Cut { after, is_reset: true }),
            Self::Slow { piece, gap } => right.delivered(Delivery::Slow { piece, gap }),
            Self::Silent => right.delivered(Delivery::Silent),
            Self::ContentType(value) => right.content_type(value),
            Self::Repeat => right,
        }
    }
}

impl Answer {
    /// This answer, gone wrong in this way each time that it is its turn. Faults that are answers of their own replace it.
    #[must_use]
    pub fn with_fault(self, fault: Fault) -> Self {
        fault.spoil(Some(self))
    }
}
