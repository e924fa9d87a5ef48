//! [`Lake::still`]: which files are the lake, looked at while nobody writes: what a copy of it needs. In a bucket others write at any
//! time; there it is a look between two commits.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use deltalake::kernel::EagerSnapshot;

use super::Lake;
use super::commit::carry_through;
use super::error::StoreError;
use super::import::ImportRow;
use super::lock::WriterLock;
use super::log::Log;
use super::pending::Pending;
use super::snapshot::Snapshot;
use super::upkeep::{live, parquet_files};

/// Files by their path from the workspace's folder on: how long they are, in bytes, and when they were written.
pub type Listed = BTreeMap<PathBuf, (u64, SystemTime)>;

/// How often one looks for a moment between two commits of a bucket.
const LOOKS: u32 = 200;
const PACE: Duration = Duration::from_millis(50);

/// The files of a lake at one version, from the workspace's folder on. Whoever has them has every version of the data: versions
/// go by imports, and facts that were ever imported stand in the files that count now.
#[derive(Clone, Debug)]
pub struct Still {
    /// The version of the data.
    pub version: u64,
    /// All imports, each as it stands.
    pub imports: Vec<ImportRow>,
    /// Files that never change: facts, commits, raw bytes. Compaction may replace some, and vacuum remove these, as soon as
    /// others may write again.
    pub lasting: Vec<PathBuf>,
    /// Files that the next commit may replace.
    pub passing: Vec<PathBuf>,
    /// In a bucket: files of `imports` that old versions are read from, or that another node is about to name or to take away. None of
    /// those that are gone was needed.
    pub maybe: Vec<PathBuf>,
    /// Names of imported files whose raw bytes are gone.
    pub without_raw: Vec<String>,
}

impl Still {
    /// All of them.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        let all = self.lasting.iter().chain(&self.passing).chain(&self.maybe);
        all.cloned()
    }
}

impl Lake {
    /// Waits until nobody writes, finishes what a killed writer left, and lets `look` see which files there are; nobody writes
    /// until it is done.
    pub fn still<T>(&self, look: impl FnOnce(&Still) -> T) -> Result<T, StoreError> {
        let _lock = WriterLock::take(&self.folder())?;
        carry_through(self)?;
        self.files().map(|still| look(&still))
    }

    /// Which files there are; for who knows that nobody writes on this node.
    pub(super) fn files(&self) -> Result<Still, StoreError> {
        for _ in 0..LOOKS {
            let snapshot = self.snapshot(None)?;
            let logs = self.logs().values();
            let states = logs.map(|log| Ok((log, self.run(log.state(None))?)));
            let states: Vec<(&Log, EagerSnapshot)> = states.collect::<Result<_, StoreError>>()?;
            if self.is_whole(snapshot.version())? {
                return self.still_of(&snapshot, &states);
            }
            thread::sleep(PACE);
            carry_through(self)?;
        }
        Err(StoreError::Restless)
    }

    /// Whether what was seen of the tables is this version and nothing of the next: no note was there whose facts may have come, and no
    /// version since.
    fn is_whole(&self, version: u64) -> Result<bool, StoreError> {
        if !self.is_in_bucket() {
            return Ok(true);
        }
        let comes = |(of, note): &(Option<u64>, Pending)| of.is_some_and(|of| of > version) && !note.is_closed;
        Ok(!Pending::all(self)?.iter().any(comes) && self.is_newest(version)?)
    }

    fn still_of(&self, snapshot: &Snapshot, states: &[(&Log, EagerSnapshot)]) -> Result<Still, StoreError> {
        let mut still = Still {
            version: snapshot.version(),
            imports: snapshot.imports().to_vec(),
            lasting: Vec::new(),
            passing: Vec::new(),
            maybe: Vec::new(),
            without_raw: Vec::new(),
        };
        for (log, state) in states {
            let folder = Path::new("lake").join(log.table.name);
            let live = live(state);
            // Old versions of the data are read from old files of `imports`, which are all kept.
            if log.table.name == "imports" {
                let files = parquet_files(&self.disk, &log.folder)?.into_values();
                let (sure, maybe): (Vec<_>, Vec<_>) =
                    files.partition(|name| !self.is_in_bucket() || live.contains(name));
                still.lasting.extend(sure.into_iter().map(|name| folder.join(name)));
                still.maybe.extend(maybe.into_iter().map(|name| folder.join(name)));
            } else {
                still.lasting.extend(live.into_iter().map(|name| folder.join(name)));
            }
            let commits = folder.join("_delta_log");
            let told = log.told_by(state.version())?;
            still.lasting.extend(told.into_iter().map(|name| commits.join(name)));
            // In a bucket it may speak of what came since. It only makes opening quicker.
            let last = commits.join("_last_checkpoint");
            if !self.is_in_bucket() && self.root().join(&last).is_file() {
                still.passing.push(last);
            }
        }
        let raw: BTreeSet<String> = self.raw_files()?.into_iter().map(|(_, sha256)| sha256).collect();
        for import in &still.imports {
            if raw.contains(&import.sha256) {
                let raw = self.raw_path(&import.sha256);
                still.lasting.extend(raw.strip_prefix(self.root()).map(Path::to_owned));
            } else {
                still.without_raw.push(import.file.clone());
            }
        }
        still.lasting.sort();
        still.lasting.dedup();
        Ok(still)
    }

    /// Size of each file of the lake and when it was written, from the workspace's folder on, as the bucket lists them; nothing where the lake
    /// lies on a disk.
    pub fn listed(&self) -> Result<Option<Listed>, StoreError> {
        let Some(bucket) = self.disk.bucket() else {
            return Ok(None);
        };
        let mut all = BTreeMap::new();
        for part in ["lake", "raw"] {
            let folder = self.root().join(part);
            for object in bucket.list(&folder).map_err(StoreError::io("list", &folder))? {
                if let Ok(within) = object.path.strip_prefix(self.root()) {
                    all.insert(within.to_owned(), (object.bytes, object.modified));
                }
            }
        }
        Ok(Some(all))
    }

    /// A file of the lake, from the workspace's folder on, to be read from its beginning; it must be as long as it is said to be.
    pub fn opened(&self, within: &Path, bytes: u64) -> io::Result<File> {
        let file = self.disk.open(&self.root().join(within))?;
        if self.is_in_bucket() && file.metadata()?.len() != bytes {
            return Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                "it came in another length than the storage says",
            ));
        }
        Ok(file)
    }
}
