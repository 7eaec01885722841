//! Bodies: whether one is there, what it is, and what it says.

use serde_json::{Map, Value as Json};

use super::headers;
use super::members::{Use, Walk};
use super::query::{self, Given, Wanted};
use super::rules;
use super::service::Payload;
use super::value::{Checker, Direction};
use super::violation::{At, Violation};
use super::words::{self, Quotes};
use crate::contract::{Contract, Media, SchemaId, Style, Types};

/// A body that is held against what is documented.
pub(super) struct Body<'c, 'u> {
    pub(super) contract: &'c Contract,
    pub(super) direction: Direction,
    pub(super) uses: &'u mut Vec<Use>,
    pub(super) violations: Vec<Violation>,
}

/// What a media type says of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Json,
    Form,
    Text,
    Other,
}

impl Body<'_, '_> {
    /// Looks at a body; `content` is what is documented.
    pub(super) fn check(&mut self, content: &[Media], given: &[(&str, &str)], bytes: &[u8]) {
        if content.is_empty() {
            return self.tell(
                &rules::UNDOCUMENTED_BODY,
                format!("{} bytes, where none are documented", bytes.len()),
            );
        }
        let given = headers::value(given, "content-type").filter(|given| !given.is_empty());
        let media = match (&given, content) {
            (Some(given), _) => match best(content, given) {
                Some(media) => media,
                None => {
                    let known: Vec<String> =
                        content.iter().map(|media| format!("`{}`", media.media_type)).collect();
                    let message = format!("`{}` is none of {}", shown(given), known.join(", "));
                    return self.tell(&rules::UNDOCUMENTED_MEDIA_TYPE, message);
                }
            },
            (None, _) => {
                self.tell(&rules::MISSING_MEDIA_TYPE, "has no content-type".to_owned());
                let json = content.iter().find(|media| kind(&media.media_type) == Kind::Json);
                match json.or(content.first().filter(|_| content.len() == 1)) {
                    Some(media) => media,
                    None => return,
                }
            }
        };
        let named = given.as_deref().unwrap_or(&media.media_type);
        match kind(named) {
            Kind::Json => self.json(media.schema, bytes),
            Kind::Form => self.form(media, bytes),
            Kind::Text => match std::str::from_utf8(bytes) {
                Ok(text) => self.value(media.schema, &Json::String(text.to_owned())),
                Err(_) => {
                    self.tell(&rules::UNCHECKED_BODY, "is text in another encoding than UTF-8".to_owned())
                }
            },
            Kind::Other if says_nothing(self.contract, media.schema) => {}
            Kind::Other => {
                self.tell(&rules::UNCHECKED_BODY, format!("`{}` is not looked into", shown(named)))
            }
        }
    }

    pub(super) fn tell(&mut self, rule: &'static rules::Rule, message: String) {
        self.violations.push(Violation::new(rule, self.direction, At::Body(Vec::new()), message));
    }

    fn json(&mut self, schema: SchemaId, bytes: &[u8]) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match serde_json::from_slice::<Json>(bytes) {
            Ok(value) => self.value(schema, &value),
            Err(error) if error.to_string().starts_with("recursion limit") => {
                self.tell(&rules::CUT_SHORT, "too deeply nested to be read".to_owned());
            }
            // What the reader says of the syntax names no values.
            Err(error) => self.tell(&rules::MALFORMED_BODY, format!("is no JSON: {error}")),
        }
    }

    fn value(&mut self, schema: SchemaId, value: &Json) {
        let mut checker = Checker::new(self.contract, self.direction, Quotes::Words);
        let mut findings = Vec::new();
        checker.check(schema, value, &mut findings);
        let at = || At::Body(Vec::new());
        let direction = self.direction;
        self.violations
            .extend(findings.into_iter().map(|finding| Violation::of_value(finding, direction, at())));
        let mut walk = Walk::new(&mut checker, self.uses);
        walk.value(&[schema], value);
        for (tokens, holder) in walk.unnamed {
            let name = match tokens.last() {
                Some(super::Token::Member(name)) => words::name(name),
                _ => continue,
            };
            let message = format!("`{name}` is not in the spec");
            let violation =
                Violation::new(&rules::UNDOCUMENTED_PROPERTY, direction, At::Body(tokens), message);
            self.violations.push(Violation { schema: Some(holder), ..violation });
        }
    }

    /// A form is an object whose members are written as parameters of a query are.
    fn form(&mut self, media: &Media, bytes: &[u8]) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return self.tell(&rules::MALFORMED_BODY, "is no form: no UTF-8".to_owned());
        };
        let schema = self.contract.schema(media.schema);
        let mut pairs = query::pairs(text.trim_end());
        let mut members = Map::new();
        for property in &schema.properties {
            let encoding = media.encoding.iter().find(|encoding| encoding.property == property.name);
            let wanted = Wanted {
                name: &property.name,
                style: encoding.map_or(Style::Form, |encoding| encoding.style),
                explode: encoding.is_none_or(|encoding| encoding.explode),
                schema: property.schema,
            };
            let others = |name: &str| name != wanted.name && schema.property(name).is_some();
            let value = match query::take(self.contract, wanted, &mut pairs, &others) {
                Given::Missing => continue,
                Given::Empty => Json::String(String::new()),
                Given::Value(value) | Given::Either(value, _) => value,
                Given::Repeated(count) => {
                    self.tell(&rules::MALFORMED_BODY, format!("`{}` stands {count} times", property.name));
                    continue;
                }
                Given::Malformed(why) => {
                    self.tell(&rules::MALFORMED_BODY, format!("`{}` {}", property.name, why.0));
                    continue;
                }
            };
            members.insert(property.name.to_string(), value);
        }
        for pair in pairs.into_iter().filter(|pair| !pair.taken) {
            members.insert(pair.name, Json::String(pair.value.to_owned()));
        }
        self.value(media.schema, &Json::Object(members));
    }
}

/// The bytes of a body; `None` if they are not known.
pub(super) fn bytes(payload: Payload<'_>) -> Option<&[u8]> {
    match payload {
        Payload::Bytes(bytes) => Some(bytes),
        Payload::Unknown => None,
    }
}

/// A media type in a message, without its parameters.
fn shown(media_type: &str) -> String {
    let essence = essence(media_type);
    let is_part = |c: char| c.is_ascii_alphanumeric() || "!#$&-^_.+/".contains(c);
    if essence.chars().all(is_part) && essence.len() <= 80 { essence } else { "…".to_owned() }
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// What is documented for a media type: the type itself, with its parameters or without, else a range.
fn best<'m>(content: &'m [Media], given: &str) -> Option<&'m Media> {
    let whole: Vec<String> = given.split(';').map(|part| part.trim().to_ascii_lowercase()).collect();
    let (whole, essence) = (whole.join(";"), essence(given));
    let group = essence.split_once('/').map(|(group, _)| format!("{group}/*"));
    let find = |wanted: &str| content.iter().find(|media| *media.media_type == *wanted);
    find(&whole)
        .or_else(|| find(&essence))
        .or_else(|| content.iter().find(|media| self::essence(&media.media_type) == essence))
        .or_else(|| find(&group?))
        .or_else(|| find("*/*"))
}

fn kind(media_type: &str) -> Kind {
    let essence = essence(media_type);
    match &*essence {
        "application/json" | "text/json" => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        json if json.ends_with("+json") => Kind::Json,
        "text/plain" => Kind::Text,
        _ => Kind::Other,
    }
}

/// Whether a schema says no more than that there are bytes.
fn says_nothing(contract: &Contract, id: SchemaId) -> bool {
    let schema = contract.schema(id);
    schema.is_any() || (schema.types == Types::STRING && schema.format.as_deref() == Some("binary"))
}
