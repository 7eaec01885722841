//! `cargo xtask contract`: what a document promises on the wire, as text.

use std::path::Path;

use game_achievements_contract::contract::Contract;
use game_achievements_contract::document::Document;

use crate::exit::{Exit, Stop};
use crate::workspace::{self, Workspace};
use crate::{Io, report};

pub(super) fn run(io: &mut Io<'_>, workspace: Option<&Workspace>, of: Option<&str>) -> Result<Exit, Stop> {
    for document in documents(workspace, of)? {
        let contract = Contract::read(&document)?;
        report::problems(io, contract.warnings())?;
        for section in contract.text().sections {
            writeln!(io.stdout, "{}", section.text.trim_end())?;
            writeln!(io.stdout)?;
        }
    }
    Ok(Exit::Fine)
}

fn documents(workspace: Option<&Workspace>, of: Option<&str>) -> Result<Vec<Document>, Stop> {
    let Some(of) = of else {
        let workspace = workspace.ok_or_else(|| {
            Stop::refused("there is no workspace around the current folder", "name a YAML or JSON file")
        })?;
        return workspace.registry().apis().iter().map(|api| workspace.read_spec(api)).collect();
    };
    if let Some(api) = workspace.and_then(|workspace| workspace.registry().find(of)) {
        return Ok(vec![workspace.map_or_else(
            || Err(Stop::refused("no workspace", "")),
            |workspace| workspace.read_spec(api),
        )?]);
    }
    let path = Path::new(of);
    // A word without an extension that is no file was meant as an API.
    if let Some(workspace) = workspace
        && !path.exists()
        && path.extension().is_none()
    {
        workspace.api(of)?;
    }
    Ok(vec![workspace::read_document(path, of)?])
}
