//! Any single bit that is flipped is found.

use harpoon_ledger::{Checkpoint, Digest, Entry, Kind, Log, Older, Proof, Salt, verify};
use serde_json::json;

use crate::sample::{self, ORIGIN, REPORT, Sample, agency, log, trusted};

/// Calls with single-bit changes of these bytes, and the number of the bit: with all of them in the long run, else with every
/// fifth, so that each place within a byte has its turn.
fn each_flip(bytes: &[u8], mut check: impl FnMut(&[u8], usize)) {
    let step = if std::env::var_os("HARPOON_LONG").is_some() {
        1
    } else {
        5
    };
    let mut changed = bytes.to_vec();
    for bit in (0..bytes.len() * 8).step_by(step) {
        changed[bit / 8] ^= 1 << (bit % 8);
        check(&changed, bit);
        changed[bit / 8] ^= 1 << (bit % 8);
    }
}

#[test]
fn every_bit_of_a_small_ledger() {
    // Two keys, a revision with all sorts of signs, the agreement to it: four lines, so that the test stays quick.
    let mut short = Log::new(ORIGIN);
    for entry in log().entries() {
        if !matches!(entry.kind(), Kind::Goal | Kind::Report) {
            short.push(entry.clone()).unwrap();
        }
    }
    let sample = Sample::of(&short, &agency());
    assert!(sample.verify(&[]).sound());
    let keys = trusted();
    let found = |entries: &[u8], checkpoint: &[u8], pubs: &[(String, Vec<u8>)], what: &str, bit: usize| {
        let files = harpoon_ledger::verify::Files {
            entries,
            checkpoint,
            keys: pubs,
        };
        assert!(
            !verify(files, &keys, &[]).sound(),
            "bit {bit} of {what} was flipped unnoticed"
        );
    };
    each_flip(&sample.entries, |bytes, bit| {
        found(bytes, &sample.checkpoint, &sample.keys, "entries", bit);
    });
    each_flip(&sample.checkpoint, |bytes, bit| {
        found(&sample.entries, bytes, &sample.keys, "checkpoint", bit);
    });
    for (at, (name, bytes)) in sample.keys.iter().enumerate() {
        let mut pubs = sample.keys.clone();
        each_flip(bytes, |bytes, bit| {
            pubs[at].1 = bytes.to_vec();
            found(&sample.entries, &sample.checkpoint, &pubs, name, bit);
        });
    }
}

#[test]
fn every_bit_of_a_ledger_whose_bodies_are_withheld() {
    let goal = sample::entry(1, Kind::Goal, json!({"name": "Ada", "target": "3"}), &agency());
    let made = |goal: Entry| {
        let mut log = Log::new(ORIGIN);
        log.push(sample::introduction(0, &agency())).unwrap();
        log.push(goal).unwrap();
        Sample::of(&log, &agency())
    };
    let (open, sample) = (made(goal.clone()), made(goal.withheld()));
    assert!(
        !sample.entries.windows(3).any(|w| w == b"Ada"),
        "nothing of the body is left"
    );
    assert_eq!(sample.checkpoint, open.checkpoint, "and the proof is the same");
    assert!(sample.verify(&[]).sound());
    assert_eq!(sample.verify(&[]).withheld, 1);
    each_flip(&sample.entries, |bytes, bit| {
        let files = harpoon_ledger::verify::Files {
            entries: bytes,
            ..sample.files()
        };
        assert!(!verify(files, &trusted(), &[]).sound(), "bit {bit}");
    });
}

#[test]
fn every_bit_of_report_proof_and_kept_checkpoint() {
    let log = log();
    let sample = Sample::of(&log, &agency());
    let keys = trusted();
    let proof = log
        .proof_for(5, &String::from_utf8(sample.checkpoint.clone()).unwrap())
        .unwrap();
    proof.check_report(REPORT, &keys).unwrap();
    each_flip(REPORT, |bytes, bit| {
        assert!(proof.check_report(bytes, &keys).is_err(), "bit {bit} of the report");
        assert!(sample.verify(&[]).issues(Digest::of(bytes)).is_empty());
    });
    each_flip(proof.to_text().as_bytes(), |bytes, bit| {
        let checked = Proof::read(bytes).and_then(|proof| proof.check_report(REPORT, &keys));
        assert!(checked.is_err(), "bit {bit} of the proof");
    });
    each_flip(&sample.checkpoint, |bytes, bit| {
        assert!(Checkpoint::open(bytes, &keys).is_err(), "bit {bit} of the checkpoint");
    });
    each_flip(&sample.checkpoint, |bytes, bit| {
        let older = [Older { name: "kept", bytes }];
        assert_eq!(
            sample::words(&sample.verify(&older)),
            ["unusable"],
            "bit {bit} of the checkpoint that was kept"
        );
    });
}

/// The same numbers at every run (Steele, Lea and Flood 2014).
struct SplitMix(u64);

impl SplitMix {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap()
    }
}

/// A flip stays within one line unless it makes or takes a line break. Within a line it is found in reading, or the leaf
/// is another and so the root, or the signature fails: the three things that `verify` looks at. Flips of line breaks, and
/// some others, go through `verify` whole.
#[test]
fn a_hundred_thousand_bits_of_a_large_ledger() {
    let agency = agency();
    let mut log = Log::new(ORIGIN);
    log.push(sample::introduction(0, &agency)).unwrap();
    for number in 1..2_000_u32 {
        let mut salt = [0; 32];
        salt[..4].copy_from_slice(&number.to_be_bytes());
        let draft = harpoon_ledger::Draft {
            kind: Kind::DataVersion,
            time: sample::time(i64::from(number)),
            body: json!({"version": number, "note": "é\n\"🥐\"", "rows": {"posts": number * 7, "ads": [1, true, null]}}),
        };
        log.push(Entry::sign(draft, ORIGIN, Salt::from_bytes(salt), &agency).unwrap())
            .unwrap();
    }
    let sample = Sample::of(&log, &agency);
    assert!(sample.verify(&[]).sound());
    let lines: Vec<(usize, usize)> = line_ranges(&sample.entries);
    let (mut random, mut bytes, mut whole) = (SplitMix(1), sample.entries.clone(), 0);
    for round in 0..100_000 {
        let bit = random.below(bytes.len() * 8);
        let (at, mask) = (bit / 8, 1 << (bit % 8));
        let breaks = bytes[at] == b'\n' || bytes[at] ^ mask == b'\n';
        bytes[at] ^= mask;
        if breaks && whole < 3 || round == 0 {
            whole += 1;
            let files = harpoon_ledger::verify::Files {
                entries: &bytes,
                ..sample.files()
            };
            assert!(!verify(files, &trusted(), &[]).sound(), "bit {bit}");
        } else if !breaks {
            let place = lines.partition_point(|(_, end)| *end <= at);
            let (start, end) = lines[place];
            let unnoticed = Entry::read(&bytes[start..end])
                .is_ok_and(|entry| entry.leaf() == log.leaves()[place] && entry.signed_by(agency.verifier()));
            assert!(!unnoticed, "bit {bit}");
        } else {
            // More or fewer lines than were signed, one of them cut: not a reading of the bytes as they were.
            let changed = bytes.split(|b| *b == b'\n').count() - 1;
            assert_ne!(changed, lines.len());
        }
        bytes[at] ^= mask;
    }
}

/// Where each line begins and ends, line breaks left out.
fn line_ranges(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut start = 0;
    let ends = bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at);
    ends.map(|end| (std::mem::replace(&mut start, end + 1), end)).collect()
}
