//! Futures that are dropped at any point: whatever was begun, a later call finds it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use game_achievements::app_store_connect::upload::{ImageSource, Progress, UploadError};
use game_achievements::app_store_connect::{Client, options};
use game_achievements::{Api as _, Authorization, Result, Token, TokenFuture, TokenProvider, TokenRequest};
use game_achievements_mock::{Answer, Request};
use tokio::sync::Notify;

use crate::support::Service;
use crate::support::images::{IMAGE, IMAGES, SECOND, SIZE, Setup, complete, image, png};

/// Polls a future at most so many times; `None` if it is not ready by then, and dropped.
async fn poll_at_most<F: Future>(times: u32, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut polls = 0;
    std::future::poll_fn(move |context| {
        if polls == times {
            return Poll::Ready(None);
        }
        polls += 1;
        let ready = future.as_mut().poll(context).map(Some);
        if ready.is_pending() && polls == times {
            return Poll::Ready(None);
        }
        ready
    })
    .await
}

/// What the service knows of the image of one localization.
#[derive(Default)]
struct Known {
    reservations: u32,
    parts: BTreeMap<String, Vec<u8>>,
    is_committed: bool,
}

const OF_LOCALIZATION: &str = "/v2/gameCenterAchievementLocalizations/l/image";

/// A service that remembers what was done.
async fn remembering() -> (Setup, Arc<Mutex<Known>>) {
    let (setup, known) = (Setup::new().await, Arc::new(Mutex::new(Known::default())));
    let reserved = setup.reserved("AWAITING_UPLOAD");
    let with = |act: fn(&mut Known, &Request, Answer) -> Answer| {
        let (known, reserved) = (known.clone(), reserved.clone());
        move |request: &Request| act(&mut known.lock().unwrap(), request, reserved.clone())
    };
    let state = |known: &mut Known, _: &Request, reserved| match known {
        Known { reservations: 0, .. } => Answer::json(404, r#"{"errors":[{"code":"NOT_FOUND"}]}"#),
        Known { is_committed: true, .. } => complete(),
        _ => reserved,
    };
    setup.service.answer_with("GET", IMAGE, with(state));
    setup.service.answer_with("GET", OF_LOCALIZATION, with(state));
    setup.service.answer_with(
        "POST",
        IMAGES,
        with(|known, _, reserved| match known.reservations {
            0 => {
                known.reservations = 1;
                reserved
            }
            _ => Answer::json(409, r#"{"errors":[{"code":"ENTITY_ERROR.RELATIONSHIP.INVALID"}]}"#),
        }),
    );
    setup.service.answer_with(
        "PATCH",
        IMAGE,
        with(|known, _, _| {
            let is_whole = known.parts.values().map(Vec::len).sum::<usize>() == SIZE;
            known.is_committed = is_whole;
            image(if is_whole { "UPLOAD_COMPLETE" } else { "FAILED" }, "", "[]")
        }),
    );
    setup.parts.answer_with(
        "PUT",
        "/",
        with(|known, request, _| {
            known.parts.insert(request.path().to_owned(), request.body().to_vec());
            Answer::empty(200)
        }),
    );
    (setup, known)
}

/// What a program does that was interrupted: it goes on with the image that it was told of, or that the localization has.
async fn recover(setup: &Setup, told: Option<String>) -> Result<(), UploadError> {
    let mut id = told;
    loop {
        if let Some(id) = id {
            return setup.upload().resume(&id).await.map(|_| ());
        }
        match setup.upload().send("l").await {
            Ok(_) => return Ok(()),
            // The reserving call of the run before was done after all.
            Err(error) if format!("{error}").contains("409") => {
                let options = options::ReadAchievementLocalizationImageV2::default();
                let image = setup.client.read_achievement_localization_image_v2("l", options).await.unwrap();
                id = image.into_inner().data.map(|image| image.id);
            }
            Err(error) => return Err(error),
        }
    }
}

#[tokio::test]
async fn an_upload_can_be_dropped_at_any_point_and_completed_later() {
    let mut stages = std::collections::HashSet::new();
    for polls in 0.. {
        let (setup, known) = remembering().await;
        let told = Arc::new(Mutex::new(None));
        let tell = told.clone();
        let upload = setup.upload().parallel(1).on_progress(move |progress| {
            if let Progress::Reserved { image_id } = progress {
                *tell.lock().unwrap() = Some(image_id.to_owned());
            }
        });
        let is_done = poll_at_most(polls, upload.send("l")).await.transpose().unwrap().is_some();
        {
            let known = known.lock().unwrap();
            stages.insert((known.reservations, known.parts.len(), known.is_committed));
        }
        let told = told.lock().unwrap().clone();
        recover(&setup, told).await.unwrap();
        let known = known.lock().unwrap();
        assert!(known.is_committed && known.reservations == 1, "after {polls} polls");
        let whole = [&known.parts["/a"][..], &known.parts["/b"]].concat();
        assert!(whole == png(512, 512), "after {polls} polls");
        if is_done {
            break;
        }
    }
    // It was dropped before and after the reservation, between parts, and after the commit.
    for stage in [(0, 0, false), (1, 0, false), (1, 1, false), (1, 2, true)] {
        assert!(stages.contains(&stage), "{stage:?} is not among {stages:?}");
    }
}

#[tokio::test]
async fn a_file_that_is_dropped_in_the_middle_of_a_part_can_be_sent_later() {
    let path = std::env::temp_dir().join(format!("game-achievements-dropped-{}.png", std::process::id()));
    std::fs::write(&path, png(512, 512)).unwrap();
    for polls in 0..40 {
        let (setup, known) = remembering().await;
        let upload = setup.client.upload_image_v2(ImageSource::path(&path)).send("l");
        let _ = poll_at_most(polls, upload).await;
        let is_reserved = known.lock().unwrap().reservations == 1;
        recover(&setup, is_reserved.then(|| "i".to_owned())).await.unwrap();
        assert_eq!(known.lock().unwrap().parts["/b"].len(), SIZE - SECOND);
    }
    std::fs::remove_file(path).unwrap();
}

/// Makes tokens, each only when it is told to go on.
#[derive(Default)]
struct Gated {
    asked: AtomicU32,
    made: AtomicU32,
    go: Notify,
}

impl TokenProvider for Gated {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            self.go.notified().await;
            let made = self.made.fetch_add(1, Ordering::SeqCst) + 1;
            Ok(Token::new(Authorization::bearer(format!("s3cret-{made}"))?))
        })
    }
}

#[tokio::test]
async fn a_renewal_that_is_dropped_midway_is_taken_over_by_who_waits_for_it() {
    let service = Service::start().await;
    let one = r#"{"data":{"type":"gameCenterAchievements","id":"a"}}"#;
    service.answer("GET", "/v2/gameCenterAchievements/a", Answer::json(200, one));
    let provider = Arc::new(Gated::default());
    let builder = Client::builder().base_url(service.base_url()).token_provider(provider.clone());
    let client: Client = builder.build().unwrap();
    let read = || client.read_achievement_v2("a", options::ReadAchievementV2::default());

    // It asks, and is dropped while it waits. Then nobody renews, and the next call begins anew.
    assert!(poll_at_most(1, read()).await.is_none());
    assert_eq!(provider.asked.load(Ordering::SeqCst), 1);

    let (first, second) = (read(), read());
    let (mut first, mut second) = (Box::pin(first), Box::pin(second));
    assert!(poll_at_most(1, first.as_mut()).await.is_none());
    assert!(poll_at_most(1, second.as_mut()).await.is_none());
    assert_eq!(provider.asked.load(Ordering::SeqCst), 2, "the second waits for the first");
    drop(first);
    provider.go.notify_one();
    second.await.unwrap();
    assert_eq!((provider.asked.load(Ordering::SeqCst), provider.made.load(Ordering::SeqCst)), (3, 1));
    read().await.unwrap();
    assert_eq!((provider.made.load(Ordering::SeqCst), service.tokens().len()), (1, 1));
}

#[cfg(feature = "xbox-live")]
#[tokio::test]
async fn a_report_of_progress_that_is_dropped_is_completed_by_the_same_call() {
    use game_achievements::xbox_live::types::AchievementProgress;
    use game_achievements::{Uuid, xbox_live};

    let items: Vec<_> = (0..101).map(|id| AchievementProgress::new(id.to_string(), 100u32)).collect();
    let path = format!("/users/xuid(1)/achievements/{}/update", Uuid::nil());
    for polls in 0.. {
        let (service, known) = (Service::start().await, Arc::new(Mutex::new(BTreeMap::new())));
        let knows = known.clone();
        service.answer_with("POST", &path, move |request| {
            let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
            let mut known = knows.lock().unwrap();
            let mut is_new = false;
            for item in body["achievements"].as_array().unwrap() {
                is_new |= known.insert(item["id"].to_string(), item["percentComplete"].clone()).is_none();
            }
            Answer::empty(if is_new { 200 } else { 304 })
        });
        let client: xbox_live::Client = service.client();
        let report = || client.report_progress(1, Uuid::nil(), 7, &items);
        let is_done = poll_at_most(polls, report()).await.is_some();
        assert!(report().await.unwrap().is_complete());
        assert_eq!(known.lock().unwrap().len(), 101, "after {polls} polls");
        if is_done {
            break;
        }
    }
}
