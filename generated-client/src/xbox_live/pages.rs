//! Lists of Xbox Live, page by page.
//!
//! The service names the next page by a continuation token. It is null, empty or missing on the last page; `pagingInfo` may be
//! missing as a whole, and a page may hold fewer items than asked for without being the last (Microsoft's
//! [page on the list](https://learn.microsoft.com/en-us/gaming/gdk/docs/reference/live/rest/uri/achievements/uri-achievementsusersxuidachievementsgetv2),
//! its client XSAPI, and recorded answers).

use super::{Client, options, types};
use crate::pages::{Paged, Pages};
use crate::xbox_360;

/// Answers with `pagingInfo`, and what their lists are of.
macro_rules! paged {
    ($($page:ty { $items:ident: $item:ty })+) => {$(
        impl Paged for $page {
            type Item = $item;

            fn next_cursor(&self) -> Option<&str> {
                self.paging_info.as_ref()?.continuation_token.as_deref()
            }

            fn into_items(self) -> Vec<$item> {
                self.$items
            }
        }
    )+};
}

paged! {
    types::AchievementsResponse { achievements: types::Achievement }
    types::TitleHistoryResponse { titles: types::UserTitle }
    xbox_360::types::AchievementsResponse { achievements: xbox_360::types::Achievement360 }
    xbox_360::types::TitleHistoryResponse { titles: xbox_360::types::Title360 }
}

/// The pages of a list operation: `self`, the operation, its arguments, the options, and which of these to leave out of all
/// requests but the first.
macro_rules! pages {
    ($client:ident.$operation:ident($($argument:ident),*; $options:ident without [$($skip:ident)?])) => {{
        let client = $client.clone();
        Pages::from_cursor($options.continuation_token.clone(), move |token| {
            let client = client.clone();
            let mut options = $options.clone();
            if let Some(token) = token {
                options.continuation_token = Some(token.to_owned());
                $(options.$skip = None;)?
            }
            Box::pin(async move { Ok(client.$operation($($argument,)* options).await?.into_inner()) })
        })
    }};
}

impl Client {
    /// The pages of [`list_achievements`](Self::list_achievements), with a request for each.
    ///
    /// To go on where another stream ended, set `continuation_token` to the token that its
    /// [`cursor`](Pages::cursor) gave. `skip_items` counts for the first page only.
    ///
    /// ```
    /// use game_achievements::xbox_live::{Client, options};
    ///
    /// async fn print_names(client: &Client, xuid: u64) -> game_achievements::Result<()> {
    ///     let mut achievements = client.achievement_pages(xuid, options::ListAchievements::default()).items();
    ///     while let Some(achievement) = achievements.next().await {
    ///         println!("{}", achievement?.name);
    ///     }
    ///     Ok(())
    /// }
    /// # let _ = print_names;
    /// ```
    pub fn achievement_pages(
        &self,
        xuid: u64,
        options: options::ListAchievements,
    ) -> Pages<types::AchievementsResponse> {
        pages!(self.list_achievements(xuid; options without [skip_items]))
    }

    /// The pages of [`list_title_history`](Self::list_title_history), with a request for each; otherwise as
    /// [`achievement_pages`](Self::achievement_pages).
    pub fn title_history_pages(
        &self,
        xuid: u64,
        options: options::ListTitleHistory,
    ) -> Pages<types::TitleHistoryResponse> {
        pages!(self.list_title_history(xuid; options without [skip_items]))
    }
}

impl xbox_360::Client {
    /// The pages of [`list_achievements`](Self::list_achievements), with a request for each; otherwise as
    /// [`xbox_live::Client::achievement_pages`](Client::achievement_pages).
    pub fn achievement_pages(
        &self,
        xuid: u64,
        options: xbox_360::options::ListAchievements,
    ) -> Pages<xbox_360::types::AchievementsResponse> {
        pages!(self.list_achievements(xuid; options without [skip_items]))
    }

    /// The pages of [`list_title_achievements`](Self::list_title_achievements), with a request for each; otherwise as
    /// [`xbox_live::Client::achievement_pages`](Client::achievement_pages).
    pub fn title_achievement_pages(
        &self,
        xuid: u64,
        title_id: u32,
        options: xbox_360::options::ListTitleAchievements,
    ) -> Pages<xbox_360::types::AchievementsResponse> {
        pages!(self.list_title_achievements(xuid, title_id; options without []))
    }

    /// The pages of [`list_title_history`](Self::list_title_history), with a request for each; otherwise as
    /// [`xbox_live::Client::achievement_pages`](Client::achievement_pages).
    pub fn title_history_pages(
        &self,
        xuid: u64,
        options: xbox_360::options::ListTitleHistory,
    ) -> Pages<xbox_360::types::TitleHistoryResponse> {
        pages!(self.list_title_history(xuid; options without [skip_items]))
    }
}
