//! Unions of anything: the first member that fits, and what none fits is kept.

/// Defines a union whose members are told apart by their shape: the first that fits.
///
/// A last line `..Unknown` names the variant that keeps what none fits.
///
/// ```
/// # use game_achievements_runtime as runtime;
/// runtime::untagged_union! {
///     /// A link.
///     pub enum Link {
///         Plain(String),
///         Parts(Vec<String>),
///         ..Unknown
///     }
/// }
///
/// let link: Link = runtime::serde_json::from_str(r#"{"href": "x"}"#)?;
/// assert!(matches!(link, Link::Unknown(_)));
/// # Ok::<(), runtime::serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! untagged_union {
    (
        $(#[$($attribute:tt)*])*
        $visibility:vis enum $name:ident {
            $($variant:ident($type:ty),)+
            $(..$unknown:ident $(,)?)?
        }
    ) => {
        $(#[$($attribute)*])*
        #[derive(Clone, Debug, PartialEq, $crate::serde::Serialize, $crate::serde::Deserialize)]
        #[serde(crate = "::game_achievements_runtime::serde", untagged)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                #[doc = concat!("`", stringify!($type), "`")]
                $variant($type),
            )+
            $(
                /// A member that is not listed.
                $unknown($crate::UnknownMember),
            )?
        }

        $crate::__json_schema! {
            union $name [$([$($attribute)*])*] [] [$($unknown)?] $(($type) [])+
        }
    };
}
