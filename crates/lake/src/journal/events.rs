//! From rows of `events` to records: which import, who, where from.

use std::collections::{HashMap, HashSet};

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Date32Type, Decimal128Type, Int64Type, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use harpoon_core::event::{EventKind, Part};
use harpoon_core::identity::People;
use harpoon_core::scatter::scatter;
use xxhash_rust::xxh3::{Xxh3Builder, xxh3_64};

use super::facts::{Facts, Group, Meanings, places, texts};
use super::key_of;
use super::manifest::place;
use super::origins::{COLUMNS, Coder, Words, kept};
use super::spill::{Record, Spill};
use crate::store::StoreError;

/// Columns that records are made of, beside those that tell where from.
const NAMES: [&str; 11] = [
    "event_id",
    "at",
    "on",
    "kind",
    "person",
    "deed",
    "value",
    "currency",
    "detail",
    "import_id",
    "row",
];

/// Which rows become records.
pub(super) struct Choice<'a> {
    /// Numbers of the imports whose rows count at all.
    pub(super) imports: HashMap<&'a str, u32>,
    /// Imports all of whose rows are taken; `None` for all.
    pub(super) new: Option<HashSet<u32>>,
    /// People all of whose rows are taken.
    pub(super) whose: HashSet<String, Xxh3Builder>,
    /// Hashes of events whose every telling is taken.
    pub(super) retold: HashSet<u64, Xxh3Builder>,
}

impl Choice<'_> {
    fn takes(&self, import: u32, person: Option<&str>, event: u64) -> bool {
        let Some(new) = &self.new else { return true };
        new.contains(&import)
            || person.is_some_and(|person| !self.whose.is_empty() && self.whose.contains(person))
            || self.retold.contains(&event)
    }
}

/// Who the names are that are joined to others.
pub(super) struct Names(HashMap<String, String, Xxh3Builder>);

impl Names {
    pub(super) fn of(people: &People) -> Self {
        Self(
            people
                .known()
                .map(|name| (name.to_string(), people.person(name).to_string()))
                .collect(),
        )
    }

    /// Who stands behind a name.
    pub(super) fn who<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// Names that mean somebody else here than there, with both.
    pub(super) fn changed<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a str> {
        let mine = self.0.keys().filter(|name| self.who(name) != before.who(name));
        let theirs = before
            .0
            .keys()
            .filter(|name| !self.0.contains_key(*name) && self.who(name) != before.who(name));
        mine.chain(theirs).flat_map(|name| [self.who(name), before.who(name)])
    }
}

/// An event that names nobody but a deed that somebody may have done.
#[derive(Clone, Debug)]
pub(super) struct Loose {
    pub(super) system: String,
    pub(super) deed: String,
    event_id: String,
    at: i64,
    day: i32,
    row: u64,
    origin: u32,
    import: u32,
    kind: u8,
    value: Option<i64>,
    currency: Option<String>,
    detail: Option<String>,
}

impl Loose {
    /// The record, once it is known who did the deed.
    pub(super) fn record<'a>(&'a self, who: &'a str) -> Record<'a> {
        Record {
            key: key_of(who),
            at: self.at,
            row: self.row,
            day: self.day,
            origin: self.origin,
            import: self.import,
            kind: self.kind,
            event_id: &self.event_id,
            who: Some(who),
            deed: Some(&self.deed),
            currency: self.currency.as_deref(),
            detail: self.detail.as_deref(),
            value: self.value,
        }
    }
}

/// What came from an origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// Kinds of event, a bit a kind.
    pub(super) kinds: u64,
    /// The first instant.
    pub(super) first: i64,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            kinds: 0,
            first: i64::MAX,
        }
    }
}

impl Seen {
    pub(super) fn add(&mut self, other: Self) {
        self.kinds |= other.kinds;
        self.first = self.first.min(other.first);
    }
}

/// One worker's share of the rows.
pub(super) struct Taker<'a> {
    choice: &'a Choice<'a>,
    names: &'a Names,
    coder: &'a Coder,
    pub(super) spill: Spill<'a>,
    pub(super) loose: Vec<Loose>,
    /// Hashes of the events that were taken.
    pub(super) hashes: Spill<'a>,
    /// What came from each origin.
    pub(super) seen: HashMap<u32, Seen, Xxh3Builder>,
    known: HashMap<Words, u32, Xxh3Builder>,
    last: Option<(Words, u32)>,
    words: [Meanings<u32>; COLUMNS.len()],
    imports: Meanings<Option<u32>>,
    kind: Meanings<Option<(u8, Part)>>,
    told: Told,
}

/// Keys of people whose names were told of late, so that they are not told with every record.
struct Told(Vec<u64>);

impl Told {
    const PLACES: usize = 1 << 16;

    fn is_new(&mut self, key: u64) -> bool {
        let at = usize::try_from(key % Self::PLACES as u64).unwrap_or(0);
        // Nought is a key like any other; it is then told each time.
        self.0
            .get_mut(at)
            .is_none_or(|held| std::mem::replace(held, key) != key || key == 0)
    }
}

impl<'a> Taker<'a> {
    pub(super) fn new(
        choice: &'a Choice<'a>,
        names: &'a Names,
        coder: &'a Coder,
        spill: Spill<'a>,
        hashes: Spill<'a>,
    ) -> Self {
        Self {
            choice,
            names,
            coder,
            spill,
            loose: Vec::new(),
            hashes,
            seen: HashMap::default(),
            known: HashMap::default(),
            last: None,
            words: Default::default(),
            imports: Meanings::default(),
            kind: Meanings::default(),
            told: Told(vec![0; Told::PLACES]),
        }
    }

    /// Takes what is chosen of a row group.
    pub(super) fn take(&mut self, facts: &Facts, group: Group) -> Result<(), StoreError> {
        for batch in facts.read(group, &[NAMES.as_slice(), &COLUMNS].concat())? {
            self.batch(&batch?)?;
        }
        Ok(())
    }

    fn batch(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        let shape = |name| StoreError::damaged("events", name);
        let [ids, persons, deeds] = ["event_id", "person", "deed"].map(|name| texts(batch, name));
        let (ids, persons, deeds) = (ids?, persons?, deeds?);
        let at = batch
            .column_by_name("at")
            .and_then(|c| c.as_primitive_opt::<TimestampMicrosecondType>())
            .ok_or_else(|| shape("at"))?;
        let day = batch
            .column_by_name("on")
            .and_then(|c| c.as_primitive_opt::<Date32Type>())
            .ok_or_else(|| shape("on"))?;
        let lines = batch
            .column_by_name("row")
            .and_then(|c| c.as_primitive_opt::<Int64Type>())
            .ok_or_else(|| shape("row"))?;
        let values = batch
            .column_by_name("value")
            .and_then(|c| c.as_primitive_opt::<Decimal128Type>())
            .ok_or_else(|| shape("value"))?;
        let (currency, detail) = (places(batch, "currency")?, places(batch, "detail")?);
        let import_column = places(batch, "import_id")?;
        let imports = self
            .imports
            .of(import_column, |id| self.choice.imports.get(id).copied());
        let kind_column = places(batch, "kind")?;
        let kinds = self.kind.of(kind_column, |word| {
            EventKind::from_word(word).map(|kind| (place(kind), kind.part()))
        });
        let mut origin_columns = Vec::with_capacity(COLUMNS.len());
        for (number, (name, words)) in COLUMNS.iter().zip(&mut self.words).enumerate() {
            let column = places(batch, name)?;
            let meanings = words.of(column, |text| self.coder.word(&kept(number, text)));
            origin_columns.push((column, meanings));
        }
        let short =
            |column: &arrow::array::DictionaryArray<arrow::datatypes::Int32Type>, row: usize| -> Option<String> {
                column
                    .key(row)
                    .and_then(|at| Some(column.values().as_string_opt::<i32>()?.value(at).to_owned()))
            };
        for row in 0..batch.num_rows() {
            let import = import_column.key(row).and_then(|at| imports.get(at).copied().flatten());
            let kind = kind_column.key(row).and_then(|at| kinds.get(at).copied().flatten());
            let (Some(import), Some((kind, part))) = (import, kind) else {
                continue;
            };
            let person = persons.is_valid(row).then(|| self.names.who(persons.value(row)));
            let id = ids.value(row);
            let hash = xxh3_64(id.as_bytes());
            if !self.choice.takes(import, person, hash) {
                continue;
            }
            let words: Words = std::array::from_fn(|column| {
                origin_columns
                    .get(column)
                    .and_then(|(array, meanings)| meanings.get(array.key(row)?).copied())
                    .unwrap_or(0)
            });
            let origin = match self.last {
                Some((last, origin)) if last == words => origin,
                _ => *self.known.entry(words).or_insert_with(|| self.coder.origin(words)),
            };
            self.last = Some((words, origin));
            self.seen.entry(origin).or_default().add(Seen {
                kinds: 1 << kind,
                first: at.value(row),
            });
            self.hashes.push_hash(hash)?;
            let deed = deeds.is_valid(row).then(|| deeds.value(row));
            let value = values
                .is_valid(row)
                .then(|| i64::try_from(values.value(row)).ok())
                .flatten();
            let (currency, detail) = (short(currency, row), short(detail, row));
            let line = lines.value(row).cast_unsigned();
            if let (None, Some(deed)) = (person, deed) {
                self.loose.push(Loose {
                    system: id.split(':').next().unwrap_or("").to_owned(),
                    deed: deed.to_owned(),
                    event_id: id.to_owned(),
                    at: at.value(row),
                    day: day.value(row),
                    row: line,
                    origin,
                    import,
                    kind,
                    value,
                    currency,
                    detail,
                });
                continue;
            }
            // Nobody is not one person: each such event stands alone.
            let key = person.map_or_else(|| scatter(hash), key_of);
            self.spill.push(&Record {
                key,
                at: at.value(row),
                row: line,
                day: day.value(row),
                origin,
                import,
                kind,
                event_id: id,
                who: person.filter(|_| self.told.is_new(key)),
                deed: if part == Part::Touch { None } else { deed.or(Some(id)) },
                currency: currency.as_deref(),
                detail: detail.as_deref(),
                value,
            })?;
        }
        Ok(())
    }
}
