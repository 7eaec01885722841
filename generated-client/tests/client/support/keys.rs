//! Keys of App Store Connect for a run of the tests.

use std::time::SystemTime;

use game_achievements::app_store_connect::{Key, PrivateKey};
use p256::ecdsa::SigningKey;
use p256::pkcs8::{EncodePrivateKey as _, LineEnding};

/// A key that no one has seen before.
pub(crate) fn signing_key() -> SigningKey {
    let nanos = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos();
    let seed = nanos.to_be_bytes();
    SigningKey::from_slice(&[seed, seed].concat()).unwrap()
}

/// The text of its `.p8` file.
pub(crate) fn pem(key: &SigningKey) -> String {
    key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
}

pub(crate) fn team_key(key: &SigningKey) -> Key {
    Key::team("issuer", "KEY1", PrivateKey::from_pem(&pem(key)).unwrap()).unwrap()
}
