//! Unions and other compositions of schemas.

use super::local::{Context, Turn};
use super::matching::{self, Matched, Member};
use super::rules::{self, Rule};
use super::schema::Pair;
use super::views::{self, Overlap};
use super::words;
use crate::contract::{Contract, Discriminator, Schema, SchemaId};

pub(super) fn compare(pair: &mut Pair<'_>, a: &Schema, b: &Schema) {
    let (old, new) = (views::members(a), views::members(b));
    match (old.is_empty(), new.is_empty()) {
        (false, false) => {
            kind(pair, a, b);
            union(pair, a, b);
        }
        (true, false) if a.one_of.is_empty() => presence(pair, &rules::UNION_ADDED, None, Some(b)),
        (false, true) if b.one_of.is_empty() => presence(pair, &rules::UNION_REMOVED, Some(a), None),
        // A `oneOf` and an `anyOf` at once.
        _ => {
            conditions(pair, "oneOf", &a.one_of, &b.one_of, Turn::SAME);
            conditions(pair, "anyOf", &a.any_of, &b.any_of, Turn::SAME);
        }
    }
    conditions(pair, "allOf", &a.all_of, &b.all_of, Turn::SAME);
    conditions(pair, "not", a.not.as_slice(), b.not.as_slice(), Turn::SWAP);
    if old.is_empty() || new.is_empty() {
        let (old, new) = (a.discriminator.as_deref(), b.discriminator.as_deref());
        discriminator(pair, old, new, &|_, _| None);
    }
}

fn kind(pair: &mut Pair<'_>, a: &Schema, b: &Schema) {
    match (a.one_of.is_empty(), b.one_of.is_empty()) {
        (true, false) => {
            let message = "exactly one of the members must now fit, at least one had to";
            pair.row(&rules::ANY_OF_TO_ONE_OF, "union", None, None, message);
        }
        (false, true) => {
            let message = "at least one of the members must now fit, exactly one had to";
            pair.row(&rules::ONE_OF_TO_ANY_OF, "union", None, None, message);
        }
        _ => {}
    }
}

fn presence(pair: &mut Pair<'_>, rule: &'static Rule, old: Option<&Schema>, new: Option<&Schema>) {
    let text = |contract: &Contract, schema: &Schema| {
        let names: Vec<String> =
            views::members(schema).iter().take(8).map(|id| label(contract, *id)).collect();
        words::cut(&names.join(", "))
    };
    let was = old.map(|schema| text(pair.old_contract, schema));
    let is = new.map(|schema| text(pair.new_contract, schema));
    let message = match (&was, &is) {
        (_, Some(is)) => format!("a value must now fit one of {is}"),
        (Some(was), None) => format!("a value need no longer fit one of {was}"),
        (None, None) => return,
    };
    pair.row(rule, "union", was, is, message);
}

/// The members of a union with their tags.
fn members<'c>(contract: &'c Contract, schema: &Schema, ids: &[SchemaId]) -> Vec<Member<'c>> {
    ids.iter()
        .map(|id| {
            let member = contract.schema(*id);
            Member { schema: member, tag: tag(contract, schema.discriminator.as_deref(), *id, member) }
        })
        .collect()
}

/// What the discriminator says for it, or the only value of a required property.
fn tag(
    contract: &Contract,
    discriminator: Option<&Discriminator>,
    id: SchemaId,
    member: &Schema,
) -> Option<Box<str>> {
    let mapping = discriminator.map(|discriminator| &*discriminator.mapping).unwrap_or_default();
    let mut values = mapping.iter().filter(|(_, target)| *target == Some(id)).map(|(value, _)| &**value);
    if let Some(first) = values.next() {
        return Some(first.into());
    }
    member.properties.iter().filter(|property| property.required).find_map(|property| {
        match contract.schema(property.schema).values.as_deref() {
            Some([value]) => Some(format!("{}={value}", property.name).into()),
            _ => None,
        }
    })
}

fn label(contract: &Contract, id: SchemaId) -> String {
    match &contract.schema(id).name {
        Some(name) => name.to_string(),
        None => words::schema(contract, id),
    }
}

fn union(pair: &mut Pair<'_>, a: &Schema, b: &Schema) {
    let (old, new) = (views::members(a), views::members(b));
    let olds = members(pair.old_contract, a, old);
    let news = members(pair.new_contract, b, new);
    let matched = matching::members(&olds, &news);
    let context = pair.context.below();
    for (a, b) in &matched.pairs {
        pair.child(Turn::SAME, old[*a], new[*b], context);
    }
    let is_any_of = !a.any_of.is_empty() && !b.any_of.is_empty();
    leftovers(pair, old, new, &olds, &news, &matched, is_any_of);
    // What becomes of a tag with its member is told by the member.
    let counterpart = |target: Option<SchemaId>, is_old: bool| -> Option<Fate> {
        let (ids, left) = if is_old { (old, &matched.old) } else { (new, &matched.new) };
        let at = ids.iter().position(|id| Some(*id) == target)?;
        if left.contains(&at) {
            return Some(Fate::Alone);
        }
        let of = matched.pairs.iter().find(|(a, b)| at == if is_old { *a } else { *b })?;
        Some(Fate::With(if is_old { new[of.1] } else { old[of.0] }))
    };
    let (a, b) = (a.discriminator.as_deref(), b.discriminator.as_deref());
    discriminator(pair, a, b, &counterpart);
}

fn leftovers(
    pair: &mut Pair<'_>,
    old: &[SchemaId],
    new: &[SchemaId],
    olds: &[Member<'_>],
    news: &[Member<'_>],
    matched: &Matched,
    is_any_of: bool,
) {
    let (kept_old, kept_new): (Vec<usize>, Vec<usize>) = matched.pairs.iter().copied().unzip();
    let (stay_old, stay_new) = (matching::classes(olds, &kept_old), matching::classes(news, &kept_new));
    for at in &matched.old {
        let is_repeated = is_any_of && stay_new.contains(&olds[*at].schema.class);
        let rule = if is_repeated { &rules::MEMBER_REPEATED } else { &rules::MEMBER_REMOVED };
        member(pair, rule, Some(old[*at]), None, olds[*at].schema);
    }
    for at in &matched.new {
        let is_repeated = is_any_of && stay_old.contains(&news[*at].schema.class);
        let rule = if is_repeated { &rules::MEMBER_REPEATED } else { &rules::MEMBER_ADDED };
        member(pair, rule, None, Some(new[*at]), news[*at].schema);
    }
}

/// A row about a member that came or went: at the union, since the schema itself may stay where it is.
fn member(
    pair: &mut Pair<'_>,
    rule: &'static Rule,
    old: Option<SchemaId>,
    new: Option<SchemaId>,
    schema: &Schema,
) {
    let was = old.map(|id| label(pair.old_contract, id));
    let is = new.map(|id| label(pair.new_contract, id));
    let (text, verb) = match (&was, &is) {
        (Some(was), _) => (was, "removed"),
        (None, Some(is)) => (is, "added"),
        (None, None) => return,
    };
    let message = format!("the member {text} was {verb}");
    let aspect = format!("member {text} {verb} {:?}", schema.documented);
    pair.row(rule, &aspect, was, is, message);
}

/// Schemas that hold besides, whose order means nothing. `not` is one of them that is turned round.
fn conditions(pair: &mut Pair<'_>, keyword: &str, old: &[SchemaId], new: &[SchemaId], turn: Turn) {
    if old.is_empty() && new.is_empty() {
        return;
    }
    let member = |contract, id: &SchemaId| Member { schema: Contract::schema(contract, *id), tag: None };
    let olds: Vec<_> = old.iter().map(|id| member(pair.old_contract, id)).collect();
    let news: Vec<_> = new.iter().map(|id| member(pair.new_contract, id)).collect();
    let mut matched = matching::members(&olds, &news);
    if keyword == "not"
        && let ([a], [b]) = (&*matched.old, &*matched.new)
    {
        matched.pairs.push((*a, *b));
        (matched.old, matched.new) = (Vec::new(), Vec::new());
    }
    let context = pair.context.below();
    for (a, b) in &matched.pairs {
        pair.child(turn, old[*a], new[*b], context);
    }
    for (rule, ids, left, verb) in [
        (&rules::CONDITION_REMOVED, old, &matched.old, "removed"),
        (&rules::CONDITION_ADDED, new, &matched.new, "added"),
    ] {
        for at in left {
            let contract = if verb == "added" { pair.new_contract } else { pair.old_contract };
            let text = label(contract, ids[*at]);
            let message = format!("the `{keyword}` of {text} was {verb}");
            let aspect = format!("{keyword} {text} {verb} {:?}", contract.schema(ids[*at]).documented);
            let (was, is) = if verb == "added" { (None, Some(text)) } else { (Some(text), None) };
            pair.row(rule, &aspect, was, is, message);
        }
    }
}

/// What became of a member of a union.
#[derive(Clone, Copy)]
enum Fate {
    /// It came or went.
    Alone,
    /// It is this one on the other side.
    With(SchemaId),
}

fn discriminator(
    pair: &mut Pair<'_>,
    old: Option<&Discriminator>,
    new: Option<&Discriminator>,
    counterpart: &dyn Fn(Option<SchemaId>, bool) -> Option<Fate>,
) {
    let name = |discriminator: &Discriminator| discriminator.property.to_string();
    let (a, b) = match (old, new) {
        (None, None) => return,
        (None, Some(new)) => {
            let message = format!("`{}` must now tell which form it is", new.property);
            return pair.row(&rules::DISCRIMINATOR_ADDED, "discriminator", None, Some(name(new)), message);
        }
        (Some(old), None) => {
            let message = format!("`{}` need no longer tell which form it is", old.property);
            return pair.row(&rules::DISCRIMINATOR_REMOVED, "discriminator", Some(name(old)), None, message);
        }
        (Some(old), Some(new)) => (old, new),
    };
    if a.property != b.property {
        let message = format!("`{}` told which form it is, now `{}` does", a.property, b.property);
        pair.row(&rules::DISCRIMINATOR_CHANGED, "discriminator", Some(name(a)), Some(name(b)), message);
    }
    let find = |discriminator: &Discriminator, value: &str| {
        let at = discriminator.mapping.binary_search_by(|(known, _)| (**known).cmp(value)).ok()?;
        Some(discriminator.mapping[at].1)
    };
    for (value, target) in &a.mapping {
        match find(b, value) {
            None if matches!(counterpart(*target, true), Some(Fate::Alone)) => {}
            None => {
                let message = format!("the tag \"{value}\" was removed");
                let aspect = format!("tag {value}");
                pair.row(&rules::TAG_REMOVED, &aspect, Some(value.to_string()), None, message);
            }
            Some(now) => tag_of_both(pair, value, *target, now, counterpart),
        }
    }
    for (value, target) in &b.mapping {
        let is_told = matches!(counterpart(*target, false), Some(Fate::Alone));
        if find(a, value).is_none() && !is_told {
            let message = format!("the tag \"{value}\" was added");
            pair.row(&rules::TAG_ADDED, &format!("tag {value}"), None, Some(value.to_string()), message);
        }
    }
}

fn tag_of_both(
    pair: &mut Pair<'_>,
    value: &str,
    was: Option<SchemaId>,
    is: Option<SchemaId>,
    counterpart: &dyn Fn(Option<SchemaId>, bool) -> Option<Fate>,
) {
    let (Some(old), Some(new)) = (was, is) else {
        if was.is_some() != is.is_some() {
            let message = format!("the tag \"{value}\" stands for a schema that the document does not have");
            pair.row(&rules::TAG_CHANGED, &format!("tag {value}"), None, None, message);
        }
        return;
    };
    let is_same = pair.old_contract.schema(old).class == pair.new_contract.schema(new).class;
    match counterpart(was, true) {
        Some(Fate::With(other)) if other == new || is_same => {}
        // An heir of a schema with a discriminator is reached by its tag only.
        None if !matches!(counterpart(is, false), Some(Fate::With(_))) => {
            let context = pair.context.below();
            pair.child(Turn::SAME, old, new, context);
        }
        _ if is_same => {}
        _ => {
            let (from, to) = (label(pair.old_contract, old), label(pair.new_contract, new));
            let message = format!("the tag \"{value}\" stood for {from}, now for {to}");
            pair.row(&rules::TAG_CHANGED, &format!("tag {value}"), Some(from), Some(to), message);
        }
    }
}

/// One side is a union and the other is not: the latter is held against the member that is most like it, and the
/// other members came or went. False if that tells nothing.
pub(super) fn wrapped(pair: &mut Pair<'_>, a: &Schema, b: &Schema) -> bool {
    let is_new = views::is_pure_union(pair.new_contract, b);
    let (contract, union, plain, of_plain) = if is_new {
        (pair.new_contract, b, a, pair.old_contract)
    } else {
        (pair.old_contract, a, b, pair.new_contract)
    };
    if plain.discriminator.is_some() || !views::members(plain).is_empty() {
        return false;
    }
    let ids = views::members(union);
    let Some((best, alike)) = ids
        .iter()
        .enumerate()
        .map(|(at, id)| (at, matching::alike(plain, contract.schema(*id))))
        .max_by_key(|(at, alike)| (*alike, std::cmp::Reverse(*at)))
    else {
        return false;
    };
    if alike == 0 {
        return false;
    }
    let context = Context { inner: true, ..pair.context };
    if is_new {
        pair.child(Turn::SAME, pair.old, ids[best], context);
    } else {
        pair.child(Turn::SAME, ids[best], pair.new, context);
    }
    let overlaps = |id: &&SchemaId| {
        views::overlap((of_plain, plain), (contract, contract.schema(**id))) == Overlap::Some
    };
    let overlapping = ids.iter().filter(overlaps);
    let is_member = ids.iter().any(|id| contract.schema(*id).class == plain.class);
    if !is_member && !union.one_of.is_empty() && overlapping.count() > 1 && union.discriminator.is_none() {
        let (rule, message) = if is_new {
            let message =
                "a value of before may fit several members of the `oneOf`, and must fit exactly one";
            (&rules::UNION_AMBIGUOUS, message)
        } else {
            let message = "a value may now fit what were several members of the `oneOf`";
            (&rules::UNION_DISSOLVED, message)
        };
        pair.row(rule, "union", None, None, message);
    }
    for (_, id) in ids.iter().enumerate().filter(|(at, _)| *at != best) {
        if is_new {
            member(pair, &rules::MEMBER_ADDED, None, Some(*id), contract.schema(*id));
        } else {
            member(pair, &rules::MEMBER_REMOVED, Some(*id), None, contract.schema(*id));
        }
    }
    true
}
