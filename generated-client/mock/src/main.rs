//! Both services on loopback, until the process ends: `cargo xtask serve`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "that is what a program does")]

use std::io::Write as _;
use std::process::ExitCode;

use game_achievements_mock::{Services, Settings, fixtures};

const USAGE: &str = "\
Serves App Store Connect and Xbox Live on loopback, with invented data, until it is ended.

Usage: game-achievements-mock [--seed NUMBER]

  --seed NUMBER  what new ids are made from [default: 0]
  -h, --help     print this
";

fn main() -> ExitCode {
    let mut settings = Settings::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), &mut arguments) {
            ("-h" | "--help", _) => {
                print!("{USAGE}");
                return ExitCode::SUCCESS;
            }
            ("--seed", rest) => match rest.next().and_then(|text| text.parse().ok()) {
                Some(seed) => settings = settings.seed(seed),
                None => return refuse("--seed takes a number"),
            },
            (other, _) => return refuse(&format!("there is no argument `{other}`")),
        }
    }
    match serve(&settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("error: {message}\n\n{USAGE}");
    ExitCode::from(2)
}

fn serve(settings: &Settings) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let services = Services::with(settings).await?;
        println!("export APP_STORE_CONNECT_BASE_URL='{}'", services.app_store_connect().base_url());
        println!("export APP_STORE_CONNECT_TOKEN='{}'", fixtures::APP_STORE_CONNECT_TOKEN);
        println!("export XBOX_LIVE_BASE_URL='{}'", services.xbox_live().base_url());
        println!("export XBOX_LIVE_TOKEN='{}'", fixtures::XBOX_LIVE_AUTHORIZATION);
        std::io::stdout().flush()?;
        eprintln!(
            "`Client::from_env` of a program with these variables asks the mock services. Ctrl-C ends them."
        );
        std::future::pending().await
    })
}
