//! Values in messages: one line, not too long, and no secrets where they come from traffic.

use serde_json::Value as Json;

/// The longest quote.
const LONGEST: usize = 60;

/// The longest run of letters and digits that is still taken for a word.
const LONGEST_WORD: usize = 24;

/// How values are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// As they are: they come from a document.
    Full,
    /// Only if they look like words or numbers: they come from traffic, where any text may be a secret or somebody's name.
    Words,
    /// Not at all: what is known to be a secret.
    Nothing,
}

impl Quotes {
    /// A value in a message: one line, not too long.
    pub(super) fn shown(self, json: &Json) -> String {
        match self {
            Self::Full => shown(json),
            Self::Words => hidden(json).unwrap_or_else(|| shown(json)),
            Self::Nothing => "the value".to_owned(),
        }
    }
}

/// A value in a message: one line, not too long.
fn shown(json: &Json) -> String {
    format!("`{}`", capped(&json.to_string()))
}

/// Some of the values of an enum.
pub(super) fn listed(values: &[Json]) -> String {
    const MOST: usize = 8;
    let mut shown: Vec<String> = values.iter().take(MOST).map(self::shown).collect();
    if values.len() > MOST {
        shown.push(format!("{} more", values.len() - MOST));
    }
    shown.join(", ")
}

/// A name that traffic brings along, unless it is not like a name at all: then only its length.
pub(super) fn name(text: &str) -> String {
    match is_wordy(text) && text.chars().count() <= LONGEST {
        true => text.to_owned(),
        false => format!("… ({} characters)", text.chars().count()),
    }
}

/// A path in a message: segments that are no words may be ids, names or keys.
pub(super) fn path(path: &str) -> String {
    const MOST: usize = 12;
    let mut shown: Vec<&str> = path
        .split('/')
        .take(MOST)
        .map(|segment| {
            if is_wordy(segment) && segment.len() <= LONGEST && !is_number(segment) {
                segment
            } else {
                "{…}"
            }
        })
        .collect();
    if path.split('/').nth(MOST).is_some() {
        shown.push("…");
    }
    shown.join("/")
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text, cut if it is long.
fn capped(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What is said instead of a value that may be a secret; `None` for values that say no more than their kind.
fn hidden(json: &Json) -> Option<String> {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) => None,
        Json::String(text) if is_wordy(text) => None,
        Json::String(text) => Some(format!("a text of {} characters", text.chars().count())),
        Json::Array(elements) => Some(format!("an array of {}", elements.len())),
        Json::Object(_) => Some("an object".to_owned()),
    }
}

/// Whether what goes by that name is to be kept secret, whatever it looks like.
pub(super) fn is_secret(name: &str) -> bool {
    const WORDS: [&str; 11] = [
        "token",
        "secret",
        "password",
        "passwd",
        "auth",
        "cookie",
        "session",
        "signature",
        "apikey",
        "api-key",
        "credential",
    ];
    let name = name.to_ascii_lowercase().replace('_', "-");
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether a text is made of words as enums and names of parameters are. Tokens, keys, ids and addresses are not: they have
/// long runs, or digits strewn among the letters.
pub(super) fn is_wordy(text: &str) -> bool {
    let is_part =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']' | ',' | ' ' | '$');
    let text = text.strip_prefix('@').unwrap_or(text);
    text.chars().all(is_part)
        && text.split(|c: char| !c.is_ascii_alphanumeric()).all(|run| {
            let digits = run.bytes().filter(u8::is_ascii_digit).count();
            // Where the digits stand together at one end, it is a word with a number, or a number.
            let trimmed = run.trim_matches(|c: char| c.is_ascii_digit());
            let scattered = trimmed.bytes().any(|byte| byte.is_ascii_digit());
            let is_number = trimmed.is_empty() && digits <= 10;
            is_number || (!scattered && digits <= 4 && (run.len() <= LONGEST_WORD || is_camel(run)))
        })
}

/// A long name of several words, such as `gameCenterAchievementLocalizations`: its words start with capitals and have some
/// length, which the capitals of a random text do not.
fn is_camel(run: &str) -> bool {
    let capitals = run.bytes().filter(u8::is_ascii_uppercase).count();
    run.len() <= LONGEST && capitals * 5 <= run.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_and_what_may_be_a_secret_is_not() {
        for text in [
            "READY_FOR_REVIEW",
            "fields[gameCenterAchievementLocalizations]",
            "limit",
            "V2",
            "2050710545",
            "en-US",
        ] {
            assert!(is_wordy(text), "{text}");
        }
        for text in [
            "eyJhbGciOiJFUzI1NiIsImtpZCI6IjJYOVI0SFhGMzQifQ.eyJpc3MiOiI1N2Iy",
            "XBL3.0 x=123;abc",
            "00000000-0000-0000-0000-00007a3b5c11",
            "AKIA2E0A8F3B244C9986",
            "f3b244c9986",
            "4111111111111111",
            "player@example.com",
            "ya29.a0AfH6SMBx",
        ] {
            assert!(!is_wordy(text), "{text}");
            assert!(!Quotes::Words.shown(&text.into()).contains(text), "{text}");
        }
        assert_eq!(name("limit"), "limit");
        assert_eq!(name("a1b2c3d4"), "… (8 characters)");
    }
}
