//! Bodies, answers, media types and headers.

use super::local::{Context, Directions, Row, Turn};
use super::operations::{deprecated, says};
use super::parameters;
use super::rules::{self, Rule};
use super::walk::{NodeId, Walk};
use crate::contract::{Answer, Encoding, Header, Media, Operation, Origin, Status};

pub(super) fn body<'c>(walk: &mut Walk<'c>, a: &'c Operation, b: &'c Operation) {
    let row = |rule, message: &str, old: Option<&Origin>, new: Option<&Origin>| {
        Row::new(rule, "body", message).at(old.map(Into::into), new.map(Into::into))
    };
    match (&a.body, &b.body) {
        (None, None) => {}
        (None, Some(body)) => {
            let rule = if body.required { &rules::REQUIRED_BODY_ADDED } else { &rules::BODY_ADDED };
            let (node, _) = walk.part("body of", "", Some(&a.origin), Some(&b.origin), Directions::REQUEST);
            let required = if body.required { "required " } else { "" };
            walk.push(node, row(rule, &format!("a {required}body was added"), None, Some(&body.origin)));
        }
        (Some(body), None) => {
            let (node, _) = walk.part("body of", "", Some(&a.origin), Some(&b.origin), Directions::REQUEST);
            walk.push(node, row(&rules::BODY_REMOVED, "the body was removed", Some(&body.origin), None));
        }
        (Some(old), Some(new)) if old.documented != new.documented => {
            let origins = (&old.origin, &new.origin);
            let (node, is_new) =
                walk.part("body", "", Some(&old.origin), Some(&new.origin), Directions::REQUEST);
            if is_new {
                says(walk, node, (&old.documentation, &new.documentation), origins);
                if old.required != new.required {
                    let (rule, message) = if new.required {
                        (&rules::BODY_BECAME_REQUIRED, "the body is now required")
                    } else {
                        (&rules::BODY_BECAME_OPTIONAL, "the body is no longer required")
                    };
                    walk.push(node, row(rule, message, Some(&old.origin), Some(&new.origin)));
                }
            }
            content(walk, node, is_new, (&old.content, &new.content), origins, Directions::REQUEST);
        }
        _ => {}
    }
}

pub(super) fn compare<'c>(walk: &mut Walk<'c>, a: &'c Operation, b: &'c Operation) {
    let find =
        |answers: &'c [Answer], like: &Answer| answers.iter().find(|other| other.status == like.status);
    let mut come: Vec<&'c Answer> = b.answers.iter().filter(|new| find(&a.answers, new).is_none()).collect();
    // Wider answers that gave way to others are told with these.
    let mut told: Vec<Status> = Vec::new();
    come.retain(|new| {
        let Some(old) = wider(&a.answers, new.status, &b.answers) else { return true };
        single(walk, &rules::SUCCESS_SPECIALIZED, (Some(old), Some(new)), (a, b));
        both(walk, old, new);
        told.push(old.status);
        false
    });
    for old in &a.answers {
        if let Some(new) = find(&b.answers, old) {
            if old.documented != new.documented {
                both(walk, old, new);
            }
        } else if let Some(new) = wider(&b.answers, old.status, &a.answers) {
            single(walk, &rules::SUCCESS_GENERALIZED, (Some(old), Some(new)), (a, b));
            both(walk, old, new);
            come.retain(|answer| answer.status != new.status);
        } else if !told.contains(&old.status) {
            let rule = if old.status.is_success() { &rules::SUCCESS_REMOVED } else { &rules::ERROR_REMOVED };
            single(walk, rule, (Some(old), None), (a, b));
        }
    }
    for new in come {
        let rule = if new.status.is_success() { &rules::SUCCESS_ADDED } else { &rules::ERROR_ADDED };
        single(walk, rule, (None, Some(new)), (a, b));
    }
}

/// The answer that tells of a success which has none of its own: `2XX`. A `default` that took the place of all
/// successes, or gave way to them, does too; beside successes, or on both sides, it is for errors.
fn wider<'c>(answers: &'c [Answer], status: Status, others: &[Answer]) -> Option<&'c Answer> {
    let find = |status| answers.iter().find(|answer| answer.status == status);
    let is_default = |answer: &Answer| answer.status == Status::Default;
    match status {
        Status::Code(200..=299) if find(Status::Range(2)).is_some() => find(Status::Range(2)),
        status if status.is_success() && !others.iter().any(is_default) => {
            find(Status::Default).filter(|_| !answers.iter().any(|answer| answer.status.is_success()))
        }
        _ => None,
    }
}

/// A row about an answer that came, went, or gave way to another.
fn single<'c>(
    walk: &mut Walk<'c>,
    rule: &'static Rule,
    (old, new): (Option<&'c Answer>, Option<&'c Answer>),
    (a, b): (&'c Operation, &'c Operation),
) {
    let (was, is) = (old.map(|old| old.status.to_string()), new.map(|new| new.status.to_string()));
    let stays = |others: &[Answer], answer: Option<&Answer>| {
        answer.is_some_and(|answer| others.iter().any(|other| other.status == answer.status))
    };
    let message = match (&was, &is) {
        (Some(was), Some(is)) if stays(&b.answers, old) => {
            format!("the answer {is} was set apart from {was}")
        }
        (Some(was), Some(is)) if stays(&a.answers, new) => format!("the answer {was} is now one of {is}"),
        (Some(was), Some(is)) => format!("the answer {was} became {is}"),
        (Some(was), None) => format!("the answer {was} was removed"),
        (None, Some(is)) => format!("the answer {is} was added"),
        (None, None) => return,
    };
    let detail =
        format!("answer {} {}", was.as_deref().unwrap_or_default(), is.as_deref().unwrap_or_default());
    let (node, _) = walk.part("answer of", &detail, Some(&a.origin), Some(&b.origin), Directions::ANSWER);
    let site = |answer: Option<&Answer>, of: &Operation| {
        let answer = answer?;
        let responses = crate::contract::below(&of.origin.pointer, "responses");
        let pointer = crate::contract::below(&responses, &answer.status.to_string());
        // A shared answer comes and goes at each operation by itself.
        let is_own = answer.origin.pointer.starts_with(&*of.origin.pointer);
        let position = if is_own { answer.origin.position } else { of.origin.position };
        Some(super::local::Site { pointer, position })
    };
    let row = Row::new(rule, detail, message).at(site(old, a), site(new, b)).values(was, is);
    walk.push(node, row);
}

fn both<'c>(walk: &mut Walk<'c>, a: &'c Answer, b: &'c Answer) {
    let origins = (&a.origin, &b.origin);
    let (node, is_new) = walk.part("answer", "", Some(&a.origin), Some(&b.origin), Directions::ANSWER);
    if is_new {
        says(walk, node, (&a.documentation, &b.documentation), origins);
    }
    headers(walk, node, is_new, (&a.headers, &b.headers), origins, Directions::ANSWER);
    content(walk, node, is_new, (&a.content, &b.content), origins, Directions::ANSWER);
}

/// Compares what may be sent, by media type.
pub(super) fn content<'c>(
    walk: &mut Walk<'c>,
    holder: NodeId,
    is_new: bool,
    (a, b): (&'c [Media], &'c [Media]),
    origins: (&'c Origin, &'c Origin),
    directions: Directions,
) {
    let find =
        |content: &'c [Media], like: &Media| content.iter().find(|other| other.media_type == like.media_type);
    let mut come: Vec<&'c Media> = b.iter().filter(|media| find(a, media).is_none()).collect();
    let push = |walk: &mut Walk<'c>,
                rule: &'static Rule,
                old: Option<&Media>,
                new: Option<&Media>,
                message: String| {
        if is_new {
            let name = |media: Option<&Media>| media.map(|media| media.media_type.to_string());
            let aspect = format!("content {}", name(old.or(new)).unwrap_or_default());
            // What is not there has the place of what would hold it.
            let row = Row::new(rule, aspect, message)
                .at(
                    old.map_or_else(
                        || new.is_none().then(|| origins.0.into()),
                        |old| Some((&old.origin).into()),
                    ),
                    new.map_or_else(
                        || old.is_none().then(|| origins.1.into()),
                        |new| Some((&new.origin).into()),
                    ),
                )
                .values(name(old), name(new));
            walk.push(holder, row);
        }
    };
    for old in a {
        let (old_type, kept) = (&old.media_type, find(b, old));
        if let Some(new) = kept {
            if old.documented != new.documented {
                media(walk, old, new, directions);
            }
            continue;
        }
        let near = come
            .iter()
            .position(|new| is_special(&new.media_type, old_type) || is_special(old_type, &new.media_type));
        match near {
            Some(at) => {
                let new = come.remove(at);
                let rule = if is_special(&new.media_type, old_type) {
                    &rules::MEDIA_TYPE_SPECIALIZED
                } else {
                    &rules::MEDIA_TYPE_GENERALIZED
                };
                let message = format!("the media type was `{old_type}`, now it is `{}`", new.media_type);
                push(walk, rule, Some(old), Some(new), message);
                media(walk, old, new, directions);
            }
            None => {
                let message = format!("the media type `{old_type}` was removed");
                push(walk, &rules::MEDIA_TYPE_REMOVED, Some(old), None, message);
            }
        }
    }
    for new in come {
        let message = format!("the media type `{}` was added", new.media_type);
        push(walk, &rules::MEDIA_TYPE_ADDED, None, Some(new), message);
    }
}

/// Whether a media type is a special form of another: `application/problem+json` of `application/json`.
fn is_special(special: &str, general: &str) -> bool {
    let (special_essence, general_essence) =
        (special.split(';').next().unwrap_or(special), general.split(';').next().unwrap_or(general));
    if special == general {
        return false;
    }
    if general == special_essence || general == "*/*" {
        return true;
    }
    let (Some((kind, name)), Some((general_kind, general_name))) =
        (special_essence.split_once('/'), general_essence.split_once('/'))
    else {
        return false;
    };
    kind == general_kind
        && (general_name == "*"
            || name.rsplit_once('+').is_some_and(|(_, suffix)| suffix == general_name)
                && general == general_essence)
}

fn media<'c>(walk: &mut Walk<'c>, a: &'c Media, b: &'c Media, directions: Directions) {
    let (node, is_new) = walk.part("media", "", Some(&a.origin), Some(&b.origin), directions);
    if is_new {
        says(walk, node, (&a.documentation, &b.documentation), (&a.origin, &b.origin));
    }
    encodings(walk, node, is_new, (a, b), directions);
    walk.child(node, Turn::SAME, a.schema, b.schema, context(&b.media_type));
}

/// How values of a media type are written.
fn context(media_type: &str) -> Context {
    let essence = media_type.split(';').next().unwrap_or(media_type);
    let is_json = essence.ends_with("json") || essence.contains('*');
    let is_form = matches!(essence, "application/x-www-form-urlencoded" | "multipart/form-data");
    Context { text: !is_json, whole: !is_json && !is_form, ..Context::default() }
}

fn encodings<'c>(
    walk: &mut Walk<'c>,
    node: NodeId,
    is_new: bool,
    (a, b): (&'c Media, &'c Media),
    directions: Directions,
) {
    let mut names: Vec<&str> =
        a.encoding.iter().chain(&b.encoding).map(|encoding| &*encoding.property).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let find = |media: &'c Media| media.encoding.iter().find(|encoding| &*encoding.property == name);
        let (old, new) = (find(a), find(b));
        let manner = |encoding: &Encoding| {
            let kind = encoding.content_type.as_deref().unwrap_or("its default type");
            let exploded = if encoding.explode { "" } else { ", not exploded" };
            let reserved = if encoding.allow_reserved { ", reserved characters as they are" } else { "" };
            format!("{kind} by {}{exploded}{reserved}", encoding.style.keyword())
        };
        if old.map(|old| old.documented) == new.map(|new| new.documented) {
            continue;
        }
        let origin = |encoding: Option<&Encoding>, media: &Media| {
            Some(encoding.map_or(&media.origin, |encoding| &encoding.origin).into())
        };
        let (was, is) = (old.map(manner), new.map(manner));
        if was != is && is_new {
            let text = |manner: &Option<String>| manner.clone().unwrap_or_else(|| "as by default".into());
            let message = format!("`{name}` was written {}, now {}", text(&was), text(&is));
            let row = Row::new(&rules::ENCODING_CHANGED, format!("encoding {name}"), message)
                .at(origin(old, a), origin(new, b))
                .values(was, is);
            walk.push(node, row);
        }
        if let (Some(old), Some(new)) = (old, new) {
            let origins = (&old.origin, &new.origin);
            if is_new {
                says(walk, node, (&old.documentation, &new.documentation), origins);
            }
            headers(walk, node, is_new, (&old.headers, &new.headers), origins, directions);
        }
    }
}

fn headers<'c>(
    walk: &mut Walk<'c>,
    holder: NodeId,
    is_new: bool,
    (a, b): (&'c [Header], &'c [Header]),
    origins: (&'c Origin, &'c Origin),
    directions: Directions,
) {
    let find = |headers: &'c [Header], like: &Header| headers.iter().find(|other| other.name == like.name);
    let push = |walk: &mut Walk<'c>, rule: &'static Rule, old: Option<&Header>, new: Option<&Header>| {
        let Some(header) = old.or(new).filter(|_| is_new) else { return };
        let required = if header.required { "required " } else { "" };
        let verb = if new.is_some() { "added" } else { "removed" };
        let message = format!("the {required}header `{}` was {verb}", header.name);
        let name = |header: &Header| header.name.to_string();
        let place = |header: Option<&Header>, of: &Origin| {
            let header = header?;
            let is_own = header.origin.pointer.starts_with(&*of.pointer);
            Some(if is_own { &header.origin } else { of }.into())
        };
        let row = Row::new(rule, format!("header {}", header.name), message)
            .at(place(old, origins.0), place(new, origins.1))
            .values(old.map(name), new.map(name));
        walk.push(holder, row);
    };
    for old in a {
        match find(b, old) {
            Some(new) if old.documented == new.documented => {}
            Some(new) => header(walk, old, new, directions),
            None => {
                let rule =
                    if old.required { &rules::REQUIRED_HEADER_REMOVED } else { &rules::HEADER_REMOVED };
                push(walk, rule, Some(old), None);
            }
        }
    }
    for new in b {
        if find(a, new).is_none() {
            let rule = if new.required { &rules::REQUIRED_HEADER_ADDED } else { &rules::HEADER_ADDED };
            push(walk, rule, None, Some(new));
        }
    }
}

fn header<'c>(walk: &mut Walk<'c>, a: &'c Header, b: &'c Header, directions: Directions) {
    let origins = (&a.origin, &b.origin);
    let (node, is_new) = walk.part("header", "", Some(&a.origin), Some(&b.origin), directions);
    if is_new {
        says(walk, node, (&a.documentation, &b.documentation), origins);
        deprecated(walk, node, (a.deprecated, b.deprecated), origins);
        if a.required != b.required {
            let (rule, word) = if b.required {
                (&rules::HEADER_BECAME_REQUIRED, "now")
            } else {
                (&rules::HEADER_BECAME_OPTIONAL, "no longer")
            };
            let message = format!("the header `{}` is {word} required", b.name);
            let row =
                Row::new(rule, "required", message).at(Some((&a.origin).into()), Some((&b.origin).into()));
            walk.push(node, row);
        }
    }
    parameters::written(walk, node, is_new, (&a.value, &b.value), origins, directions);
}
