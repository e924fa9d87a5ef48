//! The year of the newest of dates without one, from a day that is known otherwise.

use jiff::ToSpan;
use jiff::civil::Date;

/// Month and day.
type Day = (i8, i8);

/// The first day of the dates is `from`; they span less than a year.
pub(super) fn from_on(from: Date, newest: Day) -> i16 {
    from.year() + i16::from(newest < month_and_day(from))
}

/// The newest date lies on or before `on`: the day of the export, or of the file's last change.
pub(super) fn up_to(on: Date, newest: Day) -> i16 {
    on.year() - i16::from(newest > month_and_day(on))
}

/// The newest date lies after `post`, within a year: counts are observed after publication. A day less is allowed for,
/// as the two may be of different zones.
pub(super) fn after(post: Date, newest: Day) -> i16 {
    from_on(post.saturating_sub(1.day()), newest)
}

fn month_and_day(date: Date) -> Day {
    (date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{after, from_on, up_to};

    #[test]
    fn the_year_turns_at_the_known_day() {
        assert_eq!(from_on(date(2025, 12, 26), (1, 1)), 2026);
        assert_eq!(from_on(date(2025, 12, 26), (12, 26)), 2025);
        assert_eq!(up_to(date(2026, 1, 2), (12, 31)), 2025);
        assert_eq!(up_to(date(2026, 1, 2), (1, 2)), 2026);
        assert_eq!(after(date(2025, 12, 30), (1, 3)), 2026);
        assert_eq!(after(date(2026, 1, 1), (12, 31)), 2025);
        assert_eq!(after(date(2026, 6, 14), (6, 13)), 2026);
    }
}
