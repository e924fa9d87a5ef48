//! [`Term`]: when a goal is judged: every month, week or quarter, or once at a day.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::Period;
use crate::fact::words;

words! {
    /// How often a goal comes round.
    Every {
        /// Each calendar month.
        Month = "month",
        /// Each week, Monday to Sunday.
        Week = "week",
        /// Each calendar quarter.
        Quarter = "quarter",
    }
}

impl Every {
    /// The calendar period that the day lies in.
    pub fn around(self, day: Date) -> Period {
        let (from, to) = match self {
            Self::Month => (day.first_of_month(), day.last_of_month()),
            Self::Week => {
                let back = day.weekday().since(Weekday::Monday);
                let monday = day.saturating_sub(i32::from(back).days());
                (monday, monday.saturating_add(6.days()))
            }
            Self::Quarter => {
                let into = (i32::from(day.month()) - 1) % 3;
                let from = day.first_of_month().saturating_sub(into.months());
                (from, from.saturating_add(2.months()).last_of_month())
            }
        };
        Period { from, to }
    }

    /// The calendar period just after the day's.
    fn after(self, day: Date) -> Period {
        self.around(self.around(day).to.saturating_add(1.day()))
    }
}

/// When a goal is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// Anew in each calendar period.
    Every {
        /// Which.
        every: Every,
        /// Day from which it is promised; periods that began earlier are not.
        from: Date,
    },
    /// Once.
    By {
        /// First day that counts.
        from: Date,
        /// Last day that counts.
        by: Date,
    },
}

/// A deadline before the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the goal would be over ({by}) before it starts ({from}); choose a later day")]
pub struct TermError {
    /// First day.
    pub from: Date,
    /// Deadline given.
    pub by: Date,
}

/// A period in which a goal is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Its days.
    pub period: Period,
    /// Whether it was promised. A period that began before the goal's start is shown for comparison and counts in no record.
    pub promised: bool,
}

/// Why a goal is not judged in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Outside {
    /// It starts later.
    #[error("the goal starts on {0}")]
    NotYet(Date),
    /// It is over.
    #[error("the goal was over on {0}")]
    Over(Date),
}

impl Term {
    /// Each calendar period from the day on.
    pub const fn every(every: Every, from: Date) -> Self {
        Self::Every { every, from }
    }

    /// Once, at a day.
    pub fn by(from: Date, by: Date) -> Result<Self, TermError> {
        if by < from {
            return Err(TermError { from, by });
        }
        Ok(Self::By { from, by })
    }

    /// Day from which it is promised.
    pub const fn from(self) -> Date {
        match self {
            Self::Every { from, .. } | Self::By { from, .. } => from,
        }
    }

    /// The first period that is promised.
    pub fn first(self) -> Period {
        match self {
            Self::By { from, by } => Period { from, to: by },
            Self::Every { every, from } => {
                let around = every.around(from);
                if around.from == from { around } else { every.after(from) }
            }
        }
    }

    /// What a change is measured against: as many days or whole months just before the first period.
    pub fn baseline(self) -> Period {
        self.first().previous()
    }

    /// The period that is judged at the end of the day, and whether it is promised; `None` where a deadline's span does not
    /// hold the day.
    pub fn at(self, day: Date) -> Option<Judged> {
        let period = match self {
            Self::Every { every, .. } => every.around(day),
            Self::By { from, by } => Period { from, to: by },
        };
        period.contains(day).then(|| self.judged(period))
    }

    /// The periods that count in a calendar month, the last one last: the month, the weeks that end in it, its quarter, or
    /// the whole span up to a deadline.
    pub fn in_month(self, month: Period) -> Result<Vec<Judged>, Outside> {
        let periods = match self {
            Self::By { from, .. } if month.to < from => return Err(Outside::NotYet(from)),
            Self::By { by, .. } if by < month.from => return Err(Outside::Over(by)),
            Self::By { from, by } => vec![Period { from, to: by }],
            Self::Every { every: Every::Week, .. } => weeks(month),
            Self::Every { every, .. } => vec![every.around(month.to)],
        };
        Ok(periods.into_iter().map(|period| self.judged(period)).collect())
    }

    /// Promised periods that have begun by the day, in order; at most ten thousand.
    pub fn promised(self, until: Date) -> Vec<Period> {
        const MOST: usize = 10_000;
        let begun = |period: &Period| period.from <= until;
        let first = Some(self.first()).filter(begun);
        let next = |period: &Period| match self {
            Self::By { .. } => None,
            Self::Every { every, .. } => Some(every.after(period.from)).filter(begun),
        };
        std::iter::successors(first, next).take(MOST).collect()
    }

    fn judged(self, period: Period) -> Judged {
        Judged {
            period,
            promised: period.from >= self.from(),
        }
    }
}

/// The weeks whose Sunday lies in the month.
fn weeks(month: Period) -> Vec<Period> {
    let first = Every::Week.around(month.from);
    let next = |week: &Period| Some(Every::Week.after(week.from));
    std::iter::successors(Some(first), next)
        .take_while(|week| week.to <= month.to)
        .collect()
}

/// How much of a period is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed {
    /// Days that are over.
    pub days: i32,
    /// Days in all, at least one.
    pub of: i32,
}

impl Elapsed {
    /// At the end of the day `until`.
    pub fn of(period: Period, until: Date) -> Self {
        let of = period.days();
        let days = if until < period.from {
            0
        } else if until >= period.to {
            of
        } else {
            Period {
                from: period.from,
                to: until,
            }
            .days()
        };
        Self { days, of }
    }

    /// Days left.
    pub const fn left(self) -> i32 {
        self.of - self.days
    }

    /// Whether nothing is left.
    pub const fn is_over(self) -> bool {
        self.days >= self.of
    }

    /// Between 0 and 1.
    pub fn share(self) -> f64 {
        f64::from(self.days) / f64::from(self.of)
    }
}
