//! [`Log`]: the Delta log of one table: its live files, and commits that happen once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deltalake::DeltaTable;
use deltalake::checkpoints::create_checkpoint;
use deltalake::kernel::transaction::{CommitBuilder, CommitProperties};
use deltalake::kernel::{Action, Add, EagerSnapshot, Remove, Transaction};
use deltalake::logstore::{LogStoreRef, StorageConfig, logstore_with};
use deltalake::operations::create::CreateBuilder;
use deltalake::protocol::{DeltaOperation, SaveMode};
use harpoon_core::table::Table;
use serde::{Deserialize, Serialize};
use url::Url;

use super::durable::{Disk, DurableStore, make_folder};
use super::error::StoreError;
use super::schema;

/// One table of a workspace.
#[derive(Clone)]
pub(super) struct Log {
    pub(super) table: &'static Table,
    pub(super) folder: PathBuf,
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
    /// The table's log in the lake's folder, whether it exists or not.
    pub(super) fn at(lake: &Path, table: &'static Table, disk: &Disk) -> Result<Self, StoreError> {
        let folder = lake.join(table.name);
        make_folder(&folder).map_err(StoreError::io("make folder", &folder))?;
        let url = Url::from_directory_path(&folder).map_err(|()| StoreError::NotAWorkspace(folder.clone()))?;
        let root = Arc::new(DurableStore::new(disk.clone()));
        let store = logstore_with(root, &url, StorageConfig::default()).map_err(StoreError::log(table.name))?;
        Ok(Self { table, folder, store })
    }

    /// Whether the table exists.
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
            .map_err(StoreError::log(self.table.name))?;
        Ok(())
    }

    /// The table as it stands, or stood at a version.
    pub(super) async fn state(&self, version: Option<u64>) -> Result<EagerSnapshot, StoreError> {
        EagerSnapshot::try_new(self.store.as_ref(), version)
            .await
            .map_err(StoreError::log(self.table.name))
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
        let operation = DeltaOperation::Write {
            mode: SaveMode::Append,
            partition_by: None,
            predicate: None,
        };
        self.commit(state, adds, ids, operation).await
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
    pub(super) async fn forget(&self, disk: &Disk) -> Result<(), StoreError> {
        let mut table = DeltaTable::new(Arc::clone(&self.store));
        table.load().await.map_err(StoreError::log(self.table.name))?;
        let version = self.state(None).await?.version();
        if version == 0 {
            return Ok(());
        }
        let folder = self.folder.join("_delta_log");
        if !folder.join(format!("{version:020}.checkpoint.parquet")).is_file() {
            create_checkpoint(&table, None)
                .await
                .map_err(StoreError::log(self.table.name))?;
        }
        let entries = std::fs::read_dir(&folder).map_err(StoreError::io("list", &folder))?;
        for entry in entries {
            let path = entry.map_err(StoreError::io("list", &folder))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let of = name.get(..20).and_then(|digits| digits.parse::<u64>().ok());
            if of.is_some_and(|of| of < version) || name.contains('#') {
                disk.remove(&path).map_err(StoreError::io("remove", &path))?;
            }
        }
        Ok(())
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
        let commit = CommitBuilder::from(properties)
            .with_actions(actions)
            .build(Some(state), Arc::clone(&self.store), operation)
            .await
            .map_err(StoreError::log(self.table.name))?;
        Ok(commit.version())
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
