//! Unions of objects: decoded by their tag, and what nobody has listed is kept.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A member of a union that is not listed, as it was sent.
///
/// Only decoding makes one, and only of what is not listed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnknownMember(Value);

impl UnknownMember {
    /// All of it.
    pub fn json(&self) -> &Value {
        &self.0
    }

    /// All of it.
    pub fn into_json(self) -> Value {
        self.0
    }
}

/// A union whose members are told apart by the text in one property.
#[doc(hidden)]
pub trait __TaggedUnion: Sized {
    /// The property.
    const TAG: &'static str;

    /// Decodes the member with this tag.
    fn decode<'de, A: MapAccess<'de>>(
        tag: &str,
        object: MapAccessDeserializer<__Rest<'de, A>>,
    ) -> Result<Self, A::Error>;

    /// What becomes of a member with a tag that is not listed.
    fn unknown<E: Error>(tag: &str, member: UnknownMember) -> Result<Self, E>;

    /// Whether a tag is listed.
    fn is_known(tag: &str) -> bool;
}

/// Decodes a union as it streams by: only what comes before the tag is set aside.
#[doc(hidden)]
pub fn __decode_tagged<'de, D, U>(deserializer: D) -> Result<U, D::Error>
where
    D: Deserializer<'de>,
    U: __TaggedUnion,
{
    struct Tagged<U>(PhantomData<U>);

    impl<'de, U: __TaggedUnion> Visitor<'de> for Tagged<U> {
        type Value = U;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "an object with a `{}`", U::TAG)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<U, A::Error> {
            let mut before: Vec<(String, Value)> = Vec::new();
            while let Some(key) = object.next_key::<String>()? {
                if key != U::TAG {
                    before.push((key, object.next_value()?));
                    continue;
                }
                let tag: String = object.next_value()?;
                if U::is_known(&tag) {
                    let rest = __Rest {
                        before: before.into_iter(),
                        tag: Some((U::TAG, tag.clone())),
                        value: None,
                        object,
                        lifetime: PhantomData,
                    };
                    return U::decode(&tag, MapAccessDeserializer::new(rest));
                }
                let mut whole: Map<String, Value> = before.into_iter().collect();
                whole.insert(key, tag.clone().into());
                while let Some((key, value)) = object.next_entry()? {
                    whole.insert(key, value);
                }
                return U::unknown(&tag, UnknownMember(Value::Object(whole)));
            }
            Err(Error::missing_field(U::TAG))
        }
    }

    deserializer.deserialize_map(Tagged(PhantomData))
}

/// An object whose tag has been read: what came before it, the tag, and the rest.
#[doc(hidden)]
pub struct __Rest<'de, A> {
    before: std::vec::IntoIter<(String, Value)>,
    tag: Option<(&'static str, String)>,
    /// The value of the key that was last given out, unless it is still in `object`.
    value: Option<Value>,
    object: A,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for __Rest<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        if let Some((key, value)) = self.before.next() {
            self.value = Some(value);
            return seed.deserialize(key.into_deserializer()).map(Some);
        }
        if let Some((key, value)) = self.tag.take() {
            self.value = Some(Value::String(value));
            return seed.deserialize(key.into_deserializer()).map(Some);
        }
        self.object.next_key_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value).map_err(Error::custom),
            None => self.object.next_value_seed(seed),
        }
    }
}

/// Defines a union whose members are told apart by the text in one property.
///
/// A last line `..Unknown` names the variant that keeps members with other tags; without it they are an error. Members are boxed,
/// so that a list of them is as small as its elements. A member that has the tag of a listed one but does not decode is an error
/// that says where in the member it is.
///
/// ```
/// # use game_achievements_runtime as runtime;
/// # use runtime::serde::{Serialize, Deserialize};
/// # #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
/// # #[serde(crate = "runtime::serde")]
/// # pub struct Cat { pub lives: u32 }
/// runtime::tagged_union! {
///     /// What is included.
///     pub enum Included by "type" {
///         Cat(Cat) = "cats",
///         ..Unknown
///     }
/// }
///
/// let included: Vec<Included> =
///     runtime::serde_json::from_str(r#"[{"type": "cats", "lives": 9}, {"type": "dogs"}]"#)?;
/// assert!(matches!(&included[0], Included::Cat(cat) if cat.lives == 9));
/// assert!(matches!(&included[1], Included::Unknown(_)));
/// # Ok::<(), runtime::serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! tagged_union {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident by $tag:literal {
            $($variant:ident($type:ty) = $($value:literal)|+,)+
            $(..$unknown:ident $(,)?)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                #[doc = concat!("`", stringify!($($value)|+), "`")]
                $variant(::std::boxed::Box<$type>),
            )+
            $(
                /// A member that is not listed.
                $unknown($crate::UnknownMember),
            )?
        }

        $(
            impl ::core::convert::From<$type> for $name {
                fn from(value: $type) -> Self {
                    Self::$variant(::std::boxed::Box::new(value))
                }
            }
        )+

        impl $crate::__TaggedUnion for $name {
            const TAG: &'static str = $tag;

            fn decode<'de, A>(
                tag: &str,
                object: $crate::serde::de::value::MapAccessDeserializer<$crate::__Rest<'de, A>>,
            ) -> ::core::result::Result<Self, A::Error>
            where
                A: $crate::serde::de::MapAccess<'de>,
            {
                match tag {
                    $($($value)|+ => $crate::serde::Deserialize::deserialize(object).map(Self::$variant),)+
                    _ => ::core::result::Result::Err($crate::serde::de::Error::unknown_variant(tag, &[])),
                }
            }

            fn unknown<E>(tag: &str, member: $crate::UnknownMember) -> ::core::result::Result<Self, E>
            where
                E: $crate::serde::de::Error,
            {
                $crate::__unknown_member!(tag member [$($unknown)?] [$($($value),+),+])
            }

            fn is_known(tag: &str) -> bool {
                ::core::matches!(tag, $($($value)|+)|+)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::serde::Deserializer<'de>,
            {
                $crate::__decode_tagged(deserializer)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::serde::Serializer,
            {
                match self {
                    $(Self::$variant(value) => value.serialize(serializer),)+
                    $(Self::$unknown(value) => value.serialize(serializer),)?
                }
            }
        }
    };
}

/// Keeps a member that is not listed, or refuses it.
#[doc(hidden)]
#[macro_export]
macro_rules! __unknown_member {
    ($tag:ident $member:ident [$unknown:ident] [$($value:literal),+]) => {{
        let _ = $tag;
        ::core::result::Result::Ok(Self::$unknown($member))
    }};
    ($tag:ident $member:ident [] [$($value:literal),+]) => {{
        let _ = $member;
        ::core::result::Result::Err($crate::serde::de::Error::unknown_variant($tag, &[$($value),+]))
    }};
}

/// Defines a union whose members are told apart by their shape: the first that fits.
///
/// A last line `..Unknown` names the variant that keeps what none fits.
///
/// ```
/// # use game_achievements_runtime as runtime;
/// runtime::untagged_union! {
///     /// A link.
///     pub enum Link {
///         Plain(String),
///         Parts(Vec<String>),
///         ..Unknown
///     }
/// }
///
/// let link: Link = runtime::serde_json::from_str(r#"{"href": "x"}"#)?;
/// assert!(matches!(link, Link::Unknown(_)));
/// # Ok::<(), runtime::serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! untagged_union {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($variant:ident($type:ty),)+
            $(..$unknown:ident $(,)?)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, $crate::serde::Serialize, $crate::serde::Deserialize)]
        #[serde(crate = "::game_achievements_runtime::serde", untagged)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                #[doc = concat!("`", stringify!($type), "`")]
                #[serde(deserialize_with = "::game_achievements_runtime::__decode_member")]
                $variant($type),
            )+
            $(
                /// A member that is not listed.
                $unknown($crate::UnknownMember),
            )?
        }
    };
}

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "macros make more than the tests need")]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Cat {
        #[serde(rename = "type")]
        kind: String,
        attributes: Attributes,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Attributes {
        lives: u32,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Dog {
        id: u32,
    }

    tagged_union! {
        /// An animal.
        enum Animal by "type" {
            Cat(Cat) = "cats" | "kittens",
            Dog(Dog) = "dogs",
            ..Unknown
        }
    }

    tagged_union! {
        /// No other animals.
        enum Pet by "type" {
            Dog(Dog) = "dogs",
        }
    }

    #[test]
    fn the_tag_tells_wherever_it_stands() {
        for text in [
            r#"{"type":"cats","attributes":{"lives":9}}"#,
            r#"{"attributes":{"lives":9},"type":"cats"}"#,
            r#"{"attributes":{"lives":9},"type":"kittens","more":[1]}"#,
        ] {
            let animal: Animal = serde_json::from_str(text).unwrap();
            assert!(matches!(&animal, Animal::Cat(cat) if cat.attributes.lives == 9), "{text}");
        }
        let animal: Animal = serde_json::from_str(r#"{"type":"cats","attributes":{"lives":9}}"#).unwrap();
        assert_eq!(serde_json::to_string(&animal).unwrap(), r#"{"type":"cats","attributes":{"lives":9}}"#);
    }

    #[test]
    fn an_unlisted_member_is_kept_whole() {
        let text = r#"{"a":1,"type":"birds","wings":{"count":2}}"#;
        let animal: Animal = serde_json::from_str(text).unwrap();
        let Animal::Unknown(member) = &animal else { panic!("{animal:?}") };
        assert_eq!(member.json()["wings"]["count"], 2);
        let again: Value = serde_json::to_value(&animal).unwrap();
        assert_eq!(again, serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn a_member_without_a_tag_is_an_error() {
        let error = serde_json::from_str::<Animal>(r#"{"id":1}"#).unwrap_err();
        assert!(error.to_string().starts_with("missing field `type`"), "{error}");
        assert!(serde_json::from_str::<Animal>(r#"{"type":5}"#).is_err());
        assert!(serde_json::from_str::<Animal>("[]").is_err());
    }

    #[test]
    fn a_listed_member_that_does_not_decode_says_where() {
        let text = r#"[{"type":"cats","attributes":{"lives":"many"}}]"#;
        let mut json = serde_json::Deserializer::from_str(text);
        let error = serde_path_to_error::deserialize::<_, Vec<Animal>>(&mut json).unwrap_err();
        assert_eq!(error.path().to_string(), "[0].attributes.lives");
    }

    #[test]
    fn a_closed_union_names_its_tags() {
        let error = serde_json::from_str::<Pet>(r#"{"type":"cats"}"#).unwrap_err();
        assert!(error.to_string().starts_with("unknown variant `cats`, expected `dogs`"), "{error}");
        assert_eq!(Pet::from(Dog { id: 1 }), Pet::Dog(Box::new(Dog { id: 1 })));
    }
}
