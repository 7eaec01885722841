//! A crate from a whole document, from a part of it, and from one that is not all right.

use super::*;

const SHOP: &str = "
openapi: 3.0.3
info: { title: A \"shop\", version: 1.0.0 }
servers: [{ url: 'https://shop.example.com' }]
paths:
  /cats:
    get:
      operationId: listCats
      tags: [Cats]
      responses:
        '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Cat' } } } }
  /cats/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    delete:
      operationId: deleteCat
      tags: [Cats, Admin]
      responses: { '204': { description: Gone. } }
    put:
      operationId: writeCat
      tags: [Cats]
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Cat' } } } }
        '204': { description: The same. }
  /dogs:
    get:
      operationId: listDogs
      tags: [Dogs]
      parameters: [{ name: near, in: cookie, schema: { type: string } }]
      responses:
        '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Dog' } } } }
  /dogs/walks:
    get:
      operationId: listWalks
      tags: [Dogs]
      responses:
        '200': { description: All., content: { application/json: { schema: { $ref: '#/components/schemas/Walk' } } } }
components:
  schemas:
    Cat: { type: object, properties: { id: { type: string } } }
    Dog: { type: object, properties: { id: { type: string } } }
    Walk: { type: object, properties: { dog: { $ref: '#/components/schemas/Dog' } } }
    Unused: { type: object, properties: { not: { not: { type: string } } } }
";

#[track_caller]
fn made(only: &[&str], skip_unsupported: bool) -> Result<Crate, Vec<Problem>> {
    let document = Document::read("shop.yaml", SHOP.trim_start().as_bytes()).expect("a document");
    let settings = Settings {
        name: "my_shop".to_owned(),
        runtime: "../runtime".to_owned(),
        only: only.iter().map(|&only| only.to_owned()).collect(),
        skip_unsupported,
    };
    generate_crate(&document, &settings)
}

fn text<'a>(made: &'a Crate, path: &str) -> &'a str {
    made.files.iter().find(|file| file.path == path).map_or("", |file| &file.text)
}

#[test]
fn a_part_has_the_operations_asked_for_and_what_they_reach() {
    for (only, operations, types) in [
        (&["/dogs/walks"][..], &["list_walks"][..], &["Dog", "Walk"][..]),
        (&["/cats/"], &["delete_cat"], &[]),
        (&["Admin", "/dogs/walks"], &["delete_cat", "list_walks"], &["Dog", "Walk"]),
    ] {
        let made = made(only, true).expect("a part");
        let methods =
            text(&made, "src/lib.rs").lines().filter_map(|line| line.trim().strip_prefix("pub async fn "));
        let methods: Vec<&str> = methods.filter_map(|rest| rest.split('(').next()).collect();
        assert_eq!(methods, operations, "{only:?}");
        let found =
            text(&made, "src/types.rs").lines().filter_map(|line| line.trim().strip_prefix("pub struct "));
        let found: Vec<&str> = found.filter_map(|rest| rest.split(' ').next()).collect();
        assert_eq!(found, types, "{only:?}");
    }
    let problems = made(&["Birds"], true).expect_err("no bird");
    assert_eq!(problems[0].rule, "nothing-selected");
    assert!(made(&["/cat"], true).is_err(), "a path ends at a slash");
}

#[test]
fn what_cannot_be_generated_is_left_out_with_its_reason() {
    let problems = made(&[], false).expect_err("two operations are not supported");
    assert!(problems.iter().any(|problem| problem.rule == "success-shapes"), "{problems:#?}");

    let made = made(&[], true).expect("the others");
    assert_eq!((made.generated, made.selected), (3, 5));
    let skipped: Vec<(String, &str)> =
        made.skipped.iter().map(|(key, problems)| (key.to_string(), problems[0].rule)).collect();
    assert_eq!(skipped.len(), 2, "{skipped:?}");
    assert_eq!(skipped[0], ("PUT /cats/{id}".to_owned(), "success-shapes"));
    assert_eq!(skipped[1].0, "GET /dogs");
    assert!(made.skipped.values().flatten().all(|problem| problem.place.is_some()));
}

#[test]
fn nothing_is_left_of_a_part_without_a_supported_operation() {
    assert!(made(&["/dogs/walks"], true).is_ok());
    let document =
        SHOP.trim_start().replace("in: path", "in: cookie").replace("'204': { description: Gone. }", "");
    let document = Document::read("shop.yaml", document.as_bytes()).expect("a document");
    let settings = Settings {
        name: "shop".to_owned(),
        runtime: "../runtime".to_owned(),
        only: vec!["Admin".to_owned()],
        skip_unsupported: true,
    };
    assert!(generate_crate(&document, &settings).is_err());
}

#[test]
fn the_manifest_is_cargos() {
    let made = made(&["Admin"], false).expect("one operation");
    let manifest = text(&made, "Cargo.toml");
    assert!(manifest.starts_with("# @generated"), "{manifest}");
    for line in [
        "name = \"my-shop\"",
        "description = \"Client for A \\\"shop\\\"\"",
        "game-achievements-runtime = { path = \"../runtime\" }",
    ] {
        assert!(manifest.lines().any(|found| found == line), "no `{line}` in {manifest}");
    }
}
