//! Reading bodies without trusting their size.

use std::fmt;
use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::attempt::Delivered;
use crate::error::{Answer, Error, ErrorKind, Result};
use crate::transport::Transport;

/// A successful answer of bytes, read as it comes.
pub struct ByteStream {
    operation: &'static str,
    response: reqwest::Response,
    status: StatusCode,
    headers: HeaderMap,
    transport: Transport,
    tries: u32,
    /// How long it took until the body began, and when that was.
    elapsed: Duration,
    begun: Instant,
}

/// How reading a body ended.
pub(crate) enum End {
    Complete,
    /// There is more than the limit.
    Cut,
    Failed(reqwest::Error),
}

impl ByteStream {
    pub(crate) fn new(operation: &'static str, transport: Transport, delivered: Delivered) -> Self {
        let Delivered { response, tries, elapsed, .. } = delivered;
        let begun = transport.inner().clock.instant();
        let (status, headers) = (response.status(), response.headers().clone());
        Self { operation, response, status, headers, transport, tries, elapsed, begun }
    }

    /// The size that the service announced, if it did.
    pub fn content_length(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// The next piece; `None` at the end. There is no limit to the number of pieces.
    ///
    /// # Errors
    /// [`ErrorKind::Transport`] or [`ErrorKind::Timeout`] if the answer breaks off; with its status and headers.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        match self.response.chunk().await {
            Ok(chunk) => Ok(chunk),
            Err(error) => Err(self.fail(broken_off(error))),
        }
    }

    /// All of it, within [`Builder::max_body_size`](crate::Builder::max_body_size).
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk), and [`ErrorKind::TooLarge`].
    pub async fn collect(mut self) -> Result<Vec<u8>> {
        let max_size = self.transport.inner().max_body_size;
        let (bytes, end) = read(&mut self.response, max_size).await;
        match end {
            End::Complete => Ok(bytes),
            End::Cut => Err(self.fail(too_large(max_size))),
            End::Failed(error) => Err(self.fail(broken_off(error))),
        }
    }

    fn fail(&self, error: Error) -> Error {
        let reading = self.transport.inner().clock.instant().saturating_duration_since(self.begun);
        let error = error.in_operation(self.operation).after(self.tries, self.elapsed + reading);
        error.with_answer(Answer {
            status: self.status,
            headers: self.headers.clone(),
            body: Vec::new(),
            body_is_cut: true,
            description: None,
            is_echo: false,
        })
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("content_length", &self.content_length()).finish_non_exhaustive()
    }
}

/// Reads at most `limit` bytes, and says whether that was all.
pub(crate) async fn read(response: &mut reqwest::Response, limit: usize) -> (Vec<u8>, End) {
    let mut bytes = Vec::new();
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return (bytes, End::Complete),
            Err(error) => return (bytes, End::Failed(error)),
        };
        let room = limit - bytes.len();
        if chunk.len() > room {
            bytes.extend_from_slice(&chunk[..room]);
            return (bytes, End::Cut);
        }
        bytes.extend_from_slice(&chunk);
    }
}

pub(crate) fn broken_off(error: reqwest::Error) -> Error {
    let error = error.without_url();
    let (kind, message) = match error.is_timeout() {
        true => (ErrorKind::Timeout, "the answer did not arrive in time"),
        false => (ErrorKind::Transport, "the answer broke off"),
    };
    Error::new(kind, message).with_source(error)
}

pub(crate) fn too_large(limit: usize) -> Error {
    Error::new(ErrorKind::TooLarge, format!("the answer is larger than {limit} bytes"))
}
