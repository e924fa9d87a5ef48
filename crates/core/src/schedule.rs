//! When something is due: on a day of the month or of the week, at an hour of the clock on the wall of a zone.
//!
//! Where a clock is put forward and the hour does not exist, it is due when the hour would have been over; where it is put back
//! and the hour comes twice, the first counts.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::Period;

/// When a month's report and a week's digest are due. The hour is of each recipient's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Day of the month after, 1 to 28: every month has it.
    pub day: i8,
    /// Hour of the report, 0 to 23.
    pub hour: i8,
    /// Day of the digest, 1 (Monday) to 7.
    pub weekday: i8,
    /// Hour of the digest, 0 to 23.
    pub week_hour: i8,
}

impl Default for Schedule {
    /// Reports on the 3rd at nine, when platforms have settled their figures; digests on Monday at eight.
    fn default() -> Self {
        Self {
            day: 3,
            hour: 9,
            weekday: 1,
            week_hour: 8,
        }
    }
}

/// Something that was due: since when, and of which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Since when.
    pub at: Timestamp,
    /// The days that it speaks of.
    pub of: Period,
}

impl Schedule {
    /// Whether all its numbers are within their ends.
    pub fn is_one(self) -> bool {
        let hours = 0..=23;
        (1..=28).contains(&self.day)
            && hours.contains(&self.hour)
            && (1..=7).contains(&self.weekday)
            && hours.contains(&self.week_hour)
    }

    /// The newest report that is due by `now`: that of the month before its day.
    pub fn report_due(self, now: Timestamp, zone: &TimeZone) -> Option<Due> {
        let today = now.to_zoned(zone.clone()).date();
        let this = today.first_of_month();
        let before = this.yesterday().ok()?.first_of_month();
        let due = |first: Date| {
            let to = first.yesterday().ok()?;
            let of = Period {
                from: to.first_of_month(),
                to,
            };
            Some(Due {
                at: self.report_at(of, zone)?,
                of,
            })
        };
        [this, before].into_iter().filter_map(due).find(|due| due.at <= now)
    }

    /// When the report of a month is due.
    pub fn report_at(self, month: Period, zone: &TimeZone) -> Option<Timestamp> {
        let first = month.to.tomorrow().ok()?;
        at(first.checked_add(i64::from(self.day - 1).days()).ok()?, self.hour, zone)
    }

    /// When a report that was approved at `now` reaches a recipient: at the hour of its day, or, if that is over, at the next
    /// such hour.
    pub fn report_after(self, now: Timestamp, month: Period, zone: &TimeZone) -> Option<Timestamp> {
        let due = self.report_at(month, zone)?;
        if due >= now {
            return Some(due);
        }
        let today = now.to_zoned(zone.clone()).date();
        let same = at(today, self.hour, zone)?;
        if same >= now {
            return Some(same);
        }
        at(today.tomorrow().ok()?, self.hour, zone)
    }

    /// The newest digest that is due by `now`: the seven whole days before its day.
    pub fn digest_due(self, now: Timestamp, zone: &TimeZone) -> Option<Due> {
        let today = now.to_zoned(zone.clone()).date();
        let weekday = Weekday::from_monday_one_offset(self.weekday).ok()?;
        let back = today.weekday().since(weekday);
        let newest = today.checked_sub(i64::from(back).days()).ok()?;
        let due = |day: Date| {
            let of = Period {
                from: day.checked_sub(7.days()).ok()?,
                to: day.yesterday().ok()?,
            };
            Some(Due {
                at: at(day, self.week_hour, zone)?,
                of,
            })
        };
        let days = [Some(newest), newest.checked_sub(7.days()).ok()];
        days.into_iter().flatten().filter_map(due).find(|due| due.at <= now)
    }

    /// When a digest or a report is next due after `now`.
    pub fn next(self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let digest = self.digest_due(now, zone)?.of.to.checked_add(8.days()).ok()?;
        let report = self.report_due(now, zone)?.of.to.tomorrow().ok()?;
        let month = Period {
            from: report,
            to: report.last_of_month(),
        };
        let digest = at(digest, self.week_hour, zone)?;
        Some(digest.min(self.report_at(month, zone)?))
    }
}

/// The hour of a day.
fn at(day: Date, hour: i8, zone: &TimeZone) -> Option<Timestamp> {
    let time = day.at(hour, 0, 0, 0).to_zoned(zone.clone()).ok()?;
    Some(time.timestamp())
}

#[cfg(test)]
mod tests;
