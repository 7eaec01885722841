//! What the mock received.

use std::borrow::Cow;
use std::fmt;
use std::net::SocketAddr;

/// One request as received.
///
/// `Display` and `Debug` give readable text for snapshots: the head with plain line breaks and without the port, which differs
/// in each run (`host: (mock)`), and the body. They show the `Authorization` as it is, since the mock is for made-up tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) minor_version: u8,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) raw: Vec<u8>,
    /// The address of the mock.
    pub(crate) address: SocketAddr,
    pub(crate) is_acted_on: bool,
}

impl Request {
    /// The method, such as `GET`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Path and query as they stood in the request line.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The target up to the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The target after the `?`.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Names and values in the order and the case in which they came.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The first header of this name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// The body, with chunks put together.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// All bytes as they came, chunk sizes included.
    pub fn raw_bytes(&self) -> &[u8] {
        &self.raw
    }

    /// [`raw_bytes`](Self::raw_bytes) as text.
    pub fn raw(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.raw)
    }

    /// Whether the mock came to do as it was asked: no guard, and no [`Fault`](crate::Fault) that comes before acting, kept it from
    /// that. Writes are counted by this.
    pub fn is_acted_on(&self) -> bool {
        self.is_acted_on
    }

    pub(crate) fn all<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.as_str())
    }

    /// Whether a list header such as `connection` has this item.
    pub(crate) fn lists(&self, name: &str, item: &str) -> bool {
        self.all(name).flat_map(|value| value.split(',')).any(|found| found.trim().eq_ignore_ascii_case(item))
    }

    /// Whether the client wants the connection to end.
    pub(crate) fn closes(&self) -> bool {
        self.lists("connection", "close")
            || (self.minor_version == 0 && !self.lists("connection", "keep-alive"))
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {} HTTP/1.{}", self.method, self.target, self.minor_version)?;
        let address = self.address.to_string();
        for (name, value) in &self.headers {
            let value = if *value == address { "(mock)" } else { value };
            writeln!(f, "{name}: {value}")?;
        }
        match std::str::from_utf8(&self.body) {
            Ok("") => Ok(()),
            Ok(text) => write!(f, "\n{text}"),
            Err(_) => write!(f, "\n({} bytes)", self.body.len()),
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
