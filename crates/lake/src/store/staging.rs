//! [`Staging`]: one run of imports: files come in one after the other, and count once they are committed.

use std::collections::{BTreeMap, HashMap};

use harpoon_core::batch::Batch;

use super::Lake;
use super::error::StoreError;
use super::gather::{Gather, Piece};
use super::held::{self, HeldFacts, HeldImport};
use super::import::{ImportHead, ImportOutcome, ImportRow, ImportTail, Status};
use super::lock::WriterLock;
use super::pending::Pending;
use super::tally::Tally;

/// Facts of small imports that are committed together at most.
const GROUP_FACTS: u64 = 1_000_000;

/// A run of imports by the one writer. Dropped without [`Staging::commit`], what is not committed is not there.
pub struct Staging {
    lake: Lake,
    _lock: WriterLock,
    known: Known,
    open: Option<Open>,
    held: Vec<HeldImport>,
}

/// Whether an import has to be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Yes: push its batches, then end it.
    New,
    /// No: the lake holds exactly these bytes, read in this way. Nothing is open.
    Known(ImportOutcome),
}

/// The import whose rows are coming in.
struct Open {
    import_id: String,
    head: ImportHead,
    gather: Gather,
    pieces: Vec<Piece>,
}

impl Staging {
    pub(super) fn new(lake: &Lake) -> Result<Self, StoreError> {
        let lock = WriterLock::take(&lake.folder())?;
        carry_through(lake)?;
        let known = Known::new(lake.snapshot(None)?.imports());
        Ok(Self {
            lake: lake.clone(),
            _lock: lock,
            known,
            open: None,
            held: Vec::new(),
        })
    }

    /// Opens an import.
    pub fn begin(&mut self, head: ImportHead) -> Result<Begun, StoreError> {
        if self.open.is_some() {
            return Err(StoreError::OutOfTurn);
        }
        let mut attempt = 0;
        let import_id = loop {
            let id = head.id(attempt);
            match self.known.lines.get(&id) {
                None => break id,
                Some(line) if line.is_done() => return Ok(Begun::Known(known(line, line.quarantined))),
                Some(_) => attempt += 1,
            }
        };
        self.open = Some(Open {
            import_id,
            head,
            gather: Gather::default(),
            pieces: Vec::new(),
        });
        Ok(Begun::New)
    }

    /// Takes rows of the open import.
    pub fn push(&mut self, batch: Batch) -> Result<(), StoreError> {
        let open = self.open.as_mut().ok_or(StoreError::OutOfTurn)?;
        open.pieces.extend(open.gather.push(batch)?);
        Ok(())
    }

    /// Closes the open import as complete. It counts once it is committed.
    pub fn end(&mut self, tail: ImportTail) -> Result<ImportOutcome, StoreError> {
        let mut open = self.open.take().ok_or(StoreError::OutOfTurn)?;
        open.pieces.extend(std::mem::take(&mut open.gather).finish());
        let mut tally = Tally::default();
        for piece in &open.pieces {
            match piece {
                Piece::Facts(observations) => tally.observations(observations),
                Piece::Others(batch) => tally.others(batch),
            }
        }
        let mut line = line(open.import_id, open.head, tail, &tally);
        if let Some(same) = self.known.same_facts(&line) {
            return Ok(known(same, line.quarantined));
        }
        line.seq = self.known.next_seq();
        let outcome = outcome(&line);
        self.known.add(line.clone());
        self.held.push(hold(line, open.pieces));
        if self.held.iter().map(|i| i.line.facts).sum::<u64>() > GROUP_FACTS {
            self.flush()?;
        }
        Ok(outcome)
    }

    /// Forgets the open import.
    pub fn abandon(&mut self) {
        self.open = None;
    }

    /// Makes every ended import count. Gives the version of the data.
    pub fn commit(mut self) -> Result<u64, StoreError> {
        self.flush()?;
        let log = self.lake.log("imports")?;
        Ok(self.lake.run(log.state(None))?.version())
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        if self.held.is_empty() {
            return Ok(());
        }
        let held = std::mem::take(&mut self.held);
        let pending = held::write(&self.lake, &held)?;
        pending.write(&self.lake.folder(), &self.lake.disk)?;
        carry(&self.lake, &pending, false)
    }
}

/// Finishes the commit that a killed writer had noted.
pub(super) fn carry_through(lake: &Lake) -> Result<(), StoreError> {
    match Pending::read(&lake.folder())? {
        Some(pending) => carry(lake, &pending, true),
        None => Ok(()),
    }
}

/// Commits every table of a noted commit, `imports` last, and strikes the note out.
fn carry(lake: &Lake, pending: &Pending, again: bool) -> Result<(), StoreError> {
    let last = |name: &&str| *name == "imports";
    let mut names: Vec<&'static str> = lake.logs().keys().copied().collect();
    names.sort_by_key(last);
    for name in names {
        let Some(files) = pending.files.get(name) else { continue };
        let log = lake.log(name)?;
        let state = lake.run(log.state(None))?;
        let first = pending.imports.first();
        let there = match first {
            Some(id) if again => lake.run(log.has(&state, id))?,
            _ => false,
        };
        if !there {
            lake.run(log.append(&state, files, &pending.imports))?;
        }
    }
    Pending::clear(&lake.folder(), &lake.disk)
}

/// The imports that stand already, and those ended in this run.
struct Known {
    lines: BTreeMap<String, ImportRow>,
    /// By digest of facts, connector, platform and account: id.
    facts: HashMap<(String, String, Option<String>, Option<String>), String>,
    seq: u64,
}

impl Known {
    fn new(lines: &[ImportRow]) -> Self {
        let mut known = Self {
            lines: BTreeMap::new(),
            facts: HashMap::new(),
            seq: 0,
        };
        lines.iter().for_each(|line| known.add(line.clone()));
        known
    }

    fn add(&mut self, line: ImportRow) {
        self.seq = self.seq.max(line.seq);
        if line.is_done() {
            self.facts.insert(facts_key(&line), line.import_id.clone());
        }
        self.lines.insert(line.import_id.clone(), line);
    }

    fn next_seq(&self) -> u64 {
        self.seq + 1
    }

    /// An import that counts and has the same facts from the same source.
    fn same_facts(&self, line: &ImportRow) -> Option<&ImportRow> {
        self.lines.get(self.facts.get(&facts_key(line))?)
    }
}

fn facts_key(line: &ImportRow) -> (String, String, Option<String>, Option<String>) {
    (line.digest.clone(), line.connector.clone(), line.platform.clone(), line.account.clone())
}

fn line(import_id: String, head: ImportHead, tail: ImportTail, tally: &Tally) -> ImportRow {
    ImportRow {
        import_id,
        seq: 0,
        status: Status::Done,
        file: head.file,
        sha256: head.sha256,
        bytes: head.bytes,
        connector: head.connector,
        connector_version: head.connector_version,
        platform: head.platform,
        account: head.account,
        accepted: tail.rows.saturating_sub(tail.rejected),
        duplicate: 0,
        quarantined: tail.rejected,
        facts: tally.facts,
        digest: tally.digest(),
        observed_at: tail.observed_at,
        imported_at: head.imported_at,
        answers: head.answers,
        checks: tail.checks,
        series: tally.series(),
        remarks: tail.remarks,
        bases: Vec::new(),
    }
}

fn outcome(line: &ImportRow) -> ImportOutcome {
    ImportOutcome {
        import_id: line.import_id.clone(),
        known: false,
        accepted: line.accepted,
        duplicate: line.duplicate,
        quarantined: line.quarantined,
        facts: line.facts,
    }
}

/// All good rows of the file stand under an earlier import.
fn known(line: &ImportRow, quarantined: u64) -> ImportOutcome {
    ImportOutcome {
        import_id: line.import_id.clone(),
        known: true,
        accepted: 0,
        duplicate: line.accepted + line.duplicate,
        quarantined,
        facts: 0,
    }
}

fn hold(line: ImportRow, pieces: Vec<Piece>) -> HeldImport {
    let mut import = HeldImport {
        line,
        facts: Vec::new(),
        others: Vec::new(),
    };
    for piece in pieces {
        match piece {
            Piece::Facts(observations) => import.facts.push(HeldFacts {
                kept: vec![None; observations.figures.len()],
                observations,
            }),
            Piece::Others(batch) => import.others.push(batch),
        }
    }
    import
}
