//! Both services.

use std::io;

use serde_json::Value as Json;

use crate::har;
use crate::service::{Service, Snapshot};
use crate::settings::Settings;

/// Both services, each on a port of its own; see [`Service`].
#[derive(Debug)]
pub struct Services {
    app_store_connect: Service,
    xbox_live: Service,
}

/// The state of both services at one time, from [`Services::snapshot`].
#[derive(Debug)]
pub struct Snapshots {
    app_store_connect: Snapshot,
    xbox_live: Snapshot,
}

impl Services {
    /// Starts both in the tokio runtime that this is called in, with the data in [`fixtures`](crate::fixtures).
    ///
    /// # Errors
    /// The system gives no port.
    pub async fn start() -> io::Result<Self> {
        Self::with(&Settings::default()).await
    }

    /// Starts both with these settings.
    ///
    /// # Errors
    /// The system gives no port, or a fixture cannot be read ([`io::ErrorKind::InvalidData`]).
    pub async fn with(settings: &Settings) -> io::Result<Self> {
        let app_store_connect = Service::app_store_connect(settings).await?;
        let xbox_live = Service::xbox_live(settings).await?;
        Ok(Self { app_store_connect, xbox_live })
    }

    /// App Store Connect.
    pub fn app_store_connect(&self) -> &Service {
        &self.app_store_connect
    }

    /// Xbox Live, all contract versions.
    pub fn xbox_live(&self) -> &Service {
        &self.xbox_live
    }

    /// The state of both as it is now.
    pub fn snapshot(&self) -> Snapshots {
        Snapshots {
            app_store_connect: self.app_store_connect.snapshot(),
            xbox_live: self.xbox_live.snapshot(),
        }
    }

    /// Puts the state of both back; see [`Service::restore`].
    pub fn restore(&self, snapshots: &Snapshots) {
        self.app_store_connect.restore(&snapshots.app_store_connect);
        self.xbox_live.restore(&snapshots.xbox_live);
    }

    /// The logs of both as one HAR document; see [`Service::har`].
    pub fn har(&self) -> Json {
        let mut log = self.app_store_connect.log();
        log.extend(self.xbox_live.log());
        har::document(&log)
    }

    /// Nobody has broken a contract.
    ///
    /// # Panics
    /// As [`Service::assert_clean`].
    #[track_caller]
    pub fn assert_clean(&self) {
        self.app_store_connect.assert_clean();
        self.xbox_live.assert_clean();
    }
}
