//! Parameters, bodies, answers and headers.

use super::answer::{Answer, Header, Status};
use super::docs::Documentation;
use super::keywords::below;
use super::operation::{Body, Encoding, Location, Media, Parameter, Style, Written};
use super::print::Print;
use super::read_operation::{At, Reader};

const VALUE_TEXTS: &[&str] = &["description", "example", "examples"];

impl<'a> Reader<'a> {
    pub(super) fn parameter(&mut self, variables: &[&str], at: At<'a>) -> Option<Parameter> {
        const KNOWN: &[&str] = &[
            "name",
            "in",
            "required",
            "deprecated",
            "allowEmptyValue",
            "style",
            "explode",
            "allowReserved",
            "schema",
            "content",
        ];
        if !self.keywords.is_mapping(at.node, "a parameter") || !self.counts(at.node) {
            return None;
        }
        let documentation = self.keywords.documentation(at.node, "a parameter", VALUE_TEXTS, KNOWN);
        let name = self.keywords.needed_text(at.node, "name");
        let location = self.keywords.needed_text(at.node, "in")?;
        let name = name?;
        let location = match location {
            "path" => Location::Path,
            "query" => Location::Query,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            other => {
                let problem = self.keywords.error(
                    "malformed-keyword",
                    at.node,
                    format!("a parameter cannot be in `{other}`"),
                );
                problem.fix = Some("write `path`, `query`, `header` or `cookie`".into());
                return None;
            }
        };
        let key: Box<str> = match location {
            Location::Path => match variables.iter().position(|variable| *variable == name) {
                Some(at) => format!("{{{}}}", at + 1).into(),
                None => {
                    let message = format!("the path has no variable `{name}`");
                    self.keywords.warning("unknown-variable", at.node, message);
                    name.into()
                }
            },
            Location::Header => name.to_ascii_lowercase().into(),
            Location::Query | Location::Cookie => name.into(),
        };
        let required = self.keywords.flag(at.node, "required").unwrap_or(false);
        if location == Location::Path && !required {
            let message = format!("the path parameter `{name}` is not `required: true`");
            self.keywords.warning("optional-variable", at.node, message).help =
                Some("a path without it is another path, so it is read as required".into());
        }
        Some(Parameter {
            location,
            key,
            name: name.into(),
            required: required || location == Location::Path,
            deprecated: self.keywords.flag(at.node, "deprecated").unwrap_or(false),
            allow_empty: self.keywords.flag(at.node, "allowEmptyValue").unwrap_or(false),
            value: self.written(&at, location),
            documentation,
            origin: at.origin(),
            class: Print::default(),
            documented: Print::default(),
        })
    }

    fn written(&mut self, at: &At<'a>, location: Location) -> Written {
        let content = self.content(at, "content");
        if !content.is_empty() {
            return Written::Content(content);
        }
        let (style, explode) = self.style(at, location);
        Written::Styled {
            style,
            explode,
            allow_reserved: self.keywords.flag(at.node, "allowReserved").unwrap_or(false),
            schema: self.schema(at),
        }
    }

    fn style(&mut self, at: &At<'a>, location: Location) -> (Style, bool) {
        let named = self.keywords.text(at.node, "style").and_then(|named| {
            let style = Style::ALL.into_iter().find(|style| style.keyword() == named);
            if style.is_none() {
                let known = Style::ALL.map(Style::keyword).join(", ");
                let problem =
                    self.keywords.error("malformed-keyword", at.node, format!("there is no style `{named}`"));
                problem.help = Some(format!("the styles are {known}"));
            }
            style
        });
        let style = named.unwrap_or(Style::default_of(location));
        (style, self.keywords.flag(at.node, "explode").unwrap_or(style.explodes()))
    }

    pub(super) fn body(&mut self, at: At<'a>) -> Option<Body> {
        let at = self.resolve(at);
        if !self.keywords.is_mapping(at.node, "a body") {
            return None;
        }
        Some(Body {
            documentation: self.keywords.documentation(
                at.node,
                "a body",
                &["description"],
                &["content", "required"],
            ),
            required: self.keywords.flag(at.node, "required").unwrap_or(false),
            content: self.content(&at, "content"),
            origin: at.origin(),
            class: Print::default(),
            documented: Print::default(),
        })
    }

    fn content(&mut self, holder: &At<'a>, key: &str) -> Box<[Media]> {
        let Some(all) = holder.get(key) else { return Box::default() };
        let mut content: Vec<Media> = Vec::new();
        for entry in self.keywords.mapping(holder.node, key).into_iter().flatten() {
            let at = all.below(&entry.key, &entry.node);
            if !self.keywords.is_mapping(at.node, "a media type") || !self.counts(at.node) {
                continue;
            }
            let texts = &["example", "examples"];
            content.push(Media {
                media_type: canonical_media_type(&entry.key),
                documentation: self.keywords.documentation(
                    at.node,
                    "a media type",
                    texts,
                    &["schema", "encoding"],
                ),
                schema: self.schema(&at),
                encoding: self.encoding(&at),
                origin: at.origin(),
                class: Print::default(),
                documented: Print::default(),
            });
        }
        content.sort_by(|a, b| a.media_type.cmp(&b.media_type));
        content.into()
    }

    fn encoding(&mut self, media: &At<'a>) -> Box<[Encoding]> {
        const KNOWN: &[&str] = &["contentType", "headers", "style", "explode", "allowReserved"];
        let Some(all) = media.get("encoding") else { return Box::default() };
        let mut encoding = Vec::new();
        for entry in self.keywords.mapping(media.node, "encoding").into_iter().flatten() {
            let at = all.below(&entry.key, &entry.node);
            if !self.keywords.is_mapping(at.node, "an encoding") || !self.counts(at.node) {
                continue;
            }
            let (style, explode) = self.style(&at, Location::Query);
            encoding.push(Encoding {
                property: entry.key.clone(),
                content_type: self.keywords.text(at.node, "contentType").map(canonical_media_type),
                headers: self.headers(&at),
                style,
                explode,
                allow_reserved: self.keywords.flag(at.node, "allowReserved").unwrap_or(false),
                documentation: self.keywords.documentation(at.node, "an encoding", &[], KNOWN),
                origin: at.origin(),
                class: Print::default(),
                documented: Print::default(),
            });
        }
        encoding.sort_by(|a, b| a.property.cmp(&b.property));
        encoding.into()
    }

    pub(super) fn answers(&mut self, operation: &At<'a>) -> Vec<Answer> {
        let Some(all) = operation.get("responses") else { return Vec::new() };
        let mut answers: Vec<Answer> = Vec::new();
        for entry in self.keywords.mapping(operation.node, "responses").into_iter().flatten() {
            if entry.key.starts_with("x-") {
                continue;
            }
            let Some(status) = Status::parse(&entry.key) else {
                let problem = self.keywords.error(
                    "malformed-status",
                    &entry.node,
                    format!("`{}` is no status", entry.key),
                );
                problem.fix = Some("write a status such as 200, a range such as 4XX, or `default`".into());
                continue;
            };
            let at = self.resolve(all.below(&entry.key, &entry.node));
            if !self.keywords.is_mapping(at.node, "an answer") || !self.counts(at.node) {
                continue;
            }
            let texts = &["description", "links"];
            answers.push(Answer {
                status,
                documentation: self.keywords.documentation(
                    at.node,
                    "an answer",
                    texts,
                    &["headers", "content"],
                ),
                headers: self.headers(&at),
                content: self.content(&at, "content"),
                origin: at.origin(),
                class: Print::default(),
                documented: Print::default(),
            });
        }
        answers.sort_by_key(|answer| answer.status);
        answers
    }

    fn headers(&mut self, holder: &At<'a>) -> Box<[Header]> {
        const KNOWN: &[&str] = &[
            "required",
            "deprecated",
            "allowEmptyValue",
            "style",
            "explode",
            "allowReserved",
            "schema",
            "content",
        ];
        let Some(all) = holder.get("headers") else { return Box::default() };
        let mut headers: Vec<Header> = Vec::new();
        for entry in self.keywords.mapping(holder.node, "headers").into_iter().flatten() {
            let at = self.resolve(At { node: &entry.node, pointer: below(&all.pointer, &entry.key) });
            if !self.keywords.is_mapping(at.node, "a header") || !self.counts(at.node) {
                continue;
            }
            headers.push(Header {
                name: entry.key.to_ascii_lowercase().into(),
                required: self.keywords.flag(at.node, "required").unwrap_or(false),
                deprecated: self.keywords.flag(at.node, "deprecated").unwrap_or(false),
                value: self.written(&at, Location::Header),
                documentation: self.header_documentation(&at, KNOWN),
                origin: at.origin(),
                class: Print::default(),
                documented: Print::default(),
            });
        }
        headers.sort_by(|a, b| a.name.cmp(&b.name));
        headers.into()
    }

    fn header_documentation(&mut self, at: &At<'a>, known: &[&str]) -> Documentation {
        self.keywords.documentation(at.node, "a header", VALUE_TEXTS, known)
    }
}

/// A media type in lower case and without spaces around its parameters.
fn canonical_media_type(text: &str) -> Box<str> {
    let parts: Vec<String> = text.split(';').map(|part| part.trim().to_ascii_lowercase()).collect();
    parts.join(";").into()
}
