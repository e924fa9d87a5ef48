//! [`verify`]: checks a ledger from its bytes: every line, every signature, the root, and what was signed before.
//!
//! All findings are told at once. Work goes from cheap to dear: spelling, leaf, root, then signatures.

use crate::checkpoint::{Checkpoint, CheckpointError, Signed};
use crate::digest::Digest;
use crate::entry::{Body, Entry, EntryError, Kind};
use crate::key::{KeyId, Verifier};
use crate::log::{Fault, Introduced, Log};
use crate::merkle;
use crate::proof::{HEAD, Proof, ProofError};

/// The files of a ledger.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// `entries.jsonl`.
    pub entries: &'a [u8],
    /// `checkpoint`.
    pub checkpoint: &'a [u8],
    /// `keys/*.pub`, by name; may be none.
    pub keys: &'a [(String, Vec<u8>)],
}

/// What somebody kept from before: a checkpoint, or the proof that came with a report.
#[derive(Clone, Copy, Debug)]
pub struct Older<'a> {
    /// How to call it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Something that is not as it should be.
#[derive(Debug)]
pub struct Finding {
    /// In which file.
    pub file: String,
    /// In which line, from 1.
    pub line: Option<u64>,
    /// What.
    pub found: Found,
}

/// What can be found.
#[derive(Debug, thiserror::Error)]
pub enum Found {
    /// A line is no entry in canonical spelling.
    #[error("the line was damaged or changed: {0}")]
    Line(EntryError),
    /// An entry does not belong there.
    #[error("{0}")]
    Fault(Fault),
    /// The head is not believed.
    #[error("the checkpoint is not to be believed: {0}")]
    Checkpoint(CheckpointError),
    /// The entries do not have the root that was signed.
    #[error("the {0} entries are not those that were signed: their root is another")]
    Root(u64),
    /// Entries are gone.
    #[error("{signed} entries were signed, and {there} are there: the end was cut off")]
    Missing {
        /// By the checkpoint.
        signed: u64,
        /// In the file.
        there: u64,
    },
    /// Bytes after what was signed.
    #[error(
        "{bytes} bytes in {lines} whole lines and {torn} torn ones follow what was signed; they are not part of the ledger. \
         One line or less is what an interrupted write leaves, and the next entry takes it off"
    )]
    Tail {
        /// How many.
        bytes: usize,
        /// Whole lines among them.
        lines: usize,
        /// A line without its end, 1 or 0.
        torn: usize,
    },
    /// A key file is not what the ledger says.
    #[error("it is not the text of a key that the ledger introduces under this name")]
    KeyFile,
    /// Something kept from before cannot be used.
    #[error("it cannot be used: {0}")]
    Unusable(String),
    /// The log has fewer entries than were signed before.
    #[error("it was signed over {before} entries; the ledger now has {now}: entries {} to {before} were cut off", now + 1)]
    CutOff {
        /// Then.
        before: u64,
        /// Now.
        now: u64,
    },
    /// The log is not a continuation of what was signed before.
    #[error("the ledger was rewritten since: the change is among entries {from} to {to}")]
    Rewritten {
        /// First entry that may differ, from 1.
        from: u64,
        /// Last.
        to: u64,
    },
}

impl Found {
    /// A word for programs.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Line(_) => "line",
            Self::Fault(Fault::Ledger(_)) => "other_ledger",
            Self::Fault(Fault::Twice(_)) => "twice",
            Self::Fault(Fault::UnknownKey(_)) => "unknown_key",
            Self::Fault(Fault::Signature(_)) => "signature",
            Self::Fault(Fault::Introduction(_)) => "introduction",
            Self::Checkpoint(_) => "checkpoint",
            Self::Root(_) => "root",
            Self::Missing { .. } => "missing",
            Self::Tail { .. } => "tail",
            Self::KeyFile => "key_file",
            Self::Unusable(_) => "unusable",
            Self::CutOff { .. } => "cut_off",
            Self::Rewritten { .. } => "rewritten",
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Verdict {
    /// The head, if one of the keys given has signed it.
    pub head: Option<Signed>,
    /// Entries that were read, good or bad; lines that are no entries are missing here.
    pub log: Log,
    /// How many have their body withheld.
    pub withheld: u64,
    /// Keys that entries introduce, and whether the caller named them.
    pub keys: Vec<(Introduced, bool)>,
    /// What was kept from before and agrees with this ledger: name and number of entries.
    pub continues: Vec<(String, u64)>,
    /// All that is wrong.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Places of entries that issue the file with this digest.
    pub fn issues(&self, file: Digest) -> Vec<u64> {
        places(&self.log, "sha256", file)
    }

    /// Places of entries that restate the file with this digest.
    pub fn restates(&self, file: Digest) -> Vec<u64> {
        places(&self.log, "restates", file)
    }

    fn find(&mut self, file: &str, line: Option<u64>, found: Found) {
        let file = file.to_owned();
        self.findings.push(Finding { file, line, found });
    }
}

fn places(log: &Log, field: &str, file: Digest) -> Vec<u64> {
    let name = file.to_string();
    let issues =
        |entry: &Entry| matches!(entry.kind(), Kind::Report | Kind::Restatement) && entry.text(field) == Some(&name);
    let places = (0..).zip(log.entries()).filter(|(_, entry)| issues(entry));
    places.map(|(place, _)| place).collect()
}

/// Checks the files of a ledger against keys that the caller trusts, and what was kept from before.
pub fn verify(files: Files<'_>, keys: &[Verifier], older: &[Older<'_>]) -> Verdict {
    let head = Checkpoint::open(files.checkpoint, keys);
    // A head that is not believed still says which ledger it claims to be, so that its lines can be looked at.
    let claimed = match &head {
        Ok(signed) => Some(signed.checkpoint.clone()),
        Err(_) => Checkpoint::unchecked(files.checkpoint).ok(),
    };
    let origin = claimed.map_or_else(|| first_ledger(files.entries), |claimed| claimed.origin);
    let mut verdict = Verdict {
        head: None,
        log: Log::new(&origin),
        withheld: 0,
        keys: Vec::new(),
        continues: Vec::new(),
        findings: Vec::new(),
    };
    let signed = match head {
        Ok(signed) => Some(signed),
        Err(error) => {
            verdict.find("checkpoint", None, Found::Checkpoint(error));
            None
        }
    };
    let size = signed.as_ref().map(|signed| signed.checkpoint.size);
    let (lines, tail) = split(files.entries, size);
    let leaves = read_lines(&mut verdict, &lines, keys);
    if let Some(Signed { checkpoint, .. }) = &signed {
        check_root(&mut verdict, checkpoint, &leaves);
    }
    if !tail.is_empty() {
        verdict.find("entries.jsonl", Some(lines.len() as u64 + 1), found_tail(tail));
    }
    verdict.head = signed;
    let named = |known: &Introduced| keys.contains(&known.key);
    verdict.keys = verdict
        .log
        .keys()
        .iter()
        .map(|known| (known.clone(), named(known)))
        .collect();
    check_key_files(&mut verdict, files.keys);
    check_older(&mut verdict, &leaves, keys, older);
    verdict
}

/// The lines that were signed, all whole ones where nothing is known of that; and the bytes that follow.
pub(crate) fn split(entries: &[u8], size: Option<u64>) -> (Vec<&[u8]>, &[u8]) {
    let most = size.map_or(usize::MAX, |size| usize::try_from(size).unwrap_or(usize::MAX));
    let (mut lines, mut rest) = (Vec::new(), entries);
    while lines.len() < most
        && let Some(end) = rest.iter().position(|b| *b == b'\n')
    {
        lines.push(&rest[..end]);
        rest = &rest[end + 1..];
    }
    (lines, rest)
}

fn found_tail(tail: &[u8]) -> Found {
    let lines = tail.split(|b| *b == b'\n').count() - 1;
    Found::Tail {
        bytes: tail.len(),
        lines,
        torn: usize::from(!tail.ends_with(b"\n")),
    }
}

/// Name of the ledger that the first line is for, where the checkpoint does not say.
fn first_ledger(entries: &[u8]) -> String {
    let first = entries.split(|b| *b == b'\n').next().unwrap_or_default();
    Entry::read(first).map_or_else(|_| String::new(), |entry| entry.ledger().to_owned())
}

/// Reads each line, and returns the leaves; what is no entry keeps its place by a leaf of its own.
fn read_lines(verdict: &mut Verdict, lines: &[&[u8]], keys: &[Verifier]) -> Vec<Digest> {
    let mut leaves = Vec::with_capacity(lines.len());
    for (number, line) in (1..).zip(lines) {
        let entry = match Entry::read(line) {
            Ok(entry) => entry,
            Err(error) => {
                verdict.find("entries.jsonl", Some(number), Found::Line(error));
                leaves.push(merkle::leaf(line));
                continue;
            }
        };
        if let Some(fault) = verdict.log.fault(&entry, keys) {
            verdict.find("entries.jsonl", Some(number), Found::Fault(fault));
        }
        verdict.withheld += u64::from(matches!(entry.body(), Body::Withheld { .. }));
        leaves.push(entry.leaf());
        verdict.log.add(entry);
    }
    leaves
}

fn check_root(verdict: &mut Verdict, head: &Checkpoint, leaves: &[Digest]) {
    let there = leaves.len() as u64;
    if there < head.size {
        let signed = head.size;
        verdict.find("entries.jsonl", None, Found::Missing { signed, there });
    } else if merkle::root(leaves) != head.root {
        verdict.find("entries.jsonl", None, Found::Root(head.size));
    }
}

fn check_key_files(verdict: &mut Verdict, files: &[(String, Vec<u8>)]) {
    for (name, bytes) in files {
        let text = verdict
            .log
            .keys()
            .iter()
            .find(|known| key_file(known.key.id()) == *name);
        if text.is_none_or(|known| format!("{}\n", known.key).as_bytes() != bytes) {
            verdict.find(&format!("keys/{name}"), None, Found::KeyFile);
        }
    }
}

/// Name of the file of a public key.
pub(crate) fn key_file(id: &KeyId) -> String {
    format!("{id}.pub")
}

fn check_older(verdict: &mut Verdict, leaves: &[Digest], keys: &[Verifier], older: &[Older<'_>]) {
    let now = leaves.len() as u64;
    let mut rewritten = Vec::new();
    for one in older {
        let (head, proof) = match open_older(one.bytes, keys) {
            Ok(opened) => opened,
            Err(why) => {
                verdict.find(one.name, None, Found::Unusable(why));
                continue;
            }
        };
        if head.origin != verdict.log.origin() {
            let why = format!("it is of another ledger, `{}`", head.origin);
            verdict.find(one.name, None, Found::Unusable(why));
        } else if head.size > now {
            verdict.find(one.name, None, Found::CutOff { before: head.size, now });
        } else if merkle::root(&leaves[..index(head.size)]) == head.root {
            verdict.continues.push((one.name.to_owned(), head.size));
        } else {
            rewritten.push((one.name, head, proof));
        }
    }
    // What agrees shows how far the log is unchanged; the change lies behind.
    let agreed = verdict.continues.iter().map(|(_, size)| *size).max().unwrap_or(0);
    for (name, head, proof) in rewritten {
        let differs = proof.and_then(|proof| {
            let covers = proof.covers(head.size).into_iter();
            let differing =
                covers.filter(|(range, hash)| merkle::root(&leaves[index(range.start)..index(range.end)]) != *hash);
            differing
                .map(|(range, _)| range)
                .min_by_key(|range| range.end - range.start)
        });
        let range = differs.unwrap_or(agreed..head.size);
        let (from, to) = (range.start.max(agreed.min(range.end - 1)) + 1, range.end);
        verdict.find(name, None, Found::Rewritten { from, to });
    }
}

fn open_older(bytes: &[u8], keys: &[Verifier]) -> Result<(Checkpoint, Option<Proof>), String> {
    if bytes.starts_with(HEAD.as_bytes()) {
        let proof = Proof::read(bytes).map_err(|e| e.to_string())?;
        return match proof.check(keys) {
            Ok(signed) => Ok((signed.checkpoint, Some(proof))),
            // The head counts here; who wrote the entry does not.
            Err(ProofError::Author(_)) => open_older(proof.checkpoint.as_bytes(), keys),
            Err(error) => Err(error.to_string()),
        };
    }
    let signed = Checkpoint::open(bytes, keys).map_err(|e| e.to_string())?;
    Ok((signed.checkpoint, None))
}

fn index(place: u64) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
