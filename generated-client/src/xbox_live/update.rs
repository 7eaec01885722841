//! Progress on many achievements at once.

use std::ops::Range;

use super::types::{AchievementProgress, UpdateAchievementsRequest};
use super::{Client, options};
use crate::{Error, ErrorKind, Result, StatusCode, Uuid};

/// How many achievements go into one request. No limit is documented; tools in use send 50, and one saw 400 above 100.
const CHUNK: usize = 50;

/// The highest progress. XSAPI refuses more, as this does.
const COMPLETE: u32 = 100;

impl Client {
    /// Reports progress on any number of achievements of a title, in requests of 50.
    ///
    /// `title_id` is the title that reports, `xuid` the player whom the token belongs to. Each item has the id of an achievement
    /// and its progress in percent; 100 unlocks it. Progress never goes down, so a repeated report does no harm, and a failed
    /// request is tried again as one that reads is. For the same reason it is safe to drop the future: which requests were done
    /// is then unknown, and a call with the same items completes them.
    ///
    /// A request that fails with 400 or 404 (an achievement that does not exist, say) does not keep those after it from being
    /// sent. Any other failure does, since it would be theirs too. The report tells what became of each item.
    ///
    /// ```
    /// use game_achievements::xbox_live::{Client, types::AchievementProgress};
    /// use game_achievements::{Result, Uuid};
    ///
    /// async fn unlock(client: &Client, xuid: u64, scid: Uuid, title: u32, ids: &[&str]) -> Result<()> {
    ///     let progress: Vec<_> = ids.iter().map(|id| AchievementProgress::new(*id, 100u32)).collect();
    ///     client.report_progress(xuid, scid, title, &progress).await?.into_result()
    /// }
    /// # let _ = unlock;
    /// ```
    ///
    /// Sources: Microsoft's page on
    /// [POST update](https://learn.microsoft.com/en-us/gaming/gdk/docs/reference/live/rest/uri/achievements/uri-usersxuidachievementsscidupdatepost)
    /// and its client XSAPI (`achievements_api.cpp`).
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if the title is 0, an id empty or a progress above 100. Nothing was sent then. Whatever
    /// happens later is in the report.
    pub async fn report_progress(
        &self,
        xuid: u64,
        scid: Uuid,
        title_id: u32,
        progress: &[AchievementProgress],
    ) -> Result<UpdateReport> {
        check(title_id, progress)?;
        let mut report = UpdateReport { requests: Vec::new(), count: progress.len() };
        for (index, chunk) in progress.chunks(CHUNK).enumerate() {
            let body = UpdateAchievementsRequest::new(chunk, scid, title_id, xuid.to_string());
            let answer =
                self.update_achievements(xuid, scid, &body, options::UpdateAchievements::default()).await;
            let goes_on = answer.as_ref().map_or_else(concerns_this_request_alone, |_| true);
            let start = index * CHUNK;
            let outcome = answer.map(|answer| answer.status());
            report.requests.push(Request { items: start..start + chunk.len(), outcome });
            if !goes_on {
                break;
            }
        }
        Ok(report)
    }
}

/// What became of a report of progress.
#[derive(Debug)]
pub struct UpdateReport {
    /// Those that were sent, in order.
    requests: Vec<Request>,
    count: usize,
}

#[derive(Debug)]
struct Request {
    items: Range<usize>,
    /// The status of the success.
    outcome: Result<StatusCode>,
}

/// What became of one item.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum UpdateOutcome<'a> {
    /// The service took the request that the item was in.
    Updated,
    /// The service answered 304 to the request that the item was in: all of it was known, being unlocked or at the reported
    /// progress or a higher one. Not a failure.
    NotModified,
    /// The request that the item was in failed.
    Failed(&'a Error),
    /// Not sent, because a request before it failed with an error that would have been its own too.
    NotSent,
}

impl UpdateReport {
    /// How many items there were.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there were no items.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether all items are with the service.
    pub fn is_complete(&self) -> bool {
        self.outcomes().all(UpdateOutcome::is_done)
    }

    /// What became of each item, in the order in which they were given.
    pub fn outcomes(&self) -> impl Iterator<Item = UpdateOutcome<'_>> {
        let sent = self.requests.iter().flat_map(|request| {
            let outcome = match &request.outcome {
                Ok(StatusCode::NOT_MODIFIED) => UpdateOutcome::NotModified,
                Ok(_) => UpdateOutcome::Updated,
                Err(error) => UpdateOutcome::Failed(error),
            };
            request.items.clone().map(move |_| outcome)
        });
        sent.chain(std::iter::repeat(UpdateOutcome::NotSent)).take(self.count)
    }

    /// The failed requests: which items each had, as positions in what was given, and why it failed.
    pub fn failures(&self) -> impl Iterator<Item = (Range<usize>, &Error)> {
        self.requests
            .iter()
            .filter_map(|request| Some((request.items.clone(), request.outcome.as_ref().err()?)))
    }

    /// The positions of the items that failed or were not sent: what to give to the next call.
    pub fn unfinished(&self) -> impl Iterator<Item = usize> {
        self.outcomes().enumerate().filter(|(_, outcome)| !outcome.is_done()).map(|(position, _)| position)
    }

    /// The first error, for those who do not care which items failed.
    ///
    /// # Errors
    /// That of the first request that failed.
    pub fn into_result(self) -> Result<()> {
        self.requests.into_iter().try_for_each(|request| request.outcome.map(|_| ()))
    }
}

impl UpdateOutcome<'_> {
    /// Whether the item is with the service.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Updated | Self::NotModified)
    }
}

fn check(title_id: u32, progress: &[AchievementProgress]) -> Result<()> {
    let refuse = |message: String| Err(Error::new(ErrorKind::InvalidArgument, message));
    if title_id == 0 {
        return refuse("the title id is 0".to_owned());
    }
    for (position, item) in progress.iter().enumerate() {
        if item.id.is_empty() {
            return refuse(format!("item {position} has an empty id"));
        }
        if item.percent_complete > COMPLETE {
            return refuse(format!("item {position} has a progress of {} percent", item.percent_complete));
        }
    }
    Ok(())
}

fn concerns_this_request_alone(error: &Error) -> bool {
    matches!(error.status(), Some(StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND))
}
