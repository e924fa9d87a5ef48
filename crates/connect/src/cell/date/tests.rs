//! Tables of cells and their days.

use super::*;

fn shown(cell: Result<Cell<Moment>, CellError>) -> String {
    match cell {
        Ok(Cell::Value(Moment {
            at: Some(at),
            day,
            hour: Some(hour),
            ..
        })) => format!("{at} {day} {hour}h"),
        Ok(Cell::Value(Moment {
            at: None,
            day,
            hour: Some(hour),
            ..
        })) => format!("{day} {hour}h"),
        Ok(Cell::Value(Moment { day, .. })) => day.to_string(),
        Ok(Cell::Unknown) => "unknown".into(),
        Ok(other) => format!("{other:?}"),
        Err(error) => error.reason.split("` ").last().unwrap_or_default().to_owned(),
    }
}

fn check(reader: &DateReader, table: &[(&str, &str)]) {
    for (cell, expected) in table {
        assert_eq!(shown(reader.moment(cell)), *expected, "{cell:?}");
    }
}

const NO: &str = "is not a date";
const TWO: &str = "can be read as two days";

#[test]
fn days() {
    check(
        &DateReader::default(),
        &[
            ("2026-10-13", "2026-10-13"),
            ("\"2026-10-13\"", "2026-10-13"),
            (" 2026-10-13\u{a0}", "2026-10-13"),
            ("2026-02-30", "is no day"),
            ("2026-13-01", "is no day"),
            ("2026/10/13", "2026-10-13"),
            ("2025.06.13", "2025-06-13"),
            ("20250613", "2025-06-13"),
            ("13-06-2025", "2025-06-13"),
            ("06/13/2025", "2025-06-13"),
            ("13.06.2025", "2025-06-13"),
            ("03.04.2025", "2025-04-03"),
            ("3.4.25", "2025-04-03"),
            ("13/6/99", "1999-06-13"),
            ("03/04/2025", TWO),
            ("04/04/2025", "2025-04-04"),
            ("32/13/2025", TWO),
            ("Jun 13, 2025", "2025-06-13"),
            ("June 13th, 2025", "2025-06-13"),
            ("13 Jun 2025", "2025-06-13"),
            ("13-Jun-25", "2025-06-13"),
            ("2025 Jun 13", "2025-06-13"),
            ("Fri, Jun 13, 2025", "2025-06-13"),
            ("Friday 13 June 2025", "2025-06-13"),
            ("13. Juni 2025", "2025-06-13"),
            ("Freitag, 13. Juni 2025", "2025-06-13"),
            ("3. März 2025", "2025-03-03"),
            ("13 févr. 2025", "2025-02-13"),
            ("mar. 13 mai 2025", "2025-05-13"),
            ("1er août 2025", "2025-08-01"),
            ("8 de marzo de 2025", "2025-03-08"),
            ("8 de março de 2025", "2025-03-08"),
            ("sexta-feira, 13 de junho de 2025", "2025-06-13"),
            ("13 giu 2025", "2025-06-13"),
            ("13 mrt. 2025", "2025-03-13"),
            ("13 maaie 2025", "2025-05-13"),
            ("13 stycznia 2025", "2025-01-13"),
            ("13 PAŹDZIERNIKA 2025", "2025-10-13"),
            ("25 Φεβρουαρίου 2026", "2026-02-25"),
            ("25 Φεβ 2026", "2026-02-25"),
            ("13 Agustus 2025", "2025-08-13"),
            ("13 юни 2025 г.", "2025-06-13"),
            ("13 Haziran 2025", "2025-06-13"),
            ("13 tháng 2, 2026", "2026-02-13"),
            ("ngày 13 tháng 12 năm 2026", "2026-12-13"),
            ("2026年10月13日", "2026-10-13"),
            ("2026년 10월 13일", "2026-10-13"),
            ("45821", "2025-06-13"),
            ("June 2025", "is a month, where a day is needed"),
            ("8 de marzo", "has no year"),
            ("", "unknown"),
            ("--", "unknown"),
            ("n/a", "unknown"),
            ("Total", NO),
            ("2025", NO),
            ("12345", NO),
            ("999999", NO),
            ("1.5", NO),
            ("2025-06-13-14", NO),
            ("13 Foo 2025", NO),
            ("13 jui 2025", NO),
            ("Jun Jul 2025", NO),
            ("2026年13日", NO),
            ("25:00", NO),
            ("2025-06-13T25:00", NO),
            ("2025-06-13 10:00 nonsense", NO),
            ("=cmd()", NO),
        ],
    );
    assert!(DateReader::default().day(&"1".repeat(10_000)).is_err());
}

#[test]
fn the_order_of_the_column_rules() {
    let us = DateReader {
        order: Some(DayOrder::MonthFirst),
        ..DateReader::default()
    };
    check(
        &us,
        &[
            ("03/04/2025", "2025-03-04"),
            ("13/04/2025", "is no day"),
            ("3-4-25", "2025-03-04"),
        ],
    );
    let eu = DateReader {
        order: Some(DayOrder::DayFirst),
        ..DateReader::default()
    };
    check(
        &eu,
        &[
            ("03/04/2025", "2025-04-03"),
            ("04/13/2025", "is no day"),
            ("2025-03-04", "2025-03-04"),
        ],
    );
}

#[test]
fn years_that_are_not_written() {
    let last = Some((2, 25));
    let reader = DateReader {
        year: Some(2026),
        last,
        ..DateReader::default()
    };
    check(
        &reader,
        &[
            ("25 Φεβρουαρίου", "2026-02-25"),
            ("8 de marzo", "2025-03-08"),
            ("31 décembre", "2025-12-31"),
            ("29 tháng 1", "2026-01-29"),
            ("10月13日", "2025-10-13"),
            ("June 30", "2025-06-30"),
            ("18 tháng Sáu", "2025-06-18"),
            ("18 tháng Mười Một", "2025-11-18"),
            ("1 tháng Mười", "2025-10-01"),
            ("2 tháng Năm", "2025-05-02"),
            ("13/01", "2026-01-13"),
            ("29 February", "is no day"),
        ],
    );
}

#[test]
fn instants() {
    check(
        &DateReader::default(),
        &[
            ("06/17/2025 09:03", "2025-06-17 9h"),
            ("2025-06-17T09:03:05", "2025-06-17 9h"),
            ("2016-12-30 19:33 +0000", "2016-12-30T19:33:00Z 2016-12-30 19h"),
            ("2025-06-17T09:03:05.250Z", "2025-06-17T09:03:05.25Z 2025-06-17 9h"),
            ("2025-06-17T23:03:05+02:00", "2025-06-17T21:03:05Z 2025-06-17 23h"),
            ("2025-06-17 23:03:05 UTC", "2025-06-17T23:03:05Z 2025-06-17 23h"),
            ("Jul 3, 2026 11:01 AM", "2026-07-03 11h"),
            ("Jul 3, 2026, 12:01 AM", "2026-07-03 0h"),
            ("Jul 3, 2026 12:01 pm PDT", "2026-07-03T19:01:00Z 2026-07-03 12h"),
            ("9:03 PM · Jun 17, 2025", "2025-06-17 21h"),
            ("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24Z 2018-10-10 20h"),
            ("17. Juni 2025 um 21:03 Uhr", "2025-06-17 21h"),
            ("17 de jun. de 2025, 9:03 p. m.", "2025-06-17 21h"),
            ("2025年6月17日 下午9:03", "2025-06-17 21h"),
            ("1750150980", "2025-06-17T09:03:00Z 2025-06-17 9h"),
            ("1750150980123", "2025-06-17T09:03:00.123Z 2025-06-17 9h"),
            ("2025061709", "2025-06-17 9h"),
            ("45825.377083333", "2025-06-17 9h"),
            ("Jul 3, 2026 13:01 AM", NO),
            ("Jul 3, 2026 11:01 XYZ", NO),
        ],
    );
}

#[test]
fn zones() {
    let zone = TimeZone::get("America/Los_Angeles").ok();
    let reader = DateReader {
        zone,
        ..DateReader::default()
    };
    check(
        &reader,
        &[
            ("06/17/2025 09:03", "2025-06-17T16:03:00Z 2025-06-17 9h"),
            ("01/17/2025 09:03", "2025-01-17T17:03:00Z 2025-01-17 9h"),
            ("2025-06-17T03:03:00Z", "2025-06-17T03:03:00Z 2025-06-16 20h"),
            // 02:30 does not exist: read with the offset before the gap. 01:30 exists twice: the first.
            ("2025-03-09 02:30", "2025-03-09T10:30:00Z 2025-03-09 2h"),
            ("2025-11-02 01:30", "2025-11-02T08:30:00Z 2025-11-02 1h"),
            ("2025-06-17", "2025-06-17"),
        ],
    );
}

#[test]
fn spans() {
    let reader = DateReader {
        order: Some(DayOrder::MonthFirst),
        ..DateReader::default()
    };
    for (cell, expected) in [
        ("2026-10", "2026-10-01 to 2026-10-31"),
        ("202602", "2026-02-01 to 2026-02-28"),
        ("October 2026", "2026-10-01 to 2026-10-31"),
        ("Okt. 2026", "2026-10-01 to 2026-10-31"),
        ("10/2026", "2026-10-01 to 2026-10-31"),
        ("2026年10月", "2026-10-01 to 2026-10-31"),
        ("2026-10-13", "2026-10-13"),
        ("2025-06-02~2025-06-08", "2025-06-02 to 2025-06-08"),
        ("2025-06-02 - 2025-06-08", "2025-06-02 to 2025-06-08"),
        ("Jun 1 – Jun 7, 2026", "2026-06-01 to 2026-06-07"),
        ("June 1, 2026 - June 30, 2026", "2026-06-01 to 2026-06-30"),
        ("6/1/2026 to 6/7/2026", "2026-06-01 to 2026-06-07"),
        ("20250601-20250630", "2025-06-01 to 2025-06-30"),
    ] {
        let span = reader
            .span(cell)
            .map(|found| found.value().map(|period| period.to_string()));
        assert_eq!(span, Ok(Some(expected.to_owned())), "{cell:?}");
    }
    assert!(reader.span("2025-06-08 - 2025-06-02").is_err());
    assert!(reader.span("All time").is_err());
}

#[test]
fn what_a_column_tells() {
    use DayOrder::{DayFirst, MonthFirst};
    type Row<'a> = (&'a [&'a str], Option<DayOrder>, bool, Option<DayOrder>);
    let table: &[Row] = &[
        (&["2026-10-13", ""], None, false, None),
        (&["13/06/2025", "01/02/2025"], Some(DayFirst), false, None),
        (&["06/13/2025", "01/02/2025"], Some(MonthFirst), false, None),
        (&["01/06/2025", "02/06/2025", "12/06/2025"], None, true, Some(DayFirst)),
        (
            &["06/01/2025", "06/02/2025", "06/12/2025"],
            None,
            true,
            Some(MonthFirst),
        ),
        (&["03/04/2025"], None, true, None),
        (&["13/06/2025", "06/13/2025"], None, true, None),
        (&["04/04/2025"], None, false, None),
        (&["03.04.2025"], None, false, None),
    ];
    for (samples, order, ask, proposal) in table {
        let mut survey = DateSurvey::default();
        samples.iter().for_each(|cell| survey.look(cell));
        let found = survey.findings();
        assert_eq!(
            (found.order, found.ask_order, found.proposal),
            (*order, *ask, *proposal),
            "{samples:?}"
        );
    }
}

#[test]
fn the_newest_day_without_years() {
    let table: &[(&[&str], (i8, i8))] = &[
        (&["8 de marzo", "9 de marzo", "10 de marzo"], (3, 10)),
        (&["30 December", "31 December", "1 January"], (1, 1)),
        (&["1 January", "31 December", "30 December"], (1, 1)),
        (&["25 Φεβρουαρίου", "24 Φεβρουαρίου"], (2, 25)),
    ];
    for (samples, (month, day)) in table {
        let mut survey = DateSurvey::default();
        samples.iter().for_each(|cell| survey.look(cell));
        let found = survey.findings();
        assert!(found.ask_year);
        assert_eq!(found.last, Some((*month, *day)), "{samples:?}");
    }
}

#[test]
fn weekdays_and_hours() {
    for (cell, from_sunday, expected) in [
        ("1", false, 1),
        ("7", false, 7),
        ("1", true, 7),
        ("2", true, 1),
        ("7", true, 6),
        ("Monday", true, 1),
        ("Sun", false, 7),
        ("donderdag", false, 4),
        ("mié.", false, 3),
        ("segunda-feira", false, 1),
        ("Cuma", false, 5),
        ("周日", false, 7),
        ("Παρασκευή", false, 5),
    ] {
        assert_eq!(weekday(cell, from_sunday), Ok(Cell::Value(expected)), "{cell:?}");
    }
    for cell in ["0", "8", "do", "x"] {
        assert!(weekday(cell, false).is_err(), "{cell:?}");
    }
    for (cell, expected) in [
        ("0", 0),
        ("17", 17),
        ("17:30", 17),
        ("5 PM", 17),
        ("12 am", 0),
        ("17h", 17),
        ("9.0", 9),
    ] {
        assert_eq!(hour(cell), Ok(Cell::Value(expected)), "{cell:?}");
    }
    for cell in ["24", "-1", "17 June", "x"] {
        assert!(hour(cell).is_err(), "{cell:?}");
    }
}
