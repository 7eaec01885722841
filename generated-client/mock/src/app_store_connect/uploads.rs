//! The files of images, sent in parts to addresses of their own.
//!
//! Apple's page "Uploading Assets to App Store Connect": each part goes to its address with exactly the given headers and without
//! a token; parts may come in any order, and again. Achievement images have no checksum in the contract, so what is checked is
//! that every byte of every part has come.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::clock::Clock;
use crate::query::Query;
use crate::request::Request;

/// What the paths of all parts begin with.
pub(crate) const FOLDER: &str = "/mock-uploads/";

/// A file on its way.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    content_type: &'static str,
    signature: String,
    /// Each part: its length, and its bytes once they have come.
    parts: Vec<(u64, Option<Vec<u8>>)>,
}

impl Upload {
    /// A file of so many bytes, in parts of this size.
    pub(super) fn new(file_name: &str, size: u64, part_size: u64, clock: &mut Clock) -> Self {
        let is_png = file_name.to_ascii_lowercase().ends_with(".png");
        let count = size.div_ceil(part_size);
        let parts = (0..count).map(|at| (part_size.min(size - at * part_size), None)).collect();
        Self {
            content_type: if is_png { "image/png" } else { "image/jpeg" },
            signature: format!("{:016x}", clock.random()),
            parts,
        }
    }

    /// What the client has to send.
    pub(super) fn operations(&self, base: &str, id: &str) -> Json {
        let mut offset = 0;
        let operations = self.parts.iter().enumerate().map(|(at, (length, _))| {
            let operation = json!({
                "method": "PUT",
                "url": format!("{base}{FOLDER}{id}/{}?signature={}", at + 1, self.signature),
                "length": length,
                "offset": offset,
                "requestHeaders": [{"name": "Content-Type", "value": self.content_type}],
            });
            offset += length;
            operation
        });
        operations.collect()
    }

    /// The numbers of the parts that have not come.
    pub(super) fn missing(&self) -> Vec<String> {
        let missing = self.parts.iter().enumerate().filter(|(_, (_, bytes))| bytes.is_none());
        missing.map(|(at, _)| (at + 1).to_string()).collect()
    }

    /// The whole file.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.parts.iter().filter_map(|(_, bytes)| bytes.as_deref()).flatten().copied().collect()
    }
}

/// Whether a request is about the part of a file, rather than an operation of the contract.
pub(super) fn is_upload(request: &Request) -> bool {
    request.path().starts_with(FOLDER)
}

/// Takes a part, or says why not, in the form of the storage that Apple uses.
pub(super) fn receive(uploads: &mut BTreeMap<String, Upload>, request: &Request) -> Answer {
    match part(uploads, request) {
        Ok(()) => Answer::empty(200),
        Err((status, code, message)) => {
            let text = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>\n"
            );
            Answer::raw(status, [("content-type", "application/xml")], text)
        }
    }
}

type Refusal = (u16, &'static str, String);

fn part(uploads: &mut BTreeMap<String, Upload>, request: &Request) -> Result<(), Refusal> {
    let refuse = |status, code, message: &str| Err((status, code, message.to_owned()));
    let address = request.path().trim_start_matches(FOLDER).split_once('/');
    let upload = address.and_then(|(id, number)| Some((uploads.get_mut(id)?, number.parse::<usize>().ok()?)));
    let Some((upload, number)) = upload else {
        return refuse(404, "NoSuchUpload", "There is no such upload.");
    };
    let signature = Query::parse(request.query().unwrap_or_default()).one("signature");
    if signature.as_deref() != Some(upload.signature.as_str()) {
        return refuse(403, "SignatureDoesNotMatch", "The signature is not that of the upload operation.");
    }
    if request.header("authorization").is_some() {
        return refuse(400, "InvalidRequest", "Only one auth mechanism allowed: send no Authorization here.");
    }
    if request.method() != "PUT" {
        return refuse(405, "MethodNotAllowed", "The method is not that of the upload operation.");
    }
    if request.header("content-type") != Some(upload.content_type) {
        return refuse(403, "SignatureDoesNotMatch", "The headers are not those of the upload operation.");
    }
    let Some((length, bytes)) = number.checked_sub(1).and_then(|at| upload.parts.get_mut(at)) else {
        return refuse(404, "NoSuchUpload", "There is no such part.");
    };
    if request.body().len() as u64 != *length {
        let message = format!("The part has {length} bytes, {} have come.", request.body().len());
        return Err((400, "IncompleteBody", message));
    }
    *bytes = Some(request.body().to_vec());
    Ok(())
}
