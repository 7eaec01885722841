//! One try of a call: requests, redirects, and the body as far as it is wanted.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use reqwest::{Method, Request, StatusCode, Url};

use crate::authorization::Authorization;
use crate::body::{self, End};
use crate::call::Call;
use crate::error::{Answer, Error, ErrorKind, Result};
use crate::redirect::{self, RedirectError};
use crate::signer::UnsignedRequest;
use crate::transport::Transport;

/// How much is kept of the body of an error.
pub(crate) const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// A call that can be sent, as often as need be.
pub(crate) struct Prepared {
    pub(crate) transport: Transport,
    pub(crate) method: Method,
    url: Url,
    /// All but the authorization.
    headers: HeaderMap,
    body: Option<Bytes>,
    also_accepted: Vec<StatusCode>,
    pub(crate) repeatable: bool,
}

/// What a try reads of a successful answer.
#[derive(Clone, Copy)]
pub(crate) enum Reads {
    Head,
    Body,
}

/// A successful answer.
pub(crate) struct Delivered {
    pub(crate) response: reqwest::Response,
    /// Empty with [`Reads::Head`].
    pub(crate) body: Vec<u8>,
    /// What it was asked with.
    pub(crate) authorization: Option<Authorization>,
    /// How many tries it took, and how long.
    pub(crate) tries: u32,
    pub(crate) elapsed: Duration,
}

impl Prepared {
    pub(crate) fn new(call: Call) -> Result<Self> {
        if let Some(problem) = call.problem {
            return Err(problem);
        }
        let mut url = call.url;
        if let Some(query) = call.query.as_str() {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(query);
        }
        let url = Url::parse(&url).map_err(|_| Error::invalid_argument("the arguments make no URL"))?;
        let transport = call.transport.inner();
        // Cannot fail, as paths begin with a slash and arguments are encoded; but credentials depend on it.
        if !transport.base_url.contains(&url) {
            return Err(Error::invalid_argument("the arguments lead to another host"));
        }
        // The least binding first; a later one replaces those of the same name.
        let mut headers = transport.base_headers.clone();
        headers.extend(call.default_headers);
        headers.extend(transport.client_headers.clone());
        headers.extend(call.argument_headers);
        Ok(Self {
            url,
            headers,
            method: call.method,
            body: call.body,
            also_accepted: call.also_accepted,
            repeatable: call.repeatable,
            transport: call.transport,
        })
    }

    /// Sends the request, follows redirects, and gives the answer if it is a success.
    pub(crate) async fn attempt(
        &self,
        authorization: Option<&Authorization>,
        reads: Reads,
    ) -> Result<Delivered> {
        let transport = self.transport.inner();
        let mut url = self.url.clone();
        for _ in 0..=redirect::LIMIT {
            let request = self.request(url.clone(), authorization)?;
            let response = transport
                .http
                .execute(request)
                .await
                .map_err(|error| not_answered(transport.base_url.authority(), error))?;
            let status = response.status();
            if status.is_success() || self.also_accepted.contains(&status) {
                let delivered = read(response, reads, transport.max_body_size).await?;
                return Ok(Delivered { authorization: authorization.cloned(), ..delivered });
            }
            if transport.follows_redirects {
                match redirect::next(&transport.base_url, &url, &self.method, status, response.headers()) {
                    Ok(None) => {}
                    Ok(Some(next)) => {
                        url = next;
                        continue;
                    }
                    Err(error) => return Err(refused_redirect(response, &error)),
                }
            }
            let error = status_error(response, transport.describe_error).await;
            return Err(error.without_echo_of(authorization));
        }
        Err(Error::new(ErrorKind::Redirect, RedirectError::TooMany.to_string()))
    }

    fn request(&self, url: Url, authorization: Option<&Authorization>) -> Result<Request> {
        let mut request = Request::new(self.method.clone(), url);
        *request.headers_mut() = self.headers.clone();
        if let Some(authorization) = authorization {
            request.headers_mut().insert(AUTHORIZATION, authorization.header_value());
        }
        if let Some(signer) = &self.transport.inner().signer {
            let (name, mut value) = signer.sign(&UnsignedRequest {
                method: &self.method,
                target: &target(request.url()),
                authorization: authorization.map(Authorization::expose).unwrap_or_default(),
                body: self.body.as_deref().unwrap_or_default(),
            })?;
            value.set_sensitive(true);
            request.headers_mut().insert(name, value);
        }
        *request.body_mut() = self.body.clone().map(Into::into);
        *request.timeout_mut() = self.transport.options().timeout;
        Ok(request)
    }
}

/// Path and query as they stand in the request line.
fn target(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

async fn read(mut response: reqwest::Response, reads: Reads, max_size: usize) -> Result<Delivered> {
    let (mut body, end) = match reads {
        Reads::Head => (Vec::new(), End::Complete),
        Reads::Body => body::read(&mut response, max_size).await,
    };
    let error = match end {
        End::Complete => {
            let (authorization, elapsed) = (None, Duration::ZERO);
            return Ok(Delivered { response, body, authorization, tries: 1, elapsed });
        }
        End::Cut => body::too_large(max_size),
        End::Failed(error) => body::broken_off(error),
    };
    body.truncate(ERROR_BODY_LIMIT);
    body.shrink_to_fit();
    Err(error.with_answer(Answer {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
        body_is_cut: true,
        description: None,
        is_echo: false,
    }))
}

/// The request got no answer.
fn not_answered(host: &str, error: reqwest::Error) -> Error {
    // The URL has the query in it.
    let error = error.without_url();
    let (kind, message) = if error.is_builder() {
        (ErrorKind::InvalidArgument, "the request cannot be made of these arguments".to_owned())
    } else if error.is_connect() {
        // Before the timeout: one while connecting means that nothing was sent.
        (ErrorKind::Connect, format!("no connection to {host}"))
    } else if error.is_timeout() {
        (ErrorKind::Timeout, format!("{host} did not answer in time"))
    } else if error.is_redirect() {
        (ErrorKind::Redirect, "the HTTP client does not follow the redirect".to_owned())
    } else {
        (ErrorKind::Transport, format!("the connection to {host} broke before an answer"))
    };
    Error::new(kind, message).with_source(error)
}

fn refused_redirect(mut response: reqwest::Response, error: &RedirectError) -> Error {
    Error::new(ErrorKind::Redirect, error.to_string()).with_answer(Answer {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body: Vec::new(),
        body_is_cut: true,
        description: None,
        is_echo: false,
    })
}

/// An answer that is no success. A body that breaks off does not hide the status: what came of it is kept.
async fn status_error(mut response: reqwest::Response, describe: fn(&[u8]) -> Option<String>) -> Error {
    let status: StatusCode = response.status();
    let headers = std::mem::take(response.headers_mut());
    let (body, end) = body::read(&mut response, ERROR_BODY_LIMIT).await;
    let description = describe(&body);
    let error = Error::new(ErrorKind::Status, "the service answered");
    let (error, body_is_cut) = match end {
        End::Complete => (error, false),
        End::Cut => (error, true),
        End::Failed(cause) => (error.with_source(cause.without_url()), true),
    };
    error.with_answer(Answer { status, headers, body, body_is_cut, description, is_echo: false })
}
