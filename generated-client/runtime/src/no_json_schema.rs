//! What stands for JSON schemas without the feature `schemars`: nothing.

/// Would implement `JsonSchema` for what one of the macros defines.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_schema {
    ($($definition:tt)*) => {};
}
