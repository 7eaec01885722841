//! What kind of value a schema describes is said outright, and only once.

use serde_json::{Map, Value};

use super::walk::{each_schema, members};
use super::{Draft, Pass};
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "shapes",
        reason: "the generator guesses at a schema without a type, and makes a type of its own of an object without \
                 properties and of a union with neighbours",
        link: GENERATOR,
        expects: Expects::None,
    },
    run,
};

/// What may stand beside `oneOf`; all else was refused or says nothing more.
const BESIDE_UNION: [&str; 5] = ["deprecated", "description", "discriminator", "nullable", "oneOf"];

fn run(draft: &mut Draft<'_>) -> usize {
    let mut places = 0;
    each_schema(&mut draft.json, |schema| {
        let Some(map) = schema.as_object_mut() else { return };
        places += usize::from(if map.contains_key("$ref") || map.contains_key("allOf") {
            false
        } else if map.contains_key("oneOf") {
            let before = map.len();
            map.retain(|key, _| BESIDE_UNION.contains(&key.as_str()));
            map.len() < before
        } else {
            let changes = [values(map), kind(map), free_form(map)];
            changes.contains(&true)
        });
    });
    places
}

/// A null among the values says that there may be none.
fn values(schema: &mut Map<String, Value>) -> bool {
    let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) else { return false };
    let before = values.len();
    values.retain(|value| !value.is_null());
    if values.len() == before {
        return false;
    }
    if values.is_empty() {
        schema.remove("enum");
    }
    schema.insert("nullable".to_owned(), true.into());
    true
}

/// The type, where everything else leaves only one.
fn kind(schema: &mut Map<String, Value>) -> bool {
    if schema.contains_key("type") {
        return false;
    }
    let has = |key: &str| schema.contains_key(key);
    let all_values = |fits: fn(&Value) -> bool| {
        let values = schema.get("enum").and_then(Value::as_array);
        values.is_some_and(|values| values.iter().all(fits))
    };
    let kind = if has("properties") || has("required") || has("additionalProperties") {
        "object"
    } else if has("items") {
        "array"
    } else if all_values(Value::is_string) {
        "string"
    } else if all_values(|value| value.is_i64() || value.is_u64()) {
        "integer"
    } else if all_values(Value::is_number) {
        "number"
    } else if all_values(Value::is_boolean) {
        "boolean"
    } else {
        schema.remove("enum");
        return false;
    };
    schema.insert("type".to_owned(), kind.into());
    true
}

/// An object without properties is a map: what it requires is one of its keys.
fn free_form(schema: &mut Map<String, Value>) -> bool {
    let is_map = schema.get("type").and_then(Value::as_str) == Some("object")
        && members(schema.get("properties")).next().is_none();
    if !is_map {
        return false;
    }
    let mut changed = schema.remove("required").is_some();
    changed |= schema.remove("properties").is_some();
    if schema.get("additionalProperties").is_some_and(Value::is_boolean) {
        schema.remove("additionalProperties");
        changed = true;
    }
    changed
}

/// Whether the members of a union say nothing but which properties must be there.
///
/// Beside properties such a union is a condition, not a choice between shapes.
pub(super) fn is_condition(members: &Value) -> bool {
    let condition = |member: &Value| {
        let said = ["description", "not", "required", "title"];
        member.as_object().is_some_and(|member| {
            member.keys().all(|key| said.contains(&key.as_str()))
                && (member.contains_key("required") || member.contains_key("not"))
        })
    };
    members.as_array().is_some_and(|members| !members.is_empty() && members.iter().all(condition))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn shaped(schema: Value) -> Value {
        let Value::Object(mut map) = schema else { panic!("an object") };
        values(&mut map);
        kind(&mut map);
        free_form(&mut map);
        Value::Object(map)
    }

    #[test]
    fn a_null_among_the_values_is_nullable() {
        let schema = json!({ "enum": ["A", null] });
        assert_eq!(shaped(schema), json!({ "type": "string", "enum": ["A"], "nullable": true }));
    }

    #[test]
    fn the_type_follows_from_what_else_is_said() {
        for (schema, kind) in [
            (json!({ "items": {} }), "array"),
            (json!({ "properties": { "a": {} } }), "object"),
            (json!({ "enum": [1, 2] }), "integer"),
            (json!({ "enum": [1.5, 2] }), "number"),
        ] {
            assert_eq!(shaped(schema.clone())["type"], kind, "{schema}");
        }
        assert_eq!(shaped(json!({ "enum": [1, "a"] })), json!({}));
    }

    #[test]
    fn an_object_without_properties_is_a_map() {
        for schema in [
            json!({ "type": "object", "required": ["a"] }),
            json!({ "required": ["a"] }),
            json!({ "type": "object", "properties": {}, "additionalProperties": false }),
        ] {
            assert_eq!(shaped(schema.clone()), json!({ "type": "object" }), "{schema}");
        }
        let map = json!({ "type": "object", "additionalProperties": { "type": "string" } });
        assert_eq!(shaped(map.clone()), map);
    }

    #[test]
    fn a_condition_is_no_union() {
        assert!(is_condition(&json!([{ "required": ["a"] }, { "not": { "required": ["a"] } }])));
        assert!(!is_condition(&json!([{ "required": ["a"], "type": "object" }])));
        assert!(!is_condition(&json!([])));
    }
}
