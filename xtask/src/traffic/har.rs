//! What is read of an entry of a HAR file. All else is passed over: recorders add much of their own.
//!
//! The format is that of <http://www.softwareishard.com/blog/har-12-spec/>, as browsers, proxies and tools really write it:
//! members are missing or null, numbers are texts or fractions, and only some say how a body is encoded.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A request and its answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Entry<'e> {
    #[serde(borrow)]
    pub(crate) request: Request<'e>,
    #[serde(borrow, default)]
    pub(crate) response: Option<Response<'e>>,
}

/// A request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request<'e> {
    #[serde(borrow)]
    pub(crate) method: Text<'e>,
    #[serde(borrow)]
    pub(crate) url: Text<'e>,
    #[serde(borrow, default)]
    pub(crate) headers: Option<Vec<Pair<'e>>>,
    #[serde(borrow, default)]
    pub(crate) post_data: Option<Content<'e>>,
    #[serde(default)]
    pub(crate) body_size: Size,
}

/// An answer. Its status is 0 if there was none.
#[derive(Debug, Deserialize)]
pub(crate) struct Response<'e> {
    #[serde(default)]
    pub(crate) status: Size,
    #[serde(borrow, default)]
    pub(crate) headers: Option<Vec<Pair<'e>>>,
    #[serde(borrow, default)]
    pub(crate) content: Option<Content<'e>>,
}

/// A body.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Content<'e> {
    #[serde(default)]
    pub(crate) size: Size,
    #[serde(borrow, default)]
    pub(crate) mime_type: Option<Text<'e>>,
    #[serde(borrow, default)]
    pub(crate) text: Option<Text<'e>>,
    /// `base64`, or nothing. Requests have no such member by the specification, and have it from some recorders.
    #[serde(borrow, default, alias = "_encoding")]
    pub(crate) encoding: Option<Text<'e>>,
    /// The members of a form, where a recorder has taken it apart.
    #[serde(borrow, default)]
    pub(crate) params: Option<Vec<Pair<'e>>>,
}

/// A header, or a member of a form.
#[derive(Debug, Deserialize)]
pub(crate) struct Pair<'e> {
    #[serde(borrow, default)]
    pub(crate) name: Text<'e>,
    #[serde(borrow, default)]
    pub(crate) value: Text<'e>,
}

/// A text; other single values as their text, null and structures as none.
#[derive(Debug, Default)]
pub(crate) struct Text<'e>(pub(crate) Cow<'e, str>);

/// A number; `None` if it is missing, no whole number, or less than none, which tells that it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size(pub(crate) Option<u64>);

impl<'de: 'e, 'e> Deserialize<'de> for Text<'e> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Single).map(Self)
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_any(Single)?;
        // A fraction of zeros is none.
        let whole = text.split_once('.').map_or(&*text, |(whole, _)| whole);
        Ok(Self(whole.parse().ok()))
    }
}

/// Takes any value for a text.
struct Single;

impl<'de> Visitor<'de> for Single {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_string()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(""))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cow::Borrowed(""))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cow::Borrowed(""))
    }
}
