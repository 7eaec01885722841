//! What the generated code looks like to those who write against it.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;

use game_achievements::{app_store_connect, xbox_360, xbox_live};
use game_achievements_codegen::api::Registry;
use game_achievements_contract::document::Document;
use game_achievements_contract::source::Node;
use game_achievements_tests::root;

/// A generated file of an API.
pub fn generated_text(module: &str, file: &str) -> String {
    let path = root().join("generated-client/src/generated").join(module).join(file);
    fs::read_to_string(path).expect("a generated file")
}

#[test]
fn just_the_deprecated_operations_are_marked_so() {
    let bytes = fs::read(root().join("specs/app-store-connect.yaml")).expect("a readable spec");
    let document =
        Document::read("specs/app-store-connect.yaml", &bytes).expect("a spec of ours can be read");
    let paths = document.root().get("paths").and_then(Node::as_object).expect("paths");
    let mut deprecated = BTreeSet::new();
    for operation in paths.iter().filter_map(|path| path.node.as_object()).flatten() {
        if operation.node.get("deprecated").and_then(Node::as_bool) == Some(true) {
            deprecated.insert(operation.node.get("operationId").and_then(Node::as_str).expect("an id"));
        }
    }
    assert!(!deprecated.is_empty(), "no operation is deprecated, so this shows nothing");

    let text = generated_text("app_store_connect", "mod.rs");
    let marked: BTreeSet<&str> = text
        .match_indices("#[deprecated")
        .map(|(at, _)| text[at..].split_once("pub async fn ").expect("a method").1)
        .map(|after| after.split('(').next().unwrap_or_default())
        .collect();
    assert_eq!(marked, deprecated);
}

#[test]
fn no_optional_parameter_is_an_argument_so_that_a_new_one_shifts_none() {
    for api in Registry::builtin().apis() {
        let text = generated_text(&api.module, "mod.rs");
        let mut methods = 0;
        for signature in text.split("pub async fn ").skip(1) {
            let (arguments, _) = signature.split_once(") -> ").expect("a signature");
            assert!(!arguments.contains("Option<") && !arguments.contains("Vec<"), "{arguments}");
            if let Some((_, after)) = arguments.split_once("options: ") {
                assert_eq!(after.trim_end().matches(',').count(), 1, "options come last: {arguments}");
            }
            methods += 1;
        }
        assert!(methods > 0, "{} has no methods", api.name);
    }
}

#[test]
fn names_are_short_enough_to_read() {
    for api in Registry::builtin().apis() {
        let text = generated_text(&api.module, "mod.rs");
        for signature in text.split("pub async fn ").skip(1) {
            let name = signature.split('(').next().unwrap_or_default();
            assert!(name.len() <= 50, "{name}");
        }
    }
}

#[test]
fn clients_can_be_shared_and_values_compared_cloned_and_printed() {
    fn shared<T: Clone + Debug + Send + Sync + 'static>() {}
    fn value<T: Clone + Debug + PartialEq + Send + Sync + 'static>() {}

    shared::<app_store_connect::Client>();
    shared::<xbox_live::Client>();
    shared::<xbox_360::Client>();
    // Each holds most of the types of its module.
    value::<app_store_connect::types::AppsResponse>();
    value::<app_store_connect::types::GameCenterAchievementsV2Response>();
    value::<app_store_connect::types::GameCenterDetailsResponse>();
    value::<app_store_connect::types::ErrorResponse>();
    value::<xbox_live::types::AchievementsResponse>();
    value::<xbox_360::types::AchievementsResponse>();
    shared::<app_store_connect::options::ListAchievementsV2>();
    shared::<xbox_live::options::ListAchievements>();
}
