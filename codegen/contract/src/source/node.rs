//! A value that knows where it stands.

use std::collections::HashMap;
use std::fmt;

use crate::problem::Position;

/// A value and the position of its first character.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it starts.
    pub position: Position,
}

/// The kinds of values that JSON has; YAML is read into the same.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A finite number.
    Number(Number),
    /// A text.
    String(Box<str>),
    /// A sequence.
    Array(Box<[Node]>),
    /// A mapping with text keys, in the order of the file.
    Object(Object),
}

/// A number: an integer of up to 64 bits is exact, all else is a finite double.
pub type Number = serde_json::Number;

impl Node {
    /// The text, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<&Number> {
        match &self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The elements, if this is a sequence.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The mapping, if this is one.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The member of a mapping; `None` if this is no mapping or has no such key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// What kind of value this is, as one would say it in a sentence: `a text`, `a mapping`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a sequence",
            Value::Object(_) => "a mapping",
        }
    }

    /// The value without positions, mappings sorted by key: two files that differ only in layout
    /// and key order give the same.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(text) => text.as_ref().into(),
            Value::Array(elements) => elements.iter().map(Node::to_json).collect(),
            Value::Object(object) => {
                let mut entries: Vec<&Entry> = object.iter().collect();
                entries.sort_by(|a, b| a.key.cmp(&b.key));
                let members = entries.into_iter().map(|entry| (entry.key.to_string(), entry.node.to_json()));
                serde_json::Value::Object(members.collect())
            }
        }
    }
}

/// A key of a mapping with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Box<str>,
    /// Where the key starts.
    pub position: Position,
    /// The value.
    pub node: Node,
}

/// A mapping in the order of the file; no key stands twice.
#[derive(Clone, Default)]
pub struct Object {
    entries: Box<[Entry]>,
    /// Indices into `entries` by key, for mappings large enough that searching them one by one would
    /// show: Apple's document has 1,394 schemas in one.
    by_key: Option<Box<[u32]>>,
}

const SEARCHED_ONE_BY_ONE: usize = 16;

impl Object {
    /// The mapping of these entries, or the two that have the same key.
    pub(super) fn new(entries: Vec<Entry>) -> Result<Self, (Entry, Entry)> {
        if entries.len() <= SEARCHED_ONE_BY_ONE {
            let twice = (1..entries.len()).find_map(|second| {
                (0..second)
                    .find(|first| entries[*first].key == entries[second].key)
                    .map(|first| (first, second))
            });
            return match twice {
                Some((first, second)) => Err((entries[first].clone(), entries[second].clone())),
                None => Ok(Self::of_distinct(entries)),
            };
        }
        let mut seen = HashMap::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            if let Some(first) = seen.insert(&entry.key, index) {
                return Err((entries[first].clone(), entry.clone()));
            }
        }
        Ok(Self::of_distinct(entries))
    }

    /// The mapping of these entries, which have different keys.
    fn of_distinct(entries: Vec<Entry>) -> Self {
        if entries.len() <= SEARCHED_ONE_BY_ONE {
            return Self { entries: entries.into(), by_key: None };
        }
        // `MAX_NODES` keeps every index within 32 bits.
        let mut by_key: Vec<u32> = (0..entries.len() as u32).collect();
        by_key.sort_by(|a, b| entries[*a as usize].key.cmp(&entries[*b as usize].key));
        Self { entries: entries.into(), by_key: Some(by_key.into()) }
    }

    /// The mapping with other values, and without the keys for which there is none.
    pub fn filter_map(&self, mut change: impl FnMut(&Entry) -> Option<Node>) -> Self {
        let entries = self.entries.iter().filter_map(|entry| {
            let node = change(entry)?;
            Some(Entry { key: entry.key.clone(), position: entry.position, node })
        });
        Self::of_distinct(entries.collect())
    }

    /// The entries in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The entry of a key, with the key's own position.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.by_key {
            None => self.entries.iter().find(|entry| &*entry.key == key),
            Some(by_key) => {
                let at =
                    by_key.binary_search_by(|index| (*self.entries[*index as usize].key).cmp(key)).ok()?;
                Some(&self.entries[by_key[at] as usize])
            }
        }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|entry| (&entry.key, &entry.node))).finish()
    }
}
