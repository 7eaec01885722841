//! First and last: what of the document stays, and in which order.

use serde_json::{Map, Value};

use super::walk::{elements, text};
use super::{Draft, Expects, GENERATOR, Pass};

/// Keeps what the generator needs and notes what the document says about itself.
pub(super) const TOP_LEVEL: Pass = Pass {
    id: "top-level",
    reason: "tags, security and servers have no part in types and methods",
    link: GENERATOR,
    expects: Expects::Any,
    run: keep_what_is_needed,
};

/// Sorts every mapping by key.
pub(super) const SORTED: Pass = Pass {
    id: "sorted",
    reason: "the generator writes methods in the order of the paths, and the same spec must give the same bytes",
    link: GENERATOR,
    expects: Expects::Any,
    run: sort,
};

fn keep_what_is_needed(draft: &mut Draft<'_>) -> usize {
    let null = Value::Null;
    let info = draft.json.get("info").unwrap_or(&null);
    draft.facts.title = text(info, "title").unwrap_or_default().to_owned();
    draft.facts.description = text(info, "description").map(str::to_owned);
    draft.facts.version = text(info, "version").unwrap_or_default().to_owned();
    draft.facts.server = elements(&draft.json, "servers")
        .first()
        .and_then(|server| text(server, "url"))
        .filter(|url| url.starts_with("http://") || url.starts_with("https://"))
        .map(|url| url.trim_end_matches('/').to_owned());

    // The generator sends `info.version` as a header and puts the rest into comments; none of it stays.
    let mut kept = Map::new();
    kept.insert("openapi".to_owned(), "3.0.3".into());
    kept.insert("info".to_owned(), serde_json::json!({ "title": "API", "version": "0" }));
    for key in ["components", "paths"] {
        if let Some(value) = draft.json.get_mut(key) {
            kept.insert(key.to_owned(), value.take());
        }
    }
    let places = draft.json.as_object().map_or(0, Map::len).saturating_sub(kept.len());
    draft.json = Value::Object(kept);
    places
}

fn sort(draft: &mut Draft<'_>) -> usize {
    fn sorted(value: Value) -> Value {
        match value {
            Value::Object(map) => {
                let mut members: Vec<(String, Value)> = map.into_iter().collect();
                members.sort_by(|a, b| a.0.cmp(&b.0));
                Value::Object(members.into_iter().map(|(key, value)| (key, sorted(value))).collect())
            }
            Value::Array(elements) => elements.into_iter().map(sorted).collect(),
            scalar => scalar,
        }
    }
    draft.json = sorted(draft.json.take());
    0
}
