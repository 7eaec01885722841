//! The examples, run as a newcomer runs them: real processes, no arguments, no token.

use std::process::Command;

use game_achievements_tests::{Snapshots, root};

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
    for example in EXAMPLES {
        snapshots.hold(example, &run(example));
    }
    snapshots.finish();
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

fn run(example: &str) -> String {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["run", "--quiet", "--offline", "--package", "game-achievements", "--example", example])
        .current_dir(root());
    for (variable, _) in std::env::vars_os() {
        let name = variable.to_string_lossy();
        if name.starts_with("APP_STORE_CONNECT_") || name.starts_with("XBOX_LIVE_") {
            command.env_remove(&variable);
        }
    }
    let output = command.output().expect("cargo runs");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    assert!(output.status.success(), "{example}: {}", text(output.stderr));
    text(output.stdout)
}
