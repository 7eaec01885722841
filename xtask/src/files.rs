//! Generated files on disk: compared, written atomically, and orphans removed.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::Context as _;
use game_achievements_codegen::format::OutputFile;

/// How a generated file on disk relates to what would be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The same bytes.
    Fresh,
    /// Other bytes: these. Bytes that are no UTF-8 are shown as replacement characters.
    Stale(String),
    /// Not there.
    Missing,
}

/// Compares a file with what is on disk; its path is relative to `root`, as are all paths here.
pub(crate) fn state(root: &Path, file: &OutputFile) -> anyhow::Result<State> {
    let path = root.join(&file.path);
    match fs::read(&path) {
        Ok(bytes) if bytes == file.text.as_bytes() => Ok(State::Fresh),
        Ok(bytes) => Ok(State::Stale(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(State::Missing),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Writes a file so that a reader sees either the old or the new bytes, whatever happens on the way.
pub(crate) fn write(root: &Path, file: &OutputFile) -> anyhow::Result<()> {
    let path = root.join(&file.path);
    let place = || format!("cannot write {}", path.display());
    let parent = path.parent().unwrap_or(root);
    fs::create_dir_all(parent).with_context(place)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Temporary files are private by default; a source file is what the umask makes of this.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut temporary = builder.tempfile_in(parent).with_context(place)?;
    temporary.write_all(file.text.as_bytes()).with_context(place)?;
    temporary.persist(&path).with_context(place)?;
    Ok(())
}

/// The files in these folders that `expected` does not name, sorted.
pub(crate) fn orphans(
    root: &Path,
    folders: &[&str],
    expected: &[OutputFile],
) -> anyhow::Result<Vec<PathBuf>> {
    let expected: BTreeSet<&Path> = expected.iter().map(|file| Path::new(&file.path)).collect();
    let mut found = Vec::new();
    for folder in folders {
        walk(root, Path::new(folder), &mut found).with_context(|| format!("cannot list {folder}"))?;
    }
    found.retain(|path| !expected.contains(path.as_path()));
    found.sort();
    Ok(found)
}

/// Removes an orphan, and its folder if nothing else is in it.
pub(crate) fn remove(root: &Path, orphan: &Path) -> anyhow::Result<()> {
    let path = root.join(orphan);
    fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    if let Some(parent) = path.parent() {
        // Fails when the folder still holds something, which is as it should be.
        let _ = fs::remove_dir(parent);
    }
    Ok(())
}

/// Whether a file says that it was generated, so that removing it loses nothing.
pub(crate) fn is_generated(root: &Path, path: &Path) -> bool {
    fs::read_to_string(root.join(path))
        .is_ok_and(|text| text.lines().next().is_some_and(|line| line.contains("@generated")))
}

fn walk(root: &Path, relative: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(root.join(relative)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = relative.join(entry.file_name());
        if entry.file_type()?.is_dir() { walk(root, &path, found)? } else { found.push(path) }
    }
    Ok(())
}
