//! One page of a list.

use serde_json::{Value as Json, json};

use super::errors::ApiError;
use crate::query::Query;
use crate::request::Request;

/// The size of a page if the request names none: that of an example on Apple's pages.
const DEFAULT: usize = 50;

/// Makes a cursor look like what it is to clients, a text that says nothing.
const MASK: u32 = 0x5bd1_e995;

/// One page, and where it stands.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    pub(super) total: usize,
    limit: usize,
    next: Option<String>,
}

impl<T> Page<T> {
    /// The page that the query asks for.
    pub(super) fn of(all: Vec<T>, query: &Query) -> Result<Self, ApiError> {
        let limit = match query.one("limit") {
            None => DEFAULT,
            Some(text) => match text.parse() {
                Ok(limit) if limit > 0 => limit,
                _ => return Err(ApiError::parameter("limit", "a page has at least one resource")),
            },
        };
        let total = all.len();
        let start = match query.one("cursor") {
            None => 0,
            Some(cursor) => match u32::from_str_radix(&cursor, 16).map(|hidden| (hidden ^ MASK) as usize) {
                Ok(start) if start <= total => start,
                _ => return Err(ApiError::parameter("cursor", "this cursor is not one of this list")),
            },
        };
        let end = start.saturating_add(limit).min(total);
        let next = u32::try_from(end).ok().filter(|_| end < total).map(|end| format!("{:08x}", end ^ MASK));
        Ok(Self { items: all.into_iter().skip(start).take(end - start).collect(), total, limit, next })
    }

    /// The links of the page: itself, the first one and the next.
    pub(super) fn links(&self, base: &str, request: &Request) -> Json {
        let with = |cursor: Option<&str>| {
            let query = request.query().unwrap_or_default();
            let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
            let cursor = cursor.map(|cursor| format!("cursor={cursor}"));
            let pairs: Vec<String> = kept.map(str::to_owned).chain(cursor).collect();
            let mark = if pairs.is_empty() { "" } else { "?" };
            format!("{base}{}{mark}{}", request.path(), pairs.join("&"))
        };
        let mut links = json!({"self": format!("{base}{}", request.target()), "first": with(None)});
        if let Some(next) = &self.next {
            links["next"] = with(Some(next)).into();
        }
        links
    }

    /// How many there are, and how many on a page.
    pub(super) fn meta(&self) -> Json {
        let mut paging = json!({"total": self.total, "limit": self.limit});
        if let Some(next) = &self.next {
            paging["nextCursor"] = next.as_str().into();
        }
        json!({"paging": paging})
    }
}
