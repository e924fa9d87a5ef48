//! [`Pending`]: a commit over several tables, noted on disk before its first step, so that a kill leaves it whole.
//!
//! Delta commits one table at a time. So the Parquet files are written and synced first, then the list of them is noted
//! here, then each table's log takes its files under the import's transaction id, `imports` last; then the note goes.
//! Whoever takes the writer's lock next and finds a note carries it through: a table whose log knows the transaction
//! already is passed over. Until `imports` has its rows the facts are invisible.
//!
//! In a bucket there is no lock. There a note's name is the version of `imports` that it makes (`lake/_pending/0…042.json`), and
//! only one writer gets a name: what it was decided by is then the version before. Everybody carries any note through.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Lake;
use super::erase::Removal;
use super::error::StoreError;
use super::log::NewFile;

/// The note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// Imports that become visible.
    pub(super) imports: Vec<String>,
    /// Complete files of each table, `imports` among them.
    pub(super) files: BTreeMap<String, Vec<NewFile>>,
    /// Files of `imports` that others stand in place of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) gone: Vec<String>,
    /// Digits that tell it from every other note of this name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) token: String,
    /// Whether nobody writes here ever again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_closed: bool,
    /// What it removes for good, in a bucket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) removal: Option<Removal>,
}

impl Pending {
    fn path(lake: &Lake, version: Option<u64>) -> PathBuf {
        match version {
            None => lake.folder().join("_pending.json"),
            Some(version) => lake.folder().join(format!("_pending/{version:020}.json")),
        }
    }

    /// Transactions of it in the log of `imports` of a bucket: its own digits, since another node may commit the same import, and its imports.
    pub(super) fn marks(&self) -> Vec<String> {
        std::iter::once(&self.token).chain(&self.imports).cloned().collect()
    }

    /// Notes of commits that were cut short or are under way, each with the version of `imports` that it makes in a bucket.
    pub(super) fn all(lake: &Lake) -> Result<Vec<(Option<u64>, Self)>, StoreError> {
        if lake.disk.bucket().is_none() {
            return Ok(noted(&Self::path(lake, None))?
                .into_iter()
                .map(|note| (None, note))
                .collect());
        }
        let folder = lake.folder().join("_pending");
        let mut notes = Vec::new();
        for path in lake.disk.list(&folder).map_err(StoreError::io("list", &folder))? {
            let damaged = |why: &dyn ToString| StoreError::damaged(path.display().to_string(), &why.to_string());
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            let version: u64 = name.parse().map_err(|why| damaged(&why))?;
            match lake.disk.read(&path) {
                Ok(bytes) => notes.push((
                    Some(version),
                    serde_json::from_slice(&bytes).map_err(|why| damaged(&why))?,
                )),
                // It was carried through meanwhile.
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                Err(e) => return Err(StoreError::io("read", &path)(e)),
            }
        }
        Ok(notes)
    }

    /// Refuses a bucket to which nobody writes any more.
    pub(super) fn refuse_closed(lake: &Lake) -> Result<(), StoreError> {
        let is_closed = Self::all(lake)?.iter().any(|(_, note)| note.is_closed);
        match lake.disk.bucket().filter(|_| is_closed) {
            Some(bucket) => Err(StoreError::Closed(bucket.url().to_string())),
            None => Ok(()),
        }
    }

    /// Notes the commit. With a version, `false` where another commit has it.
    pub(super) fn write(&self, lake: &Lake, version: Option<u64>) -> Result<bool, StoreError> {
        let path = Self::path(lake, version);
        let bytes = serde_json::to_vec(self).map_err(StoreError::encode)?;
        let written = match version {
            None => lake.disk.replace(&path, &[bytes.into()]),
            Some(_) => lake.disk.create(&path, &[bytes.into()]),
        };
        match written {
            Err(e) if version.is_some() && e.kind() == ErrorKind::AlreadyExists => Ok(false),
            other => other.map(|()| true).map_err(StoreError::io("write", &path)),
        }
    }

    /// Strikes the note out.
    pub(super) fn clear(lake: &Lake, version: Option<u64>) -> Result<(), StoreError> {
        let path = Self::path(lake, version);
        lake.disk.remove(&path).map_err(StoreError::io("remove", &path))
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
