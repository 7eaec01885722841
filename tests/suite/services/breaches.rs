//! Clients with one thing wrong: each is caught, by the rule that it breaks and at the place where it does.

use game_achievements_mock::Place;
use serde_json::{Value, json};

use super::Raw;
use super::every_operation::{adapt, services};
use crate::wire::sent_by_all;

/// What is done to a request that was good.
enum Fault {
    /// Replaces this in the target.
    Target(&'static str, &'static str),
    /// Puts this behind the target.
    Query(&'static str),
    Method(&'static str),
    NoHeader(&'static str),
    Header(&'static str, &'static str),
    /// Sets the member at a pointer.
    Set(&'static str, Value),
    /// Takes the member at a pointer away: the pointer of what holds it, and its name.
    Without(&'static str, &'static str),
    Body(&'static str),
}
use Fault::{Body, Header, Method, NoHeader, Query, Set, Target, Without};

impl Fault {
    fn plant(&self, request: &mut Raw) {
        let with_json = |request: &mut Raw, change: &dyn Fn(&mut Value)| {
            let mut json = serde_json::from_slice(&request.body).expect("JSON");
            change(&mut json);
            request.body = json.to_string().into_bytes();
        };
        match self {
            Target(old, new) => {
                assert!(request.target.contains(old), "{old} is not in {}", request.target);
                request.target = request.target.replace(old, new);
            }
            Query(pair) => {
                let mark = if request.target.contains('?') { '&' } else { '?' };
                request.target += &format!("{mark}{pair}");
            }
            Method(method) => request.method = (*method).to_owned(),
            NoHeader(name) => {
                let before = request.headers.len();
                request.headers.retain(|(found, _)| found != name);
                assert_ne!(request.headers.len(), before, "{name} was not sent");
            }
            Header(name, value) => {
                request.headers.retain(|(found, _)| found != name);
                request.headers.push(((*name).to_owned(), (*value).to_owned()));
            }
            Set(pointer, value) => with_json(request, &|json| {
                let (holder, name) = pointer.rsplit_once('/').expect("a pointer");
                json.pointer_mut(holder).expect("a place")[name] = value.clone();
            }),
            Without(holder, name) => with_json(request, &|json| {
                let holder = json.pointer_mut(holder).and_then(Value::as_object_mut).expect("a place");
                holder.remove(*name).expect("a member");
            }),
            Body(text) => request.body = text.as_bytes().to_vec(),
        }
    }
}

#[tokio::test]
async fn a_client_with_one_thing_wrong_is_caught_by_the_right_rule_at_the_right_place() {
    let parameter = |name: &str| Place::Parameter(name.to_owned());
    let body = |pointer: &str| Place::Body(pointer.to_owned());
    let long = "x".repeat(101);
    let faults: Vec<(&str, &str, Fault, u16, &str, Place)> = vec![
        // Parameters.
        (
            "app-store-connect",
            "read_achievement_v2",
            Target("include=", "includes="),
            400,
            "undocumented-parameter",
            parameter("includes"),
        ),
        (
            "app-store-connect",
            "read_achievement_v2",
            Query("fields[gameCenterAchievement]=points"),
            400,
            "undocumented-parameter",
            parameter("fields[gameCenterAchievement]"),
        ),
        (
            "app-store-connect",
            "read_achievement_v2",
            Target("include=", "include=version,"),
            400,
            "enum-value-not-listed",
            parameter("include"),
        ),
        (
            "app-store-connect",
            "list_achievement_linkages_v2",
            Target("limit=", "limit=many"),
            400,
            "wrong-type",
            parameter("limit"),
        ),
        (
            "app-store-connect",
            "list_achievement_linkages_v2",
            Target("limit=", "limit=20"),
            400,
            "out-of-bounds",
            parameter("limit"),
        ),
        (
            "app-store-connect",
            "read_achievement_v2",
            Query("include=versions"),
            400,
            "repeated-parameter",
            parameter("include"),
        ),
        (
            "app-store-connect",
            "list_review_submissions",
            Target("filter%5Bapp%5D", "filter%5Bapps%5D"),
            400,
            "missing-parameter",
            parameter("filter[app]"),
        ),
        (
            "xbox-live",
            "list_achievements",
            Target("titleId=", "titleId=none,"),
            400,
            "wrong-type",
            parameter("titleId"),
        ),
        (
            "xbox-live",
            "list_achievements",
            Target("xuid(2533274790412952)", "xuid(me)"),
            400,
            "wrong-type",
            parameter("xuid"),
        ),
        (
            "xbox-live",
            "read_achievement",
            Target("00000000-0000-0000-0000-00007a3b5c11", "7a3b5c11"),
            400,
            "wrong-format",
            parameter("scid"),
        ),
        // Headers.
        (
            "xbox-live",
            "list_achievements",
            NoHeader("x-xbl-contract-version"),
            400,
            "missing-parameter",
            parameter("x-xbl-contract-version"),
        ),
        (
            "xbox-live",
            "update_achievements",
            Header("x-xbl-contract-version", "4"),
            400,
            "enum-value-not-listed",
            parameter("x-xbl-contract-version"),
        ),
        (
            "app-store-connect",
            "create_achievement_v2",
            Header("content-type", "text/plain"),
            400,
            "undocumented-media-type",
            body(""),
        ),
        // Paths and methods.
        (
            "app-store-connect",
            "read_achievement_v2",
            Target("/v2/", "/v3/"),
            404,
            "undocumented-operation",
            Place::Whole,
        ),
        (
            "app-store-connect",
            "read_achievement_v2",
            Method("PUT"),
            405,
            "undocumented-operation",
            Place::Whole,
        ),
        // Bodies.
        (
            "app-store-connect",
            "create_achievement_v2",
            Without("/data/attributes", "referenceName"),
            400,
            "missing-property",
            body("/data/attributes/referenceName"),
        ),
        (
            "app-store-connect",
            "create_achievement_v2",
            Set("/data/attributes/reference_name", json!("x")),
            400,
            "undocumented-property",
            body("/data/attributes/reference_name"),
        ),
        (
            "app-store-connect",
            "create_achievement_v2",
            Set("/data/attributes/points", json!("10")),
            400,
            "wrong-type",
            body("/data/attributes/points"),
        ),
        (
            "app-store-connect",
            "create_achievement_v2",
            Set("/data/attributes/points", json!(101)),
            400,
            "out-of-bounds",
            body("/data/attributes/points"),
        ),
        (
            "app-store-connect",
            "create_achievement_v2",
            Set("/data/attributes/vendorIdentifier", json!(long)),
            400,
            "out-of-bounds",
            body("/data/attributes/vendorIdentifier"),
        ),
        (
            "app-store-connect",
            "create_achievement_v2",
            Set("/data/attributes/repeatable", Value::Null),
            400,
            "unexpected-null",
            body("/data/attributes/repeatable"),
        ),
        (
            "app-store-connect",
            "create_achievement_v2",
            Set("/data/type", json!("achievements")),
            400,
            "enum-value-not-listed",
            body("/data/type"),
        ),
        (
            "app-store-connect",
            "create_achievement_v2",
            Without("", "included"),
            400,
            "missing-property",
            body("/included"),
        ),
        ("app-store-connect", "create_achievement_v2", Body("{\"data\":"), 400, "malformed-body", body("")),
        ("app-store-connect", "create_achievement_v2", Body(""), 400, "missing-body", body("")),
        ("app-store-connect", "read_achievement_v2", Body("{}"), 400, "undocumented-body", body("")),
        (
            "xbox-live",
            "update_achievements",
            Set("/achievements", json!([])),
            400,
            "out-of-bounds",
            body("/achievements"),
        ),
        (
            "xbox-live",
            "update_achievements",
            Set("/achievements/0/percentComplete", json!(101)),
            400,
            "out-of-bounds",
            body("/achievements/0/percentComplete"),
        ),
        (
            "xbox-live",
            "update_achievements",
            Set("/achievements/0/id", json!(1)),
            400,
            "wrong-type",
            body("/achievements/0/id"),
        ),
        (
            "xbox-live",
            "update_achievements",
            Set("/action", json!("update")),
            400,
            "enum-value-not-listed",
            body("/action"),
        ),
    ];
    let services = services().await;
    let (mut wrong, before) = (Vec::new(), services.snapshot());
    for (at, (api, operation, fault, status, rule, place)) in faults.into_iter().enumerate() {
        let service =
            if api == "app-store-connect" { services.app_store_connect() } else { services.xbox_live() };
        let sent =
            sent_by_all().iter().find(|sent| sent.api == api && sent.id == operation).expect(operation);
        let mut request = Raw::of(&sent.request);
        adapt(&mut request, operation);
        services.restore(&before);
        let known = service.breaches().len();
        let (good, answer) = request.send(service.mock()).await;
        assert!(matches!(good, 200..300 | 304), "{operation} is good without a fault: {answer}");
        assert_eq!(service.breaches().len(), known);
        fault.plant(&mut request);
        let answer = request.send(service.mock()).await;
        let found: Vec<_> = service.breaches()[known..]
            .iter()
            .map(|breach| (breach.rule.clone(), breach.place.clone()))
            .collect();
        let is_told = answer.0 == status && found.contains(&(rule.to_owned(), place.clone()));
        if !is_told || !told(&answer.1, rule, &place) {
            wrong.push(format!(
                "{at} {operation}: wanted {status} {rule} at {place:?}, found {found:?}\n{}",
                answer.1
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether the answer tells the rule and the place in the form of its provider.
fn told(answer: &str, rule: &str, place: &Place) -> bool {
    let Some((_, json)) = answer.split_once("\r\n\r\n") else { return false };
    let Ok(json) = serde_json::from_str::<Value>(json) else { return false };
    let Some(errors) = json["errors"].as_array() else {
        return json["description"].as_str().is_some_and(|text| text.contains(&format!("[{rule}]")));
    };
    errors.iter().any(|error| {
        let source = match place {
            Place::Parameter(name) => json!({"parameter": name}),
            Place::Body(pointer) => json!({"pointer": pointer}),
            _ => Value::Null,
        };
        error["meta"]["rule"] == rule
            && error["source"] == source
            && error["id"].is_string()
            && error["code"].is_string()
    })
}
