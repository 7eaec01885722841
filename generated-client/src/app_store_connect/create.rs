//! Creating achievements of the second generation, and their texts.

use super::types::{
    GameCenterAchievementCreateAttributes, GameCenterAchievementLocalizationCreateAttributes,
    GameCenterAchievementLocalizationV2CreateRequest, GameCenterAchievementLocalizationV2CreateRequestData,
    GameCenterAchievementLocalizationV2CreateRequestDataRelationships, GameCenterAchievementV2CreateRequest,
    GameCenterAchievementV2CreateRequestData, GameCenterAchievementV2CreateRequestDataRelationships,
    GameCenterAchievementVersionLinkage, GameCenterAchievementVersionRelationshipRequest,
    GameCenterAchievementVersionV2InlineCreate, GameCenterAchievementVersionsRelationshipRequest,
    GameCenterDetailLinkage, GameCenterDetailRelationshipRequest, GameCenterGroupLinkage,
    GameCenterGroupRelationshipRequest,
};

/// What the version is called within the request. The form `${name}` is the service's.
const VERSION: &str = "${version}";

impl GameCenterAchievementV2CreateRequest {
    /// An achievement of one app, with its first version, which the service wants in the same request.
    ///
    /// `detail_id` is the id of the app's Game Center detail, not of the app.
    ///
    /// ```
    /// use game_achievements::app_store_connect::Client;
    /// use game_achievements::app_store_connect::types::{
    ///     GameCenterAchievementCreateAttributes, GameCenterAchievementV2CreateRequest,
    /// };
    ///
    /// async fn create(client: &Client, detail: &str) -> game_achievements::Result<String> {
    ///     // Points, name in App Store Connect, repeatable, shown before it is earned, id in the app.
    ///     let medal = GameCenterAchievementCreateAttributes::new(10u32, "Medal", false, true, "medal");
    ///     let request = GameCenterAchievementV2CreateRequest::for_detail(detail, medal);
    ///     Ok(client.create_achievement_v2(&request).await?.into_inner().data.id)
    /// }
    /// # let _ = create;
    /// ```
    ///
    /// Source: Apple's page on
    /// [creating one](https://developer.apple.com/documentation/appstoreconnectapi/post-v2-gameCenterAchievements).
    pub fn for_detail(detail_id: &str, attributes: GameCenterAchievementCreateAttributes) -> Self {
        let detail = GameCenterDetailRelationshipRequest::new(GameCenterDetailLinkage::new(detail_id));
        Self::with(attributes, relationships().game_center_detail(detail))
    }

    /// An achievement of a group of apps, with its first version; otherwise as [`for_detail`](Self::for_detail).
    ///
    /// The `vendor_identifier` of such an achievement begins with `grp.`.
    pub fn for_group(group_id: &str, attributes: GameCenterAchievementCreateAttributes) -> Self {
        let group = GameCenterGroupRelationshipRequest::new(GameCenterGroupLinkage::new(group_id));
        Self::with(attributes, relationships().game_center_group(group))
    }

    fn with(
        attributes: GameCenterAchievementCreateAttributes,
        relationships: GameCenterAchievementV2CreateRequestDataRelationships,
    ) -> Self {
        let data = GameCenterAchievementV2CreateRequestData::new(attributes, relationships);
        Self::new(data, [GameCenterAchievementVersionV2InlineCreate::new(VERSION)])
    }
}

impl GameCenterAchievementLocalizationV2CreateRequest {
    /// The texts of a version of an achievement in one language.
    ///
    /// ```
    /// use game_achievements::app_store_connect::Client;
    /// use game_achievements::app_store_connect::types::{
    ///     GameCenterAchievementLocalizationCreateAttributes, GameCenterAchievementLocalizationV2CreateRequest,
    /// };
    ///
    /// async fn translate(client: &Client, version: &str) -> game_achievements::Result<String> {
    ///     // The text after it is earned, the one before, the language, the name.
    ///     let texts = GameCenterAchievementLocalizationCreateAttributes::new("Gewonnen!", "Gewinne.", "de-DE", "Medaille");
    ///     let request = GameCenterAchievementLocalizationV2CreateRequest::for_version(version, texts);
    ///     Ok(client.create_achievement_localization_v2(&request).await?.into_inner().data.id)
    /// }
    /// # let _ = translate;
    /// ```
    pub fn for_version(
        version_id: &str,
        attributes: GameCenterAchievementLocalizationCreateAttributes,
    ) -> Self {
        let version = GameCenterAchievementVersionLinkage::new(version_id);
        let version = GameCenterAchievementVersionRelationshipRequest::new(version);
        let relationships = GameCenterAchievementLocalizationV2CreateRequestDataRelationships::new(version);
        Self::new(GameCenterAchievementLocalizationV2CreateRequestData::new(attributes, relationships))
    }
}

fn relationships() -> GameCenterAchievementV2CreateRequestDataRelationships {
    let version = GameCenterAchievementVersionLinkage::new(VERSION);
    let versions = GameCenterAchievementVersionsRelationshipRequest::new([version]);
    GameCenterAchievementV2CreateRequestDataRelationships::new(versions)
}
