//! What people ask of an achievement.

use super::types::{Achievement, AchievementResponse, RewardType};
use crate::Timestamp;

impl AchievementResponse {
    /// The achievement: the service sends a list of one, its page shows a single member.
    pub fn into_achievement(self) -> Option<Achievement> {
        let listed = self.achievements.into_iter().flatten().next();
        self.achievement.or(listed)
    }
}

impl Achievement {
    /// When the player unlocked it; `None` while it is locked, which the service says with a date in the year 1.
    pub fn time_unlocked(&self) -> Option<&Timestamp> {
        let time = &self.progression.as_ref()?.time_unlocked;
        // 0001-01-01 in recorded answers.
        (time.year() > 1).then_some(time)
    }

    /// The gamerscore that it is worth: the sum of its rewards of that type. A reward whose value is no number counts
    /// nothing.
    pub fn gamerscore(&self) -> u32 {
        let rewards = self.rewards.iter().flatten().filter(|reward| reward.type_ == RewardType::Gamerscore);
        rewards.filter_map(|reward| reward.value.parse::<u32>().ok()).sum()
    }
}
