//! What the services take.

use crate::Achievement;

pub(crate) struct Limits {
    least_achievements: usize,
    most_achievements: usize,
    most_points: i64,
    pub(crate) most_points_each: i64,
    /// Whether each language has an image of its own, as on Game Center.
    image_per_language: bool,
}

/// Source: Apple's help for App Store Connect, "Achievements" and "Manage achievements".
pub(crate) const GAME_CENTER: Limits = Limits {
    least_achievements: 0,
    most_achievements: 100,
    most_points: 1000,
    most_points_each: 100,
    image_per_language: true,
};

/// What a title may have at launch. Source: Microsoft's Xbox Requirements, XR-055.
pub(crate) const XBOX_LIVE: Limits = Limits {
    least_achievements: 10,
    most_achievements: 100,
    most_points: 1000,
    most_points_each: 200,
    image_per_language: false,
};

impl Limits {
    /// What is more or less than the service takes.
    pub(crate) fn exceeded(&self, achievements: &[Achievement]) -> Vec<String> {
        let mut found = Vec::new();
        let (count, points) = (achievements.len(), achievements.iter().map(|one| one.points).sum::<i64>());
        if count < self.least_achievements {
            found.push(format!(
                "{} achievements are missing: at least {} are needed",
                self.least_achievements - count,
                self.least_achievements
            ));
        }
        if count > self.most_achievements {
            found.push(format!("{count} achievements are more than {}", self.most_achievements));
        }
        if points > self.most_points {
            found.push(format!("{points} points are more than {}", self.most_points));
        }
        for Achievement { name, points, texts, images } in achievements {
            if *points > self.most_points_each {
                found.push(format!("{name} has {points} points, more than {}", self.most_points_each));
            }
            let needed = if self.image_per_language { texts.len() } else { 1 };
            if *images < needed {
                found.push(format!("{name} lacks {} of {needed} images", needed - images));
            }
        }
        found
    }
}
