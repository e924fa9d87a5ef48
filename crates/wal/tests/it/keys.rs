//! The set of keys: exact whatever the disk does, and whatever the keys look like.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;

use harpoon_wal::{Keys, KeysError, Real};

use crate::chance::Chance;
use crate::simulated::{Simulated, Trouble};

const LOG: u128 = 99;

fn key(chance: &mut Chance) -> u128 {
    (u128::from(chance.next()) << 64) | u128::from(chance.next())
}

/// What has to be true of a set of keys, whatever happens to it.
#[derive(Default)]
struct Model {
    sure: BTreeSet<u128>,
    /// Keys that may or may not be in.
    unsure: BTreeSet<u128>,
    mark: u64,
    /// Marks that may be there, with the keys that then are in. None once something after them went well.
    tried: BTreeMap<u64, Vec<u128>>,
    /// Keys that were taken out, or never in.
    out: BTreeSet<u128>,
}

impl Model {
    fn check(&mut self, keys: &mut Keys, what: &str) {
        let mark = keys.mark();
        if mark != self.mark {
            let with = self.tried.remove(&mark);
            self.sure
                .extend(with.unwrap_or_else(|| panic!("{what}: nobody gave the mark {mark}")));
        }
        assert!(
            mark >= self.mark,
            "{what}: the mark went back from {} to {mark}",
            self.mark
        );
        self.mark = mark;
        self.tried.clear();
        self.unsure.retain(|key| !self.sure.contains(key));
        let asked: Vec<u128> = self.sure.iter().chain(&self.unsure).chain(&self.out).copied().collect();
        let answers = keys.which_are_new(&asked).unwrap();
        for (key, new) in asked.into_iter().zip(answers) {
            if self.sure.contains(&key) {
                assert!(!new, "{what}: key {key:x} is lost");
            } else if self.unsure.remove(&key) {
                if new {
                    self.out.insert(key)
                } else {
                    self.sure.insert(key)
                };
            } else if self.out.contains(&key) {
                assert!(new, "{what}: key {key:x} was never added, or was taken out");
            }
        }
    }

    /// One thing that a program does with its keys.
    fn act(&mut self, keys: &mut Keys, chance: &mut Chance) {
        match chance.below(10) {
            0..=4 => {
                let mut some: Vec<u128> = (0..chance.below(40)).map(|_| key(chance)).collect();
                some.extend(self.sure.iter().skip(chance.below(50)).take(3));
                let mark = self.mark.max(self.tried.keys().max().copied().unwrap_or(0)) + 1;
                if keys.add(&some, mark).is_ok() {
                    self.mark = mark;
                    self.tried.clear();
                    self.sure.extend(some);
                } else {
                    self.unsure.extend(some.iter().filter(|key| !self.sure.contains(key)));
                    self.tried.insert(mark, some);
                }
            }
            5 => {
                let some: Vec<u128> = self.sure.iter().skip(chance.below(60)).take(2).copied().collect();
                let removed = keys.remove(&some);
                for key in some.iter().filter(|_| removed.is_err()) {
                    self.sure.remove(key);
                    self.unsure.insert(*key);
                    self.tried
                        .values_mut()
                        .for_each(|with| with.retain(|tried| tried != key));
                }
                if let Ok(removed) = removed {
                    assert_eq!(removed, some.len() as u64);
                    if removed > 0 {
                        self.tried.clear();
                    }
                    for key in &some {
                        self.sure.remove(key);
                        self.out.insert(*key);
                    }
                }
            }
            6..=8 => {
                if let Ok(true) = keys.merge() {
                    self.tried.clear();
                }
            }
            _ => {
                if let Some(some) = self.sure.iter().nth(chance.below(30))
                    && let Ok(new) = keys.which_are_new(&[*some, 1, 1])
                {
                    assert_eq!(new, [false, true, false]);
                }
            }
        }
        // Small enough to go through it again and again.
        while self.sure.len() > 300 {
            let taken: Vec<u128> = self.sure.iter().take(100).copied().collect();
            self.sure.retain(|key| !taken.contains(key));
            self.unsure.extend(taken);
        }
        while self.unsure.len() > 300 {
            self.unsure.pop_first();
        }
        while self.out.len() > 100 {
            self.out.pop_first();
        }
    }
}

#[test]
fn no_power_loss_or_fault_makes_a_known_key_new() {
    const A_LIFE: u64 = 40;
    let deaths = if std::env::var_os("HARPOON_LONG").is_some() {
        100_000
    } else {
        2_400
    };
    let (mut power, mut opened) = (0, 0);
    for seed in 0..deaths / A_LIFE {
        let mut chance = Chance::new(seed);
        let mut disk = Simulated::new(seed);
        let mut model = Model::default();
        for death in 0..A_LIFE {
            let what = format!("seed {seed}, death {death}");
            let trouble = match chance.below(4) {
                0 => Trouble::Times(ErrorKind::StorageFull, chance.below(3) as u64),
                _ => Trouble::Power,
            };
            disk.trouble_after(chance.below(120) as u64, trouble);
            if let Ok(mut keys) = Keys::open(disk.clone(), LOG) {
                opened += 1;
                if !disk.is_dead() && trouble == Trouble::Power {
                    // Some marks that were tried may be there now, and then they are.
                    disk.no_trouble();
                    model.check(&mut keys, &what);
                    disk.trouble_after(chance.below(60) as u64, trouble);
                }
                for _ in 0..chance.below(30) {
                    if disk.is_dead() {
                        break;
                    }
                    model.act(&mut keys, &mut chance);
                }
            }
            disk = if chance.one_in(5) {
                disk.killed()
            } else {
                power += 1;
                disk.power_loss(chance.next())
            };
            let mut keys = Keys::open(disk.clone(), LOG).unwrap_or_else(|error| panic!("{what}: {error} {error:?}"));
            model.check(&mut keys, &what);
            let files = disk.contents().len();
            assert_eq!(files, keys.runs() + 1, "{what}: the manifest and its runs, and no rest");
        }
    }
    eprintln!("keys: {power} power losses, opened {opened} times before one");
}

#[test]
fn every_operation_fails_and_the_next_try_is_right() {
    let run = |trouble: Option<(u64, u64)>| {
        let mut chance = Chance::new(3);
        let disk = Simulated::new(3);
        if let Some((at, times)) = trouble {
            disk.trouble_after(at, Trouble::Times(ErrorKind::StorageFull, times));
        }
        let mut model = Model::default();
        let opened = || (0..20).find_map(|_| Keys::open(disk.clone(), LOG).ok()).unwrap();
        for _ in 0..2 {
            let mut keys = opened();
            for _ in 0..25 {
                model.act(&mut keys, &mut chance);
            }
        }
        disk.no_trouble();
        model.check(&mut opened(), &format!("{trouble:?}"));
        model.check(
            &mut Keys::open(disk.power_loss(1), LOG).unwrap(),
            &format!("{trouble:?}, and a power loss"),
        );
        disk.operations()
    };
    let all = run(None);
    for at in 0..all {
        run(Some((at, 0)));
        run(Some((at, 4)));
    }
    assert!(all > 200, "{all}");
}

/// The bytes of a key are in no file of the disk.
fn is_nowhere(disk: &Simulated, key: u128) -> bool {
    let files = disk.contents();
    let mut blocks = files.values().flat_map(|bytes| bytes.as_chunks::<16>().0);
    blocks.all(|block| u128::from_le_bytes(*block) != key)
}

#[test]
fn an_error_leaves_no_file_behind() {
    let mut chance = Chance::new(12);
    let (first, tried, last) = (key(&mut chance), key(&mut chance), key(&mut chance));
    for remove in [false, true] {
        // How many operations the second adding takes.
        let mut failed = 0;
        for at in 0.. {
            let disk = Simulated::new(at);
            let mut keys = Keys::open(disk.clone(), LOG).unwrap();
            keys.add(&[first], 1).unwrap();
            disk.trouble_after(at, Trouble::Once(ErrorKind::StorageFull));
            if keys.add(&[tried], 2).is_ok() {
                break;
            }
            failed += 1;
            disk.no_trouble();
            let what = format!("operation {at}, remove: {remove}");
            if remove {
                assert_eq!(keys.remove(&[tried]).unwrap(), 0, "{what}");
            } else {
                keys.add(&[last], 3).unwrap();
            }
            assert!(is_nowhere(&disk, tried), "{what}");
            let runs = disk
                .contents()
                .into_keys()
                .filter(|name| name.strip_suffix(".keys").is_some())
                .count();
            assert_eq!(runs, keys.runs(), "{what}: runs that nobody knows of");
            assert_eq!(keys.which_are_new(&[first, tried]).unwrap(), [false, true], "{what}");
        }
        assert!(failed > 10, "{failed}");
    }
}

#[test]
fn keys_of_any_shape_are_found() {
    let mut chance = Chance::new(4);
    let shapes: [(&str, Vec<u128>); 5] = [
        ("even", (0..3_000).map(|_| key(&mut chance)).collect()),
        ("counted", (0..3_000).collect()),
        // All in one line of the filter, with the same fence for block after block.
        ("same upper half", (0..3_000).map(|n| (7 << 64) | (n << 40)).collect()),
        ("steps", (0..3_000).map(|n| (n / 600) << 64 | n).collect()),
        ("extremes", vec![0, 1, u128::MAX, u128::MAX - 1, 1 << 64, (1 << 64) - 1]),
    ];
    for (shape, all) in shapes {
        let mut keys = Keys::open(Simulated::new(4), LOG).unwrap();
        let known: BTreeSet<u128> = all.iter().copied().step_by(2).collect();
        // In several runs, the second of which says again what the first does.
        for (mark, part) in [(1, 0..900), (2, 500..1_000), (3, 1_000..1_500)] {
            let part: Vec<u128> = known.iter().copied().skip(part.start).take(part.len()).collect();
            keys.add(&part, mark).unwrap();
        }
        for merged in [false, true] {
            if merged {
                while keys.merge().unwrap() {}
            }
            let expected: Vec<bool> = all.iter().map(|key| !known.contains(key)).collect();
            assert_eq!(keys.which_are_new(&all).unwrap(), expected, "{shape}, merged: {merged}");
            let backwards: Vec<u128> = all.iter().rev().copied().collect();
            let expected: Vec<bool> = expected.into_iter().rev().collect();
            assert_eq!(
                keys.which_are_new(&backwards).unwrap(),
                expected,
                "{shape}, merged: {merged}"
            );
        }
        assert_eq!(keys.stored(), known.len() as u64, "{shape}: merged, each is there once");
    }
}

#[test]
fn of_equal_keys_the_first_is_new() {
    let mut keys = Keys::open(Simulated::new(5), LOG).unwrap();
    assert_eq!(
        keys.which_are_new(&[9, 3, 9, 3, 3, 5]).unwrap(),
        [true, true, false, false, false, true]
    );
    assert_eq!(keys.which_are_new(&[]).unwrap(), [] as [bool; 0]);
    keys.add(&[3, 3], 10).unwrap();
    assert_eq!(keys.which_are_new(&[9, 3, 9]).unwrap(), [true, false, false]);
    assert_eq!((keys.stored(), keys.mark()), (1, 10));
    keys.add(&[], 11).unwrap();
    assert_eq!((keys.runs(), keys.mark()), (1, 11));
    assert!(matches!(
        keys.add(&[4], 10),
        Err(KeysError::Backwards { mark: 11, given: 10 })
    ));
}

#[test]
fn runs_are_few_and_each_is_twice_as_long_as_all_after_it() {
    let mut chance = Chance::new(6);
    let mut keys = Keys::open(Simulated::new(6), LOG).unwrap();
    for mark in 1..=300 {
        let some: Vec<u128> = (0..=chance.below(60)).map(|_| key(&mut chance)).collect();
        keys.add(&some, mark).unwrap();
        while keys.merge().unwrap() {}
        let most = (keys.stored() as f64).log(3.0).ceil();
        assert!(
            keys.runs() as f64 <= most + 1.0,
            "{} runs of {} keys",
            keys.runs(),
            keys.stored()
        );
    }
}

#[test]
fn what_is_removed_is_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut chance = Chance::new(7);
    let all: Vec<u128> = (0..2_000).map(|_| key(&mut chance)).collect();
    let mut keys = Keys::open(Real::open(folder.path()).unwrap(), LOG).unwrap();
    for (mark, part) in (1..).zip(all.chunks(500)) {
        keys.add(part, mark).unwrap();
    }
    // One run goes as a whole.
    let gone: Vec<u128> = all
        .iter()
        .copied()
        .step_by(7)
        .chain(all[1_500..].iter().copied())
        .collect();
    let gone: BTreeSet<u128> = gone.into_iter().collect();
    let asked: Vec<u128> = gone.iter().copied().chain([1, 2]).collect();
    assert_eq!(keys.remove(&asked).unwrap(), gone.len() as u64);
    assert_eq!(keys.remove(&asked).unwrap(), 0);
    assert_eq!(keys.stored(), (all.len() - gone.len()) as u64);
    let expected: Vec<bool> = all.iter().map(|key| gone.contains(key)).collect();
    assert_eq!(keys.which_are_new(&all).unwrap(), expected);
    assert_eq!(keys.mark(), 4);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for key in bytes.as_chunks::<16>().0 {
            assert!(!gone.contains(&u128::from_le_bytes(*key)));
        }
    }
}

#[test]
fn every_byte_that_changes_is_found_or_harmless() {
    let mut chance = Chance::new(8);
    let all: Vec<u128> = (0..700).map(|_| key(&mut chance)).collect();
    let disk = Simulated::new(8);
    let mut keys = Keys::open(disk.clone(), LOG).unwrap();
    keys.add(&all[..500], 5).unwrap();
    keys.add(&all[500..600], 6).unwrap();
    drop(keys);
    let files = disk.contents();
    let expected: Vec<bool> = (0..700).map(|at| at >= 600).collect();
    let (mut found, mut harmless) = (0, 0);
    let step = if std::env::var_os("HARPOON_LONG").is_some() {
        1
    } else {
        7
    };
    for (name, bytes) in &files {
        for at in (0..bytes.len()).step_by(step) {
            let mut changed = files.clone();
            changed.get_mut(name).unwrap()[at] ^= 1 << (at % 8);
            let answer = Keys::open(Simulated::holding(&changed), LOG).and_then(|mut keys| keys.which_are_new(&all));
            match answer {
                Ok(answer) => {
                    assert_eq!(answer, expected, "{name}, byte {at}");
                    harmless += 1;
                }
                Err(KeysError::Damaged { file, .. } | KeysError::Newer { file, .. }) => {
                    assert_eq!(file, *name, "byte {at}");
                    found += 1;
                }
                Err(error) => panic!("{name}, byte {at}: {error}"),
            }
        }
    }
    eprintln!("bytes of keys changed: {found} found, {harmless} harmless");
    assert_eq!(harmless, 0);
    let mut changed = files.clone();
    changed.remove("keys.manifest");
    assert!(matches!(
        Keys::open(Simulated::holding(&changed), LOG),
        Err(KeysError::NoManifest)
    ));
}

#[test]
fn marks_are_of_one_log() {
    let disk = Simulated::new(9);
    let mut keys = Keys::open(disk.clone(), LOG).unwrap();
    keys.add(&[1, 2], 700).unwrap();
    drop(keys);
    assert_eq!(Keys::open(disk.clone(), LOG).unwrap().mark(), 700);
    let mut keys = Keys::open(disk.clone(), LOG + 1).unwrap();
    assert_eq!(keys.mark(), 0);
    assert_eq!(keys.which_are_new(&[1, 3]).unwrap(), [false, true]);
    keys.add(&[3], 4).unwrap();
    drop(keys);
    assert_eq!(Keys::open(disk, LOG + 1).unwrap().mark(), 4);
}
