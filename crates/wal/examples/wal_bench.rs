//! What the log and the keys cost, beside the limit of the same bytes written and synced by themselves.
//!
//! `cargo run --release -p harpoon-wal --example wal_bench -- [log SECONDS] [keys MILLIONS] [folder PATH]` prints a line of JSON
//! for each measurement. CPU is of the whole process, from `/proc`. Keys are looked up with the files in memory.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::collections::VecDeque;
use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use harpoon_wal::{Appending, Disk, Keys, Log, Reading, Real, Settings};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const RECORD: usize = 600;
/// Rounds in which the log and the bare disk take turns, so that both meet the same neighbours.
const ROUNDS: u32 = 3;

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |word: &str| words.iter().position(|w| w == word).and_then(|at| words.get(at + 1));
    let folder = match after("folder") {
        Some(path) => tempfile::tempdir_in(path)?,
        None => tempfile::tempdir()?,
    };
    if let Some(seconds) = after("log") {
        let seconds = Duration::from_secs_f64(seconds.parse()?);
        for (threads, in_flight) in [(1, 1), (16, 16), (256, 256), (1, 16), (1, 256), (1, 4096)] {
            appends(folder.path(), threads, in_flight, seconds / ROUNDS)?;
        }
        recovery(folder.path())?;
    }
    if let Some(millions) = after("keys") {
        keys(folder.path(), millions.parse::<u64>()? * 1_000_000)?;
    }
    Ok(())
}

/// A disk that counts what goes through it.
struct Counting {
    real: Real,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    syncs: AtomicU64,
    bytes: AtomicU64,
}

impl Disk for Counting {
    fn create(&self, name: &str) -> io::Result<Box<dyn Appending>> {
        let file = self.real.create(name)?;
        let counts = Arc::clone(&self.counts);
        Ok(Box::new(Counted { file, counts }))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Reading>> {
        self.real.open(name)
    }

    fn length(&self, name: &str) -> io::Result<u64> {
        self.real.length(name)
    }

    fn list(&self) -> io::Result<Vec<String>> {
        self.real.list()
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.real.rename(from, to)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.real.remove(name)
    }

    fn sync_folder(&self) -> io::Result<()> {
        self.real.sync_folder()
    }
}

struct Counted {
    file: Box<dyn Appending>,
    counts: Arc<Counts>,
}

impl Appending for Counted {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.counts.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.file.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.counts.syncs.fetch_add(1, Ordering::Relaxed);
        self.file.sync()
    }
}

/// Work done, and what it took.
#[derive(Default)]
struct Took {
    records: u64,
    syncs: u64,
    bytes: u64,
    wall: Duration,
    cpu: Duration,
}

impl Took {
    fn rate(&self) -> f64 {
        self.records as f64 / self.wall.as_secs_f64()
    }

    fn cpu_a_record(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.records as f64
    }
}

/// CPU time of this process, user and system.
fn cpu() -> Outcome<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u64>().ok()).unwrap_or(0);
    Ok(Duration::from_millis((ticks(11) + ticks(12)) * 10))
}

/// Threads that each keep so many calls of one record in flight, in turns with the bare disk.
fn appends(folder: &Path, threads: u64, in_flight: u64, round: Duration) -> Outcome<()> {
    let (mut log, mut bare, mut ideal) = (Took::default(), Took::default(), Took::default());
    for _ in 0..ROUNDS {
        append(&folder.join("log"), threads, in_flight, round, &mut log)?;
        let group = log.bytes.div_ceil(log.syncs);
        write_and_sync(
            &folder.join("bare"),
            group,
            log.records.div_ceil(log.syncs),
            round / 2,
            &mut bare,
        )?;
        let all = (RECORD as u64 + 20) * in_flight;
        write_and_sync(&folder.join("bare"), all, in_flight, round / 2, &mut ideal)?;
        fs::remove_dir_all(folder.join("log"))?;
    }
    println!(
        "{{\"what\":\"append\",\"threads\":{threads},\"in_flight\":{in_flight},\"record_bytes\":{RECORD},\
         \"records_per_s\":{:.0},\"records_per_sync\":{:.1},\"syncs_per_s\":{:.0},\"cpu_us_per_record\":{:.2},\
         \"bare_same_writes_records_per_s\":{:.0},\"bare_cpu_us_per_record\":{:.2},\"of_bare\":{:.2},\
         \"bare_all_in_one_sync_records_per_s\":{:.0},\"of_all_in_one_sync\":{:.2}}}",
        log.rate(),
        log.records as f64 / log.syncs as f64,
        log.syncs as f64 / log.wall.as_secs_f64(),
        log.cpu_a_record(),
        bare.rate(),
        bare.cpu_a_record(),
        log.rate() / bare.rate(),
        ideal.rate(),
        log.rate() / ideal.rate(),
    );
    Ok(())
}

fn append(folder: &Path, threads: u64, in_flight: u64, round: Duration, took: &mut Took) -> Outcome<()> {
    let counts = Arc::new(Counts::default());
    let disk = Counting {
        real: Real::open(folder)?,
        counts: Arc::clone(&counts),
    };
    let (log, _) = Log::open(disk, Settings::new(1))?;
    let record = vec![b'x'; RECORD];
    let over = AtomicBool::new(false);
    let (syncs, bytes) = (
        counts.syncs.load(Ordering::Relaxed),
        counts.bytes.load(Ordering::Relaxed),
    );
    let (begun, cpu_begun) = (Instant::now(), cpu()?);
    let each = (in_flight / threads).max(1);
    took.records += thread::scope(|scope| -> Outcome<u64> {
        let appenders: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| keep_in_flight(&log, &record, each, &over)))
            .collect();
        thread::sleep(round);
        over.store(true, Ordering::Relaxed);
        let mut records = 0;
        for appender in appenders {
            records += appender.join().map_err(|_| "an appender panicked")??;
        }
        Ok(records)
    })?;
    took.wall += begun.elapsed();
    took.cpu += cpu()?.saturating_sub(cpu_begun);
    took.syncs += counts.syncs.load(Ordering::Relaxed) - syncs;
    took.bytes += counts.bytes.load(Ordering::Relaxed) - bytes;
    Ok(())
}

fn keep_in_flight(log: &Log, record: &[u8], in_flight: u64, over: &AtomicBool) -> Outcome<u64> {
    let mut waiting = VecDeque::new();
    let mut records = 0;
    while !over.load(Ordering::Relaxed) {
        while (waiting.len() as u64) < in_flight {
            waiting.push_back(log.append(&[record])?);
        }
        if let Some(pending) = waiting.pop_front() {
            pending.wait()?;
            records += 1;
        }
    }
    for pending in waiting {
        pending.wait()?;
        records += 1;
    }
    Ok(records)
}

/// The limit: bytes of so many records, written and synced by one thread that does nothing else.
fn write_and_sync(path: &Path, bytes: u64, records: u64, round: Duration, took: &mut Took) -> Outcome<()> {
    let bytes = vec![b'x'; usize::try_from(bytes)?];
    let mut file = OpenOptions::new().append(true).create_new(true).open(path)?;
    let (begun, cpu_begun) = (Instant::now(), cpu()?);
    while begun.elapsed() < round {
        file.write_all(&bytes)?;
        file.sync_data()?;
        took.records += records;
        took.syncs += 1;
    }
    took.wall += begun.elapsed();
    took.cpu += cpu()?.saturating_sub(cpu_begun);
    fs::remove_file(path)?;
    Ok(())
}

/// Opening a log that was killed with a full segment, and reading all of it.
fn recovery(folder: &Path) -> Outcome<()> {
    let folder = folder.join("recovery");
    let (log, _) = Log::open(Real::open(&folder)?, Settings::new(1))?;
    let records = vec![vec![b'x'; RECORD]; 1_000];
    for _ in 0..108 {
        log.append(&records)?.wait()?;
    }
    // What a killed process leaves: the same files, without the end that closing gives them.
    let killed = folder.with_extension("killed");
    fs::create_dir(&killed)?;
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        fs::copy(entry.path(), killed.join(entry.file_name()))?;
    }
    drop(log);
    let begun = Instant::now();
    let (log, report) = Log::open(Real::open(&killed)?, Settings::new(1))?;
    let opened = begun.elapsed();
    let begun = Instant::now();
    let read = log.read(0).flatten().count();
    println!(
        "{{\"what\":\"recovery\",\"bytes\":{},\"records\":{},\"open_ms\":{},\"read_records\":{read},\"read_ms\":{}}}",
        log.bytes_on_disk(),
        report.records,
        opened.as_millis(),
        begun.elapsed().as_millis(),
    );
    Ok(())
}

/// The `n`-th key: spread evenly, and each another.
fn key(n: u64) -> u128 {
    let mix = |mut z: u64| {
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let upper = mix(n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    (u128::from(upper) << 64) | u128::from(mix(upper ^ n))
}

fn keys(folder: &Path, all: u64) -> Outcome<()> {
    const ASKED: u64 = 100_000;
    let mut keys = Keys::open(Real::open(&folder.join("keys"))?, 1)?;
    let mut next = 0;
    let begun = Instant::now();
    // Long runs first, then those of ordinary days, which leaves the layout that a long life leaves.
    while next < all {
        let rest = all - next;
        let part = if rest > 3 * ASKED {
            (rest * 2 / 3).min(8_000_000)
        } else {
            ASKED.min(rest)
        };
        let added: Vec<u128> = (next..next + part).map(key).collect();
        next += part;
        keys.add(&added, next)?;
        while keys.merge()? {}
    }
    let built = begun.elapsed();
    let new: Vec<u128> = (all..all + ASKED).map(key).collect();
    let known: Vec<u128> = (0..ASKED).map(|n| key(n * (all / ASKED))).collect();
    let mut ask = |asked: &[u128], expected: bool| -> Outcome<f64> {
        let begun = Instant::now();
        let answers = keys.which_are_new(asked)?;
        let took = begun.elapsed().as_secs_f64() * 1e3;
        if answers.iter().any(|new| *new != expected) {
            return Err("a key was taken for another".into());
        }
        Ok(took)
    };
    // Once to bring the files into memory, which is what a collector that runs has.
    let first = [ask(&new, true)?, ask(&known, false)?];
    let again = [ask(&new, true)?, ask(&known, false)?];
    let begun = Instant::now();
    keys.add(&new, all + ASKED)?;
    let added = begun.elapsed();
    println!(
        "{{\"what\":\"keys\",\"keys\":{all},\"runs\":{},\"memory_bytes\":{},\"build_s\":{:.1},\"asked\":{ASKED},\
         \"new_ms\":{:.0},\"known_ms\":{:.0},\"first_new_ms\":{:.0},\"first_known_ms\":{:.0},\"add_ms\":{}}}",
        keys.runs(),
        keys.memory(),
        built.as_secs_f64(),
        again[0],
        again[1],
        first[0],
        first[1],
        added.as_millis(),
    );
    Ok(())
}
