//! Why an upload failed.

use std::io;
use std::time::Duration;

use crate::app_store_connect::types::AppMediaStateError;
use crate::{Error, StatusCode};

/// Why an upload failed, and which image it was for. No address of an upload is in it.
#[derive(Debug, thiserror::Error)]
#[error("{}{problem}", Self::prefix(image_id.as_deref()))]
pub struct UploadError {
    image_id: Option<String>,
    problem: UploadProblem,
}

impl UploadError {
    pub(super) fn at(image_id: String, problem: UploadProblem) -> Self {
        Self { image_id: Some(image_id), problem }
    }

    /// The image that was reserved, for [`ImageUpload::resume`](super::ImageUpload::resume). `None` if none was, as far as is
    /// known: when the reserving call ended without an answer, there may be one.
    pub fn image_id(&self) -> Option<&str> {
        self.image_id.as_deref()
    }

    /// What happened.
    pub fn problem(&self) -> &UploadProblem {
        &self.problem
    }

    fn prefix(image_id: Option<&str>) -> String {
        image_id.map(|id| format!("image {id}: ")).unwrap_or_default()
    }
}

impl<P: Into<UploadProblem>> From<P> for UploadError {
    fn from(problem: P) -> Self {
        Self { image_id: None, problem: problem.into() }
    }
}

/// What can go wrong with an upload. Where nothing else is said, [`resume`](super::ImageUpload::resume) can be tried.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UploadProblem {
    /// The image is none that Apple takes. Nothing was reserved.
    #[error("{0}")]
    Image(#[from] ImageProblem),
    /// The file could not be read.
    #[error("the image cannot be read: {0}")]
    Read(#[from] io::Error),
    /// A call of the API failed.
    #[error("{0}")]
    Call(#[source] Error),
    /// The file is not as large as the one that the image was reserved for. Resume with that file, or delete the image.
    #[error("the image was reserved for a file of another size")]
    OtherFile,
    /// The service asks for an upload that makes no sense. Delete the image, and start again.
    #[error("the service asks for an upload that makes no sense: {0}")]
    Operations(&'static str),
    /// A part did not arrive, after several tries. With status 403, the address has most likely expired: `resume` asks for new
    /// ones.
    #[error("part {number} of {of} was not taken{}", Self::part(*status, *tries))]
    Part {
        /// Which one, from 1 on.
        number: usize,
        /// How many there are.
        of: usize,
        /// The last answer; `None` if there was none.
        status: Option<StatusCode>,
        /// How often it was sent.
        tries: u32,
        /// Why there was no answer.
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The service refused the file, with these reasons. This is final: delete the image, and start again with another file.
    #[error("the service refused the file{}", Self::reasons(.0))]
    Refused(Vec<AppMediaStateError>),
    /// The service has not processed the file after this time. It may still do.
    #[error("the service has not processed the file after {} s", .0.as_secs())]
    Deadline(Duration),
}

impl UploadProblem {
    fn part(status: Option<StatusCode>, tries: u32) -> String {
        let status = status.map(|status| format!(": the service answered {status}")).unwrap_or_default();
        if tries > 1 { format!("{status} (after {tries} tries)") } else { status }
    }

    fn reasons(errors: &[AppMediaStateError]) -> String {
        let reasons = errors.iter().map(|error| {
            let words = [error.code.as_deref(), error.description.as_deref()];
            words.into_iter().flatten().collect::<Vec<_>>().join(" ")
        });
        let reasons: Vec<_> = reasons.filter(|reason| !reason.is_empty()).collect();
        if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join("; ")) }
    }
}

/// Why an image is none that Apple takes.
///
/// The rules are those of Apple's
/// [page on achievements](https://developer.apple.com/help/app-store-connect/reference/achievements): JPEG or PNG, 512 by 512 or
/// 1024 by 1024 pixels. Its limits on resolution and colour space are left to the service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageProblem {
    /// There is nothing in it.
    #[error("the image is empty")]
    Empty,
    /// It is neither JPEG nor PNG, or broken.
    #[error("the image is neither a JPEG nor a PNG")]
    Type,
    /// The name of the file does not end as its type does.
    #[error("the name of the image must end in {expected}")]
    Name {
        /// What fits.
        expected: &'static str,
    },
    /// It has other dimensions.
    #[error("the image has {width} x {height} pixels; it must have 512 x 512 or 1024 x 1024")]
    Dimensions {
        /// In pixels.
        width: usize,
        /// In pixels.
        height: usize,
    },
}
