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
use crate::record::{Broken, Record, Row, Rows, Span};

/// Longest record, in bytes; a quote that does not close within is taken as an ordinary character.
const LONGEST: usize = 1 << 20;
/// What is kept of a longer one, in bytes: memory stays small, and the whole stands in the file.
const BEGINNING: usize = 1 << 16;
/// Cells of a record.
const MOST_CELLS: usize = 20_000;

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
    Broken(Broken),
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
            let text = Text {
                bytes: &self.buf,
                marks: &self.marks,
                delimiter: self.delimiter,
                quotes: true,
                ended: self.ended,
            };
            match text.scan(self.at, &mut self.spans) {
                Scan::Whole(bytes, lines) if bytes <= LONGEST => self.take(rows, bytes, lines, None),
                Scan::Short if rest <= LONGEST => {
                    self.refill()?;
                    continue;
                }
                // Where the line ends is not seen yet.
                Scan::Broken(_) if rest <= LONGEST && !self.line_ends_within(LONGEST) => {
                    self.refill()?;
                    continue;
                }
                Scan::Broken(why) if self.line_ends_within(LONGEST) => self.literal(rows, why),
                // The line ends and the row does not: it goes on between quotes. Nobody can tell a long text from a quote that
                // stands by mistake, after which every line is a row.
                Scan::Whole(..) | Scan::Short if self.line_ends_within(LONGEST) => {
                    self.literal(rows, Broken::FarQuote);
                }
                Scan::Whole(..) | Scan::Short | Scan::Broken(_) => self.long(rows)?,
            }
            return Ok(true);
        }
    }

    /// Whether the line at hand is no longer than so many bytes.
    fn line_ends_within(&self, most: usize) -> bool {
        let rest = self.buf.get(self.at..).unwrap_or_default();
        let head = rest.get(..most).unwrap_or(rest);
        head.contains(&b'\n') || (self.ended && rest.len() <= most)
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

    fn take(&mut self, rows: &mut Rows, bytes: usize, lines: u64, broken: Option<Broken>) {
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
    fn literal(&mut self, rows: &mut Rows, why: Broken) {
        let rest = self.buf.get(self.at..).unwrap_or_default();
        let bytes = rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |at| at + 1);
        let line = rest.get(..bytes).unwrap_or_default();
        let lines = u64::from(line.ends_with(b"\n"));
        scan_alone(line, self.delimiter, false, &mut self.spans);
        self.spans.truncate(MOST_CELLS);
        self.take(rows, bytes, lines, Some(why));
    }

    /// Goes over a line that is longer than is read, and keeps its beginning.
    fn long(&mut self, rows: &mut Rows) -> Result<(), Refusal> {
        let rest = self.buf.get(self.at..).unwrap_or_default();
        let beginning = rest.get(..BEGINNING).unwrap_or(rest).to_vec();
        let (mut bytes, mut lines) = (0, 0);
        loop {
            let rest = self.buf.get(self.at..).unwrap_or_default();
            let end = rest.iter().position(|&byte| byte == b'\n');
            let more = end.map_or(rest.len(), |at| at + 1);
            bytes += more as u64;
            self.at += more;
            if end.is_some() {
                lines = 1;
                break;
            }
            if self.ended {
                break;
            }
            self.refill()?;
        }
        let text = match std::str::from_utf8(&beginning) {
            Ok(text) => text.to_owned(),
            // A letter of several bytes is cut off at the end.
            Err(error) if error.error_len().is_none() => {
                String::from_utf8_lossy(beginning.get(..error.valid_up_to()).unwrap_or_default()).into_owned()
            }
            Err(_) => WINDOWS_1252.decode(&beginning).0.into_owned(),
        };
        scan_alone(text.as_bytes(), self.delimiter, false, &mut self.spans);
        self.spans.truncate(MOST_CELLS);
        let row = Row {
            line: self.line,
            lines: 1,
            broken: Some(Broken::Long(bytes)),
            transcoded: false,
        };
        rows.push(&text, &self.spans, row);
        self.line += lines;
        Ok(())
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
                return Scan::Broken(Broken::ManyCells);
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
            return Scan::Broken(Broken::OpenQuote);
        }
        let end = self.bytes.len();
        cells.push(self.span(from, start, end, within));
        if cells.len() > MOST_CELLS && self.quotes {
            return Scan::Broken(Broken::ManyCells);
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
