//! Crates that a test writes and cargo builds, in a folder that stays: what was built the last time is fresh the next.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::root;

/// What a manifest needs so that the dependencies that are built for this workspace serve it too.
///
/// Cargo builds a package again where its settings differ, so these are the ones of the root.
pub const PROFILE: &str = "
[profile.dev]
debug = \"line-tables-only\"

[profile.dev.package]
proc-macro2.opt-level = 1
serde_json.opt-level = 1
";

/// A folder below `target/tmp` with crates in it.
pub struct Built {
    folder: PathBuf,
    target: PathBuf,
}

impl Built {
    /// The folder of this name; `temporary` is `CARGO_TARGET_TMPDIR`, which only tests have.
    ///
    /// Whatever is there stays: cargo goes by the time of writing, so a file is only written if it differs.
    pub fn new(temporary: &str, name: &str) -> Self {
        let temporary = Path::new(temporary);
        let target = temporary.parent().expect("it is `tmp` in the target folder").to_owned();
        Self { folder: temporary.join(name), target }
    }

    /// The same folder with nothing in it, for crates that the test changes as it goes.
    #[must_use]
    pub fn emptied(self) -> Self {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                panic!("{}: {error}", self.folder.display())
            }
            _ => self,
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Writes a file, unless it has this content already.
    pub fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let content = content.as_ref();
        let path = self.folder.join(file);
        if fs::read(&path).is_ok_and(|old| old == content) {
            return;
        }
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a writable folder");
        fs::write(&path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Runs cargo on the crate in a folder of this one, with the versions that this workspace has locked.
    pub fn cargo(&self, folder: &str, arguments: &[&str]) -> Output {
        let lock = fs::read_to_string(root().join("Cargo.lock")).expect("a lock file");
        let folder = self.folder.join(folder);
        // A folder that is a workspace has one for all its crates.
        let workspace = if self.folder.join("Cargo.toml").exists() { &self.folder } else { &folder };
        fs::write(workspace.join("Cargo.lock"), lock).expect("a writable folder");
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).args(["--offline", "--quiet"]).current_dir(folder);
        // What a test of this workspace runs with is not meant for the crates that it builds.
        cargo.env_remove("RUSTFLAGS").env("CARGO_TARGET_DIR", &self.target);
        cargo.output().expect("cargo runs")
    }

    /// Builds the binary of a crate, without a warning; its path.
    ///
    /// # Panics
    /// With all that cargo says, if it says anything.
    pub fn binary(&self, folder: &str, name: &str) -> PathBuf {
        let output = self.cargo(folder, &["build"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.trim().is_empty(), "{said}");
        self.target.join("debug").join(name).with_extension(std::env::consts::EXE_EXTENSION)
    }
}
