//! Resources as answers show them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::relations::{self, Arity};
use super::shape::Shape;
use super::store::{Id, Store};
use crate::query::Query;

/// How many related resources an answer has if the request does not say: as many as it may ask for.
const MOST_INCLUDED: usize = 50;

/// What of the resources a request wants to see.
pub(super) struct Render<'s> {
    store: &'s Store,
    base: &'s str,
    /// By type, the only attributes and relationships to show.
    fields: BTreeMap<String, Vec<String>>,
    include: Vec<String>,
    /// By relationship, how many to include.
    limits: BTreeMap<String, usize>,
}

impl<'s> Render<'s> {
    pub(super) fn new(store: &'s Store, base: &'s str, query: &Query) -> Self {
        let named = |(name, values): (&str, Vec<String>)| (name.to_owned(), values);
        let limit = |(name, values): (&str, Vec<String>)| Some((name.to_owned(), values[0].parse().ok()?));
        Self {
            store,
            base,
            fields: query.family("fields").map(named).collect(),
            include: query.list("include").unwrap_or_default(),
            limits: query.family("limit").filter_map(limit).collect(),
        }
    }

    /// One resource with its members, as far as they are wanted and their shape has them.
    pub(super) fn resource(&self, shape: Shape, id: &Id) -> Json {
        let address = format!("{}{}", self.base, shape.path(&id.kind, &id.id));
        let mut json = id.to_json();
        if let Some(shape) = shape.member("attributes") {
            let attributes = shape.names().filter(|name| self.wants(&id.kind, name)).filter_map(|name| {
                let value = self.store.get(id)?.attributes.get(name)?;
                Some((name.to_owned(), value.clone()))
            });
            json["attributes"] = Json::Object(attributes.collect());
        }
        if let Some(shape) = shape.member("relationships") {
            let mut shown = Map::new();
            for name in shape.names().filter(|name| self.wants(&id.kind, name)) {
                let relationship = shape.member(name).map(|of| self.relationship(of, id, name, &address));
                if let Some(relationship) = relationship.filter(|members| !members.is_empty()) {
                    shown.insert(name.to_owned(), Json::Object(relationship));
                }
            }
            if !shown.is_empty() {
                json["relationships"] = Json::Object(shown);
            }
        }
        json["links"] = json!({"self": address});
        json
    }

    /// The resources that are related to these and wanted; `None` if none are wanted.
    pub(super) fn included(&self, document: Shape, primary: &[Id]) -> Option<Vec<Json>> {
        let shapes = document.member("included").and_then(|included| included.element())?;
        if self.include.is_empty() {
            return None;
        }
        let mut seen = BTreeSet::new();
        let mut included = Vec::new();
        for id in primary {
            for name in &self.include {
                for to in self.linked(id, name) {
                    if let Some(shape) = shapes.of_kind(&to.kind)
                        && !primary.contains(to)
                        && seen.insert(to)
                    {
                        included.push(self.resource(shape, to));
                    }
                }
            }
        }
        Some(included)
    }

    fn relationship(&self, shape: Shape, id: &Id, name: &str, address: &str) -> Map<String, Json> {
        let mut members = Map::new();
        // Ids of related resources are shown where these are included, as the service does.
        if self.include.iter().any(|included| included == name) {
            let mut linked = self.linked(id, name).iter().map(Id::to_json);
            if relations::find(&id.kind, name).is_some_and(|relation| relation.arity == Arity::One) {
                members.insert("data".to_owned(), linked.next().unwrap_or(Json::Null));
            } else {
                members.insert("data".to_owned(), linked.collect());
                let (total, limit) = (self.store.linked(id, name).len(), self.limit(name));
                members.insert("meta".to_owned(), json!({"paging": {"total": total, "limit": limit}}));
            }
        }
        if shape.member("links").is_some() {
            let links = json!({
                "self": format!("{address}/relationships/{name}"),
                "related": format!("{address}/{name}"),
            });
            members.insert("links".to_owned(), links);
        }
        members
    }

    fn linked(&self, id: &Id, name: &str) -> &'s [Id] {
        let linked = self.store.linked(id, name);
        &linked[..linked.len().min(self.limit(name))]
    }

    fn limit(&self, name: &str) -> usize {
        self.limits.get(name).copied().unwrap_or(MOST_INCLUDED)
    }

    fn wants(&self, kind: &str, name: &str) -> bool {
        self.fields.get(kind).is_none_or(|fields| fields.iter().any(|field| field == name))
    }
}
