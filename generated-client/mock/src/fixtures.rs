//! What the services know at the start: an invented game, Tidewatch, on both.
//!
//! The data is in `fixtures/*.yaml` of this package; [`Settings`](crate::Settings) takes others. Here are the ids to begin with.

/// The app on App Store Connect.
pub const APP_ID: &str = "6740012345";

/// An app for which Game Center is not enabled.
pub const APP_WITHOUT_GAME_CENTER: &str = "6740012347";

/// The Game Center detail of the app, which has five achievements.
pub const DETAIL_ID: &str = "tidewatch";

/// The group that the app is in.
pub const GROUP_ID: &str = "tidewatch-games";

/// An achievement that is live, with texts and images in three languages.
pub const ACHIEVEMENT_ID: &str = "first-light";

/// The first version of that achievement.
pub const ACHIEVEMENT_VERSION_ID: &str = "first-light-1";

/// Its texts in English.
pub const ACHIEVEMENT_LOCALIZATION_ID: &str = "first-light-en-US";

/// The image that belongs to them.
pub const ACHIEVEMENT_IMAGE_ID: &str = "first-light-en-US";

/// An achievement whose version can still be changed.
pub const DRAFT_ACHIEVEMENT_ID: &str = "harbour-master";

/// A token for App Store Connect; every other text does as well.
pub const APP_STORE_CONNECT_TOKEN: &str = "mock-token";

/// An authorization for Xbox Live: that of the player [`XUID`].
pub const XBOX_LIVE_AUTHORIZATION: &str = "XBL3.0 x=1;mock-token";

/// A player on Xbox Live.
pub const XUID: u64 = 2_533_274_790_412_952;

/// Another player, whose achievements all may read.
pub const FRIEND_XUID: u64 = 2_533_274_790_412_953;

/// A player whose achievements nobody else may read.
pub const PRIVATE_XUID: u64 = 2_533_274_790_412_954;

/// The game on Xbox Live.
pub const TITLE_ID: u32 = 2_050_710_545;

/// Its service configuration.
pub const SCID: &str = "00000000-0000-0000-0000-00007a3b5c11";

/// A game for Xbox 360.
pub const XBOX_360_TITLE_ID: u32 = 1_297_290_001;
