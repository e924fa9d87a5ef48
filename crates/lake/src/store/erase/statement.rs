//! [`Statement`]: that somebody was erased, without saying who: what the workspace can show for it.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::error::StoreError;
use super::names::{Erased, hex};

/// What an erasure did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Number, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Digest of each name, under the salt of `erased/names.json`.
    pub names: Vec<String>,
    /// The version of the data from which on it holds; no earlier one can be read any more.
    pub version: u64,
    /// Rows of each table: before, and taken out.
    pub tables: BTreeMap<String, [u64; 2]>,
    /// Raw files that were written anew, by the digest that their names have.
    pub raw: BTreeMap<String, Redacted>,
    /// Other files that were written anew, and how many lines of each are gone.
    pub others: BTreeMap<String, u64>,
    /// Digest of the statement before; empty for the first.
    pub previous: String,
}

/// What became of a raw file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redacted {
    /// Lines that are empty now; none where the whole file is, because it has no lines to take out.
    pub lines: Option<u64>,
    /// SHA-256 of what stands there now.
    pub now: String,
}

impl Statement {
    /// All of a workspace, in order.
    pub fn all(root: &Path) -> Result<Vec<Self>, StoreError> {
        let folder = Erased::folder(root);
        let mut all = Vec::new();
        for number in 1.. {
            let path = folder.join(name(number));
            match fs::read(&path) {
                Ok(bytes) => all.push(
                    serde_json::from_slice(&bytes).map_err(|e| StoreError::damaged(path.display().to_string(), &e))?,
                ),
                Err(e) if e.kind() == ErrorKind::NotFound => break,
                Err(e) => return Err(StoreError::io("read", &path)(e)),
            }
        }
        Ok(all)
    }

    /// The last one that a version of the data is older than.
    pub(crate) fn after(root: &Path, version: u64) -> Result<Option<Self>, StoreError> {
        Ok(Self::all(root)?
            .into_iter()
            .rfind(|statement| version < statement.version))
    }

    /// SHA-256 of its text: the next one holds it, so none can be changed or left out unseen.
    pub fn digest(&self) -> Result<String, StoreError> {
        Ok(hex(&self.text()?))
    }

    /// As it is kept.
    pub fn text(&self) -> Result<String, StoreError> {
        serde_json::to_string_pretty(self).map_err(StoreError::encode)
    }
}

pub(super) fn name(number: u64) -> String {
    format!("{number:04}.json")
}
