//! [`Compound`]: the file system of sectors that an XLS lies in (MS-CFB), with every chain known to end.

use encoding_rs::UTF_16LE;

use super::{u16_at, u32_at};
use crate::plan::{Damage, Refusal};

/// Above it, a number of a sector is a mark: free, end of a chain.
const MARKS: u32 = 0xFFFF_FFFA;
/// Streams below this many bytes lie in the small sectors.
const SMALL: usize = 4_096;
const SMALL_SECTOR: usize = 64;
/// Where the header lists the sectors of the table of chains.
const LIST: std::ops::Range<usize> = 76..512;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;

/// A compound file.
pub(super) struct Compound<'b> {
    sectors: Sectors<'b>,
    chains: Vec<u32>,
    small: Vec<u8>,
    small_chains: Vec<u32>,
    entries: Vec<Entry>,
}

/// A stream in the directory.
struct Entry {
    name: String,
    start: u32,
    length: usize,
}

/// Content in pieces of one size.
#[derive(Clone, Copy)]
struct Sectors<'b> {
    bytes: &'b [u8],
    size: usize,
}

impl<'b> Compound<'b> {
    /// Reads the directory and the tables of chains. A chain that runs in a circle is refused wherever it is.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let size = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4_096,
            _ => return Err(damaged("states no size of sectors")),
        };
        let sectors = Sectors {
            bytes: bytes.get(size..).unwrap_or_default(),
            size,
        };
        let word = |at| u32_at(bytes, at).ok_or_else(|| damaged("is cut off in its header"));
        let chains = sectors.table(bytes, word(68)?)?;
        let directory = sectors.chain(&chains, word(48)?, usize::MAX)?;
        let entries: Vec<Entry> = directory
            .chunks_exact(ENTRY)
            .filter_map(|e| Entry::of(e, size))
            .collect();
        let (mut small, mut small_chains) = (Vec::new(), Vec::new());
        if let (Some(root), 1..) = (entries.first(), word(64)?) {
            small = sectors.chain(&chains, root.start, root.length)?;
            let length = (word(64)? as usize).saturating_mul(size);
            small_chains = words(&sectors.chain(&chains, word(60)?, length)?);
            all_end(&small_chains)?;
        }
        Ok(Self {
            sectors,
            chains,
            small,
            small_chains,
            entries,
        })
    }

    /// The content of the first stream of this name, whatever its case.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        if entry.length >= SMALL {
            return self.sectors.chain(&self.chains, entry.start, entry.length).map(Some);
        }
        let small = Sectors {
            bytes: &self.small,
            size: SMALL_SECTOR,
        };
        small.chain(&self.small_chains, entry.start, entry.length).map(Some)
    }
}

impl Entry {
    fn of(bytes: &[u8], sector: usize) -> Option<Self> {
        let name = UTF_16LE.decode(bytes.get(..64)?).0;
        let low = u32_at(bytes, 120)? as usize;
        let high = if sector == 512 { 0 } else { u32_at(bytes, 124)? as usize };
        Some(Self {
            name: name.split('\0').next().unwrap_or_default().to_owned(),
            start: u32_at(bytes, 116)?,
            length: high.checked_mul(1 << 32)?.checked_add(low)?,
        })
    }
}

impl Sectors<'_> {
    /// The sector; the last of a file may be cut short.
    fn get(&self, number: u32) -> Result<&[u8], Refusal> {
        let start = (number as usize).saturating_mul(self.size);
        let end = start.saturating_add(self.size).min(self.bytes.len());
        let sector = self.bytes.get(start..end).filter(|sector| !sector.is_empty());
        sector.ok_or_else(|| damaged("points beyond its end"))
    }

    fn count(&self) -> usize {
        self.bytes.len().div_ceil(self.size)
    }

    /// The table that says which sector follows which, without circles.
    fn table(&self, header: &[u8], first_list: u32) -> Result<Vec<u32>, Refusal> {
        let mut parts = words(header.get(LIST).unwrap_or_default());
        let mut list = first_list;
        let mut lists = 0;
        while list < MARKS {
            lists += 1;
            parts.extend(words(self.get(list)?));
            list = parts.pop().unwrap_or(MARKS);
            if lists > self.count() {
                return Err(damaged("has chains that never end"));
            }
        }
        parts.retain(|part| *part < MARKS);
        if parts.len() > self.count() {
            return Err(damaged("has more tables than sectors"));
        }
        let mut table = Vec::new();
        for part in parts {
            table.extend(words(self.get(part)?));
        }
        all_end(&table)?;
        Ok(table)
    }

    /// The sectors of a chain one after the other, up to a length.
    fn chain(&self, table: &[u32], start: u32, most: usize) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let mut at = start;
        while at < MARKS && bytes.len() < most {
            if bytes.len() % self.size != 0 {
                return Err(damaged("is cut off"));
            }
            bytes.extend_from_slice(self.get(at)?);
            at = table.get(at as usize).copied().unwrap_or(MARKS);
        }
        bytes.truncate(most);
        Ok(bytes)
    }
}

/// Refuses a table in which any chain runs in a circle.
fn all_end(table: &[u32]) -> Result<(), Refusal> {
    const NEW: usize = 0;
    let mut met_from = vec![NEW; table.len()];
    for start in 0..table.len() {
        let mut at = start;
        while let Some(mark) = met_from.get_mut(at) {
            if *mark == start + 1 {
                return Err(damaged("has chains that never end"));
            }
            if *mark != NEW {
                break;
            }
            *mark = start + 1;
            at = table.get(at).map_or(usize::MAX, |next| *next as usize);
        }
    }
    Ok(())
}

fn words(bytes: &[u8]) -> Vec<u32> {
    let fours = bytes.chunks_exact(4);
    fours
        .filter_map(|four| Some(u32::from_le_bytes(four.try_into().ok()?)))
        .collect()
}

fn damaged(what: &str) -> Refusal {
    Refusal::Damaged(Damage::Spreadsheet(what.to_owned()))
}
