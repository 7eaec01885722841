//! Problems as text for a terminal or a log.

use std::fmt::Write as _;

use super::{Problem, Severity};

/// The escape sequences around the parts of a rendered problem; all empty without colour.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    error: &'static str,
    warning: &'static str,
    bold: &'static str,
    hint: &'static str,
    reset: &'static str,
}

impl Palette {
    /// No colours: for files, logs and snapshots.
    pub fn plain() -> Self {
        Self::default()
    }

    /// The colours of cargo: red errors, yellow warnings, cyan hints.
    pub fn ansi() -> Self {
        Self {
            error: "\x1b[1;31m",
            warning: "\x1b[1;33m",
            bold: "\x1b[1m",
            hint: "\x1b[1;36m",
            reset: "\x1b[0m",
        }
    }
}

/// The problem as lines, each ended by a line break.
///
/// ```text
/// specs/a.yaml:7:3: error[duplicate-key]: the key `get` stands twice in this mapping
///   specs/a.yaml:5:3: the first `get`
///   help: …
///   fix: …
/// ```
///
/// `file:line:column` comes first, so that editors and terminals can jump there. Control characters of
/// the input are escaped: a hostile file cannot steer the terminal.
pub fn render(problem: &Problem, palette: &Palette) -> String {
    let Palette { error, warning, bold, hint, reset } = palette;
    let colour = match problem.severity {
        Severity::Error => error,
        Severity::Warning => warning,
    };
    let mut text = String::new();
    // Writing to a String cannot fail, so the results are of no interest.
    if let Some(place) = &problem.place {
        let _ = write!(text, "{bold}{}{reset}: ", printable(&place.to_string()));
    }
    let _ = writeln!(
        text,
        "{colour}{}[{}]{reset}{bold}: {}{reset}",
        problem.severity,
        problem.rule,
        printable(&problem.message)
    );
    for (place, what) in &problem.related {
        let _ = writeln!(text, "  {}: {}", printable(&place.to_string()), printable(what));
    }
    for (label, line) in [("help", &problem.help), ("fix", &problem.fix)] {
        if let Some(line) = line {
            let _ = writeln!(text, "  {hint}{label}{reset}: {}", printable(line));
        }
    }
    text
}

fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Place, Position};

    #[test]
    fn control_characters_of_the_input_do_not_reach_the_terminal() {
        let problem = Problem::error("x", "key `\u{1b}[2J\n`")
            .at(Place { file: "a\u{7}.yaml".into(), position: Position { line: 1, column: 2 } });
        let text = render(&problem, &Palette::plain());
        assert_eq!(text, "a\\u{7}.yaml:1:2: error[x]: key `\\u{1b}[2J\\n`\n");
    }
}
