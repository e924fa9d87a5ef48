//! A reader for the tests, of its own making: so small and so plain that it cannot share a mistake with the writers.

use std::collections::BTreeMap;

use harpoon_core::Number;
use jiff::civil::{Date, date};

use crate::demo::zip;

/// A row by column name.
pub(super) type Row = BTreeMap<String, String>;

/// Text of a file in whichever encoding its mark says.
pub(super) fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, rest @ ..] => {
            let units: Vec<u16> = rest.chunks(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).unwrap(),
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// RFC 4180, with any delimiter.
pub(super) fn records(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let mut out = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let row = out.last_mut().unwrap();
        let cell = row.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            c if c == delimiter && !quoted => row.push(String::new()),
            '\n' if !quoted => out.push(vec![String::new()]),
            c => cell.push(c),
        }
    }
    assert!(!quoted, "a quote was left open");
    out.retain(|row| row.len() > 1 || !row[0].is_empty());
    out
}

/// Rows under the header whose first cell is `first`, by column name.
pub(super) fn table(bytes: &[u8], first: &str) -> Vec<Row> {
    let text = text(bytes);
    let delimiter = if text.contains('\t') { '\t' } else { ',' };
    let rows = records(&text, delimiter);
    let head = rows.iter().position(|row| row[0] == first).unwrap();
    let names = rows[head].clone();
    let body = rows[head + 1..].iter();
    body.map(|row| {
        assert_eq!(row.len(), names.len(), "a row of {first} has another width: {row:?}");
        names.iter().cloned().zip(row.iter().cloned()).collect()
    })
    .collect()
}

pub(super) fn number(cell: &str) -> Number {
    if cell.is_empty() {
        return Number::ZERO;
    }
    cell.replace(',', "").parse().unwrap()
}

pub(super) fn month(text: &str) -> Date {
    text.parse::<Date>().unwrap().first_of_month()
}

/// Newest row of each post over several exports: the later file counts.
pub(super) fn newest(rows: Vec<Row>, id: &str, figure: &str) -> BTreeMap<String, Row> {
    let mut out: BTreeMap<String, Row> = BTreeMap::new();
    for row in rows {
        let old = out.get(&row[id]);
        if old.is_none_or(|old| number(&old[figure]) <= number(&row[figure])) {
            out.insert(row[id].clone(), row);
        }
    }
    out
}

/// `10/31/2025 09:12` to the first of its month.
pub(super) fn us_month(text: &str) -> Date {
    let (month, rest) = text.split_once('/').unwrap();
    let year = rest.split_once('/').unwrap().1.split(' ').next().unwrap();
    date(year.parse().unwrap(), month.parse().unwrap(), 1)
}

/// Files of a stored archive, walked by its local headers, with their sums checked.
pub(super) fn unzip(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let u16_at = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let u32_at = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let mut out = BTreeMap::new();
    let mut at = 0;
    while u32_at(at) == 0x0403_4b50 {
        let size = u32_at(at + 18) as usize;
        let name_end = at + 30 + u16_at(at + 26);
        let name = String::from_utf8(bytes[at + 30..name_end].to_vec()).unwrap();
        let content = bytes[name_end..name_end + size].to_vec();
        assert_eq!(zip::crc32(&content), u32_at(at + 14), "{name}");
        out.insert(name, content);
        at = name_end + size;
    }
    assert_eq!(u32_at(at), 0x0201_4b50, "the directory follows the last file");
    out
}
