//! Random documents within what is supported: the same for the same seed.

use std::collections::HashSet;

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Names that clash with something, or with each other.
const NAMES: [&str; 20] = [
    "id",
    "type",
    "self",
    "Self",
    "a-b",
    "a_b",
    "aB",
    "2x",
    "fields[a]",
    "new",
    "builder",
    "body",
    "options",
    "über",
    "async",
    "x.y",
    "$ref_",
    "kind",
    "Some",
    "value",
];

const WORDS: [&str; 16] = [
    "Self",
    "self",
    "A-B",
    "A_B",
    "ab",
    "Err",
    "None",
    "1",
    "-1",
    "",
    "é",
    "Unknown",
    "UNKNOWN",
    "with space",
    "a/b",
    "\"",
];

const TEXT_FORMATS: [&str; 6] = ["date-time", "uuid", "date", "byte", "uri", "made-up"];
const NUMBER_FORMATS: [&str; 4] = ["int32", "int64", "uint32", "int16"];

/// A document with so many components, all of which operations reach.
pub(super) fn document(seed: u64) -> Value {
    let mut maker = Maker { random: Rng::with_seed(seed), components: Map::new(), objects: Vec::new() };
    let count = maker.random.usize(4..10);
    for number in 0..count {
        maker.component(number);
    }
    let mut paths = Map::new();
    for (number, name) in maker.components.keys().cloned().collect::<Vec<_>>().into_iter().enumerate() {
        paths.insert(format!("/p{number}/{{id}}"), maker.path(&name));
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": format!("Random {seed}"), "version": "1.0.0" },
        "servers": [{ "url": "https://random.example.com" }],
        "paths": paths,
        "components": { "schemas": maker.components },
    })
}

struct Maker {
    random: Rng,
    components: Map<String, Value>,
    /// The components that are objects with named members alone.
    objects: Vec<String>,
}

impl Maker {
    fn one_in(&mut self, count: u8) -> bool {
        self.random.u8(0..count) == 0
    }

    fn some_of<'a>(&mut self, all: &[&'a str], least: usize, most: usize) -> Vec<&'a str> {
        let mut all = all.to_vec();
        self.random.shuffle(&mut all);
        all.truncate(self.random.usize(least..=most));
        all
    }

    fn component(&mut self, number: usize) {
        let kind = self.random.u8(0..10);
        let (name, schema) = match kind {
            0 => (format!("Word{number}"), self.text_enum()),
            1 if self.objects.len() > 1 => return self.tagged_union(number),
            2 => (format!("Mixed{number}"), self.untagged_union()),
            3 if !self.objects.is_empty() => {
                let base = self.objects[self.random.usize(0..self.objects.len())].clone();
                let own = json!({
                    "type": "object",
                    "required": [format!("own{number}")],
                    "properties": { format!("own{number}"): self.schema(2), format!("more{number}"): self.schema(2) },
                });
                (format!("Heir{number}"), json!({ "allOf": [reference(&base), own] }))
            }
            4 => {
                (format!("Map{number}"), json!({ "type": "object", "additionalProperties": self.schema(2) }))
            }
            5 => (format!("List{number}"), json!({ "type": "array", "items": self.schema(2) })),
            _ => {
                let name = format!("Object{number}");
                let schema = self.object(&name, 0);
                // What an heir adds would have to fit `additionalProperties` as well.
                if schema.get("additionalProperties").is_none() {
                    self.objects.push(name.clone());
                }
                (name, schema)
            }
        };
        self.components.insert(name, schema);
    }

    fn object(&mut self, own_name: &str, depth: u8) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for name in self.some_of(&NAMES, 0, if depth == 0 { 7 } else { 3 }) {
            let mut schema = self.schema(depth + 1);
            let is_required = self.one_in(2);
            if !is_required && !own_name.is_empty() && self.one_in(6) {
                // Only what may be left out can lead back.
                schema = reference(own_name);
            }
            if is_required {
                required.push(json!(name));
            }
            properties.insert(name.to_owned(), schema);
        }
        let mut object = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        if depth == 0 && self.one_in(6) {
            object["additionalProperties"] = self.scalar();
        }
        object
    }

    /// A schema that never needs itself.
    fn schema(&mut self, depth: u8) -> Value {
        let components: Vec<String> = self.components.keys().cloned().collect();
        match self.random.u8(0..10) {
            0 | 1 if !components.is_empty() => {
                let to = reference(&components[self.random.usize(0..components.len())]);
                if self.one_in(4) { json!({ "nullable": true, "allOf": [to] }) } else { to }
            }
            2 if depth < 3 => json!({ "type": "array", "items": self.schema(depth + 1) }),
            3 if depth < 3 => json!({ "type": "object", "additionalProperties": self.schema(depth + 1) }),
            4 if depth < 3 => self.object("", depth + 1),
            5 => self.text_enum(),
            _ => {
                let mut scalar = self.scalar();
                if self.one_in(4) {
                    scalar["nullable"] = json!(true);
                }
                scalar
            }
        }
    }

    fn scalar(&mut self) -> Value {
        match self.random.u8(0..9) {
            0 => json!({ "type": "boolean" }),
            1 => json!({ "type": "integer" }),
            2 => {
                let format = NUMBER_FORMATS[self.random.usize(0..NUMBER_FORMATS.len())];
                json!({ "type": "integer", "format": format })
            }
            3 => {
                json!({ "type": "integer", "format": "int32", "minimum": 1, "maximum": self.random.u8(2..200) })
            }
            4 => json!({ "type": "number" }),
            5 => json!({ "type": "number", "format": if self.one_in(2) { "float" } else { "double" } }),
            6 => {
                let format = TEXT_FORMATS[self.random.usize(0..TEXT_FORMATS.len())];
                json!({ "type": "string", "format": format })
            }
            7 => json!({ "type": "string", "minLength": 1, "maxLength": self.random.u8(1..9) }),
            _ => json!({ "type": "string" }),
        }
    }

    fn text_enum(&mut self) -> Value {
        json!({ "type": "string", "enum": self.some_of(&WORDS, 1, 6) })
    }

    /// A union of objects that were made for it, each with a tag of its own.
    fn tagged_union(&mut self, number: usize) {
        let mut members = Vec::new();
        let mut mapping = Map::new();
        for (at, tag) in self.some_of(&["cat", "dog", "A-B", "type", "1"], 1, 4).into_iter().enumerate() {
            let name = format!("Member{number}x{at}");
            let mut schema = self.object("", 0);
            schema["properties"]["tag"] = json!({ "type": "string", "enum": [tag] });
            match &mut schema["required"] {
                Value::Array(required) => required.push(json!("tag")),
                none => *none = json!(["tag"]),
            }
            self.components.insert(name.clone(), schema);
            members.push(reference(&name));
            mapping.insert(tag.to_owned(), json!(format!("#/components/schemas/{name}")));
        }
        let discriminator = json!({ "propertyName": "tag", "mapping": mapping });
        let union = json!({ "oneOf": members, "discriminator": discriminator });
        self.components.insert(format!("Union{number}"), union);
    }

    /// A union of members of different kinds.
    fn untagged_union(&mut self) -> Value {
        let kinds = ["boolean", "integer", "string", "array", "object"];
        let members: Vec<Value> = self
            .some_of(&kinds, 2, 5)
            .into_iter()
            .map(|kind| match kind {
                "array" => json!({ "type": "array", "items": self.scalar() }),
                "object" => match self.objects.first() {
                    Some(name) => reference(name),
                    None => self.object("", 1),
                },
                kind => json!({ "type": kind }),
            })
            .collect();
        json!({ "oneOf": members })
    }

    /// Two operations that carry a component, with parameters.
    fn path(&mut self, component: &str) -> Value {
        let content = json!({ "application/json": { "schema": reference(component) } });
        let answers = json!({ "200": { "description": "ok", "content": content } });
        let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
        let mut parameters = Vec::new();
        let mut names = self.some_of(&NAMES, 0, 4);
        // Parameters that Rust would not tell apart are refused, with both places.
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.replace(|c: char| !c.is_alphanumeric(), "").to_lowercase()));
        for name in names {
            let of_one = if self.one_in(4) { json!({ "type": "boolean" }) } else { self.scalar() };
            let (schema, explode) = if self.one_in(3) {
                (json!({ "type": "array", "items": of_one }), self.one_in(2))
            } else {
                (of_one, true)
            };
            let required = self.one_in(3);
            parameters.push(
                json!({ "name": name, "in": "query", "schema": schema, "explode": explode, "required": required }),
            );
        }
        json!({
            "parameters": [id],
            "get": { "operationId": format!("read {component}"), "parameters": parameters, "responses": answers },
            "put": {
                "operationId": format!("write {component}"),
                "requestBody": { "required": !self.one_in(3), "content": content },
                "responses": answers,
            },
        })
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
