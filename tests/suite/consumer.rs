//! A crate outside this workspace that depends on the client.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use game_achievements_mock::Mock;
use game_achievements_tests::root;
use tempfile::TempDir;

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
    let folder = TempDir::new().expect("a temporary folder");
    let client = root().join("generated-client");
    // The profile and the lock file of the workspace, so that what is built already serves here too.
    let manifest = format!(
        "[package]\nname = \"consumer\"\nedition = \"2024\"\n\n[dependencies]\n\
         game-achievements = {{ path = {:?} }}\n\
         game-achievements-mock = {{ path = {:?} }}\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \"rt-multi-thread\"] }}\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n[workspace]\n",
        client,
        client.join("mock"),
    );
    fs::write(folder.path().join("Cargo.toml"), manifest).expect("a writable folder");
    fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock")).expect("a lock file");
    fs::create_dir(folder.path().join("src")).expect("a writable folder");
    fs::write(folder.path().join("src/main.rs"), MAIN).expect("a writable folder");

    let mock = Mock::with_samples().await.expect("a free port");
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["run", "--quiet", "--offline", "--", mock.base_url()])
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", target());
    let output =
        tokio::task::spawn_blocking(move || cargo.output()).await.expect("no panic").expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let name = String::from_utf8_lossy(&output.stdout);
    assert_eq!(name.trim(), "Default NameString for Microsoft Achievements Sample Achievement 3");
}

/// The folder that cargo builds this workspace in.
fn target() -> PathBuf {
    // CARGO_TARGET_TMPDIR is `tmp` in it.
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).parent().expect("a target folder").to_owned()
}
