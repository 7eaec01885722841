//! What Xbox services take for proof of who is calling.

use std::fmt;
use std::time::SystemTime;

use crate::{Authorization, Error, ErrorKind, Result, Token};

/// A token of the Xbox security token service (XSTS) with the hash of the user it is for: the `Token` and the
/// `DisplayClaims.xui[0].uhs` of its answer. `Debug` shows neither.
///
/// A [`TokenProvider`](crate::TokenProvider) that signs a player in gives it away as a [`Token`]:
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use game_achievements::Token;
/// use game_achievements::xbox_live::XstsToken;
///
/// # fn main() -> game_achievements::Result<()> {
/// let token = XstsToken::new("1234567890", "eyJ...")?.not_after(SystemTime::now() + Duration::from_secs(16 * 3600));
/// let token: Token = token.into();
/// # let _ = token;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct XstsToken {
    authorization: Authorization,
    not_after: Option<SystemTime>,
}

impl XstsToken {
    /// A token without a known end.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if one is empty, or has a semicolon, white space or anything else
    /// in it that does not belong there. The message repeats neither.
    pub fn new(user_hash: impl AsRef<str>, token: impl AsRef<str>) -> Result<Self> {
        let (user_hash, token) = (user_hash.as_ref(), token.as_ref());
        for (what, text) in [("user hash", user_hash), ("token", token)] {
            if text.is_empty() || text.contains(|c: char| c == ';' || !c.is_ascii_graphic()) {
                let message = format!(
                    "the {what} of Xbox Live is empty or has something in it that does not belong there"
                );
                return Err(Error::new(ErrorKind::Credentials, message));
            }
        }
        let authorization = Authorization::raw(format!("XBL3.0 x={user_hash};{token}"))?;
        Ok(Self { authorization, not_after: None })
    }

    /// Reads a whole header value: `XBL3.0 x=<user hash>;<token>`.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if it is not of this form. The message does not repeat it.
    pub fn parse(header: impl AsRef<str>) -> Result<Self> {
        let parts = header.as_ref().trim().strip_prefix("XBL3.0 x=").and_then(|rest| rest.split_once(';'));
        let Some((user_hash, token)) = parts else {
            let message = "the authorization of Xbox Live is not of the form `XBL3.0 x=<user hash>;<token>`";
            return Err(Error::new(ErrorKind::Credentials, message));
        };
        Self::new(user_hash, token)
    }

    /// Sets when it ends: the `NotAfter` of the answer, about 16 hours later.
    #[must_use]
    pub fn not_after(mut self, time: SystemTime) -> Self {
        self.not_after = Some(time);
        self
    }

    /// What is sent, to be compared with [`TokenRequest::rejected`](crate::TokenRequest::rejected).
    pub fn authorization(&self) -> &Authorization {
        &self.authorization
    }
}

impl From<XstsToken> for Token {
    fn from(token: XstsToken) -> Self {
        let made = Token::new(token.authorization);
        match token.not_after {
            Some(time) => made.expires_at(time),
            None => made,
        }
    }
}

impl fmt::Debug for XstsToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("XstsToken").field("not_after", &self.not_after).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_make_the_same_header() {
        let token = XstsToken::new("123", "a.b-c_d=").unwrap();
        assert_eq!(token.authorization().expose(), "XBL3.0 x=123;a.b-c_d=");
        let parsed = XstsToken::parse(" XBL3.0 x=123;a.b-c_d=\n").unwrap();
        assert!(parsed.authorization() == token.authorization());
        assert_eq!(format!("{parsed:?}"), "XstsToken { not_after: None, .. }");
    }

    #[test]
    fn the_end_is_kept() {
        let token: Token = XstsToken::new("1", "t").unwrap().not_after(SystemTime::UNIX_EPOCH).into();
        assert_eq!(token.expires(), Some(SystemTime::UNIX_EPOCH));
    }

    #[test]
    fn other_forms_are_refused_without_repeating_them() {
        for text in [
            "",
            "s3cret",
            "Bearer s3cret",
            "XBL3.0 x=s3cret",
            "XBL3.0 x=;s3cret",
            "XBL3.0 x=1;",
            "XBL3.0 x=1;s3cret s3cret",
            "XBL3.0 x=1;s3cret;s3cret",
        ] {
            let error = XstsToken::parse(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Credentials);
            assert!(!format!("{error} {error:?}").contains("s3cr"), "{error:?}");
        }
    }
}
