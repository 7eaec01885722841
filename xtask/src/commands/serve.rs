//! `cargo xtask serve`: both services on loopback, by the mock's own program.
//!
//! That is run by cargo rather than linked in: this package depends on no part of the client, so that `generate` runs when the
//! client does not compile.

use std::ffi::OsString;
use std::process::Command;

use anyhow::Context as _;

use crate::Io;
use crate::exit::{Exit, Stop};
use crate::workspace::Workspace;

const PACKAGE: &str = "game-achievements-mock";

pub(super) fn run(io: &mut Io<'_>, workspace: &Workspace, arguments: &[OsString]) -> Result<Exit, Stop> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // The program writes to the streams of this process, after what was written here.
    io.stdout.flush()?;
    io.stderr.flush()?;
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", PACKAGE, "--"])
        .args(arguments)
        .current_dir(workspace.root())
        .status()
        .context("cannot run cargo")?;
    match status.code() {
        Some(0) | None => Ok(Exit::Fine),
        Some(2) => Err(Stop::Said(Exit::Usage)),
        Some(_) => Err(Stop::Said(Exit::Internal)),
    }
}
