//! What fields of objects have in common: whether they are there, what their setters take, what of them is printed.

use std::fmt;

use crate::field::Field;
use crate::options::Argument;

/// A field that is left out of JSON in one of its states.
#[doc(hidden)]
pub trait __Optional {
    /// What JSON has where it is not left out.
    type Present;

    /// Whether it is left out.
    fn is_absent(&self) -> bool;
}

impl<T> __Optional for Option<T> {
    type Present = T;

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> __Optional for Field<T> {
    type Present = Option<T>;

    fn is_absent(&self) -> bool {
        self.is_absent()
    }
}

/// Writes an object as derived code does.
#[doc(hidden)]
pub fn __debug(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    fields: &[&str],
    values: &[&dyn fmt::Debug],
) -> fmt::Result {
    let mut object = f.debug_struct(name);
    for (field, value) in fields.iter().zip(values) {
        object.field(field, value);
    }
    object.finish()
}

/// Stands in `Debug` for what is not to be printed.
#[doc(hidden)]
pub struct __Hidden;

impl fmt::Debug for __Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// What `Debug` shows of an optional field that is not to be printed: only whether it is there.
#[doc(hidden)]
pub fn __hidden<T: __Optional + fmt::Debug>(field: &T) -> &dyn fmt::Debug {
    if field.is_absent() { field } else { &__Hidden }
}

impl<T, const N: usize> Argument<Vec<T>> for [T; N] {
    fn into_value(self) -> Vec<T> {
        self.into()
    }
}

impl<T: Clone> Argument<Vec<T>> for &[T] {
    fn into_value(self) -> Vec<T> {
        self.to_vec()
    }
}

impl<const N: usize> Argument<Vec<String>> for [&str; N] {
    fn into_value(self) -> Vec<String> {
        self.map(str::to_owned).into()
    }
}

impl<T> Argument<Box<T>> for T {
    fn into_value(self) -> Box<T> {
        Box::new(self)
    }
}

impl<T> Argument<Option<T>> for T {
    fn into_value(self) -> Option<T> {
        Some(self)
    }
}

impl<T> Argument<Option<Box<T>>> for T {
    fn into_value(self) -> Option<Box<T>> {
        Some(Box::new(self))
    }
}

impl Argument<Option<String>> for &str {
    fn into_value(self) -> Option<String> {
        Some(self.to_owned())
    }
}
