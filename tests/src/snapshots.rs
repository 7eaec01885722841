//! Families of snapshots in `tests/snapshots`, each folder holding exactly what one test asserts.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::{env, fs};

/// The snapshots of one folder.
///
/// One test asserts all of a family, so it also knows which files belong there: a snapshot that nothing asserts
/// any more, or one that waits for review, fails it.
pub struct Snapshots {
    family: &'static str,
    asserted: BTreeSet<String>,
    failed: Vec<String>,
}

impl Snapshots {
    /// The family in `tests/snapshots/<family>`.
    pub fn of(family: &'static str) -> Self {
        Self { family, asserted: BTreeSet::new(), failed: Vec::new() }
    }

    /// Holds a text against the snapshot of this name.
    ///
    /// A difference is printed at once, and fails the test in [`Self::finish`], so that one run shows them all.
    pub fn hold(&mut self, name: &str, text: &str) {
        assert!(self.asserted.insert(name.to_owned()), "two snapshots are called {}/{name}", self.family);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(self.folder());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let holds = catch_unwind(AssertUnwindSafe(|| {
            settings.bind(|| insta::assert_snapshot!(name, text));
        }));
        if holds.is_err() {
            self.failed.push(name.to_owned());
        } else if env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            // Left by an earlier run; insta accepts the text of this one and leaves that file alone.
            let _ = fs::remove_file(self.folder().join(format!("{name}.snap.new")));
        }
    }

    /// Fails for snapshots that differ, wait for review, or are asserted by nothing.
    ///
    /// # Panics
    /// If there are any, naming them and what to run.
    pub fn finish(self) {
        let mut complaints: Vec<String> =
            self.failed.iter().map(|name| format!("{}/{name} differs", self.family)).collect();
        let mut files: Vec<String> = fs::read_dir(self.folder())
            .into_iter()
            .flatten()
            .map(|entry| entry.expect("a readable folder").file_name().to_string_lossy().into_owned())
            .collect();
        files.sort();
        for file in files {
            match file.strip_suffix(".snap") {
                Some(name) if self.asserted.contains(name) => {}
                Some(_) => complaints.push(format!("{}/{file}: nothing asserts it, remove it", self.family)),
                // One for a snapshot that differs has been complained about already.
                None if self.failed.iter().any(|name| file == format!("{name}.snap.new")) => {}
                None => complaints.push(format!("{}/{file}: waits for review", self.family)),
            }
        }
        assert!(
            complaints.is_empty(),
            "{}\nreview with `cargo insta review`, or accept all with `INSTA_UPDATE=always cargo test --workspace`",
            complaints.join("\n")
        );
    }

    fn folder(&self) -> PathBuf {
        crate::root().join("tests/snapshots").join(self.family)
    }
}
