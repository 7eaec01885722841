//! A crate outside this workspace that depends on the client.

use std::process::Command;

use game_achievements_mock::Mock;
use game_achievements_tests::{Built, PROFILE, root};

const MAIN: &str = r#"
use game_achievements::{Api as _, Authorization, xbox_live};
use game_achievements_mock::samples;

#[tokio::main(flavor = "multi_thread")]
async fn main() {
    let client = xbox_live::Client::builder()
        .base_url(std::env::args().nth(1).unwrap())
        .authorization(Authorization::raw("XBL3.0 x=0;token").unwrap())
        .build()
        .unwrap();
    let call = async move {
        let scid = samples::SCID.parse().unwrap();
        let options = xbox_live::options::ReadAchievement::default();
        client.read_achievement(samples::XUID, scid, samples::ACHIEVEMENT_ID, options).await
    };
    // Only a future that is `Send` can be spawned here.
    let answer = tokio::spawn(call).await.unwrap().unwrap();
    println!("{}", answer.into_inner().into_achievement().unwrap().name);
}
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_crate_outside_the_workspace_builds_and_spawns_calls() {
    let built = Built::new(env!("CARGO_TARGET_TMPDIR"), "consumer");
    let client = root().join("generated-client");
    let manifest = format!(
        "[package]\nname = \"consumer\"\nedition = \"2024\"\n\n[dependencies]\n\
         game-achievements = {{ path = {:?} }}\n\
         game-achievements-mock = {{ path = {:?} }}\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \"rt-multi-thread\"] }}\n\n\
         [workspace]\n{PROFILE}",
        client,
        client.join("mock"),
    );
    built.write("Cargo.toml", &manifest);
    built.write("src/main.rs", MAIN);

    let mock = Mock::with_samples().await.expect("a free port");
    let address = mock.base_url().to_owned();
    let output = tokio::task::spawn_blocking(move || {
        Command::new(built.binary("", "consumer")).arg(address).output().expect("it runs")
    });
    let output = output.await.expect("no panic");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let name = String::from_utf8_lossy(&output.stdout);
    assert_eq!(name.trim(), "Default NameString for Microsoft Achievements Sample Achievement 3");
}
