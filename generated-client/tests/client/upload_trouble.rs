//! Uploads to a service that misbehaves.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use game_achievements::app_store_connect::upload::{ImageSource, Progress, UploadProblem};
use game_achievements::{Api as _, CallOptions, RetryPolicy, StatusCode};
use game_achievements_mock::{Answer, Fault};
use tokio::io::{AsyncRead, ReadBuf};

use crate::support::images::{IMAGE, IMAGES, SECOND, SIZE, Setup, image, png};
use crate::support::{Service, log};

const SECONDS_30: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_part_is_sent_again_after_any_trouble_that_passes() {
    for fault in [Fault::Refused, Fault::Lost, Fault::status(408), Fault::status(503), Fault::status(429)] {
        let setup = Setup::new().await;
        setup.script();
        setup.parts.fault("PUT", "/a", fault.clone());
        setup.upload().send("l").await.unwrap();
        let bodies = setup.sent("/a");
        assert_eq!(bodies.len(), 2, "{fault:?}");
        assert!(bodies[0] == bodies[1] && bodies[0] == png(512, 512)[..SECOND]);
        assert_eq!((setup.sent("/b").len(), setup.service.acted_on("POST")), (1, 1));
    }
}

#[tokio::test]
async fn a_part_waits_as_long_as_the_address_asks() {
    let setup = Setup::new().await;
    setup.script();
    setup.parts.fault("PUT", "/a", Fault::too_many_requests(30));
    setup.upload().parallel(1).send("l").await.unwrap();
    assert!(setup.clock.waits()[0] >= SECONDS_30, "{:?}", setup.clock.waits());
}

#[tokio::test]
async fn a_part_that_never_arrives_fails_the_upload_by_the_policy_of_the_client() {
    for (policy, tries) in [(RetryPolicy::default(), 4), (RetryPolicy::never(), 1)] {
        let setup = Setup::new().await;
        setup.script();
        setup.parts.fault_every(1, [Fault::Refused]);
        let client = setup.client.with(CallOptions::default().retry(policy));
        let source = ImageSource::bytes("medal.png", png(512, 512));
        let error = client.upload_image_v2(source).parallel(1).send("l").await.unwrap_err();
        let UploadProblem::Part { number: 1, of: 2, status: None, tries: tried, source: Some(_) } =
            error.problem()
        else {
            panic!("{error:?}")
        };
        assert_eq!((*tried, setup.sent("/a").len()), (tries, tries as usize));
        assert_eq!(setup.service.acted_on("PATCH"), 0, "what is not whole is not committed");

        // The reservation is still good.
        setup.parts.fault_every(0, []);
        setup.service.fault("GET", IMAGE, Fault::Instead(setup.reserved("AWAITING_UPLOAD")));
        setup.upload().resume(error.image_id().unwrap()).await.unwrap();
        assert_eq!(setup.service.acted_on("POST"), 1);
    }
}

#[tokio::test]
async fn a_part_that_is_redirected_is_not_taken_elsewhere() {
    let (setup, other) = (Setup::new().await, Service::stranger().await);
    setup.script();
    setup.parts.fault("PUT", "/a", Fault::redirect(307, format!("{}/a", other.base_url())));
    let error = setup.upload().send("l").await.unwrap_err();
    let status = StatusCode::TEMPORARY_REDIRECT;
    assert!(matches!(error.problem(), UploadProblem::Part { status: Some(s), tries: 1, .. } if *s == status));
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_reservation_without_an_answer_is_not_made_twice() {
    let setup = Setup::new().await;
    setup.script();
    setup.service.fault("POST", IMAGES, Fault::Lost);
    let error = setup.upload().send("l").await.unwrap_err();
    assert!(matches!(error.problem(), UploadProblem::Call(_)) && error.image_id().is_none());
    assert_eq!((setup.service.acted_on("POST"), setup.parts.requests().len()), (1, 0));
    // One that the service refused to begin is.
    setup.service.fault("POST", IMAGES, Fault::too_many_requests(1));
    setup.upload().send("l").await.unwrap();
    assert_eq!(setup.service.acted_on("POST"), 2);
}

#[tokio::test]
async fn a_commit_without_an_answer_is_found_done_by_who_resumes() {
    let setup = Setup::new().await;
    setup.script();
    setup.service.fault("PATCH", IMAGE, Fault::Lost);
    let error = setup.upload().send("l").await.unwrap_err();
    assert_eq!(error.image_id(), Some("i"));
    setup.upload().resume("i").await.unwrap();
    assert_eq!(setup.service.acted_on("PATCH"), 1);
    assert_eq!((setup.sent("/a").len(), setup.sent("/b").len()), (1, 1), "no part is sent again");
}

#[tokio::test]
async fn waiting_for_the_end_survives_trouble() {
    let setup = Setup::new().await;
    setup.script();
    for fault in [Fault::status(503), Fault::Reset(10), Fault::too_many_requests(5)] {
        setup.service.fault("GET", IMAGE, fault);
    }
    assert_eq!(setup.upload().send("l").await.unwrap().id, "i");
}

#[tokio::test]
async fn parts_are_under_way_at_the_same_time() {
    let setup = Setup::new().await;
    setup.script();
    // The answer to the first part is the last to come.
    setup.parts.fault("PUT", "/a", Fault::Slow { piece: 1_000, gap: Duration::from_millis(200) });
    let sent = Arc::new(Mutex::new(Vec::new()));
    let told = sent.clone();
    let upload = setup.upload().parallel(2).on_progress(move |progress| {
        if let Progress::Sent { bytes, .. } = progress {
            told.lock().unwrap().push(bytes);
        }
    });
    upload.send("l").await.unwrap();
    assert_eq!(*sent.lock().unwrap(), [(SIZE - SECOND) as u64, SIZE as u64]);
}

/// Bytes of an image that count how many were taken.
struct Counted {
    bytes: std::io::Cursor<Vec<u8>>,
    taken: Arc<AtomicUsize>,
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.bytes).poll_read(context, buffer);
        self.taken.fetch_add(buffer.filled().len() - before, Ordering::SeqCst);
        read
    }
}

#[tokio::test]
async fn a_reader_is_not_read_further_than_the_parts_under_way() {
    const PART: usize = 512 * 1024;
    const PARTS: usize = 16;
    let setup = Setup::new().await;
    let operations: Vec<_> = (0..PARTS)
        .map(|part| {
            let (url, offset) = (setup.parts.base_url(), part * PART);
            format!(r#"{{"method":"PUT","url":"{url}/{part}","offset":{offset},"length":{PART}}}"#)
        })
        .collect();
    let operations = operations.join(",");
    let reserved = image("AWAITING_UPLOAD", &format!(r#","uploadOperations":[{operations}]"#), "null");
    setup.service.answer("POST", IMAGES, reserved);
    setup.parts.fault_every(1, [Fault::Silent]);
    setup.parts.answer_with("PUT", "/", |_| Answer::empty(200));

    let mut bytes = png(1024, 1024);
    bytes.resize(PARTS * PART, 7);
    let taken = Arc::new(AtomicUsize::new(0));
    let reader = Counted { bytes: std::io::Cursor::new(bytes), taken: taken.clone() };
    let source = ImageSource::reader("a.png", (PARTS * PART) as u64, reader);
    let upload = setup.client.upload_image_v2(source).parallel(3).send("l");
    // Nothing is answered: when three parts have arrived, all is taken that ever will be.
    let arrived = async {
        while setup.parts.requests().len() < 3 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        _ = upload => panic!("it cannot end"),
        () = arrived => {}
    }
    // What is read ahead to look at the head is 1 MiB.
    assert!(taken.load(Ordering::SeqCst) <= 4 * PART, "{}", taken.load(Ordering::SeqCst));
}

#[tokio::test]
async fn no_address_shows_in_errors_whatever_goes_wrong() {
    for fault in [Fault::Refused, Fault::status(403), Fault::redirect(302, "https://x.example/?s1gnature")] {
        let setup = Setup::new().await;
        setup.script();
        let line = log::len();
        setup.parts.fault_every(1, [fault]);
        let error = setup.upload().send("l").await.unwrap_err();
        crate::support::printed(&error);
        log::scan(line, &[]);
    }
}
