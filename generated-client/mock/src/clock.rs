//! Time and ids that are the same in every run.

/// Seconds from 1970 to the start of 2026.
const START: u64 = 1_767_225_600;

/// A clock that goes on by one second with each request, and a source of ids.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    seconds: u64,
    state: u64,
}

impl Clock {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seconds: START, state: seed }
    }

    /// A request has come.
    pub(crate) fn tick(&mut self) {
        self.seconds += 1;
    }

    /// The time in RFC 3339, in whole seconds and without a zone: `2026-01-01T00:00:01`.
    pub(crate) fn now(&self) -> String {
        date_time(self.seconds)
    }

    /// An id in the form of a random UUID. The seed decides which one is next.
    pub(crate) fn uuid(&mut self) -> String {
        let bits = u128::from(self.random()) << 64 | u128::from(self.random());
        // Version 4, variant 1.
        let bits = bits & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
        let hex = format!("{bits:032x}");
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }

    /// SplitMix64.
    pub(crate) fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// The date and time that so many seconds after the start of 1970 are.
fn date_time(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days since 0000-03-01, in eras of 400 years (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", rest / 3_600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates() {
        assert_eq!(date_time(0), "1970-01-01T00:00:00");
        assert_eq!(date_time(951_868_799), "2000-02-29T23:59:59");
        assert_eq!(date_time(START), "2026-01-01T00:00:00");
    }

    #[test]
    fn a_seed_gives_the_same_ids_each_time() {
        let ids = |seed| {
            let mut clock = Clock::new(seed);
            [clock.uuid(), clock.uuid()]
        };
        assert_eq!(ids(1), ids(1));
        assert_ne!(ids(1), ids(2));
        let [first, second] = ids(1);
        assert_ne!(first, second);
        assert!(first.len() == 36 && first.as_bytes()[14] == b'4' && b"89ab".contains(&first.as_bytes()[19]));
    }
}
