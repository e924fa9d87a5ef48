//! A small ledger in memory, the same at every run.

use harpoon_ledger::verify::{Files, Verdict};
use harpoon_ledger::{Digest, Draft, Entry, Kind, Log, Older, Role, Salt, Signer, Verifier, verify};
use jiff::Timestamp;
use serde_json::{Value, json};

pub(crate) const ORIGIN: &str = "studio.example/0011223344556677";
pub(crate) const REPORT: &[u8] = b"<!doctype html>\n<title>March</title>\n<p>87 new followers of 100.\n";

pub(crate) fn agency() -> Signer {
    Signer::from_seed("studio.example", Role::Agency, &[7; 32]).unwrap()
}

pub(crate) fn client() -> Signer {
    Signer::from_seed("bakery.example", Role::Client, &[9; 32]).unwrap()
}

/// An entry whose salt and time follow from its number.
pub(crate) fn entry(number: u8, kind: Kind, body: Value, key: &Signer) -> Entry {
    let draft = Draft {
        kind,
        time: time(i64::from(number)),
        body,
    };
    Entry::sign(draft, ORIGIN, Salt::from_bytes([number; 32]), key).unwrap()
}

/// Hours after the first of March 2026.
pub(crate) fn time(hours: i64) -> Timestamp {
    Timestamp::from_second(1_772_323_200 + hours * 3600).unwrap()
}

pub(crate) fn introduction(number: u8, key: &Signer) -> Entry {
    let body = json!({"role": key.role().word(), "vkey": key.verifier().to_string()});
    entry(number, Kind::Key, body, key)
}

/// Two keys, a goal, its revision, the client's agreement, a report.
pub(crate) fn log() -> Log {
    let (agency, client) = (agency(), client());
    let mut log = Log::new(ORIGIN);
    log.push(introduction(0, &agency)).unwrap();
    log.push(introduction(1, &client)).unwrap();
    let goal = json!({"goal": "g1", "kpi": "followers_gained", "target": "100", "by": null, "every": "month"});
    log.push(entry(2, Kind::Goal, goal, &agency)).unwrap();
    let why = "two posts were \"lost\"\n\tto a café's strike 🥐";
    let revision = json!({"goal": "g1", "target": "80", "why": why, "steps": [1, 2, {"a": true}]});
    let revised = entry(3, Kind::Revision, revision, &agency);
    let leaf = revised.leaf();
    log.push(revised).unwrap();
    log.push(entry(4, Kind::Agreement, json!({"entry": leaf.to_string()}), &client))
        .unwrap();
    let report = json!({"sha256": Digest::of(REPORT).to_string(), "month": "2026-03"});
    log.push(entry(5, Kind::Report, report, &agency)).unwrap();
    log
}

/// The files of a log.
pub(crate) struct Sample {
    pub(crate) entries: Vec<u8>,
    pub(crate) checkpoint: Vec<u8>,
    pub(crate) keys: Vec<(String, Vec<u8>)>,
}

impl Sample {
    pub(crate) fn of(log: &Log, keeper: &Signer) -> Self {
        let lines = log.entries().iter().map(|entry| entry.line() + "\n");
        let keys = log
            .keys()
            .iter()
            .map(|known| (format!("{}.pub", known.key.id()), format!("{}\n", known.key).into()));
        Self {
            entries: lines.collect::<String>().into_bytes(),
            checkpoint: log.head().sign(keeper).into_bytes(),
            keys: keys.collect(),
        }
    }

    pub(crate) fn files(&self) -> Files<'_> {
        Files {
            entries: &self.entries,
            checkpoint: &self.checkpoint,
            keys: &self.keys,
        }
    }

    pub(crate) fn verify(&self, older: &[Older<'_>]) -> Verdict {
        verify(self.files(), &trusted(), older)
    }
}

pub(crate) fn trusted() -> [Verifier; 1] {
    [agency().verifier().clone()]
}

/// Words of what was found.
pub(crate) fn words(verdict: &Verdict) -> Vec<&'static str> {
    verdict.findings.iter().map(|finding| finding.found.word()).collect()
}
