//! The sample answers of the providers' documentation, at the paths where the services have them.
//!
//! The samples are those of two pages, as valid JSON: Apple's
//! ["Read the image for a specific achievement localization"](https://developer.apple.com/documentation/appstoreconnectapi/get-v1-gameCenterAchievementLocalizations-_id_-gameCenterAchievementImage)
//! has typographic quotes and lacks a brace, Microsoft's
//! ["GET (/users/xuid({xuid})/achievements/{scid}/{achievementid})"](https://learn.microsoft.com/en-us/gaming/gdk/docs/reference/live/rest/uri/achievements/uri-usersxuidachievementsscidachievementidget)
//! has a comma too many, and shows `{"achievement":{…}}` where the service sends a list of one.

use std::io;

use crate::{Answer, Mock};

/// The achievement localization of Apple's sample.
pub const ACHIEVEMENT_LOCALIZATION_ID: &str = "ca329301-e7ad-4784-97cd-02faade43c2f";

/// The image that belongs to it.
pub const ACHIEVEMENT_IMAGE_ID: &str = "38e6d9a7-9cbf-45f8-8246-1ef4728aecda";

/// What Apple answers for the image of [`ACHIEVEMENT_LOCALIZATION_ID`].
pub const ACHIEVEMENT_IMAGE: &str = include_str!("../samples/achievement_image.json");

/// A user. Microsoft's page has no example of one.
pub const XUID: u64 = 2_533_274_790_412_952;

/// The service configuration of Microsoft's sample.
pub const SCID: &str = "b5dd9daf-0000-0000-0000-000000000000";

/// The achievement of Microsoft's sample.
pub const ACHIEVEMENT_ID: u32 = 3;

/// What Xbox Live answers for achievement [`ACHIEVEMENT_ID`] of [`SCID`].
pub const XBOX_ACHIEVEMENT: &str = include_str!("../samples/xbox_achievement.json");

/// What Apple answers to a request without a valid token. This wording is ours.
const APPLE_UNAUTHORIZED: &str = include_str!("../samples/apple_unauthorized.json");

impl Mock {
    /// Starts a server with the sample answers. A request without an `Authorization` gets 401 in the form of its provider.
    ///
    /// # Errors
    /// As [`Mock::start`].
    pub async fn with_samples() -> io::Result<Self> {
        let mock = Self::start().await?;

        let path = format!(
            "/v1/gameCenterAchievementLocalizations/{ACHIEVEMENT_LOCALIZATION_ID}/gameCenterAchievementImage"
        );
        mock.answer("GET", &path, Answer::json(200, ACHIEVEMENT_IMAGE));
        mock.require_authorization("GET", &path, Answer::json(401, APPLE_UNAUTHORIZED));

        let path = format!("/users/xuid({XUID})/achievements/{SCID}/{ACHIEVEMENT_ID}");
        mock.answer("GET", &path, Answer::json(200, XBOX_ACHIEVEMENT));
        // Xbox Live says why in a header, and sends no body.
        let why = "Token realm='xboxlive.com', error='token_required'";
        mock.require_authorization("GET", &path, Answer::empty(401).header("WWW-Authenticate", why));

        Ok(mock)
    }
}
