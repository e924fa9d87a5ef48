//! Spreadsheets (XLSX, XLSB, XLS) as grids of text: days as ISO, numbers plain, a grid for each sheet.

mod book;
mod xls;

use calamine::{Cell, Data, DataRef, ExcelDateTime, Range, Reader, Sheets};

use crate::origin::{Limits, Origin};
use crate::plan::{Damage, Danger, Refusal};
use crate::record::Record;

/// Cells of all sheets together.
const MOST_CELLS: usize = 20_000_000;
/// Rows of a sheet; a row left out costs as much as a blank line.
const MOST_ROWS: u32 = 1_048_576;
/// Columns of a sheet.
const MOST_COLUMNS: usize = 16_384;

/// The room that is left for a workbook's cells.
struct Room {
    cells: usize,
    /// Bytes of text in all cells together: one long text may be shared by millions of cells.
    text: u64,
}

/// One sheet.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Its name.
    pub(crate) name: String,
    rows: Vec<(u64, Vec<String>)>,
    at: usize,
}

impl Sheet {
    /// Gives the next row that holds anything; rows left out count as blank ones.
    pub(crate) fn next(&mut self, record: &mut Record, last: u64) -> bool {
        let Some((line, cells)) = self.rows.get(self.at) else {
            return false;
        };
        if last > 0 && *line > last + 1 {
            record.start(last + 1);
            return true;
        }
        record.start(*line);
        for cell in cells {
            record.push_text(cell);
        }
        self.at += 1;
        true
    }
}

/// Whether the bytes are a workbook, by their first bytes.
pub(crate) fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(COMPOUND)
}

/// First bytes of an XLS.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Every sheet of the workbook.
///
/// The library that reads workbooks panics on some damaged ones; that is caught here, so that a bad file is a refusal
/// and not the end of an import of many.
pub(crate) fn sheets(origin: &Origin) -> Result<Vec<Sheet>, Refusal> {
    let bytes = origin.bytes(origin.limits().spreadsheet)?;
    let gave_up = |_| Refusal::Damaged(Damage::Spreadsheet("its structure contradicts itself".into()));
    std::panic::catch_unwind(|| workbook(bytes, origin.limits())).map_err(gave_up)?
}

fn workbook(bytes: Vec<u8>, limits: &Limits) -> Result<Vec<Sheet>, Refusal> {
    let damaged = |what: String| Refusal::Damaged(Damage::Spreadsheet(what));
    let mut book = book::open(bytes, limits)?;
    let mut room = Room {
        cells: MOST_CELLS,
        text: limits.spreadsheet_inflated,
    };
    let mut all = Vec::new();
    for name in book.sheet_names() {
        let rows = match &mut book {
            Sheets::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(&name).map_err(|e| damaged(e.to_string()))?;
                streamed(&mut || cells.next_cell().map_err(|e| damaged(e.to_string())), &mut room)?
            }
            Sheets::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(&name).map_err(|e| damaged(e.to_string()))?;
                streamed(&mut || cells.next_cell().map_err(|e| damaged(e.to_string())), &mut room)?
            }
            other => {
                let range = other.worksheet_range(&name).map_err(|e| damaged(e.to_string()))?;
                dense(&range, &mut room)?
            }
        };
        all.push(Sheet { name, rows, at: 0 });
    }
    Ok(all)
}

/// Rows with their lines.
type Rows = Vec<(u64, Vec<String>)>;
/// Gives the next cell of a sheet that is there.
type NextCell<'n, 'c> = dyn FnMut() -> Result<Option<Cell<DataRef<'c>>>, Refusal> + 'n;

/// Reads the cells that are there, so that one far away costs nothing.
fn streamed(next: &mut NextCell<'_, '_>, room: &mut Room) -> Result<Rows, Refusal> {
    let mut rows: Rows = Vec::new();
    while let Some(cell) = next()? {
        let (row, column) = cell.get_position();
        let text = text_of(&Data::from(cell.get_value().clone()));
        let column = column as usize;
        if text.is_empty() || column >= MOST_COLUMNS || row >= MOST_ROWS {
            continue;
        }
        let line = u64::from(row) + 1;
        if rows.last().is_none_or(|(last, _)| *last != line) {
            rows.push((line, Vec::new()));
        }
        if let Some((_, row)) = rows.last_mut() {
            room.spend((column + 1).saturating_sub(row.len()), text.len())?;
            if row.len() <= column {
                row.resize(column + 1, String::new());
            }
            if let Some(slot) = row.get_mut(column) {
                *slot = text;
            }
        }
    }
    rows.sort_by_key(|(line, _)| *line);
    Ok(rows)
}

fn dense(range: &Range<Data>, room: &mut Room) -> Result<Rows, Refusal> {
    let (row, column) = range.start().unwrap_or_default();
    let mut rows = Vec::new();
    for (index, cells) in range.rows().enumerate() {
        let mut texts: Vec<String> = vec![String::new(); column as usize];
        texts.extend(cells.iter().map(text_of));
        while texts.last().is_some_and(String::is_empty) {
            texts.pop();
        }
        room.spend(texts.len(), texts.iter().map(String::len).sum())?;
        if !texts.is_empty() {
            rows.push((u64::from(row) + index as u64 + 1, texts));
        }
    }
    Ok(rows)
}

impl Room {
    fn spend(&mut self, cells: usize, text: usize) -> Result<(), Refusal> {
        let (Some(cells), Some(text)) = (self.cells.checked_sub(cells), self.text.checked_sub(text as u64)) else {
            return Err(Refusal::Unsafe(Danger::Cells(MOST_CELLS as u64)));
        };
        *self = Self { cells, text };
        Ok(())
    }
}

fn text_of(cell: &Data) -> String {
    match cell {
        Data::Int(n) => n.to_string(),
        Data::Float(f) => plain_number(*f),
        Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => s.clone(),
        Data::Bool(b) => b.to_string(),
        Data::DateTime(at) => moment(*at),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// The shortest decimal that gives the same float: what a person typed.
fn plain_number(f: f64) -> String {
    if f.is_finite() { format!("{f}") } else { String::new() }
}

fn moment(at: ExcelDateTime) -> String {
    if at.is_duration() {
        let seconds = (at.as_f64() * 86_400.0).round();
        if !(0.0..1e12).contains(&seconds) {
            return plain_number(at.as_f64());
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range was checked"
        )]
        let seconds = seconds as u64;
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    if !(0.0..3_000_000.0).contains(&at.as_f64()) {
        return plain_number(at.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second, milli) == (0, 0, 0, 0) {
        return day;
    }
    format!("{day}T{hour:02}:{minute:02}:{second:02}")
}
