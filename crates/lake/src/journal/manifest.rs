//! [`Manifest`]: what the journal was made of and where it lies. Written last, in one step: a journal counts from then on.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use bytes::Bytes;
use harpoon_core::event::EventKind;
use serde::{Deserialize, Serialize};

use crate::store::durable::Disk;
use crate::store::{ImportRow, StoreError};

/// Grows with every change of the files' meaning.
const FORMAT: u32 = 2;
/// Name of the file.
const NAME: &str = "manifest.json";

/// A journal on disk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    /// Words of the kinds of event, in the order of the numbers that rows hold.
    kinds: Vec<String>,
    /// The setting under which people were told apart.
    pub(super) shared_above: usize,
    /// Ids of the imports it holds, in the order of the numbers that rows hold.
    pub(super) imports: Vec<String>,
    /// Keys are told apart by so many leading bits into ranges.
    pub(super) bits: u32,
    /// Number of the next run's folder.
    pub(super) next: u64,
    /// Whether events that name nobody hang on the deeds of somebody.
    pub(super) loose: bool,
    /// The first holds the most; later ones what came later.
    pub(super) runs: Vec<RunOf>,
}

/// A run on disk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct RunOf {
    /// Number of its folder.
    pub(super) number: u64,
    /// Rows in it.
    pub(super) rows: u64,
    /// Its ranges are told apart by so many bits.
    pub(super) bits: u32,
    /// How many pairs of files it has.
    pub(super) files: u32,
    /// Where each range lies, in order of the ranges; ranges without rows are not listed.
    pub(super) parts: Vec<PartOf>,
    /// Whose journeys it tells whole: earlier runs say nothing of these keys. Sorted.
    pub(super) whole: Vec<u64>,
}

/// Row groups of one range.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct PartOf {
    pub(super) range: u32,
    pub(super) file: u32,
    /// First row group of the steps, and how many.
    pub(super) steps: (u32, u32),
    /// First row group of the people, and how many.
    pub(super) people: (u32, u32),
}

impl Manifest {
    /// Of a journal without runs.
    pub(super) fn new(shared_above: usize, bits: u32, next: u64) -> Self {
        Self {
            format: FORMAT,
            kinds: kinds(),
            shared_above,
            imports: Vec::new(),
            bits,
            next,
            loose: false,
            runs: Vec::new(),
        }
    }

    /// The manifest in a folder; `None` where there is none, or none that can be read.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join(NAME);
        match fs::read(&path) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::io("read", &path)(e)),
        }
    }

    /// Puts it in the place of the one before.
    pub(super) fn write(&self, folder: &Path, disk: &Disk) -> Result<(), StoreError> {
        let path = folder.join(NAME);
        let bytes = Bytes::from(serde_json::to_vec(self).map_err(StoreError::encode)?);
        disk.replace(&path, &[bytes]).map_err(StoreError::io("write", &path))
    }

    /// Whether its numbers mean what they mean now.
    pub(super) fn is_readable(&self) -> bool {
        self.format == FORMAT && self.kinds == kinds()
    }

    /// Whether it holds these imports and no others.
    pub(super) fn holds(&self, imports: &[&ImportRow]) -> bool {
        let held: BTreeSet<&str> = self.imports.iter().map(String::as_str).collect();
        held.len() == imports.len() && imports.iter().all(|import| held.contains(import.import_id.as_str()))
    }

    /// Rows of all runs.
    pub(super) fn rows(&self) -> u64 {
        self.runs.iter().map(|run| run.rows).sum()
    }
}

fn kinds() -> Vec<String> {
    EventKind::ALL.iter().map(ToString::to_string).collect()
}

/// Place of a kind among all.
pub(super) fn place(kind: EventKind) -> u8 {
    let at = EventKind::ALL.iter().position(|other| *other == kind);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

/// The kind at a place.
pub(super) fn kind_at(place: usize) -> Option<EventKind> {
    EventKind::ALL.get(place).copied()
}

/// The bit of a kind in a mask.
pub(super) fn bit(kind: EventKind) -> u64 {
    1_u64.checked_shl(u32::from(place(kind))).unwrap_or(0)
}

/// Range of a key at so many bits.
pub(super) fn range(key: u64, bits: u32) -> u64 {
    key.checked_shr(u64::BITS - bits).unwrap_or(0)
}
