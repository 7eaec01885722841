//! Failures that a request asks for itself.

use std::collections::BTreeMap;

use crate::request::Request;

/// The header that asks for a failure: `x-mock-fault: 503`, or `x-mock-fault: 429; times=2` for the first two requests with
/// this method, target and value only.
pub const FAULT_HEADER: &str = "x-mock-fault";

/// How often each was asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct AskedFaults(BTreeMap<String, u32>);

impl AskedFaults {
    /// The status to fail with, if the request asks for one.
    ///
    /// # Errors
    /// The header is malformed.
    pub(crate) fn next(&mut self, request: &Request) -> Result<Option<u16>, String> {
        let Some(value) = request.header(FAULT_HEADER) else { return Ok(None) };
        let Some((status, times)) = parse(value) else {
            return Err(format!("`{FAULT_HEADER}: {value}` is no fault: write `503` or `503; times=2`"));
        };
        let asked = self.0.entry(format!("{} {} {value}", request.method(), request.target())).or_default();
        *asked += 1;
        Ok(times.is_none_or(|times| *asked <= times).then_some(status))
    }
}

fn parse(value: &str) -> Option<(u16, Option<u32>)> {
    let (status, times) = match value.split_once(';') {
        Some((status, rest)) => (status, Some(rest.trim().strip_prefix("times=")?.parse().ok()?)),
        None => (value, None),
    };
    let status = status.trim().parse().ok().filter(|status| (400..600).contains(status))?;
    Some((status, times))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_a_status_and_perhaps_a_count() {
        assert_eq!(parse("429"), Some((429, None)));
        assert_eq!(parse(" 503 ; times=2"), Some((503, Some(2))));
        for bad in ["", "200", "no", "503; 2", "503; times=x", "999"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
