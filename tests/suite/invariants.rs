//! What ARCHITECTURE.md says must stay true.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use game_achievements_tests::root;
use serde_json::Value;

#[test]
fn codegen_and_contract_do_no_io_and_print_nothing() {
    let forbidden = [
        "std::fs",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "std::process",
        "std::env",
        "std::io",
        "println!",
        "print!(",
    ];
    for folder in ["codegen/src", "codegen/contract/src"] {
        for (path, text) in sources(folder) {
            for word in forbidden {
                let code = outside_tests(&text);
                assert!(!code.contains(word), "{} names {word}", path.display());
            }
        }
    }
}

#[test]
fn only_emit_names_the_generator() {
    for folder in ["codegen/src", "codegen/contract/src", "xtask/src"] {
        for (path, text) in sources(folder) {
            let names_it = ["progenitor::", "openapiv3::", "use progenitor", "use openapiv3"]
                .iter()
                .any(|word| outside_tests(&text).contains(word));
            let is_emit = path.ends_with("codegen/src/emit/mod.rs");
            assert!(!names_it || is_emit, "{} names the generator", path.display());
        }
    }
}

#[test]
fn generated_code_names_only_the_runtime_and_itself() {
    let foreign =
        ["serde_json::", "::serde::", "reqwest::", "progenitor", "chrono::", "uuid::", "bytes::", "http::"];
    for (path, text) in sources("generated-client/src/generated") {
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for name in foreign {
                let of_another = line.match_indices(name).any(|(at, _)| {
                    let before = &line[..at];
                    !before.ends_with("runtime::")
                        && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                });
                assert!(!of_another, "{} names {name}: {line}", path.display());
            }
        }
    }
}

#[test]
fn packages_depend_on_each_other_in_one_direction() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo prints JSON");
    let ours = "game-achievements";
    let allowed: &[(&str, &[&str])] = &[
        ("game-achievements-contract", &[]),
        ("game-achievements-codegen", &["game-achievements-contract"]),
        ("xtask", &["game-achievements-codegen", "game-achievements-contract"]),
        ("game-achievements-runtime", &[]),
        ("game-achievements", &["game-achievements-runtime", "game-achievements-mock"]),
        ("game-achievements-mock", &["game-achievements-contract"]),
    ];
    let packages = metadata["packages"].as_array().expect("packages");
    for (package, allowed) in allowed {
        let found = packages.iter().find(|found| found["name"] == *package).expect(package);
        for dependency in found["dependencies"].as_array().expect("dependencies") {
            let name = dependency["name"].as_str().expect("a name");
            let internal = name.starts_with(ours) || name == "xtask";
            assert!(!internal || allowed.contains(&name), "{package} depends on {name}");
            let only_in_tests = *package == ours && name == "game-achievements-mock";
            assert!(!only_in_tests || dependency["kind"] == "dev", "consumers would get {name}");
        }
    }
}

#[test]
fn no_hand_written_file_grows_beyond_what_one_sitting_reads() {
    for folder in ["codegen", "generated-client", "xtask", "tests"] {
        for (path, text) in sources(folder) {
            let generated = path.components().any(|part| part.as_os_str() == "generated");
            assert!(generated || text.lines().count() <= 500, "{} is too long", path.display());
        }
    }
}

#[test]
fn each_defect_of_the_generator_is_closed_by_tests_that_exist() {
    let readme = fs::read_to_string(root().join("tests/README.md")).expect("a text");
    let rows =
        readme.lines().filter(|line| line.starts_with("| ") && line[2..].starts_with(char::is_numeric));
    let closed_by: Vec<Vec<&str>> = rows
        .map(|row| row.rsplit('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2).collect())
        .collect();
    assert_eq!(closed_by.len(), 17);
    let folders = ["codegen/src", "generated-client", "tests/suite"];
    let texts: String = folders.into_iter().flat_map(sources).map(|(_, text)| text).collect();
    for name in closed_by.iter().inspect(|names| assert!(!names.is_empty())).flatten() {
        assert!(texts.contains(&format!("fn {name}()")), "there is no test {name}");
    }
}

/// The Rust files below a folder with their texts.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    list(&root().join(folder), &mut found);
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

fn list(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            list(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a text");
            found.push((path, text));
        }
    }
}

/// The text up to its unit tests, without comments; all of nothing for files that hold only tests.
fn outside_tests(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let is_tests = code.contains("#[test]");
    let lines = code.lines().filter(|line| !is_tests && !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}
