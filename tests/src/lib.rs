//! What the suite is written with: a scratch copy of the workspace, commands run in process, crates that are built, and
//! families of snapshots.

mod built;
mod scratch;
mod snapshots;

pub use built::{Built, PROFILE};
pub use scratch::{Outcome, Scratch, TROPHIES, root};
pub use snapshots::Snapshots;
