//! What the document says and the generator's output no longer does.
//!
//! `adapt` takes these from the document before the generator drops or misreads them; `refine` and
//! `format` read them. Keys are Rust names, because that is what the generated code is searched by.

use std::collections::BTreeMap;

use game_achievements_contract::problem::Place;

/// The facts of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// `info.title`.
    pub title: String,
    /// `info.description`.
    pub description: Option<String>,
    /// `info.version`.
    pub version: String,
    /// The first server's address, without a slash at its end.
    pub server: Option<String>,
    /// The operations by the name of their method.
    pub operations: BTreeMap<String, Operation>,
    /// The named schemas by the name of their type.
    pub schemas: BTreeMap<String, Schema>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// `operationId` as the document has it.
    pub id: String,
    /// The pointer to it in the document as it was read.
    pub pointer: String,
    /// Where it stands, for problems.
    pub place: Option<Place>,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template as the document has it.
    pub path: String,
    /// The names in the path template, as Rust arguments, in order.
    pub path_arguments: Vec<String>,
    /// The resource that it belongs to.
    pub tag: Option<String>,
    /// What it does, in a line.
    pub summary: Option<String>,
    /// What it does, in full.
    pub description: Option<String>,
    /// The provider's page about it.
    pub docs: Option<String>,
    /// The parameters that are the caller's, by Rust name.
    pub parameters: Vec<Parameter>,
    /// Headers that the client sends by itself.
    pub sent_headers: Vec<SentHeader>,
    /// The request body.
    pub body: Option<Body>,
    /// What a successful answer carries.
    pub success: Success,
    /// Documented statuses that are neither success nor error, such as 304.
    pub other_statuses: Vec<String>,
    /// Documented errors: what they carry, and the statuses with it.
    pub errors: Vec<ErrorAnswer>,
    /// Whether the provider has deprecated it.
    pub deprecated: bool,
    /// Whether the document says that doing it twice does no harm.
    pub repeatable: bool,
    /// The `operationId` to use instead, if the document names one.
    pub successor: Option<String>,
}

/// A parameter that the caller gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name as a Rust argument or field.
    pub name: String,
    /// Its name in the request.
    pub wire: String,
    /// Where in the request it goes.
    pub location: Location,
    /// Whether the document requires it.
    pub required: bool,
    /// What it is for.
    pub description: Option<String>,
    /// Whether the provider has deprecated it.
    pub deprecated: bool,
}

/// Where in a request a parameter goes, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A part of the path.
    Path,
    /// A query parameter with one value.
    Query,
    /// A query parameter whose values are joined by commas.
    QueryCsv,
    /// A query parameter that is repeated for each value.
    QueryRepeated,
    /// A header.
    Header,
}

/// A header with a fixed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A request body in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Whether the document requires it.
    pub required: bool,
    /// What it is.
    pub description: Option<String>,
}

/// What a successful answer carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Success {
    /// Nothing.
    Empty,
    /// A JSON value.
    Json,
    /// Bytes of some other media type.
    Bytes,
}

/// Documented errors that carry the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorAnswer {
    /// The type of the body, if the document describes one.
    pub schema: Option<String>,
    /// The statuses: `404`, `5XX`, `default`.
    pub statuses: Vec<String>,
}

/// A named schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// What it is.
    pub description: Option<String>,
    /// Whether the provider has deprecated it.
    pub deprecated: bool,
    /// Whether a request can carry it.
    pub in_requests: bool,
    /// Whether an answer, an error included, can carry it.
    pub in_answers: bool,
    /// Its name in the document, if it has one there.
    pub component: Option<String>,
    /// Where it stands, for problems; `None` if it has no name in the document.
    pub place: Option<Place>,
    /// What it is made of.
    pub shape: Shape,
}

/// What a named schema is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An object.
    Object {
        /// The properties by their names in JSON.
        properties: BTreeMap<String, Property>,
        /// The name under which the generator is told of all others, if the document says that there are some.
        rest: Option<String>,
    },
    /// One of these texts.
    Enum {
        /// The values, in the order of the document.
        values: Vec<EnumValue>,
        /// Whether the provider does not mind the case of letters.
        case_insensitive: bool,
    },
    /// One of several schemas.
    Union(Union),
    /// Something else, left as the generator has it.
    Other,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// Its name in Rust.
    pub name: String,
    /// The text that stands for it.
    pub wire: String,
}

/// One of several schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Union {
    /// The property that tells which.
    pub tag: Option<String>,
    /// The members: the value of the tag where there is one, and the type.
    pub members: Vec<(Option<String>, String)>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// What it is.
    pub description: Option<String>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it can be null.
    pub nullable: bool,
    /// Whether the provider has deprecated it.
    pub deprecated: bool,
    /// Whether it is a secret, or has one in it.
    pub sensitive: bool,
}
