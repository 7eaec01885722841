//! Two schemas: what differs in them, and which of their children to compare.

use super::local::{Child, Context, Local, Row, Site, Turn};
use super::rules::{self, Rule};
use super::views::{self, Overlap};
use super::walk::{NodeId, Walk};
use super::{groups, matching, members, values, words};
use crate::contract::{Contract, Documentation, Schema, SchemaId};

/// Schemas that are merged from schemas that are merged, and so on: rows go no deeper.
const MAX_HOMES: usize = 64;

/// Compares a pair of the graph.
pub(super) fn compare(walk: &mut Walk<'_>, node: NodeId, old: SchemaId, new: SchemaId, context: Context) {
    let local = walk.local(old, new, context);
    for row in &local.rows {
        match home(walk, old, new, context, row) {
            Some((old, new, row)) => walk.push_home(node, old, new, row),
            None => walk.push(node, row.clone()),
        }
    }
    for child in &local.children {
        walk.child(node, child.turn, child.old, child.new, child.context);
    }
}

/// The schemas that two were merged from and that tell the same: there the change was made.
fn home(
    walk: &mut Walk<'_>,
    old: SchemaId,
    new: SchemaId,
    context: Context,
    row: &Row,
) -> Option<(SchemaId, SchemaId, Row)> {
    let (mut old, mut new) = (old, new);
    let mut found = None;
    for _ in 0..MAX_HOMES {
        let (a, b) = walk.schemas(old, new);
        if a.parts.is_empty() && b.parts.is_empty() {
            break;
        }
        let parts = |id: SchemaId, schema: &Schema| match &*schema.parts {
            [] => vec![id],
            parts => parts.to_vec(),
        };
        let pairs = matching::parts(walk.old, &parts(old, a), walk.new, &parts(new, b));
        let next = pairs.into_iter().filter(|pair| *pair != (old, new)).find_map(|(a, b)| {
            let local = walk.local(a, b, context);
            let told = local.rows.iter().find(|told| {
                let is_documentation = std::ptr::eq(row.rule, &rules::DOCUMENTATION_CHANGED);
                // What is said of several parts is joined, so only the keyword is the same.
                told.tells(row)
                    || is_documentation && std::ptr::eq(told.rule, row.rule) && told.aspect == row.aspect
            })?;
            Some((a, b, told.clone()))
        });
        let Some((a, b, told)) = next else { break };
        (old, new) = (a, b);
        found = Some((a, b, told));
    }
    found
}

/// What differs in two schemas.
pub(super) fn local(
    old_contract: &Contract,
    new_contract: &Contract,
    old: SchemaId,
    new: SchemaId,
    context: Context,
) -> Local {
    let mut pair = Pair { old_contract, new_contract, old, new, context, local: Local::default() };
    pair.compare();
    pair.local
}

/// Two schemas, and what has been found so far.
pub(super) struct Pair<'c> {
    pub(super) old_contract: &'c Contract,
    pub(super) new_contract: &'c Contract,
    pub(super) old: SchemaId,
    pub(super) new: SchemaId,
    pub(super) context: Context,
    local: Local,
}

impl Pair<'_> {
    fn compare(&mut self) {
        let (a, b) = (self.old_contract.schema(self.old), self.new_contract.schema(self.new));
        if !self.context.inner {
            let sites = self.sites();
            self.local.rows.extend(documentation(&a.documentation, &b.documentation, sites));
        }
        if a.class == b.class {
            // The documentation of something below differs.
            members::compare(self, a, b);
            groups::compare(self, a, b);
            return;
        }
        let (mut a, mut b) = views::both_simple((self.old_contract, a), (self.new_contract, b));
        let is_union = views::is_pure_union(self.old_contract, &a);
        let differ = is_union != views::is_pure_union(self.new_contract, &b);
        if differ {
            // A union allows what its members allow.
            let (contract, union) =
                if is_union { (self.old_contract, &mut a) } else { (self.new_contract, &mut b) };
            let allows = |id: &SchemaId| contract.schema(*id).nullable;
            union.to_mut().nullable = union.nullable || views::members(union).iter().any(allows);
        }
        values::frame(self, &a, &b);
        if a.is_any() || b.is_any() {
            if a.is_any() != b.is_any() {
                let rule = if a.is_any() { &rules::TYPE_NARROWED } else { &rules::TYPE_WIDENED };
                self.type_row(rule, &a, &b);
            }
            return;
        }
        if differ && groups::wrapped(self, &a, &b) {
            return;
        }
        if values::types(self, &a, &b) == Overlap::None {
            return;
        }
        values::compare(self, &a, &b);
        members::compare(self, &a, &b);
        groups::compare(self, &a, &b);
    }

    /// The places of the two.
    pub(super) fn sites(&self) -> (Option<Site>, Option<Site>) {
        (Site::schema(self.old_contract, self.old), Site::schema(self.new_contract, self.new))
    }

    /// A row about the two schemas themselves.
    pub(super) fn row(
        &mut self,
        rule: &'static Rule,
        aspect: &str,
        old: Option<String>,
        new: Option<String>,
        message: impl Into<Box<str>>,
    ) {
        let (old_site, new_site) = self.sites();
        self.push(Row::new(rule, aspect, message).at(old_site, new_site).values(old, new));
    }

    pub(super) fn type_row(&mut self, rule: &'static Rule, a: &Schema, b: &Schema) {
        // What is flattened is told by its kind, all else by its name.
        let text = |contract: &Contract, id: SchemaId, view: &Schema| {
            let written = contract.schema(id);
            let is_plain = written.types == view.types && (view.types.is_empty() || view.items.is_some());
            if is_plain { words::schema(contract, id) } else { words::own(view) }
        };
        let was = text(self.old_contract, self.old, a);
        let is = text(self.new_contract, self.new, b);
        let message = format!("the type was {was}, now it is {is}");
        self.row(rule, "type", Some(was), Some(is), message);
    }

    pub(super) fn push(&mut self, row: Row) {
        self.local.rows.push(row);
    }

    /// Two children to compare.
    pub(super) fn child(&mut self, turn: Turn, old: SchemaId, new: SchemaId, context: Context) {
        self.local.children.push(Child { turn, old, new, context });
    }
}

/// A row for each keyword that tells readers something else.
pub(super) fn documentation(
    old: &Documentation,
    new: &Documentation,
    (old_site, new_site): (Option<Site>, Option<Site>),
) -> Vec<Row> {
    if old == new {
        return Vec::new();
    }
    let mut keywords: Vec<&str> = old.iter().chain(new.iter()).map(|(keyword, _)| keyword).collect();
    keywords.sort_unstable();
    keywords.dedup();
    keywords
        .into_iter()
        .filter(|keyword| old.get(keyword) != new.get(keyword))
        .map(|keyword| {
            let (a, b) = (old.get(keyword), new.get(keyword));
            let verb = match (a, b) {
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            };
            let text = |json: &serde_json::Value| match json.as_str() {
                Some(text) => words::cut(text),
                None => words::json(json),
            };
            let aspect = format!("documentation {keyword}");
            Row::new(&rules::DOCUMENTATION_CHANGED, aspect, format!("`{keyword}` was {verb}"))
                .at(old_site.clone(), new_site.clone())
                .values(a.map(text), b.map(text))
        })
        .collect()
}
