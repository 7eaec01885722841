//! Objects: structs that can get new fields without breaking who uses them.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer};

use crate::clearable::Clearable;
use crate::options::Argument;

/// A field that need not be there.
#[doc(hidden)]
pub trait __Field: Sized {
    /// Whether it is left out.
    fn is_absent(&self) -> bool;

    /// Decodes a value; a `null` is what the type has for it.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>
    where
        Self: Deserialize<'de>;
}

impl<T> __Field for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>
    where
        Self: Deserialize<'de>,
    {
        Self::deserialize(deserializer)
    }
}

impl<T> __Field for Clearable<T> {
    fn is_absent(&self) -> bool {
        self.is_keep()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>
    where
        Self: Deserialize<'de>,
    {
        Self::deserialize(deserializer)
    }
}

impl<T> __Field for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>
    where
        Self: Deserialize<'de>,
    {
        Option::deserialize(deserializer).map(Option::unwrap_or_default)
    }
}

impl<V> __Field for BTreeMap<String, V> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>
    where
        Self: Deserialize<'de>,
    {
        Option::deserialize(deserializer).map(Option::unwrap_or_default)
    }
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

impl<T> Argument<Box<T>> for T {
    fn into_value(self) -> Box<T> {
        Box::new(self)
    }
}

/// Defines an object: a struct with a constructor for what is required and a setter for each field.
///
/// - `required` fields are the arguments of `new`, in this order.
/// - `optional` ones are an `Option`, a [`Clearable`], or a `Vec` or `BTreeMap` that is left out when empty and empty when
///   it is missing or `null`.
/// - `constant` ones can have one value only; `new` fills it in.
///
/// Each field states its name in JSON. The struct is `#[non_exhaustive]`: new fields break nobody.
///
/// ```
/// # use game_achievements_runtime as runtime;
/// runtime::open_enum! {
///     /// A tag.
///     pub enum ThingsType {
///         Things = "things",
///         ..Unknown
///     }
/// }
///
/// runtime::object! {
///     /// A thing.
///     pub struct Thing {
///         required {
///             id: String = "id",
///         }
///         optional {
///             long_name: Option<String> = "longName",
///         }
///         constant {
///             type_: ThingsType = "type" as Things,
///         }
///     }
/// }
///
/// let thing = Thing::new("1").long_name("One");
/// assert_eq!(runtime::serde_json::to_string(&thing)?, r#"{"id":"1","longName":"One","type":"things"}"#);
/// # Ok::<(), runtime::serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident {
            $(required {
                $($(#[$required_attribute:meta])* $required:ident: $required_type:ty = $required_wire:literal,)*
            })?
            $(optional {
                $($(#[$optional_attribute:meta])* $optional:ident: $container:ident<$($optional_type:ty),+> = $optional_wire:literal,)*
            })?
            $(constant {
                $($(#[$constant_attribute:meta])* $constant:ident: $constant_type:ident = $constant_wire:literal as $value:ident,)*
            })?
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, $crate::serde::Serialize, $crate::serde::Deserialize)]
        #[serde(crate = "::game_achievements_runtime::serde")]
        #[non_exhaustive]
        $visibility struct $name {
            $($(
                $(#[$required_attribute])*
                #[serde(rename = $required_wire)]
                pub $required: $required_type,
            )*)?
            $($(
                $(#[$optional_attribute])*
                #[serde(
                    rename = $optional_wire,
                    default,
                    skip_serializing_if = "::game_achievements_runtime::__Field::is_absent",
                    deserialize_with = "::game_achievements_runtime::__Field::read"
                )]
                pub $optional: $container<$($optional_type),+>,
            )*)?
            $($(
                $(#[$constant_attribute])*
                #[serde(rename = $constant_wire)]
                pub $constant: $constant_type,
            )*)?
        }

        #[allow(deprecated, reason = "what makes a deprecated field or value has to name it")]
        #[allow(
            clippy::should_implement_trait,
            clippy::too_many_arguments,
            clippy::wrong_self_convention,
            reason = "names and numbers of fields are the provider's"
        )]
        impl $name {
            /// Makes one of what is required; all else is left out.
            #[must_use]
            pub fn new($($($required: impl $crate::Argument<$required_type>,)*)?) -> Self {
                Self {
                    $($($required: $crate::Argument::into_value($required),)*)?
                    $($($optional: ::core::default::Default::default(),)*)?
                    $($($constant: $constant_type::$value,)*)?
                }
            }

            $($(
                $(#[$required_attribute])*
                #[must_use]
                pub fn $required(mut self, value: impl $crate::Argument<$required_type>) -> Self {
                    self.$required = $crate::Argument::into_value(value);
                    self
                }
            )*)?
            $($(
                $crate::__setter!($container $optional [$($optional_type),+] [$(#[$optional_attribute])*]);
            )*)?
            $($(
                $(#[$constant_attribute])*
                #[must_use]
                pub fn $constant(mut self, value: impl $crate::Argument<$constant_type>) -> Self {
                    self.$constant = $crate::Argument::into_value(value);
                    self
                }
            )*)?
        }

        $crate::__default!($name [$($($required)*)?]);
    };
}

/// The setter of an optional field.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    (Option $field:ident [$type:ty] [$($attribute:tt)*]) => {
        $($attribute)*
        #[must_use]
        pub fn $field(mut self, value: impl $crate::Argument<$type>) -> Self {
            self.$field = ::core::option::Option::Some($crate::Argument::into_value(value));
            self
        }
    };
    (Vec $field:ident [$type:ty] [$($attribute:tt)*]) => {
        $($attribute)*
        #[must_use]
        pub fn $field(
            mut self,
            values: impl ::core::iter::IntoIterator<Item = impl $crate::Argument<$type>>,
        ) -> Self {
            self.$field = ::core::iter::Iterator::collect(::core::iter::Iterator::map(
                ::core::iter::IntoIterator::into_iter(values),
                |value| $crate::Argument::<$type>::into_value(value),
            ));
            self
        }
    };
    ($container:ident $field:ident [$($type:ty),+] [$($attribute:tt)*]) => {
        $($attribute)*
        #[must_use]
        pub fn $field(mut self, value: impl $crate::Argument<$container<$($type),+>>) -> Self {
            self.$field = $crate::Argument::into_value(value);
            self
        }
    };
}

/// `Default` for what has nothing required.
#[doc(hidden)]
#[macro_export]
macro_rules! __default {
    ($name:ident []) => {
        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
    ($name:ident [$($required:ident)+]) => {};
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::open_enum! {
        /// A tag.
        pub enum ThingsType {
            Things = "things",
            ..Unknown
        }
    }

    object! {
        /// A thing.
        pub struct Thing {
            required {
                /// Its id.
                id: String = "id",
            }
            optional {
                aliases: Vec<String> = "aliases",
                long_name: Clearable<String> = "longName",
                part: Option<Box<Thing>> = "part",
                points: Clearable<i64> = "points",
                sizes: BTreeMap<String, u32> = "sizes",
                tags: Option<Vec<String>> = "tags",
            }
            constant {
                type_: ThingsType = "type" as Things,
            }
        }
    }

    object! {
        /// Nothing is required.
        pub struct Update {
            optional {
                name: Option<String> = "name",
            }
        }
    }

    fn json(value: &impl serde::Serialize) -> String {
        serde_json::to_string(value).unwrap()
    }

    #[test]
    fn what_is_not_set_is_not_sent() {
        assert_eq!(json(&Thing::new("1")), r#"{"id":"1","type":"things"}"#);
        assert_eq!(json(&Update::default()), "{}");
        assert_eq!(json(&Update::new().name("x")), r#"{"name":"x"}"#);
    }

    #[test]
    fn setters_take_what_is_at_hand() {
        let thing = Thing::new("1")
            .aliases(["a", "b"])
            .long_name("One")
            .part(Thing::new("2".to_owned()))
            .points(5)
            .sizes(BTreeMap::from([("x".to_owned(), 1)]))
            .tags([])
            .id("3");
        assert_eq!(
            json(&thing),
            r#"{"id":"3","aliases":["a","b"],"longName":"One","part":{"id":"2","type":"things"},"points":5,"sizes":{"x":1},"tags":[],"type":"things"}"#
        );
        assert_eq!(serde_json::from_str::<Thing>(&json(&thing)).unwrap(), thing);
    }

    #[test]
    fn absent_null_and_value_are_three_things() {
        let thing = Thing::new("1");
        assert_eq!(json(&thing.clone().points(None)), r#"{"id":"1","points":null,"type":"things"}"#);
        assert_eq!(json(&thing.clone().points(Some(1))), json(&thing.clone().points(1)));
        for points in [Clearable::Keep, Clearable::Clear, Clearable::Set(7)] {
            let thing = thing.clone().points(points);
            assert_eq!(serde_json::from_str::<Thing>(&json(&thing)).unwrap(), thing);
        }
    }

    #[test]
    fn a_list_that_is_null_is_empty() {
        let thing: Thing =
            serde_json::from_str(r#"{"id":"1","type":"things","aliases":null,"sizes":null,"part":null}"#)
                .unwrap();
        assert_eq!(thing, Thing::new("1"));
    }

    #[test]
    fn what_is_required_must_be_there() {
        let error = serde_json::from_str::<Thing>(r#"{"type":"things"}"#).unwrap_err();
        assert!(error.to_string().starts_with("missing field `id`"), "{error}");
    }
}
