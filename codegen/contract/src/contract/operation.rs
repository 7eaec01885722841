//! Operations of the contract, and what they are made of.

use std::fmt;

use super::answer::{Answer, Header};
use super::docs::Documentation;
use super::print::Print;
use super::schema::SchemaId;
use super::service::{Security, Servers};
use crate::problem::Position;

/// One call that clients can make.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The method.
    pub method: Method,
    /// The path with unnamed variables: `/v1/apps/{}`.
    pub path: Box<str>,
    /// The path as written: `/v1/apps/{id}`. A label: not contract.
    pub template: Box<str>,
    /// What it belongs to: its first tag, else the first telling segment of its path. Not contract.
    pub resource: Box<str>,
    /// Sorted by location, then by place in the path or by name.
    pub parameters: Box<[Parameter]>,
    /// What a request carries.
    pub body: Option<Body>,
    /// The answers, sorted by status.
    pub answers: Box<[Answer]>,
    /// Ways to prove who calls; one is enough. None are needed if empty.
    pub security: Security,
    /// Where the service is.
    pub servers: Servers,
    /// Calls that the service makes in return.
    pub callbacks: Box<[Callback]>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What the document says about it to readers. Not contract.
    pub documentation: Documentation,
    /// Where it is written.
    pub origin: Origin,
    /// Equal for operations that mean the same on the wire.
    pub class: Print,
    /// Equal if all documentation is the same too.
    pub documented: Print,
}

impl Operation {
    /// `GET /v1/apps/{}`: what tells it from all others of its contract.
    pub fn key(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// `GET /v1/apps/{id}`: the key as its document writes it.
    pub fn title(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    /// The name that the document gives it. Not contract.
    pub fn id(&self) -> Option<&str> {
        self.documentation.text("operationId")
    }
}

/// The methods of OpenAPI 3.0, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the method of that name")]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
    Trace,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Options, Self::Trace];

    /// The key of a path item: `get`.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Head => "head",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Trace => "trace",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        })
    }
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// Into the path.
    Path,
    /// Behind the question mark.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
}

impl Location {
    /// The word of OpenAPI: `query`.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}

/// An argument of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it goes.
    pub location: Location,
    /// What it is called on the wire. Headers are in lower case. For a variable of the path this is its place
    /// there, `{1}` for the first, because its name is a label.
    pub key: Box<str>,
    /// What the document calls it.
    pub name: Box<str>,
    /// Whether every request has it.
    pub required: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether it may stand without a value.
    pub allow_empty: bool,
    /// How its value is written.
    pub value: Written,
    /// What the document says about it to readers. Not contract.
    pub documentation: Documentation,
    /// Where it is written.
    pub origin: Origin,
    /// Equal for parameters that mean the same on the wire.
    pub class: Print,
    /// Equal if all documentation is the same too.
    pub documented: Print,
}

/// How the value of a parameter or header is written.
#[derive(Clone, Debug)]
pub enum Written {
    /// By a style of OpenAPI.
    Styled {
        /// The style.
        style: Style,
        /// Whether each element stands for itself.
        explode: bool,
        /// Whether reserved characters stand as they are.
        allow_reserved: bool,
        /// The value.
        schema: SchemaId,
    },
    /// As a text of a media type.
    Content(Box<[Media]>),
}

/// The styles of OpenAPI 3.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the style of that name")]
pub enum Style {
    Form,
    Simple,
    Label,
    Matrix,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

impl Style {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Form,
        Self::Simple,
        Self::Label,
        Self::Matrix,
        Self::SpaceDelimited,
        Self::PipeDelimited,
        Self::DeepObject,
    ];

    /// The style that a parameter has if it names none.
    pub const fn default_of(location: Location) -> Self {
        match location {
            Location::Path | Location::Header => Self::Simple,
            Location::Query | Location::Cookie => Self::Form,
        }
    }

    /// Whether parameters of this style explode if they do not say.
    pub const fn explodes(self) -> bool {
        matches!(self, Self::Form)
    }

    /// The word of OpenAPI: `deepObject`.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
        }
    }
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether every request has one.
    pub required: bool,
    /// By media type, sorted.
    pub content: Box<[Media]>,
    /// What the document says about it to readers. Not contract.
    pub documentation: Documentation,
    /// Where it is written.
    pub origin: Origin,
    /// Equal for bodies that mean the same on the wire.
    pub class: Print,
    /// Equal if all documentation is the same too.
    pub documented: Print,
}

/// A body in one media type.
#[derive(Clone, Debug)]
pub struct Media {
    /// The media type in lower case, parameters included: `application/json`.
    pub media_type: Box<str>,
    /// The value.
    pub schema: SchemaId,
    /// How members of a form are written, sorted by name.
    pub encoding: Box<[Encoding]>,
    /// What the document says about it to readers: examples. Not contract.
    pub documentation: Documentation,
    /// Where it is written.
    pub origin: Origin,
    /// Equal for bodies that mean the same on the wire.
    pub class: Print,
    /// Equal if all documentation is the same too.
    pub documented: Print,
}

/// How one member of a form is written.
#[derive(Clone, Debug)]
pub struct Encoding {
    /// The member.
    pub property: Box<str>,
    /// Its media type, in lower case.
    pub content_type: Option<Box<str>>,
    /// Its headers.
    pub headers: Box<[Header]>,
    /// Its style.
    pub style: Style,
    /// Whether each element stands for itself.
    pub explode: bool,
    /// Whether reserved characters stand as they are.
    pub allow_reserved: bool,
    /// What the document says about it to readers. Not contract.
    pub documentation: Documentation,
    /// Where it is written.
    pub origin: Origin,
    /// Equal for encodings that mean the same on the wire.
    pub class: Print,
    /// Equal if all documentation is the same too.
    pub documented: Print,
}

/// Calls that the service makes to an address that it was given.
#[derive(Clone, Debug)]
pub struct Callback {
    /// What the document calls it. A label: not contract.
    pub label: Box<str>,
    /// The address: `{$request.body#/url}`.
    pub expression: Box<str>,
    /// The calls.
    pub operations: Box<[Operation]>,
    /// Where it is written.
    pub origin: Origin,
}

/// Where something is written.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The position in the file.
    pub position: Position,
    /// The pointer from the start of the document: `#/paths/~1pets/get`.
    pub pointer: Box<str>,
}
