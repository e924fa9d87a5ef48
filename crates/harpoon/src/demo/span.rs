//! [`Span`]: the thirteen months of the demo, the windows in which people exported them, and the year's seasons.

use std::fmt::Display;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Number of months: a year, and the same month a year before to compare with.
pub(super) const MONTHS: usize = 13;

/// Month index at which Facebook's exports speak of views instead of impressions.
pub(super) const VIEWS_FROM: usize = 6;

/// Thirteen whole months.
#[derive(Clone, Debug)]
pub(super) struct Span {
    /// First day of each month, in order.
    pub(super) months: Vec<Date>,
}

/// What one export covers, and the day on which it was taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// First day.
    pub(super) from: Date,
    /// Last day.
    pub(super) to: Date,
    /// Day of the download; lifetime counts are as of its evening.
    pub(super) taken: Date,
}

impl Span {
    /// The thirteen months of which the last is the month of `end` if `end` closes it, else the month before.
    pub(super) fn ending(end: Date) -> Self {
        let this = end.first_of_month();
        let last = if end == end.last_of_month() {
            this
        } else {
            this.saturating_sub(1.month())
        };
        let months = (0..MONTHS)
            .rev()
            .map(|back| last.saturating_sub(i64::try_from(back).unwrap_or(0).months()))
            .collect();
        Self { months }
    }

    /// First day.
    pub(super) fn first(&self) -> Date {
        self.months[0]
    }

    /// Last day.
    pub(super) fn last(&self) -> Date {
        self.months[MONTHS - 1].last_of_month()
    }

    /// Every day.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        let last = self.last();
        self.first().series(1.day()).take_while(move |day| *day <= last)
    }

    /// Index of the month of `day`; days outside belong to the first or last month.
    pub(super) fn month_of(&self, day: Date) -> usize {
        self.months.iter().rposition(|first| *first <= day).unwrap_or(0)
    }

    /// The export of months `from` to `to`, taken two days later.
    pub(super) fn window(&self, from: usize, to: usize) -> Window {
        let to = self.months[to].last_of_month();
        Window {
            from: self.months[from],
            to,
            taken: later(to, 2),
        }
    }

    /// Every month by itself.
    pub(super) fn monthly(&self) -> Vec<Window> {
        (0..MONTHS).map(|month| self.window(month, month)).collect()
    }

    /// Four quarters and the last month.
    pub(super) fn quarterly(&self) -> Vec<Window> {
        let mut windows: Vec<Window> = (0..4).map(|q| self.window(3 * q, 3 * q + 2)).collect();
        windows.push(self.window(MONTHS - 1, MONTHS - 1));
        windows
    }

    /// Two half-years and the last month.
    pub(super) fn half_yearly(&self) -> Vec<Window> {
        vec![self.window(0, 5), self.window(6, 11), self.window(12, 12)]
    }

    /// The last quarter and month once more, exported a fortnight after the end: the same days, riper counts.
    pub(super) fn again(&self) -> Window {
        Window {
            taken: later(self.last(), 16),
            ..self.window(9, 12)
        }
    }
}

impl Window {
    /// Whether `day` lies within.
    pub(super) fn holds(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// The day `days` after `day`.
pub(super) fn later(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

/// Days from `a` to `b`, negative if `b` is earlier.
pub(super) fn days_between(a: Date, b: Date) -> i64 {
    a.duration_until(b).as_hours() / 24
}

/// `day` in the given strftime form.
pub(super) fn shown(day: Date, form: &str) -> String {
    show(&day.strftime(form))
}

/// What `value` prints.
pub(super) fn show(value: &dyn Display) -> String {
    value.to_string()
}

/// Black Friday of a year: the day after the fourth Thursday of November.
pub(super) fn black_friday(year: i16) -> Date {
    let first = date(year, 11, 1);
    let to_thursday = i64::from(first.weekday().until(Weekday::Thursday));
    later(first, to_thursday + 21 + 1)
}

/// How much more is sold and looked at on a day than on an ordinary one.
pub(super) fn season(day: Date) -> f64 {
    match days_between(black_friday(day.year()), day) {
        -4..=3 => 1.6,
        _ => match (day.month(), day.day()) {
            (12, 1..=24) => 1.25,
            (7 | 8, _) => 0.85,
            _ => 1.0,
        },
    }
}
