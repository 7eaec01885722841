//! Points in time, kept as they were sent.

mod parse;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

pub use parse::TimestampError;

const SECONDS_PER_DAY: i64 = 86_400;

/// A date and time with its offset from UTC, in the text in which it was sent.
///
/// Services write fractions of different lengths (`.3087016`) and expect them back unchanged, so `Display`, serde and
/// [`as_str`](Self::as_str) give the text as it came. Equality, order and hash are those of the instant: the same instant
/// in another offset is equal.
///
/// Accepted is RFC 3339 with some leniency: a space or a small `t` or `z`, a fraction of one to nine digits or none, and offsets
/// without a colon or minutes. A text without an offset is refused, because it says no instant.
///
/// ```
/// use game_achievements_runtime::Timestamp;
///
/// let unlocked: Timestamp = "2013-01-17T03:19:00.3087016Z".parse()?;
/// assert_eq!(unlocked.to_string(), "2013-01-17T03:19:00.3087016Z");
/// assert_eq!((unlocked.unix_seconds(), unlocked.subsec_nanos()), (1_358_392_740, 308_701_600));
/// # Ok::<(), game_achievements_runtime::TimestampError>(())
/// ```
#[derive(Clone)]
pub struct Timestamp {
    text: Box<str>,
    seconds: i64,
    nanos: u32,
}

impl Timestamp {
    /// Reads a text.
    ///
    /// # Errors
    /// Says what is wrong or missing in the text.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        let (seconds, nanos) = parse::instant(text)?;
        Ok(Self { text: text.into(), seconds, nanos })
    }

    /// The instant so many seconds and nanoseconds after 1970-01-01T00:00:00Z, written in UTC. `None` outside of the years 0 to
    /// 9999, or if there is a whole second of nanoseconds.
    pub fn from_unix(seconds: i64, nanos: u32) -> Option<Self> {
        let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_PER_DAY));
        if !(0..=9999).contains(&year) || nanos >= 1_000_000_000 {
            return None;
        }
        let of_day = seconds.rem_euclid(SECONDS_PER_DAY);
        let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
        let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if nanos > 0 {
            text.push_str(format!(".{nanos:09}").trim_end_matches('0'));
        }
        text.push('Z');
        Some(Self { text: text.into(), seconds, nanos })
    }

    /// The text as it was sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, negative before; leap seconds are not counted.
    pub fn unix_seconds(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds after [`unix_seconds`](Self::unix_seconds).
    pub fn subsec_nanos(&self) -> u32 {
        self.nanos
    }

    /// The year as written, in the offset that was sent. Some services send a date of year 1 or 1753 for "never".
    pub fn year(&self) -> u16 {
        // `parse` and `from_unix` have put four digits there.
        self.text.bytes().take(4).fold(0, |year, digit| year * 10 + u16::from(digit - b'0'))
    }

    /// The same instant for the standard library; `None` where that cannot represent it.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let seconds = Duration::from_secs(self.seconds.unsigned_abs());
        let start = match self.seconds {
            0.. => UNIX_EPOCH.checked_add(seconds),
            _ => UNIX_EPOCH.checked_sub(seconds),
        };
        start?.checked_add(Duration::from_nanos(self.nanos.into()))
    }

    fn instant(&self) -> (i64, u32) {
        (self.seconds, self.nanos)
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        Self::parse(text)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({})", self.text)
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl Visitor<'_> for TextVisitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date and time with an offset, such as 2013-01-17T03:19:00Z")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                Timestamp::parse(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

/// Days since 1970-01-01 of a date of the Gregorian calendar. Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The reverse of [`days_from_civil`]: year, month, day.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn keeps_the_text() {
        for text in [
            "2013-01-17T03:19:00.3087016Z",
            "0001-01-01T00:00:00.0000000Z",
            "2024-05-01t12:00:00.120-07:00",
            "2024-05-01 12:00:00+0000",
        ] {
            assert_eq!(at(text).as_str(), text);
            let json = format!("\"{text}\"");
            let timestamp: Timestamp = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&timestamp).unwrap(), json);
        }
    }

    #[test]
    fn compares_instants() {
        assert_eq!(at("2024-05-01T12:00:00Z"), at("2024-05-01T05:00:00.000-07:00"));
        assert_eq!(at("2024-05-01T00:30:00+01:00"), at("2024-04-30T23:30:00Z"));
        assert!(at("2024-05-01T12:00:00.1Z") > at("2024-05-01T12:00:00.0999999Z"));
        assert!(at("0001-01-01T00:00:00Z") < at("1753-01-01T00:00:00Z"));
        let distinct: std::collections::HashSet<_> =
            [at("2024-01-01T00:00:00Z"), at("2024-01-01T01:00:00+01")].into();
        assert_eq!(distinct.len(), 1);
    }

    #[test]
    fn tells_the_year_of_sentinels() {
        assert_eq!(at("0001-01-01T00:00:00.0000000Z").year(), 1);
        assert_eq!(at("1753-01-01T00:00:00+02:00").year(), 1753);
        assert_eq!(Timestamp::from_unix(0, 0).unwrap().year(), 1970);
    }

    #[test]
    fn converts_from_and_to_unix_time() {
        for (seconds, nanos, text) in [
            (0, 0, "1970-01-01T00:00:00Z"),
            (-1, 500_000_000, "1969-12-31T23:59:59.5Z"),
            (1_709_164_800, 1, "2024-02-29T00:00:00.000000001Z"),
            (-62_135_596_800, 0, "0001-01-01T00:00:00Z"),
            (253_402_300_799, 0, "9999-12-31T23:59:59Z"),
        ] {
            let timestamp = Timestamp::from_unix(seconds, nanos).unwrap();
            assert_eq!(timestamp.as_str(), text);
            assert_eq!((at(text).unix_seconds(), at(text).subsec_nanos()), (seconds, nanos));
        }
        assert!(Timestamp::from_unix(253_402_300_800, 0).is_none());
        assert!(Timestamp::from_unix(0, 1_000_000_000).is_none());
        assert_eq!(Timestamp::from_unix(i64::MIN, 0), None);
        assert_eq!(Timestamp::from_unix(i64::MAX, 0), None);
        let before = at("1969-12-31T23:59:59.5Z").to_system_time().unwrap();
        assert_eq!(UNIX_EPOCH.duration_since(before).unwrap(), Duration::from_millis(500));
    }

    #[test]
    fn dates_and_days_agree_on_every_day_of_400_years() {
        for days in -200_000..200_000 {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }

    #[test]
    fn json_of_another_type_is_an_error_that_says_what_is_expected() {
        let error = serde_json::from_str::<Timestamp>("5").unwrap_err().to_string();
        assert!(error.contains("expected a date and time with an offset"), "{error}");
        let error = serde_json::from_str::<Timestamp>("\"0001-01-01T00:00:00\"").unwrap_err().to_string();
        assert!(error.contains("no offset"), "{error}");
    }
}
