//! [`Log`]: hand in, read, cut.

use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::{fmt, io};

use crate::checksum::Checksum;
use crate::committer::Committer;
use crate::disk::{self, Disk};
use crate::frame::Ready;
use crate::lock;
use crate::mark::Mark;
use crate::pending::{AppendError, Fault, Pending};
use crate::queue::{Gate, Limits, Queue};
use crate::read::Records;
use crate::recovery::{Damage, OpenError, Report, recover};
use crate::segment::{self, Segment, Segments};

/// How a log behaves.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// 128 random bits. The log gets them as its id if it begins now; one that is there keeps its own.
    pub fresh_id: u128,
    /// Bytes after which a segment is sealed; 64 MiB. One write is never split, so a segment may be longer by one.
    pub segment_bytes: u64,
    /// Bytes that one write gathers at most, unless a single call hands in more; 2 MiB.
    pub group_bytes: usize,
    /// Bytes that wait to be written at most; 64 MiB. Beyond it [`AppendError::Full`]. 4 GiB at most.
    pub in_flight_bytes: usize,
    /// What to do when the log is damaged.
    pub damage: Damage,
}

impl Settings {
    /// The usual behaviour.
    pub const fn new(fresh_id: u128) -> Self {
        Self {
            fresh_id,
            segment_bytes: 64 << 20,
            group_bytes: 2 << 20,
            in_flight_bytes: 64 << 20,
            damage: Damage::Refuse,
        }
    }
}

/// What a log and its committer share. Of its locks only one is held at a time, but that `cutting` may hold `segments`.
pub(crate) struct Shared {
    pub(crate) disk: Box<dyn Disk>,
    pub(crate) settings: Settings,
    pub(crate) id: u128,
    pub(crate) seed: Checksum,
    pub(crate) queue: Mutex<Queue>,
    /// There is work, or the log is being closed.
    pub(crate) work: Condvar,
    pub(crate) segments: Mutex<Segments>,
    /// One cuts at a time.
    cutting: Mutex<Cutting>,
}

/// How far cutting has come.
struct Cutting {
    /// The offset below which segments were cut, as the mark on disk says.
    below: u64,
    /// Whether segments were removed whose names may come back, because no sync has covered that yet.
    is_unsynced: bool,
}

impl Shared {
    pub(crate) fn limits(&self) -> Limits {
        let most = usize::try_from(u32::MAX).unwrap_or(usize::MAX);
        Limits {
            group: self.settings.group_bytes,
            waiting: self.settings.in_flight_bytes.min(most),
        }
    }
}

/// A log that is open. Threads share it by reference; dropping it writes what was handed in, and closes it.
pub struct Log {
    shared: Arc<Shared>,
    committer: Option<JoinHandle<()>>,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("id", &self.shared.id)
            .field("durable", &self.durable_up_to())
            .finish_non_exhaustive()
    }
}

impl Log {
    /// Opens the log of a folder, or begins one. A thread of its own writes.
    pub fn open(disk: impl Disk + 'static, settings: Settings) -> Result<(Self, Report), OpenError> {
        let (mut log, committer, report) = Self::open_unattended(disk, settings)?;
        let thread = thread::Builder::new().name("wal".to_owned());
        let running = thread.spawn(move || committer.run()).map_err(|source| OpenError::Io {
            what: "start the thread that writes",
            file: String::new(),
            source,
        })?;
        log.committer = Some(running);
        Ok((log, report))
    }

    /// Opens the log of a folder for a caller who runs the committer. Nothing is written but by its turns, and the log is
    /// closed when it is dropped.
    pub fn open_unattended(
        disk: impl Disk + 'static,
        settings: Settings,
    ) -> Result<(Self, Committer, Report), OpenError> {
        let recovered = recover(&disk, settings.fresh_id, settings.damage)?;
        let next = recovered.segments.active.as_ref().map_or(0, |active| active.first);
        let shared = Arc::new(Shared {
            disk: Box::new(disk),
            settings,
            id: recovered.mark.id,
            seed: Checksum::of(&recovered.mark.id.to_le_bytes()),
            queue: Mutex::new(Queue::new(next)),
            work: Condvar::new(),
            segments: Mutex::new(recovered.segments),
            cutting: Mutex::new(Cutting {
                below: recovered.mark.cut,
                is_unsynced: false,
            }),
        });
        let committer = Committer::new(Arc::clone(&shared), recovered.file, recovered.before);
        let log = Self {
            shared,
            committer: None,
        };
        Ok((log, committer, recovered.report))
    }

    /// The id that the log was given when it began: offsets mean something together with it only.
    pub fn id(&self) -> u128 {
        self.shared.id
    }

    /// Hands in records. They get offsets in a row, and become durable together: the answer comes for all of them, when a
    /// sync has covered the last. It never waits for the disk.
    ///
    /// After a crash a call without an answer may have left some of its first records, all or none; after an error,
    /// likewise. So who sends again needs a key to know them by.
    pub fn append<R: AsRef<[u8]>>(&self, records: &[R]) -> Result<Pending, AppendError> {
        let limits = self.shared.limits();
        let too_large = |bytes| AppendError::TooLarge {
            bytes,
            limit: limits.waiting,
        };
        let ready = records.iter().map(|record| {
            let record = record.as_ref();
            Ready::new(&self.shared.seed, record).ok_or_else(|| too_large(record.len()))
        });
        let ready = ready.collect::<Result<Vec<_>, _>>()?;
        let bytes = ready.iter().map(Ready::size).sum();
        if bytes > limits.waiting {
            return Err(too_large(bytes));
        }
        let mut queue = lock(&self.shared.queue);
        let pending = queue.push(ready, limits)?;
        if std::mem::take(&mut queue.is_watched) {
            drop(queue);
            self.shared.work.notify_one();
        }
        Ok(pending)
    }

    /// Seals the segment that is written, after all that was handed in; nothing happens when it is empty. The range of
    /// the answer is empty and stands where it was sealed.
    pub fn roll(&self) -> Result<Pending, AppendError> {
        let pending = lock(&self.shared.queue).push_roll()?;
        self.shared.work.notify_one();
        Ok(pending)
    }

    /// The offset after the last durable record.
    pub fn durable_up_to(&self) -> u64 {
        lock(&self.shared.segments).durable
    }

    /// The offset after the last record of a sealed segment: [`Log::cut`] can remove up to there.
    pub fn sealed_up_to(&self) -> u64 {
        let segments = lock(&self.shared.segments);
        match (segments.sealed.last(), &segments.active) {
            (Some(sealed), _) => sealed.next,
            (None, Some(active)) => active.first,
            (None, None) => segments.durable,
        }
    }

    /// Bytes of all segments on disk.
    pub fn bytes_on_disk(&self) -> u64 {
        let segments = lock(&self.shared.segments);
        let sealed = segments.sealed.iter().map(|segment| segment.file_length).sum::<u64>();
        sealed + segments.active.as_ref().map_or(0, |active| active.file_length)
    }

    /// Records from an offset on, as far as they are durable now. Those that were cut are left out.
    pub fn read(&self, from: u64) -> Records {
        let segments = lock(&self.shared.segments);
        let all = segments.sealed.iter().map(Arc::clone);
        let all = all.chain(segments.active.iter().cloned().map(Arc::new));
        Records::new(
            Arc::clone(&self.shared),
            all.filter(|segment| segment.next > from).collect(),
            from,
        )
    }

    /// Removes the sealed segments that end at an offset or before it; the caller needs them no more. [`Log::roll`] first, so
    /// that what is written last is sealed, too. Durable when it returns
    /// well. After an error some may be gone, and none that was to stay; cutting again makes up for it.
    pub fn cut(&self, below: u64) -> Result<(), Fault> {
        let mut cutting = lock(&self.shared.cutting);
        let going: Vec<Arc<Segment>> = {
            let segments = lock(&self.shared.segments);
            // One file always stays to tell which offsets were given: after a fault, the last of the sealed ones.
            let most = segments.sealed.len() - usize::from(segments.active.is_none() && !segments.sealed.is_empty());
            let sealed = segments.sealed.iter().take(most);
            sealed
                .take_while(|segment| segment.next <= below)
                .map(Arc::clone)
                .collect()
        };
        let disk = self.shared.disk.as_ref();
        let fault = |what, file| move |source: io::Error| Fault { what, file, source };
        if let Some(end) = going.last().map(|segment| segment.next)
            && cutting.below < end
        {
            let mark = Mark {
                id: self.shared.id,
                cut: end,
            };
            mark.write(disk).map_err(fault("write", crate::mark::NAME.to_owned()))?;
            cutting.below = end;
        }
        for segment in going {
            let name = segment::name(segment.first);
            disk::remove(disk, &name).map_err(fault("remove", name))?;
            cutting.is_unsynced = true;
            lock(&self.shared.segments)
                .sealed
                .retain(|kept| kept.first != segment.first);
        }
        if cutting.is_unsynced {
            disk.sync_folder().map_err(fault("sync", "the folder".to_owned()))?;
            cutting.is_unsynced = false;
        }
        Ok(())
    }

    fn close(&mut self) {
        lock(&self.shared.queue).gate = Gate::Closed;
        self.shared.work.notify_all();
        if let Some(committer) = self.committer.take() {
            // If it panicked, those who waited have been told.
            let _ = committer.join();
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.close();
    }
}
