//! Reads an achievement of a player on Xbox Live, and prints its state, the time of unlocking and its gamerscore.
//!
//! ```text
//! cargo run --example read_xbox_achievement
//! XBOX_LIVE_TOKEN='XBL3.0 x=…;…' cargo run --example read_xbox_achievement -- XUID SCID ACHIEVEMENT-ID
//! ```
//!
//! Without a token it asks a mock inside this process, which has the sample of Microsoft's page.

#![allow(clippy::print_stdout, reason = "an example shows what it has found")]

use game_achievements::xbox_live::Client;
use game_achievements::xbox_live::options::ReadAchievement;
use game_achievements::{Api as _, Authorization};
use game_achievements_mock::{Mock, samples};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = Mock::with_samples().await?;
    let client = if std::env::var_os("XBOX_LIVE_TOKEN").is_some() {
        Client::from_env()?
    } else {
        let authorization = Authorization::raw("XBL3.0 x=0;no-token-needed")?;
        Client::builder().base_url(mock.base_url()).authorization(authorization).build()?
    };
    let mut args = std::env::args().skip(1);
    let xuid = args.next().map_or(Ok(samples::XUID), |text| text.parse())?;
    let scid = args.next().as_deref().unwrap_or(samples::SCID).parse()?;
    let id = args.next().map_or(Ok(samples::ACHIEVEMENT_ID), |text| text.parse())?;

    let answer = client.read_achievement(xuid, scid, id, ReadAchievement::default()).await?;

    let Some(achievement) = answer.into_inner().into_achievement() else {
        println!("The answer has no achievement in it.");
        return Ok(());
    };
    println!("name:       {}", achievement.name);
    println!("state:      {}", achievement.progress_state.as_ref().map_or("unknown", |state| state.as_str()));
    println!("unlocked:   {}", achievement.time_unlocked().map_or("not yet", |time| time.as_str()));
    println!("gamerscore: {}", achievement.gamerscore());
    Ok(())
}
