//! [`Error`]: what a command can fail with, sorted by whose turn it is.

use std::io;
use std::path::{Path, PathBuf};

use harpoon_core::goal::GoalError;
use harpoon_core::period::PeriodError;
use harpoon_core::select::SelectError;
use harpoon_core::{Missing, NoParts};
use harpoon_lake::query::QueryError;
use harpoon_lake::store::StoreError;
use harpoon_ledger::LedgerError;
use harpoon_live::PullError;

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not a workspace.
    #[error("`{}` is no workspace; make one with `harpoon -w {} init`, or look at `harpoon demo`", .0.display(), .0.display())]
    NoWorkspace(PathBuf),
    /// A workspace is there already.
    #[error("`{}` is a workspace already", .0.display())]
    Exists(PathBuf),
    /// No such KPI.
    #[error("there is no KPI `{id}`{}; `harpoon catalogue` lists all", did_you_mean(near))]
    NoKpi {
        /// The id asked for.
        id: String,
        /// Ids that look like it.
        near: Vec<&'static str>,
    },
    /// The version that a receipt speaks of is no longer there.
    #[error(
        "receipt {receipt} was given for version {version} of the data, which this workspace no longer has: the log of its \
         table `imports` was cut, or it was made anew; what was printed then cannot be repeated here"
    )]
    VersionGone {
        /// The receipt.
        receipt: String,
        /// The version.
        version: u64,
        /// What the store says.
        source: Box<Self>,
    },
    /// No such receipt.
    #[error("there is no receipt `{0}` in this workspace; receipts are noted when a number is printed")]
    NoReceipt(String),
    /// No such file or folder among those to import.
    #[error("`{}` does not exist", .0.display())]
    NoFile(PathBuf),
    /// A file of the workspace has mistakes.
    #[error("`{}` has {} mistakes:\n  {}", file.display(), mistakes.len(), mistakes.join("\n  "))]
    Mistakes {
        /// The file.
        file: PathBuf,
        /// Each mistake, with its line.
        mistakes: Vec<String>,
    },
    /// A selection that makes no sense.
    #[error(transparent)]
    Select(#[from] SelectError),
    /// A period that makes no sense.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// An input that makes no sense.
    #[error("{0}")]
    Usage(String),
    /// A tap or an account that runs already, in this process or another.
    #[error("`{0}` is being run already, by a server or a timer; `harpoon sync --list` shows what comes of it")]
    Busy(String),
    /// A difference that has no parts, or is not known.
    #[error("the difference of `{kpi}` cannot be explained: {reason}")]
    NotExplained {
        /// KPI id.
        kpi: String,
        /// Why, and what to ask instead.
        reason: NoParts,
    },
    /// A goal, or a change of one, that cannot be.
    #[error("{}", .0.join("\n  "))]
    Goal(Vec<String>),
    /// A link that does not keep to the scheme.
    #[error("{0}")]
    Link(crate::links::Refused),
    /// The ledger, or a key.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The operating system refused.
    #[error("cannot {what} `{}`: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Its answer.
        source: io::Error,
    },
    /// What visitors' clients sent cannot be kept or taken in.
    #[error(transparent)]
    Collect(#[from] crate::collecting::CollectError),
    /// A backup cannot be made, read or brought back.
    #[error(transparent)]
    Backup(#[from] crate::backup::BackupError),
    /// A network that is asked live did not tell all.
    #[error(transparent)]
    Live(#[from] PullError),
    /// The lake failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A query failed.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Our mistake.
    #[error("bug: {0}; please report it")]
    Bug(String),
}

/// Whose turn it is, and so the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The command was used wrongly.
    Usage,
    /// An input is not as it should be.
    Input,
    /// Ours: a bug, or a lake that failed.
    Ours,
}

impl Error {
    /// Whose turn it is.
    pub fn turn(&self) -> Turn {
        match self {
            Self::NoKpi { .. }
            | Self::NoReceipt(_)
            | Self::NotExplained { .. }
            | Self::Select(_)
            | Self::Period(_)
            | Self::Usage(_)
            | Self::Busy(_)
            | Self::Goal(_)
            | Self::Link(_)
            | Self::Exists(_)
            | Self::Store(StoreError::NoSuchImport(_) | StoreError::NoSuchVersion { .. } | StoreError::Erased { .. })
            | Self::Query(QueryError::Refused(_) | QueryError::Away(_)) => Turn::Usage,
            Self::Ledger(error) if error.is_usage() => Turn::Usage,
            Self::Backup(error) if error.is_usage() => Turn::Usage,
            Self::Ledger(_)
            | Self::NoWorkspace(_)
            | Self::NoFile(_)
            | Self::Mistakes { .. }
            | Self::Backup(_)
            | Self::Collect(_)
            | Self::Live(_)
            | Self::Io { .. }
            | Self::VersionGone { .. } => Turn::Input,
            Self::Store(_) | Self::Query(_) | Self::Bug(_) => Turn::Ours,
        }
    }

    /// Whether nothing is wrong but that workers do not answer now.
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Query(QueryError::Away(_)))
    }

    pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { what, path, source }
    }

    /// Every mistake of a wish, a line each.
    pub(crate) fn several(mistakes: &[impl ToString]) -> Self {
        Self::Goal(mistakes.iter().map(ToString::to_string).collect())
    }

    /// Every mistake of a goal; where nothing is known of the time before, also why.
    pub(crate) fn goal(mistakes: &[GoalError], no_baseline: Option<&str>) -> Self {
        let one = |mistake: &GoalError| match (mistake, no_baseline) {
            (GoalError::NoBaseline(_), Some(why)) => format!("{mistake} ({why})"),
            _ => mistake.to_string(),
        };
        Self::Goal(mistakes.iter().map(one).collect())
    }

    pub(crate) fn settings(file: &Path, error: &toml::de::Error) -> Self {
        Self::Mistakes {
            file: file.to_owned(),
            mistakes: vec![error.to_string()],
        }
    }
}

impl From<Error> for Missing {
    /// Why a KPI that is asked for cannot be had.
    fn from(error: Error) -> Self {
        match error {
            Error::NoKpi { id, near } => Self::NoKpi {
                id,
                near: near.into_iter().map(str::to_owned).collect(),
            },
            other => Self::Failed(other.to_string()),
        }
    }
}

fn did_you_mean(near: &[&str]) -> String {
    if near.is_empty() {
        String::new()
    } else {
        format!("; did you mean {}?", near.join(" or "))
    }
}
