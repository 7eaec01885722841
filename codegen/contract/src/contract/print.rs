//! Fingerprints: two things with the same fingerprint mean the same.

use std::fmt;

use serde_json::Value as Json;

/// A fingerprint of 128 bits.
///
/// It is the same for the same content in every run and on every platform. At this width two different
/// contents of one document, or of all documents ever compared, share one by accident in no practical case;
/// it is no defence against somebody who builds such a pair on purpose.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Print(u128);

impl Print {
    /// The first eight hexadecimal digits: enough to tell the schemas of one text apart.
    pub fn short(self) -> String {
        format!("{:08x}", self.0 >> 96)
    }
}

impl fmt::Debug for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

/// Collects content into a fingerprint. Everything added is delimited, so `ab` + `c` differs from `a` + `bc`.
#[derive(Clone, Copy)]
pub(crate) struct Printer(u128);

/// An odd number without pattern (digits of pi).
const FACTOR: u128 = 0x2437_6a88_85a3_08d3_1319_8a2e_0370_7345;

impl Printer {
    /// A fingerprint of one kind of thing; kinds never equal each other.
    pub(crate) fn of(kind: &str) -> Self {
        let mut printer = Self(0x6a09_e667_f3bc_c908_b2fb_1366_ea95_7d3e);
        printer.text(kind);
        printer
    }

    pub(crate) fn done(self) -> Print {
        let mut last = self;
        last.mix(0x9e37);
        last.mix(0x79b9);
        Print(last.0)
    }

    fn mix(&mut self, word: u128) {
        let mixed = (self.0.rotate_left(29) ^ word).wrapping_mul(FACTOR);
        self.0 = mixed ^ (mixed >> 67);
    }

    pub(crate) fn number(&mut self, number: u64) -> &mut Self {
        self.mix(u128::from(number));
        self
    }

    pub(crate) fn flag(&mut self, flag: bool) -> &mut Self {
        self.number(flag.into())
    }

    pub(crate) fn print(&mut self, print: Print) -> &mut Self {
        self.mix(print.0);
        self
    }

    /// Any number of fingerprints whose order means nothing.
    pub(crate) fn unordered(&mut self, prints: impl IntoIterator<Item = Print>) -> &mut Self {
        let mut prints: Vec<Print> = prints.into_iter().collect();
        prints.sort_unstable();
        self.number(prints.len() as u64);
        for print in prints {
            self.print(print);
        }
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.number(text.len() as u64);
        for chunk in text.as_bytes().chunks(16) {
            let mut word = [0; 16];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u128::from_le_bytes(word));
        }
        self
    }

    pub(crate) fn option(&mut self, text: Option<&str>) -> &mut Self {
        self.flag(text.is_some()).text(text.unwrap_or_default())
    }

    /// A JSON value; the order of an object's keys means nothing. Its depth is that of a document.
    pub(crate) fn json(&mut self, json: &Json) -> &mut Self {
        match json {
            Json::Null => self.number(1),
            Json::Bool(value) => self.number(2).flag(*value),
            Json::Number(number) => self.number(3).text(&number.to_string()),
            Json::String(text) => self.number(4).text(text),
            Json::Array(elements) => {
                self.number(5).number(elements.len() as u64);
                for element in elements {
                    self.json(element);
                }
                self
            }
            Json::Object(members) => {
                self.number(6);
                self.unordered(members.iter().map(|(key, value)| {
                    let mut printer = Self::of("member");
                    printer.text(key).json(value);
                    printer.done()
                }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(fill: impl Fn(&mut Printer)) -> Print {
        let mut printer = Printer::of("test");
        fill(&mut printer);
        printer.done()
    }

    #[test]
    fn what_is_added_is_delimited() {
        assert_ne!(print(|p| _ = p.text("ab").text("c")), print(|p| _ = p.text("a").text("bc")));
        assert_ne!(print(|p| _ = p.text("a\0")), print(|p| _ = p.text("a")));
        assert_ne!(print(|p| _ = p.option(None)), print(|p| _ = p.option(Some(""))));
    }

    #[test]
    fn fingerprints_are_the_same_in_every_run() {
        assert_eq!(
            print(|p| _ = p.text("apps").number(7)).short(),
            print(|p| _ = p.text("apps").number(7)).short()
        );
        let one = serde_json::json!({"a": 1, "b": [true, null]});
        let other: Json = serde_json::from_str(r#"{"b":[true,null],"a":1}"#).unwrap();
        assert_eq!(print(|p| _ = p.json(&one)), print(|p| _ = p.json(&other)));
    }
}
