//! Who may call, and where: security and servers.

use std::collections::BTreeMap;

use super::docs::Documentation;
use super::keywords::canonical_json;
use super::operation::Origin;
use super::print::Print;
use super::read_operation::{At, Reader};
use super::service::{Demand, Requirement, Security, Server, ServerVariable, Servers};
use crate::problem::Position;
use crate::source::Node;

/// Without a word about security, none is needed.
pub(super) fn no_security() -> Security {
    Security {
        alternatives: Box::default(),
        origin: Origin { position: Position::START, pointer: "#".into() },
        class: Print::default(),
        documented: Print::default(),
    }
}

/// Without a word about servers, there is one at `/`.
pub(super) fn default_servers() -> Servers {
    let origin = Origin { position: Position::START, pointer: "#".into() };
    let server = Server {
        url: "/".into(),
        variables: Box::default(),
        documentation: Documentation::default(),
        origin: origin.clone(),
    };
    Servers { servers: [server].into(), origin, class: Print::default(), documented: Print::default() }
}

impl<'a> Reader<'a> {
    pub(super) fn security_at(&mut self, at: &At<'a>) -> Option<Security> {
        let Some(list) = at.node.as_array() else {
            self.keywords.malformed("security", at.node, "a sequence");
            return None;
        };
        let mut alternatives: Vec<Requirement> = Vec::new();
        for element in list {
            if !self.keywords.is_mapping(element, "a security requirement") {
                continue;
            }
            let mut demands: Vec<Demand> = Vec::new();
            for entry in element.as_object().into_iter().flatten() {
                let mut scopes: Vec<Box<str>> = self
                    .keywords
                    .texts(element, &entry.key)
                    .unwrap_or_default()
                    .into_iter()
                    .map(Into::into)
                    .collect();
                scopes.sort();
                scopes.dedup();
                demands.push(self.demand(&entry.key, &entry.node, scopes));
            }
            demands.sort_by_cached_key(Demand::meaning);
            demands.dedup_by(|a, b| a.meaning() == b.meaning());
            alternatives.push(demands.into());
        }
        let meaning = |requirement: &Requirement| requirement.iter().map(Demand::meaning).collect::<Vec<_>>();
        alternatives.sort_by_cached_key(meaning);
        alternatives.dedup_by(|a, b| meaning(a) == meaning(b));
        if alternatives.iter().all(|requirement| requirement.is_empty()) {
            // One way that asks for nothing is the same as no way.
            alternatives.clear();
        }
        Some(Security {
            alternatives: alternatives.into(),
            origin: at.origin(),
            class: Print::default(),
            documented: Print::default(),
        })
    }

    fn demand(&mut self, name: &str, node: &'a Node, scopes: Vec<Box<str>>) -> Demand {
        const TEXTS: &[&str] = &["description", "bearerFormat"];
        const KNOWN: &[&str] = &["type", "name", "in", "scheme", "flows", "openIdConnectUrl"];
        let pointer = super::keywords::below("#/components/securitySchemes", name);
        let scheme = self.keywords.document.pointer(&pointer).map(|node| self.resolve(At { node, pointer }));
        let Some(scheme) = scheme.filter(|scheme| scheme.node.as_object().is_some()) else {
            let message = format!("there is no security scheme `{name}`");
            self.keywords.warning("dangling-scheme", node, message);
            return Demand {
                label: name.into(),
                scheme: [("undefined".into(), name.into())].into(),
                scopes: scopes.into(),
                documentation: Documentation::default(),
                origin: Origin { position: node.position, pointer: "#/components/securitySchemes".into() },
            };
        };
        let mut documentation = self.keywords.documentation(scheme.node, "a security scheme", TEXTS, KNOWN);
        let mut words: BTreeMap<String, String> = BTreeMap::new();
        if let Some(kind) = self.keywords.needed_text(scheme.node, "type") {
            words.insert("type".into(), kind.into());
        }
        for key in ["name", "in", "scheme", "openIdConnectUrl"] {
            if let Some(text) = self.keywords.text(scheme.node, key) {
                words.insert(key.into(), text.into());
            }
        }
        // Names of headers and of HTTP schemes know no case.
        let folds = |key: &str, words: &BTreeMap<String, String>| match key {
            "scheme" => true,
            "name" => words.get("in").is_some_and(|place| place == "header"),
            _ => false,
        };
        for key in ["scheme", "name"] {
            if folds(key, &words)
                && let Some(word) = words.get_mut(key)
            {
                word.make_ascii_lowercase();
            }
        }
        for flow in self.keywords.mapping(scheme.node, "flows").into_iter().flatten() {
            for part in flow.node.as_object().into_iter().flatten() {
                match part.node.as_object() {
                    Some(scopes) if &*part.key == "scopes" => {
                        for scope in scopes {
                            words.insert(format!("{} scope {}", flow.key, scope.key), String::new());
                            documentation.set(
                                format!("{} scope {}", flow.key, scope.key),
                                canonical_json(&scope.node),
                            );
                        }
                    }
                    _ => {
                        let text = part.node.as_str().unwrap_or_default();
                        words.insert(format!("{} {}", flow.key, part.key), text.into());
                    }
                }
            }
        }
        Demand {
            label: name.into(),
            scheme: words.into_iter().map(|(key, text)| (key.into(), text.into())).collect(),
            scopes: scopes.into(),
            documentation,
            origin: scheme.origin(),
        }
    }

    pub(super) fn servers_at(&mut self, at: &At<'a>) -> Option<Servers> {
        let Some(list) = at.node.as_array() else {
            self.keywords.malformed("servers", at.node, "a sequence");
            return None;
        };
        let mut servers: Vec<Server> = list
            .iter()
            .enumerate()
            .filter_map(|(index, node)| self.server(at.below(&index.to_string(), node)))
            .collect();
        if servers.is_empty() {
            // An empty list is as good as none.
            return None;
        }
        // The first is the one that clients use; the order of the others says nothing.
        servers[1..].sort_by(|a, b| a.url.cmp(&b.url));
        Some(Servers {
            servers: servers.into(),
            origin: at.origin(),
            class: Print::default(),
            documented: Print::default(),
        })
    }

    fn server(&mut self, at: At<'a>) -> Option<Server> {
        if !self.keywords.is_mapping(at.node, "a server") || !self.counts(at.node) {
            return None;
        }
        let url = self.keywords.needed_text(at.node, "url")?;
        let mut variables: Vec<ServerVariable> = Vec::new();
        for entry in self.keywords.mapping(at.node, "variables").into_iter().flatten() {
            if !self.keywords.is_mapping(&entry.node, "a variable") {
                continue;
            }
            let values = self.keywords.texts(&entry.node, "enum").map(|values| {
                let mut values: Vec<Box<str>> = values.into_iter().map(Into::into).collect();
                values.sort();
                values.dedup();
                values.into()
            });
            variables.push(ServerVariable {
                name: entry.key.clone(),
                default: self.keywords.needed_text(&entry.node, "default").unwrap_or_default().into(),
                values,
                documentation: self.keywords.documentation(
                    &entry.node,
                    "a variable",
                    &["description"],
                    &["default", "enum"],
                ),
            });
        }
        variables.sort_by(|a, b| a.name.cmp(&b.name));
        Some(Server {
            url: url.into(),
            variables: variables.into(),
            documentation: self.keywords.documentation(
                at.node,
                "a server",
                &["description"],
                &["url", "variables"],
            ),
            origin: at.origin(),
        })
    }
}

/// The scheme, and the scopes that it must grant.
type Meaning = (Box<[(Box<str>, Box<str>)]>, Box<[Box<str>]>);

impl Demand {
    /// What it asks for, whatever its scheme is called.
    fn meaning(&self) -> Meaning {
        (self.scheme.clone(), self.scopes.clone())
    }
}
