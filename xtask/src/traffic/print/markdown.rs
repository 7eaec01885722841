//! Tables for a pull request.

use std::fmt::Write as _;

use game_achievements_contract::exchange::Level;

use super::super::check::Checker;
use super::super::table::Row;
use super::{first, printable, whose};
use crate::report::plural;

pub(super) fn print(checker: &Checker) -> String {
    let rows = checker.table.sorted();
    if rows.is_empty() {
        return "The traffic keeps to the specs.\n".to_owned();
    }
    let mut text = String::new();
    for (level, noun) in [(Level::Error, "error"), (Level::Note, "note")] {
        let rows: Vec<&&Row> = rows.iter().filter(|row| row.level == level).collect();
        if rows.is_empty() {
            continue;
        }
        // Writing to a String cannot fail, so the results are of no interest.
        let _ = writeln!(text, "### {}\n", plural(rows.len(), noun));
        text.push_str("| rule | what | in | times | first |\n|---|---|---|---:|---|\n");
        for row in rows {
            let _ = writeln!(
                text,
                "| `{}` | {}: {} | {} | {} | {} |",
                row.rule.id,
                cell(&row.at),
                cell(&row.message),
                cell(&whose(checker, row)),
                row.count,
                cell(&first(row)),
            );
        }
        text.push('\n');
    }
    text
}

/// Text in which nothing is markup: what traffic brings along is code.
pub(super) fn cell(text: &str) -> String {
    format!("`{}`", printable(text).replace('`', "'").replace('|', "\\|"))
}
