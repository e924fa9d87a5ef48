//! [`Record`]: one row of a table as text cells, with the line it stands on.

/// One row. Reused from row to row: cells are spans of one buffer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// The row as it came, and after it the cells that had to be unquoted.
    text: String,
    raw: usize,
    cells: Vec<(u32, u32)>,
    /// Line of its first character, from 1.
    pub(crate) line: u64,
    /// Lines that it spans.
    pub(crate) lines: u64,
    /// A quote that never closes, or bytes beyond reading; the reason.
    pub(crate) broken: Option<&'static str>,
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
        self.cells
            .get(index)
            .and_then(|&(start, end)| self.text.get(start as usize..end as usize))
            .unwrap_or("")
    }

    /// Every cell.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.cells.len()).map(|i| self.get(i))
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
        let last = (0..self.cells.len()).rev().find(|&i| !self.get(i).trim().is_empty());
        last.map_or(0, |i| i + 1)
    }

    /// The row as it came; for spreadsheets its cells as CSV.
    pub(crate) fn raw(&self) -> String {
        if self.raw > 0 {
            return self
                .text
                .get(..self.raw)
                .unwrap_or("")
                .trim_end_matches(['\r', '\n'])
                .to_owned();
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
        self.text.clear();
        self.cells.clear();
        self.raw = 0;
        self.line = line;
        self.lines = 1;
        self.broken = None;
        self.transcoded = false;
    }

    /// Takes the row as it came; spans pushed by [`Record::push_span`] refer to it.
    pub(crate) fn set_raw(&mut self, raw: &str) {
        self.text.push_str(raw);
        self.raw = self.text.len();
    }

    /// Adds a cell that stands in the raw row.
    #[inline]
    pub(crate) fn push_span(&mut self, start: usize, end: usize) {
        self.cells.push((clamp(start), clamp(end)));
    }

    /// Adds a cell whose quotes are doubled in the raw row.
    pub(crate) fn push_escaped(&mut self, start: usize, end: usize) {
        let plain = self.text.get(start..end).unwrap_or("").replace("\"\"", "\"");
        self.push_text(&plain);
    }

    /// Adds a cell by its text.
    pub(crate) fn push_text(&mut self, cell: &str) {
        let start = self.text.len();
        self.text.push_str(cell);
        self.cells.push((clamp(start), clamp(self.text.len())));
    }
}

/// Many rows in one text and one list of cells.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    text: String,
    cells: Vec<(u32, u32)>,
    heads: Vec<RowHead>,
}

/// What a row is beside its text and cells, and where these end.
#[derive(Clone, Copy, Debug)]
struct RowHead {
    text: usize,
    cells: usize,
    raw: usize,
    line: u64,
    lines: u64,
    broken: Option<&'static str>,
    transcoded: bool,
}

impl Rows {
    pub(crate) fn len(&self) -> usize {
        self.heads.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.heads.clear();
    }

    /// Adds a row.
    pub(crate) fn add(&mut self, record: &Record) {
        self.text.push_str(&record.text);
        self.cells.extend_from_slice(&record.cells);
        self.heads.push(RowHead {
            text: self.text.len(),
            cells: self.cells.len(),
            raw: record.raw,
            line: record.line,
            lines: record.lines,
            broken: record.broken,
            transcoded: record.transcoded,
        });
    }

    /// Copies a row into the record; `false` where there is none.
    pub(crate) fn read(&self, at: usize, record: &mut Record) -> bool {
        let Some(head) = self.heads.get(at) else { return false };
        let before = at.checked_sub(1).and_then(|before| self.heads.get(before));
        let (text, cells) = before.map_or((0, 0), |before| (before.text, before.cells));
        record.start(head.line);
        record.text.push_str(self.text.get(text..head.text).unwrap_or(""));
        record
            .cells
            .extend_from_slice(self.cells.get(cells..head.cells).unwrap_or_default());
        record.raw = head.raw;
        record.lines = head.lines;
        record.broken = head.broken;
        record.transcoded = head.transcoded;
        true
    }
}

/// Records are held to a size far below 4 GiB.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
