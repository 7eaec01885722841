//! `cargo xtask drift`: our spec held against the document that the provider publishes.

mod archive;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use game_achievements_codegen::api::Api;
use game_achievements_codegen::format::OutputFile;
use game_achievements_contract::contract::Contract;
use game_achievements_contract::document::Document;
use game_achievements_contract::drift::{Accepted, Date, Drift, List, Question};
use game_achievements_contract::problem::Problem;

use super::format::FormatName;
use crate::exit::{Exit, Stop};
use crate::workspace::Workspace;
use crate::{Io, files, report};

const LIST: &str = "specs/divergences.toml";
const ACCEPTED: &str = "specs/divergences.lock";

/// The arguments of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The API, as `list` names it
    #[arg(value_name = "API")]
    api: String,
    /// What the provider publishes: a JSON or YAML file, or a zip archive with one
    #[arg(long, value_name = "FILE")]
    upstream: PathBuf,
    /// Which of the provider's documents that is [default: the first that the API has]
    #[arg(long, value_name = "NAME")]
    document: Option<String>,
    /// How to print the differences
    #[arg(long, value_enum, default_value_t = FormatName::Text)]
    format: FormatName,
    /// Write down what the divergences cover now, in specs/divergences.lock, for review
    #[arg(long)]
    accept: bool,
}

pub(super) fn run(io: &mut Io<'_>, workspace: &Workspace, arguments: &Arguments) -> Result<Exit, Stop> {
    let api = workspace.api(&arguments.api)?;
    let document = document(api, arguments.document.as_deref())?;
    let upstream = Contract::read(&published(&arguments.upstream)?)?;
    let ours = Contract::read(&workspace.read_spec(api)?)?;
    let apis = workspace.registry().apis();
    let known: Vec<(&str, &[String])> = apis.iter().map(|api| (&*api.name, &*api.documents)).collect();
    let list = List::read(LIST, &text(workspace, LIST)?, &known)?;
    let read = |text: &str| Accepted::read(ACCEPTED, text).map_err(|problem| vec![problem]);
    let accepted = read(&text(workspace, ACCEPTED)?)?;
    let question = Question {
        api: &api.name,
        document,
        ours: &ours,
        upstream: &upstream,
        family: &api.family,
        list: &list,
        accepted: &accepted,
        today: today(),
    };
    let mut drift = Drift::of(&question).map_err(|problem| vec![problem])?;
    if arguments.accept {
        let text = accepted.with((&api.name, document), &drift.covers);
        let anew = read(&text)?;
        files::write(workspace.root(), &OutputFile { path: ACCEPTED.into(), text })?;
        report::good(io, "Wrote", &format!("{ACCEPTED}, review what changed in it"))?;
        drift = Drift::of(&Question { accepted: &anew, ..question }).map_err(|problem| vec![problem])?;
    }
    io.stdout.write_all(drift.diff.print(arguments.format.into()).as_bytes())?;
    if matches!(arguments.format, FormatName::Github) {
        io.stdout.write_all(annotations(&drift.problems).as_bytes())?;
    }
    report::problems(io, &drift.problems)?;
    conclude(io, &drift)
}

fn conclude(io: &mut Io<'_>, drift: &Drift) -> Result<Exit, Stop> {
    let covered: usize = drift.covered.values().sum();
    let reasons = report::plural(drift.covered.len(), "listed divergence");
    let covered = format!("{} covered by {reasons}", report::plural(covered, "difference"));
    if drift.is_none() {
        report::good(io, "Finished", &format!("{covered}, nothing of the family is missing"))?;
        return Ok(Exit::Fine);
    }
    let unmodelled = drift.unmodelled();
    let others = drift.diff.changes.len() - unmodelled;
    let found = format!(
        "{} without a reason, {} of the family not modelled, {} with {LIST}; {covered}",
        report::plural(others, "difference"),
        report::plural(unmodelled, "operation"),
        report::plural(drift.problems.len(), "problem"),
    );
    report::bad(io, "Failure", &found)?;
    let hint = "follow upstream in the spec, or give the difference its reason in specs/divergences.toml \
                and run this with `--accept`";
    report::next(io, hint)?;
    Ok(Exit::Findings)
}

/// What is wrong with the divergences, beside the rows of the diff.
fn annotations(problems: &[Problem]) -> String {
    let escape = |text: &str| {
        let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        text.replace(':', "%3A").replace(',', "%2C")
    };
    let mut lines = String::new();
    for problem in problems {
        let place = problem.place.as_ref().map_or_else(String::new, |place| {
            let at = place.position;
            format!("file={},line={},col={},", escape(&place.file), at.line, at.column)
        });
        lines += &format!("::error {place}title={}::{}\n", problem.rule, escape(&problem.message));
    }
    lines
}

/// The name of the document that is meant.
fn document<'a>(api: &'a Api, asked: Option<&str>) -> Result<&'a str, Stop> {
    let Some(first) = api.documents.first() else {
        let message = format!("the provider of {} publishes no document", api.name);
        return Err(Stop::refused(message, "drift is for APIs whose provider publishes one"));
    };
    match asked {
        None => Ok(first),
        Some(asked) => {
            api.documents.iter().find(|name| *name == asked).map(String::as_str).ok_or_else(|| {
                let help = format!("the documents of {} are {}", api.name, api.documents.join(", "));
                Stop::refused(format!("there is no document `{asked}`"), help)
            })
        }
    }
}

/// Reads the provider's document, unpacked if need be.
fn published(path: &Path) -> Result<Document, Stop> {
    let shown = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| {
        Stop::refused(format!("cannot read {shown}: {error}"), "name a file that exists and can be read")
    })?;
    if !archive::is_archive(&bytes) {
        return Ok(Document::read(&shown, &bytes)?);
    }
    let (name, bytes) = archive::document(&bytes).map_err(|error| {
        Stop::refused(
            format!("cannot read {shown}: {error}"),
            "name an archive that has one JSON or YAML file",
        )
    })?;
    Ok(Document::read(&format!("{shown}/{name}"), &bytes)?)
}

/// The text of a file of the workspace; empty if it is not there.
fn text(workspace: &Workspace, file: &str) -> Result<String, Stop> {
    match fs::read_to_string(workspace.root().join(file)) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => {
            Err(Stop::refused(format!("cannot read {file}: {error}"), "it has to be a file of UTF-8"))
        }
    }
}

fn today() -> Date {
    // A clock before 1970 is as good as none: then nothing has expired.
    Date::from_unix(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs()))
}
