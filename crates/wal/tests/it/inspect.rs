//! Looking at a log without opening it says what opening it finds, and changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use harpoon_wal::{Log, OpenError, Real, Settings, inspect};

fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let named = entries.map(|entry| (entry.file_name().into_string().unwrap(), entry.path()));
    named.filter(|(name, _)| name != "lock").collect()
}

fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = files(folder).into_iter();
    files.map(|(name, path)| (name, fs::read(path).unwrap())).collect()
}

fn copied(from: &Path, to: &Path) {
    for (name, bytes) in bytes(from) {
        fs::write(to.join(name), bytes).unwrap();
    }
}

/// Segments that were sealed, one that was cut, and one that is written.
fn made(folder: &Path) -> Log {
    let (log, _) = Log::open(Real::open(folder).unwrap(), Settings::new(7)).unwrap();
    for round in 0..3 {
        let records: Vec<String> = (0..5).map(|n| format!("record {round} {n}")).collect();
        log.append(&records).unwrap().wait().unwrap();
        log.roll().unwrap().wait().unwrap();
    }
    log.cut(5).unwrap();
    log.append(&["last but one"]).unwrap().wait().unwrap();
    log.append(&["last"]).unwrap().wait().unwrap();
    log
}

#[test]
fn it_says_what_opening_finds() {
    let folder = tempfile::tempdir().unwrap();
    let log = made(folder.path());
    let before = bytes(folder.path());
    // Also while a process has it open.
    let seen = inspect(files(folder.path())).unwrap();
    assert_eq!((seen.id, seen.durable, seen.report.records), (7, 17, 12));
    assert_eq!(bytes(folder.path()), before);
    drop(log);
    let closed = inspect(files(folder.path())).unwrap();
    let (log, report) = Log::open(Real::open(folder.path()).unwrap(), Settings::new(8)).unwrap();
    assert_eq!(
        (closed.report, closed.id, closed.durable),
        (report, log.id(), log.durable_up_to())
    );
}

#[test]
fn a_copy_that_ends_anywhere_in_the_last_segment_is_a_log_of_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let log = made(folder.path());
    let last = files(folder.path())
        .into_keys()
        .rfind(|name| name.strip_suffix(".wal").is_some())
        .unwrap();
    let whole = fs::read(folder.path().join(&last)).unwrap();
    let mut found = Vec::new();
    for length in 64..=whole.len() {
        let copy = tempfile::tempdir().unwrap();
        copied(folder.path(), copy.path());
        fs::write(copy.path().join(&last), &whole[..length]).unwrap();
        let seen = inspect(files(copy.path())).unwrap();
        assert!((15..=17).contains(&seen.durable), "{length}: {seen:?}");
        let (log, report) = Log::open(Real::open(copy.path()).unwrap(), Settings::new(9)).unwrap();
        assert_eq!((&seen.report, seen.durable), (&report, log.durable_up_to()), "{length}");
        let records: Vec<Vec<u8>> = log.read(0).map(|record| record.unwrap().bytes).collect();
        assert_eq!(records.len() as u64, seen.report.records);
        found.push(seen.durable);
    }
    assert!(found.is_sorted() && found.first() < found.last(), "{found:?}");
    drop(log);
}

#[test]
fn damage_is_told() {
    let folder = tempfile::tempdir().unwrap();
    drop(made(folder.path()));
    let first = files(folder.path())
        .into_keys()
        .find(|name| name.strip_suffix(".wal").is_some())
        .unwrap();
    let path = folder.path().join(first);
    let mut turned = fs::read(&path).unwrap();
    turned[70] ^= 1;
    fs::write(&path, &turned).unwrap();
    assert!(matches!(inspect(files(folder.path())), Err(OpenError::Damaged(_))));
    fs::remove_file(&path).unwrap();
    assert!(matches!(inspect(files(folder.path())), Err(OpenError::Damaged(_))));
}
