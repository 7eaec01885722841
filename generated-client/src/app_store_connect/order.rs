//! The order in which players see achievements.

use std::collections::HashSet;

use super::Client;
use super::types::{GameCenterAchievementLinkage, GameCenterAchievementLinkagesRequest};
use crate::{Error, ErrorKind, Response, Result};

impl Client {
    /// Sets the order in which players see the achievements of an app: that of these ids.
    ///
    /// Name all of them: the list replaces the one before. [`list_achievement_linkages_v2`](Self::list_achievement_linkages_v2)
    /// has them in the order as it is. `detail_id` is the id of the app's Game Center detail. Doing it twice does no harm.
    ///
    /// ```
    /// use game_achievements::app_store_connect::Client;
    ///
    /// async fn sort(client: &Client, detail: &str) -> game_achievements::Result<()> {
    ///     client.set_achievement_order_v2(detail, ["first", "second"]).await?;
    ///     Ok(())
    /// }
    /// # let _ = sort;
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if an id is there twice; nothing was sent then. Those of
    /// [`modify_achievement_linkages_v2`](Self::modify_achievement_linkages_v2).
    pub async fn set_achievement_order_v2(
        &self,
        detail_id: &str,
        ids: impl IntoIterator<Item = impl Into<String>> + Send,
    ) -> Result<Response<()>> {
        let order = linkages(ids)?;
        self.modify_achievement_linkages_v2(detail_id, &order).await
    }

    /// Sets the order in which players see the achievements of a group; otherwise as
    /// [`set_achievement_order_v2`](Self::set_achievement_order_v2).
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if an id is there twice; nothing was sent then. Those of
    /// [`modify_achievement_linkages_in_group_v2`](Self::modify_achievement_linkages_in_group_v2).
    pub async fn set_achievement_order_in_group_v2(
        &self,
        group_id: &str,
        ids: impl IntoIterator<Item = impl Into<String>> + Send,
    ) -> Result<Response<()>> {
        let order = linkages(ids)?;
        self.modify_achievement_linkages_in_group_v2(group_id, &order).await
    }
}

fn linkages(
    ids: impl IntoIterator<Item = impl Into<String>>,
) -> Result<GameCenterAchievementLinkagesRequest> {
    let linkages: Vec<_> = ids.into_iter().map(|id| GameCenterAchievementLinkage::new(id.into())).collect();
    let mut seen = HashSet::new();
    if let Some(twice) = linkages.iter().find(|linkage| !seen.insert(&linkage.id)) {
        let message = format!("the achievement {} is in the order twice", twice.id);
        return Err(Error::new(ErrorKind::InvalidArgument, message));
    }
    Ok(GameCenterAchievementLinkagesRequest::new(linkages))
}
