//! Every operation of every API over TCP: the bytes that it sends, and the spec's own examples decoded from the answer.

use std::collections::BTreeMap;
use std::fs;

use game_achievements::{Api, Authorization, Result};
use game_achievements_codegen::api::Registry;
use game_achievements_contract::document::Document;
use game_achievements_contract::source::Node;
use game_achievements_mock::{Answer, Mock};
use game_achievements_tests::{Snapshots, root};
use serde_json::Value;

use crate::generated;

/// The client that the generated calls are made with.
pub fn client<C: Api>(base_url: &str) -> Result<C> {
    let authorization = Authorization::raw("token-of-the-tests")?;
    C::builder()
        .base_url(base_url)
        .authorization(authorization)
        // Failures are answered on purpose.
        .retry(game_achievements::RetryPolicy::never())
        .build()
}

#[tokio::test]
async fn every_operation_sends_the_reviewed_bytes_and_decodes_its_examples() {
    let mut snapshots = Snapshots::of("requests");
    for api in Registry::builtin().apis() {
        let bytes = fs::read(root().join(&api.spec)).expect("a readable spec");
        let document = Document::read(&api.spec, &bytes).expect("a spec of ours can be read");
        let mut by_resource: BTreeMap<String, String> = BTreeMap::new();
        let documented = documented(&document);
        assert_eq!(documented.len(), generated::operations(&api.name).len(), "operations of {}", api.name);
        for (id, operation) in documented {
            let mock = Mock::start().await.expect("a free port");
            // Nothing answers yet, but now the method and path are known.
            let error = generated::call(&api.name, mock.base_url(), id).await.expect_err("nothing answers");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(404), "{id}: {error}");
            let request = mock.requests().remove(0);
            assert_eq!(mock.breaches(), [], "{id}");

            let text = by_resource.entry(operation.resource.to_lowercase().replace(' ', "-")).or_default();
            *text += &format!(
                "## {id}\n{}\n\n",
                request.to_string().replace(env!("CARGO_PKG_VERSION"), "[version]")
            );

            for (example, status, value) in &operation.examples {
                let answer = value
                    .as_ref()
                    .map_or_else(|| Answer::empty(*status), |value| Answer::json(*status, value.to_string()));
                let mock = Mock::start().await.expect("a free port");
                mock.answer(request.method(), request.target(), answer);
                let (answered, decoded) = generated::call(&api.name, mock.base_url(), id)
                    .await
                    .unwrap_or_else(|error| panic!("{id}, example {example}: {error}"));
                assert_eq!(answered.as_u16(), *status, "{id}, example {example}");
                let sent = value.clone().unwrap_or(Value::Null);
                assert_eq!(decoded, sent, "{id}, example {example}");
            }
        }
        for (resource, text) in by_resource {
            snapshots.hold(&format!("{}--{resource}", api.name), text.trim_end());
        }
    }
    snapshots.finish();
}

/// An operation as the spec has it.
struct Documented {
    resource: String,
    /// Name, status and body of each example of a success; those without a body stand for themselves.
    examples: Vec<(String, u16, Option<Value>)>,
}

fn documented(document: &Document) -> BTreeMap<&str, Documented> {
    let paths = document.root().get("paths").and_then(Node::as_object).expect("paths");
    let mut found = BTreeMap::new();
    for operation in paths.iter().filter_map(|path| path.node.as_object()).flatten() {
        let Some(id) = operation.node.get("operationId").and_then(Node::as_str) else { continue };
        let tag = operation.node.get("tags").and_then(Node::as_array).and_then(|tags| tags[0].as_str());
        let answers = operation.node.get("responses").and_then(Node::as_object).expect("responses");
        let mut examples = Vec::new();
        for entry in answers.iter().filter(|entry| entry.key.starts_with('2') || &*entry.key == "304") {
            let status = entry.key.parse().expect("a status");
            let answer = document.resolve(&entry.node);
            match answer.get("content").and_then(|content| content.get("application/json")) {
                None => examples.push((entry.key.to_string(), status, None)),
                Some(media) => {
                    let before = examples.len();
                    if let Some(example) = media.get("example") {
                        examples.push((entry.key.to_string(), status, Some(example.to_json())));
                    }
                    for named in media.get("examples").and_then(Node::as_object).into_iter().flatten() {
                        let value = document.resolve(&named.node).get("value").expect("a value");
                        examples.push((named.key.to_string(), status, Some(value.to_json())));
                    }
                    assert!(examples.len() > before, "{id} has no example for {status}");
                }
            }
        }
        assert!(!examples.is_empty(), "{id} has no success");
        found.insert(id, Documented { resource: tag.expect("a tag").to_owned(), examples });
    }
    found
}
