//! The resources and how they are linked.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::relations::{self, Arity};

/// Which resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id {
    /// Its type, such as `apps`.
    pub(super) kind: String,
    pub(super) id: String,
}

impl Id {
    pub(super) fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self { kind: kind.into(), id: id.into() }
    }

    /// As JSON:API writes it.
    pub(super) fn to_json(&self) -> Json {
        serde_json::json!({"type": self.kind, "id": self.id})
    }
}

/// A resource.
#[derive(Clone, Debug, Default)]
pub(super) struct Resource {
    pub(super) attributes: Map<String, Json>,
    /// Its relationships by the names under which they are kept, in order.
    links: BTreeMap<&'static str, Vec<Id>>,
    /// Its place among all that were ever created.
    number: u64,
}

/// All resources.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    resources: BTreeMap<Id, Resource>,
    created: u64,
}

impl Store {
    pub(super) fn insert(&mut self, id: Id, attributes: Map<String, Json>) {
        self.created += 1;
        let resource = Resource { attributes, links: BTreeMap::new(), number: self.created };
        self.resources.insert(id, resource);
    }

    pub(super) fn contains(&self, id: &Id) -> bool {
        self.resources.contains_key(id)
    }

    pub(super) fn get(&self, id: &Id) -> Option<&Resource> {
        self.resources.get(id)
    }

    /// Resources of a type in the order in which they were created.
    pub(super) fn of_kind(&self, kind: &str) -> Vec<Id> {
        let mut found: Vec<_> = self.resources.iter().filter(|(id, _)| id.kind == kind).collect();
        found.sort_by_key(|(_, resource)| resource.number);
        found.into_iter().map(|(id, _)| id.clone()).collect()
    }

    /// An attribute; null if there is none.
    pub(super) fn attribute(&self, id: &Id, name: &str) -> &Json {
        self.get(id).and_then(|resource| resource.attributes.get(name)).unwrap_or(&Json::Null)
    }

    /// An attribute that is a text; empty if there is none.
    pub(super) fn text(&self, id: &Id, name: &str) -> &str {
        self.attribute(id, name).as_str().unwrap_or_default()
    }

    /// Sets an attribute; null takes it away.
    pub(super) fn set_attribute(&mut self, id: &Id, name: &str, value: impl Into<Json>) {
        if let Some(resource) = self.resources.get_mut(id) {
            match value.into() {
                Json::Null => _ = resource.attributes.remove(name),
                value => _ = resource.attributes.insert(name.to_owned(), value),
            }
        }
    }

    /// What a resource is related to, in order.
    pub(super) fn linked(&self, id: &Id, relation: &str) -> &[Id] {
        let linked = relations::find(&id.kind, relation)
            .and_then(|relation| self.get(id)?.links.get(relation.name))
            .map(Vec::as_slice);
        linked.unwrap_or_default()
    }

    /// What a resource is related to, if it is anything.
    pub(super) fn one(&self, id: &Id, relation: &str) -> Option<Id> {
        self.linked(id, relation).first().cloned()
    }

    /// Relates two resources, from both sides. Where a side has only one, the one before is let go.
    pub(super) fn link(&mut self, from: &Id, relation: &str, to: &Id) {
        let Some(relation) = relations::find(&from.kind, relation) else { return };
        if self.linked(from, relation.name).contains(to) {
            return;
        }
        if relation.arity == Arity::One {
            self.unlink_all(from, relation.name);
        }
        if let Some((inverse, arity)) = relation.inverse {
            if arity == Arity::One {
                self.unlink_all(to, inverse);
            }
            self.push(to, inverse, from);
        }
        self.push(from, relation.name, to);
    }

    /// Takes the relation of two resources away, on both sides.
    pub(super) fn unlink(&mut self, from: &Id, relation: &str, to: &Id) {
        let Some(relation) = relations::find(&from.kind, relation) else { return };
        self.drop_link(from, relation.name, to);
        if let Some((inverse, _)) = relation.inverse {
            self.drop_link(to, inverse, from);
        }
    }

    /// Relates a resource to these and no others, in this order.
    pub(super) fn set(&mut self, from: &Id, relation: &str, to: &[Id]) {
        self.unlink_all(from, relation);
        for to in to {
            self.link(from, relation, to);
        }
    }

    /// Removes a resource, what is part of it, and all links to them.
    pub(super) fn remove(&mut self, id: &Id) {
        for relation in relations::all(&id.kind) {
            let linked = self.linked(id, relation.name).to_vec();
            self.unlink_all(id, relation.name);
            if relation.owns {
                for part in linked {
                    self.remove(&part);
                }
            }
        }
        self.resources.remove(id);
        // Those that know it from one side only.
        for resource in self.resources.values_mut() {
            resource.links.values_mut().for_each(|links| links.retain(|link| link != id));
        }
    }

    fn unlink_all(&mut self, from: &Id, relation: &str) {
        for to in self.linked(from, relation).to_vec() {
            self.unlink(from, relation, &to);
        }
    }

    fn push(&mut self, from: &Id, name: &'static str, to: &Id) {
        if let Some(resource) = self.resources.get_mut(from) {
            resource.links.entry(name).or_default().push(to.clone());
        }
    }

    fn drop_link(&mut self, from: &Id, name: &str, to: &Id) {
        if let Some(links) = self.resources.get_mut(from).and_then(|resource| resource.links.get_mut(name)) {
            links.retain(|link| link != to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(ids: &[(&str, &str)]) -> (Store, Vec<Id>) {
        let mut store = Store::default();
        let ids: Vec<Id> = ids.iter().map(|(kind, id)| Id::new(*kind, *id)).collect();
        for id in &ids {
            store.insert(id.clone(), Map::new());
        }
        (store, ids)
    }

    #[test]
    fn a_link_is_seen_from_both_sides_and_replaces_the_one_before() {
        let (mut store, ids) = store(&[
            ("gameCenterActivities", "a"),
            ("gameCenterActivities", "b"),
            ("gameCenterAchievements", "1"),
        ]);
        store.link(&ids[0], "achievements", &ids[2]);
        assert_eq!(store.one(&ids[2], "activity").as_ref(), Some(&ids[0]));
        store.link(&ids[2], "activity", &ids[1]);
        assert_eq!(store.linked(&ids[0], "achievementsV2"), []);
        assert_eq!(store.linked(&ids[1], "achievementsV2"), [ids[2].clone()]);
    }

    #[test]
    fn parts_go_with_the_whole_and_links_with_both() {
        let (mut store, ids) = store(&[
            ("gameCenterAchievements", "a"),
            ("gameCenterAchievementVersions", "v"),
            ("gameCenterAchievementLocalizations", "l"),
            ("reviewSubmissionItems", "i"),
        ]);
        store.link(&ids[0], "versions", &ids[1]);
        store.link(&ids[1], "localizations", &ids[2]);
        store.link(&ids[3], "gameCenterAchievementVersion", &ids[1]);
        store.remove(&ids[0]);
        assert!(!store.contains(&ids[1]) && !store.contains(&ids[2]));
        assert_eq!(store.linked(&ids[3], "gameCenterAchievementVersion"), []);
    }
}
