//! Many at once: order, offsets, futures, readers beside writers, closing.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake};
use std::thread::{self, ScopedJoinHandle, Thread};
use std::time::Duration;

use harpoon_wal::{AppendError, Log, Real, Settings};

use crate::simulated::Simulated;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for a future on this thread.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Arc::new(Unpark(thread::current())).into();
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

fn small() -> Settings {
    Settings {
        segment_bytes: 10_000,
        group_bytes: 2_000,
        ..Settings::new(77)
    }
}

/// A disk that syncs at once would carry one caller a sync.
#[test]
fn callers_who_come_together_share_a_sync() {
    const THREADS: u64 = 32;
    const CALLS: u64 = 50;
    let disk = Simulated::new(1);
    let (log, _) = Log::open(disk.clone(), Settings::new(77)).unwrap();
    let before = disk.operations();
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let log = &log;
            scope.spawn(move || {
                for call in 0..CALLS {
                    log.append(&[[thread, call].map(u64::to_le_bytes).concat()])
                        .unwrap()
                        .wait()
                        .unwrap();
                }
            });
        }
    });
    // Each write is two operations: append, sync.
    let writes = (disk.operations() - before) / 2;
    assert_eq!(log.durable_up_to(), THREADS * CALLS);
    assert!(
        writes < THREADS * CALLS / 4,
        "{writes} writes of {} calls",
        THREADS * CALLS
    );
}

#[test]
fn offsets_are_unique_and_in_the_order_of_each_thread() {
    const THREADS: u64 = 8;
    const CALLS: u64 = 400;
    let disk = Simulated::new(1);
    let (log, _) = Log::open(disk.clone(), small()).unwrap();
    let all: Vec<Vec<u64>> = thread::scope(|scope| {
        let appenders: Vec<_> = (0..THREADS)
            .map(|thread| {
                let log = &log;
                scope.spawn(move || {
                    let mut mine = Vec::new();
                    for call in 0..CALLS {
                        let records = [
                            [thread, call, 0].map(u64::to_le_bytes).concat(),
                            [thread, call, 1].map(u64::to_le_bytes).concat(),
                        ];
                        let pending = log.append(&records).unwrap();
                        // Half of them wait, half are futures.
                        let offsets = if thread % 2 == 0 {
                            pending.wait()
                        } else {
                            block_on(pending)
                        }
                        .unwrap();
                        assert_eq!(offsets.end - offsets.start, 2, "the records of a call stand in a row");
                        assert!(log.durable_up_to() >= offsets.end);
                        if call % 50 == 0 {
                            log.roll().unwrap().wait().unwrap();
                        }
                        mine.extend(offsets);
                    }
                    mine
                })
            })
            .collect();
        // A reader that goes on where it stopped sees each record once, in order, while they come.
        let mut next = 0;
        while !appenders.iter().all(ScopedJoinHandle::is_finished) || next < log.durable_up_to() {
            for record in log.read(next) {
                let record = record.unwrap();
                assert_eq!(record.offset, next);
                next += 1;
            }
        }
        appenders.into_iter().map(|appender| appender.join().unwrap()).collect()
    });
    for mine in &all {
        assert!(mine.is_sorted());
    }
    let unique: BTreeSet<u64> = all.iter().flatten().copied().collect();
    assert_eq!(unique.len() as u64, THREADS * CALLS * 2);
    for (thread, mine) in (0..).zip(&all) {
        for (call, offset) in (0..).zip(mine.iter().step_by(2)) {
            let record = log.read(*offset).next().unwrap().unwrap();
            assert_eq!(record.bytes, [thread, call, 0_u64].map(u64::to_le_bytes).concat());
        }
    }
    drop(log);
    let (log, _, report) = Log::open_unattended(disk, small()).unwrap();
    assert_eq!(report.records, THREADS * CALLS * 2);
    assert_eq!(report.torn, None);
    assert_eq!(log.read(0).count() as u64, THREADS * CALLS * 2);
}

#[test]
fn closing_writes_what_was_handed_in() {
    let disk = Simulated::new(2);
    let (log, _) = Log::open(disk.clone(), small()).unwrap();
    let pending: Vec<_> = (0..100).map(|n: u64| log.append(&[n.to_le_bytes()]).unwrap()).collect();
    drop(log);
    for (n, pending) in (0..).zip(pending) {
        assert_eq!(pending.wait().unwrap(), n..n + 1);
    }
    let (log, committer, report) = Log::open_unattended(disk, small()).unwrap();
    assert_eq!(report.records, 100);
    // Without somebody who writes, nobody waits for ever.
    let pending = log.append(&["never written"]).unwrap();
    drop(committer);
    assert!(matches!(pending.wait(), Err(AppendError::Closed)));
    assert!(matches!(log.append(&["neither"]), Err(AppendError::Closed)));
}

/// Asks the log again as soon as it is woken, as a task may that an executor runs at once.
struct AskAgain(Log, mpsc::Sender<bool>);

impl Wake for AskAgain {
    fn wake(self: Arc<Self>) {
        let is_closed = matches!(self.0.append(&["again"]), Err(AppendError::Closed));
        self.1.send(is_closed).unwrap();
    }
}

#[test]
fn who_is_woken_when_the_log_ends_can_ask_it_again() {
    let (log, committer, _) = Log::open_unattended(Simulated::new(3), small()).unwrap();
    let mut pending = pin!(log.append(&["waits"]).unwrap());
    let (told, heard) = mpsc::channel();
    let waker = Arc::new(AskAgain(log, told)).into();
    assert!(pending.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    thread::spawn(move || drop(committer));
    // As long as it may take at most; a lock that is held waits for ever.
    let is_closed = heard.recv_timeout(Duration::from_mins(1));
    assert_eq!(is_closed, Ok(true));
}

#[test]
fn rolls_cuts_and_bytes_on_a_real_disk() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Log::open(Real::open(&folder.path().join("deep/log")).unwrap(), Settings::new(42));
    let (log, _) = open().unwrap();
    let busy = Real::open(&folder.path().join("deep/log")).unwrap_err();
    assert_eq!(busy.kind(), std::io::ErrorKind::ResourceBusy);
    assert_eq!(log.append(&["a", "b", "c"]).unwrap().wait().unwrap(), 0..3);
    assert_eq!(log.sealed_up_to(), 0);
    assert_eq!(log.roll().unwrap().wait().unwrap(), 3..3);
    assert_eq!(log.sealed_up_to(), 3);
    // A head is 64 bytes, a frame 20 more than its record.
    assert_eq!(log.bytes_on_disk(), (64 + 3 * 21) + 64);
    assert_eq!(log.append(&["d"]).unwrap().wait().unwrap(), 3..4);
    log.cut(2).unwrap();
    assert_eq!(log.read(0).count(), 4, "only whole segments go");
    log.cut(100).unwrap();
    assert_eq!(
        log.read(0).map(|record| record.unwrap().bytes).collect::<Vec<_>>(),
        [b"d"]
    );
    assert_eq!(log.bytes_on_disk(), 64 + 21);
    let id = log.id();
    drop(log);
    let (log, report) = open().unwrap();
    assert_eq!((log.id(), report.records, report.segments), (id, 1, 1));
    log.cut(4).unwrap();
    assert_eq!(log.bytes_on_disk(), 64);
    drop(log);
    let (log, _) = open().unwrap();
    assert_eq!(
        log.append(&["e"]).unwrap().wait().unwrap(),
        4..5,
        "offsets go on after all was cut"
    );
    assert!(log.append(&[] as &[&str]).unwrap().wait().unwrap().is_empty());
    // Larger than what is read at once, and than what is usually written at once.
    let large = vec![7; 5 << 20];
    log.append(&[&large]).unwrap().wait().unwrap();
    log.append(&["after"]).unwrap().wait().unwrap();
    let read: Vec<_> = log.read(5).map(|record| record.unwrap().bytes).collect();
    assert!(read[0] == large && read[1] == b"after");
}
