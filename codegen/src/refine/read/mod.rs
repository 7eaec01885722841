//! The generator's output, taken apart.

mod method;
mod split;
mod types;

use std::collections::BTreeMap;

use syn::Type;

pub(super) use types::{ReadType, renamed};

use crate::emit::Emitted;

/// What the generator has made of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Output {
    pub(super) methods: BTreeMap<String, ReadMethod>,
    pub(super) types: BTreeMap<String, ReadType>,
}

/// A method of the generator's client.
#[derive(Clone, Debug)]
pub(super) struct ReadMethod {
    /// Names and types, `self` not among them.
    pub(super) arguments: Vec<(String, Type)>,
    /// What a successful answer carries.
    pub(super) answer: Type,
    /// The HTTP method, in small letters.
    pub(super) verb: String,
    /// The path with `{}` for each argument.
    pub(super) path: String,
    /// The arguments that fill the path, in order.
    pub(super) path_arguments: Vec<String>,
    /// The query parameters that are sent.
    pub(super) query: Vec<String>,
    /// The headers that are sent, but those of the generator itself.
    pub(super) headers: Vec<String>,
    /// Whether a JSON body is sent.
    pub(super) has_body: bool,
}

impl ReadMethod {
    /// The type of an argument.
    pub(super) fn argument(&self, name: &str) -> Result<&Type, String> {
        let found = self.arguments.iter().find(|(argument, _)| argument == name);
        found.map(|(_, ty)| ty).ok_or_else(|| format!("there is no argument `{name}`"))
    }
}

/// Takes the output apart.
pub(super) fn output(emitted: Emitted) -> Result<Output, String> {
    let mut output = Output::default();
    for item in split::items(emitted.0) {
        match item.keyword.as_str() {
            "mod" if item.name().as_deref() == Some("types") => {
                output.types = types::read(item.body().ok_or("the module of types is empty")?)?;
            }
            "impl" if !item.has("for") => {
                for item in split::items(item.body().unwrap_or_default()) {
                    // `new` and its like are the client's own, everything that waits is an operation.
                    if item.keyword != "fn" {
                        return Err("the client has something other than methods".to_owned());
                    } else if item.has("async") {
                        let name = item.name().ok_or("a method has no name")?;
                        let method =
                            method::read(&item).map_err(|message| format!("method `{name}`: {message}"))?;
                        output.methods.insert(name, method);
                    }
                }
            }
            // The client itself, what it is made with, and re-exports.
            "impl" | "struct" | "use" | "mod" => {}
            _ => return Err("there is an item that is neither a type nor a method".to_owned()),
        }
    }
    Ok(output)
}
