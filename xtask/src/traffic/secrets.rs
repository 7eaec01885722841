//! What must not be printed: credentials of an exchange, wherever they turn up again.

use super::har::Pair;

/// Shorter ones could be any word, and masking them would hide what is said.
const SHORTEST: usize = 6;

/// What stands for a secret.
const MASK: &str = "[redacted]";

/// The secrets of one exchange.
#[derive(Debug, Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    /// Notes the values of headers that carry credentials, whole and in their parts, and the user in front of a host.
    pub(super) fn of(url: &str, headers: &[&[Pair<'_>]]) -> Self {
        let mut secrets = Self::default();
        let authority = url
            .split_once("://")
            .map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
        if let Some((user, _)) = authority.rsplit_once('@') {
            secrets.add(user, &[':']);
        }
        for pair in url.split_once('?').map_or("", |(_, query)| query).split('&') {
            if let Some((name, value)) = pair.split_once('=')
                && is_secret(name)
            {
                secrets.add(value, &[]);
            }
        }
        for header in headers.iter().flat_map(|headers| headers.iter()) {
            let (name, value) = (header.name.0.to_ascii_lowercase(), &*header.value.0);
            if name.contains("cookie") {
                // The names of cookies, and what stands behind a new one, say how they are to be kept.
                let most = if name == "set-cookie" { 1 } else { usize::MAX };
                let pairs = value.split(';').take(most).filter_map(|pair| pair.split_once('='));
                pairs.for_each(|(_, value)| secrets.add(value, &[]));
            } else if is_secret(&name) {
                secrets.add(value, &[' ', ';', ',', '=', '"']);
            }
        }
        // What contains others goes first.
        secrets.0.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.0.dedup();
        secrets
    }

    fn add(&mut self, text: &str, between: &[char]) {
        let parts = text.split(|c| between.contains(&c)).chain([text]);
        let is_secret = |part: &&str| part.len() >= SHORTEST && !is_common(part);
        self.0.extend(parts.map(str::trim).filter(is_secret).map(str::to_owned));
    }

    /// The text without any of them.
    pub(super) fn masked(&self, text: String) -> String {
        self.0.iter().fold(text, |text, secret| {
            if text.contains(secret.as_str()) { text.replace(secret.as_str(), MASK) } else { text }
        })
    }
}

fn is_secret(name: &str) -> bool {
    const WORDS: [&str; 9] =
        ["auth", "cookie", "token", "secret", "password", "session", "signature", "api-key", "apikey"];
    let name = name.to_ascii_lowercase().replace('_', "-");
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether it only says of which kind the rest is.
fn is_common(part: &str) -> bool {
    const WORDS: [&str; 4] = ["basic", "bearer", "digest", "xbl3.0"];
    WORDS.iter().any(|word| part.eq_ignore_ascii_case(word))
}
