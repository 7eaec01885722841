//! `cargo xtask lint`: the rules alone.

use std::path::PathBuf;

use game_achievements_codegen::lint::{self, Profile};
use game_achievements_contract::document::Document;
use game_achievements_contract::problem::{self, Problem};

use crate::exit::{Exit, Stop};
use crate::workspace::{self, Workspace};
use crate::{Io, report};

/// Our own specs, with the house rules.
pub(super) fn specs(io: &mut Io<'_>, workspace: &Workspace) -> Result<Exit, Stop> {
    let documents =
        workspace.registry().apis().iter().map(|api| (api.spec.clone(), workspace.read_spec(api)));
    lint(io, documents, Profile::Registered)
}

/// Any documents, with the rules of generation.
pub(super) fn files(io: &mut Io<'_>, files: &[PathBuf]) -> Result<Exit, Stop> {
    let documents = files.iter().map(|path| {
        let shown = path.display().to_string();
        let document = workspace::read_document(path, &shown);
        (shown, document)
    });
    lint(io, documents, Profile::Foreign)
}

fn lint(
    io: &mut Io<'_>,
    documents: impl Iterator<Item = (String, Result<Document, Stop>)>,
    profile: Profile,
) -> Result<Exit, Stop> {
    let mut found: Vec<Problem> = Vec::new();
    let mut files = 0;
    for (shown, document) in documents {
        report::good(io, "Checking", &shown)?;
        files += 1;
        match document {
            Ok(document) => match lint::lint(&document, profile) {
                Ok(linted) => found.extend(linted.warnings().iter().cloned()),
                Err(problems) => found.extend(problems),
            },
            Err(Stop::Problems(problems)) => found.extend(problems),
            Err(stop) => return Err(stop),
        }
    }
    problem::sort(&mut found);
    if found.iter().any(Problem::is_error) {
        return Err(Stop::Problems(found));
    }
    report::problems(io, &found)?;
    let warned =
        if found.is_empty() { "nothing to complain about".to_owned() } else { report::count(&found) };
    report::good(io, "Finished", &format!("{}, {warned}", report::plural(files, "document")))?;
    Ok(Exit::Fine)
}
