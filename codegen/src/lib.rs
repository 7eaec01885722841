//! Turns OpenAPI documents into the Rust files of the client.
//!
//! The modules stand in the order in which data flows through them. Each stage takes what the one before it
//! gives, so the compiler keeps the order:
//!
//! - [`api`]: which documents there are, and where their code goes.
//! - [`lint`]: what cannot become right code, and what breaks a house rule, is refused with its place.
//! - [`adapt`]: passes over the document bring it into a form that the generator gets right, and keep in
//!   [`facts`] what it would lose.
//! - [`emit`]: the generator, progenitor, makes a syntax tree of it.
//! - [`refine`]: passes over the tree turn it into the client's shape.
//! - [`mod@format`]: the files, with the layout that they are committed in.
//! - [`outline`]: their public surface as a short text for reviews.
//! - [`calls`], [`schemas`]: one call of each operation and the type of each component, for the test suite.
//! - [`mock`]: what the mock holds requests and answers against.
//!
//! All of it is pure: no IO, nothing printed, and bad input gives problems rather than panics.

pub mod adapt;
pub mod api;
pub mod calls;
pub mod emit;
pub mod facts;
pub mod format;
pub mod generate_crate;
pub mod lint;
pub mod mock;
mod naming;
pub mod outline;
mod pass;
pub mod refine;
pub mod schemas;
pub mod slice;

use game_achievements_contract::document::Document;
use game_achievements_contract::problem::Problem;

use api::{Api, Registry};
use format::OutputFile;

/// The folders that hold nothing but generated files, relative to the root of the workspace.
pub const FOLDERS: [&str; 4] = [format::FOLDER, calls::FOLDER, schemas::FOLDER, mock::FOLDER];

/// What is made from the document of one API.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files of its client, of its calls, and of the mock.
    pub files: Vec<OutputFile>,
    /// The public surface of the client, for reviews.
    pub outline: String,
    /// What is odd about the document, but no reason to refuse it.
    pub warnings: Vec<Problem>,
}

/// Generates the code of one API.
///
/// # Errors
/// All problems of a document that cannot be generated.
pub fn generate(api: &Api, document: &Document) -> Result<Generated, Vec<Problem>> {
    let linted = lint::lint(document, api.profile())?;
    let adapted = adapt::adapt(&linted, api)?;
    let emitted = emit::emit(&adapted).map_err(|problem| vec![problem])?;
    let facts = adapted.facts();
    let refined = refine::refine(emitted, facts, api)?;
    let mut files = format::format(&refined, facts, api);
    files.push(format::operations::page(&refined, facts, api));
    files.push(calls::calls(api, document, facts));
    files.push(schemas::schemas(api, facts));
    files.push(mock::contract(api, document));
    Ok(Generated { files, outline: outline::outline(&refined, api), warnings: linted.warnings().to_vec() })
}

/// The files that belong to no single API: the lists of modules.
pub fn indices(registry: &Registry) -> Vec<OutputFile> {
    vec![format::index(registry), calls::index(registry), schemas::index(registry)]
}
