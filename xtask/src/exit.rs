//! How a command ends.

use std::io;
use std::process::ExitCode;

use game_achievements_contract::problem::Problem;

/// The exit codes, from the best to the worst; their numbers are a promise to CI scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to complain about, or warnings only.
    Fine,
    /// Failed through no fault of the input: a bug, a full disk, a lack of rights.
    Internal,
    /// Cannot be carried out as asked: usage, an unknown API, an unreadable file.
    Usage,
    /// The committed files are stale; `cargo xtask generate` brings them up to date. Apart from 1 and 2, so
    /// that CI can tell it from a crash, and apart from findings, which nothing repairs by itself.
    NeedsGenerate,
    /// The input could be read and there is something wrong with it.
    Findings,
}

impl Exit {
    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Internal => 1,
            Self::Usage => 2,
            Self::NeedsGenerate => 4,
            Self::Findings => 100,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

/// Why a command stops before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// It cannot be carried out as asked.
    Refused {
        /// What is wrong with the request.
        message: String,
        /// What to do instead.
        help: String,
    },
    /// The input has problems.
    Problems(Vec<Problem>),
    /// Something else went wrong.
    Internal(anyhow::Error),
    /// Everything has been said already.
    Said(Exit),
}

impl Stop {
    pub(crate) fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Refused { message: message.into(), help: help.into() }
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        // `cargo xtask contract | head` closes the pipe; that is no failure.
        match error.downcast_ref::<io::Error>() {
            Some(error) if error.kind() == io::ErrorKind::BrokenPipe => Self::Said(Exit::Fine),
            _ => Self::Internal(error),
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        anyhow::Error::from(error).into()
    }
}

impl From<Vec<Problem>> for Stop {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}
