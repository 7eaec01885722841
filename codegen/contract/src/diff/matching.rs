//! Which schema of one group is which of another, whose order and names mean nothing.

use std::collections::{BTreeSet, HashMap};

use crate::contract::{Contract, Print, Schema, SchemaId};

/// Schemas that have less than this in common, of 100, are taken for different ones.
const ALIKE: u32 = 40;

/// More pairs than these are not held against each other one by one.
const MAX_COMPARED: usize = 10_000;

/// Who is who, and who is left, all by index.
#[derive(Debug, Default)]
pub(super) struct Matched {
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) old: Vec<usize>,
    pub(super) new: Vec<usize>,
}

/// Members of unions: by tag, then by meaning, then by name, then by likeness.
pub(super) fn members(old: &[Member<'_>], new: &[Member<'_>]) -> Matched {
    let mut matching = Matching::new(old, new);
    matching.by(|member| Some(member.schema.documented).filter(|_| member.tag.is_none()));
    matching.by(|member| member.tag.clone());
    matching.by(|member| Some(member.schema.class));
    matching.by(|member| member.schema.name.clone());
    matching.by_likeness();
    matching.done
}

/// A member of a union.
pub(super) struct Member<'c> {
    pub(super) schema: &'c Schema,
    /// What tells it from the others.
    pub(super) tag: Option<Box<str>>,
}

/// What two merged schemas were merged from, as pairs that differ.
pub(super) fn parts(
    old_contract: &Contract,
    old: &[SchemaId],
    new_contract: &Contract,
    new: &[SchemaId],
) -> Vec<(SchemaId, SchemaId)> {
    let member = |contract, id: &SchemaId| Member { schema: Contract::schema(contract, *id), tag: None };
    let olds: Vec<Member<'_>> = old.iter().map(|id| member(old_contract, id)).collect();
    let news: Vec<Member<'_>> = new.iter().map(|id| member(new_contract, id)).collect();
    let mut matching = Matching::new(&olds, &news);
    matching.by(|member| Some(member.schema.documented));
    matching.by(|member| member.schema.name.clone());
    matching.by(|member| member.schema.name.is_none().then(|| member.schema.origin.pointer.clone()));
    matching.by_likeness();
    let differ = |(a, b): &(usize, usize)| olds[*a].schema.documented != news[*b].schema.documented;
    matching.done.pairs.iter().filter(|pair| differ(pair)).map(|(a, b)| (old[*a], new[*b])).collect()
}

struct Matching<'m, 'c> {
    old: &'m [Member<'c>],
    new: &'m [Member<'c>],
    done: Matched,
}

impl<'m, 'c> Matching<'m, 'c> {
    fn new(old: &'m [Member<'c>], new: &'m [Member<'c>]) -> Self {
        let done =
            Matched { pairs: Vec::new(), old: (0..old.len()).collect(), new: (0..new.len()).collect() };
        Self { old, new, done }
    }

    fn by<K: std::hash::Hash + Eq>(&mut self, key: impl Fn(&Member<'c>) -> Option<K>) {
        let mut by_key: HashMap<K, Vec<usize>> = HashMap::new();
        for at in self.done.new.iter().rev() {
            if let Some(key) = key(&self.new[*at]) {
                by_key.entry(key).or_default().push(*at);
            }
        }
        let mut taken = BTreeSet::new();
        let (pairs, old, members) = (&mut self.done.pairs, &mut self.done.old, self.old);
        old.retain(|at| {
            let found = key(&members[*at]).and_then(|key| by_key.get_mut(&key)?.pop());
            if let Some(found) = found {
                pairs.push((*at, found));
                taken.insert(found);
            }
            found.is_none()
        });
        self.done.new.retain(|at| !taken.contains(at));
    }

    fn by_likeness(&mut self) {
        if self.done.old.len() * self.done.new.len() > MAX_COMPARED {
            return;
        }
        let mut alike: Vec<(u32, usize, usize)> = Vec::new();
        for a in &self.done.old {
            for b in &self.done.new {
                let likeness = likeness(&self.old[*a], &self.new[*b]);
                if likeness >= ALIKE {
                    alike.push((likeness, *a, *b));
                }
            }
        }
        alike.sort_by_key(|(likeness, a, b)| (std::cmp::Reverse(*likeness), *a, *b));
        for (_, a, b) in alike {
            if self.done.old.contains(&a) && self.done.new.contains(&b) {
                self.done.pairs.push((a, b));
                self.done.old.retain(|at| *at != a);
                self.done.new.retain(|at| *at != b);
            }
        }
    }
}

/// How much two members have in common, of 100.
fn likeness(a: &Member<'_>, b: &Member<'_>) -> u32 {
    if a.tag.is_some() && b.tag.is_some() && a.tag != b.tag {
        // Both say that they are something else.
        return 0;
    }
    self::alike(a.schema, b.schema)
}

/// How much two schemas have in common on their surface, of 100.
pub(super) fn alike(a: &Schema, b: &Schema) -> u32 {
    if a.class == b.class {
        return 100;
    }
    if a.types != b.types {
        return 0;
    }
    let share = |common: usize, all: usize| (100 * common).checked_div(all).unwrap_or(60) as u32;
    if let (Some(a), Some(b)) = (&a.values, &b.values) {
        let common = a.iter().filter(|value| b.contains(value)).count();
        return share(common, a.len() + b.len() - common);
    }
    let common = a.properties.iter().filter(|property| b.property(&property.name).is_some()).count();
    let all = a.properties.len() + b.properties.len() - common;
    let likeness = share(common, all);
    if a.format == b.format && a.values.is_some() == b.values.is_some() { likeness } else { likeness / 2 }
}

/// Fingerprints of members, for membership tests.
pub(super) fn classes(members: &[Member<'_>], at: &[usize]) -> BTreeSet<Print> {
    at.iter().map(|at| members[*at].schema.class).collect()
}
