//! One call in the making.

use std::fmt;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::header;
use crate::options::Options;
use crate::query::{Query, QueryValue};
use crate::retry;
use crate::transport::Transport;

/// One call in the making: from [`Transport::call`] to [`send`](Self::send), [`send_empty`](Self::send_empty) or
/// [`send_bytes`](Self::send_bytes).
///
/// An argument that cannot be sent does not interrupt the chain: the sending method reports the first of them, with the name of
/// the operation, and sends nothing.
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    pub(crate) transport: Transport,
    pub(crate) method: Method,
    /// Without the query that is still in the making.
    pub(crate) url: String,
    pub(crate) query: Query,
    /// Sent by the client itself: client-wide headers replace them.
    pub(crate) default_headers: HeaderMap,
    /// Given by the caller: these replace all others.
    pub(crate) argument_headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    pub(crate) also_accepted: Vec<StatusCode>,
    /// Whether doing it twice does no harm.
    pub(crate) repeatable: bool,
    /// The first argument that cannot be sent.
    pub(crate) problem: Option<Error>,
}

impl Call {
    pub(crate) fn new(transport: Transport, method: Method, url: Result<String>) -> Self {
        let (url, problem) = match url {
            Ok(url) => (url, None),
            Err(problem) => (String::new(), Some(problem)),
        };
        Self {
            transport,
            repeatable: retry::is_repeatable(&method),
            method,
            url,
            query: Query::default(),
            default_headers: HeaderMap::new(),
            argument_headers: HeaderMap::new(),
            body: None,
            also_accepted: Vec::new(),
            problem,
        }
    }

    /// Adds `name=value` to the query.
    pub fn query<V: QueryValue + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.query.pair(name, value);
        self
    }

    /// Adds `name=value` to the query if there is a value.
    pub fn query_option<V: QueryValue + ?Sized>(self, name: &str, value: Option<&V>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds `name=a,b` to the query; nothing if the list is empty.
    pub fn query_csv<V: QueryValue>(mut self, name: &str, values: &[V]) -> Self {
        self.query.csv(name, values);
        self
    }

    /// Adds `name=a&name=b` to the query; nothing if the list is empty.
    pub fn query_repeated<V: QueryValue>(mut self, name: &str, values: &[V]) -> Self {
        self.query.repeated(name, values);
        self
    }

    /// Sends a header that the client adds by itself. [`Builder::header`](crate::Builder::header) replaces it.
    pub fn header<V: QueryValue>(mut self, name: &str, value: V) -> Self {
        if let Some((name, value)) = self.parse_header(name, &value) {
            self.default_headers.insert(name, value);
        }
        self
    }

    /// Sends a header that the caller gave as an argument. It goes before [`Builder::header`](crate::Builder::header).
    pub fn header_argument<V: QueryValue + ?Sized>(mut self, name: &str, value: &V) -> Self {
        if let Some((name, value)) = self.parse_header(name, value) {
            self.argument_headers.insert(name, value);
        }
        self
    }

    /// The same as [`header_argument`](Self::header_argument) if there is a value.
    pub fn header_option<V: QueryValue + ?Sized>(self, name: &str, value: Option<&V>) -> Self {
        match value {
            Some(value) => self.header_argument(name, value),
            None => self,
        }
    }

    /// Adds what is set of the optional parameters.
    pub fn options<O: Options + ?Sized>(self, options: &O) -> Self {
        options.apply(self)
    }

    /// Sends a JSON body.
    pub fn json<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => {
                self.body = Some(body.into());
                self.default_headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            }
            Err(error) => {
                self.refuse(Error::invalid_argument("the body cannot be written as JSON").with_source(error))
            }
        }
        self
    }

    /// Takes this status for a success too, beside any 2xx: for an operation that documents one such as 304.
    pub fn also_accept(mut self, status: StatusCode) -> Self {
        self.also_accepted.push(status);
        self
    }

    /// Says that doing it twice does no harm, though the method is not GET or HEAD: see [`RetryPolicy`](crate::RetryPolicy).
    pub fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    fn parse_header<V: QueryValue + ?Sized>(
        &mut self,
        name: &str,
        value: &V,
    ) -> Option<(HeaderName, HeaderValue)> {
        match header::parse(name, &value.query_text()) {
            Ok(header) => Some(header),
            Err(error) => {
                self.refuse(Error::invalid_argument(error.to_string()));
                None
            }
        }
    }

    fn refuse(&mut self, problem: Error) {
        self.problem.get_or_insert(problem);
    }
}

/// Shows neither the query nor values of headers nor the body.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("url", &self.url.split('?').next().unwrap_or_default())
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}
