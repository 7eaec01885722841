//! Sending a call, and reading its answer as what the caller wants.

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;

use crate::attempt::{Delivered, ERROR_BODY_LIMIT, Reads};
use crate::body::ByteStream;
use crate::call::Call;
use crate::error::{Answer, Error, ErrorKind, Result};
use crate::response::Response;

impl Call {
    /// Sends the call and reads the answer as JSON. `operation` is named in errors.
    ///
    /// # Errors
    /// Of any [`ErrorKind`] but `Configuration`.
    pub async fn send<T: DeserializeOwned>(self, operation: &'static str) -> Result<Response<T>> {
        let delivered = self.deliver(operation, Reads::Body).await?;
        read_json(delivered).map_err(|error| error.in_operation(operation))
    }

    /// Sends the call. A body of a successful answer is not looked at.
    ///
    /// # Errors
    /// Of any [`ErrorKind`] but `Configuration`, `Decode` and `TooLarge`.
    pub async fn send_empty(self, operation: &'static str) -> Result<Response<()>> {
        let Delivered { mut response, .. } = self.deliver(operation, Reads::Head).await?;
        let headers = std::mem::take(response.headers_mut());
        Ok(Response::new(response.status(), headers, ()))
    }

    /// Sends the call and gives the body of the answer as it comes. A body that breaks off is not asked for again.
    ///
    /// # Errors
    /// Of any [`ErrorKind`] but `Configuration`, `Decode` and `TooLarge`.
    pub async fn send_bytes(self, operation: &'static str) -> Result<Response<ByteStream>> {
        let transport = self.transport.clone();
        let delivered = self.deliver(operation, Reads::Head).await?;
        let (status, headers) = (delivered.response.status(), delivered.response.headers().clone());
        Ok(Response::new(status, headers, ByteStream::new(operation, transport, delivered)))
    }
}

fn read_json<T: DeserializeOwned>(delivered: Delivered) -> Result<Response<T>> {
    let Delivered { mut response, mut body, authorization, tries, elapsed } = delivered;
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let why = match decode(&body) {
        Ok(value) => return Ok(Response::new(status, headers, value)),
        Err(_) if authorization.is_some_and(|authorization| authorization.is_in(&body)) => {
            "it has the credentials in it".to_owned()
        }
        Err(why) => why,
    };
    let error = undecodable(&headers, &body, &why).after(tries, elapsed);
    let body_is_cut = body.len() > ERROR_BODY_LIMIT;
    body.truncate(ERROR_BODY_LIMIT);
    body.shrink_to_fit();
    Err(error.with_answer(Answer { status, headers, body, body_is_cut, description: None, is_echo: false }))
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
