//! The mark, file `log.mark`: which log this is, and below which offset its segments may be missing.
//!
//! | bytes | what |
//! |---|---|
//! | 0–7 | `harpmrk\n` |
//! | 8–11 | version of the format, 1 |
//! | 12–15 | CRC-32C over bytes 16–39 |
//! | 16–31 | id of the log |
//! | 32–39 | offset below which segments were cut |
//!
//! It is replaced as a whole, before segments are removed. So a power loss in the middle of cutting leaves nothing to
//! guess: recovery removes the rest, and a segment that is missing above the mark is missed.

use std::io::{self, ErrorKind};

use crate::bytes::Walk;
use crate::checksum::Checksum;
use crate::disk::{self, Disk};
use crate::segment::{HeadFault, versioned};

pub(crate) const NAME: &str = "log.mark";
const MAGIC: [u8; 8] = *b"harpmrk\n";
const VERSION: u32 = 1;
/// Bytes of the file.
pub(crate) const LENGTH: usize = 40;

/// What the file says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) id: u128,
    pub(crate) cut: u64,
}

impl Mark {
    /// `None` when there is no such file.
    pub(crate) fn read(disk: &dyn Disk) -> io::Result<Option<Result<Self, HeadFault>>> {
        match disk::whole(disk, NAME) {
            Ok(bytes) => Ok(Some(Self::parse(&bytes))),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, HeadFault> {
        let mut walk = Walk(versioned(bytes, MAGIC, VERSION, LENGTH)?);
        match (walk.u128(), walk.u64()) {
            (Some(id), Some(cut)) if bytes.len() == LENGTH => Ok(Self { id, cut }),
            _ => Err(HeadFault::Damaged),
        }
    }

    /// Durable when this returns.
    pub(crate) fn write(&self, disk: &dyn Disk) -> io::Result<()> {
        let mut body = [0; LENGTH - 16];
        body[..16].copy_from_slice(&self.id.to_le_bytes());
        body[16..].copy_from_slice(&self.cut.to_le_bytes());
        let checksum = Checksum::of(&body).value().to_le_bytes();
        disk::place(disk, NAME, &[&MAGIC, &VERSION.to_le_bytes(), &checksum, &body])?;
        Ok(())
    }
}
