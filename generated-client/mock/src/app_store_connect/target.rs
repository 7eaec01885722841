//! What a path leads to, by the rules of JSON:API.

use super::store::Id;

/// What an operation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// All resources of a type: `/v1/apps`.
    Collection(String),
    /// One resource: `/v1/apps/{id}`.
    Instance(Id),
    /// What one is related to: `/v1/apps/{id}/gameCenterDetail`.
    Related(Id, String),
    /// The ids of these: `/v1/apps/{id}/relationships/gameCenterDetail`.
    Relationship(Id, String),
}

impl Target {
    /// Reads a path template (`/v1/apps/{id}`) with the values of its variables. `None` if it is of another form.
    pub(super) fn read(template: &str, variables: &[String]) -> Option<Self> {
        // The first segment is the version of the API.
        let mut segments = template.split('/').skip(2);
        let kind = segments.next()?.to_owned();
        let id = || Some(Id::new(kind.clone(), variables.first()?));
        Some(match (segments.next(), segments.next(), segments.next()) {
            (None, ..) => Self::Collection(kind),
            (Some(_), None, _) => Self::Instance(id()?),
            (Some(_), Some("relationships"), Some(name)) => Self::Relationship(id()?, name.to_owned()),
            (Some(_), Some(name), None) => Self::Related(id()?, name.to_owned()),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_of_the_contract_is_one_of_json_api() {
        let x = ["x".to_owned()];
        for operation in crate::contracts::app_store_connect().contract().operations() {
            assert!(Target::read(&operation.template, &x).is_some(), "{}", operation.template);
        }
        let id = Id::new("apps", "x");
        assert_eq!(Target::read("/v1/apps/{id}/a", &x), Some(Target::Related(id.clone(), "a".to_owned())));
        assert_eq!(
            Target::read("/v1/apps/{id}/relationships/a", &x),
            Some(Target::Relationship(id, "a".to_owned()))
        );
    }
}
