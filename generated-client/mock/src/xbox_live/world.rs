//! What Xbox Live knows: titles with their achievements, and players with their progress.

use std::collections::BTreeMap;

/// The time that stands for "not unlocked" in modern answers.
pub(super) const NEVER: &str = "0001-01-01T00:00:00.0000000Z";

/// All titles and players.
#[derive(Clone, Debug, Default)]
pub(super) struct World {
    pub(super) titles: Vec<Title>,
    pub(super) players: Vec<Player>,
}

/// A game or an app.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub(super) id: u32,
    pub(super) name: Texts,
    pub(super) service_config_id: String,
    /// Whether it is one for Xbox 360, which has shapes of its own.
    pub(super) is_360: bool,
    /// By name for modern titles.
    pub(super) platforms: Vec<String>,
    pub(super) achievements: Vec<Achievement>,
}

/// An achievement of a title.
#[derive(Clone, Debug)]
pub(super) struct Achievement {
    pub(super) id: u32,
    pub(super) name: Texts,
    pub(super) description: Texts,
    pub(super) locked_description: Texts,
    pub(super) gamerscore: u32,
    pub(super) is_secret: bool,
    /// How many of the title's players have it, in percent.
    pub(super) rarity: f64,
    pub(super) icon: String,
    /// What events have to add up to; `None` if the title reports progress itself, in percent.
    pub(super) target: Option<u64>,
    /// When it can be unlocked, if it is a challenge: start and end.
    pub(super) window: Option<(String, String)>,
}

/// A player.
#[derive(Clone, Debug)]
pub(super) struct Player {
    pub(super) xuid: u64,
    /// What tokens of the player begin with.
    pub(super) user_hash: String,
    /// Whether others may not read the achievements.
    pub(super) is_private: bool,
    /// By title and achievement.
    pub(super) progress: BTreeMap<(u32, u32), Progress>,
    /// By title for Xbox 360.
    pub(super) last_played: BTreeMap<u32, String>,
}

/// How far a player has come with an achievement.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    pub(super) percent: u32,
    pub(super) unlocked: Option<String>,
}

/// A text by language; the first is the title's own.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts(pub(super) Vec<(String, String)>);

impl Texts {
    /// The text in the first of these languages that the title has.
    pub(super) fn get(&self, languages: &[String]) -> &str {
        let primary = |language: &str| language.split('-').next().map(str::to_ascii_lowercase);
        let find = |wanted: &String| {
            let exact = self.0.iter().find(|(language, _)| language.eq_ignore_ascii_case(wanted));
            exact.or_else(|| self.0.iter().find(|(language, _)| primary(language) == primary(wanted)))
        };
        let found = languages.iter().find_map(find).or(self.0.first());
        found.map_or("", |(_, text)| text)
    }
}

impl World {
    pub(super) fn title(&self, id: u32) -> Option<&Title> {
        self.titles.iter().find(|title| title.id == id)
    }

    pub(super) fn player(&self, xuid: u64) -> Option<&Player> {
        self.players.iter().find(|player| player.xuid == xuid)
    }

    pub(super) fn player_mut(&mut self, xuid: u64) -> Option<&mut Player> {
        self.players.iter_mut().find(|player| player.xuid == xuid)
    }
}

impl Player {
    pub(super) fn progress(&self, title: &Title, achievement: &Achievement) -> Progress {
        self.progress.get(&(title.id, achievement.id)).cloned().unwrap_or_default()
    }

    pub(super) fn unlocked(&self, title: &Title, achievement: &Achievement) -> Option<&str> {
        self.progress.get(&(title.id, achievement.id))?.unlocked.as_deref()
    }
}

/// The rarity in words: `Rare` begins at a tenth of the players (recorded answers).
pub(super) fn category(rarity: f64) -> &'static str {
    if rarity < 10.0 { "Rare" } else { "Common" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wanted_language_that_there_is_counts() {
        let pairs = [("en-US", "Light"), ("de-DE", "Licht")];
        let texts = Texts(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect());
        let get = |wanted: &[&str]| {
            let wanted: Vec<String> = wanted.iter().map(|text| (*text).to_owned()).collect();
            texts.get(&wanted).to_owned()
        };
        assert_eq!(get(&["fr", "de-AT", "en-US"]), "Licht");
        assert_eq!(get(&["fr"]), "Light");
        assert_eq!(get(&[]), "Light");
    }
}
