//! Credentials where they do not belong.

use crate::answer::Answer;
use crate::request::Request;

/// Shorter ones are words that may stand anywhere.
const SHORTEST: usize = 8;

/// Where a request has credentials that belong in its `Authorization` alone, or anywhere if they are for another host. The
/// credentials themselves are not told.
pub(crate) fn find(request: &Request, is_stranger: bool) -> Option<String> {
    let authorization = request.header("authorization")?;
    let at = format!("{} {}", request.method, request.path());
    if is_stranger {
        return Some(format!("{at} has an authorization that is for another host"));
    }
    // `Bearer <token>`, and for Xbox Live `XBL3.0 x=<user hash>;<token>`.
    let secret = authorization.rsplit([' ', ';']).next().filter(|secret| secret.len() >= SHORTEST)?;
    let mut headers = request.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
    if request.target.contains(secret) {
        return Some(format!("{} has its token in the target", request.method));
    }
    if let Some((name, _)) = headers.find(|(_, value)| value.contains(secret)) {
        return Some(format!("{at} has its token in the header {name}"));
    }
    let body = String::from_utf8_lossy(&request.body);
    body.contains(secret).then(|| format!("{at} has its token in the body"))
}

/// What is answered to such a request, so that no test passes over it.
pub(crate) fn answer(leak: &str) -> Answer {
    Answer::text(400, format!("{leak}\n"))
}
