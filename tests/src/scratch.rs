//! A copy of the workspace that a test may change, and commands run on it in process.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use game_achievements_codegen::api::{Api, Registry};
use tempfile::TempDir;
use xtask::{Exit, Io, Workspace};

/// The root of the checkout that the tests belong to.
pub fn root() -> &'static Path {
    // The package of the tests is one folder below it.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests stand in the workspace")
}

/// The spec of the small API in [`Scratch::trophies`].
pub const TROPHIES: &str = "specs/trophies.yaml";

/// A folder with the specs and the generated code of this checkout; gone when dropped.
pub struct Scratch {
    folder: TempDir,
    registry: Registry,
}

impl Scratch {
    /// A copy with the APIs of this workspace.
    pub fn new() -> Self {
        Self::with(Registry::builtin())
    }

    /// A copy with other APIs, whose specs the test writes.
    pub fn with(registry: Registry) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        for part in ["specs"].into_iter().chain(game_achievements_codegen::FOLDERS) {
            copy(&root().join(part), &folder.path().join(part));
        }
        let manifest = "generated-client/Cargo.toml";
        fs::copy(root().join(manifest), folder.path().join(manifest)).expect("a file that can be copied");
        Self { folder, registry }
    }

    /// A folder with one small API, [`TROPHIES`], and the code generated from it.
    pub fn trophies() -> Self {
        let api = Api::ours("trophies", TROPHIES, "trophies", "trophies").published(&["handbook"], &["*"]);
        let registry = Registry::new([api]);
        let scratch = Self { folder: TempDir::new().expect("a temporary folder"), registry };
        let fixture = root().join("tests/fixtures/trophies.yaml");
        scratch.write("generated-client/Cargo.toml", "[features]\ntrophies = []\n");
        scratch.write(TROPHIES, &fs::read_to_string(fixture).expect("a readable fixture"));
        let outcome = scratch.xtask(["generate"]);
        assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.stderr);
        scratch
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The text of a file in it.
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Writes a file, and the folders that it needs.
    pub fn write(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a writable folder");
        fs::write(path, text).unwrap_or_else(|error| panic!("{file}: {error}"));
    }

    /// Replaces the first occurrence of a piece of text, which must be there.
    pub fn edit(&self, file: &str, old: &str, new: &str) {
        let text = self.read(file);
        assert!(text.contains(old), "`{old}` is not in {file}");
        self.write(file, &text.replacen(old, new, 1));
    }

    /// Changes the first line that is picked; one must be.
    pub fn edit_line(&self, file: &str, picks: impl Fn(&str) -> bool, change: impl Fn(&str) -> String) {
        let text = self.read(file);
        let line = text.lines().find(|line| picks(line)).unwrap_or_else(|| panic!("no such line in {file}"));
        self.edit(file, &format!("{line}\n"), &format!("{}\n", change(line)));
    }

    /// All files below a folder with their bytes, sorted by path.
    pub fn files(&self, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        list(&self.path().join(folder), &mut found);
        found.sort();
        found
            .into_iter()
            .map(|path| {
                let bytes = fs::read(&path).expect("a readable file");
                (path.strip_prefix(self.path()).expect("a file below the folder").to_owned(), bytes)
            })
            .collect()
    }

    /// Runs `cargo xtask` with these arguments on this copy.
    pub fn xtask<A: Into<OsString>>(&self, args: impl IntoIterator<Item = A>) -> Outcome {
        let workspace = Workspace::new(self.path(), self.registry.clone());
        Outcome::of(args, Some(&workspace), self.path())
    }
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new()
    }
}

/// What a command printed, without colours, and how it ended.
pub struct Outcome {
    /// How it ended.
    pub exit: Exit,
    /// The data that it printed.
    pub stdout: String,
    /// What it said to people.
    pub stderr: String,
}

impl Outcome {
    /// Runs a command on a workspace; `folder` is printed as `[folder]`, since its name is another each time.
    pub fn of<A: Into<OsString>>(
        args: impl IntoIterator<Item = A>,
        workspace: Option<&Workspace>,
        folder: &Path,
    ) -> Self {
        let (mut stdout, mut stderr) =
            (anstream::StripStream::new(Vec::new()), anstream::StripStream::new(Vec::new()));
        let mut io = Io { stdout: &mut stdout, stderr: &mut stderr };
        let exit = xtask::run(args.into_iter().map(Into::into), &mut io, workspace);
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("commands print UTF-8");
            let text = text.replace(&folder.display().to_string(), "[folder]");
            // Paths have slashes on all systems; a backslash before a quote is an escape in JSON.
            text.replace("\\\"", "\0").replace('\\', "/").replace('\0', "\\\"")
        };
        Self { exit, stdout: text(stdout.into_inner()), stderr: text(stderr.into_inner()) }
    }

    /// All of it as one text for a snapshot.
    pub fn transcript(&self) -> String {
        let mut text = format!("exit: {}\n", self.exit.code());
        for (name, stream) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !stream.is_empty() {
                text += &format!("\n--- {name} ---\n{stream}");
            }
        }
        text
    }
}

fn copy(from: &Path, to: &Path) {
    let mut files = Vec::new();
    list(from, &mut files);
    for file in files {
        let target = to.join(file.strip_prefix(from).expect("a file below the folder"));
        fs::create_dir_all(target.parent().expect("a file has a folder")).expect("a writable folder");
        fs::copy(&file, target).expect("a file that can be copied");
    }
}

fn list(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() { list(&path, found) } else { found.push(path) }
    }
}
