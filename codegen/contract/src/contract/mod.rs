//! The contract: what a client and a server must agree on, as a canonical model.
//!
//! Two documents that mean the same on the wire give the same contract: the order of keys, enums, `required`,
//! parameters and `oneOf`s, references, names of components, single-member `allOf`s, path- or operation-level
//! parameters, names of path variables and spelled-out defaults leave no trace in it. Documentation and places
//! in the file are kept beside it.
//!
//! - [`Contract::read`] takes a [`Document`] and tells every malformed keyword.
//! - [`Contract::operations`] and [`Contract::schema`] are the model.
//! - [`Contract::text`] is the contract for reviews and snapshots.

mod answer;
mod canon;
mod docs;
mod keywords;
mod merge;
mod operation;
mod operation_prints;
mod order;
mod print;
mod read_constraints;
mod read_operation;
mod read_parts;
mod read_schema;
mod read_service;
mod schema;
mod service;
#[cfg(test)]
mod tests;
mod text;

use std::sync::Arc;

pub use answer::{Answer, Header, Status};
pub use docs::Documentation;
pub(crate) use keywords::{below, canonical};
pub use operation::{
    Body, Callback, Encoding, Location, Media, Method, Operation, Origin, Parameter, Style, Written,
};
pub use print::Print;
pub use schema::{
    Additional, Discriminator, Limit, LimitKind, Property, Schema, SchemaId, SchemaOrigin, Step, Types,
};
pub use service::{Demand, Requirement, Security, Server, ServerVariable, Servers};
pub use text::{Section, SectionKind, Text};

use crate::document::Document;
use crate::problem::{self, Place, Position, Problem};
use keywords::Keywords;
use print::Printer;
use read_operation::{At, Reader};

/// The contract that a document states.
#[derive(Clone, Debug)]
pub struct Contract {
    file: Arc<str>,
    version: Option<(Box<str>, Position)>,
    documentation: Documentation,
    operations: Vec<Operation>,
    schemas: Vec<Schema>,
    class: Print,
    documented: Print,
    warnings: Vec<Problem>,
}

impl Contract {
    /// Reads the contract of a document.
    ///
    /// # Errors
    /// Every malformed keyword that stands where an operation reaches it, with its place. What OpenAPI 3.0 forbids
    /// but leaves no doubt about the meaning is a warning: [`Contract::warnings`].
    pub fn read(document: &Document) -> Result<Self, Vec<Problem>> {
        let mut keywords = Keywords::new(document);
        let root = At { node: document.root(), pointer: "#".into() };
        let documentation = read_head(&mut keywords, &root);
        let version = root.node.get("info").and_then(|info| {
            let version = keywords.text(info, "version")?;
            Some((version.into(), info.get("version")?.position))
        });
        let mut reader = Reader::new(keywords, read_service::no_security(), read_service::default_servers());
        if let Some(security) = root.get("security").and_then(|at| reader.security_at(&at)) {
            reader.security = security;
        }
        if let Some(servers) = root.get("servers").and_then(|at| reader.servers_at(&at)) {
            reader.servers = servers;
        }
        let mut operations = match root.get("paths") {
            Some(paths) => reader.paths(&paths),
            None => {
                reader.keywords.warning("missing-keyword", root.node, "`paths` is missing here");
                Vec::new()
            }
        };
        let Reader { mut keywords, mut schemas, .. } = reader;
        schemas.read_all(&mut keywords);
        merge::merge(&mut schemas, &mut keywords);
        let mut schemas = schemas.arena;
        if canon::set_prints(&mut schemas).is_err() {
            let message = "the schemas refer to each other in circles that are too long to follow";
            keywords.error("too-recursive", root.node, message);
        }
        order::sort_groups(&mut schemas);
        let mut problems = keywords.problems;
        problem::sort(&mut problems);
        if problems.iter().any(Problem::is_error) {
            return Err(problems);
        }
        for operation in &mut operations {
            operation_prints::set(operation, &schemas);
        }
        let mut contract = Self {
            file: document.file().into(),
            version,
            documentation,
            operations,
            schemas,
            class: Print::default(),
            documented: Print::default(),
            warnings: problems,
        };
        contract.set_prints();
        Ok(contract)
    }

    /// The file that the contract was read from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The document's `info.version`. Not contract.
    pub fn version(&self) -> Option<&str> {
        self.version.as_ref().map(|(version, _)| &**version)
    }

    /// Where `info.version` is written.
    pub fn version_place(&self) -> Option<Place> {
        self.version.as_ref().map(|(_, position)| self.place(*position))
    }

    /// What the head of the document says to readers: title, description, tags. Not contract.
    pub fn documentation(&self) -> &Documentation {
        &self.documentation
    }

    /// The operations, sorted by path and method.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation of that method and path, whose variables are unnamed: `/v1/apps/{}`.
    pub fn operation(&self, method: Method, path: &str) -> Option<&Operation> {
        let at = self
            .operations
            .binary_search_by(|operation| (&*operation.path, operation.method).cmp(&(path, method)))
            .ok()?;
        Some(&self.operations[at])
    }

    /// The schema of an id of this contract.
    ///
    /// # Panics
    /// If the id is that of another, larger contract.
    pub fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.index()]
    }

    /// All schemas that operations reach. Their order means nothing.
    pub fn schemas(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.schemas.iter().enumerate().map(|(at, schema)| (SchemaId(at as u32), schema))
    }

    /// The pointer to a schema from the start of the document: `#/components/schemas/Pet/properties/name`.
    pub fn pointer(&self, id: SchemaId) -> String {
        let mut parts = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next {
            let origin = &self.schema(id).origin;
            parts.push(&*origin.pointer);
            next = origin.parent;
        }
        parts.reverse();
        parts.join("/")
    }

    /// The place of a position in the document.
    pub fn place(&self, position: Position) -> Place {
        Place { file: self.file.clone(), position }
    }

    /// What was odd about the document, but no reason to refuse it.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Equal for contracts that mean the same on the wire.
    pub fn class(&self) -> Print {
        self.class
    }

    /// Equal if all documentation is the same too.
    pub fn documented(&self) -> Print {
        self.documented
    }

    /// The contract as text, for reviews and snapshots.
    pub fn text(&self) -> Text {
        text::write(self, true)
    }

    /// The text without what is not contract but only a name for it: components, path variables, security schemes.
    /// Documents that mean the same and say the same to readers give the same.
    pub fn text_without_labels(&self) -> Text {
        text::write(self, false)
    }

    fn set_prints(&mut self) {
        let (mut class, mut documented) = (Printer::of("contract"), Printer::of("contract"));
        for operation in &self.operations {
            class.text(&operation.key()).print(operation.class);
            documented.text(&operation.key()).print(operation.documented);
        }
        self.documentation.add_to(&mut documented);
        (self.class, self.documented) = (class.done(), documented.done());
    }
}

/// Contracts are equal if they mean the same on the wire.
impl PartialEq for Contract {
    fn eq(&self, other: &Self) -> bool {
        self.class == other.class
    }
}

fn read_head<'a>(keywords: &mut Keywords<'a>, root: &At<'a>) -> Documentation {
    const KNOWN: &[&str] = &["openapi", "info", "servers", "paths", "components", "security"];
    const INFO: &[&str] = &["title", "description", "termsOfService", "contact", "license"];
    let mut documentation = keywords.documentation(root.node, "a document", &["tags", "externalDocs"], KNOWN);
    match root.node.get("info") {
        Some(info) if keywords.is_mapping(info, "`info`") => {
            for (keyword, json) in keywords.documentation(info, "`info`", INFO, &["version"]).iter() {
                documentation.set(keyword, json.clone());
            }
        }
        Some(_) => {}
        None => _ = keywords.warning("missing-keyword", root.node, "`info` is missing here"),
    }
    documentation
}
