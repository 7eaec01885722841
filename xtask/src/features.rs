//! The features of the client crate. Each API is behind one; without it, its module is in the crate and never compiled.

use std::fs;

use anyhow::Context as _;
use game_achievements_contract::problem::{Place, Position, Problem};
use toml::de::DeTable;

use crate::exit::Stop;
use crate::workspace::Workspace;

/// The manifest of the client crate, relative to the root.
const MANIFEST: &str = "generated-client/Cargo.toml";

/// The features of APIs that the client crate does not have, each as a problem.
pub(crate) fn missing(workspace: &Workspace) -> Result<Vec<Problem>, Stop> {
    let path = workspace.root().join(MANIFEST);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let place = |at: usize| Place { file: MANIFEST.into(), position: position(&text, at) };
    let manifest = DeTable::parse(&text).map_err(|error| {
        let message = error.message().lines().next().unwrap_or("this is no TOML").to_owned();
        vec![Problem::error("manifest", message).at(place(error.span().unwrap_or_default().start))]
    })?;
    let features = manifest.get_ref().get("features");
    let known = features.and_then(|features| features.get_ref().as_table());
    let mut problems: Vec<Problem> = Vec::new();
    for api in workspace.registry().apis() {
        if known.is_some_and(|known| known.contains_key(api.feature.as_str())) {
            continue;
        }
        let message =
            format!("the client crate has no feature `{}`, which `{}` is behind", api.feature, api.name);
        problems.push(
            Problem::error("feature-missing", message)
                .at(place(features.map_or(0, |features| features.span().start)))
                .help("without it the generated module is never compiled")
                .fix(format!("add `{} = []` below `[features]`", api.feature)),
        );
    }
    // Two APIs may share one.
    problems.dedup_by(|a, b| a.fix == b.fix);
    Ok(problems)
}

fn position(text: &str, at: usize) -> Position {
    let before = &text[..at.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Position { line: number(line), column: number(column) }
}
