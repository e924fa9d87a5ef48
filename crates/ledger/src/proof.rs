//! [`Proof`]: a small file that goes with a report, so that report, proof and public key are enough to check it.
//!
//! The format is that of <https://c2sp.org/tlog-proof>: the entry's line as extra data, its place, the hashes up to the
//! root, and the checkpoint. It is read strictly: another spelling of the same proof is refused.

use std::ops::Range;

use crate::checkpoint::{Checkpoint, CheckpointError, Signed};
use crate::digest::{Digest, base64, unbase64};
use crate::entry::{Entry, EntryError, Kind};
use crate::key::{KeyId, Verifier};
use crate::log::Log;
use crate::merkle;

/// First line.
pub(crate) const HEAD: &str = "c2sp.org/tlog-proof@v1";
/// A tree of 2^64 entries is no higher.
const HIGHEST: usize = 64;

/// That an entry stands in a log whose head is signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The entry.
    pub entry: Entry,
    /// Its place, from 0.
    pub index: u64,
    /// Hashes up to the root.
    pub path: Vec<Digest>,
    /// The checkpoint, as it was signed.
    pub checkpoint: String,
}

/// Why a proof does not hold.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// Not of the form of a proof.
    #[error("it is no proof: {0}")]
    Form(&'static str),
    /// The entry in it cannot be read.
    #[error("the entry in it cannot be read")]
    Entry(#[from] EntryError),
    /// The checkpoint in it is not believed.
    #[error("the checkpoint in it is not to be believed")]
    Checkpoint(#[from] CheckpointError),
    /// The hashes lead elsewhere.
    #[error("the entry does not stand in the log that was signed")]
    Elsewhere,
    /// The entry is for another ledger.
    #[error("the entry was signed for another ledger, `{0}`")]
    Ledger(String),
    /// The author's key was not given.
    #[error("the entry is signed by {0}, whose public key was not given")]
    Author(KeyId),
    /// The author has not signed this.
    #[error("the signature of {0} is not over this entry: entry or signature was changed")]
    Signature(KeyId),
    /// The file is not the one that the entry names.
    #[error("the file is not the one that was issued: its SHA-256 is {file}, the signed one {signed}")]
    OtherFile {
        /// Of the file at hand.
        file: Digest,
        /// Of the entry.
        signed: String,
    },
    /// The entry issues no file.
    #[error("its entry, of kind {0}, issues no report")]
    NoReport(&'static str),
}

impl Log {
    /// Proof that the entry at this place stands under this checkpoint, which must be the head of this very log.
    /// `None` where there is no such entry.
    pub fn proof_for(&self, index: u64, checkpoint: &str) -> Option<Proof> {
        let at = usize::try_from(index).ok()?;
        Some(Proof {
            entry: self.entries().get(at)?.clone(),
            index,
            path: merkle::inclusion(self.leaves(), at)?,
            checkpoint: checkpoint.to_owned(),
        })
    }
}

impl Proof {
    /// As a file.
    pub fn to_text(&self) -> String {
        let hashes: String = self.path.iter().map(|hash| hash.to_base64() + "\n").collect();
        let (extra, index) = (base64(self.entry.line().as_bytes()), self.index);
        format!("{HEAD}\nextra {extra}\nindex {index}\n{hashes}\n{}", self.checkpoint)
    }

    /// Reads a file. Nothing is believed yet.
    pub fn read(bytes: &[u8]) -> Result<Self, ProofError> {
        let text = str::from_utf8(bytes).map_err(|_| ProofError::Form("it is not UTF-8"))?;
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or(ProofError::Form("it holds no checkpoint"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(HEAD) {
            return Err(ProofError::Form("its first line is another"));
        }
        let extra = lines.next().and_then(|line| unbase64(line.strip_prefix("extra ")?));
        let index = lines.next().and_then(|line| line.strip_prefix("index ")?.parse().ok());
        let path: Option<Vec<Digest>> = lines.map(Digest::from_base64).collect();
        let (Some(extra), Some(index), Some(path)) = (extra, index, path) else {
            return Err(ProofError::Form(
                "`extra`, `index` and hashes are not as they should be",
            ));
        };
        if path.len() > HIGHEST {
            return Err(ProofError::Form("it has too many hashes"));
        }
        Checkpoint::unchecked(checkpoint.as_bytes())?;
        let proof = Self {
            entry: Entry::read(&extra)?,
            index,
            path,
            checkpoint: checkpoint.to_owned(),
        };
        if proof.to_text().as_bytes() != bytes {
            return Err(ProofError::Form("it is spelled otherwise than we write it"));
        }
        Ok(proof)
    }

    /// Checks it: one of the keys signed the head, the entry stands in the tree, and its author's key, which must be
    /// among them, signed the entry.
    pub fn check(&self, keys: &[Verifier]) -> Result<Signed, ProofError> {
        let signed = Checkpoint::open(self.checkpoint.as_bytes(), keys)?;
        let head = &signed.checkpoint;
        if self.entry.ledger() != head.origin {
            return Err(ProofError::Ledger(self.entry.ledger().to_owned()));
        }
        let author = self.entry.by();
        let Some(key) = keys.iter().find(|key| key.id() == author) else {
            return Err(ProofError::Author(author.clone()));
        };
        if !self.entry.signed_by(key) {
            return Err(ProofError::Signature(author.clone()));
        }
        let root = merkle::root_from_inclusion(self.entry.leaf(), self.index, head.size, &self.path);
        if root != Some(head.root) {
            return Err(ProofError::Elsewhere);
        }
        Ok(signed)
    }

    /// Checks it, and that its entry issues this very file.
    pub fn check_report(&self, report: &[u8], keys: &[Verifier]) -> Result<Signed, ProofError> {
        let signed = self.check(keys)?;
        if !matches!(self.entry.kind(), Kind::Report | Kind::Restatement) {
            return Err(ProofError::NoReport(self.entry.kind().word()));
        }
        let file = Digest::of(report);
        match self.entry.text("sha256") {
            Some(issued) if issued == file.to_string() => Ok(signed),
            other => Err(ProofError::OtherFile {
                file,
                signed: other.unwrap_or("withheld").to_owned(),
            }),
        }
    }

    /// Entries that each hash of the path stands for, and first the entry's own place: where one differs from a log,
    /// the log was changed there.
    pub(crate) fn covers(&self, size: u64) -> Vec<(Range<u64>, Digest)> {
        let (mut start, mut length, mut siblings) = (0, size, Vec::new());
        while length > 1 {
            let left = 1 << (u64::BITS - 1 - (length - 1).leading_zeros());
            if self.index < start + left {
                siblings.push(start + left..start + length);
                length = left;
            } else {
                siblings.push(start..start + left);
                start += left;
                length -= left;
            }
        }
        siblings.reverse();
        let mut covers = vec![(self.index..self.index + 1, self.entry.leaf())];
        covers.extend(siblings.into_iter().zip(self.path.iter().copied()));
        covers
    }
}
