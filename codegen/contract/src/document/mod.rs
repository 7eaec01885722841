//! An OpenAPI 3.0 document: a positioned value in which every reference leads somewhere.
//!
//! References are kept and followed on demand, so that what stands beside a `$ref` is not lost: tools
//! that resolve them while reading drop a `nullable: true` there without a word.

mod reference;

use std::sync::Arc;

use crate::problem::{self, Place, Position, Problem};
use crate::source::{self, Node, Value};

/// A readable OpenAPI 3.0 document.
#[derive(Clone, Debug)]
pub struct Document {
    file: Arc<str>,
    root: Node,
    warnings: Vec<Problem>,
}

impl Document {
    /// Reads a document from the bytes of a YAML or JSON file; `file` is the name that problems show.
    ///
    /// # Errors
    /// All problems that can be told apart: unreadable text (then there is one), another version of
    /// OpenAPI, references that are external, dangling or circular.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let root = source::read(file, bytes).map_err(|problem| vec![problem])?;
        Self::new(file.into(), root)
    }

    /// A part of this document, as a document: what `root` keeps of it has the places that it has here.
    ///
    /// # Errors
    /// As with [`read`](Self::read): references to what is not in the part are dangling.
    pub fn part(&self, root: Node) -> Result<Self, Vec<Problem>> {
        Self::new(self.file.clone(), root)
    }

    fn new(file: Arc<str>, root: Node) -> Result<Self, Vec<Problem>> {
        let mut document = Self { file, root, warnings: Vec::new() };
        document.check_version().map_err(|problem| vec![problem])?;
        let (mut errors, warnings): (Vec<_>, Vec<_>) =
            reference::check(&document).into_iter().partition(Problem::is_error);
        if !errors.is_empty() {
            errors.extend(warnings);
            problem::sort(&mut errors);
            return Err(errors);
        }
        document.warnings = warnings;
        problem::sort(&mut document.warnings);
        Ok(document)
    }

    /// The file as the user named it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The whole document.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// What was odd about the document, but no reason to refuse it.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The place of a position in this document.
    pub fn place(&self, position: Position) -> Place {
        Place { file: self.file.clone(), position }
    }

    /// What a node stands for: itself, or the end of its chain of `$ref`s.
    ///
    /// Reading has made sure that every chain ends.
    pub fn resolve<'a>(&'a self, node: &'a Node) -> &'a Node {
        let mut target = node;
        while let Some(next) = self.target(target) {
            target = next;
        }
        target
    }

    /// The pointer of a reference, such as `#/components/schemas/Pet`; `None` if the node is none.
    pub fn reference<'a>(&self, node: &'a Node) -> Option<&'a str> {
        node.get("$ref")?.as_str()
    }

    /// The name of the component that a reference names directly: `Pet` for `#/components/schemas/Pet`.
    pub fn component_name<'a>(&self, node: &'a Node) -> Option<&'a str> {
        let rest = self.reference(node)?.strip_prefix("#/components/")?;
        let (_, name) = rest.split_once('/')?;
        (!name.contains('/')).then_some(name)
    }

    /// One step along a reference; `None` if the node is none.
    pub fn target(&self, node: &Node) -> Option<&Node> {
        self.pointer(self.reference(node)?)
    }

    /// The node at a pointer into this document, such as `#/paths/~1pets/get`.
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        reference::pointer(&self.root, pointer)
    }

    /// The document as plain JSON, mappings sorted by key: layout and key order leave no trace.
    pub fn to_json(&self) -> serde_json::Value {
        self.root.to_json()
    }

    fn check_version(&self) -> Result<(), Problem> {
        let problem = |node: &Node, message: String| {
            Problem::error("openapi-version", message).at(self.place(node.position))
        };
        let Value::Object(root) = &self.root.value else {
            let message = format!("an OpenAPI document is a mapping, this is {}", self.root.kind());
            return Err(problem(&self.root, message));
        };
        let Some(version) = root.get("openapi") else {
            let found = if root.get("swagger").is_some() {
                "this is a Swagger 2.0 document"
            } else {
                "no `openapi` key"
            };
            return Err(problem(&self.root, format!("not an OpenAPI 3.0 document: {found}"))
                .fix("start the file with `openapi: 3.0.3`"));
        };
        match &version.value {
            Value::String(text) if text.starts_with("3.0.") => Ok(()),
            Value::String(text) => {
                Err(problem(version, format!("OpenAPI {text} is not supported, only 3.0 is"))
                    .help("the generator reads 3.0; 3.1 changed how schemas, null and examples are written")
                    .fix("write the document in OpenAPI 3.0.3"))
            }
            _ => Err(problem(
                version,
                format!("`openapi` must be a text such as 3.0.3, this is {}", version.kind()),
            )
            .fix("write `openapi: 3.0.3`")),
        }
    }
}
