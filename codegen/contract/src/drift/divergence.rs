//! The list of differences that are there on purpose.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::Date;
use super::address::{Glob, Row};
use crate::diff::{Change, Diff, RULES};
use crate::problem::{Place, Position, Problem};

/// A listed difference with its reason.
#[derive(Clone, Debug)]
pub struct Divergence {
    /// What it is called.
    pub id: Box<str>,
    /// The API that it is about.
    pub api: Box<str>,
    /// The one document of the provider that it is about.
    pub document: Option<Box<str>>,
    /// Why we differ.
    pub reason: Box<str>,
    /// Where that is known from.
    pub source: Box<str>,
    /// The last day on which it is good.
    pub expires: Option<Date>,
    places: Vec<Glob>,
    rules: Vec<Box<str>>,
    operations: Vec<Glob>,
    at: Place,
}

impl Divergence {
    /// Whether it is the reason of a row: one of its places is the row's, and so are a rule and all operations if it
    /// names some.
    pub(super) fn covers(&self, diff: &Diff, change: &Change, row: &Row) -> bool {
        let is_at = |address: &Option<String>| {
            address.as_ref().is_some_and(|address| self.places.iter().any(|place| place.fits(address)))
        };
        let is_operation = |title: &str| self.operations.iter().any(|operation| operation.fits(title));
        (self.rules.is_empty() || self.rules.iter().any(|rule| **rule == *change.rule.id))
            && (is_at(&row.ours) || is_at(&row.theirs))
            && (self.operations.is_empty()
                || change.operations.iter().all(|reached| is_operation(diff.operation(reached))))
    }

    /// A problem if its time is over.
    pub(super) fn expired(&self, today: Date) -> Option<Problem> {
        let last = self.expires.filter(|last| *last < today)?;
        Some(
            Problem::error("divergence-expired", format!("`{}` expired on {last}", self.id))
                .at(self.at.clone())
                .help(format!("its reason was: {}", self.reason))
                .fix("look whether the reason still holds, then move `expires` on or remove the entry"),
        )
    }

    /// The problem that it has no row.
    pub(super) fn stale(&self, document: &str) -> Problem {
        Problem::error(
            "divergence-stale",
            format!("`{}` matches no difference from the {document} document", self.id),
        )
        .at(self.at.clone())
        .help(format!("its reason was: {}", self.reason))
        .fix("remove the entry, or mend its place and rules: without it, its differences are shown")
    }
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct List {
    entries: Vec<Divergence>,
}

impl List {
    /// Reads the file. APIs are known by name, documents by API and name.
    ///
    /// # Errors
    /// Text that is no such list, each with its place: broken TOML, an unknown key or rule, an id twice.
    pub fn read(file: &str, text: &str, known: &[(&str, &[String])]) -> Result<Self, Vec<Problem>> {
        let reader = Reader { file, text };
        let written: Written = toml::from_str(text).map_err(|error| {
            let message = error.message().lines().next().unwrap_or("this is no TOML").to_owned();
            vec![reader.problem("divergences", error.span().unwrap_or_default(), message)]
        })?;
        let mut problems = Vec::new();
        let mut list = Self::default();
        for entry in written.divergence {
            let divergence = reader.entry(entry, known, &list, &mut problems);
            list.entries.push(divergence);
        }
        if problems.is_empty() { Ok(list) } else { Err(problems) }
    }

    /// Those of a document.
    pub fn of<'l>(&'l self, api: &'l str, document: &'l str) -> impl Iterator<Item = &'l Divergence> {
        self.entries.iter().filter(move |entry| {
            *entry.api == *api && entry.document.as_deref().is_none_or(|only| only == document)
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    divergence: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned<Box<str>>,
    api: Spanned<Box<str>>,
    document: Option<Spanned<Box<str>>>,
    place: Spanned<OneOrMore>,
    #[serde(default)]
    rules: Vec<Spanned<Box<str>>>,
    #[serde(default)]
    operations: Vec<Box<str>>,
    reason: Spanned<Box<str>>,
    source: Spanned<Box<str>>,
    expires: Option<Spanned<toml::value::Datetime>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a place is a text, or a list of texts")]
enum OneOrMore {
    One(Box<str>),
    More(Vec<Box<str>>),
}

struct Reader<'t> {
    file: &'t str,
    text: &'t str,
}

impl Reader<'_> {
    fn entry(
        &self,
        entry: Entry,
        known: &[(&str, &[String])],
        list: &List,
        problems: &mut Vec<Problem>,
    ) -> Divergence {
        let mut problem = |span: Range<usize>, message: String| {
            problems.push(self.problem("divergences", span, message));
        };
        let documents = known.iter().find(|(api, _)| **api == **entry.api.get_ref());
        if documents.is_none() {
            problem(entry.api.span(), format!("there is no API `{}`", entry.api.get_ref()));
        }
        if let (Some((_, documents)), Some(only)) = (documents, &entry.document)
            && !documents.iter().any(|document| **document == **only.get_ref())
        {
            let all = documents.join(", ");
            problem(only.span(), format!("there is no document `{}`, only {all}", only.get_ref()));
        }
        if let Some(twice) = list.entries.iter().find(|other| other.id == *entry.id.get_ref()) {
            problem(entry.id.span(), format!("`{}` is the id of another entry, at {}", twice.id, twice.at));
        }
        for (word, text) in [("an id", &entry.id), ("a reason", &entry.reason), ("a source", &entry.source)] {
            if text.get_ref().trim().is_empty() {
                problem(text.span(), format!("{word} is missing here"));
            }
        }
        for rule in &entry.rules {
            if !RULES.iter().any(|known| *known.id == **rule.get_ref()) {
                let message = format!("there is no rule `{}`", rule.get_ref());
                problem(rule.span(), message);
            }
        }
        let (place_span, places) = (entry.place.span(), entry.place.into_inner());
        let places = match places {
            OneOrMore::One(place) => vec![place],
            OneOrMore::More(places) => places,
        };
        if places.is_empty()
            || places.iter().any(|place| place.chars().all(|c| c == '*' || c.is_whitespace()))
        {
            problem(
                place_span,
                "a place names something: `schema Name.property`, `GET /path ?parameter`".into(),
            );
        }
        let mut expires = None;
        if let Some(at) = &entry.expires {
            let value = at.get_ref();
            let date = value.date.filter(|_| value.time.is_none() && value.offset.is_none());
            expires = date.and_then(|date| Date::new(i32::from(date.year), date.month, date.day));
            if expires.is_none() {
                problem(at.span(), "an expiry is a day: 2027-01-31".into());
            }
        }
        let at = self.place(entry.id.span());
        Divergence {
            id: entry.id.into_inner(),
            api: entry.api.into_inner(),
            document: entry.document.map(Spanned::into_inner),
            reason: entry.reason.into_inner(),
            source: entry.source.into_inner(),
            expires,
            places: places.iter().map(|place| Glob::new(place)).collect(),
            rules: entry.rules.into_iter().map(Spanned::into_inner).collect(),
            operations: entry.operations.iter().map(|operation| Glob::new(operation)).collect(),
            at,
        }
    }

    fn problem(&self, rule: &'static str, span: Range<usize>, message: String) -> Problem {
        Problem::error(rule, message).at(self.place(span)).help("specs/README.md says what an entry has")
    }

    fn place(&self, span: Range<usize>) -> Place {
        let before = self.text.get(..span.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Place { file: self.file.into(), position: Position { line: number(line), column: number(column) } }
    }
}
