//! [`scan`]: what a segment's bytes hold, and where they are wrong.

use crate::bytes::size;
use crate::checksum::Checksum;
use crate::frame::{self, Frame};
use crate::segment::{Hole, Seal, Segment};

/// What is known of a segment's end before it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    /// The next segment's head says it: all bytes up to there were durable.
    Sealed(Seal),
    /// It is the last: a write may have been torn.
    Open,
    /// The next segment's head is lost; its first offset is known by its name.
    Before(u64),
}

/// Goes through the frames of a whole file; `id` is the checksum of the log's id.
pub(crate) fn scan(id: &Checksum, first: u64, bytes: &[u8], end: End) -> Segment {
    let mut segment = Segment::new(first);
    segment.file_length = size(bytes.len());
    let (bytes, limit) = match end {
        End::Sealed(seal) => (part(bytes, 0, seal.length), seal.next),
        End::Open => (bytes, u64::MAX),
        End::Before(next) => (bytes, next),
    };
    loop {
        let at = segment.length;
        if let Some(frame) = Frame::parse(id, part(bytes, at, u64::MAX))
            && frame.offset == segment.next
            && frame.offset < limit
        {
            segment.note(frame.offset, at);
            segment.next += 1;
            segment.length += frame.size();
            continue;
        }
        let Some((position, offset)) = resume(id, bytes, &segment, limit, end) else {
            return segment;
        };
        segment.holes.push(Hole {
            bytes: at..position,
            offsets: segment.next..offset,
        });
        (segment.length, segment.next) = (position, offset);
    }
}

/// Where it goes on after a place at which no frame can be read, and with which offset. `None` when the segment ends
/// there and nothing is missing.
fn resume(id: &Checksum, bytes: &[u8], segment: &Segment, limit: u64, end: End) -> Option<(u64, u64)> {
    let at = segment.length;
    if matches!(end, End::Sealed(seal) if segment.seal() == seal) {
        return None;
    }
    let mut found = later(id, bytes, at, segment.next, limit);
    match (end, found.next()) {
        // All that is whole was written together with what is not: the write was torn.
        (End::Open, Some(first)) if first.write <= at && found.all(|found| found.write <= at) => None,
        (End::Open, None) => None,
        (_, Some(first)) => Some((first.position, first.offset)),
        (End::Sealed(seal), None) => Some((seal.length, seal.next)),
        (End::Before(_), None) => (segment.next < limit).then(|| (size(bytes.len()).max(at), limit)),
    }
}

/// A whole frame after a broken one.
struct Found {
    position: u64,
    offset: u64,
    /// The first byte of the write that it is part of.
    write: u64,
}

/// Whole frames from a byte on, wherever they begin, with offsets from `from` to before `limit` that rise.
fn later<'a>(
    id: &'a Checksum,
    bytes: &'a [u8],
    mut at: u64,
    mut from: u64,
    limit: u64,
) -> impl Iterator<Item = Found> + 'a {
    std::iter::from_fn(move || {
        while at < size(bytes.len()) {
            let rest = part(bytes, at, u64::MAX);
            // An offset that cannot be there is seen without a checksum, which is what makes this quick.
            let most = limit.min(from.saturating_add(size(rest.len())));
            let likely = frame::Head::parse(rest).is_some_and(|head| (from..most).contains(&head.offset));
            if let Some(frame) = likely.then(|| Frame::parse(id, rest)).flatten() {
                let found = Found {
                    position: at,
                    offset: frame.offset,
                    write: at.saturating_sub(u64::from(frame.back)),
                };
                from = frame.offset + 1;
                at += frame.size();
                return Some(found);
            }
            at += 1;
        }
        None
    })
}

/// The bytes from one to before another, as far as they are there.
fn part(bytes: &[u8], from: u64, to: u64) -> &[u8] {
    let within = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
    bytes.get(within(from)..within(to)).unwrap_or(&[])
}
