//! Lists the achievements of a game on Game Center with their texts and images in all languages.
//!
//! ```text
//! cargo run --example list_achievements
//! APP_STORE_CONNECT_TOKEN=… cargo run --example list_achievements -- APP-ID
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it has found")]

mod support;

use game_achievements::app_store_connect::options::{ListAchievementLocalizationsV2, ListAchievementsV2};
use game_achievements::app_store_connect::types::{
    GameCenterAchievementLocalizationV2Include as Include,
    GameCenterAchievementLocalizationV2Included as Included,
};
use game_achievements_mock::fixtures;
use support::{Result, Stage};

#[tokio::main]
async fn main() -> Result<()> {
    let mut stage = Stage::new().await?;
    let client = stage.app_store_connect()?;
    let app: String = stage.argument("APP-ID", fixtures::APP_ID)?;

    let detail = client.read_app_game_center_detail(&app, Default::default()).await?.into_inner();
    let detail = detail.data.ok_or("Game Center is not enabled for this app")?;
    let first = client.list_achievements_v2(&detail.id, ListAchievementsV2::default().limit(200)).await?;
    let mut achievements = client.pages(first).items();
    while let Some(achievement) = achievements.next().await.transpose()? {
        let attributes = achievement.attributes.unwrap_or_default();
        let name = attributes.reference_name.unwrap_or_default();
        println!("{name}, {} points", attributes.points.unwrap_or_default());

        // The texts belong to a version; the newest is the one that can be worked on, or that players see.
        let versions = client.list_achievement_versions_v2(&achievement.id, Default::default()).await?;
        let newest = versions
            .into_inner()
            .data
            .into_iter()
            .max_by_key(|version| version.attributes.as_ref().and_then(|attributes| attributes.version));
        let Some(version) = newest else { continue };

        let options = ListAchievementLocalizationsV2::default().include([Include::Image]).limit(200);
        let first = client.list_achievement_localizations_v2(&version.id, options).await?;
        let mut pages = client.pages(first);
        while let Some(page) = pages.next().await.transpose()? {
            for localization in &page.data {
                let texts = localization.attributes.clone().unwrap_or_default();
                let [locale, name, before] = [texts.locale, texts.name, texts.before_earned_description]
                    .map(Option::unwrap_or_default);
                let image = localization.relationships.as_ref().and_then(|related| related.image.as_ref());
                let id = image.and_then(|image| image.data.value()).map(|image| &image.id);
                let image = page.included.iter().find_map(|included| match included {
                    Included::GameCenterAchievementImageV2(image) if Some(&image.id) == id => {
                        image.attributes.as_ref()
                    }
                    _ => None,
                });
                let state = image.and_then(|image| image.asset_delivery_state.as_ref()?.state.as_ref());
                let state = state.map_or("NO IMAGE".to_owned(), ToString::to_string);
                println!("  {locale:6} {state:10} {name}: {before}");
            }
        }
    }
    Ok(())
}
