//! Which things of the two contracts are compared with which: a graph of pairs that differ.
//!
//! Each pair is looked at once, however often it is reached; how it is reached is kept as edges. Schemas refer to
//! each other in circles and in chains of any length, so their pairs wait in a work list.

use std::collections::HashMap;
use std::rc::Rc;

use super::local::{Context, Directions, Local, Row, Turn};
use super::{operations, schema};
use crate::contract::{Contract, Origin, Schema, SchemaId};

/// A pair in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(u32);

impl NodeId {
    pub(super) fn from_index(index: usize) -> Self {
        Self(index as u32)
    }

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a pair is known by: the same two things are the same pair.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key<'c> {
    Schemas(SchemaId, SchemaId, Context),
    /// What schemas that were merged from two tell of these: one rule about one aspect.
    Home(SchemaId, SchemaId, &'static str, Box<str>),
    /// Parts of operations, by what they are and where they are written: a component is one part for all that
    /// refer to it.
    Parts(&'static str, Box<str>, Option<&'c str>, Option<&'c str>),
}

/// Two things that differ.
#[derive(Default)]
pub(super) struct Node<'c> {
    /// What differs in the two themselves.
    pub(super) rows: Vec<Row>,
    /// The pairs that hold this one.
    pub(super) parents: Vec<(NodeId, Turn)>,
    /// The operations that it is a part of.
    pub(super) uses: Vec<(u32, Directions)>,
    /// The component that the two are.
    pub(super) label: Option<&'c str>,
}

/// The graph of all pairs that differ.
pub(super) struct Graph<'c> {
    pub(super) nodes: Vec<Node<'c>>,
    pub(super) operations: Vec<Box<str>>,
}

/// Compares everything that differs.
pub(super) fn walk<'c>(old: &'c Contract, new: &'c Contract) -> Graph<'c> {
    let mut walk = Walk {
        old,
        new,
        nodes: Vec::new(),
        by_key: HashMap::new(),
        queue: Vec::new(),
        locals: HashMap::new(),
        operations: Vec::new(),
        user: (0, Directions::NONE),
    };
    operations::compare(&mut walk);
    while let Some((node, a, b, context)) = walk.queue.pop() {
        schema::compare(&mut walk, node, a, b, context);
    }
    Graph { nodes: walk.nodes, operations: walk.operations }
}

/// The comparison as it goes.
pub(super) struct Walk<'c> {
    pub(super) old: &'c Contract,
    pub(super) new: &'c Contract,
    nodes: Vec<Node<'c>>,
    by_key: HashMap<Key<'c>, NodeId>,
    queue: Vec<(NodeId, SchemaId, SchemaId, Context)>,
    locals: HashMap<(SchemaId, SchemaId, Context), Rc<Local>>,
    pub(super) operations: Vec<Box<str>>,
    /// The operation that is being compared, and who sends what is directly in it.
    pub(super) user: (u32, Directions),
}

impl<'c> Walk<'c> {
    pub(super) fn schemas(&self, old: SchemaId, new: SchemaId) -> (&'c Schema, &'c Schema) {
        (self.old.schema(old), self.new.schema(new))
    }

    /// The pair of two parts of the operation that is being compared; `detail` tells apart what is written in one
    /// place. Also whether it has just been seen for the first time.
    pub(super) fn part(
        &mut self,
        kind: &'static str,
        detail: &str,
        old: Option<&'c Origin>,
        new: Option<&'c Origin>,
        directions: Directions,
    ) -> (NodeId, bool) {
        let pointer = |origin: Option<&'c Origin>| origin.map(|origin| &*origin.pointer);
        let key = Key::Parts(kind, detail.into(), pointer(old), pointer(new));
        let (node, is_new) = self.node(key);
        let (operation, turned) = (self.user.0, directions.seen_from(self.user.1));
        let uses = &mut self.nodes[node.index()].uses;
        if uses.last() != Some(&(operation, turned)) {
            uses.push((operation, turned));
        }
        (node, is_new)
    }

    /// A pair that no operation uses.
    pub(super) fn unused(&mut self, kind: &'static str) -> (NodeId, bool) {
        self.node(Key::Parts(kind, Box::default(), None, None))
    }

    pub(super) fn push(&mut self, node: NodeId, row: Row) {
        self.nodes[node.index()].rows.push(row);
    }

    /// Compares two schemas that stand in a pair, unless they are the same.
    pub(super) fn child(
        &mut self,
        parent: NodeId,
        turn: Turn,
        old: SchemaId,
        new: SchemaId,
        context: Context,
    ) {
        let (a, b) = self.schemas(old, new);
        if a.documented == b.documented {
            return;
        }
        let (node, is_new) = self.node(Key::Schemas(old, new, context));
        let parents = &mut self.nodes[node.index()].parents;
        if parents.last() != Some(&(parent, turn)) {
            parents.push((parent, turn));
        }
        if is_new {
            self.nodes[node.index()].label = b.name.as_deref().or(a.name.as_deref());
            self.queue.push((node, old, new, context));
        }
    }

    /// What differs in two schemas themselves, and which of their children to compare.
    pub(super) fn local(&mut self, old: SchemaId, new: SchemaId, context: Context) -> Rc<Local> {
        if let Some(known) = self.locals.get(&(old, new, context)) {
            return known.clone();
        }
        let local = Rc::new(schema::local(self.old, self.new, old, new, context));
        self.locals.insert((old, new, context), local.clone());
        local
    }

    /// Puts a row of a merged schema where it was made: into a pair of schemas that it was merged from.
    pub(super) fn push_home(&mut self, holder: NodeId, old: SchemaId, new: SchemaId, row: Row) {
        let (node, is_new) = self.node(Key::Home(old, new, row.rule.id, row.aspect.clone()));
        if is_new {
            let (a, b) = self.schemas(old, new);
            self.nodes[node.index()].label = b.name.as_deref().or(a.name.as_deref());
            self.nodes[node.index()].rows.push(row);
        }
        let parents = &mut self.nodes[node.index()].parents;
        if parents.last() != Some(&(holder, Turn::SAME)) {
            parents.push((holder, Turn::SAME));
        }
    }

    fn node(&mut self, key: Key<'c>) -> (NodeId, bool) {
        // One pair for two things, each of which is counted within 32 bits; pairs that differ are far fewer.
        let next = NodeId(self.nodes.len() as u32);
        let node = *self.by_key.entry(key).or_insert(next);
        if node == next {
            self.nodes.push(Node::default());
        }
        (node, node == next)
    }
}
