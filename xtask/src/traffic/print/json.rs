//! One JSON object: `{"violations":[{"rule","level","api","operations","spec","direction","at","message","count","first"}],"traffic",
//! "summary","coverage"}`.

use game_achievements_contract::exchange::{Level, Part, PartKind};
use serde_json::{Value as Json, json};

use super::super::check::{Api, Checker};
use super::super::table::Row;
use super::{in_spec, operations, way};

pub(super) fn print(checker: &Checker, coverage: bool) -> String {
    let requests: serde_json::Map<String, Json> =
        checker.apis.iter().map(|api| (api.name.clone(), api.requests.into())).collect();
    let mut object = json!({
        "violations": checker.table.sorted().into_iter().map(|row| violation(checker, row)).collect::<Vec<_>>(),
        "traffic": {
            "requests": requests,
            "unanswered": checker.unanswered,
            "preflights": checker.preflights,
            "elsewhere": checker.elsewhere,
        },
        "summary": {
            "errors": checker.table.count(Level::Error),
            "notes": checker.table.count(Level::Note),
            "left_out": checker.table.left_out,
        },
    });
    if coverage {
        let apis = checker.apis.iter().map(|api| (api.name.clone(), covered(api)));
        object["coverage"] = Json::Object(apis.collect());
    }
    // The alternate form indents.
    format!("{object:#}\n")
}

fn violation(checker: &Checker, row: &Row) -> Json {
    let api = &checker.apis[row.api];
    json!({
        "rule": row.rule.id,
        "level": row.level.word(),
        "api": api.name,
        "operations": operations(api, row),
        "spec": in_spec(api, row).map(|(what, place)| json!({ "part": what, "place": place.to_string() })),
        "direction": way(row),
        "at": row.at,
        "message": row.message,
        "count": row.count,
        "first": {
            "file": &*row.first.file,
            "entry": row.first.entry,
            "line": row.first.position.line,
            "column": row.first.position.column,
        },
    })
}

/// How many parts of each kind were used, and how often each.
fn covered(api: &Api) -> Json {
    let kinds = PartKind::ALL.map(|kind| {
        let (used, all) = api.coverage.count(kind);
        let parts = api.coverage.parts().filter(|part| part.kind == kind);
        let parts: Vec<Json> = parts.map(part).collect();
        (kind.plural().to_owned(), json!({ "used": used, "all": all, "parts": parts }))
    });
    Json::Object(kinds.into_iter().collect())
}

fn part(part: Part<'_>) -> Json {
    match part.operation.filter(|_| part.kind != PartKind::Operation) {
        Some(operation) => json!({ "operation": operation, "name": part.name, "count": part.count }),
        None => json!({ "name": part.name, "count": part.count }),
    }
}
