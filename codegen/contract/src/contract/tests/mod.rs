//! What a contract promises: equal for equal meaning, different for different meaning, and an answer for any input.

mod equivalence;
mod hostile;
mod malformed;
mod text;

use super::Contract;
use crate::document::Document;

/// The document of these paths and components, in JSON or YAML without the head.
fn document(body: &str) -> Document {
    let text = format!("openapi: 3.0.3\ninfo: {{ title: t, version: 1.0.0 }}\n{body}");
    Document::read("a.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
}

fn contract(body: &str) -> Contract {
    Contract::read(&document(body)).unwrap_or_else(|problems| panic!("{problems:#?}\n{body}"))
}

/// A contract with one answer of that schema.
fn answer(schema: &str, components: &str) -> Contract {
    contract(&format!(
        "paths: {{ /a: {{ get: {{ responses: {{ '200': {{ description: d, content: {{ application/json: \
         {{ schema: {schema} }} }} }} }} }} }} }}\ncomponents: {{ schemas: {{ {components} }} }}"
    ))
}

#[track_caller]
fn same(a: &Contract, b: &Contract) {
    let (a_text, b_text) = (a.text_without_labels().to_string(), b.text_without_labels().to_string());
    assert_eq!(a_text, b_text);
    assert!(a == b, "the text is the same, but not the contract:\n{a_text}");
    assert_eq!(a.documented(), b.documented(), "the documentation differs");
}

#[track_caller]
fn different(a: &Contract, b: &Contract) {
    let (a_text, b_text) = (a.text().to_string(), b.text().to_string());
    assert!(a != b, "the contract is the same:\n{a_text}\n{b_text}");
    assert_ne!(a_text, b_text);
}
