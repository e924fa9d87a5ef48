//! [`Frame`]: a record as it stands in a segment.
//!
//! | bytes | what |
//! |---|---|
//! | 0–3 | length of the record in bytes |
//! | 4–7 | `back`: bytes from here back to the first frame of the same write |
//! | 8–15 | offset of the record |
//! | 16–19 | CRC-32C over the log's id, the record, and bytes 0–15 |
//! | 20– | the record |
//!
//! `back` tells a torn write from damage. A write is begun only when the one before it is durable. So a whole frame of a
//! later write proves that everything before that write was once on disk, and was promised.

use crate::bytes::{Walk, size};
use crate::checksum::Checksum;

/// Bytes before the record.
pub(crate) const HEAD: usize = 20;

/// A frame whose checksum is right.
pub(crate) struct Frame<'a> {
    pub(crate) offset: u64,
    pub(crate) back: u32,
    pub(crate) record: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Bytes in the file.
    pub(crate) fn size(&self) -> u64 {
        size(HEAD + self.record.len())
    }

    /// The frame at the beginning of `bytes`; `None` when there is no whole one. `id` is the checksum of the log's id.
    pub(crate) fn parse(id: &Checksum, bytes: &'a [u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<HEAD>()?;
        let Head {
            length,
            back,
            offset,
            checksum,
        } = Head::parse(head)?;
        let record = rest.get(..length)?;
        let right = id.and(record).and(&head[..16]).value();
        (checksum == right).then_some(Self { offset, back, record })
    }
}

/// What stands before the record, unchecked.
pub(crate) struct Head {
    pub(crate) length: usize,
    pub(crate) back: u32,
    pub(crate) offset: u64,
    checksum: u32,
}

impl Head {
    pub(crate) fn parse(head: &[u8]) -> Option<Self> {
        let mut walk = Walk(head);
        Some(Self {
            length: usize::try_from(walk.u32()?).ok()?,
            back: walk.u32()?,
            offset: walk.u64()?,
            checksum: walk.u32()?,
        })
    }
}

/// A record that is ready for its frame but for its place: the dear half of the checksum needs no lock.
pub(crate) struct Ready<'a> {
    record: &'a [u8],
    length: u32,
    checksum: Checksum,
}

impl<'a> Ready<'a> {
    /// `None` for a record of 4 GiB or more.
    pub(crate) fn new(id: &Checksum, record: &'a [u8]) -> Option<Self> {
        Some(Self {
            record,
            length: u32::try_from(record.len()).ok()?,
            checksum: id.and(record),
        })
    }

    /// Bytes in the file.
    pub(crate) fn size(&self) -> usize {
        HEAD + self.record.len()
    }

    /// Adds the frame to a write, of which `write` is the whole until now.
    pub(crate) fn put(self, offset: u64, back: u32, write: &mut Vec<u8>) {
        let mut head = [0; 16];
        head[..4].copy_from_slice(&self.length.to_le_bytes());
        head[4..8].copy_from_slice(&back.to_le_bytes());
        head[8..].copy_from_slice(&offset.to_le_bytes());
        write.extend_from_slice(&head);
        write.extend_from_slice(&self.checksum.and(&head).value().to_le_bytes());
        write.extend_from_slice(self.record);
    }
}
