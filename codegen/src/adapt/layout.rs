//! First and last: what of the document stays.

use serde_json::{Map, Value};

use super::walk::{each_schema, elements, members, text};
use super::{Draft, Pass};
use crate::pass::{About, Expects, GENERATOR};

/// Keeps what the generator needs and notes what the document says about itself.
pub(super) const TOP_LEVEL: Pass = Pass {
    about: About {
        id: "top-level",
        reason: "tags, security and servers have no part in types and methods",
        link: GENERATOR,
        expects: Expects::Each,
    },
    run: keep_what_is_needed,
};

/// Takes the words out of the schemas that are left: they are in the facts.
pub(super) const WORDLESS: Pass = Pass {
    about: About {
        id: "wordless",
        reason: "the generator writes each description out several times, to be read and dropped again",
        link: GENERATOR,
        expects: Expects::Each,
    },
    run: drop_words,
};

/// Takes out keys without a value: they are as good as not there.
pub(super) const NULLS: Pass = Pass {
    about: About {
        id: "nulls",
        reason: "`nullable: null` and its like say nothing, and the generator does not read them",
        link: GENERATOR,
        expects: Expects::None,
    },
    run: |draft| drop_nulls(&mut draft.json),
};

fn keep_what_is_needed(draft: &mut Draft<'_>) -> usize {
    let null = Value::Null;
    let info = draft.json.get("info").unwrap_or(&null);
    draft.facts.title = text(info, "title").unwrap_or_default().to_owned();
    draft.facts.description = text(info, "description").map(str::to_owned);
    draft.facts.version = text(info, "version").unwrap_or_default().to_owned();
    draft.facts.server = elements(&draft.json, "servers")
        .first()
        .and_then(address)
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

/// The address of a server, with the defaults of its variables.
fn address(server: &Value) -> Option<String> {
    let variables = members(server.get("variables"));
    Some(variables.fold(text(server, "url")?.to_owned(), |url, (name, variable)| {
        let default = text(variable, "default").unwrap_or_default();
        url.replace(&format!("{{{name}}}"), default)
    }))
}

/// Takes nulls out of mappings; what lists values may have a null among them.
fn drop_nulls(value: &mut Value) -> usize {
    let mut places = 0;
    match value {
        Value::Object(map) => map.retain(|key, value| {
            if !matches!(key.as_str(), "default" | "enum" | "example" | "examples") {
                places += drop_nulls(value);
                places += usize::from(value.is_null());
            }
            !value.is_null()
        }),
        Value::Array(elements) => places += elements.iter_mut().map(drop_nulls).sum::<usize>(),
        _ => {}
    }
    places
}

fn drop_words(draft: &mut Draft<'_>) -> usize {
    let mut places = 0;
    each_schema(&mut draft.json, |schema| {
        let Some(schema) = schema.as_object_mut() else { return };
        let removed = ["deprecated", "description", "x-case-insensitive", "x-sensitive"]
            .map(|key| schema.remove(key).is_some());
        places += usize::from(removed.contains(&true));
    });
    places
}
