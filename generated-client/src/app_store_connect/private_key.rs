//! The private key of an API key.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::DecodePrivateKey as _;

use crate::{Error, ErrorKind, Result};

/// A `.p8` file as App Store Connect lets you download it once: a P-256 key in PEM. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct PrivateKey(Arc<SigningKey>);

impl PrivateKey {
    /// Reads the text of a `.p8` file. Line breaks may be written as `\n`, as they often are in environment variables.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) with the reason, if it is not a P-256 key in PKCS #8 PEM. The
    /// text is not repeated.
    pub fn from_pem(text: &str) -> Result<Self> {
        let text = match text.contains('\n') {
            true => text.trim().to_owned(),
            false => text.trim().replace("\\r", "").replace("\\n", "\n"),
        };
        match SigningKey::from_pkcs8_pem(&text) {
            Ok(key) => Ok(Self(Arc::new(key))),
            // No source: what the decoder says about a secret is not ours to vouch for.
            Err(_) => Err(refused(why_unreadable(&text))),
        }
    }

    /// Reads a `.p8` file.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) with the path, if the file cannot be read; else as
    /// [`from_pem`](Self::from_pem).
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|error| {
            refused(&format!("the file {} cannot be read", path.display())).with_source(error)
        })?;
        Self::from_pem(&text)
    }

    /// Signs with ES256 as RFC 7518 wants it: both numbers one after the other, not in DER.
    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature: Signature = self.0.sign(message);
        signature.to_bytes().into()
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(redacted)")
    }
}

/// Tells apart what people take for the file.
fn why_unreadable(text: &str) -> &'static str {
    if text.is_empty() {
        "it is empty"
    } else if text.contains("BEGIN EC PRIVATE KEY") {
        "it is in SEC 1 form; App Store Connect gives PKCS #8, which begins with BEGIN PRIVATE KEY"
    } else if text.contains("BEGIN ENCRYPTED PRIVATE KEY") {
        "it is encrypted"
    } else if text.contains("BEGIN PUBLIC KEY") || text.contains("BEGIN CERTIFICATE") {
        "it is public, and a private key is needed"
    } else if !text.contains("BEGIN PRIVATE KEY") {
        "it is no PEM text, which begins with BEGIN PRIVATE KEY"
    } else if !text.contains("END PRIVATE KEY") {
        "it is cut off"
    } else {
        "it is damaged, or no P-256 key"
    }
}

fn refused(why: &str) -> Error {
    Error::new(ErrorKind::Credentials, format!("the private key of App Store Connect cannot be used: {why}"))
}

#[cfg(test)]
pub(super) mod tests {
    use p256::ecdsa::signature::Verifier as _;
    use p256::pkcs8::{EncodePrivateKey as _, LineEnding};

    use super::*;

    /// A new key, as the file and as a key that can check signatures.
    pub(crate) fn generate() -> (String, SigningKey) {
        // `RandomState` is seeded by the system; good enough for a key that lives as long as a test.
        let half = || {
            use std::hash::BuildHasher as _;
            std::hash::RandomState::new().hash_one(0)
        };
        let bytes: Vec<u8> =
            [half(), half(), half(), half()].iter().flat_map(|half| half.to_be_bytes()).collect();
        let key = SigningKey::from_slice(&bytes).unwrap();
        (key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string(), key)
    }

    #[test]
    fn reads_the_file_however_its_lines_end() {
        let (pem, key) = generate();
        for text in
            [pem.clone(), pem.replace('\n', "\r\n"), pem.replace('\n', "\\n"), format!("\n {pem}\n\n")]
        {
            let signature = PrivateKey::from_pem(&text).unwrap().sign(b"message");
            let signature = Signature::from_slice(&signature).unwrap();
            key.verifying_key().verify(b"message", &signature).unwrap();
        }
    }

    #[test]
    fn a_bad_key_is_refused_with_the_reason_and_without_its_contents() {
        let (pem, _) = generate();
        let body = pem.lines().nth(1).unwrap();
        for (text, reason) in [
            (String::new(), "it is empty"),
            (body.to_owned(), "it is no PEM text"),
            (pem.replace(" PRIVATE", " EC PRIVATE"), "it is in SEC 1 form"),
            (pem.replace(" PRIVATE", " ENCRYPTED PRIVATE"), "it is encrypted"),
            (pem.replace("PRIVATE", "PUBLIC"), "it is public"),
            (pem[..pem.len() - 40].to_owned(), "it is cut off"),
            (pem.replacen(&body[8..12], "!!!!", 1), "it is damaged, or no P-256 key"),
            (pem.replacen(&body[..8], "AAAAAAAA", 1), "it is damaged, or no P-256 key"),
        ] {
            let error = PrivateKey::from_pem(&text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Credentials);
            let text = format!("{error} {error:?}");
            assert!(text.contains(reason), "{text}");
            assert!(!text.contains(&body[16..24]), "{text}");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = PrivateKey::from_path("/no/such/AuthKey.p8").unwrap_err();
        assert!(error.to_string().contains("/no/such/AuthKey.p8"), "{error}");
        assert!(std::error::Error::source(&error).is_some());
    }

    #[test]
    fn debug_shows_nothing() {
        let key = PrivateKey::from_pem(&generate().0).unwrap();
        assert_eq!(format!("{key:?}"), "PrivateKey(redacted)");
    }
}
