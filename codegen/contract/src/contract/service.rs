//! Who may call, and where.

use super::docs::Documentation;
use super::operation::Origin;
use super::print::Print;

/// Ways to prove who calls.
#[derive(Clone, Debug)]
pub struct Security {
    /// One of these is enough; sorted. Empty if nothing is needed; an empty one among others makes them optional.
    pub alternatives: Box<[Requirement]>,
    /// Where it is written: at the operation, or for all of them.
    pub origin: Origin,
    /// Equal for security that means the same on the wire.
    pub class: Print,
    /// Equal if all documentation is the same too.
    pub documented: Print,
}

/// Schemes that hold together, sorted.
pub type Requirement = Box<[Demand]>;

/// A scheme, and what it must grant.
#[derive(Clone, Debug)]
pub struct Demand {
    /// The component that the scheme is. A label: not contract.
    pub label: Box<str>,
    /// What the scheme is, by keyword, sorted: `type` = `apiKey`, `in` = `header`.
    pub scheme: Box<[(Box<str>, Box<str>)]>,
    /// The scopes that it must grant, sorted.
    pub scopes: Box<[Box<str>]>,
    /// What the document says about the scheme to readers. Not contract.
    pub documentation: Documentation,
    /// Where the scheme is written.
    pub origin: Origin,
}

/// Where a service is.
#[derive(Clone, Debug)]
pub struct Servers {
    /// The first is the one to use; the others are sorted.
    pub servers: Box<[Server]>,
    /// Where they are written.
    pub origin: Origin,
    /// Equal for servers that mean the same on the wire.
    pub class: Print,
    /// Equal if all documentation is the same too.
    pub documented: Print,
}

/// A base address.
#[derive(Clone, Debug)]
pub struct Server {
    /// The address, perhaps with variables.
    pub url: Box<str>,
    /// Its variables, sorted by name.
    pub variables: Box<[ServerVariable]>,
    /// What the document says about it to readers. Not contract.
    pub documentation: Documentation,
    /// Where it is written.
    pub origin: Origin,
}

/// A variable in a base address.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// Its name in the address.
    pub name: Box<str>,
    /// What it is if the client does not say.
    pub default: Box<str>,
    /// The only values, sorted.
    pub values: Option<Box<[Box<str>]>>,
    /// What the document says about it to readers. Not contract.
    pub documentation: Documentation,
}
