//! Exactly once: a log, its keys and a lake that commits rows together with a mark, under resends, faults, kills and power
//! losses. The loader here is the pattern for the real one.
//!
//! 1. What the lake has and the keys lack, its keys are added: the lake's mark is above theirs after a crash in between.
//! 2. A batch is read from the lake's mark on; rows whose keys are new go to the lake, with the batch's end as its mark.
//! 3. The batch's keys are added with the same mark; the log is rolled, and then cut there, never above it.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use harpoon_wal::{Committer, Keys, Log, Record, Settings, Turn};

use crate::chance::Chance;
use crate::model::now;
use crate::simulated::{Simulated, Trouble};

/// Stands for the lake: what it commits is there, whatever happens.
#[derive(Default)]
struct Lake {
    /// How often each event stands in it.
    rows: BTreeMap<u64, u32>,
    mark: u64,
}

fn settings() -> Settings {
    Settings {
        segment_bytes: 2_000,
        group_bytes: 500,
        ..Settings::new(3)
    }
}

/// A digest stands here for the hash of workspace, source and message id.
fn key(event: u64) -> u128 {
    let mut chance = Chance::new(event);
    (u128::from(chance.next()) << 64) | u128::from(chance.next())
}

fn event(record: &Record) -> u64 {
    u64::from_le_bytes(*record.bytes.first_chunk().unwrap())
}

/// Loads one batch. It stops at the first error, as a crash or a fault would have it; `crash` stops it after the lake.
fn load(
    (log, committer): (&Log, &mut Committer),
    keys: &mut Keys,
    lake: &mut Lake,
    crash: bool,
) -> Result<bool, Box<dyn std::error::Error>> {
    assert!(lake.mark <= log.durable_up_to(), "the lake has what the log lost");
    if keys.mark() < lake.mark {
        let records: Vec<Record> = log.read(keys.mark()).collect::<Result<_, _>>()?;
        let loaded = records.iter().filter(|record| record.offset < lake.mark);
        keys.add(&loaded.map(|record| key(event(record))).collect::<Vec<_>>(), lake.mark)?;
    }
    let batch: Vec<Record> = log.read(lake.mark).take(50).collect::<Result<_, _>>()?;
    let Some(last) = batch.last() else { return Ok(false) };
    let end = last.offset + 1;
    let batch_keys: Vec<u128> = batch.iter().map(|record| key(event(record))).collect();
    let new = keys.which_are_new(&batch_keys)?;
    for (record, _) in batch.iter().zip(new).filter(|(_, new)| *new) {
        *lake.rows.entry(event(record)).or_default() += 1;
    }
    lake.mark = end;
    if crash {
        return Err("killed".into());
    }
    keys.add(&batch_keys, end)?;
    keys.merge()?;
    let rolled = log.roll()?;
    while committer.turn() == Turn::Worked {}
    now(rolled).map_err(|_| "the roll waits")??;
    log.cut(end)?;
    Ok(true)
}

/// Clients that send each of so many events one to five times, some of them until they are told that it is kept.
struct Clients {
    chance: Chance,
    /// Events that are to be sent, again and again the same.
    to_send: Vec<u64>,
    acknowledged: BTreeMap<u64, u32>,
}

impl Clients {
    fn new(seed: u64, events: u64) -> Self {
        let mut chance = Chance::new(seed);
        let mut to_send: Vec<u64> = (0..events).flat_map(|event| vec![event; 1 + chance.below(5)]).collect();
        // Resends come soon after, or days later.
        for at in 0..to_send.len() {
            let far = if chance.one_in(3) { to_send.len() } else { 20 };
            let other = (at + chance.below(far)) % to_send.len();
            to_send.swap(at, other);
        }
        Self {
            chance,
            to_send,
            acknowledged: BTreeMap::new(),
        }
    }

    /// Sends some. What is not acknowledged is sent again later.
    fn send(&mut self, log: &Log, committer: &mut Committer) {
        let some = self.to_send.len().min(1 + self.chance.below(6));
        let events = self.to_send.split_off(self.to_send.len() - some);
        let calls: Vec<&[u64]> = events.chunks(1 + self.chance.below(3)).collect();
        let records = |call: &[u64]| call.iter().map(|event| event.to_le_bytes()).collect::<Vec<_>>();
        let pending: Vec<_> = calls.iter().map(|call| log.append(&records(call))).collect();
        while committer.turn() == Turn::Worked {}
        for (call, pending) in calls.into_iter().zip(pending) {
            let kept = pending
                .ok()
                .and_then(|pending| now(pending).ok())
                .is_some_and(|kept| kept.is_ok());
            if kept {
                for event in call {
                    *self.acknowledged.entry(*event).or_default() += 1;
                }
            } else {
                self.to_send.extend(call);
            }
        }
    }
}

#[test]
fn each_event_counts_once() {
    let events = if std::env::var_os("HARPOON_LONG").is_some() {
        100_000
    } else {
        3_000
    };
    let mut clients = Clients::new(1, events);
    let all = clients.to_send.len();
    let mut chance = Chance::new(2);
    let mut disks = [Simulated::new(1), Simulated::new(2)];
    let mut lake = Lake::default();
    let (mut deaths, mut crashes) = (0, 0);
    while !clients.to_send.is_empty() {
        // The machine loses power at any operation of either folder, or a fault passes.
        let trouble = match chance.below(3) {
            0 => Trouble::Times(ErrorKind::StorageFull, chance.below(3) as u64),
            _ => Trouble::Power,
        };
        disks[chance.below(2)].trouble_after(chance.below(300) as u64, trouble);
        live(&disks, &mut clients, &mut lake, &mut chance, &mut crashes);
        deaths += 1;
        assert!(deaths < events, "it does not come any further");
        let killed = chance.one_in(5);
        disks = disks.map(|disk| {
            if killed {
                disk.killed()
            } else {
                disk.power_loss(chance.next())
            }
        });
    }
    disks.iter().for_each(Simulated::no_trouble);
    let (log, mut committer, _) = Log::open_unattended(disks[0].clone(), settings()).unwrap();
    let mut keys = Keys::open(disks[1].clone(), log.id()).unwrap();
    drop(log.append(&[events.to_le_bytes()]).unwrap());
    clients.acknowledged.insert(events, 1);
    committer.turn();
    while load((&log, &mut committer), &mut keys, &mut lake, false).unwrap() {}
    assert_eq!(
        log.bytes_on_disk(),
        64,
        "all is loaded, and no more is left than the head of a segment"
    );
    eprintln!("{events} events sent {all} times over {deaths} power losses and kills, {crashes} of them in the loader");
    assert!(lake.rows.values().all(|times| *times == 1), "an event counts twice");
    assert!(
        lake.rows.keys().eq(clients.acknowledged.keys()),
        "what was acknowledged is there, each event"
    );
    assert_eq!(lake.rows.len() as u64, events + 1);
    assert!(deaths > 50 && crashes > 10);
}

/// From opening to the next death.
fn live(disks: &[Simulated; 2], clients: &mut Clients, lake: &mut Lake, chance: &mut Chance, crashes: &mut u32) {
    let Ok((log, mut committer, _)) = Log::open_unattended(disks[0].clone(), settings()) else {
        return;
    };
    let Ok(mut keys) = Keys::open(disks[1].clone(), log.id()) else {
        return;
    };
    for _ in 0..60 {
        if disks.iter().any(Simulated::is_dead) || clients.to_send.is_empty() {
            return;
        }
        clients.send(&log, &mut committer);
        if chance.one_in(4) {
            let crash = chance.one_in(20);
            let loaded = load((&log, &mut committer), &mut keys, lake, crash);
            if crash && loaded.is_err() {
                *crashes += 1;
                return;
            }
        }
        if chance.one_in(10) {
            let _ = log.roll();
        }
    }
}
