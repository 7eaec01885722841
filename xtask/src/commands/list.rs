//! `cargo xtask list`: the APIs at a glance.

use game_achievements_contract::document::Document;
use game_achievements_contract::source::Node;

use crate::Io;
use crate::exit::{Exit, Stop};
use crate::workspace::Workspace;

const HEADINGS: [&str; 6] = ["API", "SPEC", "VERSION", "UPSTREAM", "OPERATIONS", "SCHEMAS"];

pub(super) fn run(io: &mut Io<'_>, workspace: &Workspace) -> Result<Exit, Stop> {
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    for api in workspace.registry().apis() {
        let document = workspace.read_spec(api)?;
        let info = |key: &str| {
            let text = document.root().get("info").and_then(|info| info.get(key)).and_then(Node::as_str);
            text.unwrap_or("-").to_owned()
        };
        rows.push([
            api.name.clone(),
            api.spec.clone(),
            info("version"),
            info("x-upstream-version"),
            operations(&document).to_string(),
            document
                .pointer("#/components/schemas")
                .and_then(Node::as_object)
                .map_or(0, |map| map.len())
                .to_string(),
        ]);
    }
    let widths: [usize; 6] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        writeln!(io.stdout, "{}", line.trim_end())?;
    }
    Ok(Exit::Fine)
}

fn operations(document: &Document) -> usize {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let paths = document.root().get("paths").and_then(Node::as_object);
    paths
        .into_iter()
        .flatten()
        .map(|path| METHODS.iter().filter(|method| path.node.get(method).is_some()).count())
        .sum()
}
