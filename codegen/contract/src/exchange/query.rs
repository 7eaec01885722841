//! The parameters of a query: which pairs belong to which of them, and what value they have together.

use serde_json::{Map, Value as Json};

use super::percent::decoded_in_query;
use super::written::{Encoding, Malformed, Reader, Shape};
use crate::contract::{Contract, Style};

/// A name and a value of a query, or of a form.
#[derive(Debug)]
pub(super) struct Pair<'q> {
    /// The decoded name; what is no UTF-8 stands as it is written.
    pub(super) name: String,
    /// The encoded value.
    pub(super) value: &'q str,
    /// Whether a parameter has taken it.
    pub(super) taken: bool,
}

/// The pairs of an encoded query.
pub(super) fn pairs(query: &str) -> Vec<Pair<'_>> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Pair { name: decoded_in_query(name).unwrap_or_else(|| name.to_owned()), value, taken: false }
        })
        .collect()
}

/// A parameter of a query, or a member of a form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'c> {
    pub(super) name: &'c str,
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) schema: crate::contract::SchemaId,
}

/// What a query has of a parameter.
#[derive(Debug, PartialEq)]
pub(super) enum Given {
    /// Nothing.
    Missing,
    /// The name without a value.
    Empty,
    /// So many pairs, where one is wanted.
    Repeated(usize),
    /// What cannot be read.
    Malformed(Malformed),
    /// A value.
    Value(Json),
    /// A value, and what it is if encoded commas part elements as bare ones do.
    Either(Json, Json),
}

/// Takes the pairs of a parameter. `others` tells the names that belong to other parameters.
pub(super) fn take<'q>(
    contract: &Contract,
    wanted: Wanted<'_>,
    pairs: &mut [Pair<'q>],
    others: &dyn Fn(&str) -> bool,
) -> Given {
    let reader = Reader { contract, encoding: Encoding::Query };
    let shape = Shape::of(contract, wanted.schema);
    if shape.is_object() && wanted.style == Style::DeepObject {
        return deep_object(reader, &shape, wanted.name, pairs, others);
    }
    if shape.is_object() && wanted.explode {
        let belongs = |name: &str| !others(name) && (shape.property(name).is_some() || shape.is_open());
        let taken = take_if(pairs, belongs);
        if taken.is_empty() {
            return Given::Missing;
        }
        let raw = |pair: &(String, &'q str)| (encoded(&pair.0), pair.1);
        let members: Vec<(String, &str)> = taken.iter().map(raw).collect();
        return value(reader.members(&shape, members.iter().map(|(name, value)| (name.as_str(), *value))));
    }
    let taken = take_if(pairs, |name| name == wanted.name);
    match &*taken {
        [] => Given::Missing,
        [(_, "")] => Given::Empty,
        all if wanted.explode && shape.is_array() => {
            value(reader.elements(&shape, all.iter().map(|(_, value)| *value)))
        }
        [(_, raw)] => {
            let read =
                |raw: &str| reader.styled(wanted.style, wanted.explode, wanted.name, wanted.schema, raw);
            let exact = value(read(raw));
            let lenient = raw.replace("%2C", ",").replace("%2c", ",");
            match exact {
                Given::Value(exact) if shape.is_array() && lenient != *raw => match read(&lenient) {
                    Ok(lenient) => Given::Either(exact, lenient),
                    Err(_) => Given::Value(exact),
                },
                exact => exact,
            }
        }
        several => Given::Repeated(several.len()),
    }
}

fn value(read: Result<Json, Malformed>) -> Given {
    read.map_or_else(Given::Malformed, Given::Value)
}

fn take_if<'q>(pairs: &mut [Pair<'q>], belongs: impl Fn(&str) -> bool) -> Vec<(String, &'q str)> {
    let mut taken = Vec::new();
    for pair in pairs.iter_mut().filter(|pair| !pair.taken && belongs(&pair.name)) {
        pair.taken = true;
        taken.push((pair.name.clone(), pair.value));
    }
    taken
}

/// A decoded name, such that decoding gives it again.
fn encoded(name: &str) -> String {
    name.replace('%', "%25").replace('+', "%2B")
}

/// `filter[state]=on&filter[owner][id]=1`.
fn deep_object(
    reader: Reader<'_>,
    shape: &Shape<'_>,
    name: &str,
    pairs: &mut [Pair<'_>],
    others: &dyn Fn(&str) -> bool,
) -> Given {
    let is_below = |given: &str| given.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
    let taken = take_if(pairs, |given| is_below(given) && !others(given));
    if taken.is_empty() {
        return Given::Missing;
    }
    const WRONG: Given = Given::Malformed(Malformed("has brackets that do not match"));
    let mut object = Map::new();
    for (given, raw) in taken {
        let keys = given.strip_prefix(name).and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']'));
        let Some(keys) = keys else { return WRONG };
        let mut keys = keys.split("][");
        let Some(first) = keys.next() else { return WRONG };
        let rest: Vec<&str> = keys.collect();
        let Some(id) = shape.property(first).or(Some(crate::contract::SchemaId::ANY)) else { return WRONG };
        let Some((last, between)) = rest.split_last() else {
            match reader.scalar(id, raw) {
                Ok(value) => _ = object.insert(first.to_owned(), value),
                Err(malformed) => return Given::Malformed(malformed),
            }
            continue;
        };
        // OpenAPI leaves nested objects open; they are read as everybody writes them, without types.
        let Ok(value) = reader.scalar(crate::contract::SchemaId::ANY, raw) else { return WRONG };
        let mut inner = object.entry(first).or_insert_with(|| Json::Object(Map::new()));
        for key in between {
            let Json::Object(members) = inner else { return WRONG };
            inner = members.entry(*key).or_insert_with(|| Json::Object(Map::new()));
        }
        let Json::Object(members) = inner else { return WRONG };
        members.insert((*last).to_owned(), value);
    }
    Given::Value(Json::Object(object))
}
