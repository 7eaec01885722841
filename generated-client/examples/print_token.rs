//! Prints a token for App Store Connect, made with the key in the environment: for a request by hand, or to have it checked.
//!
//! ```text
//! export APP_STORE_CONNECT_KEY_ID=… APP_STORE_CONNECT_ISSUER_ID=… APP_STORE_CONNECT_PRIVATE_KEY_PATH=AuthKey_….p8
//! cargo run --example print_token
//! cargo run --example print_token -- 'GET /v1/apps?filter[platform]=IOS'
//! ```
//!
//! Without an issuer id the key is one of a single user. Arguments are the requests that the token is restricted to.
#![allow(clippy::print_stdout, reason = "printing is what this is for")]

use std::time::SystemTime;

use game_achievements::app_store_connect::Key;
use game_achievements::{TokenProvider as _, TokenRequest};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let key = Key::from_env()?.scope(std::env::args().skip(1));
    let token = key.token(TokenRequest::new(SystemTime::now(), None)).await?;
    println!("{}", token.authorization().expose().trim_start_matches("Bearer "));
    Ok(())
}
