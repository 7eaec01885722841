//! `cargo xtask generate --spec FILE --out DIR`: a crate of its own from any document.

use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use game_achievements_codegen::generate_crate::{Crate, Settings, generate_crate};
use game_achievements_contract::problem::Problem;

use crate::exit::{Exit, Stop};
use crate::files::{self, State};
use crate::workspace::{self, Workspace};
use crate::{Io, report};

/// What the crate is made of; only `--spec` and `--out` together ask for one.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Make a crate of its own from this OpenAPI 3.0 document
    #[arg(long, value_name = "FILE", requires = "out", conflicts_with = "apis")]
    pub(crate) spec: Option<PathBuf>,
    /// The folder of that crate; its name becomes that of the package
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// Only operations with this tag, or with a path that starts like this; may be repeated
    #[arg(long, value_name = "TAG or PATH", requires = "spec")]
    only: Vec<String>,
    /// Leave out what cannot be generated, rather than giving up
    #[arg(long, requires = "spec")]
    skip_unsupported: bool,
}

/// What a build leaves in the folder of a crate.
const LEFT_BY_CARGO: [&str; 2] = ["Cargo.lock", "target"];

pub(super) fn run(
    io: &mut Io<'_>,
    workspace: &Workspace,
    spec: &Path,
    arguments: &Arguments,
) -> Result<Exit, Stop> {
    let out = arguments.out.as_deref().unwrap_or(Path::new("."));
    let shown = spec.display().to_string();
    report::good(io, "Checking", &shown)?;
    let document = workspace::read_document(spec, &shown)?;
    let out = std::path::absolute(out).with_context(|| format!("cannot find {}", out.display()))?;
    let old = generated_before(&out)?;
    let runtime = workspace.root().join("generated-client/runtime");
    let runtime = std::path::absolute(&runtime).context("cannot find the runtime crate")?;
    let settings = Settings {
        name: out.file_name().map_or_else(|| "client".to_owned(), |name| name.to_string_lossy().into_owned()),
        runtime: way(&out, &runtime),
        only: arguments.only.clone(),
        skip_unsupported: arguments.skip_unsupported,
    };
    let made = generate_crate(&document, &settings)?;
    report::problems(io, &made.warnings)?;
    tell_skipped(io, &made)?;

    let mut written = 0;
    for file in &made.files {
        if files::state(&out, file)? == State::Fresh {
            report::good(io, "Fresh", &file.path)?;
        } else {
            files::write(&out, file)?;
            written += 1;
            report::good(io, "Wrote", &file.path)?;
        }
    }
    for orphan in old.iter().filter(|old| made.files.iter().all(|file| Path::new(&file.path) != *old)) {
        files::remove(&out, orphan)?;
        report::attention(io, "Removed", &orphan.display().to_string())?;
    }
    let total = report::plural(made.selected, "operation");
    report::good(
        io,
        "Finished",
        &format!("{} of {total}, {} written", made.generated, report::plural(written, "file")),
    )?;
    report::next(io, &format!("run `cargo check --manifest-path {}`", out.join("Cargo.toml").display()))?;
    Ok(Exit::Fine)
}

/// Each operation that was left out, with the first reason: a thousand operations may share it.
fn tell_skipped(io: &mut Io<'_>, made: &Crate) -> Result<(), Stop> {
    for (operation, problems) in &made.skipped {
        let reason = problems.iter().find(|problem| Problem::is_error(problem));
        let reason = reason.map_or_else(String::new, |problem| {
            let place = problem.place.as_ref().map_or_else(String::new, |place| format!("{place}: "));
            format!(": {place}{} [{}]", problem.message, problem.rule)
        });
        report::attention(io, "Skipped", &format!("{operation}{reason}"))?;
    }
    Ok(())
}

/// The generated files in the folder; refuses a folder with other files in it.
fn generated_before(out: &Path) -> Result<Vec<PathBuf>, Stop> {
    let found = files::orphans(out, &["."], &[])?;
    let found = found.into_iter().map(|path| path.strip_prefix(".").map_or(path.clone(), Path::to_owned));
    let (generated, foreign): (Vec<PathBuf>, Vec<PathBuf>) = found
        .filter(|path| !LEFT_BY_CARGO.iter().any(|left| path.starts_with(left)))
        .partition(|path| files::is_generated(out, path));
    match foreign.first() {
        None => Ok(generated),
        Some(path) => Err(Stop::refused(
            format!("{} holds {}, which was not generated", out.display(), path.display()),
            "name a folder that is new, empty, or was made by this command",
        )),
    }
}

/// The relative way from one folder to another, both absolute; the other itself where there is none.
fn way(from: &Path, to: &Path) -> String {
    let (from_parts, to_parts): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (from.components().collect(), to.components().collect());
    let common = from_parts.iter().zip(&to_parts).take_while(|(a, b)| a == b).count();
    // Another drive, or a detour that is longer than the path itself; `..` cannot be counted.
    if common < 2 || from_parts.contains(&Component::ParentDir) {
        return to.display().to_string();
    }
    let up = std::iter::repeat_n("..".to_owned(), from_parts.len() - common);
    let down = to_parts[common..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_runtime_is_relative_where_it_can_be() {
        assert_eq!(way(Path::new("/a/b/c"), Path::new("/a/d/e")), "../../d/e");
        assert_eq!(way(Path::new("/x/c"), Path::new("/a/d")), "/a/d");
    }
}
