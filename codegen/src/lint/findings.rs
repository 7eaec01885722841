//! Problems on their way out of the rules.

use game_achievements_contract::document::Document;
use game_achievements_contract::problem::{Position, Problem, Severity};

use super::rule::{Profile, Rule};

/// Collects what rules find, each at the severity that it has for the profile.
pub(super) struct Findings<'a> {
    pub(super) document: &'a Document,
    pub(super) profile: Profile,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(document: &'a Document, profile: Profile) -> Self {
        Self { document, profile, problems: Vec::new() }
    }

    /// Whether a rule has a say here; saves looking for what nobody will be told.
    pub(super) fn wants(&self, rule: &Rule) -> bool {
        rule.severity(self.profile).is_some()
    }

    /// Notes a problem. Its help is the rule's reason until [`Finding::help`] gives a better one.
    pub(super) fn add(
        &mut self,
        rule: &Rule,
        position: Position,
        message: impl Into<String>,
    ) -> Finding<'a, '_> {
        let problem = rule.severity(self.profile).map(|severity| {
            let new = match severity {
                Severity::Error => Problem::error(rule.id, message),
                Severity::Warning => Problem::warning(rule.id, message),
            };
            self.problems.push(new.at(self.document.place(position)).help(rule.why));
            self.problems.len() - 1
        });
        Finding { document: self.document, problem: problem.map(|index| &mut self.problems[index]) }
    }
}

/// A problem that was just noted, unless its rule does not apply.
pub(super) struct Finding<'a, 'f> {
    document: &'a Document,
    problem: Option<&'f mut Problem>,
}

impl Finding<'_, '_> {
    /// What to know, in place of the rule's reason.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        self.change(|problem| problem.help = Some(help.into()))
    }

    /// What to do.
    pub(super) fn fix(self, fix: impl Into<String>) -> Self {
        self.change(|problem| problem.fix = Some(fix.into()))
    }

    /// Another place, and what is to be seen there.
    pub(super) fn related(self, position: Position, what: impl Into<String>) -> Self {
        let place = self.document.place(position);
        self.change(|problem| problem.related.push((place, what.into())))
    }

    fn change(mut self, change: impl FnOnce(&mut Problem)) -> Self {
        if let Some(problem) = &mut self.problem {
            change(problem);
        }
        self
    }
}
