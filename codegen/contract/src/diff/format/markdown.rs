//! Tables for a pull request.

use std::fmt::Write as _;

use super::{printable, some_reached};
use crate::diff::{Change, Diff, Level};

/// The most operations that a row names.
const NAMED: usize = 4;

pub(super) fn print(diff: &Diff) -> String {
    let summary = diff.summary();
    if summary.total() == 0 {
        return "The contract is the same.\n".to_owned();
    }
    let mut text = format!("**{summary}**: {}.\n", summary.bump().phrase());
    for level in Level::ALL {
        let rows: Vec<&Change> = diff.changes.iter().filter(|change| change.level == level).collect();
        if rows.is_empty() {
            continue;
        }
        // Writing to a String cannot fail, so the results are of no interest.
        let _ = writeln!(text, "\n### {} {level}\n", rows.len());
        text.push_str("| rule | change | at | reached by |\n|---|---|---|---|\n");
        for change in rows {
            let _ = writeln!(text, "{}", row(diff, change));
        }
    }
    text
}

fn row(diff: &Diff, change: &Change) -> String {
    let place = change.place().map(|place| escaped(&place.to_string())).unwrap_or_default();
    let many = match change.operations.len() {
        0 | 1 => String::new(),
        count => format!("{count} operations: "),
    };
    let operations = some_reached(diff, change, NAMED, code);
    format!(
        "| `{}` | {} | {}<br>{place} | {many}{operations} |",
        change.rule.id,
        escaped(&change.message),
        code(&change.at)
    )
}

/// Text in which nothing is markup but the backticks that our messages quote with.
fn escaped(text: &str) -> String {
    let text = printable(text);
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        // A backtick of the document's own: nothing tells which.
        return plain(&text.replace('`', "'"));
    }
    let piece = |(at, piece): (usize, &&str)| if at.is_multiple_of(2) { plain(piece) } else { code(piece) };
    pieces.iter().enumerate().map(piece).collect()
}

fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '|' | '*' | '_' | '[' | ']' | '#' | '~' | '@' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Text as code; what would end it, or the cell, is replaced.
fn code(text: &str) -> String {
    format!("`{}`", printable(text).replace('`', "'").replace('|', "\\|"))
}
