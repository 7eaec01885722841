//! The program that serves both services.

#![allow(clippy::unwrap_used, reason = "a test panics where something fails")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_game-achievements-mock");

#[test]
fn it_prints_where_the_services_are_and_what_they_take_for_a_token() {
    let mut program = Command::new(PROGRAM).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let lines: Vec<String> = lines.take(4).collect::<Result<_, _>>().unwrap();
    let value = |at: usize, name: &str| {
        let rest = lines[at].strip_prefix(&format!("export {name}=")).unwrap_or_else(|| panic!("{lines:?}"));
        rest.trim_matches('\'').to_owned()
    };
    let apple = value(0, "APP_STORE_CONNECT_BASE_URL");
    let xbox = value(2, "XBOX_LIVE_BASE_URL");
    let tokens = [value(1, "APP_STORE_CONNECT_TOKEN"), value(3, "XBOX_LIVE_TOKEN")];
    let answers = [
        ask(&apple, "/v1/apps", &format!("Authorization: Bearer {}", tokens[0])),
        ask(
            &xbox,
            "/users/xuid(2533274790412952)/achievements",
            &format!("Authorization: {}\r\nx-xbl-contract-version: 2", tokens[1]),
        ),
    ];
    program.kill().unwrap();
    program.wait().unwrap();
    for answer in answers {
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    }
}

fn ask(base: &str, target: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(base.strip_prefix("http://").unwrap()).unwrap();
    write!(stream, "GET {target} HTTP/1.1\r\nHost: a\r\n{headers}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_refuses_what_it_does_not_know() {
    for arguments in [&["--sed"][..], &["--seed"], &["--seed", "x"]] {
        let output = Command::new(PROGRAM).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: "), "{output:?}");
    }
    let output = Command::new(PROGRAM).arg("--help").output().unwrap();
    assert!(output.status.success() && output.stdout.starts_with(b"Serves App Store Connect"));
}
