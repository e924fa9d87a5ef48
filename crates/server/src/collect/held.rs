//! [`Held`]: the collector of one workspace, and when what it has is taken into the lake: before somebody asks, when much
//! waits, when it has waited long, when another process asks, at the start and at the end.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use harpoon::collecting::Collector;
use harpoon::{Error, Workspace};
use jiff::Timestamp;
use tokio::sync::Mutex as Turn;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::watch::Watch;

/// How often is looked whether it is time.
pub(super) const PACE: Duration = Duration::from_millis(100);
/// Whoever asks sees what came before this much time.
const STALE: Duration = Duration::from_secs(1);
/// How long a question waits for a load at most: another process may be writing to the lake.
const PATIENCE: Duration = Duration::from_secs(2);
/// Bytes of the log from which on it is loaded without being asked.
const MUCH: u64 = 256 << 20;
/// How long something waits at most.
const LONG: Duration = Duration::from_hours(1);
/// Rest after a load that failed.
const REST: Duration = Duration::from_secs(5);
/// After so many loads is looked whether the lake has too many small files.
const LOADS: u32 = 16;

/// A collector with its workspace.
pub(super) struct Held {
    pub(super) collector: Collector,
    /// Opened anew when its settings change. A leaf lock.
    workspace: Mutex<Workspace>,
    now: fn() -> Result<Timestamp, Error>,
    watch: Arc<Watch>,
    turn: Arc<Turn<Last>>,
    /// Since when a load is under way. A leaf lock.
    running: Mutex<Option<Instant>>,
    /// Loads since the small files were looked at.
    loads: AtomicU32,
    /// Why the last load failed. A leaf lock.
    trouble: Mutex<Option<String>>,
}

/// The last load.
struct Last {
    began: Option<Instant>,
    has_failed: bool,
}

/// Why a load is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Somebody asks.
    Question,
    /// It is time.
    Time,
}

impl Held {
    pub(super) fn new(
        collector: Collector,
        workspace: Workspace,
        now: fn() -> Result<Timestamp, Error>,
        watch: Arc<Watch>,
    ) -> Arc<Self> {
        let last = Last {
            began: None,
            has_failed: false,
        };
        Arc::new(Self {
            collector,
            workspace: Mutex::new(workspace),
            now,
            watch,
            turn: Arc::new(Turn::new(last)),
            running: Mutex::default(),
            loads: AtomicU32::new(0),
            trouble: Mutex::default(),
        })
    }

    /// Reads by these settings from now on.
    pub(super) fn renew(&self, workspace: Workspace) {
        *lock(&self.workspace) = workspace;
    }

    /// Sees that a question is answered with what came until a second ago, if that can be had soon.
    pub(super) async fn settle(self: &Arc<Self>) {
        // One that takes long waits for another process, and is not waited for by each question anew.
        let is_stuck = lock(&self.running).is_some_and(|since| since.elapsed() >= PATIENCE);
        if self.collector.has_waiting() && !is_stuck {
            // After that it is answered with what is there.
            let _ = timeout(PATIENCE, self.load(Why::Question)).await;
        }
    }

    /// Loads when it is time, until the process ends.
    pub(super) async fn watch(self: Arc<Self>) {
        let mut pace = tokio::time::interval(PACE);
        pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            pace.tick().await;
            if Arc::strong_count(&self) == 1 {
                // Its workspace is gone. The lake has threads of its own, which cannot be let go from within a runtime.
                drop(spawn_blocking(move || drop(self)));
                return;
            }
            // Made and thrown away on time also where nobody comes.
            if let Ok(now) = (self.now)() {
                self.collector.salt(now);
            }
            let wishes = self.collector.wishes();
            if !wishes.is_empty() {
                if !self.collector.has_waiting() || self.load(Why::Time).await {
                    Collector::grant(&wishes);
                }
            } else if self.is_time().await {
                self.load(Why::Time).await;
            } else if self.loads.load(Ordering::Relaxed) >= LOADS {
                self.loads.store(0, Ordering::Relaxed);
                self.gather_up().await;
            }
        }
    }

    /// Joins what many loads have left. What does not succeed changes nothing, and is tried again later.
    async fn gather_up(&self) {
        let workspace = lock(&self.workspace).clone();
        let _ = spawn_blocking(move || workspace.lake().gather_up()).await;
    }

    /// Takes in what is left; at the end, outside of any runtime.
    pub(super) fn finish(&self) -> Result<(), Error> {
        let workspace = lock(&self.workspace).clone();
        let begun = Instant::now();
        let loaded = self.collector.close(&workspace, (self.now)()?);
        self.watch.loaded(&loaded, begun.elapsed());
        loaded.map(drop)
    }

    async fn is_time(&self) -> bool {
        let last = self.turn.lock().await;
        let Some(began) = last.began else { return true };
        let since = began.elapsed();
        if last.has_failed {
            return since >= REST;
        }
        self.collector.has_waiting() && self.collector.bytes() >= MUCH || since >= LONG
    }

    /// Why what waits was not taken in, if it should have been.
    pub(super) fn trouble(&self) -> Option<String> {
        lock(&self.trouble).clone()
    }

    /// Loads, one at a time; gives whether it did. It goes on where whoever asked has gone.
    async fn load(self: &Arc<Self>, why: Why) -> bool {
        let mut last = Arc::clone(&self.turn).lock_owned().await;
        let is_fresh = last.began.is_some_and(|began| began.elapsed() < STALE);
        let rests = last.has_failed && last.began.is_some_and(|began| began.elapsed() < REST);
        if rests || why == Why::Question && is_fresh {
            return false;
        }
        last.began = Some(Instant::now());
        let held = Arc::clone(self);
        let work = spawn_blocking(move || {
            *lock(&held.running) = Some(Instant::now());
            let workspace = lock(&held.workspace).clone();
            let begun = Instant::now();
            let loaded = (held.now)().and_then(|now| held.collector.load(&workspace, now));
            held.watch.loaded(&loaded, begun.elapsed());
            *lock(&held.running) = None;
            last.has_failed = loaded.is_err();
            let imports = loaded.as_ref().map_or(0, |loaded| loaded.imports.len());
            held.loads
                .fetch_add(u32::try_from(imports).unwrap_or(LOADS), Ordering::Relaxed);
            *lock(&held.trouble) = loaded.err().map(|error| error.to_string());
            !last.has_failed
        });
        work.await.unwrap_or(false)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
