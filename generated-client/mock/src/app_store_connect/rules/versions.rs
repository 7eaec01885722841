//! Versions of achievements, and their texts.

use super::super::AppStoreConnect;
use super::super::errors::ApiError;
use super::super::store::Id;

/// The states in which a version can be changed.
const EDITABLE: [&str; 4] = ["PREPARE_FOR_SUBMISSION", "READY_FOR_REVIEW", "DEVELOPER_REJECTED", "REJECTED"];

/// The states in which a version has had its review.
const DONE: [&str; 2] = ["LIVE", "REPLACED_WITH_NEW_VERSION"];

impl AppStoreConnect {
    /// The next version is made when the one before is live. It starts without texts, which is a choice of the mock.
    pub(super) fn version_created(&mut self, id: &Id) -> Result<(), ApiError> {
        let achievement = self.store.one(id, "achievement");
        let versions = achievement.map(|of| self.store.linked(&of, "versions").to_vec()).unwrap_or_default();
        let open = versions
            .iter()
            .any(|version| version != id && !DONE.contains(&self.store.text(version, "state")));
        if open {
            return Err(ApiError::state("There is a version already that is not live"));
        }
        self.number_version(id);
        Ok(())
    }

    /// Gives a new version its number and its first state.
    pub(super) fn number_version(&mut self, id: &Id) {
        let parent = ["achievement", "activity"].iter().find_map(|name| self.store.one(id, name));
        let siblings = parent.map(|of| self.store.linked(&of, "versions").to_vec()).unwrap_or_default();
        let numbers = siblings.iter().filter_map(|version| self.store.attribute(version, "version").as_u64());
        let next = numbers.max().unwrap_or_default() + 1;
        self.store.set_attribute(id, "version", next);
        self.store.set_attribute(id, "state", "PREPARE_FOR_SUBMISSION");
    }

    pub(super) fn localization_created(&mut self, id: &Id) -> Result<(), ApiError> {
        // Each generation names one of the two; the other follows.
        match (self.store.one(id, "version"), self.store.one(id, "gameCenterAchievement")) {
            (Some(version), None) => {
                if let Some(achievement) = self.store.one(&version, "achievement") {
                    self.store.link(id, "gameCenterAchievement", &achievement);
                }
            }
            (None, Some(achievement)) => {
                if let Some(version) = self.store.linked(&achievement, "versions").last().cloned() {
                    self.store.link(id, "version", &version);
                }
            }
            _ => {}
        }
        self.must_be_editable(id)?;
        let version = self.store.one(id, "version");
        let siblings = version.map(|version| self.store.linked(&version, "localizations").to_vec());
        let locale = self.store.text(id, "locale");
        let taken = siblings
            .unwrap_or_default()
            .iter()
            .any(|other| other != id && self.store.text(other, "locale") == locale);
        if taken {
            let detail = format!("There is a localization for '{locale}' already");
            return Err(ApiError::attribute("locale", ".DUPLICATE", detail));
        }
        Ok(())
    }

    /// Texts and images can be changed until their version goes into review.
    pub(super) fn must_be_editable(&self, localization: &Id) -> Result<(), ApiError> {
        let version = self.store.one(localization, "version");
        let state = version.map(|version| self.store.text(&version, "state").to_owned()).unwrap_or_default();
        if EDITABLE.contains(&state.as_str()) {
            return Ok(());
        }
        Err(ApiError::state(format!("The version is {state}; create a new one to change it")))
    }
}
