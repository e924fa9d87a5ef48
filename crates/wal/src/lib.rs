//! What the collector promised, kept through power loss.
//!
//! [`Log`] holds records until they are in the lake: whoever hands some in is answered when a sync covers them. [`Keys`]
//! holds the keys of all events that ever came, so that what is sent again counts once. Both stand on a [`Disk`], which
//! in the tests loses power at every step.
//!
//! ```
//! use harpoon_wal::{Log, Real, Settings};
//!
//! let folder = tempfile::tempdir()?;
//! let (log, report) = Log::open(Real::open(folder.path())?, Settings::new(0x5eed))?;
//! assert_eq!(report.records, 0);
//! let offsets = log.append(&["seen", "clicked"])?.wait()?;
//! assert_eq!(offsets, 0..2);
//! let read: Vec<_> = log.read(1).collect::<Result<_, _>>()?;
//! assert_eq!(read[0].bytes, b"clicked");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # On disk
//!
//! A folder of the log holds, all numbers little-endian:
//!
//! ```text
//! 00000000000000000000.wal   segments: a head, then frames; named by their first offset
//! 00000000000000417216.wal
//! log.mark                   id of the log, and where it was cut
//! lock                       held while a process has the log open
//! *.new                      what is being written and does not count yet
//! ```
//!
//! A folder of keys holds, and it must be another folder:
//!
//! ```text
//! 0000000000.keys            runs: sorted keys in blocks, a filter, the first key of each block
//! keys.manifest              which runs count, and the mark
//! lock, *.new                as above
//! ```
//!
//! # Rules
//!
//! Offsets number the records. They rise, and none is given twice, whatever happened: a fault or a crash leaves a gap. A
//! range is half open, and a mark is the offset after the last record that it covers, so 0 covers none.
//!
//! Records that were not acknowledged may be there after a crash, once each. Nothing that a reader has seen is gone later.
//!
//! # Each event once
//!
//! A loader that can be stopped anywhere, with a lake that commits rows together with a mark:
//!
//! 1. It sees that the lake's mark is not above [`Log::durable_up_to`]; otherwise the disk lost what it had synced.
//! 2. If the mark of the keys is below the lake's, it adds the keys of the records in between: it was stopped after 4.
//! 3. It reads a batch from the lake's mark on, and asks [`Keys::which_are_new`].
//! 4. It commits the new ones to the lake, with the batch's end as the mark.
//! 5. It adds the batch's keys with the same mark, rolls the log and waits for that, and then cuts the log at the mark: only
//!    sealed segments can go, and without a roll the one that is written would keep what is loaded until it is full.
//!    [`Keys::merge`] when there is time.

mod bytes;
mod checksum;
mod committer;
mod disk;
mod frame;
mod inspect;
mod keys;
mod log;
mod mark;
mod pending;
mod queue;
mod read;
mod recovery;
mod scan;
mod segment;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use committer::{Committer, Turn};
pub use disk::{Appending, Disk, Reading, Real};
pub use inspect::{Insight, inspect};
pub use keys::{Keys, KeysError};
pub use log::{Log, Settings};
pub use pending::{AppendError, Fault, Pending};
pub use read::{ReadError, Record, Records};
pub use recovery::{Damage, Lost, OpenError, Report, Torn};

/// Locks. What a panic left is whole: no lock is held over a step that can fail halfway.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait<'a, T>(changed: &Condvar, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    changed.wait(guard).unwrap_or_else(PoisonError::into_inner)
}

fn wait_for<T>(changed: &Condvar, guard: MutexGuard<'_, T>, most: Duration) {
    // Whether it was told or the time was over, the caller looks again.
    let _ = changed.wait_timeout(guard, most);
}
