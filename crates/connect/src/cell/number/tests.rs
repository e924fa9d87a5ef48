//! Tables of cells and their values.

use super::*;
use DecimalMark::{Comma, Point};

fn read(cell: &str, mark: DecimalMark, given: Given) -> String {
    let unknown = &["keine"];
    match (
        NumberReader { mark, given, unknown }.read(cell),
        NumberReader {
            mark,
            given,
            unknown: &[],
        }
        .read(cell),
    ) {
        (Ok(Cell::Value(a)), Ok(Cell::Value(b))) if a == b => a.to_string(),
        (Ok(Cell::Rounded(number)), _) => format!("~{number}"),
        (Ok(Cell::Unknown), _) => "unknown".into(),
        (Ok(Cell::Censored), _) => "censored".into(),
        (Err(error), _) => error.reason.split("` ").last().unwrap_or_default().to_owned(),
        other => format!("the two paths differ: {other:?}"),
    }
}

fn check(mark: DecimalMark, given: Given, table: &[(&str, &str)]) {
    for (cell, expected) in table {
        assert_eq!(read(cell, mark, given), *expected, "{cell:?} with {mark:?}, {given:?}");
    }
}

const NO: &str = "is not a number";
const OTHER: &str = "is a number of another format than its column";
const LARGE: &str = "is larger than 999,999,999,999";

#[test]
fn with_a_decimal_point() {
    check(
        Point,
        Given::AsIs,
        &[
            ("0", "0"),
            ("007", "7"),
            ("1938.0", "1938"),
            ("12.50", "12.5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("999999999999", "999999999999"),
            ("1000000000000", LARGE),
            ("122000000000000000", LARGE),
            ("0.1234567", "0.123457"),
            ("25,881", "25881"),
            ("\"25,881\"", "25881"),
            ("1,234,567.89", "1234567.89"),
            ("1,23,456", "123456"),
            ("12,34,567.5", "1234567.5"),
            ("1 234 567.8", "1234567.8"),
            ("1\u{a0}234", "1234"),
            ("1\u{202f}234", "1234"),
            ("1'234.5", "1234.5"),
            ("1’234", "1234"),
            (" 42 ", "42"),
            ("\u{feff}42\u{a0}", "42"),
            ("-5", "-5"),
            ("−5", "-5"),
            ("+5", "5"),
            ("(1,234.50)", "-1234.5"),
            ("$1,234.50", "1234.5"),
            ("-$3", "-3"),
            ("$-3", "-3"),
            ("($3)", "-3"),
            ("1,234.50 €", "1234.5"),
            ("EUR 12.50", "12.5"),
            ("12.50 USD", "12.5"),
            ("R$ 7", "7"),
            ("5 CA$", "5"),
            ("Rp25,881", "25881"),
            ("5.25%", "0.0525"),
            ("5.25 %", "0.0525"),
            ("%5", "0.05"),
            ("-12%", "-0.12"),
            ("1.2K", "~1200"),
            ("3.4M", "~3400000"),
            ("1.5 k", "~1500"),
            ("2B", "~2000000000"),
            ("1.3万", "~13000"),
            ("1E3", "1000"),
            ("1.5e-3", "0.0015"),
            ("1.22E+17", LARGE),
            ("1e999", LARGE),
            ("1e-999", "0"),
            ("0e999", "0"),
            ("1e99999", NO),
            ("1,5", OTHER),
            ("12,34", OTHER),
            ("1.234,56", OTHER),
            ("1,2345", OTHER),
            ("1234,567", OTHER),
            ("1,234 567", OTHER),
            ("1.2.3", OTHER),
            ("abc", NO),
            ("12abc", NO),
            ("ABC 12", NO),
            ("--5", NO),
            ("5%%", NO),
            (".", NO),
            ("=1+1", NO),
            ("1 2 3", OTHER),
            ("2026-01-01", NO),
            ("1:02", NO),
        ],
    );
}

#[test]
fn with_a_decimal_comma() {
    check(
        Comma,
        Given::AsIs,
        &[
            ("1.234,56", "1234.56"),
            ("\"1.234,56\"", "1234.56"),
            ("1,5", "1.5"),
            ("1.234", "1234"),
            ("1 234,5", "1234.5"),
            ("12,5 %", "0.125"),
            ("1,2 Mio.", "~1200000"),
            ("3,4 mil", "~3400"),
            ("1234", "1234"),
            ("25,881", "25.881"),
            ("1938.0", OTHER),
            ("1,234.5", OTHER),
        ],
    );
}

#[test]
fn what_is_no_value() {
    let blank = [
        "",
        " ",
        "\u{a0}",
        "-",
        "--",
        " --",
        "—",
        "n/a",
        "N/A",
        "NAN",
        "NaN",
        "undefined",
        "null",
        "none",
    ];
    for cell in blank.into_iter().chain(["(not set)", "None", "\"\"", "keine", "Keine"]) {
        assert_eq!(read(cell, Point, Given::AsIs), "unknown", "{cell:?}");
    }
    check(
        Point,
        Given::Percent,
        &[
            ("< 10%", "censored"),
            ("> 90%", "censored"),
            ("<10", "censored"),
            ("≥ 5", "censored"),
            ("<b>", NO),
        ],
    );
}

#[test]
fn units() {
    check(
        Point,
        Given::Hours,
        &[("1", "3600"), ("0.0001", "0.36"), ("1,000.5", "3601800")],
    );
    check(Comma, Given::Hours, &[("1,5", "5400")]);
    check(Point, Given::Minutes, &[("1.5", "90"), ("-2", "-120")]);
    check(
        Point,
        Given::Milliseconds,
        &[("1500", "1.5"), ("1", "0.001"), ("123456789012345", "123456789012.345")],
    );
    check(
        Point,
        Given::Percent,
        &[("5.25", "0.0525"), ("5.25%", "0.0525"), ("100", "1")],
    );
    check(
        Point,
        Given::Micros,
        &[("1234567", "1.234567"), ("123456789012345678", "123456789012.345678")],
    );
    check(Point, Given::Cents, &[("1999", "19.99")]);
    check(
        Point,
        Given::Clock,
        &[
            ("1:02:03", "3723"),
            ("2:03", "123"),
            ("00:00:00", "0"),
            ("0:45.5", "45.5"),
            ("100:00:00", "360000"),
            ("90", "90"),
            ("1:2:3:4", "is not a length of time such as 1:02:03 or 2:03"),
            ("1:-2", "is not a length of time such as 1:02:03 or 2:03"),
            (":", "is not a length of time such as 1:02:03 or 2:03"),
            ("99999999999:00", "is not a length of time such as 1:02:03 or 2:03"),
        ],
    );
}

#[test]
fn the_mark_of_a_column() {
    let table: &[(&[&str], bool, Option<DecimalMark>, DecimalMark)] = &[
        (&["1", "22"], false, None, Point),
        (&["1", "22"], false, Some(Comma), Comma),
        (&["1.5", "1,234"], false, Some(Comma), Point),
        (&["1,5"], false, None, Comma),
        (&["1,5", "2.75", "3.1"], false, None, Point),
        (&["1.234", "1,5"], false, None, Comma),
        (&["1.234"], false, None, Point),
        (&["1.234"], false, Some(Comma), Comma),
        (&["1.234"], true, None, Comma),
        (&["1.234"], true, Some(Point), Point),
        (&["1.234", "5", "12.500"], false, None, Comma),
        (&["1.234", "5000", "12.500"], false, None, Point),
        (&["25,881", "12"], true, None, Point),
        (&["25,881"], false, None, Point),
        (&["1.234.567"], false, None, Comma),
        (&["1,23,456"], false, None, Point),
        (&["0.123"], true, None, Point),
        (&["1234,567"], false, None, Comma),
        (&["1 234,567"], false, None, Comma),
        (&["1'234.567"], true, None, Point),
        (&["1.234E+17"], true, None, Point),
        (&["1.234,56 €", "--", "n/a"], false, None, Comma),
        (&["12,5%", "< 10%"], false, None, Comma),
    ];
    for (samples, whole, file, expected) in table {
        let mut survey = NumberSurvey::default();
        samples.iter().for_each(|cell| survey.look(cell));
        assert_eq!(
            survey.decide(*whole, *file),
            *expected,
            "{samples:?}, whole {whole}, file {file:?}"
        );
    }
}
