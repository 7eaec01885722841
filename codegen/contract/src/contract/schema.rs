//! A schema of the contract.

use std::cmp::Ordering;
use std::fmt;

use serde_json::{Number, Value as Json};

use super::docs::Documentation;
use super::print::Print;
use crate::problem::Position;

/// A schema within its contract: [`Contract::schema`](super::Contract::schema) gives the schema.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub(crate) u32);

impl SchemaId {
    /// The schema that every value fits, where a document says nothing.
    pub const ANY: Self = Self(0);

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Debug for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// What values may stand in one place, as a canonical model: references and single-member `allOf`s are gone,
/// an `allOf` of several members is merged where that is possible, and what is left out is the default.
///
/// All parts hold at once: a value fits if it fits each.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The kinds of values; empty if any kind may stand here.
    pub types: Types,
    /// Whether `null` may stand here too.
    pub nullable: bool,
    /// The format, such as `date-time`.
    pub format: Option<Box<str>>,
    /// The only values, sorted; a `null` among them is told by `nullable` where that may be.
    pub values: Option<Box<[Json]>>,
    /// What a missing value stands for.
    pub default: Option<Box<Json>>,
    /// Bounds, sorted by kind; each kind stands once.
    pub limits: Box<[Limit]>,
    /// The regular expression that a text matches.
    pub pattern: Option<Box<str>>,
    /// Whether all elements of an array differ.
    pub unique_items: bool,
    /// The elements of an array.
    pub items: Option<SchemaId>,
    /// The named members of an object, sorted by name.
    pub properties: Box<[Property]>,
    /// The other members of an object.
    pub additional: Additional,
    /// A value fits exactly one of these, unless there are none.
    pub one_of: Box<[SchemaId]>,
    /// A value fits at least one of these, unless there are none.
    pub any_of: Box<[SchemaId]>,
    /// A value fits all of these: members of an `allOf` that cannot be merged.
    pub all_of: Box<[SchemaId]>,
    /// A value does not fit this.
    pub not: Option<SchemaId>,
    /// The member that tells which schema an object has.
    pub discriminator: Option<Box<Discriminator>>,
    /// Whether only answers carry it.
    pub read_only: bool,
    /// Whether only requests carry it.
    pub write_only: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// How XML writes it.
    pub xml: Option<Box<Json>>,
    /// Whether the document says that other members are meant to be there. Not contract: they may be in any case.
    pub open: bool,

    /// The component that it is. A label: not contract.
    pub name: Option<Box<str>>,
    /// What the document says about it to readers. Not contract.
    pub documentation: Documentation,
    /// Where it is written.
    pub origin: SchemaOrigin,
    /// The schemas that it was merged from; one, if it is that schema with other documentation.
    pub parts: Box<[SchemaId]>,
    /// Equal for schemas that mean the same on the wire, in any two contracts.
    pub class: Print,
    /// Equal if, besides, the documentation of everything below is the same.
    pub shape: Print,
    /// Equal if, besides, its own documentation is the same.
    pub documented: Print,
}

impl Schema {
    /// Whether any value fits.
    pub fn is_any(&self) -> bool {
        self.types.is_empty()
            && self.values.is_none()
            && self.limits.is_empty()
            && self.pattern.is_none()
            && self.format.is_none()
            && !self.unique_items
            && self.items.is_none()
            && self.properties.is_empty()
            && self.additional == Additional::Any
            && self.one_of.is_empty()
            && self.any_of.is_empty()
            && self.all_of.is_empty()
            && self.not.is_none()
            && self.discriminator.is_none()
    }

    /// Whether any value fits, and nothing else is said of it on the wire.
    pub(crate) fn is_plainly_any(&self) -> bool {
        self.is_any()
            && self.default.is_none()
            && self.xml.is_none()
            && !(self.read_only || self.write_only || self.deprecated)
    }

    /// The named member of an object.
    pub fn property(&self, name: &str) -> Option<&Property> {
        let at = self.properties.binary_search_by(|property| (*property.name).cmp(name)).ok()?;
        Some(&self.properties[at])
    }

    /// A bound.
    pub fn limit(&self, kind: LimitKind) -> Option<&Limit> {
        self.limits.iter().find(|limit| limit.kind == kind)
    }

    /// The schemas directly below, each with how it is reached. The order is that of the fields.
    pub fn children(&self) -> impl Iterator<Item = (Step<'_>, SchemaId)> {
        let additional = match self.additional {
            Additional::Schema(id) => Some((Step::Additional, id)),
            Additional::Any | Additional::None => None,
        };
        let mapping = self.discriminator.iter().flat_map(|discriminator| discriminator.mapping.iter());
        let group = |ids: &'_ [SchemaId], step: fn(usize) -> Step<'static>| {
            ids.iter().enumerate().map(move |(at, id)| (step(at), *id)).collect::<Vec<_>>()
        };
        self.items
            .map(|id| (Step::Items, id))
            .into_iter()
            .chain(self.properties.iter().map(|property| (Step::Property(&property.name), property.schema)))
            .chain(additional)
            .chain(group(&self.one_of, Step::OneOf))
            .chain(group(&self.any_of, Step::AnyOf))
            .chain(group(&self.all_of, Step::AllOf))
            .chain(self.not.map(|id| (Step::Not, id)))
            .chain(mapping.filter_map(|(value, id)| Some((Step::Mapping(value), (*id)?))))
    }
}

/// How a schema is reached from the one that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The elements of an array.
    Items,
    /// A named member of an object.
    Property(&'a str),
    /// The other members of an object.
    Additional,
    /// A member of a `oneOf`.
    OneOf(usize),
    /// A member of an `anyOf`.
    AnyOf(usize),
    /// A member of an `allOf`.
    AllOf(usize),
    /// What a value must not be.
    Not,
    /// What a value of the discriminator stands for.
    Mapping(&'a str),
}

/// A set of types. `number` includes `integer`.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Types(u8);

impl Types {
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(1);
    /// Mappings.
    pub const OBJECT: Self = Self(2);
    /// Sequences.
    pub const ARRAY: Self = Self(4);
    /// Whole numbers.
    pub const INTEGER: Self = Self(8);
    /// All numbers.
    pub const NUMBER: Self = Self(16 | 8);
    /// Texts.
    pub const STRING: Self = Self(32);

    const NAMES: [(&'static str, Self); 6] = [
        ("boolean", Self::BOOLEAN),
        ("object", Self::OBJECT),
        ("array", Self::ARRAY),
        ("number", Self::NUMBER),
        ("integer", Self::INTEGER),
        ("string", Self::STRING),
    ];

    /// The type of that name in OpenAPI.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, types)| *types)
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `other` is in it.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The names in OpenAPI; `integer` is left out beside `number`.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES
            .into_iter()
            .filter(move |(name, types)| {
                self.contains(*types) && !(*name == "integer" && self.contains(Self::NUMBER))
            })
            .map(|(name, _)| name)
    }

    pub(crate) const fn bits(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Types {
    /// `string`, `integer or string`, or `any` for the empty set.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("any");
        }
        for (at, name) in self.names().enumerate() {
            write!(f, "{}{name}", if at == 0 { "" } else { " or " })?;
        }
        Ok(())
    }
}

impl fmt::Debug for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A named member of an object.
#[derive(Clone, Debug)]
pub struct Property {
    /// The name on the wire.
    pub name: Box<str>,
    /// Whether every object has it.
    pub required: bool,
    /// Its value.
    pub schema: SchemaId,
    /// Where it is declared.
    pub position: Position,
}

/// What an object may hold besides its named members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Additional {
    /// Anything.
    #[default]
    Any,
    /// Nothing.
    None,
    /// Values of this schema.
    Schema(SchemaId),
}

/// A bound on values.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// What is bounded.
    pub kind: LimitKind,
    /// The bound.
    pub value: Number,
    /// Whether the bound itself is outside. Only for `minimum` and `maximum`.
    pub exclusive: bool,
}

impl Limit {
    /// Compares two bounds of one kind: the greater lets fewer values through. A greater `multipleOf` counts as
    /// tighter, which is true for multiples of each other.
    pub fn tightness(&self, other: &Self) -> Ordering {
        let size = |limit: &Self| limit.value.as_f64().unwrap_or(0.0);
        let exact = match (self.value.as_i64(), other.value.as_i64()) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => size(self).total_cmp(&size(other)),
        };
        let by_value = match self.kind {
            LimitKind::Minimum
            | LimitKind::MultipleOf
            | LimitKind::MinLength
            | LimitKind::MinItems
            | LimitKind::MinProperties => exact,
            LimitKind::Maximum | LimitKind::MaxLength | LimitKind::MaxItems | LimitKind::MaxProperties => {
                exact.reverse()
            }
        };
        by_value.then(self.exclusive.cmp(&other.exclusive))
    }
}

/// The bounds of OpenAPI 3.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the keyword of that name")]
pub enum LimitKind {
    Minimum,
    Maximum,
    MultipleOf,
    MinLength,
    MaxLength,
    MinItems,
    MaxItems,
    MinProperties,
    MaxProperties,
}

impl LimitKind {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::Minimum,
        Self::Maximum,
        Self::MultipleOf,
        Self::MinLength,
        Self::MaxLength,
        Self::MinItems,
        Self::MaxItems,
        Self::MinProperties,
        Self::MaxProperties,
    ];

    /// The keyword.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MultipleOf => "multipleOf",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
        }
    }
}

/// The member of an object that tells which schema the object has.
#[derive(Clone, Debug, PartialEq)]
pub struct Discriminator {
    /// The name of the member.
    pub property: Box<str>,
    /// Its values with what they stand for, sorted; also those that OpenAPI derives from component names.
    /// `None` where the document names a schema that it does not have.
    pub mapping: Box<[(Box<str>, Option<SchemaId>)]>,
}

/// Where a schema is written.
#[derive(Clone, Debug)]
pub struct SchemaOrigin {
    /// The position in the file.
    pub position: Position,
    /// The schema that it is written in, if any.
    pub parent: Option<SchemaId>,
    /// The pointer, from the parent or from the start of the document (`#/components/schemas/Pet`).
    pub pointer: Box<str>,
}

impl Default for SchemaOrigin {
    fn default() -> Self {
        Self { position: Position::START, parent: None, pointer: "#".into() }
    }
}
