//! Reading the text of a timestamp.

use super::{SECONDS_PER_DAY, days_from_civil};
use crate::error::shortened;

/// Why a text is no [`Timestamp`](super::Timestamp).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is no date and time: {why}", shortened(.text).escape_debug())]
pub struct TimestampError {
    text: String,
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Why {
    #[error("it does not start with a date such as 2013-01-17")]
    Date,
    #[error("there is no time after the date")]
    NoTime,
    #[error("there is no time such as 03:19:00 after the date")]
    Time,
    #[error("a fraction has one to nine digits")]
    Fraction,
    #[error("it has no offset: `Z` or one such as +02:00 must follow the time")]
    NoOffset,
    #[error("after the time comes neither `Z` nor an offset such as +02:00")]
    Offset,
    #[error("there is no such day in the calendar")]
    Day,
    #[error("there is no such time of day")]
    TimeOfDay,
}

/// Seconds since 1970-01-01T00:00:00Z, and nanoseconds.
pub(super) fn instant(text: &str) -> Result<(i64, u32), TimestampError> {
    read(text.as_bytes()).map_err(|why| TimestampError { text: text.to_owned(), why })
}

fn read(text: &[u8]) -> Result<(i64, u32), Why> {
    let (date, rest) = text.split_at_checked(10).ok_or(Why::Date)?;
    let days = read_date(date)?;
    let rest = match rest {
        [] => return Err(Why::NoTime),
        [b'T' | b't' | b' ', rest @ ..] => rest,
        _ => return Err(Why::Time),
    };
    let (time, rest) = rest.split_at_checked(8).ok_or(Why::Time)?;
    let of_day = read_time(time)?;
    let (nanos, rest) = match rest {
        [b'.', rest @ ..] => read_fraction(rest)?,
        _ => (0, rest),
    };
    let offset = read_offset(rest)?;
    Ok((days * SECONDS_PER_DAY + of_day - offset, nanos))
}

fn read_date(date: &[u8]) -> Result<i64, Why> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *date else { return Err(Why::Date) };
    let year = number(&[y1, y2, y3, y4]).ok_or(Why::Date)?;
    let month = number(&[m1, m2]).ok_or(Why::Date)?;
    let day = number(&[d1, d2]).ok_or(Why::Date)?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return Err(Why::Day),
    };
    match day {
        1.. if day <= length => Ok(days_from_civil(year, month, day)),
        _ => Err(Why::Day),
    }
}

fn read_time(time: &[u8]) -> Result<i64, Why> {
    let [h1, h2, b':', m1, m2, b':', s1, s2] = *time else { return Err(Why::Time) };
    let hour = number(&[h1, h2]).ok_or(Why::Time)?;
    let minute = number(&[m1, m2]).ok_or(Why::Time)?;
    let second = number(&[s1, s2]).ok_or(Why::Time)?;
    // Second 60 is a leap second; as everywhere in Unix time, it is the first of the next minute.
    match (hour, minute, second) {
        (0..=23, 0..=59, 0..=60) => Ok(hour * 3_600 + minute * 60 + second),
        _ => Err(Why::TimeOfDay),
    }
}

fn read_fraction(rest: &[u8]) -> Result<(u32, &[u8]), Why> {
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=9).contains(&count) {
        return Err(Why::Fraction);
    }
    let (digits, rest) = rest.split_at(count);
    let nanos = digits.iter().chain(std::iter::repeat(&b'0')).take(9);
    Ok((nanos.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0')), rest))
}

fn read_offset(rest: &[u8]) -> Result<i64, Why> {
    let (sign, hours, minutes) = match *rest {
        [] => return Err(Why::NoOffset),
        [b'Z' | b'z'] => return Ok(0),
        [sign, h1, h2] => (sign, [h1, h2], *b"00"),
        [sign, h1, h2, m1, m2] | [sign, h1, h2, b':', m1, m2] => (sign, [h1, h2], [m1, m2]),
        _ => return Err(Why::Offset),
    };
    let seconds = match (number(&hours), number(&minutes)) {
        (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => hours * 3_600 + minutes * 60,
        _ => return Err(Why::Offset),
    };
    match sign {
        b'+' => Ok(seconds),
        b'-' => Ok(-seconds),
        _ => Err(Why::Offset),
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_all_that_services_send() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", (0, 0)),
            ("1970-01-01 00:00:00z", (0, 0)),
            ("1970-01-01t01:00:00+01:00", (0, 0)),
            ("1970-01-01T00:00:00.5-0030", (1_800, 500_000_000)),
            ("1970-01-01T00:00:00.123456789+00", (0, 123_456_789)),
            ("2013-01-17T03:19:00.3087016Z", (1_358_392_740, 308_701_600)),
            ("2016-12-31T23:59:60Z", (1_483_228_800, 0)),
            ("2000-02-29T00:00:00Z", (951_782_400, 0)),
            ("0001-01-01T00:00:00.0000000Z", (-62_135_596_800, 0)),
        ] {
            assert_eq!(instant(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, why) in [
            ("", Why::Date),
            ("17.01.2013", Why::Date),
            ("2013-1-17T03:19:00Z", Why::Date),
            ("２０13-01-17T03:19:00Z", Why::Date),
            ("2013-01-17", Why::NoTime),
            ("2013-01-17X03:19:00Z", Why::Time),
            ("2013-01-17T03:19Z", Why::Time),
            ("2013-01-17T3:19:00ZZ", Why::Time),
            ("2013-01-17T03:19:00", Why::NoOffset),
            ("0001-01-01T00:00:00.0000000", Why::NoOffset),
            ("2013-01-17T03:19:00.Z", Why::Fraction),
            ("2013-01-17T03:19:00.1234567890Z", Why::Fraction),
            ("2013-01-17T03:19:00 Z", Why::Offset),
            ("2013-01-17T03:19:00+2", Why::Offset),
            ("2013-01-17T03:19:00+24:00", Why::Offset),
            ("2013-01-17T03:19:00*02:00", Why::Offset),
            ("2013-01-17T03:19:00Zx", Why::Offset),
            ("2013-02-29T00:00:00Z", Why::Day),
            ("1900-02-29T00:00:00Z", Why::Day),
            ("2013-00-01T00:00:00Z", Why::Day),
            ("2013-13-01T00:00:00Z", Why::Day),
            ("2013-01-00T00:00:00Z", Why::Day),
            ("2013-01-17T24:00:00Z", Why::TimeOfDay),
            ("2013-01-17T23:60:00Z", Why::TimeOfDay),
        ] {
            assert_eq!(instant(text).unwrap_err().why, why, "{text}");
        }
        assert_eq!(
            instant("0001-01-01T00:00:00").unwrap_err().to_string(),
            "`0001-01-01T00:00:00` is no date and time: it has no offset: `Z` or one such as +02:00 must follow the time"
        );
    }
}
