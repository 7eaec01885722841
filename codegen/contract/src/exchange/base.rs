//! Base addresses: which service a URL belongs to, and what its path is there.

use super::percent::normal;
use crate::contract::{Contract, Server};

/// The most addresses that the variables of one server may stand for.
const MOST: usize = 64;

/// Where a service is. `http` and `https` are the same: a recorder may stand between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    host: String,
    port: Option<u16>,
    /// The path in front of those of the operations, without a slash at its end.
    path: String,
}

/// A URL in its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'u> {
    /// The host as it is written.
    pub host: &'u str,
    /// The port, unless it is the scheme's own.
    pub port: Option<u16>,
    /// The path, encoded; `/` if there is none.
    pub path: &'u str,
    /// What stands behind the question mark, encoded.
    pub query: Option<&'u str>,
}

impl<'u> Url<'u> {
    /// Takes an absolute URL of `http`, `https`, `ws` or `wss` apart. `None` for any other text.
    pub fn parse(url: &'u str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let default = match &*scheme.to_ascii_lowercase() {
            "http" | "ws" => 80,
            "https" | "wss" => 443,
            _ => return None,
        };
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        // The colons of an IPv6 address stand in brackets.
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port),
            _ => (authority, ""),
        };
        let port = if port.is_empty() { default } else { port.parse().ok()? };
        let (path, query) =
            target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let path = if path.is_empty() { "/" } else { path };
        let port = Some(port).filter(|port| *port != default);
        (!host.is_empty()).then_some(Self { host, port, path, query })
    }
}

impl Base {
    /// Reads a base address: an absolute URL.
    pub fn parse(url: &str) -> Option<Self> {
        let url = Url::parse(url)?;
        let path = normal(url.path.trim_end_matches('/'));
        Some(Self { host: url.host.to_ascii_lowercase(), port: url.port, path })
    }

    /// The base addresses that a contract names, without those that are relative to its document. Variables stand for all
    /// their values if these are listed, else for their default.
    pub fn all_of(contract: &Contract) -> Vec<Self> {
        let servers = contract.operations().iter().flat_map(|operation| &operation.servers.servers);
        let mut bases: Vec<Self> = Vec::new();
        for base in servers.flat_map(urls).filter_map(|url| Self::parse(&url)) {
            if !bases.contains(&base) {
                bases.push(base);
            }
        }
        bases
    }

    /// The path of a URL behind this address; `None` if it is elsewhere.
    pub fn strip<'u>(&self, url: &Url<'u>) -> Option<&'u str> {
        if url.port != self.port || !url.host.eq_ignore_ascii_case(&self.host) {
            return None;
        }
        // The address may be encoded in another way than the URL, so its segments are counted.
        let segments = self.path.matches('/').count();
        let end = url.path.match_indices('/').nth(segments).map_or(url.path.len(), |(at, _)| at);
        let (base, rest) = url.path.split_at(end);
        (normal(base) == self.path).then_some(if rest.is_empty() { "/" } else { rest })
    }
}

/// The addresses that a server stands for.
fn urls(server: &Server) -> Vec<String> {
    let mut urls = vec![server.url.to_string()];
    for variable in &server.variables {
        let name = format!("{{{}}}", variable.name);
        let listed = variable.values.iter().flatten();
        let values: Vec<&str> =
            std::iter::once(&variable.default).chain(listed).map(|value| &**value).collect();
        urls = urls
            .iter()
            .flat_map(|url| values.iter().map(|value| url.replace(&name, value)))
            .take(MOST)
            .collect();
    }
    urls
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_belongs_to_the_base_address_in_front_of_it() {
        let base = |base: &str, url: &str| {
            Base::parse(base).unwrap().strip(&Url::parse(url).unwrap()).map(str::to_owned)
        };
        assert_eq!(base("https://API.example.com", "https://api.example.com/v1?a=1").as_deref(), Some("/v1"));
        assert_eq!(
            base("https://api.example.com/", "http://u:p@api.example.com/v1#f").as_deref(),
            Some("/v1")
        );
        assert_eq!(base("https://a.b/c%28/", "https://a.b:443/c(/d").as_deref(), Some("/d"));
        assert_eq!(base("http://[::1]:80/x", "http://[::1]/x?a=/").as_deref(), Some("/"));
        assert_eq!(base("http://127.0.0.1:8080", "http://127.0.0.1:8080").as_deref(), Some("/"));
        assert_eq!(base("http://127.0.0.1:8080", "http://127.0.0.1:8081/v1"), None);
        assert_eq!(base("https://a.b/api", "https://a.b/apiary/x"), None);
        assert_eq!(base("https://a.b", "https://a.b.c/x"), None);
        for odd in
            ["", "a.b/c", "https://", "https://@/", "data:,x", "https://a:b/", "chrome-extension://x/y"]
        {
            assert_eq!(Url::parse(odd), None, "{odd}");
        }
    }
}
