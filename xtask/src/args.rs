//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::Io;
use crate::exit::{Exit, Stop};

/// Generates the client from specs/*.yaml and keeps both in step.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    after_help = "Exit codes: 0 fine, 4 run `cargo xtask generate`, 100 something is wrong with the input, \
                  2 cannot be carried out as asked, 1 internal error."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lint the specs and bring the generated client up to date; or make a crate of any document
    Generate {
        /// The APIs to generate, as `list` names them [default: all]
        #[arg(value_name = "API")]
        apis: Vec<String>,
        #[command(flatten)]
        of_its_own: crate::commands::generate_crate::Arguments,
    },
    /// Lint the specs and see whether the generated client is up to date; writes nothing
    Check,
    /// Hold specs, or any OpenAPI 3.0 documents, against the rules
    Lint {
        /// YAML or JSON files [default: the specs of all APIs]
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Print what a document promises on the wire
    Contract {
        /// An API, as `list` names it, or a YAML or JSON file [default: all APIs]
        #[arg(value_name = "API or FILE")]
        of: Option<String>,
    },
    /// Tell what changed between two documents, and whom it breaks
    Diff(crate::commands::diff::Arguments),
    /// Hold a spec against the document that the provider publishes
    Drift(crate::commands::drift::Arguments),
    /// Serve App Store Connect and Xbox Live on loopback, with invented data, until it is ended
    Serve {
        /// What the program of the mock takes; `-- --help` lists it
        #[arg(value_name = "ARGUMENT", last = true)]
        arguments: Vec<OsString>,
    },
    /// Hold recorded traffic against the specs
    Traffic(crate::commands::traffic::Arguments),
    /// List the APIs with their specs, versions and sizes
    List,
}

/// The command that these arguments ask for.
///
/// Help goes to stdout, as asked for; what is wrong with the arguments to stderr.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> Result<Command, Stop> {
    let args = std::iter::once("cargo xtask".into()).chain(args);
    match Arguments::try_parse_from(args) {
        Ok(arguments) => Ok(arguments.command),
        Err(error) => {
            let text = error.render().ansi().to_string();
            match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                    io.stdout.write_all(text.as_bytes())?;
                    Err(Stop::Said(Exit::Fine))
                }
                _ => {
                    io.stderr.write_all(text.as_bytes())?;
                    Err(Stop::Said(Exit::Usage))
                }
            }
        }
    }
}
