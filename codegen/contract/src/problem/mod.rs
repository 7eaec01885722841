//! A finding: a rule that a file breaks, the place, and the way out.

mod render;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

pub use render::{Palette, render};

/// Something wrong in a file that could be read, or with reading it.
///
/// Its parts are for people: `message` says what is wrong, `help` what to know, `fix` what to do.
/// Sentences start in lower case and end without a full stop, as those of rustc do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable identifier of the rule, in kebab case: `duplicate-key`.
    pub rule: &'static str,
    /// Whether the input is refused for it.
    pub severity: Severity,
    /// Where it is; `None` when it concerns no place in a file.
    pub place: Option<Place>,
    /// What is wrong, in one line.
    pub message: String,
    /// Other places that belong to it, each with what is to be seen there.
    pub related: Vec<(Place, String)>,
    /// What helps to understand it.
    pub help: Option<String>,
    /// What to do about it.
    pub fix: Option<String>,
}

impl Problem {
    /// An error: the input is refused.
    pub fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, message.into())
    }

    /// A warning: the input is taken, but something about it deserves a look.
    pub fn warning(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Warning, message.into())
    }

    fn new(rule: &'static str, severity: Severity, message: String) -> Self {
        Self { rule, severity, place: None, message, related: Vec::new(), help: None, fix: None }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds another place that belongs to the problem.
    #[must_use]
    pub fn related(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related.push((place, what.into()));
        self
    }

    /// Sets the help line.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the fix line.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// Whether the input is refused for it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Problem {
    /// The plain text, without colours and without a trailing line break.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(render(self, &Palette::plain()).trim_end())
    }
}

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input is refused.
    Error,
    /// The input is taken.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A point in a file, printed as `file:line:column`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// Where in the file.
    pub position: Position,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.position)
    }
}

/// A line and a column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl Position {
    /// The first character of a file.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Puts problems in the order in which people read them: by file and place, then by rule.
///
/// Exact repetitions are dropped.
pub fn sort(problems: &mut Vec<Problem>) {
    problems.sort_by(|a, b| match (&a.place, &b.place) {
        (Some(a_place), Some(b_place)) => a_place.cmp(b_place).then(a.rule.cmp(b.rule)),
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (None, None) => a.rule.cmp(b.rule),
    });
    problems.dedup();
}
