//! The Singer target: what a tap writes becomes imports, and where it stood is kept for its next run.
//!
//! ```text
//!  tap ─▶ lines ─▶ one file a stream ─▶ imports, committed ─▶ what nobody read, kept ─▶ STATE, kept ─▶ STATE, given back
//! ```
//! A state counts only once everything that came before it is on disk. So a run that breaks off at any point is begun again with
//! the last state, loses nothing, and what it tells twice counts once by the rules of imports.

mod keep;
mod spool;

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use harpoon_connect::singer::{Fault, LONGEST_LINE, LONGEST_RECORD, Line, Lines, Message, parse};
use harpoon_connect::{Limits, Origin, Remark, origins};
use jiff::Timestamp;
use serde::Serialize;

use crate::Error;
use crate::erasing::keep_out;
use crate::import::{Attendant, Options, Report, import_origins_by};
use crate::workspace::{Workspace, map};

use keep::Keep;
pub(crate) use keep::replace;
pub use keep::{checked_name, state};
use spool::Spool;

/// Records after which the next state is a reason to commit, where nobody says.
pub const USUAL_COMMIT: u64 = 250_000;
/// How many times as many records, and how many bytes, are committed without a state: memory and disk have an end.
const PATIENCE: u64 = 8;
const MOST_BYTES: u64 = 512 << 20;
/// Types of messages that are told by name.
const MOST_TYPES: usize = 20;

/// What is wanted of a run.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Name of the tap, under which its state is kept.
    pub tap: String,
    /// Answers, and a map for streams that nobody knows.
    pub options: Options,
    /// Records after which the next state is a reason to commit.
    pub commit_every: u64,
}

/// Who watches a run.
pub trait Watcher: Attendant {
    /// Everything before this state is on disk for good.
    fn state(&mut self, state: &str) -> io::Result<()>;
}

/// What became of a run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Loaded {
    /// One report a stream and commit.
    pub reports: Vec<Report>,
    /// What the tap wrote.
    pub counts: Counts,
    /// Streams that nobody read, with the files that keep them.
    pub kept: Vec<PathBuf>,
    /// Commits.
    pub commits: u64,
    /// Why the run was not read to its end.
    pub stopped: Option<String>,
}

/// Messages of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Records of each stream.
    pub records: BTreeMap<String, u64>,
    /// States.
    pub states: u64,
    /// Tables sent whole (ACTIVATE_VERSION).
    pub versions: u64,
    /// Messages of types that no specification knows, by type.
    pub unknown: BTreeMap<String, u64>,
    /// Lines that are no message.
    pub damaged: u64,
    /// The first of them, and why.
    pub first_damage: Option<(u64, String)>,
}

impl Counts {
    /// Records of all streams.
    pub fn all_records(&self) -> u64 {
        self.records.values().sum()
    }

    fn unknown(&mut self, kind: &str) {
        let name: String = kind.chars().take(40).collect();
        let is_known = self.unknown.contains_key(&name) || self.unknown.len() < MOST_TYPES;
        let name = if is_known { name } else { "others".to_owned() };
        *self.unknown.entry(name).or_default() += 1;
    }

    fn damage(&mut self, line: u64, fault: Fault) {
        self.damaged += 1;
        self.first_damage.get_or_insert_with(|| (line, fault.to_string()));
    }
}

/// Loads what a tap writes, to its end. `clock` dates each commit.
pub fn load(
    workspace: &Workspace,
    input: impl BufRead,
    wish: &Wish,
    watcher: &mut dyn Watcher,
    clock: &dyn Fn() -> Timestamp,
) -> Result<Loaded, Error> {
    let keep = Keep::open(workspace.root(), &wish.tap)?;
    let mut run = Run {
        workspace,
        wish,
        spool: Spool::begin(&keep.incoming())?,
        keep,
        state: None,
        loaded: Loaded::default(),
    };
    let mut lines = Lines::new(input);
    let read = |error| Error::io("read", Path::new("the tap's output"))(error);
    while lines.advance().map_err(read)? {
        if !lines.line().is_blank() {
            run.take(&lines.line())?;
        }
        if run.loaded.stopped.is_some() {
            break;
        }
        if run.is_time() {
            run.commit(watcher, clock())?;
        }
    }
    run.commit(watcher, clock())?;
    run.spool.end()?;
    keep_out(workspace.root(), run.keep.folder(), clock())?;
    Ok(run.loaded)
}

/// A run under way.
struct Run<'a> {
    workspace: &'a Workspace,
    wish: &'a Wish,
    keep: Keep,
    spool: Spool,
    /// The last state, if it is not given back yet.
    state: Option<String>,
    loaded: Loaded,
}

impl Run<'_> {
    fn take(&mut self, line: &Line<'_>) -> Result<(), Error> {
        let message = if line.is_cut() {
            Err(Fault::Long(line.length))
        } else {
            parse(line.bytes)
        };
        let counts = &mut self.loaded.counts;
        match message {
            Ok(Message::Schema { stream, .. }) => self.spool.schema(&stream, line)?,
            Ok(Message::Record { stream, .. }) => {
                match counts.records.get_mut(&*stream) {
                    Some(count) => *count += 1,
                    None => drop(counts.records.insert(stream.to_string(), 1)),
                }
                self.spool.record(&stream, line)?;
            }
            Ok(Message::State(value)) => {
                counts.states += 1;
                self.state = Some(value.to_owned());
            }
            Ok(Message::ActivateVersion(_)) => counts.versions += 1,
            Ok(Message::Batch(stream)) => {
                self.loaded.stopped = Some(format!(
                    "line {}: the tap sends the records of `{stream}` in files of their own (BATCH), and those are not read; \
                     take `batch_config` out of its settings. What came before is taken in, and the tap goes on from there",
                    line.number
                ));
            }
            Ok(Message::At { .. }) => {}
            Ok(Message::Other(kind)) => counts.unknown(&kind),
            Err(fault) => {
                counts.damage(line.number, fault);
                self.spool.damaged(line)?;
            }
        }
        Ok(())
    }

    /// Whether it is time to commit.
    fn is_time(&self) -> bool {
        let records = self.spool.records();
        let is_asked = self.state.is_some() && records >= self.wish.commit_every;
        is_asked || records >= self.wish.commit_every.saturating_mul(PATIENCE) || self.spool.bytes() >= MOST_BYTES
    }

    /// Takes in everything that came so far, then the state.
    fn commit(&mut self, watcher: &mut dyn Watcher, now: Timestamp) -> Result<(), Error> {
        let files = self.spool.files()?;
        let dry = self.wish.options.dry_run;
        let opened: Vec<Origin> = files.iter().map(|file| self.open(file)).collect::<Result<_, _>>()?;
        let registry = match &self.wish.options.map {
            Some(path) => self.workspace.registry().with_map(map(path)?),
            None => self.workspace.registry().clone(),
        };
        let options = Options {
            map: None,
            ..self.wish.options.clone()
        };
        let mut reports = import_origins_by(self.workspace, &opened, &options, registry, watcher, now)?;
        for (file, report) in files.iter().zip(&mut reports) {
            if !report.read && !dry {
                let kept = self.keep.keep(file, now)?;
                report.remarks.push(Remark::Kept(kept.display().to_string()));
                self.loaded.kept.push(kept);
            }
        }
        self.loaded.reports.extend(reports);
        self.spool.clear()?;
        if dry {
            return Ok(());
        }
        self.loaded.commits += u64::from(!files.is_empty());
        if let Some(state) = self.state.take() {
            self.keep.set_state(&state)?;
            watcher
                .state(&state)
                .map_err(Error::io("write", Path::new("the state")))?;
        }
        Ok(())
    }

    fn open(&self, file: &Path) -> Result<Origin, Error> {
        let refused = |why: String| Error::Usage(format!("`{}`: {why}", file.display()));
        let mut all = origins(file, &Limits::default()).map_err(|refusal| refused(refusal.to_string()))?;
        let origin = all.pop().ok_or_else(|| refused("it holds nothing".to_owned()))?;
        Ok(origin.found_in(&self.wish.tap))
    }
}

// A line that is kept whole fits a record that is read.
const _: () = assert!(LONGEST_LINE >= LONGEST_RECORD);
