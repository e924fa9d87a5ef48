//! [`Lines`]: the lines of a tap's output, in bounded memory.

use std::io::{self, BufRead};

/// Longest line that is read, in bytes. Schemas and states may be longer than records.
pub const LONGEST_LINE: usize = 4 << 20;
/// What is kept of a longer one, in bytes.
const BEGINNING: usize = 1 << 16;

/// Reads lines one by one.
#[derive(Debug)]
pub struct Lines<R> {
    from: R,
    buffer: Vec<u8>,
    number: u64,
    length: u64,
}

/// A line of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'l> {
    /// Number, from 1.
    pub number: u64,
    /// Its bytes without the line break; the beginning of a line that is too long.
    pub bytes: &'l [u8],
    /// How many bytes it has.
    pub length: u64,
}

impl Line<'_> {
    /// Whether only its beginning is at hand.
    pub const fn is_cut(&self) -> bool {
        self.length > LONGEST_LINE as u64
    }

    /// Whether there is nothing on it.
    pub fn is_blank(&self) -> bool {
        self.bytes.trim_ascii().is_empty()
    }
}

impl<R: BufRead> Lines<R> {
    /// From the first line on.
    pub fn new(from: R) -> Self {
        Self {
            from,
            buffer: Vec::new(),
            number: 0,
            length: 0,
        }
    }

    /// The next line; `None` at the end.
    pub fn next_line(&mut self) -> io::Result<Option<Line<'_>>> {
        Ok(if self.advance()? { Some(self.line()) } else { None })
    }

    /// The line at hand; nothing before the first.
    pub fn line(&self) -> Line<'_> {
        Line {
            number: self.number,
            bytes: self.buffer.strip_suffix(b"\r").unwrap_or(&self.buffer),
            length: self.length,
        }
    }

    /// Goes on to the next line; `false` at the end.
    pub fn advance(&mut self) -> io::Result<bool> {
        self.buffer.clear();
        let (mut length, mut ended) = (0_u64, false);
        while !ended {
            let block = match self.from.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if block.is_empty() {
                break;
            }
            let end = block.iter().position(|byte| *byte == b'\n');
            let part = block.get(..end.unwrap_or(block.len())).unwrap_or_default();
            length += part.len() as u64;
            let room = (LONGEST_LINE + 1).saturating_sub(self.buffer.len());
            self.buffer.extend_from_slice(part.get(..room).unwrap_or(part));
            let read = part.len() + usize::from(end.is_some());
            ended = end.is_some();
            self.from.consume(read);
        }
        if length == 0 && !ended {
            return Ok(false);
        }
        self.number += 1;
        self.length = length;
        if length > LONGEST_LINE as u64 {
            self.buffer.truncate(BEGINNING);
            self.buffer.shrink_to(BEGINNING);
        }
        Ok(true)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use std::io::{BufReader, Read, repeat};

    use super::*;

    fn all(text: &[u8]) -> Vec<(u64, Vec<u8>)> {
        // Blocks of three bytes: lines lie across them.
        let mut lines = Lines::new(BufReader::with_capacity(3, text));
        let mut all = Vec::new();
        while let Some(line) = lines.next_line().unwrap() {
            all.push((line.number, line.bytes.to_vec()));
        }
        all
    }

    #[test]
    fn lines_are_counted_and_the_last_needs_no_break() {
        let lines = all(b"one\r\n\nthree three\nfour");
        let expected: [(u64, &[u8]); 4] = [(1, b"one"), (2, b""), (3, b"three three"), (4, b"four")];
        assert_eq!(lines, expected.map(|(number, bytes)| (number, bytes.to_vec())));
        assert!(all(b"").is_empty());
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let endless = repeat(b'x').take(3 * LONGEST_LINE as u64).chain(&b"\nnext\n"[..]);
        let mut lines = Lines::new(BufReader::new(endless));
        let line = lines.next_line().unwrap().unwrap();
        assert!(line.is_cut());
        assert_eq!((line.length, line.bytes.len()), (3 * LONGEST_LINE as u64, BEGINNING));
        assert!(lines.buffer.capacity() < 2 * LONGEST_LINE);
        assert_eq!(
            lines
                .next_line()
                .unwrap()
                .map(|line| (line.number, line.bytes.to_vec())),
            Some((2, b"next".to_vec()))
        );
    }
}
