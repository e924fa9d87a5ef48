//! [`Staging`]: one run of imports: files come in one after the other, and count once they are committed.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::batch::Batch;

use super::Lake;
use super::encoder::{Encoder, Written};
use super::erase::Erased;
use super::error::StoreError;
use super::gather::{Gather, Piece};
use super::held::{self, HeldFacts, HeldImport};
use super::import::{ImportHead, ImportOutcome, ImportRow, ImportTail, Status};
use super::known::Known;
use super::lock::WriterLock;
use super::log::NewFile;
use super::pending::Pending;
use super::tally::Tally;
use super::{commit, parquet, unchanged};

/// Weight of small imports that are committed together, in figures.
const GROUP_WEIGHT: usize = 1_000_000;
/// Weight from which on an import is large: it is written while it is read, as it comes.
const LARGE_WEIGHT: usize = 2_000_000;

/// A run of imports by the one writer. Dropped without [`Staging::commit`], what is not committed is not there.
pub struct Staging {
    lake: Lake,
    _lock: WriterLock,
    known: Known,
    /// The version that is known, which all is decided by.
    version: u64,
    open: Option<Open>,
    held: Vec<HeldImport>,
    /// Who may not come in again.
    erased: Erased,
    /// How many removals were stated.
    removals: u64,
    /// Lines that take back what an import of this run, not committed yet, stands in place of.
    taken_back: Vec<ImportRow>,
    /// What became of imports that had ended when another node's came before them, by id.
    settled: BTreeMap<String, ImportOutcome>,
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
    /// The import that it stands in place of.
    instead: Option<String>,
    head: ImportHead,
    gather: Gather,
    rows: Rows,
    /// How many removals had been stated when it was begun.
    removals: u64,
    /// Lines that name people who were erased.
    struck: BTreeSet<u64>,
    /// How many of them would have been put aside.
    struck_aside: u64,
}

/// Rows taken so far.
enum Rows {
    /// Of a small import, in memory.
    Held(Vec<Piece>),
    /// Of a large one, on their way to disk.
    Streaming(Encoder),
}

impl Staging {
    pub(super) fn new(lake: &Lake) -> Result<Self, StoreError> {
        let lock = WriterLock::take(&lake.folder())?;
        lake.disk.sweep();
        lake.mirror_erased()?;
        commit::carry_through(lake)?;
        let snapshot = lake.snapshot(None)?;
        Ok(Self {
            lake: lake.clone(),
            _lock: lock,
            known: Known::new(&snapshot),
            version: snapshot.version(),
            settled: BTreeMap::new(),
            open: None,
            held: Vec::new(),
            erased: Erased::read(lake.root())?,
            removals: snapshot.removals(),
            taken_back: Vec::new(),
        })
    }

    /// The imports that stand, those of this run included, each as it stands. While the run lasts nobody else adds any.
    pub fn imports(&self) -> impl Iterator<Item = &ImportRow> {
        self.known.lines()
    }

    /// Opens an import.
    pub fn begin(&mut self, head: ImportHead) -> Result<Begun, StoreError> {
        if self.open.is_some() {
            return Err(StoreError::OutOfTurn);
        }
        let mut attempt = 0;
        let import_id = loop {
            let id = head.id(attempt);
            match self.known.get(&id) {
                None => break id,
                Some(line) if line.is_done() => return Ok(Begun::Known(ImportOutcome::known(line, line.quarantined))),
                Some(_) => attempt += 1,
            }
        };
        self.open = Some(Open {
            import_id,
            instead: None,
            head,
            gather: Gather::default(),
            rows: Rows::Held(Vec::new()),
            removals: self.removals,
            struck: BTreeSet::new(),
            struck_aside: 0,
        });
        Ok(Begun::New)
    }

    /// The open import stands in place of an earlier reading of the same bytes, which is taken back in the commit from which this one
    /// counts: neither both nor none of them ever count. Where this one brings the same facts, the earlier one stays.
    pub fn instead_of(&mut self, import_id: &str) -> Result<(), StoreError> {
        let open = self.open.as_mut().ok_or(StoreError::OutOfTurn)?;
        let earlier = self.known.get(import_id).filter(|line| line.is_done());
        if earlier.is_none_or(|line| line.sha256 != open.head.sha256) {
            return Err(StoreError::NoSuchImport(import_id.to_owned()));
        }
        open.instead = Some(import_id.to_owned());
        Ok(())
    }

    /// Takes rows of the open import.
    pub fn push(&mut self, mut batch: Batch) -> Result<(), StoreError> {
        let open = self.open.as_mut().ok_or(StoreError::OutOfTurn)?;
        let (struck, aside) = self.erased.strike(&mut batch);
        open.struck.extend(struck);
        open.struck_aside += aside;
        for piece in open.gather.push(batch)? {
            open.take(piece, &self.lake)?;
        }
        Ok(())
    }

    /// Closes the open import as complete. It counts once it is committed.
    pub fn end(&mut self, tail: ImportTail) -> Result<ImportOutcome, StoreError> {
        let mut open = self.open.take().ok_or(StoreError::OutOfTurn)?;
        if let Rows::Streaming(encoder) = &open.rows {
            encoder.hurry();
        }
        for piece in std::mem::take(&mut open.gather).finish() {
            open.take(piece, &self.lake)?;
        }
        let mut tail = tail;
        let erased = self.keep_out(&open, &mut tail)?;
        let outcome = match open.rows {
            Rows::Held(pieces) => self.end_held(open.import_id, open.instead, open.head, tail, pieces, erased),
            Rows::Streaming(encoder) => self.end_streaming(
                open.import_id,
                open.instead.as_deref(),
                open.head,
                tail,
                &encoder.finish()?,
                open.removals,
            ),
        }?;
        Ok(ImportOutcome { erased, ..outcome })
    }

    /// Forgets the open import.
    pub fn abandon(&mut self) {
        if let Some(Rows::Streaming(encoder)) = self.open.take().map(|open| open.rows)
            && let Ok(written) = encoder.finish()
        {
            self.discard(&written.files);
        }
    }

    /// Makes every ended import count. Gives the version of the data.
    pub fn commit(self) -> Result<u64, StoreError> {
        self.commit_settled().map(|(version, _)| version)
    }

    /// The same, with what became of imports after all, by id, where another node's came before them: another outcome than
    /// [`Staging::end`] gave.
    pub fn commit_settled(mut self) -> Result<(u64, BTreeMap<String, ImportOutcome>), StoreError> {
        self.flush()?;
        self.lake.compressing.wait(&self.lake.disk)?;
        let log = self.lake.log("imports")?;
        let version = self.lake.run(log.state(None))?.version();
        Ok((version, self.settled))
    }

    /// Takes the lines that name erased people out of the raw bytes, before the import can count. Gives their number.
    fn keep_out(&self, open: &Open, tail: &mut ImportTail) -> Result<u64, StoreError> {
        if self.erased.is_empty() {
            return Ok(0);
        }
        self.lake.compressing.wait(&self.lake.disk)?;
        self.lake.redact_raw(&open.head.sha256, &open.struck, &self.erased)?;
        let struck = open.struck.len() as u64;
        tail.rows = tail.rows.saturating_sub(struck);
        tail.rejected = tail.rejected.saturating_sub(open.struck_aside);
        Ok(struck)
    }

    fn end_held(
        &mut self,
        import_id: String,
        instead: Option<String>,
        head: ImportHead,
        tail: ImportTail,
        pieces: Vec<Piece>,
        erased: u64,
    ) -> Result<ImportOutcome, StoreError> {
        let mut tally = Tally::default();
        for piece in &pieces {
            match piece {
                Piece::Facts(observations) => tally.observations(observations),
                Piece::Others(batch) => tally.others(batch),
            }
        }
        let line = line(import_id, head, tail, &tally);
        if let Some(same) = self.known.same_facts(&line) {
            return Ok(ImportOutcome::known(same, line.quarantined));
        }
        let outcome = self.hold(HeldImport {
            erased,
            ..hold(line, instead, pieces)
        })?;
        if self.held.iter().map(|import| import.weight).sum::<usize>() > GROUP_WEIGHT {
            self.flush()?;
        }
        Ok(outcome)
    }

    /// Gives an import its place among all, leaves out what is held already, and keeps it for the next commit.
    fn hold(&mut self, mut import: HeldImport) -> Result<ImportOutcome, StoreError> {
        import.line = ImportRow {
            seq: self.known.next_seq(),
            ..import.whole.clone()
        };
        self.leave_out(&mut import)?;
        self.known.add(import.line.clone());
        self.take_back(import.instead.clone());
        let outcome = ImportOutcome {
            erased: import.erased,
            ..ImportOutcome::written(&import.line)
        };
        self.held.push(import);
        Ok(outcome)
    }

    fn leave_out(&self, import: &mut HeldImport) -> Result<(), StoreError> {
        let earlier = self.known.overlapping(&import.line);
        if earlier.is_empty() {
            return Ok(());
        }
        let found = unchanged::leave_out(&self.lake, &self.known, &earlier, &self.held, &mut import.facts)?;
        let line = &mut import.line;
        let unchanged = found.rows.min(line.accepted);
        line.duplicate += unchanged;
        line.accepted -= unchanged;
        line.facts -= found.facts;
        line.bases = found.bases.into_iter().collect();
        Ok(())
    }

    fn end_streaming(
        &mut self,
        import_id: String,
        instead: Option<&str>,
        head: ImportHead,
        tail: ImportTail,
        written: &Written,
        removals: u64,
    ) -> Result<ImportOutcome, StoreError> {
        let mut line = line(import_id, head, tail, &written.tally);
        self.flush()?;
        loop {
            if self.removals != removals {
                // It was written as it came, before anybody knew.
                self.discard(&written.files);
                return Err(StoreError::ErasedMeanwhile);
            }
            if let Some(same) = self.counts_already(&line) {
                let outcome = ImportOutcome::known(same, line.quarantined);
                self.discard(&written.files);
                return Ok(outcome);
            }
            line.seq = self.known.next_seq();
            self.known.add(line.clone());
            self.take_back(instead.map(str::to_owned));
            let taken_back = std::mem::take(&mut self.taken_back);
            let mut pending = held::write(&self.lake, &[hold(line.clone(), None, Vec::new())], &taken_back)?;
            let lines = pending.files.clone();
            pending.files.extend(written.files.clone());
            if self.publish(&pending)? {
                return Ok(ImportOutcome::written(&line));
            }
            self.discard(&lines);
            self.know_anew()?;
        }
    }

    /// Commits what is held. Where another node committed first, it is decided anew by what that one brought.
    fn flush(&mut self) -> Result<(), StoreError> {
        while !self.held.is_empty() {
            let pending = held::write(&self.lake, &self.held, &self.taken_back)?;
            if self.publish(&pending)? {
                self.held.clear();
                self.taken_back.clear();
                return Ok(());
            }
            self.discard(&pending.files);
            self.know_anew()?;
            self.taken_back.clear();
            for mut import in std::mem::take(&mut self.held) {
                let id = import.whole.import_id.clone();
                let outcome = if let Some(same) = self.counts_already(&import.whole) {
                    ImportOutcome::known(same, import.whole.quarantined)
                } else {
                    import.facts.iter_mut().for_each(HeldFacts::keep_all);
                    self.hold(import)?
                };
                self.settled.insert(id, outcome);
            }
        }
        Ok(())
    }

    /// An import that holds all of this one: the same bytes, or the same facts.
    fn counts_already(&self, line: &ImportRow) -> Option<&ImportRow> {
        self.known.get(&line.import_id).or_else(|| self.known.same_facts(line))
    }

    fn know_anew(&mut self) -> Result<(), StoreError> {
        let snapshot = self.lake.snapshot(None)?;
        self.known = Known::new(&snapshot);
        self.version = snapshot.version();
        if self.removals != snapshot.removals() {
            self.removals = snapshot.removals();
            self.erased = Erased::read(self.lake.root())?;
            let (lake, erased) = (&self.lake, &self.erased);
            self.held
                .iter_mut()
                .try_for_each(|import| import.strike(lake, erased))?;
        }
        Ok(())
    }

    /// From the next commit on the import does not count.
    fn take_back(&mut self, import_id: Option<String>) {
        let line = import_id
            .and_then(|id| self.known.get(&id))
            .filter(|line| line.is_done());
        if let Some(mut line) = line.cloned() {
            line.status = Status::Reverted;
            line.seq = self.known.next_seq();
            self.known.add(line.clone());
            self.taken_back.push(line);
        }
    }

    /// `false` where another node committed first.
    fn publish(&mut self, pending: &Pending) -> Result<bool, StoreError> {
        self.lake.compressing.wait(&self.lake.disk)?;
        let published = commit::publish(&self.lake, pending, self.version)?;
        if published {
            self.version += 1;
        }
        Ok(published)
    }

    fn discard(&self, files: &BTreeMap<String, Vec<NewFile>>) {
        for log in self.lake.logs().values() {
            let of_table = files.get(log.table.name).map_or(&[][..], Vec::as_slice);
            parquet::discard(&self.lake.disk, &log.folder, of_table);
        }
    }
}

impl Open {
    fn take(&mut self, piece: Piece, lake: &Lake) -> Result<(), StoreError> {
        match &mut self.rows {
            Rows::Held(pieces) => {
                pieces.push(piece);
                if pieces.iter().map(Piece::weight).sum::<usize>() > LARGE_WEIGHT {
                    let encoder = Encoder::start(lake, &self.import_id, &self.head.file);
                    let pieces = std::mem::take(pieces);
                    self.rows = Rows::Streaming(encoder);
                    pieces.into_iter().try_for_each(|piece| self.take(piece, lake))?;
                }
                Ok(())
            }
            Rows::Streaming(encoder) if encoder.push(piece) => Ok(()),
            Rows::Streaming(_) => self.failed(),
        }
    }

    /// Why the encoder takes no more.
    fn failed(&mut self) -> Result<(), StoreError> {
        match std::mem::replace(&mut self.rows, Rows::Held(Vec::new())) {
            Rows::Streaming(encoder) => encoder.finish().map(|_| ()),
            Rows::Held(_) => Ok(()),
        }
    }
}

/// The line of an import whose place among all is not known yet.
pub(super) fn line(import_id: String, head: ImportHead, tail: ImportTail, tally: &Tally) -> ImportRow {
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
        accepted: tail.rows.saturating_sub(tail.rejected + tail.duplicate),
        duplicate: tail.duplicate,
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

fn hold(line: ImportRow, instead: Option<String>, pieces: Vec<Piece>) -> HeldImport {
    let mut import = HeldImport {
        weight: pieces.iter().map(Piece::weight).sum(),
        whole: line.clone(),
        line,
        instead,
        facts: Vec::new(),
        others: Vec::new(),
        erased: 0,
    };
    for piece in pieces {
        match piece {
            Piece::Facts(observations) => {
                let mut facts = HeldFacts {
                    kept: Vec::new(),
                    observations: *observations,
                };
                facts.keep_all();
                import.facts.push(facts);
            }
            Piece::Others(batch) => import.others.push(batch),
        }
    }
    import
}
