//! What somebody could try who holds the files, or even the key that signs the heads.

use harpoon_ledger::log::Fault;
use harpoon_ledger::verify::{Files, Found};
use harpoon_ledger::{Checkpoint, Entry, Kind, Log, Older, Role, Signer, verify};
use serde_json::json;

use crate::sample::{self, ORIGIN, Sample, agency, client, entry, log, trusted, words};

/// A log whose goal, entry 3, is another, all signatures new and good.
fn rewritten() -> Log {
    let mut other = Log::new(ORIGIN);
    for (place, old) in log().entries().iter().enumerate() {
        let new = match place {
            2 => entry(2, Kind::Goal, json!({"goal": "g1", "target": "50"}), &agency()),
            _ => old.clone(),
        };
        other.push(new).unwrap();
    }
    other
}

fn head_of(log: &Log, size: usize) -> Vec<u8> {
    let mut shorter = Log::new(ORIGIN);
    for entry in &log.entries()[..size] {
        shorter.push(entry.clone()).unwrap();
    }
    shorter.head().sign(&agency()).into_bytes()
}

#[test]
fn a_sound_ledger_continues_what_was_signed_before() {
    let log = log();
    for size in 1..=6 {
        let kept = head_of(&log, size);
        let verdict = Sample::of(&log, &agency()).verify(&[Older {
            name: "kept",
            bytes: &kept,
        }]);
        assert!(verdict.sound(), "{:?}", verdict.findings);
        assert_eq!(verdict.continues, [("kept".to_owned(), size as u64)]);
    }
}

#[test]
fn a_ledger_that_was_cut_and_signed_anew_is_found_by_a_kept_checkpoint() {
    let whole = log();
    let mut cut = Log::new(ORIGIN);
    for entry in &whole.entries()[..4] {
        cut.push(entry.clone()).unwrap();
    }
    let sample = Sample::of(&cut, &agency());
    assert!(
        sample.verify(&[]).sound(),
        "the key that signs heads can do this; hence the kept checkpoint"
    );
    let kept = head_of(&whole, 6);
    let verdict = sample.verify(&[Older {
        name: "kept",
        bytes: &kept,
    }]);
    let [finding] = verdict.findings.as_slice() else {
        panic!("{:?}", verdict.findings);
    };
    assert_eq!((finding.file.as_str(), finding.found.word()), ("kept", "cut_off"));
    assert_eq!(
        finding.found.to_string(),
        "it was signed over 6 entries; the ledger now has 4: entries 5 to 6 were cut off"
    );
}

#[test]
fn a_ledger_that_was_rewritten_and_signed_anew_is_found_and_the_place_narrowed() {
    let (old, new) = (log(), rewritten());
    let sample = Sample::of(&new, &agency());
    assert!(
        sample.verify(&[]).sound(),
        "the key that signs heads can do this; hence the kept checkpoint"
    );
    let range = |kept: &[(&str, Vec<u8>)]| {
        let older: Vec<Older<'_>> = kept.iter().map(|(name, bytes)| Older { name, bytes }).collect();
        let verdict = sample.verify(&older);
        let rewritten = verdict.findings.iter().find_map(|finding| match finding.found {
            Found::Rewritten { from, to } => Some((from, to)),
            _ => None,
        });
        rewritten.expect("found")
    };
    let head = |size| ("head", head_of(&old, size));
    assert_eq!(range(&[head(6)]), (1, 6));
    assert_eq!(range(&[head(2), head(6)]), (3, 6));
    assert_eq!(range(&[head(2), head(3)]), (3, 3));
    // A proof that came with a report holds hashes over parts of the tree: entry 6 stands beside the first four.
    let checkpoint = String::from_utf8(head_of(&old, 6)).unwrap();
    let proof = |index| {
        (
            "proof",
            old.proof_for(index, &checkpoint).unwrap().to_text().into_bytes(),
        )
    };
    assert_eq!(range(&[proof(5)]), (1, 4));
    assert_eq!(range(&[head(2), proof(5)]), (3, 4));
    assert_eq!(range(&[proof(2)]), (3, 3));
    assert_eq!(range(&[proof(3)]), (3, 3));
}

#[test]
fn lines_that_are_moved_dropped_doubled_or_put_in_are_found() {
    let sample = Sample::of(&log(), &agency());
    let lines: Vec<&[u8]> = sample.entries.split_inclusive(|b| *b == b'\n').collect();
    let foreign = entry(9, Kind::Goal, json!({"goal": "g9"}), &agency()).line() + "\n";
    for (what, order, expected) in [
        ("two change places", vec![0, 1, 3, 2, 4, 5], vec!["root"]),
        ("one is gone", vec![0, 1, 3, 4, 5], vec!["missing"]),
        ("the last is gone", vec![0, 1, 2, 3, 4], vec!["missing"]),
        ("one stands twice", vec![0, 1, 2, 2, 4, 5], vec!["twice", "root"]),
        ("a key comes late", vec![0, 2, 3, 4, 1, 5], vec!["unknown_key", "root"]),
        ("one is put in", vec![0, 1, 2, 9, 4, 5], vec!["root"]),
        ("one is put at the end", vec![0, 1, 2, 3, 4, 5, 9], vec!["tail"]),
    ] {
        let bytes = order
            .iter()
            .map(|at| lines.get(*at).copied().unwrap_or(foreign.as_bytes()));
        let entries = bytes.collect::<Vec<_>>().concat();
        let files = Files {
            entries: &entries,
            ..sample.files()
        };
        assert_eq!(words(&verify(files, &trusted(), &[])), expected, "{what}");
    }
}

#[test]
fn a_finding_names_the_line() {
    let sample = Sample::of(&log(), &agency());
    let text = String::from_utf8(sample.entries.clone()).unwrap();
    let entries = text.replace("\"target\":\"80\"", "\"target\":\"70\"").into_bytes();
    let files = Files {
        entries: &entries,
        ..sample.files()
    };
    let verdict = verify(files, &trusted(), &[]);
    assert_eq!(words(&verdict), ["signature", "root"]);
    assert_eq!(verdict.findings[0].line, Some(4));
    assert_eq!(verdict.findings[0].file, "entries.jsonl");
}

#[test]
fn nothing_is_believed_without_a_key_that_the_reader_named() {
    let sample = Sample::of(&log(), &agency());
    let none = verify(sample.files(), &[], &[]);
    assert_eq!(words(&none), ["checkpoint"]);
    assert!(none.head.is_none());
    let client = [client().verifier().clone()];
    assert_eq!(words(&verify(sample.files(), &client, &[])), ["checkpoint"]);
    // A key of the same name is another key.
    let other = Signer::from_seed("studio.example", Role::Agency, &[8; 32]).unwrap();
    let forged = Sample::of(&log(), &other);
    assert_eq!(words(&forged.verify(&[])), ["checkpoint"]);
}

#[test]
fn a_key_that_the_reader_named_goes_before_one_that_the_ledger_introduces() {
    // The agency plays the client with a key of its own making, under the client's name.
    let puppet = Signer::from_seed("bakery.example", Role::Client, &[66; 32]).unwrap();
    let mut log = Log::new(ORIGIN);
    log.push(sample::introduction(0, &agency())).unwrap();
    log.push(sample::introduction(1, &puppet)).unwrap();
    let sample = Sample::of(&log, &agency());
    let real = client();
    let keys = [agency().verifier().clone(), real.verifier().clone()];
    let verdict = verify(sample.files(), &keys, &[]);
    let named: Vec<bool> = verdict.keys.iter().map(|(_, named)| *named).collect();
    assert_eq!(
        named,
        [true, false],
        "the puppet's key is not the one that the client named"
    );
    let honest = verify(Sample::of(&crate::sample::log(), &agency()).files(), &keys, &[]);
    assert!(honest.keys.iter().all(|(_, named)| *named));
}

#[test]
fn an_entry_of_another_ledger_has_no_place_here() {
    let draft = harpoon_ledger::Draft {
        kind: Kind::Goal,
        time: sample::time(1),
        body: json!({}),
    };
    let foreign = Entry::sign(draft, "other/1", harpoon_ledger::Salt::from_bytes([1; 32]), &agency()).unwrap();
    assert_eq!(log().push(foreign), Err(Fault::Ledger("other/1".to_owned())));
}

#[test]
fn entries_that_introduce_no_key_are_refused() {
    let (agency, client) = (agency(), client());
    let vkey = |key: &Signer| key.verifier().to_string();
    let mut log = log();
    for body in [
        json!({"role": "client"}),
        json!({"role": "owner", "vkey": vkey(&agency)}),
        json!({"role": "client", "vkey": vkey(&client)}),
        json!({"role": "agency", "vkey": vkey(&agency)}),
    ] {
        let refused = log.push(entry(20, Kind::Key, body.clone(), &agency));
        assert!(matches!(refused, Err(Fault::Introduction(_))), "{body}");
    }
    let withheld = sample::introduction(30, &Signer::from_seed("new", Role::Client, &[5; 32]).unwrap()).withheld();
    assert!(matches!(log.push(withheld), Err(Fault::Introduction(_))));
}

#[test]
fn a_checkpoint_over_another_number_of_entries_is_found() {
    let log = log();
    let sample = Sample::of(&log, &agency());
    let claim = |size: u64| Checkpoint { size, ..log.head() }.sign(&agency()).into_bytes();
    for (size, expected) in [
        (5, vec!["root", "tail"]),
        (7, vec!["missing"]),
        (u64::MAX, vec!["missing"]),
        (0, vec!["root", "tail", "key_file", "key_file"]),
    ] {
        let checkpoint = claim(size);
        let files = Files {
            checkpoint: &checkpoint,
            ..sample.files()
        };
        assert_eq!(words(&verify(files, &trusted(), &[])), expected, "{size}");
    }
}
