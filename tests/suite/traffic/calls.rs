//! The generated client's own calls, and the examples of the specs as answers: what our two sides say keeps to the contract.

use std::fs;

use game_achievements_codegen::api::Registry;
use game_achievements_contract::contract::{Contract, Operation};
use game_achievements_contract::document::Document;
use game_achievements_mock::Mock;
use game_achievements_tests::root;
use serde_json::{Value, json};
use xtask::Exit;

use super::{exchange, har, traffic};
use crate::generated;

/// An example of the first success of an operation, with its status.
fn answer(document: &Document, operation: &Operation) -> (u16, Option<Value>) {
    let success = operation.answers.iter().find(|answer| answer.status.is_success()).expect("a success");
    let status = success.status.to_string().parse().expect("a status");
    let example = success.content.first().map(|media| {
        let of = &media.documentation;
        let named = || of.get("examples")?.as_object()?.values().next().cloned();
        let example = of.get("example").cloned().or_else(|| named()?.get("value").cloned());
        let referred = || {
            let named = named()?;
            Some(document.pointer(named.get("$ref")?.as_str()?)?.get("value")?.to_json())
        };
        example.or_else(referred).unwrap_or_else(|| panic!("{} has no example", operation.title()))
    });
    (status, example)
}

#[tokio::test]
async fn every_call_of_the_client_and_every_example_keeps_to_the_contract_and_is_counted() {
    for api in Registry::builtin().apis() {
        let bytes = fs::read(root().join(&api.spec)).expect("a readable spec");
        let document = Document::read(&api.spec, &bytes).expect("a spec of ours can be read");
        let contract = Contract::read(&document).expect("a contract");
        let mut entries = Vec::new();
        for &id in generated::operations(&api.name) {
            let mock = Mock::start().await.expect("a free port");
            generated::call(&api.name, mock.base_url(), id).await.expect_err("nothing answers");
            let request = mock.requests().pop().expect("a request");
            let operation =
                contract.operations().iter().find(|operation| operation.id() == Some(id)).expect(id);
            let (status, body) = answer(&document, operation);
            let headers: Vec<(&str, &str)> = request
                .headers()
                .iter()
                .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let sent =
                (!request.body().is_empty()).then(|| serde_json::from_slice(request.body()).expect("JSON"));
            let line = format!("{} http://127.0.0.1:1{}", request.method(), request.target());
            entries.push(exchange(&line, &headers, sent.as_ref(), status, body.as_ref()));
        }
        let server = format!("http://127.0.0.1:1={}", api.name);
        let outcome = traffic(&har(&entries), &["--server", &server, "--coverage", "--format", "json"]);
        let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        assert_eq!(report["violations"], json!([]), "{}", api.name);
        assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.stderr);
        let covered = &report["coverage"][&api.name];
        for kind in ["operations", "parameters"] {
            assert_eq!(covered[kind]["used"], covered[kind]["all"], "{}: {:#}", api.name, covered[kind]);
        }
        let all = generated::operations(&api.name).len();
        assert_eq!(covered["operations"]["all"], all);
        assert_eq!(covered["statuses"]["used"], all, "one answer for each");
    }
}
