//! Names of a document as Rust names.
//!
//! The generator makes names in its own way and lets them collide. Here they are made before it sees
//! the document, in the same way, so that what it is given stays as it is.

use heck::{ToPascalCase, ToSnakeCase};

/// Words that cannot name a field, an argument or a method without a suffix.
const KEYWORDS: &[&str] = &[
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// Names that generated code uses for other things where types are written down.
const RESERVED_TYPES: &[&str] = &["Self", "Box", "BTreeMap", "Option", "String", "Vec"];

/// The name as a type: `GameCenterAchievement`.
///
/// A name that is already one stays as it is.
pub(crate) fn type_name(name: &str) -> String {
    let name = settled(pascal_case, name);
    if RESERVED_TYPES.contains(&name.as_str()) { format!("{name}Value") } else { name }
}

/// The name as a value of an enum.
pub(crate) fn variant_name(name: &str) -> String {
    let name = settled(pascal_case, name);
    if name == "Self" { "SelfValue".to_owned() } else { name }
}

/// The name as a field, an argument, a method or a module: `fields_game_center_achievements`.
pub(crate) fn value_name(name: &str) -> String {
    let name = settled(snake_case, name);
    if KEYWORDS.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// The name after which nothing changes any more.
///
/// Words that are a letter each run together, and are another word the second time: `a.b`, `AB`, `Ab`.
fn settled(change: fn(&str) -> String, name: &str) -> String {
    let mut name = change(name);
    loop {
        let again = change(&name);
        if again == name {
            return name;
        }
        name = again;
    }
}

fn snake_case(name: &str) -> String {
    let mut before = b'_';
    let is_snake_case = name.bytes().all(|byte| {
        let fits = match byte {
            b'_' => before != b'_',
            b'a'..=b'z' => true,
            b'0'..=b'9' => before.is_ascii_lowercase() || before.is_ascii_digit(),
            _ => false,
        };
        before = byte;
        fits
    });
    if is_snake_case && !name.is_empty() && before != b'_' {
        return name.to_owned();
    }
    start_with("x", cleaned(name).to_snake_case())
}

fn pascal_case(name: &str) -> String {
    // Most names are in this form already, and there are thousands of them.
    let mut before = b' ';
    let is_pascal_case = name.bytes().all(|byte| {
        let fits = match byte {
            b'A'..=b'Z' => before == b' ' || before.is_ascii_lowercase(),
            b'a'..=b'z' | b'0'..=b'9' => before != b' ',
            _ => false,
        };
        before = byte;
        fits
    });
    if is_pascal_case && !name.is_empty() {
        return name.to_owned();
    }
    start_with("X", cleaned(name).to_pascal_case())
}

/// Only what may stand in a Rust name; the rest becomes a word boundary.
fn cleaned(name: &str) -> String {
    name.replace('\'', "").replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', "-")
}

fn start_with(prefix: &str, name: String) -> String {
    match name.chars().next() {
        None => prefix.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name,
    }
}

/// The first of `name`, `name2`, `name3`… that is not taken.
pub(crate) fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let mut number = 2u32;
    loop {
        let candidate = format!("{name}{number}");
        if !taken(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_rust() {
        assert_eq!(type_name("game-center.achievement"), "GameCenterAchievement");
        assert_eq!(type_name("GameCenterAchievementV2"), "GameCenterAchievementV2");
        assert_eq!(value_name("fields[gameCenterAchievements]"), "fields_game_center_achievements");
        assert_eq!(value_name("type"), "type_");
        assert_eq!(value_name("2fa"), "x2fa");
        assert_eq!(variant_name("-name"), "Name");
        assert_eq!(variant_name("PREPARE_FOR_SUBMISSION"), "PrepareForSubmission");
        assert_eq!(variant_name(""), "X");
    }

    #[test]
    fn a_type_does_not_take_the_name_of_one_that_generated_code_uses() {
        assert_eq!(type_name("option"), "OptionValue");
    }

    #[test]
    fn a_type_name_stays_as_it_is() {
        for name in
            ["HTTPError", "a", "1x", "String", "Émile", "", "V2", "foo_bar2Baz", "a.b", "RootXC", "a_b_c_d"]
        {
            assert_eq!(type_name(&type_name(name)), type_name(name), "{name}");
        }
        for name in ["GameCenterAchievementV2", "A", "Ab1Cd", "X2y"] {
            assert_eq!(name.to_pascal_case(), type_name(name), "{name}");
        }
    }

    #[test]
    fn a_taken_name_is_numbered() {
        assert_eq!(free("Answer", |name| name == "Answer" || name == "Answer2"), "Answer3");
    }
}
