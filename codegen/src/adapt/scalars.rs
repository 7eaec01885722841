//! Of a schema, only what decides on a type stays; limits and defaults become words.

use serde_json::{Map, Value, json};

use super::aliases::is_text_enum;
use super::walk::{each_schema, elements, is_true, members};
use super::{Draft, Pass};
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "scalars",
        reason: "the generator sends defaults that nobody asked for, wraps a limited text in a type of its own, and \
                 merges schemas of equal titles",
        link: GENERATOR,
        expects: Expects::Each,
    },
    run,
};

/// The keywords that stay. `minimum` goes as well, once the type of the integer is settled.
const KEPT: [&str; 16] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "format",
    "items",
    "nullable",
    "oneOf",
    "properties",
    "required",
    "type",
    "x-case-insensitive",
    "x-sensitive",
];

fn run(draft: &mut Draft<'_>) -> usize {
    let mut places = 0;
    each_schema(&mut draft.json, |schema| {
        let before = schema.clone();
        simplify(schema);
        places += usize::from(*schema != before);
    });
    places
}

fn simplify(schema: &mut Value) {
    let notes = limits(schema);
    let unsigned = number(schema, "minimum").is_some_and(|minimum| minimum >= 0.0);
    let small = number(schema, "maximum").is_some_and(|maximum| maximum <= f64::from(u32::MAX));
    let is_object = members(schema.get("properties")).next().is_some();
    let Some(map) = schema.as_object_mut() else {
        *schema = json!({});
        return;
    };
    map.retain(|key, _| KEPT.contains(&key.as_str()));
    if is_object {
        object(map);
    }
    let kind = map.get("type").and_then(Value::as_str).map(str::to_owned);
    let format = map.remove("format");
    let format = format.as_ref().and_then(Value::as_str);
    match kind.as_deref() {
        Some("integer") => {
            map.remove("enum");
            map.insert("format".to_owned(), integer_format(format, unsigned, small).into());
        }
        Some("number") => {
            map.remove("enum");
            if format == Some("float") {
                map.insert("format".to_owned(), "float".into());
            }
        }
        Some("string") => {
            if let Some(format @ ("date-time" | "uuid")) = format {
                map.insert("format".to_owned(), format.into());
            }
        }
        Some("array") => {
            map.entry("items").or_insert_with(|| json!({}));
        }
        Some("boolean") => {
            map.remove("enum");
        }
        _ => {}
    }
    if !notes.is_empty() {
        let description = map.get("description").and_then(Value::as_str).unwrap_or_default().trim_end();
        let gap = if description.is_empty() { "" } else { "\n\n" };
        let description = format!("{description}{gap}{}.", notes.join("; "));
        map.insert("description".to_owned(), description.into());
    }
}

fn object(map: &mut Map<String, Value>) {
    map.insert("type".to_owned(), "object".into());
    match map.get("additionalProperties") {
        Some(Value::Bool(true)) => {
            map.insert("additionalProperties".to_owned(), json!({}));
        }
        // An answer may have more than the document lists, whatever the document says.
        Some(Value::Bool(false)) => {
            map.remove("additionalProperties");
        }
        _ => {}
    }
    let required: Vec<String> = map
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
        for name in required {
            properties.entry(name).or_insert_with(|| json!({}));
        }
    }
}

/// The integer type that holds all values, by the name under which the generator knows it.
fn integer_format(format: Option<&str>, unsigned: bool, small: bool) -> &'static str {
    match (format, unsigned) {
        (Some("uint8"), _) => "uint8",
        (Some("uint16"), _) => "uint16",
        (Some("uint32"), _) | (Some("int32"), true) => "uint32",
        (Some("uint64"), _) | (Some("int64"), true) => "uint64",
        (Some("int32"), false) => "int32",
        (_, true) if small => "uint32",
        (_, true) => "uint64",
        (_, false) => "int64",
    }
}

fn number(schema: &Value, key: &str) -> Option<f64> {
    schema.get(key)?.as_f64()
}

/// What the schema says beyond its type, as the parts of a sentence.
fn limits(schema: &Value) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |key: &str, words: fn(&Value) -> String| {
        if let Some(value) = schema.get(key) {
            notes.push(words(value));
        }
    };
    note("minLength", |value| format!("at least {value} {}", plural(value, "character")));
    note("maxLength", |value| format!("at most {value} {}", plural(value, "character")));
    note("pattern", |value| format!("matches `{}`", value.as_str().unwrap_or_default()));
    note("minItems", |value| format!("at least {value} {}", plural(value, "element")));
    note("maxItems", |value| format!("at most {value} {}", plural(value, "element")));
    note("default", |value| format!("the server's default is `{}`", plain(value)));
    if is_true(schema, "uniqueItems") {
        notes.push("no element twice".to_owned());
    }
    match (schema.get("minimum"), schema.get("maximum")) {
        (Some(minimum), Some(maximum)) => notes.push(format!("{minimum} to {maximum}")),
        (Some(minimum), None) if number(schema, "minimum") != Some(0.0) => {
            notes.push(format!("at least {minimum}"))
        }
        (None, Some(maximum)) => notes.push(format!("at most {maximum}")),
        _ => {}
    }
    if !is_text_enum(schema) {
        let values = elements(schema, "enum").iter().map(|value| format!("`{}`", plain(value)));
        let values: Vec<String> = values.collect();
        if !values.is_empty() {
            notes.push(format!("one of {}", values.join(", ")));
        }
    }
    if let Some(first) = notes.first_mut() {
        let mut letters = first.chars();
        if let Some(letter) = letters.next() {
            *first = letter.to_uppercase().chain(letters).collect();
        }
    }
    notes
}

fn plural(count: &Value, word: &str) -> String {
    if count.as_u64() == Some(1) { word.to_owned() } else { format!("{word}s") }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn simplified(schema: Value) -> Value {
        let mut schema = schema;
        simplify(&mut schema);
        schema
    }

    #[test]
    fn limits_become_words() {
        let schema = json!({ "type": "string", "title": "Name", "maxLength": 30, "default": "x", "description": "A name." });
        let expected = "A name.\n\nAt most 30 characters; the server's default is `x`.";
        assert_eq!(simplified(schema), json!({ "type": "string", "description": expected }));
    }

    #[test]
    fn bounds_decide_on_the_integer() {
        for (schema, format) in [
            (json!({ "type": "integer" }), "int64"),
            (json!({ "type": "integer", "minimum": 1, "maximum": 200 }), "uint32"),
            (json!({ "type": "integer", "minimum": 0 }), "uint64"),
            (json!({ "type": "integer", "format": "uint64" }), "uint64"),
            (json!({ "type": "integer", "format": "int32", "minimum": 0 }), "uint32"),
            (json!({ "type": "integer", "format": "number" }), "int64"),
        ] {
            assert_eq!(simplified(schema.clone())["format"], format, "{schema}");
        }
    }
}
