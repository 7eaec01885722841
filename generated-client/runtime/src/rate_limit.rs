//! What a service says about its limits.

use reqwest::header::HeaderMap;

const HEADER: &str = "x-rate-limit";

/// The `X-Rate-Limit` of an answer, from [`Response::rate_limit`](crate::Response::rate_limit) or
/// [`Error::rate_limit`](crate::Error::rate_limit).
///
/// App Store Connect sends `user-hour-lim:3600;user-hour-rem:3599;` with most answers (Apple's page
/// ["Identifying Rate Limits"](https://developer.apple.com/documentation/appstoreconnectapi/identifying-rate-limits)), and
/// `user-minute-lim:250;user-minute-rem:244;` with some. Other names are kept too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimit(Vec<(String, String)>);

impl RateLimit {
    /// Reads the header, however many times it is there; `None` if it is not there or says nothing.
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let mut entries: Vec<(String, String)> = Vec::new();
        for value in headers.get_all(HEADER) {
            // A proxy may join repeated headers with commas.
            let pairs = value.to_str().unwrap_or_default().split([';', ',']);
            for (name, value) in pairs.filter_map(|pair| pair.split_once(':')) {
                let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
                match entries.iter_mut().find(|(known, _)| *known == name) {
                    Some(entry) => entry.1 = value,
                    None => entries.push((name, value)),
                }
            }
        }
        (!entries.is_empty()).then_some(Self(entries))
    }

    /// How many requests an hour are allowed: `user-hour-lim`.
    pub fn hour_limit(&self) -> Option<u64> {
        self.number("user-hour-lim")
    }

    /// How many of these are left: `user-hour-rem`.
    pub fn hour_remaining(&self) -> Option<u64> {
        self.number("user-hour-rem")
    }

    /// How many requests a minute are allowed: `user-minute-lim`.
    pub fn minute_limit(&self) -> Option<u64> {
        self.number("user-minute-lim")
    }

    /// How many of these are left: `user-minute-rem`.
    pub fn minute_remaining(&self) -> Option<u64> {
        self.number("user-minute-rem")
    }

    /// The value under this name, in whatever case; the last one where it is there twice.
    pub fn value(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// All names, in lower case, and values, in the order in which they came.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.value(name)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn read(values: &[&'static str]) -> Option<RateLimit> {
        let mut headers = HeaderMap::new();
        for value in values {
            let name = HeaderName::from_bytes(b"X-RATE-LIMIT").unwrap();
            headers.append(name, HeaderValue::from_static(value));
        }
        RateLimit::from_headers(&headers)
    }

    #[test]
    fn reads_what_is_really_sent() {
        for values in [
            &["user-hour-lim:3600;user-hour-rem:3599;"][..],
            &["user-hour-lim: 3600 ; User-Hour-Rem: 3599"],
            &["user-hour-lim:3600;", "user-hour-rem:3599;"],
            &["user-hour-lim:3600;, user-hour-rem:3599;"],
            &["user-hour-lim:1;user-hour-rem:3599;user-hour-lim:3600"],
        ] {
            let limit = read(values).unwrap();
            assert_eq!((limit.hour_limit(), limit.hour_remaining()), (Some(3600), Some(3599)), "{values:?}");
            assert_eq!(limit.minute_limit(), None);
        }
        let limit = read(&["user-minute-lim:250;user-minute-rem:244;"]).unwrap();
        assert_eq!((limit.minute_limit(), limit.minute_remaining()), (Some(250), Some(244)));
    }

    #[test]
    fn keeps_what_it_does_not_know() {
        let limit = read(&["team-day-lim:many;user-hour-rem:-1;junk;:;"]).unwrap();
        assert_eq!(limit.value("Team-Day-Lim"), Some("many"));
        assert_eq!(limit.hour_remaining(), None);
        let entries: Vec<_> = limit.entries().collect();
        assert_eq!(entries, [("team-day-lim", "many"), ("user-hour-rem", "-1"), ("", "")]);
    }

    #[test]
    fn nothing_is_nothing() {
        for values in [&[][..], &[""], &["junk"], &[";;"]] {
            assert_eq!(read(values), None, "{values:?}");
        }
    }
}
