//! A disk that is full or broken for a while: nothing is acknowledged that is not kept, and the log goes on by itself.

use std::io::ErrorKind;
use std::thread;
use std::time::Duration;

use harpoon_wal::{AppendError, Log, Settings, Turn};

use crate::chance::Chance;
use crate::model::{Model, Open, now, settings};
use crate::simulated::{Simulated, Trouble};

/// A program that does the same each time, on a disk that comes back.
fn scenario(disk: &Simulated, model: &mut Model) -> Open {
    let mut chance = Chance::new(11);
    // Opened again until it works: a fault that passes is no reason to stay down.
    let opened = |model: &mut Model| (0..20).find_map(|_| Open::new(disk, model).ok()).unwrap();
    for _ in 0..3 {
        let mut open = opened(model);
        for _ in 0..60 {
            open.act(model, &mut chance);
        }
    }
    opened(model)
}

#[test]
fn every_operation_fails_once_and_nothing_is_lost() {
    let undisturbed = Simulated::new(1);
    scenario(&undisturbed, &mut Model::default());
    let all = undisturbed.operations();
    for kind in [ErrorKind::StorageFull, ErrorKind::Other] {
        for times in [0, 1, 6] {
            for at in 0..all {
                let what = format!("{kind:?} at operation {at} and {times} more");
                let disk = Simulated::new(at);
                let mut model = Model::default();
                disk.trouble_after(at, Trouble::Times(kind, times));
                let mut open = scenario(&disk, &mut model);
                disk.no_trouble();
                // It takes records again, without being opened again.
                while open.committer.turn() == Turn::Worked {}
                let record = b"after the fault".to_vec();
                let pending = open.log.append(std::slice::from_ref(&record)).unwrap();
                model.unsure.insert(record.clone());
                open.committer.turn();
                let offsets = now(pending).unwrap().unwrap();
                model.acknowledge(offsets.start, vec![record]);
                model.check(&open.log, &what);
                let disk = disk.power_loss(at);
                let open = Open::new(&disk, &mut model).unwrap_or_else(|error| panic!("{what}: {error}"));
                model.check(&open.log, &what);
            }
        }
    }
    assert!(all > 300, "{all}");
}

#[test]
fn a_failed_sync_is_never_trusted_again() {
    let disk = Simulated::new(3);
    let (log, mut committer, _) = Log::open_unattended(disk.clone(), settings()).unwrap();
    let first = log.append(&["kept"]).unwrap();
    committer.turn();
    assert_eq!(now(first).unwrap().unwrap(), 0..1);
    // The write goes through, its sync does not; what waits behind it is not written any more.
    let (second, third) = (log.append(&["lost"]).unwrap(), log.roll().unwrap());
    disk.trouble_after(1, Trouble::Once(ErrorKind::Other));
    assert_eq!(committer.turn(), Turn::Worked);
    for pending in [second, third] {
        assert!(matches!(now(pending).unwrap(), Err(AppendError::Fault(_))));
    }
    assert!(matches!(log.append(&["early"]), Err(AppendError::Fault(fault)) if fault.kind() == ErrorKind::Other));
    assert_eq!(committer.turn(), Turn::Worked, "a new segment is begun");
    let fourth = log.append(&["after"]).unwrap();
    committer.turn();
    assert_eq!(
        now(fourth).unwrap().unwrap(),
        2..3,
        "the offset of the lost record is not given again"
    );
    let read = |log: &Log| -> Vec<(u64, Vec<u8>)> {
        log.read(0)
            .map(|record| record.unwrap())
            .map(|record| (record.offset, record.bytes))
            .collect()
    };
    let kept = vec![(0, b"kept".to_vec()), (2, b"after".to_vec())];
    assert_eq!(read(&log), kept);
    // A process that comes after a kill can read the lost record in memory, and knows that it does not count.
    let (log, _, report) = Log::open_unattended(disk.killed(), settings()).unwrap();
    assert_eq!(read(&log), kept);
    assert_eq!(report.torn, None);
}

#[test]
fn a_cut_that_was_not_synced_is_synced_when_it_is_tried_again() {
    // How many operations a cut takes, the last of which is the sync.
    for at in 0.. {
        let disk = Simulated::new(at);
        let (log, mut committer, _) = Log::open_unattended(disk.clone(), settings()).unwrap();
        let (kept, rolled) = (log.append(&["kept"]).unwrap(), log.roll().unwrap());
        while committer.turn() == Turn::Worked {}
        now(kept).unwrap().unwrap();
        now(rolled).unwrap().unwrap();
        disk.trouble_after(at, Trouble::Once(ErrorKind::Other));
        if log.cut(1).is_ok() {
            assert!(at > 8, "{at} operations: the mark, a segment, the folder");
            let before = disk.operations();
            log.cut(1).unwrap();
            assert_eq!(disk.operations(), before, "nothing is left to do");
            return;
        }
        let before = disk.operations();
        disk.trouble_after(0, Trouble::Once(ErrorKind::Other));
        log.cut(1).unwrap_err();
        assert_eq!(
            disk.operations(),
            before + 1,
            "operation {at}: a cut says that it is done, and did nothing"
        );
        log.cut(1).unwrap();
        assert_eq!(disk.segments().len(), 1);
    }
}

#[test]
fn a_full_disk_does_not_fill_with_segments() {
    let disk = Simulated::new(5);
    let (log, mut committer, _) = Log::open_unattended(disk.clone(), settings()).unwrap();
    let kept = log.append(&["kept"]).unwrap();
    committer.turn();
    now(kept).unwrap().unwrap();
    for _ in 0..50 {
        // There is room for the head of a segment, and never for a record.
        let pending = log.append(&["a record"]).unwrap();
        disk.trouble_after(0, Trouble::Once(ErrorKind::StorageFull));
        committer.turn();
        assert!(now(pending).unwrap().is_err());
        disk.no_trouble();
        assert_eq!(committer.turn(), Turn::Worked);
    }
    assert_eq!(disk.segments().len(), 2);
}

#[test]
fn more_than_memory_allows_is_refused_at_once() {
    let disk = Simulated::new(6);
    let (log, mut committer, _) = Log::open_unattended(disk, settings()).unwrap();
    let record = vec![1; 480];
    let waiting: Vec<_> = (0..4)
        .map(|_| log.append(std::slice::from_ref(&record)).unwrap())
        .collect();
    let refused = log.append(&[&record]).unwrap_err();
    assert!(
        matches!(
            refused,
            AppendError::Full {
                waiting: 2_000,
                limit: 2_000
            }
        ),
        "{refused}"
    );
    assert!(refused.is_passing());
    let never = log.append(&[vec![1; 2_000]]).unwrap_err();
    assert!(matches!(never, AppendError::TooLarge { bytes: 2_020, .. }), "{never}");
    assert!(!never.is_passing());
    while committer.turn() == Turn::Worked {}
    for pending in waiting {
        now(pending).unwrap().unwrap();
    }
    log.append(&[&record]).unwrap();
}

#[test]
fn the_first_turn_without_a_fault_takes_records_again() {
    for times in 0..10 {
        let disk = Simulated::new(times);
        let (log, mut committer, _) = Log::open_unattended(disk.clone(), settings()).unwrap();
        let lost = log.append(&["lost"]).unwrap();
        // The sync fails, and then the first operation of each try to begin a segment.
        disk.trouble_after(1, Trouble::Times(ErrorKind::StorageFull, times));
        assert_eq!(committer.turn(), Turn::Worked);
        assert!(now(lost).unwrap().is_err());
        for _ in 0..times {
            assert!(matches!(log.append(&["early"]), Err(AppendError::Fault(_))));
            assert_eq!(committer.turn(), Turn::Faulted);
        }
        assert_eq!(committer.turn(), Turn::Worked, "{times}: the disk is well again");
        let kept = log.append(&["kept"]).unwrap();
        committer.turn();
        now(kept).unwrap().unwrap();
    }
}

#[test]
fn threads_see_a_fault_and_go_on_after_it() {
    let disk = Simulated::new(8);
    let settings = Settings {
        segment_bytes: 4_000,
        ..Settings::new(1)
    };
    let (log, _) = Log::open(disk.clone(), settings).unwrap();
    let (mut kept, mut refused) = (Vec::new(), 0);
    disk.trouble_after(100, Trouble::Times(ErrorKind::StorageFull, 2));
    while kept.len() < 200 {
        let appended = log.append(&[kept.len().to_le_bytes()]);
        match appended.and_then(harpoon_wal::Pending::wait) {
            Ok(offsets) => kept.push(offsets.start),
            Err(error) => {
                assert!(error.is_passing(), "{error}");
                refused += 1;
                // Leaves the processor to the thread that writes; how long it takes decides nothing.
                thread::sleep(Duration::from_millis(1));
            }
        }
    }
    assert!(refused > 0, "there was a fault, and an end to it");
    let read: Vec<u64> = log.read(0).map(|record| record.unwrap().offset).collect();
    assert_eq!(read, kept);
}
