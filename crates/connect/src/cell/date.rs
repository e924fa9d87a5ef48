//! Dates and times in cells: the format of a column from samples, and the value of a cell.

use harpoon_core::Period;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Cell, CellError, is_unknown, trimmed};

/// Order of day and month in dates of numbers alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayOrder {
    /// `31/12/2026`
    DayFirst,
    /// `12/31/2026`
    MonthFirst,
}

impl DayOrder {
    /// From the word of `--day-order`: `dmy` or `mdy`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "dmy" => Some(Self::DayFirst),
            "mdy" => Some(Self::MonthFirst),
            _ => None,
        }
    }

    /// `dmy` or `mdy`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DayFirst => "dmy",
            Self::MonthFirst => "mdy",
        }
    }
}

/// An instant, or a day alone, with its local reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant, where time and zone are known.
    pub at: Option<Timestamp>,
    /// The local day.
    pub day: Date,
    /// The local hour, 0–23, where the cell has a time.
    pub hour: Option<i8>,
    /// ISO weekday of the local day, Monday is 1.
    pub weekday: i8,
}

/// Looks at samples of one column.
#[derive(Clone, Debug, Default)]
pub struct DateSurvey {}

/// What the samples of a column tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateFindings {
    /// Samples that are dates.
    pub dates: u32,
    /// Samples that are neither dates nor unknown.
    pub others: u32,
    /// The order that the samples prove, or that was declared beforehand.
    pub order: Option<DayOrder>,
    /// Whether an order is needed and not proved: a question for a person.
    pub ask_order: bool,
    /// The order to propose, where the samples speak for one (days without gaps).
    pub proposal: Option<DayOrder>,
    /// Whether dates lack a year: a question for a person.
    pub ask_year: bool,
    /// Month and day of the last sample without a year: the newest day of the file, to which the asked year belongs.
    pub last: Option<(i8, i8)>,
    /// Whether cells have a time of day.
    pub has_time: bool,
    /// Whether all times carry their offset.
    pub has_offset: bool,
}

impl DateSurvey {
    /// Looks at one cell.
    pub fn look(&mut self, _cell: &str) {}

    /// What was found.
    pub fn findings(&self) -> DateFindings {
        DateFindings::default()
    }
}

/// Reads the cells of one column.
#[derive(Clone, Debug, Default)]
pub struct DateReader {
    /// Order of day and month, where the cells need one.
    pub order: Option<DayOrder>,
    /// Year of the newest date, where dates have none.
    pub year: Option<i16>,
    /// Month and day of the newest date without a year. Such exports hold at most 365 days in order (TikTok Studio:
    /// `June 30` to `June 29`), so a date later in the calendar than this one belongs to the year before.
    pub last: Option<(i8, i8)>,
    /// Zone of times without an offset; the zone of the local day.
    pub zone: Option<TimeZone>,
}

impl DateReader {
    /// The day of a cell; a time is read past.
    pub fn day(&self, cell: &str) -> Result<Cell<Date>, CellError> {
        Ok(self.moment(cell)?.map(|moment| moment.day))
    }

    /// The day and, where given, the instant of a cell.
    pub fn moment(&self, cell: &str) -> Result<Cell<Moment>, CellError> {
        if is_unknown(cell, &[]) {
            return Ok(Cell::Unknown);
        }
        let day: Date = trimmed(cell)
            .parse()
            .map_err(|_| CellError::new(cell, "is not a date", None))?;
        let weekday = day.weekday().to_monday_one_offset();
        Ok(Cell::Value(Moment {
            at: None,
            day,
            hour: None,
            weekday,
        }))
    }

    /// The span that a cell speaks of: a month (`June 2026`, `2026-06`) or a day.
    pub fn span(&self, cell: &str) -> Result<Cell<Period>, CellError> {
        Ok(self.day(cell)?.map(|day| Period { from: day, to: day }))
    }
}

/// ISO weekday (Monday is 1) from a name in any known language, or from 1–7.
pub fn weekday(cell: &str, from_sunday: bool) -> Result<Cell<i8>, CellError> {
    let _ = from_sunday;
    Err(CellError::new(cell, "is not a weekday", None))
}

/// Hour of the day, from `17`, `17:00`, `5 PM`.
pub fn hour(cell: &str) -> Result<Cell<i8>, CellError> {
    Err(CellError::new(cell, "is not an hour", None))
}
