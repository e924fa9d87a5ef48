//! Order, year and kind of the dates of a column, from samples.

use jiff::civil::Date;

use super::parse::{Parsed, Shape};
use super::{DayOrder, order_in, read, year_of};
use crate::cell::is_unknown;

/// Looks at samples of one column. Keeps at most a few thousand days, whatever the file's size.
#[derive(Clone, Debug, Default)]
pub struct DateSurvey {
    found: DateFindings,
    day_first: u32,
    month_first: u32,
    /// Days whose order is open, with their year.
    open: Vec<(i8, i8, Option<i16>)>,
    /// Days without a year, in file order, where their order is clear.
    yearless: Vec<(i8, i8)>,
    timed: u32,
    with_offset: u32,
}

/// What the samples of a column tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent findings, each told to a person"
)]
pub struct DateFindings {
    /// Samples that are dates.
    pub dates: u32,
    /// Samples that are neither dates nor unknown.
    pub others: u32,
    /// Samples that are months.
    pub months: u32,
    /// The order that the samples prove.
    pub order: Option<DayOrder>,
    /// Whether an order is needed and not proved: a question for a person.
    pub ask_order: bool,
    /// Whether some samples prove one order and some the other: a sign of damage by a spreadsheet program.
    pub mixed_order: bool,
    /// The order to propose: the one that more samples prove, or that makes the days lie closer together, if one does.
    pub proposal: Option<DayOrder>,
    /// An open date as it was written, for the text of the question.
    pub example: Option<String>,
    /// Whether dates lack a year: a question for a person.
    pub ask_year: bool,
    /// Month and day of the newest date without a year: the one before the largest gap in the calendar. The asked year
    /// is its year.
    pub last: Option<(i8, i8)>,
    /// Whether cells have a time of day.
    pub has_time: bool,
    /// Whether all times carry their offset, so that no zone need be known.
    pub has_offset: bool,
}

impl DateSurvey {
    const MOST: usize = 4096;

    /// Looks at one cell.
    pub fn look(&mut self, cell: &str) {
        if is_unknown(cell, &[]) {
            return;
        }
        match read(cell) {
            Ok(Some(parsed)) => self.count(cell, &parsed),
            Ok(None) => {}
            Err(_) => self.found.others += 1,
        }
    }

    fn count(&mut self, cell: &str, parsed: &Parsed) {
        self.found.dates += 1;
        self.timed += u32::from(parsed.time.is_some());
        self.with_offset += u32::from(parsed.offset.is_some());
        self.found.ask_year |= year_of(parsed.shape).is_none();
        match parsed.shape {
            Shape::Day { year, month, day } => self.note_day(year, month, day),
            Shape::Month { .. } => self.found.months += 1,
            Shape::Either { first, second, year } => self.note_open(cell, first, second, year),
        }
    }

    fn note_day(&mut self, year: Option<i16>, month: i8, day: i8) {
        if year.is_none() && self.yearless.len() < Self::MOST {
            self.yearless.push((month, day));
        }
    }

    fn note_open(&mut self, cell: &str, first: i8, second: i8, year: Option<i16>) {
        if self.open.len() < Self::MOST {
            self.open.push((first, second, year));
        }
        match order_in(first, second) {
            Some(_) if first == second => {}
            Some(DayOrder::DayFirst) => self.day_first += 1,
            Some(DayOrder::MonthFirst) => self.month_first += 1,
            None if self.found.example.is_none() => self.found.example = Some(cell.trim().to_owned()),
            None => {}
        }
    }

    /// What was found.
    pub fn findings(&self) -> DateFindings {
        let mut found = self.found.clone();
        found.mixed_order = self.day_first > 0 && self.month_first > 0;
        found.order = match (self.day_first, self.month_first) {
            (0, 0) => None,
            (_, 0) => Some(DayOrder::DayFirst),
            (0, _) => Some(DayOrder::MonthFirst),
            _ => None,
        };
        found.ask_order = found.mixed_order || (found.order.is_none() && found.example.is_some());
        if found.ask_order {
            found.proposal = self.more_frequent().or_else(|| self.smoother());
        }
        found.has_time = self.timed > 0;
        found.has_offset = self.timed > 0 && self.with_offset == self.timed;
        if found.ask_year {
            found.last = newest(self.days_without_year(found.order.or(found.proposal)));
        }
        found
    }

    /// The order that more samples prove, where they contradict each other.
    fn more_frequent(&self) -> Option<DayOrder> {
        match self.day_first.cmp(&self.month_first) {
            std::cmp::Ordering::Greater => Some(DayOrder::DayFirst),
            std::cmp::Ordering::Less => Some(DayOrder::MonthFirst),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The order with fewer days between the first and the last.
    fn smoother(&self) -> Option<DayOrder> {
        let length = |order: DayOrder| {
            let days = self.open.iter().filter_map(|&(first, second, year)| {
                let (day, month) = order.day_month(first, second);
                Date::new(year.unwrap_or(2000), month, day)
                    .ok()
                    .map(harpoon_core::period::day_number)
            });
            let (least, most) = days.fold((i32::MAX, i32::MIN), |(least, most), day| {
                (least.min(day), most.max(day))
            });
            most.saturating_sub(least)
        };
        match length(DayOrder::DayFirst).cmp(&length(DayOrder::MonthFirst)) {
            std::cmp::Ordering::Less => Some(DayOrder::DayFirst),
            std::cmp::Ordering::Greater => Some(DayOrder::MonthFirst),
            std::cmp::Ordering::Equal => None,
        }
    }

    fn days_without_year(&self, order: Option<DayOrder>) -> Vec<(i8, i8)> {
        let order = order.unwrap_or(DayOrder::DayFirst);
        let open = self
            .open
            .iter()
            .filter(|(.., year)| year.is_none())
            .map(|&(first, second, _)| {
                let (day, month) = order.day_month(first, second);
                (month, day)
            });
        self.yearless.iter().copied().chain(open).collect()
    }
}

/// The newest of days within one year: the one before the largest gap of the calendar. A full year has no gap; then the
/// file's last day counts, or its first where the file runs backwards.
fn newest(days: Vec<(i8, i8)>) -> Option<(i8, i8)> {
    let (first, last) = (*days.first()?, *days.last()?);
    let mut sorted = days;
    sorted.sort_unstable();
    sorted.dedup();
    let next = sorted.iter().cycle().skip(1);
    // Without a 29 February in the file, 1 March follows the 28th.
    let year = if sorted.contains(&(2, 29)) { 2024 } else { 2023 };
    let gaps = sorted.iter().zip(next).map(|(&day, &next)| (gap(year, day, next), day));
    let widest = gaps.clone().map(|(gap, _)| gap).max()?;
    let candidates: Vec<(i8, i8)> = gaps.filter(|(gap, _)| *gap == widest).map(|(_, day)| day).collect();
    let by_file = [last, first].into_iter().find(|day| candidates.contains(day));
    by_file.or_else(|| candidates.last().copied())
}

/// Days from one day of the calendar to the next, around the end of the year.
fn gap(year: i16, from: (i8, i8), to: (i8, i8)) -> i16 {
    let place = |(month, day): (i8, i8)| Date::new(year, month, day).map_or(0, Date::day_of_year);
    let length = place(to) - place(from);
    if length > 0 { length } else { length + 365 }
}
