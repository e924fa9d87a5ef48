//! [`Draft`]: the rows of a run, dealt out to ranges of keys; and sorting and writing them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;
use xxhash_rust::xxh3::{Xxh3Builder, xxh3_64};

use super::events::{Choice, Loose, Names, Seen, Taker};
use super::facts::{Facts, Group, places, texts};
use super::manifest::{PartOf, RunOf};
use super::origins::Coder;
use super::spill::{Record, Room, Spill};
use super::steps::Writer;
use super::{Origin, on_all_cores};
use crate::store::StoreError;
use crate::store::durable::Disk;

/// Rows of a range, about.
const RANGE: u64 = 1 << 18;
/// The most bits that tell ranges apart.
const MOST_BITS: u32 = 12;
/// A range of hashes is so many times as long as one of rows: as a power of two.
const HASHES_BITS: u32 = 3;

/// Bits that tell ranges of a good size apart.
pub(super) fn bits_for(rows: u64) -> u32 {
    (0..MOST_BITS).find(|bits| rows >> bits <= RANGE).unwrap_or(MOST_BITS)
}

/// What becomes a run.
pub(super) struct Draft<'a> {
    spills: Vec<Spill<'a>>,
    loose: Vec<Loose>,
    /// Hashes of the events taken.
    pub(super) hashes: Hashes<'a>,
    seen: BTreeMap<u32, Seen>,
    bits: u32,
}

/// Hashes of events, dealt out as rows are: there may be more of them than memory holds.
#[derive(Default)]
pub(super) struct Hashes<'a>(Vec<Spill<'a>>);

impl Hashes<'_> {
    /// All of them in order, a range at a time.
    pub(super) fn sorted(&self) -> impl Iterator<Item = Result<Vec<u64>, StoreError>> {
        let ranges = self.0.first().map_or(0, Spill::ranges);
        let mut bytes = Vec::new();
        (0..ranges).map(move |place| {
            bytes.clear();
            self.0.iter().try_for_each(|spill| spill.range(place, &mut bytes))?;
            let mut hashes = numbers(&bytes);
            hashes.sort_unstable();
            Ok(hashes)
        })
    }
}

/// What was written as eight bytes each.
fn numbers(bytes: &[u8]) -> Vec<u64> {
    let eights = bytes.chunks_exact(8).filter_map(|eight| eight.try_into().ok());
    eights.map(u64::from_le_bytes).collect()
}

impl<'a> Draft<'a> {
    /// Deals out what is chosen of the groups.
    pub(super) fn take(
        facts: &Facts,
        groups: &[Group],
        choice: &'a Choice<'a>,
        names: &'a Names,
        coder: &'a Coder,
        into: (&'a Room, &Path, u32),
    ) -> Result<Self, StoreError> {
        let (room, folder, bits) = into;
        let (next, number) = (AtomicUsize::new(0), AtomicU32::new(0));
        let takers: Mutex<Vec<Taker<'a>>> = Mutex::default();
        on_all_cores(groups.len(), || {
            let number = number.fetch_add(1, Ordering::Relaxed);
            let rows = Spill::new(bits, room, &folder.join(format!("spill-{number}")));
            let fewer = bits.saturating_sub(HASHES_BITS);
            let hashes = Spill::new(fewer, room, &folder.join(format!("hashes-{number}")));
            let mut taker = Taker::new(choice, names, coder, rows, hashes);
            while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
                taker.take(facts, *group)?;
            }
            if let Ok(mut takers) = takers.lock() {
                takers.push(taker);
            }
            Ok(())
        })?;
        let mut draft = Self {
            spills: Vec::new(),
            loose: Vec::new(),
            hashes: Hashes::default(),
            seen: BTreeMap::new(),
            bits,
        };
        for taker in takers.into_inner().unwrap_or_default() {
            draft.loose.extend(taker.loose);
            draft.hashes.0.push(taker.hashes);
            for (origin, seen) in taker.seen {
                draft.seen.entry(origin).or_default().add(seen);
            }
            draft.spills.push(taker.spill);
        }
        Ok(draft)
    }

    /// Whether some events hang on the deeds of others.
    pub(super) fn is_loose(&self) -> bool {
        !self.loose.is_empty()
    }

    /// Every moment at which a key has a row.
    pub(super) fn moments(&self) -> Result<HashSet<(u64, i64), Xxh3Builder>, StoreError> {
        let mut moments = HashSet::default();
        let mut bytes = Vec::new();
        for place in 0..1_usize << self.bits {
            self.bytes(place, &mut bytes)?;
            let mut at = 0;
            while let Some((record, took)) = bytes.get(at..).and_then(Record::read) {
                moments.insert((record.key, record.at));
                at += took;
            }
        }
        Ok(moments)
    }

    /// Finds for the loose events who did the deed that they belong to: the first of those whom the same system names.
    pub(super) fn settle(
        &mut self,
        facts: &Facts,
        groups: &[Group],
        choice: &Choice<'_>,
        names: &Names,
        into: (&'a Room, &Path),
    ) -> Result<(), StoreError> {
        if self.loose.is_empty() {
            return Ok(());
        }
        let mut doers: HashMap<(String, String), Option<String>, Xxh3Builder> = self
            .loose
            .iter()
            .map(|loose| ((loose.system.clone(), loose.deed.clone()), None))
            .collect();
        for group in groups {
            for batch in facts.read(*group, &["event_id", "person", "deed", "import_id"])? {
                let batch = batch?;
                let (ids, persons, deeds, imports) = (
                    texts(&batch, "event_id")?,
                    texts(&batch, "person")?,
                    texts(&batch, "deed")?,
                    places(&batch, "import_id")?,
                );
                for row in (0..batch.num_rows()).filter(|row| persons.is_valid(*row) && deeds.is_valid(*row)) {
                    if !is_counted(imports, row, choice) {
                        continue;
                    }
                    let system = ids.value(row).split(':').next().unwrap_or("").to_owned();
                    if let Some(doer) = doers.get_mut(&(system, deeds.value(row).to_owned())) {
                        let person = persons.value(row);
                        if doer.as_deref().is_none_or(|known| person < known) {
                            *doer = Some(person.to_owned());
                        }
                    }
                }
            }
        }
        let (room, folder) = into;
        let mut spill = Spill::new(self.bits, room, &folder.join("spill-loose"));
        for loose in &self.loose {
            let doer = doers
                .get(&(loose.system.clone(), loose.deed.clone()))
                .and_then(Option::as_deref);
            let alone = format!("deed:{}:{}", loose.system, loose.deed);
            spill.push(&loose.record(doer.map_or(alone.as_str(), |person| names.who(person))))?;
        }
        self.spills.push(spill);
        Ok(())
    }

    fn bytes(&self, place: usize, out: &mut Vec<u8>) -> Result<(), StoreError> {
        out.clear();
        self.spills.iter().try_for_each(|spill| spill.range(place, out))
    }

    /// Sorts and writes the run. `None` if two people have one key.
    pub(super) fn write(
        self,
        folder: &Path,
        number: u64,
        counted: &Counted,
        order: &[u32],
        disk: &Disk,
    ) -> Result<Option<RunOf>, StoreError> {
        let (next, files) = (AtomicUsize::new(0), AtomicU32::new(0));
        let ranges = 1_usize << self.bits;
        let done: Mutex<Vec<(Vec<PartOf>, u64, bool)>> = Mutex::default();
        on_all_cores(ranges, || {
            let mut writer = Writer::new(folder, files.fetch_add(1, Ordering::Relaxed))?;
            let mut bytes = Vec::new();
            let mut distinct = true;
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                if place >= ranges {
                    break;
                }
                self.bytes(place, &mut bytes)?;
                distinct &= sort(&bytes, counted, order, &mut writer)?;
                writer.range(u32::try_from(place).unwrap_or(u32::MAX))?;
            }
            let (parts, rows) = writer.finish(disk)?;
            if let Ok(mut done) = done.lock() {
                done.push((parts, rows, distinct));
            }
            Ok(())
        })?;
        let done = done.into_inner().unwrap_or_default();
        if done.iter().any(|(_, _, distinct)| !distinct) {
            return Ok(None);
        }
        let mut parts: Vec<PartOf> = done.iter().flat_map(|(parts, _, _)| parts.iter().copied()).collect();
        parts.sort_by_key(|part| part.range);
        Ok(Some(RunOf {
            number,
            rows: done.iter().map(|(_, rows, _)| rows).sum(),
            bits: self.bits,
            files: files.into_inner(),
            parts,
            whole: Vec::new(),
        }))
    }

    /// Kinds of event by origin, added to what is known.
    pub(super) fn add_kinds(&self, kinds: &mut Vec<u64>) {
        for (origin, seen) in &self.seen {
            let at = *origin as usize;
            if kinds.len() <= at {
                kinds.resize(at + 1, 0);
            }
            if let Some(known) = kinds.get_mut(at) {
                *known |= seen.kinds;
            }
        }
    }

    /// New numbers of origins, so that they do not depend on chance: those known before keep theirs, others follow by when
    /// they were first seen, as chains of touches have them, then by their words. Gives the origins in the new order, and
    /// for each old number the new.
    pub(super) fn in_order(&self, origins: &[Origin], known: usize) -> (Vec<Origin>, Vec<u32>) {
        let mut places: Vec<u32> = (0..origins.len()).filter_map(|at| u32::try_from(at).ok()).collect();
        let by = |at: &u32| (self.seen.get(at).map(|seen| seen.first), origins.get(*at as usize));
        if let Some(later) = places.get_mut(known..) {
            later.sort_by(|a, b| by(a).cmp(&by(b)));
        }
        let mut order = vec![0; origins.len()];
        for (new, old) in (0..).zip(&places) {
            if let Some(slot) = order.get_mut(*old as usize) {
                *slot = new;
            }
        }
        let sorted = places
            .iter()
            .filter_map(|old| origins.get(*old as usize).cloned())
            .collect();
        (sorted, order)
    }
}

/// Sorts the records of a range and writes them. Whether all keys were of one person each.
fn sort(bytes: &[u8], counted: &Counted, order: &[u32], writer: &mut Writer) -> Result<bool, StoreError> {
    let mut rows: Vec<(u64, i64, usize)> = Vec::new();
    let mut names: Vec<(u64, &str)> = Vec::new();
    let mut at = 0;
    while let Some((record, took)) = bytes.get(at..).and_then(Record::read) {
        if counted.counts(&record) {
            rows.push((record.key, record.at, at));
        }
        names.extend(record.who.map(|who| (record.key, who)));
        at += took;
    }
    if at < bytes.len() {
        return Err(StoreError::damaged(
            "the journal",
            "what was put aside on disk came back otherwise",
        ));
    }
    rows.sort_unstable();
    let read = |place: usize| bytes.get(place..).and_then(Record::read).map(|(record, _)| record);
    let id = |place: usize| read(place).map_or("", |record| record.event_id);
    for same in rows
        .chunk_by_mut(|a, b| (a.0, a.1) == (b.0, b.1))
        .filter(|same| same.len() > 1)
    {
        same.sort_unstable_by(|a, b| id(a.2).cmp(id(b.2)));
    }
    names.sort_unstable();
    names.dedup();
    let distinct = names
        .windows(2)
        .all(|pair| pair.first().map(|p| p.0) != pair.get(1).map(|p| p.0));
    for (_, _, place) in &rows {
        if let Some(record) = read(*place) {
            let origin = order.get(record.origin as usize).copied().unwrap_or(record.origin);
            writer.row(&record, origin)?;
        }
    }
    for (key, who) in names {
        writer.name(key, who);
    }
    Ok(distinct)
}

fn is_counted(
    imports: &arrow::array::DictionaryArray<arrow::datatypes::Int32Type>,
    row: usize,
    choice: &Choice<'_>,
) -> bool {
    let id = imports
        .key(row)
        .and_then(|at| Some(imports.values().as_string_opt::<i32>()?.value(at)));
    id.is_some_and(|id| choice.imports.contains_key(id))
}

/// Which telling of an event counts, where several imports or lines tell of it: the newest import's first line.
#[derive(Default)]
pub(super) struct Counted {
    twice: HashSet<u64, Xxh3Builder>,
    best: HashMap<String, (usize, u64, u32), Xxh3Builder>,
}

impl Counted {
    /// Looks among the hashes for events told more than once, here or as is known from before; reads again only where
    /// there are any. `ranks` gives the rank of each import's number.
    pub(super) fn of(
        hashes: &Hashes<'_>,
        known: &[u64],
        facts: &Facts,
        groups: &[Group],
        choice: &Choice<'_>,
        ranks: &[usize],
    ) -> Result<Self, StoreError> {
        let mut counted = Self::default();
        for range in hashes.sorted() {
            let range = range?;
            let again = range
                .windows(2)
                .filter_map(|pair| Some(*pair.first()?).filter(|one| Some(one) == pair.get(1)));
            let before = range.iter().copied().filter(|hash| known.binary_search(hash).is_ok());
            counted.twice.extend(again.chain(before));
        }
        if counted.twice.is_empty() {
            return Ok(counted);
        }
        for group in groups {
            for batch in facts.read(*group, &["event_id", "import_id", "row"])? {
                let batch = batch?;
                let (ids, imports) = (texts(&batch, "event_id")?, places(&batch, "import_id")?);
                let lines = batch
                    .column_by_name("row")
                    .and_then(|c| c.as_primitive_opt::<Int64Type>());
                let lines = lines.ok_or_else(|| StoreError::damaged("events", "row"))?;
                for row in 0..batch.num_rows() {
                    let id = ids.value(row);
                    if !counted.twice.contains(&xxh3_64(id.as_bytes())) {
                        continue;
                    }
                    let import = imports
                        .key(row)
                        .and_then(|at| Some(imports.values().as_string_opt::<i32>()?.value(at)));
                    let Some(import) = import.and_then(|id| choice.imports.get(id)) else {
                        continue;
                    };
                    let rank = ranks.get(*import as usize).copied().unwrap_or(0);
                    let line = lines.value(row).cast_unsigned();
                    let best = counted.best.entry(id.to_owned()).or_insert((rank, line, *import));
                    if (rank, std::cmp::Reverse(line)) > (best.0, std::cmp::Reverse(best.1)) {
                        *best = (rank, line, *import);
                    }
                }
            }
        }
        Ok(counted)
    }

    /// Hashes of all events told more than once, those known from before included; sorted.
    pub(super) fn twice(&self, known: &[u64]) -> Vec<u64> {
        let mut all: Vec<u64> = self.twice.iter().chain(known).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn counts(&self, record: &Record<'_>) -> bool {
        if self.twice.is_empty() || !self.twice.contains(&xxh3_64(record.event_id.as_bytes())) {
            return true;
        }
        self.best
            .get(record.event_id)
            .is_none_or(|(_, line, import)| (*line, *import) == (record.row, record.import))
    }
}

/// Kinds by origin under the new numbers.
pub(super) fn reordered(kinds: &[u64], order: &[u32]) -> Vec<u64> {
    let mut sorted = vec![0; order.len()];
    for (mask, new) in kinds.iter().zip(order) {
        if let Some(slot) = sorted.get_mut(*new as usize) {
            *slot = *mask;
        }
    }
    sorted
}

/// Folder of a run, made.
pub(super) fn folder_of(journal: &Path, number: u64) -> Result<PathBuf, StoreError> {
    let folder = journal.join(number.to_string());
    crate::store::durable::make_folder(&folder).map_err(StoreError::io("make folder", &folder))?;
    Ok(folder)
}

/// Name of the file of events told more than once, in the folder of the last run.
const TWICE: &str = "twice";

/// Writes which events were told more than once, beside a run: eight bytes a hash.
pub(super) fn write_twice(folder: &Path, twice: &[u64], disk: &Disk) -> Result<(), StoreError> {
    let bytes: Vec<u8> = twice.iter().flat_map(|hash| hash.to_le_bytes()).collect();
    let path = folder.join(TWICE);
    disk.replace(&path, &[bytes.into()])
        .map_err(StoreError::io("write", &path))
}

/// Reads them back.
pub(super) fn read_twice(folder: &Path) -> Result<Vec<u64>, StoreError> {
    let path = folder.join(TWICE);
    let bytes = std::fs::read(&path).map_err(StoreError::io("read", &path))?;
    Ok(numbers(&bytes))
}
