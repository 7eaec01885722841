//! Random values that fit a schema of a contract.

use fastrand::Rng;
use game_achievements_contract::contract::{Additional, Contract, LimitKind, Schema, SchemaId, Types};
use game_achievements_contract::exchange::{Direction, check};
use serde_json::{Map, Number, Value, json};

/// Texts that go wrong where somebody forgets to encode them.
const TEXTS: [&str; 12] = [
    "plain",
    "a,b",
    "a b+c",
    "50%2C off",
    "x=1&y=2#z?",
    "é ü 漢字",
    "\"quoted\" 'single'",
    "[brackets]{braces}",
    "~tilde-._",
    "🎮",
    "null",
    "12",
];

/// The most attempts at a value whose schema has bounds that are not aimed at.
const ATTEMPTS: usize = 40;

/// Values of a contract, always the same for the same seed.
pub(super) struct Values<'a> {
    contract: &'a Contract,
    direction: Direction,
    pub(super) random: Rng,
    /// How likely what is optional is there, of 4.
    pub(super) fullness: u8,
}

impl<'a> Values<'a> {
    pub(super) fn new(contract: &'a Contract, direction: Direction, seed: u64) -> Self {
        Self { contract, direction, random: Rng::with_seed(seed), fullness: 2 }
    }

    /// A value that fits, or `None` where the bounds of the schema are beyond this.
    pub(super) fn of(&mut self, id: SchemaId) -> Option<Value> {
        (0..ATTEMPTS).find_map(|_| {
            let value = self.any(id, 0);
            check(self.contract, id, &value, self.direction).is_empty().then_some(value)
        })
    }

    /// Of a list at least one, of all else what [`of`](Self::of) gives.
    pub(super) fn telling(&mut self, id: SchemaId) -> Option<Value> {
        (0..ATTEMPTS).filter_map(|_| self.of(id)).find(|value| match value {
            Value::Array(elements) => !elements.is_empty(),
            value => !value.is_null(),
        })
    }

    fn chance(&mut self, of_four: u8) -> bool {
        self.random.u8(0..4) < of_four
    }

    fn any(&mut self, id: SchemaId, depth: usize) -> Value {
        let schema = self.contract.schema(id);
        if schema.nullable && (depth > 6 || self.random.u8(0..5) == 0) {
            return Value::Null;
        }
        if let Some(values) = &schema.values {
            let named: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
            return if named.is_empty() {
                Value::Null
            } else {
                named[self.random.usize(0..named.len())].clone()
            };
        }
        let mut value = self.of_group(schema, depth).unwrap_or_else(|| self.of_type(schema, depth));
        for member in &schema.all_of {
            let other = self.any(*member, depth + 1);
            match (&mut value, other) {
                (Value::Object(members), Value::Object(more)) => members.extend(more),
                (_, other) => value = other,
            }
        }
        value
    }

    /// One of several schemas.
    fn of_group(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        let members = if schema.one_of.is_empty() { &schema.any_of } else { &schema.one_of };
        if members.is_empty() {
            return None;
        }
        let mut value = match &schema.discriminator {
            Some(discriminator) => {
                let mapping: Vec<_> =
                    discriminator.mapping.iter().filter_map(|(tag, id)| Some((tag, (*id)?))).collect();
                let (tag, target) = mapping.get(self.random.usize(0..mapping.len().max(1)))?;
                let mut value = self.any(*target, depth + 1);
                if let Value::Object(members) = &mut value {
                    members.insert(discriminator.property.to_string(), json!(tag));
                }
                value
            }
            None => {
                let chosen = members[self.random.usize(0..members.len())];
                self.any(chosen, depth + 1)
            }
        };
        if let Value::Object(members) = &mut value
            && !schema.properties.is_empty()
            && let Value::Object(own) = self.object(schema, depth)
        {
            own.into_iter().for_each(|(name, value)| {
                members.entry(name).or_insert(value);
            });
        }
        Some(value)
    }

    fn of_type(&mut self, schema: &Schema, depth: usize) -> Value {
        let all = [Types::STRING, Types::INTEGER, Types::NUMBER, Types::BOOLEAN, Types::ARRAY, Types::OBJECT];
        let may: Vec<Types> = all.into_iter().filter(|one| schema.types.contains(*one)).collect();
        let chosen = match may.len() {
            0 if !schema.properties.is_empty() => Types::OBJECT,
            0 if schema.items.is_some() => Types::ARRAY,
            0 => return self.anything(),
            // `number` includes `integer`: all of it is wanted.
            _ if may.contains(&Types::NUMBER) && may.len() == 2 => Types::NUMBER,
            count => may[self.random.usize(0..count)],
        };
        match chosen {
            Types::STRING => self.text(schema),
            Types::INTEGER => self.integer(schema),
            Types::NUMBER => self.number(schema),
            Types::BOOLEAN => json!(self.random.bool()),
            Types::ARRAY => self.array(schema, depth),
            _ => self.object(schema, depth),
        }
    }

    fn anything(&mut self) -> Value {
        match self.random.u8(0..4) {
            0 => json!("text"),
            1 => json!(7),
            2 => json!({ "any": [1, "two", null] }),
            _ => json!(true),
        }
    }

    fn text(&mut self, schema: &Schema) -> Value {
        let number = self.random.u32(..);
        let text = match schema.format.as_deref() {
            Some("date-time") => format!(
                "20{:02}-0{}-1{}T0{}:{:02}:{:02}{}",
                number % 100,
                1 + number % 9,
                number % 10,
                number % 8,
                number % 60,
                number % 59,
                ["Z", ".1234567Z", ".5+02:00", "-07:30"][self.random.usize(0..4)]
            ),
            Some("date") => format!("20{:02}-0{}-2{}", number % 100, 1 + number % 9, number % 9),
            Some("uuid") => format!("{number:08x}-1111-4222-8333-444455556666"),
            Some("ipv4") => format!("10.0.{}.{}", number % 256, (number >> 8) % 256),
            Some("ipv6") => format!("fe80::{:x}", number % 65536),
            Some("byte") => "aGVsbG8=".to_owned(),
            Some("uri" | "url") => format!("https://example.com/{number}"),
            Some("email") => format!("a{number}@example.com"),
            _ if schema.pattern.is_some() => {
                let shapes =
                    ["a", "A1", "1", "abc-def", "ABC", "a1b2c3d4", "2024", "#a1b2c3", "a_b", "1.0.0"];
                shapes[self.random.usize(0..shapes.len())].to_owned()
            }
            _ => TEXTS[self.random.usize(0..TEXTS.len())].to_owned(),
        };
        let bound = |kind| schema.limit(kind).and_then(|limit| usize::try_from(limit.value.as_u64()?).ok());
        let least = bound(LimitKind::MinLength).unwrap_or(0).min(10_000);
        let most = bound(LimitKind::MaxLength).unwrap_or(usize::MAX);
        let mut text: String = text.chars().take(most).collect();
        text.extend(std::iter::repeat_n('x', least.saturating_sub(text.chars().count())));
        json!(text)
    }

    fn integer(&mut self, schema: &Schema) -> Value {
        let (least, most) = match schema.format.as_deref() {
            Some("int8") => (i8::MIN.into(), i8::MAX.into()),
            Some("int16") => (i16::MIN.into(), i16::MAX.into()),
            Some("int32") => (i32::MIN.into(), i32::MAX.into()),
            Some("uint8") => (0, u8::MAX.into()),
            Some("uint16") => (0, u16::MAX.into()),
            Some("uint32") => (0, u32::MAX.into()),
            Some("uint64") => (0, i64::MAX),
            _ => (i64::MIN, i64::MAX),
        };
        let bound =
            |kind| schema.limit(kind).map(|limit| (limit.value.as_f64().unwrap_or(0.0), limit.exclusive));
        let least = bound(LimitKind::Minimum).map_or(least, |(at, open)| {
            if open { (at.floor() as i64).saturating_add(1) } else { at.ceil() as i64 }.max(least)
        });
        let most = bound(LimitKind::Maximum).map_or(most, |(at, open)| {
            if open { (at.ceil() as i64).saturating_sub(1) } else { at.floor() as i64 }.min(most)
        });
        if least > most {
            return json!(0);
        }
        let step = bound(LimitKind::MultipleOf).map_or(1, |(step, _)| (step as i64).max(1));
        let chosen = match self.random.u8(0..4) {
            0 => least,
            1 => most,
            2 if (least..=most).contains(&0) => self.random.i64(least.max(-100)..=most.min(100)),
            _ => self.random.i64(least..=most),
        };
        json!(chosen / step * step)
    }

    fn number(&mut self, schema: &Schema) -> Value {
        let limit = |kind| schema.limit(kind).and_then(|limit| limit.value.as_f64());
        let least = limit(LimitKind::Minimum).unwrap_or(-1000.0);
        let most = limit(LimitKind::Maximum).unwrap_or(least.max(0.0) + 1000.0);
        // Eighths are exact in all formats.
        let eighths = (least + self.random.f64() * (most - least)) * 8.0;
        Number::from_f64(eighths.round() / 8.0).map_or(Value::Null, Value::Number)
    }

    fn array(&mut self, schema: &Schema, depth: usize) -> Value {
        let bound = |kind| schema.limit(kind).and_then(|limit| usize::try_from(limit.value.as_u64()?).ok());
        let least = bound(LimitKind::MinItems).unwrap_or(0);
        let most = bound(LimitKind::MaxItems).unwrap_or(3).min(least + 3);
        let count = if depth > 5 { least } else { self.random.usize(least..=most.max(least)) };
        let items = schema.items.unwrap_or(SchemaId::ANY);
        let mut elements: Vec<Value> = Vec::new();
        for _ in 0..count * if schema.unique_items { 4 } else { 1 } {
            let element = self.any(items, depth + 1);
            if elements.len() < count && !(schema.unique_items && elements.contains(&element)) {
                elements.push(element);
            }
        }
        json!(elements)
    }

    fn object(&mut self, schema: &Schema, depth: usize) -> Value {
        let mut members = Map::new();
        for property in &schema.properties {
            let its = self.contract.schema(property.schema);
            let belongs_elsewhere = match self.direction {
                Direction::Request => its.read_only,
                Direction::Answer => its.write_only,
            };
            let fullness = if depth > 4 { 0 } else { self.fullness };
            if !belongs_elsewhere && (property.required || self.chance(fullness)) {
                members.insert(property.name.to_string(), self.any(property.schema, depth + 1));
            }
        }
        if let Additional::Schema(id) = schema.additional {
            let least = schema.limit(LimitKind::MinProperties).and_then(|limit| limit.value.as_u64());
            for number in 0..least.unwrap_or(0).max(if depth > 4 { 0 } else { self.random.u64(0..3) }) {
                members.insert(format!("more {number}"), self.any(id, depth + 1));
            }
        }
        Value::Object(members)
    }
}
