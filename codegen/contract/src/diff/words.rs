//! Things of a contract in a few words, for messages.

use serde_json::Value as Json;

use crate::contract::{Additional, Contract, Schema, SchemaId};

/// Longer texts are cut in messages.
const LONG: usize = 120;

/// A schema in a few words: `string(date-time)`, `array of App`, `one of Dog, Cat`.
pub(super) fn schema(contract: &Contract, id: SchemaId) -> String {
    cut(&described(contract, id, 0))
}

fn described(contract: &Contract, id: SchemaId, depth: usize) -> String {
    let schema = contract.schema(id);
    if let (Some(name), true) = (&schema.name, depth > 0) {
        return name.to_string();
    }
    let groups = [("one of", &schema.one_of), ("any of", &schema.any_of), ("all of", &schema.all_of)];
    let mut text = match groups.iter().find(|(_, members)| !members.is_empty()) {
        Some((word, members)) if depth < 3 => {
            let names: Vec<String> =
                members.iter().take(6).map(|id| described(contract, *id, depth + 1)).collect();
            let more = if members.len() > 6 { ", …" } else { "" };
            format!("{word} {}{more}", names.join(", "))
        }
        _ => own(schema),
    };
    if let Some(items) = schema.items.filter(|_| depth < 3) {
        text += &format!(" of {}", described(contract, items, depth + 1));
    }
    text
}

/// The type with its format.
pub(super) fn own(schema: &Schema) -> String {
    let kind = if schema.types.is_empty() && !schema.is_any() && schema.values.is_some() {
        "value".to_owned()
    } else {
        schema.types.to_string()
    };
    match &schema.format {
        Some(format) => format!("{kind}({format})"),
        None => kind,
    }
}

/// What an object may hold besides its named members.
pub(super) fn additional(contract: &Contract, additional: Additional) -> String {
    match additional {
        Additional::Any => "anything".to_owned(),
        Additional::None => "nothing".to_owned(),
        Additional::Schema(id) => described(contract, id, 1),
    }
}

/// A JSON value in one line, cut if it is long.
pub(super) fn json(json: &Json) -> String {
    cut(&json.to_string())
}

/// Some values: `"a", "b"`.
pub(super) fn values<'v>(values: impl IntoIterator<Item = &'v Json>) -> String {
    cut(&values.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// A text in one line of bounded length.
pub(super) fn cut(text: &str) -> String {
    if text.chars().count() <= LONG {
        return text.to_owned();
    }
    text.chars().take(LONG - 1).chain(['…']).collect()
}
