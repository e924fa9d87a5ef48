//! [`Statement`]: that somebody was erased, without saying who, or that what was old went: what the workspace can show for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use harpoon_core::{Aged, KeptFrom};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::error::StoreError;
use super::super::import::ImportRow;
use super::names::{Erased, hex};

/// Connector of the import that states a removal.
pub(super) const CONNECTOR: &str = "erasure";

/// What a removal did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Number, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Digest of each name of whoever was erased, under the salt of `erased/names.json`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Facts from before these days went, because they were old.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub kept_from: KeptFrom,
    /// How many rows of each kind that were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub old: BTreeMap<Aged, u64>,
    /// Files that came before this went, because they were old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_before: Option<Timestamp>,
    /// The version of the data from which on it holds; no earlier one can be read any more.
    pub version: u64,
    /// Rows of each table: before, and taken out.
    pub tables: BTreeMap<String, [u64; 2]>,
    /// Raw files that were written anew, by the digest that their names have.
    pub raw: BTreeMap<String, Redacted>,
    /// Other files that were written anew, and how many lines of each are gone.
    pub others: BTreeMap<String, u64>,
    /// Digests of statements of before a backup was brought back, which this one carries out once more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<String>,
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

impl Redacted {
    /// What will become of it; what it holds then is not known yet.
    pub(super) fn before((sha256, lines): (&String, &Option<BTreeSet<u64>>)) -> (String, Self) {
        let redacted = Self {
            lines: lines.as_ref().map(|lines| lines.len() as u64),
            now: String::new(),
        };
        (sha256.clone(), redacted)
    }
}

fn is_nothing(from: &KeptFrom) -> bool {
    from.0.is_empty()
}

impl Statement {
    /// Rows of a kind that were too old; of `raw`, files.
    pub fn old(&self, what: &str) -> u64 {
        match Aged::from_word(what) {
            Some(kind) => self.old.get(&kind).copied().unwrap_or(0),
            None => self.raw.len() as u64,
        }
    }

    /// Rows of facts that were taken out.
    pub fn facts(&self) -> u64 {
        let facts = self.tables.iter().filter(|(table, _)| *table != "quarantine");
        facts.map(|(_, [_, out])| out).sum()
    }

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

    /// How many a workspace has.
    pub(in super::super) fn count(root: &Path) -> u64 {
        let folder = Erased::folder(root);
        let mut numbers = 1..;
        numbers
            .find(|number| !folder.join(name(*number)).is_file())
            .map_or(0, |number: u64| number - 1)
    }

    /// Whether an import states a removal.
    pub(in super::super) fn is_of(import: &ImportRow) -> bool {
        import.connector == CONNECTOR
    }

    /// The last one that a version of the data is older than.
    pub(crate) fn after(root: &Path, version: u64) -> Result<Option<Self>, StoreError> {
        Ok(Self::all(root)?
            .into_iter()
            .rfind(|statement| version < statement.version && statement.facts() > 0))
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
