//! Unlocks an achievement on Xbox Live, and unlocks it again, which the service answers with 304.
//!
//! ```text
//! cargo run --example unlock_on_xbox
//! XBOX_LIVE_TOKEN='XBL3.0 x=…;…' cargo run --example unlock_on_xbox -- XUID SCID TITLE-ID ACHIEVEMENT-ID
//! ```
//!
//! The real service takes progress from the title alone: the token must be one of a player in that title.
#![allow(clippy::print_stdout, reason = "an example shows what it has done")]

mod support;

use game_achievements::Uuid;
use game_achievements::xbox_live::{UpdateOutcome, types::AchievementProgress};
use game_achievements_mock::fixtures;
use support::{Result, Stage};

#[tokio::main]
async fn main() -> Result<()> {
    let mut stage = Stage::new().await?;
    let client = stage.xbox_live()?;
    let xuid: u64 = stage.argument("XUID", fixtures::XUID)?;
    let scid: Uuid = stage.argument("SCID", fixtures::SCID)?;
    let title_id: u32 = stage.argument("TITLE-ID", fixtures::TITLE_ID)?;
    let id: u32 = stage.argument("ACHIEVEMENT-ID", 5)?;

    let progress = [AchievementProgress::new(id.to_string(), 100u32)];
    for attempt in ["first", "second"] {
        let report = client.report_progress(xuid, scid, title_id, &progress).await?;
        for outcome in report.outcomes() {
            match outcome {
                UpdateOutcome::Updated => println!("{attempt} report: unlocked"),
                UpdateOutcome::NotModified => println!("{attempt} report: 304, it was unlocked already"),
                UpdateOutcome::Failed(error) => println!("{attempt} report: {error}"),
                _ => println!("{attempt} report: not sent"),
            }
        }
    }

    let answer = client.read_achievement(xuid, scid, id, Default::default()).await?;
    let achievement = answer.into_inner().into_achievement().ok_or("the answer has no achievement in it")?;
    match achievement.time_unlocked() {
        Some(time) => println!("{} was unlocked at {time}", achievement.name),
        None => println!("{} is locked", achievement.name),
    }
    Ok(())
}
