//! What was found, in a format. All formats print the same rows in the same order.

mod coverage;
mod github;
mod json;
mod markdown;
mod text;

use game_achievements_contract::diff::format::Format;
use game_achievements_contract::exchange::{self, Direction};
use game_achievements_contract::problem;

use super::check::{Api, Checker};
use super::table::Row;

/// The findings, and with `coverage` how much of the specs was used.
pub(crate) fn print(checker: &Checker, format: Format, coverage: bool) -> String {
    match format {
        Format::Text => {
            text::print(checker) + &if coverage { coverage::text(checker) } else { String::new() }
        }
        Format::Json => json::print(checker, coverage),
        Format::Markdown => {
            markdown::print(checker) + &if coverage { coverage::markdown(checker) } else { String::new() }
        }
        // There is no annotation for what is not there.
        Format::Github => github::print(checker),
    }
}

/// The most operations that a row names.
const NAMED: usize = 3;

/// Which way a row is about, and of which operations: `answers of GET /v1/apps and 2 more (app-store-connect)`.
fn whose(checker: &Checker, row: &Row) -> String {
    let api = &checker.apis[row.api];
    let titles = operations(api, row);
    let shown = titles[..titles.len().min(NAMED)].join(", ");
    let more = match titles.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match &*titles {
        [] => api.name.clone(),
        [_] => format!("{} of {shown} ({})", way(row), api.name),
        _ => format!("{}s of {shown}{more} ({})", way(row), api.name),
    }
}

fn way(row: &Row) -> &'static str {
    match row.direction {
        Direction::Request => "request",
        Direction::Answer => "answer",
    }
}

fn operations(api: &Api, row: &Row) -> Vec<String> {
    let all = api.service.contract().operations();
    row.operations.iter().map(|at| all[*at].title()).collect()
}

/// What the spec calls the part that a row is about, and where it is written.
fn in_spec(api: &Api, row: &Row) -> Option<(String, problem::Place)> {
    let contract = api.service.contract();
    match (row.schema, row.operations.first()) {
        (Some(schema), _) => {
            let position = contract.schema(schema).origin.position;
            Some((exchange::address(contract, schema), contract.place(position)))
        }
        (None, Some(at)) => {
            let operation = &contract.operations()[*at];
            Some((operation.title(), contract.place(operation.origin.position)))
        }
        (None, None) => None,
    }
}

/// `trace.har:210:7, entry 3`.
fn first(row: &Row) -> String {
    let place = &row.first;
    format!("{}:{}:{}, entry {}", place.file, place.position.line, place.position.column, place.entry)
}

fn times(row: &Row) -> String {
    if row.count == 1 { "once".to_owned() } else { format!("{} times", row.count) }
}

/// The text with control characters escaped: no recording may steer a terminal or break a line.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // Those that turn the direction of writing are as bad.
        let steers = c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if steers { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}
