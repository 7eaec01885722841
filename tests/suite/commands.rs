//! What the commands print, and what they leave on disk.

use std::fs;
use std::time::SystemTime;

use game_achievements_tests::{Scratch, Snapshots, TROPHIES};
use xtask::Exit;

#[test]
fn output_and_exit_codes_stay_as_reviewed() {
    let mut snapshots = Snapshots::of("xtask");
    let fresh = Scratch::new();
    snapshots.hold("help", &fresh.xtask(["--help"]).transcript());
    snapshots.hold("list", &fresh.xtask(["list"]).transcript());
    snapshots.hold("lint", &fresh.xtask(["lint"]).transcript());
    snapshots.hold("check-fresh", &fresh.xtask(["check"]).transcript());
    snapshots.hold("generate-fresh", &fresh.xtask(["generate"]).transcript());
    snapshots.hold("unknown-api", &fresh.xtask(["generate", "playstation"]).transcript());

    let changed = Scratch::trophies();
    changed.edit(TROPHIES, "summary: List the trophies on a shelf", "summary: List trophies");
    snapshots.hold("check-stale", &changed.xtask(["check"]).transcript());
    snapshots.hold("generate-stale", &changed.xtask(["generate", "trophies"]).transcript());
    snapshots.finish();
}

#[test]
fn check_writes_nothing() {
    let scratch = Scratch::new();
    scratch.write("generated-client/src/generated/mod.rs", "// stale\n");
    let before = (scratch.files("."), modified(&scratch));
    assert_eq!(scratch.xtask(["check"]).exit, Exit::NeedsGenerate);
    assert!(before == (scratch.files("."), modified(&scratch)));
}

#[test]
fn generate_touches_only_what_changed() {
    let scratch = Scratch::new();
    let before = modified(&scratch);
    assert_eq!(scratch.xtask(["generate"]).exit, Exit::Fine);
    assert!(before == modified(&scratch), "fresh files were written again");
    scratch.write("generated-client/src/generated/mod.rs", "// stale\n");
    assert_eq!(scratch.xtask(["generate"]).exit, Exit::Fine);
    assert_eq!(scratch.xtask(["check"]).exit, Exit::Fine);
}

#[test]
fn generate_makes_everything_from_nothing() {
    let scratch = Scratch::new();
    let before = scratch.files(".");
    fs::remove_dir_all(scratch.path().join("generated-client")).expect("it is there");
    fs::remove_dir_all(scratch.path().join("tests")).expect("it is there");
    assert_eq!(scratch.xtask(["generate"]).exit, Exit::Fine);
    assert!(before == scratch.files("."), "not the same files as are committed");
}

#[cfg(unix)]
#[test]
fn generated_files_can_be_read_by_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let scratch = Scratch::new();
    scratch.write("generated-client/src/generated/mod.rs", "// stale\n");
    assert_eq!(scratch.xtask(["generate"]).exit, Exit::Fine);
    let file = scratch.path().join("generated-client/src/generated/mod.rs");
    let mode = fs::metadata(file).expect("it is there").permissions().mode();
    let other = scratch.path().join("plain");
    fs::write(&other, "").expect("a writable folder");
    let usual = fs::metadata(other).expect("it is there").permissions().mode();
    assert_eq!(mode, usual, "temporary files are private, these must not be");
}

fn modified(scratch: &Scratch) -> Vec<SystemTime> {
    let files = scratch.files(".");
    let times = files
        .iter()
        .map(|(path, _)| fs::metadata(scratch.path().join(path)).and_then(|meta| meta.modified()));
    times.map(|time| time.expect("a time")).collect()
}
