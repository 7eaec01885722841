//! The titles that a player has made progress in, or played.

use serde_json::{Value as Json, json};

use super::world::{NEVER, Player, Title, category};
use super::{Answered, Ask, XboxLive, page};
use crate::answer::Answer;

/// The numbers of the console and of games.
const XBOX_360: u32 = 1;
const GAME: u32 = 1;

/// What a player has of a title.
struct Sums {
    earned: usize,
    score: u32,
    most_score: u32,
    last: String,
}

impl XboxLive {
    /// Modern titles with some progress.
    pub(super) fn modern_history(&self, ask: &Ask, player: &Player) -> Answered {
        let mut found: Vec<(&Title, Sums)> = self.played(ask, player, false);
        found.retain(|(title, _)| player.progress.keys().any(|(of, _)| *of == title.id));
        sort(&mut found, ask);
        let (items, paging) = page::of(found, ask, None)?;
        let titles: Vec<Json> = items
            .into_iter()
            .map(|(title, sums)| {
                let mut json = json!({
                    "lastUnlock": sums.last,
                    "titleId": title.id,
                    "serviceConfigId": title.service_config_id,
                    "titleType": "DGame",
                    "platform": title.platforms.first().map_or("XboxOne", String::as_str),
                    "name": title.name.get(&ask.languages),
                    "earnedAchievements": sums.earned,
                    "currentGamerscore": sums.score,
                    "maxGamerscore": sums.most_score,
                });
                if ask.version == 4 {
                    json["rareUnlocks"] = rare_unlocks(title, player);
                }
                json
            })
            .collect();
        Ok(Answer::json(200, json!({"titles": titles, "pagingInfo": paging}).to_string()))
    }

    /// Titles for Xbox 360 that were played, with progress or without.
    pub(super) fn legacy_history(&self, ask: &Ask, player: &Player) -> Answered {
        let mut found = self.played(ask, player, true);
        let allows =
            |name: &str, number: u32| page::numbers(ask, name).is_none_or(|list| list.contains(&number));
        found.retain(|(title, _)| {
            player.last_played.contains_key(&title.id)
                && allows("platforms", XBOX_360)
                && allows("types", GAME)
        });
        sort(&mut found, ask);
        let last = found.iter().map(|(_, sums)| sums.last.clone()).max().unwrap_or_else(|| NEVER.to_owned());
        let (items, paging) = page::of(found, ask, Some(&last))?;
        let titles: Vec<Json> = items
            .into_iter()
            .map(|(title, sums)| {
                let mut json = json!({
                    "lastPlayed": player.last_played[&title.id],
                    "currentAchievements": sums.earned,
                    "sequence": 0,
                    "titleId": title.id,
                    "titleType": GAME,
                    "platforms": [XBOX_360],
                    "name": title.name.get(&ask.languages),
                    "totalAchievements": title.achievements.len(),
                    "currentGamerscore": sums.score,
                    "totalGamerscore": sums.most_score,
                });
                if ask.version == 3 {
                    json["rareUnlocks"] = rare_unlocks(title, player);
                }
                json
            })
            .collect();
        Ok(Answer::json(200, json!({"titles": titles, "pagingInfo": paging, "version": last}).to_string()))
    }

    fn played<'w>(&'w self, ask: &Ask, player: &Player, is_360: bool) -> Vec<(&'w Title, Sums)> {
        let wanted = page::titles(ask);
        let titles = self.world.titles.iter().filter(|title| {
            title.is_360 == is_360 && wanted.as_ref().is_none_or(|wanted| wanted.contains(&title.id))
        });
        titles.map(|title| (title, sums(title, player))).collect()
    }
}

fn sums(title: &Title, player: &Player) -> Sums {
    let unlocked =
        title.achievements.iter().filter(|achievement| player.unlocked(title, achievement).is_some());
    let last = unlocked.clone().filter_map(|achievement| player.unlocked(title, achievement)).max();
    Sums {
        earned: unlocked.clone().count(),
        score: unlocked.map(|achievement| achievement.gamerscore).sum(),
        most_score: title.achievements.iter().map(|achievement| achievement.gamerscore).sum(),
        last: last.unwrap_or(NEVER).to_owned(),
    }
}

/// The last unlock first, if that is asked for.
fn sort(found: &mut [(&Title, Sums)], ask: &Ask) {
    if ask.query.one("orderBy").is_some() {
        found.sort_by(|(_, a), (_, b)| b.last.cmp(&a.last));
    }
}

fn rare_unlocks(title: &Title, player: &Player) -> Json {
    let count = |wanted: &str| {
        let unlocked =
            title.achievements.iter().filter(|achievement| player.unlocked(title, achievement).is_some());
        unlocked.filter(|achievement| category(achievement.rarity) == wanted).count()
    };
    let counts = ["Rare", "Common"].map(|wanted| (wanted, count(wanted)));
    let rarest = counts.iter().find(|(_, count)| *count > 0).map(|(wanted, _)| *wanted);
    let shown = counts.iter().map(|(wanted, count)| {
        json!({"rarityCategory": wanted, "numUnlocks": count, "isRarestCategory": rarest == Some(*wanted)})
    });
    shown.collect()
}
