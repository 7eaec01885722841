//! Reading: one resource, a list of them, or their ids.

use serde_json::{Value as Json, json};

use super::errors::ApiError;
use super::page::Page;
use super::relations::{self, Arity};
use super::render::Render;
use super::select;
use super::shape::Shape;
use super::store::Id;
use super::target::Target;
use super::{AppStoreConnect, Ask};
use crate::answer::Answer;

impl AppStoreConnect {
    pub(super) fn read(&mut self, ask: &Ask<'_>) -> Result<Answer, ApiError> {
        let found = match &ask.target {
            Target::Collection(kind) => self.store.of_kind(kind),
            Target::Instance(id) => vec![self.existing(id)?],
            Target::Related(id, name) | Target::Relationship(id, name) => {
                let id = self.existing(id)?;
                self.store.linked(&id, name).to_vec()
            }
        };
        // What is under way goes on when it is seen, on its own or along with another.
        let mut seen = found.clone();
        for name in ask.query.list("include").unwrap_or_default() {
            seen.extend(found.iter().flat_map(|id| self.store.linked(id, &name)).cloned());
        }
        for id in &seen {
            self.seen(id);
        }
        let is_one = match &ask.target {
            Target::Collection(_) => false,
            Target::Instance(_) => true,
            Target::Related(id, name) | Target::Relationship(id, name) => {
                relations::find(&id.kind, name).is_some_and(|relation| relation.arity == Arity::One)
            }
        };
        if is_one { self.one(ask, found.first(), 200) } else { self.list(ask, found) }
    }

    /// The answer with one resource, or with none.
    pub(super) fn one(&self, ask: &Ask<'_>, id: Option<&Id>, status: u16) -> Result<Answer, ApiError> {
        let document = document(ask)?;
        let data = document.member("data").ok_or_else(no_data)?;
        let render = Render::new(&self.store, &ask.base, &ask.query);
        let mut json = json!({"links": {"self": format!("{}{}", ask.base, ask.request.target())}});
        json["data"] = match (id, &ask.target) {
            (None, _) => Json::Null,
            (Some(id), Target::Relationship(..)) => id.to_json(),
            (Some(id), _) => render.resource(data, id),
        };
        if let Some(included) = id.and_then(|id| render.included(document, std::slice::from_ref(id))) {
            json["included"] = included.into();
        }
        Ok(Answer::json(status, json.to_string()))
    }

    fn list(&self, ask: &Ask<'_>, found: Vec<Id>) -> Result<Answer, ApiError> {
        let document = document(ask)?;
        let shape = document.member("data").and_then(|data| data.element()).ok_or_else(no_data)?;
        let page = Page::of(select::select(&self.store, found, &ask.query), &ask.query)?;
        let render = Render::new(&self.store, &ask.base, &ask.query);
        let data: Vec<Json> = match ask.target {
            Target::Relationship(..) => page.items.iter().map(Id::to_json).collect(),
            _ => page.items.iter().map(|id| render.resource(shape, id)).collect(),
        };
        let mut json = json!({"data": data, "links": page.links(&ask.base, ask.request)});
        if let Some(included) = render.included(document, &page.items) {
            json["included"] = included.into();
        }
        if document.member("meta").is_some() {
            json["meta"] = page.meta();
        }
        Ok(Answer::json(200, json.to_string()))
    }

    /// The id, if there is such a resource.
    pub(super) fn existing(&self, id: &Id) -> Result<Id, ApiError> {
        if self.store.contains(id) { Ok(id.clone()) } else { Err(ApiError::not_found(&id.kind, &id.id)) }
    }
}

fn document(ask: &Ask<'_>) -> Result<Shape, ApiError> {
    Shape::of_answer(ask.service.contract(), ask.operation).ok_or_else(no_data)
}

/// Only for operations that answer nothing, which are not read.
fn no_data() -> ApiError {
    ApiError::of_status(500, "the contract has no answer with data for this operation")
}
