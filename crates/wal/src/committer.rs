//! [`Committer`]: writes what has gathered, one write and one sync at a time, and tells those who wait.
//!
//! While one write is being synced the next gathers, so the more there is to do, the more a sync carries. On a disk that syncs at once little
//! would gather, and each caller would pay for a sync of its own: where several share one, the next begins a little later. What fails
//! closes its segment for good: after a failed sync nobody knows what the disk holds, and a later sync that succeeds says
//! nothing about it. The next segment's head seals the closed one where the last good sync left it.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::bytes::size;
use crate::disk::{self, Appending};
use crate::log::Shared;
use crate::pending::Fault;
use crate::queue::{Gate, Group, Told, Work};
use crate::segment::{self, Head, Seal, Segment};
use crate::{lock, wait, wait_for};

/// Between two tries to begin a segment after a fault.
const RETRY: Duration = Duration::from_millis(200);
/// How long gathers what comes after a write that several callers shared. One who comes alone never waits for it.
const GATHERING: Duration = Duration::from_millis(1);

/// How a turn went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Something was done; there may be more.
    Worked,
    /// Nothing is to be done.
    Idle,
    /// The disk does not let a segment begin. Try again in a while.
    Faulted,
    /// The log was closed, and all is written.
    Ended,
}

/// The only one who writes to a log.
pub struct Committer {
    shared: Arc<Shared>,
    /// The active segment; none after a fault.
    file: Option<Box<dyn Appending>>,
    /// Where the segment before the active one ends.
    before: Option<Seal>,
    /// First offsets of segments that hold no promised record; removed when a segment after them is there.
    stale: Vec<u64>,
    /// Whether several callers shared the last write.
    is_shared: bool,
}

impl std::fmt::Debug for Committer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Committer").finish_non_exhaustive()
    }
}

impl Committer {
    pub(crate) fn new(shared: Arc<Shared>, file: Box<dyn Appending>, before: Option<Seal>) -> Self {
        Self {
            shared,
            file: Some(file),
            before,
            stale: Vec::new(),
            is_shared: false,
        }
    }

    /// Works until the log is closed.
    pub fn run(mut self) {
        loop {
            match self.turn() {
                Turn::Worked if std::mem::take(&mut self.is_shared) => thread::sleep(GATHERING),
                Turn::Worked => {}
                Turn::Idle => {
                    let mut queue = lock(&self.shared.queue);
                    queue.is_watched = true;
                    while queue.is_empty() && !matches!(queue.gate, Gate::Closed) {
                        queue = wait(&self.shared.work, queue);
                    }
                    queue.is_watched = false;
                }
                Turn::Faulted => {
                    let queue = lock(&self.shared.queue);
                    if !matches!(queue.gate, Gate::Closed) {
                        wait_for(&self.shared.work, queue, RETRY);
                    }
                }
                Turn::Ended => return,
            }
        }
    }

    /// Does the next thing, and never waits for it.
    pub fn turn(&mut self) -> Turn {
        let (work, closed) = {
            let mut queue = lock(&self.shared.queue);
            (queue.pop(), matches!(queue.gate, Gate::Closed))
        };
        match work {
            Some(Work::Write(group)) => self.write(group),
            Some(Work::Roll(told)) => self.roll_told(told),
            None if closed => {
                // Sealed, the segment need not be written anew when the log is opened again. It may fail.
                if self.file.is_some() {
                    let _ = self.roll();
                }
                return Turn::Ended;
            }
            None if self.file.is_none() => return self.resume(),
            None => return Turn::Idle,
        }
        Turn::Worked
    }

    fn write(&mut self, group: Group) {
        let Group {
            bytes,
            offsets,
            told,
            calls,
        } = group;
        self.is_shared = calls > 1;
        match self.try_write(&bytes, offsets.start, offsets.end) {
            Ok(()) => {
                lock(&self.shared.queue).done(bytes, self.shared.limits());
                told.tell(Ok(()));
            }
            Err(fault) => self.fault(fault, told),
        }
    }

    fn try_write(&mut self, bytes: &[u8], first: u64, next: u64) -> Result<(), Fault> {
        if bytes.is_empty() {
            return Ok(());
        }
        let length = lock(&self.shared.segments)
            .active
            .as_ref()
            .map_or(0, |active| active.length);
        if length + size(bytes.len()) > self.shared.settings.segment_bytes {
            self.roll()?;
        }
        let Some(file) = &mut self.file else {
            return Err(self.fault_of("write", io::ErrorKind::NotConnected.into()));
        };
        if let Err(source) = file.append(bytes) {
            return Err(self.fault_of("write", source));
        }
        if let Err(source) = file.sync() {
            return Err(self.fault_of("sync", source));
        }
        let mut segments = lock(&self.shared.segments);
        if let Some(active) = &mut segments.active {
            active.note(first, active.length);
            active.next = next;
            active.length += size(bytes.len());
            active.file_length = active.length;
        }
        segments.durable = next;
        Ok(())
    }

    fn roll_told(&mut self, told: Told) {
        match self.roll() {
            Ok(()) => told.tell(Ok(())),
            Err(fault) => self.fault(fault, told),
        }
    }

    /// Seals the active segment and begins the next; does nothing when it holds no record.
    fn roll(&mut self) -> Result<(), Fault> {
        let active = lock(&self.shared.segments).active.as_ref().map(Segment::seal);
        match active {
            Some(seal) if seal.next > seal.first => {
                // From here on the old one is never written again, whether or not the new one comes to be: its seal may
                // be on disk.
                self.close_active();
                self.begin(seal.next)
            }
            _ => Ok(()),
        }
    }

    /// Puts the active segment among the sealed ones, or among those to be removed when it holds nothing.
    fn close_active(&mut self) {
        self.file = None;
        let mut segments = lock(&self.shared.segments);
        if let Some(active) = segments.active.take() {
            if active.next > active.first {
                self.before = Some(active.seal());
                segments.sealed.push(Arc::new(active));
            } else {
                self.stale.push(active.first);
            }
        }
    }

    fn begin(&mut self, first: u64) -> Result<(), Fault> {
        let head = Head {
            id: self.shared.id,
            first,
            before: self.before,
        };
        let name = segment::name(first);
        match disk::place(self.shared.disk.as_ref(), &name, &[&head.bytes()]) {
            Ok(file) => {
                self.file = Some(file);
                lock(&self.shared.segments).active = Some(Segment::new(first));
                for stale in self.stale.drain(..).filter(|stale| *stale != first) {
                    // What stays is removed when the log is opened.
                    let _ = self.shared.disk.remove(&segment::name(stale));
                }
                Ok(())
            }
            Err(source) => {
                if !self.stale.contains(&first) {
                    self.stale.push(first);
                }
                Err(Fault {
                    what: "begin",
                    file: name,
                    source,
                })
            }
        }
    }

    /// Tells all that nothing of theirs was kept, and takes nothing until a new segment is there.
    fn fault(&mut self, fault: Fault, told: Told) {
        let fault = Arc::new(fault);
        self.close_active();
        let waiting = lock(&self.shared.queue).fault(&fault);
        for told in std::iter::once(told).chain(waiting) {
            told.tell(Err(Arc::clone(&fault).into()));
        }
    }

    /// Begins a segment after a fault, above all offsets that were given.
    fn resume(&mut self) -> Turn {
        // While the gate is not open, this does not rise.
        let next = lock(&self.shared.queue).next;
        match self.begin(next) {
            Ok(()) => {
                let mut queue = lock(&self.shared.queue);
                if matches!(queue.gate, Gate::Faulted(_)) {
                    queue.gate = Gate::Open;
                }
                Turn::Worked
            }
            Err(fault) => {
                let mut queue = lock(&self.shared.queue);
                if matches!(queue.gate, Gate::Faulted(_)) {
                    queue.gate = Gate::Faulted(Arc::new(fault));
                }
                Turn::Faulted
            }
        }
    }

    fn fault_of(&self, what: &'static str, source: io::Error) -> Fault {
        let first = lock(&self.shared.segments).active.as_ref().map(|active| active.first);
        Fault {
            what,
            file: first.map_or_else(String::new, segment::name),
            source,
        }
    }
}

impl Drop for Committer {
    /// Without a committer nothing is taken, and nobody waits.
    fn drop(&mut self) {
        let left = {
            let mut queue = lock(&self.shared.queue);
            queue.gate = Gate::Closed;
            queue.take()
        };
        // Telling wakes tasks, which may ask the log at once: not while the queue is locked.
        drop(left);
    }
}
