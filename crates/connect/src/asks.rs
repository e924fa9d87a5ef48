//! [`Question`]: what only a person can know of a file, as facts. `Display` is its English, for terminals and JSON; pages have words
//! of their own in each language.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What only a person can know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// What is asked.
    pub key: QuestionKey,
    /// Where.
    pub place: Spot,
    /// What was seen there.
    pub seen: Seen,
    /// What we would take; `--yes` takes it. `None` if nothing can be proposed.
    pub proposal: Option<String>,
    /// The possible answers, if they can be listed.
    pub choices: Vec<String>,
}

/// A table of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The file with its archive and folder.
    pub file: String,
    /// Sheet of a spreadsheet.
    pub sheet: Option<String>,
}

/// What was seen in a file that raises a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// A table that looks the same on several platforms.
    SeveralPlatforms,
    /// Amounts in these columns, of no currency.
    Amounts(Vec<String>),
    /// Dates without a year.
    NoYear,
    /// A date such as this, whose day and month could be each other.
    DayOrMonth(String),
    /// A number such as this, whose mark can part decimals or group thousands, in a column.
    Mark {
        /// The number as it is written.
        number: String,
        /// Header of its column.
        column: String,
    },
    /// Times without a zone, in this column; those of events where there is none.
    Times(Option<String>),
    /// Figures without a day.
    NoDays,
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

impl Seen {
    /// What is asked about it.
    pub const fn key(&self) -> QuestionKey {
        match self {
            Self::SeveralPlatforms => QuestionKey::Platform,
            Self::Amounts(_) => QuestionKey::Currency,
            Self::NoYear => QuestionKey::Year,
            Self::DayOrMonth(_) => QuestionKey::DayOrder,
            Self::Mark { .. } => QuestionKey::Decimal,
            Self::Times(_) => QuestionKey::Zone,
            Self::NoDays => QuestionKey::Period,
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = &self.place;
        match &self.seen {
            Seen::SeveralPlatforms => write!(f, "{place} looks the same on several platforms. Of which is it?"),
            Seen::Amounts(columns) => {
                write!(
                    f,
                    "In which currency are the amounts of {place} ({})?",
                    columns.join(", ")
                )
            }
            Seen::NoYear => write!(f, "The dates of {place} have no year. Of which year is the newest?"),
            Seen::DayOrMonth(example) => write!(
                f,
                "Does the day or the month come first in the dates of {place}, such as `{example}`?"
            ),
            Seen::Mark { number, column } => write!(
                f,
                "Is the mark in `{number}` ({column}, {place}) a decimal mark, or does it group thousands? Which decimal mark do the numbers have?"
            ),
            Seen::Times(column) => write!(
                f,
                "In which time zone are the times of {place} ({})?",
                column.as_deref().unwrap_or("events")
            ),
            Seen::NoDays => write!(f, "{place} states no days. Of which days are its figures?"),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match &self.sheet {
            Some(sheet) => write!(f, ", sheet {sheet}"),
            None => Ok(()),
        }
    }
}
