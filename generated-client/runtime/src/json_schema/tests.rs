//! What the types of each kind report.

#![allow(dead_code, unreachable_pub, reason = "macros make more than the tests need")]

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use serde_json::json;

use super::*;

crate::open_enum! {
    /// How far it is.
    enum State {
        Open = "OPEN",
        Done = "DONE",
        ..Unknown
    }
}

crate::closed_enum! {
    enum Sort ignoring case {
        Name = "name",
    }
}

crate::object! {
    /// A thing.
    ///
    /// It has parts.
    struct Thing {
        required {
            /// Its id.
            id: String = "id",
            state: Option<State> = "state",
        }
        optional {
            code: Option<String> = "code" sensitive,
            count: Option<u32> = "count",
            due: crate::Field<Timestamp> = "dueDate",
            #[deprecated(note = "gone")]
            old: crate::Field<crate::Uuid> = "old",
            parts: Option<Vec<Part>> = "parts",
            sort: Option<Sort> = "sort",
            whole: Option<Box<Thing>> = "whole",
        }
    }
}

crate::object! {
    struct Labels {
        optional {
            name: Option<String> = "name",
        }
        rest {
            /// What else there is.
            others: BTreeMap<String, Option<i64>>,
        }
    }
}

crate::tagged_union! {
    /// A part.
    enum Part by "type" {
        Thing(Thing) = "things" | "stuff",
        ..Unknown
    }
}

crate::untagged_union! {
    enum Link {
        Plain(String),
        Labels(Labels),
    }
}

crate::wrapper! {
    /// Folders in folders.
    struct Folder(BTreeMap<String, Folder>);
}

/// The schema of a type with all that it refers to.
fn reported<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
}

#[test]
fn an_object_reports_names_presence_and_words() {
    let schema = reported::<Thing>();
    assert_eq!(schema["title"], "tests.Thing");
    assert_eq!(schema["description"], "A thing.\n\nIt has parts.");
    assert_eq!(schema["required"], json!(["id", "state"]));
    assert_eq!(
        schema["properties"],
        json!({
            "id": {"type": "string", "description": "Its id."},
            "state": {"anyOf": [{"$ref": "#/$defs/tests.State"}, {"type": "null"}]},
            "code": {"type": "string", "x-sensitive": true},
            "count": {"type": "integer", "format": "uint32", "minimum": 0},
            "dueDate": {"type": ["string", "null"], "format": "date-time"},
            "old": {"type": ["string", "null"], "format": "uuid", "deprecated": true},
            "parts": {"type": "array", "items": {"$ref": "#/$defs/tests.Part"}},
            "sort": {"$ref": "#/$defs/tests.Sort"},
            "whole": {"$ref": "#"},
        })
    );
    assert_eq!(
        reported::<Labels>()["additionalProperties"],
        json!({"type": ["integer", "null"], "format": "int64"})
    );
    assert_eq!(reported::<Labels>().get("required"), None);
}

#[test]
fn an_open_enum_lists_its_values_and_takes_others() {
    let open = reported::<State>();
    assert_eq!(open["anyOf"], json!([{"type": "string", "enum": ["OPEN", "DONE"]}, {"type": "string"}]));
    assert_eq!(open["description"], "How far it is.");
    let closed = reported::<Sort>();
    assert_eq!((&closed["type"], &closed["enum"]), (&json!("string"), &json!(["name"])));
}

#[test]
fn a_union_refers_to_its_members() {
    let part = reported::<Part>();
    assert_eq!(
        part["anyOf"],
        json!([
            {"$ref": "#/$defs/tests.Thing"},
            {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}},
        ])
    );
    let thing = "#/$defs/tests.Thing";
    assert_eq!(
        part["discriminator"],
        json!({"propertyName": "type", "mapping": {"stuff": thing, "things": thing}})
    );
    assert_eq!(reported::<Link>()["anyOf"], json!([{"type": "string"}, {"$ref": "#/$defs/tests.Labels"}]));
}

#[test]
fn a_wrapper_reports_what_it_wraps() {
    let folder = reported::<Folder>();
    assert_eq!((&folder["type"], &folder["additionalProperties"]), (&json!("object"), &json!({"$ref": "#"})));
    assert_eq!(folder["description"], "Folders in folders.");
}

#[test]
fn a_name_has_the_module_before_it() {
    assert_eq!(__schema_name("game_achievements::generated::xbox_live::types", "App"), "xbox_live.App");
    assert_eq!(__schema_name("client::types", "App"), "client.App");
    assert_eq!(Thing::schema_id(), "game_achievements_runtime::json_schema::tests::Thing");
}
