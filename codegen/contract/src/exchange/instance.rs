//! JSON values of two makes, seen alike: those of a document, which know their place, and those of `serde_json`.

use serde_json::{Number, Value as Json};

use crate::problem::Position;
use crate::source::{Node, Value};

/// A JSON value that can be held against a schema.
pub trait Instance: Sized {
    /// What it is.
    fn view(&self) -> View<'_, Self>;

    /// A member of an object; `None` if this is no object or has no such member.
    fn member(&self, name: &str) -> Option<&Self>;

    /// The members of an object; none if this is no object.
    fn members(&self) -> impl Iterator<Item = (&str, &Self)>;

    /// How many members it has.
    fn member_count(&self) -> usize;

    /// The value as plain JSON.
    fn to_json(&self) -> Json;

    /// Where it stands in its file, if it knows.
    fn position(&self) -> Option<Position>;
}

/// The kinds of JSON values.
#[derive(Debug)]
pub enum View<'v, V> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(&'v Number),
    /// A text.
    String(&'v str),
    /// A sequence.
    Array(&'v [V]),
    /// A mapping; its members are those of [`Instance::members`].
    Object,
}

impl Instance for Node {
    fn view(&self) -> View<'_, Self> {
        match &self.value {
            Value::Null => View::Null,
            Value::Bool(value) => View::Bool(*value),
            Value::Number(number) => View::Number(number),
            Value::String(text) => View::String(text),
            Value::Array(elements) => View::Array(elements),
            Value::Object(_) => View::Object,
        }
    }

    fn member(&self, name: &str) -> Option<&Self> {
        self.get(name)
    }

    fn members(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.as_object().into_iter().flatten().map(|entry| (&*entry.key, &entry.node))
    }

    fn member_count(&self) -> usize {
        self.as_object().map_or(0, |object| object.len())
    }

    fn to_json(&self) -> Json {
        Self::to_json(self)
    }

    fn position(&self) -> Option<Position> {
        Some(self.position)
    }
}

impl Instance for Json {
    fn view(&self) -> View<'_, Self> {
        match self {
            Self::Null => View::Null,
            Self::Bool(value) => View::Bool(*value),
            Self::Number(number) => View::Number(number),
            Self::String(text) => View::String(text),
            Self::Array(elements) => View::Array(elements),
            Self::Object(_) => View::Object,
        }
    }

    fn member(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    fn members(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    fn member_count(&self) -> usize {
        self.as_object().map_or(0, serde_json::Map::len)
    }

    fn to_json(&self) -> Self {
        self.clone()
    }

    fn position(&self) -> Option<Position> {
        None
    }
}
