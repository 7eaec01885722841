//! Uploads of images, over TCP.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use game_achievements::app_store_connect::upload::{
    ImageProblem, ImageSource, ImageUpload, Progress, UploadError, UploadProblem,
};
use game_achievements_mock::Answer;

use crate::support::images::{IMAGE, IMAGES, SECOND, SIZE, Setup, complete, image, jpeg, png};

fn says_no_secret(error: &UploadError) {
    for text in [error.to_string(), format!("{error:?} {:#?}", error.problem())] {
        assert!(!text.contains("s1gnature") && !text.contains("127.0.0.1"), "{text}");
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
        [format!("POST {IMAGES}"), format!("PATCH {IMAGE}"), format!("GET {IMAGE}"), format!("GET {IMAGE}"),]
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
    let requests = setup.service.requests();
    let reserve: serde_json::Value = serde_json::from_slice(requests[0].body()).unwrap();
    assert_eq!(
        reserve,
        serde_json::json!({"data": {
            "type": "gameCenterAchievementImages",
            "attributes": {"fileName": "medal.png", "fileSize": SIZE},
            "relationships": {"localization": {"data": {"type": "gameCenterAchievementLocalizations", "id": "l"}}},
        }})
    );
    let commit: serde_json::Value = serde_json::from_slice(requests[1].body()).unwrap();
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
    let parts = setup.parts.requests();
    assert_eq!(parts.len(), 2);
    for part in parts {
        let mut names: Vec<_> = part.headers().iter().map(|(name, _)| name.to_lowercase()).collect();
        names.sort();
        assert_eq!(names, ["accept", "content-length", "content-type", "host", "x-part"]);
        assert_eq!(part.query(), Some("key=s1gnature"));
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
        assert!(setup.sent("/a")[0] == bytes[..SECOND] && setup.sent("/b")[0] == bytes[SECOND..], "{name}");
        for request in setup.parts.requests() {
            assert_eq!(request.header("content-length"), Some(request.body().len().to_string().as_str()));
        }
    }
    std::fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn a_part_that_does_not_arrive_is_sent_again() {
    let setup = Setup::new().await;
    setup.parts.answer("PUT", "/a", Answer::empty(503));
    setup.parts.answer("PUT", "/a", Answer::empty(500));
    setup.script();
    setup.upload().send("l").await.unwrap();
    let bodies = setup.sent("/a");
    assert_eq!(bodies.len(), 3);
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    // By the client's policy: 2 s and more after 503, 10 s and more after 500.
    let waits = setup.clock.waits();
    assert!(waits[0] >= Duration::from_secs(2) && waits[1] >= Duration::from_secs(10), "{waits:?}");
}

#[tokio::test]
async fn an_upload_that_broke_off_is_resumed_by_its_id() {
    let setup = Setup::new().await;
    setup.parts.answer("PUT", "/b", Answer::text(403, "<StringToSign>s1gnature</StringToSign>"));
    setup.service.answer("GET", IMAGE, setup.reserved("AWAITING_UPLOAD"));
    setup.script();
    let error = setup.upload().parallel(1).send("l").await.unwrap_err();
    says_no_secret(&error);
    assert_eq!(error.to_string(), "image i: part 2 of 2 was not taken: the service answered 403 Forbidden");
    assert!(matches!(error.problem(), UploadProblem::Part { number: 2, of: 2, .. }));
    let uploaded = setup.upload().parallel(1).resume(error.image_id().unwrap()).await.unwrap();
    assert_eq!(uploaded.id, "i");
    assert_eq!(setup.sent("/b").len(), 2);
    assert_eq!(setup.calls().iter().filter(|call| call.starts_with("POST")).count(), 1);
}

#[tokio::test]
async fn a_dropped_upload_can_be_resumed_as_its_id_is_told_before_parts_are_sent() {
    let setup = Setup::new().await;
    setup.service.answer("GET", IMAGE, setup.reserved("AWAITING_UPLOAD"));
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
    setup.service.answer("GET", IMAGE, image("UPLOAD_COMPLETE", "", "null"));
    setup.service.answer("GET", IMAGE, complete());
    setup.upload().resume("i").await.unwrap();
    assert_eq!(setup.calls(), [format!("GET {IMAGE}"), format!("GET {IMAGE}")]);
    let other = setup.client.upload_image_v2(ImageSource::bytes("m.jpg", jpeg(512, 512)));
    setup.service.answer("GET", "/v2/gameCenterAchievementImages/k", setup.reserved("AWAITING_UPLOAD"));
    assert!(matches!(other.resume("k").await.unwrap_err().problem(), UploadProblem::OtherFile));
}

#[tokio::test]
async fn a_refused_file_is_reported_with_the_reasons_of_the_service() {
    let setup = Setup::new().await;
    setup.service.answer("POST", IMAGES, setup.reserved("AWAITING_UPLOAD"));
    setup.parts.answer("PUT", "/a", Answer::empty(200));
    setup.parts.answer("PUT", "/b", Answer::empty(200));
    let errors = r#"[{"code":"IMAGE_ALPHA_NOT_ALLOWED","description":"no alpha"}]"#;
    setup.service.answer("PATCH", IMAGE, image("FAILED", "", errors));
    let error = setup.upload().send("l").await.unwrap_err();
    assert_eq!(error.to_string(), "image i: the service refused the file: IMAGE_ALPHA_NOT_ALLOWED no alpha");
    let UploadProblem::Refused(errors) = error.problem() else { panic!("{error:?}") };
    assert_eq!(errors[0].code.as_deref(), Some("IMAGE_ALPHA_NOT_ALLOWED"));
}

#[tokio::test]
async fn waiting_ends_at_the_deadline() {
    let setup = Setup::new().await;
    setup.service.answer("GET", IMAGE, image("UPLOAD_COMPLETE", "", "null"));
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
    assert!(setup.service.requests().is_empty());
}

#[tokio::test]
async fn an_upload_that_makes_no_sense_is_refused_without_a_word_of_its_address() {
    let good = |url: &str| format!(r#"{{"method":"PUT","url":"{url}","offset":0,"length":{SIZE}}}"#);
    for operation in [
        good("http://elsewhere.example/s1gnature"),
        good("s1gnature"),
        good("https://x.example/s1gnature").replace(&SIZE.to_string(), "5"),
        good("https://x.example/s1gnature").replace(":0,", ":-1,"),
        good("https://x.example/s1gnature").replace("PUT", "P T"),
        good("https://x.example/s1gnature").replace("offset", "x"),
    ] {
        let setup = Setup::new().await;
        setup.service.answer(
            "POST",
            IMAGES,
            image("AWAITING_UPLOAD", &format!(r#","uploadOperations":[{operation}]"#), "[]"),
        );
        let error = setup.upload().send("l").await.unwrap_err();
        assert!(matches!(error.problem(), UploadProblem::Operations(_)), "{error:?}");
        assert_eq!(error.image_id(), Some("i"));
        says_no_secret(&error);
        assert_eq!(setup.service.requests().len(), 1);
    }
}

#[tokio::test]
#[allow(deprecated, reason = "the first generation is uploaded too")]
async fn images_of_the_first_generation_are_uploaded_with_their_own_operations() {
    let setup = Setup::new().await;
    setup.script();
    let (images, image) = (IMAGES.replace("v2", "v1"), IMAGE.replace("v2", "v1"));
    setup.service.answer("POST", &images, setup.reserved("AWAITING_UPLOAD"));
    setup.service.answer("PATCH", &image, complete());
    let source = ImageSource::bytes("medal.png", png(512, 512));
    setup.client.upload_image(source).parallel(0).send("l").await.unwrap();
    assert_eq!(setup.calls(), [format!("POST {images}"), format!("PATCH {image}")]);
    assert!(
        String::from_utf8_lossy(setup.service.requests()[0].body())
            .contains("gameCenterAchievementLocalization\":{")
    );
}

#[test]
fn futures_can_be_sent_to_other_threads() {
    fn is_send<T: Send>(_: T) {}
    let _ = |upload: ImageUpload| is_send(upload.send("l"));
    let _ = |upload: ImageUpload| is_send(upload.resume("i"));
}
