//! [`Records`]: splits text into records, by quotes and delimiter, with true line numbers and the row as it came.
//!
//! Written by hand because a receipt needs both: the `csv` crate does not count lines of CRLF files exactly, drops
//! blank lines (which end tables here), and does not hand over the raw row.

use std::io::Read;

use encoding_rs::WINDOWS_1252;

use super::Dialect;
use super::search::Marks;
use super::source::Source;
use crate::plan::Refusal;
use crate::record::{Record, Row, Rows, Span};

/// Longest record; a quote that does not close within is taken as an ordinary character.
const LONGEST: usize = 1 << 20;
/// Cells of a record.
const MOST_CELLS: usize = 20_000;
const TOO_MANY: &str = "the row has more than 20,000 cells";

/// Reads records one by one.
pub(crate) struct Records {
    source: Source,
    buf: Vec<u8>,
    marks: Marks,
    at: usize,
    ended: bool,
    line: u64,
    delimiter: u8,
    spans: Vec<Span>,
}

enum Scan {
    /// Bytes and line breaks of a whole record.
    Whole(usize, u64),
    /// The buffer ends within a record.
    Short,
    /// A quote never closes, or there are too many cells.
    Broken(&'static str),
}

impl Records {
    pub(crate) fn new(inner: Box<dyn Read + Send>, dialect: &Dialect) -> Self {
        Self {
            source: Source::new(inner, dialect),
            buf: Vec::new(),
            marks: Marks::default(),
            at: 0,
            ended: false,
            line: 1,
            delimiter: dialect.delimiter,
            spans: Vec::new(),
        }
    }

    /// Reads the next line or record, blank ones too; `false` at the end.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, Refusal> {
        self.add_next(record.renew())?;
        Ok(record.turn())
    }

    /// The same, added to many.
    pub(crate) fn add_next(&mut self, rows: &mut Rows) -> Result<bool, Refusal> {
        loop {
            let rest = self.buf.len() - self.at;
            if rest == 0 && self.ended {
                return Ok(false);
            }
            let ended = self.ended || rest > LONGEST;
            let text = Text {
                bytes: &self.buf,
                marks: &self.marks,
                delimiter: self.delimiter,
                quotes: true,
                ended,
            };
            match text.scan(self.at, &mut self.spans) {
                Scan::Whole(bytes, lines) => self.take(rows, bytes, lines, None),
                Scan::Short if ended => self.literal(rows, "the row is longer than a mebibyte"),
                Scan::Short => {
                    self.refill()?;
                    continue;
                }
                Scan::Broken(why) => self.literal(rows, why),
            }
            return Ok(true);
        }
    }

    fn refill(&mut self) -> Result<(), Refusal> {
        self.buf.drain(..self.at);
        self.at = 0;
        if !self.source.fill(&mut self.buf)? {
            self.ended = true;
        }
        self.marks.find(&self.buf, self.delimiter);
        Ok(())
    }

    fn take(&mut self, rows: &mut Rows, bytes: usize, lines: u64, broken: Option<&'static str>) {
        let raw = self.buf.get(self.at..self.at + bytes).unwrap_or_default();
        let row = Row {
            line: self.line,
            lines: lines.max(1),
            broken,
            transcoded: false,
        };
        if let Ok(raw) = std::str::from_utf8(raw) {
            rows.push(raw, &self.spans, row);
        } else {
            let (text, _, _) = WINDOWS_1252.decode(raw);
            scan_alone(text.as_bytes(), self.delimiter, broken.is_none(), &mut self.spans);
            rows.push(
                &text,
                &self.spans,
                Row {
                    transcoded: true,
                    ..row
                },
            );
        }
        self.at += bytes;
        self.line += lines;
    }

    /// Takes one line without regard to quotes.
    fn literal(&mut self, rows: &mut Rows, why: &'static str) {
        let rest = self.buf.get(self.at..).unwrap_or_default();
        let bytes = rest
            .iter()
            .position(|&b| b == b'\n')
            .map_or(rest.len(), |at| at + 1)
            .min(LONGEST);
        let line = rest.get(..bytes).unwrap_or_default();
        let lines = u64::from(line.ends_with(b"\n"));
        scan_alone(line, self.delimiter, false, &mut self.spans);
        self.spans.truncate(MOST_CELLS);
        self.take(rows, bytes, lines, Some(why));
    }
}

/// Finds the cells of a text that is one record.
fn scan_alone(bytes: &[u8], delimiter: u8, quotes: bool, cells: &mut Vec<Span>) {
    let mut marks = Marks::default();
    marks.find(bytes, delimiter);
    let text = Text {
        bytes,
        marks: &marks,
        delimiter,
        quotes,
        ended: true,
    };
    text.scan(0, cells);
}

/// Text whose marks are known.
struct Text<'t> {
    bytes: &'t [u8],
    marks: &'t Marks,
    delimiter: u8,
    /// Whether quotes count.
    quotes: bool,
    /// No more bytes follow.
    ended: bool,
}

/// Where in a cell a scan is, as far as quotes go.
enum Within {
    /// There are none, or they are ordinary characters.
    Plain,
    /// Between quotes.
    Quotes { escaped: bool },
    /// Behind the quote that closes.
    Tail { close: usize, escaped: bool },
}

impl Text<'_> {
    /// Finds the cells of the record that begins here; their spans count from there.
    fn scan(&self, from: usize, cells: &mut Vec<Span>) -> Scan {
        cells.clear();
        let (mut start, mut lines, mut within) = (from, 0, Within::Plain);
        let mut doubled = None;
        for at in self.marks.from(from) {
            let byte = self.byte(at);
            if byte == Some(b'"') {
                match within {
                    Within::Plain if self.quotes && at == start => within = Within::Quotes { escaped: false },
                    Within::Quotes { .. } if doubled == Some(at) => {}
                    Within::Quotes { escaped } => match self.byte(at + 1) {
                        None if !self.ended => return Scan::Short,
                        Some(b'"') => {
                            doubled = Some(at + 1);
                            within = Within::Quotes { escaped: true };
                        }
                        _ => within = Within::Tail { close: at, escaped },
                    },
                    Within::Plain | Within::Tail { .. } => {}
                }
                continue;
            }
            let is_break = byte != Some(self.delimiter);
            if matches!(within, Within::Quotes { .. }) {
                lines += u64::from(is_break);
                continue;
            }
            cells.push(self.span(from, start, at, &within));
            if cells.len() > MOST_CELLS && self.quotes {
                return Scan::Broken(TOO_MANY);
            }
            start = at + 1;
            within = Within::Plain;
            if is_break {
                trim_return(self.bytes.get(from..at).unwrap_or_default(), cells);
                return Scan::Whole(start - from, lines + 1);
            }
        }
        self.end(from, start, lines, &within, cells)
    }

    /// No mark follows.
    fn end(&self, from: usize, start: usize, lines: u64, within: &Within, cells: &mut Vec<Span>) -> Scan {
        if !self.ended {
            return Scan::Short;
        }
        if matches!(within, Within::Quotes { .. }) {
            return Scan::Broken("a quote opens and never closes");
        }
        let end = self.bytes.len();
        cells.push(self.span(from, start, end, within));
        if cells.len() > MOST_CELLS && self.quotes {
            return Scan::Broken(TOO_MANY);
        }
        trim_return(self.bytes.get(from..).unwrap_or_default(), cells);
        Scan::Whole(end - from, lines)
    }

    /// A cell from `start` to `end`. What stands behind a closing quote makes its quotes ordinary characters.
    fn span(&self, from: usize, start: usize, end: usize, within: &Within) -> Span {
        let whole = Span {
            start: start - from,
            end: end - from,
            escaped: false,
        };
        match *within {
            Within::Tail { close, escaped } if self.is_blank(close + 1, end) => Span {
                start: start + 1 - from,
                end: close - from,
                escaped,
            },
            _ => whole,
        }
    }

    fn is_blank(&self, from: usize, to: usize) -> bool {
        let tail = self.bytes.get(from..to).unwrap_or_default();
        tail.iter().all(u8::is_ascii_whitespace)
    }

    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }
}

/// A carriage return before the line break is no part of the last cell.
fn trim_return(bytes: &[u8], spans: &mut [Span]) {
    if let Some(last) = spans.last_mut()
        && last.end > last.start
        && !last.escaped
        && bytes.get(last.end - 1) == Some(&b'\r')
    {
        last.end -= 1;
    }
}
