//! Where things are in a document: everything that operations reach, each once.

use std::collections::BTreeSet;

use serde_json::Value as Json;

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Document,
    Path,
    Operation,
    Parameter,
    Body,
    Answer,
    Header,
    Media,
    Schema,
}

/// A place: a pointer without `#`, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) kind: Kind,
    pub(crate) pointer: String,
    /// Whether it is a member of an `allOf`, or below a `not`: what it says may be said already.
    pub(crate) in_all_of: bool,
}

/// All places that operations reach.
pub(crate) fn places(document: &Json) -> Vec<Place> {
    let mut search = Search { document, found: BTreeSet::new(), queue: Vec::new() };
    search.add(Kind::Document, String::new());
    for (path, _) in document["paths"].as_object().into_iter().flatten() {
        search.add(Kind::Path, format!("/paths/{}", escaped(path)));
    }
    while let Some(place) = search.queue.pop() {
        search.below(&place);
    }
    search.found.into_iter().collect()
}

struct Search<'d> {
    document: &'d Json,
    found: BTreeSet<Place>,
    queue: Vec<Place>,
}

impl Search<'_> {
    fn add(&mut self, kind: Kind, pointer: String) {
        self.add_in(kind, pointer, false);
    }

    fn add_in(&mut self, kind: Kind, pointer: String, in_all_of: bool) {
        let mut pointer = pointer;
        while let Some(target) = self.document.pointer(&pointer).and_then(|node| node.get("$ref")) {
            let target = target.as_str().expect("a reference").trim_start_matches('#').to_owned();
            pointer = target;
        }
        let place = Place { kind, pointer, in_all_of };
        if self.found.insert(place.clone()) {
            self.queue.push(place);
        }
    }

    fn each(&mut self, kind: Kind, at: &str, key: &str) {
        let keys: Vec<String> = match self.document.pointer(&format!("{at}/{key}")) {
            Some(Json::Object(members)) => members.keys().map(|key| escaped(key)).collect(),
            Some(Json::Array(elements)) => (0..elements.len()).map(|at| at.to_string()).collect(),
            _ => return,
        };
        for member in keys {
            self.add_in(kind, format!("{at}/{key}/{member}"), matches!(key, "allOf"));
        }
    }

    fn one(&mut self, kind: Kind, at: &str, key: &str) {
        if self.document.pointer(&format!("{at}/{key}")).is_some_and(Json::is_object) {
            self.add_in(kind, format!("{at}/{key}"), key == "not");
        }
    }

    fn below(&mut self, place: &Place) {
        let at = place.pointer.as_str();
        match place.kind {
            Kind::Document => {}
            Kind::Path => {
                for method in ["get", "put", "post", "delete", "options", "head", "patch", "trace"] {
                    self.one(Kind::Operation, at, method);
                }
            }
            Kind::Operation => {
                self.each(Kind::Parameter, at, "parameters");
                let (path, _) = at.rsplit_once('/').expect("an operation stands in a path");
                let shared = path.to_owned();
                self.each(Kind::Parameter, &shared, "parameters");
                self.one(Kind::Body, at, "requestBody");
                self.each(Kind::Answer, at, "responses");
            }
            Kind::Parameter | Kind::Header => {
                self.one(Kind::Schema, at, "schema");
                self.each(Kind::Media, at, "content");
            }
            Kind::Body => self.each(Kind::Media, at, "content"),
            Kind::Answer => {
                self.each(Kind::Header, at, "headers");
                self.each(Kind::Media, at, "content");
            }
            Kind::Media => self.one(Kind::Schema, at, "schema"),
            Kind::Schema => {
                for key in ["properties", "oneOf", "anyOf", "allOf"] {
                    self.each(Kind::Schema, at, key);
                }
                for key in ["items", "additionalProperties", "not"] {
                    self.one(Kind::Schema, at, key);
                }
            }
        }
    }
}

/// A key as a token of a pointer.
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The document with one place changed, as text; `None` if the edit cannot be made there.
pub(crate) fn edited(document: &Json, pointer: &str, edit: impl FnOnce(&mut Json) -> bool) -> Option<String> {
    let mut copy = document.clone();
    let node = copy.pointer_mut(pointer)?;
    edit(node).then(|| copy.to_string())
}
