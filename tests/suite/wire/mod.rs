//! What generated clients are known to get wrong on the wire: one test for each defect, through ours.
//!
//! What holds for every call whatever the API is tested beside the runtime; here is what only generated code can show, for
//! every operation where that is possible.

mod answered;
mod surface;

use std::sync::OnceLock;
use std::thread;

use game_achievements::app_store_connect::{self, types};
use game_achievements::{Authorization, Error, ErrorKind, xbox_live};
use game_achievements_codegen::api::Registry;
use game_achievements_mock::{Answer, Mock, Request};
use tokio::runtime::Builder;

use crate::generated;
use crate::held::Held;
use crate::operations::client;

/// An operation, and what it sends with every parameter set.
pub struct Sent {
    pub api: String,
    pub id: &'static str,
    pub request: Request,
}

/// All operations of all APIs. They are called once for all tests here: most of the time goes into making clients.
pub fn sent_by_all() -> &'static [Sent] {
    static ALL: OnceLock<Vec<Sent>> = OnceLock::new();
    ALL.get_or_init(|| {
        let runtime = || Builder::new_current_thread().enable_all().build().expect("a runtime");
        // In a thread of its own, since a test is in a runtime already.
        thread::scope(|scope| scope.spawn(|| runtime().block_on(send_all())).join().expect("no panic"))
    })
}

async fn send_all() -> Vec<Sent> {
    let mut all = Vec::new();
    for api in Registry::builtin().apis() {
        assert!(!generated::operations(&api.name).is_empty(), "{} has no operation", api.name);
        let mock = Mock::start().await.expect("a free port");
        for &id in generated::operations(&api.name) {
            let error = generated::call(&api.name, mock.base_url(), id).await.expect_err("nothing answers");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(404), "{id}: {error}");
            let request = mock.requests().pop().expect("a request");
            all.push(Sent { api: api.name.clone(), id, request });
        }
    }
    all
}

#[tokio::test]
async fn lists_are_joined_by_commas_and_a_comma_inside_a_value_is_none_of_them() {
    let mock = Held::start().await;
    let apple: app_store_connect::Client = client(mock.base_url()).expect("a client");
    let options = app_store_connect::options::ListAchievementsV2::default()
        .fields_game_center_achievements([
            types::GameCenterAchievementV2Field::Points,
            types::GameCenterAchievementV2Field::ReferenceName,
        ])
        .filter_reference_name(["Early, but not too", "Late"])
        .filter_id([""; 0])
        .include([
            types::GameCenterAchievementV2Include::Versions,
            types::GameCenterAchievementV2Include::Activity,
        ]);
    let _ = apple.list_achievements_v2("d", options).await;
    let xbox: xbox_live::Client = client(mock.base_url()).expect("a client");
    let options = xbox_live::options::ListAchievements::default().title_id([1, 3_051_199_919]);
    let _ = xbox.list_achievements(1, options).await;
    let _ =
        xbox.list_achievements(1, xbox_live::options::ListAchievements::default().title_id([0_u32; 0])).await;

    let targets: Vec<_> = mock.requests().iter().map(|request| request.target().to_owned()).collect();
    assert_eq!(
        targets,
        [
            "/v1/gameCenterDetails/d/gameCenterAchievementsV2?fields%5BgameCenterAchievements%5D=points,referenceName\
             &filter%5BreferenceName%5D=Early%2C%20but%20not%20too,Late&include=versions,activity",
            "/users/xuid(1)/achievements?titleId=1,3051199919",
            "/users/xuid(1)/achievements",
        ]
    );
}

#[test]
fn no_operation_repeats_a_query_parameter() {
    for Sent { api, id, request } in sent_by_all() {
        let mut names: Vec<_> = request
            .query()
            .unwrap_or_default()
            .split('&')
            .map(|pair| pair.split('=').next().unwrap_or_default())
            .collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "{api} {id}: {}", request.target());
    }
}

#[tokio::test]
#[allow(deprecated, reason = "deprecated operations are guarded like the others")]
async fn an_id_that_could_lead_to_another_resource_is_refused_before_anything_is_sent() {
    let mock = Mock::start().await.expect("a free port");
    let client: app_store_connect::Client = client(mock.base_url()).expect("a client");
    let bad = [
        "",
        ".",
        "..",
        "../apps",
        "a/b",
        "/",
        "..\\..\\v1\\apps",
        "a\\b",
        "a\0",
        "a\nb",
        "a\u{7f}",
        "\u{85}",
    ];
    for id in bad {
        let linkages = types::GameCenterAchievementLinkagesRequest::new([]);
        let data = types::GameCenterAchievementUpdateRequestData::new(id);
        let update = types::GameCenterAchievementUpdateRequest::new(data);
        let options = app_store_connect::options::ReadAchievementLocalizationImage::default();
        let refused: [Error; 5] = [
            client.delete_achievement_v2(id).await.expect_err("refused"),
            client.delete_achievement_image(id).await.expect_err("refused"),
            client.modify_achievement_v2(id, &update).await.expect_err("refused"),
            client.remove_achievements_from_activity_v2(id, &linkages).await.expect_err("refused"),
            client.read_achievement_localization_image(id, options).await.expect_err("refused"),
        ];
        for error in refused {
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{id:?}: {error}");
            assert_eq!(error.status(), None);
        }
    }
    assert_eq!(mock.requests(), []);

    // All else is text, and stays in its segment.
    mock.answer("DELETE", "/v2/gameCenterAchievements/a%20%3F%23%25%3B..%C3%A9", Answer::empty(204));
    client.delete_achievement_v2("a ?#%;..é").await.expect("a success");
}

#[test]
fn every_request_says_who_sends_it_and_what_it_takes_and_has_no_stray_header() {
    let documented = ["x-xbl-contract-version", "accept-language", "x-requestedserviceversion"];
    for Sent { api, id, request } in sent_by_all() {
        assert_eq!(request.header("accept"), Some("application/json"), "{api} {id}");
        let agent = request.header("user-agent").unwrap_or_default();
        assert!(agent.starts_with("game-achievements/"), "{api} {id}: {agent}");
        // The API's own version, say, which some generators send as `api-version`.
        for (name, _) in request.headers() {
            let usual = ["accept", "user-agent", "authorization", "host"].contains(&&**name);
            let of_a_body =
                !request.body().is_empty() && ["content-type", "content-length"].contains(&&**name);
            let of_xbox = api.starts_with("xbox") && documented.contains(&&**name);
            assert!(usual || of_a_body || of_xbox, "{api} {id} sends {name}");
        }
    }
}

#[tokio::test]
async fn credentials_are_sent_to_no_other_host() {
    let (mock, other) =
        (Mock::start().await.expect("a free port"), Mock::start().await.expect("a free port"));
    let elsewhere = format!("{}/v2/gameCenterAchievements/a", other.base_url());
    for status in [301, 302, 307, 308] {
        let answer = Answer::empty(status).header("location", elsewhere.clone());
        mock.answer("GET", "/v2/gameCenterAchievements/a", answer.clone());
        mock.answer("GET", "/users/xuid(1)/achievements", answer);
        let apple: app_store_connect::Client = client(mock.base_url()).expect("a client");
        let options = app_store_connect::options::ReadAchievementV2::default();
        let error = apple.read_achievement_v2("a", options).await.expect_err("it is elsewhere");
        assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
        let xbox: xbox_live::Client = client(mock.base_url()).expect("a client");
        let options = xbox_live::options::ListAchievements::default();
        let error = xbox.list_achievements(1, options).await.expect_err("it is elsewhere");
        assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
    }
    assert_eq!(other.requests(), []);
}

#[tokio::test]
async fn nothing_that_can_be_printed_shows_the_token() {
    use game_achievements::Api as _;

    const TOKEN: &str = "t0p.s3cret";
    let mock = Mock::start().await.expect("a free port");
    mock.answer(
        "DELETE",
        "/v2/gameCenterAchievements/a",
        Answer::json(403, r#"{"errors":[{"code":"FORBIDDEN"}]}"#),
    );
    let builder = || {
        let authorization = Authorization::bearer(TOKEN).expect("a token");
        app_store_connect::Client::builder().base_url(mock.base_url()).authorization(authorization)
    };
    let apple = builder().build().expect("a client");
    let error = apple.delete_achievement_v2("a").await.expect_err("it is refused");
    let xbox = xbox_live::Client::new(&format!("XBL3.0 x=1;{TOKEN}")).expect("a client");
    let printed = format!("{:?} {apple:?} {xbox:?} {error:?} {error}", builder());
    assert!(!printed.contains(TOKEN), "{printed}");
    // It was sent, though.
    let sent = mock.requests().pop().expect("a request");
    assert_eq!(sent.header("authorization"), Some("Bearer t0p.s3cret"));
}
