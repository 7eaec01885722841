//! Query strings, percent-encoded as RFC 3986 has it.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, §2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value that can stand in a query or in a header: all that has a `Display`.
///
/// In a query the text is percent-encoded, everything but unreserved characters; a space becomes `%20`.
pub trait QueryValue {
    /// The text before percent-encoding.
    fn query_text(&self) -> String;
}

impl<T: fmt::Display + ?Sized> QueryValue for T {
    fn query_text(&self) -> String {
        self.to_string()
    }
}

/// A query string in the making, in the order of the calls.
#[derive(Clone, Default)]
pub(crate) struct Query(String);

impl Query {
    /// `name=value`
    pub(crate) fn pair<V: QueryValue + ?Sized>(&mut self, name: &str, value: &V) {
        self.name(name);
        encode_into(&mut self.0, &value.query_text());
    }

    /// `name=a,b`: the commas between the values stay, a comma inside of a value is encoded, so that both are told apart.
    pub(crate) fn csv<V: QueryValue>(&mut self, name: &str, values: &[V]) {
        for (index, value) in values.iter().enumerate() {
            match index {
                0 => self.name(name),
                _ => self.0.push(','),
            }
            encode_into(&mut self.0, &value.query_text());
        }
    }

    /// `name=a&name=b`
    pub(crate) fn repeated<V: QueryValue>(&mut self, name: &str, values: &[V]) {
        for value in values {
            self.pair(name, value);
        }
    }

    /// The text after the `?`; `None` where there is nothing to send.
    pub(crate) fn as_str(&self) -> Option<&str> {
        (!self.0.is_empty()).then_some(&self.0)
    }

    fn name(&mut self, name: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        encode_into(&mut self.0, name);
        self.0.push('=');
    }
}

pub(crate) fn encode_into(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(build: impl FnOnce(&mut Query)) -> String {
        let mut query = Query::default();
        build(&mut query);
        query.as_str().unwrap_or("(none)").to_owned()
    }

    #[test]
    fn encodes_names_and_values() {
        assert_eq!(
            query(|q| {
                q.pair("fields[x]", "a b+c/d=e&f");
                q.pair("limit", &5_u32);
                q.pair("empty", "");
            }),
            "fields%5Bx%5D=a%20b%2Bc%2Fd%3De%26f&limit=5&empty="
        );
        assert_eq!(query(|q| q.pair("t", "-._~é'")), "t=-._~%C3%A9%27");
    }

    #[test]
    fn joins_lists_by_raw_commas() {
        assert_eq!(query(|q| q.csv("include", &["versions", "a,b", ""])), "include=versions,a%2Cb,");
        assert_eq!(query(|q| q.repeated("titleId", &[1, 2])), "titleId=1&titleId=2");
    }

    #[test]
    fn omits_empty_lists() {
        assert_eq!(
            query(|q| {
                q.csv::<u32>("a", &[]);
                q.repeated::<u32>("b", &[]);
            }),
            "(none)"
        );
    }
}
