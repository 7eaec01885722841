//! What a rule is, and how much it weighs in whose documents.

use game_achievements_contract::problem::Severity;

/// Whose document is held against the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// A spec that this workspace keeps: rules of generation and house rules.
    Registered,
    /// A document from elsewhere: rules of generation only.
    Foreign,
}

/// Something that documents are held to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// Stable identifier, in kebab case; problems carry it.
    pub id: &'static str,
    /// What is asked for, in one line.
    pub summary: &'static str,
    /// Why, in one sentence. It is the help line of problems that have no better one.
    pub why: &'static str,
    /// Where it applies, and how much it weighs there.
    pub weight: Weight,
}

impl Rule {
    /// How much breaking it weighs; `None` if documents of this profile are not held to it.
    pub fn severity(&self, profile: Profile) -> Option<Severity> {
        match (self.weight, profile) {
            (Weight::Generation, _) | (Weight::Meaning | Weight::House, Profile::Registered) => {
                Some(Severity::Error)
            }
            (Weight::Meaning, Profile::Foreign) | (Weight::Layout, Profile::Registered) => {
                Some(Severity::Warning)
            }
            (Weight::House | Weight::Layout, Profile::Foreign) => None,
        }
    }

    /// Whether documents from elsewhere are not held to it.
    pub fn is_house_rule(&self) -> bool {
        matches!(self.weight, Weight::House | Weight::Layout)
    }
}

/// How much breaking a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// No code can be made, or none that works: an error everywhere.
    Generation,
    /// Code can be made, but part of what the document says is lost or guessed on the way: an error in
    /// our own specs, which can be mended, and a warning in documents from elsewhere.
    Meaning,
    /// How we write our own specs; nothing is asked of other documents.
    House,
    /// In which order we write our own specs: only a warning, since order means nothing to the generator.
    Layout,
}

/// Defines the rules of a family, so that each one is listed.
macro_rules! rules {
    ($($name:ident = $id:literal, $weight:ident, $summary:literal, $why:literal;)*) => {
        $(
            const $name: $crate::lint::rule::Rule = $crate::lint::rule::Rule {
                id: $id,
                summary: $summary,
                why: $why,
                weight: $crate::lint::rule::Weight::$weight,
            };
        )*
        /// The rules of this family.
        pub(super) const RULES: &[$crate::lint::rule::Rule] = &[$($name),*];
    };
}

pub(super) use rules;
