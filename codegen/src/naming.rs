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
    let name = start_with("X", cleaned(name).to_pascal_case());
    if RESERVED_TYPES.contains(&name.as_str()) { format!("{name}Value") } else { name }
}

/// The name as a value of an enum.
pub(crate) fn variant_name(name: &str) -> String {
    let name = start_with("X", cleaned(name).to_pascal_case());
    if name == "Self" { "SelfValue".to_owned() } else { name }
}

/// The name as a field, an argument, a method or a module: `fields_game_center_achievements`.
pub(crate) fn value_name(name: &str) -> String {
    let name = start_with("x", cleaned(name).to_snake_case());
    if KEYWORDS.contains(&name.as_str()) { format!("{name}_") } else { name }
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
        for name in ["HTTPError", "a", "1x", "String", "Émile", "", "V2", "foo_bar2Baz"] {
            assert_eq!(type_name(&type_name(name)), type_name(name), "{name}");
        }
    }

    #[test]
    fn a_taken_name_is_numbered() {
        assert_eq!(free("Answer", |name| name == "Answer" || name == "Answer2"), "Answer3");
    }
}
