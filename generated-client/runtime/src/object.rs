//! Objects: structs that can get new fields without breaking who uses them.

use crate::field::Field;
use crate::options::Argument;

/// A field that is left out of JSON in one of its states.
#[doc(hidden)]
pub trait __Optional {
    /// Whether it is left out.
    fn is_absent(&self) -> bool;
}

impl<T> __Optional for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> __Optional for Field<T> {
    fn is_absent(&self) -> bool {
        self.is_absent()
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

/// Defines an object: a struct with a constructor for what is required and a setter for each field.
///
/// - `required` fields are the arguments of `new`, in this order.
/// - `optional` ones are an `Option` where JSON has a value or nothing, or a [`Field`] where it has `null` as well.
/// - `constant` ones can have one value only; `new` fills it in.
/// - `rest` is a map for all members of the JSON object that have no field of their own.
///
/// What is decoded is encoded as it came: what is missing, `null` and empty stay three things.
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
                $($(#[$optional_attribute:meta])* $optional:ident: $($container:ident)::+<$optional_type:ty> = $optional_wire:literal,)*
            })?
            $(constant {
                $($(#[$constant_attribute:meta])* $constant:ident: $constant_type:ident = $constant_wire:literal as $value:ident,)*
            })?
            $(rest {
                $(#[$rest_attribute:meta])* $rest:ident: $rest_type:ty,
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
                    skip_serializing_if = "::game_achievements_runtime::__Optional::is_absent"
                )]
                pub $optional: $($container)::+<$optional_type>,
            )*)?
            $($(
                $(#[$constant_attribute])*
                #[serde(rename = $constant_wire)]
                pub $constant: $constant_type,
            )*)?
            $(
                $(#[$rest_attribute])*
                #[serde(flatten)]
                pub $rest: $rest_type,
            )?
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
                    $($rest: ::core::default::Default::default(),)?
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
                $crate::__setter!($($container)::+ [$optional] [$optional_type] [$(#[$optional_attribute])*]);
            )*)?
            $($(
                $(#[$constant_attribute])*
                #[must_use]
                pub fn $constant(mut self, value: impl $crate::Argument<$constant_type>) -> Self {
                    self.$constant = $crate::Argument::into_value(value);
                    self
                }
            )*)?
            $(
                $(#[$rest_attribute])*
                #[must_use]
                pub fn $rest(mut self, value: impl $crate::Argument<$rest_type>) -> Self {
                    self.$rest = $crate::Argument::into_value(value);
                    self
                }
            )?
        }

        $crate::__default!($name [$($($required)*)?]);
    };
}

/// The setter of an optional field.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    (Option [$field:ident] [$type:ty] [$($attribute:tt)*]) => {
        $($attribute)*
        #[must_use]
        pub fn $field(mut self, value: impl $crate::Argument<$type>) -> Self {
            self.$field = ::core::option::Option::Some($crate::Argument::into_value(value));
            self
        }
    };
    ($($container:ident)::+ [$field:ident] [$type:ty] [$($attribute:tt)*]) => {
        $($attribute)*
        #[must_use]
        pub fn $field(mut self, value: impl $crate::Argument<$($container)::+<$type>>) -> Self {
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
#[allow(dead_code, unreachable_pub, reason = "macros make more than the tests need")]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    crate::open_enum! {
        /// A tag.
        enum ThingsType {
            Things = "things",
            ..Unknown
        }
    }

    object! {
        /// A thing.
        struct Thing {
            required {
                /// Its id.
                id: String = "id",
            }
            optional {
                aliases: Field<Vec<String>> = "aliases",
                kin: Field<Box<Thing>> = "kin",
                long_name: Field<String> = "longName",
                part: Option<Box<Thing>> = "part",
                points: crate::Field<i64> = "points",
                sizes: Option<BTreeMap<String, u32>> = "sizes",
                tags: Option<Vec<String>> = "tags",
            }
            constant {
                type_: ThingsType = "type" as Things,
            }
        }
    }

    object! {
        /// Nothing is required.
        struct Update {
            optional {
                name: Option<String> = "name",
            }
        }
    }

    object! {
        /// What is required can be null.
        struct Link {
            required {
                data: Option<Vec<u32>> = "data",
            }
        }
    }

    object! {
        /// More than it lists.
        struct Labels {
            required {
                id: String = "id",
            }
            optional {
                name: Field<String> = "name",
            }
            rest {
                /// All other labels.
                others: BTreeMap<String, Option<u32>>,
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
            .kin(Thing::new("4"))
            .long_name("One")
            .part(Thing::new("2".to_owned()))
            .points(5)
            .sizes(BTreeMap::from([("x".to_owned(), 1)]))
            .tags(["c"])
            .id("3");
        assert_eq!(
            json(&thing),
            r#"{"id":"3","aliases":["a","b"],"kin":{"id":"4","type":"things"},"longName":"One","part":{"id":"2","type":"things"},"points":5,"sizes":{"x":1},"tags":["c"],"type":"things"}"#
        );
        assert_eq!(serde_json::from_str::<Thing>(&json(&thing)).unwrap(), thing);
        for aliases in [thing.clone().aliases(vec!["x".to_owned()]), thing.aliases(&["x".to_owned()][..])] {
            assert_eq!(aliases.aliases.as_slice(), ["x"]);
        }
    }

    #[test]
    fn absent_null_and_value_are_three_things() {
        let thing = Thing::new("1");
        assert_eq!(json(&thing.clone().points(None)), r#"{"id":"1","points":null,"type":"things"}"#);
        assert_eq!(json(&thing.clone().points(Some(1))), json(&thing.clone().points(1)));
        assert_eq!(json(&thing.clone().aliases(Field::Null).long_name(None)), {
            r#"{"id":"1","aliases":null,"longName":null,"type":"things"}"#
        });
        for points in [Field::Absent, Field::Null, Field::Value(7)] {
            let thing = thing.clone().points(points);
            assert_eq!(serde_json::from_str::<Thing>(&json(&thing)).unwrap(), thing);
        }
    }

    #[test]
    fn a_list_that_is_empty_null_or_missing_is_encoded_as_it_came() {
        for text in [
            r#"{"id":"1","aliases":null,"type":"things"}"#,
            r#"{"id":"1","aliases":[],"tags":[],"type":"things"}"#,
            r#"{"id":"1","sizes":{},"type":"things"}"#,
            r#"{"id":"1","type":"things"}"#,
        ] {
            assert_eq!(json(&serde_json::from_str::<Thing>(text).unwrap()), text);
        }
    }

    #[test]
    fn a_null_that_nobody_expects_counts_as_missing() {
        let thing: Thing =
            serde_json::from_str(r#"{"id":"1","type":"things","tags":null,"sizes":null,"part":null}"#)
                .unwrap();
        assert_eq!(thing, Thing::new("1"));
    }

    #[test]
    fn what_is_required_must_be_there() {
        let error = serde_json::from_str::<Thing>(r#"{"type":"things"}"#).unwrap_err();
        assert!(error.to_string().starts_with("missing field `id`"), "{error}");
        assert_eq!(json(&Link::new(None)), r#"{"data":null}"#);
        assert_eq!(json(&Link::new(vec![1])), r#"{"data":[1]}"#);
        assert_eq!(serde_json::from_str::<Link>(r#"{"data":null}"#).unwrap(), Link::new(None));
    }

    #[test]
    fn members_without_a_field_are_kept() {
        let text = r#"{"id":"1","name":null,"a":null,"b":2}"#;
        let labels: Labels = serde_json::from_str(text).unwrap();
        assert_eq!(labels.others, BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(2))]));
        assert_eq!(json(&labels), text);
        let made = Labels::new("1").name(Field::Null).others(labels.others.clone());
        assert_eq!(made, labels);
    }
}
