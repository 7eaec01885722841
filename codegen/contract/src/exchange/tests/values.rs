use serde_json::{Value as Json, json};

use crate::contract::{Contract, SchemaId};
use crate::document::Document;
use crate::exchange::{Direction, check};
use crate::problem::Position;

/// A contract of one answer, and the schema of its body.
fn schema(schema: &str, components: &str) -> (Contract, SchemaId) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: 1.0.0 }}\npaths: {{ /a: {{ get: {{ responses: {{ '200': {{ description: d, \
         content: {{ application/json: {{ schema: {schema} }} }} }} }} }} }} }}\ncomponents: {{ schemas: {{ {components} }} }}"
    );
    let document =
        Document::read("a.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let contract = Contract::read(&document).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let id = contract.operations()[0].answers[0].content[0].schema;
    (contract, id)
}

fn found(of: &str, value: &Json) -> Vec<String> {
    found_in(of, "", value, Direction::Answer)
}

fn found_in(of: &str, components: &str, value: &Json, direction: Direction) -> Vec<String> {
    let (contract, id) = schema(of, components);
    let findings = check(&contract, id, value, direction);
    findings.iter().map(|finding| format!("{}: {finding}", finding.rule)).collect()
}

#[track_caller]
fn fits(of: &str, value: Json) {
    assert_eq!(found(of, &value), Vec::<String>::new(), "{of}");
}

#[track_caller]
fn misfits(of: &str, value: Json, expected: &str) {
    assert_eq!(found(of, &value), [expected], "{of}");
}

#[test]
fn each_kind_of_value_fits_its_type_only() {
    let values = [
        ("boolean", json!(true)),
        ("string", json!("a")),
        ("number", json!(1.5)),
        ("array", json!([])),
        ("object", json!({})),
    ];
    for (of, _) in &values {
        for (kind, value) in &values {
            let findings = found(&format!("{{ type: {of} }}"), value);
            assert_eq!(findings.is_empty(), of == kind, "{of} {value}: {findings:?}");
        }
        misfits(
            &format!("{{ type: {of} }}"),
            Json::Null,
            &format!(
                "null: must be {} {of}, this is null",
                if *of == "array" || *of == "object" { "an" } else { "a" }
            ),
        );
        fits(&format!("{{ type: {of}, nullable: true }}"), Json::Null);
    }
    fits("{ type: number }", json!(1));
    fits("{ type: integer }", json!(1.0));
    misfits("{ type: integer }", json!(1.5), "type: must be an integer, this is a number");
    fits("{}", Json::Null);
}

#[test]
fn numbers_keep_to_their_format_and_bounds() {
    for (format, least, greatest) in [
        ("int32", "-2147483648", "2147483647"),
        ("uint32", "0", "4294967295"),
        ("uint64", "0", "18446744073709551615"),
    ] {
        let of = format!("{{ type: integer, format: {format} }}");
        for edge in [least, greatest] {
            fits(&of, serde_json::from_str(edge).unwrap());
        }
    }
    misfits(
        "{ type: integer, format: int32 }",
        json!(2_147_483_648_u64),
        "format: 2147483648 is out of the range of int32",
    );
    misfits("{ type: integer, format: uint64 }", json!(-1), "format: -1 is out of the range of uint64");
    misfits(
        "{ type: integer, format: int64 }",
        json!(9_223_372_036_854_775_808_u64),
        "format: 9223372036854775808 is out of the range of int64",
    );
    fits("{ type: number, minimum: 1, maximum: 2 }", json!(2));
    misfits("{ type: number, minimum: 1 }", json!(0.5), "minimum: 0.5, but minimum is 1");
    misfits(
        "{ type: number, maximum: 2, exclusiveMaximum: true }",
        json!(2.0),
        "maximum: 2.0, but maximum is 2, which is excluded",
    );
    fits("{ type: number, multipleOf: 0.1 }", json!(0.3));
    misfits("{ type: integer, multipleOf: 2 }", json!(3), "multipleOf: 3, but multipleOf is 2");
}

#[test]
fn texts_keep_to_their_format_length_and_pattern() {
    fits("{ type: string, format: date-time }", json!("2024-03-09T18:22:41.1234567Z"));
    misfits(
        "{ type: string, format: date-time }",
        json!("yesterday"),
        "format: `\"yesterday\"` is no date-time",
    );
    misfits("{ type: string, format: uuid }", json!("1"), "format: `\"1\"` is no uuid");
    fits("{ type: string, minLength: 2, maxLength: 2 }", json!("éé"));
    misfits("{ type: string, maxLength: 1 }", json!("ab"), "maxLength: 2 characters, but maxLength is 1");
    fits("{ type: string, pattern: '^a+$' }", json!("aa"));
    misfits("{ type: string, pattern: '^a+$' }", json!("ab"), "pattern: `\"ab\"` does not match ^a+$");
    // Look-around is more than the checker knows.
    fits("{ type: string, pattern: '(?=a)b' }", json!("c"));
}

#[test]
fn enums_know_numbers_by_their_size() {
    fits("{ enum: [1, a] }", json!(1.0));
    misfits("{ type: string, enum: [a, b] }", json!("c"), "enum: `\"c\"` is none of `\"a\"`, `\"b\"`");
    fits("{ type: string, nullable: true, enum: [a, null] }", Json::Null);
}

#[test]
fn members_are_named_by_their_path() {
    let of = "{ type: object, required: [data], properties: { data: { type: array, maxItems: 2, uniqueItems: true, items: { type: object, required: [id], additionalProperties: false, properties: { id: { type: string } } } } } }";
    fits(of, json!({"data": [{"id": "a"}], "more": 1}));
    assert_eq!(
        found(of, &json!({"data": [{"id": 1}, {"x": 1}, {"id": 1}]})),
        [
            "maxItems: data: 3 elements, but maxItems is 2",
            "uniqueItems: data[2]: the same as element 0",
            "type: data[0].id: must be a string, this is a number",
            "required: data[1]: `id` is missing",
            "additionalProperties: data[1].x: there is no such member",
            "type: data[2].id: must be a string, this is a number",
        ]
    );
    misfits(of, json!({}), "required: `data` is missing");
    misfits(
        "{ type: object, additionalProperties: { type: integer } }",
        json!({"a": "b"}),
        "type: a: must be an integer, this is a string",
    );
    misfits(
        "{ type: object, maxProperties: 1 }",
        json!({"a": 1, "b": 2}),
        "maxProperties: 2 members, but maxProperties is 1",
    );
}

#[test]
fn read_only_members_belong_to_answers_and_write_only_ones_to_requests() {
    let of = "{ type: object, required: [r, w], properties: { r: { type: string, readOnly: true }, w: { type: string, writeOnly: true } } }";
    let found = |value, direction| found_in(of, "", &value, direction);
    assert_eq!(found(json!({"w": "a"}), Direction::Request), Vec::<String>::new());
    assert_eq!(found(json!({"r": "a"}), Direction::Answer), Vec::<String>::new());
    assert_eq!(
        found(json!({"r": "a", "w": "a"}), Direction::Request),
        ["read-only: r: only answers carry this"]
    );
    assert_eq!(
        found(json!({"w": "a"}), Direction::Answer),
        ["required: `r` is missing", "write-only: w: only requests carry this"]
    );
}

#[test]
fn unions_tell_the_nearest_member() {
    let of = "{ oneOf: [{ type: string }, { type: object, required: [a], properties: { a: { type: integer } } }] }";
    fits(of, json!("x"));
    misfits(
        of,
        json!({"a": "b"}),
        "oneOf: fits none of 2 schemas; the nearest says: a: must be an integer, this is a string",
    );
    misfits(
        "{ oneOf: [{ type: number }, { type: integer }] }",
        json!(1),
        "oneOf: fits 2 of 2 schemas, of which it must fit one",
    );
    fits("{ anyOf: [{ type: number }, { type: integer }] }", json!(1));
    misfits(
        "{ anyOf: [{ type: number }, { type: boolean }] }",
        json!("a"),
        "anyOf: fits none of 2 schemas; the nearest says: must be a boolean, this is a string",
    );
    misfits("{ not: { type: string } }", json!("a"), "not: is what it must not be");
    misfits(
        "{ allOf: [{ type: string, pattern: a }, { type: string, pattern: b }] }",
        json!("a"),
        "pattern: `\"a\"` does not match b",
    );
}

#[test]
fn a_discriminator_names_the_schema_that_counts() {
    let components = "A: { type: object, required: [t], properties: { t: { type: string }, v: { type: string } } }, B: { type: object, required: [t], properties: { t: { type: string }, v: { type: integer } } }";
    let of = "{ oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }], discriminator: { propertyName: t, mapping: { a: '#/components/schemas/A', b: '#/components/schemas/B' } } }";
    let found = |value: Json| found_in(of, components, &value, Direction::Answer);
    assert_eq!(found(json!({"t": "a"})), Vec::<String>::new());
    assert_eq!(found(json!({"t": "b", "v": "x"})), ["type: v: must be an integer, this is a string"]);
    assert_eq!(found(json!({"t": "c"})), ["discriminator: t: `\"c\"` is none of `\"a\"`, `\"b\"`"]);
    assert_eq!(found(json!({})), ["discriminator: `t` is missing, which tells what this is"]);
}

#[test]
fn heirs_are_checked_once_their_parent_tells_them_apart() {
    let components = "P: { type: object, required: [t], discriminator: { propertyName: t }, properties: { t: { type: string } } }, H: { allOf: [{ $ref: '#/components/schemas/P' }, { type: object, required: [h], properties: { h: { type: integer } } }] }";
    let found =
        |value: Json| found_in("{ $ref: '#/components/schemas/P' }", components, &value, Direction::Answer);
    assert_eq!(found(json!({"t": "H", "h": 1})), Vec::<String>::new());
    assert_eq!(found(json!({"t": "H"})), ["required: `h` is missing"]);
    assert_eq!(found(json!({"t": "X"})), ["discriminator: t: `\"X\"` is none of `\"H\"`"]);
}

#[test]
fn values_of_a_document_are_found_at_their_position() {
    let (contract, id) =
        schema("{ type: object, properties: { a: { type: array, items: { type: string } } } }", "");
    let node = crate::source::read("b.yaml", b"a:\n  - x\n  - 1\n").unwrap();
    let findings = check(&contract, id, &node, Direction::Answer);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (findings[0].path.as_str(), findings[0].position),
        ("a[1]", Some(Position { line: 3, column: 5 }))
    );
}

#[test]
fn unions_of_themselves_and_deep_values_end() {
    let components = "A: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }, { type: string }] }, B: { anyOf: [{ $ref: '#/components/schemas/A' }, { type: array, items: { $ref: '#/components/schemas/A' } }] }";
    let mut value = json!("x");
    for _ in 0..120 {
        value = json!([value]);
    }
    let found = found_in("{ $ref: '#/components/schemas/A' }", components, &value, Direction::Answer);
    assert!(found.len() <= 2, "{found:?}");
    // Each level fits neither member, and each member asks for the level below.
    let components = "E: { oneOf: [{ $ref: '#/components/schemas/X' }, { $ref: '#/components/schemas/Y' }] }, X: { type: object, required: [x, e], properties: { e: { $ref: '#/components/schemas/E' } } }, Y: { type: object, required: [y, e], properties: { e: { $ref: '#/components/schemas/E' } } }";
    let mut value = json!(1);
    for _ in 0..80 {
        value = json!({"e": value});
    }
    assert_eq!(
        found_in("{ $ref: '#/components/schemas/E' }", components, &value, Direction::Answer).len(),
        1
    );
}

#[test]
fn values_deeper_than_any_document_are_told_as_too_deep() {
    let mut value = json!(1);
    for _ in 0..2_000 {
        value = Json::Array(vec![value]);
    }
    let components = "A: { type: array, items: { $ref: '#/components/schemas/A' } }";
    let found = found_in("{ $ref: '#/components/schemas/A' }", components, &value, Direction::Answer);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("too-deep: "), "{found:?}");
    // Dropping the value recurses too, which serde_json leaves to the stack.
    while let Json::Array(mut elements) = value {
        value = elements.pop().unwrap_or_default();
    }
}
