//! Which resources of a list a request wants, and in which order.

use serde_json::Value as Json;

use super::relations;
use super::store::{Id, Store};
use crate::query::Query;

/// Keeps those that pass the filters, and sorts them.
pub(super) fn select(store: &Store, ids: Vec<Id>, query: &Query) -> Vec<Id> {
    let mut ids = ids;
    for (name, values) in query.family("filter") {
        ids.retain(|id| passes(store, id, name, &values));
    }
    for (name, values) in query.family("exists") {
        let wanted = values.iter().any(|value| value == "true");
        ids.retain(|id| store.linked(id, name).is_empty() != wanted);
    }
    // The first key weighs most, so it is applied last: the sort is stable.
    for key in query.list("sort").unwrap_or_default().iter().rev() {
        let (name, falling) = key.strip_prefix('-').map_or((key.as_str(), false), |name| (name, true));
        ids.sort_by(|a, b| {
            let order = text(store.attribute(a, name)).cmp(&text(store.attribute(b, name)));
            if falling { order.reverse() } else { order }
        });
    }
    ids
}

/// A filter names the id, an attribute, a relationship, or an attribute of what is related.
fn passes(store: &Store, id: &Id, name: &str, values: &[String]) -> bool {
    if name == "id" {
        return values.contains(&id.id);
    }
    if let Some((relation, attribute)) = name.split_once('.') {
        return store.linked(id, relation).iter().any(|to| passes(store, to, attribute, values));
    }
    if relations::find(&id.kind, name).is_some() {
        return store.linked(id, name).iter().any(|to| values.contains(&to.id));
    }
    values.contains(&text(store.attribute(id, name)))
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
