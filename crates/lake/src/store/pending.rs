//! [`Pending`]: a commit over several tables, noted on disk before its first step, so that a kill leaves it whole.
//!
//! Delta commits one table at a time. So the Parquet files are written and synced first, then the list of them is noted
//! here, then each table's log takes its files under the import's transaction id, `imports` last; then the note goes.
//! Whoever takes the writer's lock next and finds a note carries it through: a table whose log knows the transaction
//! already is passed over. Until `imports` has its rows the facts are invisible.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::durable::Disk;
use super::error::StoreError;
use super::log::NewFile;

/// The note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// Imports that become visible.
    pub(super) imports: Vec<String>,
    /// Complete files of each table, `imports` among them.
    pub(super) files: BTreeMap<String, Vec<NewFile>>,
}

impl Pending {
    fn path(lake: &Path) -> PathBuf {
        lake.join("_pending.json")
    }

    /// The note on disk, if a commit was cut short or is under way.
    pub(super) fn read(lake: &Path) -> Result<Option<Self>, StoreError> {
        noted(&Self::path(lake))
    }

    /// Notes the commit.
    pub(super) fn write(&self, lake: &Path, disk: &Disk) -> Result<(), StoreError> {
        let path = Self::path(lake);
        let bytes = serde_json::to_vec(self).map_err(StoreError::encode)?;
        disk.replace(&path, &[bytes.into()])
            .map_err(StoreError::io("write", &path))
    }

    /// Strikes the note out.
    pub(super) fn clear(lake: &Path, disk: &Disk) -> Result<(), StoreError> {
        let path = Self::path(lake);
        disk.remove(&path).map_err(StoreError::io("remove", &path))
    }
}

/// A note on disk, if there is one.
pub(super) fn noted<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|e| StoreError::damaged(path.display().to_string(), &e)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(StoreError::io("read", path)(e)),
    }
}
