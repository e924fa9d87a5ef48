//! [`Dialect`]: encoding, whole-line quoting and delimiter of a file, decided from its first bytes.

use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::records::Records;
use super::source::unwrapped;
use crate::origin::Origin;
use crate::plan::{Damage, Refusal, Thing};
use crate::record::Record;

/// Bytes that are looked at.
pub(crate) const SAMPLE: usize = 1 << 18;
/// Records that vote on the delimiter.
const VOTERS: usize = 300;
/// Delimiters, the likelier first.
const DELIMITERS: &[u8] = b",;\t|";

/// First bytes of files that are no tables.
const MAGIC: &[(&[u8], Thing)] = &[
    (b"%PDF", Thing::Pdf),
    (b"\x89PNG", Thing::Png),
    (b"\xff\xd8\xff", Thing::Jpeg),
    (b"GIF8", Thing::Gif),
    (b"RIFF", Thing::Media),
    (b"\x7fELF", Thing::Program),
    (b"MZ", Thing::Program),
    (b"\x1f\x8b", Thing::Gzip),
    (b"7z\xbc\xaf", Thing::SevenZip),
    (b"Rar!", Thing::Rar),
    (b"SQLite format 3\0", Thing::Database),
    (b"PAR1", Thing::Parquet),
    (b"<!DOCTYPE", Thing::WebPage),
    (b"<!doctype", Thing::WebPage),
    (b"<html", Thing::WebPage),
    (b"<?xml", Thing::Xml),
];

/// How a text file is written.
#[derive(Clone, Debug)]
pub(crate) struct Dialect {
    /// Encoding; UTF-8 unless proved otherwise. Records that are none are read as Windows-1252, each for itself.
    pub(crate) encoding: &'static Encoding,
    /// Bytes of the byte order mark.
    pub(crate) mark: usize,
    /// How many times each line is wrapped in quotes.
    pub(crate) unwrap: u8,
    /// Delimiter of cells.
    pub(crate) delimiter: u8,
}

impl Dialect {
    /// Looks at the start of the origin.
    pub(crate) fn sniff(origin: &Origin) -> Result<Self, Refusal> {
        let mut head = Vec::with_capacity(SAMPLE);
        let mut reader = origin.open()?.take(SAMPLE as u64);
        reader.read_to_end(&mut head).map_err(|e| match e.kind() {
            std::io::ErrorKind::InvalidData => Refusal::Damaged(Damage::File(e.to_string())),
            _ => Refusal::Io(e.to_string()),
        })?;
        Self::of(&head)
    }

    fn of(head: &[u8]) -> Result<Self, Refusal> {
        if head.is_empty() {
            return Err(Refusal::NoRows);
        }
        let (encoding, mark) = encoding(head)?;
        let mut dialect = Self {
            encoding,
            mark,
            unwrap: 0,
            delimiter: b',',
        };
        let (text, _) = encoding.decode_without_bom_handling(head.get(mark..).unwrap_or_default());
        dialect.unwrap = wrapping(&text);
        dialect.delimiter = dialect.find_delimiter(head);
        Ok(dialect)
    }

    pub(crate) fn is_utf8(&self) -> bool {
        self.encoding == UTF_8
    }

    fn find_delimiter(&self, head: &[u8]) -> u8 {
        let vote = |delimiter: u8| {
            let candidate = Self {
                delimiter,
                ..self.clone()
            };
            (candidate.consistency(head), delimiter)
        };
        let mut best = (0, b',');
        for &delimiter in DELIMITERS {
            let next = vote(delimiter);
            if next.0 > best.0 {
                best = next;
            }
        }
        best.1
    }

    /// How many records have company: neighbours of the same width above one. Wide beats narrow among equals.
    fn consistency(&self, head: &[u8]) -> u64 {
        let mut records = Records::new(Box::new(Cursor::new(head.to_vec())), self);
        let mut record = Record::default();
        let mut widths = Vec::new();
        while widths.len() < VOTERS && records.next(&mut record).unwrap_or(false) {
            if let Some(declared) = declared(&record, self.delimiter) {
                return if declared { u64::MAX } else { 0 };
            }
            if !record.is_blank() && record.broken.is_none() {
                widths.push(record.len());
            }
        }
        let company = widths
            .windows(2)
            .filter(|w| matches!(w, [a, b] if a == b && *a > 1))
            .count() as u64;
        let wide = widths.iter().filter(|w| **w > 1).count() as u64;
        let widest = widths.iter().max().copied().unwrap_or(0).min(999) as u64;
        (company * 2 + wide) * 1000 + if wide > 0 { widest } else { 0 }
    }
}

/// Whether a `sep=` line declares this delimiter, where there is such a line.
fn declared(record: &Record, delimiter: u8) -> Option<bool> {
    if record.line != 1 {
        return None;
    }
    let raw = record.raw();
    let given = raw.trim_matches('"').strip_prefix("sep=")?;
    Some(given.as_bytes().first() == Some(&delimiter))
}

fn encoding(head: &[u8]) -> Result<(&'static Encoding, usize), Refusal> {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return Ok((encoding, mark));
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(Refusal::NotATable(*what));
    }
    if let Some(encoding) = unmarked_utf16(head) {
        return Ok((encoding, 0));
    }
    if head.contains(&0) {
        return Err(Refusal::NotATable(Thing::Binary));
    }
    let controls = head
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r'))
        .count();
    if controls * 10 > head.len() {
        return Err(Refusal::NotATable(Thing::Binary));
    }
    Ok((UTF_8, 0))
}

/// UTF-16 without a mark shows as noughts in every other byte.
fn unmarked_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let noughts = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (noughts(0), noughts(1));
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    if odd * 10 > pairs * 4 && even * 20 < pairs {
        return Some(UTF_16LE);
    }
    (even * 10 > pairs * 4 && odd * 20 < pairs).then_some(UTF_16BE)
}

/// How many times the lines are wrapped in quotes: the first line is one quoted cell that holds several.
fn wrapping(text: &str) -> u8 {
    let mut line = text
        .lines()
        .find(|l| !l.trim().is_empty())
        .unwrap_or("")
        .as_bytes()
        .to_vec();
    let mut times = 0;
    while times < 3
        && let Some(inner) = unwrapped(&line)
        && holds_cells(&inner)
    {
        line = inner;
        times += 1;
    }
    times
}

fn holds_cells(line: &[u8]) -> bool {
    DELIMITERS.iter().any(|&d| line.split(|&b| b == d).count() > 2)
}
