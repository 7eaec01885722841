//! Parameters.

use super::local::{Context, Directions, Row, Turn};
use super::rules::{self, Rule};
use super::walk::{NodeId, Walk};
use super::{answers, operations};
use crate::contract::{Operation, Origin, Parameter, Schema, SchemaId, Style, Types, Written};

pub(super) fn compare<'c>(walk: &mut Walk<'c>, a: &'c Operation, b: &'c Operation) {
    let find = |parameters: &'c [Parameter], like: &Parameter| {
        parameters.iter().find(|other| other.location == like.location && other.key == like.key)
    };
    for old in &a.parameters {
        match find(&b.parameters, old) {
            Some(new) if old.documented == new.documented => {}
            Some(new) => both(walk, old, new),
            None => {
                let rule =
                    if old.required { &rules::REQUIRED_PARAMETER_REMOVED } else { &rules::PARAMETER_REMOVED };
                single(walk, rule, Some(old), None, (a, b));
            }
        }
    }
    for new in &b.parameters {
        if find(&a.parameters, new).is_none() {
            let rule = if new.required { &rules::REQUIRED_PARAMETER_ADDED } else { &rules::PARAMETER_ADDED };
            single(walk, rule, None, Some(new), (a, b));
        }
    }
}

fn single<'c>(
    walk: &mut Walk<'c>,
    rule: &'static Rule,
    old: Option<&'c Parameter>,
    new: Option<&'c Parameter>,
    (a, b): (&'c Operation, &'c Operation),
) {
    let Some(parameter) = old.or(new) else { return };
    // A shared parameter comes and goes at each operation by itself.
    let (node, _) = walk.part(
        "parameter of",
        &format!("{} {}", parameter.location, parameter.key),
        Some(&a.origin),
        Some(&b.origin),
        Directions::REQUEST,
    );
    let verb = if new.is_some() { "added" } else { "removed" };
    let required = if parameter.required { "required " } else { "" };
    let (location, name) = (parameter.location, &parameter.name);
    let message = format!("the {required}{location} parameter `{name}` was {verb}");
    let title = Some(format!("{location} {name}"));
    let (was, is) = if old.is_some() { (title, None) } else { (None, title) };
    let aspect = format!("parameter {location} {}", parameter.key);
    // The operation's own parameter is the place; a component or the path's are only what it names.
    let is_own = |origin: &Origin, of: &Operation| origin.pointer.starts_with(&*of.origin.pointer);
    let place = |parameter: &'c Parameter, of: &'c Operation| {
        Some(if is_own(&parameter.origin, of) { &parameter.origin } else { &of.origin }.into())
    };
    let row = Row::new(rule, aspect, message)
        .at(old.and_then(|old| place(old, a)), new.and_then(|new| place(new, b)))
        .values(was, is);
    walk.push(node, row);
}

fn both<'c>(walk: &mut Walk<'c>, a: &'c Parameter, b: &'c Parameter) {
    let origins = (&a.origin, &b.origin);
    let (node, is_new) = walk.part("parameter", "", Some(&a.origin), Some(&b.origin), Directions::REQUEST);
    if is_new {
        operations::says(walk, node, (&a.documentation, &b.documentation), origins);
        operations::deprecated(walk, node, (a.deprecated, b.deprecated), origins);
        let mut flag = |was: bool,
                        is: bool,
                        aspect: &str,
                        set: (&'static Rule, String),
                        unset: (&'static Rule, String)| {
            if was != is {
                let (rule, message) = if is { set } else { unset };
                let row = Row::new(rule, aspect, message).at(Some(origins.0.into()), Some(origins.1.into()));
                walk.push(node, row);
            }
        };
        let name = format!("the {} parameter `{}`", b.location, b.name);
        flag(
            a.required,
            b.required,
            "required",
            (&rules::PARAMETER_BECAME_REQUIRED, format!("{name} is now required")),
            (&rules::PARAMETER_BECAME_OPTIONAL, format!("{name} is no longer required")),
        );
        flag(
            a.allow_empty,
            b.allow_empty,
            "allowEmptyValue",
            (&rules::EMPTY_VALUE_ALLOWED, format!("{name} may now stand without a value")),
            (&rules::EMPTY_VALUE_FORBIDDEN, format!("{name} may no longer stand without a value")),
        );
    }
    written(walk, node, is_new, (&a.value, &b.value), origins, Directions::REQUEST);
}

/// Compares how values of parameters and headers are written, and the values.
pub(super) fn written<'c>(
    walk: &mut Walk<'c>,
    node: NodeId,
    is_new: bool,
    (a, b): (&'c Written, &'c Written),
    origins: (&'c Origin, &'c Origin),
    directions: Directions,
) {
    let push = |walk: &mut Walk<'c>, rule: &'static Rule, aspect: &str, old: String, new: String| {
        if is_new {
            let message = format!("the value was written {old}, now {new}");
            let row = Row::new(rule, aspect, message)
                .at(Some(origins.0.into()), Some(origins.1.into()))
                .values(Some(old), Some(new));
            walk.push(node, row);
        }
    };
    match (a, b) {
        (
            Written::Styled { style, explode, allow_reserved, schema },
            Written::Styled {
                style: new_style,
                explode: new_explode,
                allow_reserved: new_reserved,
                schema: new_schema,
            },
        ) => {
            let (old, new) = walk.schemas(*schema, *new_schema);
            let single = is_single(old) && is_single(new);
            if (style, explode) != (new_style, new_explode) {
                let same_for_one = matches!((style, new_style), (Style::Form, Style::Form))
                    || style == new_style
                    || is_list_of_one(*style) && is_list_of_one(*new_style);
                let rule = if single && same_for_one {
                    &rules::SERIALIZATION_OF_ONE_CHANGED
                } else {
                    &rules::SERIALIZATION_CHANGED
                };
                push(walk, rule, "style", manner(*style, *explode), manner(*new_style, *new_explode));
            }
            if allow_reserved != new_reserved {
                let rule = if *new_reserved {
                    &rules::RESERVED_CHARACTERS_ALLOWED
                } else {
                    &rules::RESERVED_CHARACTERS_FORBIDDEN
                };
                let word = |reserved: bool| {
                    if reserved { "with reserved characters as they are" } else { "with all of them escaped" }
                };
                push(walk, rule, "allowReserved", word(*allow_reserved).into(), word(*new_reserved).into());
            }
            values(walk, node, is_new, (*schema, *new_schema), (*style, *new_style), origins);
        }
        (Written::Content(old), Written::Content(new)) => {
            answers::content(walk, node, is_new, (old, new), origins, directions);
        }
        (Written::Styled { .. }, Written::Content(_)) => {
            push(walk, &rules::SERIALIZATION_CHANGED, "style", "by a style".into(), "as a media type".into());
        }
        (Written::Content(_), Written::Styled { .. }) => {
            push(walk, &rules::SERIALIZATION_CHANGED, "style", "as a media type".into(), "by a style".into());
        }
    }
}

fn values<'c>(
    walk: &mut Walk<'c>,
    node: NodeId,
    is_new: bool,
    (old, new): (SchemaId, SchemaId),
    (style, new_style): (Style, Style),
    origins: (&'c Origin, &'c Origin),
) {
    let context = Context { text: true, parameter: true, ..Context::default() };
    let (a, b) = walk.schemas(old, new);
    let list = |schema: &Schema| schema.items.filter(|_| schema.types == Types::ARRAY);
    // One value is written like a list of one.
    let row = |rule, message: &str| {
        Row::new(rule, "list", message).at(Some(origins.0.into()), Some(origins.1.into()))
    };
    match (list(a), list(b)) {
        (None, Some(items)) if is_single(a) && is_list_of_one(style) && is_list_of_one(new_style) => {
            if is_new {
                walk.push(node, row(&rules::BECAME_LIST, "it is now a list"));
            }
            walk.child(node, Turn::SAME, old, items, Context { parameter: false, ..context });
        }
        (Some(items), None) if is_single(b) && is_list_of_one(style) && is_list_of_one(new_style) => {
            if is_new {
                walk.push(node, row(&rules::NO_LONGER_LIST, "it is no longer a list"));
            }
            walk.child(node, Turn::SAME, items, new, Context { parameter: false, ..context });
        }
        _ => walk.child(node, Turn::SAME, old, new, context),
    }
}

/// Whether all values are neither lists nor objects.
fn is_single(schema: &Schema) -> bool {
    let several = Types::ARRAY.union(Types::OBJECT);
    !schema.types.is_empty() && schema.types.intersection(several).is_empty()
}

fn is_list_of_one(style: Style) -> bool {
    matches!(style, Style::Form | Style::Simple | Style::SpaceDelimited | Style::PipeDelimited)
}

fn manner(style: Style, explode: bool) -> String {
    format!("by {}{}", style.keyword(), if explode { ", exploded" } else { ", not exploded" })
}
