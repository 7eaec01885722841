//! Values of parameters and headers, read from the text that their style makes of them.

use std::collections::HashSet;

use serde_json::{Map, Number, Value as Json};

use super::percent::{decoded, decoded_in_query};
use super::value::{Direction, check};
use crate::contract::{Additional, Contract, Schema, SchemaId, Style, Types};

/// How the characters of a text are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Percent-encoded.
    Path,
    /// Percent-encoded, and `+` is a space.
    Query,
    /// As they are.
    Plain,
}

impl Encoding {
    fn decode(self, raw: &str) -> Result<String, Malformed> {
        match self {
            Self::Path => decoded(raw),
            Self::Query => decoded_in_query(raw),
            Self::Plain => Some(raw.to_owned()),
        }
        .ok_or(Malformed("is no UTF-8"))
    }
}

/// Why a text cannot be read: what the parameter or header "…".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed(pub(super) &'static str);

/// What a schema lets through, with the members of its groups taken together.
#[derive(Debug, Default)]
pub(super) struct Shape<'c> {
    schemas: Vec<&'c Schema>,
}

impl<'c> Shape<'c> {
    pub(super) fn of(contract: &'c Contract, id: SchemaId) -> Self {
        let (mut queue, mut seen, mut schemas) = (vec![id], HashSet::new(), Vec::new());
        while let Some(id) = queue.pop() {
            if seen.insert(id) {
                let schema = contract.schema(id);
                queue.extend(schema.one_of.iter().chain(&schema.any_of).chain(&schema.all_of));
                schemas.push(schema);
            }
        }
        Self { schemas }
    }

    fn types(&self) -> Types {
        self.schemas.iter().fold(Types::default(), |types, schema| types.union(schema.types))
    }

    /// Whether it is a list, as far as its text goes.
    pub(super) fn is_array(&self) -> bool {
        self.types().contains(Types::ARRAY)
    }

    /// Whether it is an object, as far as its text goes.
    pub(super) fn is_object(&self) -> bool {
        self.types().contains(Types::OBJECT) && !self.is_array()
    }

    fn items(&self) -> SchemaId {
        self.schemas.iter().find_map(|schema| schema.items).unwrap_or(SchemaId::ANY)
    }

    /// The schema of a member that is named.
    pub(super) fn property(&self, name: &str) -> Option<SchemaId> {
        self.schemas.iter().find_map(|schema| Some(schema.property(name)?.schema))
    }

    /// Whether other members are meant to be there.
    pub(super) fn is_open(&self) -> bool {
        self.schemas.iter().any(|schema| {
            schema.open
                || (schema.types.contains(Types::OBJECT)
                    && schema.properties.is_empty()
                    && schema.additional != Additional::None)
        })
    }

    fn member(&self, name: &str) -> SchemaId {
        let additional = || {
            self.schemas.iter().find_map(|schema| match schema.additional {
                Additional::Schema(id) => Some(id),
                Additional::Any | Additional::None => None,
            })
        };
        self.property(name).or_else(additional).unwrap_or(SchemaId::ANY)
    }
}

/// Reads text as the schemas of a contract say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'c> {
    pub(super) contract: &'c Contract,
    pub(super) encoding: Encoding,
}

impl Reader<'_> {
    /// A single value.
    pub(super) fn scalar(self, id: SchemaId, raw: &str) -> Result<Json, Malformed> {
        Ok(self.typed(id, self.encoding.decode(raw)?))
    }

    /// A list of single values, each in a text of its own.
    pub(super) fn elements<'r>(
        self,
        shape: &Shape<'_>,
        raw: impl IntoIterator<Item = &'r str>,
    ) -> Result<Json, Malformed> {
        let items = shape.items();
        raw.into_iter().map(|raw| self.scalar(items, raw)).collect::<Result<Vec<_>, _>>().map(Json::Array)
    }

    /// An object from names and values.
    pub(super) fn members<'r>(
        self,
        shape: &Shape<'_>,
        pairs: impl IntoIterator<Item = (&'r str, &'r str)>,
    ) -> Result<Json, Malformed> {
        let mut members = Map::new();
        for (name, raw) in pairs {
            let name = self.encoding.decode(name)?;
            let value = self.scalar(shape.member(&name), raw)?;
            members.insert(name, value);
        }
        Ok(Json::Object(members))
    }

    /// A value of a style that stands in one piece of text.
    ///
    /// `name` is what `matrix` repeats.
    pub(super) fn styled(
        self,
        style: Style,
        explode: bool,
        name: &str,
        id: SchemaId,
        raw: &str,
    ) -> Result<Json, Malformed> {
        let shape = Shape::of(self.contract, id);
        let (text, between) = match style {
            Style::Label => {
                let text =
                    raw.strip_prefix('.').ok_or(Malformed("has no `.` in front, which `label` wants"))?;
                (text.to_owned(), if explode || !text.contains(',') { '.' } else { ',' })
            }
            Style::Matrix => (matrix(name, explode, &shape, raw)?, if explode { ';' } else { ',' }),
            Style::SpaceDelimited => (raw.replace("%20", " ").replace('+', " "), ' '),
            Style::PipeDelimited => (raw.replace("%7C", "|").replace("%7c", "|"), '|'),
            Style::Form | Style::Simple | Style::DeepObject => (raw.to_owned(), ','),
        };
        // Elements in headers have spaces around them.
        let trim = |part: &str| -> String {
            if self.encoding == Encoding::Plain { part.trim().to_owned() } else { part.to_owned() }
        };
        let parts: Vec<String> = text.split(between).map(trim).collect();
        if shape.is_array() {
            return self.elements(&shape, parts.iter().map(String::as_str));
        }
        if !shape.is_object() {
            return self.scalar(id, &text);
        }
        if explode {
            let pairs: Option<Vec<_>> = parts.iter().map(|part| part.split_once('=')).collect();
            return self.members(&shape, pairs.ok_or(Malformed("has no `=` between a name and its value"))?);
        }
        let pairs: Option<Vec<_>> = parts
            .chunks(2)
            .map(|pair| match pair {
                [name, value] => Some((name.as_str(), value.as_str())),
                _ => None,
            })
            .collect();
        self.members(&shape, pairs.ok_or(Malformed("has a name without a value"))?)
    }

    /// The value that a text stands for: a number or a boolean where the schema wants one, else a text.
    fn typed(self, id: SchemaId, text: String) -> Json {
        let types = Shape::of(self.contract, id).types();
        let number = || text.parse::<Number>().ok().map(Json::Number);
        let other = match &*text {
            "true" | "false" if types.contains(Types::BOOLEAN) => Some(Json::Bool(text == "true")),
            _ if types.contains(Types::INTEGER) => number(),
            // An enum of numbers need not say that it is one.
            _ if types.is_empty() => number().filter(|number| {
                self.contract.schema(id).values.as_ref().is_some_and(|values| values.contains(number))
            }),
            _ => None,
        };
        let Some(other) = other else { return Json::String(text) };
        let string = Json::String(text);
        let may_be_text = types.contains(Types::STRING);
        if may_be_text && check(self.contract, id, &string, Direction::Request).is_empty() {
            string
        } else {
            other
        }
    }
}

/// The text behind `;name=`; exploded lists repeat that, and exploded objects have each member behind a `;`.
fn matrix(name: &str, explode: bool, shape: &Shape<'_>, raw: &str) -> Result<String, Malformed> {
    const WRONG: Malformed = Malformed("does not start with `;` and its name, which `matrix` wants");
    let behind = raw.strip_prefix(';').ok_or(WRONG)?;
    let value = |part: &str| -> Result<String, Malformed> {
        let value = part.strip_prefix(name).ok_or(WRONG)?;
        Ok(value.strip_prefix('=').unwrap_or(value).to_owned())
    };
    match (explode, shape.is_object(), shape.is_array()) {
        (true, true, _) => Ok(behind.to_owned()),
        (true, _, true) => Ok(behind.split(';').map(value).collect::<Result<Vec<_>, _>>()?.join(";")),
        _ => value(behind),
    }
}
