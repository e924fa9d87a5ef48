//! Recovery: what is on disk becomes a log again, and nothing that was promised is lost without a word.
//!
//! 1. Files that were being written under another name are removed.
//! 2. From the last segment each head leads to the one before, down to where the log was cut.
//! 3. Every byte is checked. A segment is right up to its seal, or it is damaged. In the last one, which has no seal, a
//!    torn write is cut off; see [`crate::frame`] for how it is told from damage.
//! 4. The last segment is written anew. What reading gives may be in memory only, after a sync that failed in a process
//!    that is gone, and could be lost after it was shown to somebody.
//! 5. A new segment is begun. Its head seals the one before, and its first offset is above all that was ever seen, so
//!    that offsets rise even if the disk forgets more than it should.
//! 6. Other segments go: they were cut, or a fault left them behind empty.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use crate::bytes::size;
use crate::checksum::Checksum;
use crate::disk::{self, Appending, Disk, UNFINISHED};
use crate::frame;
use crate::mark::{self, Mark};
use crate::scan::{End, scan};
use crate::segment::{self, Head, HeadFault, Seal, Segment, Segments};

/// What to do with damage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Damage {
    /// The log is not opened, and no file is changed.
    #[default]
    Refuse,
    /// The log is opened without what is damaged, which [`Report::lost`] tells. The damaged files are kept, and found
    /// damaged again, until they are cut.
    Skip,
}

/// A stretch that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The file.
    pub file: String,
    /// Its bytes, from the first bad one to the next good one. None when the whole file is missing.
    pub bytes: Range<u64>,
    /// Offsets of the records that stood there. None when only a head is lost. Before a segment with a lost head the last
    /// of them may never have been given; in the last segment more may be lost, if its head is.
    pub offsets: Range<u64>,
}

/// A write that a crash or a power loss tore. None of its records was acknowledged, unless the disk itself is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// The file.
    pub file: String,
    /// The first byte that was cut off.
    pub at: u64,
    /// Bytes that were cut off.
    pub bytes: u64,
}

/// What recovery found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Records that can be read.
    pub records: u64,
    /// Segments that hold them.
    pub segments: usize,
    /// What was cut off the last segment.
    pub torn: Option<Torn>,
    /// What was passed over; only with [`Damage::Skip`].
    pub lost: Vec<Lost>,
}

/// Why a log was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The operating system refused. Try again when its cause is gone.
    #[error("cannot {what} `{file}` of the log")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        file: String,
        /// Its answer.
        source: io::Error,
    },
    /// Bytes that were durable are not what they were. Nothing was changed: bring the files back from a backup, or open
    /// the log with [`Damage::Skip`].
    #[error("the log is damaged, and was left as it is: {}", told(.0))]
    Damaged(Vec<Lost>),
    /// A later version of this program wrote the file: use that one.
    #[error("`{file}` has version {version} of the format, which this program is too old to read")]
    Newer {
        /// The file.
        file: String,
        /// Its version.
        version: u32,
    },
    /// A file of another log is in the folder: take it out.
    #[error("`{0}` is of another log than the other files of the folder")]
    Foreign(String),
    /// The mark says that there was a log, and no segment is left. A log that began again here would give the same
    /// offsets to other records: bring the segments back, or begin in another folder, with another id.
    #[error("the segments of the log are gone; bring them back, or begin another log in another folder")]
    Gone,
}

fn told(lost: &[Lost]) -> String {
    let each = lost.iter().map(|lost| {
        let Lost { file, bytes, offsets } = lost;
        if bytes.is_empty() {
            format!("`{file}` is missing with offsets {} to {}", offsets.start, offsets.end)
        } else {
            format!(
                "bytes {} to {} of `{file}`, {} records from offset {}",
                bytes.start,
                bytes.end,
                offsets.end - offsets.start,
                offsets.start
            )
        }
    });
    each.collect::<Vec<_>>().join("; ")
}

fn io(what: &'static str, file: &str) -> impl FnOnce(io::Error) -> OpenError {
    move |source| OpenError::Io {
        what,
        file: file.to_owned(),
        source,
    }
}

/// A log that can be read and written.
pub(crate) struct Recovered {
    pub(crate) mark: Mark,
    pub(crate) segments: Segments,
    /// The active segment.
    pub(crate) file: Box<dyn Appending>,
    /// What the head of the active segment says of the one before.
    pub(crate) before: Option<Seal>,
    pub(crate) report: Report,
}

/// Opens what the folder holds, or begins a log with `fresh_id` when it holds none.
pub(crate) fn recover(disk: &dyn Disk, fresh_id: u128, damage: Damage) -> Result<Recovered, OpenError> {
    let mut lost = Vec::new();
    let firsts = listed(disk)?;
    let mark = read_mark(disk, &mut lost)?;
    if firsts.is_empty() {
        return if mark.is_none() && lost.is_empty() {
            go_on(disk, fresh_id, None, Kept::default())
        } else {
            Err(OpenError::Gone)
        };
    }
    let cut = mark.map_or(0, |mark| mark.cut);
    let heads = read_heads(disk, &firsts)?;
    let Some(id) = same_id(&heads, mark)? else {
        lost.extend(heads.iter().map(|(first, _)| head_lost(*first)));
        return Err(OpenError::Damaged(lost));
    };
    let mut segments = Vec::new();
    let mut last_bytes = Vec::new();
    for (first, end) in chain(&heads, cut, &mut lost) {
        let name = segment::name(first);
        last_bytes = disk::whole(disk, &name).map_err(io("read", &name))?;
        let segment = scan(&Checksum::of(&id.to_le_bytes()), first, &last_bytes, end);
        lost.extend(segment.holes.iter().map(|hole| Lost {
            file: name.clone(),
            bytes: hole.bytes.clone(),
            offsets: hole.offsets.clone(),
        }));
        segments.push(segment);
    }
    if damage == Damage::Refuse && !lost.is_empty() {
        return Err(OpenError::Damaged(lost));
    }
    let head = heads.last().and_then(|(_, head)| *head);
    let mut kept = Kept::of(segments, head, &last_bytes, lost);
    kept.write_last_anew(disk, &last_bytes)?;
    let recovered = go_on(disk, id, mark, kept)?;
    if recovered.report.lost.is_empty() {
        remove_others(disk, &heads, &recovered)?;
    }
    Ok(recovered)
}

/// Records that no segment has as many of.
const MORE_THAN_A_SEGMENT: u64 = 1 << 32;

/// What a log keeps of its files.
#[derive(Default)]
struct Kept {
    sealed: Vec<Segment>,
    /// Where the segment before the next one ends.
    before: Option<Seal>,
    /// The next offset to give.
    next: u64,
    /// Whether the last of `sealed` had no seal, and is sound but for a torn end.
    unsealed: bool,
    torn: Option<Torn>,
    lost: Vec<Lost>,
}

impl Kept {
    fn of(mut segments: Vec<Segment>, head: Option<Head>, bytes: &[u8], lost: Vec<Lost>) -> Self {
        let Some(newest) = segments.pop() else {
            return Self::default();
        };
        let torn = size(bytes.len()).saturating_sub(newest.length);
        let mut kept = Self {
            // Frames are no shorter than their heads: as many records may have been torn, and their offsets are not
            // given again. Without a head there is no telling how many there were.
            next: newest.next + head.map_or(MORE_THAN_A_SEGMENT, |_| torn / size(frame::HEAD)),
            unsealed: head.is_some() && newest.holes.is_empty(),
            torn: (torn > 0).then(|| Torn {
                file: segment::name(newest.first),
                at: newest.length,
                bytes: torn,
            }),
            before: segments.last().map(Segment::seal),
            sealed: segments,
            lost,
        };
        match head {
            // Without a record it has nothing to keep, and the next one takes its place.
            Some(head) if newest.next == newest.first => {
                kept.unsealed = false;
                kept.before = kept.before.or(head.before);
            }
            _ => {
                kept.before = Some(newest.seal());
                kept.sealed.push(newest);
            }
        }
        kept
    }

    fn write_last_anew(&mut self, disk: &dyn Disk, bytes: &[u8]) -> Result<(), OpenError> {
        if let Some(last) = self.sealed.last_mut().filter(|_| self.unsealed) {
            let name = segment::name(last.first);
            let whole = usize::try_from(last.length).ok().and_then(|length| bytes.get(..length));
            disk::place(disk, &name, &[whole.unwrap_or(bytes)]).map_err(io("write", &name))?;
            last.file_length = last.length;
        }
        Ok(())
    }
}

/// Begins the next segment, and writes the mark if there is none.
fn go_on(disk: &dyn Disk, id: u128, mark: Option<Mark>, kept: Kept) -> Result<Recovered, OpenError> {
    let first = kept.next;
    let head = Head {
        id,
        first,
        before: kept.before,
    };
    let name = segment::name(first);
    let file = disk::place(disk, &name, &[&head.bytes()]).map_err(io("begin", &name))?;
    let mark = if let Some(mark) = mark {
        mark
    } else {
        let cut = kept.sealed.first().map_or(first, |segment| segment.first);
        let mark = Mark { id, cut };
        mark.write(disk).map_err(io("write", mark::NAME))?;
        mark
    };
    let report = Report {
        records: kept.sealed.iter().map(Segment::records).sum(),
        segments: kept.sealed.len(),
        torn: kept.torn,
        lost: kept.lost,
    };
    let segments = Segments {
        durable: kept.sealed.last().map_or(first, |segment| segment.next),
        sealed: kept.sealed.into_iter().map(Arc::new).collect(),
        active: Some(Segment::new(first)),
    };
    Ok(Recovered {
        mark,
        segments,
        file,
        before: kept.before,
        report,
    })
}

/// First offsets of the segments, rising; removes what was never finished.
fn listed(disk: &dyn Disk) -> Result<Vec<u64>, OpenError> {
    let names = disk.list().map_err(io("list", "the folder"))?;
    for name in names.iter().filter(|name| name.ends_with(UNFINISHED)) {
        disk::remove(disk, name).map_err(io("remove", name))?;
    }
    let mut firsts: Vec<u64> = names.iter().filter_map(|name| segment::first_of(name)).collect();
    firsts.sort_unstable();
    Ok(firsts)
}

fn read_mark(disk: &dyn Disk, lost: &mut Vec<Lost>) -> Result<Option<Mark>, OpenError> {
    match Mark::read(disk).map_err(io("read", mark::NAME))? {
        Some(Ok(mark)) => Ok(Some(mark)),
        Some(Err(HeadFault::Newer(version))) => Err(OpenError::Newer {
            file: mark::NAME.to_owned(),
            version,
        }),
        Some(Err(HeadFault::Damaged)) => {
            lost.push(Lost {
                file: mark::NAME.to_owned(),
                bytes: 0..size(mark::LENGTH),
                offsets: 0..0,
            });
            Ok(None)
        }
        None => Ok(None),
    }
}

/// First offsets and heads; `None` for a damaged head.
type Heads = Vec<(u64, Option<Head>)>;

fn read_heads(disk: &dyn Disk, firsts: &[u64]) -> Result<Heads, OpenError> {
    let mut heads = Vec::new();
    for first in firsts {
        let name = segment::name(*first);
        let mut bytes = [0; segment::HEAD];
        let read = disk
            .open(&name)
            .and_then(|mut file| disk::fill(file.as_mut(), 0, &mut bytes))
            .map_err(io("read", &name))?;
        match Head::parse(&bytes[..read]) {
            Ok(head) => heads.push((*first, Some(head).filter(|head| head.first == *first))),
            Err(HeadFault::Damaged) => heads.push((*first, None)),
            Err(HeadFault::Newer(version)) => return Err(OpenError::Newer { file: name, version }),
        }
    }
    Ok(heads)
}

fn head_lost(first: u64) -> Lost {
    Lost {
        file: segment::name(first),
        bytes: 0..size(segment::HEAD),
        offsets: first..first,
    }
}

/// The id that mark and heads agree on; `None` when none of them can be read.
fn same_id(heads: &Heads, mark: Option<Mark>) -> Result<Option<u128>, OpenError> {
    let mut id = mark.map(|mark| mark.id);
    for (first, head) in heads.iter().filter_map(|(first, head)| Some((first, head.as_ref()?))) {
        if *id.get_or_insert(head.id) != head.id {
            return Err(OpenError::Foreign(segment::name(*first)));
        }
    }
    Ok(id)
}

/// The segments of the log, in their order, with what is known of their ends.
fn chain(heads: &Heads, cut: u64, lost: &mut Vec<Lost>) -> Vec<(u64, End)> {
    let mut chain = Vec::new();
    let mut end = End::Open;
    let mut rest = heads.as_slice();
    while let Some(((first, head), older)) = rest.split_last() {
        chain.push((*first, end));
        // Whatever stands before a segment that begins at the cut or below was cut.
        rest = if *first <= cut { &[] } else { older };
        let Some(head) = head else {
            lost.push(head_lost(*first));
            end = End::Before(*first);
            continue;
        };
        let Some(before) = head.before.filter(|before| before.next > cut) else {
            break;
        };
        if let Some(at) = older.iter().rposition(|(first, _)| *first == before.first) {
            rest = &older[..=at];
            end = End::Sealed(before);
        } else {
            lost.push(Lost {
                file: segment::name(before.first),
                bytes: 0..0,
                offsets: before.first..before.next,
            });
            end = End::Before(before.first);
        }
    }
    chain.reverse();
    chain
}

/// Removes segments that are not part of the log: they were cut, or a fault left them without a promised record.
fn remove_others(disk: &dyn Disk, heads: &Heads, log: &Recovered) -> Result<(), OpenError> {
    let part = |first: u64| {
        log.segments.active.as_ref().is_some_and(|active| active.first == first)
            || log.segments.sealed.iter().any(|sealed| sealed.first == first)
    };
    let mut others = heads
        .iter()
        .map(|(first, _)| *first)
        .filter(|first| !part(*first))
        .peekable();
    if others.peek().is_some() {
        // The mark that lets them be missing may be in memory only, like all that can be read after a failed sync.
        log.mark.write(disk).map_err(io("write", mark::NAME))?;
    }
    for first in others {
        let name = segment::name(first);
        disk::remove(disk, &name).map_err(io("remove", &name))?;
    }
    Ok(())
}
