//! Named lists and maps: those that hold themselves.

/// Defines a type around another one that leaves no trace in JSON.
///
/// A list of lists of lists has to have a name to end somewhere.
///
/// ```
/// # use game_achievements_runtime as runtime;
/// runtime::wrapper! {
///     /// Branches, each with its own.
///     pub struct Tree(Vec<Tree>);
/// }
///
/// let tree: Tree = runtime::serde_json::from_str("[[], [[]]]")?;
/// assert_eq!(tree[1].len(), 1);
/// assert_eq!(Tree::from(vec![Tree::default()])[0], Tree::default());
/// # Ok::<(), runtime::serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! wrapper {
    (
        $(#[$($attribute:tt)*])*
        $visibility:vis struct $name:ident($type:ty);
    ) => {
        $(#[$($attribute)*])*
        #[derive(Clone, Debug, Default, PartialEq, $crate::serde::Serialize, $crate::serde::Deserialize)]
        #[serde(crate = "::game_achievements_runtime::serde", transparent)]
        #[allow(clippy::exhaustive_structs, reason = "there is nothing to add to a wrapper")]
        $visibility struct $name(pub $type);

        impl ::core::convert::From<$type> for $name {
            fn from(value: $type) -> Self {
                Self(value)
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = $type;

            fn deref(&self) -> &$type {
                &self.0
            }
        }

        $crate::__json_schema!(wrapper $name [$([$($attribute)*])*] ($type));
    };
}

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "macros make more than the tests need")]
mod tests {
    use std::collections::BTreeMap;

    crate::wrapper! {
        /// Folders in folders.
        struct Folder(BTreeMap<String, Folder>);
    }

    #[test]
    fn a_wrapper_is_what_it_wraps() {
        let text = r#"{"a":{},"b":{"c":{}}}"#;
        let folder: Folder = serde_json::from_str(text).unwrap();
        assert!(folder["b"].contains_key("c"));
        assert_eq!(serde_json::to_string(&folder).unwrap(), text);
    }
}
