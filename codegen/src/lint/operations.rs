//! Operations: how they are named, and what our own say to readers.

use std::collections::{HashMap, HashSet};

use game_achievements_contract::source::Node;

use super::findings::Findings;
use super::rule::rules;
use super::survey::{Operation, Survey, elements, is_true, position_of, text};
use crate::naming;

rules! {
    OPERATION_ID_MISSING = "operation-id-missing", House,
        "an operation has an `operationId`",
        "it is the name of the method; without one the method is named after the path";
    OPERATION_ID_TWICE = "operation-id-twice", Generation,
        "no two operations have the same `operationId`",
        "it is the name of the method, and a client has one method of a name";
    OPERATION_ID_CLASH = "name-clash-operation", Generation,
        "the `operationId`s of two operations differ as Rust names",
        "they become methods in snake case, where both have the same name";
    OPERATION_ID_STYLE = "operation-id-style", House,
        "an `operationId` is the method's name in snake case",
        "what the spec says is what callers write; another spelling would be changed on the way";
    OPERATION_ID_RESERVED = "reserved-operation-name", House,
        "no operation is named like what every client has besides its operations",
        "the two would be one method";
    TAG_COUNT = "tag-count", House,
        "an operation has exactly one tag",
        "the tag is the resource by which the contract is grouped for reviews";
    TAG_UNDECLARED = "tag-undeclared", House,
        "every tag is declared in the top-level `tags`",
        "a resource is described there, once";
    TAG_UNUSED = "tag-unused", House,
        "every declared tag has an operation",
        "what nothing uses is not kept right";
    SUMMARY_MISSING = "summary-missing", House,
        "an operation has a `summary`",
        "it is the first line of the method's documentation";
    DESCRIPTION_MISSING = "description-missing", House,
        "an operation has a `description`",
        "it is the documentation of the method";
    DOCS_URL = "docs-url", House,
        "an operation has an `externalDocs.url` that starts with `https://`",
        "every fact has a source, and readers of the documentation find it there";
    SUCCESSOR = "successor", House,
        "`x-successor` names another operation of the spec, and its own operation is deprecated",
        "callers are told to use the successor instead";
    SERVER_OVERRIDE = "server-override", Meaning,
        "no path or operation has `servers` of its own",
        "a client has one base address; calls of this operation would go there";
}

/// What every client has besides its operations: hand-written constructors, and the methods of traits
/// that callers use without naming the trait.
const RESERVED: [&str; 4] = ["builder", "clone", "from_env", "new"];

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    ids(survey, findings);
    if findings.wants(&TAG_COUNT) {
        tags(survey, findings);
        let ids: HashSet<&str> = survey.operations.iter().filter_map(Operation::id).collect();
        for operation in &survey.operations {
            words(operation, findings);
            successor(operation, &ids, findings);
        }
    }
    for operation in &survey.operations {
        for holder in [&operation.path.node, operation.node()] {
            if !elements(holder, "servers").is_empty() {
                findings
                    .add(
                        &SERVER_OVERRIDE,
                        position_of(holder, "servers"),
                        "servers of a single path or operation",
                    )
                    .fix("remove them, or make these operations a spec of their own");
            }
        }
    }
}

fn ids(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    let mut seen: HashMap<String, (&str, &Operation<'_>)> = HashMap::new();
    let mut clashing: HashSet<String> = HashSet::new();
    for operation in &survey.operations {
        let Some(id) = operation.id() else { continue };
        let name = naming::value_name(id);
        let Some((other_id, other)) = seen.get(&name) else {
            seen.insert(name, (id, operation));
            continue;
        };
        let position = position_of(operation.node(), "operationId");
        let finding = if *other_id == id {
            findings
                .add(&OPERATION_ID_TWICE, position, format!("there are two operations `{id}`"))
                .fix("name each after what it does")
        } else {
            findings
                .add(
                    &OPERATION_ID_CLASH,
                    position,
                    format!("operations `{id}` and `{other_id}` are both the method `{name}`"),
                )
                .fix("name each after what it does")
        };
        finding
            .related(position_of(other.node(), "operationId"), format!("the other one: {}", other.title()));
        clashing.insert(name);
    }
    for operation in &survey.operations {
        let Some(node) = operation.node().get("operationId") else {
            findings
                .add(
                    &OPERATION_ID_MISSING,
                    operation.method.position,
                    format!("{} has no `operationId`", operation.title()),
                )
                .fix("name it after the provider's title, in snake case: `operationId: read_achievement`");
            continue;
        };
        let Some(id) = node.as_str() else { continue };
        let name = naming::value_name(id);
        let position = position_of(operation.node(), "operationId");
        if name != id && !clashing.contains(&name) {
            let finding = findings.add(
                &OPERATION_ID_STYLE,
                position,
                format!("`{id}` is not what the method can be called"),
            );
            finding.fix(format!("write `{name}`, or a better name"));
        } else if RESERVED.contains(&id) {
            findings
                .add(&OPERATION_ID_RESERVED, position, format!("every client has a `{id}` already"))
                .fix("name it after what it acts on too");
        }
    }
}

fn tags(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    let declared = || elements(survey.document.root(), "tags").iter();
    let mut used: HashSet<&str> = HashSet::new();
    for operation in &survey.operations {
        let tags = elements(operation.node(), "tags");
        used.extend(tags.iter().filter_map(Node::as_str));
        if tags.len() != 1 {
            findings
                .add(
                    &TAG_COUNT,
                    if tags.is_empty() {
                        operation.method.position
                    } else {
                        position_of(operation.node(), "tags")
                    },
                    format!(
                        "{} has {} tags",
                        operation.title(),
                        if tags.is_empty() { "no".to_owned() } else { tags.len().to_string() }
                    ),
                )
                .fix("write `tags: [Resource]`");
        }
        for tag in tags {
            let Some(name) = tag.as_str() else { continue };
            if !declared().any(|declared| text(declared, "name") == Some(name)) {
                findings
                    .add(&TAG_UNDECLARED, tag.position, format!("tag `{name}` is not declared"))
                    .fix(format!("add `- name: {name}` with a description to the top-level `tags`"));
            }
        }
    }
    for tag in declared() {
        let Some(name) = text(tag, "name") else { continue };
        if !used.contains(name) {
            findings
                .add(&TAG_UNUSED, tag.position, format!("no operation has the tag `{name}`"))
                .fix("remove it");
        }
    }
}

fn words(operation: &Operation<'_>, findings: &mut Findings<'_>) {
    let node = operation.node();
    for (rule, key) in [(&SUMMARY_MISSING, "summary"), (&DESCRIPTION_MISSING, "description")] {
        let says_something = match node.get(key) {
            None => false,
            // A value that is no text has a rule of its own.
            Some(words) => words.as_str().map_or(!words.is_null(), |words| !words.trim().is_empty()),
        };
        if !says_something {
            let fix = match key {
                "summary" => "write the provider's title, or a better one where it is wrong",
                _ => "say in our own words what it does and what surprises",
            };
            findings
                .add(
                    rule,
                    if node.get(key).is_some() { position_of(node, key) } else { operation.method.position },
                    format!("{} has no `{key}`", operation.title()),
                )
                .fix(fix);
        }
    }
    let url = node.get("externalDocs").and_then(|docs| docs.get("url"));
    match url {
        None => {
            findings
                .add(
                    &DOCS_URL,
                    operation.method.position,
                    format!("{} has no `externalDocs.url`", operation.title()),
                )
                .fix("write the address of the provider's page about it");
        }
        Some(url) => {
            let is_secure = url
                .as_str()
                .and_then(|url| url.strip_prefix("https://"))
                .is_some_and(|rest| !rest.is_empty());
            if !is_secure {
                findings
                    .add(&DOCS_URL, url.position, "`externalDocs.url` does not start with `https://`")
                    .fix("write the full address of the provider's page");
            }
        }
    }
}

fn successor(operation: &Operation<'_>, ids: &HashSet<&str>, findings: &mut Findings<'_>) {
    let node = operation.node();
    let Some(name) = text(node, "x-successor") else { return };
    let position = position_of(node, "x-successor");
    if !ids.contains(name) {
        let near = ids.iter().filter(|id| id.contains(name) || name.contains(**id)).min();
        let fix = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the `operationId` of the operation to use instead, or leave it out".to_owned(),
        };
        findings.add(&SUCCESSOR, position, format!("there is no operation `{name}`")).fix(fix);
    } else if operation.id() == Some(name) {
        findings
            .add(&SUCCESSOR, position, "the operation is its own successor")
            .fix("name the one to use instead");
    } else if !is_true(node, "deprecated") {
        findings
            .add(&SUCCESSOR, position, "the operation has a successor but is not deprecated")
            .fix("write `deprecated: true`, or leave the successor out");
    }
}
