//! Words and lines that several parts of the text use.

use serde_json::Value as Json;

use super::super::docs::Documentation;
use super::super::operation::{Location, Style, Written};
use super::super::print::Printer;
use super::super::service::{Demand, Requirement, Security, Server};
use super::Writer;

/// How wide lines of documentation and lists of values become.
const WIDTH: usize = 100;

/// Longer values of documentation are told by their fingerprint.
const LONG: usize = 120;

/// A name as it is, or quoted where it could be taken for something else.
pub(super) fn name(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-.$@[]{}/*+;=()".contains(c);
    if !name.is_empty() && name.chars().all(plain) { name.to_owned() } else { quoted(name) }
}

/// A text in quotes, in one line.
pub(super) fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// Words in lines of at most [`WIDTH`] characters, separators kept at their ends.
pub(super) fn wrapped<'w>(words: impl IntoIterator<Item = &'w str>, indent: usize) -> Vec<String> {
    let width = WIDTH.saturating_sub(2 * indent).max(40);
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in words {
        let word_length = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + word_length <= width => {
                line.push(' ');
                line.push_str(word);
                length += 1 + word_length;
            }
            _ => {
                lines.push(word.to_owned());
                length = word_length;
            }
        }
    }
    lines
}

impl Writer<'_> {
    /// What a document says to readers, as lines that start with `#`.
    pub(super) fn says(&mut self, documentation: &Documentation, indent: usize) {
        for line in lines(documentation, indent) {
            self.line(indent, &format!("# {line}"));
        }
    }
}

/// The documentation of something small: one line, if it fits behind it.
pub(super) fn short(documentation: &Documentation) -> Option<String> {
    let lines = lines(documentation, 0);
    match &*lines {
        [line] if line.chars().count() <= 80 => Some(line.clone()),
        _ => None,
    }
}

fn lines(documentation: &Documentation, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for key in ["title", "summary", "description", "path summary", "path description"] {
        if let Some(text) = documentation.text(key) {
            for paragraph in text.split("\n\n") {
                lines.extend(wrapped(paragraph.split_whitespace().collect::<Vec<_>>(), indent + 1));
            }
        }
    }
    for (key, json) in documentation.iter() {
        match key {
            "summary" | "description" | "title" | "path summary" | "path description" if json.is_string() => {
            }
            // In the heading; or long, and held against the contract by a rule of their own.
            "operationId" | "example" | "examples" => {}
            "externalDocs"
                if json.get("url").is_some() && json.as_object().is_some_and(|docs| docs.len() == 1) =>
            {
                lines.push(format!("see {}", json["url"].as_str().unwrap_or_default()));
            }
            "tags" if json.as_array().is_some_and(|tags| tags.iter().all(Json::is_object)) => {
                for tag in json.as_array().into_iter().flatten() {
                    let text = |key: &str| tag.get(key).and_then(Json::as_str).unwrap_or_default();
                    let line = format!("tag {}: {}", text("name"), text("description"));
                    lines.extend(wrapped(line.split_whitespace().collect::<Vec<_>>(), indent + 1));
                }
            }
            _ => lines.push(format!("{key}: {}", bounded(json))),
        }
    }
    lines
}

fn bounded(json: &Json) -> String {
    let text = json.to_string();
    if text.len() <= LONG {
        return text;
    }
    let mut printer = Printer::of("documentation");
    printer.json(json);
    format!("({} bytes of JSON, {})", text.len(), printer.done().short())
}

/// How a value is written, where that is not the default: `[form, not exploded]`.
pub(super) fn manner(value: &Written, location: Location, more: &[(&str, bool)]) -> String {
    let mut words: Vec<&str> = more.iter().filter(|(_, holds)| *holds).map(|(word, _)| *word).collect();
    if let Written::Styled { style, explode, allow_reserved, .. } = value {
        let is_default_style = *style == Style::default_of(location);
        if !is_default_style {
            words.push(style.keyword());
        }
        match (*explode, style.explodes()) {
            (true, false) => words.push("exploded"),
            (false, true) => words.push("not exploded"),
            _ => {}
        }
        if *allow_reserved {
            words.push("allow reserved");
        }
    }
    if words.is_empty() { String::new() } else { format!(" [{}]", words.join(", ")) }
}

/// Who may call: `bearer [scheme=bearer, type=http] or …`.
pub(super) fn security(security: &Security, labels: bool) -> String {
    if security.alternatives.is_empty() {
        return "none".to_owned();
    }
    let alternatives: Vec<String> =
        security.alternatives.iter().map(|one| requirement(one, labels)).collect();
    alternatives.join(" or ")
}

fn requirement(requirement: &Requirement, labels: bool) -> String {
    if requirement.is_empty() {
        return "none".to_owned();
    }
    requirement.iter().map(|one| demand(one, labels)).collect::<Vec<_>>().join(" and ")
}

fn demand(demand: &Demand, labels: bool) -> String {
    let scheme: Vec<String> = demand
        .scheme
        .iter()
        .map(|(key, word)| if word.is_empty() { key.to_string() } else { format!("{key}={word}") })
        .collect();
    let label = if labels { format!("{} ", name(&demand.label)) } else { String::new() };
    let scopes = if demand.scopes.is_empty() {
        String::new()
    } else {
        format!(" with {}", demand.scopes.iter().map(|scope| quoted(scope)).collect::<Vec<_>>().join(", "))
    };
    format!("{label}[{}]{scopes}", scheme.join(", "))
}

/// An address with its variables.
pub(super) fn server(server: &Server) -> String {
    let mut text = server.url.to_string();
    for variable in &server.variables {
        text.push_str(&format!(", {} = {}", variable.name, quoted(&variable.default)));
        if let Some(values) = &variable.values {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            text.push_str(&format!(" of {}", values.join(" | ")));
        }
    }
    text
}
