//! Examples: that they are there, and that they are examples of what they stand beside.

use std::collections::HashSet;

use game_achievements_contract::contract::{Contract, Header, Location, Media, SchemaId, Written};
use game_achievements_contract::document::Document;
use game_achievements_contract::exchange::{Direction, check as mismatches};
use game_achievements_contract::source::Node;

use super::findings::Findings;
use super::rule::{Rule, rules};
use super::survey::{Survey, address, is_json, media, members, position_of};

rules! {
    MISMATCH = "example-mismatch", Meaning,
        "an example fits the schema that it stands beside",
        "either the example or the schema is wrong about what the service sends";
    DEFAULT_MISMATCH = "default-mismatch", Meaning,
        "a `default` fits its schema",
        "a value that is left out would then stand for one that is not allowed";
    ANSWER_MISSING = "answer-example-missing", House,
        "an answer that tells of success has an example, if it carries something",
        "the tests decode it with the generated types, and the mock answers with it";
    REQUEST_MISSING = "request-example-missing", House,
        "a request body has an example",
        "the tests send it with the generated types";
    BOTH = "example-and-examples", Meaning,
        "nothing has both `example` and `examples`",
        "OpenAPI allows one of the two, and tools differ in which one they take";
    WITHOUT_VALUE = "example-without-value", House,
        "each of the `examples` has a `value`",
        "what stands elsewhere or nowhere cannot be tested";
}

/// Looks for examples that should be there.
pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings<'_>) {
    for operation in &survey.operations {
        let answers = operation.answers.iter().filter(|answer| answer.is_success());
        let carried = answers.flat_map(|answer| media(answer.node).map(|media| (media, &ANSWER_MISSING)));
        let sent = operation.body.into_iter().flat_map(media).map(|media| (media, &REQUEST_MISSING));
        for (media, rule) in carried.chain(sent).filter(|(media, _)| is_json(&media.key)) {
            let has_example =
                media.node.get("example").is_some() || members(&media.node, "examples").next().is_some();
            if !has_example {
                let what = if rule.id == REQUEST_MISSING.id { "the request body" } else { "the answer" };
                findings
                    .add(rule, media.position, format!("{what} of {} has no example", operation.title()))
                    .fix("add an `example` as the service sends or takes it, without real players or keys");
            }
        }
    }
}

/// Holds examples and defaults against their schemas.
pub(super) fn check_values(document: &Document, contract: &Contract, findings: &mut Findings<'_>) {
    let mut values = Values { document, contract, seen: HashSet::new() };
    for operation in contract.operations() {
        for parameter in &operation.parameters {
            // Headers are texts; the examples of other parameters are values, to be written as texts.
            let direction = Direction::Request;
            if let Written::Styled { schema, .. } = &parameter.value
                && parameter.location != Location::Cookie
            {
                values.beside(&parameter.origin.pointer, *schema, direction, findings);
            }
        }
        for media in operation.body.iter().flat_map(|body| &body.content) {
            values.media(media, Direction::Request, findings);
        }
        for answer in &operation.answers {
            for media in &answer.content {
                values.media(media, Direction::Answer, findings);
            }
            for header in &answer.headers {
                values.header(header, findings);
            }
        }
    }
    for (id, _) in contract.schemas() {
        values.in_schema(id, findings);
    }
}

struct Values<'a> {
    document: &'a Document,
    contract: &'a Contract,
    /// What was checked already: shared parts belong to many operations.
    seen: HashSet<(usize, SchemaId)>,
}

impl<'a> Values<'a> {
    fn media(&mut self, media: &Media, direction: Direction, findings: &mut Findings<'_>) {
        if is_json(&media.media_type) {
            self.beside(&media.origin.pointer, media.schema, direction, findings);
        }
    }

    fn header(&mut self, header: &Header, findings: &mut Findings<'_>) {
        if let Written::Styled { schema, .. } = &header.value {
            self.beside(&header.origin.pointer, *schema, Direction::Answer, findings);
        }
    }

    /// The examples beside a schema.
    fn beside(&mut self, pointer: &str, schema: SchemaId, direction: Direction, findings: &mut Findings<'_>) {
        let Some(holder) = self.document.pointer(pointer) else { return };
        if !self.seen.insert((address(holder), schema)) {
            return;
        }
        if let Some(example) = holder.get("example") {
            self.value(&MISMATCH, example, schema, &[direction], "the example", findings);
            if holder.get("examples").is_some() {
                findings
                    .add(&BOTH, position_of(holder, "examples"), "`examples` beside `example`")
                    .fix("move the example to the `examples`, under a name of its own");
            }
        }
        for entry in members(holder, "examples") {
            match self.document.resolve(&entry.node).get("value") {
                Some(value) => {
                    let what = format!("the example `{}`", entry.key);
                    self.value(&MISMATCH, value, schema, &[direction], &what, findings);
                }
                None => {
                    findings
                        .add(
                            &WITHOUT_VALUE,
                            entry.position,
                            format!("the example `{}` has no `value`", entry.key),
                        )
                        .fix("write the example here, under `value`");
                }
            }
        }
    }

    /// The example and the default in a schema.
    fn in_schema(&mut self, id: SchemaId, findings: &mut Findings<'_>) {
        let pointer = self.contract.pointer(id);
        let Some(schema) = self.document.pointer(&pointer) else { return };
        if !self.seen.insert((address(schema), id)) {
            return;
        }
        let both = [Direction::Answer, Direction::Request];
        for (rule, key, what) in
            [(&MISMATCH, "example", "the example"), (&DEFAULT_MISMATCH, "default", "the default")]
        {
            if let Some(value) = schema.get(key) {
                self.value(rule, value, id, &both, what, findings);
            }
        }
    }

    /// Tells what is wrong with a value whichever of the ways it goes.
    fn value(
        &self,
        rule: &Rule,
        value: &Node,
        schema: SchemaId,
        ways: &[Direction],
        what: &str,
        findings: &mut Findings<'_>,
    ) {
        let mut found = Vec::new();
        for way in ways {
            found = mismatches(self.contract, schema, value, *way);
            if found.is_empty() {
                return;
            }
        }
        for mismatch in found {
            let position = mismatch.position.unwrap_or(value.position);
            findings
                .add(rule, position, format!("{what} does not fit: {mismatch}"))
                .fix("correct the value, or the schema if the service does send this");
        }
    }
}
