//! Parameters get the names that they will have in Rust, and a form that the runtime can send.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::aliases::{is_object, refers_to};
use super::walk::{elements, is_true, operations, target, text};
use super::{Draft, Pass};
use crate::facts::{Location, Parameter};
use crate::naming;
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "parameters",
        reason: "the generator repeats list parameters whatever the document says, and lets two of them have one name",
        link: GENERATOR,
        expects: Expects::Each,
    },
    run,
};

/// Names that generated methods use for other things.
const RESERVED: [&str; 3] = ["self", "body", "options"];

/// Headers that OpenAPI tells to ignore as parameters: they belong to the media types and to security.
const IGNORED_HEADERS: [&str; 3] = ["accept", "authorization", "content-type"];

fn run(draft: &mut Draft<'_>) -> usize {
    let found: Vec<(String, &'static str, Value)> = operations(&draft.json)
        .map(|(path, method, operation)| (path.to_owned(), method, operation.clone()))
        .collect();
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut places = 0;
    for (path, method, mut operation) in found {
        let Some(name) = text(&operation, "operationId").map(str::to_owned) else { continue };
        let Some(pointer) = draft.facts.operations.get(&name).map(|facts| facts.pointer.clone()) else {
            continue;
        };
        let (template, mut named) = match template(&path) {
            Ok(parsed) => parsed,
            Err(message) => {
                draft.error("path-template", &pointer, message, "write each variable once, as `{name}`");
                continue;
            }
        };
        let path_arguments: Vec<String> = named.values().cloned().collect();
        let order: Vec<String> = variables(&path).map(|variable| named[variable].clone()).collect();
        let mut taken: Vec<String> =
            path_arguments.iter().cloned().chain(RESERVED.map(str::to_owned)).collect();
        let mut facts: Vec<Parameter> = Vec::new();
        let mut plain: Vec<Value> = Vec::new();
        for parameter in elements(&operation, "parameters") {
            let wire = text(parameter, "name").unwrap_or_default();
            if text(parameter, "in") == Some("header")
                && IGNORED_HEADERS.contains(&wire.to_ascii_lowercase().as_str())
            {
                continue;
            }
            let (location, schema) = match location(&draft.json, parameter) {
                Ok(understood) => understood,
                Err(message) => {
                    draft.parameter_error(
                        "parameter-form",
                        &pointer,
                        parameter,
                        format!("parameter `{wire}` {message}"),
                        "describe it in another form",
                    );
                    continue;
                }
            };
            let name = match (location, named.remove(wire)) {
                (Location::Path, Some(name)) => name,
                (Location::Path, None) => {
                    let message = format!("path parameter `{wire}` is not in the path");
                    let fix = "remove it, or name it in the path";
                    draft.parameter_error("path-template", &pointer, parameter, message, fix);
                    continue;
                }
                (_, unused) => {
                    named.extend(unused.map(|name| (wire.to_owned(), name)));
                    naming::free(&naming::value_name(wire), |name| taken.iter().any(|other| other == name))
                }
            };
            taken.push(name.clone());
            places += 1;
            let required = location == Location::Path || is_true(parameter, "required");
            plain.push(json!({
                "name": name, "in": text(parameter, "in"), "required": required, "schema": schema,
            }));
            facts.push(Parameter {
                name,
                wire: wire.to_owned(),
                location,
                required,
                description: description(parameter, &schema),
                deprecated: is_true(parameter, "deprecated"),
            });
        }
        for missing in named.keys() {
            let message = format!("`{{{missing}}}` of the path is no parameter");
            draft.error("path-template", &pointer, message, "add the path parameter");
        }
        operation["parameters"] = Value::Array(plain);
        if let Some(operation) = draft.facts.operations.get_mut(&name) {
            operation.parameters = facts;
            operation.path_arguments = order;
        }
        if paths.entry(template.clone()).or_default().insert(method.to_owned(), operation).is_some() {
            let message = format!(
                "{} {path} is there twice, with other names for its variables",
                method.to_uppercase()
            );
            draft.error("path-template", &pointer, message, "keep one of the two paths");
        }
    }
    draft.json["paths"] = Value::Object(paths.into_iter().map(|(path, item)| (path, item.into())).collect());
    places
}

/// Where a parameter goes, and its schema as far as the type is concerned.
fn location(document: &Value, parameter: &Value) -> Result<(Location, Value), String> {
    let Some(schema) = parameter.get("schema") else {
        return Err("has no schema".to_owned());
    };
    let shape = refers_to(schema)
        .and_then(|name| target(document, &format!("#/components/schemas/{name}")))
        .unwrap_or(schema);
    if is_object(shape) || text(shape, "type") == Some("object") || shape.get("oneOf").is_some() {
        return Err("is neither a scalar nor a list of scalars".to_owned());
    }
    let is_list = text(shape, "type") == Some("array");
    let style = text(parameter, "style");
    let explode = parameter.get("explode").and_then(Value::as_bool);
    let location = match text(parameter, "in") {
        Some("path") if style.is_none_or(|style| style == "simple") && !is_list => Location::Path,
        Some("header") if style.is_none_or(|style| style == "simple") && !is_list => Location::Header,
        Some("query") if style.is_none_or(|style| style == "form") => match (is_list, explode) {
            (false, _) => Location::Query,
            (true, Some(false)) => Location::QueryCsv,
            (true, _) => Location::QueryRepeated,
        },
        Some(place @ ("path" | "header" | "query")) => {
            return Err(format!("is a list or has a style that cannot be sent in a {place}"));
        }
        place => return Err(format!("is in {}, which cannot be sent", place.unwrap_or("no place"))),
    };
    let mut schema = schema.clone();
    if let Some(schema) = schema.as_object_mut() {
        // Whether there is a value is for `required` to say.
        schema.remove("nullable");
    }
    Ok((location, schema))
}

fn description(parameter: &Value, schema: &Value) -> Option<String> {
    let own = text(parameter, "description").map(str::trim).filter(|text| !text.is_empty());
    let of_schema = text(schema, "description").map(str::trim).filter(|text| !text.is_empty());
    match (own, of_schema) {
        (Some(own), Some(of_schema)) if own != of_schema => Some(format!("{own}\n\n{of_schema}")),
        (own, of_schema) => own.or(of_schema).map(str::to_owned),
    }
}

/// The path with its variables under their Rust names, and these by the names in the document.
fn template(path: &str) -> Result<(String, BTreeMap<String, String>), String> {
    if !path.starts_with('/') {
        return Err(format!("path `{path}` does not start with a slash"));
    }
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut template = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((variable, after)) = after.split_once('}') else {
            return Err(format!("path `{path}` has an open brace"));
        };
        if before.contains('}') || variable.is_empty() || variable.contains(['{', '/']) {
            return Err(format!("path `{path}` has braces that do not match"));
        }
        let name = naming::value_name(variable);
        let name =
            naming::free(&name, |name| RESERVED.contains(&name) || names.values().any(|other| other == name));
        template.push_str(&format!("{before}{{{name}}}"));
        if names.insert(variable.to_owned(), name).is_some() {
            return Err(format!("path `{path}` has `{{{variable}}}` twice"));
        }
        rest = after;
    }
    if rest.contains('}') {
        return Err(format!("path `{path}` has braces that do not match"));
    }
    template.push_str(rest);
    Ok((template, names))
}

/// The variables of a path that `template` has taken, in order.
fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split('}').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_get_rust_names() {
        let (path, names) = template("/users/xuid({xuid})/{achievementId}").unwrap();
        assert_eq!(path, "/users/xuid({xuid})/{achievement_id}");
        assert_eq!(names["achievementId"], "achievement_id");
        for bad in ["users", "/{a", "/{}", "/{a}/{a}", "/a}", "/{a{b}}", "/{a/b}"] {
            assert!(template(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_form_of_a_list_is_read_from_the_document() {
        let list = json!({ "type": "array", "items": { "type": "string" } });
        let of = |parameter: Value| location(&json!({}), &parameter).map(|(location, _)| location);
        assert_eq!(of(json!({ "in": "query", "schema": list, "explode": false })), Ok(Location::QueryCsv));
        assert_eq!(of(json!({ "in": "query", "schema": list })), Ok(Location::QueryRepeated));
        assert_eq!(of(json!({ "in": "query", "schema": { "type": "string" } })), Ok(Location::Query));
        for refused in [
            json!({ "in": "path", "schema": list }),
            json!({ "in": "cookie", "schema": {} }),
            json!({ "in": "query", "style": "deepObject", "schema": { "type": "object" } }),
            json!({ "in": "query", "style": "pipeDelimited", "schema": list }),
            json!({ "in": "query", "content": {} }),
        ] {
            assert!(of(refused.clone()).is_err(), "{refused}");
        }
    }
}
