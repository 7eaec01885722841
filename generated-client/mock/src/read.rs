//! Reading requests off a connection.

use std::io;
use std::net::SocketAddr;

use httparse::Status;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::request::Request;

const HEAD_LIMIT: usize = 64 * 1024;
const BODY_LIMIT: usize = 16 * 1024 * 1024;
const HEADER_COUNT_LIMIT: usize = 256;

/// A connection and what was read ahead of it: clients may send the next request before they have the last answer.
pub(crate) struct Reader {
    stream: TcpStream,
    address: SocketAddr,
    buffer: Vec<u8>,
}

/// Why there is no request.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The connection is of no more use.
    Broken,
    /// The request is answered with this status and reason, and the connection closed.
    Refused(u16, &'static str),
}

/// How the body of a request is framed.
enum Framing {
    Length(usize),
    Chunked,
}

impl Reader {
    pub(crate) fn new(stream: TcpStream, address: SocketAddr) -> Self {
        Self { stream, address, buffer: Vec::new() }
    }

    /// The next request; `None` if the client is done.
    pub(crate) async fn next(&mut self) -> Result<Option<Request>, ReadError> {
        let Some((head_end, mut request)) = self.head().await? else { return Ok(None) };
        let framing = framing(&request)?;
        let expects_body = !matches!(framing, Framing::Length(0));
        if expects_body && self.buffer.len() == head_end && request.lists("expect", "100-continue") {
            self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        let end = match framing {
            Framing::Length(length) => {
                let end = head_end + length;
                self.fill_to(end, head_end).await?;
                request.body = self.buffer[head_end..end].to_vec();
                end
            }
            Framing::Chunked => self.chunks(head_end, &mut request.body).await?,
        };
        request.raw = self.buffer.drain(..end).collect();
        Ok(Some(request))
    }

    pub(crate) fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Reads a head and says where it ends.
    async fn head(&mut self) -> Result<Option<(usize, Request)>, ReadError> {
        loop {
            if let Some(head) = parse_head(&self.buffer, self.address)? {
                return Ok(Some(head));
            }
            if self.buffer.len() >= HEAD_LIMIT {
                return Err(ReadError::Refused(431, "the head is too large"));
            }
            match self.read_more().await {
                Ok(()) => {}
                // Between requests, that is how a connection ends.
                Err(_) if self.buffer.is_empty() => return Ok(None),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Reads a body in chunks, appends it to `body`, and says where it ends.
    async fn chunks(&mut self, head_end: usize, body: &mut Vec<u8>) -> Result<usize, ReadError> {
        const BAD: ReadError = ReadError::Refused(400, "a chunk is malformed");
        let mut at = head_end;
        loop {
            let (start, size) = loop {
                match httparse::parse_chunk_size(&self.buffer[at..]).map_err(|_| BAD)? {
                    Status::Complete((length, size)) => {
                        break (at + length, usize::try_from(size).map_err(|_| BAD)?);
                    }
                    Status::Partial => self.fill_to(self.buffer.len() + 1, head_end).await?,
                }
            };
            if size == 0 {
                return self.trailers(start, head_end).await;
            }
            let end = start.saturating_add(size);
            self.fill_to(end.saturating_add(2), head_end).await?;
            if &self.buffer[end..end + 2] != b"\r\n" {
                return Err(BAD);
            }
            body.extend_from_slice(&self.buffer[start..end]);
            at = end + 2;
        }
    }

    async fn trailers(&mut self, start: usize, head_end: usize) -> Result<usize, ReadError> {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; 16];
            match httparse::parse_headers(&self.buffer[start..], &mut headers) {
                Ok(Status::Complete((length, _))) => return Ok(start + length),
                Ok(Status::Partial) => {}
                Err(_) => return Err(ReadError::Refused(400, "the trailers are malformed")),
            }
            self.fill_to(self.buffer.len() + 1, head_end).await?;
        }
    }

    /// Reads until the buffer holds `length` bytes, of which the body is what follows the head.
    async fn fill_to(&mut self, length: usize, head_end: usize) -> Result<(), ReadError> {
        if length - head_end > BODY_LIMIT {
            return Err(ReadError::Refused(413, "the body is too large"));
        }
        while self.buffer.len() < length {
            self.read_more().await?;
        }
        Ok(())
    }

    async fn read_more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> Self {
        Self::Broken
    }
}

/// `None` if there is more to come.
fn parse_head(bytes: &[u8], address: SocketAddr) -> Result<Option<(usize, Request)>, ReadError> {
    let mut headers = [httparse::EMPTY_HEADER; HEADER_COUNT_LIMIT];
    let mut head = httparse::Request::new(&mut headers);
    let end = match head.parse(bytes) {
        Ok(Status::Complete(end)) => end,
        Ok(Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => {
            return Err(ReadError::Refused(431, "there are too many headers"));
        }
        Err(_) => return Err(ReadError::Refused(400, "the head is malformed")),
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let headers = head.headers.iter().map(|header| (header.name.to_owned(), text(header.value))).collect();
    let request = Request {
        method: head.method.unwrap_or_default().to_owned(),
        target: head.path.unwrap_or_default().to_owned(),
        minor_version: head.version.unwrap_or_default(),
        headers,
        body: Vec::new(),
        raw: Vec::new(),
        address,
        is_acted_on: false,
    };
    Ok(Some((end, request)))
}

fn framing(request: &Request) -> Result<Framing, ReadError> {
    let lengths: Vec<&str> = request.all("content-length").collect();
    let encodings: Vec<&str> = request.all("transfer-encoding").collect();
    match (&lengths[..], &encodings[..]) {
        ([], []) => Ok(Framing::Length(0)),
        // `parse` alone would take a plus sign.
        ([length], []) if length.bytes().all(|byte| byte.is_ascii_digit()) => match length.parse() {
            Ok(length) if length <= BODY_LIMIT => Ok(Framing::Length(length)),
            Ok(_) => Err(ReadError::Refused(413, "the body is too large")),
            Err(_) => Err(ReadError::Refused(400, "the content-length is malformed")),
        },
        ([], [encoding]) if encoding.eq_ignore_ascii_case("chunked") => Ok(Framing::Chunked),
        ([], _) => Err(ReadError::Refused(501, "the transfer-encoding is not chunked")),
        // Two answers to where the body ends: the client is wrong about one of them.
        _ => Err(ReadError::Refused(400, "the length of the body is ambiguous")),
    }
}
