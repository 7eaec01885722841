//! What the service makes of changes, type by type: limits, states, and what goes on by itself.
//!
//! The facts are from Apple's pages where a comment names none; where these say nothing, the simplest behaviour that clients can
//! live with was chosen, and it says so.

mod achievements;
mod images;
mod neighbours;
mod reviews;
mod versions;

use std::collections::BTreeMap;

use game_achievements_contract::contract::Method;
use serde_json::Value as Json;

use super::errors::ApiError;
use super::store::Id;
use super::{AppStoreConnect, Ask};

/// What is under way: each time that it is read brings it nearer to its end, so that no test has to wait.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    reads: u32,
    left: BTreeMap<Id, u32>,
}

impl Progress {
    pub(super) fn new(reads: u32) -> Self {
        Self { reads, left: BTreeMap::new() }
    }

    /// Something begins. Gives whether it is done at once.
    fn begin(&mut self, id: &Id) -> bool {
        if self.reads > 0 {
            self.left.insert(id.clone(), self.reads);
        }
        self.reads == 0
    }

    /// It is read. Gives whether the step is done, which is told once.
    fn step(&mut self, id: &Id) -> bool {
        let Some(left) = self.left.get_mut(id) else { return false };
        *left -= 1;
        let done = *left == 0;
        if done {
            self.left.remove(id);
        }
        done
    }

    /// It has ended otherwise.
    fn end(&mut self, id: &Id) {
        self.left.remove(id);
    }
}

impl AppStoreConnect {
    /// A resource is read.
    pub(super) fn seen(&mut self, id: &Id) {
        if self.progress.step(id) {
            match id.kind.as_str() {
                "gameCenterAchievementImages" => self.process_image(id),
                "reviewSubmissions" => self.advance_review(id),
                _ => {}
            }
        }
    }

    /// A resource was created as the request says.
    pub(super) fn created(&mut self, id: &Id, ask: &Ask<'_>) -> Result<(), ApiError> {
        match id.kind.as_str() {
            "gameCenterAchievements" => self.achievement_created(id),
            "gameCenterAchievementVersions" => self.version_created(id),
            "gameCenterAchievementLocalizations" => self.localization_created(id),
            "gameCenterAchievementImages" => self.image_created(id, ask),
            "gameCenterAchievementReleases" => self.release_created(id),
            "gameCenterPlayerAchievementSubmissions" => self.player_submission_created(id),
            "gameCenterActivities" => self.activity_created(id),
            "gameCenterAppVersions" => self.app_version_created(id),
            "gameCenterDetails" => self.detail_created(id),
            "reviewSubmissions" => self.review_created(id),
            "reviewSubmissionItems" => self.review_item_created(id),
            _ => Ok(()),
        }
    }

    /// A resource is about to be changed as the data of a request says.
    pub(super) fn changing(&mut self, id: &Id, data: &Json) -> Result<(), ApiError> {
        match id.kind.as_str() {
            "gameCenterAchievementLocalizations" => self.must_be_editable(id),
            "gameCenterDetails" => self.detail_changing(id, data),
            _ => Ok(()),
        }
    }

    /// A resource was changed, and had these attributes given.
    pub(super) fn changed(&mut self, id: &Id, given: &Json) -> Result<(), ApiError> {
        let is_told = |name: &str| given[name] == true;
        match id.kind.as_str() {
            "gameCenterAchievements" => self.check_points(id),
            "gameCenterAchievementImages" if is_told("uploaded") => self.image_uploaded(id),
            "reviewSubmissions" if is_told("submitted") => self.review_submitted(id),
            "reviewSubmissions" if is_told("canceled") => self.review_canceled(id),
            "reviewSubmissionItems" if is_told("removed") => self.review_item_removed(id),
            "reviewSubmissionItems" if is_told("resolved") => {
                self.store.set_attribute(id, "state", "READY_FOR_REVIEW");
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// A resource is about to be deleted.
    pub(super) fn deleting(&mut self, id: &Id) -> Result<(), ApiError> {
        self.progress.end(id);
        match id.kind.as_str() {
            "gameCenterAchievements" => self.achievement_deleting(id),
            "gameCenterAchievementImages" => {
                self.uploads.remove(&id.id);
                Ok(())
            }
            "reviewSubmissionItems" => self.review_item_removed(id),
            _ => Ok(()),
        }
    }

    /// A relationship is about to be replaced, added to, or taken from.
    pub(super) fn relating(
        &mut self,
        id: &Id,
        name: &str,
        method: Method,
        to: &[Id],
    ) -> Result<(), ApiError> {
        let mut seen = std::collections::BTreeSet::new();
        if let Some(at) = to.iter().position(|to| !seen.insert(to)) {
            return Err(ApiError::relationship(format!("/data/{at}/id"), "The resource is there twice"));
        }
        match (id.kind.as_str(), method) {
            ("gameCenterDetails" | "gameCenterGroups", Method::Patch) if !Self::is_to_one(id, name) => {
                self.ordering(id, name, to)
            }
            ("gameCenterAchievements", Method::Patch) if name == "groupAchievement" => {
                self.group_achievement(to)
            }
            _ => Ok(()),
        }
    }
}
