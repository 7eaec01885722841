//! `cargo xtask diff`: what changed between two documents, for those who use the service.

use std::path::Path;
use std::process::Command;

use clap::ValueEnum;
use game_achievements_contract::contract::Contract;
use game_achievements_contract::diff::format;
use game_achievements_contract::diff::version::{self, Bump};
use game_achievements_contract::diff::{Diff, Options, Summary};
use game_achievements_contract::document::Document;

use super::format::FormatName;
use crate::exit::{Exit, Stop};
use crate::workspace::{self, Workspace};
use crate::{Io, report};

/// The arguments of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The document before: a YAML or JSON file, or REV:PATH in git
    #[arg(value_name = "OLD", required_unless_present = "rules")]
    old: Option<String>,
    /// The document after: the same
    #[arg(value_name = "NEW", required_unless_present = "rules")]
    new: Option<String>,
    /// How to print the changes
    #[arg(long, value_enum, default_value_t = FormatName::Text)]
    format: FormatName,
    /// Which changes to end with exit code 100 for
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    fail_on: FailOn,
    /// Hold `info.version` of both documents against the bump that the changes need
    #[arg(long)]
    check_version: bool,
    /// Clients keep enum values that they do not know: a new one in an answer breaks none
    #[arg(long)]
    open_enums: bool,
    /// List the rules instead, each with why it is breaking or not
    #[arg(long, conflicts_with_all = ["old", "new", "check_version", "open_enums"])]
    rules: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Changes that break clients
    Breaking,
    /// All changes
    Any,
    /// None
    None,
}

impl FailOn {
    fn fails(self, summary: Summary) -> bool {
        match self {
            Self::Breaking => summary.breaking > 0,
            Self::Any => summary.total() > 0,
            Self::None => false,
        }
    }
}

pub(super) fn run(
    io: &mut Io<'_>,
    workspace: Option<&Workspace>,
    arguments: &Arguments,
) -> Result<Exit, Stop> {
    if arguments.rules {
        let text = match arguments.format {
            FormatName::Markdown => format::rules_as_markdown(),
            _ => format::rules_as_text(),
        };
        io.stdout.write_all(text.as_bytes())?;
        return Ok(Exit::Fine);
    }
    let side = |name: &Option<String>| read(workspace, name.as_deref().unwrap_or_default());
    let (old, new) = (side(&arguments.old)?, side(&arguments.new)?);
    let options = Options { open_enums: arguments.open_enums };
    let diff = Diff::between(&old, &new, options).map_err(|problem| vec![problem])?;
    io.stdout.write_all(diff.print(arguments.format.into()).as_bytes())?;
    let summary = diff.summary();
    let version_fits = !arguments.check_version || check_version(io, &old, &new, summary.bump())?;
    let fails = arguments.fail_on.fails(summary);
    if fails {
        report::bad(io, "Failure", &format!("{summary}"))?;
    }
    let hint = match (version_fits, fails, arguments.fail_on) {
        (true, false, _) => {
            report::good(io, "Finished", &format!("{summary}: {}", summary.bump().phrase()))?;
            return Ok(Exit::Fine);
        }
        (false, false, _) => "raise `info.version`, then run the command again",
        (false, true, _) => {
            "undo the changes, or release them: raise `info.version` and add `--fail-on none`"
        }
        (true, true, FailOn::Breaking) if !arguments.check_version => {
            "undo what breaks clients, or release it: `--fail-on none --check-version`"
        }
        (true, true, FailOn::Breaking) => "undo what breaks clients, or release it: `--fail-on none`",
        (true, true, FailOn::Any | FailOn::None) => "undo the changes, or review them and move OLD on",
    };
    report::next(io, hint)?;
    Ok(Exit::Findings)
}

/// Whether the version of the new document fits the changes.
fn check_version(io: &mut Io<'_>, old: &Contract, new: &Contract, bump: Bump) -> Result<bool, Stop> {
    let checked = version::check(old.version(), new.version(), bump);
    match &checked {
        Ok(()) => {
            let shown = |contract: &Contract| contract.version().unwrap_or("nothing").to_owned();
            report::good(io, "Version", &format!("{} after {} fits", shown(new), shown(old)))?;
        }
        Err(message) => {
            let place = new.version_place().map(|place| format!("{place}: ")).unwrap_or_default();
            report::bad(io, "Version", &format!("{place}{message}"))?;
        }
    }
    Ok(checked.is_ok())
}

/// The contract of one side.
fn read(workspace: Option<&Workspace>, name: &str) -> Result<Contract, Stop> {
    let path = Path::new(name);
    let document = match name.split_once(':') {
        // A file may have a colon in its name, and on Windows most have.
        Some((revision, inner)) if !path.exists() && revision.len() > 1 => {
            Document::read(name, &git_show(workspace, revision, inner)?)?
        }
        _ => workspace::read_document(path, name)?,
    };
    Ok(Contract::read(&document)?)
}

fn git_show(workspace: Option<&Workspace>, revision: &str, path: &str) -> Result<Vec<u8>, Stop> {
    let refused = |message: String| {
        Stop::refused(
            format!("cannot read {revision}:{path}: {message}"),
            "name a file, or REV:PATH with a revision of this repository and a path from its root",
        )
    };
    let mut git = Command::new("git");
    if let Some(workspace) = workspace {
        git.arg("-C").arg(workspace.root());
    }
    // A revision that starts with a hyphen is no option.
    let output = git
        .env("LC_ALL", "C")
        .args(["show", "--end-of-options", &format!("{revision}:{path}")])
        .output()
        .map_err(|error| refused(format!("git does not run: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().next().unwrap_or("git fails without a word");
    Err(refused(line.trim_start_matches("fatal: ").to_owned()))
}
