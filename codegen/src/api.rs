//! The services that have a client: one entry for one API.

use crate::lint::Profile;

/// A service, its spec and where its generated code goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Api {
    /// The name by which the command line knows it.
    pub name: String,
    /// The spec, relative to the root of the workspace.
    pub spec: String,
    /// The module of the client crate, and the folder under `src/generated`.
    pub module: String,
    /// The feature of the client crate that turns the module on.
    pub feature: String,
    /// Whether the spec is one of ours, to which the expectations of adaptations apply.
    pub ours: bool,
    /// The documents that the provider publishes, by the names that `specs/divergences.toml` has for them; the first
    /// is the one that the spec follows.
    pub documents: Vec<String>,
    /// The operations of the provider that the spec should have all of: globs (`*`) for paths with unnamed variables,
    /// `/v1/apps/{}`.
    pub family: Vec<String>,
}

impl Api {
    /// An API whose spec is written and kept by this workspace.
    pub fn ours(name: &str, spec: &str, module: &str, feature: &str) -> Self {
        Self { ours: true, ..Self::foreign(name, spec, module, feature) }
    }

    /// An API with a document that comes from elsewhere.
    pub fn foreign(name: &str, spec: &str, module: &str, feature: &str) -> Self {
        Self {
            name: name.to_owned(),
            spec: spec.to_owned(),
            module: module.to_owned(),
            feature: feature.to_owned(),
            ours: false,
            documents: Vec::new(),
            family: Vec::new(),
        }
    }

    /// Names the documents that the provider publishes, and the paths of which the spec should have all operations.
    #[must_use]
    pub fn published(mut self, documents: &[&str], family: &[&str]) -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        (self.documents, self.family) = (texts(documents), texts(family));
        self
    }

    /// The rules that its document is held to.
    pub fn profile(&self) -> Profile {
        if self.ours { Profile::Registered } else { Profile::Foreign }
    }
}

/// Game Center achievements, and what takes them to players. The neighbours are listed path by path: below them is
/// much that has nothing to do with achievements.
const APP_STORE_CONNECT_FAMILY: &[&str] = &[
    "*chievement*",
    "/v1/appStoreVersions/{}/gameCenterAppVersion",
    "/v1/apps",
    "/v1/apps/{}/gameCenterDetail",
    "/v1/apps/{}/relationships/gameCenterDetail",
    "/v1/gameCenterActivities",
    "/v1/gameCenterActivities/{}",
    "/v1/gameCenterAppVersions",
    "/v1/gameCenterAppVersions/{}",
    "/v1/gameCenterDetails",
    "/v1/gameCenterDetails/{}",
    "/v1/gameCenterDetails/{}/gameCenterActivities",
    "/v1/gameCenterDetails/{}/gameCenterAppVersions",
    "/v1/gameCenterDetails/{}/gameCenterGroup",
    "/v1/gameCenterGroups",
    "/v1/gameCenterGroups/{}",
    "/v1/gameCenterGroups/{}/gameCenterActivities",
    "/v1/gameCenterGroups/{}/gameCenterDetails",
    "/v1/reviewSubmissionItems",
    "/v1/reviewSubmissionItems/{}",
    "/v1/reviewSubmissions",
    "/v1/reviewSubmissions/{}",
    "/v1/reviewSubmissions/{}/items",
];

/// The APIs that the workspace has a client for.
///
/// A value that is handed on rather than a list that everybody can see: tests bring their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registry {
    apis: Vec<Api>,
}

impl Registry {
    /// The registry of these APIs, in the order in which they are shown.
    pub fn new(apis: impl IntoIterator<Item = Api>) -> Self {
        Self { apis: apis.into_iter().collect() }
    }

    /// The APIs of this workspace.
    pub fn builtin() -> Self {
        Self::new([
            Api::ours(
                "app-store-connect",
                "specs/app-store-connect.yaml",
                "app_store_connect",
                "app-store-connect",
            )
            .published(&["corrected", "apple"], APP_STORE_CONNECT_FAMILY),
            Api::ours("xbox-live", "specs/xbox-live.yaml", "xbox_live", "xbox-live"),
            Api::ours("xbox-360", "specs/xbox-360.yaml", "xbox_360", "xbox-live"),
        ])
    }

    /// All of them.
    pub fn apis(&self) -> &[Api] {
        &self.apis
    }

    /// The API of this name.
    pub fn find(&self, name: &str) -> Option<&Api> {
        self.apis.iter().find(|api| api.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_do_not_get_in_each_others_way() {
        let registry = Registry::builtin();
        for (index, api) in registry.apis().iter().enumerate() {
            for other in &registry.apis()[..index] {
                assert_ne!(api.name, other.name);
                assert_ne!(api.spec, other.spec);
                assert_ne!(api.module, other.module);
            }
            assert_eq!(registry.find(&api.name), Some(api));
        }
    }
}
