//! Dates and times in cells: the value of a cell, by the order, year and zone that its column was found to have.
//!
//! ISO dates take a short path. Everything else is read by its words and separators, in any order and in the languages
//! of platform interfaces; what a cell cannot say (is `03/04` in March or in April?) is never guessed here.

mod parse;
mod survey;
mod time;
mod words;

use harpoon_core::Period;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Cell, CellError, is_unknown, trimmed};
use parse::{Parsed, Shape, parse};
pub use survey::{DateFindings, DateSurvey};
use words::Word;

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

    /// Day and month of two numbers in this order.
    const fn day_month(self, first: i8, second: i8) -> (i8, i8) {
        match self {
            Self::DayFirst => (first, second),
            Self::MonthFirst => (second, first),
        }
    }
}

/// An instant, or a day alone, with its local reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant, where time and zone are known. In a gap or fold of daylight saving time: jiff's compatible reading.
    pub at: Option<Timestamp>,
    /// The local day.
    pub day: Date,
    /// The local hour, 0–23, where the cell has a time.
    pub hour: Option<i8>,
    /// ISO weekday of the local day, Monday is 1.
    pub weekday: i8,
    /// The local date and time as written, where the cell has a time and no offset: to be compared with id clocks.
    pub naive: Option<jiff::civil::DateTime>,
}

/// Reads the cells of one column.
#[derive(Clone, Debug, Default)]
pub struct DateReader {
    /// Order of day and month, where the cells need one.
    pub order: Option<DayOrder>,
    /// Year of the newest date, where dates have none.
    pub year: Option<i16>,
    /// Month and day of the newest date without a year. Such exports hold at most 365 days (TikTok Studio: `June 30` to
    /// `June 29`), so a date later in the calendar belongs to the year before.
    pub last: Option<(i8, i8)>,
    /// Zone of times without an offset; the zone of the local day.
    pub zone: Option<TimeZone>,
}

impl DateReader {
    /// The day of a cell; a time is read past, unless an offset and a zone move it to another day.
    ///
    /// Errors: no date, no such day, or a date that lacks order or year.
    pub fn day(&self, cell: &str) -> Result<Cell<Date>, CellError> {
        match read(cell)? {
            None => Ok(Cell::Unknown),
            Some(parsed) if parsed.offset.is_none() => self.date_of(cell, parsed.shape).map(Cell::Value),
            Some(_) => Ok(self.moment(cell)?.map(|moment| moment.day)),
        }
    }

    /// The day and, where given, the instant of a cell. Errors as for [`Self::day`].
    pub fn moment(&self, cell: &str) -> Result<Cell<Moment>, CellError> {
        let Some(parsed) = read(cell)? else {
            return Ok(Cell::Unknown);
        };
        let date = self.date_of(cell, parsed.shape)?;
        self.placed(date, &parsed)
            .map(Cell::Value)
            .ok_or_else(|| not_a_date(cell))
    }

    /// The days that a cell speaks of: a month (`June 2026`, `2026-06`), a day, or a range (`Jun 1 – Jun 7, 2026`).
    pub fn span(&self, cell: &str) -> Result<Cell<Period>, CellError> {
        if is_unknown(cell, &[]) {
            return Ok(Cell::Unknown);
        }
        let text = trimmed(trimmed(cell).trim_matches('"'));
        if let Some(parsed) = parse(text) {
            return self.span_of(cell, parsed.shape).map(Cell::Value);
        }
        let (from, to) = range(text).ok_or_else(|| not_a_date(cell))?;
        let to_year = year_of(to);
        let from = self.span_of(cell, with_year(from, to_year))?.from;
        let to = self.span_of(cell, to)?.to;
        let reversed = |_| CellError::new(cell, "ends before it begins", None);
        Period::new(from, to).map(Cell::Value).map_err(reversed)
    }

    fn span_of(&self, cell: &str, shape: Shape) -> Result<Period, CellError> {
        let Shape::Month { year, month } = shape else {
            let day = self.date_of(cell, shape)?;
            return Ok(Period { from: day, to: day });
        };
        let year = self.year_of(cell, year, (month, 1))?;
        let from = Date::new(year, month, 1).map_err(|_| not_a_date(cell))?;
        Ok(Period {
            from,
            to: from.last_of_month(),
        })
    }

    fn date_of(&self, cell: &str, shape: Shape) -> Result<Date, CellError> {
        let (year, month, day) = match shape {
            Shape::Day { year, month, day } => (year, month, day),
            Shape::Either { first, second, year } => {
                let order = self.order_for(cell, first, second)?;
                let (day, month) = order.day_month(first, second);
                (year, month, day)
            }
            Shape::Month { .. } => {
                let hint = "map the column as `month`";
                return Err(CellError::new(cell, "is a month, where a day is needed", Some(hint)));
            }
        };
        let year = self.year_of(cell, year, (month, day))?;
        Date::new(year, month, day).map_err(|_| self.no_such_day(cell, shape))
    }

    fn order_for(&self, cell: &str, first: i8, second: i8) -> Result<DayOrder, CellError> {
        self.order.or_else(|| order_in(first, second)).ok_or_else(|| {
            let hint = "give the order of day and month with --day-order dmy or mdy";
            CellError::new(cell, "can be read as two days", Some(hint))
        })
    }

    fn year_of(&self, cell: &str, written: Option<i16>, at: (i8, i8)) -> Result<i16, CellError> {
        let lacking = || CellError::new(cell, "has no year", Some("give it with --year"));
        let own = || {
            let year = self.year?;
            let before = self.last.is_some_and(|last| at > last);
            Some(year.saturating_sub(i16::from(before)))
        };
        written.or_else(own).ok_or_else(lacking)
    }

    fn no_such_day(&self, cell: &str, shape: Shape) -> CellError {
        match (shape, self.order) {
            (Shape::Either { .. }, Some(order)) => {
                let hint = format!(
                    "the column is read as {}; correct the cell, or give --day-order",
                    order.as_str()
                );
                CellError::new(cell, "is no day", Some(&hint))
            }
            _ => CellError::new(cell, "is no day", Some("correct the cell")),
        }
    }

    /// The moment of a date with its time and offset, in the reader's zone.
    fn placed(&self, date: Date, parsed: &Parsed) -> Option<Moment> {
        let Some(time) = parsed.time else {
            return Some(moment(None, date, None));
        };
        let written = date.to_datetime(time);
        if let Some(offset) = parsed.offset {
            let at = offset.to_timestamp(written).ok()?;
            let local = self.zone.as_ref().map_or(written, |zone| zone.to_datetime(at));
            return Some(moment(Some(at), local.date(), Some(local.hour())));
        }
        let at = match &self.zone {
            Some(zone) => Some(zone.to_timestamp(written).ok()?),
            None => None,
        };
        Some(Moment {
            naive: Some(written),
            ..moment(at, date, Some(time.hour()))
        })
    }
}

fn moment(at: Option<Timestamp>, day: Date, hour: Option<i8>) -> Moment {
    Moment {
        at,
        day,
        hour,
        weekday: day.weekday().to_monday_one_offset(),
        naive: None,
    }
}

/// The parts of a cell; `None` where it says that the date is unknown.
fn read(cell: &str) -> Result<Option<Parsed>, CellError> {
    /// No date is longer; longer texts are not looked into.
    const LONGEST: usize = 80;
    if let Some(parsed) = parse(cell) {
        return Ok(Some(parsed));
    }
    let text = trimmed(trimmed(cell).trim_matches('"'));
    if is_unknown(text, &[]) {
        return Ok(None);
    }
    let short = (text.len() <= LONGEST).then_some(text);
    short.and_then(parse).map(Some).ok_or_else(|| not_a_date(cell))
}

fn not_a_date(cell: &str) -> CellError {
    CellError::new(cell, "is not a date", Some("write it as 2026-10-31"))
}

/// The order that two numbers prove by themselves.
const fn order_in(first: i8, second: i8) -> Option<DayOrder> {
    match (first > 12, second > 12) {
        (true, false) => Some(DayOrder::DayFirst),
        (false, true) => Some(DayOrder::MonthFirst),
        (false, false) if first == second => Some(DayOrder::DayFirst),
        _ => None,
    }
}

/// First and last part of a range.
fn range(text: &str) -> Option<(Shape, Shape)> {
    const BETWEEN: &[&str] = &[
        "~", " - ", " – ", " — ", "–", " to ", " bis ", " al ", " au ", " t/m ", " until ", "至", "-",
    ];
    let mut halves = BETWEEN.iter().filter_map(|between| text.split_once(between));
    let dates = |(from, to): (&str, &str)| Some((parse(trimmed(from))?.shape, parse(trimmed(to))?.shape));
    halves.find_map(dates)
}

const fn year_of(shape: Shape) -> Option<i16> {
    match shape {
        Shape::Day { year, .. } | Shape::Either { year, .. } | Shape::Month { year, .. } => year,
    }
}

fn with_year(shape: Shape, other: Option<i16>) -> Shape {
    match shape {
        Shape::Day { year, month, day } => Shape::Day {
            year: year.or(other),
            month,
            day,
        },
        Shape::Either { first, second, year } => Shape::Either {
            first,
            second,
            year: year.or(other),
        },
        Shape::Month { year, month } => Shape::Month {
            year: year.or(other),
            month,
        },
    }
}

/// ISO weekday (Monday is 1) from a name in any known language, or from 1–7 counted from Monday or Sunday.
pub fn weekday(cell: &str, from_sunday: bool) -> Result<Cell<i8>, CellError> {
    let text = trimmed(cell);
    if is_unknown(text, &[]) {
        return Ok(Cell::Unknown);
    }
    let number = text.parse().ok().filter(|n: &i8| (1..=7).contains(n));
    let counted = number.map(|n| if from_sunday { (n + 5) % 7 + 1 } else { n });
    let name = || Word::of(text.trim_end_matches('.').split('-').next()?).weekday();
    let hint = "write a name, or 1 to 7";
    counted
        .or_else(name)
        .map(Cell::Value)
        .ok_or_else(|| CellError::new(cell, "is not a weekday", Some(hint)))
}

/// Hour of the day, 0–23, from `17`, `17:30`, `5 PM`, `17h`.
pub fn hour(cell: &str) -> Result<Cell<i8>, CellError> {
    let text = trimmed(cell);
    if is_unknown(text, &[]) {
        return Ok(Cell::Unknown);
    }
    let error = || CellError::new(cell, "is not an hour of the day", Some("write 0 to 23, or 17:30"));
    time::hour(text).map(Cell::Value).ok_or_else(error)
}

#[cfg(test)]
mod tests;
