//! [`Run`]: a file of sorted keys.
//!
//! | part | what |
//! |---|---|
//! | blocks of 4,096 bytes | up to 255 keys of 16 bytes, rising; zeros up to byte 4,079; 4,080–4,083 how many; zeros; 4,092–4,095 CRC-32C over number of the run, number of the block, bytes 0–4,091 |
//! | filter | lines of 64 bytes, see [`super::filter`] |
//! | fences | 8 bytes for each block: the upper half of its first key |
//! | tail of 64 bytes | `harpkey\n`; version of the format, 1; CRC-32C over the 48 bytes that follow; number of the run; keys; blocks; bytes of the filter; probes of the filter; CRC-32C of the filter; CRC-32C of the fences; zeros |
//!
//! The file is synced before the manifest names it, and never changed.

use super::filter::Filter;
use super::manifest::Listed;
use super::{KeysError, io};
use crate::bytes::{Walk, size};
use crate::checksum::Checksum;
use crate::disk::{self, Appending, Disk, Reading};
use crate::segment::{HeadFault, versioned};

pub(crate) const ENDING: &str = ".keys";
const MAGIC: [u8; 8] = *b"harpkey\n";
const VERSION: u32 = 1;
const TAIL: usize = 64;
const BLOCK: usize = 4096;
const KEY: usize = 16;
/// Keys of a block.
const FULL: usize = 255;
/// Where a block says how many keys it has.
const COUNT: usize = FULL * KEY;
/// Where its checksum stands.
const CHECKSUM: usize = BLOCK - 4;
/// Blocks that are read or written in one go, when it goes through all of them.
const TOGETHER: usize = 64;

pub(crate) fn name(number: u64) -> String {
    format!("{number:010}{ENDING}")
}

pub(crate) struct Run {
    pub(crate) listed: Listed,
    file: Box<dyn Reading>,
    filter: Filter,
    fences: Vec<u64>,
    /// The block that was read last by itself.
    read: Option<usize>,
    /// What was read last.
    bytes: Vec<u8>,
}

impl Run {
    pub(crate) fn open(disk: &dyn Disk, listed: Listed) -> Result<Self, KeysError> {
        let name = listed.name();
        let mut file = disk.open(&name).map_err(io("open", &name))?;
        let damaged = |at| KeysError::Damaged { file: name.clone(), at };
        let mut part = |from: u64, length: usize| {
            let mut bytes = vec![0; length];
            let read = disk::fill(file.as_mut(), from, &mut bytes).map_err(io("read", &name))?;
            if read == length { Ok(bytes) } else { Err(damaged(from)) }
        };
        let tail_at = listed.length.checked_sub(size(TAIL)).ok_or_else(|| damaged(0))?;
        let tail = Tail::parse(&part(tail_at, TAIL)?).map_err(|fault| match fault {
            HeadFault::Damaged => damaged(tail_at),
            HeadFault::Newer(version) => KeysError::Newer {
                file: name.clone(),
                version,
            },
        })?;
        if tail.number != listed.number || tail.keys != listed.keys || tail.length() != Some(listed.length) {
            return Err(damaged(tail_at));
        }
        let filter_at = tail.blocks * size(BLOCK);
        let fences_at = filter_at + tail.filter;
        let filter = part(filter_at, usize::try_from(tail.filter).map_err(|_| damaged(tail_at))?)?;
        let fences = part(
            fences_at,
            usize::try_from(tail.blocks * 8).map_err(|_| damaged(tail_at))?,
        )?;
        if Checksum::of(&filter).value() != tail.filter_checksum {
            return Err(damaged(filter_at));
        }
        if Checksum::of(&fences).value() != tail.fences_checksum {
            return Err(damaged(fences_at));
        }
        Ok(Self {
            filter: Filter::of(&filter, tail.probes).ok_or_else(|| damaged(filter_at))?,
            fences: fences
                .as_chunks()
                .0
                .iter()
                .map(|fence| u64::from_le_bytes(*fence))
                .collect(),
            listed,
            file,
            read: None,
            bytes: Vec::new(),
        })
    }

    pub(crate) fn memory(&self) -> usize {
        self.filter.bytes().len() + size_of_val(self.fences.as_slice())
    }

    /// Takes the keys that the run has out of a sorted list.
    pub(crate) fn leave_unknown(&mut self, keys: &mut Vec<(u128, usize)>) -> Result<(), KeysError> {
        let mut failed = None;
        keys.retain(|(key, _)| {
            if failed.is_some() {
                return true;
            }
            self.has(*key).map_or_else(
                |error| {
                    failed = Some(error);
                    true
                },
                |has| !has,
            )
        });
        failed.map_or(Ok(()), Err)
    }

    fn has(&mut self, key: u128) -> Result<bool, KeysError> {
        if !self.filter.may_have(key) {
            return Ok(false);
        }
        let upper = upper(key);
        let mut after = self.fences.partition_point(|fence| *fence <= upper);
        while let Some(at) = after.checked_sub(1) {
            let keys = self.block(at)?;
            if keys
                .binary_search_by_key(&key, |bytes| u128::from_le_bytes(*bytes))
                .is_ok()
            {
                return Ok(true);
            }
            // Keys with the same upper half may begin in the block before.
            if self.fences[at] < upper {
                break;
            }
            after = at;
        }
        Ok(false)
    }

    /// The keys of a block, which is checked when it is read.
    fn block(&mut self, at: usize) -> Result<&[[u8; KEY]], KeysError> {
        if self.read != Some(at) {
            self.read = None;
            self.fill(at, 1)?;
            if !is_whole(self.listed.number, at, &self.bytes) {
                return Err(self.damaged(at));
            }
            self.read = Some(at);
        }
        keys_in(&self.bytes).ok_or_else(|| self.damaged(at))
    }

    /// Reads blocks, as many as there are of so many.
    fn fill(&mut self, from: usize, blocks: usize) -> Result<(), KeysError> {
        self.bytes.resize(blocks.min(self.fences.len() - from) * BLOCK, 0);
        let read = disk::fill(self.file.as_mut(), size(from * BLOCK), &mut self.bytes);
        let read = read.map_err(io("read", &self.listed.name()))?;
        if read == self.bytes.len() {
            Ok(())
        } else {
            Err(self.damaged(from))
        }
    }

    fn damaged(&self, block: usize) -> KeysError {
        KeysError::Damaged {
            file: self.listed.name(),
            at: size(block * BLOCK),
        }
    }

    /// All keys in their order.
    pub(crate) fn sorted(&mut self) -> Sorted<'_> {
        self.read = None;
        Sorted {
            run: self,
            next: 0,
            keys: Vec::new().into_iter(),
        }
    }
}

fn upper(key: u128) -> u64 {
    // The shift leaves no more than fits.
    u64::try_from(key >> 64).unwrap_or(u64::MAX)
}

/// The keys of a block, if it is whole.
fn keys_of(run: u64, at: usize, block: &[u8]) -> Option<&[[u8; KEY]]> {
    is_whole(run, at, block).then(|| keys_in(block))?
}

fn is_whole(run: u64, at: usize, block: &[u8]) -> bool {
    let Some((body, checksum)) = block.split_at_checked(CHECKSUM) else {
        return false;
    };
    Walk(checksum).u32() == Some(block_checksum(run, at, body))
}

/// The keys of a block that was checked.
fn keys_in(block: &[u8]) -> Option<&[[u8; KEY]]> {
    let count = usize::try_from(Walk(block.get(COUNT..)?).u32()?).ok()?;
    block[..COUNT].as_chunks().0.get(..count)
}

fn block_checksum(run: u64, at: usize, body: &[u8]) -> u32 {
    let place = Checksum::of(&run.to_le_bytes()).and(&size(at).to_le_bytes());
    place.and(body).value()
}

/// Goes through a run.
pub(crate) struct Sorted<'a> {
    run: &'a mut Run,
    /// The next block.
    next: usize,
    keys: std::vec::IntoIter<u128>,
}

impl Sorted<'_> {
    fn load(&mut self) -> Result<(), KeysError> {
        self.run.fill(self.next, TOGETHER)?;
        let mut keys = Vec::with_capacity(TOGETHER * FULL);
        for block in self.run.bytes.chunks(BLOCK) {
            let found = keys_of(self.run.listed.number, self.next, block);
            let found = found.ok_or_else(|| self.run.damaged(self.next))?;
            keys.extend(found.iter().map(|key| u128::from_le_bytes(*key)));
            self.next += 1;
        }
        self.keys = keys.into_iter();
        Ok(())
    }
}

impl Iterator for Sorted<'_> {
    type Item = Result<u128, KeysError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(key) = self.keys.next() {
            return Some(Ok(key));
        }
        if self.next >= self.run.fences.len() {
            return None;
        }
        match self.load() {
            Ok(()) => self.keys.next().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }
}

/// The end of a file.
struct Tail {
    number: u64,
    keys: u64,
    blocks: u64,
    filter: u64,
    probes: u32,
    filter_checksum: u32,
    fences_checksum: u32,
}

impl Tail {
    fn parse(bytes: &[u8]) -> Result<Self, HeadFault> {
        let mut walk = Walk(versioned(bytes, MAGIC, VERSION, TAIL)?);
        let mut parsed = || {
            Some(Self {
                number: walk.u64()?,
                keys: walk.u64()?,
                blocks: walk.u64()?,
                filter: walk.u64()?,
                probes: walk.u32()?,
                filter_checksum: walk.u32()?,
                fences_checksum: walk.u32()?,
            })
        };
        parsed().ok_or(HeadFault::Damaged)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut body = Vec::new();
        for number in [self.number, self.keys, self.blocks, self.filter] {
            body.extend_from_slice(&number.to_le_bytes());
        }
        for number in [self.probes, self.filter_checksum, self.fences_checksum] {
            body.extend_from_slice(&number.to_le_bytes());
        }
        body.resize(TAIL - 16, 0);
        let checksum = Checksum::of(&body).value().to_le_bytes();
        [MAGIC.as_slice(), &VERSION.to_le_bytes(), &checksum, &body].concat()
    }

    /// Bytes of the whole file.
    fn length(&self) -> Option<u64> {
        let blocks = self.blocks.checked_mul(size(BLOCK + 8))?;
        blocks.checked_add(self.filter)?.checked_add(size(TAIL))
    }
}

/// Writes a run of keys that rise. Durable when it returns, but for a manifest that names it. `None` when there are no
/// keys. `most` is how many there may be. Whoever calls removes the file when there is no run, or an error.
pub(crate) fn write(
    disk: &dyn Disk,
    number: u64,
    most: u64,
    keys: impl Iterator<Item = Result<u128, KeysError>>,
) -> Result<Option<Run>, KeysError> {
    let mut writer = Writer::begin(disk, number, most)?;
    for key in keys {
        writer.push(key?)?;
    }
    writer.finish(disk)
}

struct Writer {
    file: Box<dyn Appending>,
    number: u64,
    keys: u64,
    filter: Filter,
    fences: Vec<u64>,
    /// Keys of the block that is not full yet.
    block: Vec<u8>,
    /// Blocks that are not written yet.
    blocks: Vec<u8>,
}

impl Writer {
    fn begin(disk: &dyn Disk, number: u64, most: u64) -> Result<Self, KeysError> {
        let name = name(number);
        Ok(Self {
            file: disk.create(&name).map_err(io("make", &name))?,
            number,
            keys: 0,
            filter: Filter::new(most),
            fences: Vec::new(),
            block: Vec::with_capacity(BLOCK),
            blocks: Vec::with_capacity(TOGETHER * BLOCK),
        })
    }

    fn push(&mut self, key: u128) -> Result<(), KeysError> {
        if self.block.is_empty() {
            self.fences.push(upper(key));
        }
        self.block.extend_from_slice(&key.to_le_bytes());
        self.filter.put(key);
        self.keys += 1;
        if self.block.len() == COUNT {
            self.end_block();
        }
        if self.blocks.len() == TOGETHER * BLOCK {
            let blocks = std::mem::take(&mut self.blocks);
            self.append(&blocks)?;
            self.blocks = blocks;
            self.blocks.clear();
        }
        Ok(())
    }

    fn end_block(&mut self) {
        let count = u32::try_from(self.block.len() / KEY).unwrap_or(0);
        self.block.resize(COUNT, 0);
        self.block.extend_from_slice(&count.to_le_bytes());
        self.block.resize(CHECKSUM, 0);
        let checksum = block_checksum(self.number, self.fences.len() - 1, &self.block);
        self.blocks.extend_from_slice(&self.block);
        self.blocks.extend_from_slice(&checksum.to_le_bytes());
        self.block.clear();
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), KeysError> {
        self.file.append(bytes).map_err(io("write", &name(self.number)))
    }

    fn finish(mut self, disk: &dyn Disk) -> Result<Option<Run>, KeysError> {
        if !self.block.is_empty() {
            self.end_block();
        }
        if self.keys == 0 {
            return Ok(None);
        }
        let mut rest = std::mem::take(&mut self.blocks);
        let fences: Vec<u8> = self.fences.iter().flat_map(|fence| fence.to_le_bytes()).collect();
        let tail = Tail {
            number: self.number,
            keys: self.keys,
            blocks: size(self.fences.len()),
            filter: size(self.filter.bytes().len()),
            probes: self.filter.probes(),
            filter_checksum: Checksum::of(self.filter.bytes()).value(),
            fences_checksum: Checksum::of(&fences).value(),
        };
        self.append(&rest)?;
        rest.clear();
        let filter = std::mem::take(&mut self.filter);
        self.append(filter.bytes())?;
        self.append(&fences)?;
        self.append(&tail.bytes())?;
        let name = name(self.number);
        self.file.sync().map_err(io("sync", &name))?;
        disk.sync_folder().map_err(io("sync", "the folder"))?;
        Ok(Some(Run {
            listed: Listed {
                number: self.number,
                keys: self.keys,
                length: tail.length().unwrap_or(0),
            },
            file: disk.open(&name).map_err(io("open", &name))?,
            filter,
            fences: self.fences,
            read: None,
            bytes: Vec::new(),
        }))
    }
}
