//! The rules as a listing for a terminal, and as the page `DIFF.md`.

use std::fmt::Write as _;

use crate::diff::{RULES, Rule};

/// The rules, one per line, for `cargo xtask diff --rules`.
pub fn rules_as_text() -> String {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut text = format!("{:width$}  {:11} {:11} why\n", "rule", "in requests", "in answers");
    for rule in RULES {
        // Writing to a String cannot fail, so the result is of no interest.
        let _ = writeln!(text, "{:width$}  {:11} {:11} {}", rule.id, rule.request, answer(rule), rule.why);
    }
    text
}

/// The page that documents the rules.
pub fn rules_as_markdown() -> String {
    let mut page = include_str!("page.md").to_owned();
    page.push_str("\n| rule | in requests | in answers | why |\n|---|---|---|---|\n");
    for rule in RULES {
        let _ = writeln!(page, "| `{}` | {} | {} | {} |", rule.id, rule.request, answer(rule), rule.why);
    }
    page
}

fn answer(rule: &Rule) -> String {
    if rule.open { format!("{}*", rule.answer) } else { rule.answer.to_string() }
}
