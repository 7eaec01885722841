//! Paths: a template and the arguments that fill it.

use std::fmt;

use crate::query::encode_into;

/// A value that can fill a place in a path: all that has a `Display`.
///
/// The text is percent-encoded, everything but unreserved characters. Refused before anything is sent are an empty text, `.`,
/// `..`, and any with `/`, `\` or a control character in it: those could address another resource than the one meant.
pub trait PathValue {
    /// The text before percent-encoding.
    fn path_text(&self) -> String;
}

impl<T: fmt::Display + ?Sized> PathValue for T {
    fn path_text(&self) -> String {
        self.to_string()
    }
}

/// Why a path cannot be built.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PathError {
    #[error("argument {position} of the path `{template}` {why}")]
    Argument { position: usize, template: &'static str, why: Refusal },
    /// A mistake in generated code.
    #[error("the path `{template}` does not have {given} places")]
    Count { template: &'static str, given: usize },
}

/// What is wrong with an argument.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("is empty")]
    Empty,
    #[error("is `{0}`, which addresses another resource")]
    Dots(String),
    #[error("has `{0}` in it, which addresses another resource")]
    Separator(char),
    #[error("has the control character U+{0:04X} in it")]
    Control(u32),
}

/// Fills the `{}` places of `template`. The literal parts pass through as they are.
pub(crate) fn fill(
    template: &'static str,
    arguments: &[&(dyn PathValue + Sync)],
) -> Result<String, PathError> {
    let mut parts = template.split("{}");
    let mut path = parts.next().unwrap_or_default().to_owned();
    let mut given = arguments.iter().enumerate();
    for part in parts {
        let (index, argument) = given.next().ok_or(PathError::Count { template, given: arguments.len() })?;
        let text = argument.path_text();
        check(&text).map_err(|why| PathError::Argument { position: index + 1, template, why })?;
        encode_into(&mut path, &text);
        path.push_str(part);
    }
    match given.next() {
        None => Ok(path),
        Some(_) => Err(PathError::Count { template, given: arguments.len() }),
    }
}

fn check(text: &str) -> Result<(), Refusal> {
    match text {
        "" => return Err(Refusal::Empty),
        "." | ".." => return Err(Refusal::Dots(text.to_owned())),
        _ => {}
    }
    match text.chars().find(|c| matches!(c, '/' | '\\') || c.is_control()) {
        None => Ok(()),
        Some(c @ ('/' | '\\')) => Err(Refusal::Separator(c)),
        Some(c) => Err(Refusal::Control(u32::from(c))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(argument: &str) -> Result<String, PathError> {
        fill("/v1/things/{}/parts", &[&argument])
    }

    #[test]
    fn fills_places_in_order_and_keeps_literals() {
        let scid = crate::Uuid::nil();
        assert_eq!(
            fill("/users/xuid({})/achievements/{}/{}", &[&2533274790412952_u64, &scid, &"3"]).unwrap(),
            "/users/xuid(2533274790412952)/achievements/00000000-0000-0000-0000-000000000000/3"
        );
        assert_eq!(fill("/v1/things", &[]).unwrap(), "/v1/things");
    }

    #[test]
    fn encodes_all_but_unreserved_characters() {
        assert_eq!(one("aZ09-._~").unwrap(), "/v1/things/aZ09-._~/parts");
        assert_eq!(
            one(" !\"#$%&'()*+,:;<=>?@[]^`{|}é").unwrap(),
            "/v1/things/%20%21%22%23%24%25%26%27%28%29%2A%2B%2C%3A%3B%3C%3D%3E%3F%40%5B%5D%5E%60%7B%7C%7D%C3%A9/parts"
        );
        assert_eq!(one("%2e%2e").unwrap(), "/v1/things/%252e%252e/parts");
        assert_eq!(one("...").unwrap(), "/v1/things/.../parts");
        assert_eq!(one("{}").unwrap(), "/v1/things/%7B%7D/parts");
    }

    #[test]
    fn refuses_what_leaves_the_segment() {
        for (argument, message) in [
            ("", "is empty"),
            (".", "is `.`, which addresses another resource"),
            ("..", "is `..`, which addresses another resource"),
            ("a/b", "has `/` in it, which addresses another resource"),
            ("..\\..\\v1", "has `\\` in it, which addresses another resource"),
            ("a\nb", "has the control character U+000A in it"),
            ("\0", "has the control character U+0000 in it"),
            ("a\u{85}", "has the control character U+0085 in it"),
        ] {
            assert_eq!(
                one(argument).unwrap_err().to_string(),
                format!("argument 1 of the path `/v1/things/{{}}/parts` {message}")
            );
        }
        let second = fill("/{}/{}", &[&"a", &""]).unwrap_err();
        assert_eq!(second.to_string(), "argument 2 of the path `/{}/{}` is empty");
    }

    #[test]
    fn counts_places() {
        for arguments in [&[][..], &[&"a" as &(dyn PathValue + Sync), &"b"][..]] {
            assert!(matches!(fill("/v1/{}", arguments), Err(PathError::Count { .. })));
        }
    }
}
