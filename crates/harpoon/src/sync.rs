//! Taps that run on their own: each in a process and an environment of its own, from where it stood last.
//!
//! A run is tried again where the tap failed; what came before it failed is taken in already, and its last state counts. Runs are
//! noted in `singer/NAME/runs.jsonl`, what the tap said in `singer/NAME/log.txt`.

mod log;
mod process;
mod runs;
mod settings;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use harpoon_connect::Answers;
use jiff::Timestamp;

use crate::erasing::keep_out;
use crate::import::Options;
use crate::singer::{Loaded, USUAL_COMMIT, Watcher, Wish, checked_name, load, state};
use crate::workspace::Workspace;
use crate::{Error, Turn};

use log::{Log, Secrets};
use process::Process;
pub use runs::{Outcome, Run};
pub(crate) use runs::{forget, last, note};
pub use settings::{Every, TapSettings};

/// The first pause before another try; each later one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// Runs a tap, and once more where it failed, and notes what came of it.
pub fn sync(
    workspace: &Workspace,
    name: &str,
    watcher: &mut dyn Watcher,
    clock: &dyn Fn() -> Timestamp,
) -> Result<(Run, Loaded), Error> {
    let settings = workspace
        .settings()
        .taps
        .get(name)
        .ok_or_else(|| unknown(workspace, name))?;
    checked_name(name)?;
    let _alone = alone(&folder(workspace.root(), name), name)?;
    let began = clock();
    let mut all = Loaded::default();
    let mut pause = FIRST_PAUSE;
    let mut tries = 0;
    let outcome = loop {
        tries += 1;
        let attempt = match attempt(workspace, name, settings, watcher, clock) {
            Ok(attempt) => attempt,
            // Noted like every other failure, so that other taps go on.
            Err(error) if error.turn() != Turn::Ours => break Outcome::Failed(error.to_string()),
            Err(error) => return Err(error),
        };
        let failed = attempt.failed;
        gather(&mut all, attempt.loaded);
        match failed {
            None => break all.stopped.clone().map_or(Outcome::Done, Outcome::Failed),
            Some(why) if tries >= settings.tries || attempt.is_final => break Outcome::Failed(why),
            Some(_) => {
                thread::sleep(pause);
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    };
    let run = Run {
        tries,
        records: all.counts.all_records(),
        accepted: all.reports.iter().map(|report| report.accepted).sum(),
        duplicate: all.reports.iter().map(|report| report.duplicate).sum(),
        put_aside: all.reports.iter().map(|report| report.quarantined).sum(),
        unread: all.kept.len() as u64,
        ..Run::new(began, clock(), outcome)
    };
    let folder = folder(workspace.root(), name);
    note(&folder, &run)?;
    keep_out(workspace.root(), &folder, clock())?;
    Ok((run, all))
}

fn unknown(workspace: &Workspace, name: &str) -> Error {
    let known: Vec<&str> = workspace.settings().taps.keys().map(String::as_str).collect();
    let known = if known.is_empty() {
        "none is set up; write [taps.NAME] in harpoon.toml".to_owned()
    } else {
        format!("one of {}", known.join(", "))
    };
    Error::Usage(format!("no tap is called `{name}`; {known}"))
}

/// Holds a feed for one run: two at once would mix their states and their logs.
pub(crate) fn alone(folder: &Path, name: &str) -> Result<File, Error> {
    fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
    let path = folder.join("_sync.lock");
    let lock = File::options().create(true).truncate(false).write(true).open(&path);
    let lock = lock.map_err(Error::io("open", &path))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Error::Busy(name.to_owned())),
        Err(TryLockError::Error(error)) => Err(Error::io("lock", &path)(error)),
    }
}

pub(crate) fn folder(root: &Path, name: &str) -> PathBuf {
    root.join("singer").join(name)
}

/// One try: what was taken in, and why the tap failed if it did.
struct Attempt {
    loaded: Loaded,
    failed: Option<String>,
    /// Another try would come to the same.
    is_final: bool,
}

fn attempt(
    workspace: &Workspace,
    name: &str,
    settings: &TapSettings,
    watcher: &mut dyn Watcher,
    clock: &dyn Fn() -> Timestamp,
) -> Result<Attempt, Error> {
    let folder = folder(workspace.root(), name);
    fs::create_dir_all(&folder).map_err(Error::io("make", &folder))?;
    let given = match state(workspace, name)? {
        Some(state) => {
            let path = folder.join("given-state.json");
            fs::write(&path, state).map_err(Error::io("write", &path))?;
            // The tap runs in the workspace's folder.
            Some(Path::new("singer").join(name).join("given-state.json"))
        }
        None => None,
    };
    let secrets = Secrets::of(workspace.root(), settings)?;
    let log = Log::open(&folder, secrets, &clock().to_string())?;
    let mut process = match Process::start(workspace.root(), settings, given.as_deref(), log) {
        Ok(process) => process,
        Err(why) => {
            return Ok(Attempt {
                loaded: Loaded::default(),
                failed: Some(why),
                is_final: true,
            });
        }
    };
    let wish = Wish {
        tap: name.to_owned(),
        options: Options {
            answers: answers(settings),
            map: settings.map.as_ref().map(|map| workspace.root().join(map)),
            ..Options::default()
        },
        commit_every: USUAL_COMMIT,
    };
    let loaded = load(workspace, process.output()?, &wish, watcher, clock);
    // A run that was not read to its end leaves a tap that still writes.
    let failed = process.end(loaded.as_ref().is_ok_and(|loaded| loaded.stopped.is_none()));
    let loaded = loaded?;
    Ok(Attempt {
        is_final: loaded.stopped.is_some(),
        loaded,
        failed,
    })
}

fn answers(settings: &TapSettings) -> Answers {
    Answers {
        platform: settings.platform.clone(),
        account: settings.account.clone(),
        currency: settings.currency.clone(),
        zone: settings.zone.clone(),
        day_order: settings.day_order.clone(),
        ..Answers::default()
    }
}

/// Adds what another try took in.
fn gather(all: &mut Loaded, more: Loaded) {
    for (stream, records) in more.counts.records {
        *all.counts.records.entry(stream).or_default() += records;
    }
    for (kind, count) in more.counts.unknown {
        *all.counts.unknown.entry(kind).or_default() += count;
    }
    all.counts.states += more.counts.states;
    all.counts.versions += more.counts.versions;
    all.counts.damaged += more.counts.damaged;
    all.counts.first_damage = all.counts.first_damage.take().or(more.counts.first_damage);
    all.reports.extend(more.reports);
    all.kept.extend(more.kept);
    all.commits += more.commits;
    all.stopped = more.stopped;
}
