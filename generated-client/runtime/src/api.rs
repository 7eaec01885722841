//! What a generated client tells about its API.

use crate::builder::Builder;
use crate::call_options::CallOptions;
use crate::transport::Transport;

/// A client of one API: a type around a [`Transport`].
///
/// Generated code implements it. Consumers use it for [`builder`](Self::builder).
pub trait Api: Sized {
    /// The name of the API, as in `cargo xtask list`.
    const NAME: &'static str;

    /// The address of the service, without a trailing slash.
    const BASE_URL: &'static str;

    /// Wraps a transport that [`Builder::build`] made.
    fn from_transport(transport: Transport) -> Self;

    /// What this client sends its calls with.
    fn transport(&self) -> &Transport;

    /// What an error body says, in a few words for the `Display` of [`Error`](crate::Error): best its code and its detail.
    ///
    /// The default looks for the usual members of a JSON body: see [`describe_json_error`](crate::describe_json_error).
    fn describe_error(body: &[u8]) -> Option<String> {
        crate::describe_json_error(body)
    }

    /// The same client with other settings for the calls made on it. Cheap; connections, credentials and pace are shared.
    ///
    /// ```
    /// use std::time::Duration;
    /// use game_achievements_runtime::{Api, CallOptions};
    ///
    /// fn hasty<C: Api>(client: &C) -> C {
    ///     client.with(CallOptions::default().timeout(Duration::from_secs(5)))
    /// }
    /// ```
    #[must_use]
    fn with(&self, options: CallOptions) -> Self {
        Self::from_transport(self.transport().with(options))
    }

    /// Starts a client of this API at its public address.
    fn builder() -> Builder<Self> {
        Builder::new()
    }
}
