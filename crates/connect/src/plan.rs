//! [`Plan`]: what a file was recognised as and how it will be read, and what came of reading it.

use harpoon_core::{EntityKind, Number};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use crate::asks::{Question, QuestionKey, Seen, Spot};
use crate::field::Field;
pub use crate::refusal::{Damage, Danger, Refusal, Thing};
use crate::remark::{Passed, Remark};

/// How one file will be read. Shown by `import --dry-run`; given to [`crate::read`] once its questions are answered.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Tables found, in file order; at least one is read.
    pub tables: Vec<TablePlan>,
    /// What cannot be known from the file. Each has a proposal.
    pub questions: Vec<Question>,
    /// Things a person should know though nothing is to be done: a renamed column, a repeated header.
    pub remarks: Vec<Remark>,
    /// What it was recognised by; later tables of the file are found by the same.
    pub(crate) registry: crate::registry::Registry,
}

/// How one table of a file will be read.
#[derive(Clone, Debug)]
pub struct TablePlan {
    /// Connector that understands it; `None` for a table that is passed over, with `skipped`.
    pub connector: Option<&'static crate::connector::Connector>,
    /// Why the table is passed over (a demographic table without a date, a table of another kind).
    pub skipped: Option<Passed>,
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
    pub remarks: Vec<Remark>,
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
