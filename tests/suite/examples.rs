//! The examples, run as a newcomer runs them: real processes, no arguments, no token.

use std::process::Command;

use game_achievements_tests::{Snapshots, root};

#[test]
fn examples_print_what_was_reviewed() {
    let mut snapshots = Snapshots::of("examples");
    for example in ["read_achievement_image", "read_xbox_achievement"] {
        let output = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline", "--package", "game-achievements", "--example", example])
            .current_dir(root())
            .env_remove("APP_STORE_CONNECT_TOKEN")
            .env_remove("XBOX_LIVE_TOKEN")
            .output()
            .expect("cargo runs");
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{example}: {}", text(&output.stderr));
        snapshots.hold(example, &text(&output.stdout));
    }
    snapshots.finish();
}
