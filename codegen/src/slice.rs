//! A part of a document: some of its operations, and the components that these reach.
//!
//! A part is a document itself, with the places that it has in the whole: problems lead to the file that people have.

use std::collections::{BTreeMap, BTreeSet};

use game_achievements_contract::document::Document;
use game_achievements_contract::problem::{Position, Problem};
use game_achievements_contract::source::{Entry, Node, Value};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation by its path and its method, as the document has them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationKey {
    /// The path template.
    pub path: String,
    /// The method, in small letters.
    pub method: String,
}

impl std::fmt::Display for OperationKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method.to_uppercase(), self.path)
    }
}

/// A component by its kind and its name.
type Component<'a> = (&'a str, &'a str);

/// What stands where in a document, and what its operations reach.
#[derive(Debug)]
pub struct Slicer<'a> {
    document: &'a Document,
    operations: BTreeMap<OperationKey, BTreeSet<Component<'a>>>,
    /// Where each part of the document begins.
    owners: BTreeMap<Position, Owner<'a>>,
}

/// What a part of a document belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Owner<'a> {
    Operation(OperationKey),
    Path(&'a str),
    Component(Component<'a>),
    Document,
}

impl<'a> Slicer<'a> {
    /// Finds the operations of a document, and what they reach.
    pub fn new(document: &'a Document) -> Self {
        let mut slicer = Self { document, operations: BTreeMap::new(), owners: BTreeMap::new() };
        for top in entries(Some(document.root())) {
            slicer.owners.insert(top.position, Owner::Document);
        }
        for kind in entries(document.root().get("components")) {
            slicer.owners.insert(kind.position, Owner::Document);
            for entry in entries(Some(&kind.node)) {
                slicer.owners.insert(entry.position, Owner::Component((&kind.key, &entry.key)));
            }
        }
        let mut reach: BTreeMap<Component<'a>, Vec<Component<'a>>> = BTreeMap::new();
        for path in paths(document) {
            slicer.owners.insert(path.position, Owner::Path(&path.key));
            for entry in entries(Some(&path.node)) {
                if !METHODS.contains(&&*entry.key) {
                    slicer.owners.insert(entry.position, Owner::Path(&path.key));
                    continue;
                }
                let key = OperationKey { path: path.key.to_string(), method: entry.key.to_string() };
                slicer.owners.insert(entry.position, Owner::Operation(key.clone()));
                let mut left: Vec<Component<'a>> = mentioned(&entry.node);
                left.extend(path.node.get("parameters").map(mentioned).unwrap_or_default());
                let mut reached: BTreeSet<Component<'a>> = BTreeSet::new();
                while let Some(component) = left.pop() {
                    let found = document
                        .root()
                        .get("components")
                        .and_then(|components| components.get(component.0)?.get(component.1));
                    if let Some(node) = found
                        && reached.insert(component)
                    {
                        left.extend(
                            reach.entry(component).or_insert_with(|| mentioned(node)).iter().copied(),
                        );
                    }
                }
                slicer.operations.insert(key, reached);
            }
        }
        slicer
    }

    /// All operations, sorted.
    pub fn operations(&self) -> impl Iterator<Item = &OperationKey> {
        self.operations.keys()
    }

    /// The operations that have one of these tags, or a path that starts with one of these paths; all if none is given.
    ///
    /// # Errors
    /// A tag or path that no operation has.
    pub fn select(&self, only: &[String]) -> Result<BTreeSet<OperationKey>, Problem> {
        if only.is_empty() {
            return Ok(self.operations.keys().cloned().collect());
        }
        let mut selected = BTreeSet::new();
        for wanted in only {
            let before = selected.len();
            selected.extend(self.operations.keys().filter(|key| self.matches(key, wanted)).cloned());
            if selected.len() == before && !self.operations.keys().any(|key| self.matches(key, wanted)) {
                return Err(Problem::error(
                    "nothing-selected",
                    format!("no operation has the tag or path `{wanted}`"),
                )
                .fix("name a tag as the document writes it, or the start of a path")
                .at(self.document.place(Position::START)));
            }
        }
        Ok(selected)
    }

    fn matches(&self, key: &OperationKey, wanted: &str) -> bool {
        if wanted.starts_with('/') {
            return match key.path.strip_prefix(wanted) {
                Some(rest) => rest.is_empty() || rest.starts_with('/') || wanted.ends_with('/'),
                None => false,
            };
        }
        let item = self.document.root().get("paths").and_then(|paths| paths.get(&key.path));
        let tags = item.and_then(|item| item.get(&key.method)?.get("tags")?.as_array());
        tags.into_iter().flatten().any(|tag| tag.as_str() == Some(wanted))
    }

    /// The document with these operations alone, and what they reach.
    ///
    /// # Errors
    /// A reference that leads to what is no component and is not in the part.
    pub fn part(&self, operations: &BTreeSet<OperationKey>) -> Result<Document, Vec<Problem>> {
        let reached: BTreeSet<Component<'_>> =
            operations.iter().filter_map(|key| self.operations.get(key)).flatten().copied().collect();
        let has = |path: &str, method: &str| {
            operations.contains(&OperationKey { path: path.to_owned(), method: method.to_owned() })
        };
        let root = filtered(self.document.root(), |top| match &*top.key {
            "paths" => Some(filtered(&top.node, |path| {
                let is_kept = METHODS.iter().any(|method| has(&path.key, method));
                is_kept.then(|| {
                    filtered(&path.node, |entry| {
                        let is_kept = !METHODS.contains(&&*entry.key) || has(&path.key, &entry.key);
                        is_kept.then(|| entry.node.clone())
                    })
                })
            })),
            "components" => Some(filtered(&top.node, |kind| {
                if &*kind.key == "securitySchemes" {
                    return Some(kind.node.clone());
                }
                Some(filtered(&kind.node, |entry| {
                    reached.contains(&(&*kind.key, &*entry.key)).then(|| entry.node.clone())
                }))
            })),
            _ => Some(top.node.clone()),
        });
        self.document.part(root)
    }

    /// The operations that a problem is about: those that stand where it is, or reach what stands there.
    pub fn concerned(&self, problem: &Problem) -> BTreeSet<OperationKey> {
        let Some(place) = &problem.place else { return BTreeSet::new() };
        let owner = self.owners.range(..=place.position).next_back().map(|(_, owner)| owner);
        let keys = self.operations.iter().filter(|(key, reached)| match owner {
            Some(Owner::Operation(operation)) => operation == *key,
            Some(Owner::Path(path)) => key.path == *path,
            Some(Owner::Component(component)) => reached.contains(component),
            Some(Owner::Document) | None => false,
        });
        keys.map(|(key, _)| key.clone()).collect()
    }
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = &Entry> {
    node.and_then(Node::as_object).into_iter().flatten()
}

fn paths(document: &Document) -> impl Iterator<Item = &Entry> {
    entries(document.root().get("paths")).filter(|path| !path.key.starts_with("x-"))
}

fn filtered(node: &Node, keep: impl FnMut(&Entry) -> Option<Node>) -> Node {
    let value = match &node.value {
        Value::Object(object) => Value::Object(object.filter_map(keep)),
        other => other.clone(),
    };
    Node { value, position: node.position }
}

/// The components that are named anywhere inside of a node: in references, and in the mappings of discriminators.
fn mentioned(node: &Node) -> Vec<Component<'_>> {
    let mut found = Vec::new();
    let mut left = vec![node];
    while let Some(node) = left.pop() {
        match &node.value {
            Value::Array(elements) => left.extend(elements.iter()),
            Value::Object(object) => {
                for entry in object {
                    let mapping = (&*entry.key == "mapping").then_some(&entry.node);
                    for target in entries(mapping).filter_map(|entry| entry.node.as_str()) {
                        if !target.contains('/') {
                            found.push(("schemas", target));
                        }
                    }
                    left.push(&entry.node);
                }
            }
            Value::String(text) => {
                // Anything that reads like one: a reference too many only keeps a component too many.
                let component = text.strip_prefix("#/components/").and_then(|rest| rest.split_once('/'));
                found.extend(component.map(|(kind, rest)| (kind, rest.split('/').next().unwrap_or(rest))));
            }
            _ => {}
        }
    }
    found
}
