//! [`Log`]: the Delta log of one table: its live files, and commits that happen once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use datafusion::execution::runtime_env::RuntimeEnv;
use deltalake::checkpoints::create_checkpoint;
use deltalake::kernel::transaction::{CommitBuilder, CommitProperties, TransactionError};
use deltalake::kernel::{Action, Add, EagerSnapshot, Remove, Transaction};
use deltalake::logstore::{LogStoreRef, StorageConfig, default_logstore, logstore_with};
use deltalake::operations::create::CreateBuilder;
use deltalake::protocol::{DeltaOperation, SaveMode};
use deltalake::{DeltaTable, DeltaTableError};
use harpoon_core::table::Table;
use object_store::prefix::PrefixStore;
use serde::{Deserialize, Serialize};
use url::Url;

use super::bucket::{Bucket, is_trouble};
use super::durable::{Disk, DurableStore, make_folder};
use super::error::StoreError;
use super::schema;

/// How often a commit on a disk is tried again: another program may have come before.
const RETRIES: usize = 15;
/// How often the log of a table in a bucket is read that others change meanwhile.
const READS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(100);
/// What an entry says that was taken away in a bucket. No commit is this short, and no reader takes it for one.
const BLANK: &[u8] = b"What stood here was erased.\n";

/// One table of a workspace.
#[derive(Clone)]
pub(super) struct Log {
    pub(super) table: &'static Table,
    pub(super) folder: PathBuf,
    pub(super) disk: Disk,
    store: LogStoreRef,
}

/// A complete, synced Parquet file that no log names yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NewFile {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) rows: u64,
    /// Delta's statistics, as JSON.
    pub(super) stats: String,
    /// Milliseconds since 1970.
    pub(super) modified: i64,
}

impl Log {
    /// The table's log in the lake's folder, or where the bucket has it, whether it exists or not.
    pub(super) fn at(lake: &Path, table: &'static Table, disk: &Disk) -> Result<Self, StoreError> {
        let folder = lake.join(table.name);
        let store = if let Some(bucket) = disk.bucket() {
            bucket_log(bucket, &folder)?
        } else {
            make_folder(&folder).map_err(StoreError::io("make folder", &folder))?;
            let url = Url::from_directory_path(&folder).map_err(|()| StoreError::NotAWorkspace(folder.clone()))?;
            let root = Arc::new(DurableStore::new(disk.clone()));
            logstore_with(root, &url, StorageConfig::default()).map_err(StoreError::log(table.name))?
        };
        Ok(Self {
            table,
            folder,
            disk: disk.clone(),
            store,
        })
    }

    /// An engine's surroundings that find its files, for reading them one after the other.
    pub(super) fn env(&self) -> Arc<RuntimeEnv> {
        let env: Arc<RuntimeEnv> = Arc::default();
        if let Some(bucket) = self.disk.bucket() {
            env.register_object_store(bucket.engine_url().as_ref(), bucket.store());
        }
        env
    }

    /// Whether the table exists on this disk.
    pub(super) fn exists(&self) -> bool {
        let log = self.folder.join("_delta_log");
        // An erasure leaves the last checkpoint and no first entry.
        let is_entry = |name: &str| name.strip_suffix(".json").is_some() || name.ends_with(".checkpoint.parquet");
        let entries = std::fs::read_dir(&log).into_iter().flatten().filter_map(Result::ok);
        log.join("00000000000000000000.json").is_file()
            || entries
                .filter_map(|entry| entry.file_name().into_string().ok())
                .any(|name| name.len() > 20 && is_entry(&name) && !name.contains('#'))
    }

    /// Makes the table. Old log entries are never cleaned up: receipts speak of old versions. A checkpoint every few
    /// commits keeps opening and committing fast when files come in one by one.
    pub(super) async fn create(&self) -> Result<(), StoreError> {
        CreateBuilder::new()
            .with_log_store(Arc::clone(&self.store))
            .with_table_name(self.table.name)
            .with_comment(self.table.row)
            .with_columns(schema::delta(self.table))
            .with_configuration([
                ("delta.enableExpiredLogCleanup", Some("false")),
                ("delta.checkpointInterval", Some("10")),
            ])
            .with_save_mode(SaveMode::Ignore)
            .await
            .map(drop)
            .or_else(|error| match error {
                // Another node made it at the same time.
                DeltaTableError::VersionAlreadyExists(_) => Ok(()),
                error if is_conflict(&error) => Ok(()),
                error => Err(StoreError::log(self.table.name)(error)),
            })
    }

    /// The table as it stands, or stood at a version. Where another node takes away entries of the log meanwhile, because somebody is
    /// erased, it is read again.
    pub(super) async fn state(&self, version: Option<u64>) -> Result<EagerSnapshot, StoreError> {
        let mut tries = if self.disk.bucket().is_some() { READS } else { 1 };
        loop {
            match EagerSnapshot::try_new(self.store.as_ref(), version).await {
                Err(error) if tries > 1 && !is_trouble(&error) => {
                    tries -= 1;
                    tokio::time::sleep(PAUSE).await;
                }
                other => return other.map_err(StoreError::log(self.table.name)),
            }
        }
    }

    /// Whether nothing came after this version.
    pub(super) fn is_last(&self, version: u64) -> Result<bool, StoreError> {
        let next = self.folder.join(format!("_delta_log/{:020}.json", version + 1));
        let found = self.disk.modified(&next).map_err(StoreError::io("read", &next))?;
        Ok(found.is_none())
    }

    /// Whether a commit under this transaction id stands in the log.
    pub(super) async fn has(&self, state: &EagerSnapshot, id: &str) -> Result<bool, StoreError> {
        let found = state.transaction_version(self.store.as_ref(), id).await;
        Ok(found.map_err(StoreError::log(self.table.name))?.is_some())
    }

    /// Adds files under transaction ids.
    pub(super) async fn append(
        &self,
        state: &EagerSnapshot,
        files: &[NewFile],
        ids: &[String],
    ) -> Result<u64, StoreError> {
        let adds = files.iter().map(|f| Action::Add(f.add(true))).collect();
        self.commit(state, adds, ids, appended()).await
    }

    /// Adds files, and takes others out that they stand in place of, as the very next version. `false` where that version is there
    /// already.
    pub(super) async fn next(
        &self,
        state: &EagerSnapshot,
        gone: &[String],
        files: &[NewFile],
        ids: &[String],
    ) -> Result<bool, StoreError> {
        let views = state.log_data();
        let old = views
            .iter()
            .filter(|view| gone.iter().any(|name| *name == *view.path()));
        let old: Vec<Remove> = old.map(|view| view.remove_action(false)).collect();
        let operation = if gone.is_empty() {
            appended()
        } else {
            DeltaOperation::Optimize {
                predicate: None,
                target_size: 0,
            }
        };
        let committed = self
            .commit(state, in_place_of(old, files, gone.is_empty()), ids, operation)
            .await;
        match committed {
            Ok(_) => Ok(true),
            Err(error) if error.is_conflict() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Puts files in place of others with the same rows.
    pub(super) async fn rewrite(
        &self,
        state: &EagerSnapshot,
        old: Vec<Remove>,
        new: &[NewFile],
    ) -> Result<u64, StoreError> {
        let operation = DeltaOperation::Optimize {
            predicate: None,
            target_size: new.iter().map(|f| f.bytes.cast_signed()).sum(),
        };
        self.commit(state, in_place_of(old, new, false), &[], operation).await
    }

    /// Puts files in place of others that had more rows.
    pub(super) async fn erase(
        &self,
        state: &EagerSnapshot,
        old: Vec<Remove>,
        new: &[NewFile],
    ) -> Result<u64, StoreError> {
        let operation = DeltaOperation::Delete { predicate: None };
        self.commit(state, in_place_of(old, new, true), &[], operation).await
    }

    /// Removes every entry of the log but what tells how the table stands now: statistics of files that are gone hold texts of
    /// them. Older versions of this table can no longer be read; only those of `imports` ever are.
    ///
    /// In a bucket the names of entries stay, and say nothing: a node that is late must not find one free, nor read an old state that is
    /// not whole as if it were.
    pub(super) async fn forget(&self) -> Result<(), StoreError> {
        let mut table = DeltaTable::new(Arc::clone(&self.store));
        table.load().await.map_err(StoreError::log(self.table.name))?;
        let version = table.version().unwrap_or(0);
        if version == 0 {
            return Ok(());
        }
        let folder = self.folder.join("_delta_log");
        let checkpoint = folder.join(format!("{version:020}.checkpoint.parquet"));
        let there = self.disk.modified(&checkpoint);
        if there.map_err(StoreError::io("read", &checkpoint))?.is_none() {
            create_checkpoint(&table, None)
                .await
                .map_err(StoreError::log(self.table.name))?;
        }
        self.blank(version)
    }

    /// Takes away what the entries before a version say.
    fn blank(&self, version: u64) -> Result<(), StoreError> {
        for entry in self.entries()? {
            if !entry.is_over(version) {
                continue;
            }
            let path = &entry.path;
            if entry.is_commit && self.disk.bucket().is_some() {
                if !entry.is_blank {
                    let blanked = self.disk.replace(path, &[BLANK.into()]);
                    blanked.map_err(StoreError::io("write", path))?;
                }
            } else {
                self.disk.remove(path).map_err(StoreError::io("remove", path))?;
            }
        }
        Ok(())
    }

    /// Takes away, in a bucket, what a node that was late wrote of entries that had been taken away; only says what that is where `looks`.
    pub(super) fn blank_again(&self, looks: bool) -> Result<Vec<PathBuf>, StoreError> {
        let entries = self.entries()?;
        let last = entries
            .iter()
            .filter(|entry| entry.is_blank)
            .map(|entry| entry.number)
            .max();
        let Some(version) = last.flatten().map(|last| last + 1) else {
            return Ok(Vec::new());
        };
        let late = entries
            .into_iter()
            .filter(|entry| entry.is_over(version) && !entry.is_blank);
        let late = late.map(|entry| entry.path).collect();
        if !looks {
            self.blank(version)?;
        }
        Ok(late)
    }

    /// Names of the files that tell the table up to a version, with the versions before that can still be told.
    pub(super) fn told_by(&self, version: u64) -> Result<Vec<String>, StoreError> {
        let entries = self.entries()?.into_iter();
        // What is being written under another name counts for nothing, nor what was taken away.
        let told = entries.filter(|entry| !entry.is_part && !entry.is_blank && entry.is_over(version + 1));
        let name = |entry: Entry| entry.path.file_name()?.to_str().map(str::to_owned);
        Ok(told.filter_map(name).collect())
    }

    /// The files of the log.
    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let folder = self.folder.join("_delta_log");
        let list = StoreError::io("list", &folder);
        if let Some(bucket) = self.disk.bucket() {
            let found = bucket.list(&folder).map_err(list)?.into_iter();
            return Ok(found.map(|object| Entry::of(object.path, object.bytes)).collect());
        }
        let found = self.disk.list(&folder).map_err(list)?.into_iter();
        Ok(found.map(|path| Entry::of(path, 0)).collect())
    }

    async fn commit(
        &self,
        state: &EagerSnapshot,
        actions: Vec<Action>,
        ids: &[String],
        operation: DeltaOperation,
    ) -> Result<u64, StoreError> {
        let transactions = ids.iter().map(|id| Transaction::new(id, 1)).collect();
        let properties = CommitProperties::default()
            .with_application_transactions(transactions)
            .with_cleanup_expired_logs(Some(false));
        // In a bucket others commit at the same time. What Delta takes for a conflict lets two joins of the same files pass, and one import
        // twice: there a commit follows the state that it was decided by, and whoever comes second looks again.
        let retries = if self.disk.bucket().is_some() { 0 } else { RETRIES };
        let commit = CommitBuilder::from(properties)
            .with_max_retries(retries)
            .with_actions(actions)
            .build(Some(state), Arc::clone(&self.store), operation)
            .await
            .map_err(StoreError::log(self.table.name))?;
        Ok(commit.version())
    }
}

/// A file of a log.
struct Entry {
    path: PathBuf,
    number: Option<u64>,
    is_commit: bool,
    /// Whether it was made to say nothing.
    is_blank: bool,
    /// Whether it was being written when its writer was killed.
    is_part: bool,
}

impl Entry {
    fn of(path: PathBuf, bytes: u64) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_commit = name.get(20..) == Some(".json");
        Self {
            number: name.get(..20).and_then(|digits| digits.parse().ok()),
            is_commit,
            is_blank: is_commit && bytes == BLANK.len() as u64,
            is_part: name.contains('#'),
            path,
        }
    }

    fn is_over(&self, version: u64) -> bool {
        self.is_part || self.number.is_some_and(|number| number < version)
    }
}

/// The log of a table in a bucket. Delta finds no store by an address that it does not know, so it is given one.
fn bucket_log(bucket: &Bucket, folder: &Path) -> Result<LogStoreRef, StoreError> {
    let url = bucket
        .url_of(folder)
        .ok_or_else(|| StoreError::NotAWorkspace(folder.to_owned()))?;
    let key = bucket
        .key(folder)
        .ok_or_else(|| StoreError::NotAWorkspace(folder.to_owned()))?;
    let of_table = Arc::new(PrefixStore::new(bucket.store(), key));
    Ok(default_logstore(
        of_table,
        bucket.store(),
        &url,
        &StorageConfig::default(),
    ))
}

/// Whether somebody else committed first what cannot be committed twice.
pub(super) fn is_conflict(error: &DeltaTableError) -> bool {
    match error {
        DeltaTableError::VersionAlreadyExists(_) => true,
        DeltaTableError::Transaction { source } => matches!(
            source,
            TransactionError::CommitConflict(_)
                | TransactionError::VersionAlreadyExists(_)
                | TransactionError::MaxCommitAttempts(_)
        ),
        _ => false,
    }
}

const fn appended() -> DeltaOperation {
    DeltaOperation::Write {
        mode: SaveMode::Append,
        partition_by: None,
        predicate: None,
    }
}

impl NewFile {
    fn add(&self, data_change: bool) -> Add {
        Add {
            path: self.name.clone(),
            partition_values: HashMap::new(),
            size: self.bytes.cast_signed(),
            modification_time: self.modified,
            data_change,
            stats: Some(self.stats.clone()),
            tags: None,
            deletion_vector: None,
            base_row_id: None,
            default_row_commit_version: None,
            clustering_provider: None,
        }
    }
}

/// Files that go and files that come, and whether that changes the rows.
fn in_place_of(old: Vec<Remove>, new: &[NewFile], changes: bool) -> Vec<Action> {
    let gone = old.into_iter().map(Action::Remove);
    gone.chain(new.iter().map(|file| Action::Add(file.add(changes))))
        .collect()
}
