//! Names that meet in Rust: those of schemas, of their properties, and of what has no name.

use std::collections::{HashMap, HashSet};

use game_achievements_contract::document::Document;
use game_achievements_contract::source::{Entry, Node};
use heck::ToSnakeCase as _;

use super::findings::Findings;
use super::kinds::properties;
use super::rule::rules;
use super::schemas::{is_text_enum, is_type};
use super::survey::{Site, Spot, Survey, elements, position_of, section, text};
use crate::naming;

rules! {
    SCHEMA = "name-clash-schema", House,
        "the names of schemas differ as Rust names",
        "they become types in Pascal case; one of the two would get a number behind its name";
    SCHEMA_STYLE = "schema-name-style", House,
        "a schema is named like its type, in Pascal case",
        "what the spec says is what callers write; another spelling would be changed on the way";
    PROPERTY = "name-clash-property", House,
        "the properties of an object differ as Rust names",
        "they become fields in snake case; one of the two would get a number behind its name";
    INLINE_TYPE = "name-clash-inline-type", House,
        "an inline schema is not named like a component",
        "it is named after its place, so this one would get a number behind its name";
    PARAMETER_ENUM = "inline-parameter-enum", House,
        "the texts that a parameter can be are a component",
        "callers write them, so their type should not be named after its place";
}

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    if findings.wants(&SCHEMA) {
        schemas(survey.document, findings);
        inline_types(survey, findings);
        parameter_enums(survey, findings);
        for site in &survey.schemas {
            properties_of(survey.document, site.node, findings);
        }
    }
}

fn schemas(document: &Document, findings: &mut Findings<'_>) {
    let mut seen: HashMap<String, &Entry> = HashMap::new();
    let mut clashing: HashSet<String> = HashSet::new();
    for entry in section(document, "schemas") {
        let name = naming::type_name(&entry.key);
        if let Some(first) = seen.get(&name) {
            findings
                .add(
                    &SCHEMA,
                    entry.position,
                    format!("schemas `{}` and `{}` are both `{name}`", entry.key, first.key),
                )
                .related(first.position, "the other one")
                .fix("name each after what it is");
            clashing.insert(name);
        } else {
            seen.insert(name, entry);
        }
    }
    for entry in section(document, "schemas") {
        let name = naming::type_name(&entry.key);
        if name != *entry.key && !clashing.contains(&name) {
            findings
                .add(
                    &SCHEMA_STYLE,
                    entry.position,
                    format!("`{}` is not what the type can be called", entry.key),
                )
                .fix(format!("write `{name}`, or a better name"));
        }
    }
}

fn properties_of(document: &Document, schema: &Node, findings: &mut Findings<'_>) {
    if schema.get("properties").is_none() && schema.get("allOf").is_none() {
        return;
    }
    let mut seen: HashMap<String, &Entry> = HashMap::new();
    for property in properties(document, schema) {
        let name = field_name(&property.key);
        if let Some(first) = seen.get(&name) {
            findings
                .add(
                    &PROPERTY,
                    property.position,
                    format!("properties `{}` and `{}` are both the field `{name}`", property.key, first.key),
                )
                .related(first.position, "the other one")
                .fix("leave one of the two out: the names go over the wire, so only the service could change them");
        } else {
            seen.insert(name, property);
        }
    }
}

/// The name that the generator gives a field.
fn field_name(property: &str) -> String {
    match property {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => property
            .replace('\'', "")
            .replace(|c: char| !c.is_alphanumeric() && c != '_', "-")
            .to_snake_case(),
    }
}

/// Inline schemas are named after the component and the property that they stand in.
fn inline_types(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    let components: HashMap<String, &Entry> =
        section(survey.document, "schemas").map(|entry| (naming::type_name(&entry.key), entry)).collect();
    let mut names: Vec<Option<String>> = Vec::with_capacity(survey.schemas.len());
    for site in &survey.schemas {
        let name = name(site, &names);
        let is_inline_type =
            !matches!(site.spot, Spot::Component(_)) && is_type(site.node) && only_value(site.node).is_none();
        if is_inline_type
            && let Some((name, entry)) = name.as_ref().and_then(|name| components.get_key_value(name))
        {
            findings
                .add(
                    &INLINE_TYPE,
                    site.node.position,
                    format!("the inline schema would be called `{name}`, as a component is"),
                )
                .related(entry.position, "the component")
                .fix("make the inline schema a component with a name of its own");
        }
        names.push(name);
    }
}

fn parameter_enums(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    for site in survey.schemas.iter().filter(|site| is_text_enum(site.node)) {
        let whole = match (site.spot, site.parent) {
            (Spot::Items, Some(parent)) => &survey.schemas[parent],
            _ => site,
        };
        if let Spot::Parameter(parameter) = whole.spot
            // The client sends such a header by itself.
            && parameter.get("x-sent-by").is_none()
        {
            let name = text(parameter, "name").unwrap_or_default();
            findings
                .add(
                    &PARAMETER_ENUM,
                    position_of(site.node, "enum"),
                    format!("the values of parameter `{name}` are written inline"),
                )
                .fix("make the schema a component and refer to it with a `$ref`");
        }
    }
}

/// The name of a schema, from the names of those before it.
fn name(site: &Site<'_>, names: &[Option<String>]) -> Option<String> {
    let part = match site.spot {
        Spot::Component(entry) => return Some(naming::type_name(&entry.key)),
        Spot::Property(property) => naming::type_name(&property.key),
        Spot::Items => "Item".to_owned(),
        Spot::MapValue => "Value".to_owned(),
        // Members of unions are named by their tags or numbers; none of our specs has inline ones.
        Spot::Member | Spot::Not | Spot::Parameter(_) | Spot::Header | Spot::Body => return None,
    };
    let parent = names.get(site.parent?)?.as_ref()?;
    Some(format!("{parent}{part}"))
}

/// The value of a tag that has one: its type is named after the value.
fn only_value(schema: &Node) -> Option<&str> {
    match elements(schema, "enum") {
        [value] => value.as_str(),
        _ => None,
    }
}
