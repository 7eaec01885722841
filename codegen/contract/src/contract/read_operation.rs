//! Paths and their operations.

use std::collections::HashMap;

use super::docs::Documentation;
use super::keywords::{Keywords, below};
use super::operation::{Callback, Location, Method, Operation, Origin, Parameter};
use super::print::Print;
use super::read_schema::Schemas;
use super::schema::SchemaId;
use super::service::{Security, Servers};
use crate::source::{Entry, Node};

/// The most parts (operations, parameters, bodies, answers, headers) that a contract may have after references
/// are dissolved. Apple's whole document has some 30,000.
const MAX_PARTS: usize = 3_000_000;

/// Reads everything but the document's own head.
pub(super) struct Reader<'a> {
    pub(super) keywords: Keywords<'a>,
    pub(super) schemas: Schemas<'a>,
    /// What holds for operations that do not say otherwise.
    pub(super) security: Security,
    pub(super) servers: Servers,
    /// Callbacks that are being read, by address: one may lead to itself.
    callbacks: Vec<usize>,
    parts: usize,
}

/// A node with the pointer that leads to it.
pub(super) struct At<'a> {
    pub(super) node: &'a Node,
    pub(super) pointer: Box<str>,
}

impl<'a> At<'a> {
    pub(super) fn below(&self, key: &str, node: &'a Node) -> Self {
        Self { node, pointer: below(&self.pointer, key) }
    }

    pub(super) fn get(&self, key: &str) -> Option<Self> {
        Some(self.below(key, self.node.get(key)?))
    }

    pub(super) fn origin(&self) -> Origin {
        Origin { position: self.node.position, pointer: self.pointer.clone() }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(keywords: Keywords<'a>, security: Security, servers: Servers) -> Self {
        let schemas = Schemas::new(keywords.document);
        Self { keywords, schemas, security, servers, callbacks: Vec::new(), parts: 0 }
    }

    /// Counts a part; false if there are too many of them to go on.
    pub(super) fn counts(&mut self, node: &Node) -> bool {
        self.parts += 1;
        if self.parts == MAX_PARTS {
            let message = format!("more than {MAX_PARTS} parameters, answers and headers");
            self.keywords.error("too-large", node, message).help =
                Some("each is counted as often as it is referred to".into());
        }
        self.parts < MAX_PARTS
    }

    /// What a node stands for: itself, or what it refers to.
    pub(super) fn resolve(&self, mut at: At<'a>) -> At<'a> {
        while let (Some(reference), Some(target)) =
            (self.keywords.document.reference(at.node), self.keywords.document.target(at.node))
        {
            at = At { node: target, pointer: reference.into() };
        }
        at
    }

    pub(super) fn schema(&mut self, holder: &At<'a>) -> SchemaId {
        match holder.get("schema") {
            Some(schema) => self.schemas.at(&self.keywords, schema.node, schema.pointer),
            None => SchemaId::ANY,
        }
    }

    /// All operations, sorted by path and method.
    pub(super) fn paths(&mut self, paths: &At<'a>) -> Vec<Operation> {
        let mut operations = Vec::new();
        if !self.keywords.is_mapping(paths.node, "`paths`") {
            return operations;
        }
        let mut templates: HashMap<Box<str>, Vec<&'a Entry>> = HashMap::new();
        for entry in paths.node.as_object().into_iter().flatten() {
            if entry.key.starts_with('/') {
                templates.entry(unnamed(&entry.key)).or_default().push(entry);
            } else if !entry.key.starts_with("x-") {
                let node = &entry.node;
                self.keywords.error(
                    "malformed-path",
                    node,
                    format!("the path `{}` starts without `/`", entry.key),
                );
            }
        }
        for (path, entries) in templates {
            for entry in &entries {
                // Two paths that differ in the names of their variables only are one, which OpenAPI forbids.
                // Where a document has them all the same, their names tell them apart.
                let path = if entries.len() == 1 { path.clone() } else { entry.key.clone() };
                if entries.len() > 1 {
                    let message = format!("`{}` is the same path as `{}`", entry.key, entries[0].key);
                    if !std::ptr::eq(*entry, entries[0]) {
                        self.keywords.warning("ambiguous-path", &entry.node, message);
                    }
                }
                let item = paths.below(&entry.key, &entry.node);
                operations.extend(self.path_item(&path, &entry.key, item, false));
            }
        }
        operations.sort_by(|a, b| (&a.path, a.method).cmp(&(&b.path, b.method)));
        operations
    }

    fn path_item(&mut self, path: &str, template: &str, item: At<'a>, is_callback: bool) -> Vec<Operation> {
        const TEXTS: &[&str] = &["summary", "description"];
        let known: Vec<&str> = Method::ALL
            .iter()
            .map(|method| method.keyword())
            .chain(["$ref", "servers", "parameters"])
            .collect();
        // What stands beside a reference wins.
        let mut chain = vec![item];
        while let Some(last) = chain.last()
            && let (Some(reference), Some(target)) =
                (self.keywords.document.reference(last.node), self.keywords.document.target(last.node))
        {
            chain.push(At { node: target, pointer: reference.into() });
        }
        let mut documentation = Documentation::default();
        for item in &chain {
            if self.keywords.is_mapping(item.node, "a path") {
                documentation.complete(&self.keywords.documentation(item.node, "a path", TEXTS, &known));
            }
        }
        let find = |key: &str| chain.iter().find_map(|item| item.get(key));
        let servers = find("servers").and_then(|servers| self.servers_at(&servers));
        let mut operations = Vec::new();
        for method in Method::ALL {
            let Some(node) = find(method.keyword()) else { continue };
            if !self.keywords.is_mapping(node.node, "an operation") || !self.counts(node.node) {
                continue;
            }
            let shared = find("parameters");
            let mut operation =
                self.operation(method, path, template, &node, shared.as_ref(), servers.as_ref(), is_callback);
            for (keyword, json) in documentation.iter() {
                operation.documentation.set(format!("path {keyword}"), json.clone());
            }
            operations.push(operation);
        }
        operations
    }

    #[expect(clippy::too_many_arguments, reason = "each is what another level of the document says")]
    fn operation(
        &mut self,
        method: Method,
        path: &str,
        template: &str,
        node: &At<'a>,
        shared: Option<&At<'a>>,
        path_servers: Option<&Servers>,
        is_callback: bool,
    ) -> Operation {
        const TEXTS: &[&str] = &["tags", "summary", "description", "externalDocs", "operationId"];
        const KNOWN: &[&str] =
            &["parameters", "requestBody", "responses", "callbacks", "deprecated", "security", "servers"];
        let documentation = self.keywords.documentation(node.node, "an operation", TEXTS, KNOWN);
        let tags = self.keywords.texts(node.node, "tags").unwrap_or_default();
        let resource = tags.first().copied().unwrap_or_else(|| first_segment(template));
        let own_servers = node.get("servers").and_then(|servers| self.servers_at(&servers));
        // The address of a callback is its expression, and who may call is the client's affair.
        let servers = own_servers.or_else(|| path_servers.cloned()).unwrap_or_else(|| match is_callback {
            true => Servers { servers: Box::default(), ..self.servers.clone() },
            false => self.servers.clone(),
        });
        let security = node.get("security").and_then(|security| self.security_at(&security));
        let security = security.unwrap_or_else(|| match is_callback {
            true => Security { alternatives: Box::default(), ..self.security.clone() },
            false => self.security.clone(),
        });
        if node.node.get("responses").is_none() {
            let problem = self.keywords.warning("missing-keyword", node.node, "`responses` is missing here");
            problem.help = Some("an operation without answers promises nothing to clients".into());
        }
        Operation {
            method,
            path: path.into(),
            template: template.into(),
            resource: resource.into(),
            parameters: self.parameters(template, node, shared).into(),
            body: node.get("requestBody").and_then(|body| self.body(body)),
            answers: self.answers(node).into(),
            security,
            servers,
            callbacks: self.callbacks(node).into(),
            deprecated: self.keywords.flag(node.node, "deprecated").unwrap_or(false),
            documentation,
            origin: node.origin(),
            class: Print::default(),
            documented: Print::default(),
        }
    }

    fn parameters(&mut self, template: &str, operation: &At<'a>, shared: Option<&At<'a>>) -> Vec<Parameter> {
        let variables = variables(template);
        let own = operation.get("parameters");
        let mut parameters: Vec<Parameter> = Vec::new();
        for (is_own, list) in [(true, own.as_ref()), (false, shared)] {
            let Some(list) = list else { continue };
            let Some(elements) = list.node.as_array() else {
                self.keywords.malformed("parameters", list.node, "a sequence");
                continue;
            };
            let before = parameters.len();
            for (at, element) in elements.iter().enumerate() {
                let at = self.resolve(list.below(&at.to_string(), element));
                let Some(parameter) = self.parameter(&variables, at) else { continue };
                let same =
                    |other: &Parameter| (other.location, &other.key) == (parameter.location, &parameter.key);
                match parameters.iter().position(same) {
                    None => parameters.push(parameter),
                    Some(first) if first >= before && is_own => {
                        let message =
                            format!("the {} parameter `{}` stands twice", parameter.location, parameter.name);
                        self.keywords.warning("repeated-parameter", element, message);
                    }
                    // The operation's own parameter takes the place of the path's.
                    Some(_) => {}
                }
            }
        }
        for (at, name) in variables.iter().enumerate() {
            let declared = parameters
                .iter()
                .any(|parameter| parameter.location == Location::Path && *parameter.name == **name);
            if !declared && variables[..at].iter().all(|before| before != name) {
                let message = format!("the path's variable `{name}` is no parameter");
                self.keywords.warning("undeclared-variable", operation.node, message).fix =
                    Some(format!("add a parameter `{name}` with `in: path`"));
            }
        }
        parameters.sort_by(|a, b| (a.location, &a.key).cmp(&(b.location, &b.key)));
        parameters
    }

    fn callbacks(&mut self, operation: &At<'a>) -> Vec<Callback> {
        let mut callbacks = Vec::new();
        let Some(all) = operation.get("callbacks") else { return callbacks };
        for entry in self.keywords.mapping(operation.node, "callbacks").into_iter().flatten() {
            let at = self.resolve(all.below(&entry.key, &entry.node));
            if !self.keywords.is_mapping(at.node, "a callback") {
                continue;
            }
            let address = std::ptr::from_ref(at.node).addr();
            let repeats = self.callbacks.contains(&address);
            self.callbacks.push(address);
            for expression in at.node.as_object().into_iter().flatten() {
                if expression.key.starts_with("x-") || !self.counts(&expression.node) {
                    continue;
                }
                let item = at.below(&expression.key, &expression.node);
                let origin = item.origin();
                // A callback within itself is told once.
                let operations = match repeats {
                    true => Vec::new(),
                    false => self.path_item(&expression.key, &expression.key, item, true),
                };
                callbacks.push(Callback {
                    label: entry.key.clone(),
                    expression: expression.key.clone(),
                    operations: operations.into(),
                    origin,
                });
            }
            self.callbacks.pop();
        }
        callbacks.sort_by(|a, b| a.expression.cmp(&b.expression));
        callbacks
    }
}

/// The names of the variables of a path, in order.
fn variables(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((_, from)) = rest.split_once('{')
        && let Some((name, after)) = from.split_once('}')
    {
        names.push(name);
        rest = after;
    }
    names
}

/// The path with its variables unnamed: `/v1/apps/{}`.
fn unnamed(template: &str) -> Box<str> {
    let mut path = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, from)) = rest.split_once('{')
        && let Some((_, after)) = from.split_once('}')
    {
        path.push_str(before);
        path.push_str("{}");
        rest = after;
    }
    path.push_str(rest);
    path.into()
}

/// The first segment of a path that tells something: no variable, and no version.
fn first_segment(template: &str) -> &str {
    let is_version = |segment: &str| {
        segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut segments = template.split('/').filter(|segment| !segment.is_empty());
    let telling = segments.clone().find(|segment| !segment.contains('{') && !is_version(segment));
    telling.or_else(|| segments.next()).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_path_variables_are_no_part_of_the_path() {
        assert_eq!(&*unnamed("/users/xuid({xuid})/a/{b}"), "/users/xuid({})/a/{}");
        assert_eq!(variables("/users/xuid({xuid})/a/{b}"), ["xuid", "b"]);
        assert_eq!(&*unnamed("/odd/{open"), "/odd/{open");
    }

    #[test]
    fn a_path_belongs_to_its_first_telling_segment() {
        assert_eq!(first_segment("/v1/apps/{id}"), "apps");
        assert_eq!(first_segment("/{a}"), "{a}");
        assert_eq!(first_segment("/v10"), "v10");
        assert_eq!(first_segment("/"), "/");
    }
}
