//! Whether one regular expression lets through all that another does, where that can be seen.
//!
//! In general this is a question for automata. What people do to a pattern is mostly to allow or forbid a few
//! characters, or to change how often they stand: then both patterns are the same pieces in the same order, and the
//! pieces can be compared one by one.

use std::collections::BTreeSet;

/// How a pattern relates to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Lets through all of before.
    Wider,
    /// Lets through nothing new.
    Narrower,
    /// It cannot be seen.
    Unknown,
}

pub(super) fn change(old: &str, new: &str) -> Change {
    let (Some(old), Some(new)) = (pieces(old), pieces(new)) else { return Change::Unknown };
    if old.len() != new.len() {
        return Change::Unknown;
    }
    let all = |within: fn(&Piece, &Piece) -> bool| old.iter().zip(&new).all(|(old, new)| within(old, new));
    if all(Piece::is_within) {
        Change::Wider
    } else if all(|old, new| new.is_within(old)) {
        Change::Narrower
    } else {
        Change::Unknown
    }
}

/// Characters that may stand next, and how often.
#[derive(Debug, PartialEq)]
enum Piece {
    /// `^` or `$`.
    Anchor(char),
    Characters {
        set: BTreeSet<char>,
        other: bool,
        least: u32,
        most: Option<u32>,
    },
}

impl Piece {
    fn is_within(&self, larger: &Self) -> bool {
        match (self, larger) {
            (Self::Anchor(a), Self::Anchor(b)) => a == b,
            (
                Self::Characters { set, other, least, most },
                Self::Characters { set: in_set, other: in_other, least: in_least, most: in_most },
            ) => {
                set.is_subset(in_set)
                    && (!other || *in_other)
                    && in_least <= least
                    && in_most.is_none_or(|bound| most.is_some_and(|most| most <= bound))
            }
            _ => false,
        }
    }
}

/// The characters that classes are made of; all others count as one, `other`.
fn ascii() -> impl Iterator<Item = char> {
    (0u8..128).map(char::from)
}

/// The pieces of a pattern that has no groups, alternatives or look-arounds.
fn pieces(pattern: &str) -> Option<Vec<Piece>> {
    let mut characters = pattern.chars().peekable();
    let mut pieces = Vec::new();
    while let Some(c) = characters.next() {
        let (set, other) = match c {
            '^' | '$' => {
                pieces.push(Piece::Anchor(c));
                continue;
            }
            '(' | ')' | '|' | '*' | '+' | '?' | '{' | '}' | ']' => return None,
            '.' => (ascii().filter(|c| !matches!(c, '\n' | '\r')).collect(), true),
            '[' => class(&mut characters)?,
            '\\' => escape(characters.next()?)?,
            c if c.is_ascii() => (BTreeSet::from([c]), false),
            _ => return None,
        };
        let (least, most) = match characters.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                characters.next();
                let inner: String = characters.by_ref().take_while(|c| *c != '}').collect();
                let (least, most) = match inner.split_once(',') {
                    None => (inner.parse().ok()?, Some(inner.parse().ok()?)),
                    Some((least, "")) => (least.parse().ok()?, None),
                    Some((least, most)) => (least.parse().ok()?, Some(most.parse().ok()?)),
                };
                pieces.push(Piece::Characters { set, other, least, most });
                if characters.peek() == Some(&'?') {
                    return None;
                }
                continue;
            }
            _ => {
                pieces.push(Piece::Characters { set, other, least: 1, most: Some(1) });
                continue;
            }
        };
        characters.next();
        if matches!(characters.peek(), Some('?' | '+')) {
            return None;
        }
        pieces.push(Piece::Characters { set, other, least, most });
    }
    Some(pieces)
}

type Characters<'p> = std::iter::Peekable<std::str::Chars<'p>>;

/// What stands between brackets.
fn class(characters: &mut Characters<'_>) -> Option<(BTreeSet<char>, bool)> {
    let negated = characters.next_if_eq(&'^').is_some();
    let (mut set, mut other) = (BTreeSet::new(), false);
    loop {
        let c = match characters.next()? {
            ']' => break,
            '[' => return None,
            '\\' => match characters.next()? {
                c if c.is_ascii_alphanumeric() => {
                    let (more, more_other) = escape(c)?;
                    set.extend(more);
                    other |= more_other;
                    continue;
                }
                c => c,
            },
            c => c,
        };
        if !c.is_ascii() {
            return None;
        }
        if characters.next_if_eq(&'-').is_none() {
            set.insert(c);
            continue;
        }
        match characters.next()? {
            // At its end a hyphen is one.
            ']' => {
                set.extend([c, '-']);
                break;
            }
            end if end.is_ascii() && end != '\\' && end != '[' && c <= end => set.extend(c..=end),
            _ => return None,
        }
    }
    if negated {
        return Some((ascii().filter(|c| !set.contains(c)).collect(), !other));
    }
    Some((set, other))
}

fn escape(c: char) -> Option<(BTreeSet<char>, bool)> {
    let set = |holds: fn(&char) -> bool| ascii().filter(holds).collect();
    let word: fn(&char) -> bool = |c| c.is_ascii_alphanumeric() || *c == '_';
    let space: fn(&char) -> bool = |c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}');
    Some(match c {
        'd' => (set(char::is_ascii_digit), false),
        'D' => (set(|c| !c.is_ascii_digit()), true),
        'w' => (set(word), false),
        'W' => (set(|c| !(c.is_ascii_alphanumeric() || *c == '_')), true),
        // Rare spaces that are no ASCII are left out.
        's' => (set(space), false),
        't' => (BTreeSet::from(['\t']), false),
        'n' => (BTreeSet::from(['\n']), false),
        'r' => (BTreeSet::from(['\r']), false),
        c if c.is_ascii_alphanumeric() => return None,
        c if c.is_ascii() => (BTreeSet::from([c]), false),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_the_same_build_are_compared_piece_by_piece() {
        assert_eq!(change(r"^\w+$", r"^[\w\s]+$"), Change::Wider);
        assert_eq!(change("[0-9a-f]+", "[0-9]+"), Change::Narrower);
        assert_eq!(change("^a{1,3}$", "^a{1,4}$"), Change::Wider);
        assert_eq!(change("^[^a]$", "^[^ab]$"), Change::Narrower);
        assert_eq!(change("^a-z$", "^.-z$"), Change::Wider);
    }

    #[test]
    fn what_cannot_be_seen_is_unknown() {
        for (old, new) in
            [("a|b", "a|b|c"), ("^a", "a"), ("[a-", "b"), ("é", "e"), ("a+?", "a*?"), ("{", "}")]
        {
            assert_eq!(change(old, new), Change::Unknown, "{old} {new}");
        }
    }
}
