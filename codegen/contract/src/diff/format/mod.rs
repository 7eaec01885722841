//! A diff as text. All formats print the rows of [`Diff::changes`] in their order, and each prints all of them.

mod github;
mod json;
mod markdown;
mod rules;
mod text;

pub use rules::{rules_as_markdown, rules_as_text};

use super::{Change, Diff, Reached};

/// How a diff is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Lines for people at a terminal, with ANSI colours: streams that want none strip them.
    Text,
    /// One object, for programs.
    Json,
    /// Tables for a pull request.
    Markdown,
    /// Annotations of GitHub's workflows.
    Github,
}

impl Diff {
    /// The diff in a format.
    pub fn print(&self, format: Format) -> String {
        match format {
            Format::Text => text::print(self),
            Format::Json => json::print(self),
            Format::Markdown => markdown::print(self),
            Format::Github => github::print(self),
        }
    }
}

/// `3 operations`.
fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Where in an operation a change is: `GET /v1/apps (answer)`.
fn reached(diff: &Diff, reached: &Reached) -> String {
    let title = diff.operation(reached);
    match (reached.request, reached.answer) {
        (true, true) => format!("{title} (request and answer)"),
        (true, false) => format!("{title} (request)"),
        (false, true) => format!("{title} (answer)"),
        (false, false) => title.to_owned(),
    }
}

/// The first operations that a change reaches, in one line.
fn some_reached(diff: &Diff, change: &Change, most: usize, quote: fn(&str) -> String) -> String {
    let shown: Vec<String> =
        change.operations.iter().take(most).map(|one| quote(&reached(diff, one))).collect();
    match change.operations.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The text with control characters escaped: no document may steer a terminal or break a line.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}
