//! What a diff asks of `info.version`.

use std::fmt;

/// How much a version should grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Not at all.
    None,
    /// For documentation.
    Patch,
    /// For what is new.
    Minor,
    /// For what breaks clients.
    Major,
}

impl Bump {
    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Bump {
    /// What it asks for, as one would say it: `the version needs a major bump`.
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::None => "the version may stay",
            Self::Patch => "the version needs a patch bump",
            Self::Minor => "the version needs a minor bump",
            Self::Major => "the version needs a major bump",
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Holds the versions of two documents against the bump that their changes need.
///
/// Before 1.0.0 the minor version counts what breaks and the patch version all else, as for Cargo.
///
/// # Errors
/// What is wrong, in one line: a version that is none, one that went back, or one that grew too little.
pub fn check(old: Option<&str>, new: Option<&str>, bump: Bump) -> Result<(), String> {
    let parse = |side: &str, version: Option<&str>| {
        let version = version.ok_or_else(|| format!("the {side} document has no `info.version`"))?;
        Version::parse(version).ok_or_else(|| {
            format!("`{version}`, the version of the {side} document, is not of the form 1.2.3")
        })
    };
    let (old, new) = (parse("old", old)?, parse("new", new)?);
    if new.order() < old.order() {
        return Err(format!("the version went back from {old} to {new}"));
    }
    let needed = old.after(bump);
    if bump != Bump::None && new.order() < needed.order() {
        return Err(format!(
            "the changes are {bump}, so the version after {old} is {needed} at least, not {new}"
        ));
    }
    Ok(())
}

#[derive(Clone, Debug, PartialEq)]
struct Version {
    numbers: [u64; 3],
    /// Of a pre-release: `rc.1`. It comes before the release.
    pre: Option<Box<str>>,
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let text = text.split_once('+').map_or(text, |(version, _)| version);
        let (numbers, pre) = match text.split_once('-') {
            Some((numbers, pre)) => (numbers, Some(pre.into())),
            None => (text, None),
        };
        let mut parts = numbers.split('.').map(|part| part.parse().ok());
        let numbers = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(Self { numbers, pre })
    }

    fn after(&self, bump: Bump) -> Self {
        let [major, minor, patch] = self.numbers;
        let numbers = match (bump, major) {
            (Bump::None, _) => self.numbers,
            // A pre-release of what is needed, or of more, becomes that.
            _ if self.pre.is_some() => self.numbers,
            (Bump::Major, 1..) => [major.saturating_add(1), 0, 0],
            (Bump::Major, 0) | (Bump::Minor, 1..) => [major, minor.saturating_add(1), 0],
            (Bump::Minor, 0) | (Bump::Patch, _) => [major, minor, patch.saturating_add(1)],
        };
        let pre = if bump == Bump::None { self.pre.clone() } else { None };
        Self { numbers, pre }
    }

    /// Pre-releases of one version all count the same, before it.
    fn order(&self) -> ([u64; 3], bool) {
        (self.numbers, self.pre.is_none())
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}")?;
        match &self.pre {
            Some(pre) => write!(f, "-{pre}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(old: &str, new: &str, bump: Bump) -> bool {
        check(Some(old), Some(new), bump).is_ok()
    }

    #[test]
    fn a_version_grows_with_what_changes() {
        assert!(fits("1.2.3", "2.0.0", Bump::Major) && !fits("1.2.3", "1.3.0", Bump::Major));
        assert!(fits("1.2.3", "1.3.0", Bump::Minor) && !fits("1.2.3", "1.2.4", Bump::Minor));
        assert!(fits("1.2.3", "1.2.4", Bump::Patch) && !fits("1.2.3", "1.2.3", Bump::Patch));
        assert!(fits("1.2.3", "1.2.3", Bump::None) && fits("1.2.3", "3.0.0", Bump::None));
    }

    #[test]
    fn before_the_first_release_minor_counts_as_major() {
        assert!(fits("0.1.0", "0.2.0", Bump::Major) && !fits("0.1.0", "0.1.1", Bump::Major));
        assert!(fits("0.1.0", "0.1.1", Bump::Minor) && fits("0.1.0", "0.1.1", Bump::Patch));
    }

    #[test]
    fn what_is_no_version_is_told() {
        assert!(check(None, Some("1.0.0"), Bump::None).is_err());
        assert!(check(Some("v1"), Some("1.0.0"), Bump::None).is_err());
        assert_eq!(
            check(Some("1.0.0"), Some("0.9.0"), Bump::None).unwrap_err(),
            "the version went back from 1.0.0 to 0.9.0"
        );
        assert!(fits("1.0.0-rc.1", "1.0.0", Bump::Major));
    }
}
