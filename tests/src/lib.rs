//! What the suite is written with: a scratch copy of the workspace, commands run in process, and families of
//! snapshots.

mod scratch;
mod snapshots;

pub use scratch::{Outcome, Scratch, TROPHIES, root};
pub use snapshots::Snapshots;
