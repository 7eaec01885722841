//! A mock whose requests are held against the contracts.

use std::ops::Deref;

use game_achievements_mock::Mock;

/// A mock with scripted answers. When it is dropped, whatever it was asked has to be as the contracts say.
pub struct Held(Mock);

impl Held {
    pub async fn start() -> Self {
        Self(Mock::start().await.expect("a free port"))
    }
}

impl Deref for Held {
    type Target = Mock;

    fn deref(&self) -> &Mock {
        &self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // A panic while panicking would end the process, and hide what the test found.
        if !std::thread::panicking() {
            let breaches = self.0.breaches();
            assert!(breaches.is_empty(), "requests break the contract: {breaches:#?}");
        }
    }
}
