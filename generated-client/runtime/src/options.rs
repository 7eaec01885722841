//! Optional parameters of an operation, as a struct with defaults.

use std::borrow::Cow;

use crate::call::Call;

/// The optional parameters of one operation. [`options!`](crate::options!) implements it.
pub trait Options {
    /// Adds what is set to the call.
    fn apply(&self, call: Call) -> Call;
}

/// What a setter of [`options!`](crate::options!) takes for a `T`: a `T`, and borrowed text for a `String`.
///
/// Not `Into<T>`, because with that a plain `.limit(5)` would not compile for a `u32`.
pub trait Argument<T> {
    /// The value itself.
    fn into_value(self) -> T;
}

impl<T> Argument<T> for T {
    fn into_value(self) -> T {
        self
    }
}

impl Argument<String> for &str {
    fn into_value(self) -> String {
        self.to_owned()
    }
}

impl Argument<String> for &String {
    fn into_value(self) -> String {
        self.clone()
    }
}

impl Argument<String> for Cow<'_, str> {
    fn into_value(self) -> String {
        self.into_owned()
    }
}

/// Defines a struct of optional parameters: fields, setters and how each is sent.
///
/// A field is `name: Vec<T> = csv "wire name"` (one parameter, values joined by commas), `= repeat "wire name"` (one parameter
/// for each value), `name: Option<T> = query "wire name"` or `= header "Wire-Name"`. What is `None` or empty is not sent.
/// Attributes and documentation of a field go to the field and to its setter.
///
/// ```
/// game_achievements_runtime::options! {
///     /// Options of `list`.
///     pub struct List {
///         /// At most so many.
///         limit: Option<u32> = query "limit",
///         /// Only these.
///         ids: Vec<String> = csv "filter[id]",
///     }
/// }
///
/// let options = List::default().limit(5).ids(["a", "b"]);
/// assert_eq!(options.limit, Some(5));
/// ```
#[macro_export]
macro_rules! options {
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident {
            $(
                $(#[$field_attribute:meta])*
                $field:ident: $container:ident<$type:ty> = $kind:ident $wire:literal
            ),* $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, Default)]
        #[non_exhaustive]
        $visibility struct $name {
            $(
                $(#[$field_attribute])*
                pub $field: $crate::options!(@type $container $kind $type),
            )*
        }

        #[allow(
            deprecated,
            reason = "the setter of a deprecated parameter uses its field"
        )]
        #[allow(
            clippy::should_implement_trait,
            clippy::wrong_self_convention,
            reason = "setters are named as the parameters are"
        )]
        impl $name {
            $(
                $crate::options!(@setter $container $kind $field $type [$(#[$field_attribute])*]);
            )*
        }

        #[allow(deprecated, reason = "what is deprecated is still sent if it is set")]
        impl $crate::Options for $name {
            fn apply(&self, call: $crate::Call) -> $crate::Call {
                $(
                    let call = $crate::options!(@apply $kind call $wire self.$field);
                )*
                call
            }
        }
    };

    (@type Option query $type:ty) => { ::core::option::Option<$type> };
    (@type Option header $type:ty) => { ::core::option::Option<$type> };
    (@type Vec csv $type:ty) => { ::std::vec::Vec<$type> };
    (@type Vec repeat $type:ty) => { ::std::vec::Vec<$type> };

    (@setter Option $kind:ident $field:ident $type:ty [$($attribute:tt)*]) => {
        $($attribute)*
        #[must_use]
        pub fn $field(mut self, value: impl $crate::Argument<$type>) -> Self {
            self.$field = ::core::option::Option::Some($crate::Argument::into_value(value));
            self
        }
    };
    (@setter Vec $kind:ident $field:ident $type:ty [$($attribute:tt)*]) => {
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

    (@apply query $call:ident $wire:literal $value:expr) => { $call.query_option($wire, $value.as_ref()) };
    (@apply header $call:ident $wire:literal $value:expr) => { $call.header_option($wire, $value.as_ref()) };
    (@apply csv $call:ident $wire:literal $value:expr) => { $call.query_csv($wire, &$value) };
    (@apply repeat $call:ident $wire:literal $value:expr) => { $call.query_repeated($wire, &$value) };
}
