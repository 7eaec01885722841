//! A second opinion on which values fit a schema: the `jsonschema` crate.

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

/// The component of a document, as a schema that can be held against values.
///
/// OpenAPI 3.0 is the fourth draft of JSON Schema but for `nullable`.
pub(super) fn validator(document: &Value, component: &str) -> Validator {
    let mut root = json!({ "components": translated(&document["components"]) });
    root["allOf"] = json!([{ "$ref": format!("#/components/schemas/{component}") }]);
    jsonschema::options().with_draft(Draft::Draft4).build(&root).unwrap_or_else(|error| panic!("{error}"))
}

fn translated(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(translated).collect(),
        Value::Object(members) => {
            let mut members: Map<String, Value> =
                members.iter().map(|(name, value)| (name.clone(), translated(value))).collect();
            // The tag is held to one value by each member itself.
            members.remove("discriminator");
            match members.remove("nullable") {
                Some(Value::Bool(true)) => json!({ "anyOf": [{ "enum": [null] }, members] }),
                // A property may have that name.
                Some(other) if other.is_object() => {
                    members.insert("nullable".to_owned(), other);
                    Value::Object(members)
                }
                _ => Value::Object(members),
            }
        }
        value => value.clone(),
    }
}
