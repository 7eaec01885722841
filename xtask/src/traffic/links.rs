//! Links to next pages that answers give: what stands in them is the service's affair.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use game_achievements_contract::exchange::Url;

/// The most links that are remembered.
const MAX_LINKS: usize = 200_000;

/// The longest link.
const LONGEST: usize = 16 << 10;

/// The links of all answers so far, as fingerprints of path and query: recorders may change the host.
#[derive(Debug, Default)]
pub(super) struct Links {
    seen: HashSet<u64>,
    hasher: RandomState,
}

impl Links {
    /// Notes the members `next` of a body of JSON.
    pub(super) fn note(&mut self, body: &[u8]) {
        const NAME: &[u8] = b"\"next\"";
        let mut rest = body;
        while let Some(at) = rest.windows(NAME.len()).position(|piece| piece == NAME) {
            rest = &rest[at + NAME.len()..];
            let value =
                rest.trim_ascii_start().strip_prefix(b":").map(<[u8]>::trim_ascii_start).unwrap_or_default();
            let Some(text) = value.strip_prefix(b"\"") else { continue };
            let Some(end) = text.iter().take(LONGEST).position(|byte| *byte == b'"') else { continue };
            let link = serde_json::from_slice::<String>(&value[..end + 2]).unwrap_or_default();
            if let Some(url) = Url::parse(&link)
                && self.seen.len() < MAX_LINKS
            {
                let print = self.print(&url);
                self.seen.insert(print);
            }
        }
    }

    /// Whether an answer gave this link.
    pub(super) fn has(&self, url: &Url<'_>) -> bool {
        !self.seen.is_empty() && self.seen.contains(&self.print(url))
    }

    fn print(&self, url: &Url<'_>) -> u64 {
        self.hasher.hash_one((url.path, url.query))
    }
}
