//! The achievements on Game Center.

use game_achievements::app_store_connect::Client;
use game_achievements::app_store_connect::options::{ListAchievementLocalizationsV2, ListAchievementsV2};
use game_achievements::app_store_connect::types::{
    AppMediaState, GameCenterAchievementLocalizationV2Include as Include,
    GameCenterAchievementLocalizationV2Included as Included,
};

use crate::support::Result;
use crate::{Achievement, ENGLISH};

/// The achievements of an app, in the order of players. Those of its group are not among them.
pub(crate) async fn read(client: &Client, app: &str) -> Result<Vec<Achievement>> {
    let detail = client.read_app_game_center_detail(app, Default::default()).await?.into_inner();
    let detail = detail.data.ok_or("Game Center is not enabled for this app")?;
    let options = ListAchievementsV2::default().filter_archived(["false"]).limit(200);
    let first = client.list_achievements_v2(&detail.id, options).await?;
    let mut found = Vec::new();
    for achievement in client.pages(first).items().collect().await? {
        let attributes = achievement.attributes.unwrap_or_default();
        let points = attributes.points.unwrap_or_default();
        let (texts, images) = (Default::default(), 0);
        let mut listed =
            Achievement { name: attributes.reference_name.unwrap_or_default(), points, texts, images };
        read_newest_version(client, &achievement.id, &mut listed).await?;
        found.push(listed);
    }
    Ok(found)
}

async fn read_newest_version(client: &Client, id: &str, listed: &mut Achievement) -> Result<()> {
    let versions = client.list_achievement_versions_v2(id, Default::default()).await?.into_inner().data;
    let newest =
        versions.into_iter().max_by_key(|version| version.attributes.as_ref().and_then(|of| of.version));
    let Some(version) = newest else { return Ok(()) };
    let options = ListAchievementLocalizationsV2::default().include([Include::Image]).limit(200);
    let first = client.list_achievement_localizations_v2(&version.id, options).await?;
    let mut pages = client.pages(first);
    while let Some(page) = pages.next().await.transpose()? {
        for texts in page.data.into_iter().filter_map(|localization| localization.attributes) {
            let language = texts.locale.unwrap_or_default();
            if language == ENGLISH {
                listed.name = texts.name.unwrap_or_default();
            }
            let [before, after] = [texts.before_earned_description, texts.after_earned_description]
                .map(Option::unwrap_or_default);
            listed.texts.insert(language, [before, after]);
        }
        let is_complete = |included: &&Included| {
            let Included::GameCenterAchievementImageV2(image) = included else { return false };
            let state = image.attributes.as_ref().and_then(|of| of.asset_delivery_state.as_ref());
            state.and_then(|of| of.state.as_ref()) == Some(&AppMediaState::Complete)
        };
        listed.images += page.included.iter().filter(is_complete).count();
    }
    Ok(())
}
