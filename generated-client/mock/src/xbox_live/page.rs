//! One page of a list.

use serde_json::{Value as Json, json};

use super::{ApiError, Ask};

/// What the service sends if the request names no size (recorded answers).
const DEFAULT: usize = 32;

/// The items of a page, and `pagingInfo`. Where the list keeps a time, tokens have it behind a comma.
pub(super) fn of<T>(all: Vec<T>, ask: &Ask, time: Option<&str>) -> Result<(Vec<T>, Json), ApiError> {
    let number = |name: &str| ask.query.one(name).and_then(|text| text.parse::<usize>().ok());
    let size = number("maxItems").filter(|size| *size > 0).unwrap_or(DEFAULT);
    let start = match ask.query.one("continuationToken") {
        None => number("skipItems").unwrap_or_default(),
        Some(token) => match token.split(',').next().unwrap_or_default().parse() {
            Ok(start) => start,
            Err(_) => {
                return Err(ApiError(
                    400,
                    Some(4000),
                    "this continuation token is not one of this list".to_owned(),
                ));
            }
        },
    };
    let total = all.len();
    let end = start.saturating_add(size);
    let token = (end < total).then(|| match time {
        Some(time) => format!("{end},{time}"),
        None => end.to_string(),
    });
    let items = all.into_iter().skip(start).take(size).collect();
    Ok((items, json!({"continuationToken": token, "totalRecords": total})))
}

/// The titles that a request is about; `None` if it is about all.
pub(super) fn titles(ask: &Ask) -> Option<Vec<u32>> {
    numbers(ask, "titleId")
}

/// A list of numbers.
pub(super) fn numbers(ask: &Ask, name: &str) -> Option<Vec<u32>> {
    let list = ask.query.list(name)?;
    Some(list.iter().filter_map(|text| text.parse().ok()).collect())
}
