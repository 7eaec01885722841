//! Our extensions, the keys that start with `x-`.

use std::collections::HashMap;

use game_achievements_contract::source::{Entry, Node, Value};

use super::findings::Findings;
use super::rule::rules;
use super::survey::{Site, Spot, Survey, address};
use super::walk::{Shape, shape_below};

rules! {
    UNKNOWN = "unknown-extension", House,
        "an `x-` key is one of ours",
        "nothing reads others, so a misspelled one would say nothing";
    MISPLACED = "misplaced-extension", House,
        "an `x-` key stands where it means something",
        "nothing looks for it here";
    VALUE = "extension-value", House,
        "an `x-` key has a value of the right kind",
        "another value is read as if the key were not there";
}

/// An extension of ours: its name, where it may stand, and what its value is.
struct Extension {
    name: &'static str,
    places: &'static [Holder],
    value: Kind,
}

/// What an extension stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    Info,
    Operation,
    Parameter,
    Schema,
    /// Everything else that has keywords.
    Other,
}

impl Holder {
    fn words(self) -> &'static str {
        match self {
            Self::Info => "`info`",
            Self::Operation => "operations",
            Self::Parameter => "parameters",
            Self::Schema => "schemas",
            Self::Other => "anything else",
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Flag,
}

const EXTENSIONS: &[Extension] = &[
    Extension { name: "x-case-insensitive", places: &[Holder::Schema], value: Kind::Flag },
    Extension { name: "x-repeatable", places: &[Holder::Operation], value: Kind::Flag },
    Extension { name: "x-sensitive", places: &[Holder::Schema], value: Kind::Flag },
    Extension { name: "x-sent-by", places: &[Holder::Parameter], value: Kind::Text },
    Extension { name: "x-successor", places: &[Holder::Operation], value: Kind::Text },
    Extension {
        name: "x-undocumented",
        places: &[Holder::Operation, Holder::Parameter, Holder::Schema, Holder::Other],
        value: Kind::Flag,
    },
    Extension { name: "x-upstream-version", places: &[Holder::Info], value: Kind::Text },
];

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    if !findings.wants(&UNKNOWN) {
        return;
    }
    let holders = holders(survey);
    walk(survey.document.root(), Shape::Keywords, &mut |holder, entry| {
        let holder = holders.get(&address(holder)).copied().unwrap_or(Holder::Other);
        check_one(holder, entry, findings);
    });
    for site in &survey.schemas {
        if let Some(entry) = site.node.as_object().and_then(|schema| schema.entry("x-sensitive"))
            && !is_of_properties(survey, site)
        {
            findings
                .add(&MISPLACED, entry.position, "`x-sensitive` on what is no value of a property")
                .fix("move it to the schema of a property");
        }
        if let Some(entry) = site.node.as_object().and_then(|schema| schema.entry("x-case-insensitive"))
            && site.node.get("enum").is_none_or(|values| values.as_array().is_none())
        {
            findings
                .add(&MISPLACED, entry.position, "`x-case-insensitive` without an `enum`")
                .fix("move it to the schema that has the `enum`");
        }
    }
}

/// Whether a schema is that of a property, or of what one lists or refers to.
fn is_of_properties(survey: &Survey<'_>, site: &Site<'_>) -> bool {
    match site.spot {
        Spot::Component(_) | Spot::Property(_) => true,
        Spot::Items | Spot::MapValue => {
            site.parent.is_some_and(|parent| is_of_properties(survey, &survey.schemas[parent]))
        }
        Spot::Parameter(_) | Spot::Header | Spot::Body | Spot::Member | Spot::Not => false,
    }
}

fn holders(survey: &Survey<'_>) -> HashMap<usize, Holder> {
    let schemas = survey.schemas.iter().map(|site| (address(site.node), Holder::Schema));
    let parameters = survey.parameters.iter().map(|node| (address(node), Holder::Parameter));
    let operations = survey.operations.iter().map(|operation| (address(operation.node()), Holder::Operation));
    let info = survey.document.root().get("info").map(|info| (address(info), Holder::Info));
    schemas.chain(parameters).chain(operations).chain(info).collect()
}

fn check_one(holder: Holder, entry: &Entry, findings: &mut Findings<'_>) {
    let key = &*entry.key;
    let Some(extension) = EXTENSIONS.iter().find(|extension| extension.name == key) else {
        let known: Vec<String> = EXTENSIONS.iter().map(|extension| format!("`{}`", extension.name)).collect();
        findings
            .add(&UNKNOWN, entry.position, format!("`{key}` is no extension of ours"))
            .fix(format!("write one of {}, or a comment", known.join(", ")));
        return;
    };
    if !extension.places.contains(&holder) {
        let places: Vec<&str> = extension.places.iter().map(|place| place.words()).collect();
        findings
            .add(&MISPLACED, entry.position, format!("`{key}` means nothing here"))
            .fix(format!("it is for {}", places.join(" and ")));
        return;
    }
    let fits = match extension.value {
        Kind::Text => matches!(&entry.node.value, Value::String(text) if !text.is_empty()),
        Kind::Flag => matches!(entry.node.value, Value::Bool(_)),
    };
    if !fits {
        let expected = if extension.value == Kind::Text { "a text" } else { "`true` or `false`" };
        findings
            .add(
                &VALUE,
                entry.node.position,
                format!("`{key}` must be {expected}, this is {}", entry.node.kind()),
            )
            .fix(if extension.value == Kind::Text {
                "put it in quotes"
            } else {
                "write `true`, or leave it out"
            });
    }
}

/// Calls `found` with each extension and what holds it.
fn walk<'a>(node: &'a Node, shape: Shape, found: &mut impl FnMut(&'a Node, &'a Entry)) {
    match &node.value {
        Value::Array(elements) => {
            for element in elements {
                walk(element, shape.of_elements(), found);
            }
        }
        Value::Object(object) => {
            for entry in object {
                if shape == Shape::Keywords && entry.key.starts_with("x-") {
                    found(node, entry);
                } else if let Some(below) = shape_below(shape, &entry.key) {
                    walk(&entry.node, below, found);
                }
            }
        }
        _ => {}
    }
}
