//! Which period of a goal counts when. Calendars are checked by hand: 1 October 2026 is a Thursday.

use harpoon_core::Period;
use harpoon_core::goal::{Elapsed, Every, Judged, Outside, Term};
use jiff::civil::{Date, date};

fn month(text: &str) -> Period {
    Period::month(text).expect("a month")
}

fn period(text: &str) -> Period {
    let (from, to) = text.split_once("..").expect("two days");
    Period::new(Period::day(from).expect("a day"), Period::day(to).expect("a day")).expect("a period")
}

fn days(judged: &[Judged]) -> Vec<String> {
    let sign = |judged: &Judged| if judged.promised { "" } else { "?" };
    judged
        .iter()
        .map(|j| format!("{}..{}{}", j.period.from, j.period.to, sign(j)))
        .collect()
}

#[test]
fn calendar_periods_lie_around_a_day() {
    let cases = [
        (Every::Month, date(2026, 2, 14), "2026-02-01..2026-02-28"),
        (Every::Month, date(2028, 2, 29), "2028-02-01..2028-02-29"),
        (Every::Quarter, date(2026, 2, 14), "2026-01-01..2026-03-31"),
        (Every::Quarter, date(2026, 12, 31), "2026-10-01..2026-12-31"),
        (Every::Week, date(2026, 10, 1), "2026-09-28..2026-10-04"),
        (Every::Week, date(2026, 10, 5), "2026-10-05..2026-10-11"),
        (Every::Week, date(2026, 10, 11), "2026-10-05..2026-10-11"),
        (Every::Week, date(2027, 1, 1), "2026-12-28..2027-01-03"),
    ];
    for (every, day, expected) in cases {
        assert_eq!(every.around(day), period(expected), "{every} of {day}");
    }
}

#[test]
fn the_first_promised_period_begins_on_the_start_or_after_it() {
    let first = |every, day: Date| Term::every(every, day).first();
    assert_eq!(first(Every::Month, date(2026, 10, 1)), month("2026-10"));
    assert_eq!(first(Every::Month, date(2026, 10, 2)), month("2026-11"));
    assert_eq!(first(Every::Month, date(2026, 12, 31)), month("2027-01"));
    assert_eq!(
        first(Every::Quarter, date(2026, 10, 2)),
        period("2027-01-01..2027-03-31")
    );
    assert_eq!(first(Every::Week, date(2026, 10, 1)), period("2026-10-05..2026-10-11"));
    let by = Term::by(date(2026, 10, 15), date(2027, 6, 30)).expect("a term");
    assert_eq!(by.first(), period("2026-10-15..2027-06-30"));
}

#[test]
fn a_baseline_is_as_long_and_just_before() {
    let cases = [
        (Term::every(Every::Month, date(2026, 3, 1)), "2026-02-01..2026-02-28"),
        (Term::every(Every::Quarter, date(2026, 10, 1)), "2026-07-01..2026-09-30"),
        (Term::every(Every::Week, date(2026, 10, 5)), "2026-09-28..2026-10-04"),
        (
            Term::by(date(2026, 10, 11), date(2026, 10, 20)).expect("a term"),
            "2026-10-01..2026-10-10",
        ),
        (
            Term::by(date(2026, 10, 1), date(2026, 11, 30)).expect("a term"),
            "2026-08-01..2026-09-30",
        ),
    ];
    for (term, expected) in cases {
        assert_eq!(term.baseline(), period(expected), "{term:?}");
    }
}

#[test]
fn a_month_has_the_periods_that_end_in_it() {
    let monthly = Term::every(Every::Month, date(2026, 10, 1));
    let in_month = |term: Term, text: &str| term.in_month(month(text)).map(|judged| days(&judged));
    assert_eq!(
        in_month(monthly, "2026-10"),
        Ok(vec!["2026-10-01..2026-10-31".to_owned()])
    );
    assert_eq!(
        in_month(monthly, "2026-09"),
        Ok(vec!["2026-09-01..2026-09-30?".to_owned()])
    );
    // What began before the start is not promised, though it ends after it.
    let late = Term::every(Every::Month, date(2026, 10, 15));
    assert_eq!(
        in_month(late, "2026-10"),
        Ok(vec!["2026-10-01..2026-10-31?".to_owned()])
    );
    let weekly = Term::every(Every::Week, date(2026, 10, 5));
    assert_eq!(
        in_month(weekly, "2026-10"),
        Ok(vec![
            "2026-09-28..2026-10-04?".to_owned(),
            "2026-10-05..2026-10-11".to_owned(),
            "2026-10-12..2026-10-18".to_owned(),
            "2026-10-19..2026-10-25".to_owned(),
        ])
    );
    // The last days of October end in November, with the week that ends on the 1st.
    let november = in_month(weekly, "2026-11").expect("weeks");
    assert_eq!(november.first().map(String::as_str), Some("2026-10-26..2026-11-01"));
    assert_eq!(november.len(), 5);
    let quarterly = Term::every(Every::Quarter, date(2026, 10, 1));
    assert_eq!(
        in_month(quarterly, "2026-11"),
        Ok(vec!["2026-10-01..2026-12-31".to_owned()])
    );
}

#[test]
fn every_week_belongs_to_one_month() {
    let term = Term::every(Every::Week, date(2026, 1, 1));
    let months = (1..=12).map(|m| month(&format!("2026-{m:02}")));
    let weeks: Vec<Judged> = months.flat_map(|m| term.in_month(m).expect("weeks")).collect();
    assert!(
        weeks
            .windows(2)
            .all(|pair| pair[0].period.to.tomorrow().ok() == Some(pair[1].period.from))
    );
    // 2026 has 52 Sundays, from 4 January to 27 December.
    assert_eq!(weeks.len(), 52);
}

#[test]
fn a_deadline_is_judged_over_its_whole_span() {
    let term = Term::by(date(2026, 10, 15), date(2026, 12, 20)).expect("a term");
    let span = Ok(vec!["2026-10-15..2026-12-20".to_owned()]);
    for text in ["2026-10", "2026-11", "2026-12"] {
        assert_eq!(term.in_month(month(text)).map(|j| days(&j)), span, "{text}");
    }
    assert_eq!(
        term.in_month(month("2026-09")),
        Err(Outside::NotYet(date(2026, 10, 15)))
    );
    assert_eq!(term.in_month(month("2027-01")), Err(Outside::Over(date(2026, 12, 20))));
    assert_eq!(term.at(date(2026, 10, 14)), None);
    assert_eq!(term.at(date(2026, 12, 20)).map(|j| j.promised), Some(true));
    let error = Term::by(date(2026, 10, 15), date(2026, 10, 14)).map_err(|e| e.to_string());
    assert_eq!(
        error,
        Err("the goal would be over (2026-10-14) before it starts (2026-10-15); choose a later day".to_owned())
    );
}

#[test]
fn promised_periods_follow_each_other() {
    let monthly = Term::every(Every::Month, date(2026, 9, 15));
    assert_eq!(monthly.promised(date(2026, 9, 30)), []);
    assert_eq!(
        monthly.promised(date(2026, 12, 1)),
        [month("2026-10"), month("2026-11"), month("2026-12")]
    );
    let by = Term::by(date(2026, 10, 15), date(2026, 12, 20)).expect("a term");
    assert_eq!(by.promised(date(2026, 10, 14)), []);
    assert_eq!(by.promised(date(2030, 1, 1)), [period("2026-10-15..2026-12-20")]);
    assert_eq!(Term::every(Every::Week, Date::MIN).promised(Date::MAX).len(), 10_000);
}

#[test]
fn how_much_is_over_is_counted_in_days() {
    let october = month("2026-10");
    let cases = [
        (date(2026, 9, 30), 0, 31, false),
        (date(2026, 10, 1), 1, 30, false),
        (date(2026, 10, 30), 30, 1, false),
        (date(2026, 10, 31), 31, 0, true),
        (date(2027, 1, 1), 31, 0, true),
    ];
    for (until, over, left, ended) in cases {
        let elapsed = Elapsed::of(october, until);
        assert_eq!(
            (elapsed.days, elapsed.left(), elapsed.is_over()),
            (over, left, ended),
            "{until}"
        );
    }
    let half = Elapsed::of(period("2026-10-01..2026-10-10"), date(2026, 10, 5));
    assert!((half.share() - 0.5).abs() < 1e-12);
}
