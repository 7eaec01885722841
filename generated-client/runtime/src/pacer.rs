//! Keeping under a limit, instead of running into it.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::time::{Clock, Sleeper};

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Lets no more requests go than a service allows in a period, whoever sends them: clones share the count, and so do all clones of
/// a client that was built with one. Each try counts, as it does for the services. Requests go in the order in which they asked.
///
/// ```
/// use std::time::Duration;
/// use game_achievements_runtime::Pacer;
///
/// // At most 100 in any 15 s, and at most 300 in any 300 s.
/// let pacer = Pacer::new([(100, Duration::from_secs(15)), (300, Duration::from_secs(300))]);
/// # let _ = pacer;
/// ```
#[derive(Clone)]
pub struct Pacer(Arc<Mutex<State>>);

struct State {
    limits: Vec<(usize, Duration)>,
    /// When requests went or will go, in order; as many as the largest limit.
    sent: VecDeque<Instant>,
}

impl Pacer {
    /// Each limit is a number of requests and the period, of any beginning, in which no more may go. A number of zero is taken
    /// as one, a period of more than a year as a year.
    pub fn new(limits: impl IntoIterator<Item = (u32, Duration)>) -> Self {
        // The bound keeps sums of times in range.
        let limit = |(count, period): (u32, Duration)| (count.max(1) as usize, period.min(YEAR));
        let limits = limits.into_iter().map(limit).collect();
        Self(Arc::new(Mutex::new(State { limits, sent: VecDeque::new() })))
    }

    /// Waits for the next free place. Who gives up waiting leaves the place empty.
    pub(crate) async fn wait(&self, clock: &dyn Clock, sleeper: &dyn Sleeper) {
        let now = clock.instant();
        // A place is taken in one step, so a panic elsewhere leaves the state whole.
        let place = self.0.lock().unwrap_or_else(PoisonError::into_inner).take(now);
        let wait = place.saturating_duration_since(now);
        if !wait.is_zero() {
            sleeper.sleep(wait).await;
        }
    }
}

impl State {
    /// The first time from `now` on at which all limits have room.
    fn take(&mut self, now: Instant) -> Instant {
        let mut place = self.sent.back().map_or(now, |last| now.max(*last));
        for (count, period) in &self.limits {
            if let Some(oldest) = self.sent.len().checked_sub(*count).map(|index| self.sent[index]) {
                place = place.max(oldest + *period);
            }
        }
        self.sent.push_back(place);
        let largest = self.limits.iter().map(|(count, _)| *count).max().unwrap_or(1);
        while self.sent.len() > largest {
            self.sent.pop_front();
        }
        place
    }
}

impl fmt::Debug for Pacer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        f.debug_struct("Pacer").field("limits", &state.limits).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_period_has_more_than_its_limit() {
        let limits = [(3, Duration::from_secs(10)), (5, Duration::from_secs(100))];
        let pacer = Pacer::new(limits);
        let start = Instant::now();
        // Some come at once, some later.
        let places: Vec<_> = (0..40_u64)
            .map(|i| pacer.0.lock().unwrap().take(start + Duration::from_secs(i * i % 7 + i)))
            .collect();
        assert!(places.is_sorted());
        for (count, period) in limits {
            for window in places.windows(count as usize + 1) {
                assert!(window[count as usize] - window[0] >= period, "{window:?}");
            }
        }
        // And no wait is longer than needed: five in each 100 s.
        assert!(places[39] - start < Duration::from_secs(8 * 100));
    }

    #[test]
    fn extreme_limits_do_no_harm() {
        let pacer = Pacer::new([(0, Duration::MAX)]);
        let start = Instant::now();
        let places: Vec<_> = (0..3).map(|_| pacer.0.lock().unwrap().take(start)).collect();
        assert_eq!(places, [start, start + YEAR, start + 2 * YEAR]);
    }

    #[test]
    fn without_limits_nothing_waits() {
        let pacer = Pacer::new([]);
        let start = Instant::now();
        assert_eq!(pacer.0.lock().unwrap().take(start), start);
        assert_eq!(pacer.0.lock().unwrap().take(start), start);
        assert_eq!(pacer.0.lock().unwrap().sent.len(), 1);
    }
}
