//! Creates an achievement on Game Center in three languages, each with an image, and shows how far the upload is.
//!
//! ```text
//! cargo run --example create_achievement
//! APP_STORE_CONNECT_TOKEN=… cargo run --example create_achievement -- APP-ID ID-IN-THE-APP IMAGE.png
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it has done")]

mod support;

use game_achievements::app_store_connect::types::{
    GameCenterAchievementCreateAttributes, GameCenterAchievementLocalizationCreateAttributes,
    GameCenterAchievementLocalizationV2CreateRequest, GameCenterAchievementV2CreateRequest,
};
use game_achievements::app_store_connect::upload::{ImageSource, Progress};
use game_achievements_mock::fixtures;
use indicatif::{ProgressBar, ProgressStyle};
use support::{Result, Stage};

/// Language, name, the text before the achievement is earned, and the one after it.
const TEXTS: [[&str; 4]; 3] = [
    ["en-US", "Lamp Keeper", "Keep the lamp burning for a week.", "The lamp burned for a week."],
    ["de-DE", "Lampenwärter", "Halte die Lampe eine Woche am Brennen.", "Die Lampe brannte eine Woche."],
    ["ja", "灯台守", "一週間灯を守る。", "一週間灯を守った。"],
];

#[tokio::main]
async fn main() -> Result<()> {
    let mut stage = Stage::new().await?;
    let client = stage.app_store_connect()?;
    let app: String = stage.argument("APP-ID", fixtures::APP_ID)?;
    let vendor_id: String = stage.argument("ID-IN-THE-APP", "lamp_keeper")?;
    let file: String = stage.argument("IMAGE", concat!(env!("CARGO_MANIFEST_DIR"), "/examples/medal.png"))?;

    let detail = client.read_app_game_center_detail(&app, Default::default()).await?.into_inner();
    let detail = detail.data.ok_or("Game Center is not enabled for this app")?;

    // Points, name in App Store Connect, repeatable, shown before it is earned, id in the app.
    let attributes = GameCenterAchievementCreateAttributes::new(20u32, "Lamp keeper", false, true, vendor_id);
    let request = GameCenterAchievementV2CreateRequest::for_detail(&detail.id, attributes);
    let achievement = client.create_achievement_v2(&request).await?.into_inner().data;
    println!("created the achievement {}", achievement.id);

    // It came with a first version, which the texts belong to.
    let versions = client.list_achievement_versions_v2(&achievement.id, Default::default()).await?;
    let version = versions.into_inner().data.pop().ok_or("the achievement has no version")?;
    for [locale, name, before, after] in TEXTS {
        let attributes = GameCenterAchievementLocalizationCreateAttributes::new(after, before, locale, name);
        let request = GameCenterAchievementLocalizationV2CreateRequest::for_version(&version.id, attributes);
        let localization = client.create_achievement_localization_v2(&request).await?.into_inner().data;

        // It draws nothing if nobody watches: when the output goes into a file, say.
        let bar = ProgressBar::new(0).with_prefix(locale);
        bar.set_style(ProgressStyle::with_template("{prefix:>6} [{bar:30}] {bytes}/{total_bytes} {msg}")?);
        let upload = client.upload_image_v2(ImageSource::path(&file)).on_progress({
            let bar = bar.clone();
            move |progress| match progress {
                Progress::Sent { bytes, total } => bar.update(|state| {
                    state.set_len(total);
                    state.set_pos(bytes);
                }),
                Progress::Processing => bar.set_message("is being processed"),
                _ => {}
            }
        });
        let image = upload.send(&localization.id).await?;
        bar.finish_and_clear();
        let url = image.asset.and_then(|asset| asset.url(512, 512, "png")).unwrap_or_default();
        println!("{locale}: {name}, {url}");
    }
    Ok(())
}
