use super::{answer, contract, different, same};

#[test]
fn the_order_of_keys_enums_required_and_groups_leaves_no_trace() {
    same(
        &answer(
            "{ type: object, required: [a, b], properties: { a: { type: string, enum: [x, y] }, b: { oneOf: [{ type: string }, { type: integer }] } } }",
            "",
        ),
        &answer(
            "{ properties: { b: { oneOf: [{ type: integer }, { type: string }] }, a: { enum: [y, x], type: string } }, required: [b, a], type: object }",
            "",
        ),
    );
}

#[test]
fn references_component_names_and_single_member_all_ofs_leave_no_trace() {
    let inline = answer(
        "{ type: object, properties: { a: { type: object, properties: { b: { type: string } } } } }",
        "",
    );
    for (schema, components) in [
        (
            "{ $ref: '#/components/schemas/A' }",
            "A: { type: object, properties: { a: { $ref: '#/components/schemas/B' } } }, B: { type: object, properties: { b: { type: string } } }",
        ),
        (
            "{ $ref: '#/components/schemas/Y' }",
            "Y: { type: object, properties: { a: { $ref: '#/components/schemas/Y2' } } }, Y2: { $ref: '#/components/schemas/Z' }, Z: { type: object, properties: { b: { type: string } } }",
        ),
        (
            "{ allOf: [{ allOf: [{ $ref: '#/components/schemas/A' }] }] }",
            "A: { type: object, properties: { a: { allOf: [{ $ref: '#/components/schemas/B' }] } } }, B: { type: object, properties: { b: { type: string } } }",
        ),
        (
            "{ oneOf: [{ $ref: '#/components/schemas/A' }] }",
            "A: { type: object, properties: { a: { type: object, properties: { b: { type: string } } } } }",
        ),
    ] {
        same(&inline, &answer(schema, components));
    }
}

#[test]
fn defaults_spelled_out_leave_no_trace() {
    same(
        &answer(
            "{ type: object, properties: { a: { type: string }, b: { type: array, items: {} }, c: {} } }",
            "",
        ),
        &answer(
            "{ type: object, nullable: false, required: [], additionalProperties: true, minProperties: 0, deprecated: false, \
             properties: { a: { type: string, minLength: 0, readOnly: false, writeOnly: false }, \
             b: { type: array, minItems: 0, uniqueItems: false }, c: { nullable: true } } }",
            "",
        ),
    );
    same(
        &contract(
            "paths: { /a: { get: { parameters: [{ name: q, in: query, schema: { type: array, items: { type: string } } }], requestBody: { content: {} }, responses: {} } } }",
        ),
        &contract(
            "servers: [{ url: / }]\nsecurity: []\npaths: { /a: { get: { deprecated: false, parameters: [{ name: q, in: query, required: false, deprecated: false, \
             allowEmptyValue: false, allowReserved: false, style: form, explode: true, schema: { type: array, items: { type: string } } }], \
             requestBody: { required: false, content: {} }, responses: {} } } }",
        ),
    );
}

#[test]
fn parameters_mean_the_same_at_path_and_operation_and_as_components() {
    let own = contract(
        "paths: { '/a/{x}': { get: { parameters: [{ name: x, in: path, required: true, schema: { type: string } }, { name: H-A, in: header, schema: { type: string } }], responses: {} } } }",
    );
    same(
        &own,
        &contract(
            "paths: { '/a/{y}': { parameters: [{ name: h-a, in: header, schema: { type: string } }, { name: y, in: path, required: true, schema: { type: string } }], get: { responses: {} } } }",
        ),
    );
    same(
        &own,
        &contract(
            "paths: { '/a/{x}': { parameters: [{ name: x, in: path, required: true, schema: { type: integer } }, { $ref: '#/components/parameters/H' }], get: { parameters: [{ name: x, in: path, required: true, schema: { type: string } }], responses: {} } } }\ncomponents: { parameters: { H: { name: H-A, in: header, schema: { type: string } } } }",
        ),
    );
}

#[test]
fn security_is_the_same_at_root_and_operation_whatever_its_schemes_are_called() {
    let root = contract(
        "security: [{ a: [] }, { b: [] }]\npaths: { /a: { get: { responses: {} } } }\ncomponents: { securitySchemes: { a: { type: http, scheme: bearer }, b: { type: apiKey, in: header, name: X-Key } } }",
    );
    same(
        &root,
        &contract(
            "paths: { /a: { get: { security: [{ c: [] }, { d: [] }], responses: {} } } }\ncomponents: { securitySchemes: { d: { type: http, scheme: Bearer }, c: { type: apiKey, in: header, name: x-key } } }",
        ),
    );
    different(
        &root,
        &contract(
            "paths: { /a: { get: { security: [{ c: [], d: [] }], responses: {} } } }\ncomponents: { securitySchemes: { d: { type: http, scheme: bearer }, c: { type: apiKey, in: header, name: x-key } } }",
        ),
    );
}

#[test]
fn recursion_written_out_differently_is_the_same() {
    let list = answer(
        "{ $ref: '#/components/schemas/L' }",
        "L: { type: object, properties: { next: { $ref: '#/components/schemas/L' } } }",
    );
    for (schema, components) in [
        // One turn inline.
        (
            "{ type: object, properties: { next: { $ref: '#/components/schemas/L' } } }",
            "L: { type: object, properties: { next: { $ref: '#/components/schemas/L' } } }",
        ),
        // A circle of two.
        (
            "{ $ref: '#/components/schemas/L' }",
            "L: { type: object, properties: { next: { $ref: '#/components/schemas/M' } } }, M: { type: object, properties: { next: { $ref: '#/components/schemas/L' } } }",
        ),
        // A circle that is entered late.
        (
            "{ $ref: '#/components/schemas/K' }",
            "K: { type: object, properties: { next: { $ref: '#/components/schemas/L' } } }, L: { type: object, properties: { next: { $ref: '#/components/schemas/M' } } }, M: { type: object, properties: { next: { $ref: '#/components/schemas/M' } } }",
        ),
    ] {
        same(&list, &answer(schema, components));
    }
    different(
        &list,
        &answer(
            "{ $ref: '#/components/schemas/L' }",
            "L: { type: object, properties: { next: { $ref: '#/components/schemas/M' } } }, M: { type: object, nullable: true, properties: { next: { $ref: '#/components/schemas/L' } } }",
        ),
    );
}

#[test]
fn a_recursive_schema_that_refers_to_its_own_copy_is_the_same() {
    let one = answer(
        "{ $ref: '#/components/schemas/A' }",
        "A: { type: object, properties: { x: { $ref: '#/components/schemas/A' }, y: { $ref: '#/components/schemas/A' } } }",
    );
    same(
        &one,
        &answer(
            "{ $ref: '#/components/schemas/B' }",
            "B: { type: object, properties: { x: { $ref: '#/components/schemas/A' }, y: { $ref: '#/components/schemas/B' } } }, A: { type: object, properties: { x: { $ref: '#/components/schemas/A' }, y: { $ref: '#/components/schemas/A' } } }",
        ),
    );
}

#[test]
fn an_all_of_of_several_members_is_their_intersection() {
    let merged = answer(
        "{ type: object, required: [a, b], properties: { a: { type: integer, minimum: 3, maximum: 9 }, b: { type: string } } }",
        "",
    );
    for (schema, components) in [
        (
            "{ allOf: [{ $ref: '#/components/schemas/A' }, { type: object, required: [b], properties: { b: { type: string } } }] }",
            "A: { type: object, required: [a], properties: { a: { type: integer, minimum: 3, maximum: 9 } } }",
        ),
        (
            "{ required: [a], allOf: [{ $ref: '#/components/schemas/A' }, { required: [b], properties: { a: { type: number, minimum: 1, maximum: 9 } } }] }",
            "A: { type: object, properties: { a: { type: integer, minimum: 3 }, b: { type: string } } }",
        ),
    ] {
        same(&merged, &answer(schema, components));
    }
    // Null fits only if it fits every member, or if the whole says so.
    let nullable = answer("{ type: string, nullable: true, maxLength: 3 }", "");
    same(&nullable, &answer("{ nullable: true, allOf: [{ type: string, maxLength: 3 }] }", ""));
    same(&nullable, &answer("{ allOf: [{ type: string, nullable: true }, { maxLength: 3 }] }", ""));
    different(
        &nullable,
        &answer("{ allOf: [{ type: string, nullable: true }, { type: string, maxLength: 3 }] }", ""),
    );
}

#[test]
fn an_all_of_that_no_schema_can_say_is_kept_as_a_set() {
    let kept = answer("{ allOf: [{ type: string, pattern: a }, { type: string, pattern: b }] }", "");
    same(
        &kept,
        &answer(
            "{ allOf: [{ $ref: '#/components/schemas/B' }, { allOf: [{ type: string, pattern: a }] }] }",
            "B: { type: string, pattern: b }",
        ),
    );
    same(&kept, &answer("{ type: string, pattern: b, allOf: [{ type: string, pattern: a }] }", ""));
    different(&kept, &answer("{ allOf: [{ type: string, pattern: a }, { type: string, pattern: c }] }", ""));
}

#[test]
fn merging_recursive_schemas_ends() {
    let both = answer(
        "{ allOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] }",
        "A: { type: object, properties: { n: { $ref: '#/components/schemas/A' }, a: { type: string } } }, B: { type: object, properties: { n: { $ref: '#/components/schemas/B' }, b: { type: string } } }",
    );
    same(
        &both,
        &answer(
            "{ $ref: '#/components/schemas/C' }",
            "C: { type: object, properties: { n: { $ref: '#/components/schemas/C' }, a: { type: string }, b: { type: string } } }",
        ),
    );
}

#[test]
fn what_stands_beside_a_reference_counts() {
    let wrapped =
        answer("{ nullable: true, allOf: [{ $ref: '#/components/schemas/A' }] }", "A: { type: string }");
    same(&wrapped, &answer("{ nullable: true, $ref: '#/components/schemas/A' }", "A: { type: string }"));
    different(&wrapped, &answer("{ $ref: '#/components/schemas/A' }", "A: { type: string }"));
}

#[test]
fn a_discriminator_without_mapping_goes_by_component_names() {
    let components = "A: { type: object, properties: { t: { type: string } } }, B: { type: object, properties: { t: { type: string }, b: { type: string } } }";
    let members = "oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }]";
    let implicit = answer(&format!("{{ {members}, discriminator: {{ propertyName: t }} }}"), components);
    same(
        &implicit,
        &answer(
            &format!(
                "{{ {members}, discriminator: {{ propertyName: t, mapping: {{ A: '#/components/schemas/A', B: B }} }} }}"
            ),
            components,
        ),
    );
    different(
        &implicit,
        &answer(
            &format!(
                "{{ {members}, discriminator: {{ propertyName: t, mapping: {{ A: '#/components/schemas/A', C: B }} }} }}"
            ),
            components,
        ),
    );
}

#[test]
fn heirs_of_a_schema_with_a_discriminator_belong_to_the_contract() {
    let with = |heir: &str| {
        answer(
            "{ $ref: '#/components/schemas/P' }",
            &format!(
                "P: {{ type: object, discriminator: {{ propertyName: t }}, properties: {{ t: {{ type: string }} }} }}, H: {{ allOf: [{{ $ref: '#/components/schemas/P' }}, {{ properties: {{ h: {{ type: {heir} }} }} }}] }}"
            ),
        )
    };
    different(&with("string"), &with("integer"));
}

#[test]
fn a_changed_description_is_no_change_of_the_contract_but_of_its_text() {
    let a = answer("{ type: string, description: one }", "");
    let b = answer("{ type: string, description: two }", "");
    assert!(a == b);
    assert_ne!(a.documented(), b.documented());
    assert_ne!(a.text(), b.text());
}

#[test]
fn everything_on_the_wire_changes_the_contract_and_its_text() {
    let base = "{ type: object, required: [a], properties: { a: { type: string, format: uuid }, n: { type: integer, minimum: 1 }, l: { type: array, items: { type: string } } } }";
    let base_contract = answer(base, "");
    for (from, to) in [
        ("format: uuid", "format: date"),
        ("format: uuid", "pattern: a"),
        ("format: uuid", "enum: [a]"),
        ("format: uuid", "format: uuid, nullable: true"),
        ("format: uuid", "format: uuid, default: a"),
        ("format: uuid", "format: uuid, readOnly: true"),
        ("format: uuid", "format: uuid, writeOnly: true"),
        ("format: uuid", "format: uuid, deprecated: true"),
        ("format: uuid", "format: uuid, xml: { name: b }"),
        ("minimum: 1", "minimum: 2"),
        ("minimum: 1", "minimum: 1, exclusiveMinimum: true"),
        ("minimum: 1", "maximum: 1"),
        ("minimum: 1", "minimum: 1, multipleOf: 2"),
        ("type: integer", "type: number"),
        ("required: [a]", "required: [a, n]"),
        ("required: [a]", "required: [a, z]"),
        ("required: [a]", "required: [a], additionalProperties: false"),
        ("required: [a]", "required: [a], additionalProperties: { type: string }"),
        ("required: [a]", "required: [a], maxProperties: 3"),
        ("items: { type: string }", "items: { type: string, minLength: 1 }"),
        ("items: { type: string }", "uniqueItems: true, items: { type: string }"),
        ("items: { type: string }", "maxItems: 1, items: { type: string }"),
        ("items: { type: string }", "items: { oneOf: [{ type: string }, { type: integer }] }"),
        ("items: { type: string }", "items: { anyOf: [{ type: string }, { type: integer }] }"),
        ("items: { type: string }", "items: { not: { type: string } }"),
        ("n: {", "m: {"),
    ] {
        assert!(base.contains(from), "{from}");
        different(&base_contract, &answer(&base.replace(from, to), ""));
    }
}

#[test]
fn everything_about_operations_changes_the_contract_and_its_text() {
    let base = "servers: [{ url: 'https://a/{v}', variables: { v: { default: x, enum: [x, y] } } }]\nsecurity: [{ a: [] }]\npaths: { '/a/{x}': { post: { parameters: [{ name: x, in: path, required: true, schema: { type: string } }, { name: q, in: query, schema: { type: array, items: { type: string } } }], requestBody: { content: { application/json: { schema: { type: string } }, multipart/form-data: { schema: { type: object }, encoding: { f: { contentType: image/png } } } } }, responses: { '200': { description: d, headers: { H: { schema: { type: string } } }, content: { application/json: { schema: { type: string } } } } }, callbacks: { c: { '{$request.body#/url}': { post: { requestBody: { content: { application/json: { schema: { type: integer } } } }, responses: { '200': { description: d } } } } } } } } }\ncomponents: { securitySchemes: { a: { type: oauth2, flows: { implicit: { authorizationUrl: 'https://b', scopes: { s: d } } } } } }\n";
    let base_contract = contract(base);
    for (from, to) in [
        ("'/a/{x}'", "'/b/{x}'"),
        ("post: { parameters", "put: { parameters"),
        ("post: { parameters", "post: { deprecated: true, parameters"),
        ("in: query, schema", "in: query, required: true, schema"),
        ("in: query, schema", "in: query, deprecated: true, schema"),
        ("in: query, schema", "in: query, allowEmptyValue: true, schema"),
        ("in: query, schema", "in: query, allowReserved: true, schema"),
        ("in: query, schema", "in: query, explode: false, schema"),
        ("in: query, schema", "in: query, style: pipeDelimited, schema"),
        ("in: query, schema", "in: cookie, schema"),
        (
            "in: query, schema: { type: array, items: { type: string } }",
            "in: query, content: { application/json: { schema: { type: array, items: { type: string } } } }",
        ),
        ("name: q", "name: Q"),
        (
            "requestBody: { content: { application/json: { schema: { type: string",
            "requestBody: { required: true, content: { application/json: { schema: { type: string",
        ),
        (
            "requestBody: { content: { application/json: { schema: { type: string",
            "requestBody: { content: { application/json: { schema: { type: boolean",
        ),
        ("multipart/form-data", "application/x-www-form-urlencoded"),
        ("image/png", "image/jpeg"),
        ("contentType: image/png", "contentType: image/png, headers: { A: { schema: { type: string } } }"),
        ("contentType: image/png", "contentType: image/png, explode: false"),
        ("'200': { description: d, headers", "'201': { description: d, headers"),
        ("'200': { description: d, headers", "2XX: { description: d, headers"),
        ("headers: { H: {", "headers: { I: {"),
        ("headers: { H: {", "headers: { H: { required: true,"),
        (
            "content: { application/json: { schema: { type: string } } } } }, callbacks",
            "content: { text/plain: { schema: { type: string } } } } }, callbacks",
        ),
        ("schema: { type: integer }", "schema: { type: number }"),
        ("{$request.body#/url}", "{$request.body#/address}"),
        ("security: [{ a: [] }]", "security: [{ a: [s] }]"),
        ("security: [{ a: [] }]", "security: [{ a: [] }, {}]"),
        ("security: [{ a: [] }]", "security: []"),
        ("https://b", "https://c"),
        ("https://a/{v}", "https://b/{v}"),
        ("default: x", "default: y"),
        ("enum: [x, y]", "enum: [x]"),
    ] {
        assert!(base.contains(from), "{from}");
        different(&base_contract, &contract(&base.replace(from, to)));
    }
}
