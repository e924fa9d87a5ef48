//! [`Model`]: what has to be true of a log whatever happens to it, and [`Open`], a program that uses one.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use harpoon_wal::{AppendError, Committer, Log, OpenError, Pending, Settings};

use crate::chance::Chance;
use crate::simulated::Simulated;

/// Small on purpose: a few writes fill a segment, a few records a write.
pub(crate) fn settings() -> Settings {
    Settings {
        segment_bytes: 600,
        group_bytes: 200,
        in_flight_bytes: 2_000,
        ..Settings::new(0xabad_1dea)
    }
}

/// What has to be true of a log, whatever happens to it.
#[derive(Default)]
pub(crate) struct Model {
    /// Records that were acknowledged or shown, by offset.
    pub(crate) sure: BTreeMap<u64, Vec<u8>>,
    /// Records that were handed in and may or may not be there.
    pub(crate) unsure: BTreeSet<Vec<u8>>,
    /// Below it, records may be cut.
    pub(crate) cut: u64,
    /// The highest offset that was ever given or shown, and one.
    pub(crate) above: u64,
    pub(crate) handed_in: u64,
    pub(crate) counted: Counted,
}

/// What happened, so that a test can tell that it did.
#[derive(Default, Debug)]
pub(crate) struct Counted {
    pub(crate) deaths: u64,
    pub(crate) power: u64,
    pub(crate) opening: u64,
    pub(crate) acknowledged: u64,
    pub(crate) refused: u64,
    pub(crate) cuts: u64,
    pub(crate) torn: u64,
    pub(crate) kept_unacknowledged: u64,
}

impl Counted {
    pub(crate) fn and(self, other: &Self) -> Self {
        Self {
            deaths: self.deaths + other.deaths,
            power: self.power + other.power,
            opening: self.opening + other.opening,
            acknowledged: self.acknowledged + other.acknowledged,
            refused: self.refused + other.refused,
            cuts: self.cuts + other.cuts,
            torn: self.torn + other.torn,
            kept_unacknowledged: self.kept_unacknowledged + other.kept_unacknowledged,
        }
    }
}

impl Model {
    /// Compares the whole log with what must be there.
    pub(crate) fn check(&mut self, log: &Log, what: &str) {
        let read: BTreeMap<u64, Vec<u8>> = log
            .read(0)
            .map(|record| record.unwrap())
            .map(|record| (record.offset, record.bytes))
            .collect();
        for (offset, bytes) in self.sure.range(self.cut..) {
            assert_eq!(read.get(offset), Some(bytes), "{what}: record {offset} is lost");
        }
        let mut once = BTreeSet::new();
        for (offset, bytes) in &read {
            assert!(once.insert(bytes), "{what}: record {offset} is there twice");
            self.shown(*offset, bytes, what);
        }
    }

    /// What a reader was shown is sure from then on.
    pub(crate) fn shown(&mut self, offset: u64, bytes: &[u8], what: &str) {
        if let Some(sure) = self.sure.get(&offset) {
            assert_eq!(sure, bytes, "{what}: offset {offset} was given twice");
        } else {
            assert!(self.unsure.remove(bytes), "{what}: nobody handed in record {offset}");
            self.counted.kept_unacknowledged += 1;
            self.sure.insert(offset, bytes.to_vec());
        }
        self.above = self.above.max(offset + 1);
    }

    /// A record that never was before.
    pub(crate) fn record(&mut self, chance: &mut Chance) -> Vec<u8> {
        self.handed_in += 1;
        let mut record = self.handed_in.to_le_bytes().to_vec();
        let rest = chance.below(60);
        record.extend((0..rest).map(|_| chance.next().to_le_bytes()[0]));
        record
    }

    pub(crate) fn acknowledge(&mut self, first: u64, records: Vec<Vec<u8>>) {
        for (offset, record) in (first..).zip(records) {
            assert!(offset >= self.above, "offset {offset} rises");
            self.above = offset + 1;
            self.unsure.remove(&record);
            assert!(self.sure.insert(offset, record).is_none(), "offset {offset} is new");
            self.counted.acknowledged += 1;
        }
    }
}

/// An open log and what waits for its answer.
pub(crate) struct Open {
    pub(crate) log: Log,
    pub(crate) committer: Committer,
    pub(crate) waiting: Vec<(Pending, Vec<Vec<u8>>)>,
    /// Segments that recovery found worth keeping.
    pub(crate) segments: usize,
}

impl Open {
    pub(crate) fn new(disk: &Simulated, model: &mut Model) -> Result<Self, OpenError> {
        let (log, committer, report) = Log::open_unattended(disk.clone(), settings())?;
        model.counted.torn += u64::from(report.torn.is_some());
        Ok(Self {
            log,
            committer,
            waiting: Vec::new(),
            segments: report.segments,
        })
    }

    /// One thing that a program does with its log.
    pub(crate) fn act(&mut self, model: &mut Model, chance: &mut Chance) {
        match chance.below(16) {
            0..=6 => {
                let records: Vec<Vec<u8>> = (0..=chance.below(3)).map(|_| model.record(chance)).collect();
                match self.log.append(&records) {
                    Ok(pending) => {
                        model.unsure.extend(records.iter().cloned());
                        self.waiting.push((pending, records));
                    }
                    Err(AppendError::Closed | AppendError::TooLarge { .. }) => {
                        panic!("the log is open, and records small")
                    }
                    Err(_) => model.counted.refused += 1,
                }
            }
            7..=12 => self.turn(model),
            13 => {
                // Nobody waits for it: what it brings is seen when segments are cut.
                let _ = self.log.roll();
            }
            14 => {
                let below = self.log.sealed_up_to();
                let below = if chance.one_in(2) {
                    below
                } else {
                    below.saturating_sub(5)
                };
                model.cut = model.cut.max(below);
                if self.log.cut(below).is_ok() {
                    model.counted.cuts += 1;
                }
            }
            _ => {
                // On a disk in trouble reading may fail; what it gives is right.
                let from = model.cut + chance.below(8) as u64;
                for record in self.log.read(from).map_while(Result::ok) {
                    assert!(record.offset >= from);
                    model.shown(record.offset, &record.bytes, "read in between");
                }
            }
        }
    }

    pub(crate) fn turn(&mut self, model: &mut Model) {
        self.committer.turn();
        for (pending, records) in std::mem::take(&mut self.waiting) {
            match now(pending) {
                Ok(Ok(offsets)) => model.acknowledge(offsets.start, records),
                // It stays unsure.
                Ok(Err(_)) => model.counted.refused += 1,
                Err(pending) => self.waiting.push((pending, records)),
            }
        }
    }
}

/// The answer if it is there.
pub(crate) fn now(mut pending: Pending) -> Result<Result<Range<u64>, AppendError>, Pending> {
    let waker = Waker::noop();
    let mut context = Context::from_waker(waker);
    match Pin::new(&mut pending).poll(&mut context) {
        Poll::Ready(answer) => Ok(answer),
        Poll::Pending => Err(pending),
    }
}
