//! `cargo xtask generate`: the client is made from the specs.

use super::generate_in_memory;
use crate::exit::{Exit, Stop};
use crate::files::{self, State};
use crate::workspace::Workspace;
use crate::{Io, features, report};

pub(super) fn run(io: &mut Io<'_>, workspace: &Workspace, names: &[String]) -> Result<Exit, Stop> {
    let apis = workspace.select(names)?;
    // All is made in memory before the first byte is written: a bad spec leaves the old files as they are.
    let outputs = generate_in_memory(io, workspace, &apis)?;
    let root = workspace.root();
    let mut written = 0;
    for file in &outputs {
        if files::state(root, file)? == State::Fresh {
            report::good(io, "Fresh", &file.path)?;
        } else {
            files::write(root, file)?;
            written += 1;
            report::good(io, "Wrote", &file.path)?;
        }
    }
    let (mut removed, mut kept) = (0, Vec::new());
    // Which files are orphans can only be told when all APIs were generated.
    if names.is_empty() {
        for orphan in files::orphans(root, &game_achievements_codegen::FOLDERS, &outputs)? {
            if files::is_generated(root, &orphan) {
                files::remove(root, &orphan)?;
                removed += 1;
                report::attention(io, "Removed", &orphan.display().to_string())?;
            } else {
                kept.push(orphan);
            }
        }
    }
    for path in &kept {
        let text = format!("{}: it was not generated, and does not belong into this folder", path.display());
        report::attention(io, "Kept", &text)?;
    }
    report::good(
        io,
        "Finished",
        &format!(
            "{}: {written} written, {} fresh, {removed} removed",
            report::plural(outputs.len(), "file"),
            outputs.len() - written
        ),
    )?;
    let missing = features::missing(workspace)?;
    if !missing.is_empty() {
        // The files are as they should be all the same.
        return Err(missing.into());
    }
    if written + removed > 0 {
        report::next(io, "see what changed with `git diff`, then run `cargo test --workspace`")?;
    } else {
        report::next(io, "nothing changed; `cargo test --workspace` runs the tests")?;
    }
    Ok(Exit::Fine)
}
