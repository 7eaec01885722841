//! Annotations of GitHub's workflows, at the part of the spec that they are about: the recording is no part of the repository.

use std::fmt::Write as _;

use game_achievements_contract::exchange::Level;

use super::super::check::Checker;
use super::super::table::Row;
use super::{first, in_spec, printable, times, whose};

pub(super) fn print(checker: &Checker) -> String {
    let mut text = String::new();
    for row in checker.table.sorted() {
        // Writing to a String cannot fail, so the result is of no interest.
        let _ = writeln!(text, "{}", annotation(checker, row));
    }
    text
}

fn annotation(checker: &Checker, row: &Row) -> String {
    let command = if row.level == Level::Error { "error" } else { "notice" };
    let (file, line, column) = match in_spec(&checker.apis[row.api], row) {
        Some((_, place)) => {
            (place.file.to_string(), u64::from(place.position.line), u64::from(place.position.column))
        }
        None => (row.first.file.to_string(), row.first.position.line, row.first.position.column),
    };
    let message = format!("{}: {} in {}", row.at, row.message, whose(checker, row));
    let seen = format!("{}, first in {}", times(row), first(row));
    format!(
        "::{command} file={},line={line},col={column},title={}::{}%0A{}",
        property(&file),
        property(row.rule.id),
        data(&message),
        data(&seen)
    )
}

/// As `@actions/core` escapes messages, without control characters.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
