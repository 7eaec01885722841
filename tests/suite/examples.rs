//! The examples, run as a newcomer runs them: real processes, no arguments, no token.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use game_achievements_mock::{Services, fixtures};
use game_achievements_tests::{Snapshots, root};
use serde_json::Value as Json;

/// All but `print_token`, which has nothing to show without a key.
const EXAMPLES: [&str; 8] = [
    "create_achievement",
    "list_achievements",
    "parity",
    "player_achievements",
    "read_achievement_image",
    "read_xbox_achievement",
    "set_display_order",
    "unlock_on_xbox",
];

#[test]
fn examples_print_what_was_reviewed() {
    let mut snapshots = Snapshots::of("examples");
    let programs = build();
    for example in EXAMPLES {
        let printed = run(example, &mut alone(&programs[example]));
        snapshots.hold(example, &printed);
        if example == "parity" {
            let readme = std::fs::read_to_string(root().join("README.md")).expect("the README");
            assert!(readme.contains(&printed), "README.md shows something else than\n{printed}");
        }
    }
    snapshots.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_sends_a_program_to_services_elsewhere() {
    let programs = build();
    let services = Services::start().await.expect("two free ports");
    let (apple, xbox) = (services.app_store_connect(), services.xbox_live());
    let (app, xuid, title) =
        (fixtures::APP_ID.to_owned(), fixtures::XUID.to_string(), fixtures::TITLE_ID.to_string());
    let cases = [("list_achievements", vec![app], apple), ("player_achievements", vec![xuid, title], xbox)];
    for (example, arguments, service) in cases {
        let mut elsewhere = alone(&programs[example]);
        elsewhere
            .args(arguments)
            .env("APP_STORE_CONNECT_BASE_URL", apple.base_url())
            .env("APP_STORE_CONNECT_TOKEN", fixtures::APP_STORE_CONNECT_TOKEN)
            .env("XBOX_LIVE_BASE_URL", xbox.base_url())
            .env("XBOX_LIVE_TOKEN", fixtures::XBOX_LIVE_AUTHORIZATION);
        assert_eq!(run(example, &mut elsewhere), run(example, &mut alone(&programs[example])));
        assert!(!service.mock().requests().is_empty(), "{example} has asked something else");
    }
}

#[test]
fn no_example_is_left_out() {
    let folder = root().join("generated-client/examples");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .expect("the examples")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension().is_some_and(|extension| extension == "rs") || path.join("main.rs").is_file()
        })
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    found.sort();
    found.retain(|name| name != "print_token");
    assert_eq!(found, EXAMPLES);
}

/// The programs by their names, built once: `cargo run` would look at everything again for each.
fn build() -> BTreeMap<String, PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline", "--package", "game-achievements", "--examples"])
        .args(["--message-format", "json"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    let messages =
        messages.lines().map(|line| serde_json::from_str::<Json>(line).expect("cargo writes JSON"));
    messages
        .filter_map(|message| {
            let executable = PathBuf::from(message["executable"].as_str()?);
            Some((message["target"]["name"].as_str()?.to_owned(), executable))
        })
        .collect()
}

/// A program with nothing of these services in its environment.
fn alone(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (variable, _) in std::env::vars_os() {
        let name = variable.to_string_lossy();
        if name.starts_with("APP_STORE_CONNECT_") || name.starts_with("XBOX_LIVE_") {
            command.env_remove(&variable);
        }
    }
    command
}

fn run(example: &str, command: &mut Command) -> String {
    let output = command.output().expect("the example runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    assert!(output.status.success(), "{example}: {}", text(output.stderr));
    text(output.stdout)
}
