//! What a diff promises.

mod judgements;

use super::format::{Format, rules_as_markdown};
use super::{Diff, Level, Options};
use crate::contract::Contract;
use crate::document::Document;

fn contract(name: &str, body: &str) -> Contract {
    let text = format!("openapi: 3.0.3\ninfo: {{ title: t, version: 1.0.0 }}\n{body}");
    let document =
        Document::read(name, text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"));
    Contract::read(&document).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
}

fn diff(old: &str, new: &str) -> Diff {
    Diff::between(&contract("old.yaml", old), &contract("new.yaml", new), Options::default())
        .unwrap_or_else(|problem| panic!("{problem}"))
}

/// The rows as `level id at`, and how many operations each reaches.
fn rows(diff: &Diff) -> Vec<String> {
    let row = |change: &super::Change| {
        format!("{} {} {} {}", change.level, change.rule.id, change.at, change.operations.len())
    };
    diff.changes.iter().map(row).collect()
}

/// A document whose operation takes and gives these schemas.
fn both(request: &str, answer: &str, components: &str) -> String {
    format!(
        "paths: {{ /a: {{ post: {{ requestBody: {{ required: true, content: {{ application/json: {{ schema: {request} }} }} }}, \
         responses: {{ '200': {{ description: d, content: {{ application/json: {{ schema: {answer} }} }} }} }} }} }} }}\n\
         components: {{ schemas: {{ {components} }} }}\n"
    )
}

fn request(old: &str, new: &str) -> Vec<String> {
    rows(&diff(&both(old, "{ type: string }", ""), &both(new, "{ type: string }", "")))
}

fn answer(old: &str, new: &str) -> Vec<String> {
    rows(&diff(&both("{ type: string }", old, ""), &both("{ type: string }", new, "")))
}

const BODY: &str = "#/paths/~1a/post/requestBody/content/application~1json/schema";
const ANSWER: &str = "#/paths/~1a/post/responses/200/content/application~1json/schema";

#[test]
fn a_document_does_not_differ_from_itself() {
    let text = both(
        "{ $ref: '#/components/schemas/A' }",
        "{ type: string }",
        "A: { type: object, properties: { a: { $ref: '#/components/schemas/A' } } }",
    );
    assert!(diff(&text, &text).changes.is_empty());
}

#[test]
fn direction_decides() {
    for (narrow, wide) in [
        ("{ type: string, maxLength: 3 }", "{ type: string, maxLength: 4 }"),
        ("{ type: string, enum: [a] }", "{ type: string, enum: [a, b] }"),
        ("{ type: string }", "{ type: string, nullable: true }"),
        ("{ type: integer }", "{ type: number }"),
        ("{ type: object, additionalProperties: false }", "{ type: object }"),
        (
            "{ type: object, required: [a], properties: { a: { type: string } } }",
            "{ type: object, properties: { a: { type: string } } }",
        ),
        ("{ type: string }", "{ oneOf: [{ type: string }, { type: integer }] }"),
        ("{ type: object, not: { required: [a] } }", "{ type: object }"),
        (
            "{ type: array, items: { type: string }, uniqueItems: true }",
            "{ type: array, items: { type: string } }",
        ),
        ("{ type: integer, multipleOf: 6 }", "{ type: integer, multipleOf: 3 }"),
        ("{ type: string, format: uuid }", "{ type: string }"),
        (
            "{ type: string, not: { type: string, enum: [a, b] } }",
            "{ type: string, not: { type: string, enum: [a] } }",
        ),
    ] {
        for (found, level) in [
            (request(narrow, wide), "compatible"),
            (request(wide, narrow), "breaking"),
            (answer(narrow, wide), "breaking"),
            (answer(wide, narrow), "compatible"),
        ] {
            assert_eq!(found.len(), 1, "{narrow} {wide}: {found:?}");
            assert!(found[0].starts_with(level), "{narrow} {wide}: {found:?} is not {level}");
        }
    }
}

#[test]
fn a_schema_that_requests_and_answers_reach_is_judged_for_both() {
    let uses = "{ $ref: '#/components/schemas/A' }";
    let old = both(uses, uses, "A: { type: string, enum: [a] }");
    let new = both(uses, uses, "A: { type: string, enum: [a, b] }");
    assert_eq!(rows(&diff(&old, &new)), ["breaking enum-value-added #/components/schemas/A 1"]);
    assert_eq!(rows(&diff(&new, &old)), ["breaking enum-value-removed #/components/schemas/A 1"]);
}

#[test]
fn open_enums_are_a_policy() {
    let old = contract("o.yaml", &both("{ type: string }", "{ type: string, enum: [a] }", ""));
    let new = contract("n.yaml", &both("{ type: string }", "{ type: string, enum: [a, b] }", ""));
    for (open_enums, level) in [(false, Level::Breaking), (true, Level::Compatible)] {
        let diff = Diff::between(&old, &new, Options { open_enums }).expect("a diff");
        assert_eq!(diff.changes[0].level, level);
    }
}

#[test]
fn one_edit_of_a_shared_schema_is_one_row_that_reaches_all() {
    let document = |kind: &str| {
        let paths: String = (0..50)
            .map(|at| format!("  /p{at}: {{ get: {{ responses: {{ '200': {{ description: d, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/L{}' }} }} }} }} }} }} }}\n", at % 5))
            .collect();
        let lists: String = (0..5)
            .map(|at| format!("    L{at}: {{ type: object, properties: {{ l{at}: {{ type: array, items: {{ $ref: '#/components/schemas/A' }} }} }} }}\n"))
            .collect();
        format!(
            "paths:\n{paths}components:\n  schemas:\n{lists}    A: {{ type: object, properties: {{ a: {{ type: {kind} }} }} }}\n"
        )
    };
    let found = diff(&document("string"), &document("integer"));
    assert_eq!(rows(&found), ["breaking type-changed #/components/schemas/A/properties/a 50"]);
    assert_eq!(&*found.changes[0].operations[0].via, "L0 → A");
}

#[test]
fn a_change_in_a_merged_schema_is_told_where_it_was_made() {
    let document = |kind: &str, required: &str| {
        both(
            "{ $ref: '#/components/schemas/Heir' }",
            "{ allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, properties: { c: { type: string } } }] }",
            &format!(
                "Base: {{ type: object, required: [{required}], properties: {{ a: {{ type: {kind} }} }} }}, \
                 Heir: {{ allOf: [{{ $ref: '#/components/schemas/Base' }}, {{ type: object, properties: {{ b: {{ type: string }} }} }}] }}"
            ),
        )
    };
    let found = diff(&document("string", ""), &document("integer", ""));
    assert_eq!(rows(&found), ["breaking type-changed #/components/schemas/Base/properties/a 1"]);
    let found = diff(&document("string", ""), &document("string", "a"));
    assert_eq!(rows(&found), ["breaking property-became-required #/components/schemas/Base/properties/a 1"]);
}

#[test]
fn a_rename_with_an_edit_is_the_edit() {
    let with = |name: &str, kind: &str| {
        both(
            "{ type: string }",
            &format!("{{ $ref: '#/components/schemas/{name}' }}"),
            &format!("{name}: {{ type: object, properties: {{ a: {{ type: {kind} }} }} }}"),
        )
    };
    assert_eq!(
        rows(&diff(&with("A", "string"), &with("B", "boolean"))),
        ["breaking type-changed #/components/schemas/B/properties/a 1"]
    );
    assert!(diff(&with("A", "string"), &with("B", "string")).changes.is_empty());
}

#[test]
fn members_of_unions_are_matched_by_tag_whatever_their_order_and_name() {
    let member = |tag: &str, more: &str| {
        format!(
            "{{ type: object, required: [t], properties: {{ t: {{ type: string, enum: [{tag}] }}, {more} }} }}"
        )
    };
    let (a, b, c) = (
        member("a", "x: { type: string }"),
        member("b", "x: { type: string }"),
        member("c", "x: { type: string }"),
    );
    let b_edited = member("b", "x: { type: integer }");
    let union = |members: &[&str]| format!("{{ oneOf: [{}] }}", members.join(", "));
    assert_eq!(
        answer(&union(&[&a, &b, &c]), &union(&[&c, &b_edited, &a])),
        [format!("breaking type-changed {ANSWER}/oneOf/1/properties/x 1")]
    );
    assert_eq!(
        answer(&union(&[&a, &b]), &union(&[&c, &b, &a])),
        [format!("breaking member-added {ANSWER} 1")]
    );
    assert_eq!(
        request(&union(&[&a, &b, &c]), &union(&[&c, &a])),
        [format!("breaking member-removed {BODY} 1")]
    );
}

#[test]
fn what_nobody_sends_breaks_nobody() {
    let with = |more: &str| format!("{{ type: object, properties: {{ a: {{ type: string, {more} }} }} }}");
    assert!(
        request(&with("readOnly: true"), &with("readOnly: true, maxLength: 3"))[0].starts_with("compatible")
    );
    assert!(
        answer(&with("writeOnly: true, maxLength: 3"), &with("writeOnly: true"))[0].starts_with("compatible")
    );
}

#[test]
fn in_a_callback_the_service_is_the_client() {
    let with = |schema: &str| {
        format!(
            "paths: {{ /a: {{ post: {{ responses: {{ '200': {{ description: d }} }}, callbacks: {{ c: {{ '{{$url}}': {{ post: {{ \
             requestBody: {{ content: {{ application/json: {{ schema: {schema} }} }} }}, responses: {{ '200': {{ description: d }} }} }} }} }} }} }} }} }}\n"
        )
    };
    let (narrow, wide) = (with("{ type: string, enum: [a] }"), with("{ type: string, enum: [a, b] }"));
    assert_eq!(diff(&narrow, &wide).summary().breaking, 1);
    assert_eq!(diff(&wide, &narrow).summary().breaking, 0);
}

#[test]
fn recursive_schemas_are_compared_and_end() {
    let own = |kind: &str| {
        both(
            "{ type: string }",
            "{ $ref: '#/components/schemas/A' }",
            &format!(
                "A: {{ type: object, properties: {{ n: {{ $ref: '#/components/schemas/A' }}, v: {{ type: {kind} }} }} }}"
            ),
        )
    };
    assert_eq!(
        rows(&diff(&own("string"), &own("integer"))),
        ["breaking type-changed #/components/schemas/A/properties/v 1"]
    );
    let mutual = |kind: &str| {
        both(
            "{ $ref: '#/components/schemas/B' }",
            "{ $ref: '#/components/schemas/A' }",
            &format!(
                "A: {{ type: object, properties: {{ b: {{ $ref: '#/components/schemas/B' }} }} }}, B: {{ type: object, properties: {{ a: {{ $ref: '#/components/schemas/A' }}, v: {{ type: {kind} }} }} }}"
            ),
        )
    };
    assert_eq!(
        rows(&diff(&mutual("string"), &mutual("integer"))),
        ["breaking type-changed #/components/schemas/B/properties/v 1"]
    );
}

/// A JSON document whose answer is `S0` of `count` schemas.
fn chained(count: usize, schema: impl Fn(usize) -> String) -> Contract {
    let schemas: Vec<String> = (0..count).map(|at| format!("\"S{at}\":{}", schema(at))).collect();
    let text = format!(
        r##"{{"openapi":"3.0.3","paths":{{"/a":{{"get":{{"responses":{{"200":{{"description":"d","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/S0"}}}}}}}}}}}}}}}},"components":{{"schemas":{{{}}}}}}}"##,
        schemas.join(",")
    );
    let document =
        Document::read("a.json", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"));
    Contract::read(&document).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn chains_of_ten_thousand_schemas_and_circles_need_no_stack() {
    const LONG: usize = 10_000;
    for (key, open, close) in [("properties", "{\"n\":", "}"), ("items", "", ""), ("allOf", "[", "]")] {
        let chain = |kind: &'static str| {
            chained(LONG, move |at| match at + 1 == LONG {
                true => format!("{{\"type\":\"{kind}\"}}"),
                false => {
                    format!("{{\"{key}\":{open}{{\"$ref\":\"#/components/schemas/S{}\"}}{close}}}", at + 1)
                }
            })
        };
        let diff = Diff::between(&chain("string"), &chain("integer"), Options::default()).expect("a diff");
        assert_eq!(diff.changes.len(), 1, "{key}");
    }
    let circle = |kind: &'static str| {
        chained(200, move |at| {
            let own = if at == 199 { kind } else { "string" };
            let next = (at + 1) % 200;
            format!(
                "{{\"properties\":{{\"v\":{{\"type\":\"{own}\"}},\"n\":{{\"$ref\":\"#/components/schemas/S{next}\"}}}}}}"
            )
        })
    };
    let diff = Diff::between(&circle("boolean"), &circle("integer"), Options::default()).expect("a diff");
    assert_eq!(rows(&diff), ["breaking type-changed #/components/schemas/S199/properties/v 1"]);
}

#[test]
fn documents_that_differ_in_all_places_are_compared() {
    let document = |kind: &str| {
        let uses: String = (0..300)
            .map(|at| format!("  /p{at}: {{ get: {{ responses: {{ '200': {{ description: d, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/S{at}' }} }} }} }} }} }} }}\n"))
            .collect();
        let schemas: String = (0..300)
            .map(|at| format!("    S{at}: {{ type: object, properties: {{ v{at}: {{ type: {kind} }}, a: {{ $ref: '#/components/schemas/S{}' }}, b: {{ $ref: '#/components/schemas/S{}' }} }} }}\n", (at * 7 + 1) % 300, (at * 11 + 3) % 300))
            .collect();
        format!("paths:\n{uses}components:\n  schemas:\n{schemas}")
    };
    assert_eq!(diff(&document("string"), &document("integer")).changes.len(), 300);
}

#[test]
fn all_formats_print_all_rows() {
    let old = both(
        "{ type: object, properties: { a: { type: string } } }",
        "{ type: string, enum: [a], description: x }",
        "",
    );
    let new = both(
        "{ type: object, properties: { a: { type: string, maxLength: 3 } } }",
        "{ type: string, enum: [b], description: y }",
        "",
    );
    let diff = diff(&old, &new);
    assert_eq!(diff.changes.len(), 4);
    for format in [Format::Text, Format::Json, Format::Markdown, Format::Github] {
        let text = diff.print(format);
        for change in &diff.changes {
            assert!(text.contains(change.rule.id), "{format:?} misses {}", change.rule.id);
            assert!(text.contains(&*change.at), "{format:?} misses {}", change.at);
        }
    }
}

#[test]
fn no_document_steers_a_terminal_or_breaks_a_line() {
    let with = |name: &str| {
        format!("{{ type: object, properties: {{ \"a\\e[2J\\n|::error::{name}\": {{ type: string }} }} }}")
    };
    let diff = diff(&both(&with("a"), "{}", ""), &both(&with("b"), "{}", ""));
    for format in [Format::Text, Format::Markdown, Format::Github] {
        let text = diff.print(format);
        assert!(!text.contains("[2J") || !text.contains("\u{1b}[2J"), "{text}");
        assert!(text.lines().all(|line| !line.starts_with("|::error::")), "{text}");
    }
}

#[test]
fn diff_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/DIFF.md");
    let page = rules_as_markdown();
    if std::env::var_os("UPDATE_DIFF_PAGE").is_some() {
        std::fs::write(path, &page).expect("a page that can be written");
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == page,
        "DIFF.md is stale: run `UPDATE_DIFF_PAGE=1 cargo test -p game-achievements-contract diff_page`"
    );
}
