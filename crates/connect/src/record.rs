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

    /// Bytes of its text.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Gives back the room of a row that was longer than `most` bytes.
    pub(crate) fn keep_room(&mut self, most: usize) {
        if self.text.capacity() > most {
            *self = Self::default();
        }
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

/// Records are held to a size far below 4 GiB.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
