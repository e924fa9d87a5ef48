//! Collecting: what visitors' clients send, from the promise that it is kept to facts, each once.
//!
//! ```text
//! collector/
//!   log/             what was promised and the lake has not taken in yet (crate `harpoon_wal`)
//!   keys/            the keys of all events that ever came
//!   visits-TO.json   visits that were not over when the lake had everything below TO; the last two
//!   salts/           the secrets of today and yesterday, of which names of the day are made
//!   wanted-…         another process asks that what waits is taken in; gone once it was
//!   settled          nothing waits, and nobody has to look
//!   rules            version of the rules for robots by which everything was told anew the last time
//! ```
//!
//! One process at a time has the folder. What waits becomes one import, whose file name tells the log and the offsets
//! (`Stretch`): rows and mark count together or not at all. So an event counts once, wherever the process is killed.

mod closing;
mod counts;
pub(crate) mod disk;
mod error;
mod facts;
mod fresh;
mod load;
mod retell;
mod salts;
mod stretch;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use harpoon_collect::visitor::Salt;
use harpoon_lake::store::ImportRow;
use harpoon_wal::{Insight, Keys, Log, Real, Settings};
use jiff::Timestamp;

pub use counts::{Counts, SourceCounts};
pub use error::CollectError;
pub use fresh::Freshness;
pub use harpoon_wal::{AppendError, Pending};
pub use load::Loaded;
pub use retell::Retold;
pub use stretch::CONNECTOR;

use crate::Error;
use crate::workspace::Workspace;
use load::Loading;
use salts::Salts;
use stretch::Stretch;

/// Folder in a workspace.
pub const FOLDER: &str = "collector";
/// Says that nothing waits.
const SETTLED: &str = "settled";
/// What the names of files begin with by which other processes ask.
pub(crate) const WANTED: &str = "wanted-";

/// The collector of one workspace, held by this process.
pub struct Collector {
    folder: PathBuf,
    log: Log,
    /// One loads at a time.
    loading: Mutex<Loading>,
    /// A leaf lock.
    salts: Mutex<Salts>,
    /// The offset up to which nothing waits; the highest number there is before the log was read for the first time.
    read: AtomicU64,
    /// The lake has what the log lost: nothing more is taken, for it would get numbers of what is known.
    is_ahead: AtomicBool,
    /// Numbers of requests: random above, counted below.
    requests: u64,
    request: AtomicU64,
}

/// [`Collector::read`] before anything was read.
const UNREAD: u64 = u64::MAX;

impl Collector {
    /// Opens the collector of a workspace, or begins one. Fails with [`CollectError::Busy`] where another process has it, and
    /// with [`CollectError::Ahead`] where the log is older than the lake.
    pub fn open(workspace: &Workspace, now: Timestamp) -> Result<Self, Error> {
        let folder = workspace.root().join(FOLDER);
        let part = |name: &str| {
            Real::open(&folder.join(name)).map_err(|error| match error.kind() {
                std::io::ErrorKind::ResourceBusy => CollectError::Busy(folder.clone()).into(),
                _ => Error::io("open", &folder)(error),
            })
        };
        // Whoever has the log has the rest.
        let disk = part("log")?;
        let settled = folder.join(SETTLED);
        // For good before anything is promised: others would not look for it.
        let removed = disk::remove(&settled).and_then(|()| disk::sync(&folder));
        removed.map_err(Error::io("remove", &settled))?;
        let (log, _) = Log::open(disk, Settings::new(random()?)).map_err(CollectError::Log)?;
        // Before anything gets a number that the lake has.
        let mark = Stretch::mark(workspace.lake().snapshot(None)?.imports().iter(), log.id());
        let durable = log.durable_up_to();
        if mark > durable {
            return Err(CollectError::Ahead { mark, durable }.into());
        }
        let keys = Keys::open(part("keys")?, log.id()).map_err(CollectError::Keys)?;
        let salts = Salts::open(&folder.join("salts"), now)?;
        let [requests, _] = halves(random()?);
        Ok(Self {
            folder,
            log,
            loading: Mutex::new(Loading::new(keys)),
            salts: Mutex::new(salts),
            read: AtomicU64::new(UNREAD),
            is_ahead: AtomicBool::new(false),
            requests,
            request: AtomicU64::new(0),
        })
    }

    /// Hands in the lines of one request. They are kept once the answer comes.
    pub fn append(&self, lines: &[String]) -> Result<Pending, AppendError> {
        if self.is_ahead.load(Ordering::Acquire) {
            return Err(AppendError::Closed);
        }
        self.log.append(lines)
    }

    /// How many events are kept and not taken in by the lake yet; what was put aside is among them. After a start or a fault
    /// of the disk it may be more than there are, until the next load.
    pub fn waiting(&self) -> u64 {
        match self.read.load(Ordering::Acquire) {
            UNREAD => 0,
            read => self.log.durable_up_to().saturating_sub(read),
        }
    }

    /// Whether anything may wait.
    pub fn has_waiting(&self) -> bool {
        self.read.load(Ordering::Acquire) != self.log.durable_up_to()
    }

    /// Bytes that the log takes on the disk.
    pub fn bytes(&self) -> u64 {
        self.log.bytes_on_disk()
    }

    /// The salt of the day. Makes it and throws old ones away when it is time; nothing where the disk does not let it.
    pub fn salt(&self, now: Timestamp) -> Option<Arc<Salt>> {
        held(&self.salts).of(now)
    }

    /// A number that no other request has.
    pub fn request(&self) -> u128 {
        let counted = self.request.fetch_add(1, Ordering::Relaxed);
        u128::from(self.requests) << 64 | u128::from(counted)
    }
}

/// What opening the log of a workspace's collector would find, without changing anything; nothing where there is none. Fails where
/// it could not be opened, or where the imports of the lake say that it lacks records.
pub fn inspect(root: &Path, imports: &[ImportRow]) -> Result<Option<Insight>, Error> {
    let folder = root.join(FOLDER).join("log");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&folder).into_iter().flatten() {
        let entry = entry.map_err(Error::io("list", &folder))?;
        if let Ok(name) = entry.file_name().into_string()
            && name != "lock"
        {
            files.insert(name, entry.path());
        }
    }
    if files.is_empty() {
        return Ok(None);
    }
    let insight = harpoon_wal::inspect(files).map_err(CollectError::Log)?;
    let mark = Stretch::mark(imports.iter(), insight.id);
    if mark > insight.durable {
        let durable = insight.durable;
        return Err(CollectError::Ahead { mark, durable }.into());
    }
    Ok(Some(insight))
}

/// 128 random bits.
fn random() -> Result<u128, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| CollectError::Random)?;
    Ok(u128::from_le_bytes(bytes))
}

#[expect(clippy::cast_possible_truncation, reason = "both halves are wanted")]
const fn halves(whole: u128) -> [u64; 2] {
    [(whole >> 64) as u64, whole as u64]
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
