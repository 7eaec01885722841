//! The state at the start, read from a text.
//!
//! By type and by id, each resource has its attributes and its relationships under their names. A relationship is an id or a list
//! of ids; it is enough to name it on one side, and the order of a list is that of its resources in the text.

use game_achievements_contract::source::{self, Node};
use serde_json::Map;

use super::relations::{self, Relation};
use super::store::{Id, Store};

/// Reads a fixture.
///
/// # Errors
/// What is wrong with it, with line and column.
pub(super) fn read(text: &str) -> Result<Store, String> {
    let root = source::read("the fixture of App Store Connect", text.as_bytes())
        .map_err(|problem| problem.to_string())?;
    let mut store = Store::default();
    let mut links = Vec::new();
    for (kind, resources) in members(&root)? {
        for (id, node) in members(resources)? {
            let id = Id::new(kind, id);
            let mut attributes = Map::new();
            for (name, value) in members(node)? {
                match relations::find(&id.kind, name) {
                    Some(relation) => links.push((id.clone(), relation, value)),
                    None => _ = attributes.insert(name.to_owned(), value.to_json()),
                }
            }
            store.insert(id, attributes);
        }
    }
    for (from, relation, value) in links {
        let named = value.as_array().map_or_else(|| vec![value], |elements| elements.iter().collect());
        for node in named {
            let to = target(&store, relation, node)?;
            store.link(&from, relation.name, &to);
        }
    }
    Ok(store)
}

fn target(store: &Store, relation: Relation, node: &Node) -> Result<Id, String> {
    let text = node.as_str().ok_or_else(|| at(node, "an id must be a text: write it in quotes"))?;
    let id = Id::new(relation.target, text);
    if store.contains(&id) {
        Ok(id)
    } else {
        Err(at(node, &format!("there is no `{text}` among {}", relation.target)))
    }
}

fn members(node: &Node) -> Result<impl Iterator<Item = (&str, &Node)>, String> {
    let object = node.as_object().ok_or_else(|| at(node, "this must be a mapping"))?;
    Ok(object.iter().map(|entry| (&*entry.key, &entry.node)))
}

fn at(node: &Node, message: &str) -> String {
    format!("the fixture of App Store Connect, {}: {message}", node.position)
}
