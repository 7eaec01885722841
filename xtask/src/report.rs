//! What commands say to people, in the manner of cargo: a right-aligned verb, then what it is about.

use anstyle::{AnsiColor, Style};
use game_achievements_contract::problem::{self, Palette, Problem};
use similar::{Change, ChangeTag, TextDiff};

use crate::Io;
use crate::exit::{Exit, Stop};

const GOOD: Style = AnsiColor::Green.on_default().bold();
const ATTENTION: Style = AnsiColor::Yellow.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// The most lines of one file's diff that are shown.
const DIFF_LINES: usize = 40;

/// The most characters of one of its lines that are shown.
const DIFF_COLUMNS: usize = 120;

/// Something went as it should.
pub(crate) fn good(io: &mut Io<'_>, verb: &str, text: &str) -> Result<(), Stop> {
    line(io, GOOD, verb, text)
}

/// Something deserves a look.
pub(crate) fn attention(io: &mut Io<'_>, verb: &str, text: &str) -> Result<(), Stop> {
    line(io, ATTENTION, verb, text)
}

/// Something is wrong.
pub(crate) fn bad(io: &mut Io<'_>, verb: &str, text: &str) -> Result<(), Stop> {
    line(io, BAD, verb, text)
}

/// The last line of a command: what to run next.
pub(crate) fn next(io: &mut Io<'_>, text: &str) -> Result<(), Stop> {
    line(io, HINT, "next", text)
}

fn line(io: &mut Io<'_>, style: Style, verb: &str, text: &str) -> Result<(), Stop> {
    Ok(writeln!(io.stderr, "{style}{verb:>12}{style:#} {text}")?)
}

/// Prints problems, each with its hints.
pub(crate) fn problems(io: &mut Io<'_>, problems: &[Problem]) -> Result<(), Stop> {
    for problem in problems {
        io.stderr.write_all(problem::render(problem, &Palette::ansi()).as_bytes())?;
    }
    Ok(())
}

/// `2 errors and 1 warning`.
pub(crate) fn count(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    match (errors, problems.len() - errors) {
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        (errors, warnings) => format!("{} and {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

/// `1 file`, `2 files`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Shows what differs between two texts: changed lines with two lines around them, capped.
pub(crate) fn diff(io: &mut Io<'_>, old: &str, new: &str) -> Result<(), Stop> {
    let diff = TextDiff::from_lines(old, new);
    let mut shown = 0;
    let mut left_out = 0;
    for hunk in diff.unified_diff().context_radius(2).iter_hunks() {
        if shown < DIFF_LINES {
            writeln!(io.stderr, "{HINT}{}{HINT:#}", hunk.header())?;
        }
        let changes: Vec<Change<&str>> = hunk.iter_changes().collect();
        for change in &changes {
            if shown == DIFF_LINES {
                left_out += 1;
                continue;
            }
            shown += 1;
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', BAD),
                ChangeTag::Insert => ('+', GOOD),
                ChangeTag::Equal => (' ', Style::new()),
            };
            writeln!(io.stderr, "{style}{sign}{}{style:#}", cropped(change, &changes))?;
        }
    }
    if left_out > 0 {
        writeln!(io.stderr, "… {} more", plural(left_out, "line"))?;
    }
    Ok(())
}

/// A line, or of a long one the part where it differs from the line that it replaces or that replaces it.
fn cropped(change: &Change<&str>, hunk: &[Change<&str>]) -> String {
    let line: Vec<char> = change.value().trim_end_matches('\n').chars().collect();
    if line.len() <= DIFF_COLUMNS {
        return line.into_iter().collect();
    }
    let opposite = match change.tag() {
        ChangeTag::Delete => Some(ChangeTag::Insert),
        ChangeTag::Insert => Some(ChangeTag::Delete),
        ChangeTag::Equal => None,
    };
    let alike =
        |other: &Change<&str>| line.iter().zip(other.value().chars()).take_while(|(a, b)| **a == *b).count();
    let differs = hunk.iter().filter(|other| Some(other.tag()) == opposite).map(alike).max().unwrap_or(0);
    // What stands before it tells where it is.
    let from = differs.saturating_sub(DIFF_COLUMNS / 2).min(line.len() - DIFF_COLUMNS);
    let part: String = line[from..from + DIFF_COLUMNS].iter().collect();
    let (before, after) =
        (if from > 0 { "…" } else { "" }, if from + DIFF_COLUMNS < line.len() { "…" } else { "" });
    format!("{before}{part}{after}")
}

/// Says why a command stopped; returns how it ends.
pub(crate) fn stop(io: &mut Io<'_>, stop: Stop) -> Exit {
    let (exit, said) = match stop {
        Stop::Said(exit) => (exit, Ok(())),
        Stop::Refused { message, help } => (
            Exit::Usage,
            writeln!(io.stderr, "{BAD}error{BAD:#}: {message}\n  {HINT}help{HINT:#}: {help}")
                .map_err(Stop::from),
        ),
        Stop::Problems(list) => (
            Exit::Findings,
            problems(io, &list)
                .and_then(|()| bad(io, "Failure", &count(&list)))
                .and_then(|()| next(io, "mend the above, then run the command again")),
        ),
        Stop::Internal(error) => {
            (Exit::Internal, writeln!(io.stderr, "{BAD}internal error{BAD:#}: {error:#}").map_err(Stop::from))
        }
    };
    // When even stderr is gone, the exit code is all that is left to say.
    let _ = said;
    exit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_line_the_part_is_shown_that_differs() {
        let long = |middle: &str| format!("start {}{middle}{} end\n", "a".repeat(200), "z".repeat(200));
        let (old, new) = (format!("{}short\n", long("old")), format!("{}short\n", long("new")));
        let diff = TextDiff::from_lines(&old, &new);
        let changes: Vec<Change<&str>> = diff.iter_all_changes().collect();
        let shown: Vec<String> = changes.iter().map(|change| cropped(change, &changes)).collect();
        let part = |middle: &str| format!("…{}{middle}{}…", "a".repeat(60), "z".repeat(57));
        assert_eq!(shown, [part("old"), part("new"), "short".to_owned()]);
    }
}
