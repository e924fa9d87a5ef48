//! Tables for spreadsheets, safe to open: numbers stay numbers, text stays text, nothing is a formula.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::Error;

/// Most rows that a sheet of a workbook holds, with the header.
const MOST_ROWS: usize = 1_048_576;

/// A column: its head, and whether its cells are numbers.
pub type Column = (String, bool);

/// As CSV, without an end of the last line.
pub fn csv(columns: &[Column], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| cells.iter().map(|c| quoted(c)).collect::<Vec<_>>().join(",");
    let mut lines = vec![line(columns.iter().map(|(name, _)| harmless_in_csv(name)).collect())];
    lines.extend(rows.iter().map(|row| {
        let cells = row.iter().zip(columns);
        line(
            cells
                .map(|(text, (_, number))| match number {
                    true if number_of(text).is_some() => text.clone(),
                    _ => harmless_in_csv(text),
                })
                .collect(),
        )
    }));
    lines.join("\n")
}

/// As a workbook of one sheet.
pub fn workbook(columns: &[Column], rows: &[Vec<String>]) -> Result<Vec<u8>, Error> {
    if rows.len() >= MOST_ROWS {
        let words = "a workbook holds 1,048,575 rows; export to .csv or .parquet";
        return Err(Error::Usage(words.to_owned()));
    }
    written(columns, rows).map_err(|error| Error::Usage(format!("no workbook can be made of it: {error}")))
}

fn written(columns: &[Column], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (column, (name, _)) in (0_u16..).zip(columns) {
        page.write_string_with_format(0, column, harmless(name), &bold)?;
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, (text, (_, number))) in (0_u16..).zip(cells.iter().zip(columns)) {
            match number_of(text) {
                Some(value) if *number => page.write_number(row, column, value)?,
                _ if text.is_empty() => continue,
                _ => page.write_string(row, column, harmless(text))?,
            };
        }
    }
    page.autofit();
    book.save_to_buffer()
}

fn number_of(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The same for a text of CSV. Where a comma is the decimal sign, a spreadsheet splits lines at `;` whatever stands between
/// quotes, so that a formula may begin within a text as well.
fn harmless_in_csv(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut begins = false;
    for sign in harmless(text).chars() {
        if begins && RISKY.contains(&sign) {
            safe.push('\'');
        }
        begins = match sign {
            ';' | '\t' | '\n' | '\r' => true,
            ' ' | '"' => begins,
            _ => false,
        };
        safe.push(sign);
    }
    safe
}

/// Signs by which a formula begins; full-width forms are run by some as well.
const RISKY: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Text that a spreadsheet would run as a formula gets an apostrophe.
pub fn harmless(text: &str) -> String {
    if text.starts_with(RISKY) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::harmless_in_csv;

    #[test]
    fn no_formula_begins_in_a_text_of_csv() {
        // Kept by a spreadsheet that splits at `;`, whatever stands in quotes.
        for (told, safe) in [
            ("=1+1", "'=1+1"),
            ("x;=cmd|' /C calc'!A0;", "x;'=cmd|' /C calc'!A0;"),
            ("x; \"=1\"", "x; \"'=1\""),
            ("a\n@b", "a\n'@b"),
            ("a - b; c = d", "a - b; c = d"),
            ("rûn–2026", "rûn–2026"),
        ] {
            assert_eq!(harmless_in_csv(told), safe, "{told:?}");
        }
    }
}
