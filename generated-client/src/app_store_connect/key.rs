//! API keys, and the tokens made with them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use game_achievements_runtime::serde_json::{Value, json};

use super::PrivateKey;
use crate::{Authorization, Error, ErrorKind, Result, Token, TokenFuture, TokenProvider, TokenRequest};

/// Apple refuses tokens that live longer ("Generating Tokens for API Requests").
const LONGEST: Duration = Duration::from_secs(20 * 60);
/// Shorter ones would be renewed all the time: a token is back-dated by a minute, and renewed a minute before its end.
const SHORTEST: Duration = Duration::from_secs(3 * 60);
const LIFETIME: Duration = Duration::from_secs(15 * 60);

/// By how much a token is dated back, because Apple refuses one from the future and clocks differ; as fastlane does it.
const BACK_DATED: u64 = 60;

/// How far the ends of tokens of the same second are apart at most, in seconds.
const SPREAD: u64 = 30;

/// An API key of App Store Connect, which makes the tokens that requests carry: JSON Web Tokens signed with ES256, as Apple's
/// ["Generating Tokens for API Requests"](https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests)
/// describes them.
///
/// [`Client::with_key`](super::Client::with_key) sends them. A key is a [`TokenProvider`] too, for a client that is set up
/// otherwise:
///
/// ```no_run
/// use game_achievements::app_store_connect::{Client, Key, PrivateKey};
/// use game_achievements::Api as _;
///
/// # fn main() -> game_achievements::Result<()> {
/// let private_key = PrivateKey::from_path("AuthKey_2X9R4HXF34.p8")?;
/// let key = Key::team("57246542-96fe-1a63-e053-0824d011072a", "2X9R4HXF34", private_key)?;
/// let client = Client::builder().user_agent("my-game/1.0").token_provider(key).build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Key {
    key_id: String,
    owner: Owner,
    private_key: PrivateKey,
    lifetime: Duration,
    scope: Vec<String>,
    /// Tokens made so far, by all clones.
    count: Arc<AtomicU64>,
}

#[derive(Clone, Debug)]
enum Owner {
    Team { issuer_id: String },
    Individual,
}

impl Key {
    /// A key of a team: the issuer id stands above the list of keys in App Store Connect, the key id in it.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if an id is empty or has white space in it.
    pub fn team(
        issuer_id: impl Into<String>,
        key_id: impl Into<String>,
        private_key: PrivateKey,
    ) -> Result<Self> {
        let issuer_id = id("issuer id", issuer_id.into())?;
        Self::new(Owner::Team { issuer_id }, key_id.into(), private_key)
    }

    /// A key of one user, which has no issuer id.
    ///
    /// # Errors
    /// As [`team`](Self::team).
    pub fn individual(key_id: impl Into<String>, private_key: PrivateKey) -> Result<Self> {
        Self::new(Owner::Individual, key_id.into(), private_key)
    }

    /// Sets how long a token lives: 15 minutes without this. It is dated back by a minute of that.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if it is less than 3 minutes, or more than the 20 that
    /// Apple allows.
    pub fn lifetime(mut self, lifetime: Duration) -> Result<Self> {
        if !(SHORTEST..=LONGEST).contains(&lifetime) {
            let message = format!("a token cannot live {} s: it is 3 to 20 minutes", lifetime.as_secs());
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        self.lifetime = lifetime;
        Ok(self)
    }

    /// Restricts tokens to these requests, each written like `GET /v1/apps?filter[platform]=IOS`. Apple allows GET only, and
    /// ignores `limit`, `cursor` and `sort`.
    #[must_use]
    pub fn scope(mut self, requests: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scope = requests.into_iter().map(Into::into).collect();
        self
    }

    fn new(owner: Owner, key_id: String, private_key: PrivateKey) -> Result<Self> {
        let key_id = id("key id", key_id)?;
        Ok(Self { key_id, owner, private_key, lifetime: LIFETIME, scope: Vec::new(), count: Arc::default() })
    }

    fn make_token(&self, now: SystemTime) -> Result<Token> {
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let issued = now.saturating_sub(BACK_DATED);
        // Signatures are deterministic. Two tokens of the same second still differ, so that the second is not taken for one that
        // was rejected already.
        let expires = issued + self.lifetime.as_secs() - self.count.fetch_add(1, Ordering::Relaxed) % SPREAD;
        let mut claims = json!({ "iat": issued, "exp": expires, "aud": "appstoreconnect-v1" });
        match &self.owner {
            Owner::Team { issuer_id } => claims["iss"] = json!(issuer_id),
            Owner::Individual => claims["sub"] = json!("user"),
        }
        if !self.scope.is_empty() {
            claims["scope"] = json!(self.scope);
        }
        let header = json!({ "alg": "ES256", "kid": self.key_id, "typ": "JWT" });
        let message = format!("{}.{}", encode(&header), encode(&claims));
        let signature = URL_SAFE_NO_PAD.encode(self.private_key.sign(message.as_bytes()));
        let authorization = Authorization::bearer(format!("{message}.{signature}"))?;
        Ok(Token::new(authorization).expires_at(SystemTime::UNIX_EPOCH + Duration::from_secs(expires)))
    }
}

impl TokenProvider for Key {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(std::future::ready(self.make_token(request.now)))
    }
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn id(what: &str, id: String) -> Result<String> {
    if id.is_empty() || id.contains(|c: char| c.is_whitespace() || c.is_control()) {
        let message = format!("the {what} of App Store Connect is empty or has white space in it");
        return Err(Error::new(ErrorKind::Credentials, message));
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::Signature;
    use p256::ecdsa::signature::Verifier as _;

    use super::*;
    use crate::app_store_connect::private_key::tests::generate;

    const NOW: u64 = 1_800_000_000;

    fn private_key() -> PrivateKey {
        PrivateKey::from_pem(&generate().0).unwrap()
    }

    fn now() -> SystemTime {
        // A fraction, because claims must be integers all the same.
        SystemTime::UNIX_EPOCH + Duration::from_millis(NOW * 1000 + 700)
    }

    /// Header and claims of a token, and all of it.
    fn read(key: &Key) -> (String, String, String) {
        let token = key.make_token(now()).unwrap();
        let text = sent(token.authorization());
        let parts: Vec<&str> = text.split('.').collect();
        let part = |index: usize| String::from_utf8(URL_SAFE_NO_PAD.decode(parts[index]).unwrap()).unwrap();
        (part(0), part(1), text)
    }

    fn sent(authorization: &Authorization) -> String {
        authorization.expose().strip_prefix("Bearer ").unwrap().to_owned()
    }

    #[test]
    fn a_team_key_makes_what_apple_describes() {
        let (pem, verifying) = generate();
        let key = Key::team("issuer-1", "KEY1", PrivateKey::from_pem(&pem).unwrap()).unwrap();
        let (header, claims, token) = read(&key);
        assert_eq!(header, r#"{"alg":"ES256","kid":"KEY1","typ":"JWT"}"#);
        assert_eq!(
            claims,
            r#"{"aud":"appstoreconnect-v1","exp":1800000840,"iat":1799999940,"iss":"issuer-1"}"#
        );
        let (message, signature) = token.rsplit_once('.').unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        assert_eq!(signature.len(), 64, "raw, not DER");
        let signature = Signature::from_slice(&signature).unwrap();
        verifying.verifying_key().verify(message.as_bytes(), &signature).unwrap();
    }

    #[test]
    fn an_individual_key_has_a_subject_and_no_issuer() {
        let key =
            Key::individual("KEY1", private_key()).unwrap().scope(["GET /v1/apps?filter[platform]=IOS"]);
        assert_eq!(
            read(&key).1,
            r#"{"aud":"appstoreconnect-v1","exp":1800000840,"iat":1799999940,"scope":["GET /v1/apps?filter[platform]=IOS"],"sub":"user"}"#
        );
    }

    #[test]
    fn no_token_lives_longer_than_apple_allows() {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        let key = Key::individual("KEY1", private_key()).unwrap();
        for refused in
            [minutes(20) + Duration::from_secs(1), minutes(3) - Duration::from_secs(1), Duration::MAX]
        {
            assert_eq!(key.clone().lifetime(refused).unwrap_err().kind(), ErrorKind::Configuration);
        }
        let key = key.lifetime(minutes(20)).unwrap();
        for _ in 0..100 {
            let token = key.make_token(now()).unwrap();
            let lives = token.expires().unwrap().duration_since(SystemTime::UNIX_EPOCH).unwrap();
            let lives = lives.as_secs() - (NOW - BACK_DATED);
            assert!((1170..=1200).contains(&lives), "{lives}");
        }
    }

    #[test]
    fn tokens_of_the_same_second_differ() {
        let key = Key::individual("KEY1", private_key()).unwrap();
        assert_ne!(read(&key).2, read(&key).2);
    }

    #[test]
    fn ids_that_cannot_be_right_are_refused() {
        for bad in ["", " ", "KEY1\n", "a b"] {
            assert!(Key::individual(bad, private_key()).is_err(), "{bad:?}");
            assert!(Key::team(bad, "KEY1", private_key()).is_err(), "{bad:?}");
        }
    }
}
