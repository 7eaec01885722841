//! Fields that can be missing, null, or have a value.

use std::ops::Deref;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::options::Argument;

/// A field of an object that may be left out, and may be `null` where it is there.
///
/// In JSON these are two things. In an update, a field that is left out keeps its value, and `null` takes the value away.
/// In an answer, a field that is left out was not asked for or says nothing, and `null` says that there is no value.
/// What is decoded is encoded as it came.
///
/// A setter takes a value, or `Field::Null` (or `None`) for `null`. [`value`](Self::value) reads what is there.
///
/// ```
/// # use game_achievements_runtime as runtime;
/// use runtime::Field;
///
/// runtime::object! {
///     /// What to change.
///     pub struct Update {
///         optional {
///             name: runtime::Field<String> = "name",
///             tags: runtime::Field<Vec<String>> = "tags",
///         }
///     }
/// }
///
/// let update = Update::new().name("One").tags(Field::Null);
/// assert_eq!(runtime::serde_json::to_string(&update)?, r#"{"name":"One","tags":null}"#);
/// assert_eq!(update.name.as_deref(), Some("One"));
/// assert!(update.tags.as_slice().is_empty());
/// assert!(Update::new().tags.is_absent());
/// # Ok::<(), runtime::serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth state")]
pub enum Field<T> {
    /// It is not there.
    #[default]
    Absent,
    /// It is there, and `null`.
    Null,
    /// It is there with a value.
    Value(T),
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// What the value leads to, if there is one: the `&str` of a `String`.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.value().map(Deref::deref)
    }

    /// Whether it is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether it is there and `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Changes the value, if there is one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(change(value)),
        }
    }
}

impl<T> Field<Vec<T>> {
    /// The elements; none if the list is missing or null.
    pub fn as_slice(&self) -> &[T] {
        self.value().map_or(&[], Vec::as_slice)
    }

    /// Goes over the elements; over none if the list is missing or null.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.as_slice().iter()
    }
}

impl<'a, T> IntoIterator for &'a Field<Vec<T>> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Field<T> {
    /// `None` is `null`.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> Argument<Field<T>> for T {
    fn into_value(self) -> Field<T> {
        Field::Value(self)
    }
}

impl<T> Argument<Field<T>> for Option<T> {
    fn into_value(self) -> Field<T> {
        self.into()
    }
}

impl<T> Argument<Field<Box<T>>> for T {
    fn into_value(self) -> Field<Box<T>> {
        Field::Value(Box::new(self))
    }
}

impl Argument<Field<String>> for &str {
    fn into_value(self) -> Field<String> {
        Field::Value(self.to_owned())
    }
}

impl Argument<Field<String>> for &String {
    fn into_value(self) -> Field<String> {
        Field::Value(self.clone())
    }
}

impl<T, const N: usize> Argument<Field<Vec<T>>> for [T; N] {
    fn into_value(self) -> Field<Vec<T>> {
        Field::Value(self.into())
    }
}

impl<T: Clone> Argument<Field<Vec<T>>> for &[T] {
    fn into_value(self) -> Field<Vec<T>> {
        Field::Value(self.to_vec())
    }
}

impl<const N: usize> Argument<Field<Vec<String>>> for [&str; N] {
    fn into_value(self) -> Field<Vec<String>> {
        Field::Value(self.map(str::to_owned).into())
    }
}

impl<T: Serialize> Serialize for Field<T> {
    /// A field that is not there must be left out by the struct around it; alone it is `null`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_whatever_it_is_wrapped_in() {
        let name = Field::from("One".to_owned());
        assert_eq!(name.as_deref(), Some("One"));
        assert_eq!(name.value().map(String::len), Some(3));
        assert_eq!(name.map(|name| name.len()), Field::Value(3));
        assert_eq!(Field::from(Some(1)).into_value(), Some(1));
        assert!(Field::<u32>::from(None).is_null());
        assert!(Field::<u32>::default().is_absent());
    }

    #[test]
    fn a_list_that_is_not_there_is_read_as_empty() {
        for list in [Field::Absent, Field::Null, Field::Value(Vec::<u32>::new())] {
            assert!(list.as_slice().is_empty());
            assert_eq!((&list).into_iter().count(), 0);
        }
        assert_eq!(Field::Value(vec![1, 2]).iter().sum::<i32>(), 3);
    }
}
