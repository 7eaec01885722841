//! One value, held against one schema.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::rc::Rc;

use serde_json::{Number, Value as Json};

use super::format;
use super::instance::{Instance, View};
use super::kinds::{an, canonical, compare, fits_type, is_listed, is_multiple, kind};
use super::words::{self, Quotes, listed};
use crate::contract::{Additional, Contract, Limit, LimitKind, Schema, SchemaId};
use crate::problem::Position;

/// How deep values and schemas may be nested in each other before the rest is told as too deep.
pub(super) const MAX_DEPTH: usize = 300;

/// The most steps that one check takes; unions within unions can ask for any number.
const MAX_STEPS: usize = 4_000_000;

/// The most findings about one value. A body can be wrong in millions of places, and the first ones say it.
pub(super) const MAX_FINDINGS: usize = 1_000;

/// Which way a value goes: some members belong to one way only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the client to the service.
    Request,
    /// From the service to the client.
    Answer,
}

/// Something about a value that the contract does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable identifier of what is violated: the keyword (`required`, `enum`, `minLength`), or `null`,
    /// `read-only`, `write-only`, `too-deep`.
    pub rule: &'static str,
    /// Where in the value: `data[2].id`; empty for the value itself.
    pub path: String,
    /// The same as tokens of a JSON pointer; a member that is missing is named too.
    pub tokens: Box<[Token]>,
    /// The schema that it violates.
    pub schema: SchemaId,
    /// Where in the file, if the value is from one.
    pub position: Option<Position>,
    /// What is wrong, in one line.
    pub message: String,
}

impl fmt::Display for Finding {
    /// `data[2].id: must be a string, this is a number`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

/// Holds a value against a schema of a contract: types, nullability, formats, enums, bounds, patterns, members,
/// and groups of schemas. Nothing is found if the value fits.
///
/// A pattern that is no regular expression this crate knows (one with look-around) is not checked.
pub fn check<V: Instance>(
    contract: &Contract,
    schema: SchemaId,
    value: &V,
    direction: Direction,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    Checker::new(contract, direction, Quotes::Full).check(schema, value, &mut findings);
    findings
}

pub(super) struct Checker<'c> {
    pub(super) contract: &'c Contract,
    pub(super) direction: Direction,
    quotes: Quotes,
    /// The schema that is looked at.
    schema: SchemaId,
    /// What is wrong with a value, by address, as a member of a group. `None` while that is being found out: a
    /// union that contains itself does not fit for that reason.
    pub(super) known: HashMap<(SchemaId, usize), Option<Rc<[Finding]>>>,
    /// Objects whose discriminator is being followed, by schema and address.
    pub(super) told_apart: HashSet<(SchemaId, usize)>,
    patterns: HashMap<SchemaId, Option<regex_lite::Regex>>,
    pub(super) path: Vec<Token>,
    depth: usize,
    steps: usize,
}

/// A step from a value to one of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// To the member of this name.
    Member(String),
    /// To the element of this index.
    Element(usize),
}

impl<'c> Checker<'c> {
    pub(super) fn new(contract: &'c Contract, direction: Direction, quotes: Quotes) -> Self {
        Self {
            contract,
            direction,
            quotes,
            schema: SchemaId::ANY,
            known: HashMap::new(),
            told_apart: HashSet::new(),
            patterns: HashMap::new(),
            path: Vec::new(),
            depth: 0,
            steps: 0,
        }
    }

    /// A value in a message.
    pub(super) fn shown(&self, json: &Json) -> String {
        let is_secret = |token: &Token| matches!(token, Token::Member(name) if words::is_secret(name));
        match self.quotes {
            Quotes::Words if self.path.iter().any(is_secret) => Quotes::Nothing.shown(json),
            quotes => quotes.shown(json),
        }
    }

    pub(super) fn check<V: Instance>(&mut self, id: SchemaId, value: &V, findings: &mut Vec<Finding>) {
        self.steps += 1;
        if self.depth >= MAX_DEPTH || self.steps >= MAX_STEPS {
            if self.depth >= MAX_DEPTH || self.steps == MAX_STEPS {
                self.find(findings, "too-deep", value, "too deeply nested to be checked".into());
            }
            return;
        }
        self.depth += 1;
        let outer = std::mem::replace(&mut self.schema, id);
        self.check_schema(id, value, findings);
        self.schema = outer;
        self.depth -= 1;
    }

    fn check_schema<V: Instance>(&mut self, id: SchemaId, value: &V, findings: &mut Vec<Finding>) {
        let schema = self.contract.schema(id);
        let view = value.view();
        if matches!(view, View::Null) && schema.nullable {
            return;
        }
        if !fits_type(schema.types, &view) {
            let rule = if matches!(view, View::Null) { "null" } else { "type" };
            let expected = schema.types.to_string();
            return self.find(
                findings,
                rule,
                value,
                format!("must be {}, this is {}", an(&expected), kind(&view)),
            );
        }
        if let Some(values) = &schema.values
            && !is_listed(schema, values, value)
        {
            let given = self.shown(&value.to_json());
            return self.find(findings, "enum", value, format!("{given} is none of {}", listed(values)));
        }
        match view {
            View::Null | View::Bool(_) => {}
            View::Number(number) => self.number(schema, number, value, findings),
            View::String(text) => self.text(id, schema, text, value, findings),
            View::Array(elements) => self.array(schema, elements, value, findings),
            View::Object => self.object(schema, value, findings),
        }
        self.groups(id, schema, value, findings);
    }

    fn number<V: Instance>(&self, schema: &Schema, number: &Number, value: &V, findings: &mut Vec<Finding>) {
        if let Some(name) = &schema.format
            && let Some((least, greatest)) = format::range(name)
            && let Some(whole) = format::integer(number)
            && !(least..=greatest).contains(&whole)
        {
            self.find(findings, "format", value, format!("{number} is out of the range of {name}"));
        }
        for limit in &schema.limits {
            let fits = match limit.kind {
                LimitKind::Minimum => compare(number, limit) != Some(std::cmp::Ordering::Less),
                LimitKind::Maximum => compare(number, limit) != Some(std::cmp::Ordering::Greater),
                LimitKind::MultipleOf => is_multiple(number, &limit.value),
                _ => continue,
            };
            let excluded = limit.exclusive && compare(number, limit) == Some(std::cmp::Ordering::Equal);
            if !fits || excluded {
                self.limit(findings, value, limit, &number.to_string());
            }
        }
    }

    fn text<V: Instance>(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        text: &str,
        value: &V,
        findings: &mut Vec<Finding>,
    ) {
        if let Some(name) = &schema.format
            && !format::fits_text(name, text)
        {
            self.find(findings, "format", value, format!("{} is no {name}", self.shown(&text.into())));
        }
        let length = text.chars().count();
        self.count(schema, LimitKind::MinLength, LimitKind::MaxLength, length, "characters", value, findings);
        if let Some(pattern) = &schema.pattern {
            let compiled = self.patterns.entry(id).or_insert_with(|| regex_lite::Regex::new(pattern).ok());
            if compiled.as_ref().is_some_and(|compiled| !compiled.is_match(text)) {
                self.find(
                    findings,
                    "pattern",
                    value,
                    format!("{} does not match {pattern}", self.shown(&text.into())),
                );
            }
        }
    }

    fn array<V: Instance>(
        &mut self,
        schema: &Schema,
        elements: &[V],
        value: &V,
        findings: &mut Vec<Finding>,
    ) {
        self.count(
            schema,
            LimitKind::MinItems,
            LimitKind::MaxItems,
            elements.len(),
            "elements",
            value,
            findings,
        );
        if schema.unique_items {
            let mut seen: HashMap<String, usize> = HashMap::new();
            for (at, element) in elements.iter().enumerate() {
                if let Some(first) = seen.insert(canonical(element).to_string(), at) {
                    self.path.push(Token::Element(at));
                    self.find(findings, "uniqueItems", element, format!("the same as element {first}"));
                    self.path.pop();
                }
            }
        }
        if let Some(items) = schema.items {
            for (at, element) in elements.iter().enumerate() {
                self.path.push(Token::Element(at));
                self.check(items, element, findings);
                self.path.pop();
            }
        }
    }

    fn object<V: Instance>(&mut self, schema: &Schema, value: &V, findings: &mut Vec<Finding>) {
        let count = value.member_count();
        self.count(
            schema,
            LimitKind::MinProperties,
            LimitKind::MaxProperties,
            count,
            "members",
            value,
            findings,
        );
        for property in schema.properties.iter().filter(|property| property.required) {
            if value.member(&property.name).is_none() && !self.goes_the_other_way(property.schema) {
                let path = self.path_text();
                self.path.push(Token::Member(property.name.to_string()));
                let message = format!("`{}` is missing", property.name);
                self.find_at(findings, "required", path, value.position(), message);
                self.path.pop();
            }
        }
        for (name, member) in value.members() {
            self.path.push(Token::Member(name.to_owned()));
            match (schema.property(name), schema.additional) {
                (Some(property), _) => {
                    if self.goes_the_other_way(property.schema) {
                        let (rule, message) = match self.direction {
                            Direction::Request => ("read-only", "only answers carry this"),
                            Direction::Answer => ("write-only", "only requests carry this"),
                        };
                        self.find(findings, rule, member, message.into());
                    }
                    self.check(property.schema, member, findings);
                }
                (None, Additional::Any) => {}
                (None, Additional::None) => {
                    self.find(findings, "additionalProperties", member, "there is no such member".into());
                }
                (None, Additional::Schema(additional)) => self.check(additional, member, findings),
            }
            self.path.pop();
        }
    }

    pub(super) fn goes_the_other_way(&self, id: SchemaId) -> bool {
        let schema = self.contract.schema(id);
        match self.direction {
            Direction::Request => schema.read_only,
            Direction::Answer => schema.write_only,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "two bounds on one count")]
    fn count<V: Instance>(
        &self,
        schema: &Schema,
        least: LimitKind,
        most: LimitKind,
        count: usize,
        what: &str,
        value: &V,
        findings: &mut Vec<Finding>,
    ) {
        let bound = |limit: &Limit| limit.value.as_u64().unwrap_or(u64::MAX);
        if let Some(limit) = schema.limit(least)
            && (count as u64) < bound(limit)
        {
            self.limit(findings, value, limit, &format!("{count} {what}"));
        }
        if let Some(limit) = schema.limit(most)
            && (count as u64) > bound(limit)
        {
            self.limit(findings, value, limit, &format!("{count} {what}"));
        }
    }

    fn limit<V: Instance>(&self, findings: &mut Vec<Finding>, value: &V, limit: &Limit, given: &str) {
        let keyword = limit.kind.keyword();
        let exclusive = if limit.exclusive { ", which is excluded" } else { "" };
        self.find(findings, keyword, value, format!("{given}, but {keyword} is {}{exclusive}", limit.value));
    }

    pub(super) fn find<V: Instance>(
        &self,
        findings: &mut Vec<Finding>,
        rule: &'static str,
        value: &V,
        message: String,
    ) {
        self.find_at(findings, rule, self.path_text(), value.position(), message);
    }

    fn find_at(
        &self,
        findings: &mut Vec<Finding>,
        rule: &'static str,
        path: String,
        position: Option<Position>,
        message: String,
    ) {
        let (rule, message) = match findings.len() {
            MAX_FINDINGS.. => return,
            // One that is the last, so that nobody takes the others for all.
            at if at == MAX_FINDINGS - 1 => {
                ("too-deep", "wrong in too many places to tell them all".to_owned())
            }
            _ => (rule, message),
        };
        let tokens = self.path.as_slice().into();
        findings.push(Finding { rule, path, tokens, schema: self.schema, position, message });
    }

    pub(super) fn path_text(&self) -> String {
        let mut text = String::new();
        for token in &self.path {
            match token {
                Token::Member(name) => {
                    // Names that come from traffic may be anything, too.
                    let name = if self.quotes == Quotes::Full { name.clone() } else { words::name(name) };
                    text += if text.is_empty() { "" } else { "." };
                    text += &name;
                }
                Token::Element(at) => text.push_str(&format!("[{at}]")),
            }
        }
        text
    }
}
