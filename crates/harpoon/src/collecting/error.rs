//! [`CollectError`]: why what visitors' clients sent cannot be kept or taken in.

use std::path::PathBuf;

use harpoon_wal::{KeysError, OpenError, ReadError};

/// Why the collector of a workspace does not go on.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// Another process has it.
    #[error("another process has `{}`; one at a time collects for a workspace", .0.display())]
    Busy(PathBuf),
    /// The log cannot be opened.
    #[error(transparent)]
    Log(#[from] OpenError),
    /// The log cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The keys of events.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The lake has taken in what the log does not have: what comes now would get the numbers of what is known.
    #[error(
        "the lake has taken in collected events up to {mark}, and the log of them ends at {durable}: the disk lost what it had \
         synced, or an old copy of `collector` was brought back; move `collector/log` away and a new log begins, which loses \
         no event that the lake has and lets none count twice"
    )]
    Ahead {
        /// What the lake says.
        mark: u64,
        /// What the log says.
        durable: u64,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Random,
}
