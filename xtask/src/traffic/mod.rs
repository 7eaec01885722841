//! Recorded traffic: HAR files read entry by entry, held against the specs, and what was found.

mod check;
mod har;
mod links;
mod payload;
mod print;
mod scan;
mod secrets;
mod table;

pub(crate) use check::Checker;
pub(crate) use har::Entry;
pub(crate) use print::{print, printable};
pub(crate) use scan::{MAX_ENTRY, Position, Scanner, Stopped};
pub(crate) use table::Place;

use serde_json::error::Category;

/// What a reader of JSON says, without the place, which is another in the file, and without what it quotes, which may be a secret.
pub(crate) fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = text.trim_end_matches(&place);
    match error.classify() {
        Category::Data if !text.starts_with("missing field") => {
            "a member is of another kind than HAR says".to_owned()
        }
        // What is wrong with the syntax is told without a piece of it.
        _ => text.to_owned(),
    }
}
