//! [`Batch`]: the facts of up to some hundred thousand rows, in the shape in which connectors make and the lake writes them.
//!
//! An export row speaks of one subject (an ad on a day) and gives several figures (impressions, spend, …). Facts are
//! long: one row a figure. A batch keeps the two apart, subjects once and one column a figure, so that a million-row
//! export is read and written without building a million structs for each figure.

use foldhash::HashMap;

use crate::{Account, Ad, Campaign, Cost, EntityKind, Event, Identity, Measure, Number, Post, Reject, Scope, Voice};

/// A column of words that repeat: keys into a list of distinct values.
#[derive(Clone, Debug, Default)]
pub struct Words {
    keys: Vec<u32>,
    values: Vec<String>,
    index: HashMap<String, u32>,
    /// For each word, which came after it the last time. Exports list their subjects in the same order day after day, and to
    /// compare with the word that is expected is cheaper than to look one up among thousands.
    after: Vec<u32>,
}

impl Words {
    /// Adds a row. Numbers of distinct words beyond `u32` cannot occur: batches are small.
    #[inline]
    pub fn push(&mut self, word: &str) {
        let Some(&last) = self.keys.last() else {
            let key = self.key(word);
            return self.keys.push(key);
        };
        if self.is(last, word) {
            return self.keys.push(last);
        }
        let expected = self.after[last as usize];
        if self.is(expected, word) {
            return self.keys.push(expected);
        }
        let key = self.key(word);
        self.after[last as usize] = key;
        self.keys.push(key);
    }

    /// Whether the word has this key. Empty ones are not read: an empty text points nowhere, and some processors take a
    /// hundred nanoseconds to find out that nothing has to be read there.
    #[inline]
    fn is(&self, key: u32, word: &str) -> bool {
        let known = &self.values[key as usize];
        known.len() == word.len() && (word.is_empty() || known == word)
    }

    fn intern(&mut self, word: &str) -> u32 {
        let key = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(word.to_owned());
        self.after.push(key);
        self.index.insert(word.to_owned(), key);
        key
    }

    /// Makes room for so many rows more.
    pub fn reserve(&mut self, rows: usize) {
        self.keys.reserve(rows);
    }

    /// Adds all rows of another column.
    pub fn extend(&mut self, other: &Self) {
        let keys: Vec<u32> = other.values.iter().map(|word| self.key(word)).collect();
        self.keys.extend(other.keys.iter().map(|&key| keys[key as usize]));
    }

    fn key(&mut self, word: &str) -> u32 {
        match self.index.get(word) {
            Some(&key) => key,
            None => self.intern(word),
        }
    }

    /// One key a row.
    #[inline]
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// The distinct words, in order of first appearance.
    #[inline]
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// The word of a row.
    #[inline]
    pub fn get(&self, row: usize) -> &str {
        &self.values[self.keys[row] as usize]
    }

    /// Number of rows.
    #[inline]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// One column of figures.
#[derive(Clone, Debug)]
pub struct Figures {
    /// What the column measures.
    pub measure: Measure,
    /// Facet by row, where the file says it in another column (the kind of a "result"); else the measure's own.
    pub facets: Option<Words>,
    /// One value a row; `None` where the platform states that it is unknown, or leaves the cell blank.
    pub values: Vec<Option<Number>>,
}

/// Figures of one table of one file: `N` subjects, a column of `N` values for each measure.
///
/// All columns have the same length. `breakdown` names what the rows are split by beyond the entity
/// (`age,gender`, sorted, comma-separated); rows with another breakdown repeat the same activity and are never added
/// to them.
#[derive(Clone, Debug)]
pub struct Observations {
    /// What each row speaks of.
    pub entity_kind: EntityKind,
    /// Names of the breakdown dimensions, or empty.
    pub breakdown: String,
    /// Platform of each row.
    pub platform: Words,
    /// Account of each row.
    pub account: Words,
    /// Entity of each row; equal to the account for account rows.
    pub entity_id: Words,
    /// Values of the breakdown (`age=18-24;gender=female`), or empty.
    pub slice: Words,
    /// ISO 4217 code for the money columns, or empty.
    pub currency: Words,
    /// Scope by row, where the file says it in a column; else each measure's own.
    pub scope: Option<Vec<Scope>>,
    /// First day (days since 1970-01-01). For lifetime counters: day of publication.
    pub start: Vec<Option<i32>>,
    /// Last day.
    pub end: Vec<Option<i32>>,
    /// Line in the raw file.
    pub row: Vec<u64>,
    /// The figures.
    pub figures: Vec<Figures>,
}

impl Observations {
    /// No rows yet.
    pub fn new(entity_kind: EntityKind, breakdown: String) -> Self {
        Self {
            entity_kind,
            breakdown,
            platform: Words::default(),
            account: Words::default(),
            entity_id: Words::default(),
            slice: Words::default(),
            currency: Words::default(),
            scope: None,
            start: Vec::new(),
            end: Vec::new(),
            row: Vec::new(),
            figures: Vec::new(),
        }
    }

    /// Makes room for so many subjects more, so that columns need not move while they grow.
    pub fn reserve(&mut self, rows: usize) {
        for words in [
            &mut self.platform,
            &mut self.account,
            &mut self.entity_id,
            &mut self.slice,
            &mut self.currency,
        ] {
            words.reserve(rows);
        }
        self.start.reserve(rows);
        self.end.reserve(rows);
        self.row.reserve(rows);
        for figures in &mut self.figures {
            figures.values.reserve(rows);
        }
    }

    /// Number of subjects; each gives one fact a figure column.
    #[inline]
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Whether there is no subject.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }
}

/// What a connector hands over at a time.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Figures, one entry a table of the file.
    pub observations: Vec<Observations>,
    /// Posts met for the first time in this file, or with other attributes.
    pub posts: Vec<Post>,
    /// Ads and ad groups, likewise.
    pub ads: Vec<Ad>,
    /// Campaigns, likewise.
    pub campaigns: Vec<Campaign>,
    /// Accounts, likewise.
    pub accounts: Vec<Account>,
    /// Costs.
    pub costs: Vec<Cost>,
    /// Reviews and other voices.
    pub voices: Vec<Voice>,
    /// What people did.
    pub events: Vec<Event>,
    /// Names of one person that a row ties together.
    pub identities: Vec<Identity>,
    /// Rows that could not be read.
    pub rejects: Vec<Reject>,
    /// File rows read into this batch, good and bad.
    pub rows: u64,
}

#[cfg(test)]
mod tests {
    use super::Words;

    /// What is expected to come next may not come: gaps, strangers, empty words, another order.
    #[test]
    fn words_have_one_key_each_in_whatever_order_they_come() {
        let rows = [
            "a", "b", "", "", "c", "a", "b", "c", "", "a", "d", "b", "", "a", "c", "b", "a", "b",
        ];
        let mut words = Words::default();
        for word in rows {
            words.push(word);
        }
        let told: Vec<&str> = (0..words.len()).map(|row| words.get(row)).collect();
        assert_eq!(told, rows);
        assert_eq!(words.values(), ["a", "b", "", "c", "d"]);
        let mut twice = words.clone();
        twice.extend(&words);
        twice.push("b");
        assert_eq!(twice.values().len(), 5);
        assert_eq!((twice.get(rows.len() + 2), twice.get(rows.len() * 2)), ("", "b"));
    }
}
