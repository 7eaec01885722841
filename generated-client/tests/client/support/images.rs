//! The service as an upload sees it: an image that is reserved, and its parts on another host.

use game_achievements::app_store_connect::Client;
use game_achievements::app_store_connect::upload::{ImageSource, ImageUpload};
use game_achievements::time::ManualClock;
use game_achievements_mock::{Answer, Request};

use super::Service;

pub(crate) const IMAGES: &str = "/v2/gameCenterAchievementImages";
pub(crate) const IMAGE: &str = "/v2/gameCenterAchievementImages/i";
pub(crate) const SIZE: usize = 200_000;
/// Where the second part begins.
pub(crate) const SECOND: usize = 150_000;

pub(crate) struct Setup {
    pub(crate) service: Service,
    /// Where the parts go. It is no place for the token.
    pub(crate) parts: Service,
    pub(crate) client: Client,
    pub(crate) clock: ManualClock,
}

impl Setup {
    pub(crate) async fn new() -> Self {
        let (service, parts) = (Service::start().await, Service::stranger().await);
        let clock = ManualClock::new();
        let builder = service.builder().header("x-ours", "1");
        let client = builder.clock(clock.clone()).sleeper(clock.clone()).build().unwrap();
        Self { service, parts, client, clock }
    }

    /// A reservation in two parts, the second first.
    pub(crate) fn reserved(&self, state: &str) -> Answer {
        let operation = |path: &str, offset: usize, length: usize| {
            format!(
                r#"{{"method":"PUT","url":"{}/{path}?key=s1gnature","offset":{offset},"length":{length},
                   "requestHeaders":[{{"name":"Content-Type","value":"image/png"}},{{"name":"x-part","value":"{path}"}}]}}"#,
                self.parts.base_url()
            )
        };
        let operations = format!("{},{}", operation("b", SECOND, SIZE - SECOND), operation("a", 0, SECOND));
        image(state, &format!(r#","uploadOperations":[{operations}],"fileSize":{SIZE}"#), "null")
    }

    /// All goes well, in the end.
    pub(crate) fn script(&self) {
        self.service.answer("POST", IMAGES, self.reserved("AWAITING_UPLOAD"));
        self.parts.answer("PUT", "/a", Answer::empty(200));
        self.parts.answer("PUT", "/b", Answer::empty(200));
        self.service.answer("PATCH", IMAGE, image("UPLOAD_COMPLETE", "", "null"));
        self.service.answer("GET", IMAGE, image("UPLOAD_COMPLETE", r#","uploadOperations":null"#, "null"));
        self.service.answer("GET", IMAGE, complete());
    }

    pub(crate) fn upload(&self) -> ImageUpload {
        self.client.upload_image_v2(ImageSource::bytes("medal.png", png(512, 512)))
    }

    /// What was asked of the service.
    pub(crate) fn calls(&self) -> Vec<String> {
        let call = |request: &Request| format!("{} {}", request.method(), request.path());
        self.service.requests().iter().map(call).collect()
    }

    /// What was sent to the address of a part.
    pub(crate) fn sent(&self, path: &str) -> Vec<Vec<u8>> {
        let requests = self.parts.requests();
        let of_part = requests.iter().filter(|request| request.path() == path);
        of_part.map(|request| request.body().to_vec()).collect()
    }
}

pub(crate) fn image(state: &str, attributes: &str, errors: &str) -> Answer {
    Answer::json(
        200,
        format!(
            r#"{{"data":{{"type":"gameCenterAchievementImages","id":"i","attributes":{{
               "assetDeliveryState":{{"state":"{state}","errors":{errors},"warnings":[{{"code":"W"}}]}}{attributes}}}}}}}"#
        ),
    )
}

pub(crate) fn complete() -> Answer {
    image(
        "COMPLETE",
        r#","imageAsset":{"templateUrl":"https://x/{w}x{h}bb.{f}","width":512,"height":512}"#,
        "[]",
    )
}

/// The head of a PNG, and bytes that are all different.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend((bytes.len()..SIZE).map(|index| (index % 251) as u8));
    bytes
}

pub(crate) fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08".to_vec();
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.resize(100, 0);
    bytes
}
