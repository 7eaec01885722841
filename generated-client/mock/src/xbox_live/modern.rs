//! Achievements of modern titles: contract versions 2 and 4.

use serde_json::{Value as Json, json};

use super::world::{Achievement, NEVER, Player, Title, category};
use super::{Answered, ApiError, Ask, XboxLive, page};
use crate::answer::Answer;

/// The id of the one requirement of a title-managed achievement, whose target is 100 percent.
const MANAGED: &str = "00000000-0000-0000-0000-000000000000";

type Found<'w> = (&'w Title, &'w Achievement);

impl XboxLive {
    pub(super) fn modern_list(&self, ask: &Ask, player: &Player) -> Answered {
        let wanted = page::titles(ask);
        let mut found: Vec<Found<'_>> = Vec::new();
        for title in self.world.titles.iter().filter(|title| !title.is_360) {
            let is_wanted = wanted.as_ref().is_none_or(|wanted| wanted.contains(&title.id));
            let all = title.achievements.iter().map(|achievement| (title, achievement));
            // Without a title these are the player's own, with one all that there are.
            found.extend(all.filter(|(title, achievement)| {
                is_wanted && (wanted.is_some() || player.progress.contains_key(&(title.id, achievement.id)))
            }));
        }
        if ask.query.one("unlockedOnly").as_deref() == Some("true") {
            // What is in progress has been seen to come all the same.
            found.retain(|(title, achievement)| player.progress(title, achievement).percent > 0);
        }
        if let Some(kind) = ask.query.one("types") {
            found.retain(|(_, achievement)| kind_of(achievement) == kind);
        }
        match ask.query.one("orderBy").as_deref() {
            Some("Title") => found.sort_by_key(|(title, _)| title.name.get(&ask.languages).to_owned()),
            Some("UnlockTime") => {
                let unlocked =
                    |(title, achievement): &Found<'_>| player.unlocked(title, achievement).map(str::to_owned);
                found.sort_by_key(|found| std::cmp::Reverse(unlocked(found)));
            }
            Some("EndingSoon") => found.sort_by_key(|(_, achievement)| {
                let end = achievement.window.as_ref().map(|(_, end)| end.clone());
                (end.is_none(), end)
            }),
            _ => {}
        }
        let (items, paging) = page::of(found, ask, None)?;
        let items: Vec<Json> = items.into_iter().map(|found| shown(found, player, ask)).collect();
        Ok(Answer::json(200, json!({"achievements": items, "pagingInfo": paging}).to_string()))
    }

    pub(super) fn modern_one(&self, ask: &Ask, player: &Player) -> Answered {
        let (scid, id) = (ask.rest[0].as_str(), ask.rest[1].parse::<u32>().unwrap_or_default());
        let title = self.world.titles.iter().find(|title| !title.is_360 && title.service_config_id == scid);
        let achievement = title.and_then(|title| {
            let achievement = title.achievements.iter().find(|achievement| achievement.id == id)?;
            Some((title, achievement))
        });
        let Some(found) = achievement else {
            let message = "there is no such service configuration or achievement";
            return Err(ApiError(404, None, message.to_owned()));
        };
        let paging = json!({"continuationToken": null, "totalRecords": 1});
        let json = json!({"achievements": [shown(found, player, ask)], "pagingInfo": paging});
        Ok(Answer::json(200, json.to_string()))
    }
}

fn kind_of(achievement: &Achievement) -> &'static str {
    if achievement.window.is_some() { "Challenge" } else { "Persistent" }
}

fn shown((title, achievement): Found<'_>, player: &Player, ask: &Ask) -> Json {
    let progress = player.progress(title, achievement);
    let state = match (&progress.unlocked, progress.percent) {
        (Some(_), _) => "Achieved",
        (None, 0) => "NotStarted",
        (None, _) => "InProgress",
    };
    let target = achievement.target.unwrap_or(100);
    let current = u64::from(progress.percent) * target / 100;
    let text = |texts: &super::world::Texts| texts.get(&ask.languages).to_owned();
    let window = achievement.window.as_ref().map(|(start, end)| json!({"startDate": start, "endDate": end}));
    let mut json = json!({
        "id": achievement.id.to_string(),
        "serviceConfigId": title.service_config_id,
        "name": text(&achievement.name),
        "titleAssociations": [{"name": text(&title.name), "id": title.id}],
        "progressState": state,
        "progression": {
            "requirements": [{
                "id": if achievement.target.is_some() { requirement_id(title, achievement) } else { MANAGED.to_owned() },
                "current": (progress.percent > 0).then(|| current.to_string()),
                "target": target.to_string(),
                "operationType": "Sum",
                "valueType": "Integer",
                "ruleParticipationType": "Individual",
            }],
            "timeUnlocked": progress.unlocked.as_deref().unwrap_or(NEVER),
        },
        "mediaAssets": [{"name": format!("{}.png", achievement.id), "type": "Icon", "url": achievement.icon}],
        "platforms": title.platforms,
        "isSecret": achievement.is_secret,
        "description": text(&achievement.description),
        "lockedDescription": text(&achievement.locked_description),
        "productId": title.service_config_id,
        "achievementType": kind_of(achievement),
        "participationType": "Individual",
        "timeWindow": window,
        "rewards": [{
            "name": null,
            "description": null,
            "value": achievement.gamerscore.to_string(),
            "type": "Gamerscore",
            "mediaAsset": null,
            "valueType": "Int",
        }],
        "estimatedTime": "00:00:00",
        "deeplink": "",
        "isRevoked": false,
    });
    if ask.version == 4 {
        let rarity = achievement.rarity;
        json["rarity"] = json!({"currentCategory": category(rarity), "currentPercentage": rarity});
    }
    json
}

/// Conditions that events count for have ids of their own.
fn requirement_id(title: &Title, achievement: &Achievement) -> String {
    format!("{:08x}-0000-4000-8000-{:012x}", title.id, achievement.id)
}
