//! `cargo xtask traffic`: recorded exchanges, held against the specs.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use game_achievements_contract::contract::Contract;
use game_achievements_contract::exchange::{self, Base, Level};
use game_achievements_contract::problem::Problem;

use super::format::FormatName;
use crate::exit::{Exit, Stop};
use crate::traffic::{self, Checker, Entry, Place, Scanner, Stopped};
use crate::workspace::{self, Workspace};
use crate::{Io, report};

/// The size of the pieces that files are read in.
const PIECE: usize = 256 << 10;

/// The most entries that cannot be read before a file is given up.
const MAX_BROKEN: usize = 20;

/// The arguments of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Recorded traffic: HAR files, as browsers, proxies and the mock write them
    #[arg(value_name = "FILE", required_unless_present = "rules")]
    files: Vec<PathBuf>,
    /// Requests to this address are for that API, or for that YAML or JSON document. May be given several times
    #[arg(long = "server", value_name = "URL=API")]
    servers: Vec<String>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = FormatName::Text)]
    format: FormatName,
    /// Tell too which operations, parameters, statuses and properties the traffic used
    #[arg(long)]
    coverage: bool,
    /// Clients keep enum values that they do not know: a new one in an answer is a note
    #[arg(long)]
    open_enums: bool,
    /// List the rules instead, each with why it matters
    #[arg(long, conflicts_with_all = ["files", "servers", "coverage", "open_enums"])]
    rules: bool,
}

pub(super) fn run(
    io: &mut Io<'_>,
    workspace: Option<&Workspace>,
    arguments: &Arguments,
) -> Result<Exit, Stop> {
    if arguments.rules {
        let text = match arguments.format {
            FormatName::Markdown => exchange::rules_as_markdown(),
            _ => exchange::rules_as_text(),
        };
        io.stdout.write_all(text.as_bytes())?;
        return Ok(Exit::Fine);
    }
    let mut checker = checker(workspace, arguments)?;
    // All files are opened before any is read: a misspelt name should not show after minutes.
    let opened: Vec<(&PathBuf, File)> = arguments
        .files
        .iter()
        .map(|path| match File::open(path) {
            Ok(file) => Ok((path, file)),
            Err(error) => Err(unreadable(path, &error)),
        })
        .collect::<Result<_, _>>()?;
    let mut problems = Vec::new();
    for (path, file) in opened {
        read(&mut checker, path, file, &mut problems)?;
    }
    io.stdout.write_all(traffic::print(&checker, arguments.format.into(), arguments.coverage).as_bytes())?;
    report::problems(io, &problems)?;
    conclude(io, &checker, &problems)
}

/// The specs of all APIs, and the documents that `--server` names.
fn checker(workspace: Option<&Workspace>, arguments: &Arguments) -> Result<Checker, Stop> {
    let mut apis: Vec<(String, Contract)> = Vec::new();
    if let Some(workspace) = workspace {
        for api in workspace.registry().apis() {
            apis.push((api.name.clone(), Contract::read(&workspace.read_spec(api)?)?));
        }
    }
    let mut named = Vec::new();
    for server in &arguments.servers {
        let refused = || {
            Stop::refused(
                format!("`--server {server}` is no URL=API"),
                "write for example `--server http://127.0.0.1:8080=app-store-connect`",
            )
        };
        // A URL may have an equals sign, the name of an API has none.
        let (url, of) = server.rsplit_once('=').ok_or_else(refused)?;
        let base = Base::parse(url).ok_or_else(refused)?;
        let at = match apis.iter().position(|(name, _)| name == of) {
            Some(at) => at,
            None if Path::new(of).is_file() => {
                apis.push((of.to_owned(), Contract::read(&workspace::read_document(Path::new(of), of)?)?));
                apis.len() - 1
            }
            None => {
                let known: Vec<&str> = apis.iter().map(|(name, _)| name.as_str()).collect();
                let help = format!("the APIs are {}; a YAML or JSON file will do too", known.join(", "));
                return Err(Stop::refused(format!("there is no API `{of}`"), help));
            }
        };
        named.push((base, at));
    }
    if apis.is_empty() {
        let message = "there is no workspace around the current folder, and no `--server` names a document";
        return Err(Stop::refused(message, "name one: `--server https://api.example.com=openapi.yaml`"));
    }
    Ok(Checker::new(apis, named, arguments.open_enums))
}

/// Reads one file. What can be read of a broken one is checked all the same.
fn read(checker: &mut Checker, path: &Path, file: File, problems: &mut Vec<Problem>) -> Result<(), Stop> {
    let name: Arc<str> = path.display().to_string().into();
    let mut scanner = Scanner::new(BufReader::with_capacity(PIECE, file), traffic::MAX_ENTRY);
    let mut broken = 0;
    loop {
        let raw = match scanner.next_entry() {
            Ok(Some(raw)) => raw,
            Ok(None) => return Ok(()),
            Err(stopped) => {
                let (position, entries) = (scanner.position(), scanner.number());
                return stop(path, &name, stopped, position, entries).map(|problem| problems.push(problem));
            }
        };
        let place = Place { file: name.clone(), entry: raw.number, position: raw.position };
        let Some(bytes) = raw.bytes else {
            let message = format!(
                "entry {} is larger than {} MiB and was not looked at",
                raw.number,
                traffic::MAX_ENTRY >> 20
            );
            problems.push(Problem::warning("entry-too-large", message).at(place.in_file()));
            continue;
        };
        match serde_json::from_slice::<Entry<'_>>(bytes) {
            Ok(entry) => checker.entry(&entry, &place),
            Err(error) => {
                broken += 1;
                let position = raw.position.within(error.line(), error.column());
                let at = Place { position, ..place };
                let message =
                    format!("entry {} is no request and answer: {}", raw.number, traffic::said(&error));
                problems.push(Problem::error("broken-entry", message).at(at.in_file()));
                if broken == MAX_BROKEN {
                    let problem = Problem::error(
                        "broken-har",
                        format!("{broken} entries cannot be read: the rest was not looked at"),
                    );
                    problems.push(problem.at(at.in_file()));
                    return Ok(());
                }
            }
        }
    }
}

/// What to say of a file that cannot be read to its end.
fn stop(
    path: &Path,
    name: &Arc<str>,
    stopped: Stopped,
    position: traffic::Position,
    entries: u64,
) -> Result<Problem, Stop> {
    let place = Place { file: name.clone(), entry: entries, position };
    let read = format!("what stands before it was checked: {}", count(entries, "exchange"));
    match stopped {
        Stopped::Io(error) => Err(unreadable(path, &error)),
        Stopped::NoHar | Stopped::Truncated(_) | Stopped::Unexpected(_) if entries == 0 => {
            let place = place.in_file();
            Err(Stop::refused(
                format!("{place}: this is no HAR file: {stopped}"),
                "record traffic with the network panel of a browser, or `mitmdump --set hardump=traffic.har`",
            ))
        }
        Stopped::Truncated(_) => {
            Ok(Problem::error("truncated-har", stopped.to_string()).at(place.in_file()).help(read))
        }
        _ => Ok(Problem::error("broken-har", stopped.to_string()).at(place.in_file()).help(read)),
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Stop {
    Stop::refused(
        format!("cannot read {}: {error}", path.display()),
        "name a HAR file that exists and can be read",
    )
}

fn conclude(io: &mut Io<'_>, checker: &Checker, problems: &[Problem]) -> Result<Exit, Stop> {
    let checked: u64 = checker.apis.iter().map(|api| api.requests).sum();
    let of: Vec<String> = checker
        .apis
        .iter()
        .filter(|api| api.requests > 0)
        .map(|api| format!("{} of {}", api.requests, api.name))
        .collect();
    let of = if of.is_empty() { String::new() } else { format!(": {}", of.join(", ")) };
    report::good(io, "Checked", &format!("{}{of}", count(checked, "request")))?;
    if checker.unanswered > 0 {
        report::attention(io, "Unanswered", &count(checker.unanswered, "request"))?;
    }
    if !checker.elsewhere.is_empty() || checker.preflights > 0 {
        report::attention(io, "Passed over", &passed_over(checker))?;
    }
    if checker.table.left_out > 0 {
        report::attention(io, "Left out", &count(checker.table.left_out, "violation"))?;
    }
    let (errors, notes) = (checker.table.count(Level::Error), checker.table.count(Level::Note));
    let found = format!("{}, {}", report::plural(errors, "error"), report::plural(notes, "note"));
    if errors > 0 || problems.iter().any(Problem::is_error) {
        let with = if problems.is_empty() {
            String::new()
        } else {
            format!(", {} with the files", report::count(problems))
        };
        report::bad(io, "Failure", &format!("{found}{with}"))?;
        let hint = match errors {
            0 => "record the traffic again, whole",
            _ => "correct the client, or follow the service in the spec and run `cargo xtask generate`",
        };
        report::next(io, hint)?;
        return Ok(Exit::Findings);
    }
    report::good(io, "Finished", &found)?;
    if checked == 0 {
        report::next(io, "say whose the traffic is: `--server URL=API`")?;
    }
    Ok(Exit::Fine)
}

/// Requests that are nobody's here.
fn passed_over(checker: &Checker) -> String {
    const MOST: usize = 5;
    let mut hosts: Vec<(&String, &u64)> = checker.elsewhere.iter().collect();
    hosts.sort_by_key(|(host, count)| (std::cmp::Reverse(**count), *host));
    let mut said: Vec<String> = hosts
        .iter()
        .take(MOST)
        .map(|(host, count)| format!("{count} to {}", traffic::printable(host)))
        .collect();
    if hosts.len() > MOST {
        let others: u64 = hosts[MOST..].iter().map(|(_, count)| **count).sum();
        said.push(format!("{others} to {}", report::plural(hosts.len() - MOST, "other host")));
    }
    if checker.preflights > 0 {
        said.push(format!("{} of browsers", count(checker.preflights, "preflight")));
    }
    said.join(", ")
}

fn count(count: u64, noun: &str) -> String {
    report::plural(usize::try_from(count).unwrap_or(usize::MAX), noun)
}
