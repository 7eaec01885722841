//! The contract as text: one block per operation and per schema that stands in more than one place.
//!
//! ```text
//! GET /v1/apps/{id} (read_app)
//!   # Reads an app.
//!   path id: string
//!   query fields[apps]? [form, not exploded]: array of string enum "name" | "sku"
//!   200 application/json: <AppResponse>  # One app.
//! ```
//!
//! `?` marks what may be missing, `<…>` names a schema that has a block of its own, `#` starts documentation. Every
//! word that is not documentation or a label is contract, and all of the contract is there.

mod operation;
mod plan;
mod schema;
mod words;

use std::fmt;

use super::{Contract, SchemaId};
use plan::Plan;

/// The contract as text, in sections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What holds for all, then the resources by name, then what several of them share.
    pub sections: Vec<Section>,
}

/// A part of the text that is reviewed as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What the section is about.
    pub kind: SectionKind,
    /// The resource, or a title.
    pub resource: String,
    /// Its lines, each ended by a line break.
    pub text: String,
}

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// The document as a whole: title, servers, security.
    About,
    /// The operations of a resource, and the schemas that only they use.
    Resource,
    /// Schemas that operations of several resources use.
    Shared,
}

impl fmt::Display for Text {
    /// All sections, each under its heading.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, section) in self.sections.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            writeln!(f, "{gap}== {} ==\n", section.resource)?;
            f.write_str(&section.text)?;
        }
        Ok(())
    }
}

/// Collects lines.
struct Writer<'c> {
    contract: &'c Contract,
    plan: Plan<'c>,
    /// Whether to write what is only a name.
    labels: bool,
    out: String,
    /// Schemas too deep to stand where they are used.
    deferred: Vec<SchemaId>,
    /// What most operations have, told once for all.
    common: operation::Common<'c>,
}

pub(super) fn write(contract: &Contract, labels: bool) -> Text {
    let plan = Plan::new(contract);
    let common = operation::Common::of(contract);
    let mut writer = Writer { contract, plan, labels, out: String::new(), deferred: Vec::new(), common };
    let mut sections = Vec::new();
    writer.about();
    sections.push(writer.section(SectionKind::About, "About"));
    let mut resources: Vec<&str> = contract.operations.iter().map(|operation| &*operation.resource).collect();
    resources.sort_unstable();
    resources.dedup();
    for resource in resources {
        for operation in contract.operations.iter().filter(|operation| &*operation.resource == resource) {
            writer.operation(operation, 0);
            writer.gap();
        }
        writer.blocks(Some(resource));
        sections.push(writer.section(SectionKind::Resource, resource));
    }
    writer.blocks(None);
    if !writer.out.is_empty() {
        sections.push(writer.section(SectionKind::Shared, "Shared schemas"));
    }
    Text { sections }
}

impl Writer<'_> {
    fn section(&mut self, kind: SectionKind, resource: &str) -> Section {
        let text = std::mem::take(&mut self.out);
        Section { kind, resource: resource.to_owned(), text: format!("{}\n", text.trim_end()) }
    }

    /// The blocks of a resource, or those that several resources share.
    fn blocks(&mut self, resource: Option<&str>) {
        for id in self.plan.blocks_of(resource) {
            self.block(id);
        }
        while let Some(id) = self.deferred.pop() {
            self.block(id);
        }
    }

    fn gap(&mut self) {
        self.out.push('\n');
    }

    fn line(&mut self, indent: usize, line: &str) {
        for _ in 0..indent {
            self.out.push_str("  ");
        }
        for c in line.trim_end().chars() {
            // Nothing in a document may break a line of the text.
            if c.is_control() { self.out.extend(c.escape_default()) } else { self.out.push(c) }
        }
        self.out.push('\n');
    }
}
