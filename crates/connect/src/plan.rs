//! [`Plan`]: what a file was recognised as and how it will be read, and the questions that only a person can answer.

use std::fmt;

use harpoon_core::{EntityKind, Number};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::field::Field;

/// How one file will be read. Shown by `import --dry-run`; given to [`crate::read`] once its questions are answered.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Tables found, in file order; at least one is read.
    pub tables: Vec<TablePlan>,
    /// What cannot be known from the file. Each has a proposal.
    pub questions: Vec<Question>,
    /// Things a person should know though nothing is to be done: a renamed column, a repeated header.
    pub remarks: Vec<String>,
    /// What it was recognised by; later tables of the file are found by the same.
    pub(crate) registry: crate::registry::Registry,
}

/// How one table of a file will be read.
#[derive(Clone, Debug)]
pub struct TablePlan {
    /// Connector that understands it; `None` for a table that is passed over, with `skipped`.
    pub connector: Option<&'static crate::connector::Connector>,
    /// Why the table is passed over (a demographic table without a date, a table of another kind).
    pub skipped: Option<String>,
    /// Sheet of a spreadsheet.
    pub sheet: Option<String>,
    /// Title line above the header.
    pub title: Option<String>,
    /// Line of the header, from 1.
    pub header_line: u64,
    /// Entity that a row speaks of.
    pub entity: EntityKind,
    /// Breakdown dimensions, sorted.
    pub breakdown: Vec<String>,
    /// Each column with its meaning; `None` is kept as a raw metric if it holds numbers.
    pub columns: Vec<(String, Option<Field>)>,
}

/// What only a person can know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// What is asked.
    pub key: QuestionKey,
    /// The question in words, with what was seen in the file.
    pub text: String,
    /// What we would take; `--yes` takes it. `None` if nothing can be proposed.
    pub proposal: Option<String>,
    /// The possible answers, if they can be listed.
    pub choices: Vec<String>,
}

/// What can be asked, and the option that answers it beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKey {
    /// `--platform`
    Platform,
    /// `--account`
    Account,
    /// `--currency`
    Currency,
    /// `--year`
    Year,
    /// `--day-order dmy|mdy`
    DayOrder,
    /// `--decimal point|comma`
    Decimal,
    /// `--zone`
    Zone,
    /// `--period FROM..TO`, for tables without any date
    Period,
}

impl QuestionKey {
    /// The command-line option that answers the question.
    pub const fn flag(self) -> &'static str {
        match self {
            Self::Platform => "--platform",
            Self::Account => "--account",
            Self::Currency => "--currency",
            Self::Year => "--year",
            Self::DayOrder => "--day-order",
            Self::Decimal => "--decimal",
            Self::Zone => "--zone",
            Self::Period => "--period",
        }
    }
}

/// Answers, by the command line, the workspace's settings, or a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Platform of rows that do not say.
    pub platform: Option<String>,
    /// Account of rows that do not say.
    pub account: Option<String>,
    /// ISO 4217 code of money that does not say.
    pub currency: Option<String>,
    /// Year of dates without one.
    pub year: Option<i16>,
    /// `dmy` or `mdy`.
    pub day_order: Option<String>,
    /// `point` or `comma`. Left out where not given, so that imports from before it could be asked keep their ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// IANA zone of naive times.
    pub zone: Option<String>,
    /// First and last day of tables without dates.
    pub period: Option<(Date, Date)>,
}

/// Result of reading a file to its end.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// Data rows met, good and bad; headers, totals and blanks not counted. Where each column stands for a slice of its
    /// own, cells.
    pub rows: u64,
    /// Rows, or such cells, put aside.
    pub rejected: u64,
    /// Totals that the file itself states, against what its rows add up to.
    pub checks: Vec<Check>,
    /// Last day that the file speaks of or states as its end: the instant its figures were observed.
    pub observed_on: Option<Date>,
    /// Things noticed on the way.
    pub remarks: Vec<String>,
}

/// A total row of the file against the sum of its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Line of the total row.
    pub line: u64,
    /// Column header.
    pub column: String,
    /// Metric and facet.
    pub metric: String,
    /// What the file states.
    pub stated: Number,
    /// What the rows add up to; `None` for what never adds up (reach).
    pub added: Option<Number>,
    /// Verdict.
    pub verdict: Verdict,
}

/// How a stated total compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Equal, or within the rounding of the file's own decimals.
    Equal,
    /// The total is larger, and the export is known to list only the top rows.
    Partial,
    /// Not additive: kept, not compared.
    NotAdditive,
    /// They differ, and should not.
    Differs,
}

/// Why a file is not read at all. Nothing is lost: the file is untouched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No connector and no map fits.
    Unrecognised {
        /// The best header line that was found.
        header: Vec<String>,
        /// The nearest connector and what it misses.
        nearest: Option<(String, Vec<String>)>,
    },
    /// Not a table: an image, a PDF, a program.
    NotATable(String),
    /// Empty, or a header without rows.
    NoRows,
    /// Larger, deeper or more inflated than the limits allow; or a path that leaves the archive.
    Unsafe(String),
    /// Damaged container or encoding.
    Damaged(String),
    /// The operating system's word.
    Io(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unrecognised {
                nearest: Some((id, missing)),
                ..
            } => {
                write!(
                    f,
                    "not recognised; nearest is `{id}`, which also needs {}",
                    missing.join(", ")
                )
            }
            Self::Unrecognised { nearest: None, .. } => {
                f.write_str("not recognised; write a map with `harpoon import --map`")
            }
            Self::NotATable(what) => write!(f, "not a table: {what}"),
            Self::NoRows => f.write_str("no rows"),
            Self::Unsafe(why) => write!(f, "refused: {why}"),
            Self::Damaged(why) => write!(f, "damaged: {why}"),
            Self::Io(why) => write!(f, "cannot be read: {why}"),
        }
    }
}
