//! What answers look like: which members there are is in the contract, and nowhere else.

use game_achievements_contract::contract::{Contract, Method, Operation, Schema, SchemaId, Types};

/// A schema with its contract.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    contract: &'static Contract,
    id: SchemaId,
}

impl Shape {
    /// The body of an operation's success; `None` if it has none.
    pub(super) fn of_answer(contract: &'static Contract, operation: &Operation) -> Option<Self> {
        let answer = operation.answers.iter().find(|answer| answer.status.is_success())?;
        Some(Self { contract, id: answer.content.first()?.schema })
    }

    fn schema(&self) -> &'static Schema {
        self.contract.schema(self.id)
    }

    /// The shape of a member; `None` if there is no such member.
    pub(super) fn member(&self, name: &str) -> Option<Self> {
        let property = self.schema().property(name)?;
        Some(Self { contract: self.contract, id: property.schema })
    }

    /// The names of the members, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.schema().properties.iter().map(|property| &*property.name)
    }

    /// The shape of the elements, if it is a list.
    pub(super) fn element(&self) -> Option<Self> {
        let schema = self.schema();
        let items = schema.items.filter(|_| schema.types.contains(Types::ARRAY))?;
        Some(Self { contract: self.contract, id: items })
    }

    /// Which of several shapes resources of this type have.
    pub(super) fn of_kind(&self, kind: &str) -> Option<Self> {
        let discriminator = self.schema().discriminator.as_ref()?;
        let (_, target) = discriminator.mapping.iter().find(|(value, _)| **value == *kind)?;
        Some(Self { contract: self.contract, id: (*target)? })
    }

    /// The path of a resource of this shape. The two generations of a type differ in shape and have paths of their own.
    pub(super) fn path(&self, kind: &str, id: &str) -> String {
        let is_second =
            self.contract.operation(Method::Get, &format!("/v2/{kind}/{{}}")).is_some_and(|read| {
                let data = Self::of_answer(self.contract, read).and_then(|document| document.member("data"));
                data.is_some_and(|data| data.schema().class == self.schema().class)
            });
        format!("/{}/{kind}/{id}", if is_second { "v2" } else { "v1" })
    }
}
