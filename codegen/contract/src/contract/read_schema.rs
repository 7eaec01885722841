//! The schemas of a document become the schemas of its contract, as they are written; `merge` then joins
//! what an `allOf` holds together.

use std::collections::{BTreeSet, HashMap};

use super::keywords::{Keywords, below, canonical_json};
use super::read_constraints::{read_limits, read_types, read_values};
use super::schema::{Additional, Discriminator, Property, Schema, SchemaId, SchemaOrigin};
use crate::document::Document;
use crate::source::Node;

/// What readers are told.
const TEXTS: &[&str] = &["title", "description", "example", "externalDocs"];

/// What is contract, or holds it.
const KNOWN: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "deprecated",
    "discriminator",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "properties",
    "readOnly",
    "required",
    "type",
    "uniqueItems",
    "writeOnly",
    "xml",
];

/// All schemas that operations reach, each once however often it is referred to.
pub(super) struct Schemas<'a> {
    pub(super) arena: Vec<Schema>,
    /// For each schema the members of its `allOf`, not merged yet.
    pub(super) all_of: Vec<Vec<SchemaId>>,
    /// By address of the node.
    ids: HashMap<usize, SchemaId>,
    /// Seen, but not read yet. A queue and no recursion: chains of references have no bound.
    queue: Vec<(SchemaId, &'a Node)>,
    /// Components whose `allOf` names a component, by address of the latter.
    heirs: HashMap<usize, Vec<(&'a str, &'a Node)>>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let mut schemas = Self {
            arena: Vec::new(),
            all_of: Vec::new(),
            ids: HashMap::new(),
            queue: Vec::new(),
            heirs: heirs(document),
        };
        let any = schemas.add(SchemaOrigin::default());
        debug_assert_eq!(any, SchemaId::ANY);
        schemas
    }

    pub(super) fn add(&mut self, origin: SchemaOrigin) -> SchemaId {
        // `source::MAX_NODES` and the bound of `merge` keep this within 32 bits.
        let id = SchemaId(self.arena.len() as u32);
        self.arena.push(Schema { origin, ..Schema::default() });
        self.all_of.push(Vec::new());
        id
    }

    /// The schema that stands at the start of `pointer`; it is read later, by [`Schemas::read_all`].
    pub(super) fn at(&mut self, keywords: &Keywords<'a>, node: &'a Node, pointer: Box<str>) -> SchemaId {
        self.find(keywords.document, node, None, pointer)
    }

    fn find(
        &mut self,
        document: &'a Document,
        node: &'a Node,
        mut parent: Option<SchemaId>,
        mut pointer: Box<str>,
    ) -> SchemaId {
        let (mut target, mut name) = (node, None);
        // What stands beside a reference is meant to hold, whatever OpenAPI 3.0 lets tools do with it.
        while let Some(reference) = document.reference(target)
            && target.as_object().is_some_and(|object| object.len() == 1)
            && let Some(next) = document.target(target)
        {
            name = document.component_name(target);
            (target, parent, pointer) = (next, None, reference.into());
        }
        let address = std::ptr::from_ref(target).addr();
        let id = match self.ids.get(&address) {
            Some(id) => *id,
            None => {
                let id = self.add(SchemaOrigin { position: target.position, parent, pointer });
                self.ids.insert(address, id);
                self.queue.push((id, target));
                id
            }
        };
        if let Some(name) = name {
            self.arena[id.index()].name.get_or_insert_with(|| name.into());
        }
        id
    }

    /// Reads what has been seen, and what that leads to.
    pub(super) fn read_all(&mut self, keywords: &mut Keywords<'a>) {
        while let Some((id, node)) = self.queue.pop() {
            self.read(keywords, id, node);
        }
    }

    fn read(&mut self, keywords: &mut Keywords<'a>, id: SchemaId, node: &'a Node) {
        if !keywords.is_mapping(node, "a schema") {
            return;
        }
        let document = keywords.document;
        let mut schema = Schema {
            documentation: keywords.documentation(node, "a schema", TEXTS, KNOWN),
            ..Schema::default()
        };
        read_types(keywords, node, &mut schema);
        schema.nullable |= keywords.flag(node, "nullable").unwrap_or(false);
        schema.format = keywords.text(node, "format").map(Into::into);
        schema.pattern = keywords.text(node, "pattern").map(Into::into);
        schema.default = node.get("default").map(|value| Box::new(canonical_json(value)));
        schema.xml = node.get("xml").map(|value| Box::new(canonical_json(value)));
        schema.unique_items = keywords.flag(node, "uniqueItems").unwrap_or(false);
        schema.read_only = keywords.flag(node, "readOnly").unwrap_or(false);
        schema.write_only = keywords.flag(node, "writeOnly").unwrap_or(false);
        schema.deprecated = keywords.flag(node, "deprecated").unwrap_or(false);
        schema.limits = read_limits(keywords, node);
        schema.items = node.get("items").map(|items| self.find(document, items, Some(id), "items".into()));
        schema.not = node.get("not").map(|not| self.find(document, not, Some(id), "not".into()));
        schema.one_of = self.group(keywords, id, node, "oneOf").into();
        schema.any_of = self.group(keywords, id, node, "anyOf").into();
        schema.additional = self.additional(keywords, id, node);
        schema.open = node.get("additionalProperties").is_some() && schema.additional != Additional::None;
        schema.properties = self.properties(keywords, id, node, schema.additional);
        schema.discriminator = self.discriminator(keywords, node).map(Box::new);
        read_values(keywords, node, &mut schema);
        let mut all_of = self.group(keywords, id, node, "allOf");
        if let Some(target) = document.target(node) {
            // The reference stands in a schema with other keywords: it is one more member.
            let pointer = document.reference(node).unwrap_or_default().into();
            let member = self.find(document, target, None, pointer);
            if let Some(name) = document.component_name(node) {
                self.arena[member.index()].name.get_or_insert_with(|| name.into());
            }
            all_of.push(member);
        }
        if schema.is_any() && all_of.is_empty() {
            // Where anything may stand, null may.
            schema.nullable = false;
        }
        let entry = &mut self.arena[id.index()];
        (schema.name, schema.origin) = (entry.name.take(), std::mem::take(&mut entry.origin));
        *entry = schema;
        self.all_of[id.index()] = all_of;
    }

    fn group(
        &mut self,
        keywords: &mut Keywords<'a>,
        id: SchemaId,
        node: &'a Node,
        key: &str,
    ) -> Vec<SchemaId> {
        let members = keywords.list(node, key).unwrap_or_default();
        if members.is_empty() && node.get(key).is_some_and(|node| node.as_array().is_some()) {
            keywords.warning("empty-group", node, format!("`{key}` is empty, which is read as left out"));
        }
        members
            .iter()
            .enumerate()
            .map(|(at, member)| self.find(keywords.document, member, Some(id), below(key, &at.to_string())))
            .collect()
    }

    fn additional(&mut self, keywords: &mut Keywords<'a>, id: SchemaId, node: &'a Node) -> Additional {
        let Some(value) = node.get("additionalProperties") else { return Additional::Any };
        match (value.as_bool(), value.as_object()) {
            (Some(true), _) => Additional::Any,
            (Some(false), _) => Additional::None,
            (None, Some(object)) if object.is_empty() => Additional::Any,
            (None, Some(_)) => Additional::Schema(self.find(
                keywords.document,
                value,
                Some(id),
                "additionalProperties".into(),
            )),
            (None, None) => {
                keywords.malformed("additionalProperties", value, "true, false or a schema");
                Additional::Any
            }
        }
    }

    fn properties(
        &mut self,
        keywords: &mut Keywords<'a>,
        id: SchemaId,
        node: &'a Node,
        additional: Additional,
    ) -> Box<[Property]> {
        let required: BTreeSet<&str> = match node.get("required") {
            Some(value) if value.as_bool().is_some() => {
                let problem =
                    keywords.error("malformed-keyword", value, "`required` of a schema is a list of names");
                problem.help = Some("only parameters, headers and bodies have a true or false here".into());
                problem.fix = Some("list the property in the `required` of the schema that holds it".into());
                BTreeSet::new()
            }
            _ => keywords.texts(node, "required").unwrap_or_default().into_iter().collect(),
        };
        let declared = keywords.mapping(node, "properties");
        let mut properties: Vec<Property> = declared
            .into_iter()
            .flatten()
            .map(|entry| Property {
                name: entry.key.clone(),
                required: required.contains(&*entry.key),
                schema: self.find(keywords.document, &entry.node, Some(id), below("properties", &entry.key)),
                position: entry.position,
            })
            .collect();
        let undeclared =
            required.iter().filter(|name| declared.is_none_or(|object| object.get(name).is_none()));
        properties.extend(undeclared.map(|name| Property {
            name: (*name).into(),
            required: true,
            schema: match additional {
                Additional::Schema(id) => id,
                Additional::Any | Additional::None => SchemaId::ANY,
            },
            position: node.get("required").unwrap_or(node).position,
        }));
        properties.sort_by(|a, b| a.name.cmp(&b.name));
        properties.into()
    }

    fn discriminator(&mut self, keywords: &mut Keywords<'a>, holder: &'a Node) -> Option<Discriminator> {
        let document = keywords.document;
        keywords.mapping(holder, "discriminator")?;
        let node = holder.get("discriminator")?;
        keywords.documentation(node, "a discriminator", &[], &["propertyName", "mapping"]);
        let property = keywords.needed_text(node, "propertyName")?;
        let mut mapping = Vec::new();
        for entry in keywords.mapping(node, "mapping").into_iter().flatten() {
            let Some(target) = entry.node.as_str() else {
                keywords.malformed(&entry.key, &entry.node, "the name of a schema or a reference to one");
                continue;
            };
            let pointer = below("#/components/schemas", target);
            let (pointer, schema) = match document.pointer(&pointer) {
                Some(schema) => (&*pointer, Some(schema)),
                None => (target, document.pointer(target)),
            };
            if schema.is_none() {
                keywords.warning("dangling-mapping", &entry.node, format!("there is no schema `{target}`"));
            }
            let schema = schema.map(|schema| self.component(document, schema, pointer));
            mapping.push((entry.key.clone(), schema));
        }
        // What the mapping does not name goes by the names of the components.
        for key in ["oneOf", "anyOf"] {
            for member in holder.get(key).and_then(Node::as_array).into_iter().flatten() {
                if let (Some(name), Some(target)) = (document.component_name(member), document.target(member))
                {
                    let pointer = document.reference(member).unwrap_or_default();
                    self.map_by_name(document, &mut mapping, name, target, pointer);
                }
            }
        }
        if holder.get("oneOf").is_none() && holder.get("anyOf").is_none() {
            for (name, heir) in
                self.heirs.get(&std::ptr::from_ref(holder).addr()).cloned().unwrap_or_default()
            {
                let pointer = below("#/components/schemas", name);
                self.map_by_name(document, &mut mapping, name, heir, &pointer);
            }
        }
        mapping.sort_by(|a, b| a.0.cmp(&b.0));
        Some(Discriminator { property: property.into(), mapping: mapping.into() })
    }

    fn map_by_name(
        &mut self,
        document: &'a Document,
        mapping: &mut Vec<(Box<str>, Option<SchemaId>)>,
        name: &str,
        target: &'a Node,
        pointer: &str,
    ) {
        let id = self.component(document, target, pointer);
        if !mapping.iter().any(|(value, target)| *target == Some(id) || **value == *name) {
            mapping.push((name.into(), Some(id)));
        }
    }

    /// The schema that a pointer leads to.
    fn component(&mut self, document: &'a Document, node: &'a Node, pointer: &str) -> SchemaId {
        let id = self.find(document, node, None, pointer.into());
        let entry = &mut self.arena[id.index()];
        if let Some(name) = pointer.strip_prefix("#/components/schemas/")
            && !name.contains('/')
            && *entry.origin.pointer == *pointer
        {
            entry.name.get_or_insert_with(|| name.into());
        }
        id
    }
}

fn heirs(document: &Document) -> HashMap<usize, Vec<(&str, &Node)>> {
    let mut heirs: HashMap<usize, Vec<(&str, &Node)>> = HashMap::new();
    let components = document.pointer("#/components/schemas").and_then(Node::as_object);
    for entry in components.into_iter().flatten() {
        for member in entry.node.get("allOf").and_then(Node::as_array).into_iter().flatten() {
            if document.reference(member).is_some() {
                let parent = std::ptr::from_ref(document.resolve(member)).addr();
                heirs.entry(parent).or_default().push((&entry.key, &entry.node));
            }
        }
    }
    heirs
}
