//! Typed access to a TOML document that notes every mistake with its place and goes on.

use std::fmt::Display;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::map::MapMistake;

/// A key with its value and place.
pub(super) struct Entry<'d> {
    pub(super) key: &'d str,
    /// Place of the key.
    pub(super) at: Range<usize>,
    pub(super) value: &'d Spanned<DeValue<'d>>,
}

impl Entry<'_> {
    /// Place of the value.
    pub(super) fn value_at(&self) -> Range<usize> {
        self.value.span()
    }
}

/// Entries of a table in file order.
pub(super) fn entries<'d>(table: &'d DeTable<'d>) -> Vec<Entry<'d>> {
    let all = table.iter().map(|(key, value)| Entry {
        key: key.get_ref(),
        at: key.span(),
        value,
    });
    let mut all: Vec<Entry> = all.collect();
    all.sort_by_key(|entry| entry.at.start);
    all
}

/// The text of a map and the mistakes met in it.
pub(super) struct Walk<'t> {
    text: &'t str,
    mistakes: Vec<(usize, String)>,
}

impl<'t> Walk<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self {
            text,
            mistakes: Vec::new(),
        }
    }

    /// Notes a mistake.
    pub(super) fn wrong(&mut self, at: Range<usize>, what: impl Into<String>) {
        self.mistakes.push((at.start, what.into()));
    }

    /// Whether one was noted.
    pub(super) fn has_mistake(&self) -> bool {
        !self.mistakes.is_empty()
    }

    /// All mistakes with line and column, in file order.
    pub(super) fn mistakes(&self) -> Vec<MapMistake> {
        let mut sorted: Vec<&(usize, String)> = self.mistakes.iter().collect();
        sorted.sort();
        let placed = sorted.into_iter().map(|(at, what)| {
            let (line, column) = self.place(*at);
            MapMistake {
                line,
                column,
                what: what.clone(),
            }
        });
        placed.collect()
    }

    /// Line and column, from 1.
    pub(super) fn place(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = before.get(line_start..).map_or(0, |line| line.chars().count());
        (before.matches('\n').count() + 1, column + 1)
    }

    fn is_no(&mut self, entry: &Entry, wanted: &str) {
        self.wrong(entry.value_at(), format!("`{}` must be {wanted}", entry.key));
    }

    /// A text.
    pub(super) fn text<'d>(&mut self, entry: &Entry<'d>) -> Option<&'d str> {
        if let DeValue::String(text) = entry.value.get_ref() {
            return Some(text);
        }
        self.is_no(entry, "a text in quotes");
        None
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, entry: &Entry) -> bool {
        if let DeValue::Boolean(flag) = entry.value.get_ref() {
            return *flag;
        }
        self.is_no(entry, "true or false");
        false
    }

    /// A whole number from 1.
    pub(super) fn whole(&mut self, entry: &Entry) -> Option<u64> {
        let number = match entry.value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            _ => None,
        };
        let positive = number.filter(|n| *n > 0);
        if positive.is_none() {
            self.is_no(entry, "a whole number from 1");
        }
        positive
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, entry: &Entry) -> Vec<String> {
        let all = match entry.value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect(),
            _ => None,
        };
        all.unwrap_or_else(|| {
            self.is_no(entry, "a list of texts: [\"…\", \"…\"]");
            Vec::new()
        })
    }

    /// Entries of a table in file order.
    pub(super) fn table<'d>(&mut self, entry: &Entry<'d>) -> Vec<Entry<'d>> {
        if let DeValue::Table(table) = entry.value.get_ref() {
            return entries(table);
        }
        self.is_no(entry, "a table");
        Vec::new()
    }

    /// One of a few words.
    pub(super) fn word<T>(
        &mut self,
        entry: &Entry,
        read: fn(&str) -> Option<T>,
        allowed: &[impl Display],
    ) -> Option<T> {
        let text = self.text(entry)?;
        let found = read(text);
        if found.is_none() {
            let words: Vec<String> = allowed.iter().map(ToString::to_string).collect();
            self.wrong(entry.value_at(), format!("`{text}` is none of {}", words.join(", ")));
        }
        found
    }
}

/// `, did you mean …?` where a known word is near.
pub(super) fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> String {
    let near = known.map(|other| (distance(word, other), other)).min();
    match near {
        Some((1..=2, other)) if word.len() > 3 => format!(" (did you mean `{other}`?)"),
        _ => String::new(),
    }
}

/// Letters to insert, remove or replace.
fn distance(a: &str, b: &str) -> usize {
    let first: Vec<usize> = (0..=b.chars().count()).collect();
    let rows = a.chars().take(64).zip(1..);
    let last = rows.fold(first, |above, (x, place)| {
        let mut row = vec![place];
        let mut left = place;
        for ((y, diagonal), over) in b.chars().zip(&above).zip(above.iter().skip(1)) {
            left = (diagonal + usize::from(x != y)).min(over + 1).min(left + 1);
            row.push(left);
        }
        row
    });
    last.last().copied().unwrap_or_default()
}
