//! Words of a document as rustdoc takes them without a warning.
//!
//! Descriptions are markdown at best. What rustdoc would take for HTML, for a link to an item or for
//! code to compile is made plain text; code spans, links to pages and lists stay.

/// The text as lines of a doc comment, without the slashes.
pub(super) fn lines(text: &str) -> Vec<String> {
    let text = escaped(&printable(text));
    let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    lines.drain(..first);
    lines
}

/// Lines as doc comments, each ended by a line break.
pub(super) fn comment(indent: &str, lines: &[String]) -> String {
    let comment = |line: &String| match line.as_str() {
        "" => format!("{indent}///\n"),
        line => format!("{indent}/// {line}\n"),
    };
    lines.iter().map(comment).collect()
}

/// The doc comment of a description, if there is one.
pub(super) fn description(indent: &str, text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| comment(indent, &lines(text)))
}

/// Without what rustc refuses in a comment: control characters and those that turn the direction of text.
fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    text.chars()
        .filter(|c| {
            *c == '\n' || !(c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        })
        .collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut fenced = false;
    let mut paragraph = String::new();
    for line in text.lines() {
        let start = line.trim_start();
        let is_fence = start.starts_with("```") || start.starts_with("~~~");
        if is_fence || fenced || start.is_empty() {
            out.push_str(&escaped_inline(&paragraph));
            paragraph.clear();
        }
        if is_fence {
            // Without a language rustdoc would compile it.
            out.push_str(if fenced { "```\n" } else { "```text\n" });
            fenced = !fenced;
        } else if fenced {
            out.push_str(line);
            out.push('\n');
        } else if start.is_empty() {
            out.push('\n');
        } else {
            // Four spaces would make code of it.
            let indent = (line.len() - start.len()).min(3);
            paragraph.push_str(&" ".repeat(indent));
            paragraph.push_str(start);
            paragraph.push('\n');
        }
    }
    out.push_str(&escaped_inline(&paragraph));
    if fenced {
        out.push_str("```\n");
    }
    out
}

/// A paragraph without what only looks like markup.
fn escaped_inline(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let kept = match c {
            '`' => code_span(rest),
            '<' => autolink(rest),
            '[' => link(rest),
            'h' if !out.ends_with(|before: char| before.is_alphanumeric()) => bare_url(rest).map(str::len),
            '\\' => rest[1..].chars().next().filter(char::is_ascii_punctuation).map(|_| 2),
            _ => None,
        };
        let length = kept.unwrap_or(c.len_utf8());
        let (part, after) = rest.split_at(length);
        match (c, kept) {
            ('h', Some(_)) => out.push_str(&format!("<{part}>")),
            ('`' | '<' | '>' | '[' | ']' | '\\', None) => out.push_str(&format!("\\{part}")),
            _ => out.push_str(part),
        }
        rest = after;
    }
    out
}

/// The length of a code span at the start of the text.
fn code_span(text: &str) -> Option<usize> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let mut from = ticks;
    loop {
        let start = from + text[from..].find('`')?;
        let length = text[start..].len() - text[start..].trim_start_matches('`').len();
        if length == ticks {
            return Some(start + length);
        }
        from = start + length;
    }
}

/// The length of `<https://…>` at the start of the text.
fn autolink(text: &str) -> Option<usize> {
    let url = bare_url(&text[1..])?;
    text[1 + url.len()..].starts_with('>').then_some(url.len() + 2)
}

/// The length of `[words](https://…)` at the start of the text.
fn link(text: &str) -> Option<usize> {
    let close = text.find(']')?;
    if text[1..close].contains(['[', '<', '`']) || !text[close..].starts_with("](") {
        return None;
    }
    let target = &text[close + 2..];
    let end = target.find(')')?;
    let is_url = target.starts_with("https://") || target.starts_with("http://");
    (is_url && !target[..end].contains(|c: char| c.is_whitespace() || "<>\"".contains(c)))
        .then_some(close + 2 + end + 1)
}

/// The address at the start of the text, without what ends a sentence.
fn bare_url(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let end = text.find(|c: char| c.is_whitespace() || "<>\"`[]{}|\\^".contains(c)).unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*', '_']);
    (url.len() > scheme.len()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustdoc_would_misread_becomes_plain() {
        for (text, expected) in [
            ("x=<userhash>", "x=\\<userhash\\>"),
            ("an [x] and a [y](z)", "an \\[x\\] and a \\[y\\](z)"),
            ("see https://a.example/b?c=d.", "see <https://a.example/b?c=d>."),
            ("see <https://a.example>", "see <https://a.example>"),
            ("[page](https://a.example/b)", "[page](https://a.example/b)"),
            ("`<T>` and `` a`b `` and [`x`]", "`<T>` and `` a`b `` and \\[`x`\\]"),
            ("one ` tick", "one \\` tick"),
            ("*/ // <!-- -->", "*/ // \\<!-- --\\>"),
            ("a \\[b\\] c\\d", "a \\[b\\] c\\\\d"),
            ("http://", "http://"),
        ] {
            assert_eq!(lines(text), [expected], "{text}");
        }
    }

    #[test]
    fn code_is_not_compiled() {
        assert_eq!(lines("a\n\n    let x;\n```rust\n<x>\n"), ["a", "", "   let x;", "```text", "<x>", "```"]);
    }

    #[test]
    fn only_text_is_left() {
        assert_eq!(lines("\n\na\u{202E}b\r\n \u{7}c  \n\n"), ["ab", " c"]);
        assert!(lines(" \n").is_empty());
    }
}
