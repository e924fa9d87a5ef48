//! Lines of kept files: which of them name somebody, and the file without what they say. Some lines at a time are in memory,
//! never the file.
//!
//! A line that is struck out stays as an empty one, so that the numbers of all others stay. A record that runs over several
//! lines in quotes goes as a whole.

use std::collections::{BTreeSet, VecDeque};
use std::io::{self, BufRead, Read as _, Write};

/// Lines that one record runs over at most; beyond that a quote is taken for one that nobody closed.
const LONGEST: usize = 20;
/// Bytes of a line; what has longer ones has no lines.
const LONGEST_LINE: u64 = 64 << 20;

/// Numbers of the lines, from 1, that are among `told` or that `is_named` says name somebody, with all of their records. `None`
/// where the file has no lines: a sheet, an archive, a text of two bytes a letter.
pub fn named(
    from: impl BufRead,
    told: &BTreeSet<u64>,
    is_named: impl Fn(&str) -> bool,
) -> io::Result<Option<BTreeSet<u64>>> {
    let mut ahead = Ahead {
        from,
        lines: VecDeque::new(),
        has_lines: true,
    };
    let mut named = BTreeSet::new();
    let mut before = 0;
    loop {
        let lines = ahead.record()?;
        if !ahead.has_lines {
            return Ok(None);
        }
        if lines == 0 {
            return Ok(Some(named));
        }
        let numbers = before + 1..=before + lines as u64;
        let is_told = told.range(numbers.clone()).next().is_some();
        let mut record = ahead.lines.drain(..lines);
        if is_told || record.any(|line| is_named(&String::from_utf8_lossy(&line))) {
            named.extend(numbers);
        }
        drop(record);
        before += lines as u64;
    }
}

/// Copies a text with those lines empty; says whether one of them was not.
pub fn without(mut from: impl BufRead, lines: &BTreeSet<u64>, to: &mut dyn Write) -> io::Result<bool> {
    let (mut line, mut is_other) = (Vec::new(), false);
    for number in 1.. {
        line.clear();
        if from.read_until(b'\n', &mut line)? == 0 {
            return Ok(is_other);
        }
        let kept = match lines.contains(&number) {
            true if line.ends_with(b"\r\n") => b"\r\n",
            true if line.ends_with(b"\n") => b"\n".as_slice(),
            true => b"",
            false => &line,
        };
        is_other |= kept.len() != line.len();
        to.write_all(kept)?;
    }
    Ok(is_other)
}

/// A text with the lines that were looked at ahead of their turn.
struct Ahead<R> {
    from: R,
    lines: VecDeque<Vec<u8>>,
    has_lines: bool,
}

impl<R: BufRead> Ahead<R> {
    /// How many of the lines ahead are the next record; none at the end.
    fn record(&mut self) -> io::Result<usize> {
        if !self.reach(0)? {
            return Ok(0);
        }
        let is_json =
            self.lines[0].trim_ascii_start().starts_with(b"{") || self.lines[0].trim_ascii_start().starts_with(b"[");
        let mut quotes = 0;
        for number in 0..LONGEST {
            if !self.reach(number)? {
                break;
            }
            quotes += self.lines[number]
                .iter()
                .map(|byte| usize::from(*byte == b'"'))
                .sum::<usize>();
            if is_json || quotes.is_multiple_of(2) {
                return Ok(number + 1);
            }
        }
        Ok(1)
    }

    /// Reads up to the line of that number; says whether there is one.
    fn reach(&mut self, number: usize) -> io::Result<bool> {
        while self.lines.len() <= number {
            let mut line = Vec::new();
            let read = self.from.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
            if read == 0 {
                return Ok(false);
            }
            self.has_lines &= (read as u64) < LONGEST_LINE && !line.contains(&0);
            if !self.has_lines {
                return Ok(false);
            }
            self.lines.push_back(line);
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{named, without};

    fn left(text: &str, lines: &BTreeSet<u64>) -> String {
        let mut left = Vec::new();
        assert!(without(text.as_bytes(), lines, &mut left).is_ok());
        String::from_utf8_lossy(&left).into_owned()
    }

    fn found(text: &[u8], told: &[u64], word: &str) -> Option<Vec<u64>> {
        let told = told.iter().copied().collect();
        let lines = named(text, &told, |line| line.contains(word)).unwrap_or_default();
        lines.map(|lines| lines.into_iter().collect())
    }

    #[test]
    fn records_go_whole_and_other_lines_keep_their_numbers() {
        let text = "who,what\r\nann,\"two\nlines\"\r\nbob,one\r\n";
        assert_eq!(found(text.as_bytes(), &[], "lines"), Some(vec![2, 3]));
        assert_eq!(left(text, &BTreeSet::from([2, 3])), "who,what\r\n\n\r\nbob,one\r\n");
        assert_eq!(found(text.as_bytes(), &[4], "nobody"), Some(vec![4]));
        assert_eq!(
            left(text, &BTreeSet::from([4])),
            "who,what\r\nann,\"two\nlines\"\r\n\r\n"
        );
    }

    #[test]
    fn a_quote_that_nobody_closes_takes_its_own_line_alone() {
        let text = format!("5\" screen,ann\n{}", "bob,one\n".repeat(40));
        assert_eq!(found(text.as_bytes(), &[], "ann"), Some(vec![1]));
        assert_eq!(found("{\"a\": \"5\\\"\"}\nann\n".as_bytes(), &[], "ann"), Some(vec![2]));
    }

    #[test]
    fn a_sheet_has_no_lines_and_other_letters_have() {
        assert_eq!(found(b"PK\x03\x04\0\0ann\n", &[], "ann"), None);
        assert_eq!(found(b"Andr\xe9,ann\nbob", &[], "ann"), Some(vec![1]));
        assert_eq!(found(b"", &[], "ann"), Some(vec![]));
    }
}
