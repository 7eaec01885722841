//! Creating, changing and deleting resources, and relating them to each other.

use std::collections::BTreeMap;

use game_achievements_contract::contract::Method;
use serde_json::{Map, Value as Json};

use super::errors::ApiError;
use super::relations::{self, Arity};
use super::shape::Shape;
use super::store::Id;
use super::{AppStoreConnect, Ask};
use crate::answer::Answer;

/// Resources that a request creates along with another, by their ids in the request.
type Inline = BTreeMap<Id, Id>;

impl AppStoreConnect {
    pub(super) fn create(&mut self, ask: &Ask<'_>, kind: &str) -> Result<Answer, ApiError> {
        let id = self.insert(kind, &ask.body["data"]);
        let mut inline = Inline::new();
        for part in ask.body["included"].as_array().into_iter().flatten() {
            let local = identifier(part);
            let created = self.insert(&local.kind, part);
            inline.insert(local, created);
        }
        for (name, value) in related(kind, &ask.body["data"]) {
            let pointer = format!("/data/relationships/{name}/data");
            let to = self.named(&pointer, &value["data"], &inline)?;
            self.must_be_free(&id, name, &to, &pointer)?;
            self.store.set(&id, name, &to);
        }
        for (local, created) in &inline {
            // Whatever created it has to name it.
            if relations::all(&created.kind)
                .all(|relation| self.store.linked(created, relation.name).is_empty())
            {
                let detail = format!("Nothing relates to '{}'", local.id);
                return Err(ApiError::entity("/included", detail));
            }
        }
        self.created(&id, ask)?;
        self.one(ask, Some(&id), 201)
    }

    pub(super) fn change(&mut self, ask: &Ask<'_>, id: &Id) -> Result<Answer, ApiError> {
        let id = self.existing(id)?;
        let data = &ask.body["data"];
        if data["id"] != *id.id {
            return Err(ApiError::entity("/data/id", "The id is not that of the path"));
        }
        self.changing(&id, data)?;
        let shape = Shape::of_answer(ask.service.contract(), ask.operation)
            .and_then(|document| document.member("data")?.member("attributes"));
        for (name, value) in members(&data["attributes"]) {
            // Other attributes of a request are commands: `uploaded`, `submitted`.
            if shape.is_some_and(|shape| shape.member(name).is_some()) {
                self.store.set_attribute(&id, name, value.clone());
            }
        }
        for (name, value) in related(&id.kind, data) {
            let pointer = format!("/data/relationships/{name}/data");
            let to = self.named(&pointer, &value["data"], &Inline::new())?;
            self.store.set(&id, name, &to);
        }
        self.changed(&id, &data["attributes"])?;
        self.one(ask, Some(&id), 200)
    }

    pub(super) fn delete(&mut self, id: &Id) -> Result<Answer, ApiError> {
        let id = self.existing(id)?;
        self.deleting(&id)?;
        self.store.remove(&id);
        Ok(Answer::empty(204))
    }

    /// Replaces what a resource is related to, adds to it, or takes from it.
    pub(super) fn relate(
        &mut self,
        ask: &Ask<'_>,
        method: Method,
        id: &Id,
        name: &str,
    ) -> Result<Answer, ApiError> {
        let id = self.existing(id)?;
        let to = self.named("/data", &ask.body["data"], &Inline::new())?;
        self.relating(&id, name, method, &to)?;
        match method {
            Method::Post => to.iter().for_each(|to| self.store.link(&id, name, to)),
            Method::Delete => to.iter().for_each(|to| self.store.unlink(&id, name, to)),
            _ => self.store.set(&id, name, &to),
        }
        Ok(Answer::empty(204))
    }

    fn insert(&mut self, kind: &str, data: &Json) -> Id {
        let id = Id::new(kind, self.clock.uuid());
        let given = members(&data["attributes"]).filter(|(_, value)| !value.is_null());
        let attributes: Map<String, Json> =
            given.map(|(name, value)| (name.clone(), value.clone())).collect();
        self.store.insert(id.clone(), attributes);
        id
    }

    /// The resources that the data of a relationship names.
    fn named(&self, pointer: &str, data: &Json, inline: &Inline) -> Result<Vec<Id>, ApiError> {
        let (list, is_list) = match data {
            Json::Null => (&[][..], false),
            Json::Array(list) => (&list[..], true),
            one => (std::slice::from_ref(one), false),
        };
        let resolved = list.iter().enumerate().map(|(at, one)| {
            let id = identifier(one);
            if let Some(created) = inline.get(&id) {
                return Ok(created.clone());
            }
            if self.store.contains(&id) {
                return Ok(id);
            }
            let pointer = if is_list { format!("{pointer}/{at}/id") } else { format!("{pointer}/id") };
            let detail = format!("There is no resource of type '{}' with id '{}'", id.kind, id.id);
            Err(ApiError::relationship(pointer, detail))
        });
        resolved.collect()
    }

    /// Where the other side has one at most, a new resource does not push it away.
    fn must_be_free(&self, id: &Id, name: &str, to: &[Id], pointer: &str) -> Result<(), ApiError> {
        let Some((inverse, Arity::One)) =
            relations::find(&id.kind, name).and_then(|relation| relation.inverse)
        else {
            return Ok(());
        };
        if Self::is_to_one(id, name) && to.iter().any(|to| !self.store.linked(to, inverse).is_empty()) {
            return Err(ApiError::relationship(pointer, format!("It has another {inverse} already")));
        }
        Ok(())
    }

    /// Whether a relationship leads to one resource at most.
    pub(super) fn is_to_one(id: &Id, name: &str) -> bool {
        relations::find(&id.kind, name).is_some_and(|relation| relation.arity == Arity::One)
    }
}

/// The relationships of a request that the mock has: of leaderboards and the like, which no achievement needs, it has none.
fn related<'d>(kind: &str, data: &'d Json) -> impl Iterator<Item = (&'d String, &'d Json)> {
    members(&data["relationships"]).filter(move |(name, _)| relations::find(kind, name).is_some())
}

fn identifier(json: &Json) -> Id {
    let text = |name: &str| json[name].as_str().unwrap_or_default();
    Id::new(text("type"), text("id"))
}

fn members(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}
