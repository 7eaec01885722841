//! The achievements of a title whose generation is not known.

use game_achievements_runtime as runtime;
use runtime::serde::de::DeserializeOwned;

use super::{Client, options, types};
use crate::pages::{Paged, Pages};
use crate::{Api as _, Result, xbox_360};

const CONTRACT_VERSION: &str = "x-xbl-contract-version";

/// What [`Client::title_achievements`] found, and which contract version answered. The pages begin with the first that has an
/// achievement.
#[derive(Debug)]
#[non_exhaustive]
pub enum TitleAchievements {
    /// A title for Xbox One or later: contract version 4. Locked achievements are among them.
    Modern(Pages<types::AchievementsResponse>),
    /// A title for Xbox 360: those that the player has unlocked.
    Xbox360 {
        /// Which version it was: 3, with rarity, or 1, without.
        contract_version: u32,
        /// What it answered, without achievements of other titles, which version 3 has been seen to send.
        pages: Pages<xbox_360::types::AchievementsResponse>,
    },
    /// No version has an achievement. The title has none, or it is one for Xbox 360 in which the player has unlocked none:
    /// [`list_title_achievements`](xbox_360::Client::list_title_achievements) tells.
    Nothing,
}

impl TitleAchievements {
    /// Which contract version answered; `None` for [`Nothing`](Self::Nothing).
    pub fn contract_version(&self) -> Option<u32> {
        match self {
            Self::Modern(_) => Some(4),
            Self::Xbox360 { contract_version, .. } => Some(*contract_version),
            Self::Nothing => None,
        }
    }
}

impl Client {
    /// The achievements of a title, whichever generation it is of: asks with contract version 4, then with 3 and with 1 of
    /// [`xbox_360`], until one has an achievement.
    ///
    /// Asked with the wrong version, the service answers 200 with an empty list, so that only the next version tells whether it
    /// was the wrong one (recorded answers; no page of Microsoft's says so). A header `x-xbl-contract-version` that was set for
    /// the whole client is of no account here.
    ///
    /// `languages` are the wanted ones in order, separated by commas, such as `de-DE, en-US`.
    ///
    /// ```
    /// use game_achievements::xbox_live::{Client, TitleAchievements};
    ///
    /// async fn print_names(client: &Client, xuid: u64, title: u32) -> game_achievements::Result<()> {
    ///     match client.title_achievements(xuid, title, None).await? {
    ///         TitleAchievements::Modern(pages) => {
    ///             let mut achievements = pages.items();
    ///             while let Some(achievement) = achievements.next().await {
    ///                 println!("{}", achievement?.name);
    ///             }
    ///         }
    ///         TitleAchievements::Xbox360 { pages, .. } => {
    ///             let mut achievements = pages.items();
    ///             while let Some(achievement) = achievements.next().await {
    ///                 println!("{}", achievement?.name);
    ///             }
    ///         }
    ///         _ => println!("none"),
    ///     }
    ///     Ok(())
    /// }
    /// # let _ = print_names;
    /// ```
    ///
    /// # Errors
    /// Those of [`list_achievements`](Self::list_achievements). A request that fails ends the search.
    pub async fn title_achievements(
        &self,
        xuid: u64,
        title_id: u32,
        languages: Option<&str>,
    ) -> Result<TitleAchievements> {
        let mut options = options::ListAchievements::default().title_id([title_id]);
        options.accept_language = languages.map(str::to_owned);
        let pages = self.pages_of_contract(4, xuid, &options, |_| {});
        if let Some(pages) = filled(pages, |page: &types::AchievementsResponse| &page.achievements).await? {
            return Ok(TitleAchievements::Modern(pages));
        }
        for contract_version in [3, 1] {
            let tidy = move |page: &mut xbox_360::types::AchievementsResponse| {
                page.achievements.retain(|achievement| achievement.title_id == title_id);
            };
            let pages = self.pages_of_contract(contract_version, xuid, &options, tidy);
            if let Some(pages) = filled(pages, |page| &page.achievements).await? {
                return Ok(TitleAchievements::Xbox360 { contract_version, pages });
            }
        }
        Ok(TitleAchievements::Nothing)
    }

    /// The list of achievements as one contract version has it. Both generations take these options.
    fn pages_of_contract<P: Paged + DeserializeOwned>(
        &self,
        contract_version: u32,
        xuid: u64,
        options: &options::ListAchievements,
        tidy: impl Fn(&mut P) + Clone + Send + Sync + 'static,
    ) -> Pages<P> {
        let (transport, options) = (self.transport().clone(), options.clone());
        Pages::from_cursor(None, move |token| {
            let mut options = options.clone();
            options.continuation_token = token.map(str::to_owned);
            let call = transport
                .call(runtime::Method::GET, "/users/xuid({})/achievements", &[&xuid])
                .header_argument(CONTRACT_VERSION, &contract_version)
                .options(&options);
            let tidy = tidy.clone();
            Box::pin(async move {
                let mut page = call.send::<P>("title_achievements").await?.into_inner();
                tidy(&mut page);
                Ok(page)
            })
        })
    }
}

/// The pages from the first on that has an item; `None` if none has. An empty page need not be the last one.
async fn filled<P: Paged>(
    mut pages: Pages<P>,
    items: impl Fn(&P) -> &Vec<P::Item>,
) -> Result<Option<Pages<P>>> {
    loop {
        let cursor = pages.cursor().map(str::to_owned);
        match pages.next().await.transpose()? {
            None => return Ok(None),
            Some(page) if items(&page).is_empty() => {}
            Some(page) => {
                pages.put_back(page, cursor);
                return Ok(Some(pages));
            }
        }
    }
}
