//! Lines for people at a terminal.

use std::fmt::Write as _;

use game_achievements_contract::exchange::Level;

use super::super::check::Checker;
use super::super::table::Row;
use super::{first, in_spec, printable, times, whose};

const RESET: &str = "\x1b[0m";
const BOLD: &str = "\x1b[1m";
const HINT: &str = "\x1b[1;36m";
const ERROR: &str = "\x1b[1;31m";
const NOTE: &str = "\x1b[1;34m";

/// The most notes that are shown: browsers give rise to many.
const NOTES: usize = 20;

pub(super) fn print(checker: &Checker) -> String {
    let mut text = String::new();
    let rows = checker.table.sorted();
    let (notes, errors): (Vec<&Row>, Vec<&Row>) = rows.into_iter().partition(|row| row.level == Level::Note);
    let shown = errors.iter().chain(notes.iter().take(NOTES));
    for row in shown {
        // Writing to a String cannot fail, so the results are of no interest.
        let _ = one(checker, row, &mut text);
    }
    if notes.len() > NOTES {
        let _ = writeln!(text, "… {} more notes: `--format json` has all of them\n", notes.len() - NOTES);
    }
    text
}

fn one(checker: &Checker, row: &Row, text: &mut String) -> std::fmt::Result {
    let colour = if row.level == Level::Note { NOTE } else { ERROR };
    let message = printable(&format!("{}: {}", row.at, row.message));
    writeln!(text, "{colour}{}[{}]{RESET}{BOLD}: {message}{RESET}", row.level, row.rule.id)?;
    writeln!(text, "  {HINT}in{RESET}: {}", printable(&whose(checker, row)))?;
    writeln!(text, "  {HINT}first{RESET}: {} ({})", printable(&first(row)), times(row))?;
    if let Some((what, place)) = in_spec(&checker.apis[row.api], row) {
        writeln!(text, "  {HINT}spec{RESET}: {} {}", printable(&place.to_string()), printable(&what))?;
    }
    text.push('\n');
    Ok(())
}
