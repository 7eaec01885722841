//! What serves achievements: details, groups, app versions, activities.

use serde_json::Value as Json;

use super::super::AppStoreConnect;
use super::super::errors::ApiError;
use super::super::store::Id;

impl AppStoreConnect {
    /// Game Center is enabled for an app.
    pub(super) fn detail_created(&mut self, id: &Id) -> Result<(), ApiError> {
        self.store.set_attribute(id, "arcadeEnabled", false);
        if self.store.attribute(id, "challengeEnabled").is_null() {
            self.store.set_attribute(id, "challengeEnabled", false);
        }
        Ok(())
    }

    /// An app joins a group, leaves it, or stays.
    pub(super) fn detail_changing(&mut self, id: &Id, data: &Json) -> Result<(), ApiError> {
        let group = &data["relationships"]["gameCenterGroup"]["data"]["id"];
        let own = self.store.one(id, "gameCenterGroup");
        match (group.as_str(), own) {
            (Some(group), Some(own)) if own.id != group => {
                Err(ApiError::state("The app is in another group; it has to leave that first"))
            }
            _ => Ok(()),
        }
    }

    /// Game Center is prepared for a version of an app, and enabled with a change.
    pub(super) fn app_version_created(&mut self, id: &Id) -> Result<(), ApiError> {
        self.store.set_attribute(id, "enabled", false);
        let app = self.store.one(id, "appStoreVersion").and_then(|version| self.store.one(&version, "app"));
        let Some(detail) = app.and_then(|app| self.store.one(&app, "gameCenterDetail")) else {
            return Err(ApiError::state("Game Center is not enabled for the app"));
        };
        self.store.link(&detail, "gameCenterAppVersions", id);
        Ok(())
    }

    pub(super) fn activity_created(&mut self, id: &Id) -> Result<(), ApiError> {
        let owners = ["gameCenterDetail", "gameCenterGroup"];
        if owners.iter().filter(|name| self.store.one(id, name).is_some()).count() != 1 {
            let detail = "An activity belongs either to a Game Center detail or to a group";
            return Err(ApiError::relationship("/data/relationships", detail));
        }
        self.store.set_attribute(id, "archived", false);
        if self.store.linked(id, "versions").is_empty() {
            let version = Id::new("gameCenterActivityVersions", self.clock.uuid());
            self.store.insert(version.clone(), serde_json::Map::new());
            self.store.link(id, "versions", &version);
        }
        for version in self.store.linked(id, "versions").to_vec() {
            self.number_version(&version);
        }
        Ok(())
    }
}
