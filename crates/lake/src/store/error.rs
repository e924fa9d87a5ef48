//! [`StoreError`]: what can go wrong between a workspace's folder and its facts.

use std::io;
use std::path::{Path, PathBuf};

use datafusion::error::DataFusionError;
use deltalake::DeltaTableError;

/// Why the lake could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no lake.
    #[error("`{0}` is no workspace; make one with `harpoon init`")]
    NotAWorkspace(PathBuf),
    /// The operating system refused.
    #[error("cannot {what} `{path}`")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// Its answer.
        source: io::Error,
    },
    /// A table's log cannot be read or written.
    #[error("table `{table}`: the log cannot be read or written")]
    Log {
        /// The table.
        table: &'static str,
        /// What Delta says.
        source: Box<DeltaTableError>,
    },
    /// Another program changed a table in a way that we do not read.
    #[error("table `{table}` uses {feature}, which Harpoon does not read; rewrite the table without it")]
    Unsupported {
        /// The table.
        table: &'static str,
        /// The Delta feature.
        feature: &'static str,
    },
    /// A query over the tables failed.
    #[error("the tables cannot be read")]
    Query(#[source] Box<DataFusionError>),
    /// Parquet or Arrow could not be written.
    #[error("facts cannot be encoded")]
    Encode(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A stored thing is not what we wrote.
    #[error("{what} is damaged: {why}")]
    Damaged {
        /// Which.
        what: String,
        /// How we know.
        why: String,
    },
    /// There is no import with this id.
    #[error("no import `{0}`; `harpoon imports` lists them")]
    NoSuchImport(String),
    /// The data has no such version.
    #[error("there is no version {asked}; the data is at version {latest}")]
    NoSuchVersion {
        /// Version asked for.
        asked: u64,
        /// Latest version.
        latest: u64,
    },
    /// The version is older than a removal, and cannot be worked out again.
    #[error(
        "version {asked} of the data is from before {at}, when a person was erased or what was old was removed: what it held is gone for good; ask for version {since} or later"
    )]
    Erased {
        /// Version asked for.
        asked: u64,
        /// When somebody was erased.
        at: jiff::Timestamp,
        /// The version from which on the data can be read.
        since: u64,
    },
    /// Somebody is half erased.
    #[error(
        "a person is being erased, or what is old removed; if that was cut short, any `harpoon` command on the workspace carries it through; then try again"
    )]
    Erasing,
    /// A connector handed over columns of unequal length. A bug in it.
    #[error("a connector gave columns of unequal length; this is a bug in Harpoon")]
    Misshapen,
    /// `push` or `end` without `begin`, or `begin` twice. A bug in the caller.
    #[error("no import is open, or one is open already; this is a bug in Harpoon")]
    OutOfTurn,
}

impl StoreError {
    pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            what,
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn log(table: &'static str) -> impl FnOnce(DeltaTableError) -> Self {
        move |source| Self::Log {
            table,
            source: Box::new(source),
        }
    }

    pub(crate) fn encode(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Encode(Box::new(source))
    }

    /// What is stored is not what was written.
    pub fn damaged(what: impl Into<String>, why: &(impl ToString + ?Sized)) -> Self {
        Self::Damaged {
            what: what.into(),
            why: why.to_string(),
        }
    }
}

impl From<DataFusionError> for StoreError {
    fn from(source: DataFusionError) -> Self {
        Self::Query(Box::new(source))
    }
}
