//! [`Records`]: a log's records in the order of their offsets.

use std::collections::VecDeque;
use std::sync::Arc;
use std::{fmt, io};

use crate::bytes::size;
use crate::disk::{self, Reading};
use crate::frame::{self, Frame};
use crate::log::Shared;
use crate::segment::{self, Segment};

/// Bytes that are read at once.
const WINDOW: u64 = 256 * 1024;

/// A record of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its offset.
    pub offset: u64,
    /// What was handed in.
    pub bytes: Vec<u8>,
}

/// Why reading stopped.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system refused. A file that is not found was cut meanwhile.
    #[error("cannot read `{file}` of the log")]
    Io {
        /// The file.
        file: String,
        /// Its answer.
        source: io::Error,
    },
    /// The file was sound when the log was opened, and is not now: open the log again to see what is lost.
    #[error("`{file}` of the log is damaged from byte {at} on")]
    Damaged {
        /// The file.
        file: String,
        /// The first byte of the frame that cannot be read.
        at: u64,
    },
}

/// Durable records, as they were when [`Log::read`](crate::Log::read) was called. It ends after an error.
pub struct Records {
    shared: Arc<Shared>,
    segments: VecDeque<Arc<Segment>>,
    from: u64,
    place: Option<Place>,
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// Where reading stands in a segment.
struct Place {
    segment: Arc<Segment>,
    file: Box<dyn Reading>,
    /// The next record.
    offset: u64,
    position: u64,
    window: Vec<u8>,
    /// The byte of the file that the window begins with.
    window_at: u64,
}

impl Records {
    pub(crate) fn new(shared: Arc<Shared>, segments: VecDeque<Arc<Segment>>, from: u64) -> Self {
        Self {
            shared,
            segments,
            from,
            place: None,
        }
    }

    fn advance(&mut self) -> Result<Option<Record>, ReadError> {
        loop {
            if self.place.is_none() {
                let Some(segment) = self.segments.pop_front() else {
                    return Ok(None);
                };
                self.place = Some(Place::begin(&self.shared, segment, self.from)?);
            }
            let Some(place) = &mut self.place else { return Ok(None) };
            match place.record(&self.shared)? {
                None => self.place = None,
                Some(record) if record.offset < self.from => {}
                Some(record) => return Ok(Some(record)),
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.advance();
        if record.is_err() {
            self.segments.clear();
            self.place = None;
        }
        record.transpose()
    }
}

impl Place {
    fn begin(shared: &Shared, segment: Arc<Segment>, from: u64) -> Result<Self, ReadError> {
        let name = segment::name(segment.first);
        let file = shared
            .disk
            .open(&name)
            .map_err(|source| ReadError::Io { file: name, source })?;
        let (offset, position) = segment.near(from);
        Ok(Self {
            segment,
            file,
            offset,
            position,
            window: Vec::new(),
            window_at: position,
        })
    }

    fn record(&mut self, shared: &Shared) -> Result<Option<Record>, ReadError> {
        if let Some(hole) = self.segment.holes.iter().find(|hole| hole.bytes.start == self.position) {
            (self.position, self.offset) = (hole.bytes.end, hole.offsets.end);
        }
        if self.position >= self.segment.length {
            return Ok(None);
        }
        self.load(frame::HEAD)?;
        let length = frame::Head::parse(self.loaded()).map_or(0, |head| head.length);
        self.load(frame::HEAD.saturating_add(length))?;
        match Frame::parse(&shared.seed, self.loaded()).filter(|frame| frame.offset == self.offset) {
            Some(frame) => {
                let record = Record {
                    offset: frame.offset,
                    bytes: frame.record.to_vec(),
                };
                self.position += frame.size();
                self.offset += 1;
                Ok(Some(record))
            }
            None => Err(ReadError::Damaged {
                file: segment::name(self.segment.first),
                at: self.position,
            }),
        }
    }

    /// What of the window lies before us.
    fn loaded(&self) -> &[u8] {
        let done = usize::try_from(self.position - self.window_at).unwrap_or(usize::MAX);
        self.window.get(done..).unwrap_or(&[])
    }

    /// Sees to it that so many bytes lie before us, or all that the segment has.
    fn load(&mut self, bytes: usize) -> Result<(), ReadError> {
        if self.loaded().len() >= bytes {
            return Ok(());
        }
        let rest = self.segment.length - self.position;
        let wanted = size(bytes).max(WINDOW).min(rest);
        if size(self.loaded().len()) == wanted {
            return Ok(());
        }
        self.window.resize(usize::try_from(wanted).unwrap_or(usize::MAX), 0);
        self.window_at = self.position;
        let read = disk::fill(self.file.as_mut(), self.position, &mut self.window).map_err(|source| ReadError::Io {
            file: segment::name(self.segment.first),
            source,
        })?;
        self.window.truncate(read);
        Ok(())
    }
}
