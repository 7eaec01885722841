//! Where in a JSON document decoding failed.
//!
//! `serde_path_to_error` follows a document as it is read. It loses sight of what is set aside to be decoded later: what stands
//! before the tag of a union, and members of an object that have no field of their own. While a path is looked for, an error in
//! there takes its part of the path along, at the start of its message. Only what is set aside is followed on the way to a success.

use std::cell::Cell;
use std::fmt::Display;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error};
use serde_path_to_error::Track;

/// Stands before and behind a path in a message. No message of serde begins with it.
const MARK: char = '\u{1f}';

thread_local! {
    /// Whether a path is looked for in this thread. Decoding never waits, so it stays in its thread.
    static IS_WANTED: Cell<bool> = const { Cell::new(false) };
}

/// Reads a document that cannot be read as a `T` again, and tells where it fails; `None` if that is at its root.
pub(crate) fn of_failure<T: DeserializeOwned>(bytes: &[u8]) -> Option<String> {
    struct Wanted(bool);

    impl Drop for Wanted {
        fn drop(&mut self) {
            IS_WANTED.set(self.0);
        }
    }

    let _before = Wanted(IS_WANTED.replace(true));
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let error = serde_path_to_error::deserialize::<_, T>(&mut json).err()?;
    let message = error.inner().to_string();
    let path = joined(&error.path().to_string(), parted(&message).0);
    (path != ".").then_some(path)
}

/// Decodes what was set aside under a name.
pub(crate) fn decode_aside<'de, S, D>(seed: S, name: &str, value: D) -> Result<S::Value, D::Error>
where
    S: DeserializeSeed<'de>,
    D: Deserializer<'de>,
{
    // Followed in any case: code for both ways would be there twice, for every type.
    let mut track = Track::new();
    let tracked = serde_path_to_error::Deserializer::new(value, &mut track);
    seed.deserialize(tracked).map_err(|error| {
        if !IS_WANTED.get() {
            return error;
        }
        let message = error.to_string();
        let (below, message) = parted(&message);
        let path = joined(&joined(name, &track.path().to_string()), below);
        D::Error::custom(format_args!("{MARK}{path}{MARK}{message}"))
    })
}

/// The path in a message, and what follows it.
fn parted(message: &str) -> (&str, &str) {
    let parts = message.strip_prefix(MARK).and_then(|rest| rest.split_once(MARK));
    parts.unwrap_or((".", message))
}

/// A path and what goes on from its end, each as `serde_path_to_error` writes it: `.` for nothing.
fn joined(path: &str, below: &str) -> String {
    let join = |separator: &dyn Display| format!("{path}{separator}{below}");
    match (path, below) {
        (".", _) => below.to_owned(),
        (_, ".") => path.to_owned(),
        _ if below.starts_with('[') => join(&""),
        _ => join(&"."),
    }
}

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "macros make more than the tests need")]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    crate::object! {
        struct Cat {
            required {
                lives: Vec<u32> = "lives",
            }
            optional {
                prey: Option<Box<Animal>> = "prey",
            }
        }
    }

    crate::object! {
        struct Mouse {
            required {
                kind: String = "type",
            }
            rest {
                others: BTreeMap<String, Vec<Cat>>,
            }
        }
    }

    crate::tagged_union! {
        enum Animal by "type" {
            Cat(Cat) = "cats",
            Mouse(Mouse) = "mice",
            ..Unknown
        }
    }

    #[track_caller]
    fn fails_at(text: &str, path: &str) {
        assert!(serde_json::from_str::<Vec<Animal>>(text).is_err());
        assert_eq!(of_failure::<Vec<Animal>>(text.as_bytes()).as_deref(), Some(path));
    }

    #[test]
    fn a_failure_before_the_tag_has_its_whole_path() {
        fails_at(r#"[{"type":"cats","lives":[1,"x"]}]"#, "[0].lives[1]");
        fails_at(r#"[{"lives":[1,"x"],"type":"cats"}]"#, "[0].lives[1]");
        fails_at(r#"[{"lives":5,"type":"cats"}]"#, "[0].lives");
        fails_at(r#"[{"lives":[],"prey":{"lives":[-1],"type":"cats"},"type":"cats"}]"#, "[0].prey.lives[0]");
        fails_at(r#"[{"type":"cats","lives":[],"prey":{"lives":[-1],"type":"cats"}}]"#, "[0].prey.lives[0]");
        fails_at(r#"[{"prey":{"type":"cats"},"type":"cats"}]"#, "[0].prey");
    }

    #[test]
    fn a_failure_among_members_without_a_field_has_its_whole_path() {
        fails_at(r#"[{"type":"mice","a":[],"b":[{"lives":[]},{"lives":[true]}]}]"#, "[0].b[1].lives[0]");
        fails_at(r#"[{"b":[{"lives":[]},{"lives":{}}],"type":"mice"}]"#, "[0].b[1].lives");
    }

    #[test]
    fn messages_are_plain_unless_a_path_is_looked_for() {
        let text = r#"{"lives":["x"],"type":"cats"}"#;
        let error = serde_json::from_str::<Animal>(text).unwrap_err().to_string();
        assert!(error.starts_with("invalid type: string \"x\", expected u32"), "{error}");
        assert_eq!(of_failure::<Animal>(text.as_bytes()).as_deref(), Some("lives[0]"));
        assert_eq!(of_failure::<Animal>(b"[]"), None);
        assert!(!IS_WANTED.get());
    }
}
