//! Addresses: the place of a row in one line, in the names of either document.

use std::collections::HashMap;

use crate::contract::{Contract, Location, Origin, below};
use crate::diff::{Change, Diff};
use crate::problem::Position;

/// Where a row is.
#[derive(Clone, Debug)]
pub(super) struct Addresses {
    /// The pointers of what our spec has, by position: a change tells only the pointer of the new side.
    ours: HashMap<Position, String>,
    /// The parameters of the two, by pointer: `GET /v1/apps ?sort`.
    our_parameters: HashMap<String, String>,
    their_parameters: HashMap<String, String>,
}

/// The addresses of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) ours: Option<String>,
    pub(super) theirs: Option<String>,
}

impl Row {
    /// The address that the row is kept by, with what tells it from others there.
    pub(super) fn key(&self, change: &Change) -> String {
        let address = self.theirs.as_deref().or(self.ours.as_deref()).unwrap_or("document");
        let subject = match change.rule.id {
            id if id.starts_with("member-") || id.starts_with("tag-") || id.starts_with("header-") => {
                change.new.as_deref().or(change.old.as_deref())
            }
            _ => None,
        };
        let subject = subject.map(|subject| format!(" = {subject}")).unwrap_or_default();
        format!("{} {address}{subject}", change.rule.id).replace(['\n', '\r'], " ")
    }
}

impl Addresses {
    pub(super) fn new(ours: &Contract, theirs: &Contract) -> Self {
        Self { ours: pointers(ours), our_parameters: parameters(ours), their_parameters: parameters(theirs) }
    }

    pub(super) fn of(&self, diff: &Diff, change: &Change) -> Row {
        let is_theirs = change.new_place.is_some();
        let our_pointer = match &change.old_place {
            Some(place) if is_theirs => self.ours.get(&place.position).map(String::as_str),
            Some(_) => Some(&*change.at),
            None => None,
        };
        let mut ours = our_pointer.map(|pointer| address(pointer, &self.our_parameters));
        let mut theirs = is_theirs.then(|| address(&change.at, &self.their_parameters));
        // A shared parameter comes and goes at an operation, whose pointer does not name it.
        if change.rule.id.contains("parameter-added") || change.rule.id.contains("parameter-removed") {
            let whole = |what: &Option<Box<str>>| {
                let operation = diff.operation(change.operations.first()?);
                let (location, name) = what.as_deref()?.split_once(' ')?;
                Some(format!("{} {}", unnamed(operation), parameter(location, name)))
            };
            (ours, theirs) = (whole(&change.old), whole(&change.new));
        }
        Row { ours, theirs }
    }
}

fn parameter(location: &str, name: &str) -> String {
    match location {
        "query" => format!("?{name}"),
        "path" => "{}".to_owned(),
        other => format!("{other} {name}"),
    }
}

/// The pointers to what rows are about, by where that is written.
fn pointers(contract: &Contract) -> HashMap<Position, String> {
    let mut found = HashMap::new();
    let mut add = |position: Position, pointer: String| _ = found.entry(position).or_insert(pointer);
    for (id, schema) in contract.schemas() {
        let pointer = contract.pointer(id);
        let properties = below(&pointer, "properties");
        for property in &schema.properties {
            add(property.position, below(&properties, &property.name).into());
        }
        add(schema.origin.position, pointer);
    }
    let mut part = |origin: &Origin| add(origin.position, origin.pointer.to_string());
    for operation in contract.operations() {
        part(&operation.origin);
        operation.parameters.iter().for_each(|parameter| part(&parameter.origin));
        operation.body.iter().for_each(|body| part(&body.origin));
        for body in operation.body.iter().flat_map(|body| &body.content) {
            part(&body.origin);
        }
        for answer in &operation.answers {
            part(&answer.origin);
            answer.headers.iter().for_each(|header| part(&header.origin));
            answer.content.iter().for_each(|content| part(&content.origin));
        }
        part(&operation.security.origin);
        operation.servers.servers.iter().for_each(|server| part(&server.origin));
    }
    found
}

fn parameters(contract: &Contract) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for operation in contract.operations() {
        for one in &operation.parameters {
            let name = if one.location == Location::Header { &one.key } else { &one.name };
            found.insert(one.origin.pointer.to_string(), parameter(one.location.keyword(), name));
        }
    }
    found
}

/// `#/paths/~1v1~1apps/get/responses/200` as `GET /v1/apps 200`.
pub(crate) fn address(pointer: &str, parameters: &HashMap<String, String>) -> String {
    let tokens: Vec<String> =
        pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect();
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match &*words {
        ["components", kind, name, rest @ ..] => {
            let kind = match *kind {
                "securitySchemes" => "scheme",
                "requestBodies" => "body",
                kind => kind.strip_suffix('s').unwrap_or(kind),
            };
            format!("{kind} {name}{}", steps(rest))
        }
        ["paths", path, "parameters", index, rest @ ..] => {
            let label = known(pointer, rest.len(), parameters).unwrap_or_else(|| (*index).to_owned());
            format!("ALL {} {label}{}", unnamed(path), steps(rest))
        }
        ["paths", path, method, rest @ ..] => {
            let title = format!("{} {}", method.to_ascii_uppercase(), unnamed(path));
            match rest {
                [] => title,
                ["parameters", index, rest @ ..] => {
                    let label = known(pointer, rest.len(), parameters).unwrap_or_else(|| (*index).to_owned());
                    format!("{title} {label}{}", steps(rest))
                }
                ["requestBody", rest @ ..] => format!("{title} body{}", steps(rest)),
                ["responses", status, rest @ ..] => format!("{title} {status}{}", steps(rest)),
                ["servers", ..] => format!("{title} server"),
                [other, rest @ ..] => format!("{title} {other}{}", steps(rest)),
            }
        }
        ["servers", ..] => "server".to_owned(),
        [] => "document".to_owned(),
        [other, rest @ ..] => format!("{other}{}", steps(rest)),
    }
}

/// The parameter whose pointer is this one without so many tokens at its end.
fn known(pointer: &str, tokens: usize, parameters: &HashMap<String, String>) -> Option<String> {
    let mut pointer = pointer;
    for _ in 0..tokens {
        pointer = pointer.rsplit_once('/')?.0;
    }
    parameters.get(pointer).cloned()
}

fn steps(tokens: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = tokens;
    loop {
        rest = match rest {
            [] => return out,
            ["properties", name, rest @ ..] => {
                out += ".";
                out += name;
                rest
            }
            ["items", rest @ ..] => {
                out += "[]";
                rest
            }
            ["additionalProperties", rest @ ..] => {
                out += ".{}";
                rest
            }
            ["headers", name, rest @ ..] => {
                out += " header ";
                out += name;
                rest
            }
            ["schema", rest @ ..] => rest,
            ["oneOf" | "anyOf" | "allOf" | "content", _, rest @ ..] => rest,
            [other, rest @ ..] => {
                out += ".";
                out += other;
                rest
            }
        };
    }
}

/// A path or title whose variables are unnamed, as their names are labels.
pub(super) fn unnamed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, behind)) = after.split_once('}') else { break };
        out += before;
        out += "{}";
        rest = behind;
    }
    out + rest
}

/// A text in which `*` stands for any text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Glob {
    pieces: Vec<String>,
}

impl Glob {
    pub(super) fn new(text: &str) -> Self {
        Self { pieces: unnamed(text).split('*').map(str::to_owned).collect() }
    }

    /// Whether a text is one that it stands for; names of variables do not count.
    pub(super) fn fits(&self, text: &str) -> bool {
        let text = unnamed(text);
        let (Some(first), Some(last)) = (self.pieces.first(), self.pieces.last()) else { return false };
        let [_, middle @ .., _] = &*self.pieces else { return text == *first };
        let Some(inner) = text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()))
        else {
            return false;
        };
        // The leftmost place of each piece leaves the most for the next.
        let mut rest = inner;
        middle.iter().all(|piece| {
            let found = rest.find(piece.as_str());
            rest = found.map_or("", |at| &rest[at + piece.len()..]);
            found.is_some()
        })
    }
}
