//! Expected times are from the calendar and the published changes of clocks.
#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Schedule;
use crate::Period;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn digest(schedule: Schedule, now: &str, zone_name: &str) -> (String, String, String) {
    let due = schedule.digest_due(time(now), &zone(zone_name)).unwrap();
    (due.at.to_string(), due.of.from.to_string(), due.of.to.to_string())
}

#[test]
fn a_digest_is_due_at_the_hour_of_the_wall_across_both_changes_of_the_clock() {
    let schedule = Schedule {
        weekday: 7,
        week_hour: 2,
        ..Schedule::default()
    };
    // Sunday 29 March 2026: 2:00 does not exist in Amsterdam; it is 3:00 CEST = 1:00 UTC.
    let expected = ("2026-03-29T01:00:00Z", "2026-03-22", "2026-03-28");
    let found = digest(schedule, "2026-03-29T01:00:00Z", "Europe/Amsterdam");
    assert_eq!((&*found.0, &*found.1, &*found.2), expected);
    // A second before, the newest is the one of the Sunday before: 2:00 CET.
    let found = digest(schedule, "2026-03-29T00:59:59Z", "Europe/Amsterdam");
    assert_eq!((&*found.0, &*found.2), ("2026-03-22T01:00:00Z", "2026-03-21"));
    // Sunday 25 October 2026: 2:00 comes twice; the first is CEST = 0:00 UTC.
    let found = digest(schedule, "2026-10-25T12:00:00Z", "Europe/Amsterdam");
    assert_eq!((&*found.0, &*found.1), ("2026-10-25T00:00:00Z", "2026-10-18"));
}

#[test]
fn each_zone_has_its_own_nine_o_clock() {
    let month = Period::month("2026-10").unwrap();
    let at = |name| Schedule::default().report_at(month, &zone(name)).unwrap().to_string();
    assert_eq!(at("Asia/Shanghai"), "2026-11-03T01:00:00Z");
    assert_eq!(at("Europe/Amsterdam"), "2026-11-03T08:00:00Z");
    assert_eq!(at("America/Los_Angeles"), "2026-11-03T17:00:00Z");
}

#[test]
fn a_report_is_of_the_month_before_its_day_and_of_an_earlier_one_until_then() {
    let due = |now: &str| Schedule::default().report_due(time(now), &TimeZone::UTC).unwrap();
    assert_eq!(due("2026-11-03T08:59:59Z").of, Period::month("2026-09").unwrap());
    assert_eq!(due("2026-11-03T09:00:00Z").of, Period::month("2026-10").unwrap());
    assert_eq!(due("2026-11-30T23:00:00Z").of, Period::month("2026-10").unwrap());
    assert_eq!(due("2027-01-05T00:00:00Z").of, Period::month("2026-12").unwrap());
}

#[test]
fn what_is_approved_late_comes_at_the_next_such_hour() {
    let month = Period::month("2026-10").unwrap();
    let after = |now: &str| {
        let at = Schedule::default().report_after(time(now), month, &zone("Europe/Amsterdam"));
        at.unwrap().to_string()
    };
    assert_eq!(
        after("2026-11-01T10:00:00Z"),
        "2026-11-03T08:00:00Z",
        "early: on its day"
    );
    assert_eq!(after("2026-11-05T07:59:00Z"), "2026-11-05T08:00:00Z", "before the hour");
    assert_eq!(after("2026-11-05T08:00:01Z"), "2026-11-06T08:00:00Z", "after the hour");
}

#[test]
fn the_next_is_the_nearer_of_both() {
    let next = |now: &str| Schedule::default().next(time(now), &TimeZone::UTC).unwrap().to_string();
    assert_eq!(next("2026-11-02T07:00:00Z"), "2026-11-02T08:00:00Z", "Monday's digest");
    assert_eq!(
        next("2026-11-02T08:00:00Z"),
        "2026-11-03T09:00:00Z",
        "the report of October"
    );
    assert_eq!(next("2026-11-03T09:00:00Z"), "2026-11-09T08:00:00Z", "the next Monday");
}

#[test]
fn numbers_beyond_their_ends_are_no_schedule() {
    let usual = Schedule::default();
    assert!(usual.is_one());
    for wrong in [
        Schedule { day: 29, ..usual },
        Schedule { day: 0, ..usual },
        Schedule { hour: 24, ..usual },
        Schedule { weekday: 8, ..usual },
        Schedule { week_hour: -1, ..usual },
    ] {
        assert!(!wrong.is_one(), "{wrong:?}");
    }
}
