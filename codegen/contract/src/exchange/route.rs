//! Which operation a request calls, by its method and path.

use super::percent::normal;
use crate::contract::{Contract, Method};

/// The operations of a contract by their paths.
#[derive(Clone, Debug)]
pub(super) struct Routes {
    /// Those that say more about their path stand first: a literal segment wins over a variable.
    routes: Vec<Route>,
}

#[derive(Clone, Debug)]
struct Route {
    segments: Box<[Segment]>,
    method: Method,
    /// The index of the operation.
    operation: usize,
}

/// A segment of a template: texts with a variable between each two of them. `xuid({xuid})` is `xuid(` and `)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Segment {
    /// Fewer variables, and more text, match first.
    variables: usize,
    vague: std::cmp::Reverse<usize>,
    texts: Box<[Box<str>]>,
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An operation, with the raw text of each variable of its path.
    Operation(usize, Vec<String>),
    /// The path has operations of these methods only.
    Methods(Vec<Method>),
    /// No operation has the path.
    Nothing,
}

impl Routes {
    pub(super) fn of(contract: &Contract) -> Self {
        let mut routes: Vec<Route> = contract
            .operations()
            .iter()
            .enumerate()
            .map(|(operation, of)| Route {
                segments: of.template.split('/').map(Segment::of).collect(),
                method: of.method,
                operation,
            })
            .collect();
        routes.sort_by(|a, b| a.segments.cmp(&b.segments));
        Self { routes }
    }

    /// Finds the operation for a path without base and query, as it is on the wire.
    pub(super) fn find(&self, method: &str, path: &str) -> Found {
        let path = normal(path);
        let segments: Vec<&str> = path.split('/').collect();
        let mut methods = Vec::new();
        let mut best: Option<&[Segment]> = None;
        for route in self.routes.iter().filter(|route| route.segments.len() == segments.len()) {
            // Only operations of the path that says most are candidates: `/pets/mine` is no pet called `mine`.
            if best.is_some_and(|best| *best != *route.segments) {
                break;
            }
            let mut captured = Vec::new();
            if !route.segments.iter().zip(&segments).all(|(own, given)| own.matches(given, &mut captured)) {
                continue;
            }
            best = Some(&route.segments);
            if route.method.to_string() == method {
                return Found::Operation(route.operation, captured);
            }
            methods.push(route.method);
        }
        if methods.is_empty() { Found::Nothing } else { Found::Methods(methods) }
    }
}

impl Segment {
    fn of(template: &str) -> Self {
        let mut texts: Vec<Box<str>> = Vec::new();
        let mut rest = template;
        while let Some((before, from)) = rest.split_once('{')
            && let Some((_, after)) = from.split_once('}')
        {
            texts.push(normal(before).into());
            rest = after;
        }
        texts.push(normal(rest).into());
        let length = texts.iter().map(|text| text.len()).sum();
        Self { variables: texts.len() - 1, vague: std::cmp::Reverse(length), texts: texts.into() }
    }

    /// Whether a segment fits; a variable stands for at least one character.
    fn matches(&self, given: &str, captured: &mut Vec<String>) -> bool {
        let [first, middle @ .., last] = &*self.texts else {
            return self.texts.first().is_some_and(|only| **only == *given);
        };
        let Some(mut rest) = given.strip_prefix(&**first).and_then(|rest| rest.strip_suffix(&**last)) else {
            return false;
        };
        for text in middle {
            // The variable before it has at least one character.
            let from = rest.chars().next().map_or(0, char::len_utf8);
            let Some(at) = rest.get(from..).and_then(|behind| behind.find(&**text)) else { return false };
            let (value, behind) = rest.split_at(from + at);
            if value.is_empty() {
                return false;
            }
            captured.push(value.to_owned());
            rest = &behind[text.len()..];
        }
        captured.push(rest.to_owned());
        !rest.is_empty()
    }
}
