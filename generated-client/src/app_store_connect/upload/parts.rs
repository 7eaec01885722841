//! Sending the parts of a file.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use game_achievements_runtime as runtime;
use http_body::{Frame, SizeHint};
use runtime::reqwest::{Body, Client as Http, Url};
use runtime::{Bytes, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Transport};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::JoinSet;

use super::source::{Image, Piece, open_at};
use super::{Progress, UploadProblem};
use crate::app_store_connect::types::UploadOperation;

/// How long one try may take: the client's own limit is for answers of a few kilobytes.
const TIMEOUT: Duration = Duration::from_secs(5 * 60);

/// How much of a file is read at once.
const BUFFER: usize = 64 * 1024;

/// All parts of a file, by their place in it. Without `Debug`, for their addresses are secrets.
pub(super) struct Parts(Vec<Part>);

#[derive(Clone)]
struct Part {
    number: usize,
    of: usize,
    method: Method,
    url: Url,
    headers: HeaderMap,
    offset: u64,
    length: u64,
}

/// How a try failed.
struct Failed {
    answer: Option<(StatusCode, HeaderMap)>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Parts {
    /// Reads what the service asks for. Together the parts must be the file.
    ///
    /// No parts are fine: a service that asks for none has them all.
    pub(super) fn new(
        operations: Vec<UploadOperation>,
        image: &Image,
        base_url: &str,
    ) -> Result<Self, UploadProblem> {
        let of = operations.len();
        let mut parts = operations
            .into_iter()
            .map(|operation| Part::new(operation, of, base_url).map_err(UploadProblem::Operations))
            .collect::<Result<Vec<_>, _>>()?;
        parts.sort_by_key(|part| part.offset);
        let mut end = 0;
        for (index, part) in parts.iter_mut().enumerate() {
            part.number = index + 1;
            if part.offset != end {
                return Err(UploadProblem::Operations("the parts do not follow each other"));
            }
            end = end.saturating_add(part.length);
        }
        if end != image.length && of > 0 {
            return Err(UploadProblem::Operations("the parts are not the whole file"));
        }
        Ok(Self(parts))
    }

    /// Sends them, at most `parallel` at the same time. Dropping the future ends all that are under way.
    pub(super) async fn send(
        self,
        transport: &Transport,
        mut image: Image,
        parallel: usize,
        tell: &(dyn Fn(Progress<'_>) + Send + Sync),
    ) -> Result<(), UploadProblem> {
        let total = image.length;
        let mut bytes = 0;
        let mut arrived = |length: u64| {
            bytes += length;
            tell(Progress::Sent { bytes, total });
        };
        let mut running = JoinSet::new();
        for part in self.0 {
            if running.len() >= parallel {
                arrived(next(&mut running).await?);
            }
            let piece = image.piece(part.offset, part.length).await?;
            let transport = transport.clone();
            running.spawn(async move { part.send(&transport, piece).await });
        }
        while !running.is_empty() {
            arrived(next(&mut running).await?);
        }
        Ok(())
    }
}

/// The length of the next part that arrives.
async fn next(running: &mut JoinSet<Result<u64, UploadProblem>>) -> Result<u64, UploadProblem> {
    match running.join_next().await {
        Some(Ok(result)) => result,
        Some(Err(error)) => Err(UploadProblem::Read(io::Error::other(error))),
        None => Ok(0),
    }
}

impl Part {
    fn new(operation: UploadOperation, of: usize, base_url: &str) -> Result<Self, &'static str> {
        let url = operation.url.ok_or("a part has no address")?;
        // The error of parsing is dropped: it could tell about the address.
        let url = Url::parse(&url).map_err(|_| "the address of a part is no URL")?;
        if url.scheme() != "https" && !is_loopback_of(&url, base_url) {
            return Err("the address of a part is not https");
        }
        let method = operation.method.ok_or("a part has no method")?;
        let mut headers = HeaderMap::new();
        for header in operation.request_headers.into_iter().flatten() {
            let name = header.name.and_then(|name| HeaderName::try_from(name).ok());
            let value = header.value.and_then(|value| HeaderValue::try_from(value).ok());
            let (Some(name), Some(mut value)) = (name, value) else {
                return Err("a part has a header that cannot be sent");
            };
            value.set_sensitive(true);
            headers.append(name, value);
        }
        let number = |value: Option<i64>| value.and_then(|value| u64::try_from(value).ok());
        Ok(Self {
            number: 0,
            of,
            method: Method::from_bytes(method.as_bytes()).map_err(|_| "the method of a part is none")?,
            url,
            headers,
            offset: number(operation.offset).ok_or("a part has no offset")?,
            length: number(operation.length).filter(|length| *length > 0).ok_or("a part has no length")?,
        })
    }

    /// Sends it, again if need be, and gives its length. When and how often is the matter of the client's retry policy.
    async fn send(self, transport: &Transport, piece: Piece) -> Result<u64, UploadProblem> {
        let mut waited = Duration::ZERO;
        for tried in 1.. {
            let body = body(piece.clone()).await?;
            let Failed { answer, source } = match self.attempt(transport.http_client(), body).await {
                Ok(()) => break,
                Err(failed) => failed,
            };
            let known = answer.as_ref().map(|(status, headers)| (*status, headers));
            let Some(wait) = transport.wait_to_repeat(known, tried, waited) else {
                let status = answer.map(|(status, _)| status);
                return Err(UploadProblem::Part {
                    number: self.number,
                    of: self.of,
                    status,
                    tries: tried,
                    source,
                });
            };
            transport.sleep(wait).await;
            waited += wait;
        }
        Ok(self.length)
    }

    /// One try: the given method, address and headers, and neither token nor any header of the client's own.
    async fn attempt(&self, http: &Http, body: Body) -> Result<(), Failed> {
        let request = http
            .request(self.method.clone(), self.url.clone())
            .headers(self.headers.clone())
            .timeout(TIMEOUT)
            .body(body);
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => {
                let answer = Some((answer.status(), answer.headers().clone()));
                Err(Failed { answer, source: None })
            }
            Err(error) => Err(Failed { answer: None, source: Some(error.without_url().into()) }),
        }
    }
}

/// Whether an unencrypted address is on the host of a service that is unencrypted too, which the runtime allows on loopback only.
fn is_loopback_of(url: &Url, base_url: &str) -> bool {
    Url::parse(base_url).is_ok_and(|base| {
        (url.scheme(), base.scheme()) == ("http", "http") && url.host_str() == base.host_str()
    })
}

async fn body(piece: Piece) -> io::Result<Body> {
    match piece {
        Piece::Bytes(bytes) => Ok(bytes.into()),
        Piece::File { path, offset, length } => {
            let file = open_at(path, offset).await?;
            Ok(Body::wrap(FilePart { file, left: length, buffer: vec![0; BUFFER] }))
        }
    }
}

/// A part of a file, read as it is sent.
struct FilePart {
    file: File,
    left: u64,
    buffer: Vec<u8>,
}

impl http_body::Body for FilePart {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let part = &mut *self;
        if part.left == 0 {
            return Poll::Ready(None);
        }
        let size = usize::try_from(part.left).map_or(BUFFER, |left| left.min(BUFFER));
        let mut buffer = ReadBuf::new(&mut part.buffer[..size]);
        ready!(Pin::new(&mut part.file).poll_read(context, &mut buffer))?;
        let read = Bytes::copy_from_slice(buffer.filled());
        if read.is_empty() {
            let error = io::Error::new(io::ErrorKind::UnexpectedEof, "the image has become shorter");
            return Poll::Ready(Some(Err(error)));
        }
        part.left -= read.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(read))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
