//! Which redirects are followed.
//!
//! Not left to reqwest, because its policies cannot see the method: they turn a POST into a GET, whose answer then passes for
//! that of the POST.

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, StatusCode, Url};

use crate::base_url::BaseUrl;

/// How many redirects of one call are followed.
pub(crate) const LIMIT: usize = 10;

/// Why a redirect is not followed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RedirectError {
    // Scheme and host only: the rest of the URL may be a secret.
    #[error("the service redirects to another place, {0}, which is not followed")]
    Elsewhere(String),
    #[error("the service redirects to something that is no URL")]
    NotAUrl,
    #[error("the service redirects a {0}, and following would change its meaning")]
    Method(Method),
    #[error("the service redirects more than {LIMIT} times")]
    TooMany,
}

/// Where to send the request next; `None` if the answer is no redirect.
pub(crate) fn next(
    base: &BaseUrl,
    current: &Url,
    method: &Method,
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<Option<Url>, RedirectError> {
    let keeps_method = match status.as_u16() {
        307 | 308 => true,
        301..=303 => false,
        _ => return Ok(None),
    };
    let Some(location) = headers.get(LOCATION) else { return Ok(None) };
    if !keeps_method && !matches!(*method, Method::GET | Method::HEAD) {
        return Err(RedirectError::Method(method.clone()));
    }
    let location = location.to_str().map_err(|_| RedirectError::NotAUrl)?;
    if let Some(url) = base.same_place(current, location) {
        return Ok(Some(url));
    }
    Err(match current.join(location) {
        Ok(url) => RedirectError::Elsewhere(url.origin().ascii_serialization()),
        Err(_) => RedirectError::NotAUrl,
    })
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn follow(
        method: Method,
        status: u16,
        location: Option<&'static str>,
    ) -> Result<Option<String>, RedirectError> {
        let base = BaseUrl::parse("https://api.example").unwrap();
        let current = Url::parse("https://api.example/v1/a?b=c").unwrap();
        let mut headers = HeaderMap::new();
        if let Some(location) = location {
            headers.insert(LOCATION, HeaderValue::from_static(location));
        }
        let status = StatusCode::from_u16(status).unwrap();
        next(&base, &current, &method, status, &headers).map(|url| url.map(String::from))
    }

    #[test]
    fn follows_to_the_same_place() {
        for status in [301, 302, 303, 307, 308] {
            let url = follow(Method::GET, status, Some("../v2/a")).unwrap();
            assert_eq!(url.as_deref(), Some("https://api.example/v2/a"));
        }
        let url = follow(Method::POST, 307, Some("https://api.example/v2")).unwrap();
        assert_eq!(url.as_deref(), Some("https://api.example/v2"));
    }

    #[test]
    fn leaves_other_answers_alone() {
        for status in [200, 201, 300, 304, 404] {
            assert_eq!(follow(Method::GET, status, Some("/v2")), Ok(None));
        }
        assert_eq!(follow(Method::GET, 301, None), Ok(None));
    }

    #[test]
    fn refuses_other_places_without_repeating_the_path() {
        for (location, place) in [
            ("http://api.example/secret", "http://api.example"),
            ("https://api.example:444/secret", "https://api.example:444"),
            ("//evil.example/secret?token=1", "https://evil.example"),
            ("file:///etc/passwd", "null"),
        ] {
            assert_eq!(
                follow(Method::GET, 302, Some(location)),
                Err(RedirectError::Elsewhere(place.to_owned()))
            );
        }
        assert_eq!(follow(Method::GET, 302, Some("https://")), Err(RedirectError::NotAUrl));
    }

    #[test]
    fn does_not_change_the_method() {
        for status in [301, 302, 303] {
            assert_eq!(follow(Method::POST, status, Some("/v2")), Err(RedirectError::Method(Method::POST)));
        }
    }
}
