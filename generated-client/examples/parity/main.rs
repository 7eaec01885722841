//! Holds the achievements of a game on Game Center against those on Xbox Live: points, texts and images side by side, and what
//! is missing or more than a service takes.
//!
//! ```text
//! cargo run --example parity
//! APP_STORE_CONNECT_TOKEN=… XBOX_LIVE_TOKEN=… cargo run --example parity -- APP-ID XUID TITLE-ID
//! ```
//!
//! Xbox Live tells achievements to players only: XUID is any player who may see them. Achievements are taken for the same if they
//! have the same name in English.
#![allow(clippy::print_stdout, reason = "an example shows what it has found")]

mod game_center;
mod limits;
#[path = "../support/mod.rs"]
mod support;
mod xbox_live;

use std::collections::BTreeMap;

use game_achievements_mock::fixtures;
use support::{Result, Stage};

/// An achievement as one of the services has it.
pub(crate) struct Achievement {
    pub(crate) name: String,
    pub(crate) points: i64,
    /// What players read before they earn it and after it, by language.
    pub(crate) texts: BTreeMap<String, [String; 2]>,
    pub(crate) images: usize,
}

/// The language in which the names are compared.
pub(crate) const ENGLISH: &str = "en-US";

#[tokio::main]
async fn main() -> Result<()> {
    let mut stage = Stage::new().await?;
    let (apple, xbox) = (stage.app_store_connect()?, stage.xbox_live()?);
    let app: String = stage.argument("APP-ID", fixtures::APP_ID)?;
    let xuid: u64 = stage.argument("XUID", fixtures::XUID)?;
    let title_id: u32 = stage.argument("TITLE-ID", fixtures::TITLE_ID)?;

    let ours = game_center::read(&apple, &app).await?;
    let languages = ours.iter().flat_map(|achievement| achievement.texts.keys().cloned()).collect();
    let theirs = xbox_live::read(&xbox, xuid, title_id, languages).await?;

    println!("{:18}     Game Center            Xbox Live", "");
    println!("{:18}  points texts images   points texts images", "");
    let only_there = theirs.iter().filter(|there| ours.iter().all(|here| here.name != there.name));
    let rows = ours.iter().map(|here| (Some(here), theirs.iter().find(|there| there.name == here.name)));
    for (here, there) in rows.chain(only_there.map(|there| (None, Some(there)))) {
        let name = here.or(there).map_or("", |achievement| &achievement.name);
        let row =
            format!("{name:18}  {}   {}   {}", cells(here), cells(there), remarks(here, there).join(", "));
        println!("{}", row.trim_end());
    }
    for (service, limits, list) in
        [("Game Center", limits::GAME_CENTER, &ours), ("Xbox Live", limits::XBOX_LIVE, &theirs)]
    {
        let points: i64 = list.iter().map(|achievement| achievement.points).sum();
        println!("\n{service}: {} achievements with {points} points", list.len());
        for excess in limits.exceeded(list) {
            println!("  {excess}");
        }
    }
    Ok(())
}

fn cells(achievement: Option<&Achievement>) -> String {
    achievement.map_or("     -     -      -".to_owned(), |Achievement { points, texts, images, .. }| {
        format!("{points:>6} {:>5} {images:>6}", texts.len())
    })
}

/// In what an achievement differs.
fn remarks(here: Option<&Achievement>, there: Option<&Achievement>) -> Vec<String> {
    let (Some(here), Some(there)) = (here, there) else {
        let service = if here.is_some() { "Xbox Live" } else { "Game Center" };
        return vec![format!("missing on {service}")];
    };
    let mut remarks = Vec::new();
    for (service, limits, points) in
        [("Xbox Live", limits::XBOX_LIVE, here.points), ("Game Center", limits::GAME_CENTER, there.points)]
    {
        if points > limits.most_points_each {
            remarks.push(format!("{points} points are too many for {service}"));
        }
    }
    if here.points != there.points {
        remarks.push("other points".to_owned());
    }
    for (language, texts) in &here.texts {
        match there.texts.get(language) {
            None => remarks.push(format!("no {language} on Xbox Live")),
            Some(others) if others != texts => remarks.push(format!("other texts in {language}")),
            Some(_) => {}
        }
    }
    remarks
}
