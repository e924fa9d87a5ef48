//! [`Checkpoint`]: the signed head of a log (<https://c2sp.org/tlog-checkpoint>): its name, how many entries, their root.

use crate::digest::Digest;
use crate::key::{KeyId, Signer, Verifier};
use crate::note::{self, NoteError};

/// Head of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the ledger, chosen at random when it was made.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Digest,
}

/// Why a checkpoint is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// As a note it fails.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Its text is not that of a checkpoint.
    #[error("its text is not origin, size and root, each on a line")]
    Form,
}

/// A checkpoint whose signature holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// Keys whose signature holds.
    pub by: Vec<KeyId>,
    /// Signatures by keys that are not known here.
    pub unchecked: Vec<KeyId>,
}

impl Checkpoint {
    /// Its text, which is what gets signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())
    }

    /// As a signed note.
    pub fn sign(&self, key: &Signer) -> String {
        note::sign(&self.text(), key)
    }

    /// Checks a signed note and reads it. Extension lines are refused: we write none, and no tree vouches for them.
    pub fn open(bytes: &[u8], keys: &[Verifier]) -> Result<Signed, CheckpointError> {
        let opened = note::open(bytes, keys)?;
        Ok(Signed {
            checkpoint: Self::from_text(&opened.text).ok_or(CheckpointError::Form)?,
            by: opened.signed,
            unchecked: opened.unchecked,
        })
    }

    /// Reads a note without believing it.
    pub(crate) fn unchecked(bytes: &[u8]) -> Result<Self, CheckpointError> {
        let (text, _) = note::parts(bytes)?;
        Self::from_text(text).ok_or(CheckpointError::Form)
    }

    fn from_text(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.strip_suffix('\n')?.split('\n').collect();
        let [origin, size, root] = lines.as_slice() else {
            return None;
        };
        let head = Self {
            origin: (*origin).to_owned(),
            size: size.parse().ok()?,
            root: Digest::from_base64(root)?,
        };
        // A number has one spelling: no sign, no leading zeros.
        (!origin.is_empty() && head.text() == text).then_some(head)
    }
}
