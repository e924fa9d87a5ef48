//! Figures of the ledger as JSON: `cargo run --release -p harpoon-ledger --example figures -- 10000`.
//!
//! Seconds are wall time, best of five; everything is in memory.

use std::io::{self, Write};
use std::time::Instant;

use harpoon_ledger::entry::EntryError;
use harpoon_ledger::verify::Files;
use harpoon_ledger::{Draft, Entry, Kind, Log, Role, Salt, Signer, verify};
use jiff::Timestamp;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let entries: u32 = std::env::args().nth(1).map_or(Ok(10_000), |n| n.parse())?;
    let key = Signer::from_seed("studio.example", Role::Agency, &[7; 32])?;
    let start = Instant::now();
    let log = made(entries, &key)?;
    let made_s = start.elapsed().as_secs_f64();
    let text: String = log.entries().iter().map(|entry| entry.line() + "\n").collect();
    let checkpoint = log.head().sign(&key);
    let files = Files {
        entries: text.as_bytes(),
        checkpoint: checkpoint.as_bytes(),
        keys: &[],
    };
    let keys = [key.verifier().clone()];
    let verify_s = best(|| verify(files, &keys, &[]).sound());
    let last = u64::from(entries) - 1;
    let proof = log.proof_for(last, &checkpoint).ok_or("no proof")?;
    let proof_s = best(|| proof.check(&keys).is_ok());
    let figures = json!({
        "entries": entries,
        "bytes": text.len(),
        "made_and_signed_s": made_s,
        "verified_s": verify_s,
        "proof_bytes": proof.to_text().len(),
        "proof_checked_s": proof_s,
        "debug_assertions": cfg!(debug_assertions),
    });
    writeln!(io::stdout(), "{figures}")?;
    Ok(())
}

fn made(entries: u32, key: &Signer) -> Result<Log, Box<dyn std::error::Error>> {
    let mut log = Log::new("studio.example/0011223344556677");
    let introduction = json!({"role": "agency", "vkey": key.verifier().to_string()});
    log.push(signed(0, Kind::Key, introduction, key)?)?;
    for number in 1..entries {
        let body =
            json!({"version": number, "tables": {"posts": number * 7, "events": number * 31}, "note": "daily load"});
        log.push(signed(number, Kind::DataVersion, body, key)?)?;
    }
    Ok(log)
}

fn signed(number: u32, kind: Kind, body: Value, key: &Signer) -> Result<Entry, EntryError> {
    let mut salt = [0; 32];
    salt[..4].copy_from_slice(&number.to_be_bytes());
    let time = Timestamp::UNIX_EPOCH;
    Entry::sign(
        Draft { kind, time, body },
        "studio.example/0011223344556677",
        Salt::from_bytes(salt),
        key,
    )
}

/// Best of five, or nothing where it does not hold.
fn best(mut holds: impl FnMut() -> bool) -> Option<f64> {
    let once = |_| {
        let start = Instant::now();
        holds().then(|| start.elapsed().as_secs_f64())
    };
    (0..5)
        .map(once)
        .collect::<Option<Vec<_>>>()?
        .into_iter()
        .reduce(f64::min)
}
