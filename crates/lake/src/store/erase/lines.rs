//! Lines of kept files: which of them name somebody, and the file without what they say.
//!
//! A line that is struck out stays as an empty one, so that the numbers of all others stay. A record that runs over several
//! lines in quotes goes as a whole.

use std::collections::BTreeSet;

/// Lines that one record runs over at most; beyond that a quote is taken for one that nobody closed.
const LONGEST: usize = 20;

/// Numbers of the lines, from 1, that are among `told` or that `is_named` says name somebody, with all of their records.
pub fn named(text: &str, told: &BTreeSet<u64>, is_named: impl Fn(&str) -> bool) -> BTreeSet<u64> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut named = BTreeSet::new();
    let mut at = 0;
    while at < lines.len() {
        let to = at + record(&lines[at..]);
        let numbers = at as u64 + 1..=to as u64;
        let is_told = told.range(numbers.clone()).next().is_some();
        if is_told || lines[at..to].iter().any(|line| is_named(line)) {
            named.extend(numbers);
        }
        at = to;
    }
    named
}

/// The text with those lines empty.
pub fn without(text: &str, lines: &BTreeSet<u64>) -> String {
    let kept = text
        .split('\n')
        .zip(1..)
        .map(|(line, number)| match lines.contains(&number) {
            true if line.ends_with('\r') => "\r",
            true => "",
            false => line,
        });
    kept.collect::<Vec<_>>().join("\n")
}

/// Lines of the record that begins here.
fn record(lines: &[&str]) -> usize {
    let quotes = |line: &str| line.bytes().filter(|b| *b == b'"').count();
    let is_json = lines[0].trim_start().starts_with(['{', '[']);
    if is_json || quotes(lines[0]).is_multiple_of(2) {
        return 1;
    }
    let mut sum = 0;
    for (number, line) in lines.iter().take(LONGEST).enumerate() {
        sum += quotes(line);
        if sum.is_multiple_of(2) {
            return number + 1;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{named, without};

    #[test]
    fn records_go_whole_and_other_lines_keep_their_numbers() {
        let text = "who,what\r\nann,\"two\nlines\"\r\nbob,one\r\n";
        let lines = named(text, &BTreeSet::new(), |line| line.contains("lines"));
        assert_eq!(lines, BTreeSet::from([2, 3]));
        assert_eq!(without(text, &lines), "who,what\r\n\n\r\nbob,one\r\n");
        let told = named(text, &BTreeSet::from([4]), |_| false);
        assert_eq!(without(text, &told), "who,what\r\nann,\"two\nlines\"\r\n\r\n");
    }
}
