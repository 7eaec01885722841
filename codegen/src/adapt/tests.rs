//! What documents become, from their text to the code: each pass by what it is there for.

use game_achievements_contract::document::Document;

use crate::api::Api;
use crate::format::OutputFile;

/// A document with one operation, which sends and answers `Thing`.
fn document(thing: &str, more: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: Things, version: 1.0.0 }}
paths:
  /things/{{id}}:
    put:
      operationId: replace_thing
      parameters:
        - {{ name: id, in: path, required: true, schema: {{ type: string }} }}
      requestBody:
        required: true
        content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing' }} }} }}
      responses:
        '200':
          description: It.
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing' }} }} }}
components:
  schemas:
    Thing: {thing}
{more}"
    )
}

/// The text of a file of the code that is made from a document.
#[track_caller]
fn file(document: &str, name: &str) -> String {
    let document = Document::read("things.yaml", document.as_bytes()).unwrap();
    let api = Api::foreign("things", "things.yaml", "things", "things");
    let generated = crate::generate(&api, &document).unwrap();
    let found = generated.files.into_iter().find(|file: &OutputFile| file.path.ends_with(name));
    found.map(|file| file.text).unwrap_or_default()
}

/// The types that are made from the schema of a thing.
#[track_caller]
fn types(thing: &str, more: &str) -> String {
    file(&document(thing, more), "/types.rs")
}

#[track_caller]
fn assert_has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|found| found.trim() == *line), "no line `{line}` in\n{text}");
    }
}

#[test]
fn a_union_of_one_keeps_members_that_nobody_has_listed() {
    let thing = "
      type: object
      properties:
        included: { type: array, items: { $ref: '#/components/schemas/Included' } }";
    let more = "
    Included:
      oneOf: [{ $ref: '#/components/schemas/Part' }]
      discriminator: { propertyName: type, mapping: { parts: '#/components/schemas/Part' } }
    Part:
      type: object
      required: [type]
      properties: { type: { type: string, enum: [parts] } }";
    let types = types(thing, more);
    assert_has(
        &types,
        &[
            "pub enum Included by \"type\" {",
            "Part(Part) = \"parts\",",
            "..Unknown",
            "included: Option<Vec<Included>> = \"included\",",
        ],
    );
}

#[test]
fn a_union_of_one_without_a_discriminator_is_its_member() {
    let thing = "{ type: object, properties: { part: { oneOf: [{ $ref: '#/components/schemas/Part' }] } } }";
    let more = "    Part: { type: object, properties: { id: { type: string } } }";
    assert_has(&types(thing, more), &["part: Option<Part> = \"part\","]);
}

#[test]
fn a_nullable_reference_may_say_its_type() {
    for part in ["nullable: true", "type: object, nullable: true", "title: P, type: object, nullable: true"] {
        let thing = format!(
            "{{ type: object, required: [a], properties: {{ a: {{ {part}, allOf: [{{ $ref: '#/components/schemas/Part' }}] }}, \
             b: {{ {part}, allOf: [{{ $ref: '#/components/schemas/Part' }}] }} }} }}"
        );
        let more = "    Part: { type: object, properties: { id: { type: string } } }";
        assert_has(&types(&thing, more), &["a: Option<Part> = \"a\",", "b: runtime::Field<Part> = \"b\","]);
    }
}

#[test]
fn missing_null_and_empty_are_told_apart_as_far_as_the_document_does() {
    let thing = "
      type: object
      required: [a, b, c, d]
      properties:
        a: { type: array, items: { type: string } }
        b: { type: array, nullable: true, items: { type: string, nullable: true } }
        c: {}
        d: { type: string, nullable: true }
        e: { type: array, items: { type: string } }
        f: { type: object, nullable: true, additionalProperties: { type: integer } }
        g: {}
        h: { type: string, nullable: true }
        i: { type: string }";
    assert_has(
        &types(thing, ""),
        &[
            "a: Vec<String> = \"a\",",
            "b: Option<Vec<Option<String>>> = \"b\",",
            "c: Option<runtime::serde_json::Value> = \"c\",",
            "d: Option<String> = \"d\",",
            "e: Option<Vec<String>> = \"e\",",
            "f: runtime::Field<BTreeMap<String, i64>> = \"f\",",
            "g: runtime::Field<runtime::serde_json::Value> = \"g\",",
            "h: runtime::Field<String> = \"h\",",
            "i: Option<String> = \"i\",",
        ],
    );
}

#[test]
fn an_open_object_keeps_the_rest() {
    for (more, rest) in [
        ("true", "runtime::serde_json::Map<String, runtime::serde_json::Value>"),
        ("{ type: integer, nullable: true }", "BTreeMap<String, Option<i64>>"),
        ("{ type: object, properties: { x: { type: string } } }", "BTreeMap<String, ThingValue>"),
    ] {
        let thing = format!(
            "{{ type: object, properties: {{ extra: {{ type: string }} }}, additionalProperties: {more} }}"
        );
        let expected = format!("additional_properties: {rest},");
        assert_has(&types(&thing, ""), &["extra: Option<String> = \"extra\",", &expected]);
    }
    let closed = "{ type: object, properties: { a: { type: string } }, additionalProperties: false }";
    assert!(!types(closed, "").contains("rest {"));
    let taken = "{ type: object, properties: { additionalProperties: { type: string } }, additionalProperties: true }";
    assert!(types(taken, "").contains(" additional_properties2: "));
}

#[test]
fn a_body_need_not_be_given_unless_it_is_required() {
    let text = document("{ type: object, properties: { id: { type: string } } }", "");
    let required = file(&text, "/things/mod.rs");
    assert_has(&required, &["body: &types::Thing,", ".json(body)"]);
    let optional =
        file(&text.replace("        required: true\n        content", "        content"), "/things/mod.rs");
    assert_has(
        &optional,
        &["body: Option<&types::Thing>,", "if let Some(body) = body {", "call = call.json(body);"],
    );
}

#[test]
fn what_is_deprecated_says_so_and_names_its_successor() {
    let text = document(
        "{ type: object, properties: { old: { type: string, deprecated: true, description: Old. } } }",
        "",
    );
    let text = text.replace(
        "      operationId: replace_thing\n      parameters:\n",
        "      operationId: replace_thing\n      deprecated: true\n      x-successor: readThing\n      parameters:\n        \
         - { name: limit, in: query, deprecated: true, schema: { type: integer } }\n",
    );
    let text = text.replace(
        "    put:\n",
        "    get:\n      operationId: readThing\n      parameters:\n        \
         - { name: id, in: path, required: true, schema: { type: string } }\n      \
         responses: { '204': { description: None. } }\n    put:\n",
    );
    assert_has(&file(&text, "/things/mod.rs"), &["#[deprecated(note = \"use `read_thing`\")]"]);
    let note = "#[deprecated(note = \"the provider has deprecated it\")]";
    assert_has(&file(&text, "/options.rs"), &[note, "limit: Option<i64> = query \"limit\","]);
    assert_has(&file(&text, "/types.rs"), &[note]);
}

#[test]
fn what_does_no_harm_twice_is_tried_again_like_a_read() {
    let text = document("{ type: object }", "");
    assert!(!file(&text, "/things/mod.rs").contains(".repeatable()"));
    let text = text
        .replace("operationId: replace_thing\n", "operationId: replace_thing\n      x-repeatable: true\n");
    assert_has(&file(&text, "/things/mod.rs"), &[".repeatable()"]);
}

#[test]
fn names_are_those_that_the_generator_keeps() {
    let thing = "
      type: object
      properties:
        a: { $ref: '#/components/schemas/a.b' }
        x_c: { type: object, properties: { d: { type: string, enum: [a.b, A-C] } } }";
    let more = "    a.b: { type: object, properties: { id: { type: string } } }";
    let types = types(thing, more);
    assert_has(&types, &["pub struct Ab {", "pub enum ThingXcD {", "Ab = \"a.b\",", "Ac = \"A-C\","]);
}

#[test]
fn an_object_without_properties_is_a_map() {
    for empty in [
        "{ type: object, required: [id] }",
        "{ required: [id] }",
        "{ type: object, additionalProperties: false }",
        "{ additionalProperties: true }",
    ] {
        let thing = format!("{{ type: object, required: [part], properties: {{ part: {empty} }} }}");
        let map = "part: runtime::serde_json::Map<String, runtime::serde_json::Value> = \"part\",";
        assert_has(&types(&thing, ""), &[map]);
    }
}

#[test]
fn what_stands_beside_a_reference_changes_nothing_but_notes() {
    for beside in ["type: object", "title: P", "properties: { x: { type: string } }", "example: { id: '1' }"]
    {
        let thing = format!(
            "{{ type: object, properties: {{ a: {{ $ref: '#/components/schemas/Part', {beside} }} }} }}"
        );
        let more = "    Part: { type: object, properties: { id: { type: string } } }";
        assert_has(&types(&thing, more), &["a: Option<Part> = \"a\","]);
    }
}

#[test]
fn a_null_is_read_as_it_is_meant() {
    let thing = "
      type: object
      required: [state, name]
      properties:
        state: { $ref: '#/components/schemas/State' }
        name: { type: string, nullable: null, description: null }";
    let more = "    State: { type: string, enum: [A, null] }";
    assert_has(&types(thing, more), &["state: Option<State> = \"state\",", "name: String = \"name\","]);
}

#[test]
fn a_type_that_goes_without_saying_is_said() {
    let text = document("{ properties: { id: { type: string } } }", "").replace(
        "      requestBody",
        "        - { name: ids, in: query, explode: false, schema: { items: { type: string } } }\n      requestBody",
    );
    assert_has(&file(&text, "/options.rs"), &["ids: Vec<String> = csv \"ids\","]);
    assert_has(&file(&text, "/types.rs"), &["pub struct Thing {"]);
}

#[test]
fn an_extension_is_no_path() {
    let text = document("{ type: object, properties: { id: { type: string } } }", "");
    let text = text.replace("paths:\n", "paths:\n  x-more: { get: { operationId: nothing } }\n");
    assert!(!file(&text, "/things/mod.rs").contains("nothing"));
}

#[test]
fn a_body_is_never_null() {
    let thing = "{ type: object, properties: { id: { type: string } }, nullable: true }";
    let text = file(&document(thing, ""), "/things/mod.rs");
    assert_has(&text, &["body: &types::Thing,"]);
}

#[test]
fn maps_need_no_type_of_their_own() {
    let text =
        file(&document("{ type: object, additionalProperties: { type: integer } }", ""), "/things/mod.rs");
    assert_has(&text, &["use std::collections::BTreeMap;", "body: &BTreeMap<String, i64>,"]);
}

#[test]
fn a_list_of_itself_has_a_name() {
    let thing = "{ type: object, properties: { tree: { $ref: '#/components/schemas/Tree' } } }";
    let more = "    Tree: { type: array, items: { $ref: '#/components/schemas/Tree' } }";
    assert_has(
        &types(thing, more),
        &["tree: Option<Tree> = \"tree\",", "runtime::wrapper! {", "pub struct Tree(Vec<Tree>);"],
    );
}

#[test]
fn a_union_by_shape_is_not_as_large_as_its_largest_member() {
    let thing = "{ oneOf: [{ type: string }, { $ref: '#/components/schemas/Part' }, { type: array, items: { type: string } }] }";
    let more = "    Part: { type: object, properties: { id: { type: string } } }";
    assert_has(
        &types(thing, more),
        &["runtime::untagged_union! {", "String(String),", "Part(Box<Part>),", "VecString(Vec<String>),"],
    );
}

#[test]
fn what_is_sensitive_stays_so_whatever_it_becomes() {
    let more = "    Part: { type: object, properties: { id: { type: string } } }
    Secret: { type: string, x-sensitive: true }";
    for (schema, field) in [
        ("{ type: string, x-sensitive: true }", "a: Option<String> = \"a\" sensitive,"),
        ("{ type: integer, nullable: true, x-sensitive: true }", "a: runtime::Field<i64> = \"a\" sensitive,"),
        ("{ $ref: '#/components/schemas/Secret' }", "a: Option<String> = \"a\" sensitive,"),
        (
            "{ type: array, items: { $ref: '#/components/schemas/Secret' } }",
            "a: Option<Vec<String>> = \"a\" sensitive,",
        ),
        (
            "{ type: object, additionalProperties: { type: string, x-sensitive: true } }",
            "a: Option<BTreeMap<String, String>> = \"a\" sensitive,",
        ),
        (
            "{ allOf: [{ $ref: '#/components/schemas/Part' }], x-sensitive: true }",
            "a: Option<Part> = \"a\" sensitive,",
        ),
        (
            "{ type: object, x-sensitive: true, properties: { b: { type: string } } }",
            "a: Option<ThingA> = \"a\" sensitive,",
        ),
        ("{ $ref: '#/components/schemas/Part' }", "a: Option<Part> = \"a\","),
        ("{ type: string, x-sensitive: false }", "a: Option<String> = \"a\","),
    ] {
        let thing = format!("{{ type: object, properties: {{ a: {schema} }} }}");
        assert_has(&types(&thing, more), &[field]);
    }
}

#[test]
fn an_enum_is_made_once_and_keeps_its_name_when_others_come() {
    let list = |path: &str, name: &str, parameters: &str| {
        format!(
            "  /{path}:
    get:
      operationId: {name}
      parameters: [{parameters}]
      responses:
        '200':
          description: Them.
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing' }} }} }}
"
        )
    };
    let sort = "{ name: sort, in: query, schema: { type: string, enum: [name, -name] } }";
    let made = |thing: &str, paths: &str| {
        let text = document(thing, "").replace("paths:\n", &format!("paths:\n{paths}"));
        types_in(&file(&text, "/types.rs"))
    };
    let thing = "{ type: object, properties: { state: { type: string, enum: [A, B] } } }";
    let two = list("a", "list_a", sort) + &list("b", "list_b", sort);
    let before = made(thing, &two);
    assert_eq!(before, ["Thing", "ThingSort", "ThingState"]);

    let more = "{ name: include, in: query, schema: { type: string, enum: [name] } }";
    let three = list("0", "first", &format!("{more}, {sort}")) + &two + &list("z", "last", sort);
    let thing = "{ type: object, properties: { a: { type: string, enum: [A, B] }, state: { type: string, enum: [A, B] } } }";
    assert_eq!(made(thing, &three), ["Thing", "ThingA", "ThingInclude", "ThingSort", "ThingState"]);
}

/// The names of the types in a file.
fn types_in(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim_start);
    let names = lines.filter_map(|line| line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")));
    names.map(|name| name.split([' ', '(']).next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_condition_on_what_is_there_is_no_union() {
    for keyword in ["oneOf", "anyOf"] {
        let thing = format!(
            "{{ type: object, properties: {{ a: {{ type: string }}, b: {{ type: string }} }}, \
             {keyword}: [{{ required: [a] }}, {{ required: [b] }}] }}"
        );
        assert_has(&types(&thing, ""), &["a: Option<String> = \"a\",", "b: Option<String> = \"b\","]);
    }
}

#[test]
fn a_server_has_the_defaults_of_its_variables() {
    let text = document("{ type: object, properties: { id: { type: string } } }", "");
    let text = format!(
        "{text}servers: [{{ url: 'https://{{region}}.example.com/v1/', variables: {{ region: {{ default: eu }} }} }}]\n"
    );
    let expected = "const BASE_URL: &'static str = \"https://eu.example.com/v1\";";
    assert_has(&file(&text, "/things/mod.rs"), &[expected]);
}
