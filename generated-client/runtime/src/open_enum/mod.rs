//! Enums of texts: open where a service may send values that nobody has listed, closed where not.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

/// The text of a value that the open enum `E` does not list.
///
/// Only reading an `E` makes one, and only of what is not listed: a listed value can never hide in here. That which one enum does
/// not list is of no use to another, which may list it:
///
/// ```compile_fail,E0308
/// # game_achievements_runtime::open_enum! { pub enum Colour { Red = "RED", ..Unknown } }
/// # game_achievements_runtime::open_enum! { pub enum Light { Green = "GREEN", ..Unknown } }
/// if let Colour::Unknown(value) = Colour::from("GREEN") {
///     let light = Light::Unknown(value);
/// }
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue<E> {
    text: Box<str>,
    of: PhantomData<fn() -> E>,
}

impl<E> UnknownValue<E> {
    /// The text as it was sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<E> AsRef<str> for UnknownValue<E> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<E> fmt::Debug for UnknownValue<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<E> fmt::Display for UnknownValue<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// An enum that keeps values which it does not list.
#[doc(hidden)]
pub trait __OpenEnum: Sized {
    /// The listed value of a text.
    fn listed(text: &str) -> Option<Self>;

    /// What keeps a value that is not listed.
    fn unlisted(value: UnknownValue<Self>) -> Self;
}

/// The value of a text, listed or not.
#[doc(hidden)]
pub fn __open_value<E: __OpenEnum>(text: &str) -> E {
    match E::listed(text) {
        Some(value) => value,
        None => E::unlisted(UnknownValue { text: text.into(), of: PhantomData }),
    }
}

/// A text that is no value of a closed enum.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is no {name}")]
pub struct NoSuchValue {
    name: &'static str,
    value: Box<str>,
}

impl NoSuchValue {
    #[doc(hidden)]
    pub fn __new(name: &'static str, value: &str) -> Self {
        Self { name, value: value.into() }
    }
}

/// Decodes a text and turns it into a value, without a copy where the input allows.
#[doc(hidden)]
pub fn __decode_text<'de, D, T>(
    deserializer: D,
    expecting: &'static str,
    parse: fn(&str) -> Result<T, NoSuchValue>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    struct Text<T> {
        expecting: &'static str,
        parse: fn(&str) -> Result<T, NoSuchValue>,
        value: PhantomData<T>,
    }

    impl<T> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.expecting)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            (self.parse)(text).map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Text { expecting, parse, value: PhantomData })
}

/// Defines an enum of texts that keeps a value which is not listed as it was sent.
///
/// The last line names the variant for such values. After the enum's name, `ignoring case` makes `achieved` and `Achieved` the
/// same value. Adding a value is no breaking change: the enum is `#[non_exhaustive]`.
///
/// ```
/// game_achievements_runtime::open_enum! {
///     /// How far it is.
///     pub enum State {
///         Open = "OPEN",
///         Done = "DONE",
///         ..Unknown
///     }
/// }
///
/// assert_eq!(State::from("DONE"), State::Done);
/// assert_eq!(State::from("LOST").as_str(), "LOST");
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$($attribute:tt)*])*
        $visibility:vis enum $name:ident $(ignoring $case:ident)? {
            $($(#[$variant_attribute:meta])* $variant:ident = $text:literal,)+
            ..$unknown:ident $(,)?
        }
    ) => {
        $(#[$($attribute)*])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                $(#[$variant_attribute])*
                #[doc = concat!("`", $text, "`")]
                $variant,
            )+
            /// A value that is not listed.
            $unknown($crate::UnknownValue<Self>),
        }

        impl $name {
            /// The values that are listed.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The text as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::$unknown(value) => value.as_str(),
                }
            }
        }

        impl $crate::__OpenEnum for $name {
            fn listed(text: &str) -> ::core::option::Option<Self> {
                $crate::__listed!(text $($case)? [$($variant = $text,)+])
            }

            fn unlisted(value: $crate::UnknownValue<Self>) -> Self {
                Self::$unknown(value)
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::__open_value(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::serde::Deserializer<'de>,
            {
                $crate::__decode_text(deserializer, stringify!($name), |text| {
                    ::core::result::Result::Ok(Self::from(text))
                })
            }
        }

        $crate::__write_text!($name);
        $crate::__json_schema!(enum $name [$([$($attribute)*])*] true [$($text),+]);
    };
}

/// Defines an enum of texts that has the listed values and no others.
///
/// It is otherwise the same as [`open_enum!`](crate::open_enum!), and `Copy`.
///
/// ```
/// game_achievements_runtime::closed_enum! {
///     /// What to sort by.
///     pub enum Sort {
///         Name = "name",
///         NameDescending = "-name",
///     }
/// }
///
/// assert_eq!("-name".parse(), Ok(Sort::NameDescending));
/// assert!("size".parse::<Sort>().is_err());
/// ```
#[macro_export]
macro_rules! closed_enum {
    (
        $(#[$($attribute:tt)*])*
        $visibility:vis enum $name:ident $(ignoring $case:ident)? {
            $($(#[$variant_attribute:meta])* $variant:ident = $text:literal,)+
        }
    ) => {
        $(#[$($attribute)*])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                $(#[$variant_attribute])*
                #[doc = concat!("`", $text, "`")]
                $variant,
            )+
        }

        impl $name {
            /// All values.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The text as it is sent.
            pub fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::NoSuchValue;

            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::NoSuchValue> {
                ::core::str::FromStr::from_str(text)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::NoSuchValue;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::NoSuchValue> {
                match $crate::__listed!(text $($case)? [$($variant = $text,)+]) {
                    ::core::option::Option::Some(value) => ::core::result::Result::Ok(value),
                    ::core::option::Option::None => {
                        ::core::result::Result::Err($crate::NoSuchValue::__new(stringify!($name), text))
                    }
                }
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::serde::Deserializer<'de>,
            {
                $crate::__decode_text(deserializer, stringify!($name), ::core::str::FromStr::from_str)
            }
        }

        $crate::__write_text!($name);
        $crate::__json_schema!(enum $name [$([$($attribute)*])*] false [$($text),+]);
    };
}

/// The listed value of a text, if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __listed {
    ($input:ident [$($variant:ident = $text:literal,)+]) => {
        match $input {
            $($text => ::core::option::Option::Some(Self::$variant),)+
            _ => ::core::option::Option::None,
        }
    };
    ($input:ident case [$($variant:ident = $text:literal,)+]) => {
        $(if $input.eq_ignore_ascii_case($text) {
            ::core::option::Option::Some(Self::$variant)
        } else)+ {
            ::core::option::Option::None
        }
    };
}

/// What open and closed enums have in common: everything that needs no more than `as_str`.
#[doc(hidden)]
#[macro_export]
macro_rules! __write_text {
    ($name:ident) => {
        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

#[cfg(test)]
mod tests;
