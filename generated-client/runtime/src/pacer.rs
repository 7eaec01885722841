//! Keeping under a limit, instead of running into it.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
    /// When requests went or will go, in order; none that is older than the longest period.
    sent: VecDeque<Instant>,
}

/// A time at which a request may go. Dropped before that, it is free again: calls that give up must not push those behind them
/// further and further back.
struct Place<'a> {
    pacer: &'a Pacer,
    at: Instant,
    is_used: bool,
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

    /// Waits for the next free place, and says how long that was meant to take. Who gives up waiting leaves it to others.
    pub(crate) async fn wait(&self, clock: &dyn Clock, sleeper: &dyn Sleeper) -> Duration {
        let now = clock.instant();
        let mut place = self.place(now);
        let wait = place.at.saturating_duration_since(now);
        if !wait.is_zero() {
            sleeper.sleep(wait).await;
        }
        place.is_used = true;
        wait
    }

    fn place(&self, now: Instant) -> Place<'_> {
        Place { pacer: self, at: self.state().take(now), is_used: false }
    }

    /// Each change is one step, so a panic elsewhere leaves the state whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if !self.is_used {
            self.pacer.state().give_back(self.at);
        }
    }
}

impl State {
    /// The first time from `now` on at which all limits have room.
    fn take(&mut self, now: Instant) -> Instant {
        let longest = self.limits.iter().map(|(_, period)| *period).max().unwrap_or_default();
        while self.sent.front().is_some_and(|sent| *sent + longest <= now) {
            self.sent.pop_front();
        }
        let mut place = self.sent.back().map_or(now, |last| now.max(*last));
        for (count, period) in &self.limits {
            if let Some(oldest) = self.sent.len().checked_sub(*count).map(|index| self.sent[index]) {
                place = place.max(oldest + *period);
            }
        }
        self.sent.push_back(place);
        place
    }

    fn give_back(&mut self, place: Instant) {
        if let Some(position) = self.sent.iter().rposition(|sent| *sent == place) {
            self.sent.remove(position);
        }
    }
}

impl fmt::Debug for Pacer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
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
        let places: Vec<_> =
            (0..40_u64).map(|i| pacer.state().take(start + Duration::from_secs(i * i % 7 + i))).collect();
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
    fn a_place_that_is_given_up_is_free_again() {
        let minute = Duration::from_secs(60);
        let pacer = Pacer::new([(2, minute)]);
        let now = Instant::now();
        let used = || {
            let mut place = pacer.place(now);
            place.is_used = true;
            place.at - now
        };
        assert_eq!((used(), used()), (Duration::ZERO, Duration::ZERO));
        for _ in 0..1_000 {
            assert_eq!(pacer.place(now).at, now + minute);
        }
        assert_eq!((used(), used(), used()), (minute, minute, 2 * minute));
    }

    #[test]
    fn extreme_limits_do_no_harm() {
        let pacer = Pacer::new([(0, Duration::MAX)]);
        let start = Instant::now();
        let places: Vec<_> = (0..3).map(|_| pacer.state().take(start)).collect();
        assert_eq!(places, [start, start + YEAR, start + 2 * YEAR]);
    }

    #[test]
    fn without_limits_nothing_waits() {
        let pacer = Pacer::new([]);
        let start = Instant::now();
        assert_eq!(pacer.state().take(start), start);
        assert_eq!(pacer.state().take(start), start);
        assert_eq!(pacer.state().sent.len(), 1);
    }
}
