//! How a member of a union without a tag is read.

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

/// Reads a member. An object is read from an object alone: serde takes an array for its fields in turn, so that a list
/// would be read as the first object among the members whose fields have those types.
#[doc(hidden)]
pub fn __decode_member<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::deserialize(Member(deserializer))
}

struct Member<D>(D);

/// Passes these on as they are.
macro_rules! pass {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
                self.0.$method($($argument,)* visitor)
            }
        )*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Member<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    pass! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(length: usize);
        deserialize_tuple_struct(name: &'static str, length: usize);
        deserialize_map();
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "macros make more than the tests need")]
mod tests {
    crate::object! {
        /// An object whose only field is a list's first element.
        struct Point {
            optional {
                x: Option<f64> = "x",
            }
        }
    }

    crate::untagged_union! {
        /// An object or a list of what it has.
        enum Mixed {
            Point(Point),
            Points(Vec<f64>),
        }
    }

    #[test]
    fn a_list_is_never_read_as_an_object() {
        let read = |text| serde_json::from_str::<Mixed>(text).unwrap();
        assert_eq!(read("[1.5]"), Mixed::Points(vec![1.5]));
        assert_eq!(read("[]"), Mixed::Points(Vec::new()));
        assert_eq!(read(r#"{"x": 1.5}"#), Mixed::Point(Point::new().x(1.5)));
    }
}
