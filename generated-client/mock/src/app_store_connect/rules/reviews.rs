//! Reviews: what is submitted together, and what becomes of it.
//!
//! A review that is submitted waits, is looked at, and ends with everything approved; each time that it is read brings it a step
//! further. The mock's reviewers reject nothing.

use super::super::AppStoreConnect;
use super::super::errors::ApiError;
use super::super::store::Id;

/// What an item can be about. An item has one of them.
const SUBJECTS: [&str; 3] = ["appStoreVersion", "gameCenterAchievementVersion", "gameCenterActivityVersion"];

impl AppStoreConnect {
    pub(super) fn review_created(&mut self, id: &Id) -> Result<(), ApiError> {
        if self.store.attribute(id, "platform").is_null() {
            self.store.set_attribute(id, "platform", "IOS");
        }
        let platform = self.store.text(id, "platform");
        let app = self.store.one(id, "app");
        let siblings =
            app.map(|app| self.store.linked(&app, "reviewSubmissions").to_vec()).unwrap_or_default();
        let open = siblings.iter().any(|other| {
            other != id
                && self.store.text(other, "platform") == platform
                && self.store.text(other, "state") != "COMPLETE"
        });
        if open {
            return Err(ApiError::state(format!(
                "The app has a review submission for {platform} that is not complete"
            )));
        }
        self.store.set_attribute(id, "state", "READY_FOR_REVIEW");
        Ok(())
    }

    pub(super) fn review_item_created(&mut self, id: &Id) -> Result<(), ApiError> {
        let subjects: Vec<Id> = SUBJECTS.iter().filter_map(|name| self.store.one(id, name)).collect();
        let [subject] = &subjects[..] else {
            let detail = format!("An item has exactly one of {}", SUBJECTS.join(", "));
            return Err(ApiError::relationship("/data/relationships", detail));
        };
        let review = self.store.one(id, "reviewSubmission");
        if review.is_none_or(|review| self.store.text(&review, "state") != "READY_FOR_REVIEW") {
            return Err(ApiError::state("The review submission is under way, and takes no more items"));
        }
        if subject.kind != "appStoreVersions" {
            let state = self.store.text(subject, "state");
            if !["PREPARE_FOR_SUBMISSION", "DEVELOPER_REJECTED", "REJECTED"].contains(&state) {
                return Err(ApiError::state(format!("The version is {state}")));
            }
            self.store.set_attribute(subject, "state", "READY_FOR_REVIEW");
        }
        self.store.set_attribute(id, "state", "READY_FOR_REVIEW");
        Ok(())
    }

    /// An item is taken out, or deleted. Its version can be changed again.
    pub(super) fn review_item_removed(&mut self, id: &Id) -> Result<(), ApiError> {
        let review = self.store.one(id, "reviewSubmission");
        if review.is_some_and(|review| self.store.text(&review, "state") == "COMPLETE") {
            return Err(ApiError::forbidden("The review is complete"));
        }
        self.set_item(id, "REMOVED", "PREPARE_FOR_SUBMISSION");
        Ok(())
    }

    /// It goes to App Review, if it is whole.
    pub(super) fn review_submitted(&mut self, id: &Id) -> Result<(), ApiError> {
        if self.store.text(id, "state") != "READY_FOR_REVIEW" {
            return Err(ApiError::state("The review submission was submitted already"));
        }
        let items = self.items(id);
        if items.is_empty() {
            return Err(ApiError::state("The review submission has no items"));
        }
        let incomplete: Vec<(String, ApiError)> = items
            .iter()
            .filter_map(|item| self.store.one(item, "gameCenterAchievementVersion"))
            .filter_map(|version| {
                let lack = self.lack(&version)?;
                Some((format!("/v2/{}/{}", version.kind, version.id), ApiError::state(lack)))
            })
            .collect();
        if !incomplete.is_empty() {
            let error = ApiError::state("Items of the review submission are incomplete");
            return Err(error.associated(incomplete, &mut self.clock));
        }
        for item in &items {
            self.set_item(item, "READY_FOR_REVIEW", "WAITING_FOR_REVIEW");
        }
        let now = format!("{}Z", self.clock.now());
        self.store.set_attribute(id, "submittedDate", now);
        self.store.set_attribute(id, "state", "WAITING_FOR_REVIEW");
        if self.progress.begin(id) {
            self.advance_review(id);
        }
        Ok(())
    }

    pub(super) fn review_canceled(&mut self, id: &Id) -> Result<(), ApiError> {
        if self.store.text(id, "state") == "COMPLETE" {
            return Err(ApiError::state("The review is complete"));
        }
        for item in self.items(id) {
            self.set_item(&item, "REMOVED", "DEVELOPER_REJECTED");
        }
        self.progress.end(id);
        self.store.set_attribute(id, "state", "CANCELING");
        if self.progress.begin(id) {
            self.advance_review(id);
        }
        Ok(())
    }

    /// The next step of a review that is under way.
    pub(super) fn advance_review(&mut self, id: &Id) {
        match self.store.text(id, "state") {
            "WAITING_FOR_REVIEW" => {
                for item in self.items(id) {
                    self.set_item(&item, "READY_FOR_REVIEW", "IN_REVIEW");
                }
                self.store.set_attribute(id, "state", "IN_REVIEW");
                if self.progress.begin(id) {
                    self.advance_review(id);
                }
            }
            "IN_REVIEW" => {
                for item in self.items(id) {
                    self.approve(&item);
                }
                self.store.set_attribute(id, "state", "COMPLETE");
            }
            _ => self.store.set_attribute(id, "state", "COMPLETE"),
        }
    }

    fn approve(&mut self, item: &Id) {
        self.set_item(item, "APPROVED", "LIVE");
        let Some(version) = self.store.one(item, "gameCenterAchievementVersion") else { return };
        let Some(achievement) = self.store.one(&version, "achievement") else { return };
        for other in self.store.linked(&achievement, "versions").to_vec() {
            if other != version && self.store.text(&other, "state") == "LIVE" {
                self.store.set_attribute(&other, "state", "REPLACED_WITH_NEW_VERSION");
            }
        }
        for release in self.store.linked(&achievement, "releases").to_vec() {
            self.store.set_attribute(&release, "live", true);
        }
    }

    /// The items that count.
    fn items(&self, review: &Id) -> Vec<Id> {
        let items = self.store.linked(review, "items").iter();
        items.filter(|item| self.store.text(item, "state") != "REMOVED").cloned().collect()
    }

    /// Sets the state of an item, and of the Game Center version that it is about.
    fn set_item(&mut self, item: &Id, state: &str, of_version: &str) {
        self.store.set_attribute(item, "state", state);
        for name in &SUBJECTS[1..] {
            if let Some(version) = self.store.one(item, name) {
                self.store.set_attribute(&version, "state", of_version);
            }
        }
    }

    /// What a version of an achievement lacks for a review: each has a language, and each language an image.
    fn lack(&self, version: &Id) -> Option<String> {
        let localizations = self.store.linked(version, "localizations");
        if localizations.is_empty() {
            return Some("The version has no localization".to_owned());
        }
        let bare = localizations.iter().find(|localization| {
            let image = self.store.one(localization, "image");
            image
                .is_none_or(|image| self.store.attribute(&image, "assetDeliveryState")["state"] != "COMPLETE")
        })?;
        Some(format!(
            "The localization for '{}' has no image that is complete",
            self.store.text(bare, "locale")
        ))
    }
}
