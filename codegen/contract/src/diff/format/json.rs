//! One JSON object: `{"changes":[{"id","level","at","operations":[…],"old","new","message"}],"summary":{…}}`.

use serde_json::{Value as Json, json};

use crate::diff::{Change, Diff};

pub(super) fn print(diff: &Diff) -> String {
    let summary = diff.summary();
    let object = json!({
        "changes": diff.changes.iter().map(|change| row(diff, change)).collect::<Vec<_>>(),
        "summary": {
            "breaking": summary.breaking,
            "compatible": summary.compatible,
            "cosmetic": summary.cosmetic,
            "bump": summary.bump().word(),
        },
    });
    // The alternate form indents.
    format!("{object:#}\n")
}

fn row(diff: &Diff, change: &Change) -> Json {
    let operations: Vec<&str> = change.operations.iter().map(|reached| diff.operation(reached)).collect();
    json!({
        "id": change.rule.id,
        "level": change.level.word(),
        "at": change.at,
        "operations": operations,
        "old": change.old,
        "new": change.new,
        "message": change.message,
    })
}
