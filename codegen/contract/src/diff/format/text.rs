//! Lines for people at a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::{plural, printable, reached};
use crate::diff::{Change, Diff, Level, Reached};

const RESET: &str = "\x1b[0m";
const BOLD: &str = "\x1b[1m";
const HINT: &str = "\x1b[1;36m";

/// The most ways to a change that are shown, and the most operations of each.
const WAYS: usize = 4;
const EACH: usize = 3;

pub(super) fn print(diff: &Diff) -> String {
    let mut text = String::new();
    let mut shown: Vec<&Change> = Vec::new();
    for change in &diff.changes {
        // Writing to a String cannot fail, so the results are of no interest.
        let _ = row(diff, change, &shown, &mut text);
        text.push('\n');
        shown.push(change);
    }
    let summary = diff.summary();
    let _ = if summary.total() == 0 {
        writeln!(text, "{BOLD}no changes{RESET}")
    } else {
        writeln!(text, "{BOLD}{summary}: {}{RESET}", summary.bump().phrase())
    };
    text
}

fn row(diff: &Diff, change: &Change, shown: &[&Change], text: &mut String) -> std::fmt::Result {
    let colour = match change.level {
        Level::Breaking => "\x1b[1;31m",
        Level::Compatible => "\x1b[1;32m",
        Level::Cosmetic => "\x1b[1;34m",
    };
    writeln!(
        text,
        "{colour}{}[{}]{RESET}{BOLD}: {}{RESET}",
        change.level,
        change.rule.id,
        printable(&change.message)
    )?;
    write!(text, "  {HINT}at{RESET}: ")?;
    if let Some(place) = change.place() {
        write!(text, "{} ", printable(&place.to_string()))?;
    }
    writeln!(text, "{}", printable(&change.at))?;
    if change.level == Level::Breaking {
        writeln!(text, "  {HINT}why{RESET}: {}", change.rule.why)?;
    }
    reach(diff, change, shown, text)
}

fn reach(diff: &Diff, change: &Change, shown: &[&Change], text: &mut String) -> std::fmt::Result {
    // Another row about the same place has drawn the tree.
    let same = |other: &&&Change| Arc::ptr_eq(&other.operations, &change.operations);
    if change.operations.len() > 1
        && let Some(other) = shown.iter().find(same)
    {
        let count = plural(change.operations.len(), "operation");
        return writeln!(text, "  {HINT}reached by{RESET}: {count}, as above for {}", printable(&other.at));
    }
    match &*change.operations {
        [] => return Ok(()),
        [one] if one.via.is_empty() => {
            return writeln!(text, "  {HINT}reached by{RESET}: {}", printable(&reached(diff, one)));
        }
        all => writeln!(text, "  {HINT}reached by{RESET}: {}", plural(all.len(), "operation"))?,
    }
    let mut by_way: BTreeMap<&str, Vec<&Reached>> = BTreeMap::new();
    for one in &*change.operations {
        by_way.entry(&one.via).or_default().push(one);
    }
    let mut ways: Vec<(&str, Vec<&Reached>)> = by_way.into_iter().collect();
    ways.sort_by_key(|(way, operations)| (std::cmp::Reverse(operations.len()), *way));
    let left_out = ways.split_off(ways.len().min(WAYS));
    let mut branches: Vec<(String, Vec<String>)> = Vec::new();
    for (way, operations) in ways {
        let leaves = leaves(diff, &operations);
        if way.is_empty() {
            branches.extend(leaves.into_iter().map(|leaf| (leaf, Vec::new())));
        } else {
            branches.push((printable(way), leaves));
        }
    }
    if !left_out.is_empty() {
        let operations: usize = left_out.iter().map(|(_, operations)| operations.len()).sum();
        let ways = plural(left_out.len(), "other way");
        branches.push((format!("… {ways}, {}", plural(operations, "operation")), Vec::new()));
    }
    let ends = |at: usize, count: usize| if at + 1 == count { ("└─", "  ") } else { ("├─", "│ ") };
    for (at, (branch, leaves)) in branches.iter().enumerate() {
        let (corner, stem) = ends(at, branches.len());
        writeln!(text, "  {corner} {branch}")?;
        for (at, leaf) in leaves.iter().enumerate() {
            writeln!(text, "  {stem} {} {leaf}", ends(at, leaves.len()).0)?;
        }
    }
    Ok(())
}

/// The first operations, and how many more there are.
fn leaves(diff: &Diff, operations: &[&Reached]) -> Vec<String> {
    // One line more is as short as to say that there is one.
    let shown = if operations.len() == EACH + 1 { EACH + 1 } else { operations.len().min(EACH) };
    let mut leaves: Vec<String> =
        operations[..shown].iter().map(|one| printable(&reached(diff, one))).collect();
    if operations.len() > shown {
        leaves.push(format!("… {} more", operations.len() - shown));
    }
    leaves
}
