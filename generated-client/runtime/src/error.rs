//! The one error type of all calls.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

use crate::authorization::Authorization;
use crate::rate_limit::RateLimit;

/// The result of a call. The second parameter exists so that a glob import of this name does no harm to code that writes
/// `Result<T, E>`, as derived code does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Headers by which services name a request in their logs; support asks for them.
const REQUEST_ID_HEADERS: [&str; 2] = ["x-request-id", "ms-cv"];

/// How much of a text that others wrote goes into one line.
const TEXT_LIMIT: usize = 400;

/// Why a call failed. It is as large as a pointer.
///
/// An error that came with an answer keeps its [`status`](Self::status), [`headers`](Self::headers) and
/// [`body`](Self::body), whatever the body is; [`json`](Self::json) reads the body as the type that the provider documents.
///
/// `Display` writes one line: operation, what happened, the status, what the body says, the id of the request where the
/// service sent one, and how often and how long it was tried where that was more than once. It writes no query string and no header of the request. Causes are in [`source`](StdError::source).
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    message: String,
    answer: Option<Answer>,
    tries: u32,
    elapsed: Duration,
    retry_after: Option<Duration>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What is kept of an answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) body_is_cut: bool,
    /// What the API makes of the body, in a few words.
    pub(crate) description: Option<String>,
    /// Whether the credentials are in the body.
    pub(crate) is_echo: bool,
}

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client was set up with something unusable, such as a base URL that is neither https nor loopback.
    Configuration,
    /// An argument of the call cannot be sent, such as an id with a slash in it. Nothing was sent.
    InvalidArgument,
    /// There are no usable credentials. Nothing was sent, or what was sent was rejected with 401.
    Credentials,
    /// No connection could be made. Nothing was sent.
    Connect,
    /// The connection broke. Whether the service acted on the request is unknown, unless there is a status.
    Transport,
    /// The time ran out. Whether the service acted on the request is unknown, unless there is a status.
    Timeout,
    /// The service redirects to where this client does not follow.
    Redirect,
    /// The service answered with a status that is no success.
    Status,
    /// The service answered with success, and the body is not what the API documents.
    Decode,
    /// The body of a success is larger than [`Builder::max_body_size`](crate::Builder::max_body_size).
    TooLarge,
}

impl Error {
    /// An error for code beside this crate, such as an implementation of [`Credentials`](crate::Credentials).
    ///
    /// `message` says what happened, starts in lower case and has no full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            message: message.into(),
            answer: None,
            tries: 0,
            elapsed: Duration::ZERO,
            retry_after: None,
            source: None,
        }))
    }

    /// Sets what [`source`](StdError::source) gives.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that was called, as the client's method is named; `None` for what happens outside of a call.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The status of the answer, where there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// The headers of the answer, where there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|answer| &answer.headers)
    }

    /// The body of the answer as received; empty where there was none. At most 64 KiB are kept:
    /// see [`body_is_cut`](Self::body_is_cut).
    pub fn body(&self) -> &[u8] {
        self.0.answer.as_ref().map_or(&[], |answer| &answer.body)
    }

    /// Whether the answer had more body than [`body`](Self::body) gives, or broke off.
    pub fn body_is_cut(&self) -> bool {
        self.0.answer.as_ref().is_some_and(|answer| answer.body_is_cut)
    }

    /// The body of the answer read as JSON, for the error type that the provider documents.
    ///
    /// # Errors
    /// The body is no JSON, or not that of a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(self.body())
    }

    /// The id under which the service logged the request: its `X-Request-ID` or `MS-CV` header.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id_header().map(|(_, value)| value)
    }

    /// How many times the call was tried; 0 if nothing was sent.
    pub fn tries(&self) -> u32 {
        self.0.tries
    }

    /// How long the call took, waits included.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// How long the last answer asks to wait before the next try: its `Retry-After`, from the time at which it came.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// What the last answer says about the limits of the service; `None` if it says nothing.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(self.headers()?)
    }

    pub(crate) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidArgument, message)
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(crate) fn with_answer(mut self, answer: Answer) -> Self {
        self.0.answer = Some(answer);
        self
    }

    /// An answer of which nothing but the status is kept.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        let (headers, body) = (HeaderMap::new(), Vec::new());
        self.with_answer(Answer {
            status,
            headers,
            body,
            body_is_cut: true,
            description: None,
            is_echo: false,
        })
    }

    /// Keeps a body from being printed if the service has written the credentials into it.
    pub(crate) fn without_echo_of(mut self, authorization: Option<&Authorization>) -> Self {
        if let (Some(answer), Some(authorization)) = (&mut self.0.answer, authorization)
            && authorization.is_in(&answer.body)
        {
            answer.description = None;
            answer.is_echo = true;
        }
        self
    }

    pub(crate) fn after(mut self, tries: u32, elapsed: Duration) -> Self {
        (self.0.tries, self.0.elapsed) = (tries, elapsed);
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// Names the operation, unless a call inside of this one (one for a token, say) has named itself.
    pub(crate) fn in_operation(mut self, operation: &'static str) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }

    fn request_id_header(&self) -> Option<(&'static str, &str)> {
        let headers = self.headers()?;
        REQUEST_ID_HEADERS.into_iter().find_map(|name| Some((name, headers.get(name)?.to_str().ok()?)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&one_line(&inner.message))?;
        if let Some(answer) = &inner.answer {
            // For a status error the message ends where the status belongs; for the rest it stands in brackets.
            match inner.kind {
                ErrorKind::Status => write!(f, " {}", answer.status)?,
                _ => write!(f, " (status {})", answer.status)?,
            }
            if let Some(description) = &answer.description {
                write!(f, ": {}", one_line(description))?;
            }
            if let Some((name, id)) = self.request_id_header() {
                write!(f, " [{name}: {}]", one_line(id))?;
            }
        }
        if inner.tries > 1 {
            write!(f, " (after {} tries in {} s)", inner.tries, inner.elapsed.as_secs())?;
        }
        Ok(())
    }
}

/// Shows what helps to understand the error, and neither header values nor the body of a success.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut out = f.debug_struct("Error");
        out.field("kind", &inner.kind).field("operation", &inner.operation).field("message", &inner.message);
        if let Some(answer) = &inner.answer {
            let names: Vec<_> = answer.headers.keys().collect();
            out.field("status", &answer.status).field("headers", &names);
            if answer.is_echo {
                out.field("body", &format_args!("withheld, for it has the credentials in it"));
            } else if inner.kind == ErrorKind::Status {
                out.field("body", &shortened(&String::from_utf8_lossy(&answer.body)));
            } else {
                out.field("body", &format_args!("{} bytes", answer.body.len()));
            }
        }
        out.field("tries", &inner.tries).field("elapsed", &inner.elapsed);
        out.field("source", &inner.source).finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// Text that others wrote, fit for one line of a log: no control characters, and not endless.
fn one_line(text: &str) -> String {
    shortened(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(TEXT_LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn status_error(body: &str) -> Error {
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", HeaderValue::from_static("ABC.1"));
        headers.insert("set-cookie", HeaderValue::from_static("session=secret"));
        Error::new(ErrorKind::Status, "the service answered").in_operation("read_image").with_answer(Answer {
            status: StatusCode::NOT_FOUND,
            headers,
            body: body.as_bytes().to_vec(),
            body_is_cut: false,
            description: crate::describe_json_error(body.as_bytes()),
            is_echo: false,
        })
    }

    #[test]
    fn is_as_large_as_a_pointer() {
        assert_eq!(size_of::<Error>(), 8);
        assert_eq!(size_of::<Result<()>>(), 8);
    }

    #[test]
    fn display_is_one_line_with_all_that_matters() {
        let error = status_error("{\"code\":\"NOT_FOUND\",\"detail\":\"no\\nsuch image\"}");
        assert_eq!(
            error.to_string(),
            "read_image: the service answered 404 Not Found: NOT_FOUND: no such image [x-request-id: ABC.1]"
        );
        assert_eq!(error.request_id(), Some("ABC.1"));
    }

    #[test]
    fn display_does_without_a_body() {
        assert_eq!(
            status_error("<html>").to_string(),
            "read_image: the service answered 404 Not Found [x-request-id: ABC.1]"
        );
        assert_eq!(Error::configuration("no").to_string(), "no");
    }

    #[test]
    fn display_shortens_what_is_endless() {
        let long = format!(r#"{{"detail":"{}"}}"#, "ä".repeat(10_000));
        assert!(status_error(&long).to_string().len() < 1_000);
    }

    #[test]
    fn json_reads_the_body() {
        #[derive(serde::Deserialize)]
        struct Body {
            code: String,
        }
        let body: Body = status_error(r#"{"code":"X"}"#).json().unwrap();
        assert_eq!(body.code, "X");
        assert!(status_error("").json::<Body>().is_err());
    }

    #[test]
    fn debug_shows_header_names_only() {
        let text = format!("{:?}", status_error("{}"));
        assert!(text.contains("set-cookie") && !text.contains("secret"), "{text}");
    }

    #[test]
    fn source_is_kept_and_the_first_operation_stays() {
        let error = Error::new(ErrorKind::Credentials, "no token")
            .with_source(std::fmt::Error)
            .in_operation("mint")
            .in_operation("read");
        assert_eq!(error.operation(), Some("mint"));
        assert!(error.source().is_some_and(|source| source.is::<std::fmt::Error>()));
    }
}
