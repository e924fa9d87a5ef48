//! Exports are safe to open: no cell of text from outside is run as a formula.

use std::fs;

use calamine::{Data, Reader, open_workbook_auto};

use super::place::Place;

const EVIL: [&str; 6] = ["=1+1", "+1", "-2+3", "@SUM(A1)", "＝1+1", "＋1"];

fn with_evil_notes() -> Place {
    let place = Place::new();
    for (day, note) in (1..).zip(EVIL) {
        place.ok(&[
            "cost",
            "add",
            "fees",
            "10.5",
            "EUR",
            "--from",
            &format!("2026-10-{day:02}"),
            &format!("--note={note}"),
        ]);
    }
    place
}

#[test]
fn csv() {
    let place = with_evil_notes();
    let file = place.beside("out.csv");
    place.ok(&[
        "export",
        "select amount, note from costs order by \"from\"",
        file.to_str().unwrap(),
    ]);
    let text = fs::read_to_string(file).unwrap();
    let want: Vec<String> = EVIL.iter().map(|note| format!("10.5,'{note}")).collect();
    assert_eq!(text.lines().skip(1).collect::<Vec<_>>(), want);
}

#[test]
fn xlsx() {
    let place = with_evil_notes();
    let file = place.beside("out.xlsx");
    place.ok(&[
        "export",
        "select amount, note from costs order by \"from\"",
        file.to_str().unwrap(),
    ]);
    let mut book = open_workbook_auto(&file).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let cells = book.worksheet_range(&sheet).unwrap();
    for (row, note) in (1..).zip(EVIL) {
        assert_eq!(cells.get_value((row, 0)), Some(&Data::Float(10.5)));
        assert_eq!(cells.get_value((row, 1)), Some(&Data::String(format!("'{note}"))));
    }
    assert!(book.worksheet_formula(&sheet).unwrap().used_cells().next().is_none());
}

#[test]
fn parquet_and_refusals() {
    let place = with_evil_notes();
    let file = place.beside("out.parquet");
    place.ok(&["export", "costs", file.to_str().unwrap()]);
    assert_eq!(&fs::read(file).unwrap()[..4], b"PAR1");
    for args in [
        ["costs", "out.doc"],
        ["drop table costs", "/dev/null/x.csv"],
        ["--kpi=spend", "out.parquet"],
    ] {
        assert_eq!(place.run(&[&["export"], &args[..]].concat()).code, 2, "{args:?}");
    }
}
