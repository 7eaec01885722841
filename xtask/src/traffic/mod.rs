//! Recorded traffic: HAR files read entry by entry, held against the specs, and what was found.

mod check;
mod har;
mod payload;
mod print;
mod scan;
mod secrets;
mod table;

pub(crate) use check::Checker;
pub(crate) use har::Entry;
pub(crate) use print::{Format, print, printable};
pub(crate) use scan::{MAX_ENTRY, Position, Scanner, Stopped};
pub(crate) use table::Place;

/// What a reader of JSON says, without the place, which is another in the file.
pub(crate) fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    // What is quoted comes from the traffic.
    let quoted = text.contains('`') && text.contains("invalid");
    if quoted { "a value is of another kind".to_owned() } else { text.trim_end_matches(&place).to_owned() }
}
