//! What kind of values a schema has, followed through references and `allOf`.

use std::collections::HashSet;

use game_achievements_contract::document::Document;
use game_achievements_contract::source::{Entry, Node};

use super::survey::{address, elements, members, text};

/// What kind of values a schema has, as far as sending them goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, numbers, truth values.
    Scalar,
    Array,
    Object,
    /// One of several schemas.
    Union,
    /// Nothing is said.
    Any,
}

impl Kind {
    pub(super) fn of(document: &Document, schema: &Node) -> Self {
        let mut found = Self::Any;
        each_part(document, schema, |part| {
            if found == Self::Any {
                found = Self::of_part(part);
            }
        });
        found
    }

    fn of_part(part: &Node) -> Self {
        match text(part, "type") {
            Some("array") => Self::Array,
            Some("object") => Self::Object,
            Some(_) => Self::Scalar,
            None if part.get("properties").is_some() || part.get("additionalProperties").is_some() => {
                Self::Object
            }
            None if part.get("items").is_some() => Self::Array,
            None if part.get("oneOf").is_some() || part.get("anyOf").is_some() => Self::Union,
            None if part.get("enum").is_some() => Self::Scalar,
            None => Self::Any,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Scalar => "a scalar",
            Self::Array => "a list",
            Self::Object => "an object",
            Self::Union => "one of several schemas",
            Self::Any => "anything",
        }
    }
}

/// The keyword of a schema, found in itself or in what it is made of.
pub(super) fn keyword<'a>(document: &'a Document, schema: &'a Node, key: &str) -> Option<&'a Node> {
    let mut found = None;
    each_part(document, schema, |part| found = found.or_else(|| part.get(key)));
    found
}

/// The properties of an object, those of its `allOf` included; each name once.
pub(super) fn properties<'a>(document: &'a Document, schema: &'a Node) -> Vec<&'a Entry> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    each_part(document, schema, |part| {
        found.extend(members(part, "properties").filter(|property| seen.insert(&*property.key)));
    });
    found
}

/// The names that an object must have, those of its `allOf` included.
pub(super) fn required<'a>(document: &'a Document, schema: &'a Node) -> HashSet<&'a str> {
    let mut found = HashSet::new();
    each_part(document, schema, |part| {
        found.extend(elements(part, "required").iter().filter_map(Node::as_str));
    });
    found
}

/// The texts that a schema is limited to; `None` if it has no `enum`.
pub(super) fn texts<'a>(document: &'a Document, schema: &'a Node) -> Option<Vec<&'a str>> {
    let values = keyword(document, schema, "enum")?.as_array()?;
    Some(values.iter().filter_map(Node::as_str).collect())
}

/// More parts than this are not looked at: an `allOf` that long would make looking through all of a document's
/// schemas slow, and nobody writes one.
const PARTS: usize = 500;

/// The schema and all that its `$ref` and `allOf` add to it, each part once.
pub(super) fn each_part<'a>(document: &'a Document, schema: &'a Node, mut look: impl FnMut(&'a Node)) {
    let mut seen = HashSet::new();
    let mut left = vec![schema];
    while let Some(part) = left.pop() {
        if !seen.insert(address(part)) {
            continue;
        }
        if seen.len() > PARTS {
            return;
        }
        look(part);
        left.extend(elements(part, "allOf").iter().rev());
        left.extend(document.target(part));
    }
}
