//! Headers that a caller may set.

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};

/// Headers that frame the message or choose the host. Whoever sets one of them breaks the request.
const OF_THE_CONNECTION: [&str; 8] =
    ["connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade"];

/// Why a header is refused. None repeats the value, because it may be a secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HeaderError {
    #[error("`{}` is no name of a header", crate::error::shortened(.0).escape_debug())]
    Name(String),
    #[error("the header `{0}` has a value that no header can carry: control or non-ASCII characters")]
    Value(HeaderName),
    #[error("the header `{0}` belongs to the connection and cannot be set")]
    Connection(HeaderName),
    #[error("the header `authorization` is set by `Builder::authorization` or `Builder::credentials`")]
    Authorization,
}

pub(crate) fn parse(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), HeaderError> {
    let name = HeaderName::try_from(name).map_err(|_| HeaderError::Name(name.to_owned()))?;
    if name == AUTHORIZATION {
        return Err(HeaderError::Authorization);
    }
    if OF_THE_CONNECTION.contains(&name.as_str()) {
        return Err(HeaderError::Connection(name));
    }
    // `HeaderValue` would send text beyond ASCII as raw UTF-8, which servers read as Latin-1 or refuse.
    match HeaderValue::from_str(value) {
        Ok(parsed) if value.is_ascii() => Ok((name, parsed)),
        _ => Err(HeaderError::Value(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_names_in_any_case() {
        let (name, value) = parse("Accept-Language", "de, en;q=0.5").unwrap();
        assert_eq!((name.as_str(), value.to_str().unwrap()), ("accept-language", "de, en;q=0.5"));
    }

    #[test]
    fn refuses_without_repeating_the_value() {
        for (name, value, message) in [
            ("a b", "v", "`a b` is no name of a header"),
            ("", "v", "`` is no name of a header"),
            ("x\r\ny", "v", "`x\\r\\ny` is no name of a header"),
            ("Host", "v", "the header `host` belongs to the connection and cannot be set"),
            (
                "X-A",
                "s3cret\r\nX-B: 1",
                "the header `x-a` has a value that no header can carry: control or non-ASCII characters",
            ),
            (
                "X-A",
                "s3crét",
                "the header `x-a` has a value that no header can carry: control or non-ASCII characters",
            ),
        ] {
            assert_eq!(parse(name, value).unwrap_err().to_string(), message);
        }
        assert_eq!(parse("AUTHORIZATION", "s3cret"), Err(HeaderError::Authorization));
    }
}
