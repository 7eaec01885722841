//! How long an answer asks to wait.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};

/// Reads `Retry-After`, which is a number of seconds or a date (RFC 9110, 10.2.3). A date that is past asks for no wait. Where
/// the header is repeated, the longest wait counts; what cannot be read counts for nothing.
pub(crate) fn parse(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    headers
        .get_all(RETRY_AFTER)
        .iter()
        .filter_map(|value| {
            let text = value.to_str().ok()?.trim();
            if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
                // Digits beyond `u64` are more than any wait.
                return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
            }
            let date = httpdate::parse_http_date(text).ok()?;
            Some(date.duration_since(now).unwrap_or_default())
        })
        .max()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn seconds(values: &[&'static str]) -> Option<u64> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(RETRY_AFTER, HeaderValue::from_static(value));
        }
        // 1994-11-06T08:49:00Z.
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_740);
        parse(&headers, now).map(|wait| wait.as_secs())
    }

    #[test]
    fn reads_seconds_and_dates() {
        for (values, expected) in [
            (&["0"][..], Some(0)),
            (&[" 120 "], Some(120)),
            (&["99999999999999999999999"], Some(u64::MAX)),
            (&["Sun, 06 Nov 1994 08:49:37 GMT"], Some(37)),
            (&["Sunday, 06-Nov-94 08:49:37 GMT"], Some(37)),
            (&["Sun, 06 Nov 1994 08:48:00 GMT"], Some(0)),
            (&["3", "soon", "7"], Some(7)),
            (&[], None),
            (&[""], None),
            (&["-1"], None),
            (&["1.5"], None),
            (&["soon"], None),
        ] {
            assert_eq!(seconds(values), expected, "{values:?}");
        }
    }
}
