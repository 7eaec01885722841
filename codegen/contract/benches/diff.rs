//! The diff on a document of the size and shapes of Apple's, against the crate `drift` on the same two files.
//!
//! `cargo bench -p game-achievements-contract` writes the files, reads and compares them in processes of their own
//! (so that each has its own peak of memory), and fails if the diff is not what the edits are, less than four times
//! as fast, or takes more than half the memory. Unoptimised builds check the rows alone.

#![allow(clippy::print_stdout, reason = "the figures are what it is run for")]

mod document;

use std::path::Path;
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use game_achievements_contract::contract::Contract;
use game_achievements_contract::diff::{Diff, Options};
use game_achievements_contract::document::Document;

/// Measured this often; the best counts.
const RUNS: usize = 5;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    match &*arguments.iter().map(String::as_str).collect::<Vec<_>>() {
        [_, "measure", which, old, new] => measure(which, old, new),
        _ => compare(),
    }
}

fn compare() {
    let folder = env::temp_dir().join(format!("diff-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for the documents");
    let (old, new) = (folder.join("old.json"), folder.join("new.json"));
    let (before, after) = document::pair();
    fs::write(&old, &before).expect("a file that can be written");
    fs::write(&new, &after).expect("a file that can be written");
    println!("{} operations, {:.1} MB", document::OPERATIONS, before.len() as f64 / 1e6);
    check(&diff(&old, &new));
    if cfg!(debug_assertions) {
        println!("unoptimised: nothing is measured");
    } else {
        let (ours, theirs) = best(&old, &new);
        println!("{:8} {:>10} {:>12}", "", "time", "peak memory");
        for (name, figures) in [("diff", &ours), ("drift", &theirs)] {
            println!("{name:8} {:>7.1} ms {:>9.1} MiB", figures.0 / 1e3, figures.1 / 1024.0);
        }
        let (faster, less) = (theirs.0 / ours.0, ours.1 / theirs.1);
        println!("{faster:.1} times as fast, {:.0} % of the memory", less * 100.0);
        assert!(faster >= 4.0, "less than four times as fast");
        assert!(less < 0.5, "more than half the memory");
    }
    fs::remove_dir_all(&folder).expect("the folder is ours");
}

/// Ten edits are ten rows, each of its level, and each reaches what it reaches.
fn check(diff: &Diff) {
    let mut found: Vec<(String, String, usize)> = diff
        .changes
        .iter()
        .map(|change| (change.rule.id.to_owned(), change.level.to_string(), change.operations.len()))
        .collect();
    found.sort();
    let mut expected: Vec<(String, String, usize)> = document::expected()
        .into_iter()
        .map(|(id, level, reach)| (id.to_owned(), level.to_owned(), reach))
        .collect();
    expected.sort();
    for (id, level, reach) in &found {
        println!("  {level:10} {id:24} reaches {reach}");
    }
    assert_eq!(found, expected);
}

/// The best run of each, taken in turns: whatever else the machine does slows both.
fn best(old: &Path, new: &Path) -> ((f64, f64), (f64, f64)) {
    let (mut ours, mut theirs) = ((f64::MAX, f64::MAX), (f64::MAX, f64::MAX));
    for _ in 0..RUNS {
        for (which, best) in [("diff", &mut ours), ("drift", &mut theirs)] {
            let (time, peak) = child(which, old, new);
            *best = (best.0.min(time), best.1.min(peak));
        }
    }
    (ours, theirs)
}

/// Microseconds and KiB of one run in its own process.
fn child(which: &str, old: &Path, new: &Path) -> (f64, f64) {
    let program = env::current_exe().expect("this program");
    let output = Command::new(program)
        .args(["measure", which])
        .args([old, new])
        .output()
        .expect("this program runs again");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("figures");
    let mut figures = text.split_whitespace().map(|figure| figure.parse().expect("a figure"));
    (figures.next().expect("a time"), figures.next().expect("a size"))
}

fn measure(which: &str, old: &str, new: &str) {
    let start = Instant::now();
    let rows = match which {
        "drift" => drifted(old, new),
        _ => diff(Path::new(old), Path::new(new)).changes.len(),
    };
    let time = start.elapsed();
    assert!(rows > 0, "nothing found");
    println!("{} {}", time.as_micros(), peak());
}

fn diff(old: &Path, new: &Path) -> Diff {
    let read = |path: &Path| {
        let bytes = fs::read(path).expect("a readable file");
        let document = Document::read("a.json", &bytes).unwrap_or_else(|problems| panic!("{problems:?}"));
        Contract::read(&document).unwrap_or_else(|problems| panic!("{problems:?}"))
    };
    Diff::between(&read(old), &read(new), Options::default()).expect("a diff")
}

fn drifted(old: &str, new: &str) -> usize {
    let read = |path: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(path).expect("a readable file")).expect("JSON")
    };
    drift::compare(&read(old), &read(new)).expect("a comparison").len()
}

/// The most memory that this process has held, in KiB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
