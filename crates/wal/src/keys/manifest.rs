//! [`Manifest`], file `keys.manifest`: which runs count, and up to which offset.
//!
//! | bytes | what |
//! |---|---|
//! | 0–7 | `harpman\n` |
//! | 8–11 | version of the format, 1 |
//! | 12–15 | CRC-32C over all that follows |
//! | 16–31 | id of the log |
//! | 32–39 | the mark |
//! | 40–47 | number of the next run |
//! | 48–55 | how many runs follow, from the oldest on |
//! | 56– | for each 24 bytes: number, keys, bytes of the file |
//!
//! It is replaced as a whole, after the runs that it names are durable.

use std::io::ErrorKind;

use super::{KeysError, io, run};
use crate::bytes::{Walk, size};
use crate::checksum::Checksum;
use crate::disk::{self, Disk};
use crate::segment::{HeadFault, versioned};

const NAME: &str = "keys.manifest";
const MAGIC: [u8; 8] = *b"harpman\n";
const VERSION: u32 = 1;

/// A run as the manifest names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) number: u64,
    pub(crate) keys: u64,
    pub(crate) length: u64,
}

impl Listed {
    pub(crate) fn name(&self) -> String {
        run::name(self.number)
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Manifest {
    pub(crate) log: u128,
    pub(crate) mark: u64,
    next: u64,
    pub(crate) runs: Vec<Listed>,
}

impl Manifest {
    /// A number that no run has.
    pub(crate) fn take_number(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        number
    }

    /// `None` when there is none.
    pub(crate) fn read(disk: &dyn Disk) -> Result<Option<Self>, KeysError> {
        let bytes = match disk::whole(disk, NAME) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(io("read", NAME)(e)),
        };
        let file = || NAME.to_owned();
        let damaged = || KeysError::Damaged { file: file(), at: 0 };
        let body = versioned(&bytes, MAGIC, VERSION, bytes.len()).map_err(|fault| match fault {
            HeadFault::Damaged => damaged(),
            HeadFault::Newer(version) => KeysError::Newer { file: file(), version },
        })?;
        Self::parse(body).map(Some).ok_or_else(damaged)
    }

    fn parse(body: &[u8]) -> Option<Self> {
        let mut walk = Walk(body);
        let mut manifest = Self {
            log: walk.u128()?,
            mark: walk.u64()?,
            next: walk.u64()?,
            runs: Vec::new(),
        };
        for _ in 0..walk.u64()? {
            manifest.runs.push(Listed {
                number: walk.u64()?,
                keys: walk.u64()?,
                length: walk.u64()?,
            });
        }
        walk.0.is_empty().then_some(manifest)
    }

    /// Durable when this returns.
    pub(crate) fn write(&self, disk: &dyn Disk) -> Result<(), KeysError> {
        let mut body = self.log.to_le_bytes().to_vec();
        let numbers = [self.mark, self.next, size(self.runs.len())].into_iter();
        for number in numbers.chain(self.runs.iter().flat_map(|run| [run.number, run.keys, run.length])) {
            body.extend_from_slice(&number.to_le_bytes());
        }
        let checksum = Checksum::of(&body).value().to_le_bytes();
        disk::place(disk, NAME, &[&MAGIC, &VERSION.to_le_bytes(), &checksum, &body]).map_err(io("write", NAME))?;
        Ok(())
    }
}
