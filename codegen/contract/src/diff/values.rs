//! What schemas say about values themselves: types, enums, bounds, patterns, defaults.

use super::pattern::{self, Change};
use super::rules::{self, Rule};
use super::schema::Pair;
use super::views::Overlap;
use super::words;
use crate::contract::{LimitKind, Schema, Types};

/// What holds for the value as a whole, whatever its kind.
pub(super) fn frame(pair: &mut Pair<'_>, a: &Schema, b: &Schema) {
    if pair.context.inner {
        return;
    }
    if a.nullable != b.nullable && !a.is_any() && !b.is_any() {
        if b.nullable {
            pair.row(&rules::NULL_ALLOWED, "nullable", None, None, "null is now a value");
        } else {
            pair.row(&rules::NULL_FORBIDDEN, "nullable", None, None, "null is no longer a value");
        }
    }
    let text = |json: &serde_json::Value| words::json(json);
    let changed = |keyword: &str, old: &Option<String>, new: &Option<String>| match (old, new) {
        (Some(old), Some(new)) => format!("the {keyword} was {old}, now it is {new}"),
        (None, Some(new)) => format!("the {keyword} is now {new}"),
        (Some(old), None) => format!("the {keyword} {old} was removed"),
        (None, None) => String::new(),
    };
    if a.default != b.default {
        let (old, new) = (a.default.as_deref().map(text), b.default.as_deref().map(text));
        let message = changed("default", &old, &new);
        let rule =
            if pair.context.parameter { &rules::PARAMETER_DEFAULT_CHANGED } else { &rules::DEFAULT_CHANGED };
        pair.row(rule, "default", old, new, message);
    }
    if a.xml != b.xml {
        let (old, new) = (a.xml.as_deref().map(text), b.xml.as_deref().map(text));
        let message = changed("XML form", &old, &new);
        pair.row(&rules::XML_CHANGED, "xml", old, new, message);
    }
    if a.deprecated != b.deprecated {
        deprecated(pair, b.deprecated);
    }
    // Properties tell of these themselves, since it matters whether they are required.
    if !pair.context.property {
        for (was, is, aspect, added, removed) in [
            (a.read_only, b.read_only, "readOnly", &rules::READ_ONLY_ADDED, &rules::READ_ONLY_REMOVED),
            (a.write_only, b.write_only, "writeOnly", &rules::WRITE_ONLY_ADDED, &rules::WRITE_ONLY_REMOVED),
        ] {
            if was != is {
                let (rule, message) = if is {
                    (added, format!("it is now `{aspect}`"))
                } else {
                    (removed, format!("it is no longer `{aspect}`"))
                };
                pair.row(rule, aspect, None, None, message);
            }
        }
    }
}

fn deprecated(pair: &mut Pair<'_>, is: bool) {
    if is {
        pair.row(&rules::DEPRECATED, "deprecated", None, None, "it is now deprecated");
    } else {
        pair.row(&rules::NO_LONGER_DEPRECATED, "deprecated", None, None, "it is no longer deprecated");
    }
}

/// Compares types with their formats; whether any value fits both.
pub(super) fn types(pair: &mut Pair<'_>, a: &Schema, b: &Schema) -> Overlap {
    if a.types == b.types {
        format(pair, a.format.as_deref(), b.format.as_deref());
        return Overlap::Some;
    }
    // Where a document lists other types beside `string`, it tells them apart.
    let both_texts = a.types.intersection(b.types).contains(Types::STRING);
    let [was, is] = [a, b].map(|schema| if both_texts { set(schema.types) } else { written(pair, schema) });
    let common = was.intersection(is);
    let (mut narrows, mut widens) = (!is.contains(was), !was.contains(is));
    // A format comes and goes with its type. Where the type stays among others, it counts.
    match (&a.format, &b.format) {
        (Some(format), None) if narrows && !is_numeric(format) && !common.is_empty() => widens = true,
        (None, Some(format)) if widens && !is_numeric(format) && !common.is_empty() => narrows = true,
        (Some(old), Some(new)) if old != new && !is_numeric(old) => (narrows, widens) = (true, true),
        _ => {}
    }
    let rule = match (narrows, widens) {
        (true, false) => &rules::TYPE_NARROWED,
        (false, true) => &rules::TYPE_WIDENED,
        _ => &rules::TYPE_CHANGED,
    };
    pair.type_row(rule, a, b);
    let (a, b) = (set(a.types), set(b.types));
    if a.intersection(b).is_empty() { Overlap::None } else { Overlap::Some }
}

fn set(types: Types) -> Types {
    if types.is_empty() { ALL } else { types }
}

const SCALARS: Types = Types::BOOLEAN.union(Types::NUMBER).union(Types::STRING);
const ALL: Types = SCALARS.union(Types::OBJECT).union(Types::ARRAY);

/// The types whose values may stand here as they are written: where all is text, a text may look like a number.
fn written(pair: &Pair<'_>, schema: &Schema) -> Types {
    let is_free = schema.types.contains(Types::STRING)
        && schema.values.is_none()
        && schema.pattern.is_none()
        && schema.format.is_none();
    match schema.types {
        types if types.is_empty() => ALL,
        _ if is_free && pair.context.whole => ALL,
        types if is_free && pair.context.text => types.union(SCALARS),
        types => types,
    }
}

fn is_numeric(format: &str) -> bool {
    matches!(format, "int32" | "int64" | "float" | "double")
}

fn format(pair: &mut Pair<'_>, old: Option<&str>, new: Option<&str>) {
    let (rule, message) = match (old, new) {
        (None, Some(new)) => (&rules::FORMAT_ADDED, format!("the format is now `{new}`")),
        (Some(old), None) => (&rules::FORMAT_REMOVED, format!("the format `{old}` was removed")),
        (Some(old), Some(new)) if old != new => {
            let rule = match (old, new) {
                ("int32", "int64") | ("float", "double") => &rules::FORMAT_WIDENED,
                ("int64", "int32") | ("double", "float") => &rules::FORMAT_NARROWED,
                _ => &rules::FORMAT_CHANGED,
            };
            (rule, format!("the format was `{old}`, now it is `{new}`"))
        }
        _ => return,
    };
    pair.row(rule, "format", old.map(str::to_owned), new.map(str::to_owned), message);
}

/// Compares what bounds the values.
pub(super) fn compare(pair: &mut Pair<'_>, a: &Schema, b: &Schema) {
    enums(pair, a, b);
    for kind in LimitKind::ALL {
        limit(pair, kind, a, b);
    }
    pattern(pair, a.pattern.as_deref(), b.pattern.as_deref());
    if a.unique_items != b.unique_items {
        if b.unique_items {
            pair.row(&rules::UNIQUE_ITEMS_ADDED, "uniqueItems", None, None, "all elements must now differ");
        } else {
            pair.row(&rules::UNIQUE_ITEMS_REMOVED, "uniqueItems", None, None, "elements may now be equal");
        }
    }
}

fn enums(pair: &mut Pair<'_>, a: &Schema, b: &Schema) {
    match (&a.values, &b.values) {
        (None, Some(values)) => {
            let new = words::values(values);
            let message = format!("only {new} may now stand here");
            pair.row(&rules::ENUM_ADDED, "enum", None, Some(new), message);
        }
        (Some(values), None) => {
            let old = words::values(values);
            let message = format!("other values than {old} may now stand here");
            pair.row(&rules::ENUM_REMOVED, "enum", Some(old), None, message);
        }
        (Some(old), Some(new)) => {
            let mut missing =
                |rule: &'static Rule, aspect: &str, of: &[serde_json::Value], in_: &[_], verb: &str| {
                    // Values are sorted by text within their kind, but not by one order that could be searched by.
                    let known: std::collections::HashSet<String> =
                        in_.iter().map(serde_json::Value::to_string).collect();
                    let values: Vec<_> =
                        of.iter().filter(|value| !known.contains(&value.to_string())).collect();
                    if !values.is_empty() {
                        let text = words::values(values.iter().copied());
                        let noun = if values.len() == 1 { "value" } else { "values" };
                        let was = if values.len() == 1 { "was" } else { "were" };
                        let message = format!("the {noun} {text} {was} {verb}");
                        let (old, new) =
                            if verb == "added" { (None, Some(text)) } else { (Some(text), None) };
                        pair.row(rule, aspect, old, new, message);
                    }
                };
            missing(&rules::ENUM_VALUE_REMOVED, "enum removed", old, new, "removed");
            missing(&rules::ENUM_VALUE_ADDED, "enum added", new, old, "added");
        }
        (None, None) => {}
    }
}

fn limit(pair: &mut Pair<'_>, kind: LimitKind, a: &Schema, b: &Schema) {
    let (a, b) = (a.limit(kind), b.limit(kind));
    if a == b {
        return;
    }
    let text = |limit: &crate::contract::Limit| {
        format!("{}{}", limit.value, if limit.exclusive { " excluded" } else { "" })
    };
    let (old, new) = (a.map(text), b.map(text));
    let word = kind.keyword();
    let (rule, message) = match (a, b) {
        (None, Some(b)) => (&rules::BOUND_ADDED, format!("`{word}` is now {}", text(b))),
        (Some(a), None) => (&rules::BOUND_REMOVED, format!("`{word}` {} was removed", text(a))),
        (Some(a), Some(b)) => {
            let divides = |of: &crate::contract::Limit, by: &crate::contract::Limit| {
                let (of, by) = (of.value.as_f64().unwrap_or(0.0), by.value.as_f64().unwrap_or(0.0));
                let times = of / by;
                // As decimals: 0.3 is a multiple of 0.1.
                times.is_finite() && (times - times.round()).abs() < 1e-9
            };
            let rule = match kind {
                LimitKind::MultipleOf if divides(b, a) => &rules::BOUND_TIGHTENED,
                LimitKind::MultipleOf if divides(a, b) => &rules::BOUND_LOOSENED,
                LimitKind::MultipleOf => &rules::BOUND_CHANGED,
                _ if b.tightness(a).is_gt() => &rules::BOUND_TIGHTENED,
                _ => &rules::BOUND_LOOSENED,
            };
            (rule, format!("`{word}` was {}, now it is {}", text(a), text(b)))
        }
        (None, None) => return,
    };
    pair.row(rule, word, old, new, message);
}

fn pattern(pair: &mut Pair<'_>, old: Option<&str>, new: Option<&str>) {
    let (rule, message) = match (old, new) {
        (None, Some(new)) => (&rules::PATTERN_ADDED, format!("texts must now match `{new}`")),
        (Some(old), None) => (&rules::PATTERN_REMOVED, format!("texts need no longer match `{old}`")),
        (Some(old), Some(new)) if old != new => {
            let rule = match pattern::change(old, new) {
                Change::Wider => &rules::PATTERN_WIDENED,
                Change::Narrower => &rules::PATTERN_NARROWED,
                Change::Unknown => &rules::PATTERN_CHANGED,
            };
            (rule, format!("texts had to match `{old}`, now `{new}`"))
        }
        _ => return,
    };
    let message = words::cut(&message);
    pair.row(rule, "pattern", old.map(words::cut), new.map(words::cut), message);
}
