//! Every object, enum and union becomes a component.
//!
//! The generator names what has no name after the place where it stands, and drops a type whose name
//! another one has. Here such schemas get names that follow from what they are: from the resource and
//! the parameter, from the value of a tag, from the component and the property. No name depends on the
//! order of anything.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::aliases::{is_named, is_text_enum};
use super::walk::{
    Step, children_mut, component, each_operation, elements, is_true, members, reference, text,
};
use super::{Draft, Pass};
use crate::naming;
use crate::pass::{About, Expects, GENERATOR};

pub(super) const PASS: Pass = Pass {
    about: About {
        id: "hoist",
        reason: "the generator gives what has no name the name of its place, drops the second type of a name, and \
                 writes the same enum once for each place",
        link: GENERATOR,
        expects: Expects::Of(&["app-store-connect"]),
    },
    run,
};

fn run(draft: &mut Draft<'_>) -> usize {
    let schemas = draft.json.pointer_mut("/components/schemas").map(Value::take).unwrap_or_default();
    let Value::Object(components) = schemas else { return 0 };
    let mut hoist = Hoist { components: components.into_iter().collect(), places: 0 };

    hoist.parameters(&mut draft.json);
    each_operation(&mut draft.json, |operation| hoist.body_and_answer(operation));
    let names: Vec<String> = hoist.components.keys().cloned().collect();
    for name in names {
        let Some(mut schema) = hoist.components.get(&name).cloned() else { continue };
        hoist.inside(&mut schema, &name);
        hoist.components.insert(name, schema);
    }

    let Hoist { components, places } = hoist;
    draft.json["components"]["schemas"] = Value::Object(components.into_iter().collect());
    places
}

struct Hoist {
    components: BTreeMap<String, Value>,
    places: usize,
}

impl Hoist {
    /// The enums of parameters. One name for one resource and parameter where all operations agree on
    /// the values, and otherwise one for each operation.
    fn parameters(&mut self, document: &mut Value) {
        let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        each_operation(document, |operation| {
            let resource = resource(operation);
            each_parameter_enum(operation, |wire, schema| {
                values.entry(shared_name(&resource, wire)).or_default().insert(schema["enum"].to_string());
            });
        });
        let disputed = |name: &String| values.get(name).is_none_or(|values| values.len() > 1);
        each_operation(document, |operation| {
            let resource = resource(operation);
            let own = naming::type_name(text(operation, "operationId").unwrap_or_default());
            each_parameter_enum(operation, |wire, schema| {
                let shared = shared_name(&resource, wire);
                let name =
                    if disputed(&shared) { format!("{own}{}", naming::type_name(wire)) } else { shared };
                self.name_it(schema, &name, Sharing::Same);
            });
        });
    }

    fn body_and_answer(&mut self, operation: &mut Value) {
        let name = naming::type_name(text(operation, "operationId").unwrap_or_default());
        for (pointer, suffix) in [
            ("/requestBody/content/application~1json/schema", "Request"),
            ("/responses/200/content/application~1json/schema", "Response"),
        ] {
            if let Some(schema) = operation.pointer_mut(pointer) {
                self.settle(schema, &format!("{name}{suffix}"));
            }
        }
    }

    /// Names what is inside a schema, after the schema.
    fn inside(&mut self, schema: &mut Value, name: &str) {
        let tags: Vec<Option<String>> = elements(schema, "oneOf").iter().map(only_value).collect();
        for (step, child) in children_mut(schema) {
            let part = match step {
                Step::Property(property) => naming::type_name(&property),
                Step::Item => "Item".to_owned(),
                Step::MapValue => "Value".to_owned(),
                Step::Member(index) => match tags.get(index) {
                    Some(Some(tag)) => naming::type_name(tag),
                    _ => format!("Member{}", index + 1),
                },
            };
            // A property of the same name as its component: `type` of `CertificateType` stays short.
            self.settle(child, &format!("{name}{part}"));
        }
    }

    /// Names what is inside a schema, and then the schema, if it has none.
    fn settle(&mut self, schema: &mut Value, suggestion: &str) {
        self.inside_of_unnamed(schema, suggestion);
        if !is_named(schema) {
            return;
        }
        if let Some(name) = self.telling_name(schema, suggestion) {
            self.name_it(schema, &name, Sharing::Same);
        } else {
            self.name_it(schema, suggestion, Sharing::None);
        }
    }

    fn inside_of_unnamed(&mut self, schema: &mut Value, suggestion: &str) {
        if component(schema).is_none() {
            self.inside(schema, suggestion);
        }
    }

    /// The name of a schema that means the same everywhere: a tag with one value, or the type and id of
    /// a resource.
    fn telling_name(&self, schema: &Value, suggestion: &str) -> Option<String> {
        if is_text_enum(schema) {
            let [Value::String(value)] = elements(schema, "enum") else { return None };
            return suggestion.ends_with("Type").then(|| format!("{}Type", naming::type_name(value)));
        }
        let properties = schema.get("properties")?.as_object()?;
        if properties.len() != 2 || elements(schema, "required").len() != 2 || !properties.contains_key("id")
        {
            return None;
        }
        let tag = self.components.get(component(properties.get("type")?)?)?;
        let [Value::String(value)] = elements(tag, "enum") else { return None };
        Some(format!("{}Linkage", naming::type_name(value)))
    }

    /// Makes the schema a component and leaves a reference to it.
    fn name_it(&mut self, schema: &mut Value, name: &str, sharing: Sharing) {
        self.places += 1;
        // Two names joined need not be a name, and the generator would mend that in its own way.
        let name = naming::type_name(name);
        let name = name.as_str();
        let mut referring: Map<String, Value> = Map::new();
        let mut named = schema.take();
        if let Some(named) = named.as_object_mut() {
            for key in ["nullable", "deprecated", "description", "x-sensitive"] {
                referring.extend(named.remove(key).map(|value| (key.to_owned(), value)));
            }
        }
        let same = |other: &Value| {
            let mut other = other.clone();
            if let Some(other) = other.as_object_mut() {
                other.remove("description");
                other.remove("deprecated");
            }
            other == named
        };
        let name = match self.components.get(name) {
            Some(other) if sharing == Sharing::Same && same(other) => name.to_owned(),
            _ => {
                let name = naming::free(name, |name| self.components.contains_key(name));
                if sharing == Sharing::None
                    && let (Some(named), Some(description)) =
                        (named.as_object_mut(), referring.get("description"))
                {
                    named.insert("description".to_owned(), description.clone());
                }
                self.components.insert(name.clone(), named);
                name
            }
        };
        *schema = if referring.is_empty() {
            reference(&name)
        } else {
            referring.insert("allOf".to_owned(), json!([reference(&name)]));
            Value::Object(referring)
        };
    }
}

/// Whether a name may stand for several schemas that are the same.
#[derive(Clone, Copy, PartialEq)]
enum Sharing {
    Same,
    None,
}

/// Runs a function on each inline enum among the parameters, or among the elements of one.
fn each_parameter_enum(operation: &mut Value, mut change: impl FnMut(&str, &mut Value)) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        let Some(name) = text(parameter, "name").map(str::to_owned) else { continue };
        let Some(schema) = parameter.get_mut("schema") else { continue };
        let schema = if schema.get("items").is_some() { &mut schema["items"] } else { schema };
        if is_text_enum(schema) {
            change(&name, schema);
        }
    }
}

/// The resource that an operation answers with, or else the operation itself.
fn resource(operation: &Value) -> String {
    let answer = operation.pointer("/responses/200/content/application~1json/schema").and_then(component);
    let own = text(operation, "operationId").unwrap_or_default();
    let name = answer.map_or_else(|| naming::type_name(own), str::to_owned);
    name.strip_suffix("Response").map_or(name.clone(), str::to_owned)
}

/// The name for all enums of a parameter and a resource; the fields of a resource are named in the
/// parameter itself.
fn shared_name(resource: &str, parameter: &str) -> String {
    let parameter = naming::type_name(parameter);
    if parameter.starts_with("Fields") { parameter } else { format!("{resource}{parameter}") }
}

/// The value of the only tag of an object that has one.
fn only_value(schema: &Value) -> Option<String> {
    let mut tags =
        members(schema.get("properties")).filter_map(|(_, property)| match elements(property, "enum") {
            [Value::String(value)] if !is_true(property, "nullable") => Some(value.clone()),
            _ => None,
        });
    tags.next()
}
