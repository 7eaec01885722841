//! Unions: how a value tells which member it is.

use std::collections::{BTreeMap, HashMap, HashSet};

use game_achievements_contract::document::Document;
use game_achievements_contract::problem::Position;
use game_achievements_contract::source::{Entry, Node};

use super::findings::Findings;
use super::kinds::{Kind, each_part, keyword, properties, required, texts};
use super::rule::rules;
use super::survey::{Site, Spot, Survey, address, elements, members, position_of, text};

rules! {
    MIXED = "union-mixed", Generation,
        "a schema is one union, or something else",
        "a Rust enum has either the members of the union or a shape of its own, and the other half would be lost";
    CONDITION = "union-condition", Meaning,
        "which properties must be there does not depend on others",
        "no Rust type can hold such a condition, so it is dropped and nothing sees to it";
    ANY_OF_SCALARS = "any-of-scalars", House,
        "scalars are joined by `oneOf`",
        "the generator makes `anyOf` a struct that can be neither read nor written";
    ANY_OF_OBJECTS = "any-of-objects", Meaning,
        "objects are joined by `oneOf`",
        "`anyOf` is read as `oneOf`: of a value that fits two members, what only the second has is lost";
    MAPPING_MISSING = "discriminator-mapping-missing", House,
        "a discriminator has a `mapping` with every member",
        "what is not mapped goes by the name of its component, which is ours and not the service's";
    MAPPING_MEMBER = "discriminator-mapping-member", Meaning,
        "a `mapping` leads to members of the union",
        "a value of any other schema does not fit the union";
    PROPERTY_MISSING = "discriminator-property-missing", Meaning,
        "each member of a union with a discriminator requires the property that tells",
        "a value without it could be written, but not read";
    TAG_MISMATCH = "discriminator-tag-mismatch", Meaning,
        "the property that tells can have the values that the `mapping` gives the member",
        "a value that is mapped here would not fit the member";
    TAG_CLASH = "discriminator-tag-clash", Meaning,
        "no two members of a union have the same value in the property that tells",
        "nothing tells the two apart, so the first one would be tried first";
    MEMBER_INLINE = "discriminator-member-inline", Meaning,
        "the members of a union with a discriminator are components",
        "OpenAPI maps values to components only, so the discriminator says nothing about this member";
    WITHOUT_UNION = "discriminator-without-union", Meaning,
        "a discriminator stands beside a `oneOf`",
        "without one, values are read as this schema alone, and what its heirs add is lost";
    SHADOWED = "one-of-shadowed", Meaning,
        "each member of a union can be told from those before it",
        "members are tried in turn, and the earlier one takes every value of the later one";
}

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    for site in &survey.schemas {
        if condition(site.node, findings) || mixed(survey.document, site.node, findings) {
            continue;
        }
        any_of(survey.document, site, findings);
        let keyword = if site.node.get("oneOf").is_some() { "oneOf" } else { "anyOf" };
        let members = elements(site.node, keyword);
        match site.node.get("discriminator") {
            Some(discriminator) if members.is_empty() => without_union(site, discriminator, findings),
            Some(discriminator) => tagged(survey.document, discriminator, members, findings),
            None => untagged(survey.document, members, findings),
        }
    }
}

/// A union that is joined with something that has a shape, by standing in one schema or by `allOf`.
fn mixed(document: &Document, schema: &Node, findings: &mut Findings<'_>) -> bool {
    if !["allOf", "anyOf", "oneOf"].iter().any(|key| schema.get(key).is_some()) {
        return false;
    }
    let mut unions: Vec<Position> = Vec::new();
    let mut shape: Option<&Entry> = None;
    each_part(document, schema, |part| {
        for entry in part.as_object().into_iter().flatten() {
            match &*entry.key {
                "oneOf" | "anyOf"
                    if entry.node.as_array().is_some_and(|all| all.len() > 1 && !is_condition(all)) =>
                {
                    unions.push(entry.position);
                }
                "additionalProperties" | "enum" | "items" | "properties"
                    if entry.node.as_bool().is_none() =>
                {
                    shape = shape.or(Some(entry));
                }
                _ => {}
            }
        }
    });
    let fix = "write the common properties into each member of the union, or leave one of the two out";
    match (unions.as_slice(), shape) {
        ([union, ..], Some(shape)) => {
            findings
                .add(&MIXED, *union, format!("a union that has `{}` as well", shape.key))
                .related(shape.position, "what stands beside the union")
                .fix(fix);
        }
        ([first, second, ..], None) => {
            findings
                .add(&MIXED, *second, "two unions in one schema")
                .related(*first, "the other one")
                .fix("write one union with all members that are meant");
        }
        _ => return false,
    }
    true
}

/// A union whose members only say which properties must be there.
fn condition(schema: &Node, findings: &mut Findings<'_>) -> bool {
    let Some(keyword) =
        ["anyOf", "oneOf"].into_iter().find(|keyword| is_condition(elements(schema, keyword)))
    else {
        return false;
    };
    findings
        .add(&CONDITION, position_of(schema, keyword), format!("a condition written as `{keyword}`"))
        .fix("say it in the `description`, and require what is always there");
    true
}

fn is_condition(members: &[Node]) -> bool {
    let said = ["description", "not", "required", "title"];
    let condition = |member: &Node| {
        member.as_object().is_some_and(|member| {
            member.iter().all(|entry| said.contains(&&*entry.key))
                && member.iter().any(|entry| matches!(&*entry.key, "not" | "required"))
        })
    };
    !members.is_empty() && members.iter().all(condition)
}

fn any_of(document: &Document, site: &Site<'_>, findings: &mut Findings<'_>) {
    let members = elements(site.node, "anyOf");
    if members.len() < 2 {
        return;
    }
    let objects = members.iter().filter(|member| Kind::of(document, member) == Kind::Object).count();
    let position = position_of(site.node, "anyOf");
    if objects > 1 {
        findings.add(&ANY_OF_OBJECTS, position, "objects joined by `anyOf`").fix("write `oneOf`");
    } else {
        findings.add(&ANY_OF_SCALARS, position, "schemas joined by `anyOf`").fix("write `oneOf`");
    }
}

fn without_union(site: &Site<'_>, discriminator: &Node, findings: &mut Findings<'_>) {
    // An empty `oneOf` is told by the contract.
    if site.node.get("oneOf").is_some() || site.node.get("anyOf").is_some() {
        return;
    }
    let whose = match site.spot {
        Spot::Component(entry) => format!("`{}` has", entry.key),
        _ => "a schema has".to_owned(),
    };
    findings
        .add(
            &WITHOUT_UNION,
            position_of(site.node, "discriminator"),
            format!("{whose} a discriminator, but no `oneOf`"),
        )
        .related(discriminator.position, "the discriminator")
        .fix("write a union of the heirs with `oneOf` and the discriminator, and refer to that");
}

/// A member of a union with a discriminator.
struct Member<'a> {
    node: &'a Node,
    name: &'a str,
    /// The values that the mapping gives it.
    mapped: Vec<&'a str>,
    /// The values that the property that tells can have, if it is limited to some.
    own: Option<Vec<&'a str>>,
}

fn tagged(document: &Document, discriminator: &Node, members: &[Node], findings: &mut Findings<'_>) {
    let Some(tag) = text(discriminator, "propertyName") else { return };
    let addresses: HashSet<usize> = members.iter().map(|member| address(document.resolve(member))).collect();
    let mut mapped: HashMap<usize, Vec<&str>> = HashMap::new();
    for entry in self::members(discriminator, "mapping") {
        // A target that does not exist is told by the contract.
        let Some(target) = entry.node.as_str().and_then(|target| schema(document, target)) else { continue };
        let target = address(document.resolve(target));
        mapped.entry(target).or_default().push(&entry.key);
        if !addresses.contains(&target) {
            findings
                .add(
                    &MAPPING_MEMBER,
                    entry.node.position,
                    format!("`{}` is mapped to what is no member of the union", entry.key),
                )
                .fix("add it to the `oneOf`, or remove it from the `mapping`");
        }
    }
    let mut found: Vec<Member<'_>> = Vec::new();
    for member in members {
        let Some(name) = document.component_name(member) else {
            findings
                .add(&MEMBER_INLINE, member.position, "an inline member of a union with a discriminator")
                .fix("make it a component and refer to it with a `$ref`");
            continue;
        };
        let node = document.resolve(member);
        let own = property(document, node, tag).and_then(|property| texts(document, property));
        let mapped = mapped.remove(&address(node)).unwrap_or_default();
        found.push(Member { node: member, name, mapped, own });
        if let Some(message) = lacks(document, node, name, tag) {
            findings
                .add(&PROPERTY_MISSING, member.position, message)
                .related(node.position, format!("`{name}`"))
                .fix(format!("add `{tag}` to its `properties` and to `required`"));
        }
    }
    values(discriminator, &found, findings);
}

/// The schema that a mapping names.
fn schema<'a>(document: &'a Document, target: &str) -> Option<&'a Node> {
    document.pointer(target).or_else(|| document.pointer(&format!("#/components/schemas/{target}")))
}

fn property<'a>(document: &'a Document, schema: &'a Node, name: &str) -> Option<&'a Node> {
    properties(document, schema)
        .into_iter()
        .find(|property| &*property.key == name)
        .map(|property| &property.node)
}

fn lacks(document: &Document, schema: &Node, name: &str, tag: &str) -> Option<String> {
    // What a union inside a union has is for the inner one to say.
    if Kind::of(document, schema) == Kind::Union {
        return None;
    }
    if property(document, schema, tag).is_none() {
        return Some(format!("`{name}` has no property `{tag}`"));
    }
    (!required(document, schema).contains(tag)).then(|| format!("`{name}` does not require `{tag}`"))
}

fn values(discriminator: &Node, found: &[Member<'_>], findings: &mut Findings<'_>) {
    let mut owners: BTreeMap<&str, &Member<'_>> = BTreeMap::new();
    let mut is_clear = true;
    for member in found {
        for value in &member.mapped {
            let fits = member.own.as_ref().is_none_or(|own| own.contains(value));
            if !fits {
                is_clear = false;
                let own: Vec<String> = member.own.iter().flatten().map(|own| format!("`{own}`")).collect();
                findings
                    .add(
                        &TAG_MISMATCH,
                        position_of(discriminator, "mapping"),
                        format!(
                            "`{value}` is mapped to `{}`, which can only have {}",
                            member.name,
                            own.join(" or ")
                        ),
                    )
                    .fix("correct the `mapping`, or the `enum` of the property");
            }
        }
        // Without a mapping, the property itself tells.
        let implied = member.own.iter().flatten().filter(|_| member.mapped.is_empty());
        for value in implied {
            if let Some(other) = owners.insert(value, member) {
                is_clear = false;
                findings
                    .add(
                        &TAG_CLASH,
                        member.node.position,
                        format!("`{value}` is a value of both `{}` and `{}`", other.name, member.name),
                    )
                    .related(other.node.position, "the other member")
                    .fix("give each member a value of its own");
            }
        }
    }
    let unmapped: Vec<String> = found
        .iter()
        .filter(|member| member.mapped.is_empty())
        .map(|member| format!("`{}`", member.name))
        .collect();
    if is_clear && !unmapped.is_empty() {
        findings
            .add(
                &MAPPING_MISSING,
                position_of(discriminator, "mapping"),
                format!("the `mapping` does not have {}", unmapped.join(", ")),
            )
            .fix("map each value that the service sends to its schema");
    }
}

/// More members than this are not compared with each other: nobody writes that many by hand.
const COMPARED: usize = 200;

/// A member of a union without a discriminator, as far as it tells which values it takes.
struct Candidate<'a> {
    node: &'a Node,
    kind: Kind,
    ty: Option<&'a str>,
    /// Whether some values of the type do not fit.
    is_limited: bool,
    properties: HashMap<&'a str, Tells<'a>>,
    required: HashSet<&'a str>,
}

/// What a property can be, as far as it tells one member from another.
struct Tells<'a> {
    kind: Kind,
    texts: Option<Vec<&'a str>>,
}

impl<'a> Candidate<'a> {
    fn of(document: &'a Document, node: &'a Node) -> Self {
        let tells = |schema| Tells { kind: Kind::of(document, schema), texts: texts(document, schema) };
        let properties =
            properties(document, node).into_iter().map(|entry| (&*entry.key, tells(&entry.node)));
        let word = |key| keyword(document, node, key).and_then(Node::as_str);
        Self {
            node,
            kind: Kind::of(document, node),
            ty: word("type"),
            is_limited: keyword(document, node, "enum").is_some()
                || matches!(word("format"), Some("date-time" | "uuid")),
            properties: properties.collect(),
            required: required(document, node),
        }
    }

    /// Whether every value of `later` can be read as this.
    fn takes(&self, later: &Self) -> bool {
        match (self.kind, later.kind) {
            (Kind::Any, _) => true,
            (Kind::Object, Kind::Object) => self.takes_object(later),
            (Kind::Scalar, Kind::Scalar) => {
                let same = self.ty == later.ty || (self.ty, later.ty) == (Some("number"), Some("integer"));
                same && !self.is_limited
            }
            _ => false,
        }
    }

    fn takes_object(&self, later: &Self) -> bool {
        self.required.iter().all(|name| match (self.properties.get(name), later.properties.get(name)) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(own), Some(other)) => !own.differs(other),
        })
    }
}

impl Tells<'_> {
    fn differs(&self, other: &Self) -> bool {
        match (&self.texts, &other.texts) {
            (Some(own), Some(other)) => !own.iter().any(|value| other.contains(value)),
            _ => self.kind != other.kind && self.kind != Kind::Any && other.kind != Kind::Any,
        }
    }
}

/// Members are tried in turn: one that requires nothing beyond what a later one has takes its values.
fn untagged(document: &Document, members: &[Node], findings: &mut Findings<'_>) {
    if members.len() < 2 || members.len() > COMPARED {
        return;
    }
    let candidates: Vec<Candidate<'_>> = members
        .iter()
        .filter(|member| !is_union(document, member))
        .map(|member| Candidate::of(document, member))
        .collect();
    for (at, later) in candidates.iter().enumerate() {
        if let Some(earlier) = candidates[..at].iter().find(|earlier| earlier.takes(later)) {
            let shown = |member: &Node, otherwise: &str| {
                document
                    .component_name(member)
                    .map_or_else(|| otherwise.to_owned(), |name| format!("`{name}`"))
            };
            findings
                .add(
                    &SHADOWED,
                    later.node.position,
                    format!(
                        "nothing tells {} from {}",
                        shown(later.node, "this member"),
                        shown(earlier.node, "an earlier one")
                    ),
                )
                .related(earlier.node.position, "the earlier member")
                .fix("add a `discriminator`, or put the member that takes less first");
        }
    }
}

fn is_union(document: &Document, schema: &Node) -> bool {
    let mut found = false;
    each_part(document, schema, |part| found |= part.get("oneOf").is_some() || part.get("anyOf").is_some());
    found
}
