//! Every `$ref` of a document, checked once, so that following one later cannot fail.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Document;
use crate::problem::Problem;
use crate::source::{Node, Value};

/// Dangling, external and circular references (errors), and keys beside a `$ref` (warnings).
pub(super) fn check(document: &Document) -> Vec<Problem> {
    let mut checker = Checker { document, ends: HashMap::new(), problems: Vec::new() };
    checker.walk(document.root(), Shape::Object);
    checker.problems
}

/// The node at `#/a/b`; a pointer without `#` at its start leads nowhere.
pub(super) fn pointer<'a>(root: &'a Node, pointer: &str) -> Option<&'a Node> {
    let path = pointer.strip_prefix('#')?;
    if path.is_empty() {
        return Some(root);
    }
    path.strip_prefix('/')?.split('/').try_fold(root, |node, token| {
        let token = unescape(token)?;
        match &node.value {
            Value::Object(object) => object.get(&token),
            Value::Array(elements) => elements.get(token.parse::<usize>().ok()?),
            _ => None,
        }
    })
}

/// A token of a URI fragment pointer (RFC 6901, chapter 6): percent-decoded, then `~1` and `~0`.
fn unescape(token: &str) -> Option<Cow<'_, str>> {
    let token = percent_encoding::percent_decode_str(token).decode_utf8().ok()?;
    Some(if token.contains('~') { token.replace("~1", "/").replace("~0", "~").into() } else { token })
}

/// What the keys of a mapping are.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// Keywords of OpenAPI, among them perhaps `$ref`.
    Object,
    /// Names that the author chose; one of them may be spelled `$ref`.
    Names,
    /// Names whose values are again mappings of names: callbacks hold expressions that hold paths.
    NamesOfNames,
    /// Sample data, which nothing looks into.
    Data,
}

fn shape_below(key: &str) -> Shape {
    match key {
        "callbacks" => Shape::NamesOfNames,
        "content" | "encoding" | "examples" | "headers" | "links" | "mapping" | "parameters" | "paths"
        | "properties" | "requestBodies" | "responses" | "schemas" | "scopes" | "securitySchemes"
        | "variables" => Shape::Names,
        "const" | "default" | "enum" | "example" | "value" => Shape::Data,
        key if key.starts_with("x-") => Shape::Data,
        _ => Shape::Object,
    }
}

struct Checker<'a> {
    document: &'a Document,
    /// Pointers whose chains have been followed: whether they end.
    ends: HashMap<&'a str, bool>,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    fn walk(&mut self, node: &'a Node, shape: Shape) {
        match &node.value {
            Value::Array(elements) => {
                for element in elements {
                    self.walk(element, Shape::Object);
                }
            }
            Value::Object(object) => {
                if shape == Shape::Object
                    && let Some(reference) = object.entry("$ref")
                {
                    self.check(node, &reference.node);
                }
                for entry in object {
                    let below = match shape {
                        Shape::Object => shape_below(&entry.key),
                        Shape::Names => Shape::Object,
                        Shape::NamesOfNames => Shape::Names,
                        Shape::Data => return,
                    };
                    if below != Shape::Data {
                        self.walk(&entry.node, below);
                    }
                }
            }
            _ => {}
        }
    }

    fn check(&mut self, holder: &'a Node, reference: &'a Node) {
        let place = self.document.place(reference.position);
        let Some(target) = reference.as_str() else {
            let message = format!("`$ref` must be a text, this is {}", reference.kind());
            self.problems.push(Problem::error("reference", message).at(place));
            return;
        };
        if !target.starts_with('#') {
            self.problems.push(
                Problem::error("external-reference", format!("`{target}` leads out of this file"))
                    .at(place)
                    .help("a document here is one file, so that it is reviewed as one")
                    .fix("copy the component into this file and refer to it with `#/components/…`"),
            );
        } else if self.document.pointer(target).is_none() {
            let problem =
                Problem::error("dangling-reference", format!("`{target}` does not exist")).at(place);
            self.problems.push(match self.nearest(target) {
                Some(near) => problem.fix(format!("did you mean `{near}`?")),
                None => problem.fix("add the component, or correct the reference"),
            });
        } else if !self.ends(target) {
            self.problems.push(
                Problem::error(
                    "circular-reference",
                    format!("`{target}` leads only to other references, in a circle"),
                )
                .at(place)
                .help("a schema may contain itself in a property or item, but not be nothing but itself"),
            );
        } else {
            self.check_siblings(holder);
        }
    }

    fn check_siblings(&mut self, holder: &Node) {
        let siblings: Vec<_> = holder
            .as_object()
            .into_iter()
            .flatten()
            // A path item may have both; elsewhere the two texts are harmless.
            .filter(|entry| {
                !matches!(&*entry.key, "$ref" | "description" | "summary") && !entry.key.starts_with("x-")
            })
            .map(|entry| format!("`{}`", entry.key))
            .collect();
        if !siblings.is_empty() {
            self.problems.push(
                Problem::warning("reference-siblings", format!("{} beside a `$ref`", siblings.join(", ")))
                    .at(self.document.place(holder.position))
                    .help("OpenAPI 3.0 lets tools ignore what stands beside a `$ref`, and most do")
                    .fix("wrap the reference: `allOf: [{ $ref: … }]`"),
            );
        }
    }

    fn ends(&mut self, target: &'a str) -> bool {
        if let Some(known) = self.ends.get(target) {
            return *known;
        }
        let mut chain = vec![target];
        let ends = loop {
            let next =
                self.document.pointer(chain[chain.len() - 1]).and_then(|node| self.document.reference(node));
            match next {
                // A dangling end is reported where it stands.
                None => break true,
                Some(next) if chain.contains(&next) => break false,
                Some(next) => match self.ends.get(next) {
                    Some(known) => break *known,
                    None => chain.push(next),
                },
            }
        };
        for passed in chain {
            self.ends.insert(passed, ends);
        }
        ends
    }

    /// A component of the same kind whose name differs little.
    fn nearest(&self, target: &str) -> Option<String> {
        let (section, name) = target.rsplit_once('/')?;
        let section_node = self.document.pointer(section)?.as_object()?;
        section_node
            .iter()
            .map(|entry| (strsim::damerau_levenshtein(&entry.key, name), &entry.key))
            .filter(|(distance, _)| *distance <= 3.max(name.len() / 5))
            .min()
            .map(|(_, near)| format!("{section}/{near}"))
    }
}
