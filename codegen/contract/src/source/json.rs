//! JSON (RFC 8259), pulled value by value.

use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};

use super::{Entry, MAX_DEPTH, MAX_NODES, Node, Number, Reader, Value};
use crate::problem::{Position, Problem};

pub(super) fn read(reader: &Reader, text: &str) -> Result<Node, Problem> {
    let mut builder = Builder {
        reader,
        text,
        input: Jiter::new(text.as_bytes()),
        cursor: Cursor { offset: 0, position: Position::START },
        nodes: 0,
    };
    let node = builder.peek().and_then(|peek| builder.value(peek, 0))?;
    match builder.input.finish() {
        Ok(()) => Ok(node),
        Err(error) => Err(builder.syntax(&error)),
    }
}

struct Builder<'r> {
    reader: &'r Reader,
    text: &'r str,
    input: Jiter<'r>,
    cursor: Cursor,
    nodes: usize,
}

impl Builder<'_> {
    /// Recursion is bounded by `MAX_DEPTH`.
    fn value(&mut self, peek: Peek, depth: usize) -> Result<Node, Problem> {
        let position = self.cursor.advance(self.text, self.input.current_index());
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.reader.too_many(position));
        }
        let value = match peek {
            Peek::Null => self.input.known_null().map(|()| Value::Null),
            Peek::True | Peek::False => self.input.known_bool(peek).map(Value::Bool),
            Peek::String => self.input.known_str().map(|text| Value::String(text.into())),
            Peek::Array | Peek::Object if depth == MAX_DEPTH => return Err(self.reader.too_deep(position)),
            Peek::Array => return Ok(Node { value: self.array(depth)?, position }),
            Peek::Object => return Ok(Node { value: self.object(depth)?, position }),
            _ => return Ok(Node { value: Value::Number(self.number(peek, position)?), position }),
        };
        match value {
            Ok(value) => Ok(Node { value, position }),
            Err(error) => Err(self.syntax(&error)),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, Problem> {
        let mut elements = Vec::new();
        let mut next = self.input.known_array();
        loop {
            match next {
                Ok(Some(peek)) => elements.push(self.value(peek, depth + 1)?),
                Ok(None) => return Ok(Value::Array(elements.into())),
                Err(error) => return Err(self.syntax(&error)),
            }
            next = self.input.array_step();
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Problem> {
        let mut entries = Vec::new();
        let mut before = self.input.current_index() + 1;
        let mut next = self.input.known_object().map(|key| key.map(Box::from));
        loop {
            let key: Box<str> = match next {
                Ok(Some(key)) => key,
                Ok(None) => return Ok(Value::Object(self.reader.object(entries)?)),
                Err(error) => return Err(self.syntax(&error)),
            };
            // Between the last value and a key stand white space and a comma only.
            let quote = self.text[before..].find('"').map_or(before, |found| before + found);
            let position = self.cursor.advance(self.text, quote);
            let peek = self.peek()?;
            let node = self.value(peek, depth + 1)?;
            entries.push(Entry { key, position, node });
            before = self.input.current_index();
            next = self.input.next_key().map(|key| key.map(Box::from));
        }
    }

    fn number(&mut self, peek: Peek, position: Position) -> Result<Number, Problem> {
        let text = match self.input.known_number_bytes(peek) {
            // The reader has seen that these bytes are an ASCII numeral.
            Ok(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Err(error) => return Err(self.syntax(&error)),
        };
        text.parse()
            .map_err(|_| self.reader.problem("syntax", position, format!("the number `{text}` is too large")))
    }

    fn peek(&mut self) -> Result<Peek, Problem> {
        match self.input.peek() {
            Ok(peek) => Ok(peek),
            Err(error) => Err(self.syntax(&error)),
        }
    }

    fn syntax(&self, error: &JiterError) -> Problem {
        let offset = error.index.min(self.text.len());
        let position = super::position_after(&self.text.as_bytes()[..offset]);
        let problem =
            self.reader.problem("syntax", position, format!("this is no JSON: {}", error.error_type));
        match &error.error_type {
            JiterErrorType::JsonError(JsonErrorType::TrailingComma) => {
                problem.fix("remove the comma before the end")
            }
            _ => problem,
        }
    }
}

/// Turns byte offsets, asked for in ascending order, into positions without starting over each time.
struct Cursor {
    offset: usize,
    position: Position,
}

impl Cursor {
    fn advance(&mut self, text: &str, offset: usize) -> Position {
        let passed = &text.as_bytes()[self.offset.min(offset)..offset];
        for byte in passed {
            match byte {
                b'\n' => {
                    self.position.line += 1;
                    self.position.column = 1;
                }
                // Continuation bytes belong to the character before them.
                0x80..=0xbf => {}
                _ => self.position.column += 1,
            }
        }
        self.offset = offset;
        self.position
    }
}
