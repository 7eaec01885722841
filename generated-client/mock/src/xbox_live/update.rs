//! Progress that a title reports. It only rises.

use super::{Answered, ApiError, Ask, XboxLive};
use crate::answer::Answer;

impl XboxLive {
    pub(super) fn update(&mut self, ask: &Ask) -> Answered {
        let bad = |message: &str| ApiError(400, Some(4000), message.to_owned());
        if ask.caller != ask.xuid {
            let message = "the token is not that of the player";
            return Err(ApiError(403, Some(4500), message.to_owned()));
        }
        // Compared as text, in lower case (Microsoft's client XSAPI says so).
        let scid = ask.rest[0].as_str();
        if ask.body["serviceConfigId"] != scid {
            return Err(bad("serviceConfigId is not that of the path"));
        }
        if ask.body["userId"].as_str() != Some(&*ask.xuid.to_string()) {
            return Err(bad("userId is not the player of the path"));
        }
        let id = ask.body["titleId"].as_u64().and_then(|id| u32::try_from(id).ok()).unwrap_or_default();
        let title = self.world.title(id).filter(|title| !title.is_360 && title.service_config_id == scid);
        let Some(title) = title else {
            return Err(ApiError(
                404,
                None,
                "there is no such title with this service configuration".to_owned(),
            ));
        };
        let mut reported = Vec::new();
        for item in ask.body["achievements"].as_array().into_iter().flatten() {
            let number = item["id"].as_str().and_then(|id| id.parse::<u32>().ok());
            let achievement = title.achievements.iter().find(|achievement| Some(achievement.id) == number);
            let Some(achievement) = achievement else {
                return Err(ApiError(404, None, format!("there is no achievement {}", item["id"])));
            };
            if achievement.target.is_some() {
                return Err(bad("the achievement counts events, and takes no reports"));
            }
            let percent = item["percentComplete"].as_u64().and_then(|percent| u32::try_from(percent).ok());
            reported.push((achievement.id, percent.unwrap_or_default()));
        }
        let now = format!("{}.0000000Z", self.clock.now());
        let Some(player) = self.world.player_mut(ask.xuid) else { return Ok(Answer::empty(304)) };
        let mut changed = false;
        for (achievement, percent) in reported {
            let known = player.progress.entry((id, achievement)).or_default();
            if percent > known.percent {
                known.percent = percent;
                known.unlocked = (percent >= 100).then(|| now.clone());
                changed = true;
            }
        }
        // An entry that says nothing would count as progress.
        player.progress.retain(|_, progress| progress.percent > 0);
        Ok(Answer::empty(if changed { 200 } else { 304 }))
    }
}
