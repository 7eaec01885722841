//! What reading the contract finds: keywords that are no OpenAPI 3.0, or that say nothing.
//!
//! Found there because everything that reads documents must know it; weighed here, because what is a
//! doubt about a document from elsewhere is a mistake in one of ours.

use std::collections::HashSet;

use game_achievements_contract::contract::Contract;
use game_achievements_contract::problem::{Position, Problem, Severity};
use game_achievements_contract::source::Node;

use super::findings::Findings;
use super::rule::{Rule, rules};
use super::survey::{Survey, is_true};
use super::walk::{Shape, shape_below};

rules! {
    UNKNOWN_KEYWORD = "unknown-keyword", Meaning,
        "every keyword is one of OpenAPI 3.0, or starts with `x-`",
        "nothing reads it: it is misspelled, misplaced, or from another version of OpenAPI";
    MALFORMED_KEYWORD = "malformed-keyword", Generation,
        "every keyword has a value of the kind that OpenAPI gives it",
        "what it says cannot be read";
    MISSING_KEYWORD = "missing-keyword", Meaning,
        "keywords that OpenAPI requires are there",
        "what holds it means nothing without it";
    NULL_KEYWORD = "null-keyword", Meaning,
        "no keyword is null",
        "it is read as left out, which may not be what was meant";
    USELESS_KEYWORD = "useless-keyword", Meaning,
        "no keyword stands without the one that it belongs to",
        "it says nothing by itself";
    UNKNOWN_TYPE = "unknown-type", Generation,
        "a `type` is one of the six that OpenAPI has",
        "nothing can be made of another one";
    TYPE_LIST = "type-list", Generation,
        "a schema has one `type`, and it is not `null`",
        "the generator reads OpenAPI 3.0, which has no lists of types";
    EMPTY_GROUP = "empty-group", Meaning,
        "`oneOf`, `anyOf` and `allOf` have members",
        "without members they are read as left out";
    REPEATED_VALUE = "repeated-value", Meaning,
        "no value stands twice in an `enum`",
        "the second one says nothing; it was probably meant to be another";
    DANGLING_MAPPING = "dangling-mapping", Meaning,
        "a discriminator maps values to schemas that exist",
        "values that are mapped to nothing cannot be read";
    DANGLING_SCHEME = "dangling-scheme", Meaning,
        "`security` names schemes under `components.securitySchemes`",
        "nobody can tell what the service asks for";
    MALFORMED_STATUS = "malformed-status", Generation,
        "answers are for a status, a range such as `4XX`, or `default`",
        "nothing tells whether the answer is one of success";
    CIRCULAR_ALL_OF = "circular-all-of", Generation,
        "no schema is a member of its own `allOf`",
        "a schema may contain itself in a property or item, but not be nothing but itself";
    TOO_RECURSIVE = "too-recursive", Generation,
        "schemas do not refer to each other in circles without end",
        "nobody could follow them";
    TOO_LARGE = "too-large", Generation,
        "a document is not larger than what can be read",
        "reading has to end";
    REFERENCE_SIBLINGS = "reference-siblings", Meaning,
        "nothing but words stands beside a `$ref`",
        "OpenAPI 3.0 lets tools ignore what stands beside a `$ref`, and most do";
}

/// What the contract finds and a rule here says as well, and says better: with a better place, or with
/// what it means for the client.
const SUPERSEDED: [&str; 6] = [
    "ambiguous-path",
    "malformed-path",
    "optional-variable",
    "repeated-parameter",
    "undeclared-variable",
    "unknown-variable",
];

/// Keywords that are texts wherever they stand, and only for readers: the contract takes them as they are.
const WORDS: [&str; 4] = ["description", "operationId", "summary", "title"];

/// Adds what was found in reading; the contract, if there is one all the same.
pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) -> Option<Contract> {
    let document = survey.document;
    // A `nullable` beside a `$ref` has a rule of its own.
    let nullable: HashSet<Position> = survey
        .schemas
        .iter()
        .filter(|site| site.node.get("$ref").is_some() && is_true(site.node, "nullable"))
        .map(|site| site.node.position)
        .collect();
    for problem in document.warnings() {
        if !problem.place.as_ref().is_some_and(|place| nullable.contains(&place.position)) {
            findings.problems.push(weighed(problem.clone(), findings));
        }
    }
    let (contract, problems) = match Contract::read(document) {
        Ok(contract) => {
            let warnings = contract.warnings().to_vec();
            (Some(contract), warnings)
        }
        Err(problems) => (None, problems),
    };
    for problem in problems {
        if !SUPERSEDED.contains(&problem.rule) {
            findings.problems.push(weighed(problem, findings));
        }
    }
    words(document.root(), Shape::Keywords, findings);
    for holder in [Some(document.root()), document.root().get("components")].into_iter().flatten() {
        for entry in holder.as_object().into_iter().flatten() {
            let is_section = std::ptr::eq(holder, document.root()) == (&*entry.key == "components");
            if is_section && !entry.key.starts_with("x-") && entry.node.as_object().is_none() {
                let message = format!("`{}` must be a mapping, this is {}", entry.key, entry.node.kind());
                findings
                    .add(&MALFORMED_KEYWORD, entry.node.position, message)
                    .fix("remove it, or write names and components");
            }
        }
    }
    contract
}

fn words(node: &Node, shape: Shape, findings: &mut Findings<'_>) {
    for element in node.as_array().into_iter().flatten() {
        words(element, shape.of_elements(), findings);
    }
    for entry in node.as_object().into_iter().flatten() {
        let is_word = shape == Shape::Keywords && WORDS.contains(&&*entry.key);
        if is_word && entry.node.as_str().is_none() && !entry.node.is_null() {
            let message = format!("`{}` must be a text, this is {}", entry.key, entry.node.kind());
            findings
                .add(&MALFORMED_KEYWORD, entry.node.position, message)
                .fix("write a text, in quotes if need be");
        } else if let Some(below) = shape_below(shape, &entry.key) {
            words(&entry.node, below, findings);
        }
    }
}

/// The problem as its rule weighs here; never less than it did.
fn weighed(mut problem: Problem, findings: &Findings<'_>) -> Problem {
    let Some(rule) = rule(problem.rule) else { return problem };
    if rule.severity(findings.profile) == Some(Severity::Error) {
        problem.severity = Severity::Error;
    }
    if problem.help.is_none() || rule.id == UNKNOWN_KEYWORD.id {
        problem.help = Some(rule.why.to_owned());
    }
    if problem.fix.is_none() {
        problem.fix = fix(rule).map(str::to_owned);
    }
    problem
}

fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// What to do about problems that do not say so themselves.
fn fix(rule: &Rule) -> Option<&'static str> {
    Some(match rule.id {
        "unknown-keyword" => "correct the spelling, or remove it",
        "missing-keyword" => "add it",
        "useless-keyword" | "empty-group" | "repeated-value" => "remove it, or say what was meant",
        "dangling-mapping" => "add the schema, or correct its name",
        "dangling-scheme" => "add the scheme, or correct its name",
        "circular-all-of" => "remove one of the members that close the circle",
        "malformed-keyword" => "write the kind of value that the keyword takes",
        _ => return None,
    })
}
