//! Reads the image of an achievement localization on Game Center, and prints its name, size and address.
//!
//! ```text
//! cargo run --example read_achievement_image
//! APP_STORE_CONNECT_TOKEN=… cargo run --example read_achievement_image -- LOCALIZATION-ID
//! ```
//!
//! Without a token it asks a mock inside this process, which has the sample of Apple's page.
#![allow(clippy::print_stdout, reason = "an example shows what it has found")]
#![allow(deprecated, reason = "Apple's page is about an operation that has since been superseded")]

use game_achievements::app_store_connect::Client;
use game_achievements::app_store_connect::options::ReadAchievementLocalizationImage;
use game_achievements::{Api as _, Authorization};
use game_achievements_mock::{Mock, samples};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = Mock::with_samples().await?;
    let client = if std::env::var_os("APP_STORE_CONNECT_TOKEN").is_some() {
        Client::from_env()?
    } else {
        let authorization = Authorization::bearer("no-token-needed")?;
        Client::builder().base_url(mock.base_url()).authorization(authorization).build()?
    };
    let id = std::env::args().nth(1).unwrap_or_else(|| samples::ACHIEVEMENT_LOCALIZATION_ID.to_owned());

    let answer =
        client.read_achievement_localization_image(&id, ReadAchievementLocalizationImage::default()).await?;

    let Some(image) = answer.into_inner().data.and_then(|image| image.attributes) else {
        println!("The localization has no image yet.");
        return Ok(());
    };
    println!("name: {}", image.file_name.as_deref().unwrap_or("unknown"));
    println!("size: {} bytes", image.file_size.unwrap_or_default());
    if let Some(url) = image.image_asset.and_then(|asset| asset.url(512, 512, "png")) {
        println!("url:  {url}");
    }
    Ok(())
}
