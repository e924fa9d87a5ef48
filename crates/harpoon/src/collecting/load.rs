//! Loading: everything that is durable and not in the lake becomes imports. The five steps are those of `harpoon_wal`.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Cursor};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use harpoon_collect::{Key, Visits};
use harpoon_lake::store::{Begun, Erased, ImportHead, ImportRow, ImportTail, Lake, Staging};
use harpoon_wal::{Keys, Log, Record};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::closing;
use super::counts::Counts;
use super::error::CollectError;
use super::facts::{Facts, Manner, Read};
use super::stretch::{CONNECTOR, Stretch};
use super::{Collector, held};
use crate::Error;
use crate::workspace::Workspace;

/// Version of how records are read into facts.
pub(super) const VERSION: u32 = 1;
/// Bytes of records that one import takes in at most, but for one record: they are in memory together.
const MOST_BYTES: usize = 8 << 20;

/// What loading holds from one time to the next.
pub(super) struct Loading {
    keys: Keys,
    /// Visits that are not over, and the mark that they stand at.
    pub(super) visits: Option<(u64, Visits)>,
}

impl Loading {
    pub(super) const fn new(keys: Keys) -> Self {
        Self { keys, visits: None }
    }
}

/// What loading came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Imports that were made.
    pub imports: Vec<String>,
    /// What became of the events in them.
    pub counts: Counts,
    /// Visits that are not over: some time later their end tells more.
    pub open_visits: usize,
}

impl Collector {
    /// Takes everything that is durable into the lake, and ends visits that have rested. Waits while another process writes
    /// to the lake.
    pub fn load(&self, workspace: &Workspace, now: Timestamp) -> Result<Loaded, Error> {
        let mut loading = held(&self.loading);
        let mut loaded = Loaded::default();
        let durable = self.log.durable_up_to();
        let waits = self.read.load(Ordering::Acquire) != durable;
        if waits || loading.has_rested(now, &workspace.zone()?) {
            while !self.load_some(&mut loading, workspace, now, &mut loaded)? {}
            self.read.store(durable, Ordering::Release);
        }
        loaded.open_visits = loading.visits.as_ref().map_or(0, |(_, visits)| visits.len());
        Ok(loaded)
    }

    /// Takes in as much as one import holds; says whether that was all.
    fn load_some(
        &self,
        loading: &mut Loading,
        workspace: &Workspace,
        now: Timestamp,
        loaded: &mut Loaded,
    ) -> Result<bool, Error> {
        let (lake, manner) = (workspace.lake(), Manner::of(workspace)?);
        let staging = lake.stage()?;
        // 1. The lake has nothing that the log lost.
        let mark = Stretch::mark(staging.imports(), self.log.id());
        let durable = self.log.durable_up_to();
        if mark > durable {
            self.is_ahead.store(true, Ordering::Release);
            return Err(CollectError::Ahead { mark, durable }.into());
        }
        // 2. The keys of what the lake has are in.
        loading.catch_up(lake, staging.imports(), self.log.id(), mark)?;
        // 3. What is read from the mark on, and what of it is new.
        let (records, is_all) = read(&self.log, mark)?;
        let to = records.last().map_or(mark, |record| record.offset + 1);
        let lines: Vec<Read> = records.iter().map(Read::of).collect();
        let (keys, places): (Vec<u128>, Vec<usize>) = keys_of(&lines);
        let new = loading.keys.which_are_new(&keys).map_err(CollectError::Keys)?;
        let mut is_new = vec![true; lines.len()];
        places.iter().zip(new).for_each(|(place, new)| is_new[*place] = new);
        let mut visits = closing::take_up(&self.folder, loading.visits.take(), mark);
        let mut facts = Facts::of(&lines, |place| is_new[place], &manner, &mut visits);
        facts.events(visits.close(now, &manner.zone), 0);
        // Of whoever was erased nothing is kept, while the lake keeps the rest of them out.
        let erased = Erased::read(lake.root())?;
        if !erased.is_empty() {
            visits.forget(|text| erased.is_named_in(text));
        }
        // 4. New rows and the mark, together. An import without a record only ends visits, whose events have ids of their own
        // and count once however often they are told.
        let is_empty = records.is_empty();
        if !is_empty || !facts.batch.events.is_empty() {
            let stretch = Stretch {
                log: self.log.id(),
                from: mark,
                to,
            };
            if !is_empty {
                closing::keep(&self.folder, to, &visits)?;
            }
            loaded.counts += &facts.tally.sum();
            let rules = manner.robots.version();
            let id = commit(workspace, staging, stretch, &records, facts, rules, now)?;
            loaded.imports.push(id);
            if is_empty {
                closing::keep(&self.folder, to, &visits)?;
            }
            // 5. The keys, with the same mark; and the log is cut there.
            loading.keys.add(&keys, to).map_err(CollectError::Keys)?;
            closing::sweep(&self.folder, to);
        }
        loading.visits = Some((to, visits));
        while loading.keys.merge().map_err(CollectError::Keys)? {}
        if is_all && !is_empty {
            self.cut(to);
        }
        Ok(is_all)
    }
}

impl Collector {
    /// Removes what the lake has from the log. Where the disk does not let it now, the next time does.
    fn cut(&self, to: u64) {
        if let Ok(pending) = self.log.roll() {
            let _ = pending.wait();
        }
        let _ = self.log.cut(to);
    }
}

impl Collector {
    /// Removes everything that was loaded from the log, for good.
    pub(crate) fn empty(&self) -> Result<(), Error> {
        let durable = self.log.durable_up_to();
        if self.read.load(Ordering::Acquire) != durable {
            return Err(Error::Bug("the log was to be emptied before it was read".to_owned()));
        }
        let failed = |what: String| Error::Usage(format!("the log of the collector cannot be emptied: {what}"));
        let rolled = self.log.roll().map_err(|e| failed(e.to_string()))?;
        rolled.wait().map_err(|e| failed(e.to_string()))?;
        self.log.cut(durable).map_err(|e| failed(e.to_string()))
    }
}

impl Loading {
    /// Whether there is a visit whose end is to be told.
    fn has_rested(&self, now: Timestamp, zone: &TimeZone) -> bool {
        let open = self.visits.as_ref().map(|(_, visits)| visits.clone());
        open.is_some_and(|mut open| !open.close(now, zone).is_empty())
    }

    /// Adds the keys of what the lake has and the keys lack: loading was stopped in between, or their folder is new. The raw
    /// bytes of imports have them, whichever log they came through.
    fn catch_up<'a>(
        &mut self,
        lake: &Lake,
        imports: impl Iterator<Item = &'a ImportRow>,
        log: u128,
        mark: u64,
    ) -> Result<(), Error> {
        let is_new = self.keys.stored() == 0;
        if self.keys.mark() == mark && !is_new {
            return Ok(());
        }
        let lacks = |stretch: &Stretch| is_new || stretch.log == log && stretch.to > self.keys.mark();
        let of = imports.filter(|import| Stretch::of(import).as_ref().is_some_and(lacks));
        // What was told anew has two imports of the same bytes.
        let raw: BTreeSet<&str> = of.map(|import| import.sha256.as_str()).collect();
        let mut keys = Vec::new();
        for sha256 in raw {
            let lines = records(lake, sha256)?;
            keys.extend(lines.iter().filter_map(Read::key).map(|Key(key)| key));
        }
        if keys.is_empty() && self.keys.mark() >= mark {
            return Ok(());
        }
        self.keys.add(&keys, mark).map_err(CollectError::Keys)?;
        Ok(())
    }
}

/// The records of an import, as its raw bytes have them.
pub(super) fn records(lake: &Lake, sha256: &str) -> Result<Vec<Read>, Error> {
    let lines = BufReader::new(lake.raw(sha256)?).split(b'\n');
    let read = lines.map(|line| line.map(|bytes| Read::of(&Record { offset: 0, bytes })));
    read.collect::<Result<_, _>>()
        .map_err(Error::io("read a collected file of", lake.root()))
}

/// Records from an offset on, as many as one import takes in; and whether those are all.
fn read(log: &Log, from: u64) -> Result<(Vec<Record>, bool), Error> {
    let (mut records, mut bytes) = (Vec::new(), 0);
    for record in log.read(from) {
        let record = record.map_err(CollectError::Read)?;
        bytes += record.bytes.len();
        records.push(record);
        if bytes >= MOST_BYTES {
            return Ok((records, false));
        }
    }
    Ok((records, true))
}

/// Keys of the lines that have one, and the places of these.
fn keys_of(lines: &[Read]) -> (Vec<u128>, Vec<usize>) {
    let keyed = lines.iter().enumerate();
    keyed
        .filter_map(|(place, line)| line.key().map(|Key(key)| (key, place)))
        .unzip()
}

/// Makes one import count; gives its id.
fn commit(
    workspace: &Workspace,
    mut staging: Staging,
    stretch: Stretch,
    records: &[Record],
    facts: Facts,
    rules: &str,
    now: Timestamp,
) -> Result<String, Error> {
    let raw: Arc<[u8]> = raw(records).into();
    let open = move || Ok(Cursor::new(Arc::clone(&raw)));
    let kept = workspace.lake().keep_raw(open)?;
    let head = ImportHead {
        file: stretch.to_string(),
        sha256: kept.sha256,
        bytes: kept.bytes,
        connector: CONNECTOR.to_owned(),
        connector_version: VERSION,
        platform: None,
        // Two stretches may tell the same facts, or none at all, and each has to stand.
        account: Some(format!("{}-{} {now}", stretch.from, stretch.to)),
        answers: format!(r#"{{"stretch":"{stretch}","told":"{now}"}}"#),
        imported_at: now,
    };
    if let Begun::Known(outcome) = staging.begin(head)? {
        // The ends of visits, told once more after a kill.
        return Ok(outcome.import_id);
    }
    let tail = tail(&facts, rules);
    staging.push(facts.batch)?;
    let outcome = staging.end(tail)?;
    if outcome.known {
        return Err(Error::Bug(format!("{stretch} was taken for known")));
    }
    staging.commit()?;
    Ok(outcome.import_id)
}

/// What is known of a stretch once it was told.
pub(super) fn tail(facts: &Facts, rules: &str) -> ImportTail {
    ImportTail {
        observed_at: None,
        checks: facts.tally.to_checks(rules),
        remarks: serde_json::to_string(&facts.remarks()).unwrap_or_default(),
        rows: facts.batch.rows,
        rejected: facts.batch.rejects.len() as u64,
        duplicate: facts.duplicates,
    }
}

/// The records as a file has them: a line each.
fn raw(records: &[Record]) -> Vec<u8> {
    let length = records.iter().map(|record| record.bytes.len() + 1).sum();
    let mut raw = Vec::with_capacity(length);
    for record in records {
        raw.extend_from_slice(&record.bytes);
        raw.push(b'\n');
    }
    raw
}
