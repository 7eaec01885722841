//! Objects: structs that can get new fields without breaking who uses them.

mod decode;
mod fields;

pub use decode::{__Name, __Object, __Others, __add, __decode_object, __required, __take, __write};
pub use fields::{__Hidden, __Optional, __debug, __hidden};

/// Defines an object: a struct with a constructor for what is required and a setter for each field.
///
/// - `required` fields are the arguments of `new`, in this order.
/// - `optional` ones are an `Option` where JSON has a value or nothing, or a [`Field`](crate::Field) where it has `null` as well.
/// - `constant` ones can have one value only; `new` fills it in.
/// - `rest` is a map for all members of the JSON object that have no field of their own.
///
/// What is decoded is encoded as it came: what is missing, `null` and empty stay three things.
///
/// Each field states its name in JSON; `sensitive` behind it keeps the value out of `Debug`. The struct is `#[non_exhaustive]`: new fields break nobody.
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
        $(#[$($attribute:tt)*])*
        $visibility:vis struct $name:ident {
            $(required {
                $(
                    $(#[$($required_attribute:tt)*])*
                    $required:ident: $required_type:ty = $required_wire:literal $($required_mark:ident)?,
                )*
            })?
            $(optional {
                $(
                    $(#[$($optional_attribute:tt)*])*
                    $optional:ident: $($container:ident)::+<$optional_type:ty> = $optional_wire:literal
                    $($optional_mark:ident)?,
                )*
            })?
            $(constant {
                $(
                    $(#[$($constant_attribute:tt)*])*
                    $constant:ident: $constant_type:ident = $constant_wire:literal as $value:ident,
                )*
            })?
            $(rest {
                $(#[$($rest_attribute:tt)*])* $rest:ident: $rest_type:ty,
            })?
        }
    ) => {
        $(#[$($attribute)*])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        $visibility struct $name {
            $($(
                $(#[$($required_attribute)*])*
                pub $required: $required_type,
            )*)?
            $($(
                $(#[$($optional_attribute)*])*
                pub $optional: $($container)::+<$optional_type>,
            )*)?
            $($(
                $(#[$($constant_attribute)*])*
                pub $constant: $constant_type,
            )*)?
            $(
                $(#[$($rest_attribute)*])*
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
                $crate::__setter!(= [$required] [$required_type] [$(#[$($required_attribute)*])*]);
            )*)?
            $($(
                $crate::__setter!($($container)::+ [$optional] [$optional_type] [$(#[$($optional_attribute)*])*]);
            )*)?
            $($(
                $crate::__setter!(= [$constant] [$constant_type] [$(#[$($constant_attribute)*])*]);
            )*)?
            $(
                $crate::__setter!(= [$rest] [$rest_type] [$(#[$($rest_attribute)*])*]);
            )?
        }

        #[allow(deprecated, reason = "what is deprecated is still read")]
        impl $crate::__Object for $name {
            const NAME: &'static str = ::core::stringify!($name);

            fn decode<'de, A>(mut members: A) -> ::core::result::Result<Self, A::Error>
            where
                A: $crate::serde::de::MapAccess<'de>,
            {
                $($(let mut $required = ::core::option::Option::None;)*)?
                $($(let mut $optional = ::core::option::Option::None;)*)?
                $($(let mut $constant = ::core::option::Option::None;)*)?
                $(let mut $rest = <$rest_type as ::core::default::Default>::default();)?
                while let ::core::option::Option::Some(name) = members.next_key::<$crate::__Name<'de>>()? {
                    match &*name.0 {
                        $($($required_wire => $crate::__take(&mut $required, &mut members, $required_wire)?,)*)?
                        $($($optional_wire => $crate::__take(&mut $optional, &mut members, $optional_wire)?,)*)?
                        $($($constant_wire => $crate::__take(&mut $constant, &mut members, $constant_wire)?,)*)?
                        _ => $crate::__other!(members name $($rest)?),
                    }
                }
                ::core::result::Result::Ok(Self {
                    $($($required: $crate::__required($required, $required_wire)?,)*)?
                    $($($optional: $optional.unwrap_or_default(),)*)?
                    $($($constant: $crate::__required($constant, $constant_wire)?,)*)?
                    $($rest,)?
                })
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::serde::Deserializer<'de>,
            {
                $crate::__decode_object(deserializer)
            }
        }

        #[allow(deprecated, reason = "what is deprecated is still written")]
        impl $crate::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::serde::Serializer,
            {
                use $crate::serde::ser::SerializeMap as _;
                let mut members = serializer.serialize_map(::core::option::Option::None)?;
                $($(members.serialize_entry($required_wire, &self.$required)?;)*)?
                $($($crate::__write(&mut members, $optional_wire, &self.$optional)?;)*)?
                $($(members.serialize_entry($constant_wire, &self.$constant)?;)*)?
                $(
                    for (name, value) in &self.$rest {
                        members.serialize_entry(name, value)?;
                    }
                )?
                members.end()
            }
        }

        #[allow(deprecated, reason = "what is deprecated is still shown")]
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__debug(
                    f,
                    ::core::stringify!($name),
                    &[
                        $($(::core::stringify!($required),)*)?
                        $($(::core::stringify!($optional),)*)?
                        $($(::core::stringify!($constant),)*)?
                        $(::core::stringify!($rest),)?
                    ],
                    &[
                        $($($crate::__shown!([$($required_mark)?] &self.$required, &$crate::__Hidden),)*)?
                        $($($crate::__shown!([$($optional_mark)?] &self.$optional, $crate::__hidden(&self.$optional)),)*)?
                        $($(&self.$constant,)*)?
                        $(&self.$rest,)?
                    ],
                )
            }
        }

        $crate::__default!($name [$($($required)*)?]);

        $crate::__json_schema! {
            object $name [$([$($attribute)*])*]
            $($($required_wire true [$($required_mark)?] ($required_type) [$([$($required_attribute)*])*])*)?
            $($(
                $optional_wire false [$($optional_mark)?]
                (<$($container)::+<$optional_type> as $crate::__Optional>::Present)
                [$([$($optional_attribute)*])*]
            )*)?
            $($($constant_wire true [] ($constant_type) [$([$($constant_attribute)*])*])*)?
            $(rest $rest_type)?
        }
    };
}

/// The setter of a field: `=` for one of this very type, otherwise of an `Option` or another container.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    (= [$field:ident] [$type:ty] [$($attribute:tt)*]) => {
        $($attribute)*
        #[must_use]
        pub fn $field(mut self, value: impl $crate::Argument<$type>) -> Self {
            self.$field = $crate::Argument::into_value(value);
            self
        }
    };
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

/// What becomes of a member that has no field of its own.
#[doc(hidden)]
#[macro_export]
macro_rules! __other {
    ($members:ident $name:ident) => {
        _ = $members.next_value::<$crate::serde::de::IgnoredAny>()?
    };
    ($members:ident $name:ident $rest:ident) => {
        $crate::__add(&mut $rest, &mut $members, $name)?
    };
}

/// What `Debug` shows of a field: its value, or what stands for it.
#[doc(hidden)]
#[macro_export]
macro_rules! __shown {
    ([] $value:expr, $hidden:expr) => {
        $value
    };
    ([sensitive] $value:expr, $hidden:expr) => {
        $hidden
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
mod tests;
