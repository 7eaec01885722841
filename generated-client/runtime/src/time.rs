//! Time as something given: code that waits asks a [`Clock`] and a [`Sleeper`], so that tests need not wait.
//!
//! ```
//! use std::time::Duration;
//! use game_achievements_runtime::time::{Clock, ManualClock, Sleeper};
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let time = ManualClock::new();
//! let start = time.now();
//! time.sleep(Duration::from_secs(3600)).await; // At once.
//! assert_eq!(time.now(), start + Duration::from_secs(3600));
//! assert_eq!(time.waits(), [Duration::from_secs(3600)]);
//! # });
//! ```

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Says what time it is.
pub trait Clock: Send + Sync {
    /// The time of day, for dates that others give. It may jump when somebody sets the clock.
    fn now(&self) -> SystemTime;

    /// A time that never goes back, for measuring how long something took.
    fn instant(&self) -> Instant;
}

/// What [`Sleeper::sleep`] gives. Dropping it ends the wait.
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Waits.
pub trait Sleeper: Send + Sync {
    /// Is ready after `duration`.
    fn sleep(&self, duration: Duration) -> Sleep<'_>;
}

/// The clock of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// Waits on the timer of tokio: the runtime that the call runs in must have one (`enable_time`), as reqwest wants it anyway.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSleeper;

/// A clock for tests, which stands still but for waits: as a [`Sleeper`] it goes ahead by each wait at once, and remembers it.
///
/// Clones are the same clock, so that one can be given to [`Builder::clock`](crate::Builder::clock), one to
/// [`Builder::sleeper`](crate::Builder::sleeper), and one kept.
#[derive(Clone)]
pub struct ManualClock {
    start: Instant,
    start_of_day: SystemTime,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    passed: Duration,
    waits: Vec<Duration>,
}

impl ManualClock {
    /// A clock that shows 2026-01-01T00:00:00Z.
    pub fn new() -> Self {
        Self::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600))
    }

    /// A clock that shows this time.
    pub fn at(now: SystemTime) -> Self {
        Self { start: Instant::now(), start_of_day: now, state: Arc::default() }
    }

    /// Goes ahead without a wait.
    pub fn advance(&self, duration: Duration) {
        self.state().passed += duration;
    }

    /// All waits so far, in the order in which they began.
    pub fn waits(&self) -> Vec<Duration> {
        self.state().waits.clone()
    }

    /// Each change is one step, so a panic elsewhere leaves the state whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> SystemTime {
        (**self).now()
    }

    fn instant(&self) -> Instant {
        (**self).instant()
    }
}

impl Sleeper for TokioSleeper {
    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        self.start_of_day + self.state().passed
    }

    fn instant(&self) -> Instant {
        self.start + self.state().passed
    }
}

impl Sleeper for ManualClock {
    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(async move {
            let mut state = self.state();
            state.passed += duration;
            state.waits.push(duration);
        })
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManualClock").field("now", &self.now()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_stands_still_but_for_waits() {
        let time = ManualClock::new();
        let (day, instant) = (time.now(), time.instant());
        assert_eq!((time.now(), time.instant()), (day, instant));
        time.clone().advance(Duration::from_secs(5));
        assert_eq!(time.now() - Duration::from_secs(5), day);
        assert_eq!(time.instant() - Duration::from_secs(5), instant);
        assert!(time.waits().is_empty());
    }

    #[test]
    fn a_wait_that_is_not_awaited_is_none() {
        let time = ManualClock::new();
        drop(time.sleep(Duration::from_secs(1)));
        assert!(time.waits().is_empty());
    }
}
