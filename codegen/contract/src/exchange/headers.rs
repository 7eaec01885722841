//! Headers: which are everybody's, and what the others say.

/// Headers that requests and answers may have whatever the contract says: those of HTTP itself, of caches, browsers, proxies
/// and tracing. Sorted.
const USUAL: &[&str] = &[
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-patch",
    "accept-post",
    "accept-ranges",
    "age",
    "allow",
    "alt-svc",
    "alt-used",
    "authorization",
    "baggage",
    "cache-control",
    "connection",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-range",
    "content-security-policy",
    "content-type",
    "cookie",
    "correlation-context",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "date",
    "dnt",
    "etag",
    "expect",
    "expect-ct",
    "expires",
    "forwarded",
    "from",
    "host",
    "http2-settings",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "last-modified",
    "link",
    "location",
    "max-forwards",
    "nel",
    "origin",
    "permissions-policy",
    "pragma",
    "prefer",
    "preference-applied",
    "priority",
    "proxy-authenticate",
    "proxy-authentication-info",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "referer",
    "referrer-policy",
    "report-to",
    "reporting-endpoints",
    "retry-after",
    "save-data",
    "server",
    "server-timing",
    "set-cookie",
    "strict-transport-security",
    "te",
    "timing-allow-origin",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "vary",
    "via",
    "warning",
    "www-authenticate",
    "x-content-type-options",
    "x-frame-options",
    "x-powered-by",
    "x-real-ip",
    "x-requested-with",
    "x-xss-protection",
];

/// Families of such headers.
const USUAL_FAMILIES: &[&str] = &[":", "access-control-", "cf-", "sec-", "x-b3-", "x-forwarded-"];

/// Whether a header, in lower case, is there whatever the contract says.
pub(super) fn is_usual(name: &str) -> bool {
    USUAL.binary_search(&name).is_ok() || USUAL_FAMILIES.iter().any(|family| name.starts_with(family))
}

/// Whether a parameter of that name is none: OpenAPI tells these in other ways.
pub(super) fn is_told_elsewhere(name: &str) -> bool {
    matches!(name, "accept" | "authorization" | "content-type")
}

/// The value of a header, by its name in lower case: those of several lines joined. `None` if there is none.
pub(super) fn value(headers: &[(&str, &str)], name: &str) -> Option<String> {
    let mut values =
        headers.iter().filter(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
    let first = values.next()?.to_owned();
    Some(values.fold(first, |all, value| format!("{all}, {value}")))
}

/// The names of headers in lower case, each once.
pub(super) fn names(headers: &[(&str, &str)]) -> Vec<String> {
    let mut names: Vec<String> = headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_headers_are_found() {
        assert!(USUAL.is_sorted());
        for name in ["accept", "x-xss-protection", ":authority", "sec-fetch-mode", "user-agent"] {
            assert!(is_usual(name), "{name}");
        }
        assert!(!is_usual("x-xbl-contract-version"));
        assert_eq!(value(&[("A", "1"), ("b", "2"), ("a", " 3 ")], "a").as_deref(), Some("1, 3"));
    }
}
