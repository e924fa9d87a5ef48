//! [`Log`]: entries in order, their leaves, and the keys that entries introduce. In memory; no files, no trust.

use std::collections::HashMap;

use crate::checkpoint::Checkpoint;
use crate::digest::Digest;
use crate::entry::{Body, Entry, Kind};
use crate::key::{KeyId, Role, Verifier, plain};
use crate::merkle;

/// A key as the ledger introduces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduced {
    /// The key.
    pub key: Verifier,
    /// Whose it is said to be.
    pub role: Role,
    /// Place of the entry that introduces it, from 0.
    pub entry: u64,
}

/// Why an entry does not belong into a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It was signed for another ledger.
    #[error("it was signed for another ledger, `{0}`")]
    Ledger(String),
    /// It stands there already.
    #[error("it stands in the ledger already, as entry {}", .0 + 1)]
    Twice(u64),
    /// Nobody introduced its key.
    #[error("no earlier entry introduces its key {0}")]
    UnknownKey(KeyId),
    /// The signature is not over this entry.
    #[error("the signature of {0} is not over this entry: entry or signature was changed")]
    Signature(KeyId),
    /// An entry of kind `key` that introduces none.
    #[error("it introduces no key: {0}")]
    Introduction(&'static str),
}

/// Entries in order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    origin: String,
    entries: Vec<Entry>,
    leaves: Vec<Digest>,
    places: HashMap<Digest, u64>,
    keys: Vec<Introduced>,
}

impl Log {
    /// An empty log of this name.
    pub fn new(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            ..Self::default()
        }
    }

    /// Adds an entry, and says where it stands.
    pub fn push(&mut self, entry: Entry) -> Result<u64, Fault> {
        match self.fault(&entry, &[]) {
            Some(fault) => Err(fault),
            None => Ok(self.add(entry)),
        }
    }

    /// Why an entry may not follow, if so. Keys that are trusted from elsewhere go before those that entries introduce.
    pub(crate) fn fault(&self, entry: &Entry, trusted: &[Verifier]) -> Option<Fault> {
        if entry.ledger() != self.origin {
            return Some(Fault::Ledger(entry.ledger().to_owned()));
        }
        if let Some(place) = self.places.get(&entry.leaf()) {
            return Some(Fault::Twice(*place));
        }
        let trusted = trusted.iter().find(|key| key.id() == entry.by());
        let known = match (trusted, entry.kind()) {
            (Some(key), _) => Some(key),
            (None, Kind::Key) => None,
            (None, _) => self.key(entry.by()).map(|known| &known.key),
        };
        if entry.kind() == Kind::Key {
            return match introduction(entry) {
                Err(why) => Some(Fault::Introduction(why)),
                Ok(_) if self.key(entry.by()).is_some() => {
                    Some(Fault::Introduction("a key of this name and id is there"))
                }
                // A key that is known from elsewhere must be the very same, not just of the same name and id.
                Ok((key, _)) if known.is_some_and(|known| *known != key) || !entry.signed_by(&key) => {
                    Some(Fault::Signature(entry.by().clone()))
                }
                Ok(_) => None,
            };
        }
        match known {
            None => Some(Fault::UnknownKey(entry.by().clone())),
            Some(key) if !entry.signed_by(key) => Some(Fault::Signature(entry.by().clone())),
            Some(_) => None,
        }
    }

    /// Adds an entry without looking at it.
    pub(crate) fn add(&mut self, entry: Entry) -> u64 {
        let place = self.leaves.len() as u64;
        if let (Kind::Key, Ok((key, role))) = (entry.kind(), introduction(&entry)) {
            self.keys.push(Introduced {
                key,
                role,
                entry: place,
            });
        }
        self.places.entry(entry.leaf()).or_insert(place);
        self.leaves.push(entry.leaf());
        self.entries.push(entry);
        place
    }

    /// The log as it was when it had so many entries.
    #[must_use]
    pub fn first(&self, size: u64) -> Self {
        let mut log = Self::new(&self.origin);
        for entry in self.entries.iter().take(usize::try_from(size).unwrap_or(usize::MAX)) {
            log.add(entry.clone());
        }
        log
    }

    /// Name of the ledger.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Entries, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Their leaves.
    pub fn leaves(&self) -> &[Digest] {
        &self.leaves
    }

    /// Place of the entry with this leaf.
    pub fn place(&self, leaf: Digest) -> Option<u64> {
        self.places.get(&leaf).copied()
    }

    /// Keys that entries introduce.
    pub fn keys(&self) -> &[Introduced] {
        &self.keys
    }

    /// The key of this name and id.
    pub fn key(&self, id: &KeyId) -> Option<&Introduced> {
        self.keys.iter().find(|known| known.key.id() == id)
    }

    /// The head as it is now.
    pub fn head(&self) -> Checkpoint {
        Checkpoint {
            origin: self.origin.clone(),
            size: self.leaves.len() as u64,
            root: merkle::root(&self.leaves),
        }
    }
}

/// The key that an entry of kind `key` introduces; it signs for itself.
pub(crate) fn introduction(entry: &Entry) -> Result<(Verifier, Role), &'static str> {
    if matches!(entry.body(), Body::Withheld { .. }) {
        return Err("its body is withheld");
    }
    let role = entry
        .text("role")
        .and_then(Role::from_word)
        .ok_or("`role` is neither agency nor client")?;
    let key: Verifier = entry
        .text("vkey")
        .and_then(|text| text.parse().ok())
        .ok_or("`vkey` is no public key")?;
    if key.id() != entry.by() {
        return Err("a key is introduced by itself, and this one by another");
    }
    if !plain(key.id().name()) {
        return Err("the name of its key holds more than letters, digits, `.`, `-` and `_`");
    }
    Ok((key, role))
}
