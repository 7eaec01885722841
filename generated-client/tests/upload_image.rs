//! Uploads of images, over TCP.
#![cfg(feature = "app-store-connect")]
#![allow(clippy::unwrap_used, reason = "a test panics where something fails")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use game_achievements::app_store_connect::Client;
use game_achievements::app_store_connect::upload::{
    ImageProblem, ImageSource, ImageUpload, Progress, UploadError, UploadProblem,
};
use game_achievements::{Api as _, Authorization};
use game_achievements_mock::{Answer, Mock, Request};
use game_achievements_runtime::time::ManualClock;

const IMAGES: &str = "/v2/gameCenterAchievementImages";
const IMAGE: &str = "/v2/gameCenterAchievementImages/i";
const SIZE: usize = 200_000;

struct Setup {
    mock: Mock,
    client: Client,
    clock: ManualClock,
}

impl Setup {
    async fn new() -> Self {
        let (mock, clock) = (Mock::start().await.unwrap(), ManualClock::new());
        let client = Client::builder()
            .base_url(mock.base_url())
            .authorization(Authorization::bearer("token").unwrap())
            .header("x-ours", "1")
            .clock(clock.clone())
            .sleeper(clock.clone())
            .build()
            .unwrap();
        Self { mock, client, clock }
    }

    /// A reservation in two parts, the second first.
    fn reserved(&self, state: &str) -> Answer {
        let operation = |path: &str, offset: usize, length: usize| {
            format!(
                r#"{{"method":"PUT","url":"{}/{path}?signature=secret","offset":{offset},"length":{length},
                   "requestHeaders":[{{"name":"Content-Type","value":"image/png"}},{{"name":"x-part","value":"{path}"}}]}}"#,
                self.mock.base_url()
            )
        };
        let operations =
            format!("{},{}", operation("b", 150_000, SIZE - 150_000), operation("a", 0, 150_000));
        image(state, &format!(r#","uploadOperations":[{operations}],"fileSize":{SIZE}"#), "null")
    }

    /// All goes well, in the end.
    fn script(&self) {
        self.mock.answer("POST", IMAGES, self.reserved("AWAITING_UPLOAD"));
        self.mock.answer("PUT", "/a", Answer::empty(200));
        self.mock.answer("PUT", "/b", Answer::empty(200));
        self.mock.answer("PATCH", IMAGE, image("UPLOAD_COMPLETE", "", "null"));
        self.mock.answer("GET", IMAGE, image("UPLOAD_COMPLETE", r#","uploadOperations":null"#, "null"));
        self.mock.answer("GET", IMAGE, complete());
    }

    fn upload(&self) -> ImageUpload {
        self.client.upload_image_v2(ImageSource::bytes("medal.png", png(512, 512)))
    }

    fn calls(&self) -> Vec<String> {
        let call = |request: &Request| format!("{} {}", request.method(), request.path());
        self.mock.requests().iter().map(call).collect()
    }

    fn bodies(&self, path: &str) -> Vec<Vec<u8>> {
        let requests = self.mock.requests();
        requests
            .iter()
            .filter(|request| request.path() == path)
            .map(|request| request.body().to_vec())
            .collect()
    }
}

fn image(state: &str, attributes: &str, errors: &str) -> Answer {
    Answer::json(
        200,
        format!(
            r#"{{"data":{{"type":"gameCenterAchievementImages","id":"i","attributes":{{
               "assetDeliveryState":{{"state":"{state}","errors":{errors},"warnings":[{{"code":"W"}}]}}{attributes}}}}}}}"#
        ),
    )
}

fn complete() -> Answer {
    image(
        "COMPLETE",
        r#","imageAsset":{"templateUrl":"https://x/{w}x{h}bb.{f}","width":512,"height":512}"#,
        "[]",
    )
}

/// The head of a PNG, and bytes that are all different.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend((bytes.len()..SIZE).map(|index| (index % 251) as u8));
    bytes
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08".to_vec();
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.resize(100, 0);
    bytes
}

fn says_no_secret(error: &UploadError) {
    for text in [error.to_string(), format!("{error:?} {:#?}", error.problem())] {
        assert!(!text.contains("secret") && !text.contains("127.0.0.1"), "{text}");
    }
}

#[tokio::test]
async fn an_image_is_reserved_sent_committed_and_awaited() {
    let setup = Setup::new().await;
    setup.script();
    let log = Arc::new(Mutex::new(Vec::new()));
    let told = log.clone();
    let uploaded = setup
        .upload()
        .parallel(1)
        .on_progress(move |progress| told.lock().unwrap().push(format!("{progress:?}")))
        .send("l")
        .await
        .unwrap();
    assert_eq!((uploaded.id.as_str(), uploaded.warnings.len()), ("i", 1));
    assert_eq!(uploaded.asset.unwrap().url(512, 512, "png").unwrap(), "https://x/512x512bb.png");
    assert_eq!(
        setup.calls(),
        [
            format!("POST {IMAGES}"),
            "PUT /a".into(),
            "PUT /b".into(),
            format!("PATCH {IMAGE}"),
            format!("GET {IMAGE}"),
            format!("GET {IMAGE}"),
        ]
    );
    assert_eq!(
        *log.lock().unwrap(),
        [
            r#"Reserved { image_id: "i" }"#,
            "Sent { bytes: 150000, total: 200000 }",
            "Sent { bytes: 200000, total: 200000 }",
            "Committed",
            "Processing",
            "Processing",
        ]
    );
    assert_eq!(setup.clock.waits(), [Duration::from_secs(2), Duration::from_secs(3)]);
    let requests = setup.mock.requests();
    let reserve: serde_json::Value = serde_json::from_slice(requests[0].body()).unwrap();
    assert_eq!(
        reserve,
        serde_json::json!({"data": {
            "type": "gameCenterAchievementImages",
            "attributes": {"fileName": "medal.png", "fileSize": SIZE},
            "relationships": {"localization": {"data": {"type": "gameCenterAchievementLocalizations", "id": "l"}}},
        }})
    );
    let commit: serde_json::Value = serde_json::from_slice(requests[3].body()).unwrap();
    assert_eq!(
        commit,
        serde_json::json!({"data": {
            "type": "gameCenterAchievementImages", "id": "i", "attributes": {"uploaded": true}
        }})
    );
}

#[tokio::test]
async fn parts_have_the_given_headers_and_not_the_token() {
    let setup = Setup::new().await;
    setup.script();
    setup.upload().send("l").await.unwrap();
    let requests = setup.mock.requests();
    let parts: Vec<_> = requests.iter().filter(|request| request.method() == "PUT").collect();
    assert_eq!(parts.len(), 2);
    for part in parts {
        let mut names: Vec<_> = part.headers().iter().map(|(name, _)| name.to_lowercase()).collect();
        names.sort();
        assert_eq!(names, ["accept", "content-length", "content-type", "host", "x-part"]);
        assert_eq!(part.query(), Some("signature=secret"));
        assert_eq!(part.header("content-type"), Some("image/png"));
    }
}

#[tokio::test]
async fn a_file_bytes_and_a_reader_send_the_same() {
    let bytes = png(1024, 1024);
    let directory = std::env::temp_dir().join(format!("game-achievements-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let path = directory.join("medal.PNG");
    std::fs::write(&path, &bytes).unwrap();
    for source in [
        ImageSource::path(&path),
        ImageSource::bytes("a.png", bytes.clone()),
        ImageSource::reader("a.png", SIZE as u64, std::io::Cursor::new(bytes.clone())),
    ] {
        let setup = Setup::new().await;
        setup.script();
        let name = format!("{source:?}");
        setup.client.upload_image_v2(source).send("l").await.unwrap();
        assert!(
            setup.bodies("/a")[0] == bytes[..150_000] && setup.bodies("/b")[0] == bytes[150_000..],
            "{name}"
        );
        for request in setup.mock.requests().iter().filter(|request| request.method() == "PUT") {
            assert_eq!(request.header("content-length"), Some(request.body().len().to_string().as_str()));
        }
    }
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn a_part_that_does_not_arrive_is_sent_again() {
    let setup = Setup::new().await;
    setup.mock.answer("PUT", "/a", Answer::empty(503));
    setup.mock.answer("PUT", "/a", Answer::empty(500));
    setup.script();
    setup.upload().send("l").await.unwrap();
    let bodies = setup.bodies("/a");
    assert_eq!(bodies.len(), 3);
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(setup.clock.waits()[..2], [Duration::from_secs(1), Duration::from_secs(2)]);
}

#[tokio::test]
async fn an_upload_that_broke_off_is_resumed_by_its_id() {
    let setup = Setup::new().await;
    setup.mock.answer("PUT", "/b", Answer::text(403, "<StringToSign>secret</StringToSign>"));
    setup.mock.answer("GET", IMAGE, setup.reserved("AWAITING_UPLOAD"));
    setup.script();
    let error = setup.upload().parallel(1).send("l").await.unwrap_err();
    says_no_secret(&error);
    assert_eq!(error.to_string(), "image i: part 2 of 2 was not taken: the service answered 403 Forbidden");
    assert!(matches!(error.problem(), UploadProblem::Part { number: 2, of: 2, .. }));
    let uploaded = setup.upload().parallel(1).resume(error.image_id().unwrap()).await.unwrap();
    assert_eq!(uploaded.id, "i");
    assert_eq!(setup.bodies("/b").len(), 2);
    assert_eq!(setup.calls().iter().filter(|call| call.starts_with("POST")).count(), 1);
}

#[tokio::test]
async fn a_dropped_upload_can_be_resumed_as_its_id_is_told_before_parts_are_sent() {
    let setup = Setup::new().await;
    setup.mock.answer("GET", IMAGE, setup.reserved("AWAITING_UPLOAD"));
    setup.script();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let upload = setup.upload().on_progress(move |progress| {
        if let Progress::Reserved { image_id } = progress {
            tell.send(image_id.to_owned()).unwrap();
        }
    });
    let id = tokio::select! {
        biased;
        id = told.recv() => id.unwrap(),
        _ = upload.send("l") => panic!("it is dropped before its end"),
    };
    assert!(!setup.calls().contains(&format!("PATCH {IMAGE}")));
    setup.upload().resume(&id).await.unwrap();
    assert_eq!(setup.calls().iter().filter(|call| call.starts_with("POST")).count(), 1);
}

#[tokio::test]
async fn resuming_does_only_what_is_left() {
    let setup = Setup::new().await;
    setup.mock.answer("GET", IMAGE, image("UPLOAD_COMPLETE", "", "null"));
    setup.mock.answer("GET", IMAGE, complete());
    setup.upload().resume("i").await.unwrap();
    assert_eq!(setup.calls(), [format!("GET {IMAGE}"), format!("GET {IMAGE}")]);
    let other = setup.client.upload_image_v2(ImageSource::bytes("m.jpg", jpeg(512, 512)));
    setup.mock.answer("GET", "/v2/gameCenterAchievementImages/k", setup.reserved("AWAITING_UPLOAD"));
    assert!(matches!(other.resume("k").await.unwrap_err().problem(), UploadProblem::OtherFile));
}

#[tokio::test]
async fn a_refused_file_is_reported_with_the_reasons_of_the_service() {
    let setup = Setup::new().await;
    setup.mock.answer("POST", IMAGES, setup.reserved("AWAITING_UPLOAD"));
    setup.mock.answer("PUT", "/a", Answer::empty(200));
    setup.mock.answer("PUT", "/b", Answer::empty(200));
    let errors = r#"[{"code":"IMAGE_ALPHA_NOT_ALLOWED","description":"no alpha"}]"#;
    setup.mock.answer("PATCH", IMAGE, image("FAILED", "", errors));
    let error = setup.upload().send("l").await.unwrap_err();
    assert_eq!(error.to_string(), "image i: the service refused the file: IMAGE_ALPHA_NOT_ALLOWED no alpha");
    let UploadProblem::Refused(errors) = error.problem() else { panic!("{error:?}") };
    assert_eq!(errors[0].code.as_deref(), Some("IMAGE_ALPHA_NOT_ALLOWED"));
}

#[tokio::test]
async fn waiting_ends_at_the_deadline() {
    let setup = Setup::new().await;
    setup.mock.answer("GET", IMAGE, image("UPLOAD_COMPLETE", "", "null"));
    let error = setup.upload().deadline(Duration::from_secs(7)).resume("i").await.unwrap_err();
    assert!(matches!(error.problem(), UploadProblem::Deadline(_)));
    assert_eq!(setup.clock.waits().iter().sum::<Duration>(), Duration::from_secs(7));
}

#[tokio::test]
async fn what_the_service_would_refuse_is_refused_before_anything_is_reserved() {
    let setup = Setup::new().await;
    let checked = [
        (ImageSource::bytes("a.png", png(512, 511)), ImageProblem::Dimensions { width: 512, height: 511 }),
        (ImageSource::bytes("a.jpg", jpeg(100, 512)), ImageProblem::Dimensions { width: 100, height: 512 }),
        (ImageSource::bytes("a.jpg", png(512, 512)), ImageProblem::Name { expected: ".png" }),
        (ImageSource::bytes("a.png", jpeg(512, 512)), ImageProblem::Name { expected: ".jpg or .jpeg" }),
        (ImageSource::bytes("a.gif", &b"GIF89a\0\x02\0\x02"[..]), ImageProblem::Type),
        (ImageSource::bytes("a.png", &b"\x89PNG\r\n\x1a\n"[..]), ImageProblem::Type),
        (ImageSource::bytes("a.png", vec![]), ImageProblem::Empty),
    ];
    for (source, expected) in checked {
        let error = setup.client.upload_image_v2(source).send("l").await.unwrap_err();
        assert!(matches!(error.problem(), UploadProblem::Image(problem) if *problem == expected), "{error}");
    }
    for source in [ImageSource::path("/no/such.png"), ImageSource::reader("a.png", 9, &b"\x89PNG"[..])] {
        let error = setup.client.upload_image_v2(source).send("l").await.unwrap_err();
        assert!(matches!(error.problem(), UploadProblem::Read(_)), "{error}");
    }
    assert!(setup.mock.requests().is_empty());
}

#[tokio::test]
async fn an_upload_that_makes_no_sense_is_refused_without_a_word_of_its_address() {
    let good = |url: &str| format!(r#"{{"method":"PUT","url":"{url}","offset":0,"length":{SIZE}}}"#);
    for operation in [
        good("http://elsewhere.example/secret"),
        good("secret"),
        good("https://x.example/secret").replace(&SIZE.to_string(), "5"),
        good("https://x.example/secret").replace(":0,", ":-1,"),
        good("https://x.example/secret").replace("PUT", "P T"),
        good("https://x.example/secret").replace("offset", "x"),
    ] {
        let setup = Setup::new().await;
        setup.mock.answer(
            "POST",
            IMAGES,
            image("AWAITING_UPLOAD", &format!(r#","uploadOperations":[{operation}]"#), "[]"),
        );
        let error = setup.upload().send("l").await.unwrap_err();
        assert!(matches!(error.problem(), UploadProblem::Operations(_)), "{error:?}");
        assert_eq!(error.image_id(), Some("i"));
        says_no_secret(&error);
        assert_eq!(setup.mock.requests().len(), 1);
    }
}

#[tokio::test]
#[allow(deprecated, reason = "the first generation is uploaded too")]
async fn images_of_the_first_generation_are_uploaded_with_their_own_operations() {
    let setup = Setup::new().await;
    setup.script();
    let (images, image) = (IMAGES.replace("v2", "v1"), IMAGE.replace("v2", "v1"));
    setup.mock.answer("POST", &images, setup.reserved("AWAITING_UPLOAD"));
    setup.mock.answer("PATCH", &image, complete());
    let source = ImageSource::bytes("medal.png", png(512, 512));
    setup.client.upload_image(source).parallel(0).send("l").await.unwrap();
    assert_eq!(
        setup.calls(),
        [format!("POST {images}"), "PUT /a".into(), "PUT /b".into(), format!("PATCH {image}")]
    );
    assert!(
        String::from_utf8_lossy(&setup.bodies(&images)[0]).contains("gameCenterAchievementLocalization\":{")
    );
}

#[test]
fn futures_can_be_sent_to_other_threads() {
    fn is_send<T: Send>(_: T) {}
    let _ = |upload: ImageUpload| is_send(upload.send("l"));
    let _ = |upload: ImageUpload| is_send(upload.resume("i"));
}
