//! How resources belong together: what no contract says.
//!
//! The two generations name some relationships differently; they are kept under the name of the second.

use Arity::{Many, One};
use Owns::{No, Yes};

/// How many resources a relationship has at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arity {
    One,
    Many,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Owns {
    Yes,
    No,
}

/// One side of a relationship: the type, the name that the other side has there, and how many it has.
type Side = (&'static str, &'static str, Arity);

/// Relationships that are one thing seen from two sides. Where the second side is said to be part of the first, it is deleted
/// with it.
const PAIRS: &[(Side, Side, Owns)] = &[
    (("apps", "gameCenterDetail", One), ("gameCenterDetails", "app", One), No),
    (("apps", "appStoreVersions", Many), ("appStoreVersions", "app", One), No),
    (("apps", "reviewSubmissions", Many), ("reviewSubmissions", "app", One), No),
    (
        ("appStoreVersions", "gameCenterAppVersion", One),
        ("gameCenterAppVersions", "appStoreVersion", One),
        No,
    ),
    // The contract does not show the detail of an app version.
    (("gameCenterDetails", "gameCenterAppVersions", Many), ("gameCenterAppVersions", "detail", One), No),
    (("gameCenterGroups", "gameCenterDetails", Many), ("gameCenterDetails", "gameCenterGroup", One), No),
    (
        ("gameCenterDetails", "gameCenterAchievementsV2", Many),
        ("gameCenterAchievements", "gameCenterDetail", One),
        Yes,
    ),
    (
        ("gameCenterGroups", "gameCenterAchievementsV2", Many),
        ("gameCenterAchievements", "gameCenterGroup", One),
        Yes,
    ),
    (
        ("gameCenterDetails", "gameCenterActivities", Many),
        ("gameCenterActivities", "gameCenterDetail", One),
        Yes,
    ),
    (
        ("gameCenterGroups", "gameCenterActivities", Many),
        ("gameCenterActivities", "gameCenterGroup", One),
        Yes,
    ),
    (("gameCenterActivities", "achievementsV2", Many), ("gameCenterAchievements", "activity", One), No),
    (("gameCenterActivities", "versions", Many), ("gameCenterActivityVersions", "activity", One), Yes),
    (
        ("gameCenterAchievements", "versions", Many),
        ("gameCenterAchievementVersions", "achievement", One),
        Yes,
    ),
    (
        ("gameCenterAchievementVersions", "localizations", Many),
        ("gameCenterAchievementLocalizations", "version", One),
        Yes,
    ),
    (
        ("gameCenterAchievements", "localizations", Many),
        ("gameCenterAchievementLocalizations", "gameCenterAchievement", One),
        Yes,
    ),
    (
        ("gameCenterAchievementLocalizations", "image", One),
        ("gameCenterAchievementImages", "localization", One),
        Yes,
    ),
    (
        ("gameCenterAchievements", "releases", Many),
        ("gameCenterAchievementReleases", "gameCenterAchievement", One),
        Yes,
    ),
    (
        ("gameCenterDetails", "achievementReleases", Many),
        ("gameCenterAchievementReleases", "gameCenterDetail", One),
        Yes,
    ),
    // The contract does not show the submission of an item.
    (("reviewSubmissions", "items", Many), ("reviewSubmissionItems", "reviewSubmission", One), Yes),
];

/// Relationships that are seen from one side only, with the type on the other.
const SINGLE: &[(Side, &str)] = &[
    (("gameCenterAchievements", "groupAchievement", One), "gameCenterAchievements"),
    (("gameCenterAppVersions", "compatibilityVersions", Many), "gameCenterAppVersions"),
    (("gameCenterDetails", "challengesMinimumPlatformVersions", Many), "appStoreVersions"),
    (("reviewSubmissionItems", "appStoreVersion", One), "appStoreVersions"),
    (("reviewSubmissionItems", "gameCenterAchievementVersion", One), "gameCenterAchievementVersions"),
    (("reviewSubmissionItems", "gameCenterActivityVersion", One), "gameCenterActivityVersions"),
];

/// What the first generation calls a relationship of the second: type, its name, the other name.
const ALIASES: &[(&str, &str, &str)] = &[
    ("gameCenterDetails", "gameCenterAchievements", "gameCenterAchievementsV2"),
    ("gameCenterGroups", "gameCenterAchievements", "gameCenterAchievementsV2"),
    ("gameCenterActivities", "achievements", "achievementsV2"),
    ("gameCenterAchievementLocalizations", "gameCenterAchievementImage", "image"),
    ("gameCenterAchievementImages", "gameCenterAchievementLocalization", "localization"),
];

/// A relationship from one side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relation {
    /// The name under which it is kept.
    pub(super) name: &'static str,
    pub(super) arity: Arity,
    /// Its name on the other side, and how many there are there.
    pub(super) inverse: Option<(&'static str, Arity)>,
    /// The type on the other side.
    pub(super) target: &'static str,
    /// Whether the other side is part of this one.
    pub(super) owns: bool,
}

/// The relationship of that name; `None` for those that the mock has none of, such as leaderboards.
pub(super) fn find(kind: &str, name: &str) -> Option<Relation> {
    let alias = ALIASES.iter().find(|(of, other, _)| (*of, *other) == (kind, name));
    let name = alias.map_or(name, |(_, _, canonical)| canonical);
    all(kind).find(|relation| relation.name == name)
}

/// All relationships of a type.
pub(super) fn all(kind: &str) -> impl Iterator<Item = Relation> {
    let sides = PAIRS.iter().flat_map(|(first, second, owns)| [(first, second, *owns), (second, first, No)]);
    let paired = sides.filter(move |(here, ..)| here.0 == kind).map(|(here, there, owns)| Relation {
        name: here.1,
        arity: here.2,
        inverse: Some((there.1, there.2)),
        target: there.0,
        owns: owns == Yes,
    });
    let single = SINGLE.iter().filter(move |(side, _)| side.0 == kind).map(|(side, target)| Relation {
        name: side.1,
        arity: side.2,
        inverse: None,
        target,
        owns: false,
    });
    paired.chain(single)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_a_pair_know_each_other() {
        for (first, second, _) in PAIRS {
            let relation = find(first.0, first.1).unwrap();
            assert_eq!((relation.inverse, relation.target), (Some((second.1, second.2)), second.0));
            let back = find(second.0, second.1).unwrap();
            assert_eq!((back.inverse, back.target), (Some((first.1, first.2)), first.0));
            assert!(!back.owns, "{second:?} owns what it is part of");
        }
        for (kind, alias, name) in ALIASES {
            assert_eq!(find(kind, alias).unwrap().name, *name);
        }
    }
}
