//! Percent-encoding: what a request's target means, and where its parts end.

use percent_encoding::percent_decode_str;

/// The text that an encoded part of a path stands for; `None` if that is no UTF-8.
pub(super) fn decoded(raw: &str) -> Option<String> {
    Some(percent_decode_str(raw).decode_utf8().ok()?.into_owned())
}

/// The text that an encoded part of a query stands for: there `+` is a space too.
pub(super) fn decoded_in_query(raw: &str) -> Option<String> {
    decoded(&raw.replace('+', " "))
}

/// The path with all characters decoded that part nothing: `xuid%281%29` and `xuid(1)` are the same, `a%2Fb` and `a/b` are
/// not. What stays encoded has its digits in upper case.
pub(super) fn normal(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        let digits = after.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) if parts_nothing(byte) => text.push(char::from(byte)),
            Some(byte) => text.push_str(&format!("%{byte:02X}")),
            None => text.push('%'),
        }
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    text.push_str(rest);
    text
}

fn parts_nothing(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"%/\\?#,;=&+.".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_a_path_stays_encoded() {
        assert_eq!(normal("/users/xuid%281%29/a"), "/users/xuid(1)/a");
        assert_eq!(normal("/a%2fb%2C%c3%a9"), "/a%2Fb%2C%C3%A9");
        for odd in ["%", "%4", "%zz", "%\u{e9}", "a%%41", "%+1"] {
            normal(odd);
        }
        assert_eq!(normal("a%%41"), "a%A");
        assert_eq!(decoded("%ff"), None);
        assert_eq!(decoded_in_query("a+b%2B").as_deref(), Some("a b+"));
    }
}
