//! A segment: a file of frames with a head that says what the segment before it surely holds.
//!
//! The name is the first offset in twenty digits and `.wal`. The head:
//!
//! | bytes | what |
//! |---|---|
//! | 0–7 | `harpwal\n` |
//! | 8–11 | version of the format, 1 |
//! | 12–15 | CRC-32C over bytes 16–63 |
//! | 16–31 | id of the log |
//! | 32–39 | offset of the first record |
//! | 40–47 | first offset of the segment before; all ones when there is none |
//! | 48–55 | offset after the last record of the segment before |
//! | 56–63 | bytes of the segment before, up to the end of its last record |
//!
//! The last three are the **seal** of the segment before. It holds every record up to there, and none beyond: what a
//! failed write left behind it does not exist. A segment gets its name only when its head is durable, so a head that does
//! not check is damage, never the work of a power loss.

use std::ops::Range;
use std::sync::Arc;

use crate::bytes::{Walk, size};
use crate::checksum::Checksum;

/// Bytes of the head.
pub(crate) const HEAD: usize = 64;
const MAGIC: [u8; 8] = *b"harpwal\n";
const VERSION: u32 = 1;
const NONE_BEFORE: u64 = u64::MAX;

/// Where a segment ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seal {
    /// Its first offset, which is its name.
    pub(crate) first: u64,
    /// The offset after its last record.
    pub(crate) next: u64,
    /// Bytes up to the end of its last record.
    pub(crate) length: u64,
}

/// The head of a segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) id: u128,
    pub(crate) first: u64,
    pub(crate) before: Option<Seal>,
}

/// Why a head cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadFault {
    Damaged,
    /// Of a version that this program does not know.
    Newer(u32),
}

impl Head {
    pub(crate) fn bytes(&self) -> [u8; HEAD] {
        let before = self.before.unwrap_or(Seal {
            first: NONE_BEFORE,
            next: 0,
            length: 0,
        });
        let mut bytes = [0; HEAD];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        bytes[16..32].copy_from_slice(&self.id.to_le_bytes());
        for (at, number) in [self.first, before.first, before.next, before.length]
            .into_iter()
            .enumerate()
        {
            bytes[32 + 8 * at..][..8].copy_from_slice(&number.to_le_bytes());
        }
        let checksum = Checksum::of(&bytes[16..]).value();
        bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, HeadFault> {
        let body = versioned(bytes, MAGIC, VERSION, HEAD)?;
        let mut walk = Walk(body);
        let mut parsed = || {
            let (id, first) = (walk.u128()?, walk.u64()?);
            let before = Seal {
                first: walk.u64()?,
                next: walk.u64()?,
                length: walk.u64()?,
            };
            Some(Self {
                id,
                first,
                before: (before.first != NONE_BEFORE).then_some(before),
            })
        };
        parsed().ok_or(HeadFault::Damaged)
    }
}

/// What follows magic, version and checksum, which begin every small file of ours, when all of them are right.
pub(crate) fn versioned(bytes: &[u8], magic: [u8; 8], version: u32, length: usize) -> Result<&[u8], HeadFault> {
    let mut walk = Walk(bytes);
    if walk.take() != Some(magic) {
        return Err(HeadFault::Damaged);
    }
    // Before the checksum, whose place and extent another version may choose.
    match walk.u32() {
        Some(stated) if stated == version => {}
        Some(stated) if stated > version => return Err(HeadFault::Newer(stated)),
        _ => return Err(HeadFault::Damaged),
    }
    let checksum = walk.u32().ok_or(HeadFault::Damaged)?;
    let body = bytes.get(16..length).ok_or(HeadFault::Damaged)?;
    if Checksum::of(body).value() == checksum {
        Ok(body)
    } else {
        Err(HeadFault::Damaged)
    }
}

/// The name of the file.
pub(crate) fn name(first: u64) -> String {
    format!("{first:020}.wal")
}

/// The first offset that a name says; `None` for other files.
pub(crate) fn first_of(file: &str) -> Option<u64> {
    let digits = file.strip_suffix(".wal").filter(|digits| digits.len() == 20)?;
    digits.parse().ok()
}

/// A stretch of a segment that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hole {
    pub(crate) bytes: Range<u64>,
    pub(crate) offsets: Range<u64>,
}

/// Bytes between two steps of the index.
const STEP: u64 = 256 * 1024;

/// What is known of a segment in memory.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) first: u64,
    /// The offset after its last durable record.
    pub(crate) next: u64,
    /// Bytes up to the end of its last durable record.
    pub(crate) length: u64,
    /// Bytes of the file when it was read, or up to its last good write; what a failed write left since is not counted.
    pub(crate) file_length: u64,
    pub(crate) holes: Vec<Hole>,
    /// Offsets and where their frames begin, one in [`STEP`] bytes.
    index: Vec<(u64, u64)>,
}

impl Segment {
    pub(crate) fn new(first: u64) -> Self {
        Self {
            first,
            next: first,
            length: size(HEAD),
            file_length: size(HEAD),
            holes: Vec::new(),
            index: Vec::new(),
        }
    }

    pub(crate) fn seal(&self) -> Seal {
        Seal {
            first: self.first,
            next: self.next,
            length: self.length,
        }
    }

    /// Records that can be read.
    pub(crate) fn records(&self) -> u64 {
        let lost: u64 = self
            .holes
            .iter()
            .map(|hole| hole.offsets.end - hole.offsets.start)
            .sum();
        self.next - self.first - lost
    }

    /// Notes that the record with this offset begins at this byte, when the last note is long ago.
    pub(crate) fn note(&mut self, offset: u64, position: u64) {
        let last = self.index.last().map_or(size(HEAD), |(_, position)| *position);
        if position >= last + STEP {
            self.index.push((offset, position));
        }
    }

    /// Where to begin to read for a record: the offset and the byte of the last note before it.
    pub(crate) fn near(&self, offset: u64) -> (u64, u64) {
        let after = self.index.partition_point(|(noted, _)| *noted <= offset);
        match after.checked_sub(1).and_then(|at| self.index.get(at)) {
            Some(noted) => *noted,
            None => (self.first, size(HEAD)),
        }
    }
}

/// Segments in the order of their offsets, as readers see them.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    pub(crate) sealed: Vec<Arc<Segment>>,
    /// The one that is written; none after a fault, until a new one is there.
    pub(crate) active: Option<Segment>,
    /// The offset after the last durable record.
    pub(crate) durable: u64,
}
