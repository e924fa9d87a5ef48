//! The proof that goes with a report.

use harpoon_ledger::proof::ProofError;
use harpoon_ledger::{Entry, Kind, Log, Proof, Role, Signer};
use serde_json::json;

use crate::sample::{ORIGIN, REPORT, Sample, agency, client, entry, log, trusted};

fn checkpoint(log: &Log) -> String {
    String::from_utf8(Sample::of(log, &agency()).checkpoint).unwrap()
}

#[test]
fn a_proof_is_a_tlog_proof_of_the_specification() {
    let log = log();
    let head = checkpoint(&log);
    let text = log.proof_for(5, &head).unwrap().to_text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "c2sp.org/tlog-proof@v1");
    assert!(lines[1].starts_with("extra ey"), "Base64 of an object");
    assert_eq!(lines[2], "index 5");
    // Six entries: the path of the last is its sibling and the root of the first four.
    assert_eq!(lines[3].len(), 44);
    assert_eq!(lines[4].len(), 44);
    assert_eq!(lines[5], "");
    assert_eq!(lines[6], ORIGIN);
    assert!(text.ends_with(&head));
}

#[test]
fn every_entry_can_be_proved() {
    let log = log();
    let keys = [agency().verifier().clone(), client().verifier().clone()];
    for index in 0..6 {
        let proof = log.proof_for(index, &checkpoint(&log)).unwrap();
        let read = Proof::read(proof.to_text().as_bytes()).unwrap();
        assert_eq!(read, proof);
        assert_eq!(read.check(&keys).unwrap().checkpoint.size, 6);
    }
    assert!(log.proof_for(6, &checkpoint(&log)).is_none());
}

#[test]
fn what_a_proof_does_not_prove() {
    let (log, keys) = (log(), trusted());
    let proof = |index| log.proof_for(index, &checkpoint(&log)).unwrap();
    assert!(matches!(
        proof(5).check_report(b"another", &keys),
        Err(ProofError::OtherFile { .. })
    ));
    assert!(matches!(
        proof(2).check_report(REPORT, &keys),
        Err(ProofError::NoReport("goal"))
    ));
    assert!(matches!(proof(4).check(&keys), Err(ProofError::Author(_))));
    assert!(matches!(proof(5).check(&[]), Err(ProofError::Checkpoint(_))));
    let mut moved = proof(5);
    moved.index = 4;
    assert!(matches!(moved.check(&keys), Err(ProofError::Elsewhere)));
    let mut withheld = proof(5);
    withheld.entry = withheld.entry.withheld();
    assert!(
        withheld.check(&keys).is_ok(),
        "the entry stands there, whatever it says"
    );
    assert!(matches!(
        withheld.check_report(REPORT, &keys),
        Err(ProofError::OtherFile { .. })
    ));
}

#[test]
fn an_entry_that_is_not_in_the_log_cannot_be_proved() {
    let log = log();
    let mut proof = log.proof_for(5, &checkpoint(&log)).unwrap();
    proof.entry = entry(
        6,
        Kind::Report,
        json!({"sha256": harpoon_ledger::Digest::of(b"forged").to_string()}),
        &agency(),
    );
    assert!(matches!(
        proof.check_report(b"forged", &trusted()),
        Err(ProofError::Elsewhere)
    ));
    // A head by a key that nobody named.
    let stranger = Signer::from_seed("studio.example", Role::Agency, &[1; 32]).unwrap();
    let forged = log.proof_for(5, &log.head().sign(&stranger)).unwrap();
    assert!(matches!(
        forged.check_report(REPORT, &trusted()),
        Err(ProofError::Checkpoint(_))
    ));
}

#[test]
fn what_is_no_proof_is_refused() {
    let log = log();
    let text = log.proof_for(5, &checkpoint(&log)).unwrap().to_text();
    for other in [
        String::new(),
        text.replace("@v1", "@v2"),
        text.replace("index 5", "index 05"),
        text.replace("index 5", "index -1"),
        text.replace("extra ", "extra  "),
        text.replace("\n\nstudio", "\nstudio"),
        text.replacen("=\n", "\n", 2),
        format!(
            "{}{}",
            text.split_once("index").unwrap().0,
            "index 5\n".to_owned() + &"A".repeat(43) + "=\n\nx"
        ),
    ] {
        assert!(Proof::read(other.as_bytes()).is_err(), "{other}");
    }
}

#[test]
fn an_entry_is_a_signed_note_for_whoever_has_other_tools() {
    let entry: Entry = log().entries()[2].clone();
    let text = entry.signed_text();
    assert!(text.starts_with("harpoon-ledger-entry@v1\n{\"by\":\"studio.example+"));
    let line: serde_json::Value = serde_json::from_str(&entry.line()).unwrap();
    assert!(line["signature"].as_str().is_some_and(|coded| coded.len() == 88));
    let note = harpoon_ledger::note::sign(&text, &agency());
    let opened = harpoon_ledger::note::open(note.as_bytes(), &trusted()).unwrap();
    assert_eq!(opened.text, text);
}
