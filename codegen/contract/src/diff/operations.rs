//! Operations: which is which, and what differs in them.

use std::collections::HashMap;

use super::local::{Directions, Row};
use super::rules::{self, Rule};
use super::walk::{NodeId, Walk};
use super::{answers, parameters, schema, service, words};
use crate::contract::{Callback, Documentation, Operation, Origin};
use crate::problem::Position;

/// Compares the documents.
pub(super) fn compare<'c>(walk: &mut Walk<'c>) {
    head(walk);
    let (mut removed, mut added): (Vec<&'c Operation>, Vec<&'c Operation>) = (Vec::new(), Vec::new());
    let (old, new) = (walk.old, walk.new);
    let key = |operation: &'c Operation| (&*operation.path, operation.method);
    let (mut olds, mut news) = (old.operations().iter().peekable(), new.operations().iter().peekable());
    loop {
        match (olds.peek().copied(), news.peek().copied()) {
            (Some(a), Some(b)) if key(a) == key(b) => {
                if a.documented != b.documented {
                    user(walk, b);
                    operation(walk, a, b);
                }
                (_, _) = (olds.next(), news.next());
            }
            (Some(a), other) if other.is_none_or(|b| key(a) < key(b)) => {
                removed.push(a);
                olds.next();
            }
            (_, Some(b)) => {
                added.push(b);
                news.next();
            }
            _ => break,
        }
    }
    moved(walk, &mut removed, &mut added);
    for gone in removed {
        user(walk, gone);
        let message = format!("{} was removed", gone.title());
        single(walk, &rules::OPERATION_REMOVED, Some(gone), None, message);
    }
    for come in added {
        user(walk, come);
        let message = format!("{} was added", come.title());
        single(walk, &rules::OPERATION_ADDED, None, Some(come), message);
    }
}

/// What is compared next belongs to this operation.
fn user(walk: &mut Walk<'_>, operation: &Operation) {
    walk.user = (walk.operations.len() as u32, Directions::REQUEST);
    walk.operations.push(operation.title().into());
}

/// What the documents say of themselves.
fn head(walk: &mut Walk<'_>) {
    let (old, new) = (walk.old.documentation(), walk.new.documentation());
    let origin = Origin { position: Position::START, pointer: "#/info".into() };
    let rows = schema::documentation(old, new, (Some((&origin).into()), Some((&origin).into())));
    if !rows.is_empty() {
        let (node, _) = walk.unused("head");
        for row in rows {
            walk.push(node, row);
        }
    }
}

/// Operations that keep their id and all else, but not their path.
fn moved<'c>(walk: &mut Walk<'c>, removed: &mut Vec<&'c Operation>, added: &mut Vec<&'c Operation>) {
    let mut by_id: HashMap<(&str, crate::contract::Method), &'c Operation> = HashMap::new();
    for operation in &*added {
        if let Some(id) = operation.id() {
            by_id.insert((id, operation.method), operation);
        }
    }
    let mut pairs = Vec::new();
    removed.retain(|gone| {
        let found = gone.id().and_then(|id| by_id.remove(&(id, gone.method)));
        match found.filter(|come| come.class == gone.class) {
            Some(come) => pairs.push((*gone, come)),
            None => return true,
        }
        false
    });
    for (gone, come) in pairs {
        added.retain(|operation| !std::ptr::eq(*operation, come));
        user(walk, come);
        let message = format!("{} moved to {}", gone.title(), come.title());
        single(walk, &rules::OPERATION_MOVED, Some(gone), Some(come), message);
    }
}

fn single<'c>(
    walk: &mut Walk<'c>,
    rule: &'static Rule,
    old: Option<&'c Operation>,
    new: Option<&'c Operation>,
    message: String,
) {
    let origin = |operation: Option<&'c Operation>| operation.map(|operation| &operation.origin);
    let detail = old.or(new).map(Operation::key).unwrap_or_default();
    let (node, _) = walk.part("operation", &detail, origin(old), origin(new), Directions::REQUEST);
    let row = Row::new(rule, detail, message)
        .at(old.map(|old| (&old.origin).into()), new.map(|new| (&new.origin).into()))
        .values(old.map(Operation::title), new.map(Operation::title));
    walk.push(node, row);
}

fn operation<'c>(walk: &mut Walk<'c>, a: &'c Operation, b: &'c Operation) {
    let (node, is_new) = walk.part("operation", "", Some(&a.origin), Some(&b.origin), Directions::REQUEST);
    if is_new {
        says(walk, node, (&a.documentation, &b.documentation), (&a.origin, &b.origin));
        deprecated(walk, node, (a.deprecated, b.deprecated), (&a.origin, &b.origin));
    }
    if a.class == b.class && a.documented == b.documented {
        return;
    }
    parameters::compare(walk, a, b);
    answers::body(walk, a, b);
    answers::compare(walk, a, b);
    service::security(walk, a, b);
    service::servers(walk, a, b);
    callbacks(walk, a, b);
}

/// Rows for what readers are told, if that differs.
pub(super) fn says(
    walk: &mut Walk<'_>,
    node: NodeId,
    (old, new): (&Documentation, &Documentation),
    (old_origin, new_origin): (&Origin, &Origin),
) {
    for row in schema::documentation(old, new, (Some(old_origin.into()), Some(new_origin.into()))) {
        walk.push(node, row);
    }
}

/// A row, if it became deprecated or is no longer.
pub(super) fn deprecated(
    walk: &mut Walk<'_>,
    node: NodeId,
    (was, is): (bool, bool),
    (old, new): (&Origin, &Origin),
) {
    if was == is {
        return;
    }
    let (rule, message) = if is {
        (&rules::DEPRECATED, "it is now deprecated")
    } else {
        (&rules::NO_LONGER_DEPRECATED, "it is no longer deprecated")
    };
    walk.push(node, Row::new(rule, "deprecated", message).at(Some(old.into()), Some(new.into())));
}

fn callbacks<'c>(walk: &mut Walk<'c>, a: &'c Operation, b: &'c Operation) {
    type Calls<'c> = Vec<(&'c Callback, &'c Operation)>;
    let calls = |operation: &'c Operation| -> Calls<'c> {
        let of = |callback: &'c Callback| callback.operations.iter().map(move |call| (callback, call));
        operation.callbacks.iter().flat_map(of).collect()
    };
    let (olds, mut news) = (calls(a), calls(b));
    let (operation_index, user) = walk.user;
    for (old, old_call) in olds {
        let same = |(new, call): &(&Callback, &Operation)| {
            new.expression == old.expression && call.method == old_call.method
        };
        match news.iter().position(same) {
            Some(at) => {
                let (_, new_call) = news.remove(at);
                if old_call.documented != new_call.documented {
                    // The service calls the client.
                    let other =
                        if user == Directions::REQUEST { Directions::ANSWER } else { Directions::REQUEST };
                    walk.user = (operation_index, other);
                    operation(walk, old_call, new_call);
                    walk.user = (operation_index, user);
                }
            }
            None => callback(walk, &rules::CALLBACK_REMOVED, Some((old, old_call)), None, a, b),
        }
    }
    for new in news {
        callback(walk, &rules::CALLBACK_ADDED, None, Some(new), a, b);
    }
}

fn callback<'c>(
    walk: &mut Walk<'c>,
    rule: &'static Rule,
    old: Option<(&'c Callback, &'c Operation)>,
    new: Option<(&'c Callback, &'c Operation)>,
    a: &'c Operation,
    b: &'c Operation,
) {
    let Some((callback, call)) = old.or(new) else { return };
    let verb = if old.is_some() { "removed" } else { "added" };
    let title = format!("{} {}", call.method, callback.expression);
    let (node, is_new) = walk.part(
        "callback",
        &title,
        Some(old.map_or(&a.origin, |(_, call)| &call.origin)),
        Some(new.map_or(&b.origin, |(_, call)| &call.origin)),
        Directions::REQUEST,
    );
    if is_new {
        let message = format!("the callback {} was {verb}", words::cut(&title));
        let row = Row::new(rule, format!("callback {title}"), message)
            .at(old.map(|(_, call)| (&call.origin).into()), new.map(|(_, call)| (&call.origin).into()));
        walk.push(node, row);
    }
}
