//! What a spec says about itself: its version, its server, its order.

use game_achievements_contract::document::Document;
use game_achievements_contract::source::Entry;

use super::findings::Findings;
use super::rule::rules;
use super::survey::{elements, members, position_of, text};

rules! {
    INFO_VERSION = "info-version", House,
        "`info.version` is a semantic version",
        "it is the version of our spec, raised with each change; the provider's goes into `x-upstream-version`";
    SERVER = "server", Meaning,
        "the first server has an absolute address without variables",
        "it is the client's base address; without one, every user has to set it";
    SERVER_STYLE = "server-style", House,
        "there is one server, its address starts with `https://` and ends without a slash",
        "paths begin with a slash, and tokens are sent to this address";
    COMPONENT_ORDER = "component-order", Layout,
        "the sections of `components` stand in their usual order",
        "all specs are laid out alike, so readers know where to look";
}

/// The sections of `components`, in the order of the file.
const SECTIONS: [&str; 5] = ["parameters", "headers", "responses", "schemas", "securitySchemes"];

pub(super) fn check(document: &Document, findings: &mut Findings<'_>) {
    info(document, findings);
    servers(document, findings);
    component_order(document, findings);
}

fn info(document: &Document, findings: &mut Findings<'_>) {
    let Some(info) = document.root().get("info") else { return };
    let Some(version) = text(info, "version") else { return };
    if !is_semantic(version) {
        findings
            .add(&INFO_VERSION, position_of(info, "version"), format!("`{version}` is no semantic version"))
            .fix("write three numbers, such as `0.1.0`");
    }
}

/// Whether a text is a version as semver.org has it.
fn is_semantic(version: &str) -> bool {
    let (version, build) =
        version.split_once('+').map_or((version, None), |(version, build)| (version, Some(build)));
    let (core, pre) = version.split_once('-').map_or((version, None), |(core, pre)| (core, Some(pre)));
    let is_number = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    let is_word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.is_none_or(|pre| pre.split('.').all(is_word))
        && build.is_none_or(|build| build.split('.').all(is_word))
}

fn servers(document: &Document, findings: &mut Findings<'_>) {
    let root = document.root();
    let servers = elements(root, "servers");
    let position = position_of(root, "servers");
    let Some(first) = servers.first() else {
        findings
            .add(&SERVER, position, "the document names no server")
            .fix("add `servers: [{ url: 'https://…' }]`");
        return;
    };
    let url = text(first, "url").unwrap_or_default();
    let position = first.get("url").map_or(first.position, |url| url.position);
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) || url.contains(['{', '}']) {
        findings
            .add(&SERVER, position, format!("`{url}` is no fixed absolute address"))
            .fix("write the full address, with `https://`");
    } else if !url.starts_with("https://") || url.ends_with('/') || servers.len() > 1 {
        let wrong = match servers.len() {
            1 if url.ends_with('/') => format!("`{url}` ends with a slash"),
            1 => format!("`{url}` does not start with `https://`"),
            count => format!("the spec names {count} servers"),
        };
        findings
            .add(&SERVER_STYLE, position, wrong)
            .fix("write one server, such as `https://api.example.com`");
    }
}

fn component_order(document: &Document, findings: &mut Findings<'_>) {
    let rank = |entry: &Entry| SECTIONS.iter().position(|section| *section == &*entry.key);
    let mut before: Option<&Entry> = None;
    for entry in members(document.root(), "components").filter(|entry| rank(entry).is_some()) {
        if let Some(before) = before.filter(|before| rank(before) > rank(entry)) {
            findings
                .add(
                    &COMPONENT_ORDER,
                    entry.position,
                    format!("`{}` stands behind `{}`", entry.key, before.key),
                )
                .fix(format!("the order is {}", SECTIONS.map(|section| format!("`{section}`")).join(", ")));
        }
        before = Some(entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semantic_versions_are_told_from_others() {
        for version in ["0.1.0", "10.20.30", "1.0.0-rc.1", "1.0.0+4.4.1", "1.0.0-a-b+c"] {
            assert!(is_semantic(version), "{version}");
        }
        for version in ["", "1", "1.0", "4.4.1.2", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0+", "1.0.x"] {
            assert!(!is_semantic(version), "{version}");
        }
    }
}
