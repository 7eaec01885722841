//! What kinds of changes mean, there and back.

use super::super::Level;
use super::{both, contract, diff};

/// The level of the worst row of a change, and of the same change undone.
struct Judged(&'static str, &'static str);

const BREAKS: Judged = Judged("breaking", "compatible");
const FITS: Judged = Judged("compatible", "breaking");
const BREAKS_BOTH: Judged = Judged("breaking", "breaking");
const FITS_BOTH: Judged = Judged("compatible", "compatible");
const WORDS: Judged = Judged("cosmetic", "cosmetic");
const NOTHING: Judged = Judged("nothing", "nothing");

fn holds(old: &str, new: &str, judged: &Judged) {
    let worst = |old: &str, new: &str| {
        let diff = diff(old, new);
        diff.changes.first().map_or("nothing", |change| change.level.word())
    };
    assert_eq!((worst(old, new), worst(new, old)), (judged.0, judged.1), "{old}\n{new}");
    // What is told there is told back.
    let told = |old: &str, new: &str, back: bool| {
        let mut told: Vec<_> = diff(old, new)
            .changes
            .into_iter()
            .map(|change| if back { (change.new, change.old) } else { (change.old, change.new) })
            .collect();
        told.sort();
        told
    };
    assert_eq!(told(old, new, false), told(new, old, true), "{old}\n{new}");
}

/// A document whose operation has these members.
fn operation(members: &str) -> String {
    const SCHEMES: &str = "key: { type: apiKey, in: header, name: K }, bearer: { type: http, scheme: bearer }, \
         oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://t', scopes: { r: x, w: y } } } }";
    format!(
        "paths: {{ /a: {{ get: {{ {members} }} }} }}\ncomponents: {{ securitySchemes: {{ {SCHEMES} }} }}\n"
    )
}

const DONE: &str = "responses: { '200': { description: d } }";

#[test]
fn parameters() {
    let query = |rest: &str| format!("{{ name: q, in: query, {rest} }}");
    let plain = query("schema: { type: string }");
    for (old, new, judged) in [
        (String::new(), plain.clone(), FITS),
        (String::new(), query("required: true, schema: { type: string, default: x }"), BREAKS_BOTH),
        (plain.clone(), "{ name: q, in: header, schema: { type: string } }".into(), BREAKS_BOTH),
        (
            "{ name: X-A, in: header, schema: { type: string } }".into(),
            "{ name: x-a, in: header, schema: { type: string } }".into(),
            NOTHING,
        ),
        (query("schema: { type: integer }"), plain.clone(), FITS),
        (plain.clone(), query("schema: { type: array, items: { type: string } }"), FITS),
        (plain.clone(), query("explode: false, schema: { type: string }"), FITS_BOTH),
        (plain.clone(), query("schema: { type: string, default: x }"), BREAKS_BOTH),
        (
            query("explode: false, schema: { type: array, items: { type: string } }"),
            query("explode: false, style: pipeDelimited, schema: { type: array, items: { type: string } }"),
            BREAKS_BOTH,
        ),
        (
            query("content: { application/json: { schema: { type: object } } }"),
            query(
                "content: { application/json: { schema: { type: object, required: [a], properties: { a: {} } } } }",
            ),
            BREAKS,
        ),
        (plain.clone(), query("allowEmptyValue: true, schema: { type: string }"), FITS),
        (plain.clone(), query("deprecated: true, schema: { type: string }"), FITS_BOTH),
        (plain.clone(), query("example: x, schema: { type: string }"), WORDS),
    ] {
        let with = |parameter: &str| operation(&format!("parameters: [{parameter}], {DONE}"));
        holds(&with(&old), &with(&new), &judged);
    }
}

#[test]
fn answers_and_their_headers() {
    const TEXT: &str = "content: { application/json: { schema: { type: string } } }";
    const NUMBER: &str = "content: { application/json: { schema: { type: integer } } }";
    let header = |rest: &str| format!("'200': {{ description: d, headers: {{ X: {{ {rest} }} }} }}");
    let enumerated = |values: &str| {
        header(&format!(
            "content: {{ application/json: {{ schema: {{ type: string, enum: [{values}] }} }} }}"
        ))
    };
    let answer = |status: &str, rest: &str| format!("'{status}': {{ description: d, {rest} }}");
    let two = |a: (&str, &str), b: (&str, &str)| format!("{}, {}", answer(a.0, a.1), answer(b.0, b.1));
    for (old, new, judged) in [
        (answer("200", ""), header("schema: { type: string }"), FITS_BOTH),
        (answer("200", ""), header("required: true, schema: { type: string }"), FITS),
        (header("schema: { type: integer }"), header("schema: { type: string }"), BREAKS),
        (enumerated("a"), enumerated("a, b"), BREAKS),
        (answer("200", ""), answer("201", ""), BREAKS_BOTH),
        (answer("200", ""), two(("200", ""), ("404", "")), FITS_BOTH),
        (answer("200", ""), two(("200", ""), ("201", "")), FITS),
        // What tells of a status is what counts, not where.
        (answer("200", TEXT), answer("2XX", TEXT), FITS_BOTH),
        (answer("200", TEXT), answer("2XX", NUMBER), BREAKS_BOTH),
        (answer("2XX", TEXT), two(("201", NUMBER), ("2XX", TEXT)), BREAKS_BOTH),
        (answer("default", TEXT), answer("200", TEXT), FITS_BOTH),
        (answer("default", TEXT), answer("200", NUMBER), BREAKS_BOTH),
        // Beside successes, `default` is for errors.
        (
            two(("200", ""), ("default", TEXT)),
            format!("{}, {}", two(("200", ""), ("default", TEXT)), answer("201", NUMBER)),
            FITS,
        ),
        (
            answer("200", TEXT),
            answer("200", "content: { application/json: { schema: { type: string } }, text/plain: {} }"),
            FITS,
        ),
        (
            answer("200", "links: { a: { operationId: x } }"),
            answer("200", "links: { a: { operationId: y } }"),
            WORDS,
        ),
    ] {
        let with = |answers: &str| operation(&format!("responses: {{ {answers} }}"));
        holds(&with(&old), &with(&new), &judged);
    }
}

#[test]
fn security() {
    for (old, new, judged) in [
        ("", "{ key: [] }", BREAKS),
        ("", "{ key: [] }, {}", FITS_BOTH),
        ("{ key: [] }", "{ bearer: [] }", BREAKS_BOTH),
        ("{ key: [] }", "{ key: [] }, { bearer: [] }", FITS),
        ("{ key: [] }", "{ key: [] }, {}", FITS),
        // Who brings two proofs brings one.
        ("{ key: [], bearer: [] }", "{ key: [] }", FITS),
        ("{ key: [], bearer: [] }, { key: [] }", "{ key: [] }", FITS_BOTH),
        ("{ key: [] }", "{ bearer: [] }, {}", FITS),
        ("{ oauth: [r] }", "{ oauth: [r, w] }", BREAKS),
        ("{ oauth: [r] }", "{ oauth: [r, w] }, {}", FITS),
    ] {
        let with = |ways: &str| operation(&format!("security: [{ways}], {DONE}"));
        holds(&with(old), &with(new), &judged);
    }
}

#[test]
fn schemas_in_answers() {
    const REFERENCES: &str = "{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }";
    let union = |rest: &str| format!("{{ oneOf: [{REFERENCES}], {rest} }}");
    for (old, new, judged) in [
        (
            "{ type: object }".into(),
            "{ type: object, properties: { a: { type: string } } }".into(),
            FITS_BOTH,
        ),
        (
            "{ type: object, additionalProperties: false }".into(),
            "{ type: object, additionalProperties: false, properties: { a: { type: string } } }".into(),
            BREAKS,
        ),
        // A map of texts with a number among them.
        (
            "{ type: object, additionalProperties: { type: string } }".into(),
            "{ type: object, additionalProperties: { type: string }, properties: { a: { type: integer } } }"
                .into(),
            BREAKS_BOTH,
        ),
        (
            "{ type: object, additionalProperties: { type: string } }".into(),
            "{ type: object, additionalProperties: { type: string }, properties: { a: { type: string } } }"
                .into(),
            FITS_BOTH,
        ),
        (
            "{ oneOf: [{ type: string }, { type: object }] }".into(),
            "{ oneOf: [{ type: string }, { type: object }, { type: array, items: { type: string } }] }"
                .into(),
            BREAKS,
        ),
        // A `oneOf` whose members overlap, on one side only.
        (
            "{ type: object, required: [a, b], properties: { a: { type: string }, b: { type: string } } }".into(),
            "{ oneOf: [{ type: object, required: [a], properties: { a: { type: string }, b: { type: string } } }, \
             { type: object, required: [b], properties: { a: { type: string }, b: { type: string } } }] }"
                .into(),
            BREAKS_BOTH,
        ),
        ("{ enum: [a, b] }".into(), "{ type: string, enum: [a, b] }".into(), NOTHING),
        ("{ type: number, multipleOf: 0.1 }".into(), "{ type: number, multipleOf: 0.3 }".into(), FITS),
        ("{ type: integer, format: int32 }".into(), "{ type: integer, format: int64 }".into(), BREAKS),
        (
            union("discriminator: { propertyName: t }"),
            union("discriminator: { propertyName: z }"),
            BREAKS_BOTH,
        ),
        (
            union("discriminator: { propertyName: t }"),
            union("discriminator: { propertyName: t, mapping: { A: '#/components/schemas/A', B: B } }"),
            NOTHING,
        ),
    ] {
        const COMPONENTS: &str = "A: { type: object, required: [t, z], properties: { t: { type: string }, z: { type: string } } }, \
             B: { type: object, required: [t, z], properties: { t: { type: string }, z: { type: integer } } }";
        let with = |schema: &String| both("{ type: string }", schema, COMPONENTS);
        holds(&with(&old), &with(&new), &judged);
    }
}

#[test]
fn one_edit_of_a_union_of_types_is_one_row() {
    let with = |more: &str| {
        both("{ type: string }", &format!("{{ oneOf: [{{ type: string }}, {{ type: object }}{more}] }}"), "")
    };
    let diff = diff(&with(""), &with(", { type: array, items: { type: string } }"));
    assert_eq!(diff.changes.iter().map(|change| change.rule.id).collect::<Vec<_>>(), ["member-added"]);
}

#[test]
fn a_header_of_a_shared_part_reaches_all_that_send_it() {
    let with = |required: bool| {
        let body = "requestBody: { $ref: '#/components/requestBodies/B' }";
        format!(
            "paths: {{ /a: {{ post: {{ {body}, {DONE} }} }}, /b: {{ post: {{ {body}, {DONE} }} }} }}\n\
             components: {{ requestBodies: {{ B: {{ content: {{ multipart/form-data: {{ schema: {{ type: object, properties: {{ f: {{ type: string }} }} }}, \
             encoding: {{ f: {{ headers: {{ X: {{ required: {required}, schema: {{ type: string }} }} }} }} }} }} }} }} }} }}\n"
        )
    };
    let (old, new) = (contract("o.yaml", &with(false)), contract("n.yaml", &with(true)));
    let diff = super::Diff::between(&old, &new, super::Options::default()).expect("a diff");
    assert_eq!(diff.changes.len(), 1);
    assert_eq!((diff.changes[0].level, diff.changes[0].operations.len()), (Level::Breaking, 2));
}

#[test]
fn a_union_of_one_document_is_held_against_an_object_of_the_other() {
    let object = |tags: &str, more: &str| {
        format!(
            "{{ type: object, required: [tag], properties: {{ tag: {{ type: string, enum: [{tags}] }}, {more} }} }}"
        )
    };
    let union = format!("{{ oneOf: [{}, {}] }}", object("a", ""), object("b", ""));
    // Documents number their schemas in their own ways: the longer one has numbers that the other lacks.
    let others: String = (1..40).map(|at| format!("p{at}: {{ type: string, maxLength: {at} }}, ")).collect();
    let long = |schema: &str| format!("{{ type: object, properties: {{ {others} z: {schema} }} }}");
    let short = |schema: &str| format!("{{ type: object, properties: {{ z: {schema} }} }}");
    let is_ambiguous = |old: &str, new: &str| {
        let diff = diff(&both(old, "{ type: string }", ""), &both(new, "{ type: string }", ""));
        diff.changes.iter().any(|change| ["union-ambiguous", "union-dissolved"].contains(&change.rule.id))
    };
    for (tags, expected) in [("a", false), ("a, b", true)] {
        let plain = object(tags, "more: { type: integer }");
        for (of_plain, of_union) in [(long(&plain), short(&union)), (short(&plain), long(&union))] {
            assert_eq!(is_ambiguous(&of_plain, &of_union), expected, "{of_plain}\n{of_union}");
            assert_eq!(is_ambiguous(&of_union, &of_plain), expected, "{of_union}\n{of_plain}");
        }
    }
}
