//! Annotations of GitHub's workflows: `::error file=specs/a.yaml,line=1,col=2,title=…::…`.

use std::fmt::Write as _;

use super::{printable, some_reached};
use crate::diff::{Change, Diff, Level};
use crate::problem::Position;

/// The most operations that an annotation names.
const NAMED: usize = 5;

pub(super) fn print(diff: &Diff) -> String {
    let mut text = String::new();
    for change in &diff.changes {
        // Writing to a String cannot fail, so the result is of no interest.
        let _ = writeln!(text, "{}", annotation(diff, change));
    }
    text
}

fn annotation(diff: &Diff, change: &Change) -> String {
    let command = match change.level {
        Level::Breaking => "error",
        Level::Compatible | Level::Cosmetic => "notice",
    };
    // What is gone has no line in the new file.
    let (file, position) = match &change.new_place {
        Some(place) => (&*place.file, place.position),
        None => (&*diff.new_file, Position::START),
    };
    let title = format!("{}: {}", change.level, change.rule.id);
    let mut message = data(&format!("{} (at {})", change.message, change.at));
    if !change.operations.is_empty() {
        let operations = some_reached(diff, change, NAMED, str::to_owned);
        let _ = write!(message, "%0Areached by {}", data(&operations));
    }
    format!(
        "::{command} file={},line={},col={},title={}::{}",
        property(path(file)),
        position.line,
        position.column,
        property(&title),
        message
    )
}

/// The path without the revision that it was read from.
fn path(file: &str) -> &str {
    // A single letter is a drive.
    file.split_once(':').filter(|(revision, _)| revision.len() > 1).map_or(file, |(_, path)| path)
}

/// As `@actions/core` escapes messages, without control characters.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
