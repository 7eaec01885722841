//! Credentials of both services, over TCP.

#[cfg(feature = "app-store-connect")]
mod app_store_connect {
    use std::time::{Duration, SystemTime};

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use game_achievements::app_store_connect::{Client, options};
    use game_achievements::time::{Clock as _, ManualClock};
    use game_achievements::{Api as _, Error};
    use game_achievements_mock::{Answer, samples};
    use p256::ecdsa::signature::Verifier as _;
    use p256::ecdsa::{Signature, SigningKey};

    use crate::support::Service;
    use crate::support::keys::{signing_key, team_key};

    fn path() -> String {
        let id = samples::ACHIEVEMENT_LOCALIZATION_ID;
        format!("/v1/gameCenterAchievementLocalizations/{id}/gameCenterAchievementImage")
    }

    #[allow(deprecated, reason = "the sample of the mock is of this operation")]
    async fn read(client: &Client) -> Result<(), Error> {
        let options = options::ReadAchievementLocalizationImage::default();
        client.read_achievement_localization_image(samples::ACHIEVEMENT_LOCALIZATION_ID, options).await?;
        Ok(())
    }

    fn client(mock: &Service, key: &SigningKey, time: &ManualClock) -> Client {
        let builder = Client::builder().base_url(mock.base_url()).token_provider(team_key(key));
        builder.clock(time.clone()).sleeper(time.clone()).build().unwrap()
    }

    fn tokens(mock: &Service) -> Vec<String> {
        let requests = mock.requests();
        let token = |header: &str| header.strip_prefix("Bearer ").unwrap().to_owned();
        requests.iter().map(|request| token(request.header("authorization").unwrap())).collect()
    }

    #[tokio::test]
    async fn a_key_sends_tokens_by_the_clients_clock_and_renews_them_in_time() {
        let mock = Service::with_samples().await;
        let (key, time) = (signing_key(), ManualClock::new());
        let client = client(&mock, &key, &time);
        read(&client).await.unwrap();
        read(&client).await.unwrap();
        time.advance(Duration::from_secs(14 * 60));
        read(&client).await.unwrap();
        let tokens = tokens(&mock);
        assert!(tokens[0] == tokens[1] && tokens[1] != tokens[2]);

        let parts: Vec<&str> = tokens[2].split('.').collect();
        let claims = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        let now = time.now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        assert_eq!(claims["iat"], now - 60);
        assert!(claims["exp"].as_u64().unwrap() <= now - 60 + 20 * 60);
        let signature = Signature::from_slice(&URL_SAFE_NO_PAD.decode(parts[2]).unwrap()).unwrap();
        let message = format!("{}.{}", parts[0], parts[1]);
        key.verifying_key().verify(message.as_bytes(), &signature).unwrap();
    }

    #[tokio::test]
    async fn a_rejected_token_is_made_anew_once() {
        let mock = Service::start().await;
        mock.answer("GET", &path(), Answer::json(401, "{}"));
        mock.answer("GET", &path(), Answer::json(200, samples::ACHIEVEMENT_IMAGE));
        mock.answer("GET", &path(), Answer::json(401, "{}"));
        let client = client(&mock, &signing_key(), &ManualClock::new());
        read(&client).await.unwrap();
        let error = read(&client).await.unwrap_err();
        assert_eq!(error.tries(), 2);
        let tokens = tokens(&mock);
        assert_eq!(tokens.len(), 4);
        assert!(tokens[0] != tokens[1] && tokens[1] == tokens[2] && tokens[2] != tokens[3]);
        let text = format!("{client:?} {error} {error:?}");
        assert!(tokens.iter().all(|token| !text.contains(token)), "{text}");
    }
}

#[cfg(feature = "xbox-live")]
mod xbox_live {
    use std::sync::atomic::{AtomicU32, Ordering};

    use game_achievements::xbox_live::{Client, XstsToken, options};
    use game_achievements::{Api as _, Error, TokenFuture, TokenProvider, TokenRequest};
    use game_achievements_mock::{Answer, samples};

    use crate::support::Service;

    /// Gives `first` until it is rejected, and then `second`.
    #[derive(Default)]
    struct SignIn(AtomicU32);

    impl TokenProvider for SignIn {
        fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
            Box::pin(async move {
                self.0.fetch_add(1, Ordering::SeqCst);
                let first = XstsToken::new("1", "first.s3cret")?;
                let is_rejected = request.rejected.is_some_and(|rejected| rejected == first.authorization());
                Ok(if is_rejected { XstsToken::new("1", "second.s3cret")?.into() } else { first.into() })
            })
        }
    }

    async fn read(client: &Client) -> Result<(), Error> {
        let scid = samples::SCID.parse().unwrap();
        let options = options::ReadAchievement::default();
        client.read_achievement(samples::XUID, scid, samples::ACHIEVEMENT_ID, options).await?;
        Ok(())
    }

    #[tokio::test]
    async fn a_provider_is_told_which_token_was_rejected() {
        let mock = Service::start().await;
        let path = format!(
            "/users/xuid({})/achievements/{}/{}",
            samples::XUID,
            samples::SCID,
            samples::ACHIEVEMENT_ID
        );
        mock.answer("GET", &path, Answer::empty(401));
        mock.answer("GET", &path, Answer::json(200, samples::XBOX_ACHIEVEMENT));
        let builder = Client::builder().base_url(mock.base_url());
        let client = builder.token_provider(SignIn::default()).build().unwrap();
        read(&client).await.unwrap();
        read(&client).await.unwrap();
        let requests = mock.requests();
        let sent: Vec<_> = requests.iter().map(|request| request.header("authorization").unwrap()).collect();
        assert_eq!(sent, ["XBL3.0 x=1;first.s3cret", "XBL3.0 x=1;second.s3cret", "XBL3.0 x=1;second.s3cret"]);
    }

    #[test]
    fn other_headers_than_those_of_xbox_are_refused() {
        assert!(Client::new("XBL3.0 x=1;t").is_ok());
        let error = Client::new("Bearer s3cret").unwrap_err();
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }
}
