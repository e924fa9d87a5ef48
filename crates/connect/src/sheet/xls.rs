//! [`check`]: whether an XLS may be handed to the library that reads it.
//!
//! An XLS is a small file system of sectors (MS-CFB) with a stream of records (MS-XLS) in it. The library follows chains
//! of sectors without end where they run in a circle, and makes room for whatever far-off cells a few records name; when
//! memory is at its end no panic can be caught. So both are looked through here first, in the room of the file itself.

mod compound;

use std::collections::BTreeSet;

use crate::plan::{Damage, Danger, Refusal};
use compound::Compound;

/// Sheets of a workbook.
const MOST_SHEETS: usize = 1_000;
/// Rows and columns of a sheet, by the format.
const MOST_ROWS: u32 = 65_536;
const MOST_COLUMNS: u32 = 256;
/// The library holds every cell between the outermost ones. As many may be empty in any workbook.
const EMPTY_CELLS: u64 = 1_000_000;
/// As many more for each cell that holds something.
const EMPTY_FOR_EACH: u64 = 8;

/// Refuses what would have the library use more memory than the file justifies.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let compound = Compound::open(bytes)?;
    for name in ["Workbook", "Book"] {
        if let Some(stream) = compound.stream(name)? {
            check_workbook(&stream)?;
        }
    }
    Ok(())
}

fn check_workbook(stream: &[u8]) -> Result<(), Refusal> {
    let sheets = sheet_starts(stream)?;
    let (mut area, mut cells, mut bytes) = (0_u64, 0_u64, 0_usize);
    for start in sheets {
        let extent = Extent::of(stream.get(start..).unwrap_or_default())?;
        area = area.saturating_add(extent.area());
        cells = cells.saturating_add(extent.cells);
        bytes = bytes.saturating_add(extent.bytes);
    }
    if bytes > stream.len() {
        return Err(Refusal::Damaged(Damage::Spreadsheet(
            "its sheets lie over each other".into(),
        )));
    }
    if area > EMPTY_CELLS + EMPTY_FOR_EACH * cells {
        return Err(Refusal::Unsafe(Danger::Spread { cells, area }));
    }
    Ok(())
}

/// Where the sheets begin, by the records of the workbook.
fn sheet_starts(stream: &[u8]) -> Result<BTreeSet<usize>, Refusal> {
    let mut starts = BTreeSet::new();
    for record in Records(stream).take_while(|record| record.kind != END) {
        if record.kind != BOUND_SHEET {
            continue;
        }
        let is_new = starts.insert(u32_at(record.data, 0).unwrap_or(u32::MAX) as usize);
        if !is_new || starts.len() > MOST_SHEETS {
            return Err(Refusal::Damaged(Damage::Spreadsheet(
                "its list of sheets contradicts itself".into(),
            )));
        }
    }
    Ok(starts)
}

const END: u16 = 0x000A;
const BEGIN: u16 = 0x0809;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const SEVERAL_NUMBERS: u16 = 0x00BD;
const STRING_OF_FORMULA: u16 = 0x0207;
/// Number, label, rich label, boolean, short number, shared label, formula: each begins with row and column.
const CELLS: &[u16] = &[0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x0006];

/// How far the cells of a sheet reach.
#[derive(Default)]
struct Extent {
    rows: Option<(u32, u32)>,
    columns: Option<(u32, u32)>,
    cells: u64,
    bytes: usize,
}

impl Extent {
    fn of(sheet: &[u8]) -> Result<Self, Refusal> {
        let mut extent = Self::default();
        let mut depth = 0_u32;
        for record in Records(sheet) {
            extent.bytes += record.data.len() + 4;
            match record.kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                // A chart within the sheet, which the library passes over.
                _ if depth > 1 => {}
                DIMENSIONS => check_dimensions(record.data)?,
                STRING_OF_FORMULA => extent.add(0, 0),
                SEVERAL_NUMBERS => {
                    extent.add_at(record.data, 0);
                    extent.add_at(record.data, u32::try_from(record.data.len() / 6).unwrap_or(u32::MAX));
                }
                kind if CELLS.contains(&kind) => extent.add_at(record.data, 0),
                _ => {}
            }
        }
        Ok(extent)
    }

    fn add_at(&mut self, data: &[u8], further: u32) {
        if let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) {
            self.add(row.into(), u32::from(column).saturating_add(further));
        }
    }

    fn add(&mut self, row: u32, column: u32) {
        let widened = |range: Option<(u32, u32)>, at: u32| {
            let (first, last) = range.unwrap_or((at, at));
            Some((first.min(at), last.max(at)))
        };
        self.rows = widened(self.rows, row);
        self.columns = widened(self.columns, column);
        self.cells += 1;
    }

    fn area(&self) -> u64 {
        let length = |range: Option<(u32, u32)>| range.map_or(0, |(first, last)| u64::from(last - first) + 1);
        length(self.rows) * length(self.columns)
    }
}

/// Refuses a stated size that is none; the library makes room for it before the first cell.
fn check_dimensions(data: &[u8]) -> Result<(), Refusal> {
    let word = |at| u16_at(data, at).map(u32::from);
    let stated = match data.len() {
        10 => [word(0), word(2), word(4), word(6)],
        14 | 16 => [u32_at(data, 0), u32_at(data, 4), word(8), word(10)],
        _ => return Ok(()),
    };
    let [Some(first_row), Some(end_row), Some(first_column), Some(end_column)] = stated else {
        return Ok(());
    };
    let is_empty = end_row == 0 || end_column == 0;
    let fits = end_row <= MOST_ROWS && end_column <= MOST_COLUMNS && first_row < end_row;
    if is_empty && first_row < MOST_ROWS && first_column < MOST_COLUMNS || fits {
        return Ok(());
    }
    Err(Refusal::Damaged(Damage::Spreadsheet(format!(
        "states rows {first_row} to {end_row} and columns {first_column} to {end_column}"
    ))))
}

/// A record: its kind and what it holds.
struct Record<'s> {
    kind: u16,
    data: &'s [u8],
}

/// The records of a stream, up to the first that is cut off.
struct Records<'s>(&'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.0, 0)?, usize::from(u16_at(self.0, 2)?));
        let data = self.0.get(4..4 + length)?;
        self.0 = self.0.get(4 + length..).unwrap_or_default();
        Some(Record { kind, data })
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}
