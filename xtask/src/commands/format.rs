//! How commands are told in which form to print what they found.

use clap::ValueEnum;
use game_achievements_contract::diff::format::Format;

/// A form of output, as the argument `--format` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// Lines for people
    Text,
    /// One object
    Json,
    /// Tables for a pull request
    Markdown,
    /// Annotations of GitHub's workflows
    Github,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Text => Self::Text,
            FormatName::Json => Self::Json,
            FormatName::Markdown => Self::Markdown,
            FormatName::Github => Self::Github,
        }
    }
}
