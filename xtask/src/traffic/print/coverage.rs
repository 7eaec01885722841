//! How much of the specs the traffic used: a short table, and what it did not use.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use game_achievements_contract::exchange::{Part, PartKind};

use super::super::check::{Api, Checker};

/// The most lines of what was not used, for each kind.
const LINES: usize = 20;

/// The most names in one of these lines.
const NAMES: usize = 5;

pub(super) fn text(checker: &Checker) -> String {
    let mut text = String::new();
    for api in checker.apis.iter().filter(|api| api.requests > 0) {
        // Writing to a String cannot fail, so the results are of no interest.
        let _ = writeln!(text, "\x1b[1mcoverage of {}\x1b[0m", api.name);
        for kind in PartKind::ALL {
            let (used, all) = api.coverage.count(kind);
            let _ = writeln!(text, "  {:10} {used:5} of {all:5} {}", kind.plural(), percent(used, all));
        }
        for (what, lines) in unused(api) {
            let _ = writeln!(text, "  \x1b[1;36mnot used\x1b[0m: {what}");
            for line in lines.iter().take(LINES) {
                let _ = writeln!(text, "    {line}");
            }
            if lines.len() > LINES {
                let _ = writeln!(text, "    … {} more: `--format json` has all of them", lines.len() - LINES);
            }
        }
        text.push('\n');
    }
    text
}

pub(super) fn markdown(checker: &Checker) -> String {
    let mut text = "### Coverage\n\n| API | operations | parameters | statuses | properties |\n|---|---:|---:|---:|---:|\n".to_owned();
    for api in checker.apis.iter().filter(|api| api.requests > 0) {
        let cells = PartKind::ALL.map(|kind| {
            let (used, all) = api.coverage.count(kind);
            format!("{used} of {all} ({})", percent(used, all).trim_start())
        });
        let _ = writeln!(text, "| {} | {} |", api.name, cells.join(" | "));
    }
    text
}

/// Rounded down, so that only all of them are 100 percent.
fn percent(used: usize, all: usize) -> String {
    format!("{:3}%", (used * 100).checked_div(all).unwrap_or(100))
}

/// What was not used, as lines. Of operations that nobody called nothing else is listed.
fn unused(api: &Api) -> Vec<(&'static str, Vec<String>)> {
    let parts: Vec<Part<'_>> = api.coverage.parts().collect();
    let is_called = |title: Option<&str>| {
        parts
            .iter()
            .any(|part| part.kind == PartKind::Operation && Some(part.name) == title && part.count > 0)
    };
    let called: Vec<&str> = parts
        .iter()
        .filter(|part| part.kind == PartKind::Operation && is_called(Some(part.name)))
        .map(|part| part.name)
        .collect();
    let unused = |kind: PartKind| parts.iter().filter(move |part| part.kind == kind && part.count == 0);
    let of_called = |kind: PartKind| {
        let mut by_operation: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for part in unused(kind) {
            if let Some(operation) = part.operation.filter(|operation| called.contains(operation)) {
                by_operation.entry(operation).or_default().push(part.name);
            }
        }
        by_operation.into_iter().map(|(operation, names)| format!("{operation}: {}", some(&names))).collect()
    };
    let mut by_schema: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for part in unused(PartKind::Property) {
        let (schema, property) = part.name.split_once('.').unwrap_or((part.name, ""));
        by_schema.entry(schema).or_default().push(property);
    }
    let sections: [(&'static str, Vec<String>); 4] = [
        ("operations", unused(PartKind::Operation).map(|part| part.name.to_owned()).collect()),
        ("parameters of operations that were", of_called(PartKind::Parameter)),
        ("statuses of operations that were", of_called(PartKind::Status)),
        (
            "properties",
            by_schema.into_iter().map(|(schema, names)| format!("{schema}: {}", some(&names))).collect(),
        ),
    ];
    sections.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()
}

fn some(names: &[&str]) -> String {
    let shown = names[..names.len().min(NAMES)].join(", ");
    match names.len().saturating_sub(NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
