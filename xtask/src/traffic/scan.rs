//! The entries of a HAR file one at a time: the file is read once, in pieces, and never held as a whole.
//!
//! A reader that hands out values as they come would be simpler, but it stops at the first byte that is no JSON. This one
//! only looks for where entries begin and end, so that one broken entry is told and the next is read.

use std::io::{self, BufRead};

/// The most bytes of one entry that are kept. Larger ones are passed over.
pub(crate) const MAX_ENTRY: usize = 32 << 20;

/// The longest name of a member that matters.
const MAX_NAME: usize = 32;

/// A place in the file: line and column, both from 1; columns count bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: u64,
    pub(crate) column: u64,
}

/// An entry as it stands in the file.
#[derive(Debug)]
pub(crate) struct Raw<'b> {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// Where it begins.
    pub(crate) position: Position,
    /// Its bytes; `None` if there are more than are kept.
    pub(crate) bytes: Option<&'b [u8]>,
}

/// Why reading stops.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stopped {
    /// The disk, not the content.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The file ends in the middle.
    #[error("the file ends here, in the middle of {0}")]
    Truncated(&'static str),
    /// Something stands where it cannot.
    #[error("{0} is expected here")]
    Unexpected(&'static str),
    /// It is JSON, and has no entries of traffic.
    #[error("there is no `log.entries`, which a HAR file has")]
    NoHar,
}

/// Where in the file the scanner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// In front of everything.
    Start,
    /// Between two entries, or in front of the first.
    Entries,
    /// Behind the last.
    Done,
}

/// Finds the entries of a HAR file.
pub(crate) struct Scanner<R> {
    reader: R,
    state: State,
    position: Position,
    number: u64,
    entry: Vec<u8>,
    most: usize,
}

impl<R: BufRead> Scanner<R> {
    /// A scanner that keeps so many bytes of an entry at most.
    pub(crate) fn new(reader: R, most: usize) -> Self {
        let position = Position { line: 1, column: 1 };
        Self { reader, state: State::Start, position, number: 0, entry: Vec::new(), most }
    }

    /// Where the scanner is.
    pub(crate) fn position(&self) -> Position {
        self.position
    }

    /// How many entries were found.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next entry; `None` behind the last.
    pub(crate) fn next_entry(&mut self) -> Result<Option<Raw<'_>>, Stopped> {
        if self.state == State::Start {
            self.find_entries()?;
            self.state = State::Entries;
        }
        if self.state == State::Done {
            return Ok(None);
        }
        let first = self.number == 0;
        match self.token("the list of entries")? {
            b']' => {
                self.state = State::Done;
                self.finish()?;
                return Ok(None);
            }
            b',' if !first => {
                self.advance(1);
                self.token("the list of entries")?;
            }
            _ if first => {}
            _ => return Err(Stopped::Unexpected("`,` or `]`")),
        }
        let position = self.position;
        let mut entry = std::mem::take(&mut self.entry);
        entry.clear();
        let kept = self.value("an entry", Some(&mut entry));
        self.entry = entry;
        let kept = kept?;
        self.number += 1;
        Ok(Some(Raw { number: self.number, position, bytes: kept.then_some(&*self.entry) }))
    }

    /// Reads on to the first entry, past everything that stands in front.
    fn find_entries(&mut self) -> Result<(), Stopped> {
        // The mark that some editors put in front of UTF-8.
        for byte in b"\xef\xbb\xbf" {
            let is_next = self.reader.fill_buf()?.first() == Some(byte);
            self.reader.consume(usize::from(is_next));
        }
        for wanted in ["\"log\"", "\"entries\""] {
            if self.starts_with_nothing()? || self.token("an object")? != b'{' {
                return Err(Stopped::NoHar);
            }
            self.advance(1);
            loop {
                match self.token("an object")? {
                    b'}' => return Err(Stopped::NoHar),
                    b',' => self.advance(1),
                    b'"' => {
                        let mut name = Vec::new();
                        let whole = self.string(Some(&mut name), MAX_NAME)?;
                        if self.token("an object")? != b':' {
                            return Err(Stopped::Unexpected("`:`"));
                        }
                        self.advance(1);
                        self.token("an object")?;
                        if whole && name == wanted.as_bytes() {
                            break;
                        }
                        self.value("an object", None)?;
                    }
                    _ => return Err(Stopped::Unexpected("the name of a member")),
                }
            }
        }
        if self.token("an object")? != b'[' {
            return Err(Stopped::NoHar);
        }
        self.advance(1);
        Ok(())
    }

    /// Reads what stands behind the entries, so that a file which was cut off there is known.
    fn finish(&mut self) -> Result<(), Stopped> {
        self.advance(1);
        for _ in 0..2 {
            loop {
                match self.token("an object")? {
                    b'}' => break self.advance(1),
                    b',' | b':' => self.advance(1),
                    b']' => return Err(Stopped::Unexpected("`}`")),
                    _ => _ = self.value("an object", None)?,
                }
            }
        }
        Ok(())
    }

    /// Passes over one value, and keeps its bytes. False if there are too many to keep.
    fn value(&mut self, what: &'static str, mut into: Option<&mut Vec<u8>>) -> Result<bool, Stopped> {
        let mut depth = 0_usize;
        let mut kept = true;
        loop {
            let buffer = self.reader.fill_buf()?;
            let Some(first) = buffer.first() else { return Err(Stopped::Truncated(what)) };
            let is_plain = |byte: &u8| !matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b',');
            let (length, ends) = match first {
                b'"' => {
                    kept &= self.string(into.as_deref_mut(), self.most)?;
                    if depth == 0 {
                        return Ok(kept);
                    }
                    continue;
                }
                b'{' | b'[' => {
                    depth += 1;
                    (1, false)
                }
                // The bracket that ends the value, or that of what holds it.
                b'}' | b']' if depth <= 1 => (depth, true),
                b'}' | b']' => {
                    depth -= 1;
                    (1, false)
                }
                b',' if depth == 0 => (0, true),
                b',' => (1, false),
                _ => (buffer.iter().take_while(|byte| is_plain(byte)).count(), false),
            };
            if let Some(into) = into.as_deref_mut() {
                kept &= keep(into, &buffer[..length], self.most);
            }
            self.position.pass(&buffer[..length]);
            self.reader.consume(length);
            if ends {
                return Ok(kept);
            }
        }
    }

    /// Passes over a text, and keeps its bytes with the quotes. False if there are too many to keep.
    fn string(&mut self, mut into: Option<&mut Vec<u8>>, most: usize) -> Result<bool, Stopped> {
        let mut kept = true;
        let (mut opened, mut escaped) = (false, false);
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Err(Stopped::Truncated("a text"));
            }
            let special = |byte: &u8| matches!(byte, b'"' | b'\\');
            // The quote in front, and what a backslash escapes, are taken for themselves.
            let plain = match opened && !escaped {
                true => buffer.iter().position(special).unwrap_or(buffer.len()),
                false => 0,
            };
            let end = (plain + 1).min(buffer.len());
            let last = (opened && !escaped && plain < buffer.len()).then(|| buffer[plain]);
            if let Some(into) = into.as_deref_mut() {
                kept &= keep(into, &buffer[..end], most);
            }
            self.position.pass(&buffer[..end]);
            self.reader.consume(end);
            if last == Some(b'"') {
                return Ok(kept);
            }
            (opened, escaped) = (true, last == Some(b'\\'));
        }
    }

    /// Whether the file is empty.
    fn starts_with_nothing(&mut self) -> Result<bool, Stopped> {
        Ok(self.reader.fill_buf()?.is_empty() && self.position == Position { line: 1, column: 1 })
    }

    /// The next byte that is no white space.
    fn token(&mut self, what: &'static str) -> Result<u8, Stopped> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Err(Stopped::Truncated(what));
            }
            let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let found = buffer.get(blank).copied();
            self.position.pass(&buffer[..blank]);
            self.reader.consume(blank);
            if let Some(found) = found {
                return Ok(found);
            }
        }
    }

    /// Passes over bytes of one line that were seen.
    fn advance(&mut self, count: usize) {
        self.reader.consume(count);
        self.position.column += count as u64;
    }
}

impl Position {
    fn pass(&mut self, bytes: &[u8]) {
        // Most pieces are short and have no line break.
        match bytes.iter().rposition(|byte| *byte == b'\n') {
            None => self.column += bytes.len() as u64,
            Some(last) => {
                self.line += bytes[..=last].iter().filter(|byte| **byte == b'\n').count() as u64;
                self.column = (bytes.len() - last) as u64;
            }
        }
    }

    /// The place so many lines and columns further, as a reader of a piece tells it.
    pub(crate) fn within(self, line: usize, column: usize) -> Self {
        match line {
            0 | 1 => Self { column: self.column + (column as u64).saturating_sub(1), ..self },
            line => Self { line: self.line + line as u64 - 1, column: (column as u64).max(1) },
        }
    }
}

/// Appends bytes as long as there is room; false if there is none.
fn keep(into: &mut Vec<u8>, bytes: &[u8], most: usize) -> bool {
    if into.len() + bytes.len() > most {
        return false;
    }
    into.extend_from_slice(bytes);
    true
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor, Read};

    use super::*;

    /// The entries of a text, read in pieces of so many bytes, and how it ends.
    fn entries(text: &[u8], piece: usize, most: usize) -> (Vec<Option<String>>, String) {
        let mut scanner = Scanner::new(BufReader::with_capacity(piece, text), most);
        let mut found = Vec::new();
        loop {
            match scanner.next_entry() {
                Ok(Some(raw)) => {
                    found.push(raw.bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
                }
                Ok(None) => return (found, "done".to_owned()),
                Err(stopped) => {
                    let Position { line, column } = scanner.position();
                    return (found, format!("{line}:{column}: {stopped}"));
                }
            }
        }
    }

    const HAR: &str = "\u{feff}{ \"x\": [{\"log\": 1}, \"}\\\"\"],\n \"log\": {\"pages\": [], \"entries\": [\n {\"a\": \"]}\\\\\"}, {\"b\": [1, {}]} ,3\n], \"z\": {}}, \"y\": null}\n";

    #[test]
    fn entries_are_found_wherever_the_pieces_end() {
        for piece in 3..40 {
            let (found, end) = entries(HAR.as_bytes(), piece, 99);
            let expected = [r#"{"a": "]}\\"}"#, r#"{"b": [1, {}]}"#, "3\n"];
            assert_eq!(found.iter().flatten().map(String::as_str).collect::<Vec<_>>(), expected, "{piece}");
            assert_eq!(end, "done");
        }
    }

    #[test]
    fn a_file_that_is_cut_anywhere_tells_where() {
        let whole = HAR.trim_end();
        for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            let (found, said) = entries(&whole.as_bytes()[..end], 8, 99);
            assert!(found.len() <= 3 && (end <= 3 || said.contains("the file ends here")), "{end}: {said}");
        }
        assert_eq!(
            entries(b"{\"log\": {\"entries\": [{}\n  {}]}}", 8, 99).1,
            "2:3: `,` or `]` is expected here"
        );
        assert_eq!(
            entries(b"{\"log\": {}}", 8, 99).1,
            "1:10: there is no `log.entries`, which a HAR file has"
        );
        assert_eq!(entries(b"{\"log\": {\"entries\": []]}}", 8, 99).1, "1:23: `}` is expected here");
        assert_eq!(entries(b"[1]", 8, 99).1, "1:1: there is no `log.entries`, which a HAR file has");
        assert_eq!(entries(b"{\"lo\\u0g", 8, 99).1, "1:9: the file ends here, in the middle of a text");
    }

    #[test]
    fn an_entry_without_end_takes_no_more_memory_than_is_allowed() {
        let endless = std::io::repeat(b'a').take(1 << 20);
        let har =
            Cursor::new("{\"log\":{\"entries\":[1,{\"a\":\"").chain(endless).chain(Cursor::new("\"},2]}}"));
        let mut scanner = Scanner::new(BufReader::new(har), 1_000);
        let mut found = Vec::new();
        while let Some(raw) = scanner.next_entry().unwrap() {
            found.push(raw.bytes.map(<[u8]>::len));
        }
        assert_eq!(found, [Some(1), None, Some(1)]);
        assert!(scanner.entry.capacity() < 100_000, "{}", scanner.entry.capacity());
    }
}
