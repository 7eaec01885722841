//! What the mock answers.

use std::time::Duration;

/// One scripted answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delivery: Delivery,
}

/// How an answer goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Delivery {
    #[default]
    Whole,
    /// So much of the body, and then the connection ends.
    Cut { after: usize, is_reset: bool },
    /// In pieces, with a wait before each.
    Slow { piece: usize, gap: Duration },
    /// Not at all: the connection ends.
    Dropped,
    /// Not at all: the connection stays open.
    Silent,
}

impl Answer {
    /// A JSON text, sent as it is: it need not be valid.
    pub fn json(status: u16, text: impl Into<String>) -> Self {
        Self::raw(status, [("content-type", "application/json")], text.into())
    }

    /// Plain text.
    pub fn text(status: u16, text: impl Into<String>) -> Self {
        Self::raw(status, [("content-type", "text/plain; charset=utf-8")], text.into())
    }

    /// No body.
    pub fn empty(status: u16) -> Self {
        Self::raw(status, [("", ""); 0], Vec::new())
    }

    /// Any bytes with any headers. Nothing is added but a `content-length`, and that only if neither it nor
    /// `transfer-encoding` is among the headers and the status allows a body.
    pub fn raw<N: Into<String>, V: Into<String>>(
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        let headers = headers.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { status, headers, body: body.into(), delivery: Delivery::Whole }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn content_type(mut self, value: String) -> Self {
        self.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        self.header("content-type", value)
    }

    pub(crate) fn delivered(self, delivery: Delivery) -> Self {
        Self { delivery, ..self }
    }

    pub(crate) fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Names and values as they were given.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The bytes to send. An answer to HEAD has the headers alone.
    pub(crate) fn to_bytes(&self, to_head: bool) -> Vec<u8> {
        let mut out = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            out.push_str(&format!("{name}: {value}\r\n"));
        }
        let allows_body = !matches!(self.status, 100..=199 | 204 | 304);
        if allows_body && !self.has_header("content-length") && !self.has_header("transfer-encoding") {
            out.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        out.push_str("\r\n");
        let mut out = out.into_bytes();
        if allows_body && !to_head {
            out.extend_from_slice(&self.body);
        }
        out
    }

    /// Whether the connection ends with this answer.
    pub(crate) fn closes(&self) -> bool {
        self.headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("connection") && value.eq_ignore_ascii_case("close")
        })
    }

    fn has_header(&self, wanted: &str) -> bool {
        self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted))
    }
}

/// The phrase after the status; nobody may rely on it, but people read it.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(answer: &Answer) -> String {
        String::from_utf8(answer.to_bytes(false)).unwrap()
    }

    #[test]
    fn adds_a_length_where_one_belongs() {
        assert_eq!(
            text(&Answer::json(201, "{}").header("X-A", "b")),
            "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\nX-A: b\r\ncontent-length: 2\r\n\r\n{}"
        );
        assert_eq!(
            text(&Answer::empty(500)),
            "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n"
        );
        assert_eq!(text(&Answer::empty(204)), "HTTP/1.1 204 No Content\r\n\r\n");
        assert_eq!(
            text(&Answer::raw(299, [("Content-Length", "9")], "x")),
            "HTTP/1.1 299 \r\nContent-Length: 9\r\n\r\nx"
        );
    }

    #[test]
    fn an_answer_to_head_has_no_body() {
        assert!(Answer::text(200, "abc").to_bytes(true).ends_with(b"content-length: 3\r\n\r\n"));
    }
}
