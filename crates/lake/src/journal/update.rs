//! [`bring_up_to_date`]: the journal made anew, or a run added for what came later.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use arrow::array::AsArray;
use arrow::datatypes::{TimestampMicrosecondType, UInt64Type};
use harpoon_core::identity::{People, Tie};
use xxhash_rust::xxh3::{Xxh3Builder, xxh3_64};

use super::build::{Counted, Draft, Hashes, bits_for, folder_of, read_twice, reordered, write_twice};
use super::events::{Choice, Names};
use super::facts::{Facts, Group};
use super::manifest::{Manifest, RunOf};
use super::origins::{self, Coder};
use super::runs::{Run, torn};
use super::sieve::{Sieve, moment};
use super::spill::Room;
use super::{Journal, Wanted, key_of};
use crate::room;
use crate::store::durable::Disk;
use crate::store::lock::WriterLock;
use crate::store::{StoreError, durable};

/// Runs beyond which all are made one again.
const MOST_RUNS: usize = 8;

/// Makes the journal that is wanted; one process at a time. `None` where it cannot be kept.
pub(super) fn bring_up_to_date(wanted: &Wanted<'_>) -> Result<Option<Manifest>, StoreError> {
    let folder = wanted.snapshot.derived();
    match durable::make_folder(folder) {
        Err(e) if matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => return Ok(None),
        made => made.map_err(StoreError::io("make folder", folder))?,
    }
    let _lock = WriterLock::take(folder)?;
    let held = Manifest::read(folder)?;
    let next = held.as_ref().map_or(0, |manifest| manifest.next);
    let sound = held.filter(|manifest| Journal::open(wanted.snapshot, manifest.clone()).is_ok());
    if let Some(manifest) = sound.clone().filter(|m| wanted.is_met_by(m)) {
        return Ok(Some(manifest));
    }
    let work = Work::new(wanted)?;
    let added = match &sound {
        Some(manifest) if work.may_add_to(manifest) => work.add(manifest)?,
        _ => None,
    };
    let made = match added {
        Some(manifest) => Some(manifest),
        None => work.make(next)?,
    };
    if let Some(manifest) = &made {
        manifest.write(folder, &work.disk)?;
        sweep(folder, manifest);
    }
    Ok(made)
}

/// Removes the folders of runs that no manifest names.
fn sweep(folder: &Path, manifest: &Manifest) {
    let named: HashSet<String> = manifest.runs.iter().map(|run| run.number.to_string()).collect();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !named.contains(&name) {
            // Readers that have the files open read on; what cannot be removed is tried again next time.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

struct Work<'a> {
    wanted: &'a Wanted<'a>,
    disk: Disk,
    facts: Facts,
    /// Imports that count, in order of rank.
    ids: Vec<&'a str>,
    names: Names,
    ties: Vec<Tie>,
}

impl<'a> Work<'a> {
    fn new(wanted: &'a Wanted<'a>) -> Result<Self, StoreError> {
        let ties = (wanted.ties)()?;
        Ok(Self {
            wanted,
            disk: Disk::default(),
            facts: Facts::open(&wanted.snapshot.event_files()?)?,
            ids: wanted
                .snapshot
                .ranked()
                .iter()
                .map(|import| import.import_id.as_str())
                .collect(),
            names: Names::of(&People::resolve(ties.clone(), wanted.shared_above)),
            ties,
        })
    }

    fn folder(&self) -> &Path {
        self.wanted.snapshot.derived()
    }

    /// The journal in one run.
    fn make(&self, number: u64) -> Result<Option<Manifest>, StoreError> {
        let imports: Vec<String> = self.ids.iter().map(|id| (*id).to_owned()).collect();
        let choice = Choice {
            imports: numbered(&imports),
            new: None,
            whose: HashSet::default(),
            retold: HashSet::default(),
        };
        let groups = self.facts.groups(&self.ids);
        let bits = bits_for(groups.iter().map(|group| group.rows).sum());
        let mut manifest = Manifest::new(self.wanted.shared_above, bits, number + 1);
        manifest.imports.clone_from(&imports);
        let run = self.run(&mut manifest, &choice, &groups, (number, bits), Before::default())?;
        manifest.runs.extend(run.clone());
        Ok(run.map(|_| manifest))
    }

    /// One run of what is chosen; its words hold those that are known from before.
    fn run(
        &self,
        manifest: &mut Manifest,
        choice: &Choice<'_>,
        groups: &[Group],
        place: (u64, u32),
        before: Before,
    ) -> Result<Option<RunOf>, StoreError> {
        let Before {
            origins: known,
            mut kinds,
            twice,
        } = before;
        let (number, bits) = place;
        let folder = folder_of(self.folder(), number)?;
        let (room, coder) = (Room::of(room::of_work()), Coder::with(&known));
        let mut draft = Draft::take(&self.facts, groups, choice, &self.names, &coder, (&room, &folder, bits))?;
        manifest.loose |= draft.is_loose();
        let all = self.facts.groups(&self.ids);
        draft.settle(&self.facts, &all, choice, &self.names, (&room, &folder))?;
        let counted = Counted::of(
            &draft.hashes,
            &twice,
            &self.facts,
            &all,
            choice,
            &self.ranks(&manifest.imports),
        )?;
        draft.hashes = Hashes::default();
        draft.add_kinds(&mut kinds);
        let (origins, order) = draft.in_order(&coder.origins(), known.len());
        kinds.resize(order.len(), 0);
        let run = draft.write(&folder, number, &counted, &order, &self.disk)?;
        origins::write(&folder, &origins, &reordered(&kinds, &order), &self.disk)?;
        write_twice(&folder, &counted.twice(&twice), &self.disk)?;
        Ok(run)
    }

    /// Rank of each import by its number.
    fn ranks(&self, imports: &[String]) -> Vec<usize> {
        let rank: HashMap<&str, usize> = self.ids.iter().enumerate().map(|(rank, id)| (*id, rank)).collect();
        imports
            .iter()
            .map(|id| rank.get(id.as_str()).copied().unwrap_or(0))
            .collect()
    }

    /// Whether only imports have come, and few enough.
    fn may_add_to(&self, manifest: &Manifest) -> bool {
        let now: BTreeSet<&str> = self.ids.iter().copied().collect();
        manifest.is_readable()
            && manifest.shared_above == self.wanted.shared_above
            && !manifest.loose
            && !manifest.runs.is_empty()
            && manifest.runs.len() < MOST_RUNS
            && manifest.imports.iter().all(|id| now.contains(id.as_str()))
    }

    /// A run for the imports that came later. `None` if it is better to make all anew.
    fn add(&self, held: &Manifest) -> Result<Option<Manifest>, StoreError> {
        let mut manifest = held.clone();
        let before: HashSet<&str> = held.imports.iter().map(String::as_str).collect();
        let new: Vec<&str> = self.ids.iter().copied().filter(|id| !before.contains(id)).collect();
        manifest.imports.extend(new.iter().map(|id| (*id).to_owned()));
        let numbers = (held.imports.len()..manifest.imports.len()).filter_map(|at| u32::try_from(at).ok());
        let imports = manifest.imports.clone();
        let mut choice = Choice {
            imports: numbered(&imports),
            new: Some(numbers.collect()),
            whose: HashSet::default(),
            retold: HashSet::default(),
        };
        let groups = self.facts.groups(&new);
        let rows: u64 = groups.iter().map(|group| group.rows).sum();
        let Some(base) = held.runs.first() else { return Ok(None) };
        if held.rows() - base.rows + rows > base.rows / 2 {
            return Ok(None);
        }
        let Some(touched) = self.touched(held, &choice, &groups)? else {
            return Ok(None);
        };
        if touched.is_nothing() {
            return Ok(Some(manifest));
        }
        let (origins, kinds) = origins::read(self.folder(), held)?;
        let last = held.runs.last().map_or(0, |run| run.number);
        let twice = read_twice(&self.folder().join(last.to_string()))?;
        let number = held.next;
        manifest.next = number + 1;
        let mut whole: Vec<u64> = touched
            .keys
            .iter()
            .copied()
            .chain(touched.whose.iter().map(|who| key_of(who)))
            .collect();
        whole.sort_unstable();
        whole.dedup();
        let groups = if whole.is_empty() {
            groups
        } else {
            self.facts.groups(&self.ids)
        };
        (choice.whose, choice.retold) = (touched.whose, touched.retold);
        let bits = bits_for(rows).min(held.bits);
        let run = self.run(
            &mut manifest,
            &choice,
            &groups,
            (number, bits),
            Before { origins, kinds, twice },
        )?;
        let Some(run) = run.filter(|_| !manifest.loose) else {
            return Ok(None);
        };
        manifest.runs.push(RunOf { whole, ..run });
        Ok(Some(manifest))
    }

    /// Whose past the new imports change: events told again, names that are joined or parted, or another event at the very
    /// same instant, whose place among the others only their ids tell. `None` if new events hang on the deeds of others.
    fn touched(&self, held: &Manifest, choice: &Choice<'_>, groups: &[Group]) -> Result<Option<Touched>, StoreError> {
        let folder = folder_of(self.folder(), held.next)?;
        let (room, coder) = (Room::of(room::of_work()), Coder::default());
        let draft = Draft::take(&self.facts, groups, choice, &self.names, &coder, (&room, &folder, 0))?;
        if draft.is_loose() {
            return Ok(None);
        }
        let moments = draft.moments()?;
        let hashes: Vec<u64> = draft.hashes.sorted().collect::<Result<Vec<_>, _>>()?.concat();
        let ids = Sieve::of(hashes.iter().copied());
        let instants = Sieve::of(moments.iter().map(|(key, at)| moment(*key, *at)));
        let mut touched = Touched {
            rows: hashes.len(),
            ..Touched::default()
        };
        let runs: Vec<Run> = held
            .runs
            .iter()
            .map(|run| Run::open(self.folder(), run))
            .collect::<Result<_, _>>()?;
        for run in &runs {
            for batch in run.raw(&["key", "at", "event_id"])?.into_iter().flatten() {
                let batch = batch.map_err(torn)?;
                let key = batch
                    .column_by_name("key")
                    .and_then(|c| c.as_primitive_opt::<UInt64Type>());
                let at = batch
                    .column_by_name("at")
                    .and_then(|c| c.as_primitive_opt::<TimestampMicrosecondType>());
                let id = batch.column_by_name("event_id").and_then(|c| c.as_string_opt::<i32>());
                let (Some(key), Some(at), Some(id)) = (key, at, id) else {
                    return Err(StoreError::damaged("the journal", "a column is missing"));
                };
                for row in 0..batch.num_rows() {
                    let (hash, key, at) = (xxh3_64(id.value(row).as_bytes()), key.value(row), at.value(row));
                    let again = ids.may_hold(hash) && hashes.binary_search(&hash).is_ok();
                    if again {
                        touched.retold.insert(hash);
                    }
                    if again || instants.may_hold(moment(key, at)) && moments.contains(&(key, at)) {
                        touched.keys.insert(key);
                    }
                }
            }
        }
        let old: HashSet<&str> = held.imports.iter().map(String::as_str).collect();
        let is_old = |tie: &&Tie| old.contains(tie.import_id.as_str());
        if !self.ties.iter().all(|tie| is_old(&tie)) {
            let before = self.ties.iter().filter(is_old).cloned().collect();
            let before = Names::of(&People::resolve(before, self.wanted.shared_above));
            touched.whose.extend(self.names.changed(&before).map(str::to_owned));
        }
        for run in &runs {
            for batch in run.people()?.into_iter().flatten() {
                let batch = batch.map_err(torn)?;
                let key = batch
                    .column_by_name("key")
                    .and_then(|c| c.as_primitive_opt::<UInt64Type>());
                let who = batch.column_by_name("who").and_then(|c| c.as_string_opt::<i32>());
                let (Some(key), Some(who)) = (key, who) else {
                    return Err(StoreError::damaged("the journal", "a column is missing"));
                };
                let theirs = (0..batch.num_rows()).filter(|row| touched.keys.contains(&key.value(*row)));
                touched.whose.extend(theirs.map(|row| who.value(row).to_owned()));
            }
        }
        Ok(Some(touched))
    }
}

/// What earlier runs know.
#[derive(Default)]
struct Before {
    origins: Vec<super::Origin>,
    kinds: Vec<u64>,
    /// Hashes of events told more than once; sorted.
    twice: Vec<u64>,
}

/// Whose journeys must be told whole.
#[derive(Default)]
struct Touched {
    keys: HashSet<u64, Xxh3Builder>,
    whose: HashSet<String, Xxh3Builder>,
    /// Hashes of events that are told again.
    retold: HashSet<u64, Xxh3Builder>,
    /// How many events have come.
    rows: usize,
}

impl Touched {
    /// Whether imports told of no event and joined nobody: most do.
    fn is_nothing(&self) -> bool {
        self.rows == 0 && self.keys.is_empty() && self.whose.is_empty()
    }
}

fn numbered(imports: &[String]) -> HashMap<&str, u32> {
    imports.iter().map(String::as_str).zip(0..).collect()
}
