//! The tables of a page as files: `as=csv` or `as=xlsx` and `table=N` on the page's own address. The same table that is shown, its
//! numbers with all their digits and their unit in the head.

use std::cell::Cell as Counter;

use axum::http::{StatusCode, header};
use harpoon::Error;
use harpoon::sheet::{Column, csv, workbook};
use harpoon_report::Words;
use harpoon_report::document::{Cell, Exact, Printed, Span, Table, plain};
use harpoon_report::view::Unit;
use maud::{Markup, html};

use crate::answer::{Answer, Kind};
use crate::view::View;

/// Names of what an address says, that no link keeps.
pub(crate) const AS: &str = "as";
/// Which table.
pub(crate) const TABLE: &str = "table";

/// The file that the address asks for instead of the page, if it does.
pub(crate) fn file(view: &View, words: &Words, tables: &[&Table]) -> Result<Option<Answer>, Error> {
    let Some(kind) = view.first(AS) else { return Ok(None) };
    let number = view.first(TABLE).unwrap_or("1");
    one(kind, number, tables, words, &slug(view)).map(Some)
}

/// One of the tables as a file; `name` is that of the file, without its ending.
pub(crate) fn one(kind: &str, number: &str, tables: &[&Table], words: &Words, name: &str) -> Result<Answer, Error> {
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let table = place.and_then(|place| tables.get(place)).ok_or_else(|| {
        let words = format!("there is no table {number} on this page; it has {}", tables.len());
        Error::Usage(words)
    })?;
    let (columns, rows) = sheet(table, words);
    let (bytes, kind, end) = match kind {
        "csv" => ((csv(&columns, &rows) + "\n").into_bytes(), Kind::Csv, "csv"),
        "xlsx" => (workbook(&columns, &rows)?, Kind::Workbook, "xlsx"),
        _ => return Err(Error::Usage(format!("a table is had as csv or xlsx, not as `{kind}`"))),
    };
    let answer = Answer::new(StatusCode::OK, kind, bytes);
    let name = format!("attachment; filename=\"{name}-{number}.{end}\"");
    Ok(answer.with(header::CONTENT_DISPOSITION, &name))
}

/// Page and month, in characters that every system takes.
fn slug(view: &View) -> String {
    let month = view
        .month
        .map_or_else(String::new, |month| month.from.strftime("-%Y-%m").to_string());
    let page = match view.path.trim_matches('/') {
        "" => "overview",
        page => page,
    };
    let plain = page.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    format!("harpoon-{}{month}", plain.take(60).collect::<String>())
}

/// The links under each table of a page, in reading order, after those that stand in its forms.
pub(crate) fn links<'a>(view: &'a View, words: &'a Words, formed: usize) -> impl Fn() -> Markup + 'a {
    let shown = Counter::new(formed);
    move || {
        shown.set(shown.get() + 1);
        link(view, words, shown.get())
    }
}

/// The links under a table of a page.
pub(crate) fn link(view: &View, words: &Words, table: usize) -> Markup {
    ways(words, &|kind| view.as_file(kind, table))
}

/// The links to a table as a file, each where `to` says.
pub(crate) fn ways(words: &Words, to: &dyn Fn(&str) -> String) -> Markup {
    html! {
        p class="files" {
            (words.text("files-as")) " "
            a href=(to("csv")) download { "CSV" } " "
            a href=(to("xlsx")) download { "XLSX" }
        }
    }
}

/// What a cell holds for a spreadsheet.
struct Held {
    text: String,
    unit: Option<Unit>,
    interval: Option<String>,
    missing: Option<String>,
}

/// A table as columns and rows of a file.
fn sheet(table: &Table, words: &Words) -> (Vec<Column>, Vec<Vec<String>>) {
    let is_number = |i: usize| table.numeric.get(i).copied().unwrap_or(false);
    let held: Vec<Vec<Held>> = table
        .rows
        .iter()
        .chain(&table.total)
        .map(|row| {
            row.iter()
                .enumerate()
                .map(|(i, cell)| hold(cell, is_number(i), words))
                .collect()
        })
        .collect();
    let mut columns: Vec<Column> = Vec::new();
    let mut rows: Vec<Vec<String>> = vec![Vec::new(); held.len()];
    for (i, head) in table.head.iter().enumerate() {
        let cells: Vec<Option<&Held>> = held.iter().map(|row| row.get(i)).collect();
        let mut add = |column: Column, of: &dyn Fn(&Held) -> String| {
            columns.push(column);
            for (row, cell) in rows.iter_mut().zip(&cells) {
                row.push(cell.map(of).unwrap_or_default());
            }
        };
        let mut units: Vec<&Unit> = cells.iter().flatten().filter_map(|cell| cell.unit.as_ref()).collect();
        units.dedup();
        let one = match units.as_slice() {
            [] => Some(String::new()),
            [unit] => Some(sign(unit)),
            _ => None,
        };
        let named = match one.as_deref() {
            None | Some("") => head.clone(),
            Some(sign) => format!("{head} ({sign})"),
        };
        add((named, is_number(i)), &|cell| cell.text.clone());
        if one.is_none() {
            let named = format!("{head}: {}", words.text("files-unit"));
            add((named, false), &|cell| cell.unit.as_ref().map(sign).unwrap_or_default());
        }
        if cells.iter().flatten().any(|cell| cell.interval.is_some()) {
            let named = format!("{head}: {}", words.text("files-between"));
            add((named, false), &|cell| cell.interval.clone().unwrap_or_default());
        }
    }
    if held.iter().flatten().any(|cell| cell.missing.is_some()) {
        columns.push((words.text("files-missing"), false));
        for (row, cells) in rows.iter_mut().zip(&held) {
            let mut reasons: Vec<&str> = cells.iter().filter_map(|cell| cell.missing.as_deref()).collect();
            reasons.dedup();
            row.push(reasons.join("; "));
        }
    }
    (columns, rows)
}

fn hold(cell: &Cell, number: bool, words: &Words) -> Held {
    let mut held = Held {
        text: String::new(),
        unit: None,
        interval: None,
        missing: None,
    };
    let line = match cell {
        Cell::Picture { says, .. } => {
            held.text.clone_from(says);
            return held;
        }
        Cell::Line(line) => line,
    };
    let told: Vec<&Span> = line.iter().filter(|span| !span.plain().trim().is_empty()).collect();
    match told.as_slice() {
        [Span::Figure(Printed { missing: Some(why), .. })] => held.missing = Some(why.clone()),
        [
            Span::Figure(Printed {
                exact: Some(exact),
                interval,
                ..
            }),
        ] => {
            held.text = value(exact);
            held.unit = Some(exact.unit.clone());
            held.interval.clone_from(interval);
        }
        _ => {
            let text = plain(line);
            held.text = number.then(|| counted(&text, words)).flatten().unwrap_or(text);
        }
    }
    held
}

/// A count that stands as text, with its thousands apart as the language has them.
fn counted(text: &str, words: &Words) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let count: u128 = digits.parse().ok()?;
    (words.whole(count) == text).then_some(digits)
}

/// The value as the page has it: a share in per cent.
fn value(exact: &Exact) -> String {
    match exact.unit {
        Unit::Share | Unit::Points => hundredfold(&exact.value),
        _ => exact.value.clone(),
    }
}

/// A hundred times a number in plain notation, to the digit.
fn hundredfold(value: &str) -> String {
    let (sign, digits) = value.strip_prefix('-').map_or(("", value), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let padded = format!("{part:0<2}");
    let (moved, rest) = padded.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

/// The sign of a unit in a head.
fn sign(unit: &Unit) -> String {
    match unit {
        Unit::Money(code) => code.clone(),
        Unit::Share => "%".to_owned(),
        Unit::Points => "pp".to_owned(),
        Unit::Seconds => "s".to_owned(),
        Unit::Times => "×".to_owned(),
        Unit::Count | Unit::People | Unit::Stars | Unit::Score => String::new(),
    }
}
