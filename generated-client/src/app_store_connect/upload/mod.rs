//! Uploading the image of an achievement.
//!
//! Apple takes a file in steps
//! ([Uploading Assets to App Store Connect](https://developer.apple.com/documentation/appstoreconnectapi/uploading-assets-to-app-store-connect)):
//! reserve, send the parts to the addresses that the reservation names, commit, and wait until the file is processed. An
//! [`ImageUpload`] does them all:
//!
//! ```
//! use game_achievements::app_store_connect::{Client, upload::{ImageSource, Progress}};
//!
//! async fn illustrate(client: &Client, localization: &str) -> Result<(), Box<dyn std::error::Error>> {
//!     let image = client
//!         .upload_image_v2(ImageSource::path("medal.png"))
//!         .on_progress(|progress| {
//!             if let Progress::Reserved { image_id } = progress {
//!                 println!("if this is interrupted, resume {image_id}");
//!             }
//!         })
//!         .send(localization)
//!         .await?;
//!     println!("{:?}", image.asset.and_then(|asset| asset.url(512, 512, "png")));
//!     Ok(())
//! }
//! # let _ = illustrate;
//! ```
//!
//! A part that does not arrive is sent again by the retry policy of the client, `Retry-After` included.
//!
//! The addresses are secrets: who has one can write to it. Nothing here prints them.

mod error;
mod parts;
mod source;
mod steps;

pub use self::error::{ImageProblem, UploadError, UploadProblem};
pub use self::source::ImageSource;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use self::parts::Parts;
use self::source::Image;
use self::steps::{Generation, Steps};
use super::Client;
use super::types::{
    AppMediaAssetState, AppMediaState, AppMediaStateError, GameCenterAchievementImageAttributes, ImageAsset,
};
use crate::Api as _;

/// The first wait for the service to process the file. Apple says that it takes seconds to minutes.
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

impl Client {
    /// Starts the upload of an image for a localization of the second generation.
    ///
    /// Nothing happens before [`ImageUpload::send`] or [`ImageUpload::resume`].
    pub fn upload_image_v2(&self, image: ImageSource) -> ImageUpload {
        ImageUpload::new(Steps::new(self, Generation::Second), image)
    }

    /// Starts the upload of an image for a localization of the first generation.
    ///
    /// Nothing happens before [`ImageUpload::send`] or [`ImageUpload::resume`].
    #[deprecated(note = "use `upload_image_v2`")]
    pub fn upload_image(&self, image: ImageSource) -> ImageUpload {
        ImageUpload::new(Steps::new(self, Generation::First), image)
    }
}

/// An upload in the making.
#[must_use = "an upload does nothing until it is sent"]
pub struct ImageUpload {
    steps: Steps,
    source: ImageSource,
    parallel: usize,
    deadline: Duration,
    on_progress: OnProgress,
}

type OnProgress = Arc<dyn Fn(Progress<'_>) + Send + Sync>;

/// How far an upload is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// The image exists, without its file. Its id is all that [`ImageUpload::resume`] needs.
    Reserved {
        /// The id of the image.
        image_id: &'a str,
    },
    /// Parts of the file have arrived.
    Sent {
        /// Bytes that have arrived.
        bytes: u64,
        /// Bytes that this run sends.
        total: u64,
    },
    /// The service knows that the file is whole.
    Committed,
    /// The service was asked whether it has processed the file, and has not.
    Processing,
}

/// An image that players can see as soon as its achievement is live.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UploadedImage {
    /// The id of the image.
    pub id: String,
    /// Where it can be had; see [`ImageAsset::url`].
    pub asset: Option<ImageAsset>,
    /// What to look at, though the service accepted the file.
    pub warnings: Vec<AppMediaStateError>,
}

impl ImageUpload {
    fn new(steps: Steps, source: ImageSource) -> Self {
        Self {
            steps,
            source,
            parallel: 4,
            deadline: Duration::from_secs(10 * 60),
            on_progress: Arc::new(|_| {}),
        }
    }

    /// Calls this at each step. It should return soon: the upload waits for it.
    pub fn on_progress(mut self, tell: impl Fn(Progress<'_>) + Send + Sync + 'static) -> Self {
        self.on_progress = Arc::new(tell);
        self
    }

    /// Sends at most so many parts at the same time; 4 if this is not called. Zero is as good as one.
    pub fn parallel(mut self, parts: usize) -> Self {
        self.parallel = parts.max(1);
        self
    }

    /// Waits so long for the service to process the file, from the commit on; 10 minutes if this is not called.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Checks the image, reserves one for this localization, sends the file, commits it, and waits until it is processed.
    ///
    /// An image that Apple would refuse for its size, its dimensions or its type is refused before anything is reserved: see
    /// [`ImageProblem`].
    ///
    /// Dropping the future, or an error, leaves the image where it is, and [`resume`](Self::resume) goes on from there. The id
    /// is in [`Progress::Reserved`] and in the error. If neither arrived, the localization has it: ask for it with
    /// [`read_achievement_localization_image_v2`](Client::read_achievement_localization_image_v2).
    ///
    /// # Errors
    /// See [`UploadProblem`].
    pub async fn send(self, localization_id: &str) -> Result<UploadedImage, UploadError> {
        let image = self.source.open().await?;
        let (id, attributes) = self
            .steps
            .reserve(localization_id, &image.file_name, image.length)
            .await
            .map_err(UploadProblem::Call)?;
        (self.on_progress)(Progress::Reserved { image_id: &id });
        if attributes.upload_operations.as_slice().is_empty() {
            return Err(UploadError::at(id, UploadProblem::Operations("it names no parts")));
        }
        let run = Run { steps: &self.steps, id: &id, tell: &*self.on_progress };
        let result = run.finish(image, attributes, self.parallel, self.deadline).await;
        result.map_err(|problem| UploadError::at(id, problem))
    }

    /// Goes on with an image that was reserved, whatever state it is in.
    ///
    /// Parts are sent again if the file was not committed; sending one twice does no harm. The file must be the one that the
    /// reservation is for. A reservation can be used for about a week.
    ///
    /// # Errors
    /// See [`UploadProblem`].
    pub async fn resume(self, image_id: &str) -> Result<UploadedImage, UploadError> {
        let image = self.source.open().await?;
        let run = Run { steps: &self.steps, id: image_id, tell: &*self.on_progress };
        let result = match self.steps.read(image_id).await {
            Ok(attributes) => run.finish(image, attributes, self.parallel, self.deadline).await,
            Err(error) => Err(UploadProblem::Call(error)),
        };
        result.map_err(|problem| UploadError::at(image_id.to_owned(), problem))
    }
}

impl fmt::Debug for ImageUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImageUpload")
            .field("source", &self.source)
            .field("parallel", &self.parallel)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// What follows once there is an image.
struct Run<'a> {
    steps: &'a Steps,
    id: &'a str,
    tell: &'a (dyn Fn(Progress<'_>) + Send + Sync),
}

impl Run<'_> {
    async fn finish(
        &self,
        image: Image,
        attributes: GameCenterAchievementImageAttributes,
        parallel: usize,
        deadline: Duration,
    ) -> Result<UploadedImage, UploadProblem> {
        let mut attributes = attributes;
        match attributes.file_size {
            Some(size) if u64::try_from(size) != Ok(image.length) => return Err(UploadProblem::OtherFile),
            _ => {}
        }
        let is_committed = matches!(
            state(&attributes),
            Some(AppMediaState::UploadComplete | AppMediaState::Complete | AppMediaState::Failed)
        );
        if !is_committed {
            let operations = attributes.upload_operations.into_value().unwrap_or_default();
            let transport = self.steps.client().transport();
            let parts = Parts::new(operations, &image, transport.base_url())?;
            parts.send(transport, image, parallel, self.tell).await?;
            attributes = self.steps.commit(self.id).await.map_err(UploadProblem::Call)?;
            (self.tell)(Progress::Committed);
        }
        self.wait(attributes, deadline).await
    }

    /// Asks until the service is done with the file.
    async fn wait(
        &self,
        mut attributes: GameCenterAchievementImageAttributes,
        deadline: Duration,
    ) -> Result<UploadedImage, UploadProblem> {
        let transport = self.steps.client().transport();
        let start = transport.now();
        let (mut waited, mut wait) = (Duration::ZERO, FIRST_WAIT);
        loop {
            match state(&attributes) {
                Some(AppMediaState::Complete) => return Ok(self.done(attributes)),
                Some(AppMediaState::Failed) => {
                    return Err(UploadProblem::Refused(errors(attributes.asset_delivery_state)));
                }
                _ => (self.tell)(Progress::Processing),
            }
            // The time of day may be set back meanwhile: the waits count in any case.
            let elapsed = transport.now().duration_since(start).unwrap_or_default().max(waited);
            if elapsed >= deadline {
                return Err(UploadProblem::Deadline(deadline));
            }
            let pause = wait.min(deadline - elapsed);
            transport.sleep(pause).await;
            waited += pause;
            wait = (wait * 3 / 2).min(LONGEST_WAIT);
            attributes = self.steps.read(self.id).await.map_err(UploadProblem::Call)?;
        }
    }

    fn done(&self, attributes: GameCenterAchievementImageAttributes) -> UploadedImage {
        let warnings = attributes.asset_delivery_state.and_then(|state| state.warnings.into_value());
        UploadedImage {
            id: self.id.to_owned(),
            asset: attributes.image_asset,
            warnings: warnings.unwrap_or_default(),
        }
    }
}

fn state(attributes: &GameCenterAchievementImageAttributes) -> Option<&AppMediaState> {
    attributes.asset_delivery_state.as_ref()?.state.as_ref()
}

fn errors(state: Option<AppMediaAssetState>) -> Vec<AppMediaStateError> {
    state.and_then(|state| state.errors.into_value()).unwrap_or_default()
}
