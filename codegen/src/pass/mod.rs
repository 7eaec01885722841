//! What a pass says about itself, whichever half of the generation it belongs to.

use game_achievements_contract::problem::{Place, Problem};

use crate::api::Api;

/// Why a pass is there, and where it has something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) id: &'static str,
    /// Why it is there, as the end of a sentence.
    pub(crate) reason: &'static str,
    /// Where to read about the reason.
    pub(crate) link: &'static str,
    pub(crate) expects: Expects,
}

/// In which specs of ours a pass expects to touch a place; documents from elsewhere may have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expects {
    /// In each of them.
    Each,
    /// In those of these APIs.
    Of(&'static [&'static str]),
    /// In none: our specs are written so that it has nothing to do.
    None,
}

/// Where most reasons can be read.
pub(crate) const GENERATOR: &str = "https://docs.rs/progenitor-impl/0.15.1";

impl About {
    /// The problem of a pass that has found nothing to do where it should have.
    pub(crate) fn idle(&self, places: usize, api: &Api, place: Place) -> Option<Problem> {
        let expected = match self.expects {
            Expects::Each => true,
            Expects::Of(apis) => apis.contains(&api.name.as_str()),
            Expects::None => false,
        };
        (api.ours && expected && places == 0).then(|| {
            Problem::error("idle-pass", format!("pass `{}` matches nothing in {}", self.id, api.spec))
                .help(format!("it is there because {}; see {}", self.reason, self.link))
                .fix("remove the pass from codegen/src, or change what it expects")
                .at(place)
        })
    }
}

#[cfg(test)]
mod tests;
