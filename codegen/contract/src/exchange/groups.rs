//! A value that must fit one, any, all or none of several schemas.

use std::rc::Rc;

use serde_json::Value as Json;

use super::instance::{Instance, View};
use super::value::{Checker, Finding, Token};
use super::words::listed;
use crate::contract::{Discriminator, Schema, SchemaId};

impl Checker<'_> {
    pub(super) fn groups<V: Instance>(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        value: &V,
        findings: &mut Vec<Finding>,
    ) {
        for member in &schema.all_of {
            self.check(*member, value, findings);
        }
        if let Some(not) = schema.not
            && self.fits(not, value)
        {
            self.find(findings, "not", value, "is what it must not be".into());
        }
        if let Some(discriminator) = &schema.discriminator
            && matches!(value.view(), View::Object)
        {
            return self.told_apart(id, discriminator, value, findings);
        }
        for (rule, members) in [("oneOf", &schema.one_of), ("anyOf", &schema.any_of)] {
            if members.is_empty() {
                continue;
            }
            let fitting = members.iter().filter(|member| self.fits(**member, value)).count();
            if fitting == 0 {
                self.nearest(rule, members, value, findings);
            } else if fitting > 1 && rule == "oneOf" {
                let message =
                    format!("fits {fitting} of {} schemas, of which it must fit one", members.len());
                self.find(findings, rule, value, message);
            }
        }
    }

    /// The discriminator names the one schema that counts.
    fn told_apart<V: Instance>(
        &mut self,
        id: SchemaId,
        discriminator: &Discriminator,
        value: &V,
        findings: &mut Vec<Finding>,
    ) {
        let name = &discriminator.property;
        let Some(tag) = value.member(name) else {
            let message = format!("`{name}` is missing, which tells what this is");
            return self.find(findings, "discriminator", value, message);
        };
        let View::String(text) = tag.view() else {
            let message = format!("`{name}` must be a text, which tells what this is");
            return self.find(findings, "discriminator", tag, message);
        };
        let target = discriminator.mapping.iter().find(|(known, _)| **known == *text);
        match target {
            Some((_, Some(target))) => {
                // A schema whose heirs are told apart is met again in each of them.
                let key = (id, std::ptr::from_ref(value).addr());
                if *target != id && self.told_apart.insert(key) {
                    self.check(*target, value, findings);
                    self.told_apart.remove(&key);
                }
            }
            Some((_, None)) => {}
            None => {
                let known: Vec<Json> =
                    discriminator.mapping.iter().map(|(known, _)| (**known).into()).collect();
                let message = format!("{} is none of {}", self.shown(&text.into()), listed(&known));
                self.path.push(Token::Member(name.to_string()));
                self.find(findings, "discriminator", tag, message);
                self.path.pop();
            }
        }
    }

    /// The value fits none of a group: what is wrong with the member that it fits best.
    fn nearest<V: Instance>(
        &mut self,
        rule: &'static str,
        members: &[SchemaId],
        value: &V,
        findings: &mut Vec<Finding>,
    ) {
        let here = self.path_text();
        let of_another_kind =
            |finding: &&Finding| finding.path == here && matches!(finding.rule, "type" | "null");
        let nearest = members
            .iter()
            .filter_map(|member| self.findings(*member, value))
            .min_by_key(|found| (found.iter().filter(of_another_kind).count(), found.len()));
        let count = members.len();
        match nearest.as_deref().and_then(<[Finding]>::first) {
            Some(finding) => {
                let message = format!("fits none of {count} schemas; the nearest says: {finding}");
                self.find(findings, rule, value, message);
            }
            None => self.find(findings, rule, value, format!("fits none of {count} schemas")),
        }
    }

    pub(super) fn fits<V: Instance>(&mut self, id: SchemaId, value: &V) -> bool {
        self.findings(id, value).is_some_and(|findings| findings.is_empty())
    }

    /// What is wrong with a value as a member of a group; `None` if that is being found out further up.
    fn findings<V: Instance>(&mut self, id: SchemaId, value: &V) -> Option<Rc<[Finding]>> {
        let key = (id, std::ptr::from_ref(value).addr());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        self.known.insert(key, None);
        let mut findings = Vec::new();
        self.check(id, value, &mut findings);
        let findings: Rc<[Finding]> = findings.into();
        self.known.insert(key, Some(findings.clone()));
        Some(findings)
    }
}
