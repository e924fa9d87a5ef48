//! [`ImportRow`]: one line of the `imports` table, and what an import begins and ends with.

use harpoon_core::series::Series;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::digest;

/// State of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Its facts count.
    Done,
    /// Its facts are hidden.
    Reverted,
}

impl Status {
    /// The spelling in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Reverted => "reverted",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Done, Self::Reverted].into_iter().find(|s| s.as_str() == word)
    }
}

/// What is known of a file before its rows are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportHead {
    /// Name of the file; `archive.zip/member.csv` for members.
    pub file: String,
    /// SHA-256 of the raw bytes, in hexadecimal.
    pub sha256: String,
    /// Size of the raw bytes.
    pub bytes: u64,
    /// Connector, or map.
    pub connector: String,
    /// Its version.
    pub connector_version: u32,
    /// Platform, where there is one.
    pub platform: Option<String>,
    /// Account, where there is one.
    pub account: Option<String>,
    /// Answers to the questions, as JSON.
    pub answers: String,
    /// Now.
    pub imported_at: Timestamp,
}

impl ImportHead {
    /// Id of the import: the same bytes, read in the same way, have the same id under any name. `attempt` counts
    /// earlier imports of the same that were reverted.
    pub(super) fn id(&self, attempt: usize) -> String {
        let version = self.connector_version.to_string();
        let attempt = attempt.to_string();
        digest::hex(digest::words([
            &self.sha256,
            self.connector.as_str(),
            &version,
            &self.answers,
            &attempt,
        ]))
    }
}

/// What is known once the last row was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportTail {
    /// When the figures were taken.
    pub observed_at: Option<Timestamp>,
    /// The file's own totals against the sums of its rows, as JSON.
    pub checks: String,
    /// Things noticed, as JSON.
    pub remarks: String,
    /// Data rows of the file, good and bad.
    pub rows: u64,
    /// Data rows put aside.
    pub rejected: u64,
    /// Data rows that whoever read them knows to be in the lake already, and gave no facts of.
    pub duplicate: u64,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportOutcome {
    /// The import that holds the facts: a new one, or the earlier one that held them already.
    pub import_id: String,
    /// Whether the lake held all of it already, and nothing was written.
    pub known: bool,
    /// File rows taken in.
    pub accepted: u64,
    /// File rows that the lake held already, unchanged.
    pub duplicate: u64,
    /// File rows put aside.
    pub quarantined: u64,
    /// Fact rows written.
    pub facts: u64,
    /// File rows that were left out because they name people who were erased.
    pub erased: u64,
}

impl ImportOutcome {
    /// Of an import that was written.
    pub(super) fn written(line: &ImportRow) -> Self {
        Self {
            import_id: line.import_id.clone(),
            known: false,
            accepted: line.accepted,
            duplicate: line.duplicate,
            quarantined: line.quarantined,
            facts: line.facts,
            erased: 0,
        }
    }

    /// Of a file all of whose good rows stand under an earlier import.
    pub(super) fn known(earlier: &ImportRow, quarantined: u64) -> Self {
        Self {
            import_id: earlier.import_id.clone(),
            known: true,
            accepted: 0,
            duplicate: earlier.accepted + earlier.duplicate,
            quarantined,
            facts: 0,
            erased: 0,
        }
    }
}

/// One line of `imports`: an event in the life of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Id.
    pub import_id: String,
    /// Order of the lines, from 1; the last line of an import holds.
    pub seq: u64,
    /// State from here on.
    pub status: Status,
    /// Name of the file.
    pub file: String,
    /// SHA-256 of the raw bytes.
    pub sha256: String,
    /// Size of the raw bytes.
    pub bytes: u64,
    /// Connector, or map.
    pub connector: String,
    /// Its version.
    pub connector_version: u32,
    /// Platform.
    pub platform: Option<String>,
    /// Account.
    pub account: Option<String>,
    /// File rows taken in.
    pub accepted: u64,
    /// File rows that the lake held already, unchanged.
    pub duplicate: u64,
    /// File rows put aside.
    pub quarantined: u64,
    /// Fact rows written.
    pub facts: u64,
    /// Digest of the facts, whatever their order.
    pub digest: String,
    /// When the figures were taken.
    pub observed_at: Option<Timestamp>,
    /// When it was imported.
    pub imported_at: Timestamp,
    /// Answers, as JSON.
    pub answers: String,
    /// Checks, as JSON.
    pub checks: String,
    /// What it speaks of, rows left out included.
    pub series: Vec<Series>,
    /// Remarks, as JSON.
    pub remarks: String,
    /// Earlier imports that hold the unchanged rows which this one left out.
    pub bases: Vec<String>,
}

impl ImportRow {
    /// Whether its facts count.
    pub fn is_done(&self) -> bool {
        self.status == Status::Done
    }

    /// When its figures were taken, as far as is known.
    pub fn observed(&self) -> Timestamp {
        self.observed_at.unwrap_or(self.imported_at)
    }
}
