//! YAML, read event by event so that the bounds hold before anything large is built.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, StrInput, Tag};

use super::{Entry, MAX_ALIASED_NODES, MAX_DEPTH, MAX_NODES, Node, Reader, Value, scalar};
use crate::problem::{Position, Problem};

pub(super) fn read(reader: &Reader, text: &str) -> Result<Node, Problem> {
    let mut builder =
        Builder { reader, open: Vec::new(), anchors: HashMap::new(), nodes: 0, aliased_nodes: 0, root: None };
    let mut parser: Parser<'_, StrInput<'_>> = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let at = position(*error.marker());
            // The parser has a bound of its own, for brackets, and looks ahead.
            if error.info().contains("recursion limit") {
                return reader.too_deep(at);
            }
            reader.problem("syntax", at, format!("this is no YAML: {}", error.info()))
        })?;
        builder.take(event, span)?;
    }
    builder.root.ok_or_else(|| {
        reader
            .problem("syntax", Position::START, "the file is empty")
            .help("an OpenAPI document is a mapping")
    })
}

struct Builder<'r> {
    reader: &'r Reader,
    open: Vec<Open>,
    /// Finished anchors.
    anchors: HashMap<usize, Anchored>,
    nodes: usize,
    aliased_nodes: usize,
    root: Option<Node>,
}

/// What an alias stands for, with what it would add to the bounded quantities.
#[derive(Clone)]
struct Anchored {
    node: Node,
    nodes: usize,
    depth: usize,
}

/// A sequence or mapping whose end has not been read yet.
struct Open {
    position: Position,
    anchor: usize,
    nodes_before: usize,
    /// How deep the deepest element so far is nested in itself.
    depth_below: usize,
    kind: Kind,
}

enum Kind {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, key: Option<(Box<str>, Position)> },
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        let at = position(span.start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.scalar(&text, style, tag.as_deref(), at)?;
                self.count(1, at)?;
                self.add(Anchored { node: Node { value, position: at }, nodes: 1, depth: 0 }, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                self.open(Kind::Sequence(Vec::new()), anchor, tag.as_deref(), "seq", at)
            }
            Event::MappingStart(anchor, tag) => {
                let kind = Kind::Mapping { entries: Vec::new(), key: None };
                self.open(kind, anchor, tag.as_deref(), "map", at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => {
                let Some(anchored) = self.anchors.get(&anchor).cloned() else {
                    return Err(self.reader.problem("syntax", at, "this alias stands inside its own anchor"));
                };
                self.count_aliased(anchored.nodes, at)?;
                self.count(anchored.nodes, at)?;
                if self.open.len() + anchored.depth > MAX_DEPTH {
                    return Err(self.reader.too_deep(at));
                }
                self.add(anchored, 0)
            }
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(self.reader.problem("syntax", at, "a second YAML document starts here; a file holds one"))
            }
            _ => Ok(()),
        }
    }

    fn scalar(
        &self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        at: Position,
    ) -> Result<Value, Problem> {
        match tag {
            Some(tag) if is_core(tag, "str") => return Ok(Value::String(text.into())),
            Some(tag) if !["null", "bool", "int", "float"].iter().any(|name| is_core(tag, name)) => {
                return Err(self.unknown_tag(tag, at));
            }
            None if style != ScalarStyle::Plain => return Ok(Value::String(text.into())),
            _ => {}
        }
        scalar::plain(text).ok_or_else(|| {
            self.reader
                .problem("syntax", at, format!("`{text}` is a number that JSON cannot hold"))
                .fix("write it in quotes if it is meant as a text")
        })
    }

    fn open(
        &mut self,
        kind: Kind,
        anchor: usize,
        tag: Option<&Tag>,
        core: &str,
        at: Position,
    ) -> Result<(), Problem> {
        if let Some(tag) = tag
            && !is_core(tag, core)
        {
            return Err(self.unknown_tag(tag, at));
        }
        if self.open.len() == MAX_DEPTH {
            return Err(self.reader.too_deep(at));
        }
        let nodes_before = self.nodes;
        self.count(1, at)?;
        self.open.push(Open { position: at, anchor, nodes_before, depth_below: 0, kind });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Problem> {
        // The parser pairs starts and ends, so something is open here.
        let Some(Open { position, anchor, nodes_before, depth_below, kind }) = self.open.pop() else {
            return Ok(());
        };
        let value = match kind {
            Kind::Sequence(elements) => Value::Array(elements.into()),
            Kind::Mapping { entries, .. } => Value::Object(self.reader.object(entries)?),
        };
        let node = Node { value, position };
        self.add(Anchored { node, nodes: self.nodes - nodes_before, depth: depth_below + 1 }, anchor)
    }

    /// Puts a finished value where the parser is: as root, element, key or member.
    fn add(&mut self, finished: Anchored, anchor: usize) -> Result<(), Problem> {
        // The parser numbers anchors from 1.
        if anchor != 0 {
            self.count_aliased(finished.nodes, finished.node.position)?;
            self.anchors.insert(anchor, finished.clone());
        }
        let Anchored { node, depth, .. } = finished;
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.depth_below = open.depth_below.max(depth);
        match &mut open.kind {
            Kind::Sequence(elements) => elements.push(node),
            Kind::Mapping { entries, key } => match key.take() {
                Some((key, position)) => entries.push(Entry { key, position, node }),
                None => *key = Some((key_text(self.reader, &node)?, node.position)),
            },
        }
        Ok(())
    }

    fn count(&mut self, nodes: usize, at: Position) -> Result<(), Problem> {
        self.nodes += nodes;
        if self.nodes > MAX_NODES { Err(self.reader.too_many(at)) } else { Ok(()) }
    }

    fn count_aliased(&mut self, nodes: usize, at: Position) -> Result<(), Problem> {
        self.aliased_nodes += nodes;
        if self.aliased_nodes <= MAX_ALIASED_NODES {
            return Ok(());
        }
        let message = format!("anchors and aliases add more than {MAX_ALIASED_NODES} values");
        Err(self
            .reader
            .problem("too-many-aliases", at, message)
            .help("an alias inside an anchor that is itself aliased multiplies")
            .fix("use `$ref` to components instead"))
    }

    fn unknown_tag(&self, tag: &Tag, at: Position) -> Problem {
        self.reader.problem("syntax", at, format!("the tag `{tag}` does not fit here or is unknown"))
    }
}

fn key_text(reader: &Reader, node: &Node) -> Result<Box<str>, Problem> {
    match &node.value {
        Value::String(text) if &**text == "<<" => Err(reader
            .problem("syntax", node.position, "merge keys (`<<`) are no part of YAML 1.2")
            .fix("write the members out, or use `$ref`")),
        Value::String(text) => Ok(text.clone()),
        // Statuses such as `200:` are the reason to take them.
        Value::Number(number) => Ok(number.to_string().into()),
        Value::Bool(value) => Ok(value.to_string().into()),
        Value::Null => Ok("null".into()),
        Value::Array(_) | Value::Object(_) => {
            Err(reader.problem("syntax", node.position, format!("{} cannot be a key", node.kind())))
        }
    }
}

fn is_core(tag: &Tag, name: &str) -> bool {
    tag.is_yaml_core_schema() && tag.suffix == name
}

fn position(marker: Marker) -> Position {
    let clamp = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Position { line: clamp(marker.line().max(1)), column: clamp(marker.col() + 1) }
}
