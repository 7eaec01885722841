//! What a document says for readers: kept beside the contract, never part of it.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::print::Printer;

/// Summaries, descriptions, names of operations, examples, `x-` extensions and keywords that OpenAPI 3.0 does
/// not know, by keyword.
///
/// None of them changes what goes over the wire; a changed one is a cosmetic change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Documentation(BTreeMap<Box<str>, Json>);

impl Documentation {
    /// What a keyword says.
    pub fn get(&self, keyword: &str) -> Option<&Json> {
        self.0.get(keyword)
    }

    /// What a keyword says, if that is a text.
    pub fn text(&self, keyword: &str) -> Option<&str> {
        self.get(keyword)?.as_str()
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All keywords with what they say, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(keyword, json)| (&**keyword, json))
    }

    pub(crate) fn set(&mut self, keyword: impl Into<Box<str>>, json: Json) {
        self.0.insert(keyword.into(), json);
    }

    pub(crate) fn remove(&mut self, keyword: &str) {
        self.0.remove(keyword);
    }

    /// Adds what is said elsewhere about the same thing; where both speak, `self` does.
    pub(crate) fn complete(&mut self, other: &Self) {
        for (keyword, json) in other.iter() {
            if self.get(keyword).is_none() {
                self.set(keyword, json.clone());
            }
        }
    }

    /// Adds what is said about a part of the same thing; where both speak, both are kept.
    pub(crate) fn join(&mut self, other: &Self) {
        for (keyword, json) in other.iter() {
            let joined = match (self.get(keyword), json) {
                (None, _) => json.clone(),
                (Some(own), _) if own == json => continue,
                (Some(Json::String(own)), Json::String(text)) => Json::String(format!("{own}\n\n{text}")),
                (Some(own), _) => Json::Array(vec![own.clone(), json.clone()]),
            };
            self.set(keyword, joined);
        }
    }

    pub(crate) fn add_to(&self, printer: &mut Printer) {
        for (keyword, json) in self.iter() {
            printer.text(keyword).json(json);
        }
    }
}
