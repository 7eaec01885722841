//! Plain YAML scalars by the core schema of YAML 1.2.2, chapter 10.3.

use super::{Number, Value};

/// The value of a plain scalar, or `None` for a number that no JSON document can hold
/// (an infinity, or no number at all).
pub(super) fn plain(text: &str) -> Option<Value> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(text) {
            Numeral::Not => Value::String(text.into()),
            Numeral::Finite(number) => Value::Number(number),
            Numeral::Unrepresentable => return None,
        },
    })
}

enum Numeral {
    Not,
    Finite(Number),
    Unrepresentable,
}

fn number(text: &str) -> Numeral {
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Numeral::Unrepresentable;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Numeral::Unrepresentable;
    }
    // Octal and hexadecimal have no sign in the core schema.
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
            return match u64::from_str_radix(digits, radix) {
                _ if !is_number => Numeral::Not,
                Ok(value) => Numeral::Finite(value.into()),
                Err(_) => Numeral::Unrepresentable,
            };
        }
    }
    if !is_decimal(unsigned) {
        return Numeral::Not;
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Ok(value) = text.parse::<u64>() {
        return Numeral::Finite(value.into());
    }
    if let Ok(value) = text.parse::<i64>() {
        return Numeral::Finite(value.into());
    }
    let finite = text.parse::<f64>().ok().and_then(Number::from_f64);
    finite.map_or(Numeral::Unrepresentable, Numeral::Finite)
}

/// `[0-9]+`, or `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_fits = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    mantissa_fits && exponent_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_core_schema_gives_words_and_digits_a_meaning() {
        let json = |text| {
            plain(text).map(|value| {
                crate::source::Node { value, position: crate::problem::Position::START }.to_json().to_string()
            })
        };
        let cases = [
            ("no", "\"no\""),
            ("on", "\"on\""),
            ("2024-01-01", "\"2024-01-01\""),
            ("1_000", "\"1_000\""),
            ("1.2.3", "\"1.2.3\""),
            (".", "\".\""),
            ("-", "\"-\""),
            ("e5", "\"e5\""),
            ("0x", "\"0x\""),
            ("null", "null"),
            ("~", "null"),
            ("", "null"),
            ("True", "true"),
            ("007", "7"),
            ("+1", "1"),
            ("-1", "-1"),
            ("0o17", "15"),
            ("0xff", "255"),
            ("1e3", "1000.0"),
            (".5", "0.5"),
            ("5.", "5.0"),
            ("18446744073709551615", "18446744073709551615"),
        ];
        for (text, expected) in cases {
            assert_eq!(json(text).as_deref(), Some(expected), "{text}");
        }
        for text in [".inf", "-.INF", ".nan", "1e999"] {
            assert_eq!(json(text), None, "{text}");
        }
    }
}
