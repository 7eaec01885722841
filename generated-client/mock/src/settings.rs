//! How the services start.

use std::borrow::Cow;

/// How the services start. The default is what [`Services::start`](crate::Services::start) has.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) seed: u64,
    pub(crate) processing_reads: u32,
    pub(crate) part_size: u64,
    pub(crate) app_store_connect: Cow<'static, str>,
    pub(crate) xbox_live: Cow<'static, str>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 0,
            processing_reads: 1,
            part_size: 64 * 1024,
            app_store_connect: Cow::Borrowed(include_str!("../fixtures/app-store-connect.yaml")),
            xbox_live: Cow::Borrowed(include_str!("../fixtures/xbox-live.yaml")),
        }
    }
}

impl Settings {
    /// What ids are made from: the same seed and the same requests give the same answers.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many times something that is under way (the processing of an image, a review) is read until the next step is
    /// done; 0 does it all at once. The default is 1.
    #[must_use]
    pub fn processing_reads(mut self, reads: u32) -> Self {
        self.processing_reads = reads;
        self
    }

    /// How many bytes of a file go into one part of an upload, at least 1. The default is 65,536.
    #[must_use]
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes.max(1);
        self
    }

    /// What App Store Connect knows at the start: YAML or JSON in the form of `fixtures/app-store-connect.yaml` of this
    /// package.
    #[must_use]
    pub fn app_store_connect(mut self, fixture: impl Into<String>) -> Self {
        self.app_store_connect = Cow::Owned(fixture.into());
        self
    }

    /// What Xbox Live knows at the start: YAML or JSON in the form of `fixtures/xbox-live.yaml` of this package.
    #[must_use]
    pub fn xbox_live(mut self, fixture: impl Into<String>) -> Self {
        self.xbox_live = Cow::Owned(fixture.into());
        self
    }
}
