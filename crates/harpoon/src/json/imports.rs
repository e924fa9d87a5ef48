//! Imports, for programs.

use harpoon_connect::Remark;
use harpoon_core::period::day_from_number;
use harpoon_lake::store::ImportRow;

use super::Value;
use super::shape::{Field, Shape, TEXT, TEXTS};
use crate::import::{Report, differs};

/// What became of one file.
pub fn report(report: &Report) -> Value {
    Value::object([
        ("file", Value::Text(report.file.clone())),
        ("connector", Value::text(report.connector.clone())),
        ("platform", Value::text(report.platform.clone())),
        ("accepted", Value::Number(report.accepted.to_string())),
        ("duplicate", Value::Number(report.duplicate.to_string())),
        ("quarantined", Value::Number(report.quarantined.to_string())),
        ("reason", Value::text(report.reason.clone())),
        ("import", Value::text(report.import_id.clone())),
        ("facts", Value::Number(report.facts.to_string())),
        (
            "differing",
            Value::List(report.differing.iter().map(differs).map(Value::Text).collect()),
        ),
        ("remarks", texts(&report.remarks)),
        (
            "tables",
            Value::List(report.tables.iter().cloned().map(Value::Text).collect()),
        ),
    ])
}

fn texts(all: &[Remark]) -> Value {
    Value::List(all.iter().map(|one| Value::Text(one.to_string())).collect())
}

/// What [`report`] writes.
pub const REPORT: Shape = Shape::Object(&[
    Field::of(
        "file",
        Shape::Text,
        "Name of the file; `archive.zip/member.csv` for members.",
    ),
    Field::of("connector", TEXT, "What read it."),
    Field::of("platform", TEXT, ""),
    Field::of("accepted", Shape::Number, "Rows taken in."),
    Field::of("duplicate", Shape::Number, "Rows that were known."),
    Field::of("quarantined", Shape::Number, "Rows put aside."),
    Field::of("reason", TEXT, "Why it was not read, or what to know."),
    Field::of("import", TEXT, "Id of the import."),
    Field::of("facts", Shape::Number, "Facts written."),
    Field::of("differing", TEXTS, "Totals that rows do not add up to."),
    Field::of("remarks", TEXTS, ""),
    Field::of("tables", TEXTS, "How it was read."),
]);

/// One import.
pub fn import(import: &ImportRow) -> Value {
    let days: Vec<(i32, i32)> = import.series.iter().filter_map(|series| series.span.days()).collect();
    let day = |day: Option<i32>| Value::text(day.map(|day| day_from_number(day).to_string()));
    Value::object([
        ("import", Value::Text(import.import_id.chars().take(12).collect())),
        (
            "when",
            Value::Text(import.imported_at.strftime("%Y-%m-%d %H:%M").to_string()),
        ),
        ("file", Value::Text(import.file.clone())),
        ("connector", Value::Text(import.connector.clone())),
        ("platform", Value::text(import.platform.clone())),
        ("account", Value::text(import.account.clone())),
        ("from", day(days.iter().map(|days| days.0).min())),
        ("to", day(days.iter().map(|days| days.1).max())),
        ("accepted", Value::number(Some(import.accepted))),
        ("duplicate", Value::number(Some(import.duplicate))),
        ("quarantined", Value::number(Some(import.quarantined))),
        ("facts", Value::number(Some(import.facts))),
        ("status", Value::Text(import.status.as_str().to_owned())),
    ])
}

/// What [`import`] writes.
pub const IMPORT: Shape = Shape::Object(&[
    Field::of("import", Shape::Text, "Beginning of its id."),
    Field::of("when", Shape::Text, "When it was imported, UTC."),
    Field::of("file", Shape::Text, ""),
    Field::of("connector", Shape::Text, ""),
    Field::of("platform", TEXT, ""),
    Field::of("account", TEXT, ""),
    Field::of("from", TEXT, "First day that its figures speak of."),
    Field::of("to", TEXT, "Last day."),
    Field::of("accepted", Shape::Number, "Rows taken in."),
    Field::of("duplicate", Shape::Number, "Rows that were known."),
    Field::of("quarantined", Shape::Number, "Rows put aside."),
    Field::of("facts", Shape::Number, "Facts written."),
    Field::of("status", Shape::Text, "done, or reverted."),
]);
