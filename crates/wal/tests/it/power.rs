//! The log on a disk that loses power at every step, is killed, fails and fills up.
//!
//! A life goes through many deaths on one disk. After each the log is opened again, and what it holds is compared with
//! what was acknowledged and with what any reader was shown.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;

use harpoon_wal::{AppendError, Committer, Log, OpenError, Settings, Turn};

use crate::chance::Chance;
use crate::simulated::{Simulated, Trouble};

/// Deaths of the ordinary run and of the long one.
fn deaths() -> u64 {
    if std::env::var_os("HARPOON_LONG").is_some() {
        1_000_000
    } else {
        20_000
    }
}

/// Small on purpose: a few writes fill a segment, a few records a write.
fn settings() -> Settings {
    Settings {
        segment_bytes: 600,
        group_bytes: 200,
        in_flight_bytes: 2_000,
        ..Settings::new(0xabad_1dea)
    }
}

/// What has to be true of a log, whatever happens to it.
#[derive(Default)]
struct Model {
    /// Records that were acknowledged or shown, by offset.
    sure: BTreeMap<u64, Vec<u8>>,
    /// Records that were handed in and may or may not be there.
    unsure: BTreeSet<Vec<u8>>,
    /// Below it, records may be cut.
    cut: u64,
    /// The highest offset that was ever given or shown, and one.
    above: u64,
    handed_in: u64,
    counted: Counted,
}

/// What happened, so that a test can tell that it did.
#[derive(Default, Debug)]
struct Counted {
    deaths: u64,
    power: u64,
    opening: u64,
    acknowledged: u64,
    refused: u64,
    cuts: u64,
    torn: u64,
    kept_unacknowledged: u64,
}

impl Model {
    /// Compares the whole log with what must be there.
    fn check(&mut self, log: &Log, what: &str) {
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
    fn shown(&mut self, offset: u64, bytes: &[u8], what: &str) {
        match self.sure.get(&offset) {
            Some(sure) => assert_eq!(sure, bytes, "{what}: offset {offset} was given twice"),
            None => {
                assert!(self.unsure.remove(bytes), "{what}: nobody handed in record {offset}");
                self.counted.kept_unacknowledged += 1;
                self.sure.insert(offset, bytes.to_vec());
            }
        }
        self.above = self.above.max(offset + 1);
    }

    /// A record that never was before.
    fn record(&mut self, chance: &mut Chance) -> Vec<u8> {
        self.handed_in += 1;
        let mut record = self.handed_in.to_le_bytes().to_vec();
        let rest = chance.below(60);
        record.extend((0..rest).map(|_| chance.next().to_le_bytes()[0]));
        record
    }

    fn acknowledge(&mut self, first: u64, records: Vec<Vec<u8>>) {
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
struct Open {
    log: Log,
    committer: Committer,
    waiting: Vec<(harpoon_wal::Pending, Vec<Vec<u8>>)>,
}

impl Open {
    fn new(disk: &Simulated, model: &mut Model) -> Result<Self, OpenError> {
        let (log, committer, report) = Log::open_unattended(disk.clone(), settings())?;
        model.counted.torn += u64::from(report.torn.is_some());
        Ok(Self {
            log,
            committer,
            waiting: Vec::new(),
        })
    }

    /// One thing that a program does with its log.
    fn act(&mut self, model: &mut Model, chance: &mut Chance) {
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

    fn turn(&mut self, model: &mut Model) {
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
fn now(mut pending: harpoon_wal::Pending) -> Result<Result<std::ops::Range<u64>, AppendError>, harpoon_wal::Pending> {
    let waker = std::task::Waker::noop();
    let mut context = std::task::Context::from_waker(waker);
    match std::pin::Pin::new(&mut pending).poll(&mut context) {
        std::task::Poll::Ready(answer) => Ok(answer),
        std::task::Poll::Pending => Err(pending),
    }
}

/// Lives through so many deaths on one disk.
fn live(seed: u64, deaths: u64) -> Counted {
    let mut chance = Chance::new(seed);
    let mut disk = Simulated::new(seed);
    let mut model = Model::default();
    for death in 0..deaths {
        let what = format!("seed {seed}, death {death}");
        // The power goes at any operation, opening included; before it there may be faults that pass.
        let last = chance.below(160) as u64;
        if chance.one_in(4) {
            let kind = if chance.one_in(2) {
                ErrorKind::StorageFull
            } else {
                ErrorKind::Other
            };
            disk.trouble_after(chance.below(160) as u64, Trouble::Times(kind, chance.below(3) as u64));
        } else {
            disk.trouble_after(last, Trouble::Power);
        }
        if let Ok(mut open) = Open::new(&disk, &mut model) {
            let actions = if disk.is_dead() { 0 } else { chance.below(80) };
            for _ in 0..actions {
                open.act(&mut model, &mut chance);
                if disk.is_dead() {
                    break;
                }
            }
        } else {
            model.counted.opening += 1;
        }
        disk = if chance.one_in(5) {
            disk.killed()
        } else {
            model.counted.power += 1;
            disk.power_loss(chance.next())
        };
        model.counted.deaths += 1;
        // Now and then it is looked at at once; otherwise the next death may come while it opens.
        if chance.one_in(2) {
            let open = Open::new(&disk, &mut model).unwrap_or_else(|error| panic!("{what}: {error} {error:?}"));
            model.check(&open.log, &what);
            assert!(open.log.durable_up_to() <= open.log.sealed_up_to());
        }
    }
    let open = Open::new(&disk, &mut model).unwrap();
    model.check(&open.log, &format!("seed {seed}, in the end"));
    model.counted
}

#[test]
fn nothing_acknowledged_is_lost_to_a_power_loss_at_any_point() {
    const A_LIFE: u64 = 50;
    let begun = std::time::Instant::now();
    let mut all = Counted::default();
    let threads = 2;
    let lives = deaths().div_ceil(A_LIFE);
    let counted: Vec<Counted> = std::thread::scope(|scope| {
        let run = |part: u64| {
            (0..lives)
                .filter(move |seed| seed % threads == part)
                .map(|seed| live(seed, A_LIFE))
                .collect::<Vec<_>>()
        };
        let parts: Vec<_> = (0..threads).map(|part| scope.spawn(move || run(part))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    for one in counted {
        all.deaths += one.deaths;
        all.power += one.power;
        all.opening += one.opening;
        all.acknowledged += one.acknowledged;
        all.refused += one.refused;
        all.cuts += one.cuts;
        all.torn += one.torn;
        all.kept_unacknowledged += one.kept_unacknowledged;
    }
    eprintln!("{all:?} in {:?}", begun.elapsed());
    assert!(all.deaths >= deaths());
}
