//! The store: a workspace's Delta tables, raw bytes and versions.
//!
//! Facts count from the moment their import stands in the `imports` table; that table's version is the version of
//! the data. Everything else follows from it: a killed import is invisible, an old version is the imports of then, a
//! reverted import is hidden and not erased.

mod bucket;
mod columns;
mod commit;
mod compressing;
mod decide;
mod digest;
mod doctor;
pub(crate) mod durable;
mod encoder;
mod entities;
mod erase;
mod error;
mod extremes;
mod factfile;
mod gather;
mod held;
mod import;
mod known;
pub(crate) mod lock;
mod log;
mod moving;
mod parquet;
mod pending;
mod raw;
mod read;
mod scan;
pub(crate) mod schema;
mod sha;
mod snapshot;
mod staging;
mod still;
mod tally;
mod told;
mod unchanged;
mod upkeep;

use std::collections::BTreeMap;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::execution::runtime_env::RuntimeEnv;
use harpoon_core::table::TABLES;
use tokio::runtime::{Builder, Runtime};

pub use bucket::BucketSettings;
pub use doctor::{Finding, Stand};
pub use durable::{Probe, Step};
pub use erase::{Erased, Erasing, Limits, Plan, Redacted, Statement, Wish, named_lines, without_lines};
pub use error::StoreError;
pub use import::{ImportHead, ImportOutcome, ImportRow, ImportTail, Status};
pub use moving::Moved;
pub use raw::RawFile;
pub use sha::sha256_of;
pub use snapshot::Snapshot;
pub use staging::{Begun, Staging};
pub use still::{Listed, Still};
pub use told::LastTold;
pub use upkeep::Optimized;

use crate::engine::{Embedded, Engine};
use crate::room::{self, Pool};
use bucket::Bucket;
use compressing::Compressing;
use durable::{Disk, make_folder};
use lock::WriterLock;
use log::Log;
use pending::Pending;

/// The lake of one workspace: any number of readers, one writer at a time.
#[derive(Clone)]
pub struct Lake {
    root: PathBuf,
    disk: Disk,
    logs: Arc<BTreeMap<&'static str, Log>>,
    runtime: Arc<Runtime>,
    compressing: Arc<Compressing>,
    /// Shared by all sessions: it remembers the footers of files that were read.
    env: Arc<RuntimeEnv>,
    engine: Arc<dyn Engine>,
}

impl Lake {
    /// Makes the tables that the workspace lacks, and opens it.
    pub fn create(root: &Path) -> Result<Self, StoreError> {
        Self::create_observed(root, None)
    }

    /// Opens a workspace that exists.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        Self::open_observed(root, None)
    }

    /// The same with the tables and raw bytes in a bucket. What is the node's own stays in the folder.
    pub fn create_in(root: &Path, bucket: &BucketSettings) -> Result<Self, StoreError> {
        let lake = Self::in_bucket(root, bucket)?;
        Pending::refuse_closed(&lake)?;
        lake.mirror_erased()?;
        lake.completed()
    }

    /// A lake in a bucket, of which nothing was asked yet.
    fn in_bucket(root: &Path, bucket: &BucketSettings) -> Result<Self, StoreError> {
        let root = absolute(root)?;
        make_folder(&root.join("lake")).map_err(StoreError::io("make folder", &root))?;
        let bucket = Bucket::new(&root, bucket)?;
        Self::at(&root, Disk::with(bucket))
    }

    /// [`Lake::create`], telling each step on disk to a probe; for tests of what a kill leaves.
    #[doc(hidden)]
    pub fn create_observed(root: &Path, probe: Option<Probe>) -> Result<Self, StoreError> {
        let disk = Disk::new(probe);
        make_folder(&root.join("lake")).map_err(StoreError::io("make folder", root))?;
        Self::at(root, disk)?.completed()
    }

    /// [`Lake::open`], telling each step on disk to a probe; for tests of what a kill leaves.
    #[doc(hidden)]
    pub fn open_observed(root: &Path, probe: Option<Probe>) -> Result<Self, StoreError> {
        let lake = root.join("lake");
        if !lake.join("imports/_delta_log").is_dir() {
            return Err(StoreError::NotAWorkspace(root.to_owned()));
        }
        Self::at(root, Disk::new(probe))?.completed()
    }

    /// Makes the tables that are not there yet: all of a new workspace, those of later versions in an old one. Whoever finds
    /// the workspace while another makes it waits for that one.
    fn completed(self) -> Result<Self, StoreError> {
        if self.missing()?.is_empty() {
            return Ok(self);
        }
        let _lock = WriterLock::take(&self.root.join("lake"))?;
        if let Some(bucket) = self.disk.bucket() {
            bucket.is_careful()?;
        }
        for log in self.missing()? {
            self.run(log.create())?;
        }
        Ok(self)
    }

    /// Tables that are not there.
    fn missing(&self) -> Result<Vec<&Log>, StoreError> {
        // In a bucket a folder is there once something is in it, and the first of a table is its log.
        let folders = self
            .disk
            .bucket()
            .map(|bucket| bucket.folders(&self.folder()))
            .transpose()?;
        let is_there = |log: &&Log| match &folders {
            Some(folders) => folders.contains(log.table.name),
            None => log.exists(),
        };
        Ok(self.logs.values().filter(|log| !is_there(log)).collect())
    }

    fn at(root: &Path, disk: Disk) -> Result<Self, StoreError> {
        let root = absolute(root)?;
        let folder = root.join("lake");
        let runtime = Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(StoreError::io("start threads for", &root))?;
        let mut logs = BTreeMap::new();
        for table in TABLES {
            logs.insert(table.name, Log::at(&folder, table, &disk)?);
        }
        let env = env(room::of_process(), &root, &disk)?;
        Ok(Self {
            root,
            disk,
            logs: Arc::new(logs),
            runtime: Arc::new(runtime),
            compressing: Arc::default(),
            env,
            engine: Arc::new(Embedded),
        })
    }

    /// Whether its tables lie in a bucket, which other nodes may write.
    pub fn is_in_bucket(&self) -> bool {
        self.disk.bucket().is_some()
    }

    /// Whether no version came after this one; for who keeps a workspace open that other nodes write.
    pub fn is_newest(&self, version: u64) -> Result<bool, StoreError> {
        self.log("imports")?.is_last(version)
    }

    /// The same lake, whose questions have so many bytes of memory of their own. Without, they share what the process may have: half of what its
    /// control group allows, or of the machine.
    pub fn with_memory(self, bytes: u64) -> Result<Self, StoreError> {
        let env = env(room::pool(bytes), &self.root, &self.disk)?;
        Ok(Self { env, ..self })
    }

    /// The same lake, whose questions run on this engine. What is written is written here.
    #[must_use]
    pub fn on(self, engine: Arc<dyn Engine>) -> Self {
        Self { engine, ..self }
    }

    /// The data as it stands, or stood at a version. What another node is removing from a bucket is removed first.
    pub fn snapshot(&self, at: Option<u64>) -> Result<Snapshot, StoreError> {
        let mut is_mirrored = false;
        loop {
            match self.run(Snapshot::load(self, at, false)) {
                Err(StoreError::Erasing) if self.is_in_bucket() => commit::carry_through(self)?,
                Ok(snapshot) if !is_mirrored && snapshot.removals() > Statement::count(&self.root) => {
                    // What it says of removals counts before what is left is told.
                    self.mirror_erased()?;
                    is_mirrored = true;
                }
                other => return other,
            }
        }
    }

    /// The same for whoever removes something now.
    fn snapshot_amid(&self, at: Option<u64>) -> Result<Snapshot, StoreError> {
        self.run(Snapshot::load(self, at, true))
    }

    /// Begins to write. Waits until no other process writes; first carries through what a killed one left.
    pub fn stage(&self) -> Result<Staging, StoreError> {
        Staging::new(self)
    }

    /// Runs asynchronous work, such as a query over a snapshot, to its end. Not to be called from asynchronous code.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// The workspace's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Folder of what is derived from facts and can be made anew.
    fn derived(&self) -> PathBuf {
        self.root.join("derived")
    }

    fn folder(&self) -> PathBuf {
        self.root.join("lake")
    }

    fn env(&self) -> Arc<RuntimeEnv> {
        Arc::clone(&self.env)
    }

    fn engine(&self) -> Arc<dyn Engine> {
        Arc::clone(&self.engine)
    }

    fn logs(&self) -> &BTreeMap<&'static str, Log> {
        &self.logs
    }

    fn log(&self, name: &'static str) -> Result<&Log, StoreError> {
        self.logs
            .get(name)
            .ok_or_else(|| StoreError::damaged(name, "no such table"))
    }
}

/// Surroundings of questions over a lake.
fn env(pool: Pool, root: &Path, disk: &Disk) -> Result<Arc<RuntimeEnv>, StoreError> {
    let env = room::env(pool, root.join("derived/spill"))?;
    if let Some(bucket) = disk.bucket() {
        env.register_object_store(bucket.engine_url().as_ref(), bucket.store());
    }
    Ok(Arc::new(env))
}

fn absolute(root: &Path) -> Result<PathBuf, StoreError> {
    std::path::absolute(root).map_err(StoreError::io("find", root))
}
