//! Credentials from environment variables.

use super::{Key, PrivateKey};
use crate::{Error, ErrorKind, Result};

const KEY_ID: &str = "APP_STORE_CONNECT_KEY_ID";
const ISSUER_ID: &str = "APP_STORE_CONNECT_ISSUER_ID";
const PRIVATE_KEY: &str = "APP_STORE_CONNECT_PRIVATE_KEY";
const PRIVATE_KEY_PATH: &str = "APP_STORE_CONNECT_PRIVATE_KEY_PATH";
/// Where to send instead of to the service.
pub(super) const BASE_URL: &str = "APP_STORE_CONNECT_BASE_URL";
const TOKEN: &str = "APP_STORE_CONNECT_TOKEN";

/// What the environment has for a client.
pub(super) enum Found {
    Key(Key),
    Token(String),
}

impl Key {
    /// The key in the environment: `APP_STORE_CONNECT_KEY_ID`; `APP_STORE_CONNECT_ISSUER_ID`, or without it the key is one of a
    /// single user; `APP_STORE_CONNECT_PRIVATE_KEY` with the text of the `.p8` file, or `APP_STORE_CONNECT_PRIVATE_KEY_PATH`
    /// with its path. A variable that is set to nothing is not set.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if a variable is missing or both forms of the private key are there; else as
    /// [`Key::team`] and [`PrivateKey::from_pem`].
    pub fn from_env() -> Result<Self> {
        key(&crate::variable)
    }
}

/// A key if any of it is there, else a token.
pub(super) fn find(variable: &dyn Fn(&str) -> Result<Option<String>>) -> Result<Found> {
    for name in [KEY_ID, PRIVATE_KEY, PRIVATE_KEY_PATH] {
        if variable(name)?.is_some() {
            return key(variable).map(Found::Key);
        }
    }
    match variable(TOKEN)? {
        Some(token) => Ok(Found::Token(token)),
        None => Err(misset(&format!("neither the environment variable {KEY_ID} nor {TOKEN} is set"))),
    }
}

fn key(variable: &dyn Fn(&str) -> Result<Option<String>>) -> Result<Key> {
    let missing = |name: &str| misset(&format!("the environment variable {name} is not set"));
    let key_id = variable(KEY_ID)?.ok_or_else(|| missing(KEY_ID))?;
    let private_key = match (variable(PRIVATE_KEY)?, variable(PRIVATE_KEY_PATH)?) {
        (Some(text), None) => PrivateKey::from_pem(&text)?,
        (None, Some(path)) => PrivateKey::from_path(path)?,
        (None, None) => return Err(missing(&format!("{PRIVATE_KEY} or {PRIVATE_KEY_PATH}"))),
        (Some(_), Some(_)) => {
            let both = format!("both environment variables {PRIVATE_KEY} and {PRIVATE_KEY_PATH} are set");
            return Err(misset(&both));
        }
    };
    match variable(ISSUER_ID)? {
        Some(issuer_id) => Key::team(issuer_id, key_id, private_key),
        None => Key::individual(key_id, private_key),
    }
}

fn misset(message: &str) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app_store_connect::private_key::tests::generate;

    fn found(variables: &[(&str, &str)]) -> Result<String, String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            Ok(found.map(|(_, value)| (*value).to_owned()))
        };
        match find(&variable) {
            Ok(Found::Key(key)) => Ok(format!("{key:?}")),
            Ok(Found::Token(token)) => Ok(token),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn a_key_goes_before_a_token() {
        let (pem, _) = generate();
        let team = [(KEY_ID, "K"), (ISSUER_ID, "I"), (PRIVATE_KEY, &pem), (TOKEN, "t")];
        assert!(found(&team).unwrap().contains("Team { issuer_id: \"I\" }"));
        assert!(found(&[(KEY_ID, "K"), (PRIVATE_KEY, &pem)]).unwrap().contains("Individual"));
        assert_eq!(found(&[(TOKEN, "t"), (ISSUER_ID, "I")]).unwrap(), "t");
    }

    #[test]
    fn the_private_key_can_be_in_a_file() {
        let (pem, _) = generate();
        let path = std::env::temp_dir().join(format!("AuthKey_{}.p8", std::process::id()));
        std::fs::write(&path, pem).unwrap();
        let found = found(&[(KEY_ID, "K"), (PRIVATE_KEY_PATH, path.to_str().unwrap())]);
        std::fs::remove_file(path).unwrap();
        assert!(found.unwrap().contains("redacted"));
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        let (pem, _) = generate();
        for (variables, message) in [
            (
                &[][..],
                "neither the environment variable APP_STORE_CONNECT_KEY_ID nor APP_STORE_CONNECT_TOKEN is set",
            ),
            (&[(PRIVATE_KEY, pem.as_str())], "the environment variable APP_STORE_CONNECT_KEY_ID is not set"),
            (
                &[(KEY_ID, "K"), (TOKEN, "t")],
                "the environment variable APP_STORE_CONNECT_PRIVATE_KEY or APP_STORE_CONNECT_PRIVATE_KEY_PATH is not set",
            ),
            (
                &[(KEY_ID, "K"), (PRIVATE_KEY, pem.as_str()), (PRIVATE_KEY_PATH, "/p8")],
                "both environment variables APP_STORE_CONNECT_PRIVATE_KEY and APP_STORE_CONNECT_PRIVATE_KEY_PATH are set",
            ),
        ] {
            assert_eq!(found(variables).unwrap_err(), message);
        }
    }
}
