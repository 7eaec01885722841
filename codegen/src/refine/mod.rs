//! From the generator's output to the code that is written: what the generated client looks like.
//!
//! The output is read, not edited: [`read`] takes methods and types out of the syn tree and refuses
//! whatever it does not understand. Then each pass makes one kind of code from what was read and from the
//! facts of the document. Nothing of the generator's own code is left but the types of fields and
//! arguments.
//!
//! - [`calls`]: methods, as one chain on the runtime's call routine.
//! - [`options`]: optional parameters, as one struct for each operation.
//! - [`enums`]: open where answers can carry them, closed where not.
//! - [`unions`]: decoded by their tag, unknown members kept.
//! - [`structs`]: constructors and setters, absent told from null where requests can say either.

pub(crate) mod calls;
pub(crate) mod enums;
pub(crate) mod options;
mod paths;
mod read;
pub(crate) mod structs;
pub(crate) mod unions;

use game_achievements_contract::problem::{Place, Problem};

pub(crate) use paths::text;

use crate::emit::Emitted;
use crate::facts::Facts;
use calls::Method;
use enums::Enum;
use options::Options;
use structs::Struct;
use unions::Union;

/// The code of one API, ready to be written.
#[derive(Clone, Debug)]
pub struct Refined {
    /// The methods in the order of their names.
    pub(crate) methods: Vec<Method>,
    /// The options structs in the order of their names.
    pub(crate) options: Vec<Options>,
    /// The types in the order of their names.
    pub(crate) types: Vec<TypeDefinition>,
}

/// A type that requests or answers are made of.
#[derive(Clone, Debug)]
pub(crate) enum TypeDefinition {
    Struct(Box<Struct>),
    Enum(Enum),
    Union(Union),
    /// What no pass has a form for: as the generator wrote it, on the runtime's names.
    Plain {
        name: String,
        items: Vec<syn::Item>,
    },
}

/// Turns the generator's output into the code that is written.
///
/// # Errors
/// What a pass does not understand, with the operation or the type where it is.
pub fn refine(emitted: Emitted, facts: &Facts) -> Result<Refined, Vec<Problem>> {
    let output = read::output(emitted).map_err(|message| vec![refusal(&message, None)])?;
    let mut problems: Vec<Problem> = Vec::new();
    let mut methods: Vec<Method> = Vec::new();
    let mut all_options: Vec<Options> = Vec::new();
    for (name, operation) in &facts.operations {
        let Some(method) = output.methods.get(name) else {
            problems.push(refusal(&format!("operation `{name}` has no method"), operation.place.as_ref()));
            continue;
        };
        let options = options::pass(name, operation, method);
        match options
            .and_then(|options| Ok((calls::pass(name, operation, method, options.as_ref(), facts)?, options)))
        {
            Ok((method, options)) => {
                methods.push(method);
                all_options.extend(options);
            }
            Err(message) => {
                problems.push(refusal(&format!("operation `{name}`: {message}"), operation.place.as_ref()));
            }
        }
    }
    let mut types: Vec<TypeDefinition> = Vec::new();
    for (name, schema) in &facts.schemas {
        let Some(found) = output.types.get(name) else {
            problems.push(refusal(&format!("schema `{name}` has no type"), schema.place.as_ref()));
            continue;
        };
        let definition = enums::pass(name, schema, found)
            .or_else(|| unions::pass(name, schema, found))
            .or_else(|| structs::pass(name, schema, found, facts));
        match definition.unwrap_or_else(|| read::plain(name, found)) {
            Ok(definition) => types.push(definition),
            Err(message) => {
                problems.push(refusal(&format!("schema `{name}`: {message}"), schema.place.as_ref()));
            }
        }
    }
    for name in output.types.keys().filter(|name| !facts.schemas.contains_key(*name)) {
        problems.push(refusal(&format!("type `{name}` comes from no schema"), None));
    }
    if problems.is_empty() { Ok(Refined { methods, options: all_options, types }) } else { Err(problems) }
}

fn refusal(message: &str, place: Option<&Place>) -> Problem {
    let problem = Problem::error("refine", format!("generated code is not understood: {message}"))
        .help("the generator has changed, or an adaptation is missing: this is a mistake in codegen, not in the spec");
    match place {
        Some(place) => problem.at(place.clone()),
        None => problem,
    }
}
