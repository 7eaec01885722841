//! One more API is a spec, an entry of the registry and a feature of the client crate, and nothing else.

use std::fs;
use std::path::Path;
use std::process::Command;

use game_achievements_codegen::api::{Api, Registry};
use game_achievements_mock::{Answer, Mock};
use game_achievements_tests::{Built, Outcome, PROFILE, root};
use xtask::{Exit, Workspace};

/// What a consumer of the new API writes.
const MAIN: &str = r#"//! Calls the petstore at the address that is given.
use game_achievements::petstore::types::{Pet, PetKind};
use game_achievements::petstore::{Client, options::ListPets};
use game_achievements::{Api as _, Authorization};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let address = std::env::args().nth(1).expect("an address");
    let authorization = Authorization::bearer("token").expect("a token");
    let client = Client::builder().base_url(address).authorization(authorization).build().expect("a client");
    let options = ListPets::default().tags(["small", "a,b"]).limit(2);
    let pets = client.list_pets(options).await.expect("pets");
    println!("{} {:?}", pets.pets[0].name, pets.pets[0].kind);
    let pet = Pet::new(7, PetKind::Cat, "Tom").nickname(None::<String>);
    println!("{}", client.replace_pet(7, &pet).await.expect("a pet").name);
}
"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_api_is_added_by_a_spec_an_entry_and_a_feature() {
    let built = Built::new(env!("CARGO_TARGET_TMPDIR"), "new-api").emptied();
    copy_of_the_workspace(&built);
    let with_petstore = || Registry::builtin().apis().iter().cloned().chain([petstore()]).collect::<Vec<_>>();
    let workspace = Workspace::new(built.path(), Registry::new(with_petstore()));
    let xtask = |command: &str| Outcome::of([command], Some(&workspace), built.path());

    // The spec and the entry are there, and `generate` makes the module, its place in the list and its calls.
    let generate = xtask("generate");
    assert_eq!(generate.exit, Exit::Findings, "{}", generate.stderr);
    let modules = read(&built, "generated-client/src/generated/mod.rs");
    assert!(
        modules.contains("#[cfg(feature = \"petstore\")]\n#[rustfmt::skip]\npub mod petstore;"),
        "{modules}"
    );
    assert!(read(&built, "tests/suite/generated/mod.rs").contains("mod petstore;"));

    // Both commands say what is left to do, and where.
    let check = xtask("check");
    assert_eq!(check.exit, Exit::Findings, "{}", check.stderr);
    for said in [&generate.stderr, &check.stderr] {
        assert!(said.contains("generated-client/Cargo.toml:"), "{said}");
        assert!(said.contains("no feature `petstore`, which `petstore` is behind"), "{said}");
        assert!(said.contains("fix: add `petstore = []` below `[features]`"), "{said}");
    }
    let manifest = read(&built, "generated-client/Cargo.toml");
    built.write(
        "generated-client/Cargo.toml",
        manifest.replacen("[features]\n", "[features]\npetstore = []\n", 1),
    );
    let check = xtask("check");
    assert_eq!(check.exit, Exit::Fine, "{}", check.stderr);

    // Nothing else: a consumer of that feature alone builds, and calls the service.
    let mock = Mock::start().await.expect("a free port");
    mock.answer(
        "GET",
        "/pets?limit=2&tags=small,a%2Cb",
        Answer::json(200, r#"{"pets":[{"id":1,"name":"Rex","kind":"DOG"}]}"#),
    );
    mock.answer("PUT", "/pets/7", Answer::json(200, r#"{"id":7,"name":"Tom","kind":"CAT"}"#));
    let address = mock.base_url().to_owned();
    let output = tokio::task::spawn_blocking(move || {
        let caller = built.binary("caller", "petstore-caller");
        Command::new(caller).arg(address).output().expect("it runs")
    });
    let output = output.await.expect("no panic");
    assert!(output.status.success(), "{}\n{:?}", String::from_utf8_lossy(&output.stderr), mock.requests());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Rex Dog\nTom\n");
    let sent: serde_json::Value = serde_json::from_slice(mock.requests()[1].body()).expect("JSON");
    assert_eq!(sent, serde_json::json!({ "id": 7, "name": "Tom", "kind": "CAT", "nickname": null }));
}

fn petstore() -> Api {
    Api::ours("petstore", "specs/petstore.yaml", "petstore", "petstore")
}

/// Specs, client and what is generated, as they are committed, with the new spec; the runtime and the mock stay where they are.
fn copy_of_the_workspace(built: &Built) {
    for folder in ["specs", "generated-client/src", "generated-client/examples", "tests/suite/generated"] {
        copy(built, folder);
    }
    for file in ["generated-client/Cargo.toml", "generated-client/README.md", "README.md"] {
        built.write(file, fs::read_to_string(root().join(file)).expect("a text"));
    }
    built.write("specs/petstore.yaml", include_str!("../fixtures/petstore/petstore.yaml"));
    let mut manifest = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    let members = manifest.find("members = [").expect("members");
    let end = members + manifest[members..].find(']').expect("an end");
    manifest.replace_range(members..=end, "members = [\"caller\", \"generated-client\"]");
    for package in ["runtime", "mock"] {
        let path = format!("generated-client/{package}");
        let there = format!("path = {:?}", root().join(&path));
        manifest = manifest.replace(&format!("path = {path:?}"), &there);
    }
    // Packages that only the generator needs are no part of this workspace.
    let profile = manifest.find("[profile.dev]").expect("a profile");
    manifest.truncate(profile);
    built.write("Cargo.toml", &(manifest + PROFILE));
    built.write("caller/src/main.rs", MAIN);
    built.write(
        "caller/Cargo.toml",
        "[package]\nname = \"petstore-caller\"\nedition = \"2024\"\n\n[dependencies]\n\
         game-achievements = { path = \"../generated-client\", default-features = false, features = [\"petstore\"] }\n\
         tokio = { workspace = true, features = [\"macros\", \"rt-multi-thread\"] }\n",
    );
}

/// Copies a folder of this workspace.
fn copy(built: &Built, folder: &str) {
    let mut left = vec![Path::new(folder).to_owned()];
    while let Some(path) = left.pop() {
        for entry in fs::read_dir(root().join(&path)).expect("a readable folder") {
            let entry = entry.expect("a readable folder");
            let path = path.join(entry.file_name());
            if entry.file_type().expect("a kind").is_dir() {
                left.push(path);
            } else {
                let bytes = fs::read(entry.path()).expect("a readable file");
                built.write(&path.display().to_string(), &bytes);
            }
        }
    }
}

fn read(built: &Built, file: &str) -> String {
    fs::read_to_string(built.path().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}
