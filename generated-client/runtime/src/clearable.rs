//! Fields of an update that can be left alone, cleared, or set.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::options::Argument;

/// What an update does to a field that can be empty.
///
/// In JSON, leaving a field out and sending `null` are two things: the one keeps the value, the other
/// takes it away. A setter takes a value, or `None` to take the value away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Clearable<T> {
    /// Leaves the value as it is: the field is not sent.
    #[default]
    Keep,
    /// Takes the value away: the field is sent as `null`.
    Clear,
    /// Sets the value.
    Set(T),
}

impl<T> Clearable<T> {
    /// Whether the field is left out.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The value that is set, if one is.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T> From<T> for Clearable<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl<T> From<Option<T>> for Clearable<T> {
    /// `None` clears.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}

impl<T> Argument<Clearable<T>> for T {
    fn into_value(self) -> Clearable<T> {
        Clearable::Set(self)
    }
}

impl<T> Argument<Clearable<T>> for Option<T> {
    fn into_value(self) -> Clearable<T> {
        self.into()
    }
}

impl Argument<Clearable<String>> for &str {
    fn into_value(self) -> Clearable<String> {
        Clearable::Set(self.to_owned())
    }
}

impl<T: Serialize> Serialize for Clearable<T> {
    /// A field that is kept must be left out by the struct around it; alone it is `null`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Clearable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}
