//! The program that calls what was made: it is told what to do as JSON, and says as JSON how it went.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use game_achievements_tests::{Built, PROFILE, root};
use serde_json::Value;

/// What each of its modules finds in its surroundings.
const GIVEN: &str = r#"//! What calls are given.
#![allow(dead_code, reason = "a document need not have all kinds of parameters")]

use std::fmt::Debug;
use std::str::FromStr;

use game_achievements_runtime::serde_json::Value;
use game_achievements_runtime::{Api, Authorization, Result, RetryPolicy};

pub fn client<C: Api>(base_url: &str) -> Result<C> {
    let authorization = Authorization::raw("token-of-the-tests")?;
    C::builder().base_url(base_url).authorization(authorization).retry(RetryPolicy::never()).build()
}

pub fn one<T: FromStr<Err: Debug>>(given: &Value, place: &str, name: &str) -> T {
    optional(given, place, name).unwrap_or_else(|| panic!("no {place} parameter {name} in {given}"))
}

pub fn optional<T: FromStr<Err: Debug>>(given: &Value, place: &str, name: &str) -> Option<T> {
    let text = given[place].get(name)?.as_str().expect("a text");
    Some(text.parse().unwrap_or_else(|error| panic!("{place} parameter {name}, {text:?}: {error:?}")))
}

pub fn list<T: FromStr<Err: Debug>>(given: &Value, place: &str, name: &str) -> Vec<T> {
    let texts = given[place].get(name).and_then(Value::as_array).into_iter().flatten();
    texts.map(|text| text.as_str().expect("a text").parse().expect("a value")).collect()
}
"#;

const MAIN: &str = r#"
use game_achievements_runtime::serde_json::{self, Value, json};

/// Reads tasks from stdin; the address is the first argument.
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let address = std::env::args().nth(1).expect("an address");
    let tasks: Vec<Value> = serde_json::from_reader(std::io::stdin()).expect("tasks");
    let mut done: Vec<Value> = Vec::new();
    for task in tasks {
        let address = address.clone();
        // A panic is an answer too.
        let outcome = tokio::spawn(async move { run(&address, &task).await });
        done.push(outcome.await.unwrap_or_else(|error| json!({ "error": error.to_string() })));
    }
    println!("{}", Value::from(done));
}

async fn run(address: &str, task: &Value) -> Value {
    let module = task["module"].as_str().expect("a module");
    if let Some(operation) = task["call"].as_str() {
        return match call(module, address, operation, &task["given"]).await {
            Ok((status, value)) => json!({ "status": status.as_u16(), "value": value }),
            Err(error) => json!({ "error": error.to_string() }),
        };
    }
    match round_trip(module, task["type"].as_str().expect("a type"), task["value"].clone()) {
        Ok(value) => json!({ "value": value }),
        Err(error) => json!({ "error": error.to_string() }),
    }
}
"#;

/// Writes and builds the program; `modules` are names with the code that `calls::given` writes, `more` what else is in it.
///
/// # Panics
/// With all that cargo says, if it says anything, warnings included.
pub(super) fn build(
    built: &Built,
    name: &str,
    modules: &[(String, String)],
    dependency: &str,
    more: &[&str],
) -> PathBuf {
    let mut main = "//! Calls what was made of documents.\n\nmod given;\n".to_owned();
    for name in more {
        let _ = writeln!(main, "#[allow(dead_code, reason = \"not all of it is called\")]\nmod {name};");
    }
    main.push_str(MAIN);
    let mut call = String::new();
    let mut round_trip = String::new();
    for (module, text) in modules {
        built.write(&format!("caller/src/calls_{module}.rs"), text);
        main = main.replacen("mod given;\n", &format!("mod given;\nmod calls_{module};\n"), 1);
        let _ =
            writeln!(call, "        {module:?} => calls_{module}::call(address, operation, given).await,");
        let _ = writeln!(round_trip, "        {module:?} => calls_{module}::round_trip(name, value),");
    }
    let _ = write!(
        main,
        "
async fn call(
    module: &str,
    address: &str,
    operation: &str,
    given: &Value,
) -> game_achievements_runtime::Result<(game_achievements_runtime::StatusCode, Value)> {{
    match module {{
{call}        _ => panic!(\"no module {{module}}\"),
    }}
}}

fn round_trip(module: &str, name: &str, value: Value) -> serde_json::Result<Value> {{
    match module {{
{round_trip}        _ => panic!(\"no module {{module}}\"),
    }}
}}
"
    );
    built.write("caller/src/main.rs", &main);
    built.write("caller/src/given.rs", GIVEN);
    built.write(
        "caller/Cargo.toml",
        format!(
            "[package]\nname = {name:?}\nedition = \"2024\"\n\n[dependencies]\n\
             game-achievements-runtime = {{ path = {:?} }}\n{dependency}\
             tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \"rt-multi-thread\"] }}\n\n\
             [workspace]\n{PROFILE}",
            root().join("generated-client/runtime"),
        ),
    );
    built.binary("caller", name)
}

/// Runs the program: how each task went.
pub(super) fn run(program: &PathBuf, address: &str, tasks: &[Value]) -> Vec<Value> {
    let mut child = Command::new(program)
        .arg(address)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let text = Value::from(tasks.to_vec()).to_string();
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    let done: Vec<Value> =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert_eq!(done.len(), tasks.len());
    done
}
