//! Keywords of a document: each read as what OpenAPI 3.0 says it is, or told as a problem.

use serde_json::{Number, Value as Json};

use super::docs::Documentation;
use crate::document::Document;
use crate::problem::Problem;
use crate::source::{Node, Object, Value};

/// Reads keywords and collects what is wrong with them.
pub(super) struct Keywords<'a> {
    pub(super) document: &'a Document,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Keywords<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, problems: Vec::new() }
    }

    pub(super) fn error(
        &mut self,
        rule: &'static str,
        node: &Node,
        message: impl Into<String>,
    ) -> &mut Problem {
        self.push(Problem::error(rule, message), node)
    }

    pub(super) fn warning(
        &mut self,
        rule: &'static str,
        node: &Node,
        message: impl Into<String>,
    ) -> &mut Problem {
        self.push(Problem::warning(rule, message), node)
    }

    fn push(&mut self, problem: Problem, node: &Node) -> &mut Problem {
        let at = self.problems.len();
        self.problems.push(problem.at(self.document.place(node.position)));
        &mut self.problems[at]
    }

    /// A value of another kind than its keyword has. `null` is common enough in published documents (Apple has
    /// a `format: null`) to be taken for "not said".
    pub(super) fn malformed(&mut self, key: &str, value: &Node, expected: &str) {
        if value.is_null() {
            self.warning("null-keyword", value, format!("`{key}` is null, which is read as left out")).fix =
                Some(format!("remove `{key}`, or give it {expected}"));
            return;
        }
        self.error(
            "malformed-keyword",
            value,
            format!("`{key}` must be {expected}, this is {}", value.kind()),
        );
    }

    /// The value of a keyword whose kind `read` tells.
    fn read<T>(
        &mut self,
        node: &'a Node,
        key: &str,
        expected: &str,
        read: impl FnOnce(&'a Node) -> Option<T>,
    ) -> Option<T> {
        let value = node.get(key)?;
        let read = read(value);
        if read.is_none() {
            self.malformed(key, value, expected);
        }
        read
    }

    pub(super) fn text(&mut self, node: &'a Node, key: &str) -> Option<&'a str> {
        self.read(node, key, "a text", Node::as_str)
    }

    /// A text without which the whole makes no sense.
    pub(super) fn needed_text(&mut self, node: &'a Node, key: &str) -> Option<&'a str> {
        if node.get(key).is_none_or(Node::is_null) {
            self.error("missing-keyword", node, format!("`{key}` is missing here"));
            return None;
        }
        self.text(node, key)
    }

    pub(super) fn flag(&mut self, node: &'a Node, key: &str) -> Option<bool> {
        self.read(node, key, "true or false", Node::as_bool)
    }

    pub(super) fn number(&mut self, node: &'a Node, key: &str) -> Option<Number> {
        self.read(node, key, "a number", |value| value.as_number().map(canonical_number))
    }

    pub(super) fn count(&mut self, node: &'a Node, key: &str) -> Option<Number> {
        self.read(node, key, "a whole number that is not negative", |value| {
            value.as_number().map(canonical_number).filter(Number::is_u64)
        })
    }

    pub(super) fn list(&mut self, node: &'a Node, key: &str) -> Option<&'a [Node]> {
        self.read(node, key, "a sequence", Node::as_array)
    }

    pub(super) fn mapping(&mut self, node: &'a Node, key: &str) -> Option<&'a Object> {
        self.read(node, key, "a mapping", Node::as_object)
    }

    /// The texts of a list of texts.
    pub(super) fn texts(&mut self, node: &'a Node, key: &str) -> Option<Vec<&'a str>> {
        let list = self.list(node, key)?;
        let mut texts = Vec::with_capacity(list.len());
        for element in list {
            match element.as_str() {
                Some(text) => texts.push(text),
                None => {
                    _ = self.error(
                        "malformed-keyword",
                        element,
                        format!("`{key}` holds texts only, this is {}", element.kind()),
                    )
                }
            }
        }
        Some(texts)
    }

    /// Whether this is a mapping; `what` says what was expected.
    pub(super) fn is_mapping(&mut self, node: &Node, what: &str) -> bool {
        let is_mapping = node.as_object().is_some();
        if !is_mapping {
            self.error("malformed-keyword", node, format!("{what} is a mapping, this is {}", node.kind()));
        }
        is_mapping
    }

    /// What a node says to readers: the keywords of `texts`, all `x-` extensions, and keywords that are neither
    /// there nor in `known`, with a warning for each.
    pub(super) fn documentation(
        &mut self,
        node: &'a Node,
        what: &str,
        texts: &[&str],
        known: &[&str],
    ) -> Documentation {
        let mut documentation = Documentation::default();
        for entry in node.as_object().into_iter().flatten() {
            let key = &*entry.key;
            if known.contains(&key) {
                continue;
            }
            if !texts.contains(&key) && !key.starts_with("x-") {
                self.problems.push(
                    Problem::warning("unknown-keyword", format!("{what} has no `{key}` in OpenAPI 3.0"))
                        .at(self.document.place(entry.position))
                        .help("what it says is read as documentation"),
                );
            }
            documentation.set(key, canonical_json(&entry.node));
        }
        documentation
    }
}

/// A value with mappings sorted and whole numbers written without a fraction.
pub(super) fn canonical_json(node: &Node) -> Json {
    match &node.value {
        Value::Number(number) => Json::Number(canonical_number(number)),
        Value::Array(elements) => elements.iter().map(canonical_json).collect(),
        Value::Object(object) => {
            let mut entries: Vec<_> = object.iter().collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            let members =
                entries.into_iter().map(|entry| (entry.key.to_string(), canonical_json(&entry.node)));
            Json::Object(members.collect())
        }
        Value::Null | Value::Bool(_) | Value::String(_) => node.to_json(),
    }
}

/// A value with whole numbers written without a fraction.
pub(crate) fn canonical(json: Json) -> Json {
    match json {
        Json::Number(number) => Json::Number(canonical_number(&number)),
        Json::Array(elements) => elements.into_iter().map(canonical).collect(),
        Json::Object(members) => members.into_iter().map(|(key, value)| (key, canonical(value))).collect(),
        plain => plain,
    }
}

/// The number, as an integer if it is one: `1.0` and `1` are the same.
pub(super) fn canonical_number(number: &Number) -> Number {
    /// Up to here every whole double is one integer.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(value) if number.is_f64() && value.fract() == 0.0 && value.abs() <= EXACT => {
            // In range by the guard.
            let whole = value as i64;
            u64::try_from(whole).map_or_else(|_| Number::from(whole), Number::from)
        }
        _ => number.clone(),
    }
}

/// A pointer with one more token.
pub(crate) fn below(pointer: &str, token: &str) -> Box<str> {
    let mut longer = String::with_capacity(pointer.len() + token.len() + 2);
    longer.push_str(pointer);
    longer.push('/');
    for c in token.chars() {
        match c {
            '~' => longer.push_str("~0"),
            '/' => longer.push_str("~1"),
            c => longer.push(c),
        }
    }
    longer.into()
}
