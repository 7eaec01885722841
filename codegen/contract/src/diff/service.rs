//! Who may call, and where.

use super::local::{Directions, Row, Site};
use super::operations::says;
use super::rules::{self, Rule};
use super::walk::{NodeId, Walk};
use crate::contract::{Demand, Operation, Origin, Requirement, Server};

pub(super) fn security<'c>(walk: &mut Walk<'c>, a: &'c Operation, b: &'c Operation) {
    if a.security.documented == b.security.documented {
        return;
    }
    let origins = (&a.security.origin, &b.security.origin);
    let (node, is_new) = walk.part("security", "", Some(origins.0), Some(origins.1), Directions::REQUEST);
    // What the whole document does not say is told at the operation.
    let site = |origin: &Origin, operation: &Operation| -> Option<Site> {
        Some(if &*origin.pointer == "#" { &operation.origin } else { origin }.into())
    };
    let sites = (site(origins.0, a), site(origins.1, b));
    let mut rows: Vec<Row> = Vec::new();
    let mut push = |rule: &'static Rule, old: Option<String>, new: Option<String>, message: String| {
        let aspect = format!("security {} {}", old.as_deref().unwrap_or(""), new.as_deref().unwrap_or(""));
        rows.push(Row::new(rule, aspect, message).at(sites.0.clone(), sites.1.clone()).values(old, new));
    };
    let same = |a: &Requirement, b: &Requirement| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.scheme == b.scheme && a.scopes == b.scopes)
    };
    let (old, new) = (&a.security.alternatives, &b.security.alternatives);
    let mut gone: Vec<&Requirement> =
        old.iter().filter(|old| !new.iter().any(|new| same(old, new))).collect();
    let mut come: Vec<&Requirement> =
        new.iter().filter(|new| !old.iter().any(|old| same(old, new))).collect();
    let mut schemes: Vec<(&'c Demand, &'c Demand)> = Vec::new();
    if old.is_empty() && !new.is_empty() {
        let is = ways(new);
        // An empty way among them leaves it to the client.
        let rule = if new.iter().any(|way| way.is_empty()) {
            &rules::SECURITY_OPTION_ADDED
        } else {
            &rules::SECURITY_ADDED
        };
        push(rule, None, Some(is.clone()), format!("calls may now need {is}"));
    } else if new.is_empty() && !old.is_empty() {
        let was = ways(old);
        push(&rules::SECURITY_REMOVED, Some(was.clone()), None, format!("calls no longer need {was}"));
    } else {
        let is_covered = |old: &Requirement| new.iter().any(|new| is_within(new, old));
        let labels = |way: &Requirement| way.iter().map(|demand| demand.label.clone()).collect::<Vec<_>>();
        // Ways of the same schemes first, so that they are not taken for others.
        gone.retain(|old| {
            let like = come.iter().position(|new| !old.is_empty() && labels(old) == labels(new));
            let Some(at) = like else { return true };
            let added = if is_covered(old) { &rules::SECURITY_OPTION_ADDED } else { &rules::SCOPE_ADDED };
            for (old, new) in old.iter().zip(come.remove(at)) {
                scopes(old, new, added, &mut push);
                schemes.push((old, new));
            }
            false
        });
        for old in gone {
            let near = come.iter().position(|new| is_within(new, old) || is_within(old, new));
            let (was, is) = (way(old), near.map(|at| way(come.remove(at))));
            let (rule, message) = match (is_covered(old), &is) {
                (true, Some(is)) => {
                    (&rules::SECURITY_REMOVED, format!("{was} was needed, now {is} is enough"))
                }
                (true, None) => {
                    (&rules::SECURITY_REMOVED, format!("{was} is no longer listed: less is enough"))
                }
                (false, Some(is)) => {
                    (&rules::SECURITY_ADDED, format!("{was} was enough, now {is} is needed"))
                }
                (false, None) if old.is_empty() => {
                    (&rules::SECURITY_ADDED, format!("{was} is no longer enough"))
                }
                (false, None) => (&rules::SECURITY_OPTION_REMOVED, format!("{was} is no longer enough")),
            };
            push(rule, Some(was), is, message);
        }
        for new in come {
            let is = way(new);
            let rule = if new.is_empty() { &rules::SECURITY_REMOVED } else { &rules::SECURITY_OPTION_ADDED };
            push(rule, None, Some(is.clone()), format!("{is} is now enough"));
        }
    }
    // The documentation of schemes that stay.
    for old in old.iter().flatten() {
        if let Some(new) = new.iter().flatten().find(|new| new.label == old.label)
            && new.scheme == old.scheme
        {
            schemes.push((old, new));
        }
    }
    if is_new {
        for row in rows {
            walk.push(node, row);
        }
    }
    for (old, new) in schemes {
        scheme(walk, old, new);
    }
}

/// Whether calls that bring proof of one way bring what another asks for.
fn is_within(asked: &Requirement, brought: &Requirement) -> bool {
    asked.iter().all(|asked| {
        brought.iter().any(|brought| {
            let grants = |scope| brought.scopes.contains(scope);
            asked.scheme == brought.scheme && asked.scopes.iter().all(grants)
        })
    })
}

fn way(requirement: &Requirement) -> String {
    let words = |demand: &Demand| {
        let scopes = if demand.scopes.is_empty() {
            String::new()
        } else {
            format!(" with {}", demand.scopes.join(", "))
        };
        format!("{}{scopes}", demand.label)
    };
    let all: Vec<String> = requirement.iter().map(words).collect();
    if all.is_empty() { "no proof".to_owned() } else { all.join(" and ") }
}

fn ways(alternatives: &[Requirement]) -> String {
    alternatives.iter().map(way).collect::<Vec<_>>().join(" or ")
}

type Push<'p> = &'p mut dyn FnMut(&'static Rule, Option<String>, Option<String>, String);

fn scopes(old: &Demand, new: &Demand, added: &'static Rule, push: Push<'_>) {
    for scope in new.scopes.iter().filter(|scope| !old.scopes.contains(scope)) {
        let message = format!("`{}` must now grant `{scope}`", new.label);
        push(added, None, Some(scope.to_string()), message);
    }
    for scope in old.scopes.iter().filter(|scope| !new.scopes.contains(scope)) {
        let message = format!("`{}` need no longer grant `{scope}`", old.label);
        push(&rules::SCOPE_REMOVED, Some(scope.to_string()), None, message);
    }
}

/// Compares what two schemes are.
fn scheme<'c>(walk: &mut Walk<'c>, old: &'c Demand, new: &'c Demand) {
    if old.scheme == new.scheme && old.documentation == new.documentation {
        return;
    }
    let origins = (&old.origin, &new.origin);
    let (node, is_new) = walk.part("scheme", "", Some(&old.origin), Some(&new.origin), Directions::REQUEST);
    if !is_new {
        return;
    }
    says(walk, node, (&old.documentation, &new.documentation), origins);
    let mut keys: Vec<&str> = old.scheme.iter().chain(&new.scheme).map(|(key, _)| &**key).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let find = |demand: &'c Demand| {
            demand.scheme.iter().find(|(known, _)| **known == *key).map(|(_, word)| &**word)
        };
        let (was, is) = (find(old), find(new));
        let is_address = key.ends_with("Url");
        let is_flow = key.contains(' ');
        let rule = match (was, is) {
            (was, is) if was == is => continue,
            (None, _) if is_flow => &rules::SCHEME_OFFER_ADDED,
            (_, None) if is_flow => &rules::SCHEME_OFFER_REMOVED,
            _ if is_address => &rules::SCHEME_ADDRESS_CHANGED,
            _ => &rules::SCHEME_CHANGED,
        };
        let message = match (was, is) {
            (None, Some("")) => format!("{key} is now offered"),
            (Some(""), None) => format!("{key} is no longer offered"),
            (None, Some(is)) => format!("{key} is now {is}"),
            (Some(was), None) => format!("{key} {was} was removed"),
            (was, is) => {
                format!("{key} was {}, now it is {}", was.unwrap_or_default(), is.unwrap_or_default())
            }
        };
        let text = |word: Option<&str>| word.map(|word| if word.is_empty() { key } else { word }.to_owned());
        let row = Row::new(rule, format!("scheme {key}"), message)
            .at(Some(origins.0.into()), Some(origins.1.into()))
            .values(text(was), text(is));
        walk.push(node, row);
    }
}

pub(super) fn servers<'c>(walk: &mut Walk<'c>, a: &'c Operation, b: &'c Operation) {
    if a.servers.documented == b.servers.documented {
        return;
    }
    let origins = (&a.servers.origin, &b.servers.origin);
    let (node, is_new) = walk.part("servers", "", Some(origins.0), Some(origins.1), Directions::REQUEST);
    if !is_new {
        return;
    }
    let mut rows = Servers { walk, node, holders: (a, b), origins };
    rows.compare(&a.servers.servers, &b.servers.servers);
}

struct Servers<'w, 'c> {
    walk: &'w mut Walk<'c>,
    node: NodeId,
    holders: (&'c Operation, &'c Operation),
    origins: (&'c Origin, &'c Origin),
}

impl<'c> Servers<'_, 'c> {
    fn compare(&mut self, old: &'c [Server], new: &'c [Server]) {
        for a in old {
            if let Some(b) = new.iter().find(|b| b.url == a.url) {
                self.both(a, b);
            }
        }
        let gone: Vec<&Server> = old.iter().filter(|a| !new.iter().any(|b| b.url == a.url)).collect();
        let mut come: Vec<&Server> = new.iter().filter(|b| !old.iter().any(|a| a.url == b.url)).collect();
        for a in gone {
            let next = (!come.is_empty()).then(|| {
                let same_path = come.iter().position(|b| path(&b.url) == path(&a.url));
                come.remove(same_path.unwrap_or(0))
            });
            let has_path =
                |servers: &[Server]| servers.iter().any(|server| path(&server.url) == path(&a.url));
            match next {
                Some(b) if has_path(new) => {
                    let message = format!("the server was {}, now it is {}", a.url, b.url);
                    self.push(&rules::SERVER_CHANGED, Some(a), Some(b), message);
                }
                Some(b) => {
                    let message = format!("the server was {}, now it is {}: another path", a.url, b.url);
                    self.push(&rules::SERVER_PATH_CHANGED, Some(a), Some(b), message);
                }
                None => {
                    let rule =
                        if has_path(new) { &rules::SERVER_REMOVED } else { &rules::SERVER_PATH_CHANGED };
                    self.push(rule, Some(a), None, format!("the server {} was removed", a.url));
                }
            }
        }
        for b in come {
            self.push(&rules::SERVER_ADDED, None, Some(b), format!("the server {} was added", b.url));
        }
        if let (Some(a), Some(b)) = (old.first(), new.first())
            && a.url != b.url
            && old.iter().any(|server| server.url == b.url)
        {
            let message = format!("the first server was {}, now it is {}", a.url, b.url);
            self.push(&rules::SERVER_ORDER_CHANGED, Some(a), Some(b), message);
        }
    }

    fn both(&mut self, a: &'c Server, b: &'c Server) {
        says(self.walk, self.node, (&a.documentation, &b.documentation), (&a.origin, &b.origin));
        if a.variables == b.variables {
            return;
        }
        let wire = |server: &Server| -> Vec<_> {
            let variables = server.variables.iter();
            variables.map(|one| (one.name.clone(), one.default.clone(), one.values.clone())).collect()
        };
        let message = format!("the variables of the server {} changed", b.url);
        if wire(a) == wire(b) {
            let row = Row::new(&rules::DOCUMENTATION_CHANGED, "variables", message)
                .at(Some((&a.origin).into()), Some((&b.origin).into()));
            self.walk.push(self.node, row);
        } else {
            self.push(&rules::SERVER_VARIABLE_CHANGED, Some(a), Some(b), message);
        }
    }

    fn push(&mut self, rule: &'static Rule, old: Option<&Server>, new: Option<&Server>, message: String) {
        let url = |server: Option<&Server>| server.map(|server| server.url.to_string());
        let site = |server: Option<&Server>, origin: &Origin, operation: &Operation| -> Option<Site> {
            let origin = server.map_or(origin, |server| &server.origin);
            Some(if &*origin.pointer == "#" { &operation.origin } else { origin }.into())
        };
        let aspect = format!("{} {} {}", rule.id, url(old).unwrap_or_default(), url(new).unwrap_or_default());
        let row = Row::new(rule, aspect, message)
            .at(site(old, self.origins.0, self.holders.0), site(new, self.origins.1, self.holders.1))
            .values(url(old), url(new));
        self.walk.push(self.node, row);
    }
}

/// The path of an address.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = if url.contains("://") { rest.find('/').map_or("", |at| &rest[at..]) } else { rest };
    path.trim_end_matches('/')
}
