//! The commands of this workspace: arguments, files and printing around the pure
//! `game-achievements-codegen` and `game-achievements-contract`.
//!
//! [`run`] is the whole program: arguments in, text on two streams and an exit code out. Tests call it in
//! process, on a workspace of their own.
//!
//! Data goes to stdout, everything that is said about it to stderr.

mod args;
mod commands;
mod exit;
mod files;
mod report;
mod traffic;
mod workspace;

use std::ffi::OsString;
use std::io::Write;

pub use exit::Exit;
pub use workspace::Workspace;

/// The streams that a command writes to.
///
/// Text carries ANSI colours; a stream that should have none strips them, as those of `anstream` do.
pub struct Io<'a> {
    /// For data: what another program would read.
    pub stdout: &'a mut dyn Write,
    /// For people: progress, problems and what to do next.
    pub stderr: &'a mut dyn Write,
}

/// Runs a command, given its arguments without the program's name.
///
/// `workspace` is the one to work on; `None` when there is none around the current folder, which only
/// commands that need none survive.
pub fn run(args: impl IntoIterator<Item = OsString>, io: &mut Io<'_>, workspace: Option<&Workspace>) -> Exit {
    let result = args::parse(args, io).and_then(|command| commands::run(&command, io, workspace));
    let exit = match result {
        Ok(exit) => exit,
        Err(stop) => report::stop(io, stop),
    };
    // A reader that closed its end early, such as `head`, has seen what it wanted.
    let _ = io.stdout.flush();
    let _ = io.stderr.flush();
    exit
}
