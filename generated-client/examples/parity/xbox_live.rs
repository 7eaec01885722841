//! The achievements on Xbox Live.

use std::collections::BTreeSet;

use game_achievements::xbox_live::Client;
use game_achievements::xbox_live::options::ListAchievements;
use game_achievements::xbox_live::types::{AchievementType, MediaAssetType};

use crate::support::Result;
use crate::{Achievement, ENGLISH};

/// The achievements of a title, without challenges, and their texts in these languages.
///
/// The service tells texts in one language, and in the title's own if they are not translated. So they are asked for in each, and
/// those that read as in English are taken for not translated.
pub(crate) async fn read(
    client: &Client,
    xuid: u64,
    title_id: u32,
    languages: BTreeSet<String>,
) -> Result<Vec<Achievement>> {
    let options = ListAchievements::default().title_id([title_id]).types(AchievementType::Persistent);
    let listed =
        client.achievement_pages(xuid, options.clone().accept_language(ENGLISH)).items().collect().await?;
    let mut found: Vec<Achievement> = listed
        .into_iter()
        .map(|achievement| Achievement {
            points: achievement.gamerscore().into(),
            images: achievement
                .media_assets
                .iter()
                .flatten()
                .filter(|asset| asset.type_ == MediaAssetType::Icon)
                .count(),
            texts: [(ENGLISH.to_owned(), [achievement.locked_description, achievement.description])].into(),
            name: achievement.name,
        })
        .collect();
    for language in languages.into_iter().filter(|language| language != ENGLISH) {
        let options = options.clone().accept_language(&language);
        let translated = client.achievement_pages(xuid, options).items().collect().await?;
        for (achievement, translated) in found.iter_mut().zip(translated) {
            let texts = [translated.locked_description, translated.description];
            if achievement.texts[ENGLISH] != texts {
                achievement.texts.insert(language.clone(), texts);
            }
        }
    }
    Ok(found)
}
