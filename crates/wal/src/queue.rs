//! [`Queue`]: what was handed in and is not written yet, in the order of its offsets.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use crate::frame::Ready;
use crate::pending::{AppendError, Fault, Outcome, Pending};

/// Buffers that are kept for later writes.
const SPARE: usize = 2;

/// What the committer does next.
pub(crate) enum Work {
    Write(Group),
    /// Seal the active segment.
    Roll(Told),
}

/// Frames that are written and synced together.
pub(crate) struct Group {
    pub(crate) bytes: Vec<u8>,
    pub(crate) offsets: Range<u64>,
    pub(crate) told: Told,
    /// Calls that share it.
    pub(crate) calls: usize,
}

/// Tells those who wait that nothing was kept, if it is dropped without another word: nobody waits for ever.
#[derive(Default)]
pub(crate) struct Told(Arc<Outcome>);

impl Told {
    pub(crate) fn tell(self, result: Result<(), AppendError>) {
        self.0.tell(result);
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        self.0.tell(Err(AppendError::Closed));
    }
}

/// Whether records are taken.
#[derive(Default)]
pub(crate) enum Gate {
    #[default]
    Open,
    /// Not before a new segment is there.
    Faulted(Arc<Fault>),
    /// No more; what was taken is still written.
    Closed,
}

#[derive(Default)]
pub(crate) struct Queue {
    works: VecDeque<Work>,
    /// The next offset to give.
    pub(crate) next: u64,
    /// Bytes that wait or are being written.
    waiting: usize,
    pub(crate) gate: Gate,
    /// Whether the committer sleeps until it is told that there is work: telling costs a call of the system, for every request.
    pub(crate) is_watched: bool,
    spare: Vec<Vec<u8>>,
}

/// How much may wait.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) group: usize,
    pub(crate) waiting: usize,
}

impl Queue {
    pub(crate) fn new(next: u64) -> Self {
        Self {
            next,
            ..Self::default()
        }
    }

    fn refusal(&self) -> Result<(), AppendError> {
        match &self.gate {
            Gate::Open => Ok(()),
            Gate::Faulted(fault) => Err(AppendError::Fault(Arc::clone(fault))),
            Gate::Closed => Err(AppendError::Closed),
        }
    }

    /// Gives the records their offsets and puts them into a write, all into the same.
    pub(crate) fn push(&mut self, records: Vec<Ready<'_>>, limits: Limits) -> Result<Pending, AppendError> {
        self.refusal()?;
        let bytes: usize = records.iter().map(Ready::size).sum();
        if self.waiting + bytes > limits.waiting {
            return Err(AppendError::Full {
                waiting: self.waiting,
                limit: limits.waiting,
            });
        }
        self.waiting += bytes;
        let first = self.next;
        self.next += records.len() as u64;
        let offsets = first..self.next;
        let mut group = self.last(bytes, limits.group).unwrap_or_else(|| Group {
            bytes: self.spare.pop().unwrap_or_default(),
            offsets: first..first,
            told: Told::default(),
            calls: 0,
        });
        group.calls += 1;
        for (record, offset) in records.into_iter().zip(offsets.clone()) {
            // No write is longer than `limits.waiting`, and that no longer than the number can say.
            let back = u32::try_from(group.bytes.len()).unwrap_or(u32::MAX);
            record.put(offset, back, &mut group.bytes);
        }
        group.offsets.end = offsets.end;
        let pending = Pending::new(Arc::clone(&group.told.0), offsets);
        self.works.push_back(Work::Write(group));
        Ok(pending)
    }

    /// Takes out the last write if it waits and takes so many more bytes.
    fn last(&mut self, bytes: usize, limit: usize) -> Option<Group> {
        match self.works.pop_back() {
            Some(Work::Write(group)) if group.bytes.len() + bytes <= limit => Some(group),
            Some(other) => {
                self.works.push_back(other);
                None
            }
            None => None,
        }
    }

    /// Asks for a roll after all that was handed in.
    pub(crate) fn push_roll(&mut self) -> Result<Pending, AppendError> {
        self.refusal()?;
        let told = Told::default();
        let pending = Pending::new(Arc::clone(&told.0), self.next..self.next);
        self.works.push_back(Work::Roll(told));
        Ok(pending)
    }

    pub(crate) fn pop(&mut self) -> Option<Work> {
        self.works.pop_front()
    }

    /// Takes out all that waits.
    pub(crate) fn take(&mut self) -> VecDeque<Work> {
        std::mem::take(&mut self.works)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.works.is_empty()
    }

    /// Takes the bytes of a write back, when it is done.
    pub(crate) fn done(&mut self, mut bytes: Vec<u8>, limits: Limits) {
        self.waiting -= bytes.len();
        if self.spare.len() < SPARE && bytes.capacity() <= 2 * limits.group {
            bytes.clear();
            self.spare.push(bytes);
        }
    }

    /// Closes the gate after a fault. Gives what waited, none of which is written any more.
    pub(crate) fn fault(&mut self, fault: &Arc<Fault>) -> Vec<Told> {
        if !matches!(self.gate, Gate::Closed) {
            self.gate = Gate::Faulted(Arc::clone(fault));
        }
        self.waiting = 0;
        let dropped = self.works.drain(..).map(|work| match work {
            Work::Write(group) => group.told,
            Work::Roll(told) => told,
        });
        dropped.collect()
    }
}
