//! Tables for people, CSV for spreadsheets, Markdown for documents.

use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use harpoon::lake::query::Grid;

use crate::args::Format;
use harpoon::json::{self, Value};
use harpoon::sheet;

/// One line below the header, and nothing else: the numbers are the picture.
const RULED: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table: columns with whether they hold numbers, rows of text.
pub(crate) struct Sheet {
    /// Names, and whether to align right.
    pub(crate) columns: Vec<(String, bool)>,
    /// Rows as people read them.
    pub(crate) rows: Vec<Vec<String>>,
    /// What stands below the table, each once.
    pub(crate) footnotes: Vec<String>,
}

impl Sheet {
    /// A sheet with these columns; a name that ends in `#` holds numbers.
    pub(crate) fn new(columns: &[&str]) -> Self {
        let columns = columns
            .iter()
            .map(|name| (name.trim_end_matches('#').to_owned(), name.ends_with('#')));
        Self {
            columns: columns.collect(),
            rows: Vec::new(),
            footnotes: Vec::new(),
        }
    }

    /// A sheet over the answer of a query.
    pub(crate) fn of(grid: Grid) -> Self {
        let rows = grid
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(Option::unwrap_or_default).collect());
        Self {
            columns: grid.columns,
            rows: rows.collect(),
            footnotes: Vec::new(),
        }
    }

    /// The mark of a footnote; the same text has the same mark.
    pub(crate) fn footnote(&mut self, text: &str) -> String {
        let known = self.footnotes.iter().position(|note| note == text);
        let place = known.unwrap_or_else(|| {
            self.footnotes.push(text.to_owned());
            self.footnotes.len() - 1
        });
        format!("[{}]", place + 1)
    }

    /// As the format asks; JSON is made by the caller, who knows the types.
    pub(crate) fn print(&self, format: Format) -> String {
        match format {
            Format::Table => self.table(RULED),
            Format::Md => self.table(ASCII_MARKDOWN),
            Format::Csv => sheet::csv(&self.columns, &self.rows),
            Format::Json => self.json(),
        }
    }

    fn table(&self, style: TableStyle) -> String {
        let mut table = Table::new();
        table
            .load_style(style)
            .set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(self.columns.iter().map(|(name, number)| aligned(name, *number)));
        for row in &self.rows {
            table.add_row(
                row.iter()
                    .zip(&self.columns)
                    .map(|(text, (_, number))| aligned(&visible(text), *number)),
            );
        }
        let notes = (1..)
            .zip(&self.footnotes)
            .map(|(mark, text)| format!("\n[{mark}] {text}"));
        table.to_string() + &notes.collect::<String>()
    }

    fn json(&self) -> String {
        let object = |row: &Vec<String>| {
            let fields = row.iter().zip(&self.columns).map(|(text, (name, number))| {
                let value = match (number, text.as_str()) {
                    (_, "") => Value::Null,
                    (true, number) => Value::Number(number.to_owned()),
                    (false, text) => Value::Text(text.to_owned()),
                };
                (name.clone(), value)
            });
            Value::Object(fields.collect())
        };
        json::lines(&self.rows.iter().map(object).collect::<Vec<_>>())
    }
}

fn aligned(text: &str, number: bool) -> Cell {
    Cell::new(text).set_alignment(if number {
        CellAlignment::Right
    } else {
        CellAlignment::Left
    })
}

/// Text from outside must not move the cursor or colour the terminal.
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c })
        .collect()
}

/// A number for people: thousands apart, few decimals.
pub(crate) fn pretty(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value < 0.0 { "-" } else { "" };
    if part.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}.{part}")
    }
}
