//! Schemas: inline where they are used once, or in a block.

use super::super::print::Print;
use super::super::schema::{Additional, Schema, SchemaId, Types};
use super::Writer;
use super::words::{name, quoted, wrapped};

/// Schemas that would be nested deeper get a block.
const MAX_NESTED: usize = 10;

/// Longer chains of arrays get a block.
const MAX_CHAIN: usize = 4;

/// Values that fit into one line with what stands before them.
const SHORT_VALUES: usize = 72;

impl Writer<'_> {
    /// The block of a schema.
    pub(super) fn block(&mut self, id: SchemaId) {
        let schema = self.contract.schema(id);
        self.cut(schema);
        let speaker = self.plan.spokesman(schema).map_or(schema, |id| self.contract.schema(id));
        self.says(&speaker.documentation, 0);
        self.say_of_elements(schema, 0);
        let line = format!("{} = {}", self.reference(schema), self.body(schema));
        self.line(0, &line);
        self.nested(schema, 1);
        self.gap();
    }

    /// A line that ends with a schema, and what is nested in it.
    pub(super) fn schema(&mut self, head: &str, id: SchemaId, indent: usize) {
        let schema = self.contract.schema(id);
        if indent > MAX_NESTED && schema.children().next().is_some() && !self.plan.is_block(schema) {
            self.defer(id);
        }
        self.cut(schema);
        self.say_of(schema, indent);
        let line = format!("{head}{}", self.inline(schema));
        self.line(indent, &line);
        if !self.plan.is_block(schema) {
            self.nested(schema, indent + 1);
        }
    }

    fn defer(&mut self, id: SchemaId) {
        self.plan.make_block(self.contract.schema(id));
        self.deferred.push(id);
    }

    /// Ends the arrays of arrays that would stand in one line.
    fn cut(&mut self, schema: &Schema) {
        let mut next = chained(schema);
        for length in 0.. {
            let Some(id) = next else { return };
            let items = self.contract.schema(id);
            if self.plan.is_block(items) {
                return;
            }
            if length == MAX_CHAIN {
                return self.defer(id);
            }
            next = chained(items);
        }
    }

    /// What is said about a schema where it is used, if its block does not say it.
    fn say_of(&mut self, schema: &Schema, indent: usize) {
        let speaker = self.plan.spokesman(schema).map(|id| self.contract.schema(id).documented);
        let is_block = self.plan.is_block(schema);
        if !is_block || speaker != Some(schema.documented) {
            self.says(&schema.documentation, indent);
        }
        if !is_block {
            self.say_of_elements(schema, indent);
        }
    }

    /// The elements of an array stand in its line, and what is said about them above it.
    fn say_of_elements(&mut self, schema: &Schema, indent: usize) {
        let mut next = chained(schema);
        while let Some(id) = next {
            let items = self.contract.schema(id);
            let is_block = self.plan.is_block(items);
            let speaker = self.plan.spokesman(items).map(|id| self.contract.schema(id).documented);
            let is_said = is_block && speaker == Some(items.documented);
            if !items.documentation.is_empty() && !is_said {
                self.line(indent, "# each:");
                self.says(&items.documentation, indent);
            }
            next = chained(items).filter(|_| !is_block);
        }
    }

    fn reference(&self, schema: &Schema) -> String {
        if self.labels {
            format!("<{}>", self.plan.label(schema))
        } else {
            format!("<{}>", schema.shape.short())
        }
    }

    /// The name of the schema's block, or what fits into one line.
    fn inline(&self, schema: &Schema) -> String {
        if self.plan.is_block(schema) {
            return self.reference(schema);
        }
        match &schema.name {
            Some(name) if self.labels => format!("{} ({name})", self.body(schema)),
            _ => self.body(schema),
        }
    }

    /// The type, its bounds, the elements of an array. Chains of arrays have been cut, so this ends.
    fn body(&self, schema: &Schema) -> String {
        let words = words(schema).join(" ");
        match chained(schema) {
            Some(items) => format!("{words} of {}", self.inline(self.contract.schema(items))),
            None => words,
        }
    }

    /// What does not fit into the line of a schema.
    fn nested(&mut self, schema: &Schema, indent: usize) {
        let contract = self.contract;
        if let Some(items) = chained(schema) {
            let items = contract.schema(items);
            if !self.plan.is_block(items) {
                self.nested(items, indent);
            }
            return;
        }
        if let Some(values) = &schema.values
            && !fits(schema)
        {
            let last = values.len() - 1;
            let words: Vec<String> = values
                .iter()
                .enumerate()
                .map(|(at, value)| if at == last { value.to_string() } else { format!("{value} |") })
                .collect();
            for line in wrapped(words.iter().map(String::as_str), indent) {
                self.line(indent, &line);
            }
        }
        for property in &schema.properties {
            let optional = if property.required { "" } else { "?" };
            self.schema(&format!("{}{optional}: ", name(&property.name)), property.schema, indent);
        }
        match schema.additional {
            Additional::Any => {}
            Additional::None => self.line(indent, "no other members"),
            Additional::Schema(id) => self.schema("other members: ", id, indent),
        }
        if let Some(items) = schema.items {
            self.schema("items: ", items, indent);
        }
        self.groups(schema, indent);
        if let Some(not) = schema.not {
            self.schema("not: ", not, indent);
        }
    }

    fn groups(&mut self, schema: &Schema, indent: usize) {
        let mut mapped: Vec<Print> = Vec::new();
        for (word, members) in
            [("one of", &schema.one_of), ("any of", &schema.any_of), ("all of", &schema.all_of)]
        {
            if members.is_empty() {
                continue;
            }
            self.line(indent, word);
            for id in members {
                let print = self.contract.schema(*id).class;
                mapped.push(print);
                self.schema(&format!("- {}", self.mapped_to(schema, print)), *id, indent);
            }
        }
        for (value, target) in schema.discriminator.iter().flat_map(|discriminator| &discriminator.mapping) {
            match target {
                Some(id) if mapped.contains(&self.contract.schema(*id).class) => {}
                Some(id) => self.schema(&format!("or {}: ", quoted(value)), *id, indent),
                None => self.line(indent, &format!("or {}: undefined", quoted(value))),
            }
        }
    }

    /// The values of the discriminator that stand for a member: `"apps": `.
    fn mapped_to(&self, schema: &Schema, member: Print) -> String {
        let mapping = schema.discriminator.iter().flat_map(|discriminator| &discriminator.mapping);
        let values: Vec<String> = mapping
            .filter(|(_, target)| target.is_some_and(|id| self.contract.schema(id).class == member))
            .map(|(value, _)| quoted(value))
            .collect();
        if values.is_empty() { String::new() } else { format!("{}: ", values.join(" | ")) }
    }
}

/// The elements of an array that is nothing but that.
fn chained(schema: &Schema) -> Option<SchemaId> {
    let is_chain = schema.types == Types::ARRAY
        && schema.values.is_none()
        && schema.properties.is_empty()
        && schema.additional == Additional::Any
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && schema.all_of.is_empty()
        && schema.not.is_none()
        && schema.discriminator.is_none();
    schema.items.filter(|_| is_chain)
}

fn fits(schema: &Schema) -> bool {
    let values = schema.values.iter().flatten();
    values.map(|value| value.to_string().chars().count() + 3).sum::<usize>() <= SHORT_VALUES
}

/// A schema's own words: `string(date-time) nullable`.
fn words(schema: &Schema) -> Vec<String> {
    let mut words = Vec::new();
    if schema.is_any() {
        words.push("any".to_owned());
    } else if !schema.types.is_empty() {
        words.push(schema.types.to_string());
    } else if schema.values.is_none() {
        words.push("untyped".to_owned());
    }
    if let Some(format) = &schema.format {
        words.push(format!("({})", name(format)));
    }
    if schema.nullable {
        words.push("nullable".to_owned());
    }
    for limit in &schema.limits {
        let exclusive = if limit.exclusive { " excluded" } else { "" };
        words.push(format!("{} {}{exclusive}", limit.kind.keyword(), limit.value));
    }
    if let Some(pattern) = &schema.pattern {
        words.push(format!("pattern {}", quoted(pattern)));
    }
    for (word, holds) in [
        ("uniqueItems", schema.unique_items),
        ("readOnly", schema.read_only),
        ("writeOnly", schema.write_only),
        ("deprecated", schema.deprecated),
    ] {
        if holds {
            words.push(word.to_owned());
        }
    }
    if let Some(default) = &schema.default {
        words.push(format!("default {default}"));
    }
    if let Some(xml) = &schema.xml {
        words.push(format!("xml {xml}"));
    }
    if let Some(discriminator) = &schema.discriminator {
        words.push(format!("told apart by {}", name(&discriminator.property)));
    }
    if let Some(values) = &schema.values {
        words.push("enum".to_owned());
        if fits(schema) {
            words.push(values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "));
        }
    }
    words
}
