//! The bytes of a recorded body, as the other side got them: decoded where the recorder left them encoded.

use std::borrow::Cow;
use std::io::Read;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::har::{Content, Pair, Size};

/// The most bytes that a body is unpacked to.
const MAX_BODY: u64 = 16 << 20;

/// The bytes of a body; `None` if they are not known: left out, cut off, or packed in a way that is not known here.
pub(super) type Bytes<'e> = Option<Cow<'e, [u8]>>;

/// The body of a request.
pub(super) fn sent<'e>(content: Option<&'e Content<'_>>, size: Size, headers: &[Pair<'_>]) -> Bytes<'e> {
    let is_empty = |content: &Content<'_>| {
        content.text.as_ref().is_none_or(|text| text.0.is_empty())
            && content.params.as_deref().unwrap_or_default().is_empty()
    };
    match content {
        Some(content) if !is_empty(content) => match &content.text {
            Some(text) if !text.0.is_empty() => bytes(content, headers),
            _ => Some(Cow::Owned(form(content.params.as_deref().unwrap_or_default()).into_bytes())),
        },
        // Chrome leaves large bodies out, and tells only their size.
        _ if size.0.is_some_and(|size| size > 0) => None,
        _ => Some(Cow::Borrowed(b"")),
    }
}

/// The body of an answer.
pub(super) fn received<'e>(content: Option<&'e Content<'_>>, headers: &[Pair<'_>]) -> Bytes<'e> {
    let content = content?;
    match &content.text {
        Some(text) if !text.0.is_empty() => bytes(content, headers),
        _ if content.size.0 == Some(0) => Some(Cow::Borrowed(b"")),
        // Of a text that is there and empty, a size that is not told is none.
        Some(_) if content.size.0.is_none() => Some(Cow::Borrowed(b"")),
        _ => None,
    }
}

/// The members of a form, as a form writes them.
fn form(params: &[Pair<'_>]) -> String {
    let escaped = |text: &str| {
        text.bytes().fold(String::new(), |all, byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                all + &char::from(byte).to_string()
            }
            byte => all + &format!("%{byte:02X}"),
        })
    };
    let pairs = params.iter().map(|pair| format!("{}={}", escaped(&pair.name.0), escaped(&pair.value.0)));
    pairs.collect::<Vec<_>>().join("&")
}

fn bytes<'e>(content: &'e Content<'_>, headers: &[Pair<'_>]) -> Bytes<'e> {
    let text = &*content.text.as_ref()?.0;
    let is_base64 =
        content.encoding.as_ref().is_some_and(|encoding| encoding.0.eq_ignore_ascii_case("base64"));
    if !is_base64 {
        let bytes = text.as_bytes();
        return (!is_cut(bytes, content.size)).then_some(Cow::Borrowed(bytes));
    }
    let compact: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let packed = GeneralPurpose::new(&STANDARD, config).decode(compact).ok()?;
    let coding = headers.iter().find(|header| header.name.0.eq_ignore_ascii_case("content-encoding"));
    let coding = coding.map(|header| header.value.0.trim().to_ascii_lowercase()).unwrap_or_default();
    let bytes = unpacked(packed, &coding)?;
    (!is_cut(&bytes, content.size)).then_some(Cow::Owned(bytes))
}

/// Undoes the coding that a header tells of, unless the recorder has done so: most have, and leave the header.
fn unpacked(packed: Vec<u8>, coding: &str) -> Option<Vec<u8>> {
    match (coding, &*packed) {
        ("gzip" | "x-gzip", [0x1f, 0x8b, ..]) => all_of(flate2::read::MultiGzDecoder::new(&*packed)),
        // By the standard it has a head of zlib; some services send none.
        ("deflate", [head, ..]) if !is_json(*head) => all_of(flate2::read::ZlibDecoder::new(&*packed))
            .or_else(|| all_of(flate2::read::DeflateDecoder::new(&*packed))),
        ("br", [head, ..]) if !is_json(*head) => {
            all_of(brotli_decompressor::Decompressor::new(&*packed, 4096))
        }
        ("zstd", [0x28, 0xb5, 0x2f, 0xfd, ..]) => None,
        _ => Some(packed),
    }
}

/// Whether a byte starts a document of JSON. None of the packings here starts with `{`, `[` or a blank in practice.
fn is_json(head: u8) -> bool {
    matches!(head, b'{' | b'[' | b'"' | b' ' | b'\n' | b'\r' | b'\t')
}

fn all_of(reader: impl Read) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells that there is more.
    reader.take(MAX_BODY + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= MAX_BODY).then_some(bytes)
}

/// Whether a recorder kept only the start of a document of JSON: it says that there was more, and the document does not end.
fn is_cut(bytes: &[u8], size: Size) -> bool {
    size.0.is_some_and(|size| size > bytes.len() as u64)
        && bytes.first().is_some_and(|head| is_json(*head))
        && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_err_and(|error| error.is_eof())
}
