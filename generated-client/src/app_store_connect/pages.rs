//! Lists of App Store Connect, page by page.

use game_achievements_runtime as runtime;
use runtime::serde::de::DeserializeOwned;

use super::{Client, types};
use crate::pages::{Fetched, Paged, Pages};
use crate::{Api as _, Response};

impl Client {
    /// The pages of a list, beginning with the answer of any list operation.
    ///
    /// Further pages come from `links.next`, which is followed as it is: it has the cursor and all parameters of the first
    /// request ([Apple's page on large data sets](https://developer.apple.com/documentation/appstoreconnectapi/large-data-sets)).
    /// It may be relative; a link to another scheme, host or port is an error, as the token is not for that place.
    ///
    /// ```
    /// use game_achievements::app_store_connect::{Client, options};
    ///
    /// async fn print_names(client: &Client, detail: &str) -> game_achievements::Result<()> {
    ///     let first = client.list_achievements_v2(detail, options::ListAchievementsV2::default().limit(200)).await?;
    ///     let mut achievements = client.pages(first).items();
    ///     while let Some(achievement) = achievements.next().await {
    ///         println!("{:?}", achievement?.attributes);
    ///     }
    ///     Ok(())
    /// }
    /// # let _ = print_names;
    /// ```
    pub fn pages<P: Paged + DeserializeOwned>(&self, first: Response<P>) -> Pages<P> {
        Pages::from_page(first.into_inner(), self.fetch_pages())
    }

    /// The pages of a list from a link on that was kept: one that [`Pages::cursor`] or
    /// [`Items::page_cursor`](crate::pages::Items::page_cursor) gave.
    ///
    /// The type of the pages is that of the operation's answer. It must be named: `client.pages_at::<SomeResponse>(link)`.
    pub fn pages_at<P: Paged + DeserializeOwned>(&self, link: impl Into<String>) -> Pages<P> {
        Pages::from_cursor(Some(link.into()), self.fetch_pages())
    }

    fn fetch_pages<P: DeserializeOwned + 'static>(
        &self,
    ) -> impl Fn(Option<&str>) -> Fetched<P> + Send + Sync + use<P> {
        let transport = self.transport().clone();
        move |link| {
            let call = transport.call_link(runtime::Method::GET, link.unwrap_or_default());
            Box::pin(async move { Ok(call.send::<P>("read_page").await?.into_inner()) })
        }
    }
}

/// Answers with `data` and `links`, and what their lists are of.
macro_rules! paged {
    ($($page:ident of $item:ident,)+) => {$(
        impl Paged for types::$page {
            type Item = types::$item;

            fn this_cursor(&self) -> Option<&str> {
                self.links.as_ref().map(|links| links.self_.as_str())
            }

            fn next_cursor(&self) -> Option<&str> {
                self.links.as_ref()?.next.as_deref()
            }

            fn into_items(self) -> Vec<types::$item> {
                self.data
            }
        }
    )+};
}

paged! {
    AppsResponse of App,
    GameCenterAchievementLinkagesResponse of GameCenterAchievementLinkage,
    GameCenterAchievementLocalizationLinkagesResponse of GameCenterAchievementLocalizationLinkage,
    GameCenterAchievementLocalizationsResponse of GameCenterAchievementLocalization,
    GameCenterAchievementLocalizationsV2Response of GameCenterAchievementLocalizationV2,
    GameCenterAchievementReleaseLinkagesResponse of GameCenterAchievementReleaseLinkage,
    GameCenterAchievementReleasesResponse of GameCenterAchievementRelease,
    GameCenterAchievementVersionLinkagesResponse of GameCenterAchievementVersionLinkage,
    GameCenterAchievementVersionsV2Response of GameCenterAchievementVersionV2,
    GameCenterAchievementsResponse of GameCenterAchievement,
    GameCenterAchievementsV2Response of GameCenterAchievementV2,
    GameCenterActivitiesResponse of GameCenterActivity,
    GameCenterAppVersionsResponse of GameCenterAppVersion,
    GameCenterDetailsResponse of GameCenterDetail,
    GameCenterGroupsResponse of GameCenterGroup,
    ReviewSubmissionItemsResponse of ReviewSubmissionItem,
    ReviewSubmissionsResponse of ReviewSubmission,
}
