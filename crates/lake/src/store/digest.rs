//! Digests of facts: the key that tells which fact a row is, and a sum over facts that does not depend on their order.

use harpoon_core::batch::{Figures, Observations, Words};
use harpoon_core::{Number, Scope, Unit};
use xxhash_rust::xxh3::xxh3_128;

/// Digest of a text.
pub(super) fn word(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}

/// Digest of several texts; no two lists of texts run into each other.
pub(super) fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> u128 {
    let mut all = Vec::new();
    for text in texts {
        all.extend_from_slice(&text.len().to_le_bytes());
        all.extend_from_slice(text.as_bytes());
    }
    xxh3_128(&all)
}

/// Hexadecimal notation, as ids and digests are stored.
pub(super) fn hex(digest: u128) -> String {
    format!("{digest:032x}")
}

/// Digest of all of a fact's key but its measure.
pub(super) fn subject(of: &SubjectParts) -> u128 {
    let mut bytes = [0; 96];
    let texts = [of.platform, of.account, of.table, of.entity, of.slice];
    for (slot, text) in bytes.chunks_exact_mut(16).zip(texts) {
        slot.copy_from_slice(&text.to_le_bytes());
    }
    bytes[80..88].copy_from_slice(&day(of.start).to_le_bytes());
    bytes[88..].copy_from_slice(&day(of.end).to_le_bytes());
    xxh3_128(&bytes)
}

/// What [`subject`] digests; `table` is [`table`]'s.
pub(super) struct SubjectParts {
    pub(super) platform: u128,
    pub(super) account: u128,
    pub(super) table: u128,
    pub(super) entity: u128,
    pub(super) slice: u128,
    pub(super) start: Option<i32>,
    pub(super) end: Option<i32>,
}

/// Digest of what is the same for all rows of a table.
pub(super) fn table(entity_kind: &str, breakdown: &str) -> u128 {
    words([entity_kind, breakdown])
}

/// Digest of a measure.
pub(super) fn measure(metric: &str, facet: &str, scope: &str, counter: &str) -> u128 {
    words([metric, facet, scope, counter])
}

/// Digest of a measure without its facet. The facets of one metric of one subject hold or fall together: which of them
/// count, the total or the kinds, is decided import by import.
pub(super) fn metric(metric: &str, scope: &str, counter: &str) -> u128 {
    words([metric, scope, counter])
}

/// Digest of a fact's key.
pub(super) fn key(subject: u128, measure: u128) -> u128 {
    pair(subject, measure)
}

/// Digest of a fact's value; `currency` is the digest of its code.
pub(super) fn value(micros: Option<i64>, currency: u128) -> u128 {
    let mut bytes = [0; 25];
    bytes[..16].copy_from_slice(&currency.to_le_bytes());
    bytes[16..24].copy_from_slice(&micros.unwrap_or_default().to_le_bytes());
    bytes[24] = u8::from(micros.is_some());
    xxh3_128(&bytes)
}

/// Digest of a whole fact: its subject, what the column of figures is (measure and currency), and its value. One digest a
/// fact is what a large import can afford.
pub(super) fn fact(subject: u128, column: u64, value: Option<Number>) -> u128 {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&subject.to_le_bytes());
    bytes[16..24].copy_from_slice(&column.to_le_bytes());
    // No number is that small.
    bytes[24..].copy_from_slice(&value.map_or(i64::MIN, Number::micros).to_le_bytes());
    xxh3_128(&bytes)
}

/// Digest of two digests.
pub(super) fn pair(one: u128, two: u128) -> u128 {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&one.to_le_bytes());
    bytes[16..].copy_from_slice(&two.to_le_bytes());
    xxh3_128(&bytes)
}

/// Subject digests of all rows.
pub(super) fn subjects(observations: &Observations) -> Vec<u128> {
    let o = observations;
    let table = table(o.entity_kind.as_str(), &o.breakdown);
    let (platform, account) = (distinct(&o.platform), distinct(&o.account));
    let (entity, slice) = (distinct(&o.entity_id), distinct(&o.slice));
    let at = |digests: &[u128], words: &Words, row: usize| digests[words.keys()[row] as usize];
    (0..o.len())
        .map(|row| {
            subject(&SubjectParts {
                platform: at(&platform, &o.platform, row),
                account: at(&account, &o.account, row),
                table,
                entity: at(&entity, &o.entity_id, row),
                slice: at(&slice, &o.slice, row),
                start: o.start[row],
                end: o.end[row],
            })
        })
        .collect()
}

/// Digests of a column of figures, row by row.
pub(super) struct FigureDigests<'a> {
    observations: &'a Observations,
    figures: &'a Figures,
    /// By scope, then by facet.
    measures: Vec<Vec<u128>>,
    /// By scope.
    metrics: Vec<u128>,
    currencies: Vec<u128>,
    none: u128,
}

impl<'a> FigureDigests<'a> {
    pub(super) fn new(observations: &'a Observations, figures: &'a Figures) -> Self {
        let m = &figures.measure;
        let facets = |scope: &Scope| {
            let one = |facet: &str| measure(&m.metric, facet, scope.as_str(), m.counter.as_str());
            match &figures.facets {
                Some(facets) => facets.values().iter().map(|f| one(f)).collect(),
                None => vec![one(&m.facet)],
            }
        };
        Self {
            observations,
            figures,
            measures: Scope::ALL.iter().map(facets).collect(),
            metrics: Scope::ALL
                .iter()
                .map(|s| metric(&m.metric, s.as_str(), m.counter.as_str()))
                .collect(),
            currencies: distinct(&observations.currency),
            none: word(""),
        }
    }

    fn scope(&self, row: usize) -> Scope {
        let rows = self.observations.scope.as_ref();
        rows.map_or(self.figures.measure.scope, |scopes| scopes[row])
    }

    /// Digest of the measure of a row, without its facet.
    pub(super) fn metric(&self, row: usize) -> u128 {
        self.metrics[self.scope(row) as usize]
    }

    /// Digest of the measure of a row.
    pub(super) fn measure(&self, row: usize) -> u128 {
        let scope = self.scope(row);
        let facet = self.figures.facets.as_ref().map_or(0, |f| f.keys()[row] as usize);
        self.measures[scope as usize][facet]
    }

    /// Digest of the value of a row.
    pub(super) fn value(&self, row: usize) -> u128 {
        value(self.figures.values[row].map(Number::micros), self.currency(row))
    }

    /// Sum of the digests of the column's facts, given the subject of each row.
    pub(super) fn sum(&self, subjects: &[u128]) -> u128 {
        let rows = subjects.iter().zip(&self.figures.values).enumerate();
        if self.is_even() && !subjects.is_empty() {
            let column = self.column(0);
            return rows.fold(0, |sum: u128, (_, (&subject, &value))| {
                sum.wrapping_add(fact(subject, column, value))
            });
        }
        rows.fold(0, |sum: u128, (row, (&subject, &value))| {
            sum.wrapping_add(fact(subject, self.column(row), value))
        })
    }

    /// Whether measure and currency are those of the first row in every row.
    fn is_even(&self) -> bool {
        let is_money = self.figures.measure.unit == Unit::Money;
        self.observations.scope.is_none() && self.figures.facets.is_none() && (!is_money || self.currencies.len() == 1)
    }

    /// What the column of figures is in a row: measure and currency.
    #[expect(clippy::cast_possible_truncation, reason = "half of a digest is one")]
    fn column(&self, row: usize) -> u64 {
        (self.measure(row) ^ self.currency(row).rotate_left(64)) as u64
    }

    fn currency(&self, row: usize) -> u128 {
        match self.figures.measure.unit {
            Unit::Money => self.currencies[self.observations.currency.keys()[row] as usize],
            _ => self.none,
        }
    }
}

fn distinct(words: &Words) -> Vec<u128> {
    words.values().iter().map(|w| word(w)).collect()
}

fn day(day: Option<i32>) -> i64 {
    day.map_or(i64::MIN, i64::from)
}
