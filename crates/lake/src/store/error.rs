//! [`StoreError`]: what can go wrong between a workspace's folder and its facts.

use std::io;
use std::path::{Path, PathBuf};

use datafusion::error::DataFusionError;
use deltalake::DeltaTableError;

use super::log::is_conflict;

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
    /// Settings of a bucket that cannot be meant, or credentials that are not there.
    #[error("{0}")]
    Settings(String),
    /// Names of the bucket are given although they are taken.
    #[error(
        "{0}: the server lets two writers take one name (it does not keep `If-None-Match: *`), so that imports could be lost: use \
         storage that has conditional writes, or a newer version of it"
    )]
    Careless(String),
    /// Something is there already.
    #[error("{0} holds something already: choose another prefix, or remove what an earlier try left there")]
    Occupied(String),
    /// The tables were brought home, or are being.
    #[error(
        "the tables that lay in {0} were brought home to the disk of a node, or are being brought: mend [storage] in harpoon.toml; where it was \
         cut short, `harpoon storage home` goes on with it"
    )]
    Closed(String),
    /// Somebody is half erased.
    #[error(
        "a person is being erased, or what is old removed; if that was cut short, any `harpoon` command on the workspace carries it through; then try again"
    )]
    Erasing,
    /// Another node erased somebody first, and both were the first of a workspace.
    #[error("somebody else was erased on another node at the same moment; nothing was done here, try again")]
    ErasedAtOnce,
    /// Other nodes write without a pause.
    #[error("other nodes write all the time, and no moment was found between two of their imports; try again")]
    Restless,
    /// Something was removed while a large import, which is written as it comes, was under way.
    #[error(
        "a person was erased, or what is old removed, on another node while this file came in: nothing of it counts; import it again"
    )]
    ErasedMeanwhile,
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

    /// Whether somebody else committed first what cannot be committed twice.
    pub(super) fn is_conflict(&self) -> bool {
        matches!(self, Self::Log { source, .. } if is_conflict(source))
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
