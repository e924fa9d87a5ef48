//! [`Span`]: which days a row speaks of.

use harpoon_core::period::day_number;
use harpoon_core::{Counter, Period};
use jiff::ToSpan;
use jiff::civil::Date;

use super::columns::{Columns, known};
use super::rows::Fault;
use super::survey::lifetime_words;
use crate::cell::DateReader;
use crate::connector::{Connector, Quirk};
use crate::field::Role;
use crate::record::Record;

/// How a table tells its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Day,
    NthDay,
    Range,
    Month,
    Week,
    Publication,
    File,
}

/// Days of a table's rows.
#[derive(Debug)]
pub(crate) struct Span {
    rule: Rule,
    /// Neither the rows nor a publication tell the days.
    pub(crate) is_needed: bool,
    /// Days that the file as a whole states.
    pub(crate) file: Option<Period>,
    start: Option<Date>,
    lifetime: &'static [&'static str],
    cache: (String, Option<Date>),
}

/// First and last day as the lake numbers them, and whether the row is a lifetime count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Days {
    pub(super) start: Option<i32>,
    pub(super) end: Option<i32>,
    /// The row has a day of its own although the export's counts are lifetime ones.
    pub(super) own_day: bool,
}

impl Span {
    /// By the columns of the table; `start` is the day that day number nought stands for.
    pub(crate) fn new(connector: &Connector, columns: &Columns, file: Option<Period>, start: Option<Date>) -> Self {
        let has = |role| columns.at(role).is_some();
        let nth = connector.quirks.iter().any(|q| matches!(q, Quirk::NthDayFrom(_)));
        let clock = connector.quirks.iter().any(|q| matches!(q, Quirk::IdClock(_)));
        let lifetime = connector.counter == Some(Counter::Lifetime);
        let rule = if has(Role::Date) && nth {
            Rule::NthDay
        } else if has(Role::Date) {
            Rule::Day
        } else if has(Role::PeriodStart) {
            Rule::Range
        } else if has(Role::Month) && !lifetime {
            Rule::Month
        } else if has(Role::Week) {
            Rule::Week
        } else if lifetime && (has(Role::PublishedAt) || has(Role::Month) || clock) {
            Rule::Publication
        } else {
            Rule::File
        };
        Self {
            rule,
            is_needed: rule == Rule::File && !lifetime && !has(Role::WrittenOn),
            file,
            start,
            lifetime: lifetime_words(connector),
            cache: (String::new(), None),
        }
    }

    /// Takes a person's answer where the file is silent.
    pub(crate) fn or_answer(mut self, answer: Option<(Date, Date)>) -> Self {
        if self.file.is_none()
            && let Some((from, to)) = answer
        {
            self.file = Period::new(from, to).ok();
        }
        self
    }

    /// The days of a row; `published` is its day of publication, where it has one.
    pub(super) fn of(
        &mut self,
        record: &Record,
        columns: &Columns,
        reader: &DateReader,
        published: Option<Date>,
    ) -> Result<Days, Fault> {
        match self.rule {
            Rule::Day => {
                let at = columns.at(Role::Date).unwrap_or_default();
                let text = record.get(at);
                if self.lifetime.iter().any(|word| word.eq_ignore_ascii_case(text.trim())) {
                    return Ok(Days::publication(published));
                }
                let day = self.day(text, reader, columns, Role::Date)?;
                Ok(Days::of(day, day).with_own_day(!self.lifetime.is_empty()))
            }
            Rule::NthDay => self.nth_day(record, columns, reader),
            Rule::Range => {
                let from = record.get(columns.at(Role::PeriodStart).unwrap_or_default());
                let from = self.day(from, reader, columns, Role::PeriodStart)?;
                let Some(at) = columns.at(Role::PeriodEnd) else {
                    return Ok(Days::of(from, from));
                };
                let to = self.day(record.get(at), reader, columns, Role::PeriodEnd)?;
                if to < from {
                    return Err(Fault::at(
                        columns.header(Role::PeriodEnd),
                        format!("ends on {to}, before it begins"),
                    ));
                }
                Ok(Days::of(from, to))
            }
            Rule::Month => self.whole(record, columns, reader, Role::Month),
            Rule::Week => self.whole(record, columns, reader, Role::Week),
            Rule::Publication => Ok(Days::publication(
                published.or_else(|| self.month_start(record, columns, reader)),
            )),
            Rule::File => Ok(self.file.map_or_else(Days::default, |p| Days::of(p.from, p.to))),
        }
    }

    /// A day; equal neighbours are read once.
    fn day(&mut self, text: &str, reader: &DateReader, columns: &Columns, role: Role) -> Result<Date, Fault> {
        if let (held, Some(day)) = &self.cache
            && held == text
        {
            return Ok(*day);
        }
        let cell = reader.day(text).map_err(|e| Fault::cell(columns.header(role), e))?;
        let day = cell
            .value()
            .ok_or_else(|| Fault::at(columns.header(role), "the row has no day".into()))?;
        self.cache = (text.to_owned(), Some(day));
        Ok(day)
    }

    fn nth_day(&self, record: &Record, columns: &Columns, reader: &DateReader) -> Result<Days, Fault> {
        let text = record.get(columns.at(Role::Date).unwrap_or_default()).trim();
        let header = || columns.header(Role::Date);
        let Some(start) = self.start else {
            return Err(Fault::at(
                header(),
                "days are numbered, and the first day is not stated".into(),
            ));
        };
        let is_number = text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit());
        let day = if is_number {
            let nth: i32 = text
                .parse()
                .map_err(|_| Fault::at(header(), format!("`{text}` is no day number")))?;
            start
                .checked_add(nth.days())
                .map_err(|_| Fault::at(header(), format!("day {text} is out of range")))?
        } else {
            let cell = reader.day(text).map_err(|e| Fault::cell(header(), e))?;
            cell.value()
                .ok_or_else(|| Fault::at(header(), "the row has no day".into()))?
        };
        Ok(Days::of(day, day))
    }

    /// A month, or a week by its first day.
    #[expect(clippy::unused_self, reason = "a step of `of`")]
    fn whole(&self, record: &Record, columns: &Columns, reader: &DateReader, role: Role) -> Result<Days, Fault> {
        let text = record.get(columns.at(role).unwrap_or_default());
        let cell = reader.span(text).map_err(|e| Fault::cell(columns.header(role), e))?;
        let period = cell
            .value()
            .ok_or_else(|| Fault::at(columns.header(role), "the row has no day".into()))?;
        if period.from < period.to {
            return Ok(Days::of(period.from, period.to));
        }
        let end = match role {
            Role::Month => period.from.last_of_month(),
            _ => period.from.saturating_add(6.days()),
        };
        Ok(Days::of(period.from, end))
    }

    /// For posts of which only the month of publication is told.
    #[expect(clippy::unused_self, reason = "a step of `of`")]
    fn month_start(&self, record: &Record, columns: &Columns, reader: &DateReader) -> Option<Date> {
        let text = known(record.get(columns.at(Role::Month)?))?;
        Some(reader.span(text).ok()?.value()?.from)
    }
}

impl Days {
    pub(super) fn of(from: Date, to: Date) -> Self {
        let start = day_number(from);
        let end = if to == from { start } else { day_number(to) };
        Self {
            start: Some(start),
            end: Some(end),
            own_day: false,
        }
    }

    fn publication(day: Option<Date>) -> Self {
        day.map_or_else(Self::default, |day| Self::of(day, day))
    }

    const fn with_own_day(mut self, own: bool) -> Self {
        self.own_day = own;
        self
    }
}
