//! The rules: what a request or an answer can do that its contract does not say, and why that matters.

use std::fmt;
use std::fmt::Write as _;

/// A rule that exchanges are held to.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable identifier in kebab case: `undocumented-parameter`.
    pub id: &'static str,
    /// How much it weighs in a request.
    pub request: Level,
    /// How much it weighs in an answer.
    pub answer: Level,
    /// Why it is told, in a sentence or two.
    pub why: &'static str,
}

/// How much a violation weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// One of the two sides, or the contract, is wrong.
    Error,
    /// Worth knowing, and most likely harmless.
    Note,
    /// Cannot be on this side.
    Never,
}

impl Level {
    /// The word that is printed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Note => "note",
            Self::Never => "-",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

macro_rules! rules {
    ($($name:ident $id:literal $request:ident $answer:ident $why:literal;)*) => {
        $(pub(super) static $name: Rule =
            Rule { id: $id, request: Level::$request, answer: Level::$answer, why: $why };)*

        /// All rules, in the order in which they are listed.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // What is called, and what comes back.
    UNDOCUMENTED_OPERATION "undocumented-operation" Error Never
        "Nothing is promised about it. Either the client calls what is not there, or the spec lacks an operation.";
    UNDOCUMENTED_STATUS "undocumented-status" Never Error
        "Clients do not expect it. A 304 to a GET, and what only proxies say, is a note.";

    // Parameters and headers.
    UNDOCUMENTED_PARAMETER "undocumented-parameter" Error Never
        "An operation has no parameters but those that are declared: this one is ignored or does something unknown.";
    MISSING_PARAMETER "missing-parameter" Error Never "Every request has to have it.";
    REPEATED_PARAMETER "repeated-parameter" Error Never
        "It has one value, or one list written in one piece: which of several counts is anybody's guess.";
    EMPTY_PARAMETER "empty-parameter" Error Never
        "It may stand without a value only if `allowEmptyValue` says so; a service may read it as a value or as left out.";
    MALFORMED_PARAMETER "malformed-parameter" Error Error
        "It is not written as `style` and `explode` say, or is no UTF-8, so nobody can tell its value.";
    ENCODED_DELIMITER "encoded-delimiter" Note Never
        "An encoded delimiter belongs to the value by the letter of the standard. Many clients encode it all the same, and most services split there.";
    UNDOCUMENTED_HEADER "undocumented-header" Note Note
        "Clients, browsers, proxies and services add headers of their own, and readers ignore what they do not know.";
    MISSING_HEADER "missing-header" Never Error "Clients may rely on it.";

    // Bodies.
    MISSING_BODY "missing-body" Error Error "The other side expects one.";
    UNDOCUMENTED_BODY "undocumented-body" Error Error "Nothing is said about a body, so the other side drops it.";
    UNDOCUMENTED_MEDIA_TYPE "undocumented-media-type" Error Error "The other side cannot be expected to read it.";
    MISSING_MEDIA_TYPE "missing-media-type" Note Note
        "The body says not what it is. It is read as the only media type that is documented, or as JSON.";
    MALFORMED_BODY "malformed-body" Error Error "It is not what its media type says.";
    UNCHECKED_BODY "unchecked-body" Note Note
        "Bodies in this form, or ones that were not recorded as they were sent, are not looked into.";

    // Values.
    UNDOCUMENTED_PROPERTY "undocumented-property" Error Error
        "A request may be refused for it, or it is dropped. In an answer it is news: the spec should have it.";
    MISSING_PROPERTY "missing-property" Error Error
        "A request without it is refused; an answer without it cannot be decoded.";
    READ_ONLY_PROPERTY "read-only-property" Error Never "Only answers carry it.";
    WRITE_ONLY_PROPERTY "write-only-property" Never Error "Only requests carry it, such as a password.";
    WRONG_TYPE "wrong-type" Error Error "The other side cannot decode it.";
    UNEXPECTED_NULL "unexpected-null" Error Error "Nothing says that it may be null.";
    ENUM_VALUE_NOT_LISTED "enum-value-not-listed" Error Error
        "A request is refused for it. In an answer it is news; clients that keep unknown values go on: `--open-enums` makes it a note.";
    OUT_OF_BOUNDS "out-of-bounds" Error Error "It is smaller, larger, shorter or longer than allowed, or no multiple.";
    PATTERN_MISMATCH "pattern-mismatch" Error Error "It is not of the form that the pattern describes.";
    WRONG_FORMAT "wrong-format" Error Error "It cannot be read as the date, number or id that it is said to be.";
    REPEATED_ELEMENT "repeated-element" Error Error "All elements are to differ.";
    NO_FORM_FITS "no-form-fits" Error Error "It fits none of the schemas of a `oneOf` or `anyOf`.";
    SEVERAL_FORMS_FIT "several-forms-fit" Error Error "It fits several schemas of a `oneOf`, which wants exactly one.";
    FORBIDDEN_FORM "forbidden-form" Error Error "It fits a schema that it must not fit (`not`).";
    UNKNOWN_TAG "unknown-tag" Error Error "The discriminator is missing or names no known form, so the rest cannot be read.";
    CUT_SHORT "cut-short" Note Note "Nested too deeply, or wrong in too many places, to be told to its end.";
}

/// The rule that a finding about a value violates, by the keyword that it names.
pub(super) fn of_keyword(keyword: &str, message: &str) -> &'static Rule {
    match keyword {
        "required" => &MISSING_PROPERTY,
        "additionalProperties" => &UNDOCUMENTED_PROPERTY,
        "read-only" => &READ_ONLY_PROPERTY,
        "write-only" => &WRITE_ONLY_PROPERTY,
        "null" => &UNEXPECTED_NULL,
        "enum" => &ENUM_VALUE_NOT_LISTED,
        "pattern" => &PATTERN_MISMATCH,
        "format" => &WRONG_FORMAT,
        "uniqueItems" => &REPEATED_ELEMENT,
        "oneOf" if !message.starts_with("fits none") => &SEVERAL_FORMS_FIT,
        "oneOf" | "anyOf" => &NO_FORM_FITS,
        "not" => &FORBIDDEN_FORM,
        "discriminator" => &UNKNOWN_TAG,
        "too-deep" => &CUT_SHORT,
        "type" => &WRONG_TYPE,
        // The bounds of numbers, lengths and counts.
        _ => &OUT_OF_BOUNDS,
    }
}

/// The rules, one per line, for `cargo xtask traffic --rules`.
pub fn rules_as_text() -> String {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut text = format!("{:width$}  {:11} {:10} why\n", "rule", "in requests", "in answers");
    for rule in RULES {
        // Writing to a String cannot fail, so the result is of no interest.
        let _ = writeln!(text, "{:width$}  {:11} {:10} {}", rule.id, rule.request, rule.answer, rule.why);
    }
    text
}

/// The same as a table.
pub fn rules_as_markdown() -> String {
    let mut text = "| rule | in requests | in answers | why |\n|---|---|---|---|\n".to_owned();
    for rule in RULES {
        let _ = writeln!(text, "| `{}` | {} | {} | {} |", rule.id, rule.request, rule.answer, rule.why);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_distinct_and_every_rule_says_why() {
        let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
        assert!(RULES.iter().all(|rule| rule.why.ends_with('.')));
        assert!(RULES.iter().all(|rule| (rule.request, rule.answer) != (Level::Never, Level::Never)));
    }
}
