//! [`Records`]: splits text into records, by quotes and delimiter, with true line numbers and the row as it came.
//!
//! Written by hand because a receipt needs both: the `csv` crate does not count lines of CRLF files exactly, drops
//! blank lines (which end tables here), and does not hand over the raw row.

use std::io::Read;

use encoding_rs::WINDOWS_1252;

use super::Dialect;
use super::search::cell_end;
use super::source::Source;
use crate::plan::Refusal;
use crate::record::Record;

/// Longest record; a quote that does not close within is taken as an ordinary character.
const LONGEST: usize = 1 << 20;
/// Cells of a record.
const MOST_CELLS: usize = 20_000;

/// Reads records one by one.
pub(crate) struct Records {
    source: Source,
    buf: Vec<u8>,
    at: usize,
    ended: bool,
    line: u64,
    delimiter: u8,
    spans: Vec<Span>,
}

#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    escaped: bool,
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
            at: 0,
            ended: false,
            line: 1,
            delimiter: dialect.delimiter,
            spans: Vec::new(),
        }
    }

    /// Reads the next line or record, blank ones too; `false` at the end.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, Refusal> {
        loop {
            let rest = self.buf.get(self.at..).unwrap_or_default();
            if rest.is_empty() && self.ended {
                return Ok(false);
            }
            let ended = self.ended || rest.len() > LONGEST;
            match scan(rest, self.delimiter, true, ended, &mut self.spans) {
                Scan::Whole(bytes, lines) => {
                    self.take(record, bytes, lines, true);
                    return Ok(true);
                }
                Scan::Short if ended => self.literal(record, "the row is longer than a mebibyte"),
                Scan::Short => {
                    self.refill()?;
                    continue;
                }
                Scan::Broken(why) => self.literal(record, why),
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
        Ok(())
    }

    fn take(&mut self, record: &mut Record, bytes: usize, lines: u64, quotes: bool) {
        record.start(self.line);
        let raw = self.buf.get(self.at..self.at + bytes).unwrap_or_default();
        if let Ok(raw) = std::str::from_utf8(raw) {
            fill(record, raw, &self.spans);
        } else {
            let (text, _, _) = WINDOWS_1252.decode(raw);
            scan(text.as_bytes(), self.delimiter, quotes, true, &mut self.spans);
            fill(record, &text, &self.spans);
            record.transcoded = true;
        }
        record.lines = lines.max(1);
        self.at += bytes;
        self.line += lines;
    }

    /// Takes one line without regard to quotes.
    fn literal(&mut self, record: &mut Record, why: &'static str) {
        let rest = self.buf.get(self.at..).unwrap_or_default();
        let bytes = rest
            .iter()
            .position(|&b| b == b'\n')
            .map_or(rest.len(), |at| at + 1)
            .min(LONGEST);
        let line = rest.get(..bytes).unwrap_or_default();
        let lines = u64::from(line.ends_with(b"\n"));
        scan(line, self.delimiter, false, true, &mut self.spans);
        self.spans.truncate(MOST_CELLS);
        self.take(record, bytes, lines, false);
        record.broken = Some(why);
    }
}

fn fill(record: &mut Record, raw: &str, spans: &[Span]) {
    record.set_raw(raw);
    for span in spans {
        if span.escaped {
            record.push_escaped(span.start, span.end);
        } else {
            record.push_span(span.start, span.end);
        }
    }
}

/// Finds the cells of the first record. `ended`: no more bytes follow.
fn scan(bytes: &[u8], delimiter: u8, quotes: bool, ended: bool, cells: &mut Vec<Span>) -> Scan {
    cells.clear();
    let mut at = 0;
    let mut lines = 0;
    loop {
        let opens = quotes && bytes.get(at) == Some(&b'"');
        let span = if opens {
            match quoted_cell(bytes, at, delimiter, ended) {
                Ok((span, end)) => {
                    lines += newlines(bytes, at, end);
                    at = end;
                    span
                }
                Err(scan) => return scan,
            }
        } else {
            let rest = bytes.get(at..).unwrap_or_default();
            match cell_end(rest, delimiter) {
                None if !ended => return Scan::Short,
                found => {
                    let start = at;
                    at = found.map_or(bytes.len(), |n| at + n);
                    Span {
                        start,
                        end: at,
                        escaped: false,
                    }
                }
            }
        };
        cells.push(span);
        if cells.len() > MOST_CELLS && quotes {
            return Scan::Broken("the row has more than 20,000 cells");
        }
        match bytes.get(at) {
            Some(&b) if b == delimiter => at += 1,
            found => {
                trim_return(bytes, cells);
                let breaks = u64::from(found.is_some());
                return Scan::Whole(at + usize::from(found.is_some()), lines + breaks);
            }
        }
    }
}

/// A cell in quotes that begins at `at`; its span and where it ends.
fn quoted_cell(bytes: &[u8], at: usize, delimiter: u8, ended: bool) -> Result<(Span, usize), Scan> {
    let start = at + 1;
    let mut from = start;
    let mut escaped = false;
    let short = |why| if ended { Scan::Broken(why) } else { Scan::Short };
    let close = loop {
        let rest = bytes.get(from..).unwrap_or_default();
        let Some(found) = rest.iter().position(|&b| b == b'"') else {
            return Err(short("a quote opens and never closes"));
        };
        let close = from + found;
        match bytes.get(close + 1) {
            None if !ended => return Err(Scan::Short),
            Some(b'"') => {
                escaped = true;
                from = close + 2;
            }
            _ => break close,
        }
    };
    let rest = bytes.get(close + 1..).unwrap_or_default();
    let Some(tail) = cell_end(rest, delimiter).or(ended.then_some(rest.len())) else {
        return Err(Scan::Short);
    };
    let next = close + 1 + tail;
    let tail = rest.get(..tail).unwrap_or_default();
    if tail.iter().all(u8::is_ascii_whitespace) {
        return Ok((
            Span {
                start,
                end: close,
                escaped,
            },
            next,
        ));
    }
    Ok((
        Span {
            start: at,
            end: next,
            escaped: false,
        },
        next,
    ))
}

fn newlines(bytes: &[u8], from: usize, to: usize) -> u64 {
    let part = bytes.get(from..to).unwrap_or_default();
    part.split(|&b| b == b'\n').count().saturating_sub(1) as u64
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
