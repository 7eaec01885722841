//! Achievements: their limits and their order, and what belongs to a generation.
//!
//! Limits: Apple's help pages "Achievements" and "Configure achievements" (100 for an app, 100 points each, 1,000 in all; ids
//! alike in no two; those of groups begin with `grp.`).

use serde_json::Value as Json;

use super::super::AppStoreConnect;
use super::super::errors::ApiError;
use super::super::store::Id;

const MOST_ACHIEVEMENTS: usize = 100;
const MOST_POINTS: u64 = 1000;

/// The relationships of which an achievement has one.
const OWNERS: [&str; 2] = ["gameCenterDetail", "gameCenterGroup"];

impl AppStoreConnect {
    pub(super) fn achievement_created(&mut self, id: &Id) -> Result<(), ApiError> {
        let owners: Vec<Id> = OWNERS.iter().filter_map(|name| self.store.one(id, name)).collect();
        let [owner] = &owners[..] else {
            let detail = "An achievement belongs either to a Game Center detail or to a group";
            return Err(ApiError::relationship("/data/relationships", detail));
        };
        let siblings = self.store.linked(owner, "gameCenterAchievementsV2").to_vec();
        if siblings.len() > MOST_ACHIEVEMENTS {
            return Err(ApiError::state(format!("There are {MOST_ACHIEVEMENTS} achievements already")));
        }
        self.check_points(id)?;
        let own = self.store.text(id, "vendorIdentifier");
        let taken = siblings
            .iter()
            .any(|sibling| sibling != id && self.store.text(sibling, "vendorIdentifier") == own);
        if taken {
            let detail = format!("Another achievement has the vendorIdentifier '{own}'");
            return Err(ApiError::attribute("vendorIdentifier", ".DUPLICATE", detail));
        }
        if owner.kind == "gameCenterGroups" && !own.starts_with("grp.") {
            let detail = "The vendorIdentifier of a group's achievement begins with 'grp.'";
            return Err(ApiError::attribute("vendorIdentifier", "", detail));
        }
        self.store.set_attribute(id, "archived", false);
        // The first generation creates no version in so many words.
        if self.store.linked(id, "versions").is_empty() {
            let version = Id::new("gameCenterAchievementVersions", self.clock.uuid());
            self.store.insert(version.clone(), serde_json::Map::new());
            self.store.link(id, "versions", &version);
        }
        for version in self.store.linked(id, "versions").to_vec() {
            self.number_version(&version);
        }
        Ok(())
    }

    /// All achievements of an app, or of a group, have 1,000 points at most.
    pub(super) fn check_points(&mut self, id: &Id) -> Result<(), ApiError> {
        let owner = OWNERS.iter().find_map(|name| self.store.one(id, name));
        let siblings =
            owner.map(|owner| self.store.linked(&owner, "gameCenterAchievementsV2")).unwrap_or_default();
        let points = |id: &Id| self.store.attribute(id, "points").as_u64().unwrap_or_default();
        let sum: u64 = siblings.iter().map(points).sum();
        if sum > MOST_POINTS {
            let detail = format!("All achievements together have {sum} points, more than {MOST_POINTS}");
            return Err(ApiError::attribute("points", "", detail));
        }
        Ok(())
    }

    /// What is live can be archived, but not deleted.
    pub(super) fn achievement_deleting(&mut self, id: &Id) -> Result<(), ApiError> {
        let is_live = self
            .store
            .linked(id, "versions")
            .iter()
            .any(|version| self.store.text(version, "state") == "LIVE")
            || self
                .store
                .linked(id, "releases")
                .iter()
                .any(|release| *self.store.attribute(release, "live") == true);
        if is_live {
            return Err(ApiError::forbidden("A live achievement can be archived, but not deleted"));
        }
        Ok(())
    }

    /// The order in which players see achievements is that of a list that names all of them.
    pub(super) fn ordering(&mut self, owner: &Id, name: &str, to: &[Id]) -> Result<(), ApiError> {
        let mut before = self.store.linked(owner, name).to_vec();
        let mut after = to.to_vec();
        before.sort();
        after.sort();
        // That the list must name all and no others is a choice of the mock: Apple's pages say only that it replaces.
        if before != after {
            let detail = format!("The list must name all {} achievements, each once", before.len());
            return Err(ApiError::relationship("/data", detail));
        }
        Ok(())
    }

    pub(super) fn group_achievement(&mut self, to: &[Id]) -> Result<(), ApiError> {
        if to.iter().any(|to| self.store.one(to, "gameCenterGroup").is_none()) {
            return Err(ApiError::relationship("/data/id", "This is no achievement of a group"));
        }
        Ok(())
    }

    pub(super) fn release_created(&mut self, id: &Id) -> Result<(), ApiError> {
        let achievement = self.store.one(id, "gameCenterAchievement");
        let detail = self.store.one(id, "gameCenterDetail");
        let others = achievement.map(|achievement| self.store.linked(&achievement, "releases").to_vec());
        if others
            .unwrap_or_default()
            .iter()
            .any(|other| other != id && self.store.one(other, "gameCenterDetail") == detail)
        {
            return Err(ApiError::state("The achievement has a release for this app already"));
        }
        // Whether a release is live is decided with a review.
        self.store.set_attribute(id, "live", false);
        Ok(())
    }

    pub(super) fn player_submission_created(&mut self, id: &Id) -> Result<(), ApiError> {
        let bundle = self.store.text(id, "bundleId");
        let app =
            self.store.of_kind("apps").into_iter().find(|app| self.store.text(app, "bundleId") == bundle);
        let Some(detail) = app.and_then(|app| self.store.one(&app, "gameCenterDetail")) else {
            return Err(ApiError::attribute(
                "bundleId",
                "",
                "There is no app with Game Center of this bundleId",
            ));
        };
        let group = self.store.one(&detail, "gameCenterGroup");
        let wanted = self.store.text(id, "vendorIdentifier");
        let known = [Some(detail), group].into_iter().flatten().any(|owner| {
            let achievements = self.store.linked(&owner, "gameCenterAchievementsV2");
            achievements.iter().any(|achievement| self.store.text(achievement, "vendorIdentifier") == wanted)
        });
        if !known {
            let detail = "The app has no achievement of this vendorIdentifier";
            return Err(ApiError::attribute("vendorIdentifier", "", detail));
        }
        if self.store.attribute(id, "percentageAchieved").as_u64().is_none_or(|percent| percent > 100) {
            return Err(ApiError::attribute("percentageAchieved", "", "A percentage is from 0 to 100"));
        }
        if self.store.attribute(id, "submittedDate").is_null() {
            let now = format!("{}Z", self.clock.now());
            self.store.set_attribute(id, "submittedDate", now);
        }
        if self.store.attribute(id, "preReleased").is_null() {
            self.store.set_attribute(id, "preReleased", Json::Bool(false));
        }
        Ok(())
    }
}
