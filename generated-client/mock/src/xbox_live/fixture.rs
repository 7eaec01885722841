//! The state at the start, read from a text.

use std::collections::BTreeMap;

use game_achievements_contract::source::{self, Node};

use super::world::{Achievement, Player, Progress, Texts, Title, World};

type Result<T> = std::result::Result<T, String>;

/// Reads a fixture.
///
/// # Errors
/// What is wrong with it, with line and column.
pub(super) fn read(text: &str) -> Result<World> {
    let root =
        source::read("the fixture of Xbox Live", text.as_bytes()).map_err(|problem| problem.to_string())?;
    known(&root, &["titles", "players"])?;
    let titles = entries(&root, "titles")?.map(|(id, node)| title(number(id, node)?, node));
    let players = entries(&root, "players")?.map(|(xuid, node)| player(number(xuid, node)?, node));
    let world = World { titles: titles.collect::<Result<_>>()?, players: players.collect::<Result<_>>()? };
    if world.players.is_empty() {
        return Err(at(&root, "there must be a player"));
    }
    Ok(world)
}

fn title(id: u32, node: &Node) -> Result<Title> {
    known(node, &["name", "serviceConfigId", "xbox360", "platforms", "achievements"])?;
    let platforms = node.get("platforms").and_then(Node::as_array).into_iter().flatten();
    let achievements = entries(node, "achievements")?.map(|(id, node)| achievement(number(id, node)?, node));
    Ok(Title {
        id,
        name: texts(node, "name")?,
        // That of title-managed achievements is made from the title id.
        service_config_id: text(node, "serviceConfigId")
            .unwrap_or_else(|| format!("00000000-0000-0000-0000-0000{id:08x}")),
        is_360: flag(node, "xbox360"),
        platforms: platforms.filter_map(Node::as_str).map(str::to_owned).collect(),
        achievements: achievements.collect::<Result<_>>()?,
    })
}

fn achievement(id: u32, node: &Node) -> Result<Achievement> {
    let names = [
        "name",
        "description",
        "lockedDescription",
        "gamerscore",
        "secret",
        "rarity",
        "icon",
        "target",
        "window",
    ];
    known(node, &names)?;
    let description = texts(node, "description")?;
    let locked_description = match node.get("lockedDescription") {
        Some(_) => texts(node, "lockedDescription")?,
        None => description.clone(),
    };
    let as_u64 = |name: &str| node.get(name).and_then(Node::as_number).and_then(serde_json::Number::as_u64);
    let window = node.get("window").map(|window| {
        let date = |name: &str| text(window, name).ok_or_else(|| at(window, &format!("`{name}` is missing")));
        Ok::<_, String>((date("start")?, date("end")?))
    });
    Ok(Achievement {
        id,
        name: texts(node, "name")?,
        description,
        locked_description,
        gamerscore: as_u64("gamerscore").and_then(|score| u32::try_from(score).ok()).unwrap_or_default(),
        is_secret: flag(node, "secret"),
        rarity: node
            .get("rarity")
            .and_then(Node::as_number)
            .and_then(serde_json::Number::as_f64)
            .unwrap_or(50.0),
        icon: text(node, "icon").unwrap_or_default(),
        target: as_u64("target"),
        window: window.transpose()?,
    })
}

fn player(xuid: u64, node: &Node) -> Result<Player> {
    known(node, &["userHash", "private", "progress", "lastPlayed"])?;
    let mut progress = BTreeMap::new();
    for (title, achievements) in entries(node, "progress")? {
        let title: u32 = number(title, achievements)?;
        for entry in achievements.as_object().into_iter().flatten() {
            known(&entry.node, &["percent", "unlocked"])?;
            let unlocked = text(&entry.node, "unlocked");
            let percent =
                entry.node.get("percent").and_then(Node::as_number).and_then(serde_json::Number::as_u64);
            let percent = percent.and_then(|percent| u32::try_from(percent).ok()).unwrap_or_default();
            let percent = if unlocked.is_some() { 100 } else { percent };
            progress.insert((title, number(&entry.key, &entry.node)?), Progress { percent, unlocked });
        }
    }
    let last_played = entries(node, "lastPlayed")?
        .map(|(title, node)| Ok((number(title, node)?, node.as_str().unwrap_or_default().to_owned())));
    Ok(Player {
        xuid,
        user_hash: text(node, "userHash").unwrap_or_else(|| xuid.to_string()),
        is_private: flag(node, "private"),
        progress,
        last_played: last_played.collect::<Result<_>>()?,
    })
}

/// A text, or a mapping of languages to texts.
fn texts(node: &Node, name: &str) -> Result<Texts> {
    let value = node.get(name).ok_or_else(|| at(node, &format!("`{name}` is missing")))?;
    if let Some(text) = value.as_str() {
        return Ok(Texts(vec![("en-US".to_owned(), text.to_owned())]));
    }
    let by_language = value.as_object().into_iter().flatten();
    let pairs =
        by_language.filter_map(|entry| Some((entry.key.to_string(), entry.node.as_str()?.to_owned())));
    Ok(Texts(pairs.collect()))
}

fn entries<'n>(node: &'n Node, name: &str) -> Result<impl Iterator<Item = (&'n str, &'n Node)>> {
    let object = match node.get(name) {
        None => None,
        Some(node) => Some(node.as_object().ok_or_else(|| at(node, "this must be a mapping"))?),
    };
    Ok(object.into_iter().flatten().map(|entry| (&*entry.key, &entry.node)))
}

/// A misspelt name would otherwise be left out without a word.
fn known(node: &Node, names: &[&str]) -> Result<()> {
    let object = node.as_object().ok_or_else(|| at(node, "this must be a mapping"))?;
    match object.iter().find(|entry| !names.contains(&&*entry.key)) {
        Some(entry) => Err(at(&entry.node, &format!("`{}` is none of {}", entry.key, names.join(", ")))),
        None => Ok(()),
    }
}

fn text(node: &Node, name: &str) -> Option<String> {
    node.get(name)?.as_str().map(str::to_owned)
}

fn flag(node: &Node, name: &str) -> bool {
    node.get(name).and_then(Node::as_bool).unwrap_or_default()
}

fn number<N: std::str::FromStr>(text: &str, node: &Node) -> Result<N> {
    text.parse().map_err(|_| at(node, &format!("`{text}` is no number of that kind")))
}

fn at(node: &Node, message: &str) -> String {
    format!("the fixture of Xbox Live, {}: {message}", node.position)
}
