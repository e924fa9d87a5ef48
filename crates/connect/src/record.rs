//! [`Record`]: one row of a table as text cells, with the line it stands on; and [`Rows`], many of them.

use std::ops::Range;

/// Why a row could not be split into cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// A quote opens and never closes.
    OpenQuote,
    /// A quote opens and does not close within what is read as one row.
    FarQuote,
    /// It has more cells than any table.
    ManyCells,
    /// It has so many bytes, which are more than are read as one row; only its beginning is at hand.
    Long(u64),
}

impl Broken {
    /// For whoever has to mend it.
    pub(crate) fn reason(self) -> String {
        match self {
            Self::OpenQuote => "a quote opens and never closes".to_owned(),
            Self::FarQuote => {
                "a quote opens and does not close within a mebibyte, and no row of more is read".to_owned()
            }
            Self::ManyCells => "the row has more than 20,000 cells".to_owned(),
            Self::Long(bytes) => format!("the row has {bytes} bytes, and no row of more than a mebibyte is read"),
        }
    }

    /// How to mend it.
    pub(crate) const fn hint(self) -> &'static str {
        match self {
            Self::OpenQuote | Self::ManyCells => "mend the quotes of this line",
            Self::FarQuote => {
                "here stands its first line, and what follows was read line by line; mend the quote, or leave out the longest column, and import the file again"
            }
            Self::Long(_) => {
                "here stands its beginning, the whole row in the file; leave out its longest column and import the file again"
            }
        }
    }
}

/// One row. Reused from row to row: cells are spans of one text. It may be the row at hand of a block of many; then text
/// and cells are the block's, and going on to the next row copies nothing.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// The row as it came, and after it the cells that had to be unquoted; or those of many rows.
    rows: Rows,
    /// Rows of the block that were met.
    met: usize,
    /// The row's text and cells among those of the block.
    text: Range<usize>,
    cells: Range<usize>,
    /// Bytes of the row as it came, with which its text begins; none for spreadsheets.
    raw: usize,
    /// Line of its first character, from 1.
    pub(crate) line: u64,
    /// Lines that it spans.
    pub(crate) lines: u64,
    /// Why it could not be split into cells.
    pub(crate) broken: Option<Broken>,
    /// Bytes that were no UTF-8 and were read as Windows-1252.
    pub(crate) transcoded: bool,
}

impl Record {
    /// Number of cells.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell as it came, or nothing beyond the last.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> &str {
        let cells = self.rows.cells.get(self.cells.clone()).unwrap_or_default();
        cells
            .get(index)
            .and_then(|&(start, end)| self.rows.text.get(start as usize..end as usize))
            .unwrap_or("")
    }

    /// Every cell.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.get(i))
    }

    /// Whether it is longer than any row that is read. Such a row is never anything but put aside: what its beginning looks like
    /// says nothing of it.
    pub(crate) const fn is_long(&self) -> bool {
        matches!(self.broken, Some(Broken::Long(_)))
    }

    /// Whether no cell holds anything.
    pub(crate) fn is_blank(&self) -> bool {
        self.iter().all(|cell| cell.trim().is_empty())
    }

    /// Cells that hold something.
    pub(crate) fn filled(&self) -> usize {
        self.iter().filter(|cell| !cell.trim().is_empty()).count()
    }

    /// Number of cells up to the last that holds something.
    pub(crate) fn width(&self) -> usize {
        let last = (0..self.len()).rev().find(|&i| !self.get(i).trim().is_empty());
        last.map_or(0, |i| i + 1)
    }

    /// The row as it came; for spreadsheets its cells as CSV.
    pub(crate) fn raw(&self) -> String {
        if self.raw > 0 {
            let raw = self
                .rows
                .text
                .get(self.text.start..self.text.start + self.raw)
                .unwrap_or("");
            return raw.trim_end_matches(['\r', '\n']).to_owned();
        }
        let quoted = self.iter().map(|cell| {
            if cell.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.to_owned()
            }
        });
        quoted.collect::<Vec<_>>().join(",")
    }

    /// Empties the record for the row on `line`.
    pub(crate) fn start(&mut self, line: u64) {
        self.rows.clear();
        self.met = 0;
        self.text = 0..0;
        self.cells = 0..0;
        self.raw = 0;
        self.line = line;
        self.lines = 1;
        self.broken = None;
        self.transcoded = false;
    }

    /// Adds a cell by its text.
    pub(crate) fn push_text(&mut self, cell: &str) {
        let start = self.rows.text.len();
        self.rows.text.push_str(cell);
        self.text.end = self.rows.text.len();
        self.rows.cells.push((clamp(start), clamp(self.text.end)));
        self.cells.end = self.rows.cells.len();
    }

    /// Empties the record; [`Record::turn`] then goes on to the first of the rows that are put here.
    pub(crate) fn renew(&mut self) -> &mut Rows {
        self.start(self.line);
        &mut self.rows
    }

    /// Goes on to the next row of its block; `false` where there is none.
    pub(crate) fn turn(&mut self) -> bool {
        let Some(head) = self.rows.heads.get(self.met) else {
            return false;
        };
        self.met += 1;
        self.text = self.text.end..head.text;
        self.cells = self.cells.end..head.cells;
        self.raw = head.raw;
        self.line = head.row.line;
        self.lines = head.row.lines;
        self.broken = head.row.broken;
        self.transcoded = head.row.transcoded;
        true
    }

    /// Takes a block, before whose first row it then stands; gives back the one before.
    pub(crate) fn put(&mut self, rows: Rows) -> Rows {
        let before = std::mem::replace(&mut self.rows, rows);
        self.met = 0;
        self.text = 0..0;
        self.cells = 0..0;
        before
    }
}

/// The row alone, without its block.
impl Clone for Record {
    fn clone(&self) -> Self {
        let mut rows = Rows::default();
        rows.add(self);
        let mut record = Self::default();
        record.put(rows);
        record.turn();
        record
    }
}

/// Many rows in one text and one list of cells, which another core reads from front to back.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    text: String,
    cells: Vec<(u32, u32)>,
    heads: Vec<RowHead>,
}

/// A row, and where its text and cells end.
#[derive(Debug)]
struct RowHead {
    text: usize,
    cells: usize,
    raw: usize,
    row: Row,
}

/// What a row is beside its text and cells.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Row {
    /// Line of its first character, from 1.
    pub(crate) line: u64,
    /// Lines that it spans.
    pub(crate) lines: u64,
    /// Why it could not be split into cells.
    pub(crate) broken: Option<Broken>,
    /// Bytes that were no UTF-8 and were read as Windows-1252.
    pub(crate) transcoded: bool,
}

/// A cell in the text of a row, without its quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Quotes in it are doubled.
    pub(crate) escaped: bool,
}

impl Rows {
    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.heads.len()
    }

    /// Bytes of text.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.heads.clear();
    }

    /// Adds a row as it came, with its cells in it. Those whose quotes are doubled are kept a second time, plain.
    pub(crate) fn push(&mut self, raw: &str, spans: &[Span], row: Row) {
        let base = self.text.len();
        self.text.push_str(raw);
        self.cells.extend(
            spans
                .iter()
                .map(|span| (clamp(base + span.start), clamp(base + span.end))),
        );
        let first = self.cells.len() - spans.len();
        for (at, span) in spans.iter().enumerate().filter(|(_, span)| span.escaped) {
            let start = self.text.len();
            let plain = raw.get(span.start..span.end).unwrap_or("").replace("\"\"", "\"");
            self.text.push_str(&plain);
            self.cells[first + at] = (clamp(start), clamp(self.text.len()));
        }
        self.heads.push(RowHead {
            text: self.text.len(),
            cells: self.cells.len(),
            raw: raw.len(),
            row,
        });
    }

    /// Adds a row.
    pub(crate) fn add(&mut self, record: &Record) {
        let base = self.text.len();
        let moved = |place: u32| clamp(place as usize - record.text.start + base);
        let cells = record.rows.cells.get(record.cells.clone()).unwrap_or_default();
        self.text
            .push_str(record.rows.text.get(record.text.clone()).unwrap_or(""));
        self.cells
            .extend(cells.iter().map(|&(start, end)| (moved(start), moved(end))));
        self.heads.push(RowHead {
            text: self.text.len(),
            cells: self.cells.len(),
            raw: record.raw,
            row: Row {
                line: record.line,
                lines: record.lines,
                broken: record.broken,
                transcoded: record.transcoded,
            },
        });
    }
}

/// Records are held to a size far below 4 GiB.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
