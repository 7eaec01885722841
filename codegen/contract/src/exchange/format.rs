//! The formats that say which values fit.

use serde_json::Number;

/// Whether a text has a format; formats that say nothing about texts, and unknown ones, fit all.
pub(super) fn fits_text(format: &str, text: &str) -> bool {
    match format {
        "date-time" => is_date_time(text),
        "date" => is_date(text.as_bytes()),
        "uuid" => is_uuid(text.as_bytes()),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        _ => true,
    }
}

/// The least and the greatest number of a format, if it has a range.
pub(super) fn range(format: &str) -> Option<(i128, i128)> {
    Some(match format {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "int64" => (i64::MIN.into(), i64::MAX.into()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint64" => (0, u64::MAX.into()),
        _ => return None,
    })
}

/// The number as an integer, if it is one; `1.0` is.
pub(super) fn integer(number: &Number) -> Option<i128> {
    if let Some(whole) = number.as_i64() {
        return Some(whole.into());
    }
    if let Some(whole) = number.as_u64() {
        return Some(whole.into());
    }
    let float = number.as_f64()?;
    // A double of whole value is one integer; the cast saturates for those that no format holds.
    (float.fract() == 0.0).then_some(float as i128)
}

/// RFC 3339, chapter 5.6, with any number of digits in the fraction.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else { return false };
    let Some(time) = time.strip_prefix(['T', 't']) else { return false };
    let Some((clock, rest)) = time.split_at_checked(8) else { return false };
    let clock_fits = match clock.as_bytes() {
        [h1, h2, b':', m1, m2, b':', s1, s2] => {
            // 60 is a leap second.
            in_range(&[*h1, *h2], 0, 23) && in_range(&[*m1, *m2], 0, 59) && in_range(&[*s1, *s2], 0, 60)
        }
        _ => false,
    };
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if zone.len() == fraction.len() {
                return false;
            }
            zone
        }
        None => rest,
    };
    let zone_fits = match zone.as_bytes() {
        b"Z" | b"z" => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => in_range(&[*h1, *h2], 0, 23) && in_range(&[*m1, *m2], 0, 59),
        _ => false,
    };
    is_date(date.as_bytes()) && clock_fits && zone_fits
}

fn is_date(bytes: &[u8]) -> bool {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return false };
    let (Some(year), Some(month)) = (digits(&[*y1, *y2, *y3, *y4]), digits(&[*m1, *m2])) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    in_range(&[*d1, *d2], 1, days)
}

fn is_uuid(bytes: &[u8]) -> bool {
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn in_range(bytes: &[u8], from: u32, to: u32) -> bool {
    digits(bytes).is_some_and(|value| (from..=to).contains(&value))
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_are_those_of_rfc_3339() {
        for text in [
            "2024-03-09T18:22:41.1234567Z",
            "0001-01-01T00:00:00.0000000Z",
            "2024-02-29t23:59:60z",
            "1996-12-19T16:39:57-08:00",
        ] {
            assert!(fits_text("date-time", text), "{text}");
        }
        for text in [
            "",
            "2024-03-09",
            "2024-03-09 18:22:41Z",
            "2023-02-29T00:00:00Z",
            "2024-03-09T18:22:41",
            "2024-03-09T18:22:41.Z",
            "2024-03-09T24:00:00Z",
            "2024-13-09T00:00:00Z",
            "2024-03-09T18:22:41+0800",
            "2024-03-0éT18:22:41Z",
        ] {
            assert!(!fits_text("date-time", text), "{text}");
        }
    }

    #[test]
    fn uuids_have_hyphens_in_their_places() {
        assert!(fits_text("uuid", "00000000-0000-0000-0000-00007A3b5c11"));
        assert!(!fits_text("uuid", "0000000000000000000000007a3b5c110000"));
        assert!(!fits_text("uuid", "g0000000-0000-0000-0000-00007a3b5c11"));
    }

    #[test]
    fn unknown_formats_fit_everything() {
        assert!(fits_text("colour", "no"));
        assert_eq!(range("float"), None);
    }
}
