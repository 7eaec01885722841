//! `cargo xtask`: the commands of this workspace. All of them live in the library, where tests reach them.

use std::process::ExitCode;

use xtask::{Io, Workspace, run};

fn main() -> ExitCode {
    // The streams drop colours unless they are terminals, and honour NO_COLOR.
    let (mut stdout, mut stderr) = (anstream::stdout().lock(), anstream::stderr().lock());
    let mut io = Io { stdout: &mut stdout, stderr: &mut stderr };
    let workspace = std::env::current_dir().ok().and_then(|dir| Workspace::around(&dir));
    run(std::env::args_os().skip(1), &mut io, workspace.as_ref()).into()
}
