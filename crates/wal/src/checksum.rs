//! [`Checksum`]: CRC-32C that begins with what the bytes belong to.
//!
//! Bytes of another log, or of another file of the same, are then as wrong as broken ones; and nobody who sends records
//! can make up bytes that pass for a frame, because the log's id is random and stays here.

use crc::{CRC_32_ISCSI, Crc, Digest, Table};

/// Castagnoli's polynomial, 16 bytes a step.
static CRC: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISCSI);

/// A checksum that can be gone on with, several times from the same place.
#[derive(Clone)]
pub(crate) struct Checksum(Digest<'static, u32, Table<16>>);

impl Checksum {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(CRC.digest()).and(bytes)
    }

    pub(crate) fn and(&self, bytes: &[u8]) -> Self {
        let mut digest = self.0.clone();
        digest.update(bytes);
        Self(digest)
    }

    pub(crate) fn value(self) -> u32 {
        self.0.finalize()
    }
}
