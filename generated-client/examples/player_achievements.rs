//! Lists a player's achievements in a game on Xbox Live, the rarest first.
//!
//! ```text
//! cargo run --example player_achievements
//! XBOX_LIVE_TOKEN='XBL3.0 x=…;…' cargo run --example player_achievements -- XUID TITLE-ID
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it has found")]

mod support;

use game_achievements::StatusCode;
use game_achievements::xbox_live::options::ListAchievements;
use game_achievements_mock::fixtures;
use support::{Result, Stage};

#[tokio::main]
async fn main() -> Result<()> {
    let mut stage = Stage::new().await?;
    let client = stage.xbox_live()?;
    let xuid: u64 = stage.argument("XUID", fixtures::XUID)?;
    let title_id: u32 = stage.argument("TITLE-ID", fixtures::TITLE_ID)?;

    let options = ListAchievements::default().title_id([title_id]).accept_language("en-US");
    let mut achievements = match client.achievement_pages(xuid, options).items().collect().await {
        Ok(achievements) => achievements,
        Err(error) if error.status() == Some(StatusCode::FORBIDDEN) => {
            println!("The player lets you not see this.");
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };

    let rarity = |percent: Option<f64>| percent.unwrap_or(100.0);
    achievements.sort_by(|a, b| rarity(a.unlocked_by_percent()).total_cmp(&rarity(b.unlocked_by_percent())));
    for achievement in &achievements {
        let percent =
            achievement.unlocked_by_percent().map_or("?".to_owned(), |percent| format!("{percent:.2}"));
        let rare = if achievement.is_rare() == Some(true) { "rare" } else { "" };
        let state = match (achievement.time_unlocked(), &achievement.progress_state) {
            (Some(time), _) => format!("unlocked {time}"),
            (None, Some(state)) => state.to_string(),
            (None, None) => "locked".to_owned(),
        };
        let (name, gamerscore) = (&achievement.name, achievement.gamerscore());
        println!("{percent:>6} % of players {rare:4} {gamerscore:>4} G  {name:18} {state}");
    }
    Ok(())
}
