//! The loop is closed: what the generated types say of themselves is what the specs say.
//!
//! A generator can drop a property, merge two types or change a type without a word. So the JSON schema that each type reports
//! (feature `schemars`) is held against the component that it was made from. Neither side goes through the passes of `codegen`.
//! Which type belongs to which component is written down by `cargo xtask generate`.

mod compare;

use std::collections::BTreeMap;
use std::fs;

use game_achievements_codegen::api::{Api, Registry};
use game_achievements_contract::document::Document;
use game_achievements_tests::root;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::generated_schemas;
use compare::{Difference, compare};

/// Differences that are as they should be, wherever they are.
struct Accepted {
    what: &'static str,
    spec: &'static str,
    reported: &'static str,
    reason: &'static str,
}

const ACCEPTED: &[Accepted] = &[
    Accepted {
        what: "format",
        spec: "uri-reference",
        reported: "",
        reason: "a link is any text in Rust: one that is no URI must not make an answer unreadable",
    },
    Accepted {
        what: "format",
        spec: "",
        reported: "int64",
        reason: "a whole number of which the spec says no more gets the widest type",
    },
    Accepted {
        what: "format",
        spec: "",
        reported: "uint32",
        reason: "a whole number from 0 to 100 gets a type without a sign",
    },
    Accepted {
        what: "minimum",
        spec: "",
        reported: "0",
        reason: "a `uint32` is at least 0, which the spec does not repeat",
    },
    Accepted {
        what: "minimum",
        spec: "1",
        reported: "0",
        reason: "limits of requests are words for the caller, and the service's to check; the type has no sign",
    },
    Accepted { what: "maximum", spec: "100", reported: "", reason: LIMIT },
    Accepted { what: "maxLength", spec: "100", reported: "", reason: LIMIT },
    Accepted { what: "minLength", spec: "1", reported: "", reason: LIMIT },
    Accepted { what: "minItems", spec: "1", reported: "", reason: LIMIT },
    Accepted {
        what: "default",
        spec: "false",
        reported: "",
        reason: "it is the server's, in words: a type that reports it would be taken to fill it in",
    },
];

const LIMIT: &str = "limits of requests are words for the caller, and the service's to check";

/// What is compared for one API.
struct Sides {
    components: Map<String, Value>,
    /// What the types report, by their names.
    definitions: Map<String, Value>,
    /// The names of types by those of components.
    types: BTreeMap<String, String>,
}

impl Sides {
    fn of(api: &Api) -> Self {
        let bytes = fs::read(root().join(&api.spec)).expect("a readable spec");
        let document = Document::read(&api.spec, &bytes).expect("a spec of ours can be read").to_json();
        let components = document["components"]["schemas"].as_object().expect("schemas").clone();
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let mut types = BTreeMap::new();
        for (component, schema) in generated_schemas::schemas(&api.name) {
            let schema = schema(&mut generator);
            let name =
                schema.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix("#/$defs/"));
            types.insert((*component).to_owned(), name.expect("a type has a name").to_owned());
        }
        Self { components, definitions: generator.take_definitions(true), types }
    }

    fn differences(&self) -> Vec<Difference> {
        compare(&self.components, &self.definitions, &self.types)
    }
}

fn accepted(difference: &Difference) -> Option<usize> {
    let Difference { what, spec, reported, .. } = difference;
    let is_it =
        |one: &Accepted| (one.what, one.spec, one.reported) == (*what, spec.as_str(), reported.as_str());
    ACCEPTED.iter().position(is_it)
}

#[test]
fn every_type_says_what_its_component_says() {
    let mut unexplained = Vec::new();
    let mut used = vec![0_usize; ACCEPTED.len()];
    let (mut components, mut types) = (0, 0);
    for api in Registry::builtin().apis() {
        let sides = Sides::of(api);
        components += sides.components.len();
        types += sides.definitions.len();
        for difference in sides.differences() {
            match accepted(&difference) {
                Some(index) => used[index] += 1,
                None => unexplained.push(format!("{}: {difference}", api.name)),
            }
        }
    }
    println!(
        "{components} components, {types} types, {} differences with a reason",
        used.iter().sum::<usize>()
    );
    for (Accepted { what, spec, reported, reason }, used) in ACCEPTED.iter().zip(used) {
        println!("{used:4} {what} `{spec}` / `{reported}`: {reason}");
        assert!(used > 0, "nothing differs in `{what}` like that any more: `{spec}` / `{reported}`");
    }
    assert!(unexplained.is_empty(), "mend it, or say why in ACCEPTED:\n{}", unexplained.join("\n"));
}

#[test]
fn a_type_has_one_name_whatever_else_is_asked_for() {
    let registry = Registry::builtin();
    let mut together = SchemaSettings::draft2020_12().into_generator();
    let mut alone = Vec::new();
    for api in registry.apis() {
        for (_, schema) in generated_schemas::schemas(&api.name) {
            schema(&mut together);
        }
        let names = Sides::of(api).definitions;
        alone.extend(names.iter().map(|(name, _)| name.clone()));
        for name in names.keys() {
            assert_eq!(name.split_once('.').map(|(module, _)| module), Some(&*api.module), "{name}");
        }
    }
    alone.sort();
    // `Achievement` and others are types of two APIs.
    assert_eq!(together.definitions().keys().cloned().collect::<Vec<_>>(), alone);
}

/// A loss: in which API, what happens, and the place and kind of the difference that shows it.
type Loss = (&'static str, fn(&mut Sides), &'static str, &'static str);

const LOSSES: &[Loss] = &[
    (
        "xbox-live",
        |sides| drop_at(sides, "/xbox_live.Achievement/properties", "name"),
        "Achievement.name",
        "property",
    ),
    (
        "xbox-live",
        |sides| put_at(sides, "/xbox_live.Achievement/properties/more", json!({"type": "string"})),
        "Achievement.more",
        "property",
    ),
    (
        "xbox-live",
        |sides| put_at(sides, "/xbox_live.Achievement/properties/id/type", json!("integer")),
        "Achievement.id",
        "type",
    ),
    (
        "xbox-live",
        |sides| put_at(sides, "/xbox_live.Achievement/properties/deeplink/type", json!("string")),
        "Achievement.deeplink",
        "nullable",
    ),
    (
        "xbox-live",
        |sides| drop_at(sides, "/xbox_live.TimeWindow/properties/endDate", "format"),
        "TimeWindow.endDate",
        "format",
    ),
    (
        "xbox-live",
        |sides| put_at(sides, "/xbox_live.Achievement/required", json!(["id"])),
        "Achievement.name",
        "required",
    ),
    (
        "xbox-live",
        |sides| {
            put_at(sides, "/xbox_live.Achievement/properties/rarity/$ref", json!("#/$defs/xbox_live.Reward"))
        },
        "Achievement.rarity",
        "reference",
    ),
    (
        "xbox-live",
        |sides| put_at(sides, "/xbox_live.Achievement/properties/rewards/items", json!({"type": "object"})),
        "Achievement.rewards[]",
        "reference",
    ),
    (
        "xbox-live",
        |sides| put_at(sides, "/xbox_live.ProgressState/anyOf/0/enum", json!(["Achieved"])),
        "ProgressState",
        "enum",
    ),
    (
        "xbox-live",
        |sides| drop_at(sides, "/xbox_live.Achievement/properties/platform", "deprecated"),
        "Achievement.platform",
        "deprecated",
    ),
    (
        "app-store-connect",
        |sides| drop_at(sides, "/app_store_connect.UploadOperation/properties/url", "x-sensitive"),
        "UploadOperation.url",
        "x-sensitive",
    ),
    (
        "app-store-connect",
        |sides| put_at(sides, "/app_store_connect.AppIncluded/anyOf", json!([])),
        "AppIncluded",
        "members",
    ),
    (
        "app-store-connect",
        |sides| put_at(sides, "/app_store_connect.AppIncluded/discriminator/mapping", json!({})),
        "AppIncluded",
        "tags",
    ),
    (
        "app-store-connect",
        |sides| {
            let path = "/app_store_connect.ErrorMeta/properties/associatedErrors/additionalProperties";
            put_at(sides, path, json!({"type": "array", "items": {"type": "string"}}));
        },
        "ErrorMeta.associatedErrors{}[]",
        "reference",
    ),
    ("app-store-connect", |sides| drop_at(sides, "", "app_store_connect.App"), "App", "component"),
    (
        "app-store-connect",
        |sides| put_at(sides, "/app_store_connect.Ghost", json!({"type": "string"})),
        "app_store_connect.Ghost",
        "component",
    ),
    ("xbox-live", merge, "TimeWindow", "component"),
];

/// One type stands for two components.
fn merge(sides: &mut Sides) {
    let progression = sides.types["Progression"].clone();
    sides.types.insert("TimeWindow".to_owned(), progression);
}

fn drop_at(sides: &mut Sides, holder: &str, name: &str) {
    let mut whole = Value::Object(std::mem::take(&mut sides.definitions));
    let holder = whole.pointer_mut(holder).and_then(Value::as_object_mut).expect("a holder");
    holder.remove(name).unwrap_or_else(|| panic!("no {name}"));
    sides.definitions = whole.as_object().cloned().expect("an object");
}

fn put_at(sides: &mut Sides, place: &str, value: Value) {
    let mut whole = Value::Object(std::mem::take(&mut sides.definitions));
    let (holder, name) = place.rsplit_once('/').expect("a place");
    match whole.pointer_mut(holder).unwrap_or_else(|| panic!("no {holder}")) {
        Value::Array(elements) => elements[name.parse::<usize>().expect("an index")] = value,
        holder => holder[name] = value,
    }
    sides.definitions = whole.as_object().cloned().expect("an object");
}

#[test]
fn whatever_a_type_loses_is_seen() {
    let registry = Registry::builtin();
    for (api, lose, place, what) in LOSSES {
        let mut sides = Sides::of(registry.find(api).expect("an API"));
        let before = sides.differences();
        lose(&mut sides);
        let after = sides.differences();
        let new: Vec<_> = after.iter().filter(|difference| !before.contains(difference)).collect();
        let found = new.iter().find(|difference| difference.place == *place && difference.what == *what);
        let found = found.unwrap_or_else(|| panic!("{place}, {what}: {new:?}"));
        assert_eq!(accepted(found), None, "{found}");
    }
}
