use super::{answer, request, service};

const JSON: &[(&str, &str)] = &[("Content-Type", "application/json; charset=utf-8")];

/// One operation with one query parameter.
#[track_caller]
fn query(parameter: &str, query: &str, expected: &[&str]) {
    let paths = format!("  /a: {{ get: {{ parameters: [{{ in: query, {parameter} }}], responses: {{}} }} }}");
    assert_eq!(
        request(&service(&paths, ""), &format!("GET /a?{query}"), &[], ""),
        expected,
        "{parameter} {query}"
    );
}

#[test]
fn paths_are_found_by_literals_first_then_by_variables() {
    let paths = "  /pets/{id}: { get: { operationId: one, responses: {} }, delete: { operationId: remove, responses: {} } }
  /pets/mine: { get: { operationId: mine, responses: {} } }
  /users/xuid({xuid})/a.{kind}: { get: { operationId: parts, responses: {} } }
  /{any}/mine: { get: { operationId: vague, responses: {} } }
  /caf%C3%A9: { get: { operationId: accent, responses: {} } }
  /: { get: { operationId: root, responses: {} } }";
    let service = service(paths, "");
    let found = |line: &str| {
        let (method, path) = line.split_once(' ').unwrap();
        match service.route(method, path) {
            Ok(call) => {
                format!("{} {:?}", call.operation.id().unwrap(), call.variables().collect::<Vec<_>>())
            }
            Err(unknown) => unknown.violation(method, path).message,
        }
    };
    assert_eq!(found("GET /pets/1"), r#"one ["1"]"#);
    assert_eq!(found("GET /pets/mine"), "mine []");
    assert_eq!(found("GET /dogs/mine"), r#"vague ["dogs"]"#);
    assert_eq!(found("GET /pets/a%2Fb%20c"), r#"one ["a/b c"]"#);
    assert_eq!(found("GET /users/xuid%2812%29/a.b.c"), r#"parts ["12", "b.c"]"#);
    assert_eq!(found("GET /caf%c3%a9"), "accent []");
    assert_eq!(found("GET /"), "root []");
    assert_eq!(found("POST /pets/1"), "there is no POST of /pets/{…}, only GET, DELETE");
    assert_eq!(found("GET /pets/"), "there is no GET /pets/");
    assert_eq!(found("GET /users/xuid()/a.b"), "there is no GET /users/{…}/a.b");
    assert_eq!(found("GET /pets/eyJhbGciOiJFUzI1NiJ9/x"), "there is no GET /pets/{…}/x");
}

#[test]
fn lists_in_one_piece_are_read_by_their_style() {
    let ids = "name: 'filter[id]', explode: false, schema: { type: array, items: { type: integer } }";
    query(ids, "filter[id]=1,2", &[]);
    query(ids, "filter%5Bid%5D=1,2", &[]);
    query(
        ids,
        "filter[id]=1,b",
        &["query parameter filter[id]: [1]: must be an integer, this is a string [wrong-type]"],
    );
    query(
        ids,
        "filter[id]=1&filter[id]=2",
        &["query parameter filter[id]: stands 2 times, where one is wanted [repeated-parameter]"],
    );
    query(ids, "filter[id]=", &["query parameter filter[id]: stands without a value [empty-parameter]"]);
    query(
        ids,
        "filter[id]=1%2C2",
        &[
            "query parameter filter[id]: has `%2C` between its elements, which is a part of an element by the letter [encoded-delimiter]",
        ],
    );
    let names = "name: n, explode: false, schema: { type: array, maxItems: 2, items: { type: string } }";
    // An encoded comma is a part of a name.
    query(names, "n=Early%2C+but%20late,b", &[]);
    query(names, "n=a,b,c", &["query parameter n: 3 elements, but maxItems is 2 [out-of-bounds]"]);
    let piped =
        "name: n, style: pipeDelimited, explode: false, schema: { type: array, items: { type: integer } }";
    query(piped, "n=1|2", &[]);
    query(piped, "n=1%7C2", &[]);
    let spaced =
        "name: n, style: spaceDelimited, explode: false, schema: { type: array, items: { type: integer } }";
    for written in ["n=1%202", "n=1+2"] {
        query(spaced, written, &[]);
    }
}

#[test]
fn lists_that_explode_repeat_their_name() {
    let ids = "name: id, schema: { type: array, items: { type: integer } }";
    query(ids, "id=1&id=2", &[]);
    query(ids, "id=1,2", &["query parameter id: [0]: must be an integer, this is a string [wrong-type]"]);
}

#[test]
fn objects_are_read_by_their_style() {
    let point =
        "schema: { type: object, required: [x], properties: { x: { type: integer }, y: { type: integer } } }";
    query(&format!("name: p, style: deepObject, explode: true, {point}"), "p[x]=1&p%5By%5D=2", &[]);
    query(
        &format!("name: p, style: deepObject, explode: true, {point}"),
        "p[x]=1&p[y]=b&q[x]=1",
        &[
            "query parameter p: y: must be an integer, this is a string [wrong-type]",
            "query parameter q[x]: is not in the spec [undocumented-parameter]",
        ],
    );
    query(&format!("name: p, {point}"), "x=1&y=2", &[]);
    query(
        &format!("name: p, {point}"),
        "x=1&z=2",
        &["query parameter z: is not in the spec [undocumented-parameter]"],
    );
    query(&format!("name: p, explode: false, {point}"), "p=x,1,y,2", &[]);
    query(
        &format!("name: p, explode: false, {point}"),
        "p=x,1,y",
        &["query parameter p: has a name without a value [malformed-parameter]"],
    );
    query("name: p, content: { application/json: { schema: { type: array } } }", "p=%5B1%5D", &[]);
    query(
        "name: p, content: { application/json: { schema: { type: array } } }",
        "p=[",
        &["query parameter p: is no JSON [malformed-parameter]"],
    );
}

#[test]
fn texts_are_read_as_the_type_that_is_wanted() {
    query("name: n, schema: { type: boolean }", "n=true", &[]);
    query(
        "name: n, schema: { type: boolean }",
        "n=True",
        &["query parameter n: must be a boolean, this is a string [wrong-type]"],
    );
    query("name: n, schema: { type: string }", "n=1", &[]);
    query(
        "name: n, schema: { type: number, maximum: 2 }",
        "n=2.5",
        &["query parameter n: 2.5, but maximum is 2 [out-of-bounds]"],
    );
    query("name: n, schema: { enum: [1, 2] }", "n=2", &[]);
    query(
        "name: n, schema: { type: string, enum: [a, b] }",
        "n=c",
        &["query parameter n: `\"c\"` is none of `\"a\"`, `\"b\"` [enum-value-not-listed]"],
    );
    query("name: n, schema: { type: string, x-case-insensitive: true, enum: [Aa] }", "n=AA", &[]);
    query("name: n, schema: { oneOf: [{ type: integer }, { type: string, enum: [all] }] }", "n=7", &[]);
    query("name: n, schema: { oneOf: [{ type: integer }, { type: string, enum: [all] }] }", "n=all", &[]);
    query(
        "name: n, schema: { type: string }",
        "n=%ff",
        &["query parameter n: is no UTF-8 [malformed-parameter]"],
    );
    query(
        "name: n, required: true, schema: { type: string }",
        "",
        &["query parameter n: is missing [missing-parameter]"],
    );
    query("name: n, allowEmptyValue: true, schema: { type: integer }", "n", &[]);
}

#[test]
fn variables_of_the_path_are_read_by_their_style() {
    for (style, path, explode) in [
        ("simple", "/a/1,2", false),
        ("label", "/a/.1.2", true),
        ("label", "/a/.1,2", false),
        ("matrix", "/a/;v=1,2", false),
        ("matrix", "/a/;v=1;v=2", true),
    ] {
        let paths = format!(
            "  /a/{{v}}: {{ get: {{ parameters: [{{ in: path, name: v, required: true, style: {style}, explode: {explode}, schema: {{ type: array, items: {{ type: integer }} }} }}], responses: {{}} }} }}"
        );
        let service = service(&paths, "");
        assert_eq!(request(&service, &format!("GET {path}"), &[], ""), [""; 0], "{style} {path}");
        let wrong = request(&service, &format!("GET {path}x"), &[], "");
        assert_eq!(
            wrong,
            ["path parameter v: [1]: must be an integer, this is a string [wrong-type]"],
            "{style}"
        );
    }
}

#[test]
fn headers_and_cookies_are_held_against_their_parameters_and_strange_ones_are_noted() {
    let paths = "  /a: { get: { parameters: [{ in: header, name: X-Version, required: true, schema: { type: integer, enum: [2, 4] } }, { in: cookie, name: sid, schema: { type: integer } }, { in: header, name: Accept, required: true, schema: { type: integer } }], responses: { '200': { description: d, headers: { X-Rate: { required: true, schema: { type: integer } } } } } } }";
    let service = service(paths, "");
    let usual = [
        ("Accept", "*/*"),
        ("User-Agent", "a"),
        ("Authorization", "Bearer a"),
        (":authority", "b"),
        ("sec-fetch-mode", "cors"),
    ];
    let with = |more: &[(&str, &str)]| request(&service, "GET /a", &[&usual, more].concat(), "");
    assert_eq!(with(&[("x-version", "4"), ("Cookie", "a=b; sid=1")]), [""; 0]);
    assert_eq!(with(&[]), ["header X-Version: is missing [missing-parameter]"]);
    assert_eq!(
        with(&[("X-VERSION", "5"), ("X-Trace-Me", "1"), ("cookie", "sid=hunter")]),
        [
            "header X-Version: 5 is none of `2`, `4` [enum-value-not-listed]".replace("5 is", "`5` is"),
            "cookie parameter sid: must be an integer, this is a string [wrong-type]".to_owned(),
            "header x-trace-me: is not in the spec [undocumented-header]".to_owned(),
        ]
    );
    assert_eq!(answer(&service, "GET /a", 200, &[("x-rate", "3"), ("Date", "now")], ""), [""; 0]);
    assert_eq!(
        answer(&service, "GET /a", 200, &[("x-other", "3")], ""),
        [
            "header x-rate: is missing [missing-header]",
            "header x-other: is not in the spec [undocumented-header]"
        ]
    );
}

const BODIES: &str = "  /a:
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/A' } }, application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/A' } } } }
      responses:
        '201': { description: d, content: { application/json: { schema: { type: object, required: [data], properties: { data: { type: array, items: { $ref: '#/components/schemas/A' } } } } } } }
        4XX: { description: d, content: { application/problem+json: { schema: { type: object } } } }
        '204': { description: d }
    head: { responses: { default: { description: d, content: { application/json: {} } } } }";
const SCHEMAS: &str = "schemas: { A: { type: object, required: [id], properties: { id: { type: string }, n: { type: integer, minimum: 1 }, state: { type: string, enum: [ON, OFF] }, list: { type: array, items: { type: string } }, by: { readOnly: true, type: string }, pass: { writeOnly: true, type: string } } } }";

#[test]
fn bodies_of_requests_are_held_against_what_is_documented() {
    let service = service(BODIES, SCHEMAS);
    let json = |body: &str| request(&service, "POST /a", JSON, body);
    assert_eq!(json(r#"{"id": "a", "n": 1, "state": "ON", "pass": "x"}"#), [""; 0]);
    assert_eq!(
        json(r#"{"n": 0, "state": "GONE", "by": "x", "more": {"deep": 1}, "list": null}"#),
        [
            "body /id: `id` is missing [missing-property]",
            "body /by: only answers carry this [read-only-property]",
            "body /list: must be an array, this is null [unexpected-null]",
            "body /n: 0, but minimum is 1 [out-of-bounds]",
            "body /state: `\"GONE\"` is none of `\"OFF\"`, `\"ON\"` [enum-value-not-listed]",
            "body /more: `more` is not in the spec [undocumented-property]",
        ]
    );
    assert_eq!(
        json("{"),
        ["body: is no JSON: EOF while parsing an object at line 1 column 1 [malformed-body]"]
    );
    assert_eq!(json(""), ["body: is missing [missing-body]"]);
    let of = |media: &'static str, body: &str| request(&service, "POST /a", &[("content-type", media)], body);
    assert_eq!(
        of("text/xml", "<a/>"),
        [
            "body: `text/xml` is none of `application/json`, `application/x-www-form-urlencoded` [undocumented-media-type]"
        ]
    );
    let form = "application/x-www-form-urlencoded";
    assert_eq!(of(form, "id=a+b&n=2&list=x&list=y"), [""; 0]);
    assert_eq!(
        of(form, "n=x&z=1"),
        [
            "body /id: `id` is missing [missing-property]",
            "body /n: must be an integer, this is a string [wrong-type]",
            "body /z: `z` is not in the spec [undocumented-property]"
        ]
    );
    assert_eq!(
        request(&service, "POST /a", &[], r#"{"id": "a"}"#),
        ["body: has no content-type [missing-media-type]"]
    );
    assert_eq!(
        request(&service, "HEAD /a", JSON, "{}"),
        ["body: 2 bytes, where none are documented [undocumented-body]"]
    );
}

#[test]
fn answers_are_held_against_what_is_documented_for_their_status() {
    let service = service(BODIES, SCHEMAS);
    let to = |status, body: &str| answer(&service, "POST /a", status, JSON, body);
    assert_eq!(to(201, r#"{"data": [{"id": "a", "by": "b"}]}"#), [""; 0]);
    assert_eq!(
        to(201, r#"{"data": [{"id": "a"}, {"id": 1, "new": 1, "pass": "x"}]}"#),
        [
            "body /data/1/id: must be a string, this is a number [wrong-type]",
            "body /data/1/pass: only requests carry this [write-only-property]",
            "body /data/1/new: `new` is not in the spec [undocumented-property]",
        ]
    );
    assert_eq!(to(200, "{}"), ["status: 200 is none of 201, 204, 4XX [undocumented-status]"]);
    assert_eq!(
        to(418, "{}"),
        ["body: `application/json` is none of `application/problem+json` [undocumented-media-type]"]
    );
    assert_eq!(to(201, ""), ["body: is empty [missing-body]"]);
    assert_eq!(to(204, ""), [""; 0]);
    assert_eq!(answer(&service, "HEAD /a", 500, JSON, ""), [""; 0]);
}

#[test]
fn members_of_unions_and_of_open_objects_are_documented_where_the_value_is() {
    let schemas = "schemas: { One: { type: object, required: [t], properties: { t: { type: string }, a: { type: integer } } }, Two: { type: object, required: [t], properties: { t: { type: string }, b: { type: integer } } }, \
        U: { oneOf: [{ $ref: '#/components/schemas/One' }, { $ref: '#/components/schemas/Two' }], discriminator: { propertyName: t, mapping: { one: '#/components/schemas/One', two: '#/components/schemas/Two' } } }, \
        V: { anyOf: [{ type: object, required: [p], properties: { p: { type: integer } } }, { type: object, required: [q], properties: { q: { type: integer } } }] }, \
        Free: { type: object }, Open: { type: object, additionalProperties: true, properties: { k: { type: string } } }, Map: { type: object, additionalProperties: { $ref: '#/components/schemas/One' } }, \
        Whole: { allOf: [{ $ref: '#/components/schemas/One' }, { type: object, properties: { w: { $ref: '#/components/schemas/Free' } } }] } }";
    let body = |schema: &str, body: &str| {
        let paths = format!(
            "  /a: {{ get: {{ responses: {{ '200': {{ description: d, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{schema}' }} }} }} }} }} }} }}"
        );
        answer(&service(&paths, schemas), "GET /a", 200, JSON, body)
    };
    for (schema, fits) in [
        ("U", r#"{"t": "one", "a": 1}"#),
        ("V", r#"{"p": 1, "q": 1}"#),
        ("Free", r#"{"x": 1}"#),
        ("Open", r#"{"x": 1}"#),
        ("Map", r#"{"x": {"t": "a"}}"#),
        ("Whole", r#"{"t": "", "a": 1, "w": {"any": 1}}"#),
    ] {
        assert_eq!(body(schema, fits), [""; 0], "{schema}");
    }
    assert_eq!(
        body("U", r#"{"t": "two", "a": 1}"#),
        ["body /a: `a` is not in the spec [undocumented-property]"]
    );
    assert_eq!(body("V", r#"{"p": 1, "r": 1}"#), ["body /r: `r` is not in the spec [undocumented-property]"]);
    assert_eq!(
        body("Map", r#"{"some one": {"t": "a", "b": 1}}"#),
        ["body /some one/b: `b` is not in the spec [undocumented-property]"]
    );
    assert_eq!(
        body("Whole", r#"{"t": "", "z": 1}"#),
        ["body /z: `z` is not in the spec [undocumented-property]"]
    );
}
