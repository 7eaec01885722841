//! What a schema says about values themselves: types, bounds, enums.

use std::cmp::Ordering;

use serde_json::Value as Json;

use super::keywords::{Keywords, canonical_json};
use super::schema::{Limit, LimitKind, Schema, Types};
use crate::source::Node;

pub(super) fn read_types<'a>(keywords: &mut Keywords<'a>, node: &'a Node, schema: &mut Schema) {
    let Some(value) = node.get("type") else { return };
    let names: Vec<&Node> = match value.as_array() {
        Some(names) => {
            let problem = keywords.warning("type-list", value, "a list of types is OpenAPI 3.1");
            problem.fix = Some("write `oneOf`, or `nullable: true` for null".into());
            names.iter().collect()
        }
        None => vec![value],
    };
    let mut only_null = !names.is_empty();
    for name in names {
        match name.as_str() {
            Some("null") => {
                schema.nullable = true;
                if value.as_array().is_none() {
                    let problem = keywords.warning("type-list", value, "a type `null` is OpenAPI 3.1");
                    problem.fix = Some("write `nullable: true` beside the other type".into());
                }
                continue;
            }
            Some(text) => match Types::named(text) {
                Some(types) => schema.types = schema.types.union(types),
                None => {
                    let near = ["boolean", "object", "array", "number", "integer", "string"]
                        .into_iter()
                        .min_by_key(|known| strsim::damerau_levenshtein(known, text));
                    let problem = keywords.error("unknown-type", name, format!("there is no type `{text}`"));
                    problem.fix = near.map(|near| format!("did you mean `{near}`?"));
                }
            },
            None => keywords.malformed("type", name, "the name of a type"),
        }
        only_null = false;
    }
    if only_null {
        schema.values = Some([].into());
    }
}

pub(super) fn read_limits<'a>(keywords: &mut Keywords<'a>, node: &'a Node) -> Box<[Limit]> {
    let mut limits = Vec::new();
    for kind in LimitKind::ALL {
        let key = kind.keyword();
        let exclusive_key = match kind {
            LimitKind::Minimum => Some("exclusiveMinimum"),
            LimitKind::Maximum => Some("exclusiveMaximum"),
            _ => None,
        };
        let exclusive = exclusive_key.is_some_and(|key| keywords.flag(node, key).unwrap_or(false));
        let value = match kind {
            LimitKind::Minimum | LimitKind::Maximum | LimitKind::MultipleOf => keywords.number(node, key),
            _ => keywords.count(node, key),
        };
        match value {
            Some(value) => {
                let says_nothing = value.as_u64() == Some(0)
                    && matches!(kind, LimitKind::MinLength | LimitKind::MinItems | LimitKind::MinProperties);
                if !says_nothing {
                    limits.push(Limit { kind, value, exclusive });
                }
            }
            None if exclusive => {
                let message = format!("`{}` without `{key}` says nothing", exclusive_key.unwrap_or_default());
                keywords.warning("useless-keyword", node, message);
            }
            None => {}
        }
    }
    limits.into()
}

pub(super) fn read_values<'a>(keywords: &mut Keywords<'a>, node: &'a Node, schema: &mut Schema) {
    let Some(list) = keywords.list(node, "enum") else { return };
    let mut values: Vec<Json> = list.iter().map(canonical_json).collect();
    values.sort_by(order);
    let before = values.len();
    values.dedup();
    if values.len() < before {
        keywords.warning("repeated-value", node, "a value stands twice in this `enum`");
    }
    // Without a type, and where `nullable` says so too, a null among the values is what `nullable` means.
    if (schema.nullable || schema.types.is_empty()) && values.contains(&Json::Null) {
        values.retain(|value| !value.is_null());
        schema.nullable = true;
    }
    if schema.types.is_empty() {
        // The values say it.
        schema.types = values.iter().map(kind).fold(Types::default(), Types::union);
    }
    schema.values = Some(values.into());
}

fn kind(value: &Json) -> Types {
    match value {
        Json::Null => Types::default(),
        Json::Bool(_) => Types::BOOLEAN,
        Json::Number(number) if number.is_f64() => Types::NUMBER,
        Json::Number(_) => Types::INTEGER,
        Json::String(_) => Types::STRING,
        Json::Array(_) => Types::ARRAY,
        Json::Object(_) => Types::OBJECT,
    }
}

/// A total order of JSON values: by kind, numbers by size, the rest by their text.
fn order(a: &Json, b: &Json) -> Ordering {
    fn kind(json: &Json) -> u8 {
        match json {
            Json::Null => 0,
            Json::Bool(_) => 1,
            Json::Number(_) => 2,
            Json::String(_) => 3,
            Json::Array(_) => 4,
            Json::Object(_) => 5,
        }
    }
    match (a, b) {
        (Json::String(a), Json::String(b)) => a.cmp(b),
        (Json::Number(a), Json::Number(b)) => {
            let by_size = a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal);
            by_size.then_with(|| a.to_string().cmp(&b.to_string()))
        }
        _ => kind(a).cmp(&kind(b)).then_with(|| a.to_string().cmp(&b.to_string())),
    }
}
