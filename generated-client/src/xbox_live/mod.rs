//! Achievements on Xbox Live, as consoles and PCs since Xbox One have them.
//!
//! [`Client`] has a method for each operation; [`types`] what they take and give, [`options`] their optional arguments.
//! The titles of Xbox 360 answer in another shape: see [`xbox_360`](crate::xbox_360).

mod achievement;
mod client;
mod fallback;
mod pages;
mod rarity;
mod token;
mod update;

pub use self::client::pacer;
pub use self::fallback::TitleAchievements;
pub use self::token::XstsToken;
pub use self::update::{UpdateOutcome, UpdateReport};
pub use crate::generated::xbox_live::*;
