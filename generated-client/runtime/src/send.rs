//! Sending a call, and reading its answer.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use reqwest::{Request, StatusCode, Url};
use serde::de::DeserializeOwned;

use crate::body::{self, ByteStream, End};
use crate::call::Call;
use crate::error::{Answer, Error, ErrorKind, Result};
use crate::redirect::{self, RedirectError};
use crate::response::Response;

/// How much is kept of the body of an error.
const ERROR_BODY_LIMIT: usize = 64 * 1024;

impl Call {
    /// Sends the call and reads the answer as JSON. `operation` is named in errors.
    ///
    /// # Errors
    /// Of any [`ErrorKind`] but `Configuration`.
    pub async fn send<T: DeserializeOwned>(self, operation: &'static str) -> Result<Response<T>> {
        self.send_json().await.map_err(|error| error.in_operation(operation))
    }

    /// Sends the call. A body of a successful answer is not looked at.
    ///
    /// # Errors
    /// Of any [`ErrorKind`] but `Configuration`, `Decode` and `TooLarge`.
    pub async fn send_empty(self, operation: &'static str) -> Result<Response<()>> {
        let mut response = self.exchange().await.map_err(|error| error.in_operation(operation))?;
        let headers = std::mem::take(response.headers_mut());
        Ok(Response::new(response.status(), headers, ()))
    }

    /// Sends the call and gives the body of the answer as it comes.
    ///
    /// # Errors
    /// Of any [`ErrorKind`] but `Configuration`, `Decode` and `TooLarge`.
    pub async fn send_bytes(self, operation: &'static str) -> Result<Response<ByteStream>> {
        let max_size = self.transport.inner().max_body_size;
        let response = self.exchange().await.map_err(|error| error.in_operation(operation))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let stream = ByteStream::new(operation, response, headers.clone(), max_size);
        Ok(Response::new(status, headers, stream))
    }

    async fn send_json<T: DeserializeOwned>(self) -> Result<Response<T>> {
        let max_size = self.transport.inner().max_body_size;
        let mut response = self.exchange().await?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let (mut bytes, end) = body::read(&mut response, max_size).await;
        let error = match end {
            End::Complete => match decode(&bytes) {
                Ok(value) => return Ok(Response::new(status, headers, value)),
                Err(why) => undecodable(&headers, &bytes, &why),
            },
            End::Cut => body::too_large(max_size),
            End::Failed(error) => body::broken_off(error),
        };
        let body_is_cut = bytes.len() > ERROR_BODY_LIMIT || error.kind() != ErrorKind::Decode;
        bytes.truncate(ERROR_BODY_LIMIT);
        bytes.shrink_to_fit();
        Err(error.with_answer(Answer { status, headers, body: bytes, body_is_cut, description: None }))
    }

    /// Sends the request, follows redirects, and gives the answer if it is a success.
    async fn exchange(mut self) -> Result<reqwest::Response> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        let mut url = self.final_url()?;
        let headers = self.final_headers().await?;
        let transport = self.transport.inner();
        for _ in 0..=redirect::LIMIT {
            let mut request = Request::new(self.method.clone(), url.clone());
            *request.headers_mut() = headers.clone();
            *request.body_mut() = self.body.clone().map(Into::into);
            *request.timeout_mut() = transport.timeout;
            let response = transport
                .http
                .execute(request)
                .await
                .map_err(|error| not_answered(transport.base_url.authority(), error))?;
            let status = response.status();
            if status.is_success() || self.also_accepted.contains(&status) {
                return Ok(response);
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
            return Err(status_error(response, transport.describe_error).await);
        }
        Err(Error::new(ErrorKind::Redirect, RedirectError::TooMany.to_string()))
    }

    fn final_url(&self) -> Result<Url> {
        let mut text = self.url.clone();
        if let Some(query) = self.query.as_str() {
            text.push(if text.contains('?') { '&' } else { '?' });
            text.push_str(query);
        }
        let url = Url::parse(&text).map_err(|_| Error::invalid_argument("the arguments make no URL"))?;
        // Cannot fail, as paths begin with a slash and arguments are encoded; but credentials depend on it.
        match self.transport.inner().base_url.contains(&url) {
            true => Ok(url),
            false => Err(Error::invalid_argument("the arguments lead to another host")),
        }
    }

    /// The least binding first; a later one replaces those of the same name.
    async fn final_headers(&mut self) -> Result<HeaderMap> {
        let transport = self.transport.inner();
        let mut headers = transport.base_headers.clone();
        headers.extend(std::mem::take(&mut self.default_headers));
        headers.extend(transport.client_headers.clone());
        headers.extend(std::mem::take(&mut self.argument_headers));
        if let Some(credentials) = &transport.credentials {
            headers.insert(AUTHORIZATION, credentials.authorization().await?.header_value());
        }
        Ok(headers)
    }
}

/// Reads JSON. After a failure it reads again, to learn where in the document it happened: so a success pays nothing for it.
fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    // Some servers put a byte order mark first, which RFC 8259 lets a reader ignore.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let error = match serde_json::from_slice(bytes) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let mut again = serde_json::Deserializer::from_slice(bytes);
    let path =
        serde_path_to_error::deserialize::<_, T>(&mut again).err().map(|error| error.path().to_string());
    Err(match path {
        Some(path) if path != "." => format!("at {path}: {error}"),
        _ => error.to_string(),
    })
}

fn undecodable(headers: &HeaderMap, bytes: &[u8], why: &str) -> Error {
    let what = match headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) {
        _ if bytes.is_empty() => "no body".to_owned(),
        Some(media_type) if !media_type.contains("json") => format!("a body of type {media_type}"),
        _ => "a body that does not fit".to_owned(),
    };
    Error::new(ErrorKind::Decode, format!("the service answered with {what}: {why}"))
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
    error.with_answer(Answer { status, headers, body, body_is_cut, description })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code, reason = "only decoded")]
    struct Document {
        included: Vec<Resource>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code, reason = "only decoded")]
    #[serde(rename_all = "camelCase")]
    struct Resource {
        reference_name: String,
    }

    fn failure(body: &str) -> String {
        decode::<Document>(body.as_bytes()).unwrap_err()
    }

    #[test]
    fn failures_have_the_path() {
        assert_eq!(
            failure(r#"{"included":[{"referenceName":"a"},{"referenceName":1}]}"#),
            "at included[1].referenceName: invalid type: integer `1`, expected a string at line 1 column 53"
        );
        assert_eq!(failure(r#"{"included":[]} x"#), "trailing characters at line 1 column 17");
        assert_eq!(failure(""), "EOF while parsing a value at line 1 column 0");
    }

    #[test]
    fn a_byte_order_mark_is_ignored() {
        assert!(decode::<Document>("\u{feff}{\"included\":[]}".as_bytes()).is_ok());
    }
}
