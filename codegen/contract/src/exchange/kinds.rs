//! What kinds of values there are, and how values are held against bounds and enums.

use std::cmp::Ordering;

use serde_json::{Number, Value as Json};

use super::format;
use super::instance::{Instance, View};
use crate::contract::{Limit, Schema, Types};

pub(super) fn fits_type<V>(types: Types, view: &View<'_, V>) -> bool {
    if types.is_empty() {
        return true;
    }
    match view {
        View::Null => false,
        View::Bool(_) => types.contains(Types::BOOLEAN),
        View::Number(number) => {
            types.contains(Types::NUMBER)
                || (types.contains(Types::INTEGER) && format::integer(number).is_some())
        }
        View::String(_) => types.contains(Types::STRING),
        View::Array(_) => types.contains(Types::ARRAY),
        View::Object => types.contains(Types::OBJECT),
    }
}

pub(super) fn kind<V>(view: &View<'_, V>) -> &'static str {
    match view {
        View::Null => "null",
        View::Bool(_) => "a boolean",
        View::Number(_) => "a number",
        View::String(_) => "a string",
        View::Array(_) => "an array",
        View::Object => "an object",
    }
}

pub(super) fn an(word: &str) -> String {
    let article = if word.starts_with(['a', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {word}")
}

pub(super) fn compare(number: &Number, limit: &Limit) -> Option<Ordering> {
    match (format::integer(number), format::integer(&limit.value)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => number.as_f64()?.partial_cmp(&limit.value.as_f64()?),
    }
}

pub(super) fn is_multiple(number: &Number, of: &Number) -> bool {
    match (format::integer(number), format::integer(of)) {
        (_, Some(0)) => true,
        (Some(number), Some(of)) => number % of == 0,
        _ => {
            let (Some(number), Some(of)) = (number.as_f64(), of.as_f64()) else { return true };
            let ratio = number / of;
            // 0.3 is a multiple of 0.1, whatever doubles make of it.
            (ratio - ratio.round()).abs() <= 1e-9 * ratio.abs().max(1.0)
        }
    }
}

/// Whether an enum has the value; where the document says so, in any mix of cases.
pub(super) fn is_listed<V: Instance>(schema: &Schema, values: &[Json], value: &V) -> bool {
    let folds = schema.documentation.get("x-case-insensitive").is_some_and(|flag| flag == &Json::Bool(true));
    match value.view() {
        View::String(text) => values
            .iter()
            .filter_map(Json::as_str)
            .any(|known| known == text || (folds && known.eq_ignore_ascii_case(text))),
        _ => values.contains(&canonical(value)),
    }
}

/// The value as the contract writes enum values.
pub(super) fn canonical<V: Instance>(value: &V) -> Json {
    crate::contract::canonical(value.to_json())
}
