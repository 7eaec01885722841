//! The contracts of the services, as the specs state them.
//!
//! The documents are the specs without what is for readers; `cargo xtask generate` writes them. Each is read once for all
//! services of a process.

use std::sync::{Arc, OnceLock};

use game_achievements_contract::contract::Contract;
use game_achievements_contract::document::Document;
use game_achievements_contract::exchange::Service;

/// App Store Connect.
pub(crate) fn app_store_connect() -> &'static Service {
    static SERVICE: OnceLock<Service> = OnceLock::new();
    SERVICE.get_or_init(|| read("app-store-connect.json", include_str!("contracts/app-store-connect.json")))
}

/// Xbox Live, contract versions 2 and 4.
pub(crate) fn xbox_live() -> &'static Service {
    static SERVICE: OnceLock<Service> = OnceLock::new();
    SERVICE.get_or_init(|| read("xbox-live.json", include_str!("contracts/xbox-live.json")))
}

/// Xbox Live, contract versions 1 and 3.
pub(crate) fn xbox_360() -> &'static Service {
    static SERVICE: OnceLock<Service> = OnceLock::new();
    SERVICE.get_or_init(|| read("xbox-360.json", include_str!("contracts/xbox-360.json")))
}

/// The documents are part of this package, so one that cannot be read is a bug that every test shows.
fn read(file: &str, text: &str) -> Service {
    let document = Document::read(file, text.as_bytes());
    let contract = document.and_then(|document| Contract::read(&document));
    let contract = contract.unwrap_or_else(|problems| panic!("{file} is no contract: {problems:?}"));
    Service::new(Arc::new(contract))
}
