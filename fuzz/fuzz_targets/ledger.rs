//! Lines, notes and proofs of a ledger: what is read is written back to the byte, and nothing else is taken.
#![no_main]

use harpoon_ledger::verify::Files;
use harpoon_ledger::{Entry, Proof, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(entry) = Entry::read(bytes) {
        assert_eq!(entry.line().as_bytes(), bytes, "two spellings of one entry");
    }
    if let Ok(proof) = Proof::read(bytes) {
        assert_eq!(proof.to_text().as_bytes(), bytes, "two spellings of one proof");
        assert!(proof.check(&[]).is_err(), "believed without a key");
    }
    let half = bytes.len() / 2;
    let files = Files {
        entries: &bytes[..half],
        checkpoint: &bytes[half..],
        keys: &[],
    };
    assert!(!verify(files, &[], &[]).sound(), "believed without a key");
});
