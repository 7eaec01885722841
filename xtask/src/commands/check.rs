//! `cargo xtask check`: is the committed client what the specs say? Writes nothing, asks nobody.

use super::generate_in_memory;
use crate::exit::{Exit, Stop};
use crate::files::{self, State};
use crate::workspace::Workspace;
use crate::{Io, features, report};

pub(super) fn run(io: &mut Io<'_>, workspace: &Workspace) -> Result<Exit, Stop> {
    let apis = workspace.select(&[])?;
    let outputs = generate_in_memory(io, workspace, &apis)?;
    let root = workspace.root();
    let mut stale = 0;
    for file in &outputs {
        match files::state(root, file)? {
            State::Fresh => report::good(io, "Fresh", &file.path)?,
            State::Missing => {
                stale += 1;
                report::bad(io, "Missing", &file.path)?;
            }
            State::Stale(old) => {
                stale += 1;
                report::bad(io, "Stale", &file.path)?;
                report::diff(io, &old, &file.text)?;
            }
        }
    }
    for orphan in files::orphans(root, &game_achievements_codegen::FOLDERS, &outputs)? {
        stale += 1;
        report::bad(io, "Orphan", &format!("{}: no spec makes this file", orphan.display()))?;
    }
    // What `generate` cannot mend goes last, where it is seen, and decides how the command ends.
    let missing = features::missing(workspace)?;
    if !missing.is_empty() {
        return Err(missing.into());
    }
    if stale == 0 {
        report::good(io, "Finished", &format!("{}, all fresh", report::plural(outputs.len(), "file")))?;
        return Ok(Exit::Fine);
    }
    report::bad(io, "Failure", &format!("{} out of step with the specs", report::plural(stale, "file")))?;
    report::next(io, "run `cargo xtask generate`")?;
    Ok(Exit::NeedsGenerate)
}
