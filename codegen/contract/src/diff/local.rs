//! What differs in two things themselves, before it is known who reaches them.

use super::rules::Rule;
use crate::contract::{Contract, Origin, Property, SchemaId, below};
use crate::problem::Position;

/// Who sends: bits, as several may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Directions(pub(super) u8);

impl Directions {
    pub(super) const NONE: Self = Self(0);
    /// The client sends it.
    pub(super) const REQUEST: Self = Self(1);
    /// The service sends it.
    pub(super) const ANSWER: Self = Self(2);
    /// Nobody does: a read-only member of a request.
    pub(super) const UNSEEN: Self = Self(4);
    pub(super) const EACH: [Self; 3] = [Self::REQUEST, Self::ANSWER, Self::UNSEEN];

    pub(super) const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// In a callback it is the other side that sends: `user` is who sends the requests.
    pub(super) fn seen_from(self, user: Self) -> Self {
        if user == Self::ANSWER { Turn::SWAP.apply(self) } else { self }
    }
}

/// Who sends what stands in something, given who sends that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Turn {
    request: Directions,
    answer: Directions,
}

impl Turn {
    pub(super) const SAME: Self = Self { request: Directions::REQUEST, answer: Directions::ANSWER };
    pub(super) const SWAP: Self = Self { request: Directions::ANSWER, answer: Directions::REQUEST };

    /// What is carried in requests and in answers only if that is so.
    pub(super) fn carried(in_requests: bool, in_answers: bool) -> Self {
        Self {
            request: if in_requests { Directions::REQUEST } else { Directions::UNSEEN },
            answer: if in_answers { Directions::ANSWER } else { Directions::UNSEEN },
        }
    }

    pub(super) fn apply(self, directions: Directions) -> Directions {
        let mut turned = directions.0 & Directions::UNSEEN.0;
        if directions.contains(Directions::REQUEST) {
            turned |= self.request.0;
        }
        if directions.contains(Directions::ANSWER) {
            turned |= self.answer.0;
        }
        Directions(turned)
    }
}

/// How two schemas stand where they do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Context {
    /// Scalars are written as text, without a sign of their type.
    pub(super) text: bool,
    /// The text is all that there is: any content is a text.
    pub(super) whole: bool,
    /// It is the value of a parameter itself.
    pub(super) parameter: bool,
    /// It is the value of a property, whose pair tells of `readOnly` and `writeOnly`.
    pub(super) property: bool,
    /// It is held against a member of a union, whose holder tells of null and the like.
    pub(super) inner: bool,
}

impl Context {
    /// That of the children.
    pub(super) fn below(self) -> Self {
        Self { text: self.text, ..Self::default() }
    }
}

/// A change, before it is known who reaches it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) rule: &'static Rule,
    /// Which aspect of its place changed. A place has one row for each.
    pub(super) aspect: Box<str>,
    pub(super) old_site: Option<Site>,
    pub(super) new_site: Option<Site>,
    pub(super) turn: Turn,
    pub(super) old: Option<Box<str>>,
    pub(super) new: Option<Box<str>>,
    pub(super) message: Box<str>,
}

impl Row {
    pub(super) fn new(
        rule: &'static Rule,
        aspect: impl Into<Box<str>>,
        message: impl Into<Box<str>>,
    ) -> Self {
        Self {
            rule,
            aspect: aspect.into(),
            old_site: None,
            new_site: None,
            turn: Turn::SAME,
            old: None,
            new: None,
            message: message.into(),
        }
    }

    /// A row at two places.
    pub(super) fn at(mut self, old: Option<Site>, new: Option<Site>) -> Self {
        (self.old_site, self.new_site) = (old, new);
        self
    }

    /// A row that says what it was and what it is.
    pub(super) fn values(mut self, old: Option<String>, new: Option<String>) -> Self {
        (self.old, self.new) = (old.map(Into::into), new.map(Into::into));
        self
    }

    pub(super) fn turned(mut self, turn: Turn) -> Self {
        self.turn = turn;
        self
    }

    /// Whether it tells the same as another, perhaps at another place.
    pub(super) fn tells(&self, other: &Self) -> bool {
        std::ptr::eq(self.rule, other.rule)
            && self.aspect == other.aspect
            && self.old == other.old
            && self.new == other.new
    }
}

/// A place in one of the two documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Site {
    pub(super) pointer: Box<str>,
    pub(super) position: Position,
}

impl Site {
    /// `None` for the schema that no document writes.
    pub(super) fn schema(contract: &Contract, id: SchemaId) -> Option<Self> {
        let position = contract.schema(id).origin.position;
        (id != SchemaId::ANY).then(|| Self { pointer: contract.pointer(id).into(), position })
    }

    pub(super) fn property(contract: &Contract, holder: SchemaId, property: &Property) -> Self {
        let properties = below(&contract.pointer(holder), "properties");
        Self { pointer: below(&properties, &property.name), position: property.position }
    }
}

impl From<&Origin> for Site {
    fn from(origin: &Origin) -> Self {
        Self { pointer: origin.pointer.clone(), position: origin.position }
    }
}

/// What differs in two schemas themselves.
#[derive(Default)]
pub(super) struct Local {
    pub(super) rows: Vec<Row>,
    /// The pairs of their children that may differ.
    pub(super) children: Vec<Child>,
}

/// Two schemas that stand in two others.
pub(super) struct Child {
    pub(super) turn: Turn,
    pub(super) old: SchemaId,
    pub(super) new: SchemaId,
    pub(super) context: Context,
}
