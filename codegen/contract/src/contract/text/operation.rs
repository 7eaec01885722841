//! The block of an operation.

use std::collections::{BTreeMap, HashMap};

use super::super::Contract;
use super::super::answer::{Answer, Header, Status};
use super::super::operation::{Location, Media, Operation, Parameter, Written};
use super::super::print::Print;
use super::super::schema::SchemaId;
use super::super::service::{Security, Servers};
use super::Writer;
use super::words::{self, name};

/// What most operations have; of several that are equally frequent the first.
pub(super) struct Common<'c> {
    servers: Option<&'c Servers>,
    security: Option<&'c Security>,
    /// By status, the answer that most operations have; only where there are several.
    answers: BTreeMap<Status, &'c Answer>,
}

impl<'c> Common<'c> {
    pub(super) fn of(contract: &'c Contract) -> Self {
        let operations = || contract.operations().iter();
        let mut by_status: BTreeMap<Status, Vec<&Answer>> = BTreeMap::new();
        for answer in operations().flat_map(|operation| &operation.answers) {
            by_status.entry(answer.status).or_default().push(answer);
        }
        let frequent = |answers: &Vec<&'c Answer>| {
            let most = most(answers.iter().map(|answer| (*answer, answer.documented)))?;
            let is_frequent =
                answers.iter().filter(|answer| answer.documented == most.documented).count() > 1;
            is_frequent.then_some(most)
        };
        Self {
            answers: by_status.iter().filter_map(|(status, all)| Some((*status, frequent(all)?))).collect(),
            servers: most(operations().map(|operation| (&operation.servers, operation.servers.class))),
            security: most(operations().map(|operation| (&operation.security, operation.security.class))),
        }
    }
}

impl Writer<'_> {
    /// What holds for the document as a whole, and for operations that do not say otherwise.
    pub(super) fn about(&mut self) {
        let contract = self.contract;
        self.says(contract.documentation(), 0);
        if let Some(servers) = self.common.servers {
            self.servers(servers, 0);
        }
        if let Some(security) = self.common.security {
            self.security(security, 0);
        }
        let answers: Vec<&Answer> = self.common.answers.values().copied().collect();
        if !answers.is_empty() {
            self.gap();
            self.line(0, "common answers");
        }
        for answer in answers {
            self.answer(answer, 1);
        }
    }

    fn servers(&mut self, servers: &Servers, indent: usize) {
        for (at, server) in servers.servers.iter().enumerate() {
            self.says(&server.documentation, indent);
            for variable in &server.variables {
                self.says(&variable.documentation, indent);
            }
            let word = if at == 0 { "server" } else { "other server" };
            self.line(indent, &format!("{word} {}", words::server(server)));
        }
    }

    fn security(&mut self, security: &Security, indent: usize) {
        for demand in security.alternatives.iter().flatten() {
            self.says(&demand.documentation, indent);
        }
        let text = words::security(security, self.labels);
        self.line(indent, &format!("security {text}"));
    }

    pub(super) fn operation(&mut self, operation: &Operation, indent: usize) {
        let title = if self.labels { operation.title() } else { operation.key() };
        let id = operation.id().map(|id| format!(" ({id})")).unwrap_or_default();
        self.line(indent, &format!("{title}{id}"));
        let indent = indent + 1;
        let mut documentation = operation.documentation.clone();
        if documentation.get("tags") == Some(&serde_json::json!([operation.resource])) {
            // That is the heading of the section.
            documentation.remove("tags");
        }
        self.says(&documentation, indent);
        if operation.deprecated {
            self.line(indent, "deprecated");
        }
        if self.common.servers.is_none_or(|servers| servers.class != operation.servers.class) {
            self.servers(&operation.servers, indent);
        }
        if self.common.security.is_none_or(|security| security.class != operation.security.class) {
            self.security(&operation.security, indent);
        }
        for parameter in &operation.parameters {
            self.parameter(parameter, indent);
        }
        if let Some(body) = &operation.body {
            let required = if body.required { "body" } else { "body?" };
            self.says(&body.documentation, indent);
            self.content(required, &[], &body.content, indent);
        }
        let common = |answer: &&Answer| {
            self.common
                .answers
                .get(&answer.status)
                .is_some_and(|common| common.documented == answer.documented)
        };
        let (common, own): (Vec<&Answer>, Vec<&Answer>) = operation.answers.iter().partition(common);
        for answer in own {
            self.answer(answer, indent);
        }
        if !common.is_empty() {
            let statuses: Vec<String> = common.iter().map(|answer| answer.status.to_string()).collect();
            self.line(indent, &format!("common answers {}", statuses.join(" ")));
        }
        for callback in &operation.callbacks {
            let label = if self.labels { format!(" ({})", callback.label) } else { String::new() };
            self.line(indent, &format!("callback {}{label}", callback.expression));
            for operation in &callback.operations {
                self.operation(operation, indent + 1);
            }
        }
    }

    fn parameter(&mut self, parameter: &Parameter, indent: usize) {
        let key = match parameter.location {
            Location::Path if self.labels => name(&parameter.name),
            _ => name(&parameter.key),
        };
        let optional = if parameter.required { "" } else { "?" };
        let more = [("deprecated", parameter.deprecated), ("may be empty", parameter.allow_empty)];
        let manner = words::manner(&parameter.value, parameter.location, &more);
        self.says(&parameter.documentation, indent);
        self.written(&format!("{} {key}{optional}{manner}", parameter.location), &parameter.value, indent);
    }

    fn written(&mut self, head: &str, value: &Written, indent: usize) {
        match value {
            Written::Styled { schema, .. } => self.schema(&format!("{head}: "), *schema, indent),
            Written::Content(content) => self.content(head, &[], content, indent),
        }
    }

    fn answer(&mut self, answer: &Answer, indent: usize) {
        match words::short(&answer.documentation) {
            Some(line) => self.line(indent, &format!("# {line}")),
            None => self.says(&answer.documentation, indent),
        }
        self.content(&answer.status.to_string(), &answer.headers, &answer.content, indent);
    }

    /// One line if that is all there is to say: `200 application/json: <App>`.
    fn content(&mut self, head: &str, headers: &[Header], content: &[Media], indent: usize) {
        if let ([], [media]) = (headers, content)
            && media.encoding.is_empty()
        {
            self.says(&media.documentation, indent);
            return self.media(&format!("{head} "), media, indent);
        }
        self.line(indent, head);
        for header in headers {
            self.header(header, indent + 1);
        }
        for media in content {
            self.says(&media.documentation, indent + 1);
            self.media("", media, indent + 1);
        }
    }

    fn media(&mut self, head: &str, media: &Media, indent: usize) {
        let media_type = name(&media.media_type);
        if media.schema == SchemaId::ANY {
            self.line(indent, &format!("{head}{media_type}: any"));
        } else {
            self.schema(&format!("{head}{media_type}: "), media.schema, indent);
        }
        for encoding in &media.encoding {
            self.says(&encoding.documentation, indent + 1);
            let content_type =
                encoding.content_type.as_ref().map(|content_type| format!(" as {content_type}"));
            let written = Written::Styled {
                style: encoding.style,
                explode: encoding.explode,
                allow_reserved: encoding.allow_reserved,
                schema: SchemaId::ANY,
            };
            let manner = words::manner(&written, Location::Query, &[]);
            let property = name(&encoding.property);
            self.line(
                indent + 1,
                &format!("encoding {property}{manner}{}", content_type.unwrap_or_default()),
            );
            for header in &encoding.headers {
                self.header(header, indent + 2);
            }
        }
    }

    fn header(&mut self, header: &Header, indent: usize) {
        let optional = if header.required { "" } else { "?" };
        let manner = words::manner(&header.value, Location::Header, &[("deprecated", header.deprecated)]);
        self.says(&header.documentation, indent);
        self.written(&format!("header {}{optional}{manner}", name(&header.name)), &header.value, indent);
    }
}

/// The value whose fingerprint is the most frequent; the first of them if there is a tie.
fn most<'v, T>(values: impl Iterator<Item = (&'v T, Print)> + Clone) -> Option<&'v T> {
    let mut counts: HashMap<Print, usize> = HashMap::new();
    for (_, print) in values.clone() {
        *counts.entry(print).or_default() += 1;
    }
    let most = counts.values().max().copied()?;
    values.clone().find(|(_, print)| counts[print] == most).map(|(value, _)| value)
}
