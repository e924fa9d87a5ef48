//! [`Period`]: the days that a reading or an observation speaks of, both ends included.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A span of whole days, both ends included, in the account's own time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day, not before `from`.
    pub to: Date,
}

/// Why a text is no [`Period`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The month is not `YYYY-MM`.
    #[error("`{0}` is not a month; write it as 2026-10")]
    NotAMonth(String),
    /// The day is not `YYYY-MM-DD`.
    #[error("`{0}` is not a day; write it as 2026-10-31")]
    NotADay(String),
    /// The period ends before it begins.
    #[error("the period ends ({to}) before it begins ({from})")]
    Reversed {
        /// First day given.
        from: Date,
        /// Last day given.
        to: Date,
    },
}

impl Period {
    /// From the first to the last day, both included.
    pub fn new(from: Date, to: Date) -> Result<Self, PeriodError> {
        if to < from {
            return Err(PeriodError::Reversed { from, to });
        }
        Ok(Self { from, to })
    }

    /// One calendar month, from `YYYY-MM`.
    pub fn month(text: &str) -> Result<Self, PeriodError> {
        let not_a_month = || PeriodError::NotAMonth(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(not_a_month)?;
        let year: i16 = year.parse().map_err(|_| not_a_month())?;
        let month: i8 = month.parse().map_err(|_| not_a_month())?;
        let from = Date::new(year, month, 1).map_err(|_| not_a_month())?;
        Ok(Self {
            from,
            to: from.last_of_month(),
        })
    }

    /// A day from `YYYY-MM-DD`.
    pub fn day(text: &str) -> Result<Date, PeriodError> {
        text.parse().map_err(|_| PeriodError::NotADay(text.to_owned()))
    }

    /// Number of days, at least one.
    pub fn days(self) -> i32 {
        day_number(self.to) - day_number(self.from) + 1
    }

    /// The period just before: as many whole months where it is whole months, else as many days.
    #[must_use]
    pub fn previous(self) -> Self {
        let to = self.from.saturating_sub(1.day());
        let whole_months = self.from.day() == 1 && self.to == self.to.last_of_month();
        let length = if whole_months {
            self.months().months()
        } else {
            self.days().days()
        };
        Self {
            from: self.from.saturating_sub(length),
            to,
        }
    }

    /// Calendar months that it touches.
    fn months(self) -> i32 {
        let count = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        count(self.to) - count(self.from) + 1
    }

    /// Whether the day lies in the period.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            return write!(f, "{}", self.from);
        }
        write!(f, "{} to {}", self.from, self.to)
    }
}

/// Days since 1970-01-01, the lake's form of a date.
pub fn day_number(day: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    (day - epoch).get_days()
}

/// The date that is `number` days after 1970-01-01; clamped to the years -9999 to 9999.
pub fn day_from_number(number: i32) -> Date {
    Date::constant(1970, 1, 1).saturating_add(number.days())
}
