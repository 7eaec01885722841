//! The address of a service, and what counts as the same place.

use std::net::IpAddr;

use reqwest::Url;

/// An address that requests with credentials may go to.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl {
    url: Url,
    /// Without a trailing slash, so that a path can follow.
    text: String,
}

/// Why an address is refused. None repeats it, because a password may be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BaseUrlError {
    #[error("the base URL is no absolute URL")]
    NotAUrl,
    #[error("the base URL must be https (http is for loopback hosts such as 127.0.0.1 only)")]
    NotEncrypted,
    #[error("the base URL must not have a user name or a password in it")]
    UserInfo,
    #[error("the base URL must not have a query or a fragment")]
    NotABase,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let url = Url::parse(text).map_err(|_| BaseUrlError::NotAUrl)?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(BaseUrlError::NotEncrypted),
            _ => return Err(BaseUrlError::NotAUrl),
        }
        if has_user_info(&url) {
            return Err(BaseUrlError::UserInfo);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlError::NotABase);
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { url, text })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Host and port, for messages.
    pub(crate) fn authority(&self) -> &str {
        self.url.authority()
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Reads a link that the service sent, absolute or relative to `current`.
    /// `None` if it is no URL or leads to another scheme, host or port.
    pub(crate) fn same_place(&self, current: &Url, link: &str) -> Option<Url> {
        let url = current.join(link).ok()?;
        self.contains(&url).then_some(url)
    }

    /// Whether requests with credentials may go there.
    pub(crate) fn contains(&self, url: &Url) -> bool {
        // `origin` is scheme, host and port, with the default port filled in.
        url.origin() == self.url.origin() && !has_user_info(url)
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }
}

fn has_user_info(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    if host == "localhost" {
        return true;
    }
    let address = host.trim_start_matches('[').trim_end_matches(']');
    address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_https_anywhere_and_http_on_loopback() {
        for (given, kept) in [
            ("https://api.example", "https://api.example"),
            ("https://api.example/", "https://api.example"),
            ("https://api.example:8443/prefix/", "https://api.example:8443/prefix"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("http://127.8.9.1", "http://127.8.9.1"),
            ("http://localhost:1", "http://localhost:1"),
            ("http://[::1]:1", "http://[::1]:1"),
        ] {
            assert_eq!(BaseUrl::parse(given).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn refuses_the_rest() {
        for (given, error) in [
            ("", BaseUrlError::NotAUrl),
            ("api.example", BaseUrlError::NotAUrl),
            ("/v1", BaseUrlError::NotAUrl),
            ("ftp://api.example", BaseUrlError::NotAUrl),
            ("http://api.example", BaseUrlError::NotEncrypted),
            ("http://localhost.example", BaseUrlError::NotEncrypted),
            ("http://127.0.0.1.example", BaseUrlError::NotEncrypted),
            ("http://0.0.0.0", BaseUrlError::NotEncrypted),
            ("http://localhost@api.example", BaseUrlError::NotEncrypted),
            ("https://u:p@api.example", BaseUrlError::UserInfo),
            ("https://api.example?a=b", BaseUrlError::NotABase),
            ("https://api.example#a", BaseUrlError::NotABase),
        ] {
            assert_eq!(BaseUrl::parse(given).unwrap_err(), error, "{given}");
        }
    }

    #[test]
    fn knows_its_own_links() {
        let base = BaseUrl::parse("https://api.example/v1").unwrap();
        let at = |link: &str| base.same_place(base.url(), link).map(String::from);
        assert_eq!(at("/v2?cursor=a%2C").as_deref(), Some("https://api.example/v2?cursor=a%2C"));
        assert_eq!(at("https://API.example:443/v2").as_deref(), Some("https://api.example/v2"));
        for link in [
            "http://api.example/v2",
            "https://api.example:444/v2",
            "https://api.example.evil/v2",
            "//evil.example/v2",
            "https://u@api.example/",
            "\\\\evil.example",
            "https://",
        ] {
            assert_eq!(at(link), None, "{link}");
        }
    }
}
