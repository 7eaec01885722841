//! The generator's output, taken apart.

mod method;
mod types;

use std::collections::BTreeMap;

use syn::{ImplItem, Item, Type};

pub(super) use types::{ReadType, plain, renamed};

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
    for item in emitted.0.items {
        match item {
            Item::Mod(module) if module.ident == "types" => {
                let (_, items) = module.content.ok_or("the module of types is empty")?;
                output.types = types::read(items)?;
            }
            Item::Impl(block) if block.trait_.is_none() => {
                for item in &block.items {
                    let ImplItem::Fn(function) = item else {
                        return Err("the client has something other than methods".to_owned());
                    };
                    // `new` and its like are the client's own, everything that waits is an operation.
                    if function.sig.asyncness.is_some() {
                        let name = function.sig.ident.to_string();
                        let method = method::read(function)
                            .map_err(|message| format!("method `{name}`: {message}"))?;
                        output.methods.insert(name, method);
                    }
                }
            }
            // The client itself, what it is made with, and re-exports.
            Item::Impl(_) | Item::Struct(_) | Item::Use(_) | Item::Mod(_) => {}
            _ => return Err("there is an item that is neither a type nor a method".to_owned()),
        }
    }
    Ok(output)
}
