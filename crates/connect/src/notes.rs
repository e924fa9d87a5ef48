//! [`Notes`]: what the lines around tables, the name of the file and the answers say, by role.

use harpoon_core::Period;
use jiff::civil::Date;

use crate::cell::{Cell, DateReader, DayOrder};
use crate::connector::{Connector, Quirk};
use crate::record::Record;

/// Lines kept.
const MOST: usize = 400;

/// A line above a header.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) line: u64,
    pub(crate) text: String,
    pub(crate) cells: Vec<String>,
}

/// The lines above the headers met so far; later tables inherit what they do not say anew.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    lines: Vec<Note>,
    /// Title of the table to come.
    pub(crate) title: Option<String>,
    /// No table has been found below the title yet.
    pub(crate) is_title_new: bool,
}

impl Notes {
    /// Takes a line that is no table row.
    pub(crate) fn push(&mut self, record: &Record) {
        let cells: Vec<String> = record.iter().map(|c| c.trim().to_owned()).collect();
        let filled: Vec<&String> = cells.iter().filter(|c| !c.is_empty()).collect();
        let comment = filled.first().is_some_and(|c| c.starts_with('#'));
        let text = if comment {
            record
                .raw()
                .trim_matches(['"', ',', ';', '\t', ' '])
                .trim_start_matches(['#', ' '])
                .to_owned()
        } else {
            filled.first().map_or_else(String::new, |c| (*c).clone())
        };
        let is_title = filled.len() == 1 || comment;
        if is_title
            && !text.is_empty()
            && !text.starts_with("---")
            && !text.contains(": ")
            && range(&text, None).is_none()
        {
            self.title = Some(text.clone());
            self.is_title_new = true;
        }
        if self.lines.len() < MOST && !text.is_empty() {
            self.lines.push(Note {
                line: record.line,
                text,
                cells,
            });
        }
    }

    /// The lines, the newest first.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &Note> {
        self.lines.iter().rev()
    }

    /// The rest of the newest line that begins so.
    pub(crate) fn after(&self, beginning: &str) -> Option<String> {
        self.newest().find_map(|note| {
            let rest = strip_prefix_fold(&note.text, beginning)?;
            let rest = rest.trim_matches([' ', ':', '"', '\u{a0}']);
            if !rest.is_empty() {
                return Some(rest.to_owned());
            }
            let next = note.cells.iter().skip(1).find(|c| !c.is_empty());
            next.cloned()
        })
    }

    /// What a preamble line gives for this role.
    pub(crate) fn preamble(&self, connector: &Connector, role: &str) -> Option<String> {
        let pairs = connector.quirks.iter().find_map(|q| match q {
            Quirk::Preamble(pairs) => Some(*pairs),
            _ => None,
        })?;
        let wanted = pairs.iter().filter(|(_, of)| *of == role);
        wanted
            .filter(|(beginning, _)| !beginning.is_empty())
            .find_map(|(beginning, _)| self.after(beginning))
    }

    /// The range of days that a line states: any line, or those that the connector names.
    pub(crate) fn period(&self, connector: &Connector, order: Option<DayOrder>) -> Option<Period> {
        let day = |role| self.preamble(connector, role).and_then(|text| one_day(&text, order));
        if let (Some(from), Some(to)) = (day("period_start"), day("period_end")) {
            return Period::new(from, to).ok();
        }
        if let Some(text) = self.preamble(connector, "period") {
            return range(&text, order);
        }
        self.newest().take(20).find_map(|note| range(&note.text, order))
    }
}

fn strip_prefix_fold<'a>(text: &'a str, beginning: &str) -> Option<&'a str> {
    let head = text.get(..beginning.len())?;
    (head.to_lowercase() == beginning.to_lowercase())
        .then(|| text.get(beginning.len()..))
        .flatten()
}

/// One day, in any notation that needs no question.
pub(crate) fn one_day(text: &str, order: Option<DayOrder>) -> Option<Date> {
    let reader = DateReader {
        order,
        ..DateReader::default()
    };
    reader.day(text.trim()).ok().and_then(Cell::value)
}

/// A range of two days: `March 27, 2026 - April 23, 2026`, `2026-03-01_2026-06-29`, `Mar-01-2026_Jun-29-2026`.
pub(crate) fn range(text: &str, order: Option<DayOrder>) -> Option<Period> {
    [" - ", " – ", " — ", " to ", "_", "..", "–", " bis ", "~"]
        .iter()
        .find_map(|between| {
            let (from, to) = text.split_once(between)?;
            Period::new(one_day(from, order)?, one_day(to, order)?).ok()
        })
}

/// What a file's name says, by the part names of [`Quirk::NameSays`].
pub(crate) fn name_says<'n>(name: &'n str, pattern: &str) -> Option<Vec<(String, &'n str)>> {
    let parts = name.split('/').rev();
    parts.into_iter().find_map(|part| {
        let stem = part
            .rsplit_once('.')
            .filter(|(_, ext)| ext.len() <= 4)
            .map_or(part, |(stem, _)| stem);
        fits(stem, pattern)
    })
}

/// Matches a name against literals and `{parts}`; parts take as little as they can.
fn fits<'n>(name: &'n str, pattern: &str) -> Option<Vec<(String, &'n str)>> {
    let Some((literal, rest)) = pattern.split_once('{') else {
        return (name == pattern).then(Vec::new);
    };
    let name = name.strip_prefix(literal)?;
    let (part, rest) = rest.split_once('}')?;
    let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.into_iter().find_map(|end| {
        let (taken, left) = (name.get(..end)?, name.get(end..)?);
        let is_day = matches!(part, "from" | "to" | "exported");
        if is_day && one_day(taken, None).is_none() {
            return None;
        }
        let mut found = fits(left, rest)?;
        found.insert(0, (part.to_owned(), taken));
        Some(found)
    })
}

/// Days that a file's name states in the manner of exports: `Mar-01-2026_Jun-29-2026_1804.csv`, `…_20161201_20170101_en`.
pub(crate) fn range_in_name(name: &str) -> Option<Period> {
    let last = name.rsplit('/').next()?;
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let parts: Vec<&str> = stem.split(['_', ' ', '(', ')']).filter(|p| !p.is_empty()).collect();
    parts.windows(2).find_map(|pair| match pair {
        [from, to] if from.len() >= 8 && to.len() >= 8 => Period::new(one_day(from, None)?, one_day(to, None)?).ok(),
        _ => None,
    })
}
