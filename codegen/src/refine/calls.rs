//! Each method becomes one chain on the runtime's call routine.

use syn::{Type, parse_quote};

use super::options::{Options, value_type};
use super::paths;
use super::read::ReadMethod;
use crate::facts::{Facts, Location, Operation, SentHeader, Success};
use crate::pass::{About, Expects, GENERATOR};

/// A method of the client.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(crate) name: String,
    pub(crate) operation: Operation,
    /// In the order of the signature.
    pub(crate) arguments: Vec<Argument>,
    /// The name of the options struct.
    pub(crate) options: Option<String>,
    /// What the answer carries.
    pub(crate) answer: Type,
    /// The path with `{}` for each argument.
    pub(crate) path: String,
    /// The method to use instead, if there is one.
    pub(crate) successor: Option<String>,
}

/// An argument of a method that is no option.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) role: Role,
    pub(crate) description: Option<String>,
}

/// What becomes of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Fills a place of the path.
    Path,
    /// Is the request body.
    Body { required: bool },
    /// Is sent under this name.
    Parameter { wire: String, location: Location },
}

impl Method {
    /// Headers that are sent on each call.
    pub(crate) fn sent_headers(&self) -> &[SentHeader] {
        &self.operation.sent_headers
    }
}

pub(super) const ABOUT: About = About {
    id: "calls",
    reason: "the code of the generator fails at success that it does not list, loses the status of errors, and lets ids leave their path",
    link: GENERATOR,
    expects: Expects::Each,
};

/// The method of an operation.
pub(super) fn pass(
    name: &str,
    operation: &Operation,
    method: &ReadMethod,
    options: Option<&Options>,
    facts: &Facts,
) -> Result<Method, String> {
    agree(operation, method)?;
    let mut arguments: Vec<Argument> = Vec::new();
    for name in &operation.path_arguments {
        let parameter = operation.parameters.iter().find(|parameter| parameter.name == *name);
        arguments.push(Argument {
            name: name.clone(),
            ty: argument_type(method.argument(name)?, Location::Path)
                .ok_or_else(|| format!("path argument `{name}` is a list"))?,
            role: Role::Path,
            description: parameter.and_then(|parameter| parameter.description.clone()),
        });
    }
    if let Some(body) = &operation.body {
        let value = by_reference(paths::beside_types(&paths::owned(method.argument("body")?)));
        arguments.push(Argument {
            name: "body".to_owned(),
            ty: if body.required { value } else { parse_quote!(Option<#value>) },
            role: Role::Body { required: body.required },
            description: body.description.clone(),
        });
    }
    let mut required: Vec<Argument> = Vec::new();
    for parameter in &operation.parameters {
        if !parameter.required || parameter.location == Location::Path {
            continue;
        }
        required.push(Argument {
            name: parameter.name.clone(),
            ty: argument_type(method.argument(&parameter.name)?, parameter.location)
                .ok_or_else(|| format!("`{}` is no {:?} parameter", parameter.name, parameter.location))?,
            role: Role::Parameter { wire: parameter.wire.clone(), location: parameter.location },
            description: parameter.description.clone(),
        });
    }
    required.sort_by(|a, b| a.name.cmp(&b.name));
    arguments.extend(required);
    Ok(Method {
        name: name.to_owned(),
        operation: operation.clone(),
        arguments,
        options: options.map(|options| options.name.clone()),
        answer: paths::beside_types(&method.answer),
        path: template(&operation.path),
        successor: successor(operation, facts),
    })
}

/// What was read from the generator's method must be what the document says.
fn agree(operation: &Operation, method: &ReadMethod) -> Result<(), String> {
    let mut sent: Vec<(&str, bool)> = Vec::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location != Location::Path) {
        sent.push((&parameter.name, parameter.location == Location::Header));
    }
    sent.sort_unstable();
    let mut read: Vec<(&str, bool)> = method.query.iter().map(|name| (name.as_str(), false)).collect();
    read.extend(method.headers.iter().map(|name| (name.as_str(), true)));
    read.sort_unstable();
    let success = match paths::text(&method.answer).as_str() {
        "()" => Success::Empty,
        "ByteStream" => Success::Bytes,
        _ => Success::Json,
    };
    let disagreement = if !method.verb.eq_ignore_ascii_case(&operation.method) {
        "its HTTP method"
    } else if segments(&method.path) != segments(&template(&operation.path))
        || method.path_arguments != operation.path_arguments
    {
        "its path"
    } else if read != sent {
        "its parameters"
    } else if method.has_body != operation.body.is_some() {
        "its body"
    } else if success != operation.success {
        "its answer"
    } else {
        return Ok(());
    };
    Err(format!("the generator has another idea of {disagreement}"))
}

/// The segments of a path but for empty ones, which the generator leaves out and the document's own path has.
fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// A path with `{}` in the places of its variables.
fn template(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |template, part| {
        let after = part.split_once('}').map_or("", |(_, after)| after);
        template + "{}" + after
    })
}

/// An argument's type: numbers by value, text as `&str`, lists as slices, everything else by reference.
fn argument_type(argument: &Type, location: Location) -> Option<Type> {
    let value = value_type(argument, location)?;
    Some(match location {
        Location::QueryCsv | Location::QueryRepeated => parse_quote!(&[#value]),
        _ => by_reference(value),
    })
}

fn by_reference(value: Type) -> Type {
    match paths::text(&value).as_str() {
        "bool" | "f32" | "f64" | "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => value,
        "runtime::Uuid" => value,
        "String" => parse_quote!(&str),
        _ => parse_quote!(&#value),
    }
}

/// The method that the document names as the successor of a deprecated one.
fn successor(operation: &Operation, facts: &Facts) -> Option<String> {
    let id = operation.successor.as_ref()?;
    let mut operations = facts.operations.iter();
    operations.find(|(_, other)| other.id == *id).map(|(name, _)| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_path_are_marked() {
        assert_eq!(template("/users/xuid({xuid})/achievements/{scid}"), "/users/xuid({})/achievements/{}");
        assert_eq!(template("/v1/apps"), "/v1/apps");
    }
}
