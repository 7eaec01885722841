//! From the generator's output to the code that is written: what the generated client looks like.
//!
//! The output is read, not edited: [`read`] takes methods and types out of the tokens and refuses
//! whatever it does not understand. Then each pass makes one kind of code from what was read and from the
//! facts of the document. Nothing of the generator's own code is left but the types of fields and
//! arguments.
//!
//! - [`calls`]: methods, as one chain on the runtime's call routine.
//! - [`options`]: optional parameters, as one struct for each operation.
//! - [`enums`]: open where answers can carry them, closed where not.
//! - [`unions`]: decoded by their tag, unknown members kept.
//! - [`structs`]: constructors and setters, absent told from null where both can be said.
//! - [`wrappers`]: lists and maps of themselves.

pub(crate) mod calls;
pub(crate) mod enums;
pub(crate) mod options;
mod paths;
mod read;
pub(crate) mod structs;
pub(crate) mod unions;
pub(crate) mod wrappers;

use std::collections::BTreeMap;

use game_achievements_contract::problem::{Place, Position, Problem};

pub(crate) use paths::text;

use crate::api::Api;
use crate::emit::Emitted;
use crate::facts::{Facts, Schema};
use crate::pass::About;
use calls::Method;
use enums::Enum;
use options::Options;
use read::ReadType;
use structs::Struct;
use unions::Union;
use wrappers::Wrapper;

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
    Wrapper(Wrapper),
}

/// A pass that has the form for one kind of type.
pub(crate) struct TypePass {
    about: About,
    /// The type of a schema, or `None` if it is of another kind.
    run: fn(&str, &Schema, &ReadType, &Facts) -> Form,
}

/// A definition or a refusal, where the pass is for this kind of schema.
type Form = Option<Result<TypeDefinition, String>>;

/// The passes that make types; the kinds of schemas tell which one it is for.
const TYPE_PASSES: &[TypePass] = &[enums::PASS, unions::PASS, structs::PASS, wrappers::PASS];

/// Turns the generator's output into the code that is written.
///
/// # Errors
/// What a pass does not understand, with the operation or the type where it is; and passes that find nothing to do
/// in a spec of ours where they expect it.
pub fn refine(emitted: Emitted, facts: &Facts, api: &Api) -> Result<Refined, Vec<Problem>> {
    run(emitted, facts, api, &|_| true)
}

/// Runs the passes that `runs` does not leave out, as tests do.
pub(crate) fn run(
    emitted: Emitted,
    facts: &Facts,
    api: &Api,
    runs: &dyn Fn(&About) -> bool,
) -> Result<Refined, Vec<Problem>> {
    let output = read::output(emitted).map_err(|message| vec![refusal(&message, None)])?;
    let mut problems: Vec<Problem> = Vec::new();
    let idle = |about: &About, places: usize| {
        let place = Place { file: api.spec.as_str().into(), position: Position::START };
        about.idle(places, api, place)
    };
    let mut methods: Vec<Method> = Vec::new();
    let mut all_options: Vec<Options> = Vec::new();
    for (name, operation) in &facts.operations {
        let Some(method) = output.methods.get(name) else {
            problems.push(refusal(&format!("operation `{name}` has no method"), operation.place.as_ref()));
            continue;
        };
        let options = if runs(&options::ABOUT) { options::pass(name, operation, method) } else { Ok(None) };
        match options
            .and_then(|options| Ok((calls::pass(name, operation, method, options.as_ref(), facts)?, options)))
        {
            Ok((method, options)) => {
                methods.extend(runs(&calls::ABOUT).then_some(method));
                all_options.extend(options);
            }
            Err(message) => {
                problems.push(refusal(&format!("operation `{name}`: {message}"), operation.place.as_ref()));
            }
        }
    }
    problems.extend(idle(&calls::ABOUT, methods.len()));
    problems.extend(idle(&options::ABOUT, all_options.len()));
    let mut types: BTreeMap<&str, TypeDefinition> = BTreeMap::new();
    for pass in TYPE_PASSES.iter().filter(|pass| runs(&pass.about)) {
        let mut places = 0;
        for (name, schema) in &facts.schemas {
            let Some(found) = output.types.get(name) else { continue };
            match (pass.run)(name, schema, found, facts) {
                Some(Ok(definition)) => {
                    places += 1;
                    types.insert(name, definition);
                }
                Some(Err(message)) => {
                    problems.push(refusal(&format!("schema `{name}`: {message}"), schema.place.as_ref()));
                }
                None => {}
            }
        }
        problems.extend(idle(&pass.about, places));
    }
    if problems.is_empty() {
        let lost = facts.schemas.iter().filter(|(name, _)| !types.contains_key(name.as_str()));
        problems.extend(
            lost.map(|(name, schema)| {
                refusal(&format!("schema `{name}` has no type"), schema.place.as_ref())
            }),
        );
    }
    for name in output.types.keys().filter(|name| !facts.schemas.contains_key(*name)) {
        problems.push(refusal(&format!("type `{name}` comes from no schema"), None));
    }
    if problems.is_empty() {
        Ok(Refined { methods, options: all_options, types: types.into_values().collect() })
    } else {
        Err(problems)
    }
}

/// What the passes say about themselves.
#[cfg(test)]
pub(crate) fn passes() -> impl Iterator<Item = &'static About> {
    [&calls::ABOUT, &options::ABOUT].into_iter().chain(TYPE_PASSES.iter().map(|pass| &pass.about))
}

fn refusal(message: &str, place: Option<&Place>) -> Problem {
    let problem = Problem::error("refine", format!("generated code is not understood: {message}"))
        .help("the generator has changed, or an adaptation is missing: this is a mistake in codegen, not in the spec");
    match place {
        Some(place) => problem.at(place.clone()),
        None => problem,
    }
}
