//! [`Spill`]: rows dealt out to ranges of keys, in memory as long as it lasts and on disk beyond, so that sorting never needs
//! more room than a range.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::store::StoreError;

use super::manifest::range;

/// Bytes that a range collects before they are put away.
const SEGMENT: usize = 96 << 10;

/// An event on its way to its place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Record<'a> {
    pub(super) key: u64,
    pub(super) at: i64,
    pub(super) row: u64,
    pub(super) day: i32,
    pub(super) origin: u32,
    pub(super) import: u32,
    pub(super) kind: u8,
    pub(super) event_id: &'a str,
    /// Told now and then; the same key is always the same who.
    pub(super) who: Option<&'a str>,
    pub(super) deed: Option<&'a str>,
    pub(super) currency: Option<&'a str>,
    pub(super) detail: Option<&'a str>,
    pub(super) value: Option<i64>,
}

/// Bytes of what every record has.
const FIXED: usize = 8 * 3 + 4 * 3 + 2 + 4;
/// Where the parts of the fixed bytes begin.
const PLACES: [usize; 7] = [0, 8, 16, 24, 28, 32, 36];

impl<'a> Record<'a> {
    fn texts(&self) -> [Option<&'a str>; 4] {
        [self.who, self.deed, self.currency, self.detail]
    }

    fn write(&self, out: &mut Vec<u8>) {
        let texts = self.texts();
        let mut flags = u8::from(self.value.is_some()) << 4;
        for (at, text) in texts.iter().enumerate() {
            flags |= u8::from(text.is_some()) << at;
        }
        out.extend_from_slice(&self.key.to_le_bytes());
        out.extend_from_slice(&self.at.to_le_bytes());
        out.extend_from_slice(&self.row.to_le_bytes());
        out.extend_from_slice(&self.day.to_le_bytes());
        out.extend_from_slice(&self.origin.to_le_bytes());
        out.extend_from_slice(&self.import.to_le_bytes());
        out.extend_from_slice(&[self.kind, flags]);
        put(self.event_id, out);
        texts.into_iter().flatten().for_each(|text| put(text, out));
        if let Some(value) = self.value {
            out.extend_from_slice(&value.to_le_bytes());
        }
    }

    /// The record at the start of the bytes, and how many it takes.
    pub(super) fn read(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let kind = *bytes.get(36)?;
        let flags = *bytes.get(37)?;
        let mut at = FIXED - 4;
        let event_id = take(bytes, &mut at)?;
        let mut texts = [None; 4];
        for (bit, text) in texts.iter_mut().enumerate() {
            if flags >> bit & 1 == 1 {
                *text = Some(take(bytes, &mut at)?);
            }
        }
        let mut value = None;
        if flags >> 4 & 1 == 1 {
            value = Some(i64::from_le_bytes(fixed(bytes, at)?));
            at += 8;
        }
        let [who, deed, currency, detail] = texts;
        let record = Self {
            key: u64::from_le_bytes(fixed(bytes, PLACES[0])?),
            at: i64::from_le_bytes(fixed(bytes, PLACES[1])?),
            row: u64::from_le_bytes(fixed(bytes, PLACES[2])?),
            day: i32::from_le_bytes(fixed(bytes, PLACES[3])?),
            origin: u32::from_le_bytes(fixed(bytes, PLACES[4])?),
            import: u32::from_le_bytes(fixed(bytes, PLACES[5])?),
            kind,
            event_id,
            who,
            deed,
            currency,
            detail,
            value,
        };
        Some((record, at))
    }
}

fn put(text: &str, out: &mut Vec<u8>) {
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

fn fixed<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

fn take<'a>(bytes: &'a [u8], at: &mut usize) -> Option<&'a str> {
    let length = u32::from_le_bytes(fixed(bytes, *at)?) as usize;
    let from = *at + 4;
    *at = from + length;
    std::str::from_utf8(bytes.get(from..*at)?).ok()
}

/// Room that all spills of a build share.
pub(super) struct Room(AtomicUsize);

impl Room {
    pub(super) fn of(bytes: usize) -> Self {
        Self(AtomicUsize::new(bytes))
    }

    fn take(&self, bytes: usize) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes))
            .is_ok()
    }
}

enum Segment {
    Held(Vec<u8>),
    OnDisk { from: u64, bytes: usize },
}

/// Records of one worker.
pub(super) struct Spill<'a> {
    bits: u32,
    room: &'a Room,
    filling: Vec<Vec<u8>>,
    segments: Vec<Vec<Segment>>,
    path: PathBuf,
    file: Option<Mutex<File>>,
    written: u64,
}

impl<'a> Spill<'a> {
    /// Deals out by so many bits; what finds no room goes to a file of this name.
    pub(super) fn new(bits: u32, room: &'a Room, path: &Path) -> Self {
        Self {
            bits,
            room,
            filling: (0..1_usize << bits).map(|_| Vec::new()).collect(),
            segments: (0..1_usize << bits).map(|_| Vec::new()).collect(),
            path: path.to_owned(),
            file: None,
            written: 0,
        }
    }

    pub(super) fn push(&mut self, record: &Record<'_>) -> Result<(), StoreError> {
        self.add(record.key, |out| record.write(out))
    }

    /// Puts eight bytes where they belong; a spill holds either these or records.
    pub(super) fn push_hash(&mut self, hash: u64) -> Result<(), StoreError> {
        self.add(hash, |out| out.extend_from_slice(&hash.to_le_bytes()))
    }

    fn add(&mut self, key: u64, write: impl FnOnce(&mut Vec<u8>)) -> Result<(), StoreError> {
        let place = usize::try_from(range(key, self.bits)).unwrap_or(0);
        let Some(filling) = self.filling.get_mut(place) else {
            return Ok(());
        };
        write(filling);
        if filling.len() >= SEGMENT {
            let full = std::mem::take(filling);
            self.put_away(place, full)?;
        }
        Ok(())
    }

    fn put_away(&mut self, place: usize, full: Vec<u8>) -> Result<(), StoreError> {
        let segment = if self.room.take(full.len()) {
            Segment::Held(full)
        } else {
            self.put_on_disk(&full).map_err(StoreError::io("write", &self.path))?
        };
        if let Some(segments) = self.segments.get_mut(place) {
            segments.push(segment);
        }
        Ok(())
    }

    fn put_on_disk(&mut self, full: &[u8]) -> std::io::Result<Segment> {
        let file = match self.file.take() {
            Some(file) => file,
            None => Mutex::new(
                File::options()
                    .create(true)
                    .truncate(true)
                    .read(true)
                    .write(true)
                    .open(&self.path)?,
            ),
        };
        if let Ok(mut file) = file.lock() {
            file.write_all(full)?;
        }
        self.file = Some(file);
        let segment = Segment::OnDisk {
            from: self.written,
            bytes: full.len(),
        };
        self.written += full.len() as u64;
        Ok(segment)
    }

    /// How many ranges it has.
    pub(super) fn ranges(&self) -> usize {
        self.segments.len()
    }

    /// Adds all records of a range to the bytes, and lets go of them.
    pub(super) fn range(&self, place: usize, out: &mut Vec<u8>) -> Result<(), StoreError> {
        let wrong = |e| StoreError::io("read", &self.path)(e);
        for segment in self.segments.get(place).into_iter().flatten() {
            match segment {
                Segment::Held(bytes) => out.extend_from_slice(bytes),
                Segment::OnDisk { from, bytes } => {
                    let Some(Ok(mut file)) = self.file.as_ref().map(Mutex::lock) else {
                        continue;
                    };
                    let begin = out.len();
                    out.resize(begin + bytes, 0);
                    file.seek(SeekFrom::Start(*from)).map_err(wrong)?;
                    file.read_exact(out.get_mut(begin..).unwrap_or_default())
                        .map_err(wrong)?;
                }
            }
        }
        out.extend_from_slice(self.filling.get(place).map(Vec::as_slice).unwrap_or_default());
        Ok(())
    }
}

impl Drop for Spill<'_> {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // What stays behind is swept with the folder.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use super::{Record, Room, Spill};

    #[test]
    fn what_goes_in_comes_out_in_memory_and_on_disk() {
        let home = tempfile::tempdir().unwrap();
        for room in [0, 1 << 30] {
            let room = Room::of(room);
            let mut spill = Spill::new(2, &room, &home.path().join("spill"));
            for number in 0..40_000_u64 {
                let id = format!("e{number}");
                let key = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let deed = (number % 7 == 0).then_some("d");
                spill
                    .push(&Record {
                        key,
                        row: number,
                        event_id: &id,
                        deed,
                        value: deed.map(|_| 5),
                        ..Record::default()
                    })
                    .unwrap();
            }
            let mut rows = Vec::new();
            for place in 0..4 {
                let mut bytes = Vec::new();
                spill.range(place, &mut bytes).unwrap();
                let mut at = 0;
                while let Some((record, took)) = Record::read(&bytes[at..]) {
                    assert_eq!(record.key >> 62, place as u64);
                    assert_eq!(record.event_id, format!("e{}", record.row));
                    assert_eq!(record.deed.is_some(), record.row % 7 == 0);
                    assert_eq!(record.value.is_some(), record.row % 7 == 0);
                    rows.push(record.row);
                    at += took;
                }
                assert_eq!(at, bytes.len());
            }
            rows.sort_unstable();
            assert_eq!(rows, (0..40_000).collect::<Vec<_>>());
        }
    }
}
