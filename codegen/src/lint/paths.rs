//! Paths: their templates, and the parameters that fill them.

use std::collections::HashMap;

use game_achievements_contract::source::Entry;

use super::findings::Findings;
use super::rule::rules;
use super::survey::{METHODS, Operation, Survey, elements, members, position_of};

rules! {
    PATH_TEMPLATE = "path-template", Generation,
        "a path starts with a slash and has whole variables in braces",
        "variables are filled in between `{` and `}`, and everything else of the path is sent as it is";
    PATH_VARIABLE = "path-variable", Generation,
        "each variable of a path stands there once and is a path parameter",
        "a call has one argument for each variable and would not know what to send for this one";
    PATH_PARAMETER = "path-parameter", Generation,
        "each path parameter is a variable of the path",
        "there is no place in the path where its value could go";
    PATH_PARAMETER_OPTIONAL = "path-parameter-optional", House,
        "a path parameter is `required: true`",
        "OpenAPI demands it: without the value there is no path";
    PATH_CLASH = "path-clash", Meaning,
        "two paths differ in more than the names of their variables",
        "both are the same address, and nothing tells which of them the service means";
    PATH_ITEM_REFERENCE = "path-item-reference", Generation,
        "a path has its operations itself",
        "operations behind a `$ref` are not generated";
    PATH_ORDER = "path-order", Layout,
        "paths are sorted",
        "a sorted list has one place for each path, so two people do not add it twice";
}

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    let mut before: Option<&Entry> = None;
    for path in members(survey.document.root(), "paths").filter(|path| !path.key.starts_with("x-")) {
        if path.node.get("$ref").is_some() {
            findings
                .add(
                    &PATH_ITEM_REFERENCE,
                    position_of(&path.node, "$ref"),
                    format!("`{}` is a reference", path.key),
                )
                .fix("write the operations out here");
        }
        template(path, findings);
        if let Some(before) = before.filter(|before| before.key > path.key) {
            findings
                .add(&PATH_ORDER, path.position, format!("`{}` stands behind `{}`", path.key, before.key))
                .fix("move it to its place in the alphabet");
        }
        before = Some(path);
    }
    clashes(survey, findings);
    for operation in &survey.operations {
        parameters(operation, findings);
    }
    for parameter in &survey.parameters {
        let is_required = parameter.get("required").is_some_and(|required| required.as_bool() != Some(false));
        if parameter.get("in").and_then(|place| place.as_str()) == Some("path") && !is_required {
            let name = parameter.get("name").and_then(|name| name.as_str()).unwrap_or_default();
            findings
                .add(
                    &PATH_PARAMETER_OPTIONAL,
                    position_of(parameter, "required"),
                    format!("path parameter `{name}` is not required"),
                )
                .fix("write `required: true`");
        }
    }
}

fn template(path: &Entry, findings: &mut Findings<'_>) {
    let key = &*path.key;
    if !key.starts_with('/') {
        findings
            .add(&PATH_TEMPLATE, path.position, format!("path `{key}` does not start with a slash"))
            .fix(format!("write `/{key}`"));
        return;
    }
    if let Some(odd) =
        key.chars().find(|c| matches!(c, '?' | '#' | '\\') || c.is_control() || c.is_whitespace())
    {
        findings
            .add(&PATH_TEMPLATE, path.position, format!("path `{key}` has {odd:?} in it"))
            .help("a path ends where a query or fragment begins, and has no white space")
            .fix("describe what follows a `?` as query parameters");
        return;
    }
    let Some(variables) = variables(key) else {
        findings
            .add(&PATH_TEMPLATE, path.position, format!("the braces in path `{key}` do not match"))
            .fix("write each variable as `{name}`");
        return;
    };
    for (at, variable) in variables.iter().enumerate() {
        if variables[..at].contains(variable) {
            findings
                .add(&PATH_VARIABLE, path.position, format!("`{{{variable}}}` stands twice in path `{key}`"))
                .fix("give the second one a name of its own");
        }
    }
}

/// The variables of a path in order; `None` if its braces do not match.
pub(super) fn variables(path: &str) -> Option<Vec<&str>> {
    let mut variables = Vec::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (variable, after) = after.split_once('}')?;
        if before.contains('}') || variable.is_empty() || variable.contains(['{', '/']) {
            return None;
        }
        variables.push(variable);
        rest = after;
    }
    (!rest.contains('}')).then_some(variables)
}

fn clashes(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    let mut seen: HashMap<String, &Entry> = HashMap::new();
    for path in members(survey.document.root(), "paths") {
        let Some(first) = seen.get(&unnamed(&path.key)) else {
            seen.insert(unnamed(&path.key), path);
            continue;
        };
        let shared =
            METHODS.iter().find(|method| first.node.get(method).is_some() && path.node.get(method).is_some());
        // Operations that differ in their method are told apart by it; OpenAPI forbids two such paths all the same.
        if shared.is_some() || findings.wants(&PATH_ORDER) {
            findings
                .add(
                    &PATH_CLASH,
                    path.position,
                    format!("`{}` is the same path as `{}`", path.key, first.key),
                )
                .related(first.position, "the other one")
                .fix("put all operations of the path under one of the two");
        }
    }
}

fn unnamed(path: &str) -> String {
    let mut unnamed = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => {
                inside = true;
                unnamed.push_str("{}");
            }
            '}' => inside = false,
            c if !inside => unnamed.push(c),
            _ => {}
        }
    }
    unnamed
}

fn parameters(operation: &Operation<'_>, findings: &mut Findings<'_>) {
    let Some(variables) = variables(&operation.path.key) else { return };
    let path_parameters =
        || operation.parameters.iter().filter(|parameter| parameter.location() == Some("path"));
    for (at, variable) in variables.iter().enumerate() {
        let is_first = !variables[..at].contains(variable);
        if is_first && !path_parameters().any(|parameter| parameter.name() == Some(variable)) {
            findings
                .add(
                    &PATH_VARIABLE,
                    operation.method.position,
                    format!("`{{{variable}}}` of the path is no parameter of {}", operation.title()),
                )
                .fix(format!("add a parameter with `name: {variable}`, `in: path` and `required: true`"));
        }
    }
    let inherited = elements(&operation.path.node, "parameters");
    for parameter in path_parameters() {
        let Some(name) = parameter.name() else { continue };
        if !variables.contains(&name) {
            let is_inherited = inherited.iter().any(|other| std::ptr::eq(other, parameter.listed));
            let holder = if is_inherited { operation.path.key.to_string() } else { operation.title() };
            findings
                .add(
                    &PATH_PARAMETER,
                    parameter.listed.position,
                    format!("path parameter `{name}` is not in the path of {holder}"),
                )
                .fix("remove it, or name it in the path");
        }
    }
}
