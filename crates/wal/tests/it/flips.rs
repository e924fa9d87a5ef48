//! Bytes that change on disk, and files that go: found, or without effect; and what can be read past damage.

use std::collections::BTreeMap;

use harpoon_wal::{Damage, Log, OpenError, Report, Settings, Turn};

use crate::model::settings;
use crate::simulated::{Simulated, is_segment};

type Files = BTreeMap<String, Vec<u8>>;
type Records = BTreeMap<u64, Vec<u8>>;

/// A small log of several segments, some of whose writes hold several records: its files and its records.
fn small(closed: bool) -> (Files, Records) {
    let disk = Simulated::new(1);
    let (log, mut committer, _) = Log::open_unattended(disk.clone(), settings()).unwrap();
    for call in 0..30_u8 {
        let records: Vec<Vec<u8>> = (0..=call % 3)
            .map(|n| vec![call * 4 + n; usize::from(7 + call)])
            .collect();
        drop(log.append(&records).unwrap());
        if call % 2 == 1 {
            while committer.turn() == Turn::Worked {}
        }
        if call == 13 {
            // Below it the log is cut.
            log.cut(log.sealed_up_to()).unwrap();
        }
    }
    let records = read(&log);
    if closed {
        drop(log);
        while committer.turn() != Turn::Ended {}
    }
    (disk.contents(), records)
}

fn read(log: &Log) -> Records {
    log.read(0)
        .map(|record| record.unwrap())
        .map(|record| (record.offset, record.bytes))
        .collect()
}

fn open(files: &Files, damage: Damage) -> Result<(Log, Report), OpenError> {
    let settings = Settings { damage, ..settings() };
    let (log, _, report) = Log::open_unattended(Simulated::holding(files), settings)?;
    Ok((log, report))
}

/// Opens changed files. What is wrong is refused, or a torn end that is told; the rest can be read past it, and what
/// cannot be read is told too.
fn check(files: &Files, records: &Records, what: &str) -> bool {
    match open(files, Damage::Refuse) {
        Ok((log, report)) => {
            let read = read(&log);
            if report.torn.is_some() {
                assert!(
                    records.iter().take(read.len()).eq(read.iter()),
                    "{what}: the beginning is as it was"
                );
                assert!(
                    records.len() - read.len() <= 4,
                    "{what}: only the last write can be taken for torn"
                );
            } else {
                assert_eq!(&read, records, "{what}: nothing was said");
            }
            report.torn.is_some()
        }
        Err(OpenError::Damaged(found)) => {
            assert!(!found.is_empty());
            let Ok((log, report)) = open(files, Damage::Skip) else {
                // An id that no file is left to tell.
                return true;
            };
            assert_eq!(report.lost.len(), found.len(), "{what}: {report:?} {found:?}");
            let read = read(&log);
            assert_eq!(report.records, read.len() as u64, "{what}");
            for (offset, bytes) in &read {
                assert_eq!(records.get(offset), Some(bytes), "{what}: record {offset} is another");
            }
            for offset in records.keys().filter(|offset| !read.contains_key(offset)) {
                let told = report.lost.iter().any(|lost| {
                    // When the head of the last segment is lost, nobody knows how many followed it.
                    let unknown = lost.bytes == (0..64) && lost.file.starts_with('0') && *offset >= lost.offsets.start;
                    lost.offsets.contains(offset) || unknown
                });
                assert!(
                    told || report.torn.is_some(),
                    "{what}: record {offset} is lost without a word: {report:?}"
                );
            }
            true
        }
        Err(OpenError::Newer { .. } | OpenError::Foreign(_)) => true,
        Err(error) => panic!("{what}: {error}"),
    }
}

#[test]
fn every_byte_that_changes_is_found_or_harmless() {
    let patterns: Vec<u8> = if std::env::var_os("HARPOON_LONG").is_some() {
        (1..=255).collect()
    } else {
        vec![1, 0x80, 0xff]
    };
    for closed in [false, true] {
        let (files, records) = small(closed);
        assert!(
            files.len() > 5 && records.len() > 25,
            "{} {}",
            files.len(),
            records.len()
        );
        let (mut found, mut harmless) = (0, 0);
        for (name, bytes) in &files {
            for at in 0..bytes.len() {
                for pattern in &patterns {
                    let mut changed = files.clone();
                    changed.get_mut(name).unwrap()[at] ^= pattern;
                    let what = format!("{name} byte {at} pattern {pattern:x}, closed: {closed}");
                    if check(&changed, &records, &what) {
                        found += 1;
                    } else {
                        harmless += 1;
                    }
                }
            }
        }
        eprintln!("bytes changed: {found} found, {harmless} harmless");
        assert_eq!(harmless, 0, "there is no byte in these files that says nothing");
    }
}

/// The bytes after a segment's head and after each of its frames.
fn ends_of_writes(segment: &[u8]) -> Vec<usize> {
    let mut ends = vec![64];
    while let Some(length) = segment
        .get(ends[ends.len() - 1]..)
        .and_then(|rest| rest.first_chunk::<4>())
    {
        ends.push(ends[ends.len() - 1] + 20 + u32::from_le_bytes(*length) as usize);
    }
    ends
}

#[test]
fn every_file_cut_short_or_gone_is_found() {
    for closed in [false, true] {
        let (files, records) = small(closed);
        let last = files.keys().filter(|name| is_segment(name)).max().unwrap().clone();
        for (name, bytes) in &files {
            for length in 0..bytes.len() {
                let mut changed = files.clone();
                changed.get_mut(name).unwrap().truncate(length);
                let what = format!("{name} of {length} bytes, closed: {closed}");
                if *name == last && ends_of_writes(bytes).contains(&length) {
                    // It looks like a last segment whose next write never began. Only a disk that loses what it said it
                    // synced does that, and only a caller who knows a higher offset can tell.
                    let (log, report) = open(&changed, Damage::Refuse).unwrap();
                    assert_eq!(report.torn, None, "{what}");
                    assert!(records.iter().take(read(&log).len()).eq(read(&log).iter()), "{what}");
                } else {
                    assert!(check(&changed, &records, &what), "{what}");
                }
            }
            let mut changed = files.clone();
            changed.remove(name);
            if name == "log.mark" {
                // What it says is known by the segments too, but for the cut: the segments below it are missed.
                assert!(matches!(open(&changed, Damage::Refuse), Err(OpenError::Damaged(_))));
                assert_eq!(read(&open(&changed, Damage::Skip).unwrap().0), records);
            } else if *name != last {
                assert!(check(&changed, &records, &format!("{name} is gone")));
            }
        }
        let only_mark = files
            .clone()
            .into_iter()
            .filter(|(name, _)| name == "log.mark")
            .collect();
        assert!(matches!(open(&only_mark, Damage::Skip), Err(OpenError::Gone)));
    }
}

#[test]
fn damage_is_told_with_file_and_place_and_can_be_passed() {
    let (files, records) = small(true);
    let name = files.keys().filter(|name| is_segment(name)).nth(1).unwrap().clone();
    let first: u64 = name.trim_end_matches(".wal").parse().unwrap();
    // Into the record of the second frame.
    let at = 64 + 20 + records[&first].len() + 20;
    let mut changed = files.clone();
    changed.get_mut(&name).unwrap()[at] ^= 1;
    let disk = Simulated::holding(&changed);
    let refused = Log::open_unattended(disk.clone(), settings()).unwrap_err();
    let second = records[&(first + 1)].len();
    let (from, to) = (at - 20, at + second);
    assert_eq!(
        refused.to_string(),
        format!(
            "the log is damaged, and was left as it is: bytes {from} to {to} of `{name}`, 1 records from offset {}",
            first + 1
        )
    );
    assert_eq!(disk.contents(), changed, "nothing was changed");

    let skip = Settings {
        damage: Damage::Skip,
        ..settings()
    };
    let (log, mut committer, report) = Log::open_unattended(disk.clone(), skip).unwrap();
    assert_eq!(report.lost.len(), 1);
    assert_eq!(disk.contents().get(&name), changed.get(&name), "the file is kept");
    let mut rest = records.clone();
    rest.remove(&(first + 1));
    assert_eq!(read(&log), rest);
    let next = log.append(&["after"]).unwrap();
    committer.turn();
    assert!(next.wait().unwrap().start > *records.keys().max().unwrap());
    // It stays damaged until it is cut.
    assert!(Log::open_unattended(disk.killed(), settings()).is_err());
    let (log, _, _) = Log::open_unattended(disk.killed(), skip).unwrap();
    log.cut(log.sealed_up_to()).unwrap();
    drop(log);
}

#[test]
fn only_the_last_write_can_be_taken_for_torn() {
    let disk = Simulated::new(4);
    let (log, mut committer, _) = Log::open_unattended(disk.clone(), settings()).unwrap();
    for write in 0..3 {
        drop(log.append(&[[write; 30], [write + 10; 30]]).unwrap());
        assert_eq!(committer.turn(), Turn::Worked);
    }
    let (files, records) = (disk.contents(), read(&log));
    let name = format!("{:020}.wal", 0);
    let last_write = 64 + 4 * 50;
    for at in 64..files[&name].len() {
        let mut changed = files.clone();
        changed.get_mut(&name).unwrap()[at] ^= 0x10;
        match open(&changed, Damage::Refuse) {
            Err(OpenError::Damaged(lost)) => assert!(at < last_write && lost[0].bytes.contains(&(at as u64)), "{at}"),
            Ok((log, report)) => {
                assert!(at >= last_write, "byte {at} was promised, and a later write proves it");
                let torn = report.torn.unwrap();
                assert!((torn.at..torn.at + torn.bytes).contains(&(at as u64)));
                assert!(records.iter().take(read(&log).len()).eq(read(&log).iter()));
            }
            Err(error) => panic!("byte {at}: {error}"),
        }
    }
}

#[test]
fn an_older_program_refuses_and_another_log_is_noticed() {
    let (files, _) = small(true);
    let names = [files.keys().next().unwrap().clone(), "log.mark".to_owned()];
    for name in names {
        let mut newer = files.clone();
        newer.get_mut(&name).unwrap()[8] = 2;
        for damage in [Damage::Refuse, Damage::Skip] {
            let refused = open(&newer, damage).unwrap_err();
            assert!(
                matches!(&refused, OpenError::Newer { file, version: 2 } if *file == name),
                "{refused}"
            );
        }
    }
    let disk = Simulated::new(2);
    let other = Settings {
        fresh_id: 5,
        ..settings()
    };
    drop(Log::open_unattended(disk.clone(), other).unwrap());
    let mut mixed = files.clone();
    mixed.insert(
        format!("{:020}.wal", 900),
        disk.contents()[&format!("{:020}.wal", 0)].clone(),
    );
    // By its name it does not fit, and by its id, had it another name, it would not either.
    assert!(matches!(open(&mixed, Damage::Refuse), Err(OpenError::Damaged(_))));
    let mut mixed = files;
    mixed.insert("log.mark".to_owned(), disk.contents()["log.mark"].clone());
    assert!(matches!(open(&mixed, Damage::Refuse), Err(OpenError::Foreign(_))));
}
