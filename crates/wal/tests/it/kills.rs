//! A real process on a real disk: killed while it appends, and watched at its system calls.
//!
//! The ordinary run kills a few; `HARPOON_WAL_KILLS=10000 cargo test -p harpoon-wal kills::` is the campaign. A run says its seed,
//! which `HARPOON_WAL_SEED` gives to another.
//!
//! This test program starts itself with [`FOLDER`] set; the child then is the program that is killed. It writes a line for
//! each record when it is acknowledged, and nothing before.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use harpoon_wal::{Log, Real, Settings};

use crate::chance::Chance;
use crate::simulated::is_segment;

/// Says to the child where its log is.
const FOLDER: &str = "HARPOON_WAL_CHILD";
/// Says how many records it appends, and then ends.
const RECORDS: &str = "HARPOON_WAL_RECORDS";
const APPENDERS: u64 = 4;

fn settings() -> Settings {
    Settings {
        segment_bytes: 300_000,
        ..Settings::new(0xc0_ffee)
    }
}

/// A record that says who made it, and can be made again.
fn record(life: u64, appender: u64, number: u64) -> Vec<u8> {
    let mut chance = Chance::new(life ^ (appender << 40) ^ (number << 8));
    let mut record = [life, appender, number].map(u64::to_le_bytes).concat();
    record.extend((0..chance.below(900)).map(|_| chance.next().to_le_bytes()[0]));
    record
}

/// The program. As a test by itself it has nothing to do.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let most = std::env::var(RECORDS).map_or(u64::MAX, |records| records.parse().unwrap());
    let (log, _) = Log::open(Real::open(Path::new(&folder)).unwrap(), settings()).unwrap();
    let life = log.durable_up_to();
    let out = Mutex::new(std::io::stdout());
    let say = |line: String| {
        // One write a line, so that a kill cannot tear it from another.
        out.lock().unwrap().write_all(line.as_bytes()).unwrap();
    };
    // What the test program itself has said stands on the same line.
    say("\n".to_owned());
    thread::scope(|scope| {
        for appender in 0..APPENDERS {
            let (log, say) = (&log, &say);
            scope.spawn(move || {
                for number in 0..most {
                    let offsets = log.append(&[record(life, appender, number)]).unwrap().wait().unwrap();
                    say(format!("kept {} {life} {appender} {number}\n", offsets.start));
                    if appender == 0 && number % 97 == 96 {
                        log.roll().unwrap().wait().unwrap();
                    }
                }
            });
        }
    });
}

/// This program as the child, perhaps through another that watches it.
fn child_of(through: &[&str], folder: &Path) -> Command {
    let program = std::env::current_exe().unwrap();
    let words = through.iter().map(OsStr::new).chain([program.as_os_str()]);
    let words: Vec<&OsStr> = words.collect();
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .args(["--exact", "kills::child", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// What a line says that acknowledges a record: its offset, and what it is.
fn said(line: &str) -> Option<Vec<u64>> {
    let rest = line.strip_prefix("kept ")?;
    rest.split_whitespace().map(|number| number.parse().ok()).collect()
}

/// What a record says of itself: life, appender, number.
type Named = [u64; 3];

/// Starts the child and kills it: while it opens, or after some acknowledgements and a moment later, which falls anywhere in
/// a write. Adds what it acknowledged.
fn live_and_die(folder: &Path, chance: &mut Chance, kept: &mut BTreeMap<u64, Named>) {
    let wait_for = if chance.one_in(8) { 0 } else { 1 + chance.below(200) };
    let moment = Duration::from_micros(chance.below(15_000) as u64);
    let mut child = child_of(&[], folder).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let mut acknowledged = 0;
    loop {
        if acknowledged == wait_for {
            // The moment is what is tried; no answer depends on its length.
            thread::sleep(moment);
            child.kill().unwrap();
        }
        line.clear();
        if lines.read_line(&mut line).unwrap() == 0 {
            break;
        }
        if let Some(numbers) = said(&line).filter(|_| line.ends_with('\n')) {
            acknowledged += 1;
            let before = kept.insert(numbers[0], [numbers[1], numbers[2], numbers[3]]);
            assert_eq!(before, None, "offset {} was given twice", numbers[0]);
        }
    }
    child.wait().unwrap();
}

/// Looks at all that the log holds from an offset on: what was acknowledged is there, each record once and as it was.
fn look(log: &Log, from: u64, kept: &BTreeMap<u64, Named>) {
    let mut found: BTreeMap<u64, Named> = BTreeMap::new();
    for read in log.read(from).map(|read| read.unwrap()) {
        let named = [0, 8, 16].map(|at| u64::from_le_bytes(*read.bytes[at..].first_chunk().unwrap()));
        assert!(
            read.bytes == record(named[0], named[1], named[2]),
            "a record is as it was handed in"
        );
        found.insert(read.offset, named);
    }
    let once: BTreeSet<&Named> = found.values().collect();
    assert_eq!(once.len(), found.len(), "a record is there twice");
    for (offset, named) in kept.range(from..) {
        assert_eq!(found.get(offset), Some(named), "record {offset} is lost or another");
    }
}

#[test]
fn a_process_killed_at_any_moment_keeps_what_it_acknowledged() {
    let kills = std::env::var("HARPOON_WAL_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok());
    let long = std::env::var_os("HARPOON_LONG").is_some();
    let kills: u32 = kills.unwrap_or(if long { 200 } else { 24 });
    let folder = tempfile::tempdir().unwrap();
    // Moments are another each time; with the seed of a run that failed they are nearly the same again.
    let seed = std::env::var("HARPOON_WAL_SEED").map_or(u64::from(std::process::id()), |seed| seed.parse().unwrap());
    eprintln!("kills: HARPOON_WAL_SEED={seed}");
    let mut chance = Chance::new(seed);
    let mut kept = BTreeMap::new();
    let mut cut = 0;
    for kill in 1..=kills {
        live_and_die(folder.path(), &mut chance, &mut kept);
        // What a kill leaves is opened by the next child; now and then by us, who look at all of it.
        if kill % 8 == 0 || kill == kills {
            let (left, _) = Log::open(Real::open(folder.path()).unwrap(), settings()).unwrap();
            look(&left, cut, &kept);
            cut = left.sealed_up_to();
            left.cut(cut).unwrap();
        }
    }
    eprintln!("{kills} kills, {} records acknowledged, 0 lost", kept.len());
    assert!(kept.len() > kills as usize);
}

/// A line of `strace -f -y`: the process's thread, the call, what it was called with, and what it gave.
struct Call {
    name: String,
    rest: String,
}

/// Calls in the order of their ends, those that were interrupted put together.
fn calls(trace: &str) -> Vec<Call> {
    let mut begun: BTreeMap<&str, String> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let rest = rest.trim_start();
        let whole = if let Some(first) = rest.strip_suffix("<unfinished ...>") {
            begun.insert(thread, first.to_owned());
            continue;
        } else if let Some((_, last)) = rest.strip_prefix("<... ").and_then(|rest| rest.split_once("resumed>")) {
            begun.remove(thread).unwrap_or_default() + last
        } else {
            rest.to_owned()
        };
        if let Some((name, rest)) = whole.split_once('(') {
            calls.push(Call {
                name: name.to_owned(),
                rest: rest.to_owned(),
            });
        }
    }
    calls
}

/// Calls that make bytes and names durable, and those whose effect they are to cover.
const WATCHED: &str = "trace=write,fdatasync,fsync,rename,renameat,renameat2";

/// Runs the child under `strace` until it has appended so many records with each appender. Gives its calls; `None`, and a line
/// that says so, where it cannot be watched.
fn watched(log: &Path, trace: &Path, records: &str) -> Option<Vec<Call>> {
    let traced = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status();
    if !traced.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: strace cannot be used here, and the order of system calls was not looked at");
        return None;
    }
    let file = trace.to_str().unwrap();
    let through = ["strace", "-f", "-y", "-s", "64", "-e", WATCHED, "-o", file];
    let traced = child_of(&through, log).env(RECORDS, records).status().unwrap();
    assert!(traced.success());
    Some(calls(&std::fs::read_to_string(trace).unwrap()))
}

/// The file or folder that a call names by its handle.
fn path_of(rest: &str) -> &str {
    let path = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    path.map_or("", |(path, _)| path)
}

#[test]
fn names_of_folders_are_on_disk_before_anything_is_acknowledged() {
    let root = tempfile::tempdir().unwrap();
    let (deep, log) = (root.path().join("deep"), root.path().join("deep/log"));
    // Whoever made it was killed before its name was on disk.
    std::fs::create_dir(&deep).unwrap();
    for (round, synced) in [
        ("made", vec![root.path(), deep.as_path()]),
        ("there already", vec![deep.as_path()]),
    ] {
        let Some(calls) = watched(&log, &root.path().join("trace"), "1") else {
            return;
        };
        let before: Vec<&Call> = calls.iter().take_while(|call| !call.rest.contains("\"kept ")).collect();
        assert!(before.len() < calls.len(), "{round}: something was acknowledged");
        for folder in synced {
            let is_it = |call: &&Call| call.name == "fsync" && Path::new(path_of(&call.rest)) == folder;
            assert!(before.iter().any(is_it), "{round}: {} was not synced", folder.display());
        }
    }
}

#[test]
fn every_acknowledgement_follows_a_sync_that_covers_it() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let Some(calls) = watched(&log, &folder.path().join("trace"), "200") else {
        return;
    };
    let ends = ends_of_frames(&log);
    // Bytes of each file that were written, and that a sync covers; whether names wait for a sync of the folder.
    let mut written: BTreeMap<String, u64> = BTreeMap::new();
    let mut synced: BTreeMap<String, u64> = BTreeMap::new();
    let (mut names_wait, mut acknowledged, mut syncs, mut renames) = (false, 0, 0, 0);
    for Call { name, rest } in calls {
        let gave: i64 = rest
            .rsplit_once("= ")
            .and_then(|(_, gave)| gave.split(' ').next()?.parse().ok())
            .unwrap();
        assert!(gave >= 0, "{name} {rest}");
        let path = path_of(&rest);
        let file = path.rsplit('/').next().unwrap().trim_end_matches(".new").to_owned();
        if let Some((_, line)) = rest.split_once("\"kept ") {
            let offset: u64 = line.split(' ').next().unwrap().parse().unwrap();
            let (file, end) = &ends[&offset];
            assert!(
                synced.get(file).is_some_and(|synced| synced >= end),
                "record {offset} was not synced"
            );
            assert!(
                !names_wait,
                "record {offset} was acknowledged while a name was not synced"
            );
            acknowledged += 1;
        } else if name == "write" && path.contains("/log/") {
            *written.entry(file).or_default() += u64::try_from(gave).unwrap();
        } else if name == "fdatasync" || name == "fsync" {
            syncs += 1;
            if Path::new(path) == log {
                names_wait = false;
            } else if path.contains("/log/") {
                synced.insert(file.clone(), written.get(&file).copied().unwrap_or(0));
            }
        } else if name.starts_with("rename") {
            renames += 1;
            assert_eq!(written, synced, "a file got its name before it was synced");
            names_wait = true;
        }
    }
    eprintln!("{acknowledged} acknowledgements, each after the sync of its bytes; {syncs} syncs, {renames} renames");
    assert_eq!(acknowledged, APPENDERS * 200);
    assert!(renames >= 3, "the first segment, the mark, and those after rolls");
}

/// In which file the frame of each offset stands, and the byte after it.
fn ends_of_frames(log: &Path) -> BTreeMap<u64, (String, u64)> {
    let mut ends = BTreeMap::new();
    for entry in std::fs::read_dir(log).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !is_segment(&name) {
            continue;
        }
        let bytes = std::fs::read(log.join(&name)).unwrap();
        let mut at = 64;
        while let Some(head) = bytes.get(at..at + 20) {
            let length = u32::from_le_bytes(*head.first_chunk().unwrap()) as usize;
            let offset = u64::from_le_bytes(*head[8..].first_chunk().unwrap());
            at += 20 + length;
            ends.insert(offset, (name.clone(), at as u64));
        }
    }
    ends
}
