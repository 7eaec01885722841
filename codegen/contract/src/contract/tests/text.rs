use super::contract;

#[test]
fn a_shared_schema_stands_once_and_a_rename_changes_labels_only() {
    let named = |name: &str| {
        contract(&format!(
            "paths:\n  /v1/pets/{{id}}:\n    parameters: [{{ name: id, in: path, required: true, schema: {{ type: string, format: uuid }} }}]\n    get:\n      operationId: read_pet\n      tags: [Pets]\n      summary: Read a pet\n      description: Returns one pet.\n      responses:\n        '200': {{ description: The pet., content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }} }}\n        '404': {{ description: No such pet. }}\n    put:\n      operationId: replace_pet\n      tags: [Pets]\n      requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }} }}\n      responses:\n        '204': {{ description: Replaced. }}\n        '404': {{ description: No such pet. }}\ncomponents:\n  schemas:\n    {name}:\n      description: An animal.\n      type: object\n      required: [kind]\n      properties:\n        kind: {{ type: string, enum: [dog, cat] }}\n        name: {{ type: string, nullable: true, maxLength: 20, description: What it answers to. }}\n        friends: {{ type: array, items: {{ $ref: '#/components/schemas/{name}' }} }}\n"
        ))
    };
    let text = named("Pet").text().to_string();
    assert_eq!(
        text,
        "\
== About ==

# t
server /
security none

common answers
  # No such pet.
  404

== Pets ==

GET /v1/pets/{id} (read_pet)
  # Read a pet
  # Returns one pet.
  path id: string (uuid)
  # The pet.
  200 application/json: <Pet>
  common answers 404

PUT /v1/pets/{id} (replace_pet)
  path id: string (uuid)
  body application/json: <Pet>
  # Replaced.
  204
  common answers 404

# An animal.
<Pet> = object
  friends?: array of <Pet>
  kind: string enum \"cat\" | \"dog\"
  # What it answers to.
  name?: string nullable maxLength 20
"
    );
    assert_eq!(named("Animal").text().to_string(), text.replace("<Pet>", "<Animal>"));
    super::same(&named("Animal"), &named("Pet"));
}

#[test]
fn schemas_of_several_resources_have_a_section_of_their_own() {
    let contract = contract(
        "paths: { /v1/a: { get: { responses: { '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/E' } } } } } } }, /v1/b: { get: { responses: { '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/E' } } } } } } } }\ncomponents: { schemas: { E: { type: object, properties: { a: { type: string } } } } }\n",
    );
    let text = contract.text();
    let resources: Vec<&str> = text.sections.iter().map(|section| &*section.resource).collect();
    assert_eq!(resources, ["About", "a", "b", "Shared schemas"]);
    assert_eq!(text.sections[3].text, "<E> = object\n  a?: string\n");
}
