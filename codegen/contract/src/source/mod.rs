//! The bytes of a file become a value with positions.
//!
//! YAML 1.2 is read with its core schema (`no` is a string, `0o17` a number); JSON with a reader of its
//! own, because YAML readers reject some of its escapes. Input is not trusted: size, nesting and the
//! nodes that aliases expand to are bounded, so reading ends in bounded time and memory, and walking
//! the value recursively needs no more stack than a test thread has.

mod json;
mod node;
mod scalar;
#[cfg(test)]
mod tests;
mod yaml;

use std::sync::Arc;

pub use node::{Entry, Node, Number, Object, Value};

use crate::problem::{Place, Position, Problem};

/// The most bytes that a file may have: 64 MiB, some twenty times Apple's whole document.
pub const MAX_BYTES: usize = 64 << 20;

/// The deepest nesting of sequences and mappings; real documents stay below 30.
pub const MAX_DEPTH: usize = 128;

/// The most nodes that a file may have.
pub const MAX_NODES: usize = 4_000_000;

/// The most nodes that the anchors and aliases of a YAML file may add to those written out.
pub const MAX_ALIASED_NODES: usize = 200_000;

/// Reads a file.
///
/// `file` is the name that places show. Names that end in `.json` are read as JSON, `.yaml` and `.yml`
/// as YAML; any other as JSON if it starts with a brace.
///
/// # Errors
/// One problem, at the place where reading stopped: bytes that are no UTF-8, broken syntax, a key that
/// stands twice, an unknown alias or tag, or a bound that is exceeded.
pub fn read(file: &str, bytes: &[u8]) -> Result<Node, Problem> {
    let reader = Reader { file: file.into() };
    if bytes.len() > MAX_BYTES {
        return Err(reader.problem(
            "too-large",
            Position::START,
            format!("the file has more than the {MAX_BYTES} bytes that are read"),
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (before, _) = bytes.split_at(error.valid_up_to());
        reader
            .problem("not-utf-8", position_after(before), "here the file stops being UTF-8")
            .fix("save the file as UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match syntax_of(file, text) {
        Syntax::Json => json::read(&reader, text),
        Syntax::Yaml => yaml::read(&reader, text),
    }
}

enum Syntax {
    Json,
    Yaml,
}

fn syntax_of(file: &str, text: &str) -> Syntax {
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("json") => Syntax::Json,
        Some("yaml" | "yml") => Syntax::Yaml,
        _ if text.trim_start().starts_with('{') => Syntax::Json,
        _ => Syntax::Yaml,
    }
}

/// What both readers need for their problems.
struct Reader {
    file: Arc<str>,
}

impl Reader {
    fn problem(&self, rule: &'static str, position: Position, message: impl Into<String>) -> Problem {
        Problem::error(rule, message).at(self.place(position))
    }

    fn place(&self, position: Position) -> Place {
        Place { file: self.file.clone(), position }
    }

    fn too_deep(&self, position: Position) -> Problem {
        self.problem("too-deep", position, format!("nested more than {MAX_DEPTH} levels deep"))
            .help("no OpenAPI document needs this; recursive schemas are written with `$ref`")
    }

    fn too_many(&self, position: Position) -> Problem {
        self.problem("too-many-nodes", position, format!("more than {MAX_NODES} values in one file"))
    }

    /// The object of these entries, unless a key stands twice.
    fn object(&self, entries: Vec<Entry>) -> Result<Object, Problem> {
        Object::new(entries).map_err(|(first, second)| {
            self.problem(
                "duplicate-key",
                second.position,
                format!("the key `{}` stands twice in this mapping", second.key),
            )
            .related(self.place(first.position), "it stands here first")
            .fix("remove or rename one of the two; readers would silently keep only one")
        })
    }
}

/// The position behind these bytes. Bytes that are no UTF-8 count as one character each.
fn position_after(bytes: &[u8]) -> Position {
    let mut position = Position::START;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.ends_with(b"\n") {
            position.line += 1;
            position.column = 1;
        } else {
            let characters = String::from_utf8_lossy(line).chars().count();
            position.column = u32::try_from(characters).map_or(u32::MAX, |count| count.saturating_add(1));
        }
    }
    position
}
