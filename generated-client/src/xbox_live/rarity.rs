//! How rare an achievement is.

use super::types::{Achievement, RarityCategory};

impl Achievement {
    /// The share of the title's players who have unlocked it, in percent from 0 to 100. `None` if the service does not say: it
    /// does for contract version 4 only, which [`list_achievements`](super::Client::list_achievements) asks for.
    pub fn unlocked_by_percent(&self) -> Option<f64> {
        self.rarity.as_ref()?.current_percentage
    }

    /// Whether the service counts it as rare, which it does when about one player in ten has it, or fewer. `None` if it does not
    /// say, or says something that this version does not know.
    ///
    /// In recorded answers, what was rare had at most 9.91 percent, and the rest at least 11.78.
    pub fn is_rare(&self) -> Option<bool> {
        match self.rarity.as_ref()?.current_category.as_ref()? {
            RarityCategory::Rare => Some(true),
            RarityCategory::Common => Some(false),
            _ => None,
        }
    }
}
