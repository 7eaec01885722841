//! What rules look at: the operations of a document and every schema in it, found once.

use std::collections::HashSet;

use game_achievements_contract::document::Document;
use game_achievements_contract::problem::Position;
use game_achievements_contract::source::{Entry, Node};

/// The keys of a path item that are operations.
pub(super) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A document with its parts found. Parts that are malformed are left out: reading the contract tells
/// about them.
pub(super) struct Survey<'a> {
    pub(super) document: &'a Document,
    /// In the order of the file.
    pub(super) operations: Vec<Operation<'a>>,
    /// Every schema that is written down, outer ones before what is inside them; references too.
    pub(super) schemas: Vec<Site<'a>>,
    /// Every parameter that is written down, shared ones once.
    pub(super) parameters: Vec<&'a Node>,
    in_requests: HashSet<usize>,
    in_answers: HashSet<usize>,
}

impl<'a> Survey<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let mut survey = Self {
            document,
            operations: operations(document),
            schemas: Vec::new(),
            parameters: Vec::new(),
            in_requests: HashSet::new(),
            in_answers: HashSet::new(),
        };
        survey.find_parameters();
        survey.find_schemas();
        let (requests, answers) = survey.roots();
        survey.in_requests = reached(document, requests);
        survey.in_answers = reached(document, answers);
        survey
    }

    /// Whether a request can carry a value of this schema.
    pub(super) fn is_in_requests(&self, schema: &Node) -> bool {
        self.in_requests.contains(&address(schema))
    }

    /// Whether an answer can carry a value of this schema.
    pub(super) fn is_in_answers(&self, schema: &Node) -> bool {
        self.in_answers.contains(&address(schema))
    }

    fn find_parameters(&mut self) {
        let components = section(self.document, "parameters").map(|entry| &entry.node);
        let listed = self.operations.iter().flat_map(|operation| &operation.parameters);
        let mut seen = HashSet::new();
        self.parameters = components
            .map(|node| self.document.resolve(node))
            .chain(listed.map(|parameter| parameter.node))
            .filter(|node| seen.insert(address(node)))
            .collect();
    }

    fn find_schemas(&mut self) {
        let document = self.document;
        let mut sites = Sites { sites: Vec::new(), carriers: HashSet::new() };
        for entry in section(document, "schemas") {
            sites.add(&entry.node, Spot::Component(entry), None);
        }
        for parameter in &self.parameters {
            if let Some(schema) = parameter.get("schema") {
                sites.add(schema, Spot::Parameter(parameter), None);
            }
        }
        for entry in section(document, "headers") {
            sites.header(document.resolve(&entry.node));
        }
        for entry in section(document, "requestBodies").chain(section(document, "responses")) {
            sites.carrier(document, document.resolve(&entry.node));
        }
        for operation in &self.operations {
            let answers = operation.answers.iter().map(|answer| answer.node);
            answers.chain(operation.body).for_each(|carrier| sites.carrier(document, carrier));
        }
        self.schemas = sites.sites;
    }

    /// The schemas that requests and answers begin with.
    fn roots(&self) -> (Vec<&'a Node>, Vec<&'a Node>) {
        let (mut requests, mut answers) = (Vec::new(), Vec::new());
        for operation in &self.operations {
            requests.extend(operation.parameters.iter().filter_map(|parameter| parameter.node.get("schema")));
            requests.extend(
                operation.body.into_iter().flat_map(media).filter_map(|media| media.node.get("schema")),
            );
            let carried = operation.answers.iter().flat_map(|answer| media(answer.node));
            answers.extend(carried.filter_map(|media| media.node.get("schema")));
        }
        (requests, answers)
    }
}

/// One call that clients can make.
pub(super) struct Operation<'a> {
    /// The path and its item.
    pub(super) path: &'a Entry,
    /// The method and the operation.
    pub(super) method: &'a Entry,
    /// Its parameters, those of its path included that it does not replace.
    pub(super) parameters: Vec<Parameter<'a>>,
    /// The request body, not a reference to it.
    pub(super) body: Option<&'a Node>,
    /// The answers by status.
    pub(super) answers: Vec<Answer<'a>>,
}

impl<'a> Operation<'a> {
    pub(super) fn node(&self) -> &'a Node {
        &self.method.node
    }

    pub(super) fn id(&self) -> Option<&'a str> {
        self.node().get("operationId")?.as_str()
    }

    /// `GET /v1/apps/{id}`.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method.key.to_uppercase(), self.path.key)
    }
}

/// A parameter in a list of parameters.
pub(super) struct Parameter<'a> {
    /// As listed, perhaps a reference.
    pub(super) listed: &'a Node,
    /// As written down.
    pub(super) node: &'a Node,
}

impl<'a> Parameter<'a> {
    pub(super) fn name(&self) -> Option<&'a str> {
        self.node.get("name")?.as_str()
    }

    pub(super) fn location(&self) -> Option<&'a str> {
        self.node.get("in")?.as_str()
    }
}

/// An answer of an operation.
pub(super) struct Answer<'a> {
    /// The status, and the answer as listed, perhaps a reference.
    pub(super) status: &'a Entry,
    /// The answer as written down.
    pub(super) node: &'a Node,
}

impl Answer<'_> {
    pub(super) fn is_success(&self) -> bool {
        self.status.key.starts_with('2')
    }

    /// Whether it tells of an error; `default` does, beside answers that tell of success.
    pub(super) fn is_error(&self) -> bool {
        self.status.key.starts_with(['4', '5']) || &*self.status.key == "default"
    }
}

/// A schema where it is written down.
pub(super) struct Site<'a> {
    pub(super) node: &'a Node,
    pub(super) spot: Spot<'a>,
    /// The schema around it, as an index into [`Survey::schemas`].
    pub(super) parent: Option<usize>,
}

/// Where a schema stands.
#[derive(Clone, Copy)]
pub(super) enum Spot<'a> {
    /// It is a component.
    Component(&'a Entry),
    /// It is what this parameter takes.
    Parameter(&'a Node),
    /// It is the value of a header of an answer.
    Header,
    /// It is what a body carries.
    Body,
    Property(&'a Entry),
    Items,
    MapValue,
    /// In `oneOf`, `anyOf` or `allOf`.
    Member,
    Not,
}

struct Sites<'a> {
    sites: Vec<Site<'a>>,
    /// Bodies, answers and headers that were seen already.
    carriers: HashSet<usize>,
}

impl<'a> Sites<'a> {
    /// Recursion follows the nesting of the file, which is bounded.
    fn add(&mut self, node: &'a Node, spot: Spot<'a>, parent: Option<usize>) {
        if node.as_object().is_none() {
            return;
        }
        let index = self.sites.len();
        self.sites.push(Site { node, spot, parent });
        for (spot, child) in children(node) {
            self.add(child, spot, Some(index));
        }
    }

    fn carrier(&mut self, document: &'a Document, carrier: &'a Node) {
        if !self.carriers.insert(address(carrier)) {
            return;
        }
        for media in media(carrier) {
            if let Some(schema) = media.node.get("schema") {
                self.add(schema, Spot::Body, None);
            }
        }
        for header in members(carrier, "headers") {
            self.header(document.resolve(&header.node));
        }
    }

    fn header(&mut self, header: &'a Node) {
        if self.carriers.insert(address(header))
            && let Some(schema) = header.get("schema")
        {
            self.add(schema, Spot::Header, None);
        }
    }
}

/// What tells a node from all others of its document.
pub(super) fn address(node: &Node) -> usize {
    std::ptr::from_ref(node).addr()
}

/// The members of the mapping at a key, or none.
pub(super) fn members<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = &'a Entry> + use<'a> {
    node.get(key).and_then(Node::as_object).into_iter().flatten()
}

/// The elements of the sequence at a key, or none.
pub(super) fn elements<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).and_then(Node::as_array).unwrap_or_default()
}

/// The text at a key.
pub(super) fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key)?.as_str()
}

/// Whether the key is there and true.
pub(super) fn is_true(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool) == Some(true)
}

/// Where a key of a mapping stands, or else the mapping.
pub(super) fn position_of(node: &Node, key: &str) -> Position {
    node.as_object().and_then(|object| object.entry(key)).map_or(node.position, |entry| entry.position)
}

/// The components of a section: `schemas`, `parameters`, ….
pub(super) fn section<'a>(document: &'a Document, name: &str) -> impl Iterator<Item = &'a Entry> + use<'a> {
    let section = document.root().get("components").and_then(|components| components.get(name));
    section.and_then(Node::as_object).into_iter().flatten()
}

/// The media types of a body or an answer.
pub(super) fn media(carrier: &Node) -> impl Iterator<Item = &Entry> {
    members(carrier, "content")
}

/// Whether a media type is JSON, however it is spelled.
pub(super) fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// The schemas directly inside a schema.
pub(super) fn children(schema: &Node) -> Vec<(Spot<'_>, &Node)> {
    let mut children = Vec::new();
    for entry in schema.as_object().into_iter().flatten() {
        let node = &entry.node;
        match &*entry.key {
            "properties" => {
                let properties = node.as_object().into_iter().flatten();
                children.extend(properties.map(|property| (Spot::Property(property), &property.node)));
            }
            "items" => children.push((Spot::Items, node)),
            "additionalProperties" => children.push((Spot::MapValue, node)),
            "not" => children.push((Spot::Not, node)),
            "oneOf" | "anyOf" | "allOf" => {
                let members = node.as_array().into_iter().flatten();
                children.extend(members.map(|member| (Spot::Member, member)));
            }
            _ => {}
        }
    }
    children
}

fn operations(document: &Document) -> Vec<Operation<'_>> {
    let mut operations = Vec::new();
    for path in members(document.root(), "paths").filter(|path| !path.key.starts_with("x-")) {
        for method in path.node.as_object().into_iter().flatten() {
            if METHODS.contains(&&*method.key) && method.node.as_object().is_some() {
                operations.push(operation(document, path, method));
            }
        }
    }
    operations
}

fn operation<'a>(document: &'a Document, path: &'a Entry, method: &'a Entry) -> Operation<'a> {
    let listed = |holder: &'a Node| {
        elements(holder, "parameters")
            .iter()
            .map(|listed| Parameter { listed, node: document.resolve(listed) })
    };
    let mut parameters: Vec<Parameter<'a>> = listed(&method.node).collect();
    let inherited: Vec<Parameter<'a>> = listed(&path.node)
        .filter(|parameter| {
            let same = |own: &Parameter<'_>| {
                own.name() == parameter.name() && own.location() == parameter.location()
            };
            !parameters.iter().any(same)
        })
        .collect();
    parameters.extend(inherited);
    let answers = members(&method.node, "responses")
        .filter(|status| !status.key.starts_with("x-"))
        .map(|status| Answer { status, node: document.resolve(&status.node) });
    Operation {
        path,
        method,
        parameters,
        body: method.node.get("requestBody").map(|body| document.resolve(body)),
        answers: answers.collect(),
    }
}

/// All schemas that these lead to, by address.
fn reached<'a>(document: &'a Document, roots: Vec<&'a Node>) -> HashSet<usize> {
    let mut reached = HashSet::new();
    let mut left = roots;
    while let Some(schema) = left.pop() {
        if reached.insert(address(schema)) {
            left.extend(document.target(schema));
            left.extend(children(schema).into_iter().map(|(_, child)| child));
        }
    }
    reached
}
