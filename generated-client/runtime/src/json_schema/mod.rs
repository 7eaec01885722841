//! The JSON schemas that generated types report, with the feature `schemars`.
//!
//! A definition has all that its schema says, so the macros hand it on to one more, `__json_schema!`. It makes data of it, which
//! the functions here put together. Without the feature it makes nothing.
//!
//! What is reported is what a service may send and takes:
//!
//! - An optional field is not required; one that can be `null` says so.
//! - An open enum is `anyOf` its values and any other text. A reader sees the values, a validator lets new ones pass. `enum`
//!   alone would refuse what the type takes, and `examples` would not tell that these are all that are known.
//! - An open union is `anyOf` its members and any other object with the tag; `discriminator` leads from tags to members.
//! - A `sensitive` field has `x-sensitive`.
//!
//! A type is called after its module and itself, `xbox_live.Achievement`, so two APIs can have types of one name, and no name
//! depends on which other types a schema has. These are names that OpenAPI takes for components too.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::field::Field;
use crate::tagged_union::UnknownMember;
use crate::timestamp::Timestamp;

/// The schema of some type.
type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What is said about a type or a field in words and marks.
#[doc(hidden)]
pub struct __About {
    /// The lines of the documentation, each with the blank that it begins with, and a line break.
    pub documentation: &'static str,
    pub deprecated: bool,
}

/// A field of an object.
#[doc(hidden)]
pub struct __Property {
    pub name: &'static str,
    pub is_required: bool,
    pub is_sensitive: bool,
    pub schema: SchemaOf,
    pub about: __About,
}

/// A member of a union, and the tags that tell it.
#[doc(hidden)]
pub struct __Member {
    pub schema: SchemaOf,
    pub tags: &'static [&'static str],
}

/// The name of a type in a module: `xbox_live.Achievement`.
#[doc(hidden)]
pub fn __schema_name(module: &str, name: &str) -> Cow<'static, str> {
    // All types of an API are in a module `types`, which tells nothing.
    let module = module.split("::").filter(|part| *part != "types").last().unwrap_or_default();
    format!("{module}.{name}").into()
}

#[doc(hidden)]
pub fn __schema_of_object(
    generator: &mut SchemaGenerator,
    about: &__About,
    properties: &[__Property],
    rest: &[SchemaOf],
) -> Schema {
    let mut required: Vec<&str> = Vec::new();
    let mut described: Map<String, Value> = Map::new();
    for property in properties {
        let mut schema = annotated((property.schema)(generator), &property.about);
        if property.is_sensitive {
            schema.insert("x-sensitive".to_owned(), true.into());
        }
        required.extend(property.is_required.then_some(property.name));
        described.insert(property.name.to_owned(), schema.to_value());
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), described.into());
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    for rest in rest {
        // A map says of its values what holds for all that has no field.
        let values = rest(generator).remove("additionalProperties").unwrap_or(Value::Bool(true));
        schema.insert("additionalProperties".to_owned(), values);
    }
    annotated(schema.into(), about)
}

#[doc(hidden)]
pub fn __schema_of_enum(about: &__About, values: &[&str], is_open: bool) -> Schema {
    let listed = json!({ "type": "string", "enum": values });
    let schema = if is_open { json!({ "anyOf": [listed, { "type": "string" }] }) } else { listed };
    annotated(of_object(schema), about)
}

#[doc(hidden)]
pub fn __schema_of_union(
    generator: &mut SchemaGenerator,
    about: &__About,
    tag: Option<&str>,
    members: &[__Member],
    is_open: bool,
) -> Schema {
    let mut schemas: Vec<Value> = Vec::new();
    let mut mapping: Map<String, Value> = Map::new();
    for member in members {
        let schema = (member.schema)(generator);
        if let Some(reference) = schema.get("$ref") {
            mapping.extend(member.tags.iter().map(|tag| ((*tag).to_owned(), reference.clone())));
        }
        schemas.push(schema.to_value());
    }
    if is_open {
        schemas.push(match tag {
            Some(tag) => {
                json!({ "type": "object", "required": [tag], "properties": { tag: { "type": "string" } } })
            }
            None => true.into(),
        });
    }
    let mut schema = of_object(json!({ "anyOf": schemas }));
    if let Some(tag) = tag {
        let discriminator = json!({ "propertyName": tag, "mapping": mapping });
        schema.insert("discriminator".to_owned(), discriminator);
    }
    annotated(schema, about)
}

#[doc(hidden)]
pub fn __schema_of_wrapper<T: JsonSchema>(generator: &mut SchemaGenerator, about: &__About) -> Schema {
    annotated(T::json_schema(generator), about)
}

/// The schema with what is said about it.
fn annotated(mut schema: Schema, about: &__About) -> Schema {
    let lines = about.documentation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
    let description = lines.collect::<Vec<_>>().join("\n");
    if !description.trim().is_empty() {
        schema.insert("description".to_owned(), description.trim().into());
    }
    if about.deprecated {
        schema.insert("deprecated".to_owned(), true.into());
    }
    schema
}

fn of_object(value: Value) -> Schema {
    match value {
        Value::Object(map) => map.into(),
        _ => Schema::default(),
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        Option::<T>::schema_id()
    }

    /// That of an `Option`: what encloses it says that it need not be there.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

impl JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

impl JsonSchema for UnknownMember {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AnyValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        true.into()
    }
}

/// Implements `JsonSchema` for what one of the macros defines.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_schema {
    (
        object $name:ident $about:tt
        $($wire:literal $is_required:literal [$($mark:ident)?] ($type:ty) $property_about:tt)*
        $(rest $rest:ty)?
    ) => {
        $crate::__json_schema!(@impl $name generator
            $crate::__schema_of_object(
                generator,
                &$crate::__about!($about),
                &[$($crate::__Property {
                    name: $wire,
                    is_required: $is_required,
                    is_sensitive: !::core::stringify!($($mark)?).is_empty(),
                    schema: $crate::schemars::SchemaGenerator::subschema_for::<$type>,
                    about: $crate::__about!($property_about),
                }),*],
                &[$($crate::schemars::SchemaGenerator::subschema_for::<$rest>)?],
            )
        );
    };
    (enum $name:ident $about:tt $is_open:literal [$($text:literal),+]) => {
        $crate::__json_schema!(@impl $name _generator
            $crate::__schema_of_enum(&$crate::__about!($about), &[$($text),+], $is_open)
        );
    };
    (
        union $name:ident $about:tt [$($tag:literal)?] [$($unknown:ident)?]
        $(($type:ty) [$($value:literal),*])+
    ) => {
        $crate::__json_schema!(@impl $name generator
            $crate::__schema_of_union(
                generator,
                &$crate::__about!($about),
                ::core::iter::Iterator::next(&mut ::core::iter::IntoIterator::into_iter([$($tag)?])),
                &[$($crate::__Member {
                    schema: $crate::schemars::SchemaGenerator::subschema_for::<$type>,
                    tags: &[$($value),*],
                }),+],
                !::core::stringify!($($unknown)?).is_empty(),
            )
        );
    };
    (wrapper $name:ident $about:tt ($type:ty)) => {
        $crate::__json_schema!(@impl $name generator
            $crate::__schema_of_wrapper::<$type>(generator, &$crate::__about!($about))
        );
    };
    (@impl $name:ident $generator:ident $schema:expr) => {
        impl $crate::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                $crate::__schema_name(::core::module_path!(), ::core::stringify!($name))
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::core::concat!(::core::module_path!(), "::", ::core::stringify!($name)))
            }

            fn json_schema($generator: &mut $crate::schemars::SchemaGenerator) -> $crate::schemars::Schema {
                $schema
            }
        }
    };
}

/// What attributes say, those of documentation in words.
#[doc(hidden)]
#[macro_export]
macro_rules! __about {
    ([$([$($attribute:tt)*])*]) => {
        $crate::__About {
            documentation: ::core::concat!($($crate::__about!(@words $($attribute)*)),*),
            deprecated: false $(|| $crate::__about!(@deprecated $($attribute)*))*,
        }
    };
    (@words doc = $line:literal) => { ::core::concat!($line, "\n") };
    (@words $($other:tt)*) => { "" };
    (@deprecated deprecated $($note:tt)*) => { true };
    (@deprecated $($other:tt)*) => { false };
}

#[cfg(test)]
mod tests;
