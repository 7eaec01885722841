//! What schemas say about the members of objects and the elements of arrays.

use super::local::{Context, Row, Site, Turn};
use super::rules::{self, Rule};
use super::schema::Pair;
use super::words;
use crate::contract::{Additional, Contract, Property, Schema, SchemaId, Types};

pub(super) fn compare(pair: &mut Pair<'_>, a: &Schema, b: &Schema) {
    items(pair, a, b);
    let (mut old, mut new) = (a.properties.iter().peekable(), b.properties.iter().peekable());
    loop {
        match (old.peek(), new.peek()) {
            (Some(old_property), Some(new_property)) if old_property.name == new_property.name => {
                both(pair, a, b, old_property, new_property);
                (_, _) = (old.next(), new.next());
            }
            (Some(property), other) if other.is_none_or(|other| property.name < other.name) => {
                removed(pair, b, property);
                old.next();
            }
            (_, Some(property)) => {
                added(pair, a, property);
                new.next();
            }
            _ => break,
        }
    }
    additional(pair, a, b);
}

fn items(pair: &mut Pair<'_>, a: &Schema, b: &Schema) {
    let can_be_array = |schema: &Schema| schema.types.is_empty() || schema.types.contains(Types::ARRAY);
    if (a.items.is_some() || b.items.is_some()) && can_be_array(a) && can_be_array(b) {
        let context = pair.context.below();
        pair.child(Turn::SAME, a.items.unwrap_or(SchemaId::ANY), b.items.unwrap_or(SchemaId::ANY), context);
    }
}

/// Whether only `required` names it.
fn is_undeclared(property: &Property) -> bool {
    property.schema == SchemaId::ANY
}

fn both(pair: &mut Pair<'_>, a: &Schema, b: &Schema, old: &Property, new: &Property) {
    match (is_undeclared(old), is_undeclared(new)) {
        (true, true) => return,
        (true, false) => return added(pair, a, new),
        (false, true) => return removed(pair, b, old),
        (false, false) => {}
    }
    let (was, is) = (pair.old_contract.schema(old.schema), pair.new_contract.schema(new.schema));
    let turn = Turn::carried(!(was.read_only || is.read_only), !(was.write_only || is.write_only));
    let name = &old.name;
    if old.required != new.required {
        let (rule, message) = if new.required {
            (&rules::PROPERTY_BECAME_REQUIRED, format!("`{name}` is now required"))
        } else {
            (&rules::PROPERTY_BECAME_OPTIONAL, format!("`{name}` is no longer required"))
        };
        row(pair, rule, "required", Some(old), Some(new), turn, message);
    }
    flags(pair, old, new, was, is);
    let context = Context { property: true, ..pair.context.below() };
    pair.child(turn, old.schema, new.schema, context);
}

/// `readOnly` and `writeOnly` say in which direction the property goes, hence whether it is required there.
fn flags(pair: &mut Pair<'_>, old: &Property, new: &Property, was: &Schema, is: &Schema) {
    let required = old.required && new.required;
    let mut flag = |aspect: &str, was: bool, is: bool, added: &'static Rule, removed: &'static Rule| {
        if was == is {
            return;
        }
        let (rule, word) = if is { (added, "is now") } else { (removed, "is no longer") };
        let old_site = Site::schema(pair.old_contract, old.schema);
        let new_site = Site::schema(pair.new_contract, new.schema);
        let message = format!("`{}` {word} `{aspect}`", new.name);
        pair.push(Row::new(rule, aspect, message).at(old_site, new_site));
    };
    let removed = if required { &rules::READ_ONLY_REMOVED_REQUIRED } else { &rules::READ_ONLY_REMOVED };
    flag("readOnly", was.read_only, is.read_only, &rules::READ_ONLY_ADDED, removed);
    let added = if required { &rules::WRITE_ONLY_ADDED_REQUIRED } else { &rules::WRITE_ONLY_ADDED };
    flag("writeOnly", was.write_only, is.write_only, added, &rules::WRITE_ONLY_REMOVED);
}

/// What an object allows as its other members, seen from a property that is none of them on the other side.
enum Others {
    /// Nothing.
    Forbidden,
    /// What the property allows, or anything: nobody counts on a member that is not named.
    Alike,
    /// Members of another kind.
    Differ,
}

fn others(contract: &Contract, holder: &Schema, property: &Schema) -> Others {
    match holder.additional {
        Additional::None => Others::Forbidden,
        Additional::Schema(id) if contract.schema(id).class != property.class => Others::Differ,
        Additional::Any | Additional::Schema(_) => Others::Alike,
    }
}

fn removed(pair: &mut Pair<'_>, holder: &Schema, property: &Property) {
    if is_undeclared(property) {
        return undeclared(pair, Some(property), None);
    }
    let schema = pair.old_contract.schema(property.schema);
    let turn = Turn::carried(!schema.read_only, !schema.write_only);
    let rule = match (property.required, others(pair.new_contract, holder, schema)) {
        (_, Others::Differ) => &rules::PROPERTY_LEFT_TO_OTHERS,
        (false, Others::Alike) => &rules::PROPERTY_REMOVED,
        (true, Others::Alike) => &rules::REQUIRED_PROPERTY_REMOVED,
        (false, Others::Forbidden) => &rules::PROPERTY_FORBIDDEN,
        (true, Others::Forbidden) => &rules::REQUIRED_PROPERTY_FORBIDDEN,
    };
    let required = if property.required { "required " } else { "" };
    let message = format!("the {required}property `{}` was removed", property.name);
    row(pair, rule, "", Some(property), None, turn, message);
}

fn added(pair: &mut Pair<'_>, holder: &Schema, property: &Property) {
    if is_undeclared(property) {
        return undeclared(pair, None, Some(property));
    }
    let schema = pair.new_contract.schema(property.schema);
    let turn = Turn::carried(!schema.read_only, !schema.write_only);
    let rule = match (property.required, others(pair.old_contract, holder, schema)) {
        (_, Others::Differ) => &rules::PROPERTY_TAKEN_FROM_OTHERS,
        (false, Others::Alike) => &rules::PROPERTY_ADDED,
        (true, Others::Alike) => &rules::REQUIRED_PROPERTY_ADDED,
        (false, Others::Forbidden) => &rules::PROPERTY_ADDED_TO_CLOSED,
        (true, Others::Forbidden) => &rules::REQUIRED_PROPERTY_ADDED_TO_CLOSED,
    };
    let required = if property.required { "required " } else { "" };
    let message = format!("the {required}property `{}` was added", property.name);
    row(pair, rule, "", None, Some(property), turn, message);
}

fn undeclared(pair: &mut Pair<'_>, old: Option<&Property>, new: Option<&Property>) {
    let name = old.or(new).map(|property| &*property.name).unwrap_or_default();
    let verb = if new.is_some() { "now" } else { "no longer" };
    let message = format!("`required` {verb} names `{name}`, which `properties` does not declare");
    row(pair, &rules::UNDECLARED_REQUIRED, "required", old, new, Turn::SAME, message);
}

/// A row about a property.
fn row(
    pair: &mut Pair<'_>,
    rule: &'static Rule,
    aspect: &str,
    old: Option<&Property>,
    new: Option<&Property>,
    turn: Turn,
    message: String,
) {
    let name = old.or(new).map(|property| &*property.name).unwrap_or_default();
    let old_site = old.map(|property| Site::property(pair.old_contract, pair.old, property));
    let new_site = new.map(|property| Site::property(pair.new_contract, pair.new, property));
    let text = |property: &Property, contract| words::schema(contract, property.schema);
    let (was, is) = match (old, new) {
        (Some(_), Some(_)) => (None, None),
        _ => (
            old.map(|property| text(property, pair.old_contract)),
            new.map(|property| text(property, pair.new_contract)),
        ),
    };
    let aspect = format!("property {name} {aspect}");
    pair.push(Row::new(rule, aspect, message).at(old_site, new_site).values(was, is).turned(turn));
}

fn additional(pair: &mut Pair<'_>, a: &Schema, b: &Schema) {
    let rule = match (a.additional, b.additional) {
        (Additional::Schema(old), Additional::Schema(new)) => {
            let context = pair.context.below();
            return pair.child(Turn::SAME, old, new, context);
        }
        (was, is) if was == is => return,
        (Additional::None, _) | (_, Additional::Any) => &rules::OTHER_MEMBERS_ALLOWED,
        (_, Additional::None) | (Additional::Any, _) => &rules::OTHER_MEMBERS_FORBIDDEN,
    };
    let was = words::additional(pair.old_contract, a.additional);
    let is = words::additional(pair.new_contract, b.additional);
    let message = format!("the other members were {was}, now they are {is}");
    pair.row(rule, "additionalProperties", Some(was), Some(is), message);
}
