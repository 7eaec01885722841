//! Sorts the achievements of a game on Game Center by their points.
//!
//! ```text
//! cargo run --example set_display_order
//! APP_STORE_CONNECT_TOKEN=… cargo run --example set_display_order -- APP-ID
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it has done")]

mod support;

use game_achievements::app_store_connect::Client;
use game_achievements::app_store_connect::options::{ListAchievementLinkagesV2, ListAchievementsV2};
use game_achievements_mock::fixtures;
use support::{Result, Stage};

#[tokio::main]
async fn main() -> Result<()> {
    let mut stage = Stage::new().await?;
    let client = stage.app_store_connect()?;
    let app: String = stage.argument("APP-ID", fixtures::APP_ID)?;

    let detail = client.read_app_game_center_detail(&app, Default::default()).await?.into_inner();
    let detail = detail.data.ok_or("Game Center is not enabled for this app")?.id;
    println!("before: {}", order(&client, &detail).await?.join(", "));

    // All of them must be named, those on further pages too.
    let first = client.list_achievements_v2(&detail, ListAchievementsV2::default().limit(200)).await?;
    let mut achievements = client.pages(first).items().collect().await?;
    achievements.sort_by_key(|achievement| {
        let points = achievement.attributes.as_ref().and_then(|attributes| attributes.points);
        std::cmp::Reverse(points)
    });
    let ids = achievements.into_iter().map(|achievement| achievement.id);
    client.set_achievement_order_v2(&detail, ids).await?;

    println!("after:  {}", order(&client, &detail).await?.join(", "));
    Ok(())
}

/// The ids of the achievements in the order in which players see them.
async fn order(client: &Client, detail: &str) -> Result<Vec<String>> {
    let options = ListAchievementLinkagesV2::default().limit(200);
    let first = client.list_achievement_linkages_v2(detail, options).await?;
    let linkages = client.pages(first).items().collect().await?;
    Ok(linkages.into_iter().map(|linkage| linkage.id).collect())
}
