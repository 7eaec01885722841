//! What JSON becomes in an object, and what becomes of it.

#![allow(dead_code, unreachable_pub, reason = "macros make more than the tests need")]

use std::collections::BTreeMap;

use crate::field::Field;

crate::open_enum! {
    /// A tag.
    enum ThingsType {
        Things = "things",
        ..Unknown
    }
}

object! {
    /// A thing.
    struct Thing {
        required {
            /// Its id.
            id: String = "id",
        }
        optional {
            aliases: Field<Vec<String>> = "aliases",
            kin: Field<Box<Thing>> = "kin",
            long_name: Field<String> = "longName",
            part: Option<Box<Thing>> = "part",
            points: crate::Field<i64> = "points",
            sizes: Option<BTreeMap<String, u32>> = "sizes",
            tags: Option<Vec<String>> = "tags",
        }
        constant {
            type_: ThingsType = "type" as Things,
        }
    }
}

object! {
    /// Nothing is required.
    struct Update {
        optional {
            name: Option<String> = "name",
        }
    }
}

object! {
    /// What is required can be null.
    struct Link {
        required {
            data: Option<Vec<u32>> = "data",
        }
    }
}

object! {
    /// More than it lists.
    struct Labels {
        required {
            id: String = "id",
        }
        optional {
            name: Field<String> = "name",
        }
        rest {
            /// All other labels.
            others: BTreeMap<String, Option<u32>>,
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn what_is_not_set_is_not_sent() {
    assert_eq!(json(&Thing::new("1")), r#"{"id":"1","type":"things"}"#);
    assert_eq!(json(&Update::default()), "{}");
    assert_eq!(json(&Update::new().name("x")), r#"{"name":"x"}"#);
}

#[test]
fn setters_take_what_is_at_hand() {
    let thing = Thing::new("1")
        .aliases(["a", "b"])
        .kin(Thing::new("4"))
        .long_name("One")
        .part(Thing::new("2".to_owned()))
        .points(5)
        .sizes(BTreeMap::from([("x".to_owned(), 1)]))
        .tags(["c"])
        .id("3");
    assert_eq!(
        json(&thing),
        r#"{"id":"3","aliases":["a","b"],"kin":{"id":"4","type":"things"},"longName":"One","part":{"id":"2","type":"things"},"points":5,"sizes":{"x":1},"tags":["c"],"type":"things"}"#
    );
    assert_eq!(serde_json::from_str::<Thing>(&json(&thing)).unwrap(), thing);
    for aliases in [thing.clone().aliases(vec!["x".to_owned()]), thing.aliases(&["x".to_owned()][..])] {
        assert_eq!(aliases.aliases.as_slice(), ["x"]);
    }
}

#[test]
fn absent_null_and_value_are_three_things() {
    let thing = Thing::new("1");
    assert_eq!(json(&thing.clone().points(None)), r#"{"id":"1","points":null,"type":"things"}"#);
    assert_eq!(json(&thing.clone().points(Some(1))), json(&thing.clone().points(1)));
    assert_eq!(json(&thing.clone().aliases(Field::Null).long_name(None)), {
        r#"{"id":"1","aliases":null,"longName":null,"type":"things"}"#
    });
    for points in [Field::Absent, Field::Null, Field::Value(7)] {
        let thing = thing.clone().points(points);
        assert_eq!(serde_json::from_str::<Thing>(&json(&thing)).unwrap(), thing);
    }
}

#[test]
fn a_list_that_is_empty_null_or_missing_is_encoded_as_it_came() {
    for text in [
        r#"{"id":"1","aliases":null,"type":"things"}"#,
        r#"{"id":"1","aliases":[],"tags":[],"type":"things"}"#,
        r#"{"id":"1","sizes":{},"type":"things"}"#,
        r#"{"id":"1","type":"things"}"#,
    ] {
        assert_eq!(json(&serde_json::from_str::<Thing>(text).unwrap()), text);
    }
}

#[test]
fn a_null_that_nobody_expects_counts_as_missing() {
    let thing: Thing =
        serde_json::from_str(r#"{"id":"1","type":"things","tags":null,"sizes":null,"part":null}"#).unwrap();
    assert_eq!(thing, Thing::new("1"));
}

#[test]
fn what_is_required_must_be_there() {
    let error = serde_json::from_str::<Thing>(r#"{"type":"things"}"#).unwrap_err();
    assert!(error.to_string().starts_with("missing field `id`"), "{error}");
    assert_eq!(json(&Link::new(None)), r#"{"data":null}"#);
    assert_eq!(json(&Link::new(vec![1])), r#"{"data":[1]}"#);
    assert_eq!(serde_json::from_str::<Link>(r#"{"data":null}"#).unwrap(), Link::new(None));
}

#[test]
fn members_without_a_field_are_kept() {
    let text = r#"{"id":"1","name":null,"a":null,"b":2}"#;
    let labels: Labels = serde_json::from_str(text).unwrap();
    assert_eq!(labels.others, BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(2))]));
    assert_eq!(json(&labels), text);
    let made = Labels::new("1").name(Field::Null).others(labels.others.clone());
    assert_eq!(made, labels);
}

object! {
    /// Where to go, and with what.
    struct Ticket {
        required {
            code: String = "code" sensitive,
            seat: Option<String> = "seat",
        }
        optional {
            /// Whoever has it may enter.
            address: Option<String> = "address" sensitive,
            notes: Field<Vec<String>> = "notes" sensitive,
            #[deprecated(note = "gone")]
            row: Option<u32> = "row",
        }
    }
}

#[test]
fn what_is_sensitive_is_not_printed_but_sent() {
    let ticket = Ticket::new("c0de", None).address("https://a.example");
    let printed = format!("{ticket:?}");
    assert_eq!(printed, "Ticket { code: …, seat: None, address: …, notes: Absent, row: None }");
    assert_eq!(json(&ticket), r#"{"code":"c0de","seat":null,"address":"https://a.example"}"#);
    assert!(!format!("{:#?}", ticket.notes(["c0de"])).contains("c0de"));
}

crate::untagged_union! {
    /// An object or a list of what it has.
    enum Mixed {
        Update(Update),
        Names(Vec<String>),
    }
}

#[test]
fn a_list_is_never_read_as_an_object() {
    let read = |text| serde_json::from_str::<Mixed>(text).unwrap();
    assert_eq!(read(r#"["a"]"#), Mixed::Names(vec!["a".to_owned()]));
    assert_eq!(read("[]"), Mixed::Names(Vec::new()));
    let error = serde_json::from_str::<Update>("[]").unwrap_err().to_string();
    assert!(error.starts_with("invalid type: sequence, expected struct Update"), "{error}");
}

#[test]
fn a_member_that_is_there_twice_or_not_at_all_is_named() {
    let error = |text| serde_json::from_str::<Thing>(text).unwrap_err().to_string();
    assert!(error(r#"{"id": "1", "id": "2"}"#).starts_with("duplicate field `id`"));
    assert!(error(r#"{"id": "1"}"#).starts_with("missing field `type`"));
    // Names may be escaped.
    assert!(serde_json::from_str::<Thing>(r#"{"\u0069d": "1", "type": "things"}"#).is_ok());
}
