//! One file for each command.

mod check;
mod contract;
pub(crate) mod diff;
pub(crate) mod drift;
mod format;
mod generate;
pub(crate) mod generate_crate;
mod lint;
mod list;
mod serve;
pub(crate) mod traffic;

use game_achievements_codegen::api::Api;
use game_achievements_codegen::format::OutputFile;
use game_achievements_contract::problem::{self, Problem};

use crate::args::Command;
use crate::exit::{Exit, Stop};
use crate::workspace::Workspace;
use crate::{Io, report};

pub(crate) fn run(command: &Command, io: &mut Io<'_>, workspace: Option<&Workspace>) -> Result<Exit, Stop> {
    let need = || {
        workspace.ok_or_else(|| {
            Stop::refused(
                "there is no workspace around the current folder",
                "run this inside a checkout of game-achievements",
            )
        })
    };
    match command {
        Command::Generate { apis, of_its_own } => match &of_its_own.spec {
            Some(spec) => generate_crate::run(io, need()?, spec, of_its_own),
            None => generate::run(io, need()?, apis),
        },
        Command::Check => check::run(io, need()?),
        Command::Lint { files } if files.is_empty() => lint::specs(io, need()?),
        Command::Lint { files } => lint::files(io, files),
        Command::Contract { of } => contract::run(io, workspace, of.as_deref()),
        Command::Diff(arguments) => diff::run(io, workspace, arguments),
        Command::Drift(arguments) => drift::run(io, need()?, arguments),
        Command::Serve { arguments } => serve::run(io, need()?, arguments),
        Command::Traffic(arguments) => traffic::run(io, workspace, arguments),
        Command::List => list::run(io, need()?),
    }
}

/// Reads, lints and generates these APIs, and prints the warnings.
///
/// Problems of all specs are collected before it gives up: a maintainer wants to see them at once.
fn generate_in_memory(
    io: &mut Io<'_>,
    workspace: &Workspace,
    apis: &[&Api],
) -> Result<Vec<OutputFile>, Stop> {
    let mut files = game_achievements_codegen::indices(workspace.registry());
    let mut errors: Vec<Problem> = Vec::new();
    for api in apis {
        report::good(io, "Checking", &api.spec)?;
        match workspace.read_spec(api) {
            Ok(document) => match game_achievements_codegen::generate(api, &document) {
                Ok(generated) => {
                    report::problems(io, &generated.warnings)?;
                    files.extend(generated.files);
                }
                Err(problems) => errors.extend(problems),
            },
            Err(Stop::Problems(problems)) => errors.extend(problems),
            Err(stop) => return Err(stop),
        }
    }
    if errors.is_empty() {
        return Ok(files);
    }
    problem::sort(&mut errors);
    Err(Stop::Problems(errors))
}
