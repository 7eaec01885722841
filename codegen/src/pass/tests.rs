//! Each pass is there for something: without it, some document comes out otherwise, or not at all.

use game_achievements_contract::document::Document;

use crate::api::Api;
use crate::lint::{self, Profile};
use crate::{adapt, emit, format, refine};

/// Documents that need a pass: what stands below `paths` and `components`.
const DOCUMENTS: &[(&[&str], &str)] = &[
    (
        &["top-level", "operations", "success", "collect", "calls", "structs", "wordless"],
        "
paths:
  /things:
    get:
      operationId: readThings
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
components:
  schemas:
    Thing: { type: object, description: A thing., properties: { id: { type: string } } }",
    ),
    (
        &["nulls", "bodies"],
        "
paths:
  /things:
    put:
      operationId: write
      requestBody:
        content: { application/json: { schema: { nullable: true, allOf: [{ $ref: '#/components/schemas/Thing' }] } } }
      responses: { '204': { description: None. } }
components:
  schemas:
    Thing: { type: object, properties: { id: { type: string, nullable: null } } }",
    ),
    (
        &["sent-headers", "errors", "parameters", "options"],
        "
paths:
  /things:
    get:
      operationId: list
      parameters:
        - { name: x-version, in: header, required: true, x-sent-by: client, schema: { type: string, enum: ['2'], default: '2' } }
        - { name: 'filter[id]', in: query, explode: false, schema: { type: array, items: { type: string } } }
      responses:
        '204': { description: None. }
        '404': { description: Lost., content: { application/json: { schema: { $ref: '#/components/schemas/a.b' } } } }
        default: { description: Bad. }
components:
  schemas:
    a.b: { type: object, properties: { id: { type: string } } }",
    ),
    (
        &["names", "references", "composition", "shapes", "aliases", "scalars", "hoist", "enums", "unions", "wrappers"],
        "
paths:
  /things:
    get:
      operationId: read
      responses:
        '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/a.b' } } } }
components:
  schemas:
    a.b:
      type: object
      properties:
        id: { $ref: '#/components/schemas/Id', nullable: true }
        more: { required: [x] }
        tree: { $ref: '#/components/schemas/Tree' }
        part: { $ref: '#/components/schemas/Part' }
        whole: { allOf: [{ $ref: '#/components/schemas/Left' }, { type: object, properties: { y: { type: integer } } }] }
        state: { type: string, enum: [A, B], default: A }
    Id: { type: string, maxLength: 5 }
    Tree: { type: array, items: { $ref: '#/components/schemas/Tree' } }
    Part: { oneOf: [{ $ref: '#/components/schemas/Left' }, { $ref: '#/components/schemas/Right' }] }
    Left: { type: object, required: [a], properties: { a: { type: string } } }
    Right: { type: object, required: [b], properties: { b: { type: string } } }",
    ),
];

/// What is made of a document, without one of the passes.
fn generated(text: &str, without: &str) -> Result<Vec<String>, String> {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: Things, version: 1.0.0 }}\nservers: [{{ url: 'https://a.example' }}]\n{}",
        text.trim_start()
    );
    let document = Document::read("things.yaml", text.as_bytes()).expect("a document");
    let linted = lint::lint(&document, Profile::Foreign).expect("a document that keeps the rules");
    let api = Api::foreign("things", "things.yaml", "things", "things");
    let shown = |problems: Vec<_>| format!("{problems:#?}");
    let adapted = adapt::run(&linted, &api, &|about| about.id != without).map_err(shown)?;
    let emitted = emit::emit(&adapted).map_err(|problem| format!("{problem:#?}"))?;
    let refined = refine::run(emitted, adapted.facts(), &api, &|about| about.id != without).map_err(shown)?;
    let files = format::format(&refined, adapted.facts(), &api).into_iter().map(|file| file.text);
    // What only spares the generator work changes no file: it is seen in what the generator is given.
    let has_words = without == "wordless" && adapted.json.to_string().contains("A thing.");
    Ok(files.chain([format!("words: {has_words}")]).collect())
}

#[test]
fn without_any_one_pass_something_is_lost() {
    let mut seen: Vec<&str> = Vec::new();
    for (passes, text) in DOCUMENTS {
        let whole = generated(text, "").expect("a document that can be generated");
        for pass in *passes {
            assert_ne!(generated(text, pass).as_ref(), Ok(&whole), "`{pass}` changes nothing in {text}");
            seen.push(pass);
        }
    }
    let mut all: Vec<&str> =
        adapt::passes().map(|about| about.id).chain(refine::passes().map(|about| about.id)).collect();
    seen.sort_unstable();
    all.sort_unstable();
    assert_eq!(seen, all);
}

#[test]
fn each_pass_gives_its_reason() {
    for about in adapt::passes().chain(refine::passes()) {
        assert!(about.reason.len() > 20 && !about.reason.ends_with('.'), "{}", about.id);
        assert!(about.link.starts_with("https://") || about.link.ends_with(".md"), "{}", about.id);
    }
}

#[test]
fn a_pass_that_finds_nothing_where_it_should_is_a_problem() {
    let text = DOCUMENTS[0].1.replace("description: A thing., ", "");
    let text = format!(
        "openapi: 3.0.3\ninfo: {{ title: Things, version: 1.0.0 }}\nservers: [{{ url: 'https://a.example' }}]\n{}",
        text.trim_start()
    );
    let document = Document::read("things.yaml", text.as_bytes()).expect("a document");
    let linted = lint::lint(&document, Profile::Foreign).expect("a document that keeps the rules");
    let api = Api::ours("things", "things.yaml", "things", "things");
    let problems = adapt::adapt(&linted, &api).expect_err("no error is documented");
    assert_eq!(problems[0].rule, "idle-pass");
    assert!(
        problems[0].to_string().contains("pass `errors` matches nothing in things.yaml"),
        "{}",
        problems[0]
    );
}
