//! A document like Apple's: JSON:API resources with their lists, relationships and included resources.

use serde_json::{Map, Value as Json, json};

const RESOURCES: usize = 126;

/// Ten of each resource.
pub(crate) const OPERATIONS: usize = RESOURCES * 10;

/// How many resources an answer may include: so many resources' answers reach each resource.
const INCLUDED: usize = 24;

/// The document before and after ten edits.
pub(crate) fn pair() -> (Vec<u8>, Vec<u8>) {
    let before = document();
    let mut after = before.clone();
    for edit in EDITS {
        let node = after.pointer_mut(edit.at).unwrap_or_else(|| panic!("nothing at {}", edit.at));
        (edit.make)(node);
    }
    let text = |json: &Json| serde_json::to_vec(json).expect("JSON");
    (text(&before), text(&after))
}

/// The rows that the edits are: rule, level, and how many operations each reaches.
pub(crate) fn expected() -> Vec<(&'static str, &'static str, usize)> {
    EDITS.iter().map(|edit| edit.row).collect()
}

struct Edit {
    at: &'static str,
    make: fn(&mut Json),
    row: (&'static str, &'static str, usize),
}

/// A resource is in 7 answers of its own, and included in 4 answers of each of the others that name it.
const REACH: usize = 7 + 4 * INCLUDED;

const EDITS: &[Edit] = &[
    Edit {
        at: "/components/schemas/Resource20/properties/attributes/properties/field0",
        make: |node| node["type"] = json!("integer"),
        row: ("type-changed", "breaking", REACH),
    },
    Edit {
        at: "/components/schemas/Resource30/properties/attributes/properties/state/enum",
        make: |node| node.as_array_mut().expect("values").push(json!("ANOTHER")),
        row: ("enum-value-added", "breaking", REACH),
    },
    Edit {
        at: "/components/schemas/Resource40/properties/attributes/properties",
        make: |node| node["another"] = json!({ "type": "string" }),
        row: ("property-added", "compatible", REACH),
    },
    Edit {
        at: "/components/schemas/ErrorResponse/properties/errors/items/properties/detail",
        make: |node| node["nullable"] = json!(true),
        row: ("null-allowed", "breaking", OPERATIONS - 1),
    },
    Edit {
        at: "/paths/~1v1~1resource50s/get/parameters/0/schema/items/enum",
        make: |node| _ = node.as_array_mut().expect("values").pop(),
        row: ("enum-value-removed", "breaking", 1),
    },
    Edit {
        at: "/paths/~1v1~1resource51s/get/parameters/1/schema/maximum",
        make: |node| *node = json!(100),
        row: ("bound-tightened", "breaking", 1),
    },
    Edit {
        at: "/components/schemas/Resource60CreateRequest/properties/data/properties/attributes/required",
        make: |node| node.as_array_mut().expect("names").push(json!("field3")),
        row: ("property-became-required", "breaking", 1),
    },
    Edit {
        at: "/paths/~1v1~1resource70s~1{id}",
        make: |node| _ = node.as_object_mut().expect("a path").remove("delete"),
        row: ("operation-removed", "breaking", 1),
    },
    Edit {
        at: "/paths/~1v1~1resource71s",
        make: |node| node["options"] = json!({ "responses": { "204": { "description": "Done" } } }),
        row: ("operation-added", "compatible", 1),
    },
    Edit {
        at: "/paths/~1v1~1resource80s/get",
        make: |node| node["description"] = json!("Other words."),
        row: ("documentation-changed", "cosmetic", 1),
    },
];

fn document() -> Json {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for at in 0..RESOURCES {
        add_schemas(at, &mut schemas);
        add_paths(at, &mut paths);
    }
    schemas.insert("PagedDocumentLinks".into(), links(&["self", "first", "next"]));
    schemas.insert("DocumentLinks".into(), links(&["self"]));
    schemas.insert("ResourceLinks".into(), links(&["self"]));
    let paging = json!({ "total": { "type": "integer" }, "limit": { "type": "integer" } });
    schemas.insert(
        "PagingInformation".into(),
        object(json!({ "paging": object(paging, &["limit"]) }), &["paging"]),
    );
    let associated = json!({ "type": "object", "additionalProperties": { "type": "array", "items": reference("ErrorResponse") } });
    let error = json!({
        "id": { "type": "string" }, "status": { "type": "string" }, "code": { "type": "string" },
        "title": { "type": "string" }, "detail": { "type": "string" }, "associatedErrors": associated,
    });
    let errors = json!({ "errors": { "type": "array", "items": object(error, &["status", "code", "title", "detail"]) } });
    schemas.insert("ErrorResponse".into(), object(errors, &[]));
    json!({
        "openapi": "3.0.1",
        "info": { "title": "A store", "version": "1.0.0" },
        "servers": [{ "url": "https://api.example.com/" }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } } },
    })
}

fn object(properties: Json, required: &[&str]) -> Json {
    let mut object = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn links(names: &[&str]) -> Json {
    let link = json!({ "type": "string", "format": "uri-reference" });
    object(
        names.iter().map(|name| ((*name).to_owned(), link.clone())).collect::<Map<_, _>>().into(),
        &["self"],
    )
}

fn tag(at: usize) -> Json {
    json!({ "type": "string", "enum": [format!("resource{at}s")] })
}

fn linkage(at: usize) -> Json {
    object(json!({ "type": tag(at), "id": { "type": "string" } }), &["type", "id"])
}

/// The resources that answers of a resource may include.
fn included(at: usize) -> impl Iterator<Item = usize> {
    (1..=INCLUDED).map(move |step| (at + step * 5) % RESOURCES)
}

fn attributes() -> Map<String, Json> {
    let field = |number: usize| match number % 4 {
        0 => json!({ "type": "string" }),
        1 => json!({ "type": "string", "format": "date-time" }),
        2 => json!({ "type": "boolean" }),
        _ => json!({ "type": "integer" }),
    };
    let mut attributes: Map<String, Json> =
        (0..20).map(|number| (format!("field{number}"), field(number))).collect();
    attributes
        .insert("state".into(), json!({ "type": "string", "enum": ["DRAFT", "READY", "LIVE", "GONE"] }));
    attributes
}

fn add_schemas(at: usize, schemas: &mut Map<String, Json>) {
    let name = format!("Resource{at}");
    let relationships: Map<String, Json> = included(at)
        .take(3)
        .map(|other| {
            let data = json!({ "data": linkage(other), "links": reference("ResourceLinks") });
            (format!("resource{other}"), object(data, &[]))
        })
        .collect();
    let resource = json!({
        "type": tag(at), "id": { "type": "string" }, "attributes": object(attributes().into(), &[]),
        "relationships": object(relationships.into(), &[]), "links": reference("ResourceLinks"),
    });
    schemas.insert(name.clone(), object(resource, &["id", "type"]));
    let union: Vec<Json> = included(at).map(|other| reference(&format!("Resource{other}"))).collect();
    let union = json!({ "type": "array", "items": { "oneOf": union } });
    let one = json!({ "data": reference(&name), "included": union, "links": reference("DocumentLinks") });
    schemas.insert(format!("{name}Response"), object(one, &["data", "links"]));
    let many = json!({
        "data": { "type": "array", "items": reference(&name) }, "included": union,
        "links": reference("PagedDocumentLinks"), "meta": reference("PagingInformation"),
    });
    schemas.insert(format!("{name}sResponse"), object(many, &["data", "links"]));
    let plain = json!({ "data": reference(&name), "links": reference("DocumentLinks") });
    schemas.insert(format!("{name}WithoutIncludesResponse"), object(plain, &["data", "links"]));
    for (kind, needed) in [("Create", &["type", "attributes"][..]), ("Update", &["type", "id"])] {
        let mut fields = object(attributes().into(), &[]);
        if kind == "Create" {
            fields["required"] = json!(["field0"]);
        }
        let data =
            object(json!({ "type": tag(at), "id": { "type": "string" }, "attributes": fields }), needed);
        schemas.insert(format!("{name}{kind}Request"), object(json!({ "data": data }), &["data"]));
    }
    for (kind, data) in
        [("Linkage", linkage(at)), ("Linkages", json!({ "type": "array", "items": linkage(at) }))]
    {
        schemas.insert(format!("{name}{kind}Request"), object(json!({ "data": data }), &["data"]));
        let links = json!({ "data": data, "links": reference("DocumentLinks") });
        schemas.insert(format!("{name}{kind}Response"), object(links, &["data", "links"]));
    }
}

fn add_paths(at: usize, paths: &mut Map<String, Json>) {
    let name = format!("Resource{at}");
    let base = format!("/v1/resource{at}s");
    let id = json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);
    let body = |kind: &str| json!({ "required": true, "content": { "application/json": { "schema": reference(&format!("{name}{kind}Request")) } } });
    let one = format!("{name}Response");
    let many = format!("{name}sResponse");
    let plain = format!("{name}WithoutIncludesResponse");
    let mut list = operation(at, "list", Some(("200", &many)));
    list["parameters"] = queries(at);
    let mut create = operation(at, "create", Some(("201", &one)));
    create["requestBody"] = body("Create");
    paths.insert(base.clone(), json!({ "get": list, "post": create }));
    let mut read = operation(at, "read", Some(("200", &one)));
    read["parameters"] = queries(at);
    let mut update = operation(at, "update", Some(("200", &one)));
    update["requestBody"] = body("Update");
    let delete = operation(at, "delete", None);
    paths.insert(
        format!("{base}/{{id}}"),
        json!({ "parameters": id, "get": read, "patch": update, "delete": delete }),
    );
    for part in ["primary", "secondary", "former"] {
        let mut related = operation(at, part, Some(("200", &plain)));
        related["parameters"] = queries(at);
        paths.insert(format!("{base}/{{id}}/{part}"), json!({ "parameters": id, "get": related }));
    }
    let links = operation(at, "links", Some(("200", &format!("{name}LinkagesResponse"))));
    let mut relink = operation(at, "relink", None);
    relink["requestBody"] = body("Linkages");
    paths.insert(
        format!("{base}/{{id}}/relationships/others"),
        json!({ "parameters": id, "get": links, "patch": relink }),
    );
}

fn operation(at: usize, verb: &str, answer: Option<(&str, &str)>) -> Json {
    let content = |name: &str| json!({ "application/json": { "schema": reference(name) } });
    let mut responses = Map::new();
    for (status, text) in [
        ("400", "Parameter error(s)"),
        ("401", "Unauthorized error(s)"),
        ("403", "Forbidden error"),
        ("429", "Rate limit exceeded error"),
    ] {
        responses.insert(status.into(), json!({ "description": text, "content": content("ErrorResponse") }));
    }
    match answer {
        Some((status, name)) => {
            responses.insert(status.into(), json!({ "description": name, "content": content(name) }))
        }
        None => responses.insert("204".into(), json!({ "description": "Success (no content)" })),
    };
    json!({ "tags": [format!("Resource{at}s")], "operationId": format!("resource{at}s_{verb}"), "description": "Some words.", "responses": responses })
}

fn queries(at: usize) -> Json {
    let fields: Vec<String> = attributes().keys().cloned().collect();
    let list = |name: String, values: Vec<String>| {
        json!({
            "name": name, "in": "query", "description": "what to return", "style": "form", "explode": false, "required": false,
            "schema": { "type": "array", "items": { "type": "string", "enum": values } },
        })
    };
    let limit = json!({ "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 200 } });
    let mut queries = vec![list(format!("fields[resource{at}s]"), fields.clone()), limit];
    queries
        .extend(included(at).take(3).map(|other| list(format!("fields[resource{other}s]"), fields.clone())));
    queries.push(list("include".into(), included(at).map(|other| format!("resource{other}")).collect()));
    queries.into()
}
