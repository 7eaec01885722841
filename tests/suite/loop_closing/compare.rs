//! A component of a spec and the schema that its type reports, keyword by keyword.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Map, Value};

/// What a component says and its type does not, or the reverse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `Component.property[]`: `[]` are the elements of a list, `{}` the values of a map, `|0` the first member of a union.
    pub place: String,
    pub what: &'static str,
    pub spec: String,
    pub reported: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, what, spec, reported } = self;
        write!(f, "{place}: {what} is `{spec}` in the spec, the type reports `{reported}`")
    }
}

/// Limits of values, which are compared as they stand.
const LIMITS: [&str; 9] = [
    "default",
    "maximum",
    "maxItems",
    "maxLength",
    "minimum",
    "minItems",
    "minLength",
    "pattern",
    "uniqueItems",
];

/// All differences between components and the definitions of their types.
pub fn compare(
    components: &Map<String, Value>,
    definitions: &Map<String, Value>,
    types: &BTreeMap<String, String>,
) -> Vec<Difference> {
    let mut comparison =
        Comparison { components, definitions, types, met: BTreeSet::new(), found: Vec::new() };
    for (component, definition) in types {
        let Some(reported) = definitions.get(definition) else { continue };
        comparison.met.extend([format!("component {component}"), format!("type {definition}")]);
        comparison.schemas(component, &components[component], reported);
    }
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (component, definition) in types {
        // Two components that are alike are two types all the same: the next edit of one must not reach the other.
        let owner = *owners.entry(definition).or_insert(component);
        comparison.note(component, "component", component, owner);
    }
    for component in components.keys() {
        comparison.must_be_met(component, "component", "");
    }
    for definition in definitions.keys() {
        comparison.must_be_met(definition, "", "type");
    }
    comparison.found
}

struct Comparison<'a> {
    components: &'a Map<String, Value>,
    definitions: &'a Map<String, Value>,
    /// The names of types by those of components.
    types: &'a BTreeMap<String, String>,
    /// What was compared.
    met: BTreeSet<String>,
    found: Vec<Difference>,
}

/// A schema as it stands in a place.
struct Site<'a> {
    is_nullable: bool,
    /// What it refers to.
    target: Option<&'a str>,
    schema: &'a Value,
}

impl<'a> Comparison<'a> {
    /// Notes a difference, if it is one.
    fn note(
        &mut self,
        place: &str,
        what: &'static str,
        spec: impl Into<String>,
        reported: impl Into<String>,
    ) {
        let (spec, reported) = (spec.into(), reported.into());
        if spec != reported {
            self.found.push(Difference { place: place.to_owned(), what, spec, reported });
        }
    }

    /// What no place led to was lost, or comes from nothing.
    fn must_be_met(&mut self, name: &str, spec: &str, reported: &str) {
        if !self.met.contains(&format!("{spec}{reported} {name}")) {
            self.note(name, "component", spec, reported);
        }
    }

    /// Compares what stands in one place.
    fn sites(&mut self, place: &str, spec: &'a Value, reported: &'a Value) {
        for mark in ["deprecated", "x-sensitive"] {
            self.note(place, mark, text(spec.get(mark)), text(reported.get(mark)));
        }
        let (spec, reported) = (self.in_spec(place, spec), in_types(reported));
        self.note(place, "nullable", spec.is_nullable.to_string(), reported.is_nullable.to_string());
        let named = spec.target.and_then(|component| self.types.get(component)).map_or("", String::as_str);
        let of_a_component = self.types.values().any(|name| Some(name.as_str()) == reported.target);
        if !named.is_empty() || of_a_component {
            self.note(place, "reference", named, reported.target.unwrap_or_default());
            return;
        }
        // What has no type of its own is compared wherever it stands.
        let schema = match spec.target {
            Some(component) => {
                self.met.insert(format!("component {component}"));
                &self.components[component]
            }
            None => spec.schema,
        };
        let reported = match reported.target {
            Some(definition) => {
                self.met.insert(format!("type {definition}"));
                &self.definitions[definition]
            }
            None => reported.schema,
        };
        self.schemas(place, schema, reported);
    }

    /// Compares two schemas that are no references.
    fn schemas(&mut self, place: &str, spec: &'a Value, reported: &'a Value) {
        let (spec_kind, reported_kind) = (kind_in_spec(spec), kind_in_types(reported));
        self.note(place, "type", spec_kind, reported_kind);
        self.note(place, "format", text(spec.get("format")), text(reported.get("format")));
        self.note(place, "enum", values(spec), values(reported_values(reported)));
        for limit in LIMITS {
            self.note(place, limit, text(spec.get(limit)), text(reported.get(limit)));
        }
        match spec_kind {
            "object" => self.objects(place, spec, reported),
            "array" => self.sites(&format!("{place}[]"), &spec["items"], &reported["items"]),
            "union" => self.unions(place, spec, reported),
            _ => {}
        }
    }

    fn objects(&mut self, place: &str, spec: &'a Value, reported: &'a Value) {
        let (described, fields) = (members(spec.get("properties")), members(reported.get("properties")));
        let (needed, given) = (strings(spec.get("required")), strings(reported.get("required")));
        for name in described.keys().chain(fields.keys()).copied().collect::<BTreeSet<_>>() {
            let place = format!("{place}.{name}");
            match (described.get(name), fields.get(name)) {
                (Some(property), Some(field)) => {
                    let required = [needed.contains(name), given.contains(name)].map(|is| is.to_string());
                    self.note(&place, "required", &*required[0], &*required[1]);
                    self.sites(&place, property, field);
                }
                (property, field) => {
                    let there = |is: bool| if is { name } else { "" };
                    self.note(&place, "property", there(property.is_some()), there(field.is_some()));
                }
            }
        }
        // An object without properties takes any; with properties it does so unless the spec asks for what else there is.
        let rest = |schema: &'a Value| match schema.get("additionalProperties") {
            Some(Value::Bool(true)) => Some(&Value::Null),
            Some(Value::Object(_)) => schema.get("additionalProperties"),
            _ if schema.get("properties").is_none() => Some(&Value::Null),
            _ => None,
        };
        match (rest(spec), rest(reported)) {
            (Some(spec), Some(reported)) => self.sites(&format!("{place}{{}}"), spec, reported),
            (spec, reported) => {
                self.note(
                    place,
                    "additionalProperties",
                    spec.is_some().to_string(),
                    reported.is_some().to_string(),
                );
            }
        }
    }

    fn unions(&mut self, place: &str, spec: &'a Value, reported: &'a Value) {
        let listed = ["oneOf", "anyOf"].into_iter().find_map(|keyword| spec.get(keyword)?.as_array());
        let tag = reported.get("discriminator");
        // The last one may stand for members that are not listed.
        let is_catch_all =
            |member: &Value| *member == Value::Bool(true) || (tag.is_some() && member.get("$ref").is_none());
        let members: Vec<&Value> = reported["anyOf"].as_array().into_iter().flatten().collect();
        let members = members.into_iter().filter(|member| !is_catch_all(member));

        let (mut named, mut inline) = (BTreeSet::new(), Vec::new());
        for member in listed.into_iter().flatten() {
            match reference(member).and_then(|component| self.types.get(component)) {
                Some(name) => drop(named.insert(name.as_str())),
                None => inline.push(member),
            }
        }
        let (mut reported_names, mut reported_inline) = (BTreeSet::new(), Vec::new());
        for member in members {
            match reference(member).filter(|name| self.types.values().any(|known| known == name)) {
                Some(name) => drop(reported_names.insert(name)),
                None => reported_inline.push(member),
            }
        }
        self.note(place, "members", list(named), list(reported_names));
        self.note(place, "members", inline.len().to_string(), reported_inline.len().to_string());
        for (index, (spec, reported)) in inline.into_iter().zip(reported_inline).enumerate() {
            self.sites(&format!("{place}|{index}"), spec, reported);
        }

        let property = |tag: Option<&Value>| text(tag.and_then(|tag| tag.get("propertyName")));
        self.note(place, "tag", property(spec.get("discriminator")), property(tag));
        let tags = |tag: Option<&Value>, name: &dyn Fn(&str) -> String| {
            let mapping = tag.and_then(|tag| tag.get("mapping")).and_then(Value::as_object);
            list(mapping.into_iter().flatten().map(|(value, target)| {
                format!("{value}: {}", name(last_part(target.as_str().unwrap_or_default())))
            }))
        };
        let type_of = |component: &str| self.types.get(component).cloned().unwrap_or_default();
        let (wanted, told) = (tags(spec.get("discriminator"), &type_of), tags(tag, &str::to_owned));
        self.note(place, "tags", wanted, told);
    }

    fn in_spec(&mut self, place: &str, schema: &'a Value) -> Site<'a> {
        let target = match schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
            None => reference(schema),
            Some([member]) => reference(member),
            Some(_) => {
                self.note(place, "composition", "allOf", "");
                None
            }
        };
        let is_nullable = |schema: &Value| schema.get("nullable") == Some(&Value::Bool(true));
        let component = target.map(|component| &self.components[component]);
        Site { is_nullable: is_nullable(schema) || component.is_some_and(is_nullable), target, schema }
    }
}

/// What a type reports in a place: null may stand beside a reference, or among the types.
fn in_types(schema: &Value) -> Site<'_> {
    let is_null = |schema: &Value| schema.get("type").and_then(Value::as_str) == Some("null");
    if let Some([member, null]) = schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice)
        && is_null(null)
    {
        return Site { is_nullable: true, target: reference(member), schema: member };
    }
    let kinds = schema.get("type").and_then(Value::as_array);
    let is_nullable = kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"));
    Site { is_nullable, target: reference(schema), schema }
}

fn kind_in_spec(schema: &Value) -> &str {
    match schema.get("type").and_then(Value::as_str) {
        Some(kind) => kind,
        None if schema.get("oneOf").or(schema.get("anyOf")).is_some() => "union",
        None => "anything",
    }
}

fn kind_in_types(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or_default()
        }
        _ if is_open_enum(schema) => "string",
        _ if schema.get("anyOf").is_some() => "union",
        _ => "anything",
    }
}

/// An open enum has its values, or any other text.
fn is_open_enum(schema: &Value) -> bool {
    schema.pointer("/anyOf/0/enum").is_some()
        && schema.pointer("/anyOf/1") == Some(&serde_json::json!({"type": "string"}))
}

fn reported_values(schema: &Value) -> &Value {
    if is_open_enum(schema) { &schema["anyOf"][0] } else { schema }
}

/// The values of an enum; null is none of them, it says `nullable`.
fn values(schema: &Value) -> String {
    let values = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    list(values.filter(|value| !value.is_null()).map(|value| text(Some(value))))
}

fn list<T: Into<String>>(names: impl IntoIterator<Item = T>) -> String {
    let names: BTreeSet<String> = names.into_iter().map(Into::into).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn members(object: Option<&Value>) -> BTreeMap<&str, &Value> {
    let members = object.and_then(Value::as_object).into_iter().flatten();
    members.map(|(name, value)| (name.as_str(), value)).collect()
}

fn strings(array: Option<&Value>) -> BTreeSet<&str> {
    array.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The name of the component or the type that a schema refers to.
fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str).map(last_part)
}

fn last_part(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or_default()
}

/// A value in words; nothing for what is not there.
fn text(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}
