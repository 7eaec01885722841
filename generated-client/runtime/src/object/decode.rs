//! How objects are read and written: what is the same for all of them is here, so that each has little code of its own.
//!
//! serde's derive makes a type for the names, two visitors and a way to read lists for every struct. Most of the time that a crate of
//! hundreds of structs takes to check goes there. A list is never read as an object here, as it is there.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;

use crate::object::__Optional;

/// An object, read member by member.
#[doc(hidden)]
pub trait __Object: Sized {
    /// What it is called in errors.
    const NAME: &'static str;

    /// Reads all members.
    fn decode<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;
}

/// Reads an object, from an object alone.
#[doc(hidden)]
pub fn __decode_object<'de, D: Deserializer<'de>, T: __Object>(deserializer: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);

    impl<'de, T: __Object> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "struct {}", T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
            T::decode(members)
        }
    }

    deserializer.deserialize_map(Object(PhantomData))
}

/// The name of a member.
#[doc(hidden)]
pub struct __Name<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for __Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;

        impl<'de> Visitor<'de> for Name {
            type Value = __Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(__Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(__Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_identifier(Name)
    }
}

/// Reads the value of a member into its place.
#[doc(hidden)]
pub fn __take<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    place: &mut Option<T>,
    members: &mut A,
    name: &'static str,
) -> Result<(), A::Error> {
    if place.is_some() {
        return Err(Error::duplicate_field(name));
    }
    *place = Some(members.next_value()?);
    Ok(())
}

/// The value of a member that has to be there; `None` is as good where null is allowed.
#[doc(hidden)]
pub fn __required<'de, T: Deserialize<'de>, E: Error>(place: Option<T>, name: &'static str) -> Result<T, E> {
    struct Missing<E>(&'static str, PhantomData<E>);

    impl<'de, E: Error> Deserializer<'de> for Missing<E> {
        type Error = E;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
            Err(E::missing_field(self.0))
        }

        fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
            visitor.visit_none()
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
            newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    place.map_or_else(|| T::deserialize(Missing(name, PhantomData)), Ok)
}

/// Where members go that have no field of their own.
#[doc(hidden)]
pub trait __Others: Default {
    /// What each of them is.
    type Value;

    /// Adds one.
    fn add(&mut self, name: String, value: Self::Value);
}

impl<V> __Others for BTreeMap<String, V> {
    type Value = V;

    fn add(&mut self, name: String, value: V) {
        self.insert(name, value);
    }
}

impl __Others for serde_json::Map<String, serde_json::Value> {
    type Value = serde_json::Value;

    fn add(&mut self, name: String, value: serde_json::Value) {
        self.insert(name, value);
    }
}

/// Reads a member that has no field of its own.
#[doc(hidden)]
pub fn __add<'de, A, T>(others: &mut T, members: &mut A, name: __Name<'de>) -> Result<(), A::Error>
where
    A: MapAccess<'de>,
    T: __Others,
    T::Value: Deserialize<'de>,
{
    others.add(name.0.into_owned(), members.next_value()?);
    Ok(())
}

/// Writes a member, unless it is left out.
#[doc(hidden)]
pub fn __write<M: SerializeMap, T: Serialize + __Optional>(
    members: &mut M,
    name: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    if value.is_absent() { Ok(()) } else { members.serialize_entry(name, value) }
}
