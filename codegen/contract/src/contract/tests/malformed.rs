use super::super::Contract;
use super::document;

fn problems(body: &str) -> String {
    let problems = Contract::read(&document(body)).expect_err("this document is refused");
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

fn of_schema(schema: &str) -> String {
    problems(&format!(
        "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: d\n          content:\n            application/json:\n              schema: {schema}\n"
    ))
}

#[test]
fn malformed_keywords_are_told_with_their_place() {
    for (schema, expected) in [
        (
            "{ type: 3 }",
            "a.yaml:11:31: error[malformed-keyword]: `type` must be the name of a type, this is a number\n",
        ),
        (
            "{ type: strnig }",
            "a.yaml:11:31: error[unknown-type]: there is no type `strnig`\n  fix: did you mean `string`?\n",
        ),
        (
            "{ maxLength: -1 }",
            "a.yaml:11:36: error[malformed-keyword]: `maxLength` must be a whole number that is not negative, this is a number\n",
        ),
        (
            "{ properties: [a] }",
            "a.yaml:11:37: error[malformed-keyword]: `properties` must be a mapping, this is a sequence\n",
        ),
        (
            "{ additionalProperties: no }",
            "a.yaml:11:47: error[malformed-keyword]: `additionalProperties` must be true, false or a schema, this is a text\n",
        ),
        ("3", "a.yaml:11:23: error[malformed-keyword]: a schema is a mapping, this is a number\n"),
        (
            "{ nullable: maybe }",
            "a.yaml:11:35: error[malformed-keyword]: `nullable` must be true or false, this is a text\n",
        ),
        (
            "{ discriminator: { mapping: {} } }",
            "a.yaml:11:40: error[missing-keyword]: `propertyName` is missing here\n",
        ),
    ] {
        assert_eq!(of_schema(schema), expected);
    }
    assert_eq!(
        of_schema("{ properties: { a: { type: string, required: true } } }"),
        "a.yaml:11:68: error[malformed-keyword]: `required` of a schema is a list of names\n  \
         help: only parameters, headers and bodies have a true or false here\n  \
         fix: list the property in the `required` of the schema that holds it\n"
    );
}

#[test]
fn malformed_operations_are_told_with_their_place() {
    for (body, expected) in [
        ("paths: 3\n", "a.yaml:3:8: error[malformed-keyword]: `paths` is a mapping, this is a number\n"),
        ("paths: { a: {} }\n", "a.yaml:3:13: error[malformed-path]: the path `a` starts without `/`\n"),
        ("paths: { /a: { get: { responses: { ok: {} } } } }\n", "error[malformed-status]: `ok` is no status"),
        (
            "paths: { /a: { get: { parameters: [{ name: x, in: body }] } } }\n",
            "a parameter cannot be in `body`",
        ),
        (
            "paths: { /a: { get: { parameters: [{ name: x, in: query, style: fancy }] } } }\n",
            "there is no style `fancy`",
        ),
        ("paths: { /a: { get: { parameters: [{ in: query }] } } }\n", "`name` is missing here"),
    ] {
        let problems = problems(body);
        assert!(problems.contains(expected), "{problems}");
    }
}

#[test]
fn what_published_documents_have_is_a_warning() {
    let contract = super::contract(
        "x-a: 1\npaths: { '/a/{b}': { get: { parameters: [{ name: q, in: query, schema: { type: string, format: null, const: a } }] } } }\n",
    );
    let warnings: Vec<String> = contract.warnings().iter().map(|warning| warning.to_string()).collect();
    assert_eq!(
        warnings,
        [
            "a.yaml:4:27: warning[missing-keyword]: `responses` is missing here\n  help: an operation without answers promises nothing to clients",
            "a.yaml:4:27: warning[undeclared-variable]: the path's variable `b` is no parameter\n  fix: add a parameter `b` with `in: path`",
            "a.yaml:4:96: warning[null-keyword]: `format` is null, which is read as left out\n  fix: remove `format`, or give it a text",
            "a.yaml:4:102: warning[unknown-keyword]: a schema has no `const` in OpenAPI 3.0\n  help: what it says is read as documentation",
        ]
    );
}

#[test]
fn an_all_of_that_is_nothing_but_itself_is_refused() {
    let text = problems(
        "paths: { /a: { get: { parameters: [{ name: q, in: query, schema: { $ref: '#/components/schemas/A' } }] } } }\ncomponents: { schemas: { A: { allOf: [{ $ref: '#/components/schemas/B' }] }, B: { allOf: [{ $ref: '#/components/schemas/A' }] } } }\n",
    );
    assert!(text.contains("error[circular-all-of]"), "{text}");
}
