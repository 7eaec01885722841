//! Achievements of Xbox 360 titles: contract versions 1 and 3.

use serde_json::{Value as Json, json};

use super::world::{Achievement, NEVER, Player, Title, category};
use super::{Answered, Ask, XboxLive, page};
use crate::answer::Answer;

/// The time that stands for "locked" here.
const LOCKED: &str = "2002-11-15T00:00:00.0000000Z";

/// The platform of what is locked, and that of the console.
const NO_PLATFORM: i32 = 255;
const XBOX_360: i32 = 1;

impl XboxLive {
    /// What the player has unlocked.
    pub(super) fn legacy_list(&self, ask: &Ask, player: &Player) -> Answered {
        // Version 3 has been reported to disregard the titles.
        let wanted = page::titles(ask).filter(|_| ask.version == 1);
        let titles =
            self.world.titles.iter().filter(|title| {
                title.is_360 && wanted.as_ref().is_none_or(|wanted| wanted.contains(&title.id))
            });
        let found =
            titles.flat_map(|title| title.achievements.iter().map(move |achievement| (title, achievement)));
        let found: Vec<_> = found
            .filter_map(|(title, achievement)| {
                Some(shown(title, achievement, ask, Some(player.unlocked(title, achievement)?)))
            })
            .collect();
        answer(found, ask)
    }

    /// All that the title has. What the player has of it is not told.
    pub(super) fn legacy_title(&self, ask: &Ask) -> Answered {
        let wanted = page::titles(ask).unwrap_or_default();
        let titles = self.world.titles.iter().filter(|title| title.is_360 && wanted.contains(&title.id));
        let found =
            titles.flat_map(|title| title.achievements.iter().map(move |achievement| (title, achievement)));
        answer(found.map(|(title, achievement)| shown(title, achievement, ask, None)).collect(), ask)
    }
}

fn answer(found: Vec<Json>, ask: &Ask) -> Answered {
    let (items, paging) = page::of(found, ask, None)?;
    // Its presence marks an answer of this generation, even an empty one.
    let json = json!({"achievements": items, "pagingInfo": paging, "version": NEVER});
    Ok(Answer::json(200, json.to_string()))
}

fn shown(title: &Title, achievement: &Achievement, ask: &Ask, unlocked: Option<&str>) -> Json {
    let mut json = json!({
        "id": achievement.id,
        "titleId": title.id,
        "name": achievement.name.get(&ask.languages),
        "sequence": 0,
        "flags": 9,
        "unlockedOnline": unlocked.is_some(),
        "unlocked": unlocked.is_some(),
        "isSecret": achievement.is_secret,
        "platform": if unlocked.is_some() { XBOX_360 } else { NO_PLATFORM },
        "gamerscore": achievement.gamerscore,
        "imageId": achievement.id,
        "description": achievement.description.get(&ask.languages),
        "lockedDescription": achievement.locked_description.get(&ask.languages),
        "type": 1,
        "isRevoked": false,
        "timeUnlocked": unlocked.unwrap_or(LOCKED),
    });
    if ask.version == 3 {
        let rarity = achievement.rarity;
        json["rarity"] = json!({"currentCategory": category(rarity), "currentPercentage": rarity});
    }
    json
}
