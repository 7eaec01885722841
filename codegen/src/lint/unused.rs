//! Components that nothing uses.

use std::collections::HashSet;

use game_achievements_contract::document::Document;
use game_achievements_contract::source::{Node, Value};

use super::findings::Findings;
use super::rule::rules;
use super::survey::{address, members};
use super::walk::{Shape, shape_below};

rules! {
    UNUSED = "unused-component", House,
        "every component is used by an operation",
        "what nothing uses is neither generated nor tested, so nobody notices when it is wrong";
}

pub(super) fn check(document: &Document, findings: &mut Findings<'_>) {
    if !findings.wants(&UNUSED) {
        return;
    }
    let used = Used::by_operations(document);
    for section in members(document.root(), "components") {
        for component in section.node.as_object().into_iter().flatten() {
            let is_used = match &*section.key {
                "securitySchemes" => used.schemes.contains(&*component.key),
                key if key.starts_with("x-") => true,
                _ => used.nodes.contains(&address(&component.node)),
            };
            if !is_used {
                findings
                    .add(&UNUSED, component.position, format!("nothing uses `{}`", component.key))
                    .fix("remove it, or correct the reference that was meant to lead here");
            }
        }
    }
}

struct Used<'a> {
    document: &'a Document,
    /// Components, and what references into the middle of one lead to.
    nodes: HashSet<usize>,
    schemes: HashSet<&'a str>,
    left: Vec<(&'a Node, Shape)>,
}

impl<'a> Used<'a> {
    fn by_operations(document: &'a Document) -> Self {
        let mut used = Self { document, nodes: HashSet::new(), schemes: HashSet::new(), left: Vec::new() };
        for entry in
            document.root().as_object().into_iter().flatten().filter(|entry| &*entry.key != "components")
        {
            if let Some(shape) = shape_below(Shape::Keywords, &entry.key) {
                used.enter(&entry.key, &entry.node, shape);
            }
        }
        while let Some((node, shape)) = used.left.pop() {
            used.walk(node, shape);
        }
        used
    }

    /// Recursion follows the nesting of the file, which is bounded; references are queued.
    fn walk(&mut self, node: &'a Node, shape: Shape) {
        match &node.value {
            Value::Array(elements) => {
                elements.iter().for_each(|element| self.walk(element, shape.of_elements()))
            }
            Value::Object(object) => {
                if shape == Shape::Keywords
                    && let Some(reference) = object.get("$ref").and_then(Node::as_str)
                {
                    self.follow(reference);
                }
                for entry in object {
                    if let Some(below) = shape_below(shape, &entry.key) {
                        self.enter(
                            if shape == Shape::Keywords { &entry.key } else { "" },
                            &entry.node,
                            below,
                        );
                    }
                }
            }
            _ => {}
        }
    }

    /// What stands at a key; `key` is empty if it is a name and no keyword.
    fn enter(&mut self, key: &str, node: &'a Node, shape: Shape) {
        match key {
            "security" => {
                let requirements =
                    node.as_array().into_iter().flatten().filter_map(Node::as_object).flatten();
                self.schemes.extend(requirements.map(|entry| &*entry.key));
            }
            "mapping" => {
                for target in node.as_object().into_iter().flatten().filter_map(|entry| entry.node.as_str()) {
                    self.follow(target);
                    self.follow(&format!("#/components/schemas/{target}"));
                }
            }
            _ => self.walk(node, shape),
        }
    }

    fn follow(&mut self, pointer: &str) {
        // A reference into a component uses all of it: nobody can remove it.
        let component: String = pointer.split('/').take(4).collect::<Vec<_>>().join("/");
        for pointer in [pointer, &component] {
            if let Some(target) = self.document.pointer(pointer)
                && self.nodes.insert(address(target))
            {
                self.left.push((target, Shape::Keywords));
            }
        }
    }
}
