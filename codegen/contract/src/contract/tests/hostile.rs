use std::fmt::Write as _;

use super::super::Contract;
use super::{answer, contract};
use crate::document::Document;

/// Components `S0` to `S{count - 1}`, each of which `next` gives the content, and an answer of `S0`.
fn chain(count: usize, next: impl Fn(usize) -> String) -> Contract {
    let mut components = String::new();
    for at in 0..count {
        let _ = write!(components, "\"S{at}\":{},", next(at));
    }
    let text = format!(
        r##"{{"openapi":"3.0.3","paths":{{"/a":{{"get":{{"responses":{{"200":{{"description":"d","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/S0"}}}}}}}}}}}}}}}},"components":{{"schemas":{{{}}}}}}}"##,
        components.trim_end_matches(',')
    );
    let document =
        Document::read("a.json", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"));
    Contract::read(&document).unwrap_or_else(|problems| panic!("{problems:?}"))
}

const LONG: usize = 10_000;

#[test]
fn ten_thousand_schemas_in_a_row_have_a_contract_and_a_text() {
    let next = |at: usize| {
        if at + 1 == LONG {
            r#"{"type":"string"}"#.to_owned()
        } else {
            format!(
                r##"{{"type":"object","properties":{{"n":{{"$ref":"#/components/schemas/S{}"}}}}}}"##,
                at + 1
            )
        }
    };
    let contract = chain(LONG, next);
    assert!(contract.text().to_string().len() < 2_000_000);
    let arrays = chain(LONG, |at| {
        if at + 1 == LONG {
            r#"{"type":"string"}"#.to_owned()
        } else {
            format!(r##"{{"type":"array","items":{{"$ref":"#/components/schemas/S{}"}}}}"##, at + 1)
        }
    });
    assert!(arrays.text().to_string().len() < 2_000_000);
    let wrapped = chain(LONG, |at| {
        if at + 1 == LONG {
            r#"{"type":"string"}"#.to_owned()
        } else {
            format!(r##"{{"allOf":[{{"$ref":"#/components/schemas/S{}"}}]}}"##, at + 1)
        }
    });
    assert!(wrapped == answer("{ type: string }", ""));
}

#[test]
fn ten_thousand_schemas_in_a_circle_have_a_contract_and_a_text() {
    let circle = |last: &'static str| {
        chain(LONG, move |at| {
            let kind = if at + 1 == LONG { last } else { "" };
            format!(
                r##"{{"type":"object"{kind},"properties":{{"n":{{"$ref":"#/components/schemas/S{}"}}}}}}"##,
                (at + 1) % LONG
            )
        })
    };
    let same_everywhere = circle("");
    // All of them mean the same, so the text has one.
    assert!(same_everywhere.text().to_string().len() < 500);
    assert!(
        same_everywhere
            == chain(1, |_| r##"{"type":"object","properties":{"n":{"$ref":"#/components/schemas/S0"}}}"##
                .to_owned())
    );
    let one_differs = chain(2_000, |at| {
        let kind = if at == 1_999 { r#","nullable":true"# } else { "" };
        format!(
            r##"{{"type":"object"{kind},"properties":{{"n":{{"$ref":"#/components/schemas/S{}"}}}}}}"##,
            (at + 1) % 2_000
        )
    });
    assert!(one_differs != same_everywhere);
    assert!(!one_differs.text().to_string().is_empty());
}

#[test]
fn arrays_and_unions_of_themselves_have_a_text() {
    let array = answer(
        "{ $ref: '#/components/schemas/A' }",
        "A: { type: array, items: { $ref: '#/components/schemas/A' } }",
    );
    assert!(array.text().to_string().contains("<A> = array of <A>"), "{}", array.text());
    let union = answer(
        "{ $ref: '#/components/schemas/A' }",
        "A: { oneOf: [{ $ref: '#/components/schemas/A' }, { type: string }] }",
    );
    assert!(union.text().to_string().contains("- <A>"), "{}", union.text());
    let not = answer("{ $ref: '#/components/schemas/A' }", "A: { not: { $ref: '#/components/schemas/A' } }");
    assert!(not.text().to_string().contains("not: <A>"), "{}", not.text());
}

#[test]
fn every_subset_of_members_is_refused_no_memory() {
    // Each merge of two schemas asks for the merge of others.
    let mut components = String::new();
    for at in 0..24 {
        let properties: Vec<String> = (0..24)
            .map(|to| format!("p{to}: {{ $ref: '#/components/schemas/S{}' }}", (at * 7 + to * 5 + 1) % 24))
            .collect();
        let _ = write!(
            components,
            "S{at}: {{ type: object, properties: {{ q{at}: {{ type: string }}, {} }} }}, ",
            properties.join(", ")
        );
    }
    let contract = answer(
        "{ allOf: [{ $ref: '#/components/schemas/S0' }, { $ref: '#/components/schemas/S1' }] }",
        &components,
    );
    assert!(!contract.text().sections.is_empty());
}

#[test]
fn a_callback_within_itself_is_told_once() {
    let contract = contract(
        "paths: { /a: { post: { responses: {}, callbacks: { c: { $ref: '#/components/callbacks/C' } } } } }\ncomponents: { callbacks: { C: { '{$url}': { post: { responses: {}, callbacks: { c: { $ref: '#/components/callbacks/C' } } } } } } }\n",
    );
    assert_eq!(contract.text().to_string().matches("callback {$url}").count(), 2);
}

#[test]
fn control_characters_of_a_document_do_not_break_its_text() {
    let contract =
        contract("paths: { \"/a\\n== b ==\": { get: { summary: \"x\\e[2J\", responses: {} } } }\n");
    let text = contract.text().to_string();
    assert!(text.contains("GET /a\\n== b =="), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}
